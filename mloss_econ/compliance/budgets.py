"""How budgets are spread over projects: one idea serves counts, budgets and use.

    share below x, power p = sum of size^p over projects smaller than x / sum of size^p over all
    p = 0 counts projects; p = 1 weighs them by budget; p = b by use, where use grows with budget^b on average

With ln use of standard deviation u and correlation rho to ln budget of standard deviation s, b = rho * u / s.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from scipy.special import exprel, ndtr, ndtri

from mloss_econ.base.arrays import Array, check_within, numbers
from mloss_econ.errors import InputError
from mloss_econ.evidence import Table

Real = Array | float
ROUNDING = 1e-12


def _taken(budgets: object, *names: str) -> None:
    """Take the fields of a spread as arrays of numbers."""
    for name in names:
        object.__setattr__(budgets, name, numbers(getattr(budgets, name), name))


class Budgets(Protocol):
    """A spread of yearly budgets."""

    def share_below(self, x: Real, power: Real) -> Array:
        """Share of the sum of size^power held by projects smaller than x (0 to infinity)."""
        ...

    def size_at(self, share: Real, power: Real) -> Array:
        """The inverse: the size below which that share (0 to 1) lies."""
        ...

    def mean(self) -> Array:
        """Mean budget."""
        ...


@dataclass(frozen=True)
class LognormalBudgets:
    """Median and standard deviation of the logarithm (above 0)."""

    median: Array
    sigma: Array

    def __post_init__(self) -> None:
        _taken(self, "median", "sigma")

    def share_below(self, x: Real, power: Real) -> Array:
        """Phi(z - power * sigma), z = ln(x / median) / sigma."""
        x = numbers(x, "x")
        some = np.logical_not(np.less_equal(x, 0.0))  # what is no number stays none
        z = np.log(np.where(some, x, self.median) / self.median) / self.sigma
        return np.where(some, ndtr(z - power * self.sigma), 0.0)

    def size_at(self, share: Real, power: Real) -> Array:
        """median * exp(sigma * (Phi^-1(share) + power * sigma))."""
        share = numbers(share, "share")
        return self.median * np.exp(self.sigma * (ndtri(share) + power * self.sigma))

    def mean(self) -> Array:
        """median * exp(sigma^2 / 2)."""
        return self.median * np.exp(self.sigma * self.sigma / 2)


@dataclass(frozen=True)
class ParetoBudgets:
    """Smallest budget and tail exponent alpha, which has to exceed 1 for a mean to exist.

    Where power reaches alpha the largest hold everything and no share lies below any size: 0.
    """

    smallest: Array
    alpha: Array

    def __post_init__(self) -> None:
        _taken(self, "smallest", "alpha")

    def _tail(self, power: Real) -> Array:
        return np.maximum(self.alpha - power, 0.0)

    def share_below(self, x: Real, power: Real) -> Array:
        """1 - (smallest / x)^(alpha - power)."""
        x = numbers(x, "x")
        held = -np.expm1(-self._tail(power) * np.log(np.maximum(x, self.smallest) / self.smallest))
        return np.where(np.equal(x, np.inf), 1.0, held)  # all is below no limit, also where no share is below any

    def size_at(self, share: Real, power: Real) -> Array:
        """smallest * (1 - share)^(-1 / (alpha - power)); not finite where power reaches alpha."""
        share = numbers(share, "share")
        return self.smallest * np.power(1 - share, -1 / self._tail(power))

    def mean(self) -> Array:
        """alpha * smallest / (alpha - 1). Raises InputError for an alpha of 1 or less."""
        check_within(self.alpha, "alpha", above=1, advice="Else there is no mean: use TruncatedParetoBudgets.")
        return self.alpha * self.smallest / (self.alpha - 1)


@dataclass(frozen=True)
class TruncatedParetoBudgets:
    """Lowest and highest budget, and any tail exponent alpha above 0; at alpha = power by continuity."""

    lowest: Array
    highest: Array
    alpha: Array

    def __post_init__(self) -> None:
        _taken(self, "lowest", "highest", "alpha")

    def _log(self, x: Real) -> Array:
        return np.log(np.minimum(np.maximum(x, self.lowest), self.highest) / self.lowest)

    def share_below(self, x: Real, power: Real) -> Array:
        """(x^c - lowest^c) / (highest^c - lowest^c), c = power - alpha."""
        x = numbers(x, "x")
        c, to_x, whole = power - self.alpha, self._log(x), self._log(np.inf)
        return to_x * exprel(c * to_x) / (whole * exprel(c * whole))

    def size_at(self, share: Real, power: Real) -> Array:
        """Its inverse."""
        share = numbers(share, "share")
        whole = self._log(np.inf)
        c = (power - self.alpha) * whole
        flat = np.less(np.abs(c), 1e-7)
        steep = np.where(flat, 1.0, c)
        steps = np.where(flat, share * (1 + c * (1 - share) / 2), np.log1p(share * np.expm1(steep)) / steep)
        return self.lowest * np.exp(whole * steps)

    def mean(self) -> Array:
        """lowest * exprel((1 - alpha) w) / exprel(-alpha w), w = ln(highest / lowest)."""
        whole = self._log(np.inf)
        return self.lowest * exprel((1 - self.alpha) * whole) / exprel(-self.alpha * whole)


@dataclass(frozen=True)
class EmpiricalBudgets:
    """A sample: distinct relative sizes in rising order with median 1, how many projects have each, and the median."""

    sizes: tuple[float, ...]
    counts: tuple[float, ...]
    median: Array

    def __post_init__(self) -> None:
        _taken(self, "median")

    @classmethod
    def of(cls, sample: Table, column: str, median: Array) -> EmpiricalBudgets:
        """The shape of a column of a table (rows of 0 left out), scaled to a median budget."""
        found = numbers(sample[column], f"table '{sample.name}', column '{column}'")
        if (found < 0).any():
            row = int(np.argmax(found < 0))
            raise InputError(
                f"table '{sample.name}', column '{column}', row {row + 1}: {found[row]:g} is no size. Give 0 or more."
            )
        found = found[found > 0]
        if not len(found):
            raise InputError(f"table '{sample.name}', column '{column}': no size above 0. Give another sample.")
        sizes, counts = np.unique(found / np.median(found), return_counts=True)
        return cls(tuple(sizes.tolist()), tuple(counts.astype(float).tolist()), median)

    def _weights(self, power: Real) -> list[Array]:
        weights = [count * np.power(size, power) for size, count in zip(self.sizes, self.counts, strict=True)]
        whole = sum(weights[1:], start=weights[0])
        return [weight / whole for weight in weights]

    def share_below(self, x: Real, power: Real) -> Array:
        """Added up over the sample."""
        x = numbers(x, "x")
        relative = x / self.median * (1 - ROUNDING)  # a size is not below itself
        held = [w * np.less(size, relative) for w, size in zip(self._weights(power), self.sizes, strict=True)]
        return sum(held[1:], start=held[0])

    def size_at(self, share: Real, power: Real) -> Array:
        """The largest size of the sample below which at most that share lies."""
        share = numbers(share, "share")
        found, below = 0 * (share + power) + self.sizes[0], 0 * (share + power)
        for weight, size in zip(self._weights(power), self.sizes, strict=True):
            found = np.where(np.less_equal(below, share + ROUNDING), size, found)
            below = below + weight
        return found * self.median

    def mean(self) -> Array:
        """Mean of the sample, scaled."""
        return self.median * float(np.dot(self.sizes, self.counts) / np.sum(self.counts))


def shrunk(budgets: Budgets, threshold: Real, upper: Real) -> Array:
    """Share of all budgets lost if projects from `threshold` to `upper` shrink to the threshold.

    integral over (threshold, upper) of (size - threshold) dG / mean
    """
    threshold, upper = numbers(threshold, "threshold"), numbers(upper, "upper")
    value = budgets.share_below(upper, 1.0) - budgets.share_below(threshold, 1.0)
    count = budgets.share_below(upper, 0.0) - budgets.share_below(threshold, 0.0)
    return np.maximum(value - threshold / budgets.mean() * count, 0.0)
