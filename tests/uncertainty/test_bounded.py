"""Triangle, PERT and beta: means, modes, and digits near the ends."""

import math

import numpy as np
import pytest
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose
from oracles import triples
from scipy import integrate

from mloss_econ.errors import InputError
from mloss_econ.uncertainty import Distribution, beta, pert, triangular

# ---------------------------------------------------------------- laws


@given(triples, st.sampled_from([1e3, 1e6, 1e9]))
def test_the_mean_of_a_triangle_is_that_of_its_corners_wherever_it_lies(t: list[float], offset: float) -> None:
    low, mode, high = (offset + v for v in t)
    assert_allclose(triangular(low=low, mode=mode, high=high).mean(), (low + mode + high) / 3, rtol=1e-12)


@given(triples, st.sampled_from([0.0, 1e3, 1e6, 1e9]))
def test_the_mean_of_a_pert_weighs_its_mode_four_times(t: list[float], offset: float) -> None:
    low, mode, high = (offset + v for v in t)
    assert_allclose(pert(low=low, mode=mode, high=high).mean(), (low + 4 * mode + high) / 6, rtol=1e-12, atol=1e-11)


def test_a_beta_is_a_share_and_has_no_price_base() -> None:
    with pytest.raises(InputError, match=r"beta.*pert"):
        beta(a=1, b=2).scaled(1.1)


# ---------------------------------------------------------------- parametrisations


def test_pert_is_the_textbook_one_not_the_moment_matched_one() -> None:
    dist = pert(low=5, mode=20, high=50)
    square = integrate.quad(lambda u: float(dist.quantile(u)) ** 2, 0, 1, epsrel=1e-10)[0]
    sd = math.sqrt(square - dist.mean() ** 2)
    assert_allclose(sd, math.sqrt((22.5 - 5) * (50 - 22.5) / 7), rtol=1e-8)
    assert round(sd, 2) == 8.29  # the variant that sets sd = width / 6 gives 7.50


def test_a_pert_has_its_mode_where_it_says() -> None:
    dist = pert(low=5, mode=20, high=50)
    x = np.linspace(5, 50, 4501)
    density = np.diff(dist.cdf(x))
    assert abs(x[np.argmax(density)] - 20) < 0.02


# ---------------------------------------------------------------- truncated


@pytest.mark.parametrize("dist", [triangular(low=0, mode=0, high=1), pert(low=0, mode=0, high=1), beta(a=1, b=2)])
def test_bounded_families_keep_their_digits_near_the_upper_end(dist: Distribution) -> None:
    low = 1 - 1e-6
    cut = dist.truncated(low=low)
    assert low <= cut.mean() <= 1
    assert_allclose((1 - cut.quantile(0.5)) / 1e-6, 0.5 ** (1 / (5 if dist.kind == "pert" else 2)), rtol=1e-6)
