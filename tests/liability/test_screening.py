"""What screening gains, counted out over a million users."""

from __future__ import annotations

from typing import Any

from care import harms
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

from mloss_econ.liability import screening


@given(st.floats(0.0001, 0.5), harms, st.floats(0, 100), st.floats(0, 5), st.floats(0, 1), st.floats(0, 1))
def test_screening(share: float, harm: float, benefit: float, cost: float, tpr: float, fpr: float) -> None:
    same: dict[str, Any] = {
        "user_harm": harm,
        "honest_benefit": benefit,
        "screening_cost": cost,
        "true_positive": tpr,
        "false_positive": fpr,
    }
    out = screening.at(harmful_share=share, **same)
    users = 1_000_000.0  # counted out: what is spared, what is lost, what is paid
    counted = users * share * tpr * harm - users * (1 - share) * fpr * benefit - users * cost
    assert_allclose(out.net_gain * users, counted, rtol=1e-9, atol=1e-3)
    needed = float(out.harmful_share_needed)
    if 1e-9 < needed < 0.999:
        edge = screening.at(harmful_share=needed, **same)
        assert_allclose(edge.net_gain, 0, atol=1e-9 * (harm + benefit + cost))


# ---------------------------------------------------------------- equal but for rounding


def test_a_screen_that_is_worth_just_what_it_costs_does_not_pay() -> None:
    out = screening.at(
        harmful_share=0.5, true_positive=0.6, user_harm=1.0, false_positive=0.4, honest_benefit=1.0, screening_cost=0.1
    )
    assert abs(out.net_gain) < 1e-15
    assert out.pays == 0
