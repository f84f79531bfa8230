"""A run that keeps no draws says the same as one that keeps them, to the bit or to 1/1024."""

import sys
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pytest
import toys
from few import few
from numpy.testing import assert_allclose, assert_array_equal
from scipy import stats

from mloss_econ.engine import (
    Run,
    diagnostics,
    estimate,
    finite,
    judgement,
    judgement_shares,
    quantiles,
    rank_shares,
    shares_of,
    simulate,
    summary,
)
from mloss_econ.errors import InputError, RunError
from mloss_econ.kernel import Category, Outputs, baseline, calculator
from mloss_econ.liability import cheapest_avoider
from mloss_econ.uncertainty import CONSTRUCTORS, REPLICATES, lognormal, normal

LEVELS = (0.0, 0.01, 0.05, 0.5, 0.95, 0.99, 1.0)


class PartlyOutputs(Outputs):
    """One output with gaps, one without, and a category."""

    gaps: toys.Signed
    """The root of x less 1: no number below."""
    whole: toys.Signed
    """Twice x."""
    side: Category
    """Left or right of 2."""


@calculator
def partly(x: toys.XInputs) -> PartlyOutputs:
    """An output that is not finite at a quarter of the draws."""
    side = Category(1 * np.greater(x.x, 2.0), ("left", "right"))
    return PartlyOutputs(gaps=np.sqrt(x.x - 1) + 0 * x.other, whole=2 * x.x, side=side)


def both(made: Any, n: int = 2048, seed: int = 1, **more: Any) -> tuple[Run[Any, Any], Run[Any, Any]]:
    """The run with its draws and the one without."""
    case = toys.toy_case(made) if not isinstance(made, tuple) else made[1]
    made = made if not isinstance(made, tuple) else made[0]
    return (
        simulate(case, n=n, seed=seed, keep="outputs", **more),
        simulate(case, n=n, seed=seed, keep="summary", **more),
    )


SIGNED = (toys.identity, toys.toy_case(toys.identity, x=toys.belief(0.0, normal(mean=0.1, sd=5))))
SKEWED = (toys.identity, toys.toy_case(toys.identity, x=toys.belief(1.0, lognormal(median=1, sigma=3))))
EMPTY = (
    toys.identity,
    toys.toy_case(
        toys.identity,
        x=toys.belief(
            0.0,
            CONSTRUCTORS["mixture"](
                of=[CONSTRUCTORS["point"](value=0), lognormal(median=3, sigma=1)], weights=[0.5, 0.5]
            ),
        ),
    ),
)
MADE = {"product": toys.product, "linear": toys.linear, "signed": SIGNED, "skewed": SKEWED, "half zero": EMPTY}
every_toy = pytest.mark.parametrize("made", MADE.values(), ids=list(MADE))


@every_toy
@pytest.mark.parametrize("n", [64, 2048, 2500])
@pytest.mark.parametrize("design", few(["sobol", "random", "latin_hypercube"], 1))
def test_means_and_deviations_have_the_same_bits(made: Any, n: int, design: str) -> None:
    full, brief = both(made, n, design=design)
    assert estimate(full, "y") == estimate(brief, "y")
    assert estimate(full, "y", "sd") == estimate(brief, "y", "sd")
    assert_allclose(estimate(full, "y").value, full.output("y").mean(), rtol=1e-12, atol=1e-12)
    assert_allclose(estimate(full, "y", "sd").value, full.output("y").std(ddof=1), rtol=1e-12)


@every_toy
@pytest.mark.parametrize("n", [2048, 2500])
def test_quantiles_are_good_to_1_in_1024(made: Any, n: int) -> None:
    full, brief = both(made, n)
    y = np.sort(full.output("y"))
    for level, mine, exact in zip(LEVELS, quantiles(brief, "y", LEVELS), quantiles(full, "y", LEVELS), strict=True):
        near = np.abs(y[[int(level * (n - 1)), min(int(level * (n - 1)) + 1, n - 1)]]).max()
        assert abs(mine.value - exact.value) <= near / 1024
        assert abs(mine.error - exact.error) <= (4 * near + exact.error) / 1024


@every_toy
def test_judgement_and_rank_shares_are_the_same(made: Any) -> None:
    full, brief = both(made)
    assert judgement(full, "y") == judgement(brief, "y")
    assert rank_shares(full, "y") == rank_shares(brief, "y")


def test_inputs_can_be_drawn_again_in_either() -> None:
    full, brief = both(toys.product)
    assert list(full.draws.inputs) == list(brief.draws.inputs) == ["left", "right"]
    for path, values in full.draws.inputs.items():
        assert_array_equal(brief.draws.inputs[path], values)


def test_shares_of_categories_are_equal() -> None:
    for made, paths in (
        (toys.lottery, ["which"]),
        ((cheapest_avoider, baseline(cheapest_avoider, scenario="deepfake_family_fraud")), None),
    ):
        full, brief = both(made, 1000)
        assert list(full.totals.shares) == (paths or list(brief.totals.shares))
        for path in full.totals.shares:
            assert shares_of(full, path) == shares_of(brief, path)
            counted = np.bincount(full.draws.codes[path], minlength=len(full.draws.labels[path])) / 1000
            assert_allclose([e.value for e in shares_of(brief, path).shares.values()], counted, rtol=1e-14)


def test_a_quantile_that_is_0_is_0_and_printed_so() -> None:
    full, brief = both(toys.lottery)
    rows = [summary(run).rows[0] for run in (full, brief)]
    assert rows[0].p5.value == rows[1].p5.value == 0
    assert max(map(len, str(summary(brief)).splitlines())) <= 80


def test_no_draw_is_kept_and_asking_for_one_says_how() -> None:
    _, brief = both(toys.product)
    assert brief.draws.outputs == {}
    for ask in (lambda: brief.output("y"), lambda: finite(brief, "y"), lambda: estimate(brief, "y", np.median)):
        with pytest.raises(RunError, match="keep='outputs'"):
            ask()
    with pytest.raises(InputError, match="no output 'z'"):
        brief.output("z")


# ---------------------------------------------------------------- rows that are not finite


def test_gaps_are_found_in_the_same_rows() -> None:
    full, brief = both(partly)
    for part in ("nonfinite", "first_bad", "where_bad"):
        assert getattr(diagnostics(full), part) == getattr(diagnostics(brief), part)
    x = full.draws.inputs["x"]
    assert diagnostics(full).nonfinite == {"gaps": int((x < 1).sum())}
    assert diagnostics(full).where_bad["x"] == (x[x < 1].min(), x[x < 1].max())


@pytest.mark.parametrize("ask", [estimate, partial(estimate, statistic="sd"), judgement, rank_shares])
def test_an_output_with_gaps_is_refused_by_both(ask: Callable[..., Any]) -> None:
    for run in both(partly, 256):
        with pytest.raises(RunError, match=r"of 256 rows of 'gaps' are not finite"):
            ask(run, "gaps")


def test_its_quantiles_and_summary_are_refused_by_both() -> None:
    for run in both(partly, 256):
        for refused in (lambda: quantiles(run, "gaps", [0.5]), lambda: summary(run)):  # noqa: B023
            with pytest.raises(RunError, match=r"of 256 rows of 'gaps' are not finite"):
                refused()


def test_another_output_is_that_of_all_rows_where_draws_are_kept() -> None:
    full, brief = both(partly)
    y = full.output("whole")
    assert_allclose(estimate(full, "whole").value, y.mean(), rtol=1e-13)
    assert_allclose(estimate(full, "whole", "sd").value, y.std(ddof=1), rtol=1e-13)
    assert_allclose(estimate(full, "whole").error, np.std([y[r::16].mean() for r in range(16)], ddof=1) / 4, rtol=1e-10)
    assert_allclose(shares_of(full, "side").shares["left"].value, (full.draws.codes["side"] == 0).mean(), rtol=1e-14)
    with pytest.raises(RunError, match="not finite"):
        estimate(brief, "whole")


def test_dropped_rows_are_the_same_in_both() -> None:
    full, brief = both(partly)
    one, other = (summary(run, nonfinite="drop") for run in (full, brief))
    x = full.draws.inputs["x"]
    truth = {"gaps": np.sqrt(x[x >= 1] - 1), "whole": 2 * x[x >= 1]}
    for mine, theirs in zip(one.rows, other.rows, strict=True):
        assert mine.path == theirs.path
        assert mine.mean == theirs.mean
        assert mine.judgement == theirs.judgement
        assert_allclose(mine.mean.value, truth[mine.path].mean(), rtol=1e-12)
        for a, b, q in ((mine.median, theirs.median, 0.5), (mine.p5, theirs.p5, 0.05), (mine.p95, theirs.p95, 0.95)):
            assert_allclose(a.value, np.quantile(truth[mine.path], q), rtol=1e-12)
            assert_allclose(a.value, b.value, rtol=1 / 1000)
            assert abs(a.error - b.error) <= abs(a.value) / 1000
    assert one.shares == other.shares
    assert_allclose(one.shares[0].shares["right"].value, (x[x >= 1] > 2).mean(), rtol=1e-14)


@pytest.mark.parametrize("keep", ["outputs", "summary"])
def test_errors_after_dropping_are_those_of_the_old_replicates(keep: Any) -> None:
    run = simulate(toys.toy_case(partly), n=2048, seed=1, keep=keep, design="random")
    said = summary(run, nonfinite="drop")
    x = run.draws.inputs["x"]
    parts = [mine[mine >= 1] for mine in (x[r::REPLICATES] for r in range(REPLICATES))]  # row i in replicate i mod 16
    right, median, mean = ([f(p) for p in parts] for f in (lambda p: (p > 2).mean(), np.median, np.mean))
    assert_allclose(said.shares[0].shares["right"].error, np.std(right, ddof=1) / 4, rtol=1e-10)
    assert_allclose(said.rows[1].mean.error, 2 * np.std(mean, ddof=1) / 4, rtol=1e-10)
    assert_allclose(said.rows[1].median.error, 2 * np.std(median, ddof=1) / 4, rtol=0.02)


@pytest.mark.parametrize("keep", ["outputs", "summary"])
def test_judgement_after_dropping_is_that_of_the_first_rows_left(keep: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judgement_shares, "ENOUGH", 512)
    monkeypatch.setattr(
        "mloss_econ.engine.judgement_shares.dependents",
        lambda plan: dict.fromkeys(plan.rows(0, 1).outputs, frozenset(column.path for column in plan.columns)),
    )
    case = toys.toy_case(partly, a=toys.belief(0.5, normal(mean=0, sd=1), grade="judgement"))
    run = simulate(case, n=2000, seed=1, keep=keep)
    share = summary(run, nonfinite="drop").rows[0].judgement.share
    x, a = (run.draws.inputs[p][:512] for p in ("x", "other"))
    replicate = np.arange(512)[x >= 1] % REPLICATES
    x, a = x[x >= 1], a[x >= 1]
    ranked = [stats.zscore(stats.rankdata(v)) for v in (x, a, np.sqrt(x - 1))]

    def of(rows: Any) -> float:
        squares = [np.mean((v * ranked[2])[rows]) ** 2 for v in ranked[:2]]
        return float(squares[1] / sum(squares))

    assert share is not None
    assert_allclose(share.value, of(slice(None)), rtol=1e-9)
    assert_allclose(share.error, np.std([of(replicate == r) for r in range(REPLICATES)], ddof=1) / 4, rtol=1e-9)


def test_too_few_rows_left_are_refused_by_both() -> None:
    for run in both(toys.nowhere, 64):
        with pytest.raises(RunError, match="too few rows are left"):
            summary(run, nonfinite="drop")


# ---------------------------------------------------------------- leaves, workers


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Sets the rows of a leaf."""

    def to(rows: int) -> None:
        for name, module in list(sys.modules.items()):
            if name.startswith("mloss_econ.engine") and hasattr(module, "LEAF"):
                monkeypatch.setattr(module, "LEAF", rows)

    return to


@pytest.mark.parametrize("made", [toys.product, toys.lottery], ids=["product", "lottery"])
@pytest.mark.parametrize("design", ["sobol", "latin_hypercube"])
def test_the_number_of_leaves_changes_but_the_last_digit(made: Any, design: str, small: Callable[[int], None]) -> None:
    path = "y" if made is toys.product else "prize"
    small(1024)
    several, brief = both(made, 5000, design=design)
    assert estimate(several, path) == estimate(brief, path)
    small(2**16)
    one, _ = both(made, 5000, design=design)
    assert_array_equal(one.output(path), several.output(path))
    assert_allclose(estimate(one, path).value, estimate(several, path).value, rtol=1e-14)
    assert_allclose(estimate(one, path).error, estimate(several, path).error, rtol=1e-9, atol=1e-15)
    assert_allclose(estimate(one, path, "sd").value, estimate(several, path, "sd").value, rtol=1e-14)
    for share in several.totals.shares:
        assert shares_of(one, share) == shares_of(several, share) == shares_of(brief, share)


@pytest.mark.parametrize("keep", ["outputs", "summary"])
def test_a_mean_is_that_of_its_replicates(keep: Any) -> None:
    run = simulate(toys.toy_case(toys.product), n=1000, seed=2, keep=keep)
    y = simulate(toys.toy_case(toys.product), n=1000, seed=2).output("y")
    parts = [y[r::REPLICATES] for r in range(REPLICATES)]
    assert_allclose(estimate(run, "y").error, np.std([p.mean() for p in parts], ddof=1) / 4, rtol=1e-10)
    assert_allclose(estimate(run, "y", "sd").error, np.std([p.std(ddof=1) for p in parts], ddof=1) / 4, rtol=1e-10)


def test_a_hypercube_is_one_whatever_the_leaves(small: Callable[[int], None]) -> None:
    case = toys.toy_case(toys.linear)
    whole = simulate(case, n=5003, seed=4, design="latin_hypercube")
    small(512)
    pieces = simulate(case, n=5003, seed=4, design="latin_hypercube")
    assert_array_equal(whole.output("y"), pieces.output("y"))
