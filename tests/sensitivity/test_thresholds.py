"""Break-even as a distribution: against algebra, with none, one, several, and a leap."""

from typing import Any

import numpy as np
import pytest
import toys
from hypothesis import given, settings, strategies as st
from numpy.testing import assert_allclose
from two_inputs import of_a_and_b

from mloss_econ.compliance import pricing_out
from mloss_econ.engine import simulate
from mloss_econ.errors import InputError, RunError
from mloss_econ.kernel import baseline
from mloss_econ.sensitivity import BreakEven, Thresholds, break_even, switching
from mloss_econ.sensitivity.points import output_at
from mloss_econ.uncertainty import lognormal, uniform


def drawn(found: BreakEven) -> Thresholds:
    assert found.draws is not None
    return found.draws


def ask(calculator: Any, target: float, vary: str, n: int = 2**12, seed: int = 0) -> Thresholds:
    return drawn(break_even(toys.toy_case(calculator), vary=vary, output="y", target=target, n=n, seed=seed))


def test_a_line_against_algebra() -> None:
    """3 a - 2 b = 0 at a = 2b/3: uniform from 0 to 2/3, in every draw."""
    found = ask(toys.linear, 0.0, "a", seed=3)
    b = simulate(toys.toy_case(toys.linear), n=2**12, seed=3).draws.inputs["b"]
    assert_allclose(found.values, 2 * b / 3, rtol=1e-8)
    assert len(found.rows) == found.n
    assert found.median is not None
    assert found.median.value == pytest.approx(1 / 3, abs=0.003)
    assert found.quantile == pytest.approx(1 / 3, abs=0.003)
    assert found.p5 is not None
    assert found.p95 is not None
    assert (found.p5.value, found.p95.value) == (pytest.approx(0.1 / 3, abs=2e-3), pytest.approx(1.9 / 3, abs=2e-3))
    assert (found.none_above.value, found.none_below.value, found.several.value, found.jumps) == (0, 0, 0, 0)
    assert found.implausible == pytest.approx(0.075, abs=0.005)  # below 0.05: b below 0.075
    assert found.beyond.value == pytest.approx(2 / 3, abs=0.01)  # 3a > 2b
    assert found.crossed is not None
    assert found.crossed.value == pytest.approx(1 / 3 - 1 / 24, abs=0.01)  # see the integral below


def test_the_share_crossed_is_the_integral() -> None:
    """At the adopted a = 1/2 the output is above 0 where b < 3/4; a's own draw is on the other side with probability
    2b/3 there, and 1 - 2b/3 elsewhere."""
    b = (np.arange(100_000) + 0.5) / 100_000
    assert np.where(b < 0.75, 2 * b / 3, 1 - 2 * b / 3).mean() == pytest.approx(1 / 3 - 1 / 24, abs=1e-4)


def test_none_in_some_draws() -> None:
    """3 a - 2 b = 2 at a = 2 (1 + b) / 3: there is none where b > 1/2, and the output stays below."""
    found = ask(toys.linear, 2.0, "a")
    assert found.none_below.value == pytest.approx(0.5, abs=1e-3)
    assert found.none_above.value == 0
    assert found.median is not None
    assert found.median.value == pytest.approx(2 / 3 * 1.25, abs=0.003)
    case = toys.toy_case(toys.linear)
    said = " ".join(str(break_even(case, vary="a", output="y", target=2, n=2**12)).split())
    assert "no break-even value in 50 % of draws (below at all 25 values tried in 50 %)" in said


def test_none_anywhere() -> None:
    found = ask(toys.linear, 99.0, "a")
    assert (found.median, found.quantile, found.implausible) == (None, None, None)
    assert found.none_below.value == 1
    assert "no break-even value (above at all 25 values tried in 0 %, below in 100 %)" in found.text("")
    above = ask(toys.flat, 4.0, "x")
    assert above.none_above.value == 1


def test_a_dip_between_two_of_the_values_is_found_in_every_draw_that_has_it() -> None:
    """1e6 ln(x / 30,000)^2 - 2 other = -1: none where other < 1/2, else at 30,000 exp(-+ sqrt((2 other - 1) / 1e6))."""
    median = 22_400.0
    found = ask_of_x_and_other(median)
    other = simulate(toy_of_two(median)[1], n=2**11, seed=0).draws.inputs["other"]
    there = np.flatnonzero(2 * other > 1 + 1e-6)
    assert set(there) <= set(found.rows)
    assert found.none_above.value == pytest.approx(0.5, abs=2e-3)
    assert found.several.value == pytest.approx(0.5, abs=2e-3)
    assert_allclose(1e6 * np.log(found.values / 30_000) ** 2 - 2 * other[found.rows], -1, atol=1e-3)
    deep = other[found.rows] > 0.55
    nearer = 30_000 * np.exp(-np.sqrt((2 * other[found.rows][deep] - 1) / 1e6))  # adopted: 22,400
    assert_allclose(found.values[deep], nearer, rtol=1e-6)


def toy_of_two(median: float) -> tuple[Any, Any]:
    """A valley over x, as deep as `other` says."""

    def valley(x: toys.XInputs) -> toys.YOutputs:
        """A valley."""
        return toys.YOutputs(y=1e6 * np.log(x.x / 30_000) ** 2 - 2 * x.other)

    made = toys.calculator(valley)
    return made, toys.toy_case(made, x=toys.belief(median, lognormal(median=median, sigma=0.9)))


def ask_of_x_and_other(median: float) -> Thresholds:
    _, case = toy_of_two(median)
    return drawn(break_even(case, vary="x", output="y", target=-1.0, n=2**11, seed=0))


def test_several_the_nearest_counts() -> None:
    found = ask(toys.parabola, 0.0, "x")
    assert found.several.value == 1
    assert_allclose(np.sort(np.unique(found.values.round(6))), [1.0])  # 1 and 3 are equally near to 2: the lower one


def test_of_two_the_one_nearest_to_the_adopted_value() -> None:
    """Adopted 3.5: the root 3 is nearer than the root 1."""
    case = toys.toy_case(toys.parabola, x=toys.belief(3.5, uniform(low=0, high=4)))
    found = drawn(break_even(case, vary="x", output="y", target=0.0, n=2**8))
    assert_allclose(found.values, 3.0, rtol=1e-9)
    (row,) = switching(case, "y", target=0).rows
    assert (row.value, row.others) == (pytest.approx(3.0), 1)


def test_a_leap_is_found_and_called_one() -> None:
    found = ask(toys.staircase, 5.0, "x")
    assert found.jumps == 1
    assert_allclose(found.values, 2.5, rtol=1e-8)
    assert ask(toys.cubic, 0.0, "x").jumps == 0
    assert_allclose(ask(toys.cubic, 0.0, "x").values, 7 ** (1 / 3), rtol=1e-9)


def test_a_lever_has_no_place_in_a_belief() -> None:
    found = drawn(break_even(toys.toy_case(toys.knobbed), vary="knob", output="y", target=0.5, n=2**10, seed=0))
    x = simulate(toys.toy_case(toys.knobbed), n=2**10, seed=0).draws.inputs["x"]
    reachable = x >= 0.5
    assert found.none_below.value == pytest.approx(float(np.mean(~reachable)), abs=2e-3)
    assert_allclose(found.values, np.sqrt(0.5 / x[found.rows]), rtol=1e-7)
    assert (found.quantile, found.implausible, found.crossed) == (None, None, None)


def test_a_real_calculator_meets_its_target_in_every_draw() -> None:
    today = baseline(pricing_out)
    found = drawn(break_even(today, vary="fixed_cost", output="exit_share_funded", target=0.5, n=2**10, seed=2))
    run = simulate(today, n=2**10, seed=2)
    others = {path: run.draws.inputs[path][found.rows] for path in run.draws.inputs if path != "fixed_cost"}
    y = output_at(today, "exit_share_funded", {**others, "fixed_cost": found.values}, found.values.shape)
    assert_allclose(y, 0.5, atol=1e-8)
    above = run.output("exit_share_funded") >= 0.5
    assert found.beyond.value == pytest.approx(float(above.mean()))
    moved = run.draws.inputs["fixed_cost"][found.rows] >= found.values  # it rises with the cost
    assert np.mean(moved == above[found.rows]) > 0.999


def test_blocks_and_threads_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    whole = ask(toys.linear, 2.0, "a", n=1000)
    monkeypatch.setattr(sys.modules["mloss_econ.sensitivity.thresholds"], "ROWS", 96)
    pieces = ask(toys.linear, 2.0, "a", n=1000)
    assert whole.values.tobytes() == pieces.values.tobytes()
    assert (whole.none_below, whole.median) == (pieces.none_below, pieces.median)


@settings(max_examples=10)
@given(target=st.floats(-1.9, 2.9), seed=st.integers(0, 50))
def test_shares_add_up_and_values_solve(target: float, seed: int) -> None:
    found = ask(toys.linear, target, "b", n=512, seed=seed)
    assert found.none_above.value + found.none_below.value + len(found.rows) / 512 == pytest.approx(1)
    a = simulate(toys.toy_case(toys.linear), n=512, seed=seed).draws.inputs["a"]
    assert_allclose(3 * a[found.rows] - 2 * found.values, target, atol=1e-7)
    there = ((3 * a - target) / 2 > 1e-6) & ((3 * a - target) / 2 < 1 - 1e-6)
    assert set(np.flatnonzero(there)) <= set(found.rows)


def test_what_cannot_be_asked_is_refused() -> None:
    case = toys.toy_case(toys.holed)
    with pytest.raises(RunError, match="not finite"):
        break_even(case, vary="other", output="y", target=1, n=2**10)
    with pytest.raises(InputError, match="n = 3 is too few"):
        ask(toys.linear, 0.0, "a", n=3)


# ---------------------------------------------------------------- targets that are touched


MET: dict[str, tuple[Any, float, int]] = {  # of a and b, both uniform from 0 to 1; the answer is a = b
    "touched from above": (lambda a, b: np.abs(a - b), 0.0, 0),
    "touched from below": (lambda a, b: 1 - (a - b) * (a - b), 1.0, 0),
    "met from there on": (lambda a, b: np.minimum(a - b, 0), 0.0, 0),
    "met up to there": (lambda a, b: np.maximum(a - b, 0), 0.0, 0),
    "reached by a leap": (lambda a, b: 1.0 * (a > b), 1.0, 1),
    "left by a leap": (lambda a, b: 1.0 * (a > b), 0.0, 1),
    "leapt over": (lambda a, b: 1.0 * (a > b), 0.5, 1),
}


@pytest.mark.parametrize("name", MET)
def test_a_target_that_is_touched_or_met_over_a_stretch_is_met_where_it_begins(name: str) -> None:
    function, target, leaps = MET[name]
    made = of_a_and_b(function)
    case = toys.toy_case(made)
    found = drawn(break_even(case, vary="a", output="y", target=target, n=2**9, seed=0))
    b = simulate(case, n=2**9, seed=0).draws.inputs["b"]
    assert_allclose(found.values, b[found.rows], atol=1e-8)
    assert len(found.rows) == 2**9
    assert (found.none_above.value, found.none_below.value, found.several.value) == (0, 0, 0)
    assert found.jumps == pytest.approx(leaps, abs=0.01)


def test_a_target_met_at_an_end_of_the_range_in_every_draw() -> None:
    made = of_a_and_b(lambda a, b: a * b)
    found = drawn(break_even(toys.toy_case(made), vary="a", output="y", target=0.0, n=2**9))
    assert_allclose(found.values, np.zeros(2**9), atol=0)
