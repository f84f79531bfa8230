"""Distributions as text there and back, and true truncation: what is outside is never piled on the ends."""

import json
import tomllib
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from numpy.testing import assert_allclose
from oracles import CONTINUOUS, U, continuous, everything, probabilities, quadrature_mean, scipy_lognormal, truncated
from scipy import stats

from mloss_econ.errors import InputError
from mloss_econ.uncertainty import (
    CONSTRUCTORS,
    Distribution,
    beta,
    between,
    discrete,
    distribution_from,
    lognormal,
    mixture,
    normal,
    pert,
    point,
    triangular,
    uniform,
    uniforms,
)

EXAMPLES: list[Distribution] = [
    *(ours for ours, _ in CONTINUOUS.values()),
    discrete(values=[1, 2, 3], weights=[0.2, 0.3, 0.5]),
    point(value=1e16),
    point(value=-1e-7),
    lognormal(median=1, sigma=2).truncated(high=3),
    normal(mean=0, sd=1).truncated(low=6),
    pert(low=5, mode=20, high=50).truncated(low=10, high=30),
    discrete(values=[1, 2, 3], weights=[0.25, 0.25, 0.5]).truncated(low=2),
    mixture(of=[point(value=0), between(1, 5)], weights=[0.3, 0.7]),
    mixture(
        of=[
            normal(mean=0, sd=1).truncated(low=0),
            mixture(of=[discrete(values=[1, 2], weights=[0.5, 0.5]), beta(a=1, b=2)], weights=[0.9, 0.1]),
        ],
        weights=[0.25, 0.75],
    ).truncated(high=1.5),
]


def through_toml(dist: Distribution) -> Distribution:
    return distribution_from(tomllib.loads("d = " + dist.to_toml())["d"])


def through_json(dist: Distribution) -> Distribution:
    return distribution_from(json.loads(json.dumps(dist.to_dict(), allow_nan=False)))


@pytest.mark.parametrize("dist", EXAMPLES, ids=lambda d: d.to_toml())
def test_every_kind_survives_text(dist: Distribution) -> None:
    assert through_toml(dist) == dist
    assert through_json(dist) == dist


def test_every_kind_has_an_example() -> None:
    assert {d.to_dict()["kind"] for d in EXAMPLES} == set(CONSTRUCTORS) - {
        "between",
        "empirical",
    }  # ways to write another kind


@given(everything)
def test_any_distribution_survives_text(dist: Distribution) -> None:
    assert through_toml(dist) == dist
    assert through_json(dist) == dist
    u = np.linspace(0.01, 0.99, 7)
    assert (through_toml(dist).quantile(u) == dist.quantile(u)).all()


@pytest.mark.parametrize(
    "make",
    [
        lambda f: normal(p5=f(1), p95=f(2)),
        lambda f: lognormal(mean=f(1), sd=f(2)),
        lambda f: between(f(1), f(2)),
        lambda f: uniform(low=f(1), high=f(2)),
        lambda f: point(value=f(1)),
        lambda f: beta(a=f(1), b=f(2)),
    ],
)
@pytest.mark.parametrize("kind", [np.float32, np.float64, np.int64, int])
def test_numbers_of_numpy_survive_text(make: Any, kind: Any) -> None:
    dist = make(kind)
    assert through_json(dist) == dist == through_toml(dist)


# ---------------------------------------------------------------- truncated


@pytest.mark.parametrize("name", CONTINUOUS)
def test_every_family_against_its_untruncated_oracle(name: str) -> None:
    dist, theirs = CONTINUOUS[name]
    low, high = theirs.ppf(0.2), theirs.ppf(0.9)
    ours = dist.truncated(low=low, high=high)
    assert_allclose(ours.quantile(U), theirs.ppf(0.2 + U * 0.7), rtol=1e-9)
    assert_allclose(ours.mean(), quadrature_mean(ours, reach=8), rtol=1e-8)
    assert ours.support == (low, high)


def test_a_share_cut_at_one_has_no_atom_there() -> None:
    haircut = between(0.03, 1.0).truncated(high=1.0)
    x = haircut.quantile(uniforms(7, "haircut", 2**15))
    assert (x < 1.0).all()  # 5 % of the uncut belief lies above: a clamp would pile 1,638 draws on 1
    theirs = scipy_lognormal(np.sqrt(0.03), np.log(1 / 0.03) / (2 * stats.norm.ppf(0.95)))
    expected = (theirs.cdf(1.0) - theirs.cdf(0.99)) / theirs.cdf(1.0)
    assert_allclose((x > 0.99).mean(), expected, atol=2e-4)
    assert_allclose(x.mean(), haircut.mean(), rtol=1e-3)


@given(truncated(), probabilities)
def test_the_quantile_inverts_the_cumulative_probability(dist: Distribution, u: float) -> None:
    assert_allclose(dist.cdf(dist.quantile(u)), u, rtol=1e-6)


@given(truncated())
def test_nothing_lies_outside_and_nothing_on_the_ends(dist: Distribution) -> None:
    low, high = dist.support
    assert dist.cdf(low) == 0
    assert dist.cdf(high) == 1
    u = uniforms(1, "ends", 512)
    x = dist.quantile(u)
    assert (low <= x).all()
    assert (x <= high).all()
    assert ((x == low) | (x == high)).sum() <= 1  # at most the rounding of one extreme point


@given(continuous, probabilities)
def test_bounds_outside_the_support_change_nothing(dist: Distribution, u: float) -> None:
    low, high = dist.support
    wide = dist.truncated(low=low - 1, high=high + 1)
    assert_allclose(wide.quantile(u), dist.quantile(u), rtol=1e-8, atol=1e-12)
    assert_allclose(wide.mean(), dist.mean(), rtol=1e-9)


@given(truncated(), probabilities, probabilities)
def test_truncating_twice_is_truncating_once(dist: Any, u: float, v: float) -> None:
    assume(abs(u - v) > 0.01)
    low, high = (float(dist.quantile(p)) for p in sorted((u, v)))
    twice = dist.truncated(low=low, high=high)
    once = dist.of.truncated(low=max(low, dist.low), high=min(high, dist.high))
    assert twice == once


@given(truncated(), probabilities)
def test_the_mean_is_that_of_the_draws(dist: Distribution, u: float) -> None:
    steps = (np.arange(2000) + 0.5) / 2000
    low, high = dist.support
    spread = min(high, float(dist.quantile(0.9999))) - max(low, float(dist.quantile(0.0001)))
    assert_allclose(np.mean(dist.quantile(steps)), dist.mean(), atol=5e-3 * spread + 5e-3 * abs(dist.mean()))


@given(truncated(), probabilities)
def test_scaling_scales_the_bounds_too(dist: Distribution, u: float) -> None:
    if dist.to_dict()["kind"] == "beta":
        return
    scaled = dist.scaled(3.0)
    assert_allclose(scaled.support, tuple(3 * s for s in dist.support))
    assert_allclose(scaled.quantile(u), 3 * dist.quantile(u), rtol=1e-9)


@pytest.mark.parametrize(
    ("dist", "bounds"),
    [
        (uniform(low=0, high=1), {"low": 2}),
        (uniform(low=0, high=1), {"low": 0.5, "high": 0.5}),
        (normal(mean=0, sd=1), {"low": 2, "high": 1}),
        (normal(mean=0, sd=1), {"low": np.nan}),
        (lognormal(median=1, sigma=1), {"high": 0}),
        (discrete(values=[1, 2], weights=[0.5, 0.5]), {"low": 1.2, "high": 1.8}),
        (pert(low=0, mode=1, high=2), {"high": -1}),
    ],
)
def test_bounds_that_leave_nothing_are_refused(dist: Distribution, bounds: dict[str, float]) -> None:
    with pytest.raises(InputError, match=r"below|no probability|no value"):
        dist.truncated(**bounds)


@pytest.mark.parametrize(
    "dist",
    [
        triangular(low=0, mode=52.5, high=81.124).truncated(low=33.092114330578305),
        triangular(low=2.9039999999999964, mode=25.933999999999997, high=101.0).truncated(high=58.09407285700494),
    ],
)
def test_the_ends_are_reached_though_the_probabilities_round_to_more_than_one(dist: Distribution) -> None:
    ends = np.array([0.0, 1.0])
    assert_allclose(dist.quantile(ends), dist.support, rtol=1e-14)
    assert_allclose(dist.upper_quantile(ends[::-1]), dist.support, rtol=1e-14)
