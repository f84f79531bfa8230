"""Activity under strict liability and under negligence, against a grid."""

from __future__ import annotations

import numpy as np
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

from mloss_econ.liability import activity


@given(st.floats(0, 100), st.floats(0.1, 9), st.floats(0, 30), st.floats(0, 60))
def test_activity_without_liability_for_what_is_left(a: float, b: float, c: float, h: float) -> None:
    """P16: the loss is h^2 / 2b while there is any activity to be had."""
    out = activity.at(first_benefit=a, benefit_slope=b, care_cost=c, unit_harm=h)
    assert_allclose(out.first_best_welfare - out.negligence_welfare, out.loss, atol=1e-9 * (1 + a * a / b))
    if a - c - h > 0:
        assert_allclose(out.loss, h * h / (2 * b), rtol=1e-9, atol=1e-12)
    z = np.linspace(0, a / b + 1, 20001)
    assert (a - c - h) * out.first_best - b * out.first_best**2 / 2 >= ((a - c - h) * z - b * z * z / 2).max() - 1e-6
