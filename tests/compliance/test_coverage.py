"""Who is covered: against one project at a time, SciPy's lognormal, and stepping through the years."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose
from scipy import stats

from mloss_econ.compliance import coverage
from mloss_econ.errors import InputError
from mloss_econ.kernel import baseline

TRIGGERS = ("compute_trigger", "capability_trigger", "cluster_trigger", "cost_trigger", "revenue_trigger")
triggers = st.fixed_dictionaries(
    {
        "compute_trigger": st.sampled_from([0.0, 1e21, 1e23, 1e25, 1e26]),
        "capability_trigger": st.sampled_from([0.0, 1e23, 1e25]),
        "cluster_trigger": st.sampled_from([0.0, 1e17, 1e20]),
        "cost_trigger": st.sampled_from([0.0, 1e4, 1e8]),
        "revenue_trigger": st.sampled_from([0.0, 1e5, 5e7]),
        "staff_trigger": st.sampled_from([0.0, 3.0, 50.0]),
    }
)
worlds = st.fixed_dictionaries(
    {
        "run_share": st.floats(0.05, 1),
        "gpu_hour": st.floats(0.5, 5),
        "utilisation": st.floats(0.1, 0.6),
        "cost_halving": st.floats(1, 4),
        "capability_halving": st.floats(0.2, 2),
        "median_budget": st.floats(1e4, 1e6),
        "sigma": st.floats(1, 3),
        "years_ahead": st.floats(0, 6),
        "size_test": st.floats(1e5, 1e8),
    }
)


def is_covered(budget: float, proposal: Any, x: Any, years: float) -> bool:
    """One project with what it can buy, trigger by trigger."""
    money = float(x.run_share) * budget * 2 ** (years / float(x.cost_halving))  # in today's prices of computing
    hours = money / float(x.gpu_hour)
    operations = hours * 3600 * float(x.peak) * float(x.utilisation)
    machines = hours / (float(x.run_length) * 365.25 * 24)
    reaches = {
        "compute_trigger": operations,
        "capability_trigger": operations * 2 ** (years / float(x.capability_halving)),
        "cluster_trigger": machines * float(x.peak),
        "cost_trigger": float(x.run_share) * budget,
        "revenue_trigger": budget,
        "staff_trigger": budget / float(x.budget_per_person),
    }
    return all(reaches[name] >= trigger for name, trigger in proposal.items())


@given(triggers, worlds)
def test_the_smallest_covered_budget_is_where_projects_begin_to_meet_every_trigger(proposal: Any, world: Any) -> None:
    out, base = coverage.at({**proposal, **world}), baseline(coverage).point.model_copy(update=world)
    for least, years in ((out.exempt_below, 0.0), (out.exempt_below_later, world["years_ahead"])):
        assert is_covered(float(least) * (1 + 1e-9), proposal, base, years)
        if least > 0:
            assert not is_covered(float(least) * (1 - 1e-9), proposal, base, years)
        else:
            assert not any(proposal.values())


@given(triggers, worlds)
def test_shares_are_those_of_scipy(proposal: Any, world: Any) -> None:
    out = coverage.at({**proposal, **world})
    budgets = stats.lognorm(s=world["sigma"], scale=world["median_budget"])
    weighted = stats.lognorm(s=world["sigma"], scale=world["median_budget"] * np.exp(world["sigma"] ** 2))
    small = budgets.cdf(world["size_test"])
    for least, count, value, of_small in (
        (out.exempt_below, out.covered, out.covered_budgets, out.small_covered),
        (out.exempt_below_later, out.covered_later, out.covered_budgets_later, out.small_covered_later),
    ):
        assert_allclose(count, budgets.sf(least), rtol=1e-8)
        assert_allclose(value, weighted.sf(least), rtol=1e-8)
        assert_allclose(of_small, max(small - budgets.cdf(least), 0.0) / small, rtol=1e-7, atol=1e-12)


@given(triggers, worlds, st.sampled_from(TRIGGERS), st.floats(1, 1e3))
def test_a_higher_trigger_never_covers_more_and_time_never_covers_less(
    proposal: Any, world: Any, which: str, factor: float
) -> None:
    low, high = (coverage.at({**proposal, **world, which: proposal[which] * f}) for f in (1.0, factor))
    for name in ("covered", "covered_later", "covered_budgets", "small_covered", "small_covered_later"):
        assert getattr(high, name) <= getattr(low, name)
    assert high.exempt_below >= low.exempt_below
    assert low.exempt_below_later <= low.exempt_below
    assert low.covered_later >= low.covered


@given(st.floats(1e22, 1e26), st.floats(1e4, 1e8), st.floats(0.5, 4), st.floats(0.2, 2))
def test_years_to_a_trigger_by_stepping(trigger: float, budget: float, halving: float, methods: float) -> None:
    wanted = {"compute_trigger": trigger, "capability_trigger": trigger, "own_budget": budget}
    out = coverage.at({**wanted, "cost_halving": halving, "capability_halving": methods})
    afford = float(baseline(coverage).point.run_share) * budget
    for found, rate in (
        (out.years_to_compute, 1 / halving),
        (out.years_to_capability, 1 / halving + 1 / methods),
    ):
        cost, months = float(out.run_cost), 0
        while cost > afford:
            cost, months = cost * 0.5 ** (rate / 12), months + 1
        assert max(months - 1, 0) / 12 - 1e-9 <= found <= months / 12 + 1e-9
    assert out.years_to_capability <= out.years_to_compute


def test_a_project_is_covered_from_the_year_it_is_said_to_be() -> None:
    budget = 5e6
    years = coverage.at(compute_trigger=1e26, own_budget=budget).years_to_compute
    then = coverage.at(compute_trigger=1e26, years_ahead=float(years))
    assert_allclose(then.exempt_below_later, budget, rtol=1e-12)


def test_no_trigger_covers_everybody_and_a_size_trigger_spares_the_small() -> None:
    out = coverage.at()
    assert out.exempt_below == out.exempt_below_later == out.run_cost == out.years_to_compute == 0
    assert out.covered == out.covered_later == out.covered_budgets == out.small_covered == 1
    size = float(baseline(coverage).point.size_test)
    out = coverage.at(revenue_trigger=size)
    assert out.small_covered == out.small_covered_later == 0
    assert out.exempt_below == out.exempt_below_later == size


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"compute_trigger": -1.0}, "compute_trigger: -1 is outside"),
        ({"run_share": 1.5}, "run_share: 1.5 is outside the bounds 0 to 1"),
        ({"cost_halving": 0.0}, "cost_halving: 0 is outside the bounds 0.05 to inf"),
        ({"trigger": 1.0}, "has no input 'trigger'"),
    ],
)
def test_bad_input(change: Any, words: str) -> None:
    with pytest.raises(InputError, match=words):
        coverage.at(change)
