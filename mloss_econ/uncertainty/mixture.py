"""A mixture: one of several distributions holds, and the weights say how likely each is.

F(x) = sum_i w_i F_i(x)      P(X > x) = sum_i w_i P(X_i > x)      E[X; a < X <= b] = sum_i w_i E[X_i; a < X_i <= b]
Q(u) = the smallest x with F(x) >= u

Q has no closed form. Some component has F_i >= u at its own u-quantile and none has above the largest of them, so Q(u)
lies between the smallest and the largest component quantile; there the float64 numbers are bisected until one is left.
Within TAIL of the upper end P(X > x) <= 1 - u is asked for instead, which keeps its digits where F rounds to 1.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from mloss_econ.base.arrays import numbers
from mloss_econ.errors import InputError
from mloss_econ.uncertainty.distribution import Array, Distribution
from mloss_econ.uncertainty.points import column

Mask = npt.NDArray[np.bool_]
TAIL = 2.0**-7
MOST = 256  # components: a quantile is bisected over all of them
MARGIN = 2.0**-40  # of probability: more than the quantile of a component can be off by rounding


@dataclass(frozen=True)
class Mixture(Distribution):
    """`of[i]` with probability `weights[i]`; weights above 0 that sum to 1 (to 1e-9), any families, any supports.

    Components that are mixtures themselves are taken apart, so there is one level whatever is given. Raises InputError
    for more than 256 components.
    """

    of: tuple[Distribution, ...]
    weights: tuple[float, ...]
    kind: ClassVar[str] = "mixture"

    def __post_init__(self) -> None:
        if not self.of:
            raise InputError("mixture: of is empty. Give at least one distribution, and as many weights.")
        if len(self.of) != len(self.weights):
            raise InputError(
                f"mixture: {len(self.of)} distributions and {len(self.weights)} weights; give one of each."
            )
        column("mixture", "weights", self.weights)
        total = math.fsum(self.weights)
        if min(self.weights) <= 0 or abs(total - 1) > 1e-9:
            raise InputError(
                f"mixture: weights must be above 0 and sum to 1; {', '.join(f'{w:g}' for w in self.weights[:12])}"
                f"{', …' if len(self.weights) > 12 else ''} sum to {total:.6g}."
            )
        self._flatten()
        if len(self.of) > MOST:
            raise InputError(
                f"mixture: {len(self.of):,} distributions, of at most {MOST}. Give data as `empirical` or `discrete`."
            )

    def _flatten(self) -> None:
        """A mixture of mixtures is one of all their components: each level would cost its own bisection, inside that of
        the level above."""
        if not any(isinstance(d, Mixture) for d in self.of):
            return
        flat: list[tuple[Distribution, float]] = []
        for dist, weight in zip(self.of, self.weights, strict=True):
            if isinstance(dist, Mixture):  # itself flat
                flat += [(d, weight * share) for share, d in dist.parts]
            else:
                flat.append((dist, weight))
        kept = [(d, w) for d, w in flat if w > 0]  # what is rarer than any float64 says never comes
        object.__setattr__(self, "of", tuple(d for d, _ in kept))
        object.__setattr__(self, "weights", tuple(w for _, w in kept))

    @cached_property
    def parts(self) -> tuple[tuple[float, Distribution], ...]:
        """(share, component) for each; the shares are the weights, without what they miss of 1."""
        total = math.fsum(self.weights)
        return tuple((w / total, dist) for w, dist in zip(self.weights, self.of, strict=True))

    @property
    def support(self) -> tuple[float, float]:
        return min(d.support[0] for d in self.of), max(d.support[1] for d in self.of)

    def quantile(self, u: float | Array) -> Array:
        u = numbers(u, "u")
        return self._inverse(u, 1.0 - u, u <= 1.0 - TAIL)

    def upper_quantile(self, q: float | Array) -> Array:
        q = numbers(q, "q")
        return self._inverse(1.0 - q, q, q > 1.0 - TAIL)

    def _inverse(self, u: Array, q: Array, from_below: Mask) -> Array:
        x = np.full(u.shape, np.nan)
        low, high = from_below & (u >= 0), ~from_below & (q >= 0)
        x[low] = self._from_below(u[low])
        x[high] = self._from_above(q[high])
        return x

    def _from_below(self, u: Array) -> Array:
        """The smallest x with F(x) >= u."""
        farther, nearer = 0.5 * u, u + 0.5 * np.minimum(u + MARGIN, 1.0 - u)
        low = np.min([d.quantile(farther) for d in self.of], axis=0)
        high = np.max([d.quantile(nearer) for d in self.of], axis=0)
        return smallest(lambda x, rows: self.mass(-np.inf, x) >= u[rows], low, high)

    def _from_above(self, q: Array) -> Array:
        """The smallest x with P(X > x) <= q."""
        farther, nearer = 0.5 * q, q + 0.5 * np.minimum(q + MARGIN, 1.0 - q)
        low = np.min([d.upper_quantile(nearer) for d in self.of], axis=0)
        high = np.max([d.upper_quantile(farther) for d in self.of], axis=0)
        x = smallest(lambda x, rows: self.mass(x, np.inf) <= q[rows], low, high)
        return np.where(q == 0, self.support[1], x)

    def mass(self, low: float | Array, high: float | Array) -> Array:
        return np.asarray(sum(share * d.mass(low, high) for share, d in self.parts))

    def atom(self, x: float) -> float:
        return math.fsum(share * d.atom(x) for share, d in self.parts)

    def moment(self, low: float, high: float) -> float:
        return math.fsum(share * d.moment(low, high) for share, d in self.parts)

    def scaled(self, factor: float) -> Mixture:
        return Mixture(tuple(d.scaled(factor) for d in self.of), self.weights)

    def truncated(self, *, low: float = -np.inf, high: float = np.inf) -> Distribution:
        """The mixture of the truncated components, each as likely as it is to lie between the bounds."""
        if not low <= high:
            raise InputError(f"mixture: low = {low} must not be above high = {high}.")
        left = [share * (float(d.mass(low, high)) + d.atom(low)) for share, d in self.parts]
        total = math.fsum(left)
        if not total > 0:
            raise InputError(f"mixture: no component has probability between {low} and {high}.")
        kept = [
            (d.truncated(low=low, high=high), w / total) for d, w in zip(self.of, left, strict=True) if w / total > 0
        ]
        return Mixture(tuple(d for d, _ in kept), tuple(w for _, w in kept))

    def to_dict(self) -> dict[str, Any]:
        return {"kind": self.kind, "of": [d.to_dict() for d in self.of], "weights": self.weights}


def smallest(reached: Callable[[Array, Mask], Mask], low: Array, high: Array) -> Array:
    """The smallest float64 in [low, high] from which on `reached(x, rows)` holds; `high` if it never does.

    Any shape, bisected together; a row ends after at most 64 steps and does not depend on the others.
    """
    a, b = _rank(low), _rank(high)
    while (rows := a < b).any():
        middle = (a[rows] & b[rows]) + ((a[rows] ^ b[rows]) >> 1)  # the mean, rounded down, without overflow
        with np.errstate(over="ignore"):
            good = reached(_number(middle), rows)
        b[rows], a[rows] = np.where(good, middle, b[rows]), np.where(good, a[rows], middle + 1)
    return _number(b) + 0.0  # no -0.0


LAST = np.int64(2**63 - 1)


def _rank(x: Array) -> npt.NDArray[np.int64]:
    """The place of each float64 in their order."""
    bits = np.array(x, dtype=np.float64).view(np.int64)
    return np.where(bits < 0, bits ^ LAST, bits)


def _number(rank: npt.NDArray[np.int64]) -> Array:
    return np.where(rank < 0, rank ^ LAST, rank).view(np.float64)
