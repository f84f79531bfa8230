"""Investment times multiplier is value; a grant at the margin and at the average; Europe's ratio."""

import numpy as np
import pytest
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

from mloss_econ.errors import InputError
from mloss_econ.value import at_average, grant_return, identity, open_source_ratio

amounts = st.floats(1, 1e13)


@given(amounts, amounts)
def test_any_two_give_the_third(value: float, investment: float) -> None:
    one = identity(value=value, investment=investment)
    again = identity(multiplier=one.multiplier, investment=investment)
    third = identity(value=value, multiplier=one.multiplier)
    assert_allclose(again.value, value, rtol=1e-14)
    assert_allclose(third.investment, investment, rtol=1e-14)
    assert_allclose(one.multiplier, value / investment, rtol=1e-15)


@pytest.mark.parametrize(
    "given",
    [{}, {"value": 1.0}, {"value": 1.0, "investment": 1.0, "multiplier": 1.0}],
)
def test_one_or_three_are_refused(given: dict[str, float]) -> None:
    with pytest.raises(InputError, match="give two"):
        identity(**given)


@pytest.mark.parametrize("bad", [0.0, -1.0, np.inf, np.nan, np.array([1.0, 0.0])])
def test_what_is_not_above_0_is_refused(bad: float) -> None:
    with pytest.raises(InputError, match="investment: has to be finite and above 0"):
        identity(value=1.0, investment=bad)


def test_a_grant_times_the_average_is_refused_unless_meant() -> None:
    with pytest.raises(InputError, match="acknowledge_average=True"):
        at_average(1e6, 100.0)
    assert at_average(1e6, 100.0, acknowledge_average=True) == 100e6
    assert_allclose(at_average(np.array([1.0, 2.0]), 100.0, acknowledge_average=True), [100, 200])


@given(amounts, amounts, st.floats(1, 1e9))
def test_with_elasticity_1_the_average_is_the_margin(value: float, investment: float, grant: float) -> None:
    out = grant_return.at(value=value, investment=investment, grant=grant, marginal_elasticity=1.0)
    assert_allclose(out.added_value, at_average(grant, value / investment, acknowledge_average=True), rtol=1e-9)
    assert_allclose(out.overstated, 1, rtol=1e-9)


@given(st.floats(0.01, 0.99), st.floats(1, 1e10), st.floats(1.01, 100))
def test_below_1_every_further_dollar_brings_less(elasticity: float, grant: float, more: float) -> None:
    small, large = (grant_return.at(marginal_elasticity=elasticity, grant=g) for g in (grant, grant * more))
    assert large.per_dollar <= small.per_dollar * (1 + 1e-9)
    assert small.per_dollar <= elasticity * small.average * (1 + 1e-9)
    assert small.per_dollar < small.average


@pytest.mark.parametrize("elasticity", [0.05, 0.3, 1.0, 1.5])
def test_a_grant_is_the_sum_of_many_small_ones(elasticity: float) -> None:
    value, investment, grant, steps = 30e9, 300e6, 600e6, 20_000
    added, spent = 0.0, investment
    now = value
    for _ in range(steps):  # each step at the margin where the last one left off
        gain = elasticity * now / spent * grant / steps
        added, now, spent = added + gain, now + gain, spent + grant / steps
    out = grant_return.at(value=value, investment=investment, grant=grant, marginal_elasticity=elasticity)
    assert_allclose(out.added_value, added, rtol=2e-4)


def test_a_small_grant_brings_elasticity_times_the_average() -> None:
    out = grant_return.at(value=30e9, investment=300e6, grant=1.0, marginal_elasticity=0.3)
    assert_allclose(out.per_dollar, 0.3 * 100, rtol=1e-8)
    assert_allclose(out.overstated, 1 / 0.3, rtol=1e-8)


@given(st.floats(1e9, 1e12), st.floats(1e8, 1e10), st.floats(1e3, 1e6), st.floats(1e3, 1e6))
def test_the_ratio_is_impact_over_what_the_people_counted_cost(
    impact: float, paid: float, staff: float, people: float
) -> None:
    out = open_source_ratio.at(gdp_impact=impact, firms_investment=paid, staff=staff, people_counted=people)
    assert_allclose(out.cost * staff, paid * people, rtol=1e-12)
    assert_allclose(out.ratio * out.cost, impact, rtol=1e-12)


def test_where_europes_four_may_come_from() -> None:
    case = {"gdp_impact": 65e9, "firms_investment": 1e9, "staff": 16_000.0}
    everyone = open_source_ratio.at(people_counted=260_000.0, **case)
    assert (float(everyone.cost), float(everyone.ratio)) == (16.25e9, 4.0)
    alone = [float(open_source_ratio.at(case | {"gdp_impact": v}, people_counted=16_000.0).ratio) for v in (65e9, 95e9)]
    assert_allclose(alone, [65, 95], rtol=1e-12)
