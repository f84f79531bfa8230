"""The families of distributions: lognormal, normal, uniform, triangular, PERT, beta, discrete, point.

One stated parametrisation each; the public functions in `mloss_econ.uncertainty` take the named alternatives.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from mloss_econ.errors import InputError
from mloss_econ.uncertainty.distribution import Array, Distribution, check_numbers

if TYPE_CHECKING:
    from scipy import special
else:

    class _Special:
        """scipy.special, loaded when a function of it is first used (its import takes longer than all of ours)."""

        def __getattr__(self, name):
            from scipy import special as module

            function = getattr(module, name)
            setattr(self, name, function)
            return function

    special = _Special()


def _normal_mass(low: float | Array, high: float | Array) -> Array:
    """P(low < Z <= high) for a standard normal, computed in the tail where it keeps its digits."""
    low, high = np.asarray(low, dtype=np.float64), np.asarray(high, dtype=np.float64)
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
        return self.mean_ + self.sd * special.ndtri(np.asarray(u, dtype=np.float64))

    def upper_quantile(self, q: float | Array) -> Array:
        return self.mean_ - self.sd * special.ndtri(np.asarray(q, dtype=np.float64))

    def _z(self, x: float | Array) -> Array:
        return (np.asarray(x, dtype=np.float64) - self.mean_) / self.sd

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
        return np.asarray(self.median * np.exp(self.sigma * special.ndtri(np.asarray(u, dtype=np.float64))))

    def upper_quantile(self, q: float | Array) -> Array:
        return np.asarray(self.median * np.exp(-self.sigma * special.ndtri(np.asarray(q, dtype=np.float64))))

    def _z(self, x: float | Array) -> Array:
        x = np.maximum(np.asarray(x, dtype=np.float64), 0.0)
        with np.errstate(divide="ignore"):
            return np.asarray(np.log(x / self.median) / self.sigma)

    def mass(self, low: float | Array, high: float | Array) -> Array:
        return _normal_mass(self._z(low), self._z(high))

    def moment(self, low: float, high: float) -> float:
        shifted = _normal_mass(self._z(low) - self.sigma, self._z(high) - self.sigma)
        return float(self.median * np.exp(0.5 * self.sigma**2) * shifted)

    def scaled(self, factor: float) -> Lognormal:
        return Lognormal(self.median * factor, self.sigma)


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
        return self.low + (self.high - self.low) * np.asarray(u, dtype=np.float64)

    def mass(self, low: float | Array, high: float | Array) -> Array:
        a, b = np.clip(low, self.low, self.high), np.clip(high, self.low, self.high)
        return np.asarray((b - a) / (self.high - self.low))

    def moment(self, low: float, high: float) -> float:
        a, b = np.clip(low, self.low, self.high), np.clip(high, self.low, self.high)
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
        u = np.asarray(u, dtype=np.float64)
        width, left, right = self.high - self.low, self.mode - self.low, self.high - self.mode
        rising = self.low + np.sqrt(u * width * left)
        falling = self.high - np.sqrt((1 - u) * width * right)
        return np.where(u * width < left, rising, falling)

    def upper_quantile(self, q: float | Array) -> Array:
        q = np.asarray(q, dtype=np.float64)
        width, left, right = self.high - self.low, self.mode - self.low, self.high - self.mode
        falling = self.high - np.sqrt(q * width * right)
        rising = self.low + np.sqrt((1 - q) * width * left)
        return np.where(q * width < right, falling, rising)

    def mass(self, low: float | Array, high: float | Array) -> Array:
        rising, falling, _ = self._parts(low, high)
        return np.asarray(rising + falling)

    def moment(self, low: float, high: float) -> float:
        rising, falling, inward = self._parts(low, high)
        return float(self.low * rising + self.high * falling + inward)

    def _parts(self, low: float | Array, high: float | Array) -> tuple[Array, Array, Array]:
        """Probability on the rising and on the falling side, and the mean distance from the two ends, in between;
        counted from the ends, so that nothing cancels near them."""
        a, b = (np.clip(np.asarray(x, dtype=np.float64), self.low, self.high) for x in (low, high))
        width, left, right = self.high - self.low, self.mode - self.low, self.high - self.mode
        a1, b1 = (np.minimum(x, self.mode) - self.low for x in (a, b))
        a2, b2 = (self.high - np.maximum(x, self.mode) for x in (a, b))
        up, down = (1 / (width * side) if side > 0 else 0.0 for side in (left, right))
        inward = up * 2 / 3 * (b1**3 - a1**3) - down * 2 / 3 * (a2**3 - b2**3)
        return up * (b1 - a1) * (b1 + a1), down * (a2 - b2) * (a2 + b2), inward

    def scaled(self, factor: float) -> Triangular:
        return type(self)(self.low * factor, self.mode * factor, self.high * factor)


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
        return np.asarray(special.betaincinv(self.a, self.b, np.asarray(u, dtype=np.float64)))

    def upper_quantile(self, q: float | Array) -> Array:
        return np.asarray(special.betainccinv(self.a, self.b, np.asarray(q, dtype=np.float64)))

    def mass(self, low: float | Array, high: float | Array) -> Array:
        return self._between(self.a, low, high)

    def _between(self, a: float, low: float | Array, high: float | Array) -> Array:
        x, y = np.clip(low, 0.0, 1.0), np.clip(high, 0.0, 1.0)
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

    def _beta(self) -> Beta:
        width = self.high - self.low
        return Beta(1 + 4 * (self.mode - self.low) / width, 1 + 4 * (self.high - self.mode) / width)

    def _unit(self, x: float | Array) -> Array:
        return (np.asarray(x, dtype=np.float64) - self.low) / (self.high - self.low)

    def quantile(self, u: float | Array) -> Array:
        return self.low + (self.high - self.low) * self._beta().quantile(u)

    def upper_quantile(self, q: float | Array) -> Array:
        return self.low + (self.high - self.low) * self._beta().upper_quantile(q)

    def mass(self, low: float | Array, high: float | Array) -> Array:
        return self._beta().mass(self._unit(low), self._unit(high))

    def moment(self, low: float, high: float) -> float:
        a, b = float(self._unit(low)), float(self._unit(high))
        return float(self.low * self._beta().mass(a, b) + (self.high - self.low) * self._beta().moment(a, b))


@dataclass(frozen=True)
class Discrete(Distribution):
    """Some `values`, in rising order, with `weights` that sum to 1."""

    values: tuple[float, ...]
    weights: tuple[float, ...]
    kind: ClassVar[str] = "discrete"

    def __post_init__(self) -> None:
        if len(self.values) != len(self.weights) or not self.values:
            raise InputError(f"discrete: {len(self.values)} values and {len(self.weights)} weights; give one of each.")
        for value, weight in zip(self.values, self.weights, strict=True):
            check_numbers("discrete", value=value, weight=weight)
        if min(self.weights) <= 0 or abs(sum(self.weights) - 1) > 1e-9:
            raise InputError(f"discrete: weights must be above 0 and sum to 1; they sum to {sum(self.weights):.6g}.")
        if any(b <= a for a, b in zip(self.values, self.values[1:], strict=False)):
            raise InputError("discrete: values must rise, each once.")

    @property
    def support(self) -> tuple[float, float]:
        return self.values[0], self.values[-1]

    def quantile(self, u: float | Array) -> Array:
        steps = np.cumsum(self.weights)[:-1]
        return np.asarray(self.values)[np.searchsorted(steps, np.asarray(u, dtype=np.float64), side="left")]

    def mass(self, low: float | Array, high: float | Array) -> Array:
        steps = np.concatenate([[0.0], np.cumsum(self.weights)])
        return np.asarray(
            steps[np.searchsorted(self.values, high, "right")] - steps[np.searchsorted(self.values, low, "right")]
        )

    def moment(self, low: float, high: float) -> float:
        return sum(v * w for v, w in zip(self.values, self.weights, strict=True) if low < v <= high)

    def scaled(self, factor: float) -> Discrete:
        return Discrete(tuple(v * factor for v in self.values), self.weights)

    def truncated(self, *, low: float = -np.inf, high: float = np.inf) -> Distribution:
        kept = [(v, w) for v, w in zip(self.values, self.weights, strict=True) if low <= v <= high]
        if not kept:
            raise InputError(f"discrete: no value lies between {low} and {high}.")
        total = sum(w for _, w in kept)
        return Discrete(tuple(v for v, _ in kept), tuple(w / total for _, w in kept))


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
        return np.asarray((np.asarray(low) < self.value) & (self.value <= np.asarray(high)), dtype=np.float64)

    def moment(self, low: float, high: float) -> float:
        return self.value if low < self.value <= high else 0.0

    def scaled(self, factor: float) -> Point:
        return Point(self.value * factor)

    def truncated(self, *, low: float = -np.inf, high: float = np.inf) -> Distribution:
        if not low <= self.value <= high:
            raise InputError(f"point: {self.value} does not lie between {low} and {high}.")
        return self
