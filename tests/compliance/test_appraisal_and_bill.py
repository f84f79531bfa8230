"""Annuities against payments year by year, and the bill of a rule against adding up its duties."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from mloss_econ.compliance import BillInputs, Duty, annualise, annuity, bill

rates = st.floats(-0.5, 1.0)
amounts = st.floats(0, 1e6).map(lambda x: round(x, 2))
parts = st.floats(0, 1).map(lambda x: round(x, 6))


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
def test_a_loan_paid_off_in_instalments_ends_at_nothing(rate: float, years: int) -> None:
    instalment, debt = float(annualise(1000.0, rate, years)), 1000.0
    for _ in range(years):
        debt = debt * (1 + rate) - instalment
    assert_allclose(debt, 0, atol=1e-7)


def test_arrays_of_rates_and_years_broadcast() -> None:
    table = annuity(np.array([[0.02], [0.03], [0.07]]), np.array([5.0, 10.0]))
    assert table.shape == (3, 2)
    assert_allclose(table[:, 1], [8.982585, 8.530203, 7.023582], rtol=1e-7)


# ---------------------------------------------------------------- the bill

duties = st.dictionaries(
    st.sampled_from(["a", "b", "c"]),
    st.fixed_dictionaries(
        {"one_off": amounts, "yearly": amounts, "life": st.floats(0.25, 20), "already_done": parts, "borne": parts}
    ),
    min_size=1,
)


def of(found: dict[str, dict[str, float]], rate: float) -> Any:
    return bill(BillInputs(duties={name: Duty(**d) for name, d in found.items()}, discount_rate=rate))


@given(duties, st.floats(0.001, 0.3))
def test_the_bill_is_the_sum_of_its_duties(found: dict[str, dict[str, float]], rate: float) -> None:
    out, total = of(found, rate), 0.0
    for name, d in found.items():
        instalment = d["one_off"] * rate / (1 - (1 + rate) ** -d["life"])
        cost = d["borne"] * (1 - d["already_done"]) * (instalment + d["yearly"])
        assert_allclose(out.by_duty[name], cost, rtol=1e-9, atol=1e-9)
        total += cost
    assert_allclose(out.fixed_cost, total, rtol=1e-9, atol=1e-9)


@given(duties, st.floats(0, 0.3, allow_subnormal=False), st.floats(0.01, 100))
def test_the_bill_is_proportional_to_the_price_level(found: Any, rate: float, factor: float) -> None:
    dearer = {name: d | {"one_off": d["one_off"] * factor, "yearly": d["yearly"] * factor} for name, d in found.items()}
    assert_allclose(of(dearer, rate).fixed_cost, factor * of(found, rate).fixed_cost, rtol=1e-11)


@given(duties, st.floats(0, 0.3, allow_subnormal=False))
def test_a_rule_that_imposes_nothing_costs_nothing(found: Any, rate: float) -> None:
    nothing = {name: d | {"borne": 0.0} for name, d in found.items()}
    assert of(nothing, rate).fixed_cost == 0
    done = {name: d | {"already_done": 1.0} for name, d in found.items()}
    assert of(done, rate).fixed_cost == 0


@given(duties, st.floats(0, 0.3, allow_subnormal=False))
def test_relabelling_duties_relabels_the_lines(found: Any, rate: float) -> None:
    renamed = {f"new {name}": d for name, d in reversed(list(found.items()))}
    out, other = of(found, rate), of(renamed, rate)
    assert {f"new {name}": float(v) for name, v in out.by_duty.items()} == {
        n: float(v) for n, v in other.by_duty.items()
    }
    assert_allclose(other.fixed_cost, out.fixed_cost, rtol=1e-13)


@pytest.mark.parametrize("life", [0.25, 1.0, 5.0])
def test_a_longer_life_makes_the_set_up_cheaper(life: float) -> None:
    duty = {"one_off": 100.0, "yearly": 0.0, "already_done": 0.0, "borne": 1.0}
    now, longer = (of({"a": duty | {"life": n}}, 0.03).fixed_cost for n in (life, 2 * life))
    assert longer < now


def test_no_duties_no_bill() -> None:
    assert bill(BillInputs(duties={}, discount_rate=0.03)).fixed_cost == 0
