"""What the report says of pricing out: by proposal, by size of project, and at every compliance cost."""

from __future__ import annotations

import math

from mloss_econ.base.text import number, percent
from mloss_econ.engine import SummaryRow
from mloss_econ.report.document import Chart, Folded, Section, TableBlock, Text
from mloss_econ.report.findings import Findings
from mloss_econ.report.findings.pricing_out import Band, Size
from mloss_econ.report.findings.proposal import ProposalFindings
from mloss_econ.report.sections import proposal as in_full
from mloss_econ.report.sections.places import exits, rare
from mloss_econ.report.sections.value import on_judgement
from mloss_econ.wording import (
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
    stated,
    unit_words,
    usual,
    words,
)

ROWS = {
    "fixed_cost": "Annual compliance cost",
    "cutoff": "Smallest budget that survives",
    "covered_funded": "Funded projects in scope that are covered",
    "exit_share_funded": "Funded projects in scope that exit",
    "exit_share_unfunded": "Unfunded projects in scope that exit",
    "value_lost": "Budgets in scope of projects that exit",
    "use_lost": "Use in scope of projects that exit",
    "exit_share": "Projects in scope that exit, funded or not",
    "largest_cost_projects": "Largest cost at which {keep} of funded projects survive",
    "largest_cost_value": "Largest cost at which {keep} of budgets survive",
}


def short(f: Findings) -> str:
    """The answer in one sentence."""
    j = f.proposal.outputs["exit_share_funded"].judgement
    sure = f" Behind the first share of projects, {on_judgement(j)}." if j.of else ""
    return (
        f"Pricing out. The proposal under review ({f.proposal.title}): {_out(f.proposal)}. The comparator "
        f"({f.comparator.title}): {_out(f.comparator)}.{sure}"
    )


def _out(r: ProposalFindings) -> str:
    """Which projects exit, and what share of budgets they account for."""
    if _hardly_any(r):
        return exits(r)
    budgets = r.of_all["value_lost"]
    return f"{exits(r)}. Of all project budgets they account for {usual(budgets)}"


def section(f: Findings) -> Section:
    """The section."""
    p, first = f.pricing_out, f.proposal.outputs
    keep = percent(f.proposal.target_survival)
    cost = (
        f"costs a covered project {_between(first['fixed_cost'])} in compliance"
        if first["fixed_cost"].median.value > 0
        else "puts no cost on the developer of an open-source project"
    )
    small, large = p.sizes[0], p.sizes[-1]
    by_size = (
        f" In scope, {odds(small.out)} of those with budgets up to {number(small.high)} "
        f"{unit_words(first['fixed_cost'].unit)} exit, and {odds(large.out)} of those above {number(large.low)}."
    )
    held = listing([name_of(path) for path in p.held]) or "nothing"
    return Section(
        "pricing-out",
        "Whom does the proposal price out?",
        (
            Text(
                f"The proposal under review {cost}. {capital(_out(f.proposal))}."
                f"{'' if _hardly_any(f.proposal) else by_size}",
                lead=True,
            ),
            _curve(f),
            _sizes(f),
            Text(
                f"For {keep} of funded projects in scope to survive, compliance may cost at most "
                f"{_between(first['largest_cost_projects'])}; for {keep} of their budgets, "
                f"{_between(first['largest_cost_value'])}. {_weight(f.proposal)}A project exits when compliance costs "
                "more than the share of its budget that can go to compliance; an unfunded project exits when "
                "compliance takes more hours than its makers can spare."
            ),
            Folded(
                "The proposal and the comparator",
                (
                    _compared(f),
                    *_conversions(f),
                    Text(f"Fixed by judgement, so not reflected in any interval: {held}.", quiet=True),
                ),
            ),
            Folded("The proposal under review in full: compliance cost, triggers, exit", in_full.in_full(f.proposal)),
        ),
        page_only=True,
    )


def _hardly_any(r: ProposalFindings) -> bool:
    return r.scope == 0 or rare(r.outputs["exit_share_funded"])


def _conversions(f: Findings) -> list[Text]:
    """How money was converted, and what that does where costs and budgets come in different currencies."""
    p = f.pricing_out
    if not p.conversions:
        return []
    mixed = (
        f" Costs and budgets come in {listing(list(p.currencies))}: in another price base the shares differ a little, "
        "because inflation and exchange rates did not move together."
        if len(p.currencies) > 1
        else ""
    )
    return [Text(f"Converted from {'; '.join(p.conversions)}.{mixed}", quiet=True)]


def _between(row: SummaryRow) -> str:
    """A median with its interval."""
    return f"{stated(row.median, row.unit)} ({span(row)})"


def _weight(r: ProposalFindings) -> str:
    """The duty that costs most."""
    whole = r.outputs["fixed_cost"].value
    mine = [d for d in r.duties if d.imposed.developer and d.cost.value > 0]
    if not mine or not whole:
        return ""
    largest = max(mine, key=lambda d: d.cost.value)
    of_all = percent(largest.cost.value / whole)
    return f"The most costly duty is {words(largest.name)}: {of_all} of the cost, as adopted. "


def _sizes(f: Findings) -> TableBlock:
    unit = unit_words(f.proposal.outputs["fixed_cost"].unit)
    lines = [
        (_band_name(s), odds(s.share), odds(s.out), reach(share(s.out_p5.value), share(s.out_p95.value)))
        for s in f.pricing_out.sizes
    ]
    return TableBlock(
        f"Funded projects in scope that exit under the proposal under review, by annual budget, {unit}",
        ("budget", "share of funded projects", "of these exit", "90 % interval"),
        tuple(lines),
        note="Budgets are assumed lognormal; triggers that cover only some projects cover all sizes alike.",
    )


def _band_name(s: Size) -> str:
    if not s.low:
        return f"up to {number(s.high)}"
    return f"above {number(s.low)}" if s.high >= 1e15 or math.isinf(s.high) else f"{number(s.low)} to {number(s.high)}"


def _compared(f: Findings) -> TableBlock:
    both = (f.proposal, f.comparator)
    lines = []
    for output, title in ROWS.items():
        rows = [r.outputs[output] for r in both]
        unit = rows[0].unit
        scale, scaled = scale_of([min(row.median.value for row in rows) or rows[0].median.value])
        said = "%" if is_percent(unit) else f"{scaled}{unit_words(unit)}"
        cells = [c.replace(" %", "") for row in rows for c in _cells(row, scale)]
        lines.append((f"{title.format(keep=percent(f.proposal.target_survival))}, {said}", *cells))
    head = ("", "reviewed: adopted", "median (90 % interval)", "comparator: adopted", "median (90 % interval)")
    note = f"Reviewed: {f.proposal.title}. Comparator: {f.comparator.title}. Common random numbers."
    return TableBlock("Two proposals for the same projects", head, tuple(lines), note=note)


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
    head = ("compliance cost", "funded projects", "90 % interval", "budgets", "90 % interval")
    table = TableBlock(f"Share in scope priced out at each compliance cost, {unit_words(unit)}", head, tuple(lines))
    half = p.half_out.crossings
    at_half = (
        f"A compliance cost of {quantity(half[0].value, unit, 2)} drives out half of funded projects in scope"
        if half
        else "No compliance cost drives out half of funded projects in scope"
    )
    marked = listing(
        [f"{stated(r.outputs['fixed_cost'].median, unit)} ({capital(r.label)})" for r in (f.proposal, f.comparator)]
    )
    return Chart(
        "pricing_out",
        "",
        f"{at_half}, other inputs as adopted",
        "Two rising curves with bands: the share of funded projects in scope, and of their budgets, that an annual "
        f"compliance cost prices out, from {quantity(p.costs[0], unit, 2)} to {quantity(p.costs[-1], unit, 2)} on a "
        f"log axis. Marks below show compliance costs: {marked}.",
        table,
        "Bands: 90 % intervals over all inputs but the compliance cost. Marks: the costs under both proposals, median "
        "and 90 % interval.",
    )


def _band(band: Band, i: int) -> tuple[str, str]:
    return share(band.median[i]), reach(share(band.p5[i]), share(band.p95[i]))
