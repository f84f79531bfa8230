"""Ranges of an accident for Hypothesis, a plain search for the least value, and joint care of parties in a row."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar

from mloss_econ.liability import CarefulParty, joint_care
from mloss_econ.liability.joint_care import JointCareInputs

p0s, effects, prices = st.floats(0.02, 1), st.floats(0.05, 3), st.floats(0.1, 20)
harms, exposures = st.floats(5, 5000), st.floats(0.01, 1)


def search(function: Any, low: float, high: float) -> float:
    """The place of the least value: a grid, then a bounded search around it."""
    grid = np.linspace(low, high, 4001)
    best = int(np.argmin([function(v) for v in grid]))
    around = (grid[max(best - 1, 0)], grid[min(best + 1, 4000)])
    found = minimize_scalar(function, bounds=around, method="bounded", options={"xatol": 1e-12})
    ends = [*around, float(found.x)]
    return min(ends, key=function)


def joint(u: list[float], phi: list[float], shares: list[float], p0: float, harm: float, **labels: str) -> Any:
    parties = {
        f"p{i}": CarefulParty(unit_cost=v, effectiveness=1.0, exposure=e, share=s)
        for i, (v, e, s) in enumerate(zip(u, phi, shares, strict=True))
    }
    words = {"technology": "total effort", "residual_bearer": "nobody"} | labels
    return joint_care(JointCareInputs(**words, base_probability=p0, harm=harm, parties=parties))


THREE = 3 * 0.1  # 0.30000000000000004
