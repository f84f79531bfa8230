"""Values that have a probability of their own, by every method: flags, counts, categories, inputs of few values.

Truths are sums over the classes of the inputs, written out. Every method answers them, or says that it cannot.
"""

from typing import Any

import numpy as np
import pytest
from atoms import CASES, TOYS, UNIT, Truth, count, deltas, flag
from few import few
from functions import Number, ThreeInputs, YOutputs, case

from mloss_econ.engine import simulate
from mloss_econ.errors import InputError, RunError
from mloss_econ.kernel import Category, Outputs, calculator
from mloss_econ.sensitivity import METHODS, Ranking, Region, borgonovo, correlation_ratio, shapley, sobol
from mloss_econ.sensitivity.given import varies
from mloss_econ.uncertainty import discrete


def near(ranking: Ranking, truth: list[float], slack: float, which: str = "") -> None:
    """Within the interval (twice over) and a slack for the grid's steps; and nothing that matters is exactly 0."""
    for path, value in zip(("x1", "x2", "x3"), truth, strict=True):
        row = ranking.row(path)
        index = row.others[which] if which else row.whole
        assert abs(index.value - value) <= index.high - index.low + slack, (path, index, value)
        assert not index.nothing or abs(value) < 1e-9, (path, value)


@pytest.mark.parametrize("name", few(TOYS, 4))
def test_every_method_of_given_data_and_of_designs(name: str) -> None:
    _, of = CASES[name]
    truth = Truth(*TOYS[name])
    run = simulate(of, n=2**12, seed=1)
    deterministic = name == "ranges apart, two values"  # by the second input, up to the first: no cell sees that
    if not deterministic:
        near(borgonovo(run, "y"), deltas(name), 0.02)
    else:
        assert borgonovo(run, "y").row("x1").index == pytest.approx(0.5, abs=0.003)
    near(METHODS["chatterjee"].ask(of, "y", n=2**12, seed=1), truth.cramer(), 0.03)
    near(METHODS["rank_correlation"].ask(of, "y", n=2**12, seed=1), truth.ranks(), 0.01)
    shares = truth.variance_shares()
    near(correlation_ratio(run, "y", scale="raw"), shares["first"], 0.02)
    index = sobol(of, "y", n=2**11, seed=1, scale="raw")
    near(index, shares["total"], 0.02)
    near(index, shares["first"], 0.02, "first")
    near(shapley(of, "y", n=2**11, seed=1, scale="raw"), shares["shapley"], 0.02)
    slopes = METHODS["regression"].ask(of, "y", n=2**12, seed=1)
    near(slopes, [truth.correlation(truth.y, axis) for axis in truth.axes], 0.01)  # inputs are independent


@pytest.mark.parametrize("name", few(TOYS, 1))
@pytest.mark.parametrize("method", METHODS)
def test_every_method_answers_in_one_call(method: str, name: str) -> None:
    _, of = CASES[name]
    need = METHODS[method].needs
    cases: Any = [of, of.but("other", x2=0.3)] if "cases" in need else of
    vary = ("x1", "x2") if "vary two" in need else ("x1",)
    target = float(simulate(of, n=2**10, seed=1).output("y").mean())
    where = Region("y", low=target) if "where" in need else None
    answer = METHODS[method].ask(
        cases, "y", n=2**12, seed=1, vary=vary, target=target, where=where, effect="y", at=(2.0,)
    )
    said = str(answer)
    assert "nan" not in said.split()
    if isinstance(answer, Ranking) and method not in ("tornado", "evppi", "regression", "rank_regression"):
        assert not answer.row("x1").whole.nothing


# ---------------------------------------------------------------- values seen in too few rows


def test_values_that_differ_in_too_few_rows() -> None:
    replicate = np.arange(64) % 16
    assert not varies(np.ones(64), replicate)
    assert not varies(np.equal(replicate, 3).astype(np.float64), replicate)
    assert not varies(np.not_equal(replicate, 0).astype(np.float64), replicate)
    assert varies(np.less(replicate, 2).astype(np.float64), replicate)
    rare = case(count, x1=discrete(values=[0, 1], weights=[0.9995, 0.0005]), x2=UNIT, x3=UNIT)
    for name, method in METHODS.items():
        if not method.ranks or name == "tornado":
            continue
        if "regression" in name:
            with pytest.raises(InputError, match=r"x1 does not vary in these rows.* Take a larger n, or rank_corr"):
                method.ask(rare, "y", n=2**9, seed=1)
            continue
        answer = method.ask(rare, "y", n=2**9, seed=1, target=0.5)
        assert answer.unseen == ("x1",), name
        assert "Not known: x1." in str(answer)
        assert "x1" not in str(answer).partition("Exactly 0")[2].partition("Not known")[0]
        assert any("Not known: x1" in note for note in answer.frame().notes)
    moved = case(flag, x1=discrete(values=[0, 1], weights=[0.9995, 0.0005]), x2=UNIT, x3=UNIT)
    for ask in (sobol, shapley):  # no other index is 0
        assert ask(moved, "y", n=2**9, seed=1).unseen == ("x1",)
    free = case(flag, x1=UNIT, x2=UNIT, x3=UNIT)
    second, first = np.sort(np.asarray(simulate(free, n=2**9, seed=1).draws.inputs["x1"]))[-2:]

    @calculator
    def one_row(x: ThreeInputs) -> YOutputs:
        """1 in a single row of this run."""
        return YOutputs(y=1.0 * np.greater(x.x1, (first + second) / 2) + 0 * (x.x2 + x.x3))

    for name in ("rank_correlation", "regression", "borgonovo", "chatterjee", "correlation_ratio"):
        with pytest.raises(RunError, match=r"'y' has one value in all but 1 of 512 rows .* Run with a larger n"):
            METHODS[name].ask(case(one_row, x1=UNIT, x2=UNIT, x3=UNIT), "y", n=2**9, seed=1)


@pytest.mark.parametrize("method", [sobol, shapley], ids=lambda m: m.__name__)
def test_a_flag_that_is_up_in_a_row_or_two_has_no_error_bar(method: Any) -> None:
    """A resample without those rows has no variance: the interval was not a number."""

    @calculator
    def rare(x: ThreeInputs) -> YOutputs:
        """Up in one draw of ten thousand."""
        return YOutputs(y=1.0 * np.greater(x.x1, 0.9999) + 0 * (x.x2 + x.x3))

    of = case(rare, x1=UNIT, x2=UNIT, x3=UNIT)
    said = []
    for seed in range(12):
        try:
            row = method(of, "y", n=2**11, seed=seed).rows[0]
            assert np.isfinite(row.interval).all()
        except RunError as error:
            said.append(str(error))
    assert any("in so few rows of 'baseline' that no error bar can be had. Take a larger n" in text for text in said)
    assert method(of, "y", n=2**17, seed=0).row("x1").index == pytest.approx(1, abs=0.01)


class Kinds(Outputs):
    """A number and a category."""

    y: Number
    """The number."""
    kind: Category
    """What it is called."""


@calculator
def kinds(x: ThreeInputs) -> Kinds:
    """High or low."""
    high = 1.0 * np.greater(x.x1, 0.5)
    return Kinds(y=high, kind=Category(high, ("low", "high")))


@pytest.mark.parametrize("name", ["borgonovo", "chatterjee", "sobol", "morris", "rank_regression", "evppi"])
def test_a_category_is_refused_by_its_name_and_its_indicator_is_welcome(name: str) -> None:
    of = case(kinds, x1=UNIT, x2=UNIT, x3=UNIT)
    with pytest.raises(
        InputError, match=r"'kind' of .* is a category \(low, high\), and a number is needed here\. Give"
    ):
        METHODS[name].ask(of, "kind", n=2**9, target=0.5)
    assert METHODS[name].ask(of, "y", n=2**9, target=0.5).row("x1").index > 0.2
