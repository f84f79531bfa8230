"""What a wait costs, against integrals and a purse emptied day by day."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, strategies as st
from numpy.testing import assert_allclose
from scipy import integrate

from mloss_econ.compliance import delay
from mloss_econ.engine import diagnostics, estimate, quantiles, simulate, summary
from mloss_econ.errors import InputError, RunError
from mloss_econ.kernel import baseline
from mloss_econ.uncertainty import discrete

PARTS = ("share_of_endless_value_lost", "share_of_horizon_value_lost", "share_of_fading_value_lost")
waits = st.floats(0, 12).map(lambda d: round(d, 6))
rates = st.floats(0, 0.15)
ages = st.floats(0, 2)
horizons = st.floats(0.5, 30)


def integral(force: float, low: float, high: float) -> float:
    return float(integrate.quad(lambda t: np.exp(-force * t), low, high, epsabs=0, epsrel=1e-11)[0])


@given(waits, rates, ages, horizons, st.floats(0, 1e6))
def test_against_integrals(wait: float, rate: float, age: float, horizon: float, benefit: float) -> None:
    out = delay.at(delay=wait, discount_rate=rate, obsolescence=age, benefit_horizon=horizon, benefit=benefit)
    force, held = np.log1p(rate), min(wait, horizon)
    whole = integral(force, 0, horizon)
    kept = np.exp(-age * held) * integral(force, held, horizon) / whole
    assert_allclose(out.share_of_horizon_value_lost, 1 - kept, rtol=1e-8, atol=1e-12)
    gone = integral(force + age, 0, held) / integral(force + age, 0, horizon)
    assert_allclose(out.share_of_fading_value_lost, gone, rtol=1e-8)
    assert_allclose(out.present_value, benefit * whole, rtol=1e-8)
    assert_allclose(out.present_value_lost, benefit * whole * (1 - kept), rtol=1e-7, atol=1e-6)


@given(waits, waits, rates, ages, horizons)
def test_a_longer_wait_never_gains(a: float, b: float, rate: float, age: float, horizon: float) -> None:
    world = {"discount_rate": rate, "obsolescence": age, "benefit_horizon": horizon}
    short, long = (delay.at(delay=d, **world) for d in sorted((a, b)))
    for name in (*PARTS, "present_value_lost", "cash_short"):
        assert getattr(long, name) >= getattr(short, name) * (1 - 1e-12)
    assert long.cash_lasts <= short.cash_lasts
    assert long.longest_wait == short.longest_wait
    for out in (short, long):
        for name in PARTS:
            assert 0 <= getattr(out, name) <= 1 + 1e-12
        if out.wait <= horizon:  # what lies beyond the horizon softens a wait
            endless = out.share_of_endless_value_lost * (1 - 1e-12)
            assert out.share_of_fading_value_lost >= endless
            assert out.share_of_horizon_value_lost >= out.share_of_fading_value_lost * (1 - 1e-12)


@given(st.floats(0, 2), st.floats(0, 2))
def test_a_pause_adds_to_a_wait(wait: float, pause: float) -> None:
    both, sum_of = delay.at(delay=wait, pause=pause), delay.at(delay=wait + pause)
    for name in (*PARTS, "cash_short", "wait"):
        assert_allclose(getattr(both, name), getattr(sum_of, name), rtol=1e-12)


@given(st.integers(0, 400), st.integers(1, 1000), st.integers(0, 200_000))
def test_the_purse_day_by_day(days: int, a_day: int, reserve: int) -> None:
    out = delay.at(delay=days / 365, burn=a_day * 365.0, reserve=float(reserve))
    left, lasted = reserve, 0
    while left >= a_day:
        left, lasted = left - a_day, lasted + 1
    assert lasted / 365 - 1e-9 <= out.longest_wait < (lasted + 1) / 365 + 1e-9
    assert_allclose(out.cash_short, max(days * a_day - reserve, 0), rtol=1e-9, atol=1e-6)
    assert out.cash_lasts == (days * a_day <= reserve)


@given(st.integers(1, 400), st.integers(1, 1000))
@example(17, 7)  # 119.00000000000001 by machine
def test_a_purse_that_is_just_large_enough_lasts(days: int, a_day: int) -> None:
    out = delay.at(delay=days / 365, burn=a_day * 365.0, reserve=float(days * a_day))
    assert out.cash_lasts == 1


def test_edges() -> None:
    none = delay.at(delay=0.0, burn=0.0, reserve=0.0)
    assert [getattr(none, name) for name in PARTS] == [0, 0, 0]
    assert (none.cash_lasts, none.longest_wait) == (1, np.inf)
    beyond = delay.at(delay=20.0, benefit_horizon=10.0, discount_rate=0.0, obsolescence=0.0)
    assert [getattr(beyond, name) for name in PARTS] == [0, 1, 1]
    assert_allclose(delay.at(delay=1e-9, discount_rate=0.03).share_of_horizon_value_lost, 6.153e-10, rtol=1e-3)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"delay": -0.5}, "delay: -0.5 is outside"),
        ({"benefit_horizon": 0.0}, "benefit_horizon: 0 is outside the bounds 0.25 to inf"),
        ({"obsolescence": -0.1}, "obsolescence: -0.1 is outside the bounds 0 to inf"),
        ({"reserve": float("nan")}, "reserve: nan is not finite"),
    ],
)
def test_bad_input(change: Any, words: str) -> None:
    with pytest.raises(InputError, match=words):
        delay.at(change)


# ---------------------------------------------------------------- nothing is spent


NOTHING: list[Any] = [0.0, discrete(values=[0.0, 1e5], weights=[0.5, 0.5])]


@pytest.mark.parametrize("keep", ["outputs", "summary"])
@pytest.mark.parametrize("burn", NOTHING, ids=["never", "in half the draws"])
def test_where_nothing_is_spent_only_the_longest_wait_has_no_mean(burn: Any, keep: Any) -> None:
    """An infinite answer is one: the other outputs are those of all draws, and it is named."""
    case = baseline(delay)
    run = simulate(case.but("thrifty", burn=burn), n=256, seed=1, keep=keep)
    usual = simulate(case, n=256, seed=1, keep=keep)
    share = 256 if burn == 0.0 else 128
    assert estimate(run, "wait") == estimate(usual, "wait")
    assert quantiles(run, "present_value_lost", [0.5]) == quantiles(usual, "present_value_lost", [0.5])
    said = summary(run)
    assert [row.path for row in said.rows] == [r.path for r in summary(usual).rows if r.path != "longest_wait"]
    assert f"Not finite: 'longest_wait' is infinite in {share} of 256 rows." in said.notes
    assert "longest_wait" not in {row[0] for row in summary(run).frame().rows}
    assert "Not finite: 'longest_wait'" in str(said)
    assert diagnostics(run).nonfinite == {}
    assert summary(run, nonfinite="drop").rows == said.rows
    for ask in (lambda: estimate(run, "longest_wait"), lambda: quantiles(run, "longest_wait", [0.5])):
        with pytest.raises(RunError, match=rf"'longest_wait' is not finite: it is infinite in {share} of 256 rows"):
            ask()


def test_where_something_is_spent_in_every_draw_nothing_changes() -> None:
    run = simulate(baseline(delay), n=256, seed=1)
    assert summary(run).rows[6].path == "longest_wait"
    assert np.isfinite(estimate(run, "longest_wait").value)


def test_a_checkpoint_keeps_what_is_infinite(tmp_path: Path) -> None:
    case = baseline(delay).but("thrifty", burn=0.0)
    first, again = (simulate(case, n=64, seed=1, keep="summary", checkpoint=tmp_path / "run.npz") for _ in range(2))
    assert summary(first) == summary(again)
