"""Rank correlations of inputs whose values have probabilities: closed forms, sums over a grid, draws, refusals."""

import math
from typing import Any

import numpy as np
import pytest
import toys
from few import few
from hypothesis import given, settings, strategies as st
from numpy.testing import assert_array_equal
from scipy import special, stats

from mloss_econ.engine import simulate
from mloss_econ.errors import InputError
from mloss_econ.kernel import Case
from mloss_econ.uncertainty import Distribution, dependence, discrete, lognormal, mixture, normal, point, uniform
from mloss_econ.uncertainty.rank_map import CONTINUOUS, Lumps, reach, to_normal, to_rank

N = 2**14


def two(p: float) -> Distribution:
    return discrete(values=[3, 8], weights=[1 - p, p])


THREE = discrete(values=[0, 1, 9], weights=[0.2, 0.7, 0.1])
PART = mixture(of=[point(value=1 / 3), uniform(low=0, high=2)], weights=[0.4, 0.6])  # the point is in the middle
AT_ZERO = mixture(of=[point(value=0), lognormal(median=3, sigma=1)], weights=[0.3, 0.7])
WITHIN = mixture(of=[normal(mean=5, sd=2), point(value=5)], weights=[0.5, 0.5]).truncated(low=0)
MIXED = mixture(of=[two(0.3), WITHIN], weights=[0.5, 0.5])
WHOLE = uniform(low=0, high=1)


@pytest.mark.parametrize("r", [-0.99999, -0.5, 0.1, 0.9])
def test_the_closed_forms(r: float) -> None:
    half, other = Lumps.of(two(0.5)), Lumps.of(WHOLE)
    assert other == CONTINUOUS
    exact = math.sqrt(12) / math.pi * math.asin(r / math.sqrt(2))
    assert to_rank(r, half, other) == pytest.approx(exact, abs=1e-12)
    assert to_rank(r, other, half) == pytest.approx(exact, abs=1e-12)
    assert to_rank(r, half, half) == pytest.approx(2 / math.pi * math.asin(r), abs=2e-4 if abs(r) > 0.99 else 1e-12)
    assert to_normal(exact, half, other) == pytest.approx(r, abs=1e-9)


@pytest.mark.parametrize("p", [0.01, 0.1, 0.5, 0.8])
def test_the_largest_of_a_flag_and_a_continuous_input(p: float) -> None:
    most = math.sqrt(3 * p * (1 - p))
    assert reach(1, Lumps.of(two(p)), CONTINUOUS) == pytest.approx(most, abs=1e-6)
    assert reach(-1, CONTINUOUS, Lumps.of(two(p))) == pytest.approx(-most, abs=1e-6)


def on_a_grid(r: float, one: Distribution, other: Distribution) -> float:
    """Spearman's correlation of two inputs, by the probability of each square of a grid of scores."""
    u = (np.arange(200) + 0.5) / 200
    z, w = np.polynomial.hermite_e.hermegauss(60)
    x = special.ndtri(u)
    y = r * x[:, None] + math.sqrt(1 - r * r) * z  # the other's score, given that of the first
    of = [np.asarray(one.quantile(u)), np.asarray(other.quantile(special.ndtr(y)))]
    weights = np.repeat((w / w.sum())[None], len(u), axis=0).reshape(-1)
    places = []
    for values, shares in ((of[0], np.full(200, 1 / 200)), (of[1].reshape(-1), weights / 200)):
        unique, inverse = np.unique(values, return_inverse=True)
        share = np.bincount(inverse.reshape(-1), shares, len(unique))
        places.append((np.cumsum(share) - share / 2)[inverse.reshape(-1)])
    g, h = np.repeat(places[0], 60), places[1]
    total = np.tile(w / w.sum(), 200) / 200
    g, h = g - total @ g, h - total @ h
    return float(total @ (g * h) / math.sqrt((total @ g**2) * (total @ h**2)))


@pytest.mark.parametrize("one", few([two(0.1), THREE, PART, MIXED], 2))
@pytest.mark.parametrize("other", few([AT_ZERO, two(0.5), THREE, WHOLE], 1))
def test_sums_over_a_grid_give_the_same(one: Distribution, other: Distribution) -> None:
    for r in (-0.7, 0.4, 0.9):
        found = to_rank(r, Lumps.of(one), Lumps.of(other))
        assert found == pytest.approx(on_a_grid(r, one, other), abs=0.015)
        assert found == pytest.approx(to_rank(r, Lumps.of(other), Lumps.of(one)), abs=1e-6)


@settings(max_examples=8)
@given(p=st.floats(0.02, 0.98), q=st.floats(0.02, 0.98), share=st.floats(-0.99, 0.99))
def test_there_and_back(p: float, q: float, share: float) -> None:
    one, other = Lumps.of(two(p)), Lumps.of(mixture(of=[point(value=2), WHOLE], weights=[q, 1 - q]))
    rank = share * abs(reach(share, one, other))
    assert to_rank(to_normal(rank, one, other), one, other) == pytest.approx(rank, abs=1e-9)


def test_rare_values_change_next_to_nothing() -> None:
    many = Lumps.of(discrete(values=list(range(300)), weights=[1 / 300] * 300))
    assert many.ends == ()
    fewer = Lumps.of(discrete(values=list(range(50)), weights=[1 / 50] * 50))
    assert to_normal(0.5, fewer, fewer) == pytest.approx(2 * math.sin(math.pi / 12), abs=1e-3)


# ---------------------------------------------------------------- cases and their draws


def product(**dists: Distribution) -> Case[Any, Any]:
    return toys.toy_case(toys.product).but("changed", dists)


def found(case: Case[Any, Any]) -> float:
    x = simulate(toys.product, case, n=N, seed=3).draws.inputs
    return float(stats.spearmanr(x["left"], x["right"]).statistic)


@pytest.mark.parametrize(
    ("left", "right", "rho"),
    [
        (two(0.5), WHOLE, 0.5),
        (two(0.1), WHOLE, 0.5),
        (two(0.9), two(0.8), -0.1),
        (WHOLE, PART, -0.8),
        (AT_ZERO, THREE, 0.6),
        (MIXED, AT_ZERO, 0.7),
    ],
)
def test_draws_have_the_rank_correlation_asked_for(left: Distribution, right: Distribution, rho: float) -> None:
    changed_first = product(left=left, right=right).correlated("tied", {("left", "right"): rho})
    assert abs(found(changed_first) - rho) < 0.02
    tied_first = (
        toys.toy_case(toys.product).correlated("tied", {("left", "right"): rho}).but("x", left=left, right=right)
    )
    assert tied_first.dependence == changed_first.dependence
    back = tied_first.but("back", left=WHOLE, right=WHOLE)
    assert back.dependence == toys.toy_case(toys.product).correlated("t", {("left", "right"): rho}).dependence


def test_what_no_scores_give_is_refused_and_the_remedies_work() -> None:
    case = product(left=two(0.1))
    with pytest.raises(InputError) as error:
        case.correlated("tied", {("left", "right"): 0.9})
    said = str(error.value)
    assert "a rank correlation of 0.9 is not possible, as toy.left takes one value with probability 0.9" in said
    assert "Give one from -0.5196 to 0.5196, or pass repair=True" in said
    assert abs(found(case.correlated("tied", {("left", "right"): 0.5196})) - 0.5196) < 0.01
    nearest = case.correlated("tied", {("left", "right"): 0.9}, repair=True)
    assert abs(found(nearest) - 0.5196) < 0.01
    assert nearest.dependence is not None
    assert "is 0.5196 instead of 0.9" in nearest.dependence.notes[0]
    plain = case.correlated("tied", {("left", "right"): 0.9}, kind="normal")
    assert plain.dependence is not None
    assert plain.dependence.matrix[0][1] == 0.9


def test_a_change_that_makes_it_impossible_is_refused_too() -> None:
    tied = toys.toy_case(toys.product).correlated("tied", {("left", "right"): 0.9})
    with pytest.raises(InputError, match=r"0\.9 is not possible.*from -0\.866 to 0\.866"):
        tied.but("flag", left=two(0.5))
    near = toys.toy_case(toys.product).correlated("tied", {("left", "right"): 0.9}, repair=True).but("f", left=two(0.5))
    assert abs(found(near) - 0.866) < 0.01


def test_a_certain_input_and_a_correlation_of_scores_leave_the_matrix_alone() -> None:
    tied = product(left=two(0.5)).correlated("tied", {("left", "right"): 0.5})
    assert tied.but("certain", left=3.0).dependence == tied.dependence
    scores = toys.toy_case(toys.product).correlated("tied", {("left", "right"): 0.5}, kind="normal")
    assert scores.but("flag", left=two(0.5)).dependence == scores.dependence


def test_inputs_of_one_belief_with_different_lumps_are_refused() -> None:
    tied = toys.toy_case(toys.difference).correlated("tied", {("first", "between_them"): 0.5})
    with pytest.raises(InputError, match="first and second rest on one belief and now have different distributions"):
        tied.but("one", first=two(0.5))
    both = tied.but("both", first=two(0.5), second=two(0.5))
    assert both.dependence is not None
    assert both.dependence.matrix[0][1] == pytest.approx(0.61952, abs=1e-5)
    scores = toys.toy_case(toys.difference).correlated("tied", {("first", "between_them"): 0.5}, kind="normal")
    assert scores.but("one", first=two(0.5)).dependence == scores.dependence


def test_three_inputs_of_which_one_is_a_flag() -> None:
    dists = {"a": two(0.5), "b": WHOLE}
    pairs = {("a", "b"): 0.5, ("b", "c"): 0.5, ("a", "c"): 0.0}
    made = dependence(pairs, order=["a", "b", "c"], kind="rank", dists=dists)
    assert made.matrix[1][0] == pytest.approx(math.sqrt(2) * math.sin(0.5 * math.pi / math.sqrt(12)), abs=1e-9)
    assert made.matrix[2][1] == 2 * math.sin(math.pi / 12)
    assert made.matrix[2][0] == 0


@pytest.mark.parametrize("dist", few([PART, AT_ZERO, MIXED, mixture(of=[THREE, two(0.5)], weights=[0.3, 0.7])], 1))
def test_draws_of_one_value_are_equal_to_the_last_digit(dist: Distribution) -> None:
    from mloss_econ.uncertainty.tables import sampler

    u = (np.arange(20_000) + 0.5) / 20_000
    lumps = [x for x in (0.0, 1 / 3, 1.0, 3.0, 5.0, 8.0, 9.0) if dist.atom(x)]
    for x in lumps:
        assert_array_equal(sampler(dist)(u) == x, dist.quantile(u) == x)
    assert lumps
