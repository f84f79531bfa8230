"""All forms of pricing out: the laws they share, and each against a population of projects looked at one by one."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from numpy.testing import assert_allclose

from mloss_econ.compliance import (
    exemption,
    pricing_out,
    pricing_out_empirical,
    pricing_out_pareto,
    pricing_out_scaled,
    pricing_out_truncated,
    pricing_out_two_budgets,
    pricing_out_uncertain,
)
from mloss_econ.errors import InputError
from mloss_econ.kernel import baseline
from mloss_econ.sensitivity import break_even

PLAIN = [pricing_out, pricing_out_pareto, pricing_out_truncated, pricing_out_empirical]
SMOOTH = [pricing_out, pricing_out_pareto, pricing_out_truncated]
COSTED = [*PLAIN, pricing_out_scaled, pricing_out_uncertain, pricing_out_two_budgets]
plain, smooth, costed = (
    pytest.mark.parametrize("calculator", cs, ids=lambda c: c.name) for cs in (PLAIN, SMOOTH, COSTED)
)
costs = st.floats(1, 1e7)
parts = st.floats(0.02, 0.98)
few = settings(max_examples=15)
N = 400_000


@costed
@given(a=costs, b=costs)
@few
def test_a_cost_that_rises_for_all_leaves_no_more_survivors(calculator: Any, a: float, b: float) -> None:
    low, high = (calculator.at(fixed_cost=c) for c in sorted((a, b)))
    for name in ("priced_out_paid", "value_lost"):
        assert getattr(low, name) <= getattr(high, name) + 1e-12


@plain
@given(cost=costs, exempt=st.floats(0, 1e7))
@few
def test_fixed_cost_takes_more_projects_than_budgets(calculator: Any, cost: float, exempt: float) -> None:
    out = calculator.at(fixed_cost=cost, zero_share=0.0)
    assert out.value_lost <= out.priced_out_paid + 1e-12
    freed = calculator.at(fixed_cost=cost, zero_share=0.0, exempt_below=exempt)
    for name in ("priced_out_paid", "value_lost", "use_lost", "priced_out", "use_lost_net", "derivative_use_lost"):
        assert getattr(freed, name) <= getattr(out, name) + 1e-12
    assert freed.priced_out_paid <= freed.covered_paid + 1e-12


def test_a_cost_that_grows_faster_than_size_takes_more_of_the_budgets() -> None:
    out = pricing_out_scaled.at(fixed_cost=60_000.0, payable_share=0.1, reference_budget=1e6, scale_elasticity=1.5)
    assert out.value_lost > out.priced_out_paid > 0


@plain
@given(cost=costs, payable=parts)
@few
def test_an_exemption_at_the_cutoff_ends_all_exit(calculator: Any, cost: float, payable: float) -> None:
    smallest = float(calculator.at(fixed_cost=cost, payable_share=payable).cutoff)
    out = calculator.at(fixed_cost=cost, payable_share=payable, exempt_below=smallest)
    for name in ("priced_out", "priced_out_paid", "value_lost", "use_lost", "derivative_use_lost"):
        assert_allclose(getattr(out, name), 0, atol=1e-12)


@smooth
@given(keep=parts, cost=costs)
@few
def test_inverses(calculator: Any, keep: float, cost: float) -> None:
    """The largest cost, and the smallest exemption, that keep a share do keep it, and no more."""
    limits = calculator.at(keep=keep, fixed_cost=cost)
    for kind, lost in (("projects", "priced_out_paid"), ("value", "value_lost")):
        most = float(getattr(limits, f"largest_cost_{kind}"))
        if most < 1e300:
            assert_allclose(getattr(calculator.at(fixed_cost=most), lost), 1 - keep, rtol=1e-6)
            again = calculator.at(keep=1 - float(getattr(calculator.at(fixed_cost=most), lost)))
            assert_allclose(getattr(again, f"largest_cost_{kind}"), most, rtol=1e-6)
        free = float(getattr(limits, f"smallest_exemption_{kind}"))
        left = float(getattr(calculator.at(fixed_cost=cost, exempt_below=free), lost))
        before = float(getattr(limits, lost))
        if before <= 1 - keep:
            assert free == 0
        else:
            assert_allclose(left, 1 - keep, rtol=1e-6, atol=1e-9)


@plain
@given(part=st.floats(0, 1), exempt=st.floats(0, 1e6))
@few
def test_a_ban_takes_its_part_of_what_is_covered_and_left(calculator: Any, part: float, exempt: float) -> None:
    free, banned = (calculator.at(banned=b, exempt_below=exempt) for b in (0.0, part))
    left = free.covered_paid - free.priced_out_paid
    assert_allclose(banned.priced_out_paid, free.priced_out_paid + part * left, rtol=1e-9, atol=1e-12)
    whole = calculator.at(banned=1.0, fixed_cost=0.0)
    assert_allclose((whole.priced_out, whole.value_lost, whole.use_lost), 1, rtol=1e-12)


def test_unpaid_projects_stop_only_if_covered_and_asked() -> None:
    changes = {"zero_share": 0.6, "unpaid_use": 0.5, "median_budget": 1e12}
    assert_allclose(pricing_out.at(**changes).priced_out, 0.6, atol=1e-6)
    assert_allclose(pricing_out.at(**changes, exempt_below=1.0).priced_out, 0, atol=1e-6)
    assert_allclose(pricing_out.at(**changes, fixed_cost=0.0).priced_out, 0, atol=1e-12)
    assert_allclose(pricing_out.at(**changes, fixed_cost=0.0, banned=0.3).priced_out, 0.3, atol=1e-6)


def test_a_pareto_without_a_mean_is_refused_with_the_way_out() -> None:
    for alpha in (1.0, 0.9):
        with pytest.raises(InputError, match=r"tail_exponent: .* outside the bounds .* use pricing_out_truncated"):
            pricing_out_pareto.at(tail_exponent=alpha)
    assert pricing_out_truncated.at(tail=0.9).value_lost >= 0


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"fixed_cost": -5.0}, r"fixed_cost: -5 is outside the bounds 0 to inf \(money/year\)"),
        ({"payable_share": 1.2}, r"payable_share: 1.2 is outside the bounds 0 to 1"),
        ({"banned": -0.1}, r"banned: -0.1 is outside the bounds 0 to 1"),
        ({"exempt_below": -1.0}, r"exempt_below: -1 is outside"),
        ({"keep": 0.0}, r"keep: 0 is outside the bounds 0.01 to 1"),
    ],
)
def test_what_makes_no_sense_is_refused(changes: dict[str, float], words: str) -> None:
    with pytest.raises(InputError, match=words):
        pricing_out.at(**changes)


# ---------------------------------------------------------------- cost that grows with size


@given(cost=st.floats(100, 1e6), e=st.floats(0, 0.95), payable=parts)
@few
def test_a_cutoff_is_where_cost_meets_what_is_payable(cost: float, e: float, payable: float) -> None:
    out = pricing_out_scaled.at(fixed_cost=cost, scale_elasticity=e, payable_share=payable, reference_budget=1e5)
    size = float(out.cutoff)
    if 1e-200 < size < 1e200:
        assert_allclose(cost * (size / 1e5) ** e, payable * size, rtol=1e-8)


@given(cost=costs, payable=parts, grows=st.floats(0, 0.01), keep=parts)
@few
def test_elasticity_0_is_the_plain_cost(cost: float, payable: float, grows: float, keep: float) -> None:
    changes = {"fixed_cost": cost, "payable_share": payable, "proportional_cost": grows, "keep": keep}
    flat, scaled = pricing_out.at(**changes), pricing_out_scaled.at(**changes, scale_elasticity=0.0)
    for name in type(flat).model_fields:
        assert_allclose(getattr(scaled, name), getattr(flat, name), rtol=1e-9, atol=1e-12, err_msg=name)


@pytest.mark.parametrize(("cost", "share"), [(9_999.0, 0.0), (10_001.0, 1.0)])
def test_elasticity_1_has_no_cutoff(cost: float, share: float) -> None:
    out = pricing_out_scaled.at(fixed_cost=cost, payable_share=0.1, reference_budget=1e5, scale_elasticity=1.0)
    assert (float(out.priced_out_paid), float(out.value_lost)) == (share, share)
    assert float(out.cutoff) in (0.0, np.inf)


@pytest.mark.parametrize("e", [0.4, 0.9, 1.3, 2.0])
def test_growing_cost_project_by_project(e: float) -> None:
    budgets = 50_000 * np.exp(1.5 * np.random.default_rng(3).normal(size=N))
    x = {"median_budget": 50_000.0, "sigma": 1.5, "payable_share": 0.1, "proportional_cost": 0.02, "zero_share": 0.0}
    out = pricing_out_scaled.at(**x, fixed_cost=9_000.0, reference_budget=2e5, scale_elasticity=e, exempt_below=1e4)
    stops = (9_000 * (budgets / 2e5) ** e > 0.08 * budgets) & (budgets >= 1e4)
    assert_allclose(out.priced_out_paid, stops.mean(), atol=3e-3)
    assert_allclose(out.value_lost, budgets[stops].sum() / budgets.sum(), atol=8e-3)
    wide = pricing_out_scaled.at(**x, fixed_cost=9_000.0, reference_budget=2e5, scale_elasticity=e, exempt_below=2e6)
    stops = (9_000 * (budgets / 2e5) ** e > 0.08 * budgets) & (budgets >= 2e6)
    assert_allclose(wide.priced_out_paid, stops.mean(), atol=1e-3)
    limits = pricing_out_scaled.at(**x, reference_budget=2e5, scale_elasticity=e, keep=0.7)
    for kind, lost in (("projects", "priced_out_paid"), ("value", "value_lost")):
        most = getattr(limits, f"largest_cost_{kind}")
        at = pricing_out_scaled.at(**x, fixed_cost=most, reference_budget=2e5, scale_elasticity=e)
        assert_allclose(getattr(at, lost), 0.3, rtol=1e-7)


# ---------------------------------------------------------------- costs that differ, two budgets


@pytest.mark.parametrize("rho", [-0.5, 0.0, 0.7])
def test_costs_that_differ_project_by_project(rho: float) -> None:
    a, b = np.random.default_rng(4).normal(size=(2, N))
    budgets, cost = 50_000 * np.exp(1.2 * a), 4_000 * np.exp(0.8 * (rho * a + np.sqrt(1 - rho * rho) * b))
    x = {"median_budget": 50_000.0, "sigma": 1.2, "payable_share": 0.1, "cost_sigma": 0.8, "cost_correlation": rho}
    out = pricing_out_uncertain.at(**x, fixed_cost=4_000.0, use_elasticity=0.5, unpaid_use=0.0, zero_share=0.0)
    stops = cost > 0.1 * budgets
    assert_allclose(out.priced_out, stops.mean(), atol=3e-3)
    assert_allclose(out.value_lost, budgets[stops].sum() / budgets.sum(), atol=5e-3)
    assert_allclose(out.use_lost, np.sqrt(budgets[stops]).sum() / np.sqrt(budgets).sum(), atol=4e-3)
    assert_allclose(out.mean_cost, cost.mean(), rtol=0.01)
    limits = pricing_out_uncertain.at(**x, keep=0.8)
    assert_allclose(pricing_out_uncertain.at(**x, fixed_cost=limits.largest_cost_projects).priced_out_paid, 0.2)
    assert_allclose(pricing_out_uncertain.at(**x, fixed_cost=limits.largest_cost_value).value_lost, 0.2, rtol=1e-9)


@given(cost=costs)
def test_without_a_spread_of_cost_it_is_the_plain_one(cost: float) -> None:
    same = pricing_out_uncertain.at(fixed_cost=cost, cost_sigma=0.0)
    flat = pricing_out.at(fixed_cost=cost)
    assert_allclose((same.priced_out, same.value_lost), (flat.priced_out, flat.value_lost), rtol=1e-9, atol=1e-12)


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
    stops = (0.1 * cash < 3_000) | (0.1 * hours < 30)
    assert_allclose(out.priced_out_paid, stops.mean(), atol=3e-3)
    assert_allclose(out.value_lost, cash[stops].sum() / cash.sum(), atol=8e-3)
    assert_allclose(out.use_lost, (cash[stops] ** 0.4).sum() / (cash**0.4).sum(), atol=4e-3)
    assert out.priced_out_paid >= max(float(out.short_of_cash), float(out.short_of_hours)) - 1e-9


@pytest.mark.parametrize("calculator", [pricing_out_two_budgets, pricing_out_uncertain], ids=lambda c: c.name)
@pytest.mark.parametrize("output", ["priced_out_paid", "value_lost"])
def test_the_smallest_exemption_is_found_by_search(calculator: Any, output: str) -> None:
    case = baseline(calculator)
    half = float(getattr(case.outputs(), output)) / 2
    (found,) = break_even(calculator, case, vary="exempt_below", output=output, target=half).crossings
    assert_allclose(getattr(calculator.at(exempt_below=found.value), output), half, rtol=1e-6)


@pytest.mark.parametrize("rho", [-0.4, 0.6])
def test_an_exemption_where_costs_or_hours_differ_project_by_project(rho: float) -> None:
    a, b = np.random.default_rng(8).normal(size=(2, N))
    other = rho * a + np.sqrt(1 - rho * rho) * b
    budgets, cost, hours = 50_000 * np.exp(1.2 * a), 4_000 * np.exp(0.8 * other), 500 * np.exp(0.9 * other)
    x = {"median_budget": 50_000.0, "sigma": 1.2, "payable_share": 0.1, "exempt_below": 20_000.0, "use_elasticity": 0.5}
    out = pricing_out_uncertain.at(
        **x, fixed_cost=4_000.0, cost_sigma=0.8, cost_correlation=rho, unpaid_use=0.5, zero_share=0.3
    )
    stops = (cost > 0.1 * budgets) & (budgets >= 20_000)
    assert_allclose(out.priced_out, 0.7 * stops.mean(), atol=3e-3)  # the unpaid are exempt
    assert_allclose(out.value_lost, budgets[stops].sum() / budgets.sum(), atol=5e-3)
    both = pricing_out_two_budgets.at(
        **x,
        fixed_cost=4_000.0,
        hours_needed=30.0,
        spare_share=0.1,
        median_hours=500.0,
        hours_sigma=0.9,
        hours_correlation=rho,
    )
    stops = ((0.1 * budgets < 4_000) | (0.1 * hours < 30)) & (budgets >= 20_000)
    assert_allclose(both.priced_out_paid, stops.mean(), atol=3e-3)
    assert_allclose(both.value_lost, budgets[stops].sum() / budgets.sum(), atol=8e-3)
    assert_allclose(both.use_lost, (budgets[stops] ** 0.5).sum() / (budgets**0.5).sum(), atol=5e-3)


def test_the_largest_cost_that_two_budgets_bear_is_found_by_search() -> None:
    case = baseline(pricing_out_two_budgets)
    (found,) = break_even(
        pricing_out_two_budgets, case, vary="fixed_cost", output="priced_out_paid", target=0.6
    ).crossings
    assert_allclose(pricing_out_two_budgets.at(fixed_cost=found.value).priced_out_paid, 0.6, rtol=1e-6)


def test_independent_budgets_multiply_and_free_ones_do_not_bind() -> None:
    out = pricing_out_two_budgets.at(hours_correlation=0.0)
    assert_allclose(1 - out.priced_out_paid, (1 - out.short_of_cash) * (1 - out.short_of_hours), rtol=1e-12)
    free = pricing_out_two_budgets.at(hours_needed=0.0)
    assert_allclose(free.priced_out_paid, free.short_of_cash, rtol=1e-9)
    none = pricing_out_two_budgets.at(spare_share=0.0)
    assert none.priced_out_paid == 1


# ---------------------------------------------------------------- avoidance


@pytest.mark.parametrize("grows", [0.0, 0.03])
@pytest.mark.parametrize("threshold", [5_000.0, 60_000.0, 400_000.0])
def test_avoidance_project_by_project(threshold: float, grows: float) -> None:
    """Each project takes the better of staying, shrinking to the threshold, and stopping."""
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
    assert (np.maximum(stay, shrink)[above] >= 0).all()  # nobody need stop
    assert_allclose(out.bunching, shrinks.mean(), atol=3e-3)
    assert_allclose(out.value_lost_with_avoidance, (budgets - threshold)[shrinks].sum() / budgets.sum(), atol=4e-3)
    stops = above & (stay < 0)
    assert_allclose(out.out_without_avoidance, stops.mean(), atol=3e-3)
    assert_allclose(out.value_lost_without_avoidance, budgets[stops].sum() / budgets.sum(), atol=4e-3)
    use = budgets**0.5
    assert_allclose(out.use_lost_without_avoidance, use[stops].sum() / use.sum(), atol=4e-3)
    assert_allclose(
        (out.exempt_projects, out.exempt_budgets), (1 - above.mean(), budgets[~above].sum() / budgets.sum()), atol=5e-3
    )


@given(cost=costs, payable=parts)
@few
def test_at_the_cutoff_nobody_stops_and_shrinking_loses_value(cost: float, payable: float) -> None:
    smallest = float(exemption.at(fixed_cost=cost, payable_share=payable).cutoff)
    out = exemption.at(fixed_cost=cost, payable_share=payable, exemption_threshold=smallest)
    assert_allclose(out.out_without_avoidance, 0, atol=1e-12)
    assert out.value_lost_with_avoidance >= out.value_lost_without_avoidance == 0


def test_without_a_cost_nobody_shrinks() -> None:
    out = exemption.at(fixed_cost=0.0, exemption_threshold=50_000.0)
    assert (float(out.bunching), float(out.value_lost_with_avoidance)) == (0, 0)
