"""Which share of an output's variance would knowing one input remove? From a given run, without new evaluations.

    index_k = Var(E[Y | X_k]) / Var(Y)

the first-order Sobol' index where inputs are independent, and meaningful where they are not, or where only some of the
draws are looked at (`where`): "what matters among the cases in which projects are priced out?". X_k is cut into bins of
equal probability; the variance of their means is taken from products of means of different replicates of the run,

    Var(E[Y | X_k]) = sum over bins of p m_r m_s - m_r m_s over all, averaged over replicates r != s

which are independent, so noise adds nothing, and an input without effect scores zero on average. Bins blur: the index
is a little too small where the output moves much within one. A value that several rows share has a bin of its own.

References: Pearson (1905) for the ratio; Da Veiga, Wahl and Gamboa (2009) for its estimation from given data.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from mloss_econ.engine import Run
from mloss_econ.sensitivity.given import Region, bins, given, over_factors
from mloss_econ.sensitivity.ranking import Index, Ranking
from mloss_econ.sensitivity.resampling import STUDENT, leave_out
from mloss_econ.sensitivity.scale import check_scale, said, wants_log
from mloss_econ.uncertainty import REPLICATES

Array = npt.NDArray[np.float64]

ROWS, MOST = 64, 256  # in a bin, at least; bins, at most


def correlation_ratio(run: Run[Any, Any], output: str, *, where: Region | None = None, scale: str = "auto") -> Ranking:
    """The correlation ratio of one output with each input, largest first; `scale` as in `sobol`.

    Raises InputError for too few rows, RunError if a row is not finite or nothing varies.
    """
    check_scale(scale)
    sample = given(run, output, where)
    log = wants_log(sample.y, scale)
    y = np.log(sample.y) if log else sample.y
    y = y - y.mean()
    count = max(4, min(MOST, len(y) // ROWS))

    def index(x: Array) -> tuple[float, float, float]:
        place = bins(x, count)
        cell, shape = place * REPLICATES + sample.replicate, (int(place.max()) + 1, REPLICATES)
        cells = shape[0] * REPLICATES
        size = np.asarray(np.bincount(cell, minlength=cells), dtype=np.float64).reshape(shape)
        total = np.asarray(np.bincount(cell, y, cells), dtype=np.float64).reshape(shape)
        square = np.asarray(np.bincount(sample.replicate, y * y, REPLICATES), dtype=np.float64)
        whole = _ratio(size, total, square)
        kept = [np.arange(REPLICATES) != r for r in range(REPLICATES)]
        error = float(leave_out([_ratio(size[:, k], total[:, k], square[k]) for k in kept]))
        found = Index.of(whole, error, STUDENT)
        return found.value, found.low, found.high

    rows = over_factors(sample, index)
    notes = [said(log, scale)]
    return sample.ranking("Correlation ratio", "share of the variance that knowing the input would remove", rows, notes)


def _ratio(size: Array, total: Array, square: Array) -> float:
    """From counts and sums by bin and replicate, (bins, replicates), and sums of squares by replicate."""

    def products(sums: Array, counts: Array) -> Array:
        """The mean product of means of different replicates, each weighted by its rows; (..., replicates) -> (...)."""
        pairs = counts.sum(axis=-1) ** 2 - (counts**2).sum(axis=-1)
        crossed = sums.sum(axis=-1) ** 2 - (sums**2).sum(axis=-1)
        return np.asarray(crossed / np.where(pairs > 0, pairs, np.inf))

    n = size.sum()
    mean2 = products(total.sum(axis=0), size.sum(axis=0))
    between = float(size.sum(axis=1) @ products(total, size) / n - mean2)
    return between / float(square.sum() / n - (total.sum() / n) ** 2)
