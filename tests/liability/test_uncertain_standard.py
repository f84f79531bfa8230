"""Care under a standard that courts apply with error: what a search finds."""

from __future__ import annotations

import numpy as np
from care import exposures, harms, search
from hypothesis import example, given, strategies as st

from mloss_econ.liability import uncertain_standard


@given(st.floats(0.02, 0.9), st.floats(0.1, 2), harms, st.floats(0.05, 10), exposures, st.floats(-3, 3))
@example(0.5, 0.1015625, 221.0, 0.5, 0.5, 2.0)  # a valley around the standard, narrower than a grid over all care
def test_care_under_an_uncertain_standard(
    p0: float, a: float, harm: float, sigma: float, phi: float, bias: float
) -> None:
    from scipy.special import ndtr

    out = uncertain_standard.at(
        base_probability=p0,
        effectiveness=a,
        unit_cost=1,
        harm=harm,
        found=phi,
        standard_error=sigma,
        standard_bias=bias,
    )
    middle = float(out.first_best_care) + bias

    def private(v: float) -> float:
        return v + float(ndtr((middle - v) / sigma)) * phi * p0 * float(np.exp(-a * v)) * harm

    best = search(private, 0, max(middle, 0) + 10 * sigma + 60)
    assert private(float(out.care)) <= private(best) + 1e-7 * harm


# ---------------------------------------------------------------- equal but for rounding


def test_no_care_where_none_is_best_is_not_too_much() -> None:
    out = uncertain_standard.at(
        unit_cost=1e9,
        base_probability=0.1,
        harm=100.0,
        effectiveness=1.0,
        standard_error=0.5,
        standard_bias=-3.0,
        found=0.5,
    )
    assert (out.care, out.first_best_care, out.too_careful, out.loss) == (0, 0, 0, 0)
