"""Investment times multiplier is value: any two give the third. A multiplier is an average, not the next dollar's.

    multiplier = value / investment

A grant times the average multiplier is refused unless the caller says that the average is meant (`grant_return` has
the margin).
"""

from dataclasses import dataclass

import numpy as np

from mloss_econ.base.arrays import Array, together
from mloss_econ.errors import InputError
from mloss_econ.kernel import Numeric


@dataclass(frozen=True, eq=False)
class Identity:
    """Value and investment, both a year or both in total and in one price base, and the multiplier between them."""

    value: Array
    investment: Array
    multiplier: Array


def identity(
    *, value: Numeric | None = None, investment: Numeric | None = None, multiplier: Numeric | None = None
) -> Identity:
    """The three from any two. Shapes broadcast. Raises InputError unless two are given, finite, above 0.

    >>> float(identity(value=30e9, multiplier=100.0).investment)
    300000000.0
    """
    given = {"value": value, "investment": investment, "multiplier": multiplier}
    asked = {name: v for name, v in given.items() if v is not None}
    if len(asked) != 2:
        raise InputError(f"give two of value, investment and multiplier, not {len(asked)}: the third follows.")
    known = dict(zip(asked, together(**asked), strict=True))
    for name, v in known.items():
        if not np.all(np.isfinite(v) & (v > 0)):
            raise InputError(f"{name}: has to be finite and above 0.")
    if value is None:
        return Identity(known["investment"] * known["multiplier"], known["investment"], known["multiplier"])
    if investment is None:
        return Identity(known["value"], known["value"] / known["multiplier"], known["multiplier"])
    return Identity(known["value"], known["investment"], known["value"] / known["investment"])


def at_average(grant: Numeric, multiplier: Numeric, *, acknowledge_average: bool = False) -> Array:
    """A grant times an average multiplier. Raises InputError unless the caller says so.

    What the average dollar brought is no forecast of what the next one will: that takes an elasticity.
    """
    grant, multiplier = together(grant=grant, multiplier=multiplier)
    if not acknowledge_average:
        raise InputError(
            "a multiplier is what the average dollar brought, not what this grant will bring. Use grant_return with "
            "an elasticity, or say acknowledge_average=True."
        )
    return grant * multiplier
