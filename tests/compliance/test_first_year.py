"""The first year's cost: by hand, against the bill spread by hand over its life, and never below the annualised one."""

from typing import Any

import pytest
from few import few
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

from mloss_econ.compliance import annuity, first_year
from mloss_econ.evidence import default_store
from mloss_econ.regimes import world_under

CENTS = st.integers(0, 10**11)  # floats could sum to a subnormal number, whose multiples are rounded to nothing
MONEY = CENTS.map(lambda cents: cents / 100)


def test_worked_by_hand() -> None:
    """30,000 at the start and 20,000 a year, of a budget of 40,000: one and a quarter of it."""
    y = first_year.at(first_cost=30_000.0, recurrent_cost=20_000.0, median_budget=40_000.0)
    assert (float(y.first_year_cost), float(y.first_year_share)) == (50_000, 1.25)


@given(MONEY, MONEY, st.floats(1.0, 1e9), st.floats(0.1, 10))
def test_twice_the_cost_is_twice_the_share_and_twice_the_budget_half(a: float, b: float, c: float, k: float) -> None:
    once = first_year.at(first_cost=a, recurrent_cost=b, median_budget=c)
    more = first_year.at(first_cost=k * a, recurrent_cost=k * b, median_budget=c)
    larger = first_year.at(first_cost=a, recurrent_cost=b, median_budget=k * c)
    assert_allclose(more.first_year_share, k * once.first_year_share, rtol=1e-12)
    assert_allclose(larger.first_year_share, once.first_year_share / k, rtol=1e-12)


@pytest.mark.parametrize("name", ["licensing", "eu_ai_act_highrisk", "status_quo"])
def test_in_the_world_it_is_the_sum_over_duties(name: str) -> None:
    """Every duty's first year added up one by one from the seeds, pass-back included."""
    case = world_under(name)
    x, y = case.point, case.outputs()
    due = 0.0
    for duty in x.duties.values():
        units = {"entity": 1.0} | {u: getattr(x.payers["developer"], f"{u}s") for u in ("system", "model", "customer")}
        units["notice"] = x.payers["developer"].notices
        fresh = (1 - duty.already_done) * float(duty.developer) * units[duty.unit]
        hour = duty.tariff * (1 + duty.overhead)
        once, kept = duty.one_off + duty.hours * hour, duty.yearly + duty.hours_yearly * hour
        due += fresh * (once + once * (1 - duty.sunk) * (duty.releases + duty.repeated) + kept)
    assert_allclose(y.first_year_cost, due + y.passed_back, rtol=1e-12)
    assert_allclose(y.first_year_share, y.first_year_cost / x.median_budget, rtol=1e-12)


@pytest.mark.parametrize("name", few(tuple(default_store().proposals), 3))
def test_it_is_no_less_than_the_annualised_bill(name: str) -> None:
    """One-off work spread over its life costs less a year than at once, but for the discount within a short life."""
    case = world_under(name)
    lives: list[Any] = [d.life for d in case.point.duties.values() if float(d.developer)]
    shortest = min((float(annuity(case.point.discount_rate, life)) for life in lives), default=1.0)
    y = case.outputs()
    assert float(y.fixed_cost) * min(shortest, 1.0) <= float(y.first_year_cost) * (1 + 1e-12)
