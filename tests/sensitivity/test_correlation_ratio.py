"""A rare value that holds all of the variance has a bin of its own."""

import pytest
from atoms import UNIT, parity
from functions import case

from mloss_econ.engine import simulate
from mloss_econ.sensitivity import borgonovo, correlation_ratio
from mloss_econ.uncertainty import discrete


def test_a_rare_value_that_holds_all_of_the_variance() -> None:
    """One draw in two hundred: it shared its bin with the rest, and the ratio was 0 instead of 1."""
    x = discrete(values=[0, 1], weights=[0.995, 0.005])
    of = case(parity, x1=x, x2=UNIT, x3=UNIT)
    run = simulate(of, n=2**12, seed=1)
    assert correlation_ratio(run, "y").row("x1").index == pytest.approx(1, abs=1e-3)
    assert borgonovo(run, "y").row("x1").index == pytest.approx(2 * 0.995 * 0.005, abs=0.003)
    assert borgonovo(run, "y").row("x1").interval[0] > 0
