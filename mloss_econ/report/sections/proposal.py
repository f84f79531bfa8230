"""What the report on one rule says: the bill, who is covered, who stops, what society loses, and how sure that is."""

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
from mloss_econ.report.sections.value import judged
from mloss_econ.wording import (
    RARE,
    bare,
    capital,
    cell,
    is_percent,
    listing,
    moving,
    plural,
    quantity,
    reach,
    scale_of,
    share,
    signed,
    span,
    spread,
    stated,
    unit_words,
    words,
)

BILL = (
    ("fixed_cost", "Developer: bill, annualised"),
    ("first_cost", "Developer: at the start, once"),
    ("recurrent_cost", "Developer: each year after that"),
    ("sunk_cost", "Developer: to find out, once, even if it then stops"),
    ("fees", "Developer: of the bill, fees to the state"),
    ("passed_back", "Developer: of the bill, passed back by deployers"),
    ("deployer_cost", "One deployer: bill, annualised"),
    ("intermediary_cost", "One cloud, host or platform: bill, annualised"),
)
STOPS = (
    ("exempt_below", "Budget below which nobody is covered"),
    ("cutoff", "Smallest budget that survives"),
    ("covered_funded", "Paid projects covered"),
    ("exit_share_funded", "Paid projects that stop"),
    ("exit_share", "All projects that stop, unpaid too"),
    ("value_lost", "Budgets that go with them"),
    ("use_lost", "Use that goes with them"),
    ("derivative_use_lost", "Use through what is built on them"),
    ("use_lost_net", "Use lost after forks and substitutes"),
    ("wait", "Wait before a release"),
    ("share_of_horizon_value_lost", "Value lost by waiting, of what is covered and stays"),
    ("largest_cost_projects", "Largest bill that keeps {keep} of paid projects"),
    ("largest_cost_value", "Largest bill that keeps {keep} of budgets"),
    ("smallest_exemption_projects", "Smallest exemption that keeps {keep} of paid projects"),
    ("smallest_exemption_value", "Smallest exemption that keeps {keep} of budgets"),
)
SOCIETY = (
    ("exits_funded", "Paid projects that stop, number"),
    ("use_value_lost", "B: value of use lost"),
    ("resources_freed", "K: resources freed by those that stop"),
    ("developers_recurring", "C: running work of those that stay"),
    ("developers_sunk", "C: finding out, spread over the rule's life"),
    ("social_cost", "Cost to society before benefits: B - K + C"),
    ("harm_to_avoid", "Harm the rule must avoid a year to break even"),
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
        f"Money in {run.case.prices}: prices of {run.case.prices.year}. 5-95 %: of {run.n:,} draws from the stated "
        f"beliefs, inputs independent; not a confidence interval. {LEGEND}.",
    )
    stamp = (
        f"mloss_econ {mloss_econ.__version__}, {run.n:,} draws ({run.design}), seed {run.seed}, "
        f"inputs {run.case.digest()}"
    )
    sections = (_bill(f), _covered(f), _stops(f), _society(f), _turning(f), _sure(f))
    return Document(f.title, basis, tuple(short(f)), sections, f"{LEGEND}.", stamp)


def short(f: ProposalFindings) -> list[str]:
    """The answers, one sentence each."""
    o = f.outputs
    out = o["exit_share_funded"]
    lines = []
    if _nothing(o["fixed_cost"]):
        lines.append("Bill: nothing falls on the developer of an open-source project." + _others(f))
    else:
        bill, judged_part = _said(o["fixed_cost"]), whole_percent(f.judged_bill)
        lines.append(
            f"Bill: a project that it covers and that meets it all pays {bill}; {judged_part} of that, as adopted, "
            f"rests on judged costs.{_others(f)}"
        )
    if out.p95.value >= RARE:
        lines.append(
            f"Who stops: {stated(out.median, 'share')} of paid projects ({span(out)}), holding "
            f"{stated(o['value_lost'].median, 'share')} of budgets ({span(o['value_lost'])}) and "
            f"{stated(o['use_lost'].median, 'share')} of use ({span(o['use_lost'])}), unpaid projects' use included."
        )
    else:
        covered = o["covered_funded"]
        which = "" if covered.p95.value >= 1 else f" Its triggers cover {share(covered.median.value)} of paid projects."
        lines.append(f"Who stops: hardly any paid project (under {percent(RARE)} in 95 of 100 draws).{which}")
    social = o["social_cost"]
    lines.append(
        f"Society, a year, before what the rule is for: use worth {_said(o['use_value_lost'], False)} is lost "
        "(at most what rebuilding it costs) and "
        f"resources worth {_said(o['resources_freed'], False)} are freed; in all it costs {_said(social, False)}. "
        "The rule breaks even if it avoids as much harm."
    )
    return lines


def _others(f: ProposalFindings) -> str:
    parts = []
    for output, who in (("deployer_cost", "a deployer"), ("intermediary_cost", "a cloud, host or platform")):
        row = f.outputs[output]
        if not _nothing(row):
            parts.append(f"{who} {_said(row)}")
    return f" {capital(listing(parts))}." if parts else ""


def in_full(f: ProposalFindings) -> tuple[Text | TableBlock | Bullets, ...]:
    """Bill, triggers and who stops, for a page that shows them when asked."""
    blocks = (*_bill(f).blocks, *_covered(f).blocks, *_stops(f).blocks)
    return tuple(b for b in blocks if isinstance(b, (Text, TableBlock, Bullets)))


def _nothing(row: SummaryRow) -> bool:
    return row.value == 0 and row.p95.value == 0 and row.mean.value == 0


def _said(row: SummaryRow, named: bool = True) -> str:
    """A median with its interval."""
    middle = stated(row.median, row.unit)
    return f"{middle}, {spread(row)}" if named else f"{middle} ({span(row)})"


def _bill(f: ProposalFindings) -> Section:
    blocks: list[Block] = [_table("What each pays", BILL, f)]
    mine = [d for d in f.duties if d.imposed.developer]
    if mine:
        scale, scaled = scale_of([d.cost.median.value for d in mine])
        lines = [
            (
                f"{mark(d.judged)} {words(d.name)}",
                f"{_unit(d.imposed)}; {d.imposed.clause}",
                *_cells(d.cost, scale),
            )
            for d in sorted(mine, key=lambda d: -d.cost.value)
        ]
        unit = scaled + unit_words(f.outputs["fixed_cost"].unit)
        head = ("duty", "for each; clause", "adopted", "median (5 to 95 %)")
        blocks.append(TableBlock(f"The developer's bill duty by duty, {unit}", head, tuple(lines), left=2))
        blocks.append(Text("○: the cost of the duty is judgement, in whole or in part.", quiet=True))
    others = [
        f"{mark(d.judged)} {words(d.name)}: {_borne(d.imposed)}; {d.imposed.clause}."
        for d in f.duties
        if d.imposed.deployer or d.imposed.intermediary
    ]
    if others:
        blocks.append(Bullets("On others", tuple(others)))
    return Section("bill", "What does it cost, and who pays?", tuple(blocks))


def _unit(imposed: Imposed) -> str:
    part = "" if imposed.developer == 1 else f"{percent(imposed.developer or 0)} of it, "
    return f"{part}{'an' if imposed.unit == 'entity' else 'a'} {imposed.unit}"


def _borne(imposed: Imposed) -> str:
    payers = [payer if part == 1 else f"{payer} {percent(part)}" for payer, part in imposed.borne.items()]
    return f"{listing(payers)}, for each {imposed.unit}"


def _covered(f: ProposalFindings) -> Section:
    items = [f"{capital(words(name))}: {_trigger(t)} ({t.clause}).{_reach(f, name)}" for name, t in f.triggers.items()]
    return Section(
        "covered",
        "Whom does it cover?",
        (
            Bullets(
                "Triggers, each for the duties that name it" if len(items) > 1 else "Trigger",
                tuple(items) or ("None.",),
            ),
            Text(f"Open source: {f.open_source}"),
        ),
    )


def _reach(f: ProposalFindings, trigger: str) -> str:
    """What is said of a number that developers do not come under: nothing here depends on it."""
    on = {payer for duty in f.duties if duty.imposed.trigger == trigger for payer in duty.imposed.borne}
    if f.triggers[trigger].above is None or not on or "developer" in on:
        return ""
    others = listing([f"{payer}s" for payer in sorted(on)])
    return f" The number of {others} is the same for every rule, so this figure moves no result."


def _trigger(t: Trigger) -> str:
    if t.above is None:
        return t.words
    year = f" {t.price_year}" if t.price_year else ""
    currency, *rest = str(t.unit).split("/")
    size = f"{t.above:.0e}".replace("e+", "e") if t.above >= 1e15 else number(t.above)
    return f"{t.measure} above {size} {unit_words('/'.join([currency + year, *rest]))}"


def _stops(f: ProposalFindings) -> Section:
    return Section(
        "stops",
        "Who stops, and what goes with them?",
        (
            _table("Paid projects, budgets and use", STOPS, f),
            Text(
                "A project stops when its bill exceeds the part of its budget that can go to compliance; an unpaid "
                "project that is covered stops at any bill. Counts and values differ: small projects go first.",
                quiet=True,
            ),
        ),
    )


def _society(f: ProposalFindings) -> Section:
    return Section(
        "society",
        "What does society lose, and gain?",
        (
            _table("All projects in scope together, a year, before the rule's benefits", SOCIETY, f),
            _groups(f),
            _table("With the harm it avoids, as judged, over ten years, a year", NET, f),
            Text(
                "Exit is not loss as such: what those projects used is freed. Loss of use is never more than the cost "
                "of rebuilding it, where the rule allows that. Fees and pass-back are transfers and cancel. Deployers "
                f"and intermediaries count as {number(f.case.entry('deployers').value)} and "
                f"{number(f.case.entry('intermediaries').value)}: their number is not known. The tables after the "
                "first count all that the ledger holds: harm, care, supervision and claims too, and use lost as newer "
                "releases replace older ones. What duties do to harm is judged; see mloss-econ scorecard for the harm at "
                "which the rule breaks even. Not counted: projects never begun, what the rule does to closed models.",
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
            Bullets("", (sentence(f.half_out, "The share of paid projects that stop is", percent(f.half_out.target)),))
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
        caption = f"Share of paid projects that stop, one input at a time; adopted: {percent(f.drivers.adopted)}"
        blocks.append(TableBlock(caption, ("input", "from (5 %) to (95 %)", "leads from", "to"), tuple(lines), left=2))
    if not blocks:
        blocks.append(Text("Nothing: no cost falls on the developer of a project that it covers."))
    return Section("turning", "What would change the answer?", tuple(blocks))


def _sure(f: ProposalFindings) -> Section:
    names = (
        ("fixed_cost", "the bill"),
        ("exit_share_funded", "the share of paid projects"),
        ("social_cost", "the cost to society"),
    )
    lines = [f"{capital(what)}: {judged(f.outputs[o].judgement)}." for o, what in names]
    sources = sum(not d.judged for d in f.duties)
    lines.append(
        f"Of the bill, {whole_percent(f.judged_bill)} rests on judged costs as adopted; {sources} of "
        f"{plural(len(f.duties), 'duty', 'duties')} are priced from a source throughout. Budgets, and the part of one "
        "that can go to compliance, are measured nowhere."
    )
    return Section("sure", "How much is judgement?", (Bullets("", tuple(lines)),))


def _table(caption: str, rows: Sequence[tuple[str, str]], f: ProposalFindings) -> TableBlock:
    """A table of outputs; what is nothing in every draw is named below it."""
    lines, nothing = [], []
    for output, title in rows:
        row, name = f.outputs[output], title.format(keep=percent(f.target_survival))
        if _nothing(row):
            nothing.append(name[:1].lower() + name[1:])
            continue
        scale, scaled = scale_of([row.median.value])
        unit = "%" if is_percent(row.unit) else f"{scaled}{unit_words(row.unit)}"
        label = f"{name}{f', {unit}' if unit else ''}"
        lines.append((label, *(c.replace(" %", "") for c in _cells(row, scale))))
    note = f"None: {'; '.join(nothing)}." if nothing else ""
    return TableBlock(caption, ("", "adopted", "median (5 to 95 %)"), tuple(lines), note=note)


def _cells(row: SummaryRow, scale: float) -> tuple[str, str]:
    middle, low, high = (cell(e, row.unit, scale) for e in (row.median, row.p5, row.p95))
    return cell(row.value, row.unit, scale), f"{middle} ({reach(low, high)})"


def one_line(f: RowFindings) -> tuple[str, ...]:
    """The rule as a row of the table of all rules."""
    o = f.outputs
    shares = [cell(o[k].median, "share").replace(" %", "") for k in ("exit_share_funded", "value_lost", "use_lost")]
    return (
        f.name,
        quantity(o["fixed_cost"].median.value, "", 2),
        *shares,
        whole_percent(f.judged_bill).replace(" %", ""),
    )
