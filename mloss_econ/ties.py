"""Which of several costs are equal, but for rounding, and which is lower?

Two ways to the same number (0.1 + 0.2 and 0.3) differ by a few units in the last place. A difference larger than
that is one, however small it is beside the level: a cost common to all options must not make them tie.

    a is below b     where a + ROUNDING |a| < b
    a is a least     where a <= least + ROUNDING |least|
"""

from __future__ import annotations

import sys
from typing import Any

import numpy as np

ROUNDING = 64 * sys.float_info.epsilon  # of a cost that is a sum of some dozen products


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
