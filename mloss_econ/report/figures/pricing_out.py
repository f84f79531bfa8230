"""Which share of paid projects, and of their budgets, does a yearly bill price out?"""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.figure import Figure

from mloss_econ.report.figures.style import BLUE, INK, VERMILION, axis_unit, canvas, ticks
from mloss_econ.report.findings import Findings
from mloss_econ.report.wording import stated

FLOOR = -0.1  # where the marks of the bills stand, one below the other


def draw(f: Findings, key: str) -> Figure:
    """Two curves with bands on a log axis; the bills as marks with their intervals below."""
    p = f.pricing_out
    figure, axes = canvas(4.2)
    costs = np.array(p.costs)
    for band, colour, name, style in (
        (p.projects, BLUE, "paid projects", "-"),
        (p.budgets, VERMILION, "their budgets", "--"),
    ):
        axes.fill_between(costs, band.p5, band.p95, color=colour, alpha=0.16, linewidth=0)
        axes.plot(costs, band.median, color=colour, linestyle=style, linewidth=2)
        median = np.array(band.median)
        i = int(np.argmin(np.abs(median - 0.93 * median[-1]))) if name == "their budgets" else _half(median)
        axes.annotate(
            name,
            (costs[i], median[i]),
            (-8, 3),
            textcoords="offset points",
            ha="right",
            color=colour,
            fontweight="bold",
        )
    for k, b in enumerate(p.bills):
        row, y = b.outputs["fixed_cost"], FLOOR * (k + 1)
        axes.plot([row.p5.value, row.p95.value], [y, y], color=INK, linewidth=2, solid_capstyle="butt")
        axes.plot([row.median.value], [y], "o", color=INK, markersize=6)
        axes.plot([row.median.value] * 2, [y, 1], color=INK, linewidth=0.8, linestyle=":")
        axes.annotate(
            f"{b.label}: {stated(row.median, '')}",
            (row.p5.value, y),
            (-6, 0),
            textcoords="offset points",
            ha="right",
            va="center",
            fontsize=9.5,
        )
    axes.set_xscale("log")
    axes.set_xlim(costs[0], costs[-1])
    axes.set_ylim(FLOOR * (len(p.bills) + 0.7), 1.02)
    axes.set_yticks([0, 0.25, 0.5, 0.75, 1], ["0 %", "25 %", "50 %", "75 %", "100 %"])
    unit = p.bills[0].outputs["fixed_cost"].unit
    at = [10.0**k for k in range(round(np.log10(costs[0])), round(np.log10(costs[-1])) + 1)]
    axes.set_xticks(at, ticks(at, unit))
    axes.set_xlabel(f"Yearly bill of a project{axis_unit(unit)}, log scale")
    axes.set_ylabel("Share priced out")
    return figure


def _half(median: Any) -> int:
    return int(np.argmin(np.abs(median - 0.55)))
