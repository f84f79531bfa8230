"""Who is priced out of lognormal budgets: against SciPy, with unfunded projects, use and cutoffs without end."""

import numpy as np
import pytest
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose
from pricing import costs, wide_fractions as fractions
from scipy import stats

from mloss_econ.compliance import pricing_out
from mloss_econ.engine import simulate, summary
from mloss_econ.errors import InputError
from mloss_econ.kernel import baseline
from mloss_econ.uncertainty import discrete


@given(
    *(costs, fractions, st.floats(100, 1e7), st.floats(0.1, 4), fractions, st.floats(0, 4), fractions, fractions),
    st.floats(1e-3, 1e4),
)
def test_lognormal_shares_are_those_of_scipy(
    cost: float,
    payable: float,
    median: float,
    sigma: float,
    zero: float,
    usage: float,
    rho: float,
    unfunded: float,
    needed: float,
) -> None:
    out = pricing_out.at(
        fixed_cost=cost,
        payable_share=payable,
        proportional_cost=0.0,
        median_budget=median,
        sigma=sigma,
        zero_share=zero,
        use_elasticity=rho * usage / sigma,  # from spread and correlation of the logarithms
        unfunded_use=unfunded,
        hours_needed=needed,
        spare_share=payable,
        median_hours=500.0,
        hours_sigma=sigma,
    )
    cutoff = cost / payable
    budgets = stats.lognorm(s=sigma, scale=median)
    by_value = stats.lognorm(s=sigma, scale=median * np.exp(sigma**2))  # budgets weighted by themselves
    by_use = stats.lognorm(s=sigma, scale=median * np.exp(rho * usage * sigma))
    assert_allclose(out.cutoff, cutoff, rtol=1e-14)
    assert_allclose(out.exit_share_funded, budgets.cdf(cutoff), rtol=1e-9, atol=1e-300)
    short = stats.lognorm(s=sigma, scale=500.0).cdf(needed / payable)
    assert_allclose(out.exit_share_unfunded, short, rtol=1e-9, atol=1e-300)
    assert_allclose(out.exit_share, zero * short + (1 - zero) * budgets.cdf(cutoff), rtol=1e-9, atol=1e-300)
    assert_allclose(out.value_lost, by_value.cdf(cutoff), rtol=1e-8, atol=1e-300)
    lost = unfunded * short + (1 - unfunded) * by_use.cdf(cutoff)
    assert_allclose(out.use_lost, lost, rtol=1e-8, atol=1e-300)


def test_unfunded_projects_do_not_change_the_shares_of_budgets() -> None:
    few, many = (pricing_out.at(zero_share=z) for z in (0.1, 0.9))
    assert few.value_lost == many.value_lost
    assert few.exit_share_funded == many.exit_share_funded
    assert few.exit_share_unfunded == many.exit_share_unfunded
    assert float(many.exit_share) != float(few.exit_share)


@given(st.floats(0, 2), st.floats(0, 1))
def test_use_that_follows_budgets_closely_is_lost_least(most: float, part: float) -> None:
    loose, close = (pricing_out.at(use_elasticity=b) for b in (most * part, most))
    assert close.use_lost <= loose.use_lost
    apart = pricing_out.at(use_elasticity=0.0, unfunded_use=0.0)
    assert_allclose(apart.use_lost, apart.exit_share_funded, rtol=1e-14)
    as_budgets = pricing_out.at(use_elasticity=1.0, unfunded_use=0.0)
    assert_allclose(as_budgets.use_lost, as_budgets.value_lost, rtol=1e-14)
    assert_allclose(as_budgets.use_lost_net, as_budgets.use_lost * (1 - baseline(pricing_out).point.share_replaced))


@pytest.mark.parametrize(("spare", "short"), [(0.1, 0.484), (0.3, 0.127)])
def test_a_label_of_48_hours(spare: float, short: float) -> None:
    """48.03 hours of a median of 500, spread 1: 48.4 % of unfunded projects exit at a tenth to spare, 12.7 % at 30 %;
    of 200,000 projects drawn, about as many."""
    x = {"hours_needed": 48.03, "spare_share": spare, "median_hours": 500.0, "hours_sigma": 1.0}
    y = pricing_out.at(**x)
    assert_allclose(y.exit_share_unfunded, short, atol=5e-4)
    hours = 500.0 * np.exp(np.random.default_rng(6).normal(size=200_000))
    assert_allclose(y.exit_share_unfunded, (spare * hours < 48.03).mean(), atol=4e-3)


@given(st.floats(0, 1e4), st.floats(0, 1e4))
def test_more_hours_never_drive_out_fewer(a: float, b: float) -> None:
    low, high = (pricing_out.at(hours_needed=h).exit_share_unfunded for h in sorted((a, b)))
    assert low <= high
    assert pricing_out.at(hours_needed=0.0, fixed_cost=1e6).exit_share_unfunded == 0


def test_unfunded_projects_exit_only_if_covered_and_short_of_hours() -> None:
    changes = {"zero_share": 0.6, "unfunded_use": 0.5, "median_budget": 1e12, "hours_needed": 1e9}
    assert_allclose(pricing_out.at(**changes).exit_share, 0.6, atol=1e-6)
    assert_allclose(pricing_out.at(**changes, exempt_below=1.0).exit_share, 0, atol=1e-6)
    asked = changes | {"hours_needed": 0.0}
    assert_allclose(pricing_out.at(**asked).exit_share, 0, atol=1e-6)
    assert_allclose(pricing_out.at(**asked, fixed_cost=0.0, banned=0.3).exit_share, 0.3, atol=1e-6)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"fixed_cost": -5.0}, r"fixed_cost: -5 is outside the bounds 0 to inf \(money/year\)"),
        ({"payable_share": 1.2}, r"payable_share: 1.2 is outside the bounds 0 to 1"),
        ({"banned": -0.1}, r"banned: -0.1 is outside the bounds 0 to 1"),
        ({"exempt_below": -1.0}, r"exempt_below: -1 is outside"),
        ({"target_survival": 0.0}, r"target_survival: 0 is outside the bounds 0.01 to 1"),
    ],
)
def test_what_makes_no_sense_is_refused(changes: dict[str, float], words: str) -> None:
    with pytest.raises(InputError, match=words):
        pricing_out.at(**changes)


def test_a_cutoff_above_every_budget_is_no_gap_either() -> None:
    half = discrete(values=[0.0, 0.2], weights=[0.5, 0.5])
    run = simulate(baseline(pricing_out).but("nothing payable in half", payable_share=half), n=256, seed=1)
    said = summary(run)
    assert "Not finite: 'cutoff' is infinite in 128 of 256 rows." in said.notes
    assert {row.path: row.mean.value for row in said.rows}["exit_share_funded"] > 0.5


def test_an_exemption_that_none_is_large_enough_for_is_no_gap() -> None:
    """All are to be kept, and in half of the draws nobody can pay."""
    half = discrete(values=[0.0, 0.2], weights=[0.5, 0.5])
    case = baseline(pricing_out).but("nothing payable in half", payable_share=half, target_survival=1.0)
    notes = summary(simulate(case, n=256, seed=1)).notes
    for path in ("cutoff", "smallest_exemption_projects", "smallest_exemption_value"):
        assert f"Not finite: '{path}' is infinite in 128 of 256 rows." in notes
