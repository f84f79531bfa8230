"""The families between two ends: uniform, triangular, beta, PERT."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from mloss_econ.base.arrays import numbers
from mloss_econ.errors import InputError
from mloss_econ.uncertainty.distribution import Array, Distribution, check_numbers
from mloss_econ.uncertainty.lazy import special


@dataclass(frozen=True)
class Uniform(Distribution):
    """Equally likely anywhere from `low` to `high`."""

    low: float
    high: float
    kind: ClassVar[str] = "uniform"

    def __post_init__(self) -> None:
        check_numbers("uniform", low=self.low, high=self.high)
        if not self.low < self.high:
            raise InputError(f"uniform: low = {self.low} must be below high = {self.high}.")

    @property
    def support(self) -> tuple[float, float]:
        return self.low, self.high

    def quantile(self, u: float | Array) -> Array:
        return self.within(np.asarray(self.low + (self.high - self.low) * numbers(u, "u")))

    def mass(self, low: float | Array, high: float | Array) -> Array:
        a, b = np.clip(numbers(low, "low"), self.low, self.high), np.clip(numbers(high, "high"), self.low, self.high)
        return np.asarray((b - a) / (self.high - self.low))

    def moment(self, low: float, high: float) -> float:
        a, b = np.clip(numbers(low, "low"), self.low, self.high), np.clip(numbers(high, "high"), self.low, self.high)
        return float((b + a) / 2 * (b - a) / (self.high - self.low))

    def scaled(self, factor: float) -> Uniform:
        return Uniform(self.low * factor, self.high * factor)


@dataclass(frozen=True)
class Triangular(Distribution):
    """Straight up from `low` to `mode`, straight down to `high`."""

    low: float
    mode: float
    high: float
    kind: ClassVar[str] = "triangular"

    def __post_init__(self) -> None:
        check_numbers(self.kind, low=self.low, mode=self.mode, high=self.high)
        if not (self.low <= self.mode <= self.high and self.low < self.high):
            raise InputError(
                f"{self.kind}: needs low <= mode <= high and low < high, not {self.low}, {self.mode}, {self.high}."
            )

    @property
    def support(self) -> tuple[float, float]:
        return self.low, self.high

    def quantile(self, u: float | Array) -> Array:
        u = numbers(u, "u")
        width, left, right = self.high - self.low, self.mode - self.low, self.high - self.mode
        rising = self.low + np.sqrt(u * width * left)
        return self.within(np.where(u * width < left, rising, self.mode + _beyond(u, width, left, right)))

    def upper_quantile(self, q: float | Array) -> Array:
        q = numbers(q, "q")
        width, left, right = self.high - self.low, self.mode - self.low, self.high - self.mode
        falling = self.high - np.sqrt(q * width * right)
        return self.within(np.where(q * width < right, falling, self.mode - _beyond(q, width, right, left)))

    def mass(self, low: float | Array, high: float | Array) -> Array:
        rising, falling, _ = self._parts(low, high)
        return np.asarray(rising + falling)

    def moment(self, low: float, high: float) -> float:
        rising, falling, inward = self._parts(low, high)
        return float(self.low * rising + self.high * falling + inward)

    def _parts(self, low: float | Array, high: float | Array) -> tuple[Array, Array, Array]:
        """Probability on the rising and on the falling side, and the mean distance from the two ends, in between;
        counted from the ends, so that nothing cancels near them."""
        a, b = (np.clip(numbers(x, "x"), self.low, self.high) for x in (low, high))
        width, left, right = self.high - self.low, self.mode - self.low, self.high - self.mode
        a1, b1 = (np.minimum(x, self.mode) - self.low for x in (a, b))
        a2, b2 = (self.high - np.maximum(x, self.mode) for x in (a, b))
        up, down = (1 / (width * side) if side > 0 else 0.0 for side in (left, right))
        inward = up * 2 / 3 * (b1**3 - a1**3) - down * 2 / 3 * (a2**3 - b2**3)
        return up * (b1 - a1) * (b1 + a1), down * (a2 - b2) * (a2 + b2), inward

    def scaled(self, factor: float) -> Triangular:
        return type(self)(self.low * factor, self.mode * factor, self.high * factor)


def _beyond(u: Array, width: float, near: float, far: float) -> Array:
    """far - sqrt((1 - u) width far): how far past the mode the probability u is reached, coming from the side of length
    `near` = width - far. Written so that nothing cancels for small u."""
    past = np.maximum(u * width - near, 0.0)
    return np.asarray(past * (far / (far + np.sqrt((1 - u) * width * far))) if far > 0 else 0.0 * past)


@dataclass(frozen=True)
class Beta(Distribution):
    """Beta on [0, 1] with shapes a, b > 0."""

    a: float
    b: float
    kind: ClassVar[str] = "beta"

    def __post_init__(self) -> None:
        check_numbers("beta", a=self.a, b=self.b)
        if self.a <= 0 or self.b <= 0:
            raise InputError(f"beta: a = {self.a} and b = {self.b} must both be above 0.")

    @property
    def support(self) -> tuple[float, float]:
        return 0.0, 1.0

    def quantile(self, u: float | Array) -> Array:
        return np.asarray(special.betaincinv(self.a, self.b, numbers(u, "u")))

    def upper_quantile(self, q: float | Array) -> Array:
        return np.asarray(special.betainccinv(self.a, self.b, numbers(q, "q")))

    def mass(self, low: float | Array, high: float | Array) -> Array:
        return self._between(self.a, low, high)

    def _between(self, a: float, low: float | Array, high: float | Array) -> Array:
        x, y = np.clip(numbers(low, "low"), 0.0, 1.0), np.clip(numbers(high, "high"), 0.0, 1.0)
        lower = special.betainc(a, self.b, y) - special.betainc(a, self.b, x)
        upper = special.betaincc(a, self.b, x) - special.betaincc(a, self.b, y)
        return np.where(special.betainc(a, self.b, x) > 0.5, upper, lower)

    def moment(self, low: float, high: float) -> float:
        return float(self.a / (self.a + self.b) * self._between(self.a + 1, low, high))

    def scaled(self, factor: float) -> Distribution:
        raise InputError("beta: a share cannot be scaled into another price base. Use pert(...) for money.")


@dataclass(frozen=True)
class Pert(Triangular):
    """PERT: low + (high - low) Beta(1 + 4 (mode - low) / width, 1 + 4 (high - mode) / width).

    The original parametrisation (weight 4 on the mode, mean (low + 4 mode + high) / 6), not the
    moment-matched variant some packages give the same name.
    """

    kind: ClassVar[str] = "pert"

    def beta(self) -> Beta:
        """The beta on [0, 1] it is stretched from."""
        width = self.high - self.low
        return Beta(1 + 4 * (self.mode - self.low) / width, 1 + 4 * (self.high - self.mode) / width)

    def _unit(self, x: float | Array) -> Array:
        return (numbers(x, "x") - self.low) / (self.high - self.low)

    def quantile(self, u: float | Array) -> Array:
        return self.within(np.asarray(self.low + (self.high - self.low) * self.beta().quantile(u)))

    def upper_quantile(self, q: float | Array) -> Array:
        return self.within(np.asarray(self.low + (self.high - self.low) * self.beta().upper_quantile(q)))

    def mass(self, low: float | Array, high: float | Array) -> Array:
        return self.beta().mass(self._unit(low), self._unit(high))

    def moment(self, low: float, high: float) -> float:
        a, b = float(self._unit(low)), float(self._unit(high))
        return float(self.low * self.beta().mass(a, b) + (self.high - self.low) * self.beta().moment(a, b))
