"""Correlated inputs: what many draws show, which names take part, and what cannot hold together."""

import math
import pickle
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
import toys
from hypothesis import assume, given, strategies as st
from lumpy import AT_ZERO, MIXED, PART, THREE, WHOLE, two
from matrices import possible, symmetric
from numpy.testing import assert_allclose, assert_array_equal
from scipy import special, stats

from mloss_econ.engine import simulate
from mloss_econ.errors import InputError
from mloss_econ.kernel import Case
from mloss_econ.uncertainty import (
    Dependence,
    Distribution,
    between,
    dependence,
    dependence_from_matrix,
    mixture,
    nearest_correlation,
    point,
    uniform,
)
from mloss_econ.uncertainty.correlations import check_matrix, is_definite

ORDER = ["wage", "hours", "price", "share", "model.rate"]


# ---------------------------------------------------------------- from a matrix


@given(possible)
def test_a_positive_definite_matrix_is_left_alone(matrix: Any) -> None:
    assert_array_equal(nearest_correlation(matrix), matrix)
    names = [f"x{i}" for i in range(len(matrix))]
    made = dependence_from_matrix(names, matrix, kind="normal", repair=True)
    assert_array_equal(made.matrix, matrix)
    assert made.notes == ()
    assert made == dependence_from_matrix(names, matrix.tolist(), kind="normal")


# ---------------------------------------------------------------- draws


def independent(names: Any, rows: int, seed: int = 1) -> dict[str, Any]:
    rng = np.random.default_rng(seed)
    return {name: rng.standard_normal(rows) for name in names}


ROWS = 200_000
ASKED = {("wage", "hours"): 0.7, ("hours", "price"): -0.4, ("wage", "model.rate"): 0.3, ("price", "model.rate"): 0.5}


def test_many_draws_show_the_rank_correlations_asked_for() -> None:
    made = dependence(ASKED, order=ORDER, kind="rank")
    y = made.apply(independent(made.names, ROWS))
    shapes = {
        "wage": between(10, 90),
        "hours": uniform(low=0, high=1),
        "price": mixture(of=[uniform(low=0, high=1), between(2, 9)], weights=[0.5, 0.5]),
        "model.rate": between(1, 2),
    }
    x = {name: shapes[name].quantile(special.ndtr(y[name][: ROWS // 4])) for name in made.names}
    for values, count in ((y, ROWS), (x, ROWS // 4)):
        found = stats.spearmanr(np.column_stack([values[name] for name in made.names])).statistic
        for i, a in enumerate(made.names):
            for j, b in enumerate(made.names[:i]):
                asked = ASKED.get((a, b), ASKED.get((b, a), 0.0))
                assert_allclose(found[i, j], asked, atol=4.5 / math.sqrt(count), err_msg=f"{a}, {b}")


def test_many_draws_show_the_correlations_of_scores_asked_for_and_normal_margins() -> None:
    made = dependence(ASKED, order=ORDER, kind="normal")
    y = np.array(list(made.apply(independent(made.names, ROWS)).values()))
    assert_allclose(np.corrcoef(y), made.matrix, atol=4.5 / math.sqrt(ROWS))
    assert_allclose(y.std(axis=1), 1, atol=4.5 / math.sqrt(2 * ROWS))
    assert made.matrix[1][0] == 0.7


def test_rank_correlations_become_those_of_scores() -> None:
    made = dependence({("wage", "hours"): 0.5}, order=ORDER, kind="rank")
    assert_allclose(made.matrix[0][1], 2 * math.sin(math.pi / 12), rtol=1e-15)
    assert dependence({("wage", "hours"): 0.5}, order=ORDER, kind="normal").matrix == ((1, 0.5), (0.5, 1))


@given(st.floats(-0.99, 0.99))
def test_the_rank_correlation_of_two_normals_is_the_double_integral(rho: float) -> None:
    r = dependence({("wage", "hours"): rho}, order=ORDER, kind="rank").matrix[0][1]
    z, w = np.polynomial.hermite_e.hermegauss(60)  # 12 E[Phi(X) Phi(Y)] - 3 = 12 E[Phi(X) Phi(r X / sqrt(2 - r^2))] - 3
    given_x = special.ndtr(r * z / math.sqrt(2 - r * r))
    assert_allclose(12 * (w * special.ndtr(z) * given_x).sum() / w.sum() - 3, rho, atol=1e-6)


def test_the_first_name_keeps_its_scores_and_nothing_given_is_touched() -> None:
    made = dependence(ASKED, order=ORDER, kind="rank")
    z = independent([*made.names, "another"], 100)
    before = {name: values.copy() for name, values in z.items()}
    y = made.apply(z)
    assert list(y) == ["wage", "hours", "price", "model.rate"] == list(made.names)
    assert_array_equal(y["wage"], z["wage"])
    y["wage"][:] = 0
    assert all((z[name] == before[name]).all() for name in z)


@given(possible, st.lists(st.integers(1, 99), max_size=4))
def test_a_row_has_the_same_bits_in_any_block(matrix: Any, cuts: list[int]) -> None:
    names = tuple(f"x{i}" for i in range(len(matrix)))
    made = Dependence(names, tuple(map(tuple, matrix.tolist())))
    z = independent(names, 100)
    whole = made.apply(z)
    edges = [0, *sorted(cuts), 100]
    for name in names:
        parts = [made.apply({k: v[a:b] for k, v in z.items()})[name] for a, b in pairwise(edges)]
        assert_array_equal(np.concatenate(parts), whole[name])
    assert made.apply({k: v[0] for k, v in z.items()})[names[-1]] == whole[names[-1]][0]


@given(possible)
def test_scores_are_the_lower_triangle_times_the_independent_ones(matrix: Any) -> None:
    names = tuple(f"x{i}" for i in range(len(matrix)))
    z = independent(names, 7)
    y = Dependence(names, tuple(map(tuple, matrix.tolist()))).apply(z)
    expected = np.linalg.cholesky(matrix) @ np.array(list(z.values()))
    assert_allclose(np.array(list(y.values())), expected, atol=1e-11)


# ---------------------------------------------------------------- from pairs


def test_names_take_part_in_the_order_given_and_only_if_paired() -> None:
    made = dependence({("price", "wage"): 0.2, ("share", "wage"): -0.1}, order=ORDER, kind="normal")
    assert made.names == ("wage", "price", "share")
    assert made.matrix == ((1, 0.2, -0.1), (0.2, 1, 0), (-0.1, 0, 1))
    assert made == dependence({("wage", "share"): -0.1, ("wage", "price"): 0.2}, order=ORDER, kind="normal")
    assert made != dependence({("wage", "share"): -0.1, ("wage", "price"): 0.2}, order=ORDER, kind="rank")
    assert dependence({}, order=ORDER, kind="rank") == Dependence((), ())
    assert Dependence((), ()).apply({}) == {}


def test_the_same_pair_twice_with_the_same_number_is_one() -> None:
    both = {("wage", "price"): 0.2, ("price", "wage"): 0.2}
    assert dependence(both, order=ORDER, kind="rank") == dependence({("wage", "price"): 0.2}, order=ORDER, kind="rank")


def test_dependences_are_values() -> None:
    made = dependence(ASKED, order=ORDER, kind="rank")
    made.apply(independent(made.names, 3))
    again = pickle.loads(pickle.dumps(made))
    assert again == made == dependence(ASKED, order=ORDER, kind="rank")
    assert hash(again) == hash(made)
    assert made.to_dict() == {"names": list(made.names), "matrix": [list(row) for row in made.matrix]}


TORN = {("wage", "hours"): 0.9, ("hours", "price"): 0.9, ("wage", "price"): -0.5}


@pytest.mark.parametrize("kind", ["rank", "normal"])
def test_correlations_that_cannot_hold_together_are_refused_with_the_nearest(kind: Any) -> None:
    repaired = dependence(TORN, order=ORDER, kind=kind, repair=True)
    r = np.array(repaired.matrix)
    shown = r if kind == "normal" else 6 / np.pi * np.arcsin(r / 2)
    with pytest.raises(InputError) as error:
        dependence(TORN, order=ORDER, kind=kind)
    answer = str(error.value)
    assert all(word in answer for word in ["cannot hold together", "repair=True", "asked -> possible"]), answer
    assert f"wage and hours: 0.9 -> {shown[0, 1]:.4f}" in answer
    assert f"wage and price: -0.5 -> {shown[0, 2]:.4f}" in answer
    assert f"hours and price: 0.9 -> {shown[1, 2]:.4f}" in answer
    word = {"rank": "rank correlation", "normal": "correlation of the normal scores"}[kind]
    assert (
        f"The {word} of wage and price is {shown[0, 2]:.4f} instead of -0.5:" in repaired.notes[-1]
    )  # the smallest change
    assert len(repaired.notes) == 3
    asked = np.array([[1, 0.9, -0.5], [0.9, 1, 0.9], [-0.5, 0.9, 1]])
    start = asked if kind == "normal" else 2 * np.sin(np.pi * asked / 6)
    assert_allclose(r, nearest_correlation(start), atol=1e-9)
    assert np.linalg.eigvalsh(r)[0] > 0.5e-8


def test_a_repair_tells_of_pairs_that_were_not_named_and_not_of_those_that_stay() -> None:
    pairs = {("wage", "hours"): 0.95, ("hours", "price"): 0.95, ("share", "model.rate"): 0.5}
    notes = dependence(pairs, order=ORDER, kind="normal", repair=True).notes
    assert any("wage and price" in note and "instead of 0:" in note for note in notes)
    assert len(notes) == 3
    assert not any("share" in note for note in notes)


def test_correlations_at_their_very_limit_are_refused_too_and_barely_moved() -> None:
    limit = {("wage", "hours"): 0.6, ("hours", "price"): 0.8, ("wage", "price"): 0.6 * 0.8 + 0.8 * 0.6}
    with pytest.raises(InputError, match="same to 4 digits"):
        dependence(limit, order=ORDER, kind="normal")
    made = dependence(limit, order=ORDER, kind="normal", repair=True)
    assert made.notes == (
        "Each correlation of the normal scores was moved by less than 0.0001, so that all can hold together.",
    )
    assert_allclose(made.matrix[0][1], 0.6, atol=1e-6)


@given(symmetric)
def test_a_repair_can_be_drawn_from(matrix: Any) -> None:
    assume(not is_definite(matrix))
    names = [f"x{i}" for i in range(len(matrix))]
    made = dependence_from_matrix(names, matrix, kind="rank", repair=True)
    y = np.array(list(made.apply(independent(names, 50)).values()))
    assert np.isfinite(y).all()
    assert_array_equal(np.round(made.matrix, 10), made.matrix)


# ---------------------------------------------------------------- refusals


def pairs_of(*pairs: Any, kind: Any = "rank") -> Any:
    return lambda: dependence(dict(pairs), order=ORDER, kind=kind)


def matrix_of(*rows: Any, names: Any = ("a", "b")) -> Any:
    return lambda: dependence_from_matrix(names, list(rows), kind="normal")


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (pairs_of((("wage", "wage"), 0.5)), ["wage", "itself", "two different"]),
        (pairs_of((("wage", "price"), 0.5), (("price", "wage"), 0.4)), ["twice", "0.5", "0.4", "Keep one"]),
        (pairs_of((("wage", "price"), 1)), ["wage and price", "1 means", "one variable", "one belief for both"]),
        (pairs_of((("wage", "price"), -1.0)), ["-1 means", "one variable"]),
        (pairs_of((("wage", "price"), 1.5)), ["wage and price", "1.5", "between -1 and 1"]),
        (pairs_of((("wage", "price"), -7)), ["-7", "between -1 and 1"]),
        (pairs_of((("wage", "price"), math.nan)), ["wage and price", "nan", "not finite"]),
        (pairs_of((("wage", "price"), True)), ["wage and price", "True", "not a number"]),
        (pairs_of((("wage", "price"), "0.5")), ["wage and price", "'0.5'", "not a number"]),
        (pairs_of((("wage", "prise"), 0.5)), ["'prise'", "not known", "Did you mean 'price'"]),
        (pairs_of((("wage", "rate"), 0.5)), ["'rate'", "Did you mean 'model.rate'"]),
        (pairs_of(("wage", 0.5)), ["'wage'", "not a pair"]),
        (pairs_of((("wage", "price", "share"), 0.5)), ["not a pair"]),
        (pairs_of((("wage", 3), 0.5)), ["not a pair"]),
        (pairs_of((("wage", "price"), 0.5), kind="pearson"), ["'pearson'", "not known", "rank"]),
        (matrix_of([1, 0.5], [0.5]), ["row [1] has 1 entries", "square"]),
        (matrix_of([1, 0.5, 0], [0.5, 1, 0]), ["row [0] has 3 entries", "square"]),
        (matrix_of([1, 0.5], [0.4, 1]), ["[0][1] = 0.5", "[1][0] = 0.4", "symmetric"]),
        (matrix_of([1, 0.5], [0.5, 4]), ["[1][1] = 4", "diagonal", "standard deviations"]),
        (matrix_of([1, 1.2], [1.2, 1]), ["[0][1] = 1.2", "between -1 and 1"]),
        (matrix_of([1, 1], [1, 1]), ["a and b", "one variable"]),
        (matrix_of([1, math.nan], [math.nan, 1]), ["[0][1] = nan", "not finite"]),
        (matrix_of([1, "x"], ["x", 1]), ["[0][1] = 'x'", "not a number"]),
        (matrix_of(1, 2), ["a matrix", "list of rows"]),
        (matrix_of([1, 0.5], [0.5, 1], names=("a",)), ["1 names", "2 rows"]),
        (matrix_of([1, 0.5], [0.5, 1], names=("a", "a")), ["2 names (a, a)", "one name of its own"]),
        (lambda: Dependence(("a", "b"), ((1.0, 2.0), (2.0, 1.0))), ["between -1 and 1"]),
        (lambda: Dependence(("a", "b"), ((1.0, 1.0), (1.0, 1.0))), ["not positive definite"]),
        (lambda: nearest_correlation([[1, 2], [3, 4]]), ["[0][1] = 2", "symmetric"]),
        (lambda: nearest_correlation(np.ones(3)), ["a matrix"]),
        (lambda: check_matrix("text"), ["a matrix"]),
        (lambda: check_matrix([]), ["a matrix"]),
    ],
)
def test_impossible_correlations_are_refused_in_words(make: Any, words: list[str]) -> None:
    with pytest.raises(InputError) as error:
        make()
    assert all(word in str(error.value) for word in words), str(error.value)


def test_a_point_has_nothing_to_correlate() -> None:
    made = dependence({("wage", "hours"): 0.5}, order=ORDER, kind="rank")
    y = made.apply(independent(made.names, 10))
    assert (point(value=3).quantile(special.ndtr(y["hours"])) == 3).all()


# ---------------------------------------------------------------- values with a probability of their own


N = 2**14


def product(**dists: Distribution) -> Case[Any, Any]:
    return toys.toy_case(toys.product).but("changed", dists)


def found(case: Case[Any, Any]) -> float:
    x = simulate(case, n=N, seed=3).draws.inputs
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
