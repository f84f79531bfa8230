"""Investment times multiplier is value, and a grant times the average is not."""

import numpy as np
import pytest
from amounts import amounts
from hypothesis import given
from numpy.testing import assert_allclose

from mloss_econ.errors import InputError
from mloss_econ.value import at_average, identity


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
