"""What the report says of the value of MLOSS."""

from __future__ import annotations

from mloss_econ.base.text import number
from mloss_econ.engine import Judgement
from mloss_econ.report.document import Block, Bullets, Chart, Folded, Group, Section, TableBlock, Text
from mloss_econ.report.findings.common import Stated
from mloss_econ.report.findings.value import Reading, ValueFindings
from mloss_econ.value import POOLED
from mloss_econ.wording import (
    bare,
    cell,
    listing,
    name_of,
    odds,
    plural,
    quantity,
    reach,
    scale_of,
    span,
    stated,
    supported,
    unit_words,
    words,
)

CAVEATS = (
    "Read it as an average over all that is spent, not what the next dollar brings; worldwide; one year; gross unless "
    "the row says net. "
)
HEAD = ("", "adopted", "mean", "median", "p5", "p95")
SHOWN = (0.95, 0.9, 0.75, 0.5, 0.25, 0.1, 0.05)


def short(f: ValueFindings) -> str:
    """The answer in one sentence."""
    gross, both = f.readings[0].outputs, f.readings[3].outputs
    value, ratio, least = gross["value"], gross["benefit_cost_ratio"], both["benefit_cost_ratio"]
    return (
        f"Value: in 2022 MLOSS was worth {stated(value.median, value.unit)} to the world ({span(value)}), before "
        f"deducting what would have existed anyway. That is {stated(ratio.median, '')} times its cost ({span(ratio)}). "
        f"Counting realised revenue alone, net of what would have existed anyway, it is {stated(least.median, '')} "
        f"times ({span(least)}). Behind the gross value, {on_judgement(value.judgement)}."
    )


def section(f: ValueFindings) -> Section:
    """The headline."""
    gross, sampled = f.readings[0], f.readings[4]
    value, ratio = gross.outputs["value"], gross.outputs["benefit_cost_ratio"]
    goal = number(f.stated_ratio.value)
    others = [f"{odds(r.reaches_ratio)} counted {r.name}" for r in f.readings[1:4]]
    money = unit_words(value.unit)
    costs = [row.value for row in f.by_basis.values()]
    blocks: tuple[Block, ...] = (
        Text(
            f"Counted gross, MLOSS was worth {stated(value.median, value.unit)} to the world in 2022 ({span(value)}); "
            f"{odds(gross.reaches_value)} of draws reach the stated {_quoted(f.stated_value)}. The benefit-cost ratio "
            f"is {stated(ratio.median, '')} ({span(ratio)}). The probability that it is at least {goal} is "
            f"{odds(gross.reaches_ratio)} gross, {listing(others)}.",
            lead=True,
        ),
        _curve(f),
        Text(
            f"{CAVEATS}The adopted point (ratio {number(ratio.value, 2)}) is one choice of inputs: the mean of the "
            f"draws is {stated(ratio.mean, '')}, their median {stated(ratio.median, '')}. {_sure(gross)}"
        ),
        Folded("Value, ratio and present value, by how they are counted", (_table(f),)),
        Folded(
            "What each critique does to the published ratio",
            (_critics(f), Bullets("", tuple(f"{words(c.name)}: {c.says}" for c in f.critics.each))),
        ),
        Folded(
            "What making MLOSS costs, by what is counted",
            (
                Text(
                    f"{reach(number(min(costs), 2), number(max(costs), 2))} {money} at the adopted wage. With the cost "
                    f"taken from the sample instead of adopted, the gross ratio is "
                    f"{stated(sampled.outputs['benefit_cost_ratio'].median, '')} "
                    f"({span(sampled.outputs['benefit_cost_ratio'])}) and at least {goal} in "
                    f"{odds(sampled.reaches_ratio)} of draws."
                ),
                _costs(f),
            ),
        ),
    )
    return Section("value", "What is MLOSS worth?", blocks, page_only=True)


def _sure(gross: Reading) -> str:
    held = listing([name_of(p) for p in gross.held])
    more = f" Fixed by judgement, so not reflected in any interval: {held}." if held else ""
    of_value, of_ratio = (on_judgement(gross.outputs[o].judgement) for o in ("value", "benefit_cost_ratio"))
    return f"Behind the value, {of_value}; behind the ratio, {of_ratio}.{more}"


def on_judgement(j: Judgement) -> str:
    """How many of the uncertain inputs are expert judgement, and their share of an output's variance."""
    are, account = ("is", "accounts") if j.inputs == 1 else ("are", "account")
    inputs = f"{j.inputs} of {plural(j.of, 'uncertain input')} {are} expert judgement"
    return (
        f"{inputs} and {account} for {odds(j.share)} of the variance (by rank)"
        if j.share
        else f"{inputs}; nothing varies"
    )


def _table(f: ValueFindings) -> TableBlock:
    groups = (
        ("value", "Value a year"),
        ("benefit_cost_ratio", "Value over cost (benefit-cost ratio)"),
        (
            "present_value",
            f"Present value of value less cost, {number(f.horizon)} years at {bare(f.discount_rate, 'share')}",
        ),
    )
    lines: list[Group | tuple[str, ...]] = []
    for output, title in groups:
        rows = [(r, r.outputs[output]) for r in f.readings if output != "value" or r is not f.readings[4]]
        scale, name = scale_of(row.median.value for _, row in rows)
        unit = f"{name}{unit_words(rows[0][1].unit)}"
        lines.append(Group(f"{title}, {unit}" if unit else title))
        for reading, row in rows:
            figures = (row.mean, row.median, row.p5, row.p95)
            share = row.judgement.share
            mark = "" if share is None else odds(share)
            lines.append(
                (reading.name, cell(row.value, row.unit, scale), *(cell(e, row.unit, scale) for e in figures), mark)
            )
    note = (
        "Realised: revenue in place of forecasts times a haircut. Net: less what would exist anyway. Last column: "
        "share of the variance, by rank, that judgement-based inputs account for."
    )
    return TableBlock(
        "Value, ratio and present value, by how they are counted", (*HEAD, "○ share"), tuple(lines), 1, note
    )


def _critics(f: ValueFindings) -> TableBlock:
    goal = number(f.stated_ratio.value)
    lines = []
    for c in f.critics.each:
        row = c.ratio
        figures = (row.value, row.median, row.p5, row.p95)
        lines.append((words(c.name), *(cell(e, row.unit) for e in figures), odds(c.reaches)))
    margin = listing([words(c.name) for c in f.critics.each if c.at_margin])
    note = (
        f"Everything but the critique stands as published, with the cost from the public sample: "
        f"{number(f.critics.published, 3)}. At the margin: {margin}; the others are averages."
    )
    head = ("", "adopted", "median", "p5", "p95", f"{goal} or more")
    return TableBlock("What each critique does to the published ratio", head, tuple(lines), note=note)


def _costs(f: ValueFindings) -> TableBlock:
    scale, name = scale_of(row.median.value for row in f.by_basis.values())
    unit = unit_words(f.investment.unit)
    lines = []
    for basis, row in f.by_basis.items():
        if basis.endswith(f"_{POOLED}"):
            continue  # the unit cancels: the same as contributors
        figures = (row.mean, row.median, row.p5, row.p95)
        numbers = (row.value, *figures, f.repaired[basis])
        lines.append((_basis(basis), *(cell(e, row.unit, scale) for e in numbers)))
    note = (
        "As published, lines are cut off at the thousands comma, automated accounts count as engineers and two "
        "repositories stand twice. Last column: the adopted point with all of that corrected; what automated accounts "
        "did to lines is not known and stays. At the pace of the whole sample every unit gives the first row."
    )
    head = (*HEAD, "corrected")
    return TableBlock(f"Cost of making MLOSS, {name}{unit}, by what is counted", head, tuple(lines), note=note)


def _basis(basis: str) -> str:
    unit, _, reference = basis.rpartition("_")
    return f"{words(unit)}, at {words(reference)}'s pace" if unit else words(basis)


def _curve(f: ValueFindings) -> Chart:
    gross = f.readings[0]
    shown = f.readings[:4]
    unit = gross.outputs["value"].unit
    scale, name = scale_of(r.outputs["value"].median.value for r in shown)
    places = [min(range(len(f.probabilities)), key=lambda i: abs(f.probabilities[i] - p)) for p in SHOWN]
    lines = [(bare(f.probabilities[i], "share"), *(number(r.curve[i] / scale, 2) for r in shown)) for i in places]
    table = TableBlock(
        f"Value exceeded with each probability, {name}{unit_words(unit)}",
        ("probability", *(r.name for r in shown)),
        tuple(lines),
    )
    low, middle, high = gross.outputs["value"].p5, gross.outputs["value"].median, gross.outputs["value"].p95
    texts = [quantity(e.value, unit, supported(e, 2)) for e in (low, middle, high)]
    share = odds(gross.reaches_value)
    return Chart(
        "exceedance",
        "",
        f"{share} of draws put the gross value at {_quoted(f.stated_value)} or more",
        f"Four falling curves show the probability that the yearly value of MLOSS exceeds each amount, counted "
        f"{listing([r.name for r in shown])}. Gross: 95 % of draws exceed {texts[0]}, half exceed {texts[1]}, 5 % "
        f"exceed {texts[2]}. A line marks the published {_quoted(f.published)}.",
        table,
        f"Published figure: {f.published.source}.",
    )


def _quoted(figure: Stated) -> str:
    """A figure as its source states it, and in the prices of the report where these are others."""
    said = quantity(figure.original, figure.original_unit, 2)
    return said if figure.original == figure.value else f"{said} ({quantity(figure.value, figure.unit, 2)})"
