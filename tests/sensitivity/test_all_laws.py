"""Laws of the indices, whichever method: relabelling, rescaling, maps, dummies, correlation; and nothing is silent."""

from typing import Any

import numpy as np
import pytest
from brute import indices, on_grid
from functions import ISHIGAMI, WEIGHTED, ThreeInputs, YOutputs, case
from hypothesis import given, settings, strategies as st
from numpy.testing import assert_allclose
from polynomials import CASES, COEFFICIENTS, UNIT, coefficients, mapped, polynomial, stretched, swapped
from rankings import total

from mloss_econ.compliance import pricing_out
from mloss_econ.engine import simulate
from mloss_econ.errors import InputError, RunError
from mloss_econ.kernel import baseline, calculator
from mloss_econ.sensitivity import (
    METHODS,
    borgonovo,
    chatterjee,
    correlation_ratio,
    morris,
    rank_correlation,
    regression,
    shapley,
    sobol,
)

OWN = [sobol, shapley]
GIVEN = [borgonovo, chatterjee, rank_correlation]


@pytest.mark.parametrize("method", [sobol, shapley, morris], ids=lambda m: m.__name__)
@settings(max_examples=10)
@given(c=coefficients, seed=st.integers(0, 99))
def test_a_dummy_scores_exactly_zero_and_a_scale_changes_nothing(method: Any, c: list[int], seed: int) -> None:
    COEFFICIENTS["c"] = np.array(c, dtype=float)
    raw = {} if method is morris else {"scale": "raw"}
    one = method(CASES[polynomial.name], "y", n=2**8, seed=seed, **raw)
    assert one.row("x3").whole.nothing
    other = method(CASES[stretched.name], "y", n=2**8, seed=seed, **raw)
    factor = 8.0 if method is morris else 1.0
    for row in one.rows:
        twin = other.row(row.path)
        assert_allclose(
            (twin.index, *twin.interval), factor * np.array((row.index, *row.interval)), rtol=1e-6, atol=1e-9
        )


@pytest.mark.slow
@settings(max_examples=10)
@given(c=coefficients, seed=st.integers(0, 99))
def test_names_do_not_matter(c: list[int], seed: int) -> None:
    """Exchanging two inputs of one belief exchanges their indices, up to the sampling error of their draws."""
    COEFFICIENTS["c"] = np.array(c, dtype=float)
    for method in OWN:
        one = method(CASES[polynomial.name], "y", n=2**10, seed=seed, scale="raw")
        other = method(CASES[swapped.name], "y", n=2**10, seed=seed, scale="raw")
        for path, twin in (("x1", "x2"), ("x2", "x1"), ("x3", "x3")):
            a, b = one.row(path), other.row(twin)
            slack = 2 * (a.interval[1] - a.interval[0] + b.interval[1] - b.interval[0])
            assert abs(a.index - b.index) <= slack + 1e-9


@pytest.mark.slow
@pytest.mark.parametrize("method", GIVEN, ids=lambda m: m.__name__)
@settings(max_examples=10)
@given(c=coefficients, seed=st.integers(0, 99))
def test_a_rising_map_of_the_output_changes_nothing(method: Any, c: list[int], seed: int) -> None:
    COEFFICIENTS["c"] = np.array(c, dtype=float)
    runs = [simulate(CASES[made.name], n=2**10, seed=seed) for made in (polynomial, mapped)]
    ranks = [np.unique(run.output("y"), return_inverse=True)[1] for run in runs]
    if (ranks[0] == ranks[1]).all():  # else the map has rounded neighbours together
        one, other = (total(method(run, "y")) for run in runs)
        assert one == other


@pytest.mark.slow
def test_a_real_calculator_against_brute_force() -> None:
    """Pricing-out on a full grid of 20^4 Gauss points, nothing sampled."""
    today = baseline(pricing_out)
    paths = ["fixed_cost", "payable_share", "median_budget", "sigma"]
    y, w = on_grid(today, "exit_share_funded", paths, 20)
    truth = indices(y, w)
    runs = {
        "total": total(sobol(today, "exit_share_funded", n=2**13, seed=1)),
        "shapley": total(shapley(today, "exit_share_funded", n=2**13, seed=1)),
        "first": total(correlation_ratio(simulate(today, n=2**15, seed=1), "exit_share_funded")),
    }
    for name, found in runs.items():
        assert_allclose([found[path] for path in paths], truth[name], atol=0.015, err_msg=name)
        for path in set(found) - set(paths):
            assert found[path] == pytest.approx(0.0, abs=0.002)


# ---------------------------------------------------------------- groups and correlation


def test_correlated_inputs_are_ranked_as_one() -> None:
    tied = WEIGHTED.correlated("tied", {("x1", "x3"): 0.6}, kind="normal")
    found = sobol(tied, "y", n=2**11, seed=1)
    assert set(total(found)) == {"x1 & x3", "x2"}
    assert total(found)["x1 & x3"] == pytest.approx(0.2, abs=0.01)
    assert any("correlated" in note for note in found.notes)
    assert set(total(shapley(tied, "y", n=2**10))) == {"x1 & x3", "x2"}
    with pytest.raises(InputError, match="x1 & x3 are correlated: one cannot move without the other"):
        morris(tied, "y")
    whole = WEIGHTED.correlated("tied", {("x1", "x2"): 0.6}, kind="normal")
    pair = sobol(whole, "y", n=2**11, seed=1).row("x1 & x2")  # all of it, alone as in total
    assert (pair.index, pair.others["first"].value) == (pytest.approx(1, abs=0.02), pytest.approx(1, abs=0.02))
    apart = total(correlation_ratio(simulate(tied, n=2**14, seed=1), "y"))
    assert apart["x3"] == pytest.approx(0.36 * 0.2, abs=0.01)  # through x1, with which it is correlated


# ---------------------------------------------------------------- nothing is silent


@calculator
def one_hole(x: ThreeInputs) -> YOutputs:
    """The first input, but not a number in about one of a thousand draws."""
    return YOutputs(y=np.where(np.greater(x.x1, 0.999), np.nan, x.x1) + x.x2)


@calculator
def constant(x: ThreeInputs) -> YOutputs:
    """Always five."""
    return YOutputs(y=5 + 0 * x.x1)


@pytest.mark.parametrize("name", [name for name, method in METHODS.items() if method.ranks and name != "tornado"])
def test_one_row_that_is_not_finite_is_refused_and_not_called_zero(name: str) -> None:
    with pytest.raises(RunError, match="not finite"):
        METHODS[name].ask(case(one_hole, **UNIT), "y", n=2**12, seed=0)


@pytest.mark.parametrize("name", ["sobol", "shapley", "borgonovo", "chatterjee", "correlation_ratio", "regression"])
def test_what_does_not_vary_is_refused(name: str) -> None:
    with pytest.raises(RunError, match="does not vary"):
        METHODS[name].ask(case(constant, **UNIT), "y", n=2**10, seed=0)


@pytest.mark.parametrize("design", ["random", "sobol", "latin_hypercube"])
def test_a_design_never_turns_the_indices_around(design: str) -> None:
    """Rows of a Latin hypercube given to another package's Sobol' analysis came back as first order 0, total 1."""
    found = sobol(ISHIGAMI, "y", n=2**12, seed=0, design=design)
    assert total(found)["x1"] == pytest.approx(0.558, abs=0.06)
    run = simulate(ISHIGAMI, n=2**14, seed=0, design=design)
    ratio = total(correlation_ratio(run, "y"))
    assert_allclose([ratio["x1"], ratio["x2"], ratio["x3"]], [0.314, 0.442, 0.0], atol=0.02)


def test_bad_requests_are_refused() -> None:
    with pytest.raises(InputError, match=r"design = 'sobl' is not known\. Did you mean 'sobol'"):
        sobol(ISHIGAMI, "y", design="sobl")
    with pytest.raises(InputError, match="n = 10 is too few"):
        sobol(ISHIGAMI, "y", n=10)
    with pytest.raises(InputError, match=r"scale = 'lgo' is not known\. Did you mean 'log'"):
        sobol(ISHIGAMI, "y", scale="lgo")
    with pytest.raises(RunError, match="above 0 in every row"):
        sobol(ISHIGAMI, "y", scale="log")
    with pytest.raises(RunError, match="above 0 in every row"):
        shapley(ISHIGAMI, "y", scale="log")
    with pytest.raises(InputError, match="has no output 'yy'"):
        sobol(ISHIGAMI, "yy")
    with pytest.raises(InputError, match="first = 'janon'"):
        sobol(ISHIGAMI, "y", first="janon")  # type: ignore[arg-type]
    with pytest.raises(InputError, match="resamples = 3"):
        sobol(ISHIGAMI, "y", resamples=3)
    with pytest.raises(InputError, match="levels = 3 is not an even"):
        morris(ISHIGAMI, "y", levels=3)
    with pytest.raises(InputError, match="has no end on one side"):
        morris(WEIGHTED, "y", levels=4)
    certain = ISHIGAMI.but("certain", x1=1.0, x2=1.0, x3=1.0)
    with pytest.raises(InputError, match="nothing is uncertain"):
        sobol(certain, "y")
    with pytest.raises(InputError, match="200 rows are too few"):
        chatterjee(simulate(ISHIGAMI, n=200, seed=0), "y")
    with pytest.raises(RunError, match="kept a summary"):
        chatterjee(simulate(ISHIGAMI, n=2**10, seed=0, keep="summary"), "y")
    tied = WEIGHTED.correlated("tied", {("x1", "x3"): 1 - 1e-9}, kind="normal")
    with pytest.raises(InputError, match="follow from others"):
        regression(simulate(tied, n=2**10, seed=0), "y")
