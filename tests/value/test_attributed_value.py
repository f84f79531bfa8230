"""The value of MLOSS as a product of shares, and its present value as a sum over years."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

from mloss_econ.kernel import baseline
from mloss_econ.value import attributed_value

shares = st.floats(0.001, 1)
amounts = st.floats(1, 1e13)
rates = st.floats(-0.5, 0.5)


def present_value(net: float, growth: float, discount: float, horizon: float) -> float:
    """Year by year: the first is undiscounted, the next grows and is discounted once, and so on."""
    total, amount, t = 0.0, net, 0
    while t < horizon:
        total += amount / (1 + discount) ** t
        amount *= 1 + growth
        t += 1
    return total


@given(amounts, shares, shares, shares, shares, amounts)
def test_value_is_the_product_of_its_shares(
    v: float, haircut: float, algorithms: float, software: float, net: float, cost: float
) -> None:
    out = attributed_value.at(
        ai_value=v,
        haircut=haircut,
        algorithm_share=algorithms,
        software_share=software,
        net_share=net,
        investment=cost,
        prices="USD 2022",
    )
    value = math.prod((v, haircut, algorithms, software, net))
    assert_allclose(out.value, value, rtol=1e-13)
    assert_allclose(out.net_value, value - cost, rtol=1e-13, atol=1e-13 * (value + cost))
    assert_allclose(out.benefit_cost_ratio, value / cost, rtol=1e-13)


@given(rates, rates, st.integers(1, 50))
def test_present_value_is_a_sum_over_years(growth: float, discount: float, horizon: int) -> None:
    out = attributed_value.at(growth=growth, discount_rate=discount, horizon=float(horizon), prices="USD 2022")
    assert_allclose(out.present_value, present_value(29.7e9, growth, discount, horizon), rtol=1e-10)


@pytest.mark.parametrize("horizon", [1.0, 1.5, 10.0, 10.01, 49.5, 50.0])
def test_a_begun_year_counts_by_its_share(horizon: float) -> None:
    out = attributed_value.at(horizon=horizon, growth=0.03, discount_rate=0.03, prices="USD 2022")
    assert_allclose(out.present_value, horizon * 29.7e9, rtol=1e-12)


def test_a_year_and_a_half_is_a_year_and_half_of_the_next() -> None:
    out = attributed_value.at(horizon=1.5, growth=0.0, discount_rate=0.03, prices="USD 2022")
    assert_allclose(out.present_value / out.net_value, 1 + 0.5 / 1.03, rtol=1e-12)


def test_one_year_is_the_net_value() -> None:
    out = attributed_value.at(horizon=1.0, growth=0.3, discount_rate=0.2, prices="USD 2022")
    assert out.present_value == out.net_value


def test_ten_years_at_three_per_cent_is_an_annuity_due() -> None:
    assert_allclose(attributed_value.at(prices="USD 2022").present_value, 29.7e9 * 8.530203 * 1.03, rtol=1e-6)


@given(st.sampled_from(["ai_value", "haircut", "algorithm_share", "software_share"]), st.floats(0.1, 0.9))
def test_the_ratio_is_proportional_to_every_factor(name: str, share: float) -> None:
    base = baseline(attributed_value, prices="USD 2022").point
    less = attributed_value.at({name: float(getattr(base, name)) * share}, prices="USD 2022")
    assert_allclose(less.benefit_cost_ratio, 100 * share, rtol=1e-13)


@given(shares, shares)
def test_deducting_more_never_raises_the_value(a: float, b: float) -> None:
    low, high = sorted((a, b))
    assert (
        attributed_value.at(net_share=low, prices="USD 2022").value
        <= attributed_value.at(net_share=high, prices="USD 2022").value
    )


def test_the_years_are_an_axis_of_its_own() -> None:
    growth = np.linspace(-0.1, 0.1, 6).reshape(2, 3)
    out: Any = attributed_value.at(growth=growth, horizon=np.array([5.0, 10.0, 20.0]), prices="USD 2022")
    assert out.present_value.shape == (2, 3)
    for i in range(2):
        for j, horizon in enumerate((5, 10, 20)):
            assert_allclose(out.present_value[i, j], present_value(29.7e9, growth[i, j], 0.03, horizon), rtol=1e-12)
