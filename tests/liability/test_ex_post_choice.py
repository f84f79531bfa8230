"""Liability of one of two parties whose costs are private, against a grid of costs."""

from __future__ import annotations

import numpy as np
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

from mloss_econ.liability import ex_post_choice


@given(st.floats(0.01, 4), st.floats(1, 1e6))
def test_liability_of_one_of_two_whose_costs_are_private(h: float, largest: float) -> None:
    """The liable party avoids where its cost, uniform from 0 to the largest, is below the harm."""
    out = ex_post_choice.at(harm=h * largest, largest_cost=largest)
    cost = (np.arange(20_000) + 0.5) / 20_000
    assert_allclose(out.liable_beforehand, largest * np.minimum(cost, h).mean(), rtol=1e-4)
    assert_allclose(out.first_best, largest * np.minimum(1 - np.sqrt(1 - cost), h).mean(), rtol=1e-3)  # the cheaper
    assert out.liability_first_wins == (out.liable_beforehand < out.found_ex_post)
