"""Strategies: everything they draw is valid, and shrinks to the adopted point."""

from typing import Any

import numpy as np
import pytest
from hypothesis import find, given, settings, strategies as st

from mloss_econ.compliance import pricing_out, standard_cost
from mloss_econ.compliance.pricing_out import PricingOutInputs
from mloss_econ.compliance.standard_cost import StandardCostInputs
from mloss_econ.errors import InputError
from mloss_econ.kernel import Case, baseline, leaf_specs, leaves
from mloss_econ.liability import RULES, Accident, cheapest_avoider
from mloss_econ.liability.parties import CheapestAvoiderInputs
from mloss_econ.testing import cases, distributions, games, inputs, inputs_of, scenarios
from mloss_econ.uncertainty import Distribution
from mloss_econ.value import attributed_value, contribution_cost
from mloss_econ.value.contribution_cost import ContributionCostInputs

CASE = baseline(pricing_out)


@given(inputs(PricingOutInputs))
def test_inputs_are_within_bounds_and_shares_stay_shares(x: PricingOutInputs) -> None:
    specs = dict(leaf_specs(x))
    for path, value in leaves(x):
        assert specs[path].low <= value <= specs[path].high
    y = pricing_out(x)
    for share in (y.exit_share, y.value_lost, y.use_lost):
        assert np.isnan(share) or 0 <= share <= 1


@given(inputs(StandardCostInputs, labels={"payer": ["provider", "deployer"]}))
def test_records_of_records(x: StandardCostInputs) -> None:
    assert 1 <= len(x.activities) <= 3
    assert float(standard_cost(x).first_year_cost) == pytest.approx(sum(map(float, standard_cost(x).cost.values())))


@given(inputs(ContributionCostInputs))
def test_tables_and_default_labels(x: ContributionCostInputs) -> None:
    assert contribution_cost(x).investment >= 0


def test_a_label_without_choices_says_what_to_give() -> None:
    with pytest.raises(InputError, match=r"label 'residual_bearer' needs choices"):
        inputs(CheapestAvoiderInputs)


@given(inputs_of(CASE))
def test_inputs_of_a_case_stay_in_its_beliefs(x: PricingOutInputs) -> None:
    for path, value in leaves(x):
        low, high = CASE.entries[path].dist.support
        assert low <= value <= high


@pytest.mark.slow
def test_they_shrink_to_the_adopted_point() -> None:
    smallest = find(inputs_of(CASE), lambda x: True, settings=settings(database=None, derandomize=True))
    assert smallest == CASE.point


@given(distributions(), st.floats(0.001, 0.999))
def test_distributions_are_distributions(dist: Distribution, u: float) -> None:
    low, high = dist.support
    x = float(dist.quantile(u))
    assert low <= x <= high
    assert dist.cdf(x) >= u - 1e-9


@given(cases(baseline(attributed_value)))
def test_a_moved_case_stays_within_its_beliefs(case: Case[Any, Any]) -> None:
    before = baseline(attributed_value)
    for path, entry in case.entries.items():
        low, high = before.entries[path].dist.support
        assert low <= entry.value <= high
    assert np.isfinite(float(case.outputs().value))


@given(scenarios(cheapest_avoider))
def test_scenarios_give_cases_that_compute(case: Case[Any, Any]) -> None:
    assert case.scenario is not None
    assert "liability.cheapest_avoider" in case.store.scenario(case.scenario).calculators
    y = case.outputs()
    assert min(float(v) for v in y.social_cost.values()) >= float(y.least_cost) * (1 - 1e-9)


@given(games(parties=2), games(parties=3))
def test_games_have_an_equilibrium_under_negligence(two: Accident, three: Accident) -> None:
    for game in (two, three):
        best = RULES["negligence"](game).pure_equilibria().best
        assert game.social[best] <= game.social.min() * (1 + 1e-9)
