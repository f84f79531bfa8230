"""Single values: a known number, and some values with their shares (written by hand, or a column of data).

P(X = v_k) = w_k,   F(v_k) = w_1 + ... + w_k,   Q(u) = the smallest v_k with F(v_k) >= u
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

import numpy as np

from mloss_econ.base.arrays import column as checked_column, numbers
from mloss_econ.errors import InputError, quoted
from mloss_econ.uncertainty.distribution import Array, Distribution, check_numbers


def column(kind: str, name: str, data: object) -> tuple[float, ...]:
    """Some numbers as floats, from a list or a column of data (see `arrays`). Refuses whatever is not a finite number;
    the message names the first such entry."""
    if isinstance(data, (str, bytes, float, int, Mapping)):
        raise InputError(f"{kind}: {name} = {quoted(data)} is not a list of numbers.")
    return tuple(checked_column(data, f"{kind}: {name}").tolist())


def running_sums(numbers: Array) -> Array:
    """Sums of the first 1, 2, ... numbers (>= 0), each to the last digit: what every addition rounds off is added
    back (Knuth's two-sum)."""
    sums = np.cumsum(numbers)
    before = np.concatenate([[0.0], sums[:-1]])
    added = sums - before
    lost = (before - (sums - added)) + (numbers - added)
    return np.asarray(sums + np.cumsum(lost))


def gathered(values: Array, weights: Array) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Each value once, in rising order, with its share of the weights (>= 0; shares above 0 are kept).

    >>> gathered(np.array([3.0, 1.0, 3.0, 2.0]), np.array([1.0, 1.0, 1.0, 0.0]))
    ((1.0, 3.0), (0.3333333333333333, 0.6666666666666666))
    """
    unique, place = np.unique(values, return_inverse=True)
    scale = -math.frexp(weights.max())[1]  # a power of two: nothing is rounded, and no sum overflows
    sums = np.bincount(place, np.ldexp(weights, scale), minlength=len(unique))
    shares = sums / math.fsum(sums)
    kept = shares > 0
    return tuple((unique[kept] + 0.0).tolist()), tuple(shares[kept].tolist())  # + 0.0: no -0.0


@dataclass(frozen=True)
class Discrete(Distribution):
    """Some `values`, in rising order, with `weights` that sum to 1."""

    values: tuple[float, ...]
    weights: tuple[float, ...]
    kind: ClassVar[str] = "discrete"

    def __post_init__(self) -> None:
        if len(self.values) != len(self.weights) or not self.values:
            raise InputError(f"discrete: {len(self.values)} values and {len(self.weights)} weights; give one of each.")
        for name in ("values", "weights"):
            column("discrete", name, getattr(self, name))
        total = math.fsum(self.weights)
        if min(self.weights) <= 0 or abs(total - 1) > 1e-9:
            raise InputError(f"discrete: weights must be above 0 and sum to 1; they sum to {total:.6g}.")
        if (np.diff(self._values) <= 0).any():
            raise InputError("discrete: values must rise, each once.")

    @cached_property
    def _values(self) -> Array:
        return np.array(self.values, dtype=np.float64)

    @cached_property
    def _weights(self) -> Array:
        return np.array(self.weights, dtype=np.float64)

    @cached_property
    def _steps(self) -> Array:
        """The probability of the first 0, 1, 2, ... values, shape (values + 1,)."""
        return np.concatenate([[0.0], running_sums(self._weights)])

    @cached_property
    def _tops(self) -> Array:
        """The probability of the last 0, 1, 2, ... values, shape (values + 1,)."""
        return np.concatenate([[0.0], running_sums(self._weights[::-1])])

    def __getstate__(self) -> dict[str, Any]:
        """What is pickled: the parameters, not the arrays made of them."""
        return {"values": self.values, "weights": self.weights}

    @property
    def support(self) -> tuple[float, float]:
        return self.values[0], self.values[-1]

    def quantile(self, u: float | Array) -> Array:
        steps = self._steps[1:-1]  # without the last: whatever rounding left of it belongs to the last value
        return np.asarray(self._values[np.searchsorted(steps, numbers(u, "u"), side="left")])

    def upper_quantile(self, q: float | Array) -> Array:
        above = np.searchsorted(self._tops[1:-1], numbers(q, "q"), side="right")
        return np.asarray(self._values[len(self.values) - 1 - above])

    def mass(self, low: float | Array, high: float | Array) -> Array:
        first, last = (np.searchsorted(self._values, numbers(x, "x"), side="right") for x in (low, high))
        below = self._steps[last] - self._steps[first]
        above = self._tops[len(self.values) - first] - self._tops[len(self.values) - last]
        return np.asarray(np.where(self._steps[first] > 0.5, above, below))

    def atom(self, x: float) -> float:
        return math.fsum(self._weights[self._values == x])

    def moment(self, low: float, high: float) -> float:
        inside = (low < self._values) & (self._values <= high)
        return math.fsum(self._values[inside] * self._weights[inside])

    def scaled(self, factor: float) -> Discrete:
        values = self._values * factor
        if (np.diff(values) > 0).all():
            return Discrete(tuple(values.tolist()), self.weights)
        return Discrete(*gathered(values, self._weights))  # neighbours rounded to one value

    def truncated(self, *, low: float = -np.inf, high: float = np.inf) -> Distribution:
        kept = (low <= self._values) & (self._values <= high)
        if not kept.any():
            raise InputError(f"discrete: no value lies between {low} and {high}.")
        return Discrete(*gathered(self._values[kept], self._weights[kept]))

    def to_dict(self) -> dict[str, Any]:
        return {"kind": self.kind, "values": self.values, "weights": self.weights}


@dataclass(frozen=True)
class Point(Distribution):
    """One known value."""

    value: float
    kind: ClassVar[str] = "point"

    def __post_init__(self) -> None:
        check_numbers("point", value=self.value)

    @property
    def support(self) -> tuple[float, float]:
        return self.value, self.value

    def quantile(self, u: float | Array) -> Array:
        return np.full(np.shape(u), self.value)

    def mass(self, low: float | Array, high: float | Array) -> Array:
        return np.asarray((numbers(low, "low") < self.value) & (self.value <= numbers(high, "high")), dtype=np.float64)

    def atom(self, x: float) -> float:
        return float(x == self.value)

    def moment(self, low: float, high: float) -> float:
        return self.value if low < self.value <= high else 0.0

    def scaled(self, factor: float) -> Point:
        return Point(self.value * factor)

    def truncated(self, *, low: float = -np.inf, high: float = np.inf) -> Distribution:
        if not low <= self.value <= high:
            raise InputError(f"point: {self.value} does not lie between {low} and {high}.")
        return self
