"""Doubling, Bass and logistic curves, and fits that find the truth again."""

from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import assume, given, strategies as st
from numpy.testing import assert_allclose
from scipy import integrate, optimize

from mloss_econ.compliance import LognormalBudgets, ParetoBudgets
from mloss_econ.errors import InputError
from mloss_econ.evidence import Store
from mloss_econ.liability import joint_and_several, restoring_multiplier, several_only
from mloss_econ.value import (
    bass_diffusion,
    calibrated_wage,
    chip_hours,
    doubling,
    doubling_from_growth,
    fit_bass,
    fit_exponential,
    fit_logistic,
    goods_price,
    growth_from_doubling,
    growth_from_magnitudes,
    half_life,
    logistic_diffusion,
    training_compute,
    use_comovement,
)

YEARS = np.arange(2010.0, 2024.0)


def test_published_rates(store: Store) -> None:
    months = store.fact("krenn_2023.doubling").value or 0.0
    assert_allclose(growth_from_doubling(months / 12), 0.4357, rtol=1e-3)
    fold = store.fact("cottier_2024.growth").value or 0.0
    assert_allclose(12 * doubling_from_growth(fold - 1), 9.50, rtol=1e-3)
    yearly = growth_from_magnitudes(store.fact("cottier_2024.progress").value or 0.0)
    assert_allclose((1 + yearly, doubling_from_growth(yearly)), (1.3804, 2.150), rtol=1e-3)


@given(st.floats(0.1, 50), st.floats(0.01, 100), st.floats(0, 30))
def test_doubling_doubles(time: float, start: float, years: float) -> None:
    out, later = (doubling.at(doubling_time=time, start=start, years_elapsed=t) for t in (years, years + time))
    assert_allclose(later.size, 2 * out.size, rtol=1e-9)
    assert_allclose(doubling_from_growth(out.growth), time, rtol=1e-9)
    assert_allclose(out.size, start * (1 + float(out.growth)) ** years, rtol=1e-9)


def bass(p: float, q: float, t: float) -> Any:
    return bass_diffusion.at(innovation=p, imitation=q, years_elapsed=t)


def test_typical_products() -> None:
    assert_allclose(bass(0.03, 0.38, 5.0).years_to_peak, 6.193, rtol=1e-3)
    assert_allclose([bass(0.03, 0.38, t).adopted for t in (5.0, 10.0)], [0.3312, 0.8128], rtol=1e-3)


@given(st.floats(0.001, 0.3), st.floats(0, 1), st.floats(0.1, 20))
def test_bass_solves_its_equation(p: float, q: float, t: float) -> None:
    solved = integrate.solve_ivp(
        lambda _, f: (p + q * f) * (1 - f), (0, t), [0.0], rtol=1e-10, atol=1e-12, method="DOP853"
    )
    out = bass(p, q, t)
    assert_allclose(out.adopted, solved.y[0, -1], rtol=1e-7)
    assert_allclose(out.rate, (p + q * solved.y[0, -1]) * (1 - solved.y[0, -1]), rtol=1e-6, atol=1e-10)


@given(st.floats(0.001, 0.3), st.floats(0, 1))
def test_the_peak_is_where_adoption_is_fastest(p: float, q: float) -> None:
    peak = float(bass(p, q, 0.0).years_to_peak)
    found = optimize.minimize_scalar(
        lambda t: -float(bass(p, q, t).rate), bounds=(0, 30 + 2 * peak), method="bounded", options={"xatol": 1e-9}
    )
    assert float(bass(p, q, peak).rate) >= -found.fun * (1 - 1e-9)
    assert (peak > 0) == (q > p)


def test_without_imitation_adoption_is_exponential() -> None:
    t = np.array([1.0, 5.0, 20.0])
    out = bass_diffusion.at(innovation=0.1, imitation=0.0, years_elapsed=t)
    assert_allclose(out.adopted, 1 - np.exp(-0.1 * t), rtol=1e-12)
    assert out.years_to_peak == 0


@given(st.floats(0.01, 0.99), st.floats(0.05, 2), st.floats(0, 20))
def test_the_logistic_curve_solves_its_equation(now: float, spread: float, t: float) -> None:
    solved = integrate.solve_ivp(
        lambda _, f: spread * f * (1 - f), (0, max(t, 1e-9)), [now], rtol=1e-10, atol=1e-12, method="DOP853"
    )
    out = logistic_diffusion.at(adopted_now=now, spread=spread, years_elapsed=t)
    assert_allclose(out.adopted, solved.y[0, -1], rtol=1e-7)
    assert_allclose(out.rate, spread * solved.y[0, -1] * (1 - solved.y[0, -1]), rtol=1e-5, atol=1e-9)
    half = float(out.half)
    assert (half < 0) == (now > 0.5)
    if half >= 0:
        assert_allclose(
            logistic_diffusion.at(adopted_now=now, spread=spread, years_elapsed=half).adopted, 0.5, rtol=1e-9
        )


# ---------------------------------------------------------------- fits


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


def curve(t: Any, ceiling: float, rate: float, midpoint: float) -> Any:
    return ceiling / (1 + np.exp(-rate * (t - midpoint)))


def spread_of(t: Any, ceiling: float, p: float, q: float) -> Any:
    decay = np.exp(-(p + q) * t)
    return ceiling * (1 - decay) / (1 + q / p * decay)


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


@pytest.mark.parametrize(
    ("ask", "wrong", "words"),
    [
        (growth_from_doubling, [1, 0], r"doubling_time\[1\] = 0 has to be above 0"),
        (growth_from_doubling, -1, "doubling_time = -1"),
        (doubling_from_growth, 0, "growth = 0 has to be above 0. What does not grow never doubles"),
        (doubling_from_growth, -0.5, "growth = -0.5"),
        (half_life, 33, "depreciation = 33 has to be above 0 and below 1.*write 0.33 for 33 %"),
        (half_life, [0.3, 1], r"depreciation\[1\] = 1"),
        (lambda u: chip_hours(1e25, 1e15, u), 40, "utilisation = 40 has to be above 0 and 1 or less"),
        (lambda s: several_only(s, 100.0, [5.0, np.inf]), [50, 0.5], r"shares\[0\] = 50"),
        (lambda s: joint_and_several(s, 100.0, [np.inf, np.inf]), [0.7, 0.7], "the sum of shares = 1.4 has to be 1 or"),
        (restoring_multiplier, 25, "found = 25 has to be above 0 and 1 or less"),
        (lambda n: training_compute(n, 1e12), -1e9, "parameters = -1e.09 has to be above 0"),
        (lambda a: ParetoBudgets(1.0, a).mean(), 0.5, "alpha = 0.5 has to be above 1. Else there is no mean"),
        (lambda w: calibrated_wage(w, [1, 2]), -5, "value is -5: it has to be above 0"),
        (lambda e: calibrated_wage(5, e), [3, -1], "one is below 0"),
        (lambda d: use_comovement(d, 2, 3), -1, "demand -1 times supply: all have to be above 0"),
        (lambda p: goods_price(p, 1, 2), -5, "prices must not be below 0"),
        (lambda a: joint_and_several([0.5, 0.5], 100.0, a), [-5.0, np.inf], r"assets\[0\] = -5"),
    ],
)
def test_what_has_no_answer_is_refused(ask: Any, wrong: Any, words: str) -> None:
    with pytest.raises(InputError, match=words):
        ask(wrong)


def test_what_is_no_size_is_below_nothing() -> None:
    """Not a number was taken for a size of 0."""
    assert np.isnan(LognormalBudgets(1.0, 1.0).part_below(np.array([np.nan, 1.0, 0.0]), 0.0)).tolist() == [
        True,
        False,
        False,
    ]


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
