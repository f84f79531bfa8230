"""The Hand tests at the point where they are even."""

from __future__ import annotations

import numpy as np
from care import THREE
from numpy.testing import assert_allclose

from mloss_econ.liability import Accident, due_care, hand_rule, marginal_hand_rule


def test_the_marginal_test_is_even_at_due_care() -> None:
    due = np.log(100) / 0.5
    slope = -0.5 * 0.2 * np.exp(-0.5 * due)
    assert_allclose(1.0, -slope * 1000)
    assert bool(marginal_hand_rule(1.0, slope * 1.01, 1000))
    assert not bool(marginal_hand_rule(1.0, slope * 0.99, 1000))


# ---------------------------------------------------------------- equal but for rounding


def test_a_burden_equal_to_what_it_spares_is_no_breach() -> None:
    assert not hand_rule(burden=0.3, probability=0.1, loss=3.0)
    assert not marginal_hand_rule(marginal_cost=0.3, marginal_probability=-0.1, harm=3.0)
    assert hand_rule(burden=1e8, probability=1.0, loss=1e8 + 1)


def test_the_first_of_equals_is_due() -> None:
    assert due_care([0.0, 0.3], [THREE, 0.0]) == 0
    assert due_care([0.0, THREE], [0.3, 0.0]) == 0
    assert due_care([1e8, 1e8 + 2], [2.0, -1.0]) == 1
    a = Accident.grid({"ann": [0.0, THREE], "bob": [0.0, 9.0]}, [[0.3, 0.3], [0.0, 0.0]], 1.0, bearer="bob")
    assert int(a.optimum) == 0
    b = Accident.grid({"ann": [0.0, 0.3], "bob": [0.0, 9.0]}, [[THREE, THREE], [0.0, 0.0]], 1.0, bearer="bob")
    assert int(b.optimum) == 0
