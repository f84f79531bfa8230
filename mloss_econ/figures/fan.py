"""How does an amount go on over the years, and how sure is that?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes

from mloss_econ.base.arrays import Array, numbers
from mloss_econ.errors import InputError
from mloss_econ.figures.style import BLUE, INK, axis_unit, canvas, end_names, high_ticks

BANDS = ((0.05, 0.95, 0.16), (0.25, 0.75, 0.34))  # from, to, how dense


def fan(times: Sequence[float], draws: Array, ax: Axes | None = None, *, label: str, unit: str = "") -> Axes:
    """The median of `draws` (draws, times) and bands that hold 50 and 90 % of them at each time.

    The bands are of each time by itself: no draw need follow their edge. Raises InputError for shapes that do not fit.
    """
    at, values = numbers(times, "times"), numbers(draws, "draws")
    if values.ndim != 2 or values.shape[1] != len(at) or len(at) < 2 or not np.isfinite(values).all():
        raise InputError(f"draws of shape {values.shape}, {len(at)} times: one row a draw, one column a time, finite.")
    ax = canvas(ax, 3.4)
    for low, high, alpha in BANDS:
        edges = np.quantile(values, (low, high), axis=0)
        ax.fill_between(at, edges[0], edges[1], color=BLUE, alpha=alpha, linewidth=0)
    middle = np.median(values, axis=0)
    ax.plot(at, middle, color=BLUE, linewidth=2.2)
    ax.set_xlim(at[0], at[-1])
    if values.min() < 0 < values.max():
        ax.axhline(0, color=INK, linewidth=1)
    ends = [(float(np.quantile(values[:, -1], q)), name, INK) for q, name in ((0.95, "95 %"), (0.75, "75 %"))]
    ends += [(float(middle[-1]), "median", BLUE)]
    ends += [(float(np.quantile(values[:, -1], q)), name, INK) for q, name in ((0.25, "25 %"), (0.05, "5 %"))]
    end_names(ax, ends, float(at[-1]), room=0.12)
    years = [float(t) for t in at] if len(at) <= 8 else [float(t) for t in at[:: max(1, len(at) // 6)]]
    ax.set_xticks(years, [f"{t:g}" for t in years])
    high_ticks(ax, unit)
    ax.set_title(f"{label}{axis_unit(unit)}", loc="left", fontsize=10)
    return ax
