"""What the report on one scenario says: whom to hold liable, why not the others, what liability rules lead to, and the
switching values."""

from __future__ import annotations

import mloss_econ
from mloss_econ.base.text import LEGEND, number
from mloss_econ.report.document import Block, Bullets, Document, Section, TableBlock, Text
from mloss_econ.report.findings.who_bears import CONDITIONS, Rule, WhoBears
from mloss_econ.report.sections.liability import in_use, least_cost, party_table, smallest_errors, standing, why_tied
from mloss_econ.report.sections.proposal import intervals
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
SWITCHES = 3  # shown at the top
WARN = 0.01  # of draws with several equilibria, from which a warning is given
RULES = {
    "no_liability": "nobody liable",
    "equal_shares": "strict liability, equal shares",
    "joint_shares": "strict liability, joint and several",
    "negligence": "negligence",
    "comparative": "comparative negligence",
    "decoupled": "each pays the state the whole loss",
    "insured_shares": "equal shares, all insured",
}


def document(f: WhoBears) -> Document:
    """The report."""
    s, run = f.scenario, f.run
    basis = (
        s.why,
        f"Money in {run.case.prices}: {run.case.prices.meaning}. {intervals(run.n)} {LEGEND}.",
    )
    stamp = (
        f"mloss_econ {mloss_econ.__version__}, {run.n:,} draws ({run.design}), seed {run.seed}, "
        f"inputs {run.case.digest()}"
    )
    sections = _liable(f), _conditions(f), _rules(f), _turning(f)
    return Document(s.title, basis, tuple(short(f)), sections, f"{LEGEND}.", stamp)


def short(f: WhoBears) -> list[str]:
    """The answers, one sentence each."""
    s = f.scenario
    unit = s.parties[0].regret.unit
    least = smallest_errors(s)
    wrong = [f"{stated(p.regret.mean, '')} for the {words(p.party)}" for p in s.parties if p not in least]
    good, bad = f.rules[0], f.rules[-1]
    switches = [switch(b) for b in s.turning if b.crossings]
    lines = [
        f"Cheapest avoider: {least_cost(s)}; {why_tied(s)}.",
        f"Cost of a wrong choice, on average: {stated(least[0].regret.mean, unit)} for the "
        f"{' or the '.join(words(p.party) for p in least)}" + (f", {listing(wrong)}." if wrong else "."),
        f"Liability rules: {rule_words(good)} comes closest to the least cost, on average "
        f"{stated(good.above.mean, unit)} above it; {rule_words(bad)} is furthest, "
        f"{stated(bad.above.mean, unit)} above.",
        f"Is it cheapest to hold the {words(s.examined)} liable? "
        + (
            f"{_yes(f)} as adopted. {' '.join(switches[:SWITCHES])}"
            if switches
            else f"{_yes(f)}, and no input tried reverses that on its own at any of the values below."
        ),
        standing(s),
    ]
    return lines


def _yes(f: WhoBears) -> str:
    turning = f.scenario.turning
    return "Yes" if turning and turning[0].adopted_output > turning[0].target else "No"


def rule_words(rule: Rule) -> str:
    """A liability rule in words."""
    if rule.name in RULES:
        return RULES[rule.name]
    kind, party = rule.name.split("_", 1)
    return f"{'strict liability' if kind == 'strict' else kind} of the {words(party)} alone"


def _liable(f: WhoBears) -> Section:
    s = f.scenario
    notes = [
        f"The {words(p)} can get no precaution taken at all: holding it liable changes nothing by itself."
        for p in f.idle
    ]
    blocks: list[Block] = [party_table(s), *(Text(note) for note in notes)]
    blocks.append(
        Text(
            "Held liable: made to bear the loss alone. The party then takes, or pays others to take, the precautions "
            "that are worth their cost to it, given how much of their effect it sees and what share of the loss it "
            "would really pay.",
            quiet=True,
        )
    )
    return Section("liable", "Who should be held liable?", tuple(blocks))


def _conditions(f: WhoBears) -> Section:
    gaps = [rows["gap"].mean.value for rows in f.conditions.values()]
    scale, name = scale_of(gaps)
    unit = next(iter(f.conditions.values()))["gap"].unit
    lines = tuple(
        (f"the {words(party)}", *(cell(rows[c].mean, unit, scale) for c in ("gap", *CONDITIONS)))
        for party, rows in sorted(f.conditions.items(), key=lambda item: item[1]["gap"].mean.value)
    )
    head = ("party held liable", "above least cost", "knowledge", "position", "inducement")
    return Section(
        "conditions",
        "Why not at the least cost?",
        (
            TableBlock(f"Mean cost above the least, and why; in {name}{unit_words(unit)}", head, lines),
            Text(
                "Knowledge: it does not see the whole effect. Position: it would not pay the whole loss. Inducement: "
                "getting others to act is costly or impossible. The three add up; below 0, one fault makes up for "
                "another. The least cost, if one party could choose for all, is on average "
                f"{stated(f.least.mean, unit)}.",
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
    head = ("liability rule", "mean", "adopted", "prob. of being best", "several")
    bearer = f.scenario.residual_bearer
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
            + ". Which one arises is not known; the best is assumed."
        )
    ]
    falls = "on nobody who acts" if bearer == "nobody" else f"on the {words(bearer)}"
    return Section(
        "rules",
        "What does each liability rule lead to?",
        (
            TableBlock(f"Social cost above the least, {name}{unit_words(unit)}", head, lines, left=1),
            *(warning if several else []),
            Bullets(
                "Precautions then taken (most frequent set, share of draws)",
                tuple(f"{capital(rule_words(r))}: {in_use(r.taken, 1)}." for r in f.rules),
            ),
            Text(
                f"Each party decides on its own precautions alone. The loss falls {falls}; an injurer pays what it is "
                "liable for as far as it can be found and can pay. Negligence: those are liable who did not take their "
                "share of the least-cost set. Prob. of being best: probability that no other rule costs less (ties "
                f"count). Several: draws with more than one equilibrium, of which the best is assumed.{_none(f)} Not "
                "counted: courts that err, their cost, and the level of activity. Where courts know due care, "
                "negligence does well by construction.",
                quiet=True,
            ),
        ),
    )


def _none(f: WhoBears) -> str:
    most = max(r.not_converged for r in f.rules)
    if most == 0:
        return ""
    return (
        f" In {share(most)} of draws at most, a rule has no equilibrium in pure care; the choices from which the "
        "parties gain least by deviating stand for it."
    )


def _turning(f: WhoBears) -> Section:
    s = f.scenario
    question = f"Is it cheapest to hold the {words(s.examined)} liable, alone or tied?"
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
            f"Social cost of holding the {words(s.examined)} liable less that of the cheapest other party, "
            f"{name}{unit_words(unit)}; as adopted {quantity(s.drivers.adopted, unit, 2)}; below 0 it is the cheapest"
        )
        blocks.append(TableBlock(caption, ("input", "5th to 95th percentile", "output from", "to"), lines, left=2))
        blocks += [Text(said, quiet=True)] if (said := turning(rows, unit)) else []
    else:
        tried = f"at the {TORNADO_POINTS} values of each that were tried"
        blocks.append(
            Text(f"No input alone moves what holding the {words(s.examined)} liable costs against the others, {tried}.")
        )
    return Section("turning", "What would change the answer?", tuple(blocks))
