"""The logistic curve solves its equation."""

from hypothesis import given, strategies as st
from numpy.testing import assert_allclose
from scipy import integrate

from mloss_econ.value import logistic_diffusion


@given(st.floats(0.01, 0.99), st.floats(0.05, 2), st.floats(0, 20))
def test_the_logistic_curve_solves_its_equation(now: float, spread: float, t: float) -> None:
    solved = integrate.solve_ivp(
        lambda _, f: spread * f * (1 - f), (0, max(t, 1e-9)), [now], rtol=1e-10, atol=1e-12, method="DOP853"
    )
    out = logistic_diffusion.at(adopted_now=now, spread=spread, years_elapsed=t)
    assert_allclose(out.adopted, solved.y[0, -1], rtol=1e-7)
    assert_allclose(out.rate, spread * solved.y[0, -1] * (1 - solved.y[0, -1]), rtol=1e-5, atol=1e-9)
    half = float(out.half)
    assert (half < 0) == (now > 0.5)
    if half >= 0:
        assert_allclose(
            logistic_diffusion.at(adopted_now=now, spread=spread, years_elapsed=half).adopted, 0.5, rtol=1e-9
        )
