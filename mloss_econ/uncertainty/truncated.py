"""True truncation: X given low <= X <= high.

quantile(u) = Q(F(low) + u (F(high) - F(low)))      each value computed from its nearer tail
mean        = E[X; low < X <= high] / P(low < X <= high)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from mloss_econ.arrays import numbers
from mloss_econ.errors import InputError
from mloss_econ.uncertainty.distribution import Array, Distribution


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
