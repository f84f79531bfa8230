"""Who is priced out: what must hold for any budgets, lognormal or Pareto, with the edges of the formulas."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose
from scipy import stats

from mloss_econ.compliance import pricing_out, pricing_out_pareto

BOTH = [pricing_out, pricing_out_pareto]
both = pytest.mark.parametrize("calculator", BOTH, ids=lambda c: c.name)
costs = st.floats(1, 1e7)
parts = st.floats(0.01, 0.99)
SHARES = ("priced_out", "value_lost")


@given(costs, parts, st.floats(100, 1e7), st.floats(0.1, 4), parts, st.floats(0, 4), parts, parts)
def test_lognormal_shares_are_those_of_scipy(
    cost: float, payable: float, median: float, sigma: float, zero: float, usage: float, rho: float, unpaid: float
) -> None:
    out = pricing_out.at(
        fixed_cost=cost,
        payable_share=payable,
        proportional_cost=0.0,
        median_budget=median,
        sigma=sigma,
        zero_share=zero,
        use_elasticity=rho * usage / sigma,  # from spread and correlation of the logarithms
        unpaid_use=unpaid,
    )
    cutoff = cost / payable
    budgets = stats.lognorm(s=sigma, scale=median)
    by_value = stats.lognorm(s=sigma, scale=median * np.exp(sigma**2))  # budgets weighted by themselves
    by_use = stats.lognorm(s=sigma, scale=median * np.exp(rho * usage * sigma))
    assert_allclose(out.cutoff, cutoff, rtol=1e-14)
    assert_allclose(out.priced_out_paid, budgets.cdf(cutoff), rtol=1e-9, atol=1e-300)
    assert_allclose(out.priced_out, zero + (1 - zero) * budgets.cdf(cutoff), rtol=1e-9)
    assert_allclose(out.value_lost, by_value.cdf(cutoff), rtol=1e-8, atol=1e-300)
    assert_allclose(out.use_lost, unpaid + (1 - unpaid) * by_use.cdf(cutoff), rtol=1e-8)


@given(costs, parts, st.floats(100, 1e6), st.floats(1.05, 5), parts)
def test_pareto_shares_are_those_of_scipy(cost: float, payable: float, low: float, alpha: float, zero: float) -> None:
    out = pricing_out_pareto.at(
        fixed_cost=cost,
        payable_share=payable,
        proportional_cost=0.0,
        smallest_budget=low,
        tail_exponent=alpha,
        zero_share=zero,
    )
    cutoff = cost / payable
    assert_allclose(
        out.priced_out, zero + (1 - zero) * stats.pareto(alpha, scale=low).cdf(cutoff), rtol=1e-9, atol=1e-15
    )
    weighted = stats.pareto(alpha - 1, scale=low)  # budgets weighted by themselves
    assert_allclose(out.value_lost, weighted.cdf(cutoff), rtol=1e-8, atol=1e-14)


@both
@given(a=costs, b=costs)
def test_a_higher_cost_never_prices_out_less(calculator: Any, a: float, b: float) -> None:
    low, high = (calculator.at(fixed_cost=c) for c in sorted((a, b)))
    for name in SHARES:
        assert getattr(low, name) <= getattr(high, name)


@both
@given(cost=costs, factor=st.floats(0.001, 1000))
def test_only_relative_prices_matter(calculator: Any, cost: float, factor: float) -> None:
    budget = "median_budget" if calculator is pricing_out else "smallest_budget"
    base = float(getattr(calculator.inputs(), budget))
    one = calculator.at(fixed_cost=cost)
    other = calculator.at({"fixed_cost": cost * factor, budget: base * factor})
    for name in SHARES:
        assert_allclose(getattr(other, name), getattr(one, name), rtol=1e-9, atol=1e-14)
    assert_allclose(other.cutoff, one.cutoff * factor, rtol=1e-13)
    assert_allclose(other.largest_cost_value, one.largest_cost_value * factor, rtol=1e-12)


@both
@given(cost=costs)
def test_budgets_go_more_slowly_than_projects(calculator: Any, cost: float) -> None:
    out = calculator.at(fixed_cost=cost, zero_share=0.0)
    assert 0 <= out.value_lost <= out.priced_out <= 1


@both
@given(keep=st.floats(0.05, 0.95), payable=st.floats(0.1, 1), grows=st.floats(0, 0.05))
def test_the_largest_cost_keeps_exactly_what_is_wanted(
    calculator: Any, keep: float, payable: float, grows: float
) -> None:
    changes = {"keep": keep, "payable_share": payable, "proportional_cost": grows, "zero_share": 0.0}
    limits = calculator.at(**changes)
    count = calculator.at(**changes, fixed_cost=float(limits.largest_cost_projects))
    value = calculator.at(**changes, fixed_cost=float(limits.largest_cost_value))
    assert_allclose(count.priced_out, 1 - keep, rtol=1e-8)
    assert_allclose(value.value_lost, 1 - keep, rtol=1e-8)


@both
def test_no_cost_prices_nobody_out(calculator: Any) -> None:
    out = calculator.at(fixed_cost=0.0)
    assert (float(out.cutoff), float(out.priced_out), float(out.value_lost)) == (0, 0, 0)


@both
def test_any_cost_stops_projects_without_a_budget(calculator: Any) -> None:
    out = calculator.at(fixed_cost=1e-9, zero_share=0.6)
    assert_allclose(out.priced_out, 0.6, atol=1e-6)


@both
@pytest.mark.parametrize("grows", [0.1, 0.2, 1.0])
def test_a_cost_that_takes_the_whole_payable_share_prices_everybody_out(calculator: Any, grows: float) -> None:
    out = calculator.at(fixed_cost=1000.0, payable_share=0.1, proportional_cost=grows)
    assert np.isposinf(out.cutoff)
    assert (float(out.priced_out), float(out.value_lost)) == (1, 1)


@both
def test_it_does_so_without_a_fixed_cost_too(calculator: Any) -> None:
    out = calculator.at(fixed_cost=0.0, payable_share=0.1, proportional_cost=0.2, zero_share=0.0)
    assert (float(out.priced_out), float(out.value_lost)) == (1, 1)


@both
def test_without_any_cost_nothing_need_be_payable(calculator: Any) -> None:
    out = calculator.at(fixed_cost=0.0, payable_share=0.0, proportional_cost=0.0)
    assert (float(out.priced_out), float(out.value_lost)) == (0, 0)


def test_a_cost_every_pareto_budget_can_bear_prices_out_no_paid_project() -> None:
    out = pricing_out_pareto.at(fixed_cost=100.0, payable_share=0.1, smallest_budget=2000.0, zero_share=0.0)
    assert (float(out.cutoff), float(out.priced_out), float(out.value_lost)) == (1000, 0, 0)


def test_unpaid_projects_do_not_change_what_becomes_of_budgets() -> None:
    few, many = (pricing_out.at(zero_share=z) for z in (0.1, 0.9))
    assert few.value_lost == many.value_lost
    assert few.priced_out_paid == many.priced_out_paid
    assert many.priced_out > few.priced_out


@given(st.floats(0, 2), st.floats(0, 1))
def test_use_that_follows_budgets_closely_is_lost_least(most: float, part: float) -> None:
    loose, close = (pricing_out.at(use_elasticity=b) for b in (most * part, most))
    assert close.use_lost <= loose.use_lost
    apart = pricing_out.at(use_elasticity=0.0, unpaid_use=0.0)
    assert_allclose(apart.use_lost, apart.priced_out_paid, rtol=1e-14)
    as_budgets = pricing_out.at(use_elasticity=1.0, unpaid_use=0.0)
    assert_allclose(as_budgets.use_lost, as_budgets.value_lost, rtol=1e-14)
    assert_allclose(as_budgets.use_lost_net, as_budgets.use_lost * (1 - pricing_out.inputs().recovered))


def test_extreme_exponents_stay_shares() -> None:
    out = pricing_out_pareto.at(tail_exponent=np.array([1.0000001, 1.1, 50.0]), fixed_cost=1e6)
    for name in SHARES:
        assert ((getattr(out, name) >= 0) & (getattr(out, name) <= 1)).all()
