"""Inputs of the flows of one world: results of the other subjects, and what joins them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from mloss_econ.evidence import Table
from mloss_econ.kernel import (
    Count,
    Inputs,
    Money,
    MoneyPerYear,
    Named,
    RatePerYear,
    Ratio,
    Share,
    Years,
    fixed,
    given,
    lever,
    linked,
    table,
)
from mloss_econ.liability import Harms
from mloss_econ.regimes.shared import MOST_YEARS, Circulation, Leakage
from mloss_econ.shared import (
    Ban,
    BudgetSpread,
    ClosedScope,
    Discounting,
    Enforcement,
    FixedCost,
    FrontierUse,
    Obsolescence,
    Pause,
    PayableShare,
    Rebuilding,
    Scope,
    SizeExemption,
    UseAtStake,
)

YEARS = np.arange(1, MOST_YEARS + 1, dtype=np.float64)


class Region(Inputs):
    """A part of the world, and how much of it a proposal binds."""

    activity: Share = given()
    """Share of the world's developers, deployers and platforms that are in it."""
    users: Share = given()
    """Share of the world's users in it."""
    victims: Share = given()
    """Share of the world's victims in it."""
    bound: Share = lever(1.0)
    """Share of its activity that the proposal binds."""


class FlowsInputs(
    Discounting,
    Circulation,
    Leakage,
    Enforcement,
    Scope,
    Harms,
    BudgetSpread,
    PayableShare,
    SizeExemption,
    Ban,
    Pause,
    Obsolescence,
    Rebuilding,
    UseAtStake,
    FixedCost,
    FrontierUse,
    ClosedScope,
):
    """One world, under a proposal or under the status quo."""

    regions: Mapping[str, Region] = given()
    """Parts of the world, by name; what they leave of it is the rest."""
    rest_bound: Share = lever(1.0)
    """Share of the activity in the rest of the world that the proposal binds."""
    followed: Share = lever(0.0)
    """Share of what the proposal does not bind, everywhere, that acts as if it did: other places adopt it, or those who
    sell into its market keep to it in all they do."""
    complying: Share = linked()
    complying_large: Share = linked()
    covered_use: Share = linked()
    use_lost: Share = linked()
    wait: Years = linked()
    resources_freed: MoneyPerYear = linked()
    developers_recurring: MoneyPerYear = linked()
    sunk_total: Money = linked()
    large_recurring: MoneyPerYear = linked()
    large_sunk_total: Money = linked()
    large_delay: Years = linked()
    large_gone: Share = linked()
    deployers_recurring: MoneyPerYear = linked()
    deployers_sunk_total: Money = linked()
    intermediaries_recurring: MoneyPerYear = linked()
    intermediaries_sunk_total: Money = linked()
    fees_paid: MoneyPerYear = linked()
    large_fees_paid: MoneyPerYear = linked()
    deployers_fees_paid: MoneyPerYear = linked()
    intermediaries_fees_paid: MoneyPerYear = linked()
    fines: MoneyPerYear = linked()
    large_fines: MoneyPerYear = linked()
    deployers_fines: MoneyPerYear = linked()
    intermediaries_fines: MoneyPerYear = linked()
    passed_back_funded: MoneyPerYear = linked()
    exits_funded: Count = linked()
    value_lost: Share = linked()
    cutoff: MoneyPerYear = linked()
    open_left: Named[MoneyPerYear] = linked()
    closed_left: Named[MoneyPerYear] = linked()
    open_passing: Named[Share] = linked()
    closed_passing: Named[Share] = linked()
    open_left_today: Named[MoneyPerYear] = linked()
    closed_left_today: Named[MoneyPerYear] = linked()
    open_passing_today: Named[Share] = linked()
    closed_passing_today: Named[Share] = linked()
    moving_open: Named[MoneyPerYear] = linked()
    open_damages: MoneyPerYear = linked()
    closed_damages: MoneyPerYear = linked()
    open_downstream_damages: MoneyPerYear = linked()
    closed_downstream_damages: MoneyPerYear = linked()
    open_care: MoneyPerYear = linked()
    closed_care: MoneyPerYear = linked()
    deployers_care: MoneyPerYear = linked()
    open_damages_today: MoneyPerYear = linked()
    closed_damages_today: MoneyPerYear = linked()
    open_downstream_damages_today: MoneyPerYear = linked()
    closed_downstream_damages_today: MoneyPerYear = linked()
    open_care_today: MoneyPerYear = linked()
    closed_care_today: MoneyPerYear = linked()
    deployers_care_today: MoneyPerYear = linked()
    release_ratio: Ratio = linked()
    closed_banned: Share = lever(0.0)
    """Share of the use of closed models in scope that may not go on."""
    frontier_harm: Share = given("harm.frontier_harm")
    """Share of the harm with closed models that needs the newest of them, and is held up when they are."""
    closed_replaced: Share = given("regimes.closed_replaced")
    """Share of the lost use of closed models that open, older or foreign models take up."""
    passed_on: Share = given("regimes.passed_on")
    """Share of the compliance cost of closed models that their users pay in higher prices."""
    demand_elasticity: Ratio = given("regimes.demand_elasticity")
    """By how many per cent the use of closed models falls when they cost their users one per cent of its value more."""
    birth_elasticity: Ratio = given("entry.birth_elasticity")
    """By how many per cent fewer projects are begun when the cost of a start grows by one per cent."""
    entry_overlap: Share = given("entry.overlap")
    """Share of the projects never begun that would have exited under the proposal had they been begun."""
    birth_rate: RatePerYear = given("entry.birth_rate", low=0, high=1)
    """Share of use that moves in a year to projects that did not exist a year before."""
    bought: Share = given("regimes.bought")
    """Share of replaced use that is bought from large developers."""
    price_share: Share = given("regimes.price_share")
    """Price of a bought substitute, as a share of the value of the use."""
    margin: Share = given("regimes.margin")
    """Share of the price that is not a cost of making and running the substitute."""
    staff: Count = lever(0.0)
    """Staff of the authorities that run the proposal, in all."""
    staff_cost: MoneyPerYear = given("regimes.staff_cost")
    """Yearly cost of one member of their staff, overhead included."""
    administration: Ratio = given("regimes.administration")
    """Spending of the state besides that staff, for each dollar that others spend on complying."""
    claim_cost: Ratio = given("regimes.claim_cost")
    """Courts, lawyers and claims handling for each dollar of damages."""
    insured: Share = given("regimes.insured")
    """Share of the damages that is insured."""
    loading: Ratio = given("regimes.loading")
    """Loading of insurers above the losses they pay."""
    offenders: Ratio = fixed("regimes.offenders", high=1)
    """Weight of offenders' gains: 0 they do not count, 1 they do."""
    profiles: Table = table("appraisal_profiles")
    """Appraisal profiles."""
    discount_rates: Table = table("discount_rates")
    """Discount rates of the appraisal profiles."""
