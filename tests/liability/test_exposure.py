"""The multiplier restores the exposure of a party whose assets reach."""

from __future__ import annotations

from care import harms
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

from mloss_econ.liability import exposure, restoring_multiplier


@given(st.floats(0.05, 1), harms, st.floats(0.1, 30))
def test_the_multiplier_restores_care_if_assets_reach(found: float, harm: float, reach: float) -> None:
    """P9."""
    phi = float(exposure(harm, found=found, multiplier=restoring_multiplier(found), assets=reach * harm))
    assert_allclose(phi, 1.0 if reach >= 1 / found else found * reach, rtol=1e-12)
