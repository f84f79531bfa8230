"""Annuities against payments year by year, and switching values."""

from typing import Any

import numpy as np
import pytest
from appraisals import rates as usual_rates
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

from mloss_econ.compliance import (
    annualise,
    annuity,
    break_even_units,
    fall_of_benefit,
    net_cost_to_business,
    rise_of_cost,
)
from mloss_econ.errors import InputError

rates = st.floats(-0.5, 1.0)


@given(rates, st.integers(1, 60))
def test_an_annuity_is_the_present_value_of_its_payments(rate: float, years: int) -> None:
    assert_allclose(annuity(rate, years), sum((1 + rate) ** -t for t in range(1, years + 1)), rtol=1e-9)


@given(st.floats(-1e-6, 1e-6), st.integers(1, 60))
def test_rates_near_zero_keep_their_digits(rate: float, years: int) -> None:
    expected = years - rate * years * (years + 1) / 2  # to first order
    assert_allclose(annuity(rate, years), expected, rtol=years**2 * 2e-12)


def test_without_interest_it_is_the_number_of_years() -> None:
    assert annuity(0.0, 7) == 7
    assert_allclose(annuity(np.array([0.0, 0.03]), 10.0), [10, 8.530203], rtol=1e-7)
    assert annualise(70.0, 0.0, 7) == 10


@given(rates, st.floats(0.1, 60), st.floats(1, 1e9))
def test_the_yearly_amount_is_worth_the_sum(rate: float, years: float, amount: float) -> None:
    assert_allclose(annualise(amount, rate, years) * annuity(rate, years), amount, rtol=1e-13)


@given(st.floats(0.001, 0.5), st.integers(1, 30))
def test_a_loan_paid_off_in_instalments_ends_at_zero(rate: float, years: int) -> None:
    instalment, debt = float(annualise(1000.0, rate, years)), 1000.0
    for _ in range(years):
        debt = debt * (1 + rate) - instalment
    assert_allclose(debt, 0, atol=1e-7)


@pytest.mark.parametrize(
    ("rate", "years", "words"),
    [
        (3.5, 10, r"rate = 3.5 has to be above -1 and 1 or less\. A rate is a fraction"),
        (-1, 10, r"rate = -1 has"),
        ([0.03, np.nan], 10, r"rate\[1\] = nan"),
        (0.03, 0, "years = 0 has to be above 0"),
        (0.03, [5, -5], r"years\[1\] = -5"),
        (0.03, np.inf, "years = inf"),
    ],
)
def test_what_is_no_rate_and_no_time_is_refused(rate: Any, years: Any, words: str) -> None:
    for ask in (annuity, lambda r, y: annualise(100.0, r, y), lambda r, y: net_cost_to_business(100.0, r, y)):
        with pytest.raises(InputError, match=words):
            ask(rate, years)
    assert annuity(3.5 / 100, 10) == pytest.approx(8.316605)  # as the message says


def test_arrays_of_rates_and_years_broadcast() -> None:
    table = annuity(np.array([[0.02], [0.03], [0.07]]), np.array([5.0, 10.0]))
    assert table.shape == (3, 2)
    assert_allclose(table[:, 1], [8.982585, 8.530203, 7.023582], rtol=1e-7)


@given(usual_rates, st.floats(0.5, 60))
def test_the_start_of_the_year_is_a_year_s_interest_dearer(rate: float, years: float) -> None:
    assert_allclose(annuity(rate, years, "start"), annuity(rate, years) * (1 + rate), rtol=1e-13)
    assert_allclose(annualise(1.0, rate, years, "start") * annuity(rate, years, "start"), 1, rtol=1e-13)


def test_known_annuities() -> None:
    assert_allclose(100 * annuity(0.03, 10), 853.0202836775836, rtol=1e-12)
    assert_allclose(100 * annuity(0.03, 10, "start"), 878.6108921879112, rtol=1e-12)
    assert_allclose(annualise(1.0, np.array([0.03, 0.07]), 10, "start"), [0.113816, 0.133063], atol=5e-7)
    assert_allclose([annuity(0.035, 10, "start"), annuity(0.035, 10)], [8.6077, 8.3166], atol=5e-5)
    assert_allclose(annualise(1.0, 0.035, 10) / net_cost_to_business(1.0, 0.035, 10), 1.035, rtol=1e-13)


def test_switching_values() -> None:
    assert_allclose((fall_of_benefit(120, 100), rise_of_cost(120, 100)), (1 / 6, 0.2), rtol=1e-14)
    assert break_even_units(9e6, 300.0) == 30_000
