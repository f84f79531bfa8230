"""What the report says of pricing out: by rule, by size of project, and at every bill."""

from __future__ import annotations

import math

from mloss_econ.base.text import number, percent
from mloss_econ.engine import SummaryRow
from mloss_econ.report.document import Chart, Folded, Section, TableBlock, Text
from mloss_econ.report.findings import Findings
from mloss_econ.report.findings.pricing_out import Band, Size
from mloss_econ.report.findings.proposal import ProposalFindings
from mloss_econ.report.sections import proposal as in_full
from mloss_econ.report.sections.value import judged
from mloss_econ.wording import (
    RARE,
    capital,
    cell as figure,
    is_percent,
    listing,
    name_of,
    odds,
    quantity,
    reach,
    scale_of,
    share,
    span,
    spread,
    stated,
    unit_words,
    words,
)

ROWS = {
    "fixed_cost": "Yearly bill",
    "cutoff": "Smallest budget that survives",
    "covered_funded": "Paid projects covered",
    "exit_share_funded": "Paid projects that stop",
    "value_lost": "Budgets that go with them",
    "use_lost": "Use that goes with them",
    "exit_share": "All projects that stop, unpaid too",
    "largest_cost_projects": "Largest bill that keeps {keep} of paid projects",
    "largest_cost_value": "Largest bill that keeps {keep} of budgets",
}


def short(f: Findings) -> str:
    """The answer in one sentence."""
    j = f.proposal.outputs["exit_share_funded"].judgement
    sure = f" Judgement in the share of paid projects: {judged(j)}." if j.of else ""
    return f"Pricing out: {_title(f.proposal)} stops {_out(f.proposal)}; beside it, {_title(f.comparator)} {_out(f.comparator)}.{sure}"


def _title(r: ProposalFindings) -> str:
    return f"'{r.title}'"


def _out(r: ProposalFindings) -> str:
    """Which projects stop, and what they hold."""
    paid, budgets = r.outputs["exit_share_funded"], r.outputs["value_lost"]
    if paid.p95.value < RARE:
        return "hardly any paid project"
    return (
        f"{stated(paid.median, 'share')} of paid projects ({span(paid)}), holding "
        f"{stated(budgets.median, 'share')} of budgets ({span(budgets)})"
    )


def section(f: Findings) -> Section:
    """The section."""
    p, first = f.pricing_out, f.proposal.outputs
    keep = percent(f.proposal.target_survival)
    bill = (
        f"a project that it covers pays {_between(first['fixed_cost'])}"
        if first["fixed_cost"].median.value > 0
        else "nothing falls on the developer of an open-source project"
    )
    small, large = p.sizes[0], p.sizes[-1]
    by_size = (
        f": {odds(small.out)} of those with budgets up to {number(small.high)} {unit_words(first['fixed_cost'].unit)}, "
        f"{odds(large.out)} of those above {number(large.low)}"
    )
    held = listing([name_of(path) for path in p.held]) or "nothing"
    return Section(
        "pricing-out",
        "Whom does the rule price out?",
        (
            Text(
                f"Under the rule looked at {bill}, and {_out(f.proposal)} stop{'s' if _single(f.proposal) else by_size}.",
                lead=True,
            ),
            _curve(f),
            _sizes(f),
            Text(
                f"To keep {keep} of paid projects the bill may be at most {_between(first['largest_cost_projects'])}; "
                f"to keep {keep} of their budgets, {_between(first['largest_cost_value'], False)}. {_weight(f.proposal)}A "
                "project stops when its bill exceeds the part of its budget that can go to compliance; an unpaid "
                "project that is covered stops at any bill."
            ),
            Folded(
                "Both rules beside each other",
                (
                    _beside(f),
                    *_conversions(f),
                    Text(f"Held at one value by judgement, and so in no interval: {held}.", quiet=True),
                ),
            ),
            Folded("The rule looked at in full: bill, triggers, who stops", in_full.in_full(f.proposal)),
        ),
        page_only=True,
    )


def _single(r: ProposalFindings) -> bool:
    return r.outputs["exit_share_funded"].p95.value < RARE


def _conversions(f: Findings) -> list[Text]:
    """How money was converted, and what that does where a bill and a budget come in different currencies."""
    p = f.pricing_out
    if not p.conversions:
        return []
    mixed = (
        f" Bills and budgets come in {listing(list(p.currencies))}: in another price base the shares differ a little, "
        "because inflation and exchange rates did not move together."
        if len(p.currencies) > 1
        else ""
    )
    return [Text(f"Converted from {'; '.join(p.conversions)}.{mixed}", quiet=True)]


def _between(row: SummaryRow, named: bool = True) -> str:
    """A median with its interval, named or in brackets."""
    middle = stated(row.median, row.unit)
    return f"{middle}, {spread(row)}" if named else f"{middle} ({span(row)})"


def _weight(r: ProposalFindings) -> str:
    """Which line weighs most in the bill."""
    whole = r.outputs["fixed_cost"].value
    mine = [d for d in r.duties if d.imposed.developer and d.cost.value > 0]
    if not mine or not whole:
        return ""
    largest = max(mine, key=lambda d: d.cost.value)
    part = percent(largest.cost.value / whole)
    return f"The largest line of the bill is {words(largest.name)}: {part} of it, as adopted. "


def _sizes(f: Findings) -> TableBlock:
    unit = unit_words(f.proposal.outputs["fixed_cost"].unit)
    lines = [
        (_band_name(s), odds(s.part), odds(s.out), reach(share(s.out_p5.value), share(s.out_p95.value)))
        for s in f.pricing_out.sizes
    ]
    return TableBlock(
        f"Paid projects that stop under the rule looked at, by yearly budget, {unit}",
        ("budget", "of all paid projects", "of these stop", "5 to 95 %"),
        tuple(lines),
        note="Budgets are taken as lognormal; where triggers cover some only, all sizes alike.",
    )


def _band_name(s: Size) -> str:
    if not s.low:
        return f"up to {number(s.high)}"
    return f"above {number(s.low)}" if s.high >= 1e15 or math.isinf(s.high) else f"{number(s.low)} to {number(s.high)}"


def _beside(f: Findings) -> TableBlock:
    rules = (f.proposal, f.comparator)
    lines = []
    for output, title in ROWS.items():
        rows = [r.outputs[output] for r in rules]
        unit = rows[0].unit
        scale, scaled = scale_of([min(row.median.value for row in rows) or rows[0].median.value])
        said = "%" if is_percent(unit) else f"{scaled}{unit_words(unit)}"
        cells = [c.replace(" %", "") for row in rows for c in _cells(row, scale)]
        lines.append((f"{title.format(keep=percent(f.proposal.target_survival))}, {said}", *cells))
    head = ("", "looked at: adopted", "median (5 to 95 %)", "beside: adopted", "median (5 to 95 %)")
    note = f"Looked at: {f.proposal.title}. Apart: {f.comparator.title}. Same draws."
    return TableBlock("Two rules for the same projects", head, tuple(lines), note=note)


def _cells(row: SummaryRow, scale: float) -> tuple[str, str]:
    middle, low, high = (figure(e, row.unit, scale) for e in (row.median, row.p5, row.p95))
    return figure(row.value, row.unit, scale), f"{middle} ({reach(low, high)})"


def _curve(f: Findings) -> Chart:
    p, unit = f.pricing_out, f.proposal.outputs["fixed_cost"].unit
    step = max((len(p.costs) - 1) // 8, 1)
    lines = [
        (number(p.costs[i], 2), *(c for band in (p.projects, p.budgets) for c in _band(band, i)))
        for i in range(0, len(p.costs), step)
    ]
    head = ("bill", "paid projects", "5 to 95 %", "budgets", "5 to 95 %")
    table = TableBlock(f"Share priced out at each bill, {unit_words(unit)}", head, tuple(lines))
    half = p.half_out.crossings
    at_half = (
        f"Half of paid projects stop at a bill of {quantity(half[0].value, unit, 2)}" if half else "No bill stops half"
    )
    marked = listing(
        [f"{stated(r.outputs['fixed_cost'].median, unit)} ({capital(r.label)})" for r in (f.proposal, f.comparator)]
    )
    return Chart(
        "pricing_out",
        "",
        f"{at_half}, other inputs as adopted",
        f"Two rising curves with bands: the share of paid projects, and of their budgets, that a yearly bill prices "
        f"out, from {quantity(p.costs[0], unit, 2)} to {quantity(p.costs[-1], unit, 2)} on a log axis. Marks below "
        f"show bills: {marked}.",
        table,
        "Bands: 5-95 % of draws of all inputs but the bill. Marks: the bills of both rules, median and 5-95 %.",
    )


def _band(band: Band, i: int) -> tuple[str, str]:
    return share(band.median[i]), reach(share(band.p5[i]), share(band.p95[i]))
