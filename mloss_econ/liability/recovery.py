"""What does a victim recover from several liable parties, not all of whom can pay?

    several only         pay_i = min(s_i H, A_i)
    joint and several    the others pay what one cannot, in proportion to their shares, until the harm is recovered
                         or all are exhausted

Joint and several liability with contribution, as water that fills vessels. Derived.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from mloss_econ.base.arrays import Array, check_within, numbers
from mloss_econ.kernel import PURE, Numeric

LARGEST = np.finfo(np.float64).max


def several_only(shares: npt.ArrayLike, harm: Numeric, assets: npt.ArrayLike) -> Array:
    """Payments (..., parties): each its share of the harm, as far as its assets go.

    `shares`, `assets` (..., parties), `harm` (...); assets may be infinite.

    >>> several_only(np.array([0.5, 0.3, 0.2]), 100.0, np.array([5.0, 10.0, np.inf])).tolist()
    [5.0, 10.0, 20.0]
    """
    shares, harm, assets = _taken(shares, harm, assets)
    paid: Array = np.minimum(shares * harm[..., None], assets)
    return paid


def joint_and_several(shares: npt.ArrayLike, harm: Numeric, assets: npt.ArrayLike) -> Array:
    """Payments (..., parties) where the solvent make up for the insolvent, pro rata to their shares.

    A party with no share is not liable and pays nothing.

    >>> joint_and_several(np.array([0.5, 0.3, 0.2]), 100.0, np.array([5.0, 10.0, np.inf])).tolist()
    [5.0, 10.0, 85.0]
    """
    shares, harm, assets = _taken(shares, harm, assets)
    share, reach = np.broadcast_arrays(shares, assets)
    owed = np.add.reduce(share, axis=-1) * harm
    parties = range(share.shape[-1])
    return np.stack(fill([share[..., i] for i in parties], owed, [reach[..., i] for i in parties]), axis=-1)


def _taken(shares: npt.ArrayLike, harm: Numeric, assets: npt.ArrayLike) -> tuple[Array, Array, Array]:
    """Shares, harm and assets that make sense; assets may be infinite."""
    found = numbers(shares, "shares"), numbers(harm, "harm"), numbers(assets, "assets")
    check_within(found[0], "shares", least=0, most=1, advice="A share lies between 0 and 1.")
    check_within(np.sum(found[0], axis=-1), "the sum of shares", most=1 + PURE, advice="They are of one harm.")
    check_within(found[1], "harm", least=0)
    check_within(np.minimum(found[2], LARGEST), "assets", least=0)
    return found


def fill(share: Sequence[Any], owed: Any, reach: Sequence[Any]) -> list[Any]:
    """The payments, party by party, for arrays that broadcast; `owed` is the sum to be found."""
    paid = [0.0 * s * owed for s in share]
    for _ in share:  # each round exhausts at least one more party, or is the last
        missing = np.maximum(owed - sum(paid), 0.0)
        weight = [s * np.less(p, r) for s, p, r in zip(share, paid, reach, strict=True)]
        total = sum(weight)
        each = missing / (total + np.equal(total, 0.0))
        paid = [np.minimum(p + w * each, r) for p, w, r in zip(paid, weight, reach, strict=True)]
    return paid
