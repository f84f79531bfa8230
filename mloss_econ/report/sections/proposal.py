"""What the report on one proposal says: where and since when, compliance cost, coverage, exit, harm by channel, who
gains and loses, what would change the answer, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

import mloss_econ
from mloss_econ.base.text import LEGEND, mark, number, percent, whole_percent
from mloss_econ.engine import SummaryRow, estimate_of
from mloss_econ.evidence import Imposed, Trigger
from mloss_econ.regimes import viewpoints, whose
from mloss_econ.report.document import Block, Bullets, Document, Section, TableBlock, Text
from mloss_econ.report.findings.proposal import ProposalFindings, RowFindings, of_all_projects
from mloss_econ.report.sections import harm, structure
from mloss_econ.report.sections.places import exits, exits_unfunded, negative, rare, removes, where
from mloss_econ.report.sections.turning import sentence
from mloss_econ.report.sections.value import on_judgement
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
    span,
    stated,
    unit_words,
    usual,
    words,
)

COST = (
    ("fixed_cost", "Developer: compliance cost, annualised"),
    ("first_cost", "Developer: one-off cost at the start"),
    ("recurrent_cost", "Developer: recurring cost a year after that"),
    ("sunk_cost", "Developer: familiarisation cost, once, even on exit"),
    ("fees", "Developer: of the cost, fees to the state"),
    ("passed_back", "Developer: of the cost, passed back by deployers"),
    ("deployer_cost", "One deployer: compliance cost, annualised"),
    ("large_cost", "One developer of closed models: compliance cost, annualised"),
    ("intermediary_cost", "One cloud, host or platform: compliance cost, annualised"),
)
EXIT = (
    ("exempt_below", "Budget below which nobody is covered"),
    ("cutoff", "Smallest budget that survives"),
    ("covered_funded", "Funded projects in scope that are covered"),
    ("exit_share_funded", "Funded projects in scope that exit"),
    ("exit_share_unfunded", "Unfunded projects in scope that exit"),
    ("exit_share", "Projects in scope that exit, funded or not"),
    ("value_lost", "Budgets in scope of projects that exit"),
    ("use_lost", "Use in scope of projects that exit"),
    ("derivative_use_lost", "Use in scope through what is built on them"),
    ("use_lost_net", "Use in scope lost after forks and substitutes"),
    ("births_lost", "Covered projects that are never begun"),
    ("wait", "Wait before a release"),
    ("share_of_horizon_value_lost", "Value lost by waiting, of covered projects that survive"),
    ("largest_cost_projects", "Largest cost at which {keep} of funded projects survive"),
    ("largest_cost_value", "Largest cost at which {keep} of budgets survive"),
    ("smallest_exemption_projects", "Smallest exemption at which {keep} of funded projects survive"),
    ("smallest_exemption_value", "Smallest exemption at which {keep} of budgets survive"),
)
OF_ALL = (
    ("exit_share_funded", "Of all funded projects, those that exit"),
    ("exit_share_unfunded", "Of all unfunded projects, those that exit"),
    ("value_lost", "Of all project budgets, those of projects that exit"),
    ("use_lost", "Of all use, that of projects that exit"),
)
CLOSED = (
    ("large_delay", "Wait for new closed models"),
    ("large_gone", "Developers of closed models that give up"),
)
NET = (
    ("exits", "Funded projects that exit where it binds, number"),
    ("use_value_lost", "Use of open and closed models lost"),
    ("harm_avoided", "Harm avoided, where it has a figure"),
    ("harm_remaining", "Harm that remains, where it has a figure"),
)
LEVELS = ("exits", "harm_remaining")  # of its own world, without what repeals bring
DRIVERS = 6
PAYERS = {"large": "developer of closed models"}  # payers whose name is not a word


def document(f: ProposalFindings) -> Document:
    """The report."""
    run = f.run
    basis = (
        f"{f.status[:1].upper()}{f.status[1:]}. {f.reference}.",
        f"Money in {run.case.prices}: {run.case.prices.meaning}. {intervals(run.n)} {LEGEND}.",
    )
    stamp = (
        f"mloss_econ {mloss_econ.__version__}, {run.n:,} draws ({run.design}), seed {run.seed}, "
        f"inputs {run.case.digest()}"
    )
    sections: tuple[Section, ...] = (_covered(f),)
    if not _changes_nothing(f):
        sections = (_cost(f), _covered(f), _exit(f), _harm(f), _society(f), _turning(f), _sure(f))
    return Document(f.title, basis, tuple(short(f)), sections, f"{LEGEND}.", stamp)


def intervals(n: int) -> str:
    """What a range in brackets is."""
    return (
        f"Ranges in brackets are 90 % intervals, from the 5th to the 95th percentile of {n:,} draws from the stated "
        "beliefs, with inputs independent; they are not confidence intervals."
    )


def short(f: ProposalFindings) -> list[str]:
    """The answers, one sentence each."""
    o = f.outputs
    if _changes_nothing(f):
        return [
            "Compliance cost: none beyond that of the law as it stands.",
            "Who exits: nobody, for it changes nothing.",
            "Society, a year: nothing is gained or lost. Every other proposal is compared with it.",
        ]
    lines = [f"Where and since when: {where(f)[:1].lower()}{where(f)[1:]}"]
    if f.removes:
        lines.append(f"What it removes: {removes(f)}")
    if _nothing(o["fixed_cost"]):
        lines.append("Compliance cost: nothing falls on the developer of an open-source project." + _others(f))
    else:
        lines.append(
            f"Compliance cost: a covered project that meets every duty pays {_said(o['fixed_cost'])}. Of that, "
            f"{whole_percent(f.judgement_share_of_cost)} rests on judgement-based costs, as adopted.{_others(f)}"
        )
    lines.append(f"Who exits: {_who_exits(f)}")
    if said := _closed(f):
        lines.append(f"Closed models: {said}")
    net = f.balance
    hinges = f"; {structure.sign(f)}" if f.structure is not None else ""
    lines.append(
        f"Society, a year: {harm.avoided(f)}, and {_use(f)}. The net benefit to {whose(f.viewpoint)} is "
        f"{_said(net)}{hinges}. {harm.break_even(f)}"
    )
    return lines


def _changes_nothing(f: ProposalFindings) -> bool:
    return not f.duties and all(_nothing(row) for name, row in f.outputs.items() if name.startswith("net_"))


def _use(f: ProposalFindings) -> str:
    """What becomes of the use of models."""
    row = f.outputs["use_value_lost"]
    if _nothing(row):
        return "no use of open or closed models is lost"
    if row.median.value < 0:
        gained = negative(row)
        return f"use of open and closed models worth {stated(gained.median, row.unit)} is gained ({span(gained)})"
    return f"use of open and closed models worth {_said(row)} is lost"


def _who_exits(f: ProposalFindings) -> str:
    """Funded and unfunded projects that exit, their budgets and use, and what is never begun."""
    if f.scope == 0:
        return "no open project; none is in scope."
    o, every = f.outputs, f.of_all
    parts = [exits(f)]
    if rare(o["exit_share_funded"]):
        covered = o["covered_funded"]
        if covered.p95.value < 1:
            parts.append(f"its triggers cover {share(covered.median.value)} of the funded projects in scope")
    else:
        parts.append(f"of all project budgets they account for {usual(every['value_lost'])}")
    if not rare(o["exit_share_unfunded"]):
        parts.append(exits_unfunded(f))
    if not rare(o["use_lost"]):
        parts.append(f"use in all falls by {usual(every['use_lost'])}")
    if not rare(o["births_lost"]) and not rare(o["covered_funded"]):
        parts.append(
            f"of the covered projects that would be begun, {odds(o['births_lost'].median)} never are "
            f"({span(o['births_lost'])})"
        )
    return " ".join(f"{capital(part)}." if k else f"{part}." for k, part in enumerate(parts))


def _closed(f: ProposalFindings) -> str:
    """What becomes of closed models; "" for nothing."""
    late, gone = f.outputs["large_delay"], f.outputs["large_gone"]
    parts = []
    if not _nothing(late):
        parts.append(f"new ones come {stated(late.median, late.unit)} later ({span(late)})")
    if not rare(gone):
        parts.append(f"{odds(gone.median)} of their developers give up ({span(gone)})")
    return f"{listing(parts)}." if parts else ""


def _others(f: ProposalFindings) -> str:
    parts = []
    for output, who in (("deployer_cost", "a deployer"), ("intermediary_cost", "a cloud, host or platform")):
        row = f.outputs[output]
        if not _nothing(row):
            parts.append(f"{who} pays {_said(row)}")
    return f" {capital(listing(parts))}." if parts else ""


def in_full(f: ProposalFindings) -> tuple[Text | TableBlock | Bullets, ...]:
    """Compliance cost, triggers and exit, for a page that shows them when asked."""
    blocks = (*_cost(f).blocks, *_covered(f).blocks, *_exit(f).blocks)
    return tuple(b for b in blocks if isinstance(b, (Text, TableBlock, Bullets)))


def _nothing(row: SummaryRow) -> bool:
    return row.value == 0 and row.p95.value == 0 and row.mean.value == 0


def _said(row: SummaryRow) -> str:
    """A median with its interval."""
    return f"{stated(row.median, row.unit)} ({span(row)})"


def _cost(f: ProposalFindings) -> Section:
    title = "What does it cost, and who pays?"
    if all(_nothing(f.outputs[output]) for output, _ in COST):
        return Section(
            "cost", title, (Text("It puts no duty that costs anything on developers, deployers or clouds."),)
        )
    blocks: list[Block] = [_table("Compliance cost by payer", COST, f)]
    mine = [d for d in f.duties if d.imposed.developer]
    if mine:
        scale, scaled = scale_of([d.cost.median.value for d in mine])
        lines = [
            (
                f"{mark(d.is_judgement)} {words(d.name)}",
                f"{_unit(d.imposed)}; {d.imposed.clause}",
                *_cells(d.cost, scale),
            )
            for d in sorted(mine, key=lambda d: -d.cost.value)
        ]
        unit = scaled + unit_words(f.outputs["fixed_cost"].unit)
        head = ("duty", "for each; clause", "adopted", "median (90 % interval)")
        blocks.append(TableBlock(f"The developer's compliance cost, duty by duty, {unit}", head, tuple(lines), left=2))
        blocks.append(Text("○: the cost of the duty is expert judgement, in whole or in part.", quiet=True))
    others = [
        f"{mark(d.is_judgement)} {words(d.name)}: {_borne(d.imposed)}; {d.imposed.clause}."
        for d in f.duties
        if d.imposed.deployer or d.imposed.intermediary or not d.imposed.developer
    ]
    if others:
        blocks.append(Bullets("On others", tuple(others)))
    return Section("cost", title, tuple(blocks))


def _unit(imposed: Imposed) -> str:
    share_of = "" if imposed.developer == 1 else f"{percent(imposed.developer or 0)} of it, "
    return f"{share_of}{'an' if imposed.unit == 'entity' else 'a'} {imposed.unit}"


def _borne(imposed: Imposed) -> str:
    named = {PAYERS.get(payer, payer): borne for payer, borne in imposed.borne.items()}
    payers = [payer if borne == 1 else f"{payer} {percent(borne)}" for payer, borne in named.items()]
    return f"{listing(payers)}, for each {imposed.unit}"


def _covered(f: ProposalFindings) -> Section:
    items = []
    for name, t in f.triggers.items():
        why = f.without_effect.get(f"triggers.{name}")
        remark = f" No result depends on this number: {why}." if why else ""
        items.append(f"{capital(words(name))}: {_trigger(t)} ({t.clause}).{remark}")
    return Section(
        "covered",
        "Whom does it cover?",
        (
            Bullets(
                "Triggers, each for the duties that refer to it" if len(items) > 1 else "Trigger",
                tuple(items) or ("None.",),
            ),
            Text(f"Open source: {f.open_source}"),
        ),
    )


def _trigger(t: Trigger) -> str:
    if t.above is None:
        return t.words
    year = f" {t.price_year}" if t.price_year else ""
    currency, *rest = str(t.unit).split("/")
    size = f"{t.above:.0e}".replace("e+", "e") if t.above >= 1e15 else number(t.above)
    return f"{t.measure} above {size} {unit_words('/'.join([currency + year, *rest]))}"


def _exit(f: ProposalFindings) -> Section:
    scope = Text(
        f"It applies to {share(f.scope)} of open projects: those in scope."
        if f.scope
        else "It applies to no open project, so that none exits."
    )
    found: list[Block] = [scope]
    if f.scope:
        found.append(_table("Projects in scope: exits, budgets and use", EXIT, f))
        found.append(_rows("All projects, in scope or not", [(f.of_all[o], name) for o, name in OF_ALL]))
        found.append(
            Text(
                "A project exits when compliance costs more than the share of its budget that can go to compliance; an "
                "unfunded project exits when compliance takes more hours than its makers can spare. Numbers and "
                "budgets differ: small projects exit first.",
                quiet=True,
            )
        )
    if not all(_nothing(f.outputs[o]) for o, _ in CLOSED):
        found.append(_table("Closed models", CLOSED, f))
    return Section("exit", "Who exits, and what is lost?", tuple(found))


def _harm(f: ProposalFindings) -> Section:
    return Section("harm", "Which harm does it reach?", harm.blocks(f))


def _society(f: ProposalFindings) -> Section:
    return Section(
        "society",
        "What does society lose, and gain?",
        (
            _lines(f),
            _groups(f),
            _rows(
                "In all, annualised over ten years",
                [(f.outputs[o], name) for o, name in NET if o not in LEVELS or not f.case.removes]
                + [(f.outputs[o], f"Net benefit to {whose(name)}") for name, o in viewpoints(f.case).items()],
            ),
            Text(
                "Exit is not a loss as such: the resources of those projects are freed. Some of the use that is lost "
                "is rebuilt, where its users pool the money and that costs less. Fees, fines, pass-back and damages "
                "are transfers and cancel. The proposal is read as covering "
                f"{number(f.case.entry('deployers').value)} deployers and "
                f"{number(f.case.entry('intermediaries').value)} intermediaries. What duties do to harm is expert "
                "judgement. Not counted: research, trade, rights, and harm that has no figure.",
                quiet=True,
            ),
        ),
    )


def _lines(f: ProposalFindings) -> TableBlock:
    """Every line of the ledger as a gain, mean over draws; those that are 0 are left out."""
    gains = [(line, np.asarray(line.amount) * (1 if line.code == "B" else -1)) for line in f.ledger.lines]
    shown = [(f"{capital(line.group)}: {line.note}", amount) for line, amount in gains if np.any(amount)]
    scale, scaled = scale_of([abs(float(np.mean(amount))) for _, amount in shown])
    lines = []
    for label, amount in shown:
        low, high = (number(float(q) / scale, 2) for q in np.quantile(amount, (0.05, 0.95)))
        lines.append((label, cell(estimate_of(amount), "", scale), reach(low, high)))
    unit = scaled + unit_words(f.balance.unit)
    note = "A gain is above zero, a cost below. Harm is what is left of it, so that less of it is a gain."
    return TableBlock(f"Gains and costs, line by line, {unit}", ("", "mean", "90 % interval"), tuple(lines), note=note)


def _groups(f: ProposalFindings) -> TableBlock:
    """Who gains and who loses, from the ledger, whose net by line and by group agree."""
    change, net = f.ledger.by_group(), f.ledger.net()
    touched = {line.group for line in f.ledger.lines} | {g for t in f.ledger.transfers for g in (t.payer, t.receiver)}
    means = {group: float(np.mean(amount)) for group, amount in change.items() if group in touched}
    means["the world"] = float(np.mean(net))
    scale, scaled = scale_of([abs(v) for v in means.values() if v])
    lines = tuple((group, number(value / scale)) for group, value in means.items() if value or group == "the world")
    unit = scaled + unit_words(f.balance.unit)
    return TableBlock(f"Who gains (+) and loses (−), transfers included, mean of draws, {unit}", ("", "gain"), lines)


def _turning(f: ProposalFindings) -> Section:
    blocks: list[Block] = list(structure.blocks(f))
    if f.half_out is not None:
        what = "The share of the funded projects in scope that exit"
        blocks.append(Bullets("", (sentence(f.half_out, what, percent(f.half_out.target)),)))
    rows = moving(f.drivers)[:DRIVERS] if f.drivers is not None else ()
    if f.drivers is not None and rows:
        lines = [
            (
                signed(r),
                reach(bare(r.input_low, r.input_unit), bare(r.input_high, r.input_unit)),
                bare(r.output_low, f.drivers.unit),
                bare(r.output_high, f.drivers.unit),
            )
            for r in rows
        ]
        adopted = percent(f.drivers.adopted)
        caption = f"Share of the funded projects in scope that exit, one input at a time; adopted: {adopted}"
        blocks.append(
            TableBlock(caption, ("input", "5th to 95th percentile", "output from", "to"), tuple(lines), left=2)
        )
    if not blocks:
        blocks.append(Text("Nothing: it is compared with nothing."))
    return Section("turning", "What would change the answer?", tuple(blocks))


def _sure(f: ProposalFindings) -> Section:
    names = (
        ("fixed_cost", "the compliance cost"),
        ("exit_share_funded", "the share of the funded projects in scope that exit"),
        (f.net, f"the net benefit to {whose(f.viewpoint)}"),
    )
    lines = [f"{capital(what)}: {on_judgement(f.outputs[o].judgement)}." for o, what in names]
    sources = sum(not d.is_judgement for d in f.duties)
    lines.append(
        f"Of the compliance cost, {whole_percent(f.judgement_share_of_cost)} rests on judgement-based costs, as "
        f"adopted. Duties priced from a source throughout: {sources} of {len(f.duties)}. Nobody has measured project "
        "budgets, or the share of a budget that can go to compliance."
    )
    return Section("sure", "How much is expert judgement?", (Bullets("", tuple(lines)),))


def _table(caption: str, rows: Sequence[tuple[str, str]], f: ProposalFindings) -> TableBlock:
    """A table of outputs; those that are zero in every draw are listed below it."""
    return _rows(caption, [(f.outputs[o], title.format(keep=percent(f.target_survival))) for o, title in rows])


def _rows(caption: str, rows: Sequence[tuple[SummaryRow, str]]) -> TableBlock:
    lines, nothing = [], []
    for row, name in rows:
        if _nothing(row):
            nothing.append(name)
            continue
        scale, scaled = scale_of([row.median.value])
        unit = "%" if is_percent(row.unit) else f"{scaled}{unit_words(row.unit)}"
        label = f"{name}{f', {unit}' if unit else ''}"
        lines.append((label, *(c.replace(" %", "") for c in _cells(row, scale))))
    note = f"Zero in every draw: {'; '.join(nothing)}." if nothing else ""
    return TableBlock(caption, ("", "adopted", "median (90 % interval)"), tuple(lines), note=note)


def _cells(row: SummaryRow, scale: float) -> tuple[str, str]:
    middle, low, high = (cell(e, row.unit, scale) for e in (row.median, row.p5, row.p95))
    return cell(row.value, row.unit, scale), f"{middle} ({reach(low, high)})"


def one_line(f: RowFindings) -> tuple[str, ...]:
    """The proposal as a row of the table of all proposals."""
    o = f.outputs
    every = [of_all_projects(o[k], f.scope) for k in ("exit_share_funded", "use_lost")]
    rows = [o["exit_share_funded"], *every]
    shares = [cell(row.median, "share").replace(" %", "") for row in rows]
    return (
        f.name,
        quantity(o["fixed_cost"].median.value, "", 2),
        *shares,
        whole_percent(f.judgement_share_of_cost).replace(" %", ""),
    )
