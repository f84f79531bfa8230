"""Who shrinks below an exemption: each project takes the best it can."""

import numpy as np
import pytest
from hypothesis import given
from numpy.testing import assert_allclose
from pricing import N, costs, few, fractions

from mloss_econ.compliance import exemption


@pytest.mark.parametrize("grows", [0.0, 0.03])
@pytest.mark.parametrize("threshold", [5_000.0, 60_000.0, 400_000.0])
def test_avoidance_project_by_project(threshold: float, grows: float) -> None:
    """Each project takes the better of staying, shrinking to the threshold, and exiting."""
    budgets = 50_000 * np.exp(1.3 * np.random.default_rng(7).normal(size=N))
    cost, payable = 4_000.0, 0.1
    stay, shrink = (payable - grows) * budgets - cost, np.full(N, payable * threshold)
    above = budgets >= threshold
    shrinks = above & (shrink > stay)
    out = exemption.at(
        fixed_cost=cost,
        payable_share=payable,
        proportional_cost=grows,
        median_budget=50_000.0,
        sigma=1.3,
        exemption_threshold=threshold,
        use_elasticity=0.5,
    )
    assert (np.maximum(stay, shrink)[above] >= 0).all()  # nobody need exit
    assert_allclose(out.bunching, shrinks.mean(), atol=3e-3)
    assert_allclose(out.value_lost_with_avoidance, (budgets - threshold)[shrinks].sum() / budgets.sum(), atol=4e-3)
    exits = above & (stay < 0)
    assert_allclose(out.exit_share_without_avoidance, exits.mean(), atol=3e-3)
    assert_allclose(out.value_lost_without_avoidance, budgets[exits].sum() / budgets.sum(), atol=4e-3)
    use = budgets**0.5
    assert_allclose(out.use_lost_without_avoidance, use[exits].sum() / use.sum(), atol=4e-3)
    assert_allclose(
        (out.exempt_projects, out.exempt_budgets), (1 - above.mean(), budgets[~above].sum() / budgets.sum()), atol=5e-3
    )


@given(cost=costs, payable=fractions)
@few
def test_at_the_cutoff_nobody_exits_and_shrinking_loses_value(cost: float, payable: float) -> None:
    smallest = float(exemption.at(fixed_cost=cost, payable_share=payable).cutoff)
    out = exemption.at(fixed_cost=cost, payable_share=payable, exemption_threshold=smallest)
    assert_allclose(out.exit_share_without_avoidance, 0, atol=1e-12)
    assert out.value_lost_with_avoidance >= out.value_lost_without_avoidance == 0


def test_without_a_cost_nobody_shrinks() -> None:
    out = exemption.at(fixed_cost=0.0, exemption_threshold=50_000.0)
    assert (float(out.bunching), float(out.value_lost_with_avoidance)) == (0, 0)
