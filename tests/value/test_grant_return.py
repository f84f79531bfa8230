"""A grant at the margin and at the average."""

import pytest
from amounts import amounts
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

from mloss_econ.value import at_average, grant_return


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
