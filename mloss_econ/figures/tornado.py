"""How far does each input alone move an output? The name above its bar, both ends with their values; and the highest
and the lowest output where they lie between the ends."""

from __future__ import annotations

import math

from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from mloss_econ.errors import InputError
from mloss_econ.figures.style import BEHIND, BLUE, INK, MUTE, ORANGE, axis_unit, canvas, ticks
from mloss_econ.sensitivity import Swing, Tornado
from mloss_econ.wording import MOST, bare, capital, moving, name_of, signed

SAME = 0.02  # an end nearer to the adopted value than this share of the other end counts as at it
LOWER = 0.12  # a label of two lines keeps clear of the name above it by this share of a row
WIDE = 20  # from this ratio of largest to smallest value on, the axis is logarithmic


def tornado(ranking: Tornado, ax: Axes | None = None, *, most: int = MOST, label: str = "") -> Axes:
    """The largest swings, longest first: blue where the low end of the input leads, orange where the high end does,
    grey where the output goes further in between, each with its value; the adopted output as a line. `label` names the
    output on the axis.

    Raises InputError where no input moves the output.
    """
    rows = moving(ranking, most)
    if not rows:
        raise InputError(f"no input alone moves {ranking.output} at any value tried: there is nothing to draw.")
    ax = canvas(ax, 0.9 + 0.52 * len(rows))
    ends = [v for row in rows for v in row.span]
    log = min(ends) > 0 and max(ends) / min(ends) > WIDE
    low, high = _limits(min(ends), max(ends), log)
    for k, row in enumerate(rows):
        _bar(ax, -k, row, ranking)
    ax.axvline(ranking.adopted, color=INK, linewidth=1.2)
    to_left = ranking.adopted > (low + high) / 2 and not log
    ax.annotate(
        f"adopted {bare(ranking.adopted, ranking.unit)}",
        (ranking.adopted, 0.72),
        (-4 if to_left else 4, 0),
        textcoords="offset points",
        ha="right" if to_left else "left",
        fontsize=9,
        fontweight="bold",
    )
    if log:
        ax.set_xscale("log")
        at = [10.0**k for k in range(math.ceil(math.log10(low)), math.floor(math.log10(high)) + 1)]
        ax.set_xticks(at, ticks(at, ranking.unit))
    else:
        ax.xaxis.set_major_locator(MaxNLocator(5))
        ax.set_xlim(low, high)
        most_possible = 1.0 if ranking.unit == "share" else math.inf
        at = [float(t) for t in ax.get_xticks() if low <= t <= min(high, most_possible)]
        ax.set_xticks(at, ticks(at, ranking.unit))
    ax.set_xlim(low, high)
    ax.set_ylim(-len(rows) + 0.45, 1.0)
    ax.set_yticks([])
    named = label or capital(name_of(ranking.output))
    ax.set_xlabel(named + axis_unit(ranking.unit) + (", log scale" if log else ""))
    return ax


def _limits(low: float, high: float, log: bool) -> tuple[float, float]:
    """Room on both sides for the values at the ends of the bars."""
    if log:
        room = (high / low) ** 0.24
        return low / room, high * room
    room = 0.24 * (high - low)
    return low - room, high + room


def _bar(ax: Axes, y: int, row: Swing, ranking: Tornado) -> None:
    """One input: the values at both ends, and those of an extreme in between."""
    between = [(v, at, MUTE) for v, at, inside in zip(row.span, row.span_at, row.inside, strict=True) if inside]
    ends = sorted(
        [(row.output_low, row.input_low, BLUE), (row.output_high, row.input_high, ORANGE), *between],
        key=lambda end: -abs(end[0] - ranking.adopted),
    )
    for value, _, colour in ends:  # the shorter part last, so that it shows
        ax.barh(
            y, value - ranking.adopted, left=ranking.adopted, height=0.26, color=colour, edgecolor=INK, linewidth=0.6,
            zorder=2,
        )  # fmt: skip
    far = ends[0][0]
    to_right = far >= ranking.adopted
    here: list[tuple[float, str]] = []
    there: list[tuple[float, str]] = []
    for value, at, _ in ends:
        same_side = (far - ranking.adopted) * (value - ranking.adopted) > SAME * (far - ranking.adopted) ** 2
        text = f"{bare(value, ranking.unit)} at {bare(at, row.input_unit, 2)}"
        (here if same_side or not here else there).append((value, text))
    for side, right in ((here, to_right), (there, not to_right)):
        if side:
            _value(ax, "\n".join(text for _, text in side), side[0][0], y - LOWER * (len(side) - 1), right)
    place = ("axes fraction", "data")
    ax.annotate(
        signed(row), (0, y + 0.37), xycoords=place, ha="left", va="center", fontsize=9.5, bbox={**BEHIND, "pad": 0.5}
    )


def _value(ax: Axes, text: str, at: float, y: float, to_right: bool) -> None:
    shift, side = (4, "left") if to_right else (-4, "right")
    ax.annotate(text, (at, y), (shift, 0), textcoords="offset points", ha=side, va="center", fontsize=8.8)
