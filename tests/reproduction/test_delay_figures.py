"""Half a year's wait at 7 % with obsolescence of 0.5: three readings, each against an integral."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy import integrate

from mloss_econ.compliance import delay

HALF = {"delay": 0.5, "pause": 0.0, "obsolescence": 0.5, "benefit_horizon": 10.0}


def integral(rate: float, low: float, high: float) -> float:
    return float(integrate.quad(lambda t: np.exp(-rate * t), low, high, epsabs=0, epsrel=1e-12)[0])


@pytest.mark.parametrize(
    ("discount_rate", "endless", "horizon", "fading"),
    [(np.expm1(0.07), 0.247986, 0.274409, 0.248818), (0.07, 0.247105, 0.273890, 0.247954)],
    ids=["7 % as a force", "7 % as a yearly rate"],
)
def test_half_a_year(discount_rate: float, endless: float, horizon: float, fading: float) -> None:
    out = delay.at({**HALF, "discount_rate": discount_rate})
    assert_allclose(out.share_of_endless_value_lost, endless, atol=5e-7)
    assert_allclose(out.share_of_horizon_value_lost, horizon, atol=5e-7)
    assert_allclose(out.share_of_fading_value_lost, fading, atol=5e-7)
    force = np.log1p(discount_rate)
    late = np.exp(-0.25) * integral(force, 0.5, 10) / integral(force, 0, 10)
    assert_allclose(out.share_of_horizon_value_lost, 1 - late, rtol=1e-10)
    fades = integral(force + 0.5, 0, 0.5) / integral(force + 0.5, 0, 10)
    assert_allclose(out.share_of_fading_value_lost, fades, rtol=1e-10)


def test_a_reserve_of_half_a_year_bears_half_a_year() -> None:
    out = delay.at(delay=0.5, burn=100_000.0, reserve=50_000.0)
    assert (out.longest_wait, out.cash_lasts, out.cash_short) == (0.5, 1, 0)
    out = delay.at(delay=0.75, burn=100_000.0, reserve=50_000.0)
    assert (out.longest_wait, out.cash_lasts, out.cash_short) == (0.5, 0, 25_000)
