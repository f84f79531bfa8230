"""Spearman's rank correlation of two inputs under a Gaussian copula, also where their values have probabilities.

A value of probability w is a lump: it takes the probabilities from F(x) - w to F(x), and all of them have one rank, the
middle (as in `scipy.stats.spearmanr`). With g and h the ranks of the two as functions of their normal scores,

    rho(r) = Cov(g, h) / (sd(g) sd(h))        sd(g)^2 = (1 - sum of w^3) / 12
    d Cov / d r = integral of phi_2(x, y; r) dg(x) dh(y)

where dg is the density of the normal outside lumps, and w / 2 at each of the ends of one. Without lumps rho is
(6 / pi) arcsin(r / 2); for a value of probability 1/2 and a continuous input, (sqrt(12) / pi) arcsin(r / sqrt(2)).
At r = 1 and -1 both move together or against each other as far as they can: nothing beyond is possible in any way.

References: Hoeffding (1940) for the covariance; Plackett (1954), "A reduction formula for normal multivariate
integrals", for its derivative; Kruskal (1958) for the continuous case.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from mloss_econ.uncertainty.distribution import Array, Distribution
from mloss_econ.uncertainty.lazy import special

LEAST = 1 / 256  # probability: a rarer value counts as continuous, which changes no correlation by 0.0001
ANGLES = 64  # nodes of the integral over arcsin r
NODES = 64  # nodes of a continuous stretch, at most
NARROW = 8  # and at least
NEAREST = 1 - 1e-9  # the largest correlation of scores that is used


def atoms(dist: Distribution) -> tuple[tuple[float, float, float], ...]:
    """The values of a distribution that have a probability: (value, P(X < value), P(X <= value)), rising."""
    from mloss_econ.uncertainty.tables import kinks

    found = ((x, dist.atom(x), float(dist.cdf(x))) for x in sorted(set(kinks(dist))))
    return tuple((x, max(top - weight, 0.0), top) for x, weight, top in found if weight > 0)


@dataclass(frozen=True)
class Lumps:
    """The lumps of an input, (from, to) in probability, rising and apart; none for a continuous one."""

    ends: tuple[tuple[float, float], ...] = ()

    @classmethod
    def of(cls, dist: Distribution) -> Lumps:
        """Those of a distribution; none for a certain one, which has no ranks."""
        ends = tuple((low, top) for _, low, top in atoms(dist) if top - low >= LEAST)
        return cls() if len(ends) == 1 and ends[0][1] - ends[0][0] > 1 - 1e-12 else cls(ends)

    @property
    def sd(self) -> float:
        """The standard deviation of the ranks, as probabilities."""
        return math.sqrt((1 - math.fsum((b - a) ** 3 for a, b in self.ends)) / 12)

    @property
    def largest(self) -> float:
        """The probability of the commonest value."""
        return max((b - a for a, b in self.ends), default=0.0)

    @property
    def between(self) -> float:
        """The probability outside lumps."""
        return 1 - math.fsum(b - a for a, b in self.ends)

    def stretches(self) -> list[tuple[float, float]]:
        """What lies between the lumps, (from, to) in probability."""
        edges = [0.0, *(edge for lump in self.ends for edge in lump), 1.0]
        return [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if b - a > 1e-12]

    def jumps(self) -> tuple[Array, Array]:
        """The ends of lumps as normal scores, and by how much the rank jumps there."""
        at = np.array([edge for lump in self.ends for edge in lump])
        size = np.array([(b - a) / 2 for a, b in self.ends for _ in (a, b)])
        inner = (at > 0) & (at < 1)
        return special.ndtri(at[inner]), size[inner]


CONTINUOUS = Lumps()


def to_normal(rank: float, one: Lumps = CONTINUOUS, other: Lumps = CONTINUOUS) -> float:
    """From Spearman's rank correlation to the correlation of the normal scores; 1 or -1 where it cannot be had.

    Without lumps r = 2 sin(pi rho / 6).
    """
    if not one.ends and not other.ends:
        return 2 * math.sin(math.pi * rank / 6)
    if rank == 0:
        return 0.0
    return _solved(rank, one, other)


def to_rank(normal: float, one: Lumps = CONTINUOUS, other: Lumps = CONTINUOUS) -> float:
    """The way back; without lumps rho = (6 / pi) arcsin(r / 2)."""
    if not one.ends and not other.ends:
        return 6 / math.pi * math.asin(normal / 2)
    one, other = sorted((one, other), key=lambda lumps: lumps.between)  # the first has nodes
    nodes, weights = np.polynomial.legendre.leggauss(ANGLES)
    half = math.asin(normal) / 2
    angles = half * (1 + nodes)
    slopes = np.array([_slope(float(angle), one, other) for angle in angles])
    return float(half * weights @ slopes) / (one.sd * other.sd)


def reach(sign: float, one: Lumps, other: Lumps) -> float:
    """The rank correlation of the sign of `sign` that is largest in size, as near as scores come to it."""
    return to_rank(math.copysign(NEAREST, sign), one, other)


@lru_cache(maxsize=1024)
def _solved(rank: float, one: Lumps, other: Lumps) -> float:
    from scipy.optimize import brentq

    if abs(rank) > abs(reach(rank, one, other)):
        return math.copysign(1.0, rank)
    low, high = sorted((0.0, math.copysign(NEAREST, rank)))
    return float(brentq(lambda r: to_rank(r, one, other) - rank, low, high, xtol=1e-12))


def _slope(angle: float, one: Lumps, other: Lumps) -> float:
    """d Cov / d angle at r = sin(angle): sums over the jumps of one (its stretches by nodes) and of the other, and the
    stretches of the other in closed form."""
    r, q = math.sin(angle), math.cos(angle)
    x, gx = _points(one)
    y, gy = other.jumps()
    apart = (x[:, None] - r * y) / q
    total = float(gx @ np.exp(-0.5 * (apart**2 + y**2)) @ gy) / (2 * math.pi)
    wide = math.sqrt(1 + q * q)
    middle, spread = r * x / wide**2, q / wide
    density = np.exp(-0.5 * (x**2 + (r * x / wide) ** 2)) * q / (2 * math.pi * wide)
    for a, b in other.stretches():
        low, high = (special.ndtr((special.ndtri(end) - middle) / spread) for end in (a, b))
        total += float(gx @ (density * (high - low)))
    return total


@lru_cache(maxsize=256)
def _points(lumps: Lumps) -> tuple[Array, Array]:
    """The jumps of the ranks, and nodes of the stretches between them: normal scores and weights."""
    x, size = lumps.jumps()
    places, weights = [x], [size]
    for a, b in lumps.stretches():
        t, w = np.polynomial.legendre.leggauss(max(NARROW, math.ceil(NODES * (b - a))))
        places.append(special.ndtri(a + (b - a) * (1 + t) / 2))
        weights.append(w * (b - a) / 2)
    return np.concatenate(places), np.concatenate(weights)
