"""Is the number of draws enough: how does a mean converge as draws are added?"""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes

from mloss_econ.base.units import show_unit
from mloss_econ.engine import Run, estimate_of, finite
from mloss_econ.errors import InputError
from mloss_econ.figures.style import BLUE, INK, axis_unit, canvas, high_ticks, short
from mloss_econ.kernel import leaf_specs
from mloss_econ.uncertainty import REPLICATES
from mloss_econ.wording import name_of

FEWEST = 4 * REPLICATES
POINTS = 12


def convergence(run: Run[Any, Any], output: str, ax: Axes | None = None) -> Axes:
    """The mean of an output over the first 64, 128, … draws of a run, with two standard errors on each side (from the
    replicates). Raises InputError for fewer than 256 draws, RunError if a row is not finite."""
    values = finite(run, output)
    if len(values) < 4 * FEWEST:
        raise InputError(f"{len(values)} draws are too few to see a mean converge; {4 * FEWEST} are needed.")
    steps = round(np.log2(len(values) / FEWEST))
    counts = [len(values) >> k for k in range(min(steps, POINTS), -1, -1)]
    settling = [estimate_of(values[:count]) for count in counts]
    middle, error, last = (*np.array([[e.value, e.error] for e in settling]).T, settling[-1])
    ax = canvas(ax, 3.3)
    ax.fill_between(counts, middle - 2 * error, middle + 2 * error, color=BLUE, alpha=0.2, linewidth=0)
    ax.plot(counts, middle, "o-", color=BLUE, linewidth=2, markersize=4)
    ax.axhline(last.value, color=INK, linewidth=0.8, linestyle=":")
    unit = show_unit(dict(leaf_specs(run.case.outputs()))[output].unit or "", run.case.prices)
    ax.annotate(
        f"{short(last.value, 3)} ± {short(last.error, 1)} at {len(values):,} draws", (counts[-1], last.value), (0, 9),
        textcoords="offset points", ha="right", fontweight="bold", fontsize=9.5,
    )  # fmt: skip
    ax.set_xscale("log", base=2)
    shown = counts[:: max(1, len(counts) // 5)]
    ax.set_xticks(shown, [f"{c:,}" for c in shown])
    ax.minorticks_off()
    high_ticks(ax, unit)
    ax.set_xlabel("Draws; band: two standard errors on each side")
    ax.set_title(f"Mean of {name_of(output)}{axis_unit(unit)}", loc="left", fontsize=10)
    return ax
