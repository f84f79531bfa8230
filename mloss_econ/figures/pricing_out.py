"""Share of funded projects, and of their budgets, that a yearly compliance cost drives out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes

from mloss_econ.base.arrays import numbers
from mloss_econ.engine import SummaryRow
from mloss_econ.figures.style import BEHIND, BLUE, INK, VERMILION, axis_unit, canvas, shares, ticks
from mloss_econ.wording import stated

FLOOR = -0.1  # where the marks of the bills stand, one below the other
LOOK = ((BLUE, "-", 0.55), (VERMILION, "--", 0.93))  # colour, style, how high on the curve its name stands


def pricing_out(
    costs: Sequence[float],
    bands: Mapping[str, tuple[npt.ArrayLike, npt.ArrayLike, npt.ArrayLike]],
    ax: Axes | None = None,
    *,
    bills: Mapping[str, SummaryRow],
    unit: str,
) -> Axes:
    """Curves with bands on a log axis: shares by `costs`, for each name its 5th percentile, median and 95th percentile;
    below them each bill with its median and 90 % interval. One or two bands, one bill or more."""
    ax = canvas(ax, 4.0)
    at = numbers(costs, "costs")
    ax.set_xscale("log")
    ax.set_xlim(float(at[0]), float(at[-1]))
    for (name, band), (colour, style, height) in zip(bands.items(), LOOK, strict=False):
        low, middle, high = (numbers(part, "part") for part in band)
        ax.fill_between(at, low, high, color=colour, alpha=0.16, linewidth=0)
        ax.plot(at, middle, color=colour, linestyle=style, linewidth=2)
        k = int(np.argmin(np.abs(middle - height * middle[-1])))
        to_right = k < len(at) // 3
        ax.annotate(
            name, (at[k], middle[k]), (8 if to_right else -8, 3), textcoords="offset points",
            ha="left" if to_right else "right", color=colour, fontweight="bold", bbox=BEHIND,
        )  # fmt: skip
    middle_cost = float(np.sqrt(at[0] * at[-1]))
    for k, (name, row) in enumerate(bills.items()):
        y = FLOOR * (k + 1)
        least, bill, most = row.p5.value, row.median.value, row.p95.value
        ax.plot([max(least, float(at[0])), most], [y, y], color=INK, linewidth=2, solid_capstyle="butt")
        ax.plot([bill], [y], "o", color=INK, markersize=6)
        ax.plot([bill, bill], [y, 1], color=INK, linewidth=0.8, linestyle=":")
        beyond = bill < middle_cost
        ax.annotate(
            f"{name}: {stated(row.median, '')}", (most if beyond else least, y), (6 if beyond else -6, 0),
            textcoords="offset points", ha="left" if beyond else "right", va="center", fontsize=9.5,
        )  # fmt: skip
    ax.set_ylim(FLOOR * (len(bills) + 0.7), 1.02)
    shares(ax, "Share that exits")
    decades = [10.0**k for k in range(round(np.log10(at[0])), round(np.log10(at[-1])) + 1)]
    ax.set_xticks(decades, ticks(decades, unit))
    ax.set_xlabel(f"Yearly compliance cost of a project{axis_unit(unit)}, log scale")
    return ax
