"""Which costs are equal but for rounding, and which option is best in a draw: ties are shared equally."""

from __future__ import annotations

import numpy as np
import pytest
import toys
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from mloss_econ.base.ties import ahead_by, are_least, below, best_shares, equal_where_tied, first_least
from mloss_econ.engine import compare, simulate
from mloss_econ.regimes.scorecard import _dominators, _ranks
from mloss_econ.sensitivity import acceptability, decision, decision_from, evpi, evppi
from mloss_econ.uncertainty import uniform


@pytest.mark.parametrize("level", [0.0, 1e3, 1e8, 1e12])
def test_a_common_level_makes_no_tie(level: float) -> None:
    assert below(level, level + 1)
    assert not below(level + 1, level)
    assert are_least(level + np.array([1.0, 0.0, 2.0])).tolist() == [False, True, False]
    assert first_least(level + np.array([5.0, 3.0, 4.0])) == 1


@given(st.integers(1, 10**6))
def test_two_ways_to_one_number_tie(a: int) -> None:
    one, other = 3 * (0.1 * a), 0.3 * a
    assert not below(one, other)
    assert not below(other, one)
    assert are_least(np.array([one, other])).all()
    assert first_least(np.array([a, one, other])) == 1
    assert first_least(np.array([a, other, one])) == 1


def test_signs_and_infinity() -> None:
    assert below(-2.0, -1.0)
    assert below(1.0, np.inf)
    assert not below(np.inf, np.inf)
    assert not below(np.inf, 1.0)
    assert not below(0.0, 0.0)
    assert are_least(np.array([[np.inf, -3.0], [np.inf, np.inf]])).tolist() == [[False, True], [True, True]]


A, B = np.random.default_rng(5).random((2, 4096))
SAME = {
    "a product": (3 * (0.1 * A), 0.3 * A),
    "at a high level": (3 * (0.1 * (1e8 + A)), 0.3 * (1e8 + A)),
    "what cancels": (3 * (0.1 * A) - 0.3 * B, 0.3 * A - 3 * (0.1 * B)),
    "a sum in two orders": (A + B + 0.1 + 0.2, 0.3 + (B + A)),
    "over many decades": (3 * (0.1 * 10 ** (40 * A)), 0.3 * 10 ** (40 * A)),
}
OTHER = {
    "by 1 at a level of 1e8": (1e8 + A + 1, 1e8 + A),
    "by a millionth at a level of 1e8": (np.full_like(A, 1e8 + 1e-6), np.full_like(A, 1e8)),
    "by 1 at a level of 1e14": (np.full_like(A, 1e14 + 1), np.full_like(A, 1e14)),
    "by half, over many decades": (2 * 10 ** (60 * A - 30), 10 ** (60 * A - 30)),
    "by a hair of what is at stake": (A * (1 + 1e-8), A),
    "by little of nothing": (np.full_like(A, 1e-200), np.zeros_like(A)),
}


@pytest.mark.parametrize("name", SAME)
def test_options_that_differ_by_rounding_share_every_draw_and_lose_nothing(name: str) -> None:
    one, other = SAME[name]
    assert (one != other).any()  # so equality would not do
    assert_array_equal(best_shares(np.array([one, other])), 0.5)
    made = decision_from({"one": one, "other": other}, {"a": A})
    found = evpi(made)
    assert [row.probability.value for row in found.options] == [0.5, 0.5]
    assert [row.loss.value for row in found.options] == [0, 0]
    assert (found.value.value, found.changes, found.best) == (0, 0, "one")
    assert evppi(made).ceiling == 0
    assert _dominators(np.array([one, other])) == [[], []]


@pytest.mark.parametrize("name", OTHER)
def test_a_true_difference_is_kept(name: str) -> None:
    worth = np.array(OTHER[name])
    assert_array_equal(best_shares(worth), [np.ones_like(A), np.zeros_like(A)])
    assert_array_equal(best_shares(worth[::-1])[1], 1)
    assert_array_equal(equal_where_tied(worth), worth)
    assert _dominators(worth) == [[], [0]]


def test_a_far_worse_option_makes_no_tie_of_the_others() -> None:
    worth = np.array([A + 1, A, np.full_like(A, -1e30)])
    assert_array_equal(best_shares(worth)[0], 1)
    assert _dominators(worth) == [[], [0], [0, 1]]


@given(st.lists(st.lists(st.integers(-3, 3), min_size=5, max_size=5), min_size=2, max_size=6), st.integers(-30, 30))
def test_shares_are_those_of_counting(rows: list[list[int]], power: int) -> None:
    """One over the number of options that equal the best, whatever the unit; and every draw is shared out."""
    found = best_shares(np.array(rows, dtype=np.float64) * 10.0**power)
    for draw in range(5):
        column = [row[draw] for row in rows]
        top = max(column)
        assert_allclose(found[:, draw], [(v == top) / column.count(top) for v in column], rtol=1e-15)
    assert_allclose(found.sum(axis=0), 1, rtol=1e-15)


def test_every_door_shares_alike() -> None:
    """Three ways to the same product: compare, evpi and acceptability say a third each, and that nothing is lost."""
    base = toys.toy_case(toys.product)
    cases = [
        base.but("threefold", left=uniform(low=0, high=0.1), right=3.0),
        base.but("once", left=uniform(low=0, high=0.3), right=1.0),
        base.but("again", left=uniform(low=0, high=0.3), right=1.0),
    ]
    made = compare(cases, judged_by="y", own=(), n=1024, seed=1)
    one, other, _ = (run.output("y") for run in made.runs)
    assert (one != other).any()
    assert_allclose([row.largest.value for row in made.rows], 1 / 3)
    words = "P(largest): share of draws in which the case has the largest value, ties shared equally."
    assert words in " ".join(made.table().split())
    known = evpi(made)
    assert_allclose([row.probability.value for row in known.options], 1 / 3)
    assert known.value.value == 0
    curve = acceptability(made, effect="y", cost="y", at=[0.0, 2.0, 1 / 3])
    assert_allclose(curve.probability, 1 / 3)
    assert_array_equal(curve.loss, 0)
    assert curve.frontier == ("threefold",) * 3


def test_acting_ties_with_not_acting_at_the_target() -> None:
    base = toys.toy_case(toys.product).but("thirds", left=uniform(low=0.1, high=0.2), right=3.0)
    sure = base.but("sure", left=0.1)  # 0.30000000000000004
    found = evpi(decision(simulate(sure, n=256, seed=1), "y", target=0.3))
    assert [row.probability.value for row in found.options] == [0.5, 0.5]
    assert found.changes == 0


def test_what_is_ahead_by_rounding_is_not_ahead() -> None:
    assert ahead_by(3 * (0.1 * 0.7), 0.3 * 0.7) == 0
    assert_array_equal(ahead_by(np.array([3.0, 1e8 + 1]), np.array([1.0, 1e8])), [2, 1])
    assert ahead_by(0.0, 1e-300) == -1e-300


def test_means_that_differ_by_rounding_share_a_rank() -> None:
    assert _ranks(np.array([0.1 * 3, 0.3, 0.2, 1e8])).tolist() == [2, 2, 4, 1]
