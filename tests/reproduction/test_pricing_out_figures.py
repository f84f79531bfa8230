"""Figures of the pricing-out formulas, each against a computation of another kind: an integral or a simulation."""

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy import integrate, stats

from mloss_econ.compliance import (
    LognormalBudgets,
    ParetoBudgets,
    TruncatedParetoBudgets,
    exempted,
    exemption,
    lognormal_sigma,
    lognormal_top_share,
    pareto_alpha_from_mean,
    pareto_alpha_from_survival,
    pareto_top_share,
    pricing_out,
    pricing_out_pareto,
    pricing_out_scaled,
    pricing_out_truncated,
    pricing_out_two_budgets,
    pricing_out_uncertain,
)
from mloss_econ.errors import InputError

PARETO = {
    "smallest_budget": 20_000.0,
    "tail_exponent": 1.5,
    "payable_share": 0.2,
    "fixed_cost": 10_000.0,
    "proportional_cost": 0.0,
    "zero_share": 0.0,
}
LOGNORMAL = {
    "median_budget": 50_000.0,
    "sigma": 2.0,
    "payable_share": 0.1,
    "fixed_cost": 29_277.0,
    "proportional_cost": 0.0,
    "zero_share": 0.0,
}


def pareto(**changes: float) -> Any:
    return pricing_out_pareto.at(**(PARETO | changes))


def lognormal(**changes: float) -> Any:
    return pricing_out.at(**(LOGNORMAL | changes))


def lost_by_integral(budgets: Any, cutoff: float) -> tuple[float, float]:
    """Share of projects, and of budgets, below the cutoff, from the density alone."""
    low = budgets.support()[0]
    edges = [low, *np.geomspace(max(low, 1e-3), cutoff, 60)[1:]]
    count, value = 0.0, 0.0
    for a, b in pairwise(edges):
        count += integrate.quad(budgets.pdf, a, b, epsrel=1e-11)[0]
        value += integrate.quad(lambda s: s * budgets.pdf(s), a, b, epsrel=1e-11)[0]
    return count, value / budgets.mean()


def test_pareto_budgets() -> None:
    out = pareto()
    assert_allclose(out.cutoff, 50_000, rtol=1e-14)
    assert_allclose((out.exit_share, out.value_lost), (0.747018, 0.367544), atol=5e-7)
    exact = lost_by_integral(stats.pareto(1.5, scale=20_000), 50_000)
    assert_allclose((out.exit_share, out.value_lost), exact, rtol=1e-8)


def test_pareto_budgets_with_a_cost_that_grows() -> None:
    out = pareto(proportional_cost=0.05)
    assert_allclose(out.cutoff, 66_666.67, atol=0.005)
    assert_allclose((out.exit_share, out.value_lost), (0.835683, 0.452277), atol=5e-7)
    exact = lost_by_integral(stats.pareto(1.5, scale=20_000), 10_000 / 0.15)
    assert_allclose((out.exit_share, out.value_lost), exact, rtol=1e-8)


def test_the_largest_cost_that_keeps_pareto_projects_or_their_budgets() -> None:
    assert_allclose(pareto(target_survival=0.8).largest_cost_projects, 4_641.589, atol=5e-4)
    assert_allclose(pareto(target_survival=0.9).largest_cost_value, 4_938.272, atol=5e-4)
    assert_allclose(pareto(fixed_cost=pareto(target_survival=0.8).largest_cost_projects).exit_share, 0.2, rtol=1e-12)
    assert_allclose(pareto(fixed_cost=pareto(target_survival=0.9).largest_cost_value).value_lost, 0.1, rtol=1e-12)


@pytest.mark.parametrize(("kappa", "out", "value"), [(1.0, 0.798040, 0.362570), (0.1, 0.991806, 0.741391)])
def test_pareto_budgets_of_leading_projects_on_open_collective(kappa: float, out: float, value: float) -> None:
    # tail exponent from mean and smallest: 2746 / (2746 - 773); smallest 773 USD a month
    found = pareto(
        smallest_budget=12 * 773,
        tail_exponent=2746 / (2746 - 773),
        payable_share=kappa,
        fixed_cost=29_277,
        zero_share=0,
    )
    assert_allclose((found.exit_share, found.value_lost), (out, value), atol=5e-6)


def test_lognormal_budgets() -> None:
    out = lognormal()
    assert_allclose(out.cutoff, 292_770, rtol=1e-14)
    assert_allclose((out.exit_share_funded, out.value_lost), (0.811566, 0.132143), atol=5e-7)
    exact = lost_by_integral(stats.lognorm(s=2, scale=50_000), 292_770)
    assert_allclose((out.exit_share_funded, out.value_lost), exact, rtol=1e-7)


def test_unfunded_projects_exit_too() -> None:
    """The figure is that of projects without a budget which all exit: here of those that have not the hours."""
    out = lognormal(zero_share=0.6, hours_needed=1e12)
    assert_allclose(out.exit_share, 0.924626, atol=5e-7)
    assert_allclose((out.exit_share_funded, out.value_lost), (0.811566, 0.132143), atol=5e-7)


def test_use_is_lost_more_evenly_than_budgets() -> None:
    out = lognormal(use_elasticity=0.5 * 2.0 / 2.0, unfunded_use=0.0)
    assert round(100 * float(out.use_lost), 1) == 45.4
    nodes, weights = np.polynomial.hermite_e.hermegauss(120)
    z = (np.log(292_770) - np.log(50_000)) / 2
    # E[use; budget below the cutoff] / E[use], with ln use = 2 (0.5 b + sqrt(0.75) e): the factor of e cancels
    w = weights / weights.sum()
    assert_allclose(w @ np.exp(2 * 0.5 * nodes), np.exp(0.5), rtol=1e-10)
    exact = integrate.quad(lambda b: np.exp(b) * stats.norm.pdf(b), -12, z, epsrel=1e-12)[0] / np.exp(0.5)
    assert_allclose(out.use_lost, exact, rtol=1e-9)


def test_use_is_lost_as_simulated() -> None:
    generator = np.random.default_rng(1)
    b, e = generator.normal(size=(2, 10**6))
    budgets, use = 50_000 * np.exp(2 * b), np.exp(1.5 * (0.6 * b + 0.8 * e))
    gone = budgets < 292_770
    out = lognormal(use_elasticity=0.6 * 1.5 / 2.0, unfunded_use=0.3, zero_share=0.6, hours_needed=1e12)
    assert_allclose(out.use_lost, 0.3 + 0.7 * use[gone].sum() / use.sum(), atol=4e-3)
    assert_allclose(out.exit_share, 0.6 + 0.4 * gone.mean(), atol=1e-3)


@pytest.mark.parametrize(("target_survival", "cost"), [(0.5, 5_000), (0.75, 1_297.525), (0.9, 385.326)])
def test_the_largest_cost_that_keeps_lognormal_projects(target_survival: float, cost: float) -> None:
    out = lognormal(target_survival=target_survival)
    assert_allclose(out.largest_cost_projects, cost, atol=5e-4)
    assert_allclose(lognormal(fixed_cost=out.largest_cost_projects).exit_share_funded, 1 - target_survival, rtol=1e-10)


def test_the_largest_cost_that_keeps_lognormal_budgets() -> None:
    out = lognormal(target_survival=0.99)
    assert_allclose(out.largest_cost_value, 2_603.202, atol=5e-4)
    assert_allclose(lognormal(fixed_cost=out.largest_cost_value).value_lost, 0.01, rtol=1e-10)


def test_a_third_of_apps_left_after_the_gdpr() -> None:
    # a third out at sigma 2 needs a cost of 0.4225 of the median payable budget
    cost = 0.422547 * 0.1 * 50_000
    assert_allclose(lognormal(fixed_cost=cost).exit_share_funded, 1 / 3, atol=1e-6)


# ---------------------------------------------------------------- exemptions


def test_an_exemption_for_pareto_budgets() -> None:
    out = pareto(exempt_below=30_000.0)
    assert_allclose((out.exit_share, out.value_lost), (0.291349, 0.184041), atol=5e-7)
    assert_allclose(pareto(target_survival=0.9).smallest_exemption_projects, 40_043.14, atol=0.005)
    assert_allclose(
        pareto(exempt_below=pareto(target_survival=0.9).smallest_exemption_projects).exit_share, 0.1, rtol=1e-12
    )


def test_an_exemption_for_lognormal_budgets() -> None:
    out = lognormal(exempt_below=100_000.0)
    assert_allclose((out.exit_share_funded, out.value_lost), (0.176022, 0.083021), atol=5e-7)
    whole = exemption.at(**{k: v for k, v in LOGNORMAL.items() if k != "zero_share"}, exemption_threshold=100_000.0)
    assert_allclose((whole.exempt_projects, whole.exempt_budgets), (0.635544, 0.049122), atol=5e-7)
    assert_allclose(whole.exit_share_without_avoidance, out.exit_share_funded, rtol=1e-12)
    assert_allclose(lognormal(target_survival=0.9).smallest_exemption_projects, 152_620.49, atol=0.005)


@pytest.mark.parametrize(
    ("budgets", "cost", "payable", "lost"),
    [
        (LognormalBudgets(np.float64(50_000), np.float64(2)), 29_277.0, 0.1, 0.0259),
        (ParetoBudgets(np.float64(20_000), np.float64(1.5)), 10_000.0, 0.2, 0.0490),
    ],
)
def test_an_exemption_at_the_cutoff_ends_exit_and_loses_value_by_shrinking(
    budgets: Any, cost: float, payable: float, lost: float
) -> None:
    numbers = (np.float64(v) for v in (cost, payable, 0.0, cost / payable))
    out = exempted(budgets, *numbers)
    assert (out["exit_share_without_avoidance"], out["value_lost_without_avoidance"]) == (0, 0)
    assert_allclose(out["value_lost_with_avoidance"], lost, atol=5e-5)
    threshold, edge = cost / payable, 2 * cost / payable
    frozen = (
        stats.lognorm(2, scale=50_000) if isinstance(budgets, LognormalBudgets) else stats.pareto(1.5, scale=20_000)
    )
    shrink = integrate.quad(lambda s: (s - threshold) * frozen.pdf(s), threshold, edge, epsrel=1e-11)[0] / frozen.mean()
    assert_allclose(out["value_lost_with_avoidance"], shrink, rtol=1e-8)


# ---------------------------------------------------------------- other spreads of cost and budgets


def test_costs_that_differ_between_projects() -> None:
    low, high = 5_000.0, 100_000.0
    median, sigma = np.sqrt(low * high), np.log(high / low) / (2 * 1.644854)
    assert_allclose((np.log(median), sigma), (10.015059, 0.910638), atol=5e-7)
    out = pricing_out_uncertain.at(
        fixed_cost=median, cost_sigma=sigma, cost_correlation=0.0, payable_share=0.1, median_budget=50_000.0, sigma=2.0
    )
    assert_allclose(out.mean_cost, 33_849.86, atol=0.01)
    assert_allclose((out.exit_share_funded, out.value_lost), (0.752256, 0.127436), atol=5e-7)


def test_a_cost_that_grows_with_the_project() -> None:
    out = pricing_out_scaled.at(**LOGNORMAL | {"fixed_cost": 30_000.0}, reference_budget=1e6, scale_elasticity=0.5)
    assert_allclose(out.cutoff, 90_000, rtol=1e-12)
    assert_allclose(out.exit_share_funded, 0.615580, atol=5e-7)


@pytest.mark.parametrize(
    ("alpha", "count", "value"), [(1.0, 0.990010, 0.4), (0.8, 0.974979, 0.167987), (1.2, 0.996020, 0.668770)]
)
def test_truncated_pareto_budgets(alpha: float, count: float, value: float) -> None:
    budgets = TruncatedParetoBudgets(np.float64(1e3), np.float64(1e8), np.float64(alpha))
    assert_allclose((budgets.share_below(1e5, 0.0), budgets.share_below(1e5, 1.0)), (count, value), atol=5e-7)
    out = pricing_out_truncated.at(
        smallest_budget=1e3, budget_range=1e5, tail=alpha, fixed_cost=1e4, payable_share=0.1, proportional_cost=0.0
    )
    assert_allclose((out.exit_share_funded, out.value_lost), (count, value), atol=5e-7)


def test_cash_and_hours() -> None:
    out = pricing_out_two_budgets.at(
        fixed_cost=5_000.0,
        payable_share=0.1,
        median_budget=50_000.0,
        sigma=2.0,
        hours_needed=40.0,
        spare_share=0.1,
        median_hours=500.0,
        hours_sigma=1.0,
        hours_correlation=0.0,
    )
    assert_allclose(1 - out.short_of_cash, 0.5, rtol=1e-12)
    assert_allclose(1 - out.short_of_hours, 0.588288, atol=5e-7)
    assert_allclose(1 - out.exit_share_funded, 0.294144, atol=5e-7)


# ---------------------------------------------------------------- fits


@pytest.mark.parametrize(
    ("fit", "wrong", "words"),
    [
        (lognormal_sigma, (1, -2), "median = -2 has to be above 0"),
        (lognormal_sigma, (np.nan, 1), "mean = nan"),
        (
            lognormal_top_share,
            (1.5, 1),
            "fraction = 1.5 has to be 0 or more and 1 or less. Write a share between 0 and 1",
        ),
        (lognormal_top_share, (0.1, -1), "sigma = -1 has to be 0 or more"),
        (pareto_top_share, (-0.1, 2), "fraction = -0.1"),
        (pareto_alpha_from_mean, (5, -1), "smallest = -1 has to be above 0"),
        (pareto_alpha_from_survival, (0.5, 0, 1, 2), "share_2 = 0 has to be above 0"),
        (pareto_alpha_from_survival, (13.1, 3.27, 10, 50), "share_1 = 13.1 has to be above 0 and 1 or less"),
        (pareto_alpha_from_survival, (0.5, 0.1, 0, 2), "size_1 = 0 has to be above 0"),
    ],
)
def test_what_is_no_share_and_no_size_is_refused(fit: Any, wrong: tuple[float, ...], words: str) -> None:
    with pytest.raises(InputError, match=words):
        fit(*wrong)


def test_fits_of_published_figures() -> None:
    assert_allclose(pareto_alpha_from_mean(2746, 773), 1.3918, atol=5e-5)
    assert_allclose(pareto_alpha_from_survival(0.5, 0.25, 1259, 2157), 1.287, atol=5e-4)
    assert_allclose(lognormal_sigma(2746, 1259), 1.249, atol=5e-4)
    # one model in a hundred has 99 % of downloads: over all, and over the three in ten that have any
    assert_allclose(1 / (1 - np.log(0.99) / np.log(0.01)), 1.002187, atol=5e-7)
    assert_allclose(pareto_top_share(0.01, 1.002187), 0.99, atol=1e-6)
    assert_allclose(pareto_top_share(0.01 / 0.3, 1.002964), 0.99, atol=1e-5)
    assert_allclose(lognormal_top_share(0.01 / 0.3, 4.160263), 0.99, atol=1e-6)
    firms = np.array([0.131, 0.0327, 0.00562])
    assert_allclose(pareto_alpha_from_survival(firms[:-1], firms[1:], [10, 50], [50, 250]), [0.861, 1.094], atol=2e-3)
