"""Fits of growth find the truth again, with SciPy's intervals, and refuse what is no growth."""

from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import assume, given, strategies as st
from numpy.testing import assert_allclose
from scipy import optimize

from mloss_econ.errors import InputError
from mloss_econ.evidence import Store
from mloss_econ.value import fit_bass, fit_exponential, fit_logistic

YEARS = np.arange(2010.0, 2024.0)


def curve(t: Any, ceiling: float, rate: float, midpoint: float) -> Any:
    return ceiling / (1 + np.exp(-rate * (t - midpoint)))


def spread_of(t: Any, ceiling: float, p: float, q: float) -> Any:
    decay = np.exp(-(p + q) * t)
    return ceiling * (1 - decay) / (1 + q / p * decay)


@given(st.floats(-0.5, 2), st.floats(1, 1e6), st.integers(3, 12))
def test_exact_growth_is_found_exactly(growth: float, start: float, points: int) -> None:
    assume(abs(growth) > 1e-3)
    years = np.arange(points, dtype=float)
    fit = fit_exponential(years, start * (1 + growth) ** years)
    assert_allclose((fit.values["growth"], fit.values["start"]), (growth, start), rtol=1e-6)
    if growth > 0:
        assert_allclose(fit.values["doubling"], np.log(2) / np.log1p(growth), rtol=1e-6)
    assert fit.residual < 1e-6


def test_contributions_of_three_years(store: Store) -> None:
    counts = [store.fact(f"octoverse.contributions_{year}").value or 0.0 for year in (2022, 2023, 2024)]
    fit = fit_exponential([0.0, 1.0, 2.0], counts)
    assert_allclose(fit.values["growth"], np.sqrt(5.2 / 3.5) - 1, rtol=1e-9)  # the middle of three has no weight
    low, high = fit.intervals["growth"]
    assert low < 0.15
    assert high > 0.28  # three years say little
    assert "90 %" in str(fit)


def test_the_interval_of_a_curve_is_scipys() -> None:
    from scipy import stats

    t = np.arange(1.0, 21.0)
    y = curve(t, 1000, 0.6, 10) + np.random.default_rng(5).normal(0, 8, 20) + 20
    fit = fit_logistic(t, y)
    theta, cov = optimize.curve_fit(
        lambda t, ceiling, rate, middle: curve(t, np.exp(ceiling), np.exp(rate), middle), t, y, p0=[7.0, -0.5, 10.0]
    )
    reach = stats.t.ppf(0.95, 17) * np.sqrt(np.diag(cov))
    for i, name in enumerate(("ceiling", "rate", "midpoint")):
        ends = np.array([theta[i] - reach[i], theta[i] + reach[i]])
        assert_allclose(fit.intervals[name], ends if name == "midpoint" else np.exp(ends), rtol=1e-3)
    left = y - curve(t, *fit.values.values())
    assert_allclose(fit.residual, np.sqrt(left @ left / 17), rtol=1e-6)


def test_the_interval_of_growth_is_scipys() -> None:
    from scipy import stats

    y = np.exp(0.2 * (YEARS - 2010) + np.random.default_rng(3).normal(0, 0.1, len(YEARS)))
    fit, theirs = fit_exponential(YEARS, y), stats.linregress(YEARS - 2010, np.log(y))
    reach = stats.t.ppf(0.95, len(YEARS) - 2) * theirs.stderr
    assert_allclose(fit.intervals["growth"], np.expm1([theirs.slope - reach, theirs.slope + reach]), rtol=1e-9)
    assert_allclose(
        fit.intervals["doubling"], np.log(2) / np.array([theirs.slope + reach, theirs.slope - reach]), rtol=1e-9
    )
    design = np.stack([np.ones(len(YEARS)), YEARS - 2010], axis=1)
    cov = np.linalg.inv(design.T @ design) * fit.residual**2
    slope = theirs.slope
    errors = np.sqrt(cov[1, 1]) * np.array([np.exp(slope), np.log(2) / slope**2])
    assert_allclose([fit.errors["growth"], fit.errors["doubling"]], errors, rtol=1e-6)
    level = np.exp(theirs.intercept)
    assert_allclose((fit.values["start"], fit.errors["start"]), (level, level * np.sqrt(cov[0, 0])), rtol=1e-6)
    reach = stats.t.ppf(0.95, len(YEARS) - 2) * np.sqrt(cov[0, 0])
    assert_allclose(fit.intervals["start"], level * np.exp([-reach, reach]), rtol=1e-6)


@pytest.mark.parametrize(
    ("ceiling", "rate", "midpoint"), [(1000.0, 0.6, 2017.0), (1e8, 0.4, 2014.0), (3.0, 1.2, 2019.0)]
)
def test_an_exact_logistic_curve_is_found(ceiling: float, rate: float, midpoint: float) -> None:
    fit = fit_logistic(YEARS, curve(YEARS, ceiling, rate, midpoint))
    assert_allclose(list(fit.values.values()), (ceiling, rate, midpoint), rtol=1e-5)
    for name, (low, high) in fit.intervals.items():
        assert low <= fit.values[name] <= high


@pytest.mark.parametrize(("ceiling", "p", "q"), [(1000.0, 0.03, 0.38), (1e7, 0.01, 0.6), (50.0, 0.08, 0.2)])
def test_an_exact_bass_curve_is_found(ceiling: float, p: float, q: float) -> None:
    years = np.arange(2001.0, 2021.0)
    fit = fit_bass(years, spread_of(years - 2000, ceiling, p, q), begun=2000)
    assert_allclose(list(fit.values.values()), (ceiling, p, q), rtol=1e-4)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["exponential", "logistic", "bass"])
def test_ninety_per_cent_intervals_hold_the_truth_nine_times_in_ten(kind: str) -> None:
    generator, held, trials = np.random.default_rng(11), 0, 300
    t = np.arange(1.0, 21.0)
    for _ in range(trials):
        if kind == "exponential":
            fit = fit_exponential(t, np.exp(0.2 * t + generator.normal(0, 0.2, len(t))))
            truth, name = np.expm1(0.2), "growth"
        elif kind == "logistic":
            fit = fit_logistic(t, curve(t, 1000, 0.6, 10) + generator.normal(0, 1, len(t)))
            truth, name = 0.6, "rate"
        else:
            fit = fit_bass(t, spread_of(t, 1000, 0.03, 0.38) + generator.normal(0, 0.2, len(t)), begun=0)
            truth, name = 0.38, "imitation"
        low, high = fit.intervals[name]
        held += low <= truth <= high
    assert 0.85 < held / trials < 0.95


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: fit_exponential([1.0, 2.0], [1.0, 2.0]), "at least 3"),
        (lambda: fit_exponential([1.0, 2.0, 3.0], [1.0, 0.0, 2.0]), "above 0"),
        (lambda: fit_exponential([1.0, 1.0, 1.0], [1.0, 2.0, 3.0]), "of one year"),
        (lambda: fit_exponential([1.0, 2.0, 3.0], [1.0, 2.0]), "give at least"),
        (lambda: fit_logistic([1.0, 2.0, 3.0], [1.0, 2.0, 3.0]), "at least 4"),
        (lambda: fit_bass([1.0, 2.0, 3.0, 4.0], [1.0, 2.0, 3.0, 4.0], begun=2), "before the beginning"),
        (lambda: fit_logistic(YEARS, 2.0 ** (YEARS - 2010)), "bend"),
        (lambda: fit_exponential([1.0, 1.0, 2.0], [1.0, 2.0, 3.0]), "year 1 is given twice"),
        (lambda: fit_exponential([1.0, 2.0, 3.0], [1.0, -2.0, 2.0]), r"counts\[1\] = -2, in year 2"),
        (lambda: fit_exponential([1.0, 2.0, 3.0], [1.0, np.nan, 2.0]), r"counts\[1\] = nan is not finite"),
        (lambda: fit_exponential([1.0, 2.0, 3.0], [1.0, 2.0, np.inf]), r"counts\[2\] = inf is not finite"),
        (lambda: fit_exponential([1.0, np.nan, 3.0], [1.0, 2.0, 3.0]), r"years\[1\] = nan is not finite"),
        (lambda: fit_logistic([1, 2, 3, 4], [9, 7, 5, 2]), "counts fall"),
        (lambda: fit_logistic([1, 2, 3, 4], [5, 5, 5, 5]), "do not change"),
        (lambda: fit_bass([1, 2, 3, 4], [5, 5, 5, 5], begun=0), "do not change"),
        (lambda: fit_bass([1, 2, 3, 4], [5, 7, 8, 7.9], begun=0), "counts fall to 7.9 in year 4"),
        (lambda: fit_bass([1, 2, 3, 4], [5, 7, 8, 9], begun="0"), "begun = '0'"),
    ],
)
def test_what_cannot_be_fitted_is_refused(call: Any, words: str) -> None:
    with pytest.raises(InputError, match=words):
        call()


@pytest.mark.parametrize("count", [1, 5, 7.3, 1e9])
def test_counts_that_do_not_change_have_no_growth(count: float) -> None:
    fit = fit_exponential([2020, 2021, 2022, 2023], [count] * 4)
    assert (fit.values["growth"], fit.intervals["growth"], fit.errors["growth"]) == (0, (0, 0), 0)
    assert fit.intervals["start"] == pytest.approx((count, count))
    assert fit.values["doubling"] == np.inf
    assert "growth = 0 (0 to 0)" in str(fit)
    assert "doubling = never" in str(fit)


def test_dates_are_no_years_and_the_remedy_works() -> None:
    dates, counts = pd.to_datetime(["2020", "2021", "2022", "2023"]), [8, 9, 10, 11]
    right = fit_exponential([2020, 2021, 2022, 2023], counts).values
    assert_allclose(right["growth"], 0.112, atol=5e-4)
    for given_dates in (dates, pd.Series(dates), list(dates.date), dates.to_numpy(), pl.Series(dates)):
        with pytest.raises(InputError, match=r"years\[0\].*a date.*d\.year \+ \(d\.month - 1\) / 12"):
            fit_exponential(given_dates, counts)
    with pytest.raises(InputError, match=r"is no year; it may be a date written as a number"):
        fit_exponential(dates.astype("int64"), counts)
    for years in ([d.year + (d.month - 1) / 12 for d in dates], dates.year + (dates.month - 1) / 12):
        assert fit_exponential(years, counts).values == right


@pytest.mark.parametrize("first", [202101, 20210101, 44197, 737791, 18628], ids="month day sheet ordinal epoch".split())
def test_dates_written_as_numbers_are_no_years(first: int) -> None:
    with pytest.raises(InputError, match=r"years\[3\] = .* is no year"):
        fit_exponential([first + k for k in range(4)], [8, 9, 10, 11])
    assert fit_exponential([9996, 9997, 9998, 9999], [1, 2, 4, 8]).values["growth"] == pytest.approx(1)


@pytest.mark.parametrize("rise", [1.0, 10.0, 1e6])
def test_the_sums_of_counts_that_do_not_change_show_no_ceiling(rise: float) -> None:
    """A straight line is on the way to any ceiling: one of 103,472 (98,056 to 109,188) was found for 10 to 150."""
    years = np.arange(1.0, 16.0)
    with pytest.raises(InputError, match=r"Bass curve: a ceiling 10 times as high fits no worse"):
        fit_bass(years, rise * years, begun=0)


def test_large_counts_are_fitted_as_small_ones() -> None:
    near = curve(YEARS, 1.0, 0.6, 2017.0) + 1e-4 * np.sin(np.arange(len(YEARS)))
    small, large = (fit_logistic(YEARS, unit * near) for unit in (1.0, 1e250))
    assert_allclose(large.values["ceiling"], 1e250 * small.values["ceiling"], rtol=1e-6)
    assert_allclose(large.residual, 1e250 * small.residual, rtol=1e-6)


def test_adopters_of_each_year_are_no_cumulative_ones_and_the_remedy_works() -> None:
    years = np.arange(1.0, 16.0)
    yearly = np.diff(spread_of(np.arange(16.0), 1000, 0.03, 0.38))
    for fit in (lambda y: fit_bass(years, y, begun=0), lambda y: fit_logistic(years, y)):
        with pytest.raises(InputError, match=r"counts fall to .* in year .*np\.cumsum\(counts\)"):
            fit(yearly)
    found = fit_bass(years, np.cumsum(yearly), begun=0)
    assert_allclose(list(found.values.values()), (1000, 0.03, 0.38), rtol=1e-4)


def test_the_order_of_the_years_does_not_matter() -> None:
    mixed = np.random.default_rng(2).permutation(len(YEARS))
    for fit in (fit_exponential, fit_logistic):
        counts = curve(YEARS, 1000, 0.6, 2017)
        assert fit(YEARS[mixed], counts[mixed]).values == fit(YEARS, counts).values


def test_shrinking_has_no_doubling_time() -> None:
    fit = fit_exponential([0.0, 1.0, 2.0, 3.0], [8.0, 4.0, 2.0, 1.0])
    assert_allclose(fit.values["growth"], -0.5, rtol=1e-9)
    assert fit.values["doubling"] == np.inf
