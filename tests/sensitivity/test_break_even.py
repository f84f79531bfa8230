"""Where an output meets a target: nowhere, once, twice, exactly, at a leap; and against SciPy's root finder."""

from typing import Any

import numpy as np
import pytest
import toys
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose
from scipy import optimize

from mloss_econ.compliance import pricing_out, pricing_out_pareto, small_entities
from mloss_econ.errors import InputError, RunError
from mloss_econ.evidence import Belief
from mloss_econ.kernel import baseline, output_quantities
from mloss_econ.sensitivity import BreakEven, break_even
from mloss_econ.uncertainty import discrete, lognormal, normal, uniform
from mloss_econ.value import attributed_value


def find(calculator: Any, target: float, vary: str = "x", **changes: Belief) -> BreakEven:
    return break_even(toys.toy_case(calculator, **changes), vary=vary, output="y", target=target)


# ---------------------------------------------------------------- known answers


def test_once() -> None:
    answer = find(toys.cubic, 0.0)
    (crossing,) = answer.crossings
    assert_allclose(crossing.value, 7 ** (1 / 3), rtol=1e-14)
    assert_allclose(crossing.quantile, 7 ** (1 / 3) / 4, rtol=1e-14)
    assert (crossing.rises, crossing.jump) == (True, False)
    assert (answer.adopted_input, answer.adopted_output, answer.adopted_quantile) == (2.0, 1.0, 0.5)
    assert answer.searched == (0.0, 4.0)


def test_twice_on_a_parabola() -> None:
    low, high = find(toys.parabola, 0.25).crossings
    root = np.sqrt(1.25)
    assert_allclose((low.value, high.value), (2 - root, 2 + root), rtol=1e-13)
    assert (low.rises, high.rises) == (False, True)
    assert not low.jump
    assert not high.jump


def test_nowhere() -> None:
    for target, side in ((-1.5, "above"), (3.5, "below")):
        answer = find(toys.parabola, target)
        assert answer.crossings == ()
        assert f"at none of {answer.tried:,} values of x from 0 to 4: there the output stays {side} it." in " ".join(
            str(answer).split()
        )
        assert answer.tried >= 2_000
        assert "at none of" in answer.frame().notes[0]


def test_at_the_very_end_of_the_range() -> None:
    assert [c.value for c in find(toys.parabola, 3.0).crossings] == [0.0, 4.0]


def test_exactly_at_the_adopted_value_once_and_only_once() -> None:
    answer = find(toys.cubic, 1.0)
    assert [c.value for c in answer.crossings] == [2.0]
    assert answer.crossings[0].rises
    falling = break_even(baseline(pricing_out, prices="USD 2022"), vary="median_budget", output="cutoff", target=1.0)
    assert falling.crossings == ()  # the cutoff does not depend on budgets


def test_the_lowest_point_of_a_parabola_is_touched() -> None:
    (crossing,) = find(toys.parabola, -1.0).crossings
    assert (crossing.value, crossing.touches) == (2.0, True)


def test_a_leap_is_called_one() -> None:
    (crossing,) = find(toys.staircase, 5.0).crossings
    assert_allclose(crossing.value, 2.5, rtol=1e-14)
    assert (crossing.jump, crossing.rises) == (True, True)
    assert ", a jump)" in str(find(toys.staircase, 5.0))


def test_an_output_that_does_not_move_never_crosses() -> None:
    assert find(toys.flat, 4.0).crossings == ()
    assert find(toys.flat, 6.0).crossings == ()
    assert "stays above" in " ".join(str(find(toys.flat, 4.0)).split())


def test_an_output_that_is_the_target_everywhere_is_not_said_to_miss_it() -> None:
    answer = find(toys.flat, 5.0)
    assert answer.crossings
    assert "No value" not in str(answer)


def test_an_endless_belief_is_searched_to_one_in_a_million() -> None:
    belief = toys.belief(0.0, normal(mean=0, sd=1))
    answer = find(toys.identity, 4.0, x=belief)
    assert_allclose(answer.searched, normal(mean=0, sd=1).quantile(np.array([1e-6, 1 - 1e-6])), rtol=1e-6)
    assert_allclose([c.value for c in answer.crossings], [4.0], rtol=1e-14)
    assert find(toys.identity, 5.0, x=belief).crossings == ()


def test_an_adopted_value_with_an_atom_stands_in_its_middle() -> None:
    belief = toys.belief(2.0, discrete(values=[1, 2, 3], weights=[0.25, 0.5, 0.25]))
    answer = find(toys.identity, 2.0, x=belief)
    assert answer.adopted_quantile == 0.5
    assert [c.value for c in answer.crossings] == [2.0]
    lowest = find(toys.identity, 2.0, x=toys.belief(1.0, belief.dist))
    assert lowest.adopted_quantile == 0.125


def test_a_lever_is_searched_over_its_bounds() -> None:
    case = toys.toy_case(toys.knobbed)
    answer = break_even(case, vary="knob", output="y", target=0.5)
    assert answer.searched == (0.0, 1.0)
    (crossing,) = answer.crossings
    assert_allclose(crossing.value, 0.5, rtol=1e-13)
    assert (crossing.quantile, answer.adopted_quantile) == (None, None)


@given(st.floats(-10, 60))
def test_every_target_of_a_rising_function_is_found_where_brentq_finds_it(target: float) -> None:
    crossings = find(toys.cubic, target).crossings
    if -7 <= target <= 57:
        expected = optimize.brentq(lambda x: x**3 - 7 - target, 0, 4, xtol=1e-15)
        assert_allclose([c.value for c in crossings], [expected], rtol=1e-12, atol=1e-12)
    else:
        assert crossings == ()


@given(st.floats(0.5, 8.0), st.floats(1e-15, 1e-6))
def test_a_target_close_to_the_adopted_output_is_no_leap(median: float, nudge: float) -> None:
    belief = toys.belief(median, lognormal(median=median, sigma=1))
    for target in (median * (1 + nudge), median * (1 - nudge)):
        (crossing,) = find(toys.identity, target, x=belief).crossings
        assert_allclose(crossing.value, target, rtol=1e-13)
        assert not crossing.jump


# ---------------------------------------------------------------- inside the cells of the grid


def valley_of(function: Any, target: float, median: float = 22_400.0) -> BreakEven:
    """A function of x, which is lognormal."""
    made = toys.of_x(function)
    case = toys.toy_case(made, x=toys.belief(median, lognormal(median=median, sigma=0.9)))
    return break_even(case, vary="x", output="y", target=target)


def log_square(x: Any) -> Any:
    """0 at 30,000, higher on both sides."""
    return 1e6 * np.log(x / 30_000) ** 2


def test_a_dip_between_two_points_is_found_on_both_sides() -> None:
    answer = valley_of(log_square, 1.0)
    assert_allclose([c.value for c in answer.crossings], 30_000 * np.exp([-0.001, 0.001]), rtol=1e-12)
    assert [(c.rises, c.jump, c.touches) for c in answer.crossings] == [(False,) * 3, (True, False, False)]
    assert "x = 29,970 (" in " ".join(str(answer).split())  # digits that tell the two apart
    assert "at 30,030 (" in " ".join(str(answer).split())


def test_a_target_that_is_only_touched_is_met() -> None:
    (crossing,) = valley_of(log_square, 0.0).crossings
    assert_allclose(crossing.value, 30_000, rtol=1e-9)
    assert (crossing.touches, crossing.jump) == (True, False)
    assert ", only touched)" in str(valley_of(log_square, 0.0))
    assert valley_of(log_square, -1e-6).crossings == ()
    (raised,) = valley_of(lambda x: (x - 30_000.0) ** 2 + 5e6, 5e6).crossings
    assert_allclose(raised.value, 30_000, rtol=1e-6)


@given(st.floats(20_000, 60_000), st.floats(15, 5_000), st.floats(0.01, 0.99), st.sampled_from([1.0, -1.0]))
def test_both_sides_of_a_spike_are_found(at: float, width: float, part: float, sign: float) -> None:
    answer = valley_of(lambda x: sign * 1e6 * np.exp(-(((x - at) / width) ** 2)), sign * part * 1e6)
    half = width * np.sqrt(-np.log(part))
    assert_allclose([c.value for c in answer.crossings], [at - half, at + half], rtol=1e-9)


def test_a_spike_too_narrow_to_be_seen_is_not_denied() -> None:
    answer = valley_of(lambda x: 1.0 * (np.abs(x - 61_234) < 0.01), 0.5)
    assert answer.crossings == ()
    assert f"at none of {answer.tried:,} values" in str(answer)


def test_a_point_of_the_grid_may_be_one_end_of_a_dip() -> None:
    """The target is met exactly at the adopted value, and once more beyond a dip that no other point lies in."""
    answer = valley_of(lambda x: (x - 22_400.0) * (x - 22_410.0), 0.0)
    assert_allclose([c.value for c in answer.crossings], [22_400, 22_410], rtol=1e-12)
    assert not any(c.touches for c in answer.crossings)


def test_of_many_ripples_every_crossing_next_to_an_extreme_is_found() -> None:
    made = toys.of_x(lambda x: np.cos(2 * np.pi * x))
    case = toys.toy_case(made)  # from 0 to 4
    answer = break_even(case, vary="x", output="y", target=-0.999999)
    half = np.arccos(0.999999) / (2 * np.pi)
    assert_allclose([c.value for c in answer.crossings], [k + 0.5 + s * half for k in range(4) for s in (-1, 1)])


# ---------------------------------------------------------------- real calculators


def by_brentq(calculator: Any, vary: str, output: str, target: float, low: float, high: float) -> float:
    case = baseline(calculator, prices="USD 2022")

    def gap(value: float) -> float:
        return float(output_quantities(case.but("at", {vary: value}).outputs())[output]) - target

    return float(optimize.brentq(gap, low, high, xtol=1e-12, rtol=1e-14))


@pytest.mark.parametrize(
    ("calculator", "vary", "output", "target", "low", "high"),
    [
        (pricing_out, "fixed_cost", "exit_share_funded", 0.5, 100, 1e6),
        (pricing_out, "median_budget", "value_lost", 0.2, 100, 1e7),
        (pricing_out, "sigma", "exit_share_funded", 0.75, 1.5, 2.5),
        (pricing_out, "payable_share", "exit_share", 0.5, 1e-4, 0.999),
        (pricing_out_pareto, "fixed_cost", "value_lost", 0.6, 1000, 1e6),
        (pricing_out_pareto, "tail_exponent", "value_lost", 0.5, 1.1, 1.42),
        (attributed_value, "haircut", "value", 40e9, 1e-3, 1.0),
        (attributed_value, "ai_value", "benefit_cost_ratio", 120, 1e12, 1e13),
        (attributed_value, "growth", "present_value", 3e11, -0.1, 0.1),
        (attributed_value, "net_share", "benefit_cost_ratio", 50, 0, 1),
    ],
    ids=lambda v: getattr(v, "name", v),
)
def test_against_brentq(calculator: Any, vary: str, output: str, target: float, low: float, high: float) -> None:
    answer = break_even(baseline(calculator, prices="USD 2022"), vary=vary, output=output, target=target)
    (crossing,) = answer.crossings
    assert_allclose(crossing.value, by_brentq(calculator, vary, output, target, low, high), rtol=1e-10)
    assert not crossing.jump
    entry = baseline(calculator, prices="USD 2022").entries[vary]
    if entry.uncertain:
        assert_allclose(crossing.quantile, entry.dist.cdf(crossing.value), rtol=1e-12)


def test_the_cost_at_which_the_ratio_is_a_hundred() -> None:
    answer = break_even(
        baseline(attributed_value, prices="USD 2022"), vary="investment", output="benefit_cost_ratio", target=100
    )
    assert_allclose([c.value for c in answer.crossings], [300e6], rtol=1e-12)
    dearer = break_even(
        baseline(attributed_value, prices="USD 2022"), vary="investment", output="benefit_cost_ratio", target=70
    )
    assert_allclose([c.value for c in dearer.crossings], [30e9 / 70], rtol=1e-12)
    assert not dearer.crossings[0].rises


def test_the_payable_share_at_which_the_smallest_survivor_has_a_given_budget() -> None:
    answer = break_even(baseline(pricing_out, prices="USD 2022"), vary="payable_share", output="cutoff", target=1e5)
    assert_allclose([c.value for c in answer.crossings], [0.22361], rtol=1e-12)


def test_the_discount_rate_at_which_the_present_value_is_a_given_sum() -> None:
    case = baseline(attributed_value, prices="USD 2022")
    answer = break_even(case, vary="discount_rate", output="present_value", target=2e11)
    (crossing,) = answer.crossings

    def gap(rate: float) -> float:
        return sum(29.7e9 / (1 + rate) ** t for t in range(10)) - 2e11

    assert_allclose(crossing.value, optimize.brentq(gap, 0.0, 1.0, xtol=1e-15), rtol=1e-10)
    assert not crossing.rises


def test_a_discount_rate_below_zero_is_found_too() -> None:
    answer = break_even(
        baseline(attributed_value, prices="USD 2022"), vary="discount_rate", output="present_value", target=3.5e11
    )

    def gap(rate: float) -> float:
        return sum(29.7e9 / (1 + rate) ** t for t in range(10)) - 3.5e11

    expected = optimize.brentq(gap, -0.5, 0.0, xtol=1e-15)
    assert_allclose([c.value for c in answer.crossings], [expected], rtol=1e-9)


def test_a_horizon_is_found_within_a_year() -> None:
    answer = break_even(
        baseline(attributed_value, prices="USD 2022"), vary="horizon", output="present_value", target=1.5e11
    )
    (crossing,) = answer.crossings
    worth = [sum(29.7e9 / 1.03**t for t in range(n)) for n in range(51)]
    years = next(n for n in range(51) if worth[n] > 1.5e11)
    part = (1.5e11 - worth[years - 1]) / (worth[years] - worth[years - 1])
    assert_allclose(crossing.value, years - 1 + part, rtol=1e-9)
    assert not crossing.jump


def test_a_flag_moves_in_leaps() -> None:
    case = baseline(small_entities)
    answer = break_even(case, vary="revenue", output="flagged", target=0.5)
    (crossing,) = answer.crossings
    assert_allclose(crossing.value, case.entry("fixed_cost").value / 0.01, rtol=1e-9)
    assert crossing.jump


def test_it_reads_as_a_sentence() -> None:
    text = str(
        break_even(baseline(pricing_out, prices="USD 2022"), vary="fixed_cost", output="exit_share_funded", target=0.5)
    )
    text = " ".join(text.split())
    assert text.startswith("exit_share_funded = 0.5 share at fixed_cost = 5,000 USD 2022/year (its 5th percentile)")
    assert "adopted: 22,400" in text


# ---------------------------------------------------------------- refusals


@pytest.mark.parametrize("target", [float("nan"), float("inf"), True, "5", None])
def test_a_target_that_is_no_number_is_refused(target: Any) -> None:
    with pytest.raises(InputError, match="target"):
        find(toys.cubic, target)


def test_other_mistakes_are_refused() -> None:
    with pytest.raises(InputError, match="Did you mean 'sigma'"):
        break_even(baseline(pricing_out, prices="USD 2022"), vary="sgima", output="exit_share", target=0.5)
    with pytest.raises(InputError, match="Did you mean 'exit_share'"):
        break_even(baseline(pricing_out, prices="USD 2022"), vary="sigma", output="exitshare", target=0.5)


def test_a_range_with_a_hole_in_it_is_refused() -> None:
    with pytest.raises(RunError, match=r"'y' is not finite at x = 3\."):
        find(toys.holed, 1.0)


def test_a_belief_used_twice_moves_as_one() -> None:
    case = toys.toy_case(toys.difference).but("wide", between_them=uniform(low=0, high=1))
    answer = break_even(case, vary="first", output="y", target=1.0)
    assert answer.crossings == ()  # x - x is never 1


STRETCHES: dict[str, tuple[Any, float, tuple[float, float], float, bool]] = {  # from, to; the end that counts; a jump
    "up to the target": (lambda x: 1.0 * (x > 0.3), 1.0, (0.3, 1), 0.3, True),
    "away from it": (lambda x: 1.0 * (x > 0.3), 0.0, (0, 0.3), 0.3, True),
    "a cap": (lambda x: np.minimum(x, 0.3), 0.3, (0.3, 1), 0.3, False),
    "a floor": (lambda x: np.maximum(x, 0.3), 0.3, (0, 0.3), 0.3, False),
    "on the way up": (lambda x: np.minimum(x, 0.3) + np.maximum(x - 0.6, 0), 0.3, (0.3, 0.6), 0.6, False),
    "a valley": (lambda x: np.maximum(np.abs(x - 0.5) - 0.2, 0), 0.0, (0.3, 0.7), 0.7, False),
    "everywhere": (lambda x: 0 * x + 2, 2.0, (0, 1), 0.55, False),
}


@pytest.mark.parametrize("name", STRETCHES)
def test_a_stretch_on_which_the_target_is_met(name: str) -> None:
    function, target, stretch, end, jump = STRETCHES[name]
    made = toys.of_x(function)
    case = toys.toy_case(made, x=toys.belief(0.55, uniform(low=0, high=1)))
    answer = break_even(case, vary="x", output="y", target=target)
    (crossing,) = answer.crossings
    assert crossing.stretch == pytest.approx(stretch, abs=1e-12)
    assert crossing.value == pytest.approx(end, abs=1e-12)
    assert (crossing.jump, crossing.touches) == (jump, name == "a valley")
    assert f"{stretch[0]} to {stretch[1]} (throughout)" in " ".join(str(answer).split())


def test_a_value_met_on_the_grid_is_no_stretch() -> None:
    made = toys.of_x(lambda x: 2 * x - 1)
    case = toys.toy_case(made, x=toys.belief(0.5, uniform(low=0, high=1)))
    (crossing,) = break_even(case, vary="x", output="y", target=0.0).crossings
    assert (crossing.value, crossing.stretch) == (0.5, None)


def test_a_target_too_large_to_compute_with_is_refused() -> None:
    with pytest.raises(InputError, match="target: not finite: too large"):
        break_even(toys.toy_case(toys.linear), vary="a", output="y", target=10**400)
