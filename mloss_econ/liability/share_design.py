"""Can fixed shares of a loss induce a set of precautions, each taken or not?

For every party in the set S, its share of the loss it saves must be at least its cost:

    share_i * H * (p(S without i) - p(S)) >= cost_i

    burden(S) = sum over i in S of cost_i / (H (p(S without i) - p(S)))        possible (sum of shares <= 1) iff <= 1

Perfect complements pass whenever S is worth it; close substitutes mostly fail. One precaution a party; those outside
the set get no share. Derived; checked against a linear programme in the tests.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from mloss_econ.base.arrays import Array, numbers
from mloss_econ.base.ties import below
from mloss_econ.errors import InputError


def burden(cost: npt.ArrayLike, loss: npt.ArrayLike) -> Array:
    """The burden of every set: `cost` (..., n) of n parties, expected `loss` (..., 2**n) by set, bit k being party k.

    Infinite where a member saves nothing; 0 for the empty set.

    >>> [round(b, 3) for b in burden([30.0, 15.0], [80.0, 50.0, 65.0, 55.0 - 45.0]).tolist()]
    [0.0, 1.0, 1.0, 0.92]
    """
    price, left = numbers(cost, "cost", finite=True), numbers(loss, "loss", finite=True)
    count = price.shape[-1]
    if left.shape[-1] != 2**count:
        raise InputError(f"{count} parties have {2**count} sets; the loss has {left.shape[-1]} places.")
    total = np.zeros((*np.broadcast_shapes(price.shape[:-1], left.shape[:-1]), 2**count))
    sets = np.arange(2**count)
    for k in range(count):
        without = left[..., sets & ~(1 << k)]
        saves = np.where(below(left, without), without - left, 0.0)
        with np.errstate(divide="ignore", invalid="ignore"):
            needed = np.where(saves > 0, price[..., k, None] / saves, np.inf)
        total = total + np.where(sets >> k & 1, needed, 0.0)
    return total
