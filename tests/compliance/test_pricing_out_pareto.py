"""Who is priced out of Pareto budgets: against SciPy, and the edges of the tail exponent."""

import numpy as np
import pytest
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose
from pricing import SHARES, costs, wide_fractions as fractions
from scipy import stats

from mloss_econ.compliance import pricing_out_pareto, pricing_out_truncated
from mloss_econ.errors import InputError


@given(costs, fractions, st.floats(100, 1e6), st.floats(1.05, 5), fractions)
def test_pareto_shares_are_those_of_scipy(cost: float, payable: float, low: float, alpha: float, zero: float) -> None:
    out = pricing_out_pareto.at(
        fixed_cost=cost,
        payable_share=payable,
        proportional_cost=0.0,
        smallest_budget=low,
        tail_exponent=alpha,
        zero_share=zero,
        hours_needed=1e12,
    )
    cutoff = cost / payable
    assert_allclose(
        out.exit_share, zero + (1 - zero) * stats.pareto(alpha, scale=low).cdf(cutoff), rtol=1e-9, atol=1e-15
    )
    weighted = stats.pareto(alpha - 1, scale=low)  # budgets weighted by themselves
    assert_allclose(out.value_lost, weighted.cdf(cutoff), rtol=1e-8, atol=1e-14)


def test_a_cost_every_pareto_budget_can_bear_prices_out_no_funded_project() -> None:
    out = pricing_out_pareto.at(fixed_cost=100.0, payable_share=0.1, smallest_budget=2000.0, zero_share=0.0)
    assert (float(out.cutoff), float(out.exit_share), float(out.value_lost)) == (1000, 0, 0)


def test_extreme_exponents_stay_shares() -> None:
    out = pricing_out_pareto.at(tail_exponent=np.array([1.0000001, 1.1, 50.0]), fixed_cost=1e6)
    for name in SHARES:
        assert ((getattr(out, name) >= 0) & (getattr(out, name) <= 1)).all()


def test_a_pareto_without_a_mean_is_refused_with_the_way_out() -> None:
    for alpha in (1.0, 0.9):
        with pytest.raises(InputError, match=r"tail_exponent: .* outside the bounds .* use pricing_out_truncated"):
            pricing_out_pareto.at(tail_exponent=alpha)
    assert pricing_out_truncated.at(tail=0.9).value_lost >= 0
