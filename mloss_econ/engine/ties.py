"""Which option is best in a draw, when two may differ by rounding alone?

    option k ties with the best where   max over options of w - w_k <= r_k
    r_k = min(16 u * max(|w_k|, typical |w_k|), 1e-9 |w_k|)            u = 2^-52, the spacing of numbers at 1

Two ways to write one quantity, 3 (0.1 a) and 0.3 a, differ by a few u of its size, so equality is asked for up to 16 u:
at a level of 1e8 a true difference of a millionth is kept. Where terms cancel, the rounding error is that of the terms:
so in a draw in which the worth is unusually small the size is that of a typical draw (the median), as long as what
remains is a difference that nobody would call one, a billionth of the worth itself.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

ROUNDING = 16 * float(np.finfo(np.float64).eps)  # of the size of the numbers: about fifteen operations, each rounded
FAINT = 1e-9  # of the worth: a larger difference is never taken for rounding


def upper(worth: Array, size: Array | None = None) -> Array:
    """The highest that a worth (options, draws) may be but for rounding. `size` is that of the terms it is made of
    where they are known, of the same shape; else its own."""
    own = np.abs(worth) if size is None else size
    allowed = np.maximum(own, np.median(own, axis=1, keepdims=True))
    return np.asarray(worth + np.minimum(ROUNDING * allowed, FAINT * own))


def settled(worth: Array, size: Array | None = None) -> Array:
    """The worth (options, draws), in which options that tie for the best of a draw are worth exactly the same."""
    most = worth.max(axis=0)
    return np.asarray(np.where(upper(worth, size) >= most, most, worth))


def best_shares(worth: Array, size: Array | None = None) -> Array:
    """1 for the best option of a draw, 0 for the others; k options that tie get 1 / k each. Its mean over the draws is
    the probability of being best, and sums to 1 over options."""
    even = settled(worth, size)
    best = even == even.max(axis=0)
    return np.asarray(best / best.sum(axis=0))


def ahead_by(a: Any, b: Any) -> Any:
    """a - b; 0 where the two differ by rounding alone. Broadcasts, each draw for itself."""
    gap = a - b
    return np.where(np.abs(gap) <= ROUNDING * np.maximum(np.abs(a), np.abs(b)), 0.0, gap)
