"""Who is priced out by a cost that grows with size: the cutoff, and project by project."""

import numpy as np
import pytest
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose
from pricing import N, costs, few, fractions

from mloss_econ.compliance import pricing_out, pricing_out_scaled


def test_a_cost_that_grows_faster_than_size_takes_more_of_the_budgets() -> None:
    out = pricing_out_scaled.at(fixed_cost=60_000.0, payable_share=0.1, reference_budget=1e6, scale_elasticity=1.5)
    assert out.value_lost > out.exit_share_funded > 0


@given(cost=st.floats(100, 1e6), e=st.floats(0, 0.95), payable=fractions)
@few
def test_a_cutoff_is_where_cost_meets_what_is_payable(cost: float, e: float, payable: float) -> None:
    out = pricing_out_scaled.at(fixed_cost=cost, scale_elasticity=e, payable_share=payable, reference_budget=1e5)
    size = float(out.cutoff)
    if 1e-200 < size < 1e200:
        assert_allclose(cost * (size / 1e5) ** e, payable * size, rtol=1e-8)


@given(cost=costs, payable=fractions, grows=st.floats(0, 0.01), target_survival=fractions)
@few
def test_elasticity_0_is_the_plain_cost(cost: float, payable: float, grows: float, target_survival: float) -> None:
    changes = {
        "fixed_cost": cost,
        "payable_share": payable,
        "proportional_cost": grows,
        "target_survival": target_survival,
    }
    flat, scaled = pricing_out.at(**changes), pricing_out_scaled.at(**changes, scale_elasticity=0.0)
    for name in type(flat).model_fields:
        assert_allclose(getattr(scaled, name), getattr(flat, name), rtol=1e-9, atol=1e-12, err_msg=name)


@pytest.mark.parametrize(("cost", "share"), [(9_999.0, 0.0), (10_001.0, 1.0)])
def test_elasticity_1_has_no_cutoff(cost: float, share: float) -> None:
    out = pricing_out_scaled.at(fixed_cost=cost, payable_share=0.1, reference_budget=1e5, scale_elasticity=1.0)
    assert (float(out.exit_share_funded), float(out.value_lost)) == (share, share)
    assert float(out.cutoff) in (0.0, np.inf)


@pytest.mark.parametrize("e", [0.4, 0.9, 1.3, 2.0])
def test_growing_cost_project_by_project(e: float) -> None:
    budgets = 50_000 * np.exp(1.5 * np.random.default_rng(3).normal(size=N))
    x = {"median_budget": 50_000.0, "sigma": 1.5, "payable_share": 0.1, "proportional_cost": 0.02, "zero_share": 0.0}
    out = pricing_out_scaled.at(**x, fixed_cost=9_000.0, reference_budget=2e5, scale_elasticity=e, exempt_below=1e4)
    exits = (9_000 * (budgets / 2e5) ** e > 0.08 * budgets) & (budgets >= 1e4)
    assert_allclose(out.exit_share_funded, exits.mean(), atol=3e-3)
    assert_allclose(out.value_lost, budgets[exits].sum() / budgets.sum(), atol=8e-3)
    wide = pricing_out_scaled.at(**x, fixed_cost=9_000.0, reference_budget=2e5, scale_elasticity=e, exempt_below=2e6)
    exits = (9_000 * (budgets / 2e5) ** e > 0.08 * budgets) & (budgets >= 2e6)
    assert_allclose(wide.exit_share_funded, exits.mean(), atol=1e-3)
    limits = pricing_out_scaled.at(**x, reference_budget=2e5, scale_elasticity=e, target_survival=0.7)
    for kind, lost in (("projects", "exit_share_funded"), ("value", "value_lost")):
        most = getattr(limits, f"largest_cost_{kind}")
        at = pricing_out_scaled.at(**x, fixed_cost=most, reference_budget=2e5, scale_elasticity=e)
        assert_allclose(getattr(at, lost), 0.3, rtol=1e-7)
