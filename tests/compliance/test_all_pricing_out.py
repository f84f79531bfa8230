"""All forms of pricing out: the laws they share, by formula and project by project."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose
from pricing import SHARES, N, costs, few, fractions

from mloss_econ.compliance import (
    pricing_out,
    pricing_out_empirical,
    pricing_out_pareto,
    pricing_out_scaled,
    pricing_out_truncated,
    pricing_out_two_budgets,
    pricing_out_uncertain,
)
from mloss_econ.kernel import baseline
from mloss_econ.sensitivity import break_even

PLAIN = [pricing_out, pricing_out_pareto, pricing_out_truncated, pricing_out_empirical]
SMOOTH = [pricing_out, pricing_out_pareto, pricing_out_truncated]
COSTED = [*PLAIN, pricing_out_scaled, pricing_out_uncertain, pricing_out_two_budgets]
plain, smooth, costed = (
    pytest.mark.parametrize("calculator", cs, ids=lambda c: c.name) for cs in (PLAIN, SMOOTH, COSTED)
)
BOTH = [pricing_out, pricing_out_pareto]
both = pytest.mark.parametrize("calculator", BOTH, ids=lambda c: c.name)


@costed
@given(a=costs, b=costs)
@few
def test_a_cost_that_rises_for_all_leaves_no_more_survivors(calculator: Any, a: float, b: float) -> None:
    low, high = (calculator.at(fixed_cost=c) for c in sorted((a, b)))
    for name in ("exit_share_funded", "value_lost"):
        assert getattr(low, name) <= getattr(high, name) + 1e-12


@plain
@given(cost=costs, exempt=st.floats(0, 1e7))
@few
def test_fixed_cost_takes_more_projects_than_budgets(calculator: Any, cost: float, exempt: float) -> None:
    out = calculator.at(fixed_cost=cost, zero_share=0.0)
    assert out.value_lost <= out.exit_share_funded + 1e-12
    freed = calculator.at(fixed_cost=cost, zero_share=0.0, exempt_below=exempt)
    for name in ("exit_share_funded", "value_lost", "use_lost", "exit_share", "use_lost_net", "derivative_use_lost"):
        assert getattr(freed, name) <= getattr(out, name) + 1e-12
    assert freed.exit_share_funded <= freed.covered_funded + 1e-12


@plain
@given(cost=costs, payable=fractions)
@few
def test_an_exemption_at_the_cutoff_ends_all_exit(calculator: Any, cost: float, payable: float) -> None:
    smallest = float(calculator.at(fixed_cost=cost, payable_share=payable).cutoff)
    out = calculator.at(fixed_cost=cost, payable_share=payable, exempt_below=smallest)
    for name in ("exit_share", "exit_share_funded", "value_lost", "use_lost", "derivative_use_lost"):
        assert_allclose(getattr(out, name), 0, atol=1e-12)


@smooth
@given(target_survival=fractions, cost=costs)
@few
def test_inverses(calculator: Any, target_survival: float, cost: float) -> None:
    """The largest cost, and the smallest exemption, that keep a share do keep it, and no more."""
    limits = calculator.at(target_survival=target_survival, fixed_cost=cost)
    for kind, lost in (("projects", "exit_share_funded"), ("value", "value_lost")):
        most = float(getattr(limits, f"largest_cost_{kind}"))
        if most < 1e300:
            assert_allclose(getattr(calculator.at(fixed_cost=most), lost), 1 - target_survival, rtol=1e-6)
            again = calculator.at(target_survival=1 - float(getattr(calculator.at(fixed_cost=most), lost)))
            assert_allclose(getattr(again, f"largest_cost_{kind}"), most, rtol=1e-6)
        free = float(getattr(limits, f"smallest_exemption_{kind}"))
        left = float(getattr(calculator.at(fixed_cost=cost, exempt_below=free), lost))
        before = float(getattr(limits, lost))
        if before <= 1 - target_survival:
            assert free == 0
        else:
            assert_allclose(left, 1 - target_survival, rtol=1e-6, atol=1e-9)


@plain
@given(share=st.floats(0, 1), exempt=st.floats(0, 1e6))
@few
def test_a_ban_takes_its_share_of_what_is_covered_and_left(calculator: Any, share: float, exempt: float) -> None:
    free, banned = (calculator.at(banned=b, exempt_below=exempt) for b in (0.0, share))
    left = free.covered_funded - free.exit_share_funded
    assert_allclose(banned.exit_share_funded, free.exit_share_funded + share * left, rtol=1e-9, atol=1e-12)
    whole = calculator.at(banned=1.0, fixed_cost=0.0)
    assert_allclose((whole.exit_share, whole.value_lost, whole.use_lost), 1, rtol=1e-12)


@pytest.mark.parametrize("calculator", [pricing_out_two_budgets, pricing_out_uncertain], ids=lambda c: c.name)
@pytest.mark.parametrize("output", ["exit_share_funded", "value_lost"])
def test_the_smallest_exemption_is_found_by_search(calculator: Any, output: str) -> None:
    case = baseline(calculator)
    half = float(getattr(case.outputs(), output)) / 2
    (found,) = break_even(case, vary="exempt_below", output=output, target=half).crossings
    assert_allclose(getattr(calculator.at(exempt_below=found.value), output), half, rtol=1e-6)


@pytest.mark.parametrize("rho", [-0.4, 0.6])
def test_an_exemption_where_costs_or_hours_differ_project_by_project(rho: float) -> None:
    a, b = np.random.default_rng(8).normal(size=(2, N))
    other = rho * a + np.sqrt(1 - rho * rho) * b
    budgets, cost, hours = 50_000 * np.exp(1.2 * a), 4_000 * np.exp(0.8 * other), 500 * np.exp(0.9 * other)
    x = {"median_budget": 50_000.0, "sigma": 1.2, "payable_share": 0.1, "exempt_below": 20_000.0, "use_elasticity": 0.5}
    out = pricing_out_uncertain.at(
        **x, fixed_cost=4_000.0, cost_sigma=0.8, cost_correlation=rho, unfunded_use=0.5, zero_share=0.3
    )
    exits = (cost > 0.1 * budgets) & (budgets >= 20_000)
    assert_allclose(out.exit_share, 0.7 * exits.mean(), atol=3e-3)  # unfunded projects are exempt
    assert_allclose(out.value_lost, budgets[exits].sum() / budgets.sum(), atol=5e-3)
    both = pricing_out_two_budgets.at(
        **x,
        fixed_cost=4_000.0,
        hours_needed=30.0,
        spare_share=0.1,
        median_hours=500.0,
        hours_sigma=0.9,
        hours_correlation=rho,
    )
    exits = ((0.1 * budgets < 4_000) | (0.1 * hours < 30)) & (budgets >= 20_000)
    assert_allclose(both.exit_share_funded, exits.mean(), atol=3e-3)
    assert_allclose(both.value_lost, budgets[exits].sum() / budgets.sum(), atol=8e-3)
    assert_allclose(both.use_lost, (budgets[exits] ** 0.5).sum() / (budgets**0.5).sum(), atol=5e-3)


# ---------------------------------------------------------------- lognormal and Pareto budgets


@both
@given(a=costs, b=costs)
def test_a_higher_cost_never_prices_out_less(calculator: Any, a: float, b: float) -> None:
    low, high = (calculator.at(fixed_cost=c) for c in sorted((a, b)))
    for name in SHARES:
        assert getattr(low, name) <= getattr(high, name)


@both
@given(cost=costs, factor=st.floats(0.001, 1000))
def test_only_relative_prices_matter(calculator: Any, cost: float, factor: float) -> None:
    budget = "median_budget" if calculator is pricing_out else "smallest_budget"
    base = float(getattr(baseline(calculator).point, budget))
    one = calculator.at(fixed_cost=cost)
    other = calculator.at({"fixed_cost": cost * factor, budget: base * factor})
    for name in SHARES:
        assert_allclose(getattr(other, name), getattr(one, name), rtol=1e-9, atol=1e-14)
    assert_allclose(other.cutoff, one.cutoff * factor, rtol=1e-13)
    assert_allclose(other.largest_cost_value, one.largest_cost_value * factor, rtol=1e-12)


@both
@given(cost=costs)
def test_budgets_go_more_slowly_than_projects(calculator: Any, cost: float) -> None:
    out = calculator.at(fixed_cost=cost, zero_share=0.0)
    assert 0 <= out.value_lost <= out.exit_share <= 1


@both
@given(target_survival=st.floats(0.05, 0.95), payable=st.floats(0.1, 1), grows=st.floats(0, 0.05))
def test_the_largest_cost_keeps_exactly_what_is_wanted(
    calculator: Any, target_survival: float, payable: float, grows: float
) -> None:
    changes = {
        "target_survival": target_survival,
        "payable_share": payable,
        "proportional_cost": grows,
        "zero_share": 0.0,
    }
    limits = calculator.at(**changes)
    count = calculator.at(**changes, fixed_cost=float(limits.largest_cost_projects))
    value = calculator.at(**changes, fixed_cost=float(limits.largest_cost_value))
    assert_allclose(count.exit_share, 1 - target_survival, rtol=1e-8)
    assert_allclose(value.value_lost, 1 - target_survival, rtol=1e-8)


@both
def test_no_cost_prices_nobody_out(calculator: Any) -> None:
    out = calculator.at(fixed_cost=0.0, hours_needed=0.0)
    assert (float(out.cutoff), float(out.exit_share), float(out.value_lost)) == (0, 0, 0)


@both
def test_projects_without_a_budget_exit_for_want_of_hours_not_of_money(calculator: Any) -> None:
    out = calculator.at(fixed_cost=1e9, zero_share=1.0, hours_needed=0.0)
    assert float(out.exit_share) == 0
    out = calculator.at(fixed_cost=1e-9, zero_share=1.0, hours_needed=50.0, spare_share=0.1, median_hours=500.0)
    assert_allclose(out.exit_share, 0.5, rtol=1e-9)


@both
@pytest.mark.parametrize("grows", [0.1, 0.2, 1.0])
def test_a_cost_that_takes_the_whole_payable_share_prices_everybody_out(calculator: Any, grows: float) -> None:
    out = calculator.at(fixed_cost=1000.0, payable_share=0.1, proportional_cost=grows, zero_share=0.0)
    assert np.isposinf(out.cutoff)
    assert (float(out.exit_share), float(out.value_lost)) == (1, 1)


@both
def test_it_does_so_without_a_fixed_cost_too(calculator: Any) -> None:
    out = calculator.at(fixed_cost=0.0, payable_share=0.1, proportional_cost=0.2, zero_share=0.0)
    assert (float(out.exit_share), float(out.value_lost)) == (1, 1)


@both
def test_without_any_cost_nothing_need_be_payable(calculator: Any) -> None:
    out = calculator.at(fixed_cost=0.0, payable_share=0.0, proportional_cost=0.0, hours_needed=0.0)
    assert (float(out.exit_share), float(out.value_lost)) == (0, 0)
