"""Correlated inputs: ranks hang together as asked, each input keeps its distribution, and the rest stands."""

import math
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest
import toys
from numpy.testing import assert_allclose, assert_array_equal
from scipy import stats

from mloss_econ.engine import estimate, quantiles, simulate, summary
from mloss_econ.errors import InputError
from mloss_econ.kernel import Case
from mloss_econ.uncertainty import BLOCK, normal, uniform

N = 2**14


def product(rho: float, kind: Any = "rank") -> Case[Any, Any]:
    return toys.toy_case(toys.product).correlated("tied", {("left", "right"): rho}, kind=kind)


@pytest.mark.parametrize("rho", [-0.95, -0.3, 0.0, 0.6, 0.99])
@pytest.mark.parametrize("design", ["sobol", "random", "latin_hypercube"])
def test_ranks_hang_together_as_asked(rho: float, design: str) -> None:
    x = simulate(product(rho), n=N, seed=3, design=design).draws.inputs
    found = stats.spearmanr(x["left"], x["right"]).statistic
    assert abs(found - rho) < 5 * (1 - rho**2) / math.sqrt(N) + 1e-3


def test_normal_correlations_are_those_of_the_logarithms_of_lognormals() -> None:
    x = simulate(product(0.7, kind="normal"), n=N, seed=3).draws.inputs
    assert abs(np.corrcoef(np.log(x["left"]), np.log(x["right"]))[0, 1] - 0.7) < 0.01


@pytest.mark.parametrize("rho", [-0.8, 0.0, 0.8])
def test_a_product_of_tied_lognormals_has_its_closed_form(rho: float) -> None:
    # ln y is normal with variance s1^2 + s2^2 + 2 rho s1 s2, where s1 = 0.5 and s2 = 0.25
    variance = 0.25 + 0.0625 + 2 * rho * 0.5 * 0.25
    run = simulate(product(rho, kind="normal"), n=N, seed=3)
    exact = stats.lognorm(s=math.sqrt(variance), scale=10)
    mean, (low, high) = estimate(run, "y"), quantiles(run, "y", (0.05, 0.95))
    for got, truth in ((mean, exact.mean()), (low, exact.ppf(0.05)), (high, exact.ppf(0.95))):
        assert abs(got.value - truth) < 5 * got.error + 2e-4 * truth


def test_each_input_keeps_its_distribution() -> None:
    case = toys.toy_case(toys.linear).correlated("tied", {("a", "b"): 0.9, ("b", "dummy"): -0.2})
    x = simulate(case, n=N, seed=3).draws.inputs
    for path in ("a", "b", "dummy"):
        assert stats.kstest(x[path], "uniform").statistic < 0.01
        assert (x[path] > 0).all()
        assert (x[path] < 1).all()


def test_the_first_keeps_its_draws_and_the_rest_of_the_case_too() -> None:
    case = toys.toy_case(toys.linear)
    tied = case.correlated("tied", {("b", "a"): 0.9})
    before, after = (simulate(c, n=256, seed=3).draws.inputs for c in (case, tied))
    assert_allclose(after["a"], before["a"], rtol=1e-9)
    assert_array_equal(after["dummy"], before["dummy"])
    assert not np.allclose(after["b"], before["b"])


def test_the_bits_are_those_of_any_division_of_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    n = 9 * BLOCK + 77
    whole = simulate(product(0.6), n=n, seed=3)
    monkeypatch.setattr("mloss_econ.engine.plan.CHUNK", BLOCK)
    with ThreadPoolExecutor(4) as pool:
        pieces = simulate(product(0.6), n=n, seed=3, executor=pool)
    short = simulate(product(0.6), n=1000, seed=3)
    assert_array_equal(pieces.output("y"), whole.output("y"))
    assert_array_equal(short.output("y"), whole.output("y")[:1000])
    for path in ("left", "right"):
        assert_array_equal(pieces.draws.inputs[path], whole.draws.inputs[path])


def test_inputs_that_share_a_belief_stay_one_variable() -> None:
    case = toys.toy_case(toys.difference).correlated("tied", {("first", "between_them"): 0.8})
    run = simulate(case, n=N, seed=3)
    assert (run.output("y") == 0).all()
    x = run.draws.inputs
    assert abs(stats.spearmanr(x["second"], x["between_them"]).statistic - 0.8) < 0.02


def test_a_changed_input_stays_correlated_and_a_certain_one_leaves_the_others_alone() -> None:
    case = product(0.8)
    wider = simulate(case.but("wider", right=uniform(low=0, high=1)), n=N, seed=3).draws.inputs
    assert abs(stats.spearmanr(wider["left"], wider["right"]).statistic - 0.8) < 0.02
    certain = simulate(case.but("certain", left=3.0), n=N, seed=3).draws.inputs
    assert_array_equal(certain["right"], simulate(case, n=N, seed=3).draws.inputs["right"])


def test_correlations_that_cannot_hold_together_are_refused_or_repaired_in_the_open() -> None:
    case = toys.toy_case(toys.linear)
    pairs = {("a", "b"): 0.9, ("b", "dummy"): 0.9, ("a", "dummy"): -0.9}
    with pytest.raises(InputError, match=r"repair=True"):
        case.correlated("tied", pairs)
    mended = case.correlated("tied", pairs, repair=True)
    run = simulate(mended, n=N, seed=3)
    assert mended.dependence is not None
    assert len(mended.dependence.notes) == 3
    assert all(" ".join(note.split()) in " ".join(str(summary(run)).split()) for note in mended.dependence.notes)
    possible = np.array(mended.dependence.matrix)
    scores = np.array([stats.norm.ppf(run.draws.inputs[p]) for p in ("a", "b", "dummy")])
    assert_allclose(np.corrcoef(scores), possible, atol=0.02)


def test_a_run_says_what_is_correlated() -> None:
    text = " ".join(str(summary(simulate(product(0.6), n=64, seed=3))).split())
    assert "Correlated as stated: toy.left, toy.right." in text
    assert "independent" not in text


def test_correlations_are_part_of_what_a_case_is() -> None:
    digests = {product(rho).digest() for rho in (0.0, 0.5, 0.6)} | {toys.toy_case(toys.product).digest()}
    assert len(digests) == 4


@pytest.mark.parametrize(
    ("pairs", "words"),
    [
        ({("left", "rihgt"): 0.5}, "Did you mean 'right'"),
        ({("left", "left"): 0.5}, "itself"),
        ({"left": 0.5}, "not a pair"),
        ({("left", "right", "y"): 0.5}, "not a pair"),
        ({("left", "right"): 1.0}, "one variable"),
        ({("left", "right"): 1.5}, "between -1 and 1"),
        ({("left", "right"): math.nan}, "not finite"),
        ({("left", "right"): "0.5"}, "not a number"),
        ({("left", "right"): 0.5, ("right", "left"): 0.4}, "twice"),
    ],
)
def test_what_is_no_correlation_is_refused(pairs: Any, words: str) -> None:
    with pytest.raises(InputError, match=words):
        toys.toy_case(toys.product).correlated("tied", pairs)


def test_what_does_not_vary_cannot_be_correlated() -> None:
    case = toys.toy_case(toys.knobbed)
    with pytest.raises(InputError, match=r"knob is certain"):
        case.correlated("tied", {("x", "knob"): 0.5})
    with pytest.raises(InputError, match="label of its own"):
        toys.toy_case(toys.product).correlated("baseline", {("left", "right"): 0.5})
    with pytest.raises(InputError, match="kind"):
        toys.toy_case(toys.product).correlated("tied", {("left", "right"): 0.5}, kind="kendall")  # type: ignore[arg-type]


def test_two_standard_normals_tied_far_out_stay_finite() -> None:
    standard = toys.belief(0.0, dist=normal(mean=0, sd=1))
    case = toys.toy_case(toys.linear, a=standard, b=standard, dummy=standard)
    tied = case.correlated("tied", {("a", "b"): 0.999999, ("a", "dummy"): -0.999999, ("b", "dummy"): -0.999998})
    run = simulate(tied, n=N, seed=3)
    assert np.isfinite(run.output("y")).all()
    assert abs(estimate(run, "y", "sd").value - 1) < 0.02
