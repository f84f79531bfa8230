"""What does a proposal cost before benefits: which projects exit, what do the others pay, what does society lose?

    funded projects      = investment / mean budget                       mean budget = median * exp(sigma^2 / 2)
    use lost             = lost by exit * (1 - share replaced) + (covered - lost by exit) * lost by waiting
    use value lost (B)   = in scope * min(use value * use lost, most)
    most                 = share replaceable * replacement cost + (1 - share replaceable) * use value
    resources freed (K)  = in scope * investment * value lost * (1 - share replaced)          forks need them again
    complying            = e * complies / (1 - complies + e * complies)         e: enforcement, times the odds
    recurring cost (C)   = in scope * funded projects * staying * complying * (fixed cost - fees - passed back)
                           + complying * (deployers * deployer's cost + intermediaries * intermediary's cost)
    familiarisation (C)  = funded projects * covered * sunk cost / annuity(rate, life of the proposal)
    cost to society      = B - K + C                                       fees and pass-back are transfers
    harm to avoid        = cost to society, if positive                    break-even value of avoided harm

A project that exits does not wait as well: the two compound, and do not add. Exit is not loss as such: what a project
used is freed. A priced-out project pays no recurring cost; all that might be covered pay to familiarise themselves, in
scope or not. The loss of use is never more than what it costs to rebuild, where that is allowed. Benefits are not
counted here.
"""

import numpy as np

from mloss_econ.compliance.appraisal import annualise
from mloss_econ.kernel import (
    Count,
    Money,
    MoneyPerYear,
    NetMoneyPerYear,
    Outputs,
    Share,
    Years,
    at_most,
    calculator,
    fixed,
    given,
    linked,
)
from mloss_econ.shared import (
    BudgetSpread,
    Discounting,
    Enforcement,
    FixedCost,
    Investment,
    Rebuilding,
    Scope,
    UseAtStake,
)


class ConsequencesInputs(Discounting, Scope, Enforcement, BudgetSpread, Investment, Rebuilding, UseAtStake, FixedCost):
    """A compliance bill, the exits it causes, and the projects, deployers and intermediaries that face it."""

    sunk_cost: Money = linked()
    fees: MoneyPerYear = linked()
    passed_back: MoneyPerYear = linked()
    deployer_cost: MoneyPerYear = linked()
    intermediary_cost: MoneyPerYear = linked()
    exit_share_funded: Share = linked()
    covered_funded: Share = linked()
    value_lost: Share = linked()
    covered_use: Share = linked()
    use_lost: Share = linked()
    share_of_horizon_value_lost: Share = linked()
    complies: Share = given("compliance.complies")
    """Share of the covered that stay and comply, as law is enforced today."""
    deployers: Count = given("compliance.deployers")
    """Deployers that the proposal covers, in all."""
    intermediaries: Count = given("compliance.intermediaries")
    """Intermediaries that the proposal covers, in all."""
    proposal_life: Years = fixed("compliance.proposal_life", low=0.25)
    """Years over which the familiarisation cost is spread."""


class ConsequencesOutputs(Outputs):
    """Effects a year, by line of the ledger, before benefits."""

    complying: Share
    """Share of the covered that stay and comply."""
    not_complying: Count
    """Funded projects that are covered, stay and do not comply."""
    exits_funded: Count
    """Funded projects that exit."""
    use_value_lost: MoneyPerYear
    """Value of use lost, after forks and at most the cost of replacing it."""
    resources_freed: MoneyPerYear
    """Resources that projects no longer use once they exit."""
    developers_recurring: MoneyPerYear
    """Recurring compliance cost of the projects that stay."""
    sunk_total: Money
    """Familiarisation cost of all that are covered, once."""
    developers_sunk: MoneyPerYear
    """Familiarisation cost of all that are covered, spread over the life of the proposal."""
    deployers_recurring: MoneyPerYear
    """Recurring compliance cost of deployers, what they pass back included."""
    intermediaries_recurring: MoneyPerYear
    """Recurring compliance cost of intermediaries."""
    fees_paid: MoneyPerYear
    """Fees of the projects that stay: a transfer to the state."""
    passed_back_funded: MoneyPerYear
    """Costs that deployers pass back to projects that stay: a transfer."""
    social_cost: NetMoneyPerYear
    """Cost of the proposal to society before its benefits; negative if exit frees more than it loses."""
    harm_to_avoid: MoneyPerYear
    """Yearly harm that the proposal has to avoid to break even."""


@calculator
def consequences(x: ConsequencesInputs) -> ConsequencesOutputs:
    """Effects a year of a proposal on projects, users, deployers and the state, before its benefits."""
    at_most(
        {"exit_share_funded": x.exit_share_funded},
        {"covered_funded": x.covered_funded},
        "The proposal drives out none but those it covers: correct one of the two shares.",
    )
    at_most(
        {"use_lost": x.use_lost},
        {"covered_use": x.covered_use},
        "Only the use of covered projects can be lost: correct one of the two shares.",
    )
    at_most(
        {"fees": x.fees, "passed_back": x.passed_back},
        {"fixed_cost": x.fixed_cost},
        "Both are included in the fixed cost: lower them, or raise it.",
    )
    projects = x.investment / (x.median_budget * np.exp(x.sigma * x.sigma / 2))
    odds = x.enforcement * x.complies
    complying = odds / np.maximum(1 - x.complies + odds, 1e-300)  # all comply by themselves and nobody enforces: 0 / 0
    stays = x.in_scope * projects * (x.covered_funded - x.exit_share_funded)
    staying = stays * complying
    lost = x.use_lost * (1 - x.share_replaced) + (x.covered_use - x.use_lost) * x.share_of_horizon_value_lost
    most = x.share_replaceable * x.replacement_cost + (1 - x.share_replaceable) * x.use_value
    use_value_lost = x.in_scope * np.minimum(x.use_value * lost, most)
    freed = x.in_scope * x.investment * x.value_lost * (1 - x.share_replaced)
    recurring = staying * (x.fixed_cost - x.fees - x.passed_back)
    sunk_total = projects * x.covered_funded * x.sunk_cost
    sunk = annualise(sunk_total, x.discount_rate, x.proposal_life)
    deployers = complying * x.deployers * x.deployer_cost
    intermediaries = complying * x.intermediaries * x.intermediary_cost
    social = use_value_lost - freed + recurring + sunk + deployers + intermediaries
    return ConsequencesOutputs(
        complying=complying,
        not_complying=stays - staying,
        exits_funded=x.in_scope * projects * x.exit_share_funded,
        use_value_lost=use_value_lost,
        resources_freed=freed,
        developers_recurring=recurring,
        sunk_total=sunk_total,
        developers_sunk=sunk,
        deployers_recurring=deployers,
        intermediaries_recurring=intermediaries,
        fees_paid=staying * x.fees,
        passed_back_funded=staying * x.passed_back,
        social_cost=social,
        harm_to_avoid=np.maximum(social, 0.0),
    )
