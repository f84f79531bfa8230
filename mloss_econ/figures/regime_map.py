"""Which option is best where, over two inputs?"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.patches import Patch, Rectangle

from mloss_econ.base.arrays import Array
from mloss_econ.figures.style import BEHIND, FILLS, INK, PAPER, PARTY, axis_unit, canvas, size_of, ticks
from mloss_econ.sensitivity import RegimeMap
from mloss_econ.wording import capital, name_of, words

LABELLED = 0.09  # an area whose largest square is this share of the height has room for its name
TIE = "a tie"
Whole = npt.NDArray[np.int64]


def regime_map(found: RegimeMap, ax: Axes | None = None) -> Axes:
    """The best option in every cell, by colour, hatch and name. A map over the beliefs has cells of equal probability,
    so that an area is a probability; its ticks are the values of the inputs."""
    ax = canvas(ax, 4.5)
    names = [*found.options, TIE]
    codes = np.where(found.tied, len(found.options), found.best)
    down, across = found.down, found.across
    if found.by_belief:
        down, across = (np.arange(len(v), dtype=np.float64) for v in (down, across))
    _areas(ax, across, down, codes, names, words)
    _titled(ax, (found.vary[1], found.vary[0]), (found.units[1], found.units[0]))
    if found.by_belief:
        for axis, values, unit in ((ax.xaxis, found.across, found.units[1]), (ax.yaxis, found.down, found.units[0])):
            at = range(0, len(values), 2)
            axis.set_ticks(list(at), ticks([float(values[k]) for k in at], unit))
    return ax


def labelled_map(
    x: Array,
    y: Array,
    codes: Whole,
    names: Sequence[str],
    ax: Axes | None = None,
    *,
    inputs: tuple[str, str],
    units: tuple[str, str],
    said: Callable[[str], str] = words,
    adopted: tuple[float, float],
    box: tuple[tuple[float, float], tuple[float, float]] | None = None,
) -> Axes:
    """The same from arrays: `codes` (rows of y, columns of x) are places in `names`, which `said` puts into words. The
    adopted point is marked, and a frame shows the ranges of both inputs."""
    ax = canvas(ax, 4.2)
    _areas(ax, x, y, codes, names, said)
    _mark(ax, adopted, box)
    _titled(ax, inputs, units)
    return ax


def _areas(ax: Axes, x: Array, y: Array, codes: Whole, names: Sequence[str], said: Callable[[str], str]) -> None:
    """Areas with their names in them and an ink line between: `codes` (rows of y, columns of x) are places in `names`,
    which `said` puts into words. An area too small for its name is named above the map."""
    present = [int(code) for code in np.unique(codes)]
    ax.grid(False)
    ax.set_xlim(float(x[0]), float(x[-1]))
    ax.set_ylim(float(y[0]), float(y[-1]))
    small = []
    for code in present:
        colour, hatch = PARTY["tie"] if names[code] == TIE else PARTY.get(names[code], FILLS[code % len(FILLS)])
        where = np.where(codes == code, 1.0, 0.0)
        ax.contourf(x, y, where, levels=[0.5, 1.5], colors=[colour], hatches=[hatch], alpha=0.55)
        if len(present) > 1:
            ax.contour(x, y, where, levels=[0.5], colors=[INK], linewidths=0.9)
        j, i, reach = _inside(codes == code)
        if 2 * reach + 1 >= LABELLED * len(y):
            _name(ax, said(names[code]), float(x[j]), float(y[i]))
        else:
            small.append(Patch(facecolor=colour, hatch=hatch, edgecolor=INK, alpha=0.55, label=said(names[code])))
    if small:
        ax.legend(handles=small, loc="lower left", bbox_to_anchor=(0, 1), ncols=3, frameon=False, fontsize=9.5)


def _name(ax: Axes, text: str, x: float, y: float) -> None:
    """A name at a place, moved inwards where it would cross the frame."""
    part = 0.5 * min(0.0165 * len(text) * 6.6 / size_of(ax)[0], 0.95)  # half its width, of the axes
    low, high = ax.get_xlim()
    x = min(max(x, low + part * (high - low)), high - part * (high - low))
    bottom, top = ax.get_ylim()
    y = min(max(y, bottom + 0.04 * (top - bottom)), top - 0.04 * (top - bottom))
    ax.text(x, y, text, ha="center", va="center", fontweight="bold", bbox={**BEHIND, "pad": 2})


def _mark(
    ax: Axes, adopted: tuple[float, float], box: tuple[tuple[float, float], tuple[float, float]] | None = None
) -> None:
    """The adopted point, and a frame of the ranges of both inputs."""
    if box is not None:
        (left, right), (bottom, top) = box
        frame = Rectangle((left, bottom), right - left, top - bottom, fill=False, edgecolor=INK, linestyle="--")
        ax.add_patch(frame)
    ax.plot([adopted[0]], [adopted[1]], "o", color=INK, markersize=8, markeredgecolor=PAPER)
    middle = sum(ax.get_xlim()) / 2
    place, side = ((8, 6), "left") if adopted[0] < middle else ((-8, 6), "right")
    ax.annotate("adopted", adopted, place, textcoords="offset points", ha=side, fontsize=9.5, bbox=BEHIND)


def _titled(ax: Axes, paths: tuple[str, str], units: tuple[str, str]) -> None:
    """Titles and ticks of both axes."""
    for axis, path, unit in ((ax.xaxis, paths[0], units[0]), (ax.yaxis, paths[1], units[1])):
        axis.set_label_text(capital(name_of(path)) + axis_unit(unit))
        low, high = axis.get_view_interval()
        at = [float(t) for t in axis.get_major_locator()() if low <= t <= high]
        axis.set_ticks(at, ticks(at, unit))


def _inside(area: npt.NDArray[np.bool_]) -> tuple[int, int, int]:
    """The place of an area that is farthest from its edge (column, row), and how far."""
    best, depth = (0, 0), -1
    rows, columns = area.shape
    for i, j in zip(*np.nonzero(area), strict=True):
        reach = 0
        while True:
            r = reach + 1
            if i - r < 0 or j - r < 0 or i + r >= rows or j + r >= columns:
                break
            if not area[i - r : i + r + 1, j - r : j + r + 1].all():
                break
            reach = r
        if reach > depth:
            best, depth = (int(j), int(i)), reach
    return *best, depth
