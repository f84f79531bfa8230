"""Waiting until one knows more, against integration."""

import numpy as np
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose
from scipy.integrate import quad

from mloss_econ.regimes import waiting

money = st.floats(0.1, 1e3)


@given(p=st.floats(0.01, 0.99), b=money, loss=money, s=money, i=st.floats(0, 1), m=st.floats(0.01, 3))
def test_waiting_is_the_integral_over_when_one_learns(
    p: float, b: float, loss: float, s: float, i: float, m: float
) -> None:
    r = 0.05
    y = waiting.at(
        high_odds=p, benefit_if_high=b, loss_if_low=loss, set_up=s, irreversible=i, arrival=m, discount_rate=r
    )

    def present(t: float) -> float:  # of one a year until t, continuously
        return (1 - np.exp(-r * t)) / r

    def acted_now(t: float) -> float:
        high = b / r
        low = -loss * present(t) - i * loss * np.exp(-r * t) / r
        return -s + p * high + (1 - p) * low

    def waited(t: float) -> float:
        return p * np.exp(-r * t) * max(b / r - s, 0.0)

    for mine, theirs in ((y.now, acted_now), (y.later, waited)):
        found = quad(lambda u: theirs(-np.log(u) / m), 0, 1, epsabs=1e-10, epsrel=1e-10, limit=200)[0]  # noqa: B023
        assert_allclose(mine, found, rtol=1e-6, atol=1e-6)
    assert_allclose(y.committed, -s + p * b / r - (1 - p) * loss / r, rtol=1e-9, atol=1e-9)
    assert bool(y.waiting_better) == (float(y.later) > float(y.now))


@given(p=st.floats(0.05, 0.95), b=money, loss=money, s=money, i=st.floats(0.01, 1))
def test_at_the_threshold_both_are_worth_the_same_and_above_it_waiting_is_better(
    p: float,
    b: float,
    loss: float,
    s: float,
    i: float,
) -> None:
    given_inputs = {"high_odds": p, "benefit_if_high": b, "loss_if_low": loss, "set_up": s, "irreversible": i}
    y = waiting.at(**given_inputs, discount_rate=0.03)
    m = float(y.threshold)
    if b / 0.03 <= s * (1 + 1e-6) or not 1e-3 < m < 1e3:
        return
    at = waiting.at(**given_inputs, discount_rate=0.03, arrival=m)
    assert_allclose(at.now, at.later, rtol=1e-6, atol=1e-6 * (b + loss) / 0.03)
    above = waiting.at(**given_inputs, discount_rate=0.03, arrival=2 * m)
    below = waiting.at(**given_inputs, discount_rate=0.03, arrival=m / 2)
    assert (float(above.waiting_better), float(below.waiting_better)) == (1, 0)


def test_a_proposal_that_can_be_undone_at_no_cost_is_made_at_once() -> None:
    kept = {"high_odds": 0.5, "benefit_if_high": 10.0, "loss_if_low": 5.0, "set_up": 1e-6, "arrival": 2.0}
    assert float(waiting.at(**kept, irreversible=0.0).waiting_better) == 0
    assert float(waiting.at(**kept, irreversible=1.0).waiting_better) == 1


@given(p=st.floats(0.01, 0.99), b=money, loss=money, short=st.floats(0.0, 1.0))
def test_a_proposal_that_never_pays_is_never_made_and_waiting_is_better(
    p: float, b: float, loss: float, short: float
) -> None:
    y = waiting.at(
        high_odds=p, benefit_if_high=b, loss_if_low=loss, set_up=(1.01 + short) * b / 0.03, discount_rate=0.03
    )
    assert (float(y.later), float(y.waiting_better)) == (0, 1)
    assert float(y.threshold) < 0
