"""Error bars of indices: a bootstrap by weights for designs of our own, a jackknife over replicates for given runs.

bootstrap   the rows of a design form 512 blocks; a resample draws as many blocks with replacement, which is a matrix of
            counts times the matrix of block sums. Where the rows are Sobol' points the blocks are better balanced than
            random ones, so the intervals are on the wide side
jackknife   a run has 16 independent replicates (row i is in replicate i mod 16); each is left out in turn:
            s.e.^2 = 15/16 sum (estimate without r - their mean)^2, with 15 degrees of freedom

References: Efron and Tibshirani (1993), chapters 6 and 11; Shao and Tu (1995).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from mloss_econ.uncertainty import REPLICATES, random_stream

Array = npt.NDArray[np.float64]

RESAMPLES = 200
STUDENT = 1.753050355692572  # 95th percentile of Student's t with 15 degrees of freedom


def weights(seed: int, blocks: int, resamples: int = RESAMPLES) -> Array:
    """How often each block is drawn, (1 + resamples, blocks): once each in the first row, at random in the others."""
    points = random_stream(seed, "bootstrap")(0, -(-resamples * blocks // 8192))[: resamples * blocks]
    drawn = (points * blocks).astype(np.int64).reshape(resamples, blocks)
    drawn += np.arange(resamples)[:, None] * blocks
    counts = np.bincount(drawn.reshape(-1), minlength=resamples * blocks).reshape(resamples, blocks)
    return np.concatenate([np.ones((1, blocks)), counts.astype(np.float64)])


def spread(estimates: Array) -> tuple[Array, Array]:
    """The estimate and its standard error from (1 + resamples, ...), of which the first is the estimate itself."""
    return estimates[0], np.asarray(np.std(estimates[1:], axis=0, ddof=1))


def jackknife(statistic: Callable[[Any], Array], rows: int, replicate: npt.NDArray[np.int64] | None = None) -> Array:
    """The standard error of `statistic(which rows)`; `replicate` says to which replicate each row belongs."""
    place = np.arange(rows) % REPLICATES if replicate is None else replicate
    return leave_out([statistic(np.flatnonzero(place != r)) for r in range(REPLICATES)])


def leave_out(parts: Any) -> Array:
    """The jackknife's standard error from the estimates without each replicate, (16, ...)."""
    parts = np.asarray(parts, dtype=np.float64)
    return np.asarray(np.sqrt((REPLICATES - 1) * np.var(parts, axis=0)))
