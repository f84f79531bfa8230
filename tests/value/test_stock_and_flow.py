"""Stock, user cost and three ratios, against the stock followed year by year."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

from mloss_econ.errors import InputError, ModelError
from mloss_econ.evidence import Store
from mloss_econ.kernel import baseline, model
from mloss_econ.value import (
    attributed_value,
    depreciating_as,
    half_life,
    perpetual_inventory,
    stock_and_flow,
)

rates = st.floats(0.01, 1)
growths = st.floats(-0.3, 0.5)


def present_costs(stock: float, growth: float, wear: float, discount: float, years: int) -> float:
    """Today's stock, each year's work, less what is handed over: by the calendar, in units of a year's investment."""
    left, cost, spent = stock, stock, 1.0
    for year in range(years):
        cost += spent / (1 + discount) ** year
        left = left - wear * left + spent - wear * spent / 2
        spent *= 1 + growth
    return cost - left / (1 + discount) ** years


@given(st.floats(0, 0.5), rates, growths, st.floats(0, 0.2), st.integers(1, 50), st.floats(1e8, 1e12))
def test_three_ratios_year_by_year(
    past: float, wear: float, growth: float, discount: float, years: int, value: float
) -> None:
    out = stock_and_flow.at(
        value=value,
        investment=1e8,
        past_growth=past,
        depreciation=wear,
        growth=growth,
        discount_rate=discount,
        horizon=float(years),
    )
    long_ago = [1e8 * (1 + past) ** -age for age in range(3000)]
    stock = math.fsum(i * (1 - wear / 2) * (1 - wear) ** age for age, i in enumerate(long_ago))
    assert_allclose(out.stock, stock, rtol=1e-9)
    assert_allclose(out.user_cost, stock * (discount + wear), rtol=1e-9)
    benefits = math.fsum(value * ((1 + growth) / (1 + discount)) ** t for t in range(years))
    costs = 1e8 * present_costs(stock / 1e8, growth, wear, discount, years)
    assert_allclose(
        (out.ratio_flow, out.ratio_user_cost, out.ratio_present),
        (value / 1e8, value / (stock * (discount + wear)), benefits / costs),
        rtol=1e-8,
    )


@given(rates, st.floats(0.001, 0.2), st.integers(1, 50))
def test_in_a_steady_state_present_costs_are_spending_and_interest(wear: float, discount: float, years: int) -> None:
    out = stock_and_flow.at(
        past_growth=0.0, growth=0.0, depreciation=wear, discount_rate=discount, horizon=float(years)
    )
    stock_years = (1 - wear / 2) / wear
    yearly = 1 + stock_years * discount / (1 + discount)  # interest on the stock, paid at the start of a year
    assert_allclose(out.ratio_present, out.ratio_flow / yearly, rtol=1e-8)


@pytest.mark.parametrize("horizon", [1.0, 1.5, 4.2, 10.0, 49.5])
def test_a_begun_year_counts_by_its_share_on_both_sides(horizon: float) -> None:
    """Year by year: what is left of today's stock and of every year's work, which wears for half of its own year."""
    wear, growth, discount, past = 0.33, 0.05, 0.03, 0.2
    out = stock_and_flow.at(horizon=horizon, depreciation=wear, growth=growth, discount_rate=discount, past_growth=past)
    stock = (1 - wear / 2) * (1 + past) / (past + wear)
    left, flows = stock * (1 - wear) ** horizon, 0.0
    for year in range(50):
        share = min(max(horizon - year, 0.0), 1.0)
        work = share * (1 + growth) ** year
        flows += work / (1 + discount) ** year
        left += work * (1 - wear * share / 2) * (1 - wear) ** max(horizon - year - share, 0.0)
    cost = stock + flows - left / (1 + discount) ** horizon
    assert_allclose(out.ratio_present, out.ratio_flow * flows / cost, rtol=1e-12)


def test_a_horizon_just_beyond_a_year_is_near_that_year() -> None:
    whole, beyond = (stock_and_flow.at(horizon=h, growth=0.05).ratio_present for h in (4.0, 4.0 + 1e-9))
    assert_allclose(beyond, whole, rtol=1e-8)


@pytest.mark.parametrize(
    ("rate", "words"),
    [(-0.33, "-discount_rate is more than depreciation"), (-0.3, "present value of the stock at the end is more")],
)
def test_a_stock_that_costs_nothing_is_refused(rate: float, words: str) -> None:
    with pytest.raises(InputError, match=rf"{words}.*raise the discount rate"):
        stock_and_flow.at(discount_rate=rate, depreciation=0.33)
    out = stock_and_flow.at(discount_rate=-0.1, depreciation=0.33)
    assert out.user_cost > 0 and out.ratio_present > 0  # noqa: PT018


@pytest.mark.parametrize(
    ("wear", "growth", "stock_years"), [(0.33, 0.1, 2.14), (0.33, 0.3, 1.72), (0.55, 0.1, 1.23), (0.55, 0.3, 1.11)]
)
def test_which_depreciation_fits_the_published_stock(wear: float, growth: float, stock_years: float) -> None:
    out = stock_and_flow.at(depreciation=wear, past_growth=growth)
    assert_allclose(out.stock_years, stock_years, atol=0.005)


def test_published_stock_over_investment(store: Store) -> None:
    stock, investment = store.fact("korkmaz_2024.stock").value, store.fact("korkmaz_2024.investment").value
    assert stock is not None
    assert_allclose(stock / (investment or 1), 1.97, atol=0.005)
    ours = [float(stock_and_flow.at(depreciation=0.33, past_growth=g).stock_years) for g in (0.1, 0.3)]
    assert ours[1] < stock / (investment or 1) < ours[0]


def test_half_lives() -> None:
    assert_allclose(half_life(np.array([0.33, 0.55])), [1.731, 0.868], rtol=1e-3)
    assert_allclose(stock_and_flow.at(depreciation=0.33).half_life, 1.7308, rtol=1e-4)
    assert_allclose((1 - 0.33) ** float(half_life(0.33)), 0.5, rtol=1e-12)


def test_the_charge_that_the_critics_use_is_this_arithmetic(store: Store) -> None:
    belief = store.belief("value.stock_charge_user_cost")
    found = [float(stock_and_flow.at(past_growth=g).stock_charge) for g in (0.3, 0.2, 0.1)]
    assert_allclose((belief.dist.support[0], belief.value, belief.dist.support[1]), found, atol=0.002)


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=8), st.floats(0, 1), st.floats(0, 1e6))
def test_the_stock_of_given_years(spent: list[float], wear: float, opening: float) -> None:
    levels = perpetual_inventory(spent, wear, opening=opening)
    left = opening
    for year, amount in enumerate(spent):
        left = (1 - wear) * left + (1 - wear / 2) * amount
        assert_allclose(levels[year], left, rtol=1e-12)
    fresh = perpetual_inventory(spent, wear, opening=opening, new="nothing")
    assert np.all(fresh >= levels - 1e-9)
    if wear == 0:
        assert_allclose(levels, opening + np.cumsum(spent), rtol=1e-12)


def test_a_stock_for_many_rates_at_once() -> None:
    wear = np.array([0.22, 0.33, 0.55])
    levels = perpetual_inventory([1.0, 2.0, 3.0], wear)
    assert levels.shape == (3, 3)
    for i, rate in enumerate(wear):
        assert_allclose(levels[i], perpetual_inventory([1.0, 2.0, 3.0], float(rate)), rtol=1e-14)


@pytest.mark.parametrize(
    ("spent", "values", "words"),
    [
        ([], {}, "at least one year"),
        ([-1.0], {}, "0 or more"),
        ([1.0], {"opening": -1.0}, "opening stock"),
        ([1.0], {"new": "all"}, "'half a year' or 'nothing'"),
        (3.0, {}, "one amount for each year"),
    ],
)
def test_a_stock_of_nothing_is_refused(spent: Any, values: Any, words: str) -> None:
    with pytest.raises(InputError, match=words):
        perpetual_inventory(spent, 0.3, **values)
    with pytest.raises(InputError, match="between 0 and 1"):
        perpetual_inventory([1.0], 1.5)


@pytest.mark.parametrize(
    ("kind", "rate"), [("own-account", 0.33), ("custom", 0.33), ("prepackaged", 0.55), ("research", 0.22)]
)
def test_depreciation_by_kind(kind: str, rate: float) -> None:
    case = depreciating_as(baseline(stock_and_flow), kind)
    assert case.entries["depreciation"].value == rate
    assert_allclose(case.outputs().half_life, np.log(0.5) / np.log(1 - rate), rtol=1e-12)


def test_a_kind_that_is_not_known_is_refused() -> None:
    with pytest.raises(InputError, match="Did you mean 'custom'"):
        depreciating_as(baseline(stock_and_flow), "costum")
    with pytest.raises(InputError, match="no input 'depreciation'"):
        depreciating_as(baseline(attributed_value), "custom")


def test_the_charge_goes_into_the_ratio() -> None:
    stock = stock_and_flow.at(past_growth=np.array([0.05, 0.2, 0.5]))
    out = attributed_value.at(stock_charge=stock.stock_charge)
    assert_allclose(out.benefit_cost_ratio, stock.ratio_user_cost, rtol=1e-12)


def test_the_value_goes_into_the_stock() -> None:
    value = attributed_value.at(prices="USD 2022")
    out = stock_and_flow.at(value=value.value, prices="USD 2022")
    assert out.ratio_flow == value.benefit_cost_ratio == 100
    assert out.ratio_user_cost > out.ratio_flow  # a stock that grows is young, and charged less than a year's work


def test_each_takes_from_the_other_so_that_no_model_has_both() -> None:
    for pair in ((stock_and_flow, attributed_value), (attributed_value, stock_and_flow)):
        with pytest.raises(ModelError, match="take from each other in a circle") as refused:
            model(*pair)
        assert "value.attributed_value, which feeds value.stock_and_flow" in str(refused.value)
        assert "value.stock_and_flow, which feeds value.attributed_value" in str(refused.value)
