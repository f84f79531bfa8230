"""Chatterjee's coefficient of a sum of normals, and of equal inputs."""

import numpy as np
import pytest
from functions import WEIGHTED
from rankings import close, inside, total

from mloss_econ.engine import simulate
from mloss_econ.sensitivity import chatterjee
from mloss_econ.sensitivity.chatterjee import coefficient


def test_chatterjee_of_a_sum_of_normals() -> None:
    """6/pi atan(2) - 2 = 0.1145, 6/pi atan(sqrt 19) - 2 = 0.5693; the exponential changes nothing."""
    truth = {"x1": 6 / np.pi * np.arctan(2) - 2, "x2": 6 / np.pi * np.arctan(19**0.5) - 2, "x3": 0.0}
    run = simulate(WEIGHTED, n=2**16, seed=1)
    found = chatterjee(run, "z")
    close(total(found), truth, 0.012)
    inside(found, truth, 1.5)
    assert [row.index for row in found.rows] == [row.index for row in chatterjee(run, "y").rows]


def test_rows_of_equal_input_stand_in_random_order() -> None:
    """An input of two values, and rows that come in order of the output: they have nothing to do with one another."""
    rng = np.random.default_rng(0)
    y = np.arange(4000.0)
    x = np.tile([0.0, 1.0], 2000)
    assert abs(coefficient(x, y, rng.random(4000))) < 0.05
    assert coefficient(y, y, rng.random(4000)) == pytest.approx(1, abs=1e-3)
    assert coefficient(x, np.ones(4000), rng.random(4000)) == 0
