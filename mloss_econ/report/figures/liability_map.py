"""Who is cheapest to name, over the two inputs that move the answer most?"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from mloss_econ.report.figures.style import INK, OTHER, PAPER, PARTY, axis_unit, canvas, ticks
from mloss_econ.report.findings import Findings
from mloss_econ.report.sections.liability import party_words
from mloss_econ.report.wording import capital, name_of

LABELLED = 0.02  # smallest part of the map that gets its name


def draw(f: Findings, key: str) -> Figure:
    """Areas with their names in them, the adopted point, and the 5-95 % frame of both inputs."""
    m = next(s.map for s in f.liability.situations if s.name == key and s.map is not None)
    figure, axes = canvas(4.4)
    x, y, codes = np.array(m.x_values), np.array(m.y_values), np.array(m.codes)
    for code in np.unique(codes):
        colour, hatch = PARTY.get(m.labels[code], OTHER)
        axes.contourf(
            x, y, np.where(codes == code, 1.0, 0.0), levels=[0.5, 1.5], colors=[colour], hatches=[hatch], alpha=0.55
        )
        if (codes == code).mean() > LABELLED:
            j, i = _inside(codes == code)
            axes.text(
                x[j], y[i], party_words(m.labels[code]), ha="center", va="center", fontweight="bold",
                bbox={"facecolor": PAPER, "edgecolor": "none", "alpha": 0.85, "pad": 2},
            )  # fmt: skip
    (left, right), (bottom, top) = m.box
    axes.add_patch(Rectangle((left, bottom), right - left, top - bottom, fill=False, edgecolor=INK, linestyle="--"))
    axes.plot([m.adopted[0]], [m.adopted[1]], "o", color=INK, markersize=8, markeredgecolor=PAPER)
    axes.annotate(
        "adopted", m.adopted, (8, 6), textcoords="offset points", fontsize=9.5,
        bbox={"facecolor": PAPER, "edgecolor": "none", "alpha": 0.85, "pad": 1.5},
    )  # fmt: skip
    axes.grid(False)
    axes.set_xlim(x[0], x[-1])
    axes.set_ylim(y[0], y[-1])
    for axis, path, unit in ((axes.xaxis, m.x, m.units[0]), (axes.yaxis, m.y, m.units[1])):
        axis.set_label_text(capital(name_of(path)) + axis_unit(unit))
        at = [t for t in axis.get_major_locator()() if axis.get_view_interval()[0] <= t <= axis.get_view_interval()[1]]
        axis.set_ticks(at, ticks(at, unit))
    return figure


def _inside(area: npt.NDArray[np.bool_]) -> tuple[int, int]:
    """The place of an area that is farthest from its edge (column, row)."""
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
    return best
