"""Who is short of cash or of hours: project by project, and what either budget does alone."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from pricing import N

from mloss_econ.compliance import pricing_out_two_budgets
from mloss_econ.kernel import baseline
from mloss_econ.sensitivity import break_even


@pytest.mark.parametrize("rho", [-0.6, 0.0, 0.8])
def test_cash_and_hours_project_by_project(rho: float) -> None:
    a, b = np.random.default_rng(6).normal(size=(2, N))
    cash, hours = 50_000 * np.exp(1.2 * a), 500 * np.exp(0.9 * (rho * a + np.sqrt(1 - rho * rho) * b))
    out = pricing_out_two_budgets.at(
        fixed_cost=3_000.0,
        payable_share=0.1,
        median_budget=50_000.0,
        sigma=1.2,
        hours_needed=30.0,
        spare_share=0.1,
        median_hours=500.0,
        hours_sigma=0.9,
        hours_correlation=rho,
        use_elasticity=0.4,
    )
    exits = (0.1 * cash < 3_000) | (0.1 * hours < 30)
    assert_allclose(out.exit_share_funded, exits.mean(), atol=3e-3)
    assert_allclose(out.value_lost, cash[exits].sum() / cash.sum(), atol=8e-3)
    assert_allclose(out.use_lost, (cash[exits] ** 0.4).sum() / (cash**0.4).sum(), atol=4e-3)
    assert out.exit_share_funded >= max(float(out.short_of_cash), float(out.short_of_hours)) - 1e-9


def test_the_largest_cost_that_two_budgets_bear_is_found_by_search() -> None:
    case = baseline(pricing_out_two_budgets)
    (found,) = break_even(case, vary="fixed_cost", output="exit_share_funded", target=0.6).crossings
    assert_allclose(pricing_out_two_budgets.at(fixed_cost=found.value).exit_share_funded, 0.6, rtol=1e-6)


def test_independent_budgets_multiply_and_free_ones_do_not_bind() -> None:
    out = pricing_out_two_budgets.at(hours_correlation=0.0)
    assert_allclose(1 - out.exit_share_funded, (1 - out.short_of_cash) * (1 - out.short_of_hours), rtol=1e-12)
    free = pricing_out_two_budgets.at(hours_needed=0.0)
    assert_allclose(free.exit_share_funded, free.short_of_cash, rtol=1e-9)
    none = pricing_out_two_budgets.at(spare_share=0.0)
    assert none.exit_share_funded == 1
