"""How far does each input alone move an output? The name above its bar, both ends with their values."""

from __future__ import annotations

import math

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from mloss_econ.report.figures.style import BLUE, INK, ORANGE, PAPER, axis_unit, canvas, ticks
from mloss_econ.report.findings import Findings
from mloss_econ.report.sections.drivers import mark, shown_rows
from mloss_econ.report.wording import bare, capital
from mloss_econ.sensitivity import Swing, Tornado

SAME = 0.02  # an end nearer to the adopted value than this part of the other end counts as at it
BEHIND = {"facecolor": PAPER, "edgecolor": "none", "alpha": 0.85, "pad": 0.5}  # so that no line runs through a name
LOWER = 0.12  # a label of two lines keeps clear of the name above it by this part of a row
WIDE = 20  # from this ratio of largest to smallest value on, the axis is logarithmic


def draw(f: Findings, key: str) -> Figure:
    """The tornado of one output."""
    ranking = ranking_of(f, key)
    rows = shown_rows(ranking)
    figure, axes = canvas(0.9 + 0.52 * len(rows))
    ends = [v for row in rows for v in row.span]
    log = min(ends) > 0 and max(ends) / min(ends) > WIDE
    low, high = _limits(min(ends), max(ends), log)
    for k, row in enumerate(rows):
        _bar(axes, -k, row, ranking)
    axes.axvline(ranking.adopted, color=INK, linewidth=1.2)
    axes.annotate(
        f"adopted {bare(ranking.adopted, ranking.unit)}",
        (ranking.adopted, 0.72),
        (4, 0) if ranking.adopted < (low + high) / 2 or log else (-4, 0),
        textcoords="offset points",
        ha="left" if ranking.adopted < (low + high) / 2 or log else "right",
        fontsize=9,
        fontweight="bold",
    )
    if log:
        axes.set_xscale("log")
        at = [10.0**k for k in range(math.ceil(math.log10(low)), math.floor(math.log10(high)) + 1)]
        axes.set_xticks(at, ticks(at, ranking.unit))
    else:
        axes.xaxis.set_major_locator(MaxNLocator(5))
        axes.set_xlim(low, high)
        most = 1.0 if ranking.unit == "share" else math.inf
        at = [t for t in axes.get_xticks() if low <= t <= min(high, most)]
        axes.set_xticks(at, ticks(at, ranking.unit))
    axes.set_xlim(low, high)
    axes.set_ylim(-len(rows) + 0.45, 1.0)
    axes.set_yticks([])
    axes.set_xlabel(_axis(f, key) + axis_unit(ranking.unit) + (", log scale" if log else ""))
    return figure


def ranking_of(f: Findings, key: str) -> Tornado:
    """The drivers that a key names."""
    if key in ("value", "pricing_out"):
        return f.value.drivers if key == "value" else f.pricing_out.drivers
    return next(s.drivers for s in f.liability.situations if s.name == key)


def _axis(f: Findings, key: str) -> str:
    if key == "value":
        return "Benefit-cost ratio, gross"
    if key == "pricing_out":
        return f"Paid projects priced out, {f.pricing_out.bills[-1].label}"
    situation = next(s for s in f.liability.situations if s.name == key)
    return capital(f"cost of naming the {situation.examined} above the cheapest other party")


def _limits(low: float, high: float, log: bool) -> tuple[float, float]:
    """Room on both sides for the values at the ends of the bars."""
    if log:
        room = (high / low) ** 0.24
        return low / room, high * room
    room = 0.24 * (high - low)
    return low - room, high + room


def _bar(axes: Axes, y: int, row: Swing, ranking: Tornado) -> None:
    """One input: blue where its low end leads, orange where its high end does; the values at both ends."""
    ends = sorted(
        [(row.output_low, row.input_low, BLUE), (row.output_high, row.input_high, ORANGE)],
        key=lambda end: -abs(end[0] - ranking.adopted),
    )
    for value, _, colour in ends:  # the shorter part last, so that it shows
        axes.plot([ranking.adopted, value], [y, y], color=colour, linewidth=9, solid_capstyle="butt")
    texts = [f"{bare(value, ranking.unit)} at {bare(at, row.input_unit, 2)}" for value, at, _ in ends]
    far, near = ends[0][0], ends[1][0]
    same_side = (far - ranking.adopted) * (near - ranking.adopted) > SAME * (far - ranking.adopted) ** 2
    to_right = far >= ranking.adopted
    _value(axes, "\n".join(texts) if same_side else texts[0], far, y - LOWER * same_side, to_right)
    if not same_side:
        _value(axes, texts[1], near, y, not to_right)
    place = ("axes fraction", "data")
    axes.annotate(mark(row), (0, y + 0.37), xycoords=place, ha="left", va="center", fontsize=9.5, bbox=BEHIND)


def _value(axes: Axes, text: str, at: float, y: float, to_right: bool) -> None:
    shift, side = (4, "left") if to_right else (-4, "right")
    axes.annotate(text, (at, y), (shift, 0), textcoords="offset points", ha=side, va="center", fontsize=8.8)
