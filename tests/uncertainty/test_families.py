"""Normal and lognormal: scaled, and truncated far into their tails."""

import numpy as np
import pytest
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose
from oracles import U, positives, probabilities, quadrature_mean, reals
from scipy import stats

from mloss_econ.uncertainty import lognormal, normal


@given(reals, positives, st.floats(0.001, 1000), probabilities)
def test_scaling_a_normal_scales_mean_and_spread(mean: float, sd: float, factor: float, u: float) -> None:
    scaled = normal(mean=mean, sd=sd).scaled(factor)
    assert_allclose(scaled.quantile(u), stats.norm(factor * mean, factor * sd).ppf(u), rtol=1e-9, atol=1e-9)


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
