"""Several cases on the same draws: the noise of a difference is only that of the difference."""

import math
from typing import Any

import numpy as np
import pytest
import toys
from numpy.testing import assert_allclose, assert_array_equal

from mloss_econ.base.frames import Shown
from mloss_econ.base.text import supported
from mloss_econ.compliance import pricing_out
from mloss_econ.engine import compare, estimate, estimate_of, row_of, simulate
from mloss_econ.errors import InputError, RunError, UnitError
from mloss_econ.kernel import baseline
from mloss_econ.uncertainty import REPLICATES


def three() -> list[Any]:
    today = baseline(pricing_out, prices="USD 2022")
    return [today, today.but("dearer", fixed_cost=30_000), today.but("cheaper", fixed_cost=3_000)]


def test_a_difference_is_that_of_the_same_draws() -> None:
    cases = three()
    comparison = compare(cases, judged_by="exit_share", n=1024, seed=3)
    runs = [simulate(case, n=1024, seed=3) for case in cases]
    assert [row.label for row in comparison.rows] == ["baseline", "dearer", "cheaper"]
    values = [run.output("exit_share") for run in runs]
    for row, run, mine in zip(comparison.rows, runs, values, strict=True):
        assert row.summary == row_of(run, "exit_share")
        gap = mine - values[0]
        assert_allclose(row.difference.value, math.fsum(gap) / 1024, rtol=1e-12, atol=1e-18)
        parts = [gap[r::REPLICATES].mean() for r in range(REPLICATES)]
        assert_allclose(row.difference.error, np.std(parts, ddof=1) / 4, rtol=1e-10, atol=1e-18)
        tops = [[v[i] for v in values] for i in range(1024)]
        largest = [(mine[i] == max(top)) / top.count(max(top)) for i, top in enumerate(tops)]
        assert_allclose(row.largest.value, np.mean(largest), rtol=1e-12)
    assert (comparison.rows[0].difference.value, comparison.rows[0].difference.error) == (0, 0)


def test_common_draws_beat_independent_seeds_by_far() -> None:
    case = toys.toy_case(toys.linear)
    other = case.but("a little more", b={"kind": "uniform", "low": 0.01, "high": 1.01})
    common = [
        compare([case, other], judged_by="y", own=(), n=256, seed=s, design="random").rows[1].difference.value
        for s in range(30)
    ]
    independent = [
        estimate(simulate(other, n=256, seed=1000 + s, design="random"), "y").value
        - estimate(simulate(case, n=256, seed=s, design="random"), "y").value
        for s in range(30)
    ]
    assert_allclose(common, -0.02, rtol=1e-9)  # 2 * 0.01 less, in every draw
    assert np.std(independent) > 1e6 * np.std(common)


def test_the_noise_of_a_difference_is_small_for_a_calculator_that_is_not_linear() -> None:
    today = baseline(pricing_out, prices="USD 2022")
    lighter = today.but("lighter", payable_share={"kind": "between", "low": 0.033, "high": 0.33, "truncate_high": 1})
    run = compare([today, lighter], judged_by="value_lost", own=(), n=1024, seed=0, design="random")
    apart = math.hypot(*(row.summary.mean.error for row in run.rows))
    assert run.rows[1].difference.error < apart / 8


def test_ties_for_the_largest_are_shared_equally() -> None:
    case = toys.toy_case(toys.linear)
    cases = [case, case.but("twin", {}), case.but("triplet", a=case.entries["a"].dist)]
    comparison = compare(cases, judged_by="y", own=(), n=64, seed=1)
    assert_allclose([row.largest.value for row in comparison.rows], 1 / 3)


def test_the_runs_are_kept() -> None:
    comparison = compare(three(), judged_by="value_lost", n=128, seed=1)
    assert [run.case.label for run in comparison.runs] == ["baseline", "dearer", "cheaper"]
    first, second, _ = (run.draws.inputs for run in comparison.runs)
    for path in second:
        assert_array_equal(first[path], second[path])


def test_the_table_shows_labels_figures_and_what_they_are() -> None:
    text = compare(three(), judged_by="cutoff", n=128, seed=1).table()
    for words in ("compliance.pricing_out, cutoff", "USD 2022/year", "dearer", "cheaper", "difference", "128 draws"):
        assert words in text


def test_a_row_shows_as_many_digits_as_its_errors_support() -> None:
    comparison = compare(three(), judged_by="exit_share", n=1024, seed=3)
    for row, cells in zip(comparison.rows, comparison.frame().rows, strict=True):
        s = row.summary
        label, mean, error, median, low, high, gap, its_error, largest = cells
        assert (label, largest) == (row.label, row.largest.value)
        for cell, e in zip(
            (mean, median, low, high, gap), (s.mean, s.median, s.p5, s.p95, row.difference), strict=True
        ):
            assert cell == Shown(e.value, supported(e.value, e.error))
        assert (error, its_error) == (Shown(s.mean.error, 1), Shown(row.difference.error, 1))


def test_an_estimate_has_the_spread_over_replicates_as_its_error() -> None:
    values = np.random.default_rng(3).normal(size=160)
    parts = [values[r::REPLICATES] for r in range(REPLICATES)]
    for statistic in (np.mean, np.median):
        spread = math.sqrt(sum((statistic(p) - np.mean([statistic(q) for q in parts])) ** 2 for p in parts) / 15)
        found = estimate_of(values, statistic)
        assert_allclose([found.value, found.error], [statistic(values), spread / 4], rtol=1e-12)


def test_two_price_bases_are_refused_naming_both() -> None:
    dollars = baseline(pricing_out, prices="USD 2022")
    euros = baseline(pricing_out, prices="EUR 2021").but("in euros", sigma=1.9)
    with pytest.raises(UnitError, match=r"'baseline' is in USD 2022 but 'in euros' is in EUR 2021"):
        compare([dollars, euros], judged_by="exit_share", n=64, seed=1)


@pytest.mark.parametrize("count", [0, 1])
def test_fewer_than_two_cases_are_refused(count: int) -> None:
    with pytest.raises(InputError, match=f"at least two cases, not {count}"):
        compare(three()[:count], judged_by="exit_share", n=64, seed=1)


def test_two_cases_of_one_label_are_refused() -> None:
    today, dearer, _ = three()
    with pytest.raises(InputError, match=r"same label.*dearer"):
        compare([today, dearer, dearer], judged_by="exit_share", n=64, seed=1)


def test_other_mistakes_are_refused() -> None:
    with pytest.raises(InputError, match="Did you mean 'exit_share'"):
        compare(three(), judged_by="exit_shrae", n=64, seed=1)
    with pytest.raises(InputError, match=r"is of toys\.linear, not of"):
        compare([three()[0], toys.toy_case(toys.linear).but("x", a=0.1)], judged_by="y", n=64, seed=1)


def test_rows_that_are_no_numbers_are_refused_not_averaged() -> None:
    case = toys.toy_case(toys.holed)
    with pytest.raises(RunError, match=r"rows of 'y'.*not finite"):
        compare([case, case.but("shifted", other=0.2)], judged_by="y", n=64, seed=1)
