"""Drivers of each answer: one input at a time, from its 5th to its 95th percentile, the others as adopted."""

from __future__ import annotations

from dataclasses import dataclass

from mloss_econ.base.text import LEGEND
from mloss_econ.regimes import whose
from mloss_econ.report.document import Chart, Folded, Section, TableBlock, Text
from mloss_econ.report.findings import Findings
from mloss_econ.report.sections.liability import lead_words
from mloss_econ.sensitivity import TORNADO_POINTS, Tornado
from mloss_econ.wording import (
    bare,
    capital,
    is_percent,
    moving,
    name_of,
    quantity,
    reach,
    signed,
    turning,
    unit_words,
)

OPEN = 2  # tornadoes that the page shows before it is asked


@dataclass(frozen=True)
class _Asked:
    """An output whose drivers are asked for: its key, its ranking, its words in a sentence and on an axis."""

    key: str
    ranking: Tornado
    what: str
    axis: str
    about: str = ""


def asked(f: Findings) -> list[_Asked]:
    """The outputs in order."""
    who = whose(f.proposal.viewpoint)
    made = [
        _Asked("value", f.value.drivers, "gross benefit-cost ratio", "Benefit-cost ratio, gross"),
        _Asked("net", f.policy.drivers, f"net benefit of the proposal to {who}", f"Net benefit to {who}"),
    ]
    if f.proposal.drivers is not None:
        what = "share of the funded projects in scope that exit"
        made.append(_Asked("pricing_out", f.proposal.drivers, what, "Funded projects in scope that exit"))
    for s in f.liability.scenarios:
        axis = f"extra cost of holding the {s.examined} liable"
        made.append(_Asked(s.name, s.drivers, lead_words(s), axis, f"{s.title.split(':')[0]}: "))
    return made


def section(f: Findings) -> Section:
    """The section."""
    questions = asked(f)
    first = next((q for q in questions if moving(q.ranking)), None)
    lead = (
        f"{_message(first)}."
        if first
        else f"No input alone moves any answer at the {TORNADO_POINTS} values of each that were tried."
    )
    blocks = [_block(q) for q in questions]
    return Section(
        "drivers",
        "What drives each answer?",
        (
            Text(
                f"{lead} Each bar varies one input from its 5th to its 95th percentile, with the others at their "
                f"adopted values; interactions do not show. {LEGEND}.",
                lead=True,
            ),
            *blocks[:OPEN],
            Folded("Drivers of the other answers", tuple(blocks[OPEN:])),
        ),
    )


def _block(q: _Asked) -> Chart | Text:
    if moving(q.ranking):
        return _chart(q)
    stays = f"no input alone moves the {q.what}; it stays at {quantity(q.ranking.adopted, q.ranking.unit, 2)} at all "
    stays += f"{TORNADO_POINTS} values of each that were tried, from its 5th to its 95th percentile."
    return Text(q.about + stays if q.about else capital(stays))


def _message(q: _Asked) -> str:
    """Which input moves it most, and how far."""
    first = moving(q.ranking)[0]
    ends = [bare(v, q.ranking.unit, 2) for v in first.span]
    unit = "" if is_percent(q.ranking.unit) else unit_words(q.ranking.unit)
    name = name_of(first.path) if q.about else capital(name_of(first.path))
    return f"{q.about}{name} alone moves the {q.what} from {reach(*ends)}" + (f" {unit}" if unit else "")


def _chart(q: _Asked) -> Chart:
    ranking, rows = q.ranking, moving(q.ranking)
    lines = [
        (
            signed(row),
            reach(bare(row.input_low, row.input_unit), bare(row.input_high, row.input_unit))
            + ("" if is_percent(row.input_unit) else f" {unit_words(row.input_unit)}").rstrip(),
            bare(row.output_low, ranking.unit),
            bare(row.output_high, ranking.unit),
        )
        for row in rows
    ]
    unit = "" if is_percent(ranking.unit) else unit_words(ranking.unit)
    caption = (
        (q.about + q.what if q.about else capital(q.what))
        + (f", {unit}" if unit else "")
        + f"; adopted: {bare(ranking.adopted, ranking.unit)}"
    )
    table = TableBlock(caption, ("input", "5th to 95th percentile", "output from", "to"), tuple(lines), left=2)
    left_out = len([r for r in ranking.rows if r.span[0] < r.span[1]]) - len(rows)
    rest = f" {left_out} more move it less." if left_out else ""
    extremes = f" {said}" if (said := turning(rows, ranking.unit)) else ""
    return Chart(
        "tornado",
        q.key,
        _message(q),
        f"Bars, longest first, show the {q.what} as each input alone goes from its 5th to its 95th percentile: "
        + "; ".join(f"{name_of(r.path)}, {line[2]} to {line[3]}" for r, line in zip(rows, lines, strict=True))
        + f".{extremes} A line marks the adopted {quantity(ranking.adopted, ranking.unit, 2)}.",
        table,
        f"One input at a time, others as adopted. {LEGEND}.{rest}{extremes}",
        on_terminal=True,
    )
