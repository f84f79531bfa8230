"""The summary of a run: every figure against plain numpy, an honest error bar, no silence about what is no number."""

import math
import pickle
import re
from functools import partial
from typing import Any

import numpy as np
import pytest
import toys
from numpy.testing import assert_allclose
from scipy import stats

from mloss_econ import engine
from mloss_econ.base.renamed import METHODS
from mloss_econ.compliance import pricing_out
from mloss_econ.engine import Run, diagnostics, estimate, judgement, quantiles, rank_shares, row_of, simulate, summary
from mloss_econ.errors import InputError, RunError
from mloss_econ.kernel import Case, baseline
from mloss_econ.liability import cheapest_avoider
from mloss_econ.uncertainty import REPLICATES

N = 2**12


@pytest.fixture(scope="module")
def run() -> Run[Any, Any]:
    return simulate(toys.toy_case(toys.product), n=N, seed=1)


def replicate_error(values: np.ndarray, statistic: Any) -> float:
    """Standard deviation over the sixteen interleaved parts, over the root of sixteen, by a loop."""
    parts = []
    for r in range(REPLICATES):
        parts.append(statistic([values[i] for i in range(r, len(values), REPLICATES)]))
    mean = sum(parts) / REPLICATES
    return math.sqrt(sum((p - mean) ** 2 for p in parts) / (REPLICATES - 1)) / math.sqrt(REPLICATES)


def test_every_figure_is_that_of_numpy(run: Run[Any, Any]) -> None:
    y = run.output("y")
    row = summary(run).rows[0]
    assert (row.path, row.value, row.unit) == ("y", 10.0, "")
    assert_allclose(row.mean.value, math.fsum(y) / N, rtol=1e-13)
    for got, q in ((row.median, 0.5), (row.p5, 0.05), (row.p95, 0.95)):
        assert_allclose(got.value, np.quantile(np.sort(y), q), rtol=1e-14)
        assert_allclose(got.error, replicate_error(y, partial(np.quantile, q=q)), rtol=1e-12)
    assert_allclose(row.mean.error, replicate_error(y, np.mean), rtol=1e-12)


def test_any_statistic_can_be_asked_for(run: Run[Any, Any]) -> None:
    y = run.output("y")
    over = estimate(run, "y", lambda v: float(np.mean(v > 12)))
    assert over.value == (y > 12).mean()
    assert_allclose(over.error, replicate_error(y > 12, np.mean), rtol=1e-12)


@pytest.mark.parametrize("design", ["sobol", "random"])
def test_a_product_of_lognormals_has_its_closed_form_within_four_errors(design: str) -> None:
    # ln y is normal: mean ln 2 + ln 5, variance 0.25 + 0.0625
    for seed in range(4):
        row = row_of(simulate(toys.toy_case(toys.product), n=2**13, seed=seed, design=design), "y")
        exact = stats.lognorm(s=math.sqrt(0.3125), scale=10)
        for got, truth in (
            (row.mean, exact.mean()),
            (row.median, exact.median()),
            (row.p5, exact.ppf(0.05)),
            (row.p95, exact.ppf(0.95)),
        ):
            assert 0 < got.error < 0.04 * truth
            assert abs(got.value - truth) < 4 * got.error + 2e-4 * truth


def test_standard_errors_are_honest() -> None:
    case = toys.toy_case(toys.product)
    truth = 10 * math.exp(0.3125 / 2)
    rows = [estimate(simulate(case, n=512, seed=seed), "y") for seed in range(120)]
    errors = np.array([abs(r.value - truth) / r.error for r in rows])
    assert 0.80 < (errors < stats.t(REPLICATES - 1).ppf(0.95)).mean() < 0.97
    spread = np.std([r.value for r in rows], ddof=1)
    assert 0.75 < spread / np.sqrt(np.mean([r.error**2 for r in rows])) < 1.25


def test_a_summary_says_what_it_is(run: Run[Any, Any]) -> None:
    said = summary(run)
    text = str(said)
    for words in (
        "toys.product",
        "baseline",
        "4,096 draws",
        "sobol",
        "seed 1",
        "USD 2022",
        "not a confidence interval",
    ):
        assert words in " ".join(text.split())
    assert "adopted" in text
    assert "± s.e." in text
    assert "0 of 2 uncertain inputs that matter are expert judgement" in " ".join(text.split())


def test_units_carry_the_price_base() -> None:
    run = simulate(baseline(pricing_out, prices="EUR 2021"), n=64, seed=1)
    rows = {r.path: r for r in summary(run).rows}
    assert rows["cutoff"].unit == "EUR 2021/year"
    assert rows["exit_share"].unit == "share"
    assert rows["cutoff"].judgement.of == 2


def test_an_unknown_output_is_refused_with_the_nearest(run: Run[Any, Any]) -> None:
    with pytest.raises(InputError, match=r"toys\.product has no output 'z'"):
        run.output("z")
    with pytest.raises(InputError, match="Did you mean 'exit_share'"):
        estimate(simulate(baseline(pricing_out), n=64, seed=1), "exitshare")


# ---------------------------------------------------------------- what is not a number


@pytest.fixture(scope="module")
def holed() -> Run[Any, Any]:
    return simulate(toys.toy_case(toys.holed), n=N, seed=1)


def test_rows_that_are_no_numbers_are_counted_and_placed(holed: Run[Any, Any]) -> None:
    x = holed.draws.inputs["x"]
    bad = [i for i in range(N) if x[i] > 3]
    assert 0.2 * N < len(bad) < 0.3 * N
    told = diagnostics(holed)
    assert told.nonfinite == {"y": len(bad)}
    assert told.first_bad["row"] == bad[0]
    assert told.first_bad["x"] == x[bad[0]]
    assert set(told.first_bad) == {"row", "x", "other"}


def test_a_summary_of_them_is_refused_with_the_place(holed: Run[Any, Any]) -> None:
    bad = diagnostics(holed).nonfinite["y"]
    with pytest.raises(RunError) as error:
        summary(holed)
    text = str(error.value)
    assert f"{bad} of {N} rows of 'y'" in text
    assert f"x = {diagnostics(holed).first_bad['x']:g}" in text
    assert "nonfinite='drop'" in text


def test_told_to_it_leaves_them_out_and_says_so(holed: Run[Any, Any]) -> None:
    said = summary(holed, nonfinite="drop")
    x = holed.draws.inputs["x"]
    kept = x[x <= 3]
    row = said.rows[0]
    assert_allclose(row.mean.value, kept.mean(), rtol=1e-13)
    assert_allclose(row.median.value, np.median(kept), rtol=1e-13)
    assert any(f"{N - len(kept)} of {N} rows of 'y'" in note for note in said.notes)


def test_what_is_left_keeps_to_its_scramblings(holed: Run[Any, Any]) -> None:
    # row i belongs to scrambling i mod 16 also when rows before it are left out
    x = holed.draws.inputs["x"]
    parts = [x[r::REPLICATES] for r in range(REPLICATES)]
    expected = np.std([p[p <= 3].mean() for p in parts], ddof=1) / 4
    assert_allclose(summary(holed, nonfinite="drop").rows[0].mean.error, expected, rtol=1e-10)


def test_if_nothing_is_left_it_is_refused_even_then() -> None:
    run = simulate(toys.toy_case(toys.nowhere), n=64, seed=1)
    with pytest.raises(RunError, match="64 of 64 rows"):
        summary(run, nonfinite="drop")


def test_infinite_rows_are_no_numbers_either() -> None:
    coin = {"kind": "discrete", "values": [0, 1], "weights": [0.5, 0.5]}
    case = toys.toy_case(toys.inverse).but("touches zero", x=coin)
    run = simulate(case, n=64, seed=1)
    assert diagnostics(run).nonfinite == {"y": int((run.draws.inputs["x"] == 0).sum())}


@pytest.mark.parametrize("ask", [lambda r: rank_shares(r, "y"), lambda r: judgement(r, "y")])
def test_no_share_of_variation_is_made_of_what_is_no_number(holed: Run[Any, Any], ask: Any) -> None:
    with pytest.raises(RunError, match="not finite"):
        ask(holed)


def test_a_run_without_gaps_says_nothing_of_them(run: Run[Any, Any]) -> None:
    assert (diagnostics(run).nonfinite, diagnostics(run).first_bad, diagnostics(run).notes) == ({}, {}, ())


@pytest.mark.parametrize(
    ("n", "design", "noted"),
    [
        (64, "sobol", False),
        (1024, "sobol", False),
        (1000, "sobol", True),
        (16 * 96, "sobol", True),
        (4097, "sobol", True),
        (1000, "random", False),
    ],
)
def test_an_unbalanced_number_of_points_is_noted(n: int, design: str, noted: bool) -> None:
    notes = diagnostics(simulate(toys.toy_case(toys.product), n=n, seed=1, design=design)).notes
    assert bool(notes) == noted
    assert all(f"n = {n}" in note and "power of two" in note for note in notes)


# ---------------------------------------------------------------- categories


def test_a_category_is_summed_up_as_shares() -> None:
    run = simulate(toys.toy_case(toys.lottery), n=2**12, seed=1)
    (row,) = summary(run).shares
    assert (row.path, row.value) == ("which", "nothing")
    assert {name: share.value for name, share in row.shares.items()} == {"nothing": 0.5, "bronze": 0.375, "gold": 0.125}
    assert all(share.error < 1e-3 for share in row.shares.values())
    assert "nothing 50 %" in row.text()
    assert "gold 12 %" in row.text() or "gold 13 %" in row.text()
    counted = np.bincount(run.draws.codes["which"], minlength=3) / 2**12
    assert counted.tolist() == [0.5, 0.375, 0.125]


def test_the_shares_of_a_category_add_up_to_one() -> None:
    run = simulate(baseline(cheapest_avoider, scenario="deepfake_family_fraud"), n=512, seed=1)
    said = summary(run)
    assert {row.path for row in said.shares} == set(run.draws.codes)
    for row in said.shares:
        assert_allclose(sum(share.value for share in row.shares.values()), 1, rtol=1e-12)
        assert row.value in row.shares
    assert "others" in str(said)


def test_a_run_is_not_changed_by_being_summed_up(run: Run[Any, Any]) -> None:
    before = run.output("y").copy()
    summary(run)
    rank_shares(run, "y")
    assert (run.output("y") == before).all()


def test_the_case_travels_with_the_run(run: Run[Any, Any]) -> None:
    assert isinstance(run.case, Case)
    assert (run.n, run.seed, run.design) == (N, 1, "sobol")


def test_what_was_a_method_says_the_function_it_is_now(run: Run[Any, Any]) -> None:
    for name, now in METHODS.items():
        with pytest.raises(AttributeError, match=re.escape(f"run.{name} is now {now}")):
            getattr(run, name)
    with pytest.raises(AttributeError, match="a run has no attribute 'men'"):
        getattr(run, "men")  # noqa: B009
    assert pickle.loads(pickle.dumps(run)).n == run.n
    for now in set(METHODS.values()):
        assert hasattr(engine, now.split("(")[0]), now


def test_what_is_no_run_is_refused_with_the_call_that_makes_one() -> None:
    case: Any = toys.toy_case(toys.product)
    for ask in (summary, lambda r: estimate(r, "y"), lambda r: quantiles(r, "y", [0.5])):
        with pytest.raises(InputError, match=r"takes a run, not <case .*simulate\(case\) makes one"):
            ask(case)


def test_a_statistic_by_name_is_the_quantile_it_names(run: Run[Any, Any]) -> None:
    for name, level in (("median", 0.5), ("p5", 0.05), ("p95", 0.95)):
        assert estimate(run, "y", name) == quantiles(run, "y", [level])[0]
    assert estimate(run, "y", "sd").value == pytest.approx(run.output("y").std(ddof=1), rel=1e-12)
    with pytest.raises(InputError, match="statistic = 'p50' is not known"):
        estimate(run, "y", "p50")
