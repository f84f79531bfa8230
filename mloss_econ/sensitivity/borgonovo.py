"""How far does knowing one input move the whole distribution of an output? From a given run.

    delta_k = 1/2 E[ int |f_Y(y) - f_(Y | X_k)(y)| dy ]

the distance in total variation between (X_k, Y) and the two drawn apart; 0 for an input without influence, below 1;
unchanged by any rising map of either, because it is taken from ranks. (Packages give three numbers this name; this is
the one that the definition above defines.) A distance is the largest difference in probability over all sets of
pairs, so the set is found in 15 replicates of the run (64 x 64 cells, smoothed) and its difference in probability taken
in the one left out, for each in turn:

    delta_k = mean over r of  P_r(A) - P_r^X x P_r^Y (A),     A = cells where the others have more pairs than apart

Noise cannot inflate it: an input without influence scores zero on average, and any other a little too little (a set
found from data is not quite the best, and cells blur), by about 0.01 at 2^16 rows.

References: Borgonovo (2007); Plischke, Borgonovo and Smith (2013).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from mloss_econ.engine import Run
from mloss_econ.sensitivity.given import Region, bins, given, over_factors
from mloss_econ.sensitivity.ranking import Index, Ranking
from mloss_econ.sensitivity.resampling import STUDENT
from mloss_econ.uncertainty import REPLICATES

Array = npt.NDArray[np.float64]

CELLS = 64  # a side
WIDTH = 0.145  # of the smoothing, in ranks, at one row; shrinks with the sixth root of their number
PAIRED = 2**0.5  # without influence the replicates' values come in pairs that are alike


def borgonovo(run: Run[Any, Any], output: str, *, where: Region | None = None) -> Ranking:
    """Borgonovo's delta of one output by input, largest first.

    Raises InputError for too few rows, RunError if a row is not finite or nothing varies.
    """
    sample = given(run, output, where)
    cell_y = bins(sample.y, CELLS)

    def index(x: Array) -> tuple[float, float, float]:
        cell = (sample.replicate * CELLS + bins(x, CELLS)) * CELLS + cell_y
        counts = np.bincount(cell, minlength=REPLICATES * CELLS**2).reshape(REPLICATES, CELLS, CELLS)
        parts = held_out(counts.astype(np.float64))
        error = PAIRED * float(np.std(parts, ddof=1)) / REPLICATES**0.5
        found = Index.of(float(np.mean(parts)), error, STUDENT)
        return found.value, found.low, found.high

    rows = over_factors(sample, index)
    measure = "distance between the output's distribution and that with the input known"
    return sample.ranking("Borgonovo's delta", measure, rows)


def held_out(counts: Array) -> list[float]:
    """The distance in each replicate, over the set found in the others; counts are (replicates, cells, cells)."""
    from scipy.ndimage import gaussian_filter

    whole = counts.sum(axis=0)
    width = CELLS * WIDTH * float(whole.sum()) ** (-1 / 6)
    found = []
    for own in counts:
        others, n = whole - own, own.sum()
        more = gaussian_filter(others - _apart(others), width, mode="reflect") > 0
        together = float((own - _apart(own))[more].sum())
        found.append(together / max(n - 1, 1.0))  # the product of margins of n rows is short of its own pairs
    return found


def _apart(counts: Array) -> Array:
    """The counts expected if the two had nothing to do with one another."""
    total = counts.sum()
    return np.asarray(np.outer(counts.sum(axis=1), counts.sum(axis=0)) / max(total, 1.0))
