"""The net present value of a proposal, against sums year by year and by its switching values."""

import numpy as np
import pytest
from appraisals import rates
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

from mloss_econ.compliance import Schedule, annuity, net_present_value


@pytest.mark.parametrize(
    ("rate", "present", "annual"), [(0.02, 15.77910, 1.75663), (0.03, 15.23624, 1.78615), (0.07, 13.42830, 1.91189)]
)
def test_a_stream_of_costs(rate: float, present: float, annual: float) -> None:
    stream = np.array([5.0, *[1.2] * 10])
    flat = Schedule("flat", (0.0,), (rate,), 100.0)
    assert_allclose(flat.present_value(stream), present, atol=5e-6)
    assert_allclose(flat.annualised(stream, "end"), annual, atol=5e-6)
    out = net_present_value.at(
        one_off_cost=5.0, yearly_cost=1.2, yearly_benefit=2.0, discount_rate=rate, appraisal_horizon=10.0
    )
    assert_allclose((out.present_cost, out.annual_cost), (present, annual), atol=5e-6)


def test_real_rates_below_0_are_taken_by_every_door() -> None:
    rate, years = -0.01, 10
    stream = {"one_off_cost": 0.0, "yearly_cost": 40.0, "yearly_benefit": 100.0}
    out = net_present_value.at(stream, discount_rate=rate, appraisal_horizon=float(years))
    worth = sum((1 + rate) ** -t for t in range(1, years + 1))
    assert_allclose([out.net_present_value, float(annuity(rate, years))], [60 * worth, worth], rtol=1e-12)
    assert_allclose(Schedule("x", (0.0,), (rate,), 20.0).factor(3.0), 0.99**-3, rtol=1e-12)


@given(st.floats(1, 1e9), st.floats(0, 1e9), st.floats(1, 1e9), rates, st.integers(1, 60))
def test_a_switching_value_makes_the_net_zero(
    once: float, cost: float, benefit: float, rate: float, years: int
) -> None:
    x = {"one_off_cost": once, "yearly_cost": cost, "discount_rate": rate, "appraisal_horizon": float(years)}
    out = net_present_value.at(**x, yearly_benefit=benefit)
    size = float(out.present_cost + out.present_benefit)
    fallen = net_present_value.at(**x, yearly_benefit=benefit * (1 - float(out.fall_of_benefit)))
    assert abs(float(fallen.net_present_value)) <= 1e-9 * size
    level = net_present_value.at(**x, yearly_benefit=float(out.break_even_benefit))
    assert abs(float(level.net_present_value)) <= 1e-9 * size
    assert_allclose((1 + out.rise_of_cost) * out.present_cost, out.present_benefit, rtol=1e-9, atol=1e-9 * size)
    assert_allclose(out.annual_cost, out.business_cost * (1 + rate), rtol=1e-12)
