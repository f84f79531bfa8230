"""A row of figures has one scale."""

import math

import pytest

from mloss_econ.compliance import pricing_out
from mloss_econ.engine import simulate, summary
from mloss_econ.engine.summary import common_scale
from mloss_econ.kernel import baseline
from mloss_econ.uncertainty import lognormal


@pytest.mark.parametrize(
    ("largest", "scale", "name"),
    [
        (999_999.0, 1.0, ""),
        (1e6, 1e6, "million "),
        (5e9, 1e9, "billion "),
        (9e14, 1e12, "trillion "),
        (2e18, 1e18, "10¹⁸ "),
        (9.99e20, 1e18, "10¹⁸ "),
        (3e25, 1e24, "10²⁴ "),
    ],
)
def test_a_row_of_figures_has_one_scale(largest: float, scale: float, name: str) -> None:
    assert common_scale([-largest, 1.0, float("inf")]) == (scale, name)
    assert common_scale([]) == (1.0, "")


def test_very_wide_tails_make_no_wide_table() -> None:
    case = baseline(pricing_out).but("wide", median_budget=lognormal(median=5e4, sigma=80))
    said = summary(simulate(case, n=256, seed=1))
    for text in (str(said), said.frame().text(), case.frame().text()):
        assert max(map(len, text.splitlines())) <= 80
        assert "0.0000000000" not in text


def test_figures_far_apart_have_no_scale_in_common() -> None:
    assert common_scale([1e20, 1e-60]) == common_scale([3e9, 1e-25, 0.0]) == (1.0, "")
    assert common_scale([3e9, 5.0, 0.0]) == (1e9, "billion ")
    assert common_scale([0.0, math.nan]) == (1.0, "")
