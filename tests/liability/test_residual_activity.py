"""Activity on both sides: what the parties' answers to each other come to."""

from __future__ import annotations

from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

from mloss_econ.liability import residual_activity


@given(st.floats(2, 40), st.floats(2, 40), st.floats(0.5, 4), st.floats(0.5, 4), st.floats(0, 1.2), st.floats(0, 1))
def test_residual_shares(a: float, c: float, b: float, d: float, h: float, s: float) -> None:
    out = residual_activity.at(
        first_benefit=a,
        benefit_slope=b,
        victim_first_benefit=c,
        victim_benefit_slope=d,
        joint_harm=h,
        injurer_share=s,
    )
    z = t = 0.0  # the two answer each other until nobody moves
    for _ in range(5000):
        z = max((a - s * h * t) / b, 0.0)
        t = max((c - (1 - s) * h * z) / d, 0.0)
    if b * d > 1.05 * s * (1 - s) * h * h:  # answering converges
        both = a * z - b * z * z / 2 + c * t - d * t * t / 2 - z * t * h
        assert_allclose(out.welfare, both, rtol=1e-6, atol=1e-6 * a * a)
    for value in (out.welfare, out.victim_bears, out.injurer_bears):
        assert value <= out.best_welfare + 1e-9 * (a * a + c * c)
    assert out.best_welfare <= out.first_best + 1e-9 * (a * a + c * c)
