"""What the report says of pricing out."""

from __future__ import annotations

from mloss_econ.engine import SummaryRow
from mloss_econ.report.document import Bullets, Chart, Section, Table, Text
from mloss_econ.report.findings.pricing_out import Band, Bill, PricingFindings
from mloss_econ.report.sections.value import judged
from mloss_econ.report.wording import (
    bare,
    capital,
    is_percent,
    listing,
    name_of,
    quantity,
    reach,
    spread,
    stated,
    supported,
    unit_words,
    words,
)
from mloss_econ.text import number, percent

ROWS = {
    "fixed_cost": "Bill",
    "cutoff": "Smallest budget that survives",
    "priced_out_paid": "Paid projects priced out",
    "value_lost": "Their part of all budgets",
    "use_lost": "Part of all use that goes with them",
    "priced_out": "All projects priced out, unpaid too",
    "largest_cost_projects": "Largest bill that keeps {keep} of paid projects",
    "largest_cost_value": "Largest bill that keeps {keep} of budgets",
}


def short(f: PricingFindings) -> str:
    """The answer in one sentence."""
    parts = [
        f"{stated(b.outputs['priced_out_paid'].median, 'share')} of paid projects, "
        f"{spread(b.outputs['priced_out_paid'])}, with {stated(b.outputs['value_lost'].median, 'share')} of budgets "
        f"under {b.short}"
        for b in f.bills
    ]
    return f"If their systems are high-risk, the EU AI Act prices out, at the median, {'; '.join(parts)}."


def section(f: PricingFindings) -> Section:
    """The section."""
    bills = [
        f"{stated(b.outputs['fixed_cost'].median, b.outputs['fixed_cost'].unit)} a project, "
        f"{spread(b.outputs['fixed_cost'])}, for {b.short}"
        for b in f.bills
    ]
    outs = [
        f"{stated(b.outputs['priced_out_paid'].median, 'share')} of paid projects and "
        f"{stated(b.outputs['value_lost'].median, 'share')} of budgets"
        for b in f.bills
    ]
    first = f.bills[0].outputs
    keep = percent(f.keep)
    unit = unit_words(first["fixed_cost"].unit)
    return Section(
        "pricing-out",
        "Whom does a high-risk rule price out?",
        (
            Text(
                f"The bill is {'; '.join(bills)}. At the median it prices out {', then '.join(outs)}.",
                lead=True,
            ),
            Text(
                "This is conditional: it says what happens to a project whose system is high-risk. Whether a given "
                "system is high-risk, and how many are, is not priced in. A project that stops is one whose bill "
                "exceeds the part of its budget that can go to compliance; unpaid projects stop at any bill."
            ),
            Text(
                "How much of it is judgement: "
                + listing([f"{judged(b.outputs['priced_out_paid'].judgement)} under {b.short}" for b in f.bills])
                + f". Held at one value by judgement: {listing([name_of(p) for p in f.held]) or 'none'}."
            ),
            _table(f),
            Text(
                f"To keep {keep} of paid projects the bill may be at most "
                f"{stated(first['largest_cost_projects'].median, '')} {unit} at the median, "
                f"{spread(first['largest_cost_projects'])}; to keep {keep} of budgets, "
                f"{stated(first['largest_cost_value'].median, '')} {unit}, {spread(first['largest_cost_value'])}."
            ),
            _duties(f),
            _curve(f),
            Bullets("What the law says", tuple(_law(b) for b in f.bills)),
            *(Text(f"Converted from {how}.", quiet=True) for how in f.conversions),
        ),
    )


def _law(b: Bill) -> str:
    return f"{b.title}. {capital(b.reference)}. Status: {b.status}. Open source: {b.open_source}"


def _table(f: PricingFindings) -> Table:
    lines = []
    for output, title in ROWS.items():
        unit = f.bills[0].outputs[output].unit
        name = title.format(keep=percent(f.keep)) + ("" if is_percent(unit) else f", {unit_words(unit)}")
        lines.append((name, *(c for b in f.bills for c in _cells(b.outputs[output]))))
    head = ("", *(h for b in f.bills for h in ("adopted", f"{b.short}: median (5 to 95 %)")))
    return Table("Two bills for the same projects, on the same draws", head, tuple(lines))


def _cells(row: SummaryRow) -> tuple[str, str]:
    middle, low, high = (bare(e.value, row.unit, supported(e, 3)) for e in (row.median, row.p5, row.p95))
    return bare(row.value, row.unit), f"{middle} ({reach(low, high)})"


def _duties(f: PricingFindings) -> Table:
    largest = max(f.bills, key=lambda b: b.outputs["fixed_cost"].value)
    whole = largest.outputs["fixed_cost"].value
    lines = [
        (words(duty), largest.clauses[duty], *_cells(row), percent(row.value / whole))
        for duty, row in sorted(largest.by_duty.items(), key=lambda item: -item[1].value)
    ]
    unit = unit_words(largest.outputs["fixed_cost"].unit)
    head = ("duty", "clause", "adopted", "median (5 to 95 %)", "of the bill")
    return Table(f"The larger bill line by line, {unit}", head, tuple(lines), left=2)


def _curve(f: PricingFindings) -> Chart:
    unit = f.bills[0].outputs["fixed_cost"].unit
    step = max((len(f.costs) - 1) // 8, 1)
    lines = [
        (number(f.costs[i], 2), *(c for band in (f.projects, f.budgets) for c in _band(band, i)))
        for i in range(0, len(f.costs), step)
    ]
    head = ("bill", "paid projects", "5 to 95 %", "budgets", "5 to 95 %")
    table = Table(f"Share priced out at each bill, {unit_words(unit)}", head, tuple(lines))
    last = f.bills[-1]
    projects, budgets = (stated(last.outputs[o].median, "share") for o in ("priced_out_paid", "value_lost"))
    half = f.half_out.crossings
    at_half = (
        f" Half of paid projects are priced out at {listing([quantity(c.value, unit, 2) for c in half])}, other inputs "
        "at their adopted values."
        if half
        else ""
    )
    return Chart(
        "pricing_out",
        "",
        f"{capital(last.short)} price out {projects} of paid projects but {budgets} of budgets"
        if last.outputs["priced_out_paid"].median.value > last.outputs["value_lost"].median.value
        else f"{capital(last.short)} price out {projects} of paid projects and {budgets} of budgets",
        f"Two rising curves with bands: the share of paid projects, and of their budgets, that a yearly bill prices "
        f"out, from {quantity(f.costs[0], unit, 2)} to {quantity(f.costs[-1], unit, 2)} on a log axis. Marks below show "
        f"the bills: {listing([_marked(b) for b in f.bills])}.{at_half}",
        table,
        "Bands: 5-95 % of draws of all inputs but the bill. Marks: the bills, median and 5-95 %.",
    )


def _marked(b: Bill) -> str:
    row = b.outputs["fixed_cost"]
    return f"{stated(row.median, row.unit)} for {b.short}"


def _band(band: Band, i: int) -> tuple[str, str]:
    return percent(band.median[i]), reach(percent(band.p5[i]), percent(band.p95[i]))
