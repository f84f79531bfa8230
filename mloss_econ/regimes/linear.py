"""Sums of multiples of what is not known yet: an amount before it is known of which place and of which year it is.

    amount = sum over terms of coefficient * weight of a place * value of a series

The ledger of a world is linear in both, so that what all places and all years have in common is computed once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np

from mloss_econ.base.arrays import Array, is_zero

Key = tuple[str, str]  # the weight of a place, a series; "" is 1
SAME = ""
UNIT = 1.0
NONE = np.zeros(())


class Linear:
    """A sum of terms, by what they are multiples of. It is added to, and multiplied by, numbers and others of its kind;
    the factors of a product have no weight and no series in common."""

    __slots__ = ("terms",)
    __array_ufunc__ = None  # an array leaves sums and products with it to the methods below

    def __init__(self, terms: Mapping[Key, Any]) -> None:
        self.terms = terms

    def __add__(self, other: Any) -> Linear:
        made = dict(self.terms)
        for key, value in _terms(other).items():
            made[key] = made[key] + value if key in made else value
        return Linear(made)

    __radd__ = __add__

    def __neg__(self) -> Linear:
        return Linear({key: -value for key, value in self.terms.items()})

    def __sub__(self, other: Any) -> Linear:
        made = dict(self.terms)
        for key, value in _terms(other).items():
            made[key] = made[key] - value if key in made else -value
        return Linear(made)

    def __rsub__(self, other: Any) -> Linear:
        return (-self).__add__(other)

    def __mul__(self, other: Any) -> Linear:
        if is_zero(other):
            return Linear({})
        made = {}
        for (weight, series), a in self.terms.items():
            for (weight_, series_), b in _terms(other).items():
                made[weight + weight_, series + series_] = _product(a, b)
        return Linear(made)

    __rmul__ = __mul__

    def of_place(self, weights: Callable[[str], Any]) -> Linear:
        """The same of one place: what is left are series."""
        return self._with(
            ((SAME, series), weights(weight) if weight else UNIT, a) for (weight, series), a in self._items
        )

    def in_year(self, values: Callable[[str], Any]) -> Linear:
        """The same of one year, or of series annualised: what is left are weights of a place."""
        return self._with(
            ((weight, SAME), values(series) if series else UNIT, a) for (weight, series), a in self._items
        )

    @property
    def _items(self) -> Iterable[tuple[Key, Any]]:
        return self.terms.items()

    @staticmethod
    def _with(known: Iterable[tuple[Key, Any, Any]]) -> Linear:
        """The sum of what is known now, by what is left."""
        made: dict[Key, Any] = {}
        for key, factor, value in known:
            if is_zero(factor):
                continue
            amount = _product(value, factor)
            made[key] = made[key] + amount if key in made else amount
        return Linear(made)

    @property
    def value(self) -> Array:
        """The number that it is, once neither place nor year is open."""
        found: Array = self.terms.get((SAME, SAME), NONE)
        return found


def weight_of(name: str) -> Linear:
    """One unit of the weight of a place."""
    return Linear({(name, SAME): UNIT})


def series_of(name: str) -> Linear:
    """One unit of a series."""
    return Linear({(SAME, name): UNIT})


def _terms(value: Any) -> Mapping[Key, Any]:
    return value.terms if isinstance(value, Linear) else {(SAME, SAME): value}


def _product(a: Any, b: Any) -> Any:
    """a b, without work where one of them is one unit."""
    if a is UNIT:
        return b
    return a if b is UNIT else a * b
