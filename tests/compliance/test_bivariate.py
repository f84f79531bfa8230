"""Two normals, each above a point: against SciPy, and at the edges."""

import numpy as np
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose
from scipy import stats

from mloss_econ.compliance.bivariate import both_above

F = np.float64


@given(st.floats(-4, 4), st.floats(-4, 4), st.floats(-0.99, 0.99))
def test_two_normals_above_two_points(h: float, k: float, rho: float) -> None:
    exact = stats.multivariate_normal([0, 0], [[1, rho], [rho, 1]]).cdf([-h, -k])
    assert_allclose(both_above(F(h), F(k), F(rho)), exact, atol=2e-8)


def test_the_bivariate_normal_at_its_edges() -> None:
    assert_allclose(both_above(F(-np.inf), F(0.3), F(0.6)), stats.norm.sf(0.3), rtol=1e-12)
    assert both_above(F(np.inf), F(0.3), F(0.6)) == 0
    assert_allclose(both_above(F(0), F(0), F(0.5)), 1 / 3, rtol=1e-12)  # 1/4 + asin(rho) / (2 pi)
    assert_allclose(both_above(F(0.5), F(0.5), F(0.999)), stats.norm.sf(0.5), atol=0.01)
