"""Which of several costs are equal, but for rounding, and which is lower? Which option is the best one in a draw?

Two ways to the same number (0.1 + 0.2 and 0.3) differ by a few units in the last place. A difference larger than
that is one, however small it is compared with the level: a cost common to all options must not make them tie.

    a is below b                where a + r |a| < b                        r = ROUNDING
    a is a least                where a <= least + r |least|
    option k ties for the best  where max over options of w - w_k <= min(r max(|w_k|, typical |w_k|), FAINT |w_k|)

The last is for draws: where terms cancel, the rounding error is that of the terms, so in a draw in which the worth is
unusually small the size is that of a typical draw (the median), as long as what remains is a difference that nobody
would call one, a billionth of the worth itself.
"""

from __future__ import annotations

import sys
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

ROUNDING = 32 * sys.float_info.epsilon  # of a cost that is a sum of some dozen products
FAINT = 1e-9  # of a worth: a larger difference is never taken for rounding


def below(one: Any, other: Any) -> Any:
    """Whether one number is below another by more than rounding; shapes broadcast.

    >>> bool(below(0.3, 0.1 + 0.2)), bool(below(1e8, 1e8 + 1))
    (False, True)
    """
    return np.less(one + ROUNDING * np.abs(one), other)


def are_least(table: Any, axis: int = -1) -> Any:
    """Which entries along an axis are the least, but for rounding.

    >>> are_least(np.array([0.1 + 0.2, 0.5, 0.3])).tolist()
    [True, False, True]
    """
    least = np.minimum.reduce(table, axis=axis, keepdims=True)
    return np.less_equal(table, least + ROUNDING * np.abs(least))


def first_least(table: Any) -> Any:
    """The place of the least along the last axis; the first of equals.

    >>> int(first_least(np.array([0.5, 0.1 + 0.2, 0.3])))
    1
    """
    return np.argmin(np.logical_not(are_least(table)), axis=-1)


def upper(worth: Array, size: Array | None = None) -> Array:
    """The highest that a worth (options, draws) may be but for rounding. `size` is that of the terms it is made of
    where they are known, of the same shape; else its own."""
    own = np.abs(worth) if size is None else size
    allowed = np.maximum(own, np.median(own, axis=1, keepdims=True))
    return np.asarray(worth + np.minimum(ROUNDING * allowed, FAINT * own))


def equal_where_tied(worth: Array, size: Array | None = None) -> Array:
    """The worth (options, draws), in which options that tie for the best of a draw are worth exactly the same."""
    most = worth.max(axis=0)
    return np.asarray(np.where(upper(worth, size) >= most, most, worth))


def best_shares(worth: Array, size: Array | None = None) -> Array:
    """1 for the best option of a draw, 0 for the others; k options that tie get 1 / k each. Its mean over the draws is
    the probability of being best, and sums to 1 over options."""
    even = equal_where_tied(worth, size)
    best = even == even.max(axis=0)
    return np.asarray(best / best.sum(axis=0))


def ahead_by(a: Any, b: Any) -> Any:
    """a - b; 0 where the two differ by rounding alone. Broadcasts, each draw for itself."""
    gap = a - b
    return np.where(np.abs(gap) <= ROUNDING * np.maximum(np.abs(a), np.abs(b)), 0.0, gap)
