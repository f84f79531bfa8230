"""Which inputs go up with an output, and which down? From a given run: Spearman's rank correlation.

    index_k = correlation of the ranks of X_k with the ranks of Y        from -1 to 1; unchanged by any rising map

It misses a relation that is not monotone (high at both ends), and with correlated inputs it counts what others do
through them.

Reference: Spearman (1904).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from mloss_econ.engine import Run, ranks
from mloss_econ.sensitivity.given import Region, given, over_factors
from mloss_econ.sensitivity.ranking import Index, Ranking
from mloss_econ.sensitivity.resampling import STUDENT, leave_out
from mloss_econ.uncertainty import REPLICATES

Array = npt.NDArray[np.float64]


def rank_correlation(run: Run[Any, Any], output: str, *, where: Region | None = None) -> Ranking:
    """Spearman's correlation of one output with each input, largest in size first.

    Raises InputError for too few rows, RunError if a row is not finite or nothing varies.
    """
    sample = given(run, output, where)
    y = ranks(sample.y)
    y = (y - y.mean()) / y.std()
    counts = np.bincount(sample.replicate, minlength=REPLICATES)

    def index(values: Array) -> tuple[float, float, float]:
        x = ranks(values)
        x = (x - x.mean()) / x.std()
        sums = np.array([np.bincount(sample.replicate, v, REPLICATES) for v in (x * y, x, y, x * x, y * y)])

        def correlation(keep: Any) -> float:
            xy, mx, my, xx, yy = sums[:, keep].sum(axis=1) / counts[keep].sum()
            return float((xy - mx * my) / np.sqrt((xx - mx**2) * (yy - my**2)))

        parts = [correlation(np.arange(REPLICATES) != r) for r in range(REPLICATES)]
        found = Index.of(correlation(slice(None)), float(leave_out(parts)), STUDENT)
        return found.value, found.low, found.high

    return sample.ranking("Rank correlation", "Spearman's, from −1 to 1", over_factors(sample, index))
