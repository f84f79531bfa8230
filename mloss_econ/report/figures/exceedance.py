"""With which probability does the value of MLOSS exceed an amount, however it is counted?"""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from mloss_econ.report.figures.style import BLUE, GREEN, INK, MUTE, ORANGE, VERMILION, axis_unit, canvas, short, ticks
from mloss_econ.report.findings import Findings
from mloss_econ.report.wording import supported
from mloss_econ.text import number

COLOURS = (BLUE, GREEN, ORANGE, VERMILION)
ROOM = 30  # on the right, for the names of the curves
STYLES = ("-", "--", "-.", ":")


def draw(f: Findings, key: str) -> Figure:
    """Falling curves on a log axis, 5, 50 and 95 % of the gross reading marked, and the published figure."""
    v = f.value
    figure, axes = canvas(3.7)
    p = np.array(v.probabilities)
    for reading, colour, style in zip(v.readings[:4], COLOURS, STYLES, strict=True):
        median = reading.outputs["value"].median
        axes.plot(
            reading.curve,
            p,
            color=colour,
            linestyle=style,
            linewidth=2.4 if colour == BLUE else 1.7,
            label=f"{reading.name}: {number(median.value, supported(median, 2))}",
        )
    low = min(r.curve[-1] for r in v.readings[:4])
    high = max(r.curve[0] for r in v.readings[:4])
    log = low > 0
    axes.set_xlim(low, high * ROOM if log else 2 * high)
    axes.set_ylim(0, 1.1)
    gross = v.readings[0].outputs["value"]
    for estimate, level, place in ((gross.p95, 0.05, (7, 4)), (gross.median, 0.5, (8, 0)), (gross.p5, 0.95, (-62, 11))):
        axes.plot([estimate.value], [level], "o", color=BLUE, markersize=6)
        text = f"{level:.0%} exceed {number(estimate.value, supported(estimate, 2))}".replace("%", " %")
        axes.annotate(text, (estimate.value, level), place, textcoords="offset points", fontsize=9, fontweight="bold")
    axes.axvline(v.published.value, color=MUTE, linewidth=1)
    axes.annotate(
        f"published {short(v.published.value)}",
        (v.published.value, 1.04),
        (4, 0),
        textcoords="offset points",
        color=INK,
        fontsize=9,
    )
    legend = axes.legend(
        title="median, by how it is counted", loc="upper right", bbox_to_anchor=(1, 0.97), frameon=False, fontsize=9.5
    )
    legend.get_title().set_fontsize(9)
    axes.set_xlabel(f"Yearly value of MLOSS{axis_unit(gross.unit)}" + ", log scale" * log)
    axes.set_ylabel("Share of draws that exceed it")
    axes.set_yticks([0, 0.25, 0.5, 0.75, 1], ["0 %", "25 %", "50 %", "75 %", "100 %"])
    if log:
        axes.set_xscale("log")
        at = [10.0**k for k in range(int(np.ceil(np.log10(low))), int(np.floor(np.log10(high * ROOM))) + 1)]
        axes.set_xticks(at, ticks(at, gross.unit))
    else:
        axes.set_xticks(axes.get_xticks(), ticks(axes.get_xticks(), gross.unit))
    return figure
