"""Joint and several against several only: what is recovered from parties who cannot all pay."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

from mloss_econ.liability import joint_and_several, several_only


@given(st.lists(st.floats(0.01, 1), min_size=1, max_size=5), st.data(), st.floats(1, 1000))
def test_joint_liability_recovers_at_least_as_much(raw: list[float], data: Any, harm: float) -> None:
    """P12; and a plain loop over who can still pay finds the same payments."""
    shares = np.array(raw) / sum(raw)
    assets = np.array(data.draw(st.lists(st.floats(0, 600), min_size=len(raw), max_size=len(raw))))
    joint, several = joint_and_several(shares, harm, assets), several_only(shares, harm, assets)
    assert joint.sum() >= several.sum() - 1e-9 * harm
    assert (joint <= assets + 1e-9).all()
    assert_allclose(joint.sum(), min(harm, assets.sum()), rtol=1e-9, atol=1e-9)
    if (assets <= shares * harm).all():
        assert_allclose(joint, several)
    low, high = 0.0, 1e7  # the height of the water: each pays level * share, or all it has
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if np.minimum(middle * shares, assets).sum() < harm else (low, middle)
    assert_allclose(joint, np.minimum(high * shares, assets), rtol=1e-7, atol=1e-7 * harm)


@pytest.mark.parametrize(
    ("assets", "several", "joint"),
    [
        ([np.inf, np.inf, np.inf], [50, 30, 20], [50, 30, 20]),
        ([5, np.inf, np.inf], [5, 30, 20], [5, 57, 38]),
        ([5, 10, np.inf], [5, 10, 20], [5, 10, 85]),
        ([5, 10, 20], [5, 10, 20], [5, 10, 20]),
    ],
)
def test_joint_and_several_against_several_only(assets: list[float], several: list[float], joint: list[float]) -> None:
    """T17."""
    shares = np.array([0.5, 0.3, 0.2])
    assert_allclose(several_only(shares, 100.0, np.array(assets)), several)
    assert_allclose(joint_and_several(shares, 100.0, np.array(assets)), joint)
