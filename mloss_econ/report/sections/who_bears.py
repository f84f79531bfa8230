"""What the report on one situation says: whom to name, why not the others, what rules lead to, what would turn it."""

from __future__ import annotations

import mloss_econ
from mloss_econ.base.text import LEGEND, number
from mloss_econ.report.document import Block, Bullets, Document, Section, TableBlock, Text
from mloss_econ.report.findings.who_bears import CONDITIONS, Rule, WhoBears
from mloss_econ.report.sections.liability import in_use, party_table, smallest_errors, standing, why_tied
from mloss_econ.report.sections.turning import switch
from mloss_econ.sensitivity import TORNADO_POINTS
from mloss_econ.wording import (
    bare,
    capital,
    cell,
    is_percent,
    listing,
    moving,
    odds,
    quantity,
    reach,
    scale_of,
    share,
    signed,
    stated,
    turning,
    unit_words,
    words,
)

DRIVERS = 6
TURNS = 3  # named at the top
WARN = 0.01  # of draws with several equilibria, from which a warning is given
RULES = {
    "no_liability": "nobody liable",
    "equal_shares": "strict, equal shares",
    "joint_shares": "strict, joint and several",
    "negligence": "negligence",
    "comparative": "comparative negligence",
    "decoupled": "each pays the State all",
    "insured_shares": "equal shares, all insured",
}


def document(f: WhoBears) -> Document:
    """The report."""
    s, run = f.situation, f.run
    basis = (
        s.why,
        f"Money in {run.case.prices}: prices of {run.case.prices.year}. 5-95 %: of {run.n:,} draws from the stated "
        f"beliefs, inputs independent; not a confidence interval. {LEGEND}.",
    )
    stamp = (
        f"mloss_econ {mloss_econ.__version__}, {run.n:,} draws ({run.design}), seed {run.seed}, "
        f"inputs {run.case.digest()}"
    )
    sections = _named(f), _conditions(f), _rules(f), _turning(f)
    return Document(s.title, basis, tuple(short(f)), sections, f"{LEGEND}.", stamp)


def short(f: WhoBears) -> list[str]:
    """The answers, one sentence each."""
    s = f.situation
    unit = s.parties[0].regret.unit
    shares = [f"the {words(p.party)} in {odds(p.cheapest)}" for p in s.parties]
    least = smallest_errors(s)
    wrong = [f"the {words(p.party)} {stated(p.regret.mean, '')}" for p in s.parties if p not in least]
    good, bad = f.rules[0], f.rules[-1]
    turns = [switch(b) for b in s.turning if b.crossings]
    lines = [
        f"Cheapest avoider: it costs society least to name {listing(shares)} of draws ({why_tied(s)}).",
        f"A wrong choice costs, on average: the {' or the '.join(words(p.party) for p in least)} "
        f"{stated(least[0].regret.mean, unit)}" + (f"; {listing(wrong)}." if wrong else "."),
        f"Rules: {rule_words(good)} comes closest to the least cost, {stated(good.above.mean, unit)} above it on "
        f"average; {rule_words(bad)} is furthest, {stated(bad.above.mean, unit)} above.",
        f"Is the {words(s.examined)} the cheapest to name? "
        + (
            f"{_yes(f)} as adopted. {' '.join(turns[:TURNS])}"
            if turns
            else f"{_yes(f)}, and no single input tried turns it at any of the values below."
        ),
        standing(s),
    ]
    return lines


def _yes(f: WhoBears) -> str:
    turning = f.situation.turning
    return "Yes" if turning and turning[0].adopted_output > turning[0].target else "No"


def rule_words(rule: Rule) -> str:
    """A rule in words."""
    if rule.name in RULES:
        return RULES[rule.name]
    kind, party = rule.name.split("_", 1)
    return f"strict, the {words(party)} alone" if kind == "strict" else f"negligence of the {words(party)} alone"


def _named(f: WhoBears) -> Section:
    s = f.situation
    notes = [f"The {words(p)} can get no precaution done at all: naming it changes nothing by itself." for p in f.idle]
    blocks: list[Block] = [party_table(s), *(Text(note) for note in notes)]
    blocks.append(
        Text(
            "Named: made to bear the loss by itself. It then takes, or pays others to take, what is worth it to it, "
            "given what it sees of the effect and what part of the loss it would really pay.",
            quiet=True,
        )
    )
    return Section("named", "Whom to name?", tuple(blocks))


def _conditions(f: WhoBears) -> Section:
    gaps = [rows["gap"].mean.value for rows in f.conditions.values()]
    scale, name = scale_of(gaps)
    unit = next(iter(f.conditions.values()))["gap"].unit
    lines = tuple(
        (f"the {words(party)}", *(cell(rows[c].mean, unit, scale) for c in ("gap", *CONDITIONS)))
        for party, rows in sorted(f.conditions.items(), key=lambda item: item[1]["gap"].mean.value)
    )
    head = ("party named", "above least cost", "knowledge", "position", "inducement")
    return Section(
        "conditions",
        "Why not at the least cost?",
        (
            TableBlock(f"Mean cost above the least, and why; in {name}{unit_words(unit)}", head, lines),
            Text(
                "Knowledge: it does not see the whole effect. Position: it would not pay the whole loss. Inducement: "
                "to get others to act costs, or cannot be had. The three add up; below 0, one fault makes up for "
                f"another. The least cost, if somebody could choose for all, is {stated(f.least.mean, unit)} on "
                "average.",
                quiet=True,
            ),
        ),
    )


def _rules(f: WhoBears) -> Section:
    unit = f.rules[0].above.unit
    scale, name = scale_of([r.above.mean.value for r in f.rules])
    lines = tuple(
        (
            rule_words(r),
            cell(r.above.mean, unit, scale),
            cell(r.above.value, unit, scale),
            odds(r.best),
            share(r.several),
        )
        for r in f.rules
    )
    head = ("rule", "mean", "adopted", "best in", "several")
    bearer = f.situation.residual_bearer
    several = [r for r in f.rules if r.several >= WARN]
    warning = [
        Text(
            "Several equilibria: "
            + listing(
                [
                    f"{rule_words(r)} in {share(r.several)} of draws (the worst would make its mean "
                    f"{stated(r.worst, unit)} above the least)"
                    for r in several
                ]
            )
            + ". Which one comes about is not known; the best is taken."
        )
    ]
    falls = "on nobody who acts" if bearer == "nobody" else f"on the {words(bearer)}"
    return Section(
        "rules",
        "What does each rule lead to?",
        (
            TableBlock(f"Social cost above the least, {name}{unit_words(unit)}", head, lines, left=1),
            *(warning if several else []),
            Bullets(
                "What is then done (most frequent, share of draws)",
                tuple(f"{capital(rule_words(r))}: {in_use(r.taken, 1)}." for r in f.rules),
            ),
            Text(
                f"Each party decides on its own precautions alone; the loss falls {falls}, and what an injurer is "
                "liable for it pays as far as it can be found and can pay. Negligence: those who missed their part of "
                "the least-cost set. Best in: no other rule costs less (ties count). Several: draws with more than one "
                f"equilibrium, of which the best is taken.{_none(f)} Courts that err, their cost, and how much is done "
                "at all are left out; where courts know due care, negligence does well by construction.",
                quiet=True,
            ),
        ),
    )


def _none(f: WhoBears) -> str:
    most = max(r.not_converged for r in f.rules)
    if most == 0:
        return ""
    return (
        f" In {share(most)} of draws at most, a rule has no equilibrium in pure care; what the parties have least to "
        "gain by leaving stands for it."
    )


def _turning(f: WhoBears) -> Section:
    s = f.situation
    question = f"Is the {words(s.examined)} the cheapest to name, alone or tied?"
    blocks: list[Block] = [Bullets(question, tuple(switch(b) for b in s.turning))]
    rows = moving(s.drivers)[:DRIVERS]
    if rows:
        unit = s.drivers.unit
        scale, name = scale_of([r.output_low for r in rows] + [r.output_high for r in rows])
        lines = tuple(
            (
                signed(r),
                reach(bare(r.input_low, r.input_unit), bare(r.input_high, r.input_unit))
                + ("" if is_percent(r.input_unit) else f" {unit_words(r.input_unit)}").rstrip(),
                number(r.output_low / scale, 3),
                number(r.output_high / scale, 3),
            )
            for r in rows
        )
        caption = (
            f"Naming the {words(s.examined)} less naming the cheapest other, {name}{unit_words(unit)}; as adopted "
            f"{quantity(s.drivers.adopted, unit, 2)}; below 0 it is the cheapest"
        )
        blocks.append(TableBlock(caption, ("input", "from (5 %) to (95 %)", "leads from", "to"), lines, left=2))
        blocks += [Text(said, quiet=True)] if (said := turning(rows, unit)) else []
    else:
        tried = f"at the {TORNADO_POINTS} values of each that were tried"
        blocks.append(Text(f"No input alone moves what naming the {words(s.examined)} costs beside others, {tried}."))
    return Section("turning", "What would change the answer?", tuple(blocks))
