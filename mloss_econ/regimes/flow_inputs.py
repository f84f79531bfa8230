"""Inputs of the flows of one world: results of the other subjects, and what joins them."""

from __future__ import annotations

import numpy as np

from mloss_econ.evidence import Table
from mloss_econ.kernel import Count, Money, MoneyPerYear, Ratio, Share, Years, fixed, given, lever, linked, table
from mloss_econ.regimes.shared import MOST_YEARS, Circulation, Jurisdiction
from mloss_econ.shared import (
    Ban,
    BudgetSpread,
    Discounting,
    Enforcement,
    FixedCost,
    Obsolescence,
    Rebuilding,
    Scope,
    SizeExemption,
    UseAtStake,
    YearlyHarm,
)

YEARS = np.arange(1, MOST_YEARS + 1, dtype=np.float64)


class FlowsInputs(
    Discounting,
    Circulation,
    Jurisdiction,
    Enforcement,
    Scope,
    YearlyHarm,
    BudgetSpread,
    SizeExemption,
    Ban,
    Obsolescence,
    Rebuilding,
    UseAtStake,
    FixedCost,
):
    """One world, under a proposal or under the status quo."""

    covered_use: Share = linked()
    use_lost: Share = linked()
    wait: Years = linked()
    resources_freed: MoneyPerYear = linked()
    developers_recurring: MoneyPerYear = linked()
    sunk_total: Money = linked()
    deployers_recurring: MoneyPerYear = linked()
    intermediaries_recurring: MoneyPerYear = linked()
    sunk_cost: Money = linked()
    fees: MoneyPerYear = linked()
    passed_back: MoneyPerYear = linked()
    complying: Share = linked()
    large_developers: Count = given("regimes.large_developers")
    """Developers of closed models; a proposal on developers covers them all."""
    fees_paid: MoneyPerYear = linked()
    passed_back_funded: MoneyPerYear = linked()
    exits_funded: Count = linked()
    value_lost: Share = linked()
    cutoff: MoneyPerYear = linked()
    not_complying: Count = linked()
    stolen: Share = given("harm.stolen")
    """Share of the harm that is money in the hands of offenders."""
    open_left: Share = linked()
    closed_left: Share = linked()
    open_downstream_left: Share = linked()
    closed_downstream_left: Share = linked()
    open_facing: Share = linked()
    closed_facing: Share = linked()
    deployer_facing: Share = linked()
    open_care: MoneyPerYear = linked()
    closed_care: MoneyPerYear = linked()
    deployers_care: MoneyPerYear = linked()
    release_ratio: Ratio = linked()
    left_today: Share = linked()
    bought: Share = given("regimes.bought")
    """Share of replaced use that is bought from large developers."""
    price_share: Share = given("regimes.price_share")
    """Price of a bought substitute, as a share of the value of the use."""
    margin: Share = given("regimes.margin")
    """Share of the price that is not a cost of making and running the substitute."""
    administration: Ratio = given("regimes.administration")
    """Spending of the state for each dollar that others spend on complying."""
    claim_cost: Ratio = given("regimes.claim_cost")
    """Courts, lawyers and claims handling for each dollar of damages."""
    insured: Share = given("regimes.insured")
    """Share of the damages that is insured."""
    loading: Ratio = given("regimes.loading")
    """Loading of insurers above the losses they pay."""
    home_value: Share = given("regimes.home_value")
    """Share of the world's users in the jurisdiction whose balance is asked for."""
    home_harm: Share = given("regimes.home_harm")
    """Share of the world's victims in that jurisdiction."""
    expected_fine: MoneyPerYear = lever(0.0)
    """Fine that a covered project which does not comply pays a year on average."""
    share_bound: Share = lever(1.0, common=True)
    """Share of the world's activity that the proposal binds: 1 where all countries act together."""
    offenders: Ratio = fixed("regimes.offenders", high=1)
    """Weight of offenders' gains: 0 they do not count, 1 they do."""
    profiles: Table = table("appraisal_profiles")
    """Appraisal profiles."""
    discount_rates: Table = table("discount_rates")
    """Discount rates of the appraisal profiles."""
