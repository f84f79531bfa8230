"""True truncation: the probability outside is spread over what is left, never piled on the ends."""

from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from numpy.testing import assert_allclose
from oracles import CONTINUOUS, continuous, discretes, probabilities, quadrature_mean, scipy_lognormal, truncated
from scipy import stats

from mloss_econ.errors import InputError
from mloss_econ.uncertainty import (
    Distribution,
    beta,
    between,
    discrete,
    lognormal,
    normal,
    pert,
    point,
    triangular,
    uniform,
    uniforms,
)

U = np.array([1e-9, 0.001, 0.05, 0.3, 0.5, 0.8, 0.95, 0.999])


@pytest.mark.parametrize(
    ("low", "high"), [(-1, 2), (-np.inf, 0.5), (0.5, np.inf), (6, 8), (-8, -6), (10, np.inf), (-np.inf, -12), (20, 21)]
)
def test_normal_into_the_far_tails(low: float, high: float) -> None:
    ours, theirs = normal(mean=0, sd=1).truncated(low=low, high=high), stats.truncnorm(low, high)
    assert_allclose(ours.quantile(U), theirs.ppf(U), rtol=1e-9, atol=1e-12)
    assert_allclose(ours.cdf(theirs.ppf(U)), U, rtol=1e-7, atol=1e-13)
    assert_allclose(ours.mean(), quadrature_mean(ours, reach=8), rtol=1e-8)


@pytest.mark.parametrize(("low", "high"), [(0.5, 4), (1e6, 1e9), (1e5, np.inf), (1e-9, 1e-6), (0, 3)])
def test_lognormal_is_the_exponential_of_a_truncated_normal(low: float, high: float) -> None:
    ours = lognormal(median=2, sigma=1.5).truncated(low=low, high=high)
    with np.errstate(divide="ignore"):
        a, b = np.log(np.array([low, high]) / 2) / 1.5
    assert_allclose(ours.quantile(U), 2 * np.exp(1.5 * stats.truncnorm(a, b).ppf(U)), rtol=1e-9)
    assert_allclose(ours.mean(), quadrature_mean(ours, reach=8), rtol=1e-8)


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


@pytest.mark.parametrize("dist", [triangular(low=0, mode=0, high=1), pert(low=0, mode=0, high=1), beta(a=1, b=2)])
def test_bounded_families_keep_their_digits_near_the_upper_end(dist: Distribution) -> None:
    low = 1 - 1e-6
    cut = dist.truncated(low=low)
    assert low <= cut.mean() <= 1
    assert_allclose((1 - cut.quantile(0.5)) / 1e-6, 0.5 ** (1 / (5 if dist.kind == "pert" else 2)), rtol=1e-6)


@given(discretes())
def test_a_discrete_keeps_the_values_inside(dist: Any) -> None:
    low, high = dist.values[0], dist.values[len(dist.values) // 2]
    cut = dist.truncated(low=low, high=high)
    inside = [(v, w) for v, w in zip(dist.values, dist.weights, strict=True) if low <= v <= high]
    assert cut.support == (inside[0][0], inside[-1][0])
    assert_allclose(cut.mean(), sum(v * w for v, w in inside) / sum(w for _, w in inside), rtol=1e-12, atol=1e-13)


def test_a_point_is_kept_or_refused() -> None:
    assert point(value=3).truncated(low=1, high=3) == point(value=3)
    with pytest.raises(InputError, match="3"):
        point(value=3).truncated(high=2)


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
