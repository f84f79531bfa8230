"""What the report on one proposal says: compliance cost, coverage, exit, what society loses, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

import mloss_econ
from mloss_econ.base.text import LEGEND, mark, number, percent, whole_percent
from mloss_econ.engine import SummaryRow
from mloss_econ.evidence import Imposed, Trigger
from mloss_econ.report.document import Block, Bullets, Document, Section, TableBlock, Text
from mloss_econ.report.findings.proposal import ProposalFindings, RowFindings
from mloss_econ.report.sections.turning import sentence
from mloss_econ.report.sections.value import on_judgement
from mloss_econ.wording import (
    RARE,
    bare,
    capital,
    cell,
    is_percent,
    listing,
    moving,
    quantity,
    reach,
    scale_of,
    share,
    signed,
    span,
    stated,
    unit_words,
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
    ("intermediary_cost", "One cloud, host or platform: compliance cost, annualised"),
)
EXIT = (
    ("exempt_below", "Budget below which nobody is covered"),
    ("cutoff", "Smallest budget that survives"),
    ("covered_funded", "Funded projects covered"),
    ("exit_share_funded", "Funded projects that exit"),
    ("exit_share", "All projects that exit, unfunded included"),
    ("value_lost", "Budgets of projects that exit"),
    ("use_lost", "Use of projects that exit"),
    ("derivative_use_lost", "Use through what is built on them"),
    ("use_lost_net", "Use lost after forks and substitutes"),
    ("wait", "Wait before a release"),
    ("share_of_horizon_value_lost", "Value lost by waiting, of covered projects that survive"),
    ("largest_cost_projects", "Largest cost at which {keep} of funded projects survive"),
    ("largest_cost_value", "Largest cost at which {keep} of budgets survive"),
    ("smallest_exemption_projects", "Smallest exemption at which {keep} of funded projects survive"),
    ("smallest_exemption_value", "Smallest exemption at which {keep} of budgets survive"),
)
SOCIETY = (
    ("exits_funded", "Funded projects that exit, number"),
    ("use_value_lost", "Users: value of lost use"),
    ("resources_freed", "Resources freed by projects that exit"),
    ("developers_recurring", "Developers that stay: recurring compliance cost"),
    ("developers_sunk", "Developers: familiarisation cost, spread over the proposal's life"),
    ("social_cost", "Cost to society before benefits: lost use less freed resources plus compliance"),
    ("harm_to_avoid", "Harm it must avoid a year to break even"),
)
NET = (
    ("harm_avoided", "Harm avoided"),
    ("harm_remaining", "Harm that remains"),
    ("net_world", "Net benefit to the world"),
    ("net_home", "Net benefit to one jurisdiction"),
    ("net_projects", "Net gain of open projects"),
)
DRIVERS = 6


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
    sections = (_cost(f), _covered(f), _exit(f), _society(f), _turning(f), _sure(f))
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
    out = o["exit_share_funded"]
    lines = []
    if _nothing(o["fixed_cost"]):
        lines.append("Compliance cost: nothing falls on the developer of an open-source project." + _others(f))
    else:
        lines.append(
            f"Compliance cost: a covered project that meets every duty pays {_said(o['fixed_cost'])}. Of that, "
            f"{whole_percent(f.judgement_share_of_cost)} rests on judgement-based costs, as adopted.{_others(f)}"
        )
    if out.p95.value >= RARE:
        lines.append(
            f"Who exits: {stated(out.median, 'share')} of funded projects ({span(out)}). They account for "
            f"{stated(o['value_lost'].median, 'share')} of project budgets ({span(o['value_lost'])}). Use falls by "
            f"{stated(o['use_lost'].median, 'share')} ({span(o['use_lost'])}), unfunded projects included."
        )
    else:
        covered = o["covered_funded"]
        which = (
            "" if covered.p95.value >= 1 else f" Its triggers cover {share(covered.median.value)} of funded projects."
        )
        lines.append(f"Who exits: hardly any funded project (under {percent(RARE)} in 95 of 100 draws).{which}")
    social = o["social_cost"]
    lines.append(
        f"Society, a year, before benefits: use worth {_said(o['use_value_lost'])} is lost (at most what rebuilding it "
        f"costs), and resources worth {_said(o['resources_freed'])} are freed. In all it costs {_said(social)}. The "
        "proposal breaks even if it avoids as much harm."
    )
    return lines


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
        if d.imposed.deployer or d.imposed.intermediary
    ]
    if others:
        blocks.append(Bullets("On others", tuple(others)))
    return Section("cost", "What does it cost, and who pays?", tuple(blocks))


def _unit(imposed: Imposed) -> str:
    share_of = "" if imposed.developer == 1 else f"{percent(imposed.developer or 0)} of it, "
    return f"{share_of}{'an' if imposed.unit == 'entity' else 'a'} {imposed.unit}"


def _borne(imposed: Imposed) -> str:
    payers = [payer if borne == 1 else f"{payer} {percent(borne)}" for payer, borne in imposed.borne.items()]
    return f"{listing(payers)}, for each {imposed.unit}"


def _covered(f: ProposalFindings) -> Section:
    items = [f"{capital(words(name))}: {_trigger(t)} ({t.clause}).{_reach(f, name)}" for name, t in f.triggers.items()]
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


def _reach(f: ProposalFindings, trigger: str) -> str:
    """The note on a threshold that developers do not come under: nothing here depends on it."""
    on = {payer for duty in f.duties if duty.imposed.trigger == trigger for payer in duty.imposed.borne}
    if f.triggers[trigger].above is None or not on or "developer" in on:
        return ""
    others = listing([f"{payer}s".replace("ys", "ies") for payer in sorted(on)])
    return f" The number of {others} is the same for every proposal, so this figure moves no result."


def _trigger(t: Trigger) -> str:
    if t.above is None:
        return t.words
    year = f" {t.price_year}" if t.price_year else ""
    currency, *rest = str(t.unit).split("/")
    size = f"{t.above:.0e}".replace("e+", "e") if t.above >= 1e15 else number(t.above)
    return f"{t.measure} above {size} {unit_words('/'.join([currency + year, *rest]))}"


def _exit(f: ProposalFindings) -> Section:
    return Section(
        "exit",
        "Who exits, and what is lost?",
        (
            _table("Funded projects, budgets and use", EXIT, f),
            Text(
                "A project exits when compliance costs more than the share of its budget that can go to compliance; an "
                "unfunded project that is covered exits at any cost. Numbers and budgets differ: small projects exit "
                "first.",
                quiet=True,
            ),
        ),
    )


def _society(f: ProposalFindings) -> Section:
    return Section(
        "society",
        "What does society lose, and gain?",
        (
            _table("All projects in scope together, a year, before the proposal's benefits", SOCIETY, f),
            _groups(f),
            _table("With the harm it avoids (expert judgement), over ten years, a year", NET, f),
            Text(
                "Exit is not a loss as such: the resources of those projects are freed. Loss of use is never more than "
                "the cost of rebuilding it, where the proposal allows that. Fees and pass-back are transfers and "
                f"cancel. The numbers of deployers ({number(f.case.entry('deployers').value)}) and intermediaries "
                f"({number(f.case.entry('intermediaries').value)}) are assumed: nobody knows them. The tables after "
                "the first also count harm, care, supervision and claims, and use lost as newer releases replace older "
                "ones. The effect of duties on harm is expert judgement; mloss-econ scorecard gives the harm at which "
                "the proposal breaks even. Not counted: projects never begun, effects on closed models.",
                quiet=True,
            ),
        ),
    )


def _groups(f: ProposalFindings) -> TableBlock:
    """Who gains and who loses, from the ledger, whose net by line and by group agree."""
    change, net = f.ledger.by_group(), f.ledger.net()
    touched = {line.group for line in f.ledger.lines} | {g for t in f.ledger.transfers for g in (t.payer, t.receiver)}
    means = {group: float(np.mean(amount)) for group, amount in change.items() if group in touched}
    means["the world"] = float(np.mean(net))
    scale, scaled = scale_of([abs(v) for v in means.values() if v])
    lines = tuple((group, number(value / scale)) for group, value in means.items() if value or group == "the world")
    unit = scaled + unit_words(f.outputs["social_cost"].unit)
    return TableBlock(f"Who gains (+) and loses (−) with the harm avoided, mean of draws, {unit}", ("", "gain"), lines)


def _turning(f: ProposalFindings) -> Section:
    blocks: list[Block] = []
    if f.half_out is not None:
        blocks.append(
            Bullets("", (sentence(f.half_out, "The share of funded projects that exit", percent(f.half_out.target)),))
        )
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
        caption = f"Share of funded projects that exit, one input at a time; adopted: {percent(f.drivers.adopted)}"
        blocks.append(
            TableBlock(caption, ("input", "5th to 95th percentile", "output from", "to"), tuple(lines), left=2)
        )
    if not blocks:
        blocks.append(Text("Nothing: no cost falls on the developer of a covered project."))
    return Section("turning", "What would change the answer?", tuple(blocks))


def _sure(f: ProposalFindings) -> Section:
    names = (
        ("fixed_cost", "the compliance cost"),
        ("exit_share_funded", "the share of funded projects that exit"),
        ("social_cost", "the cost to society"),
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
    lines, nothing = [], []
    for output, title in rows:
        row, name = f.outputs[output], title.format(keep=percent(f.target_survival))
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
    shares = [cell(o[k].median, "share").replace(" %", "") for k in ("exit_share_funded", "value_lost", "use_lost")]
    return (
        f.name,
        quantity(o["fixed_cost"].median.value, "", 2),
        *shares,
        whole_percent(f.judgement_share_of_cost).replace(" %", ""),
    )
