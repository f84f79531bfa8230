"""Strategies come from declarations: everything they draw is valid, and shrinks to the adopted point."""

import numpy as np
import pytest
from hypothesis import find, given, settings, strategies as st

from mloss_econ.compliance import pricing_out, standard_cost
from mloss_econ.compliance.pricing_out import PricingOutInputs
from mloss_econ.compliance.standard_cost import StandardCostInputs
from mloss_econ.errors import InputError
from mloss_econ.kernel import baseline, leaf_specs, leaves
from mloss_econ.liability.parties import CheapestAvoiderInputs
from mloss_econ.testing import distributions, inputs, inputs_of
from mloss_econ.uncertainty import Distribution
from mloss_econ.value import contribution_cost
from mloss_econ.value.contribution_cost import ContributionCostInputs

CASE = baseline(pricing_out)


@given(inputs(PricingOutInputs))
def test_inputs_are_within_bounds_and_shares_stay_shares(x: PricingOutInputs) -> None:
    specs = dict(leaf_specs(x))
    for path, value in leaves(x):
        assert specs[path].low <= value <= specs[path].high
    y = pricing_out(x)
    for share in (y.priced_out, y.value_lost, y.use_lost):
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
    assert smallest == CASE.inputs()


@given(distributions(), st.floats(0.001, 0.999))
def test_distributions_are_distributions(dist: Distribution, u: float) -> None:
    low, high = dist.support
    x = float(dist.quantile(u))
    assert low <= x <= high
    assert dist.cdf(x) >= u - 1e-9
