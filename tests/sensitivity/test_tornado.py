"""One input at a time: against a loop, with a dummy that scores nothing."""

from typing import Any

import numpy as np
import pytest
import toys
from few import few
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

from mloss_econ.compliance import cournot_asymmetric, pricing_out, pricing_out_pareto
from mloss_econ.errors import InputError, RunError
from mloss_econ.evidence import default_store
from mloss_econ.kernel import baseline, output_quantities, proposal
from mloss_econ.liability import cheapest_avoider, joint_care
from mloss_econ.regimes import world
from mloss_econ.sensitivity import METHODS, tornado
from mloss_econ.uncertainty import lognormal
from mloss_econ.value import attributed_value


def by_loop(calculator: Any, case: Any, output: str, low: float, high: float) -> dict[str, tuple[float, float]]:
    """The output at the two ends of each uncertain input, one point at a time."""
    ends = {}
    for path, entry in case.entries.items():
        if entry.dist.support[0] < entry.dist.support[1]:
            pair = []
            for u in (low, high):
                moved = case.but("moved", {path: float(entry.dist.quantile(u))})
                pair.append(float(output_quantities(moved.outputs())[output]))
            ends[path] = (pair[0], pair[1])
    return ends


CASES = [
    (pricing_out, None, "value_lost"),
    (pricing_out_pareto, None, "exit_share"),
    (attributed_value, None, "present_value"),
    (cheapest_avoider, "deepfake_family_fraud", "social_cost.platform"),
]


@pytest.mark.parametrize(("calculator", "scenario", "output"), CASES, ids=lambda v: getattr(v, "name", v))
@pytest.mark.parametrize("ends", few([(0.05, 0.95), (0.25, 0.5)], 1))
def test_against_a_loop(calculator: Any, scenario: str | None, output: str, ends: tuple[float, float]) -> None:
    case = baseline(calculator, scenario=scenario)
    ranking = tornado(case, output, low=ends[0], high=ends[1])
    expected = by_loop(calculator, case, output, *ends)
    adopted = float(output_quantities(case.outputs())[output])
    assert {row.path for row in ranking.rows} == set(expected)
    assert_allclose(ranking.adopted, adopted, rtol=1e-13)
    for row in ranking.rows:
        low, high = expected[row.path]
        assert_allclose((row.output_low, row.output_high), (low, high), rtol=1e-12)
        assert row.index == row.span[1] - row.span[0]
        dist = case.entries[row.path].dist
        between = [float(dist.quantile(u)) for u in np.linspace(*ends, 40)]
        tried = [float(output_quantities(case.but("at", {row.path: v}).outputs())[output]) for v in between[1:-1:13]]
        assert row.span[0] <= min(low, high, adopted, *tried) + 1e-9 * abs(adopted)
        assert row.span[1] >= max(low, high, adopted, *tried) - 1e-9 * abs(adopted)
        if not any(row.inside):
            assert_allclose(row.span, (min(low, high, adopted), max(low, high, adopted)), rtol=1e-12)
        assert row.interval == (row.index, row.index)  # nothing is sampled
        assert_allclose((row.input_low, row.input_high), dist.quantile(np.array(ends)), rtol=1e-14)


def test_known_swings_in_order_and_a_dummy_that_scores_nothing() -> None:
    ranking = tornado(toys.toy_case(toys.linear), "y")
    assert [row.path for row in ranking.rows] == ["a", "b", "dummy"]
    assert_allclose([row.index for row in ranking.rows], [3 * 0.9, 2 * 0.9, 0.0], rtol=1e-12)
    assert [row.is_judgement for row in ranking.rows] == [False, True, True]
    assert ranking.rows[1].output_low > ranking.rows[1].output_high  # b lowers the output
    assert ranking.rows[2].span == (0.5, 0.5)
    assert ranking.rows[2].whole.nothing


@pytest.mark.parametrize(("calculator", "scenario", "output"), CASES, ids=lambda v: getattr(v, "name", v))
def test_swings_come_largest_first(calculator: Any, scenario: str | None, output: str) -> None:
    swings = [row.index for row in tornado(baseline(calculator, scenario=scenario), output).rows]
    assert swings == sorted(swings, reverse=True)


def test_inputs_that_play_no_part_score_nothing_in_a_real_calculator() -> None:
    ranking = tornado(baseline(pricing_out), "exit_share_funded")
    silent = {row.path for row in ranking.rows if row.index == 0}
    others = {"use_elasticity", "unfunded_use", "derivative_elasticity", "unfunded_derivative_use", "share_replaced"}
    hours = {"hours_needed", "spare_share", "median_hours", "hours_sigma"}  # of projects without a budget
    assert silent == {"zero_share", *others, *hours}


def test_a_belief_used_twice_moves_as_one() -> None:
    ranking = tornado(toys.toy_case(toys.difference), "y")
    assert all(row.index == 0 for row in ranking.rows)  # x - x does not depend on x


def test_twins_with_adopted_values_of_their_own_keep_them_at_the_adopted_point() -> None:
    skewed = toys.belief(4.0, lognormal(median=5, sigma=0.25))  # adopted below its median
    case = toys.toy_case(toys.difference).but("apart", second=skewed)
    ranking = tornado(case, "y")
    assert ranking.adopted == float(case.outputs().y) == 2.0 - 4.0
    rows = {row.path: row for row in ranking.rows}
    assert set(rows) == {"first", "between_them"}
    ends = [case.entries[p].dist.quantile(np.array([0.05, 0.95])) for p in ("first", "second")]
    assert_allclose((rows["first"].output_low, rows["first"].output_high), ends[0] - ends[1], rtol=1e-12)
    assert rows["between_them"].index == 0
    assert rows["between_them"].span == (-2.0, -2.0)


def test_levers_and_definitions_are_left_out() -> None:
    billed = world.upto(pricing_out)
    case = proposal("eu_ai_act_highrisk").apply(baseline(billed))
    paths = {row.path for row in tornado(case, "exit_share").rows}
    assert "duties.qms.developer" not in paths
    assert "discount_rate" not in paths
    assert "duties.qms.one_off" in paths


def test_units_and_words() -> None:
    ranking = tornado(baseline(attributed_value, prices="EUR 2021"), "value")
    assert (ranking.method, ranking.output, ranking.unit) == ("tornado", "value", "EUR 2021/year")
    units = {row.path: row.input_unit for row in ranking.rows}
    assert (units["ai_value"], units["haircut"]) == ("EUR 2021/year", "share")
    text = str(ranking)
    assert "● ai_value" in text
    assert "○ haircut" in text


@pytest.mark.parametrize("bounds", [(0.9, 0.1), (0.5, 0.5), (-0.1, 0.9), (0.1, 1.1), (float("nan"), 0.5)])
def test_quantiles_that_are_none_are_refused(bounds: tuple[float, float]) -> None:
    with pytest.raises(InputError, match="low"):
        tornado(toys.toy_case(toys.linear), "y", low=bounds[0], high=bounds[1])


def test_other_mistakes_are_refused() -> None:
    with pytest.raises(InputError, match="Did you mean 'exit_share'"):
        tornado(baseline(pricing_out), "exit_sharr")
    with pytest.raises(RunError, match=r"'y' is not finite at .*x = 3\.0"):
        tornado(toys.toy_case(toys.holed), "y")


@pytest.mark.parametrize("points", [1, 0, 2.0, True])
def test_fewer_than_two_points_are_refused(points: Any) -> None:
    with pytest.raises(InputError, match="at least 2: both ends"):
        tornado(toys.toy_case(toys.linear), "y", points=points)


# ---------------------------------------------------------------- inputs that are not monotone


def of_x(function: Any, median: float = 30_000.0) -> Any:
    made = toys.of_x(function)
    case = toys.toy_case(made, x=toys.belief(median, lognormal(median=median, sigma=0.9)))
    return tornado(case, "y")


def test_a_valley_between_equal_ends_comes_first_and_says_where_it_lies() -> None:
    """ln(x / median)^2 is (1.645 * 0.9)^2 at both ends, and 0 as adopted."""
    ranking = of_x(lambda x: np.log(x / 30_000) ** 2)
    row = ranking.rows[0]
    assert (row.path, row.inside, ranking.adopted) == ("x", (True, False), 0)
    assert_allclose(row.index, (1.6448536 * 0.9) ** 2, rtol=1e-6)
    assert row.span_at[0] == 30_000
    assert "x is not monotone: the lowest output, 0, lies at 30,000." in str(ranking)
    assert ranking.notes == ranking.frame().notes == ("x is not monotone: the lowest output, 0, lies at 30,000.",)


def test_an_extreme_that_no_point_meets_is_sought_next_to_the_nearest() -> None:
    row = of_x(lambda x: np.exp(-(((x - 51_234.0) / 200) ** 2))).rows[0]
    assert_allclose(row.span[1], 1, rtol=1e-6)
    assert_allclose(row.span_at[1], 51_234, rtol=1e-4)
    assert row.inside == (False, True)


def test_an_input_that_rises_throughout_bears_no_note() -> None:
    ranking = of_x(np.log)
    assert ranking.notes == ()
    assert ranking.rows[0].inside == (False, False)
    assert_allclose(ranking.rows[0].index, 2 * 1.6448536 * 0.9, rtol=1e-6)


def test_a_firm_that_leaves_in_between() -> None:
    """At both ends of its cost the leader loses 90,000; in between the other leaves, and it gains 872,500."""
    name = next(s.name for s in default_store().scenarios.values() if cournot_asymmetric.name in s.calculators)
    ranking = tornado(baseline(cournot_asymmetric, scenario=name, prices="USD 2022"), "leader_gain")
    row = ranking.rows[0]
    assert row.path == "firms.follower_1.fixed_cost"
    assert (row.output_low, row.output_high) == (pytest.approx(-90_000), pytest.approx(-90_000))
    assert row.index == pytest.approx(962_500)
    assert "firms.follower_1.fixed_cost is not monotone" in ranking.notes[0]


@given(st.floats(0.06, 0.94), st.floats(0.02, 3), st.sampled_from([1.0, -1.0]))
def test_the_span_is_that_of_a_fine_grid(at: float, width: float, sign: float) -> None:
    """A hill anywhere, at least as wide as the distance between two points."""
    made = toys.of_x(lambda x: sign * np.exp(-(((x / 4 - at) / width) ** 2)))
    row = tornado(toys.toy_case(made), "y").rows[0]
    y = sign * np.exp(-(((np.linspace(0.05, 0.95, 20_001) - at) / width) ** 2))
    assert_allclose(row.index, np.ptp(y), rtol=1e-5)


def test_one_input_of_joint_care_may_move_alone() -> None:
    name = next(s.name for s in default_store().scenarios.values() if joint_care.name in s.calculators)
    ranking = tornado(baseline(joint_care, scenario=name), "first_best")
    assert ranking.rows[0].index > 0


def test_nothing_uncertain_gives_no_rows() -> None:
    case = toys.toy_case(toys.flat).but("certain", x=1.0, other=0.5)
    assert tornado(case, "y").rows == ()


def test_it_is_among_the_methods() -> None:
    case = toys.toy_case(toys.linear)
    assert METHODS["tornado"].ask(case, "y") == tornado(case, "y")
