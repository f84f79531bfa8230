"""What the flows of one world are computed from: what the subjects say of a law, and what joins them."""

from __future__ import annotations

import numpy as np

from mloss_econ.calculators import Inputs
from mloss_econ.quantities import Count, Money, MoneyPerYear, RatePerYear, Ratio, Share, Table, Years
from mloss_econ.records import discount, fixed, given, lever, linked, table

MOST_YEARS = 15
YEARS = np.arange(1, MOST_YEARS + 1, dtype=np.float64)


class FlowsInputs(Inputs):
    """One world, under a proposal or under the status quo."""

    use_value: MoneyPerYear = linked()
    replacement_cost: MoneyPerYear = given("society.replacement_cost")
    """Yearly cost of rebuilding all of them together, shared among users."""
    covered_use: Share = linked()
    use_lost: Share = linked()
    recovered: Share = given("projects.recovered")
    """Part of lost use that forks, foreign copies or substitutes replace."""
    wait: Years = linked()
    obsolescence: RatePerYear = given("delay.obsolescence", low=0)
    """Force at which a release loses worth by being late: 0.5 leaves exp(-0.5) = 61 % after a year."""
    turnover: RatePerYear = given("regimes.turnover", low=0, high=1)
    """Part of use that moves to newer releases in a year."""
    resources_freed: MoneyPerYear = linked()
    developers_running: MoneyPerYear = linked()
    sunk_total: Money = linked()
    deployers_running: MoneyPerYear = linked()
    intermediaries_running: MoneyPerYear = linked()
    fixed_cost: MoneyPerYear = linked()
    sunk_cost: Money = linked()
    fees: MoneyPerYear = linked()
    passed_back: MoneyPerYear = linked()
    complying: Share = linked()
    large_developers: Count = given("regimes.large_developers")
    """Developers of closed models; a rule on developers covers them all."""
    fees_paid: MoneyPerYear = linked()
    passed_back_paid: MoneyPerYear = linked()
    stopped_paid: Count = linked()
    value_lost: Share = linked()
    cutoff: MoneyPerYear = linked()
    exempt_below: MoneyPerYear = linked(alone=0.0)
    """Projects with a smaller yearly budget are free of the rule; none shrinks to be so."""
    banned: Share = lever(0.0)
    """Part of the covered projects that may not go on at any cost."""
    median_budget: MoneyPerYear = given("projects.median_budget", positive=True)
    """Median yearly budget of a paid project, cash and in kind."""
    sigma: Ratio = given("projects.sigma", low=0.01)
    """Standard deviation of the logarithm of budgets."""
    not_complying: Count = linked()
    yearly_harm: MoneyPerYear = given("harm.yearly_harm", positive=True)
    """Harm a year with today's duties and no care beyond them."""
    stolen: Share = given("harm.stolen")
    """Part of the harm that is money in the hands of offenders."""
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
    leakage: Share = given("regimes.leakage")
    """Part of what a rule stops that goes on outside its reach, where there is an outside."""
    bought: Share = given("regimes.bought")
    """Part of replaced use that is bought from large developers."""
    price_share: Share = given("regimes.price_share")
    """What users pay for it, as a part of what the use is worth."""
    margin: Share = given("regimes.margin")
    """Part of what is paid that is no cost of making and running it."""
    administration: Ratio = given("regimes.administration")
    """What the state spends for each dollar that others spend on complying."""
    claim_cost: Ratio = given("regimes.claim_cost")
    """Courts, lawyers and claims handling for each dollar of damages."""
    insured: Share = given("regimes.insured")
    """Part of the damages that is insured."""
    loading: Ratio = given("regimes.loading")
    """What insurers take above the losses they pay."""
    home_value: Share = given("regimes.home_value")
    """Part of the world's users in the jurisdiction whose balance is asked for."""
    home_cost: Share = given("regimes.home_cost", low=1e-6)
    """Part of the world's developers, deployers and platforms in it."""
    home_harm: Share = given("regimes.home_harm")
    """Part of the world's victims in it."""
    in_scope: Share = lever(1.0)
    """Part of the projects, of each size, to whose use the rule applies."""
    replaceable: Share = lever(1.0)
    """Part of what stops that others may rebuild: 0 where the rule forbids that too."""
    enforcement: Ratio = lever(1.0)
    """How many times the odds of compliance are those of rules as they are enforced today; 0: nobody complies."""
    expected_fine: MoneyPerYear = lever(0.0)
    """What a covered project that does not comply pays a year on average."""
    bound: Share = lever(1.0, common=True)
    """Part of the world's activity that the rule binds: 1 where all countries act together."""
    years: Years = fixed("regimes.years", low=1, high=MOST_YEARS)
    """Years counted, from the first in which the rule applies."""
    offenders: Ratio = fixed("regimes.offenders", high=1)
    """Weight of what offenders gain: 0 it does not count, 1 it does."""
    discount_rate: RatePerYear = discount()
    """Real yearly discount rate of the annual amounts."""
    profiles: Table = table("appraisal_profiles")
    """Appraisal profiles."""
    discount_rates: Table = table("discount_rates")
    """Their rates."""
