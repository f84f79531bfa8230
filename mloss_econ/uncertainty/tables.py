"""Quantile functions through tables: a tenth of a percent of the time of the exact ones, to 1e-9 of them.

    v = min(u, 1 - u) in [2^-53, 1/2];  cell = exponent and first 6 binary digits of v;  Q(u) = cubic of that cell

Each octave of v, on either side of the median, is sampled exactly at 16 points; where Q is smooth their polynomial is
good to 1e-12, and one fixed matrix (see `interpolation`) turns it into the cubics of the 64 cells. A few exact values
more decide whether an octave is good; if not (a kink, a jump), each of its cells is sampled and decided on its own. A
cell in which a component of a mixture begins, ends or has its mode is bad whatever its samples say. What falls into a
bad cell is computed exactly, and a value that has a probability of its own is exact in every cell, so that its draws
are equal. So no value is worse than TOLERANCE, whatever the distribution. A cubic may pass an end of the support by its
rounding; values are held within it.

Tables are cached by shape: one for every normal and lognormal, one for every PERT with the same mode in the middle.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from mloss_econ.uncertainty.bounded import Pert, Triangular, Uniform
from mloss_econ.uncertainty.distribution import Array, Distribution, Truncated
from mloss_econ.uncertainty.families import Lognormal, Normal
from mloss_econ.uncertainty.interpolation import (
    CELLS,
    CUBIC_NODES,
    DIGITS,
    OCTAVE_NODES,
    combined,
    octave_to_cubics,
    values_to_cubic,
)
from mloss_econ.uncertainty.lazy import special
from mloss_econ.uncertainty.mixture import Mixture
from mloss_econ.uncertainty.points import Discrete, Point

Sampler = Callable[[Array], Array]
Marks = npt.NDArray[np.bool_]

LOWEST = 2.0**-53  # the smallest v of a table; a design gives a smaller one less than once in 10^15 draws
OCTAVES: Array = np.ldexp(1.0, np.arange(-53, -1))  # their lower ends, up to the octave that ends at 1/2
SIDE = len(OCTAVES) * CELLS
SHIFT = 52 - DIGITS
BASE = int(np.float64(LOWEST).view(np.int64) >> SHIFT)
REST = np.int64((1 << SHIFT) - 1)  # the digits of v within its cell
TOLERANCE = 1e-10  # of the value or of the middle half of the distribution, whichever is larger
NEAR_ENDS = 1e-9  # of the distance from a finite end of the support
WIDE = 20.0  # sigma of a lognormal beyond which the table of the normal is not exact enough for it
KEPT = 128  # tables, of 213 kB each


def sampler(dist: Distribution) -> Sampler:
    """The quantile function the engine draws with, for u in [2^-53, 1 - 2^-53]; same shape out.

    In closed form where one is quick (uniform, triangular, discrete, point), else through a table cached by shape.
    Each value depends on its own u alone. Agrees with `dist.quantile` to 1e-9 of the value or of the spread.
    """
    if isinstance(dist, Normal):
        mean, sd = dist.mean_, dist.sd
        return lambda u: mean + sd * scores(u)
    if isinstance(dist, Lognormal):
        z: Sampler = table(STANDARD) if dist.sigma <= WIDE else special.ndtri
        median, sigma = dist.median, dist.sigma
        return lambda u: np.asarray(median * np.exp(sigma * z(u)))
    if isinstance(dist, Pert):
        share, low, width = table(dist.beta()), dist.low, dist.high - dist.low
        return lambda u: dist.within(low + width * share(u))
    if isinstance(dist, (Uniform, Triangular, Discrete, Point)):
        return dist.quantile
    return table(dist)


def scores(u: Array) -> Array:
    """The standard normal values at probabilities u in [2^-53, 1 - 2^-53]; same shape."""
    return table(STANDARD)(u)


def sampler_of_scores(dist: Distribution) -> Sampler:
    """The same as `sampler`, from standard normal values instead of probabilities; for correlated inputs."""
    if isinstance(dist, Normal):
        return lambda z: dist.mean_ + dist.sd * z
    if isinstance(dist, Lognormal):
        return lambda z: np.asarray(dist.median * np.exp(dist.sigma * z))
    quantile = sampler(dist)
    return lambda z: quantile(np.clip(special.ndtr(z), LOWEST, 1.0 - LOWEST))  # a design gives nothing nearer the ends


STANDARD = Normal(0.0, 1.0)


@dataclass(frozen=True)
class QuantileTable:
    """Cubic coefficients by cell, lower side of the median then upper; `bad` marks cells to be computed exactly."""

    dist: Distribution
    coefficients: tuple[Array, Array, Array, Array]
    bad: Marks | None

    def __call__(self, u: Array) -> Array:
        c0, c1, c2, c3 = self.coefficients
        upper = u >= 0.5
        bits = np.minimum(u, 1.0 - u).view(np.int64)
        cell = (bits >> SHIFT) - BASE
        cell += upper * np.int64(SIDE)
        t = (bits & REST) * 2.0**-SHIFT
        x = c3.take(cell, mode="clip")  # never clipped: "raise" would copy
        for c in (c2, c1, c0):
            x *= t
            x += c.take(cell, mode="clip")
        if self.bad is not None:
            exactly = self.bad.take(cell, mode="clip")
            if exactly.any():
                x[exactly] = self.dist.quantile(u[exactly])
        return self.dist.within(np.asarray(x))


@lru_cache(maxsize=KEPT)
def table(dist: Distribution) -> QuantileTable:
    """The table of a distribution, built in a few milliseconds when first asked for."""
    with np.errstate(over="ignore", invalid="ignore"):  # far tails may overflow; what is not finite is never in a table
        return _build(dist)


def _build(dist: Distribution) -> QuantileTable:
    to_cubics = octave_to_cubics()
    spread = float(np.diff(dist.quantile(np.array([0.25, 0.75])))[0])
    lumps = any(dist.atom(x) > 0 for x in kinks(dist))
    sides, bad = [], []
    for quantile, turning in zip((dist.quantile, dist.upper_quantile), _turning(dist), strict=True):
        exact = quantile(OCTAVES[:, None] * OCTAVE_NODES)
        cubics = combined(to_cubics, exact[:, None, None, :])
        rough = ~_agrees(dist, quantile, cubics, _sparse(), spread).all(axis=1)
        rough |= turning.any(axis=1)
        cells_bad = np.zeros((len(OCTAVES), CELLS), dtype=np.bool_)
        if rough.any():
            cubics[rough], cells_bad[rough] = _cell_by_cell(dist, quantile, OCTAVES[rough], spread)
        if lumps:
            _level(cubics, quantile)
        sides.append(cubics.reshape(-1, 4))
        bad.append((cells_bad | turning).reshape(-1))
    middle = np.array([[float(dist.quantile(0.5)), 0.0, 0.0, 0.0]])  # u = 1/2 itself
    c0, c1, c2, c3 = np.ascontiguousarray(np.concatenate([*sides, middle]).T)
    marks = np.concatenate([*bad, [False]])
    return QuantileTable(dist, (c0, c1, c2, c3), marks if marks.any() else None)


def _level(cubics: Array, quantile: Sampler) -> None:
    """Make the cubic of every cell whose ends have one value that value, to the last digit: draws of a value that has a
    probability are equal."""
    starts = OCTAVES[:, None] * (1 + np.arange(CELLS) / CELLS)
    first, last = quantile(starts), quantile(np.nextafter(starts + OCTAVES[:, None] / CELLS, 0.0))
    cubics[first == last] = 0.0
    cubics[..., 0] = np.where(first == last, first, cubics[..., 0])


def _turning(dist: Distribution) -> tuple[Marks, Marks]:
    """Cells (octaves, 64) of either side that hold the probability of a value at which the density jumps or a lump of
    probability lies."""
    lower, upper = np.zeros((2, SIDE), dtype=np.bool_)
    for x in kinks(dist):
        around = np.array([np.nextafter(x, -np.inf), x, np.nextafter(x, np.inf)])
        for side, mass in ((lower, dist.mass(-np.inf, around)), (upper, dist.mass(around, np.inf))):
            v = mass[(mass > LOWEST) & (mass < 0.5)]
            side[(v.view(np.int64) >> SHIFT) - BASE] = True
    return lower.reshape(-1, CELLS), upper.reshape(-1, CELLS)


def kinks(dist: Distribution) -> tuple[float, ...]:
    """The finite values at which the cumulative probability is not smooth."""
    if isinstance(dist, Mixture):
        return tuple(x for part in dist.of for x in kinks(part))
    if isinstance(dist, Truncated):
        return tuple(x for x in (*kinks(dist.of), dist.low, dist.high) if np.isfinite(x))
    if isinstance(dist, Discrete):
        return dist.values
    if isinstance(dist, Triangular) and not isinstance(dist, Pert):
        return (dist.low, dist.mode, dist.high)
    return tuple(x for x in dist.support if np.isfinite(x))


@lru_cache(maxsize=1)
def _sparse() -> tuple[npt.NDArray[np.int64], Array]:
    """Where an octave is checked: some cells, and a place in each where a cubic errs most."""
    return np.array([0, 7, 22, 37, 50, CELLS - 1]), np.array([0.0, 1.0, 0.5, 0.5, 0.0, 1.0])


def _agrees(
    dist: Distribution,
    quantile: Sampler,
    cubics: Array,
    places: tuple[npt.NDArray[np.int64], Array],
    spread: float,
) -> Marks:
    cells, t = places
    exact = quantile(OCTAVES[:, None] * (1 + (cells + t) / CELLS))
    return _close(dist, _value(cubics[:, cells], t), exact, spread)


def _value(cubics: Array, t: Array) -> Array:
    c0, c1, c2, c3 = (cubics[..., k] for k in range(4))
    return np.asarray(((c3 * t + c2) * t + c1) * t + c0)


def _close(dist: Distribution, value: Array, exact: Array, spread: float) -> Marks:
    error = np.abs(value - exact)
    good = error <= TOLERANCE * np.maximum(np.abs(exact), spread)
    for end in dist.support:
        if np.isfinite(end):
            rounding = 4 * np.finfo(float).eps * np.abs(exact)
            good &= error <= NEAR_ENDS * np.abs(exact - end) + rounding
    return np.asarray(good)


def _cell_by_cell(dist: Distribution, quantile: Sampler, octaves: Array, spread: float) -> tuple[Array, Marks]:
    """Cubics of the cells of some octaves from four exact values each, and which of them are bad."""

    def at(t: Array) -> Array:
        return np.asarray(octaves[:, None, None] * (1 + (np.arange(CELLS)[:, None] + t) / CELLS))

    cubics = combined(values_to_cubic(), quantile(at(CUBIC_NODES))[:, :, None, :])
    check = np.array([0.0, 0.27, 0.5, 0.73, 1.0 - 1e-9])
    good = _close(dist, _value(cubics[:, :, None, :], check), quantile(at(check)), spread)
    return np.asarray(cubics), np.asarray(~good.all(axis=2))
