"""Distributions drawn by Hypothesis, each with the frozen distribution of SciPy it must agree with."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import numpy as np
from hypothesis import strategies as st
from scipy import integrate, special, stats

from mloss_econ.uncertainty import (
    Distribution,
    beta,
    between,
    discrete,
    lognormal,
    mixture,
    normal,
    pert,
    point,
    triangular,
    uniform,
)

Z95 = float(stats.norm.ppf(0.95))


def scipy_lognormal(median: float, sigma: float) -> Any:
    """SciPy's lognormal from the median and the sigma of the logarithm."""
    return stats.lognorm(s=sigma, scale=median)


def scipy_pert(low: float, mode: float, high: float) -> Any:
    """The textbook PERT as a shifted beta."""
    width = high - low
    return stats.beta(1 + 4 * (mode - low) / width, 1 + 4 * (high - mode) / width, loc=low, scale=width)


# name -> (ours, SciPy's)
CONTINUOUS: dict[str, tuple[Distribution, Any]] = {
    "normal": (normal(mean=-3, sd=2), stats.norm(-3, 2)),
    "normal from p5 and p95": (normal(p5=1, p95=9), stats.norm(5, 4 / Z95)),
    "lognormal": (lognormal(median=50_000, sigma=2), scipy_lognormal(50_000, 2)),
    "lognormal from p5 and p95": (lognormal(p5=3, p95=12), scipy_lognormal(6, math.log(4) / (2 * Z95))),
    "lognormal from mean and sd": (
        lognormal(mean=5, sd=10),
        scipy_lognormal(5 / math.sqrt(5), math.sqrt(math.log(5))),
    ),
    "between": (between(10_000, 250_000), scipy_lognormal(50_000, math.log(25) / (2 * Z95))),
    "uniform": (uniform(low=-2, high=5), stats.uniform(-2, 7)),
    "triangular": (triangular(low=1, mode=2, high=7), stats.triang(1 / 6, 1, 6)),
    "triangular, mode at the low end": (triangular(low=-1, mode=-1, high=3), stats.triang(0, -1, 4)),
    "triangular, mode at the high end": (triangular(low=-1, mode=3, high=3), stats.triang(1, -1, 4)),
    "pert": (pert(low=5, mode=20, high=50), scipy_pert(5, 20, 50)),
    "pert, mode at the low end": (pert(low=0, mode=0, high=0.3), scipy_pert(0, 0, 0.3)),
    "pert, mode at the high end": (pert(low=0, mode=2, high=2), scipy_pert(0, 2, 2)),
    "beta": (beta(a=2, b=5), stats.beta(2, 5)),
    "beta with a peak at each end": (beta(a=0.5, b=0.5), stats.beta(0.5, 0.5)),
}


def quadrature_mean(dist: Distribution, reach: int = 12) -> float:
    """The integral of the quantile function, over the normal score so that heavy tails are smooth."""

    def below(z: float) -> float:
        return float(dist.quantile(special.ndtr(z))) * math.exp(-z * z / 2) / math.sqrt(2 * math.pi)

    def above(z: float) -> float:
        return float(dist.upper_quantile(special.ndtr(-z))) * math.exp(-z * z / 2) / math.sqrt(2 * math.pi)

    cuts = np.linspace(-reach, reach, 2 * reach + 1)
    parts = [
        integrate.quad(below if b <= 0 else above, a, b, epsabs=0, epsrel=1e-10, limit=200, full_output=1)[0]
        for a, b in pairwise(cuts)
    ]
    return math.fsum(parts)


def _ordered(numbers: list[float]) -> bool:
    return all(b - a > 1e-3 for a, b in pairwise(numbers))


reals = st.floats(-100, 100).map(lambda x: round(x, 3))
positives = st.floats(0.01, 100).map(lambda x: round(x, 3)).filter(lambda x: x > 0)
triples = st.lists(reals, min_size=3, max_size=3).map(sorted).filter(_ordered)
pairs = st.lists(reals, min_size=2, max_size=2).map(sorted).filter(_ordered)


@st.composite
def discretes(draw: Any) -> Distribution:
    """Some values with weights in sixteenths, which sum to 1 exactly."""
    values = sorted(draw(st.sets(st.integers(-50, 50), min_size=1, max_size=5)))
    cuts = sorted(draw(st.sets(st.integers(1, 15), min_size=len(values) - 1, max_size=len(values) - 1)))
    edges = [0, *cuts, 16]
    weights = [(b - a) / 16 for a, b in pairwise(edges)]
    return discrete(values=[float(v) for v in values], weights=weights)


positive_continuous = st.one_of(
    st.builds(lambda m, s: lognormal(median=m, sigma=s), positives, st.floats(0.05, 3)),
    triples.map(lambda t: uniform(low=t[0] + 101, high=t[2] + 101)),
    triples.map(lambda t: triangular(low=t[0] + 101, mode=t[1] + 101, high=t[2] + 101)),
    triples.map(lambda t: pert(low=t[0] + 101, mode=t[1] + 101, high=t[2] + 101)),
)
continuous = st.one_of(
    positive_continuous,
    st.builds(lambda m, s: normal(mean=m, sd=s), reals, positives),
    pairs.map(lambda p: uniform(low=p[0], high=p[1])),
    triples.map(lambda t: triangular(low=t[0], mode=t[1], high=t[2])),
    triples.map(lambda t: pert(low=t[0], mode=t[1], high=t[2])),
    st.builds(lambda a, b: beta(a=a, b=b), st.floats(0.6, 20), st.floats(0.6, 20)),
)
probabilities = st.floats(0.001, 0.999)


@st.composite
def truncated(draw: Any) -> Distribution:
    """A continuous distribution cut at two of its own quantiles, at one of them, or twice."""
    dist = draw(continuous)
    a, b = sorted(draw(st.lists(probabilities, min_size=2, max_size=2).filter(lambda p: abs(p[0] - p[1]) > 0.02)))
    low, high = float(dist.quantile(a)), float(dist.quantile(b))
    bounds = draw(st.sampled_from([{"low": low}, {"high": high}, {"low": low, "high": high}]))
    return dist.truncated(**bounds)


points = reals.map(lambda v: point(value=v))
simple = st.one_of(continuous, truncated(), discretes(), points)


@st.composite
def mixtures(draw: Any, parts: Any = simple) -> Distribution:
    """One to three distributions of any kind, in whole shares of their sum."""
    shares = draw(st.lists(st.integers(1, 20), min_size=1, max_size=3))
    return mixture(of=[draw(parts) for _ in shares], weights=[share / sum(shares) for share in shares])


everything = st.one_of(simple, mixtures(), mixtures(st.one_of(simple, mixtures())))


U = np.array([1e-9, 0.001, 0.05, 0.3, 0.5, 0.8, 0.95, 0.999])  # of what truncation leaves
