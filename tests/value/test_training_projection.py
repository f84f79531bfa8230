"""The cost of training in years to come, year by year."""

import pytest
from amounts import money
from facts import TRAINING_PRICES as PRICES
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

from mloss_econ.errors import InputError
from mloss_econ.value import training_projection


@given(money, st.floats(0.05, 3), st.floats(0.3, 10), st.integers(0, 12))
def test_year_by_year(cost: float, growth: float, halving: float, years: int) -> None:
    out = training_projection.at(
        cost_now=cost, run_growth=growth, halving_time=halving, projection_years=float(years), prices=PRICES
    )
    dearest = same = cost
    for _ in range(years):
        dearest, same = dearest * (1 + growth), same * 0.5 ** (1 / halving)
    assert_allclose((out.dearest, out.same_run), (dearest, same), rtol=1e-9)
    when = float(out.threshold_in)
    if when >= 0:
        at = training_projection.at(cost_now=cost, run_growth=growth, projection_years=when, prices=PRICES).dearest
        assert_allclose(at, 1e9, rtol=1e-6)


def test_the_least_that_a_projection_takes() -> None:
    out = training_projection.at(cost_threshold=1.0, cost_now=8.0, run_growth=1.0, prices=PRICES)
    assert_allclose(out.threshold_in, -3)
    for low in ({"cost_threshold": 0.99}, {"halving_time": 0.0}, {"run_growth": 0.0}, {"cost_now": 0.0}):
        with pytest.raises(InputError, match=next(iter(low))):
            training_projection.at(low)


def test_over_a_billion_by_2027() -> None:
    out = training_projection.at(prices=PRICES)
    assert float(out.dearest) > 1e9
    assert 2 < float(out.threshold_in) < 4
