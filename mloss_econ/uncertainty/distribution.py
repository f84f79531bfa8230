"""What a distribution is: an exact quantile function, a support, a closed-form mean, and a dictionary form.

Everything else (cumulative probability, true truncation, price conversion) follows from four methods. True truncation,
X given low <= X <= high, is

    quantile(u) = Q(F(low) + u (F(high) - F(low)))      each value computed from its nearer tail
    mean        = E[X; low < X <= high] / P(low < X <= high)
"""

from __future__ import annotations

import math
import sys
from abc import ABC, abstractmethod
from dataclasses import asdict, dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from mloss_econ.base.arrays import numbers
from mloss_econ.errors import InputError, quoted

Array = npt.NDArray[np.float64]


def plain(value: Any) -> Any:
    """A Decimal, a Fraction or a single number in an array as a float; anything else as it is, for `check_numbers`."""
    single = type(value) is np.ndarray and not value.ndim and value.dtype.kind in "iuf"
    return float(value) if single or isinstance(value, (Decimal, Fraction)) else value


def check_numbers(kind: str, **numbers: float) -> None:
    """Refuse text, booleans, NaN and infinities among a distribution's parameters."""
    for name, value in numbers.items():
        if isinstance(value, (bool, np.bool_)) or not isinstance(value, (int, float, np.integer, np.floating)):
            raise InputError(f"{kind}: {name} = {quoted(value)} is not a number.")
        if isinstance(value, int) and abs(value) > sys.float_info.max:
            raise InputError(f"{kind}: {name} is not finite: too large to compute with. Check its exponent.")
        if not math.isfinite(value):
            raise InputError(f"{kind}: {name} = {value} is not finite. Give a plain number.")


@dataclass(frozen=True)
class Distribution(ABC):
    """The uncertainty of one quantity. Frozen; equal when its parameters are."""

    kind: ClassVar[str]

    @property
    @abstractmethod
    def support(self) -> tuple[float, float]:
        """Smallest and largest possible value (either may be infinite)."""

    @abstractmethod
    def quantile(self, u: float | Array) -> Array:
        """The exact quantile function at probabilities `u` in [0, 1]; same shape as `u`."""

    @abstractmethod
    def mass(self, low: float | Array, high: float | Array) -> Array:
        """P(low < X <= high), accurate in both tails."""

    @abstractmethod
    def moment(self, low: float, high: float) -> float:
        """E[X; low < X <= high], in closed form."""

    @abstractmethod
    def scaled(self, factor: float) -> Distribution:
        """The distribution of `factor * X`, factor > 0 (a change of price base)."""

    def within(self, x: Array) -> Array:
        """Values whose rounding has passed an end of the support, held at that end; changed in place, also returned."""
        low, high = self.support
        if low > -np.inf:
            np.maximum(x, low, out=x)
        if high < np.inf:
            np.minimum(x, high, out=x)
        return x

    def mean(self) -> float:
        """The expected value, in closed form."""
        return self.moment(-np.inf, np.inf)

    def cdf(self, x: float | Array) -> Array:
        """P(X <= x)."""
        return self.mass(-np.inf, numbers(x, "x"))

    def atom(self, x: float) -> float:
        """P(X = x): 0 wherever nothing piles up."""
        return 0.0

    def upper_quantile(self, q: float | Array) -> Array:
        """The value exceeded with probability `q`; families that can, keep precision for tiny `q`."""
        return self.quantile(1.0 - numbers(q, "q"))

    def truncated(self, *, low: float = -np.inf, high: float = np.inf) -> Distribution:
        """X given low <= X <= high: the probability outside is redistributed, not piled on the ends.

        Raises InputError if nothing is left between the bounds.
        """
        return Truncated(self, float(low), float(high))

    def to_dict(self) -> dict[str, Any]:
        """The form written to TOML and JSON; `distribution_from` reads it back."""
        return {"kind": self.kind} | asdict(self)

    def to_toml(self) -> str:
        """The same as an inline TOML table.

        >>> from mloss_econ.uncertainty import uniform
        >>> uniform(low=0, high=1).to_toml()
        '{ kind = "uniform", low = 0.0, high = 1.0 }'
        """
        return _inline_toml(self.to_dict())


@dataclass(frozen=True)
class Truncated(Distribution):
    """`of` given that it lies between `low` and `high`; either bound may be infinite."""

    of: Distribution
    low: float
    high: float
    kind: ClassVar[str] = "truncated"

    def __post_init__(self) -> None:
        if np.isnan(self.low) or np.isnan(self.high) or not self.low < self.high:
            raise InputError(f"truncated: low = {self.low} must be below high = {self.high}.")
        if self._total() <= 0:
            raise InputError(f"truncated: {self.of.kind} has no probability between {self.low} and {self.high}.")

    def _total(self) -> float:
        return float(self.of.mass(self.low, self.high))

    @property
    def support(self) -> tuple[float, float]:
        low, high = self.of.support
        return max(low, self.low), min(high, self.high)

    def quantile(self, u: float | Array) -> Array:
        u = numbers(u, "u")
        return self._at(u, 1.0 - u)

    def upper_quantile(self, q: float | Array) -> Array:
        q = numbers(q, "q")
        return self._at(1.0 - q, q)

    def _at(self, u: Array, q: Array) -> Array:
        total = self._total()
        lower = np.minimum(float(self.of.mass(-np.inf, self.low)) + u * total, 1.0)  # rounding may exceed 1
        upper = np.minimum(float(self.of.mass(self.high, np.inf)) + q * total, 1.0)
        x = np.where(lower <= upper, self.of.quantile(lower), self.of.upper_quantile(upper))
        return np.clip(x, *self.support)  # rounding only: no probability lies outside

    def mass(self, low: float | Array, high: float | Array) -> Array:
        a, b = np.clip(numbers(low, "low"), self.low, self.high), np.clip(numbers(high, "high"), self.low, self.high)
        return np.asarray(self.of.mass(a, b) / self._total())

    def moment(self, low: float, high: float) -> float:
        a, b = float(np.clip(low, self.low, self.high)), float(np.clip(high, self.low, self.high))
        return self.of.moment(a, b) / self._total()

    def scaled(self, factor: float) -> Truncated:
        return Truncated(self.of.scaled(factor), self.low * factor, self.high * factor)

    def truncated(self, *, low: float = -np.inf, high: float = np.inf) -> Distribution:
        return Truncated(self.of, max(low, self.low), min(high, self.high))

    def to_dict(self) -> dict[str, Any]:
        bounds = {"truncate_low": self.low, "truncate_high": self.high}
        return self.of.to_dict() | {k: v for k, v in bounds.items() if np.isfinite(v)}


def _inline_toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{k} = {_inline_toml(v)}" for k, v in value.items()) + " }"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_inline_toml(v) for v in value) + "]"
    return f'"{value}"' if isinstance(value, str) else repr(float(value))
