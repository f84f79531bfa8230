"""Bass curves: typical products, and the equation that they solve."""

from typing import Any

import numpy as np
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose
from scipy import integrate, optimize

from mloss_econ.value import bass_diffusion


def bass(p: float, q: float, t: float) -> Any:
    return bass_diffusion.at(innovation=p, imitation=q, years_elapsed=t)


def test_typical_products() -> None:
    assert_allclose(bass(0.03, 0.38, 5.0).years_to_peak, 6.193, rtol=1e-3)
    assert_allclose([bass(0.03, 0.38, t).adopted for t in (5.0, 10.0)], [0.3312, 0.8128], rtol=1e-3)


@given(st.floats(0.001, 0.3), st.floats(0, 1), st.floats(0.1, 20))
def test_bass_solves_its_equation(p: float, q: float, t: float) -> None:
    solved = integrate.solve_ivp(
        lambda _, f: (p + q * f) * (1 - f), (0, t), [0.0], rtol=1e-10, atol=1e-12, method="DOP853"
    )
    out = bass(p, q, t)
    assert_allclose(out.adopted, solved.y[0, -1], rtol=1e-7)
    assert_allclose(out.rate, (p + q * solved.y[0, -1]) * (1 - solved.y[0, -1]), rtol=1e-6, atol=1e-10)


@given(st.floats(0.001, 0.3), st.floats(0, 1))
def test_the_peak_is_where_adoption_is_fastest(p: float, q: float) -> None:
    peak = float(bass(p, q, 0.0).years_to_peak)
    found = optimize.minimize_scalar(
        lambda t: -float(bass(p, q, t).rate), bounds=(0, 30 + 2 * peak), method="bounded", options={"xatol": 1e-9}
    )
    assert float(bass(p, q, peak).rate) >= -found.fun * (1 - 1e-9)
    assert (peak > 0) == (q > p)


def test_without_imitation_adoption_is_exponential() -> None:
    t = np.array([1.0, 5.0, 20.0])
    out = bass_diffusion.at(innovation=0.1, imitation=0.0, years_elapsed=t)
    assert_allclose(out.adopted, 1 - np.exp(-0.1 * t), rtol=1e-12)
    assert out.years_to_peak == 0
