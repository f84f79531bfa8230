"""Every family against SciPy, against quadrature, and against what a distribution must obey."""

import dataclasses
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose
from oracles import CONTINUOUS, continuous, discretes, everything, positive_continuous, probabilities, quadrature_mean

from mloss_econ.errors import InputError
from mloss_econ.uncertainty import Distribution, between, lognormal, pert, triangular
from mloss_econ.uncertainty.bounded import Beta, Pert, Triangular, Uniform
from mloss_econ.uncertainty.families import Lognormal, Normal
from mloss_econ.uncertainty.points import Point

PROBABILITIES = np.array([1e-12, 1e-6, 0.001, 0.05, 0.25, 0.5, 0.6, 0.75, 0.95, 0.999, 1 - 1e-6])


@pytest.mark.parametrize("name", CONTINUOUS)
def test_quantiles_are_those_of_scipy(name: str) -> None:
    ours, theirs = CONTINUOUS[name]
    assert_allclose(ours.quantile(PROBABILITIES), theirs.ppf(PROBABILITIES), rtol=1e-9, atol=1e-13)


@pytest.mark.parametrize("name", CONTINUOUS)
def test_cumulative_probabilities_are_those_of_scipy(name: str) -> None:
    ours, theirs = CONTINUOUS[name]
    x = theirs.ppf(PROBABILITIES)
    assert_allclose(ours.cdf(x), theirs.cdf(x), rtol=1e-9)
    assert_allclose(ours.mass(x, np.inf), theirs.sf(x), rtol=2e-8)


@pytest.mark.parametrize("name", CONTINUOUS)
def test_means_are_those_of_scipy_and_of_quadrature(name: str) -> None:
    ours, theirs = CONTINUOUS[name]
    assert_allclose(ours.mean(), theirs.mean(), rtol=1e-12)
    assert_allclose(ours.mean(), quadrature_mean(ours), rtol=1e-8)


@pytest.mark.parametrize("name", CONTINUOUS)
def test_supports_are_those_of_scipy(name: str) -> None:
    ours, theirs = CONTINUOUS[name]
    assert_allclose(ours.support, theirs.support(), rtol=1e-12, atol=1e-12)
    assert_allclose(ours.quantile(np.array([0.0, 1.0])), theirs.support(), rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("name", CONTINUOUS)
def test_upper_quantiles_keep_their_digits_far_out(name: str) -> None:
    ours, theirs = CONTINUOUS[name]
    q = np.array([0.5, 0.05, 1e-3, 1e-6])
    assert_allclose(ours.upper_quantile(q), theirs.isf(q), rtol=1e-9)
    if name.startswith(("normal", "lognormal", "between", "beta", "pert")):
        assert_allclose(ours.upper_quantile(1e-25), theirs.isf(1e-25), rtol=1e-9)


# ---------------------------------------------------------------- laws


@given(continuous, probabilities)
def test_the_quantile_inverts_the_cumulative_probability(dist: Distribution, u: float) -> None:
    assert_allclose(dist.cdf(dist.quantile(u)), u, rtol=1e-8)
    assert_allclose(dist.mass(dist.upper_quantile(u), np.inf), u, rtol=1e-8)


@given(everything, probabilities, probabilities)
def test_quantiles_rise_inside_the_support(dist: Distribution, u: float, v: float) -> None:
    low, high = dist.support
    first, second = dist.quantile(np.array(sorted((u, v))))
    assert low <= first <= second <= high


@given(everything)
def test_the_mean_lies_in_the_support(dist: Distribution) -> None:
    low, high = dist.support
    slack = 1e-12 * max(abs(dist.mean()), 1)
    assert low - slack <= dist.mean() <= high + slack


@given(continuous, probabilities)
def test_partial_moments_add_up_to_the_mean(dist: Distribution, u: float) -> None:
    cut = float(dist.quantile(u))
    whole = dist.moment(-np.inf, cut) + dist.moment(cut, np.inf)
    assert_allclose(whole, dist.mean(), rtol=1e-8, atol=1e-8)


@given(st.one_of(positive_continuous, discretes()), st.floats(0.001, 1000), probabilities)
def test_scaling_the_unit_scales_every_value(dist: Distribution, factor: float, u: float) -> None:
    scaled = dist.scaled(factor)
    assert_allclose(scaled.quantile(u), factor * dist.quantile(u), rtol=1e-10)
    assert_allclose(scaled.mean(), factor * dist.mean(), rtol=1e-9, atol=1e-9)
    assert_allclose(scaled.support, tuple(factor * s for s in dist.support), rtol=1e-12)


# ---------------------------------------------------------------- values


@given(everything)
def test_distributions_are_values(dist: Distribution) -> None:
    assert dist == dataclasses.replace(dist)
    assert hash(dist) == hash(dataclasses.replace(dist))
    with pytest.raises(dataclasses.FrozenInstanceError):
        dist.kind = "other"  # type: ignore[misc]


def test_families_with_the_same_numbers_are_not_equal() -> None:
    assert pert(low=1, mode=2, high=3) != triangular(low=1, mode=2, high=3)
    assert between(1, 4) == lognormal(p5=1, p95=4)


@given(everything, st.sampled_from([(), (3,), (2, 3)]))
def test_quantiles_have_the_shape_of_what_is_asked(dist: Distribution, shape: tuple[int, ...]) -> None:
    u = np.full(shape, 0.3)
    assert np.shape(dist.quantile(u)) == shape
    assert np.shape(dist.cdf(dist.quantile(u))) == shape
    assert (u == 0.3).all()


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf, True, "1", None, 10**400])
@pytest.mark.parametrize(
    ("family", "parameters"),
    [
        (Uniform, {"low": 1.0, "high": 2.0}),
        (Triangular, {"low": 1.0, "mode": 1.5, "high": 2.0}),
        (Pert, {"low": 1.0, "mode": 1.5, "high": 2.0}),
        (Beta, {"a": 1.0, "b": 2.0}),
        (Normal, {"mean_": 1.0, "sd": 2.0}),
        (Lognormal, {"median": 1.0, "sigma": 2.0}),
        (Point, {"value": 1.0}),
    ],
)
def test_no_parameter_is_anything_but_a_finite_number(family: Any, parameters: dict[str, Any], bad: Any) -> None:
    family(**parameters)
    for name in parameters:
        with pytest.raises(InputError, match=rf"{name.rstrip('_')} .*not (a number|finite)"):
            family(**{**parameters, name: bad})
