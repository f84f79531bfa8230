"""A pause loses what the delay calculator says."""

import pytest
from numpy.testing import assert_allclose

from mloss_econ.compliance import delay
from mloss_econ.regimes import pause_balance


def test_the_pause_loses_what_the_delay_calculator_says() -> None:
    shared = {"obsolescence": 0.5, "benefit_horizon": 10.0, "discount_rate": 0.07}
    y = pause_balance.at(**shared, pause_length=0.5, frontier_value=1e9, yearly_harm=2e9, pause_effect=0.1)
    held = delay.at(**shared, delay=0.0, pause=0.5, benefit=1e9)
    assert_allclose(y.present_value_lost, held.present_value_lost, rtol=1e-12)
    assert float(held.share_of_horizon_value_lost) == pytest.approx(0.274, abs=5e-4)  # not the endless 0.248
    assert_allclose(y.harm_saved, 0.1 * 2 * held.present_value, rtol=1e-12)
    assert_allclose(y.effect_needed, held.share_of_horizon_value_lost / 2, rtol=1e-12)
