"""Sobol' indices: closed forms, SciPy on the same evaluations, brute force, groups, and whether y lies in a range."""

from typing import Any

import numpy as np
import pytest
from brute import indices, on_grid
from functions import (
    G3,
    G8,
    G_EIGHT,
    G_THREE,
    ISHIGAMI,
    PRODUCT,
    WEIGHTED,
    ThreeInputs,
    YOutputs,
    case,
    weighted,
)
from hypothesis import given, settings, strategies as st
from numpy.testing import assert_allclose
from polynomials import CASES, COEFFICIENTS, coefficients, polynomial
from rankings import close, inside, total

from mloss_econ.errors import InputError
from mloss_econ.kernel import calculator
from mloss_econ.sensitivity import Ranking, sobol, sobol_all

# ---------------------------------------------------------------- known answers


ISHIGAMI_FIRST = {"x1": 0.31390519114781146, "x2": 0.4424111447900409, "x3": 0.0}
ISHIGAMI_TOTAL = {"x1": 0.5575888552099592, "x2": 0.4424111447900409, "x3": 0.24368366406214773}


BETWEEN_1_AND_3 = 0.24368366406214773


def first(ranking: Ranking) -> dict[str, float]:
    return {row.path: row.others["first"].value for row in ranking.rows}


@pytest.mark.parametrize("estimator", ["saltelli", "jansen"])
@pytest.mark.parametrize("second", [False, True])
def test_ishigami(estimator: Any, second: bool) -> None:
    found = sobol(ISHIGAMI, "y", n=2**13, seed=1, first=estimator, second=second)
    close(total(found), ISHIGAMI_TOTAL, 0.01)
    close(first(found), ISHIGAMI_FIRST, 0.02)
    assert [row.path for row in found.rows] == ["x1", "x2", "x3"]
    assert found.evaluations == 2**13 * (8 if second else 5)
    assert "Scale: the output itself." in found.notes
    pairs = {frozenset(pair.paths): pair for pair in found.pairs}
    assert len(pairs) == (3 if second else 0)
    for paths, pair in pairs.items():
        truth = BETWEEN_1_AND_3 if paths == {"x1", "x3"} else 0.0
        assert pair.index == pytest.approx(truth, abs=0.02)
        assert pair.interval[0] <= truth <= pair.interval[1]


def test_ishigami_as_scipy_has_it() -> None:
    """SciPy's estimator on our very evaluations gives our numbers (first order: Saltelli's, total: Jansen's)."""
    from scipy.stats import sobol_indices

    from mloss_econ.sensitivity.factors import factors
    from mloss_econ.sensitivity.pick_freeze import design_of, mixed

    n = 2**10
    parts = factors(ISHIGAMI)
    design = design_of(ISHIGAMI, ["y"], parts, n=n, seed=4, design="sobol")
    a, b = design.samples(0, n)
    y = [design.evaluate(x, 0, n) for x in (a, b)]
    swapped = np.array([design.evaluate(mixed(a, b, part), 0, n) for part in parts])
    theirs = sobol_indices(func={"f_A": y[0], "f_B": y[1], "f_AB": swapped}, n=n)
    ours = sobol(ISHIGAMI, "y", n=n, seed=4)
    assert_allclose([total(ours)[p] for p in ("x1", "x2", "x3")], theirs.total_order.ravel(), rtol=2e-3)
    assert_allclose([first(ours)[p] for p in ("x1", "x2", "x3")], theirs.first_order.ravel(), atol=2e-3)


def g_truth(a: tuple[float, ...]) -> tuple[np.ndarray, np.ndarray]:
    """First and total indices of Sobol's G: each factor has mean 1 and variance v = 1 / 3(1 + a)^2."""
    v = 1 / (3 * (1 + np.array(a)) ** 2)
    whole = np.prod(1 + v) - 1
    return v / whole, v / (1 + v) * np.prod(1 + v) / whole


def test_sobols_g_of_eight() -> None:
    ones, totals = g_truth(G8)
    assert_allclose(ones[:4], [0.716192169, 0.179048042, 0.0236757742, 0.00716192169], rtol=1e-6)
    assert_allclose(totals[:4], [0.787144127, 0.242198193, 0.0343169102, 0.0104603871], rtol=1e-6)
    found = sobol(G_EIGHT, "y", n=2**13, seed=2)
    close(total(found), {f"x{k + 1}": t for k, t in enumerate(totals)}, 0.02)
    close(first(found), {f"x{k + 1}": t for k, t in enumerate(ones)}, 0.02)


def test_sobols_g_of_three() -> None:
    found = sobol(G_THREE, "y", n=2**13, seed=2)
    close(total(found), dict(zip(("x1", "x2", "x3"), (0.6296875, 0.325, 0.19375), strict=True)), 0.012)
    close(first(found), dict(zip(("x1", "x2", "x3"), (0.50625, 0.225, 0.1265625), strict=True)), 0.02)
    assert_allclose(g_truth(G3)[0], (0.50625, 0.225, 0.1265625), rtol=1e-12)


def test_a_product_of_lognormals_is_taken_by_its_logarithm_and_says_so() -> None:
    """Heavy tails defeat indices of the raw variance; those of the logarithm are 0.2 and 0.8 at once."""
    found = sobol(PRODUCT, "y", n=2**12, seed=3)
    close(total(found), {"x1": 0.2, "x2": 0.8, "x3": 0.0}, 0.005)
    close(first(found), {"x1": 0.2, "x2": 0.8, "x3": 0.0}, 0.01)
    assert any("the logarithm of the output, as it is positive and heavy-tailed" in note for note in found.notes)
    assert not any("not converged" in note for note in found.notes)


def test_a_product_of_lognormals_on_the_raw_scale_has_wide_intervals_that_hold_the_truth() -> None:
    raw = sobol(PRODUCT, "y", n=2**12, seed=3, scale="raw")
    inside(raw, {"x1": 0.26850188, "x2": 0.85842099, "x3": 0.0})
    for row in raw.rows[:2]:
        truth = {"x1": 0.14157901, "x2": 0.73149812}[row.path]
        assert row.others["first"].low <= truth <= row.others["first"].high
    few = sobol(PRODUCT, "y", n=2**8, seed=3, scale="raw")
    assert any(note.startswith("not converged") and "scale='log'" in note for note in few.notes)


def test_several_outputs_from_one_set_of_runs() -> None:
    both = sobol_all(PRODUCT, n=2**11, seed=3, scale="raw")
    assert list(both) == ["y", "z"]
    for output, ranking in both.items():
        assert ranking == sobol(PRODUCT, output, n=2**11, seed=3, scale="raw")
    mixed_scales = sobol_all(PRODUCT, n=2**11, seed=3)
    assert mixed_scales["y"] == sobol(PRODUCT, "y", n=2**11, seed=3)


# ---------------------------------------------------------------- laws


@settings(max_examples=10)
@given(c=coefficients, seed=st.integers(0, 99))
def test_indices_of_random_polynomials_against_brute_force(c: list[int], seed: int) -> None:
    COEFFICIENTS["c"] = np.array(c, dtype=float)
    y, w = on_grid(CASES[polynomial.name], "y", ["x1", "x2"], 8)
    truth = indices(y, w)
    found = sobol(CASES[polynomial.name], "y", n=2**10, seed=seed, scale="raw", second=True)
    for k, path in enumerate(("x1", "x2")):
        row = found.row(path)
        assert row.index == pytest.approx(truth["total"][k], abs=2 * (row.interval[1] - row.index) + 1e-9)
        first = row.others["first"]
        assert first.value == pytest.approx(truth["first"][k], abs=2 * (first.high - first.value) + 1e-9)
    pair = next(pair for pair in found.pairs if set(pair.paths) == {"x1", "x2"})
    assert pair.index == pytest.approx(1 - truth["first"].sum(), abs=pair.interval[1] - pair.interval[0] + 1e-9)
    assert all(pair.index == 0 for pair in found.pairs if "x3" in pair.paths)


def test_a_group_of_all_but_one_leaves_what_the_one_does_in_total() -> None:
    groups = {"pair": ["x1", "x3"], "rest": ["x2"], "both": ["x1", "x2", "x3"]}
    found = sobol(ISHIGAMI, "y", n=2**12, seed=1, groups=groups)
    assert found.row("pair").others["first"].value == pytest.approx(1 - 0.4424111, abs=0.02)
    assert found.row("pair").index == pytest.approx(1 - 0.4424111, abs=0.02)
    assert found.row("both").others["first"].value == pytest.approx(1, abs=0.02)
    assert found.row("both").index == pytest.approx(1, abs=0.02)


def test_groups_that_make_no_sense_are_refused() -> None:
    with pytest.raises(InputError, match="has no input 'x9'"):
        sobol(ISHIGAMI, "y", groups={"g": ["x9"]})
    with pytest.raises(InputError, match="Give the paths of its inputs"):
        sobol(ISHIGAMI, "y", groups={"g": []})
    tied = WEIGHTED.correlated("tied", {("x1", "x2"): 0.5})
    with pytest.raises(InputError, match="Take all of: x1, x2"):
        sobol(tied, "y", groups={"g": ["x1", "x3"]})


def test_whether_the_output_lies_in_a_range() -> None:
    """For y = x1 + 2 x2 and y > 0, the first-order index of the indicator is that of the sign: 2/pi arcsin(r^2)."""
    found = sobol(WEIGHTED, "y", n=2**13, seed=1, within=(0.0, np.inf))
    truth = {"x1": 2 / np.pi * np.arcsin(0.2), "x2": 2 / np.pi * np.arcsin(0.8), "x3": 0.0}
    for row in found.rows:
        assert row.others["first"].value == pytest.approx(truth[row.path], abs=0.02)
    assert any("whether the output lies from 0" in note for note in found.notes)


@calculator
def banded(x: ThreeInputs) -> YOutputs:
    """1 where x1 + 2 x2 lies from -1 to 2."""
    y = weighted.function(x).y
    return YOutputs(y=1.0 * (np.greater_equal(y, -1.0) * np.less_equal(y, 2.0)))


def test_a_range_with_two_ends_is_the_indicator_of_it() -> None:
    normals = {path: entry.dist for path, entry in WEIGHTED.entries.items()}
    found = sobol(WEIGHTED, "y", n=2**10, seed=1, within=(-1.0, 2.0))
    assert total(found) == pytest.approx(total(sobol(case(banded, **normals), "y", n=2**10, seed=1, scale="raw")))


def test_seed_zero_is_a_seed() -> None:
    one, again, other = (sobol(ISHIGAMI, "y", n=2**8, seed=s) for s in (0, 0, 1))
    assert one == again
    assert one != other
