"""How much of a value is due to each mechanism: standardisation, experimentation, communities, or others?

    value of a mechanism = value * weight, weights adding up to 1

An assumption of the caller. Langenkamp and Yue (2022) name the three mechanisms and put a number on none.
"""

from collections.abc import Mapping

import numpy.typing as npt

from mloss_econ.base.arrays import Array, numbers
from mloss_econ.errors import InputError
from mloss_econ.value.developer_shares import TOLERANCE


def mechanism_split(value: npt.ArrayLike, weights: Mapping[str, float]) -> dict[str, Array]:
    """Value by mechanism, at the weights a user gives: standardisation, experimentation, communities, or others.

    An assumption of the caller: the source names the mechanisms and puts a number on none. Raises InputError unless
    the weights are 0 or more and add up to 1.
    """
    value = numbers(value, "value")
    total = sum(weights.values())
    if not weights or not min(weights.values()) >= 0 or not abs(total - 1) <= TOLERANCE:
        raise InputError(f"weights {dict(weights)} add up to {total:.6g}, not to 1, or one is negative.")
    return {name: value * weight for name, weight in weights.items()}
