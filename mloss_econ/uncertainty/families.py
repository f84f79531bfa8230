"""The families without ends: normal and lognormal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from mloss_econ.base.arrays import numbers
from mloss_econ.errors import InputError
from mloss_econ.uncertainty.distribution import Array, Distribution, check_numbers
from mloss_econ.uncertainty.lazy import special


def _normal_mass(low: float | Array, high: float | Array) -> Array:
    """P(low < Z <= high) for a standard normal, computed in the tail where it keeps its digits."""
    low, high = numbers(low, "low"), numbers(high, "high")
    flip = low > 0
    a, b = np.where(flip, -high, low), np.where(flip, -low, high)
    return np.asarray(np.maximum(special.ndtr(b) - special.ndtr(a), 0.0))


@dataclass(frozen=True)
class Normal(Distribution):
    """Normal with a mean and a standard deviation (> 0)."""

    mean_: float
    sd: float
    kind: ClassVar[str] = "normal"

    def __post_init__(self) -> None:
        check_numbers("normal", mean=self.mean_, sd=self.sd)
        if self.sd <= 0:
            raise InputError(f"normal: sd = {self.sd} must be above 0. Use point(value=...) for a known number.")

    @property
    def support(self) -> tuple[float, float]:
        return -np.inf, np.inf

    def quantile(self, u: float | Array) -> Array:
        return self.mean_ + self.sd * special.ndtri(numbers(u, "u"))

    def upper_quantile(self, q: float | Array) -> Array:
        return self.mean_ - self.sd * special.ndtri(numbers(q, "q"))

    def _z(self, x: float | Array) -> Array:
        return (numbers(x, "x") - self.mean_) / self.sd

    def mass(self, low: float | Array, high: float | Array) -> Array:
        return _normal_mass(self._z(low), self._z(high))

    def moment(self, low: float, high: float) -> float:
        a, b = self._z(low), self._z(high)
        density = (np.exp(-0.5 * a * a) - np.exp(-0.5 * b * b)) / np.sqrt(2 * np.pi)
        return float(self.mean_ * _normal_mass(a, b) + self.sd * density)

    def scaled(self, factor: float) -> Normal:
        return Normal(self.mean_ * factor, self.sd * factor)

    def to_dict(self) -> dict[str, object]:
        return {"kind": self.kind, "mean": self.mean_, "sd": self.sd}


@dataclass(frozen=True)
class Lognormal(Distribution):
    """exp of a normal: `median` (> 0) and `sigma` (> 0), the standard deviation of the logarithm."""

    median: float
    sigma: float
    kind: ClassVar[str] = "lognormal"

    def __post_init__(self) -> None:
        check_numbers("lognormal", median=self.median, sigma=self.sigma)
        if self.median <= 0 or self.sigma <= 0:
            raise InputError(f"lognormal: median = {self.median} and sigma = {self.sigma} must both be above 0.")

    @property
    def support(self) -> tuple[float, float]:
        return 0.0, np.inf

    def quantile(self, u: float | Array) -> Array:
        return np.asarray(self.median * np.exp(self.sigma * special.ndtri(numbers(u, "u"))))

    def upper_quantile(self, q: float | Array) -> Array:
        return np.asarray(self.median * np.exp(-self.sigma * special.ndtri(numbers(q, "q"))))

    def _z(self, x: float | Array) -> Array:
        x = np.maximum(numbers(x, "x"), 0.0)
        with np.errstate(divide="ignore"):
            return np.asarray(np.log(x / self.median) / self.sigma)

    def mass(self, low: float | Array, high: float | Array) -> Array:
        return _normal_mass(self._z(low), self._z(high))

    def moment(self, low: float, high: float) -> float:
        shifted = _normal_mass(self._z(low) - self.sigma, self._z(high) - self.sigma)
        return float(self.median * np.exp(0.5 * self.sigma**2) * shifted)

    def scaled(self, factor: float) -> Lognormal:
        return Lognormal(self.median * factor, self.sigma)
