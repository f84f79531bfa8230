"""What the report says of pricing out."""

from __future__ import annotations

from mloss_econ.engine import SummaryRow
from mloss_econ.report.document import Bullets, Chart, Folded, Section, Table, Text
from mloss_econ.report.findings.pricing_out import Band, Bill, PricingFindings
from mloss_econ.report.sections.value import judged
from mloss_econ.report.wording import (
    capital,
    cell,
    is_percent,
    listing,
    name_of,
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
from mloss_econ.text import number, percent

ROWS = {
    "fixed_cost": "Bill",
    "cutoff": "Smallest budget that survives",
    "priced_out_paid": "Paid projects priced out",
    "value_lost": "Budgets that go with them",
    "use_lost": "Use that goes with them",
    "priced_out": "All projects priced out, unpaid too",
    "largest_cost_projects": "Largest bill that keeps {keep} of paid projects",
    "largest_cost_value": "Largest bill that keeps {keep} of budgets",
}


def short(f: PricingFindings) -> str:
    """The answer in one sentence."""
    parts = [f"{_out(b)}, under {b.short}" for b in f.bills]
    rule = f.bills[0].title.split(",")[0]
    share = f.bills[-1].outputs["priced_out_paid"].judgement
    return (
        f"Pricing out: where a system is high-risk, the {rule} prices out {'; '.join(parts)}. Judgement in the share "
        f"of paid projects: {judged(share)}."
    )


def _conversions(f: PricingFindings) -> list[Text]:
    """How money was converted, and what that does where a bill and a budget come in different currencies."""
    if not f.conversions:
        return []
    mixed = (
        f" Bills and budgets come in {listing(list(f.currencies))}: in another price base the shares differ a little, "
        "because inflation and exchange rates did not move together."
        if len(f.currencies) > 1
        else ""
    )
    return [Text(f"Converted from {'; '.join(f.conversions)}.{mixed}", quiet=True)]


def section(f: PricingFindings) -> Section:
    """The section."""
    first = f.bills[0].outputs
    bills = [
        f"{_between(b.outputs['fixed_cost'], k == 0)}{',' * (k == 0)} under {b.short}, which prices out {_out(b)}"
        for k, b in enumerate(f.bills)
    ]
    keep = percent(f.keep)
    held = listing([name_of(p) for p in f.held]) or "nothing"
    return Section(
        "pricing-out",
        "Whom does a high-risk rule price out?",
        (
            Text(f"If its system is high-risk, a project's yearly bill is {'; or '.join(bills)}.", lead=True),
            Text(
                "This is conditional: it is what happens to a project whose system is high-risk. Whether a given "
                "system is, and how many are, is not priced in. A project stops when the bill exceeds the part of "
                "its budget that can go to compliance; an unpaid project stops at any bill."
            ),
            Text(
                "How much of the paid projects priced out is judgement. "
                + ". ".join(f"{capital(b.label)}: {judged(b.outputs['priced_out_paid'].judgement)}" for b in f.bills)
                + f". Held at one value by judgement, and so in no interval: {held}."
            ),
            _table(f),
            Text(
                f"To keep {keep} of paid projects the bill may be at most {_between(first['largest_cost_projects'])}; "
                f"to keep {keep} of their budgets, {_between(first['largest_cost_value'], False)}. {_weight(f)}"
            ),
            _curve(f),
            *_conversions(f),
            Folded("The larger bill line by line, and what the law says", (_duties(f), _law(f))),
        ),
    )


def _between(row: SummaryRow, named: bool = True) -> str:
    """A median with its interval, named or in brackets."""
    middle = stated(row.median, row.unit)
    return f"{middle}, {spread(row)}" if named else f"{middle} ({span(row)})"


def _out(b: Bill) -> str:
    paid, budgets = b.outputs["priced_out_paid"], b.outputs["value_lost"]
    return (
        f"{stated(paid.median, 'share')} of paid projects ({span(paid)}), holding "
        f"{stated(budgets.median, 'share')} of budgets ({span(budgets)})"
    )


def _weight(f: PricingFindings) -> str:
    """Which line weighs most in the larger bill."""
    largest = f.bills[-1]
    duty, row = max(largest.by_duty.items(), key=lambda item: item[1].value)
    part = percent(row.value / largest.outputs["fixed_cost"].value)
    return f"The largest line of the bill {largest.label} is {words(duty)}: {part} of it, as adopted."


def _law(f: PricingFindings) -> Bullets:
    return Bullets(
        "What the law says",
        tuple(f"{b.title}. {b.reference}. Status: {b.status}. Open source: {b.open_source}" for b in f.bills),
    )


def _table(f: PricingFindings) -> Table:
    lines = []
    for output, title in ROWS.items():
        rows = [b.outputs[output] for b in f.bills]
        unit = rows[0].unit
        scale, scaled = scale_of([min(row.median.value for row in rows)])
        words_of_unit = "%" if is_percent(unit) else f"{scaled}{unit_words(unit)}"
        cells = [c.replace(" %", "") for row in rows for c in _cells(row, scale)]
        lines.append((f"{title.format(keep=percent(f.keep))}, {words_of_unit}", *cells))
    head = ("", *(h for b in f.bills for h in ("adopted", f"{b.label}: median (5 to 95 %)")))
    return Table("Two bills for the same projects, on the same draws", head, tuple(lines))


def _cells(row: SummaryRow, scale: float) -> tuple[str, str]:
    middle, low, high = (cell(e, row.unit, scale) for e in (row.median, row.p5, row.p95))
    return cell(row.value, row.unit, scale), f"{middle} ({reach(low, high)})"


def _duties(f: PricingFindings) -> Table:
    largest = max(f.bills, key=lambda b: b.outputs["fixed_cost"].value)
    whole = largest.outputs["fixed_cost"].value
    lines = [
        (words(duty), largest.clauses[duty], *_cells(row, 1.0), percent(row.value / whole))
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
        f"The bill {last.label} prices out {projects} of paid projects and {budgets} of their budgets",
        f"Two rising curves with bands: the share of paid projects, and of their budgets, that a yearly bill prices "
        f"out, from {quantity(f.costs[0], unit, 2)} to {quantity(f.costs[-1], unit, 2)} on a log axis. Marks below "
        f"show the bills: {listing([_marked(b) for b in f.bills])}.{at_half}",
        table,
        "Bands: 5-95 % of draws of all inputs but the bill. Marks: the bills, median and 5-95 %.",
    )


def _marked(b: Bill) -> str:
    row = b.outputs["fixed_cost"]
    return f"{stated(row.median, row.unit)} {b.label}"


def _band(band: Band, i: int) -> tuple[str, str]:
    return share(band.median[i]), reach(share(band.p5[i]), share(band.p95[i]))
