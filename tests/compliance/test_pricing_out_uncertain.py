"""Who is priced out by costs that differ: project by project, and without a spread."""

import numpy as np
import pytest
from hypothesis import given
from numpy.testing import assert_allclose
from pricing import N, costs

from mloss_econ.compliance import pricing_out, pricing_out_uncertain


@pytest.mark.parametrize("rho", [-0.5, 0.0, 0.7])
def test_costs_that_differ_project_by_project(rho: float) -> None:
    a, b = np.random.default_rng(4).normal(size=(2, N))
    budgets, cost = 50_000 * np.exp(1.2 * a), 4_000 * np.exp(0.8 * (rho * a + np.sqrt(1 - rho * rho) * b))
    x = {"median_budget": 50_000.0, "sigma": 1.2, "payable_share": 0.1, "cost_sigma": 0.8, "cost_correlation": rho}
    out = pricing_out_uncertain.at(**x, fixed_cost=4_000.0, use_elasticity=0.5, unfunded_use=0.0, zero_share=0.0)
    exits = cost > 0.1 * budgets
    assert_allclose(out.exit_share, exits.mean(), atol=3e-3)
    assert_allclose(out.value_lost, budgets[exits].sum() / budgets.sum(), atol=5e-3)
    assert_allclose(out.use_lost, np.sqrt(budgets[exits]).sum() / np.sqrt(budgets).sum(), atol=4e-3)
    assert_allclose(out.mean_cost, cost.mean(), rtol=0.01)
    limits = pricing_out_uncertain.at(**x, target_survival=0.8)
    assert_allclose(pricing_out_uncertain.at(**x, fixed_cost=limits.largest_cost_projects).exit_share_funded, 0.2)
    assert_allclose(pricing_out_uncertain.at(**x, fixed_cost=limits.largest_cost_value).value_lost, 0.2, rtol=1e-9)


@given(cost=costs)
def test_without_a_spread_of_cost_it_is_the_plain_one(cost: float) -> None:
    same = pricing_out_uncertain.at(fixed_cost=cost, cost_sigma=0.0)
    flat = pricing_out.at(fixed_cost=cost)
    assert_allclose((same.exit_share, same.value_lost), (flat.exit_share, flat.value_lost), rtol=1e-9, atol=1e-12)
