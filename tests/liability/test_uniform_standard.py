"""Liability, one standard or both for unlike parties, against quadrature."""

from __future__ import annotations

import numpy as np
from care import effects, exposures, harms, p0s
from hypothesis import given, settings, strategies as st
from numpy.testing import assert_allclose

from mloss_econ.liability import uniform_standard


@settings(max_examples=4)
@given(p0s, effects, harms, st.floats(0.1, 4), st.floats(1.01, 8), exposures, st.floats(0, 1.5))
def test_a_standard_for_unlike_parties(
    p0: float, a: float, harm: float, low: float, spread: float, phi: float, floor: float
) -> None:
    out = uniform_standard.at(
        base_probability=p0,
        effectiveness=a,
        harm=harm,
        lowest_unit_cost=low,
        cost_spread=spread,
        found=phi,
        floor_share=floor,
    )
    nodes, weights = np.polynomial.legendre.leggauss(400)
    w = low + (spread * low - low) * (nodes + 1) / 2

    def mean(exposed: float, standard: float) -> float:
        own = np.log(np.maximum(exposed * a * p0 * harm / w, 1.0)) / a
        x = np.maximum(own, standard)
        return float(weights @ (w * x + p0 * np.exp(-a * x) * harm)) / 2

    standard = float(out.best_standard)
    assert_allclose(out.liability, mean(phi, 0), rtol=2e-4)
    assert_allclose(out.standard, mean(0, standard), rtol=1e-9)
    assert_allclose(out.both, mean(phi, floor * standard), rtol=2e-4)
    assert out.first_best <= min(out.liability, out.standard, out.both) * (1 + 1e-9)
    assert out.best_both <= min(out.liability, out.both) * (1 + 1e-9)
