"""A pause loses what the delay calculator says, and more than the scorecard counts."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from mloss_econ.compliance import delay
from mloss_econ.kernel import baseline
from mloss_econ.regimes import pause_balance, world_under

YEARS = np.arange(1, 11)
PAID = 1.03**-YEARS  # present value of one dollar at the end of each of ten years, at 3 %


def test_the_pause_loses_what_the_delay_calculator_says() -> None:
    shared = {"obsolescence": 0.5, "benefit_horizon": 10.0, "discount_rate": 0.07}
    y = pause_balance.at(**shared, pause_length=0.5, frontier_value=1e9, yearly_harm=2e9, pause_effect=0.1)
    held = delay.at(**shared, delay=0.0, pause=0.5, benefit=1e9)
    assert_allclose(y.present_value_lost, held.present_value_lost, rtol=1e-12)
    assert float(held.share_of_horizon_value_lost) == pytest.approx(0.274, abs=5e-4)  # not the endless 0.248
    assert_allclose(y.harm_saved, 0.1 * 2 * held.present_value, rtol=1e-12)
    assert_allclose(y.effect_needed, held.share_of_horizon_value_lost / 2, rtol=1e-12)


def lost_in_a_year(pause: float, turnover: float) -> float:
    """By hand, of 20 billion a year: releases of late years are a bit stale, those of the first are out in part."""
    on_time = np.clip(YEARS - pause, 0, 1) * np.exp(-0.5 * pause)
    return float(20e9 * np.sum(PAID * (1 - (1 - turnover) ** YEARS) * (1 - on_time)) / PAID.sum())


def test_a_year_of_the_balance_is_more_than_the_scorecard_counts_for_the_same_pause() -> None:
    """Half a year, all closed models in scope, all comply and nothing takes their place: 46 billion up to the horizon
    are 5.396 billion at the end of each of ten years; the scorecard's line is 3.764 billion, 0.698 of it. Turnover
    explains 0.709 of this: were all use that of new releases at once, the two would differ by 0.984, for money that
    comes in all year."""
    lost = float(baseline(pause_balance, prices="USD 2022").outputs().present_value_lost)
    a_year = lost / PAID.sum()
    case = world_under("pause_6m", prices="USD 2022").but(
        "all comply, nothing in its place", complies=1.0, closed_replaced=0.0
    )
    line = -float(case.but("all in scope", closed_scope=1.0).outputs().lines["closed_use"])
    assert (lost, a_year) == (pytest.approx(46.0e9, rel=1e-3), pytest.approx(5.396e9, rel=1e-3))
    assert line == pytest.approx(lost_in_a_year(0.5, turnover=0.33), rel=1e-12)
    assert line / a_year == pytest.approx(0.698, abs=5e-4)
    at_once = -float(case.but("at once", closed_scope=1.0, turnover=1.0).outputs().lines["closed_use"])
    assert at_once == pytest.approx(lost_in_a_year(0.5, turnover=1.0), rel=1e-12)
    assert line / at_once == pytest.approx(0.709, abs=5e-4)
    assert at_once / a_year == pytest.approx(0.984, abs=5e-4)
