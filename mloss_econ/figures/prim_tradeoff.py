"""How much of what one looks for does a box hold, and how much of the box is it?"""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes

from mloss_econ.base.text import percent
from mloss_econ.errors import InputError
from mloss_econ.figures.style import BEHIND, BLUE, MUTE, VERMILION, canvas, shares
from mloss_econ.sensitivity import Discovery

APART = 0.08  # of the axis, between two names


def prim_tradeoff(found: Discovery, ax: Axes | None = None) -> Axes:
    """Every box on the way of the first search by coverage and density; where the number of limited inputs changes it
    is written at the point, and the box taken is marked. Raises InputError where no box was found."""
    if not found.curve or not found.boxes:
        raise InputError(f"no box was found for {found.region}: there is no trade-off to draw.")
    ax = canvas(ax, 3.8)
    coverage, density, limits = (np.array(column, dtype=np.float64) for column in zip(*found.curve, strict=True))
    ax.plot(coverage, density, color=BLUE, linewidth=1.4)
    ax.plot(coverage, density, "o", color=BLUE, markersize=3.5)
    ax.axhline(found.base, color=MUTE, linewidth=1)
    ax.annotate(
        f"all draws: {percent(found.base)}", (0.02, found.base), (0, 4), textcoords="offset points", color=MUTE,
        fontsize=9,
    )  # fmt: skip
    last = (np.inf, np.inf)
    for k in range(1, len(limits)):
        apart = max(abs(coverage[k] - last[0]), abs(density[k] - last[1]))
        if limits[k] != limits[k - 1] and apart > APART:
            last = (coverage[k], density[k])
            ax.annotate(_inputs(limits[k]), last, (6, 5), textcoords="offset points", fontsize=8.5, bbox=BEHIND)
    box = found.boxes[0]
    ax.plot([box.coverage.value], [box.density.value], "D", color=VERMILION, markersize=8)
    place = (box.coverage.value, box.density.value)
    look: dict[str, Any] = {"color": VERMILION, "fontweight": "bold", "fontsize": 9.5, "bbox": BEHIND}
    ax.annotate(f"taken: {_inputs(len(box.limits))}", place, (-8, -12), textcoords="offset points", ha="right", **look)
    ax.set_xlim(0, 1.1)
    ax.set_ylim(0, 1.06)
    ax.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0 %", "25 %", "50 %", "75 %", "100 %"])
    ax.set_xlabel(f"Coverage: share of draws with {found.region} that lie in the box")
    shares(ax, "Density: share of the box with it")
    return ax


def _inputs(count: float) -> str:
    return f"{count:.0f} input{'s' if count > 1 else ''}"
