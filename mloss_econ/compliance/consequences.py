"""Who complies, and what does it cost all of them: projects, developers of closed models, deployers, intermediaries?

    funded projects      = investment / mean budget                       mean budget = median * exp(sigma^2 / 2)
    resources freed (K)  = open scope * investment * value lost * (1 - share replaced)    forks need them again
    expected fine        = fine * detection
    complying            = e * complies / (1 - complies + e * complies)
    e                    = enforcement * (1 + deterrence * expected fine / cost)          times today's odds
    recurring cost (C)   = open scope * funded projects * staying * complying * (fixed cost - fees - passed back)
                           + complying * (large developers * (1 - gone) * (large cost - fees)
                                          + deployers * deployer's cost + intermediaries * intermediary's cost)
    closed models gone   = Phi(ln(large cost / (large payable share * large budget)) / sigma of large budgets)
    familiarisation (C)  = funded projects * covered * sunk cost, once; developers of closed models alike

Fees, fines and pass-back are transfers. Exit is not loss as such: what a project used is freed. A priced-out project
pays no recurring cost; all that might be covered pay to familiarise themselves, in scope or not. A proposal states how
many deployers and intermediaries it covers; their true number is uncertain by one ratio. Those who do not comply pay
what a fine comes to on average; how many comply depends on what it is, beside the cost of one payer.
"""

import numpy as np
from scipy.special import ndtr

from mloss_econ.base.arrays import Array
from mloss_econ.compliance.shared import LargeBudget, score
from mloss_econ.kernel import (
    Count,
    Money,
    MoneyPerYear,
    Outputs,
    Ratio,
    Share,
    at_most,
    calculator,
    given,
    lever,
    linked,
)
from mloss_econ.shared import BudgetSpread, Enforcement, FixedCost, Investment, Replacement, Scope


class ConsequencesInputs(Scope, Enforcement, BudgetSpread, Investment, Replacement, FixedCost, LargeBudget):
    """A compliance bill, the exits it causes, and all that face it."""

    sunk_cost: Money = linked()
    fees: MoneyPerYear = linked()
    passed_back: MoneyPerYear = linked()
    large_cost: MoneyPerYear = linked()
    large_sunk: Money = linked()
    large_fees: MoneyPerYear = linked()
    deployer_cost: MoneyPerYear = linked()
    intermediary_cost: MoneyPerYear = linked()
    exit_share_funded: Share = linked()
    covered_funded: Share = linked()
    value_lost: Share = linked()
    complies: Share = given("compliance.complies")
    """Share of the covered that stay and comply, as law is enforced today."""
    fine: Money = lever(0.0)
    """Fine for one infringement."""
    detection: Ratio = given("compliance.detection")
    """Fines a year for each of those covered that does not comply."""
    deterrence: Ratio = given("compliance.deterrence")
    """By how much the odds of compliance grow, relative to today's, when the expected fine is as high as the cost."""
    large_developers: Count = given("regimes.large_developers")
    """Developers of closed models; a proposal on developers covers them all."""
    large_sigma: Ratio = given("compliance.large_sigma", low=0.01)
    """Standard deviation of the logarithm of their budgets."""
    large_payable: Share = given("compliance.large_payable")
    """Share of its budget that a developer of closed models can pay for compliance before it gives up."""
    deployers: Count = lever(0.0)
    """Deployers that the proposal covers, in all, as it is read."""
    intermediaries: Count = lever(0.0)
    """Intermediaries that the proposal covers, in all, as it is read."""
    count_ratio: Ratio = given("compliance.count_ratio")
    """True number of deployers and intermediaries over the number stated."""


class ConsequencesOutputs(Outputs):
    """Effects a year in the world that a proposal binds, by payer."""

    complying: Share
    """Share of the covered that stay and comply."""
    expected_fine: MoneyPerYear
    """Fine that one of those who do not comply pays a year on average."""
    not_complying: Count
    """Funded projects that are covered, stay and do not comply."""
    exits_funded: Count
    """Funded projects that exit."""
    resources_freed: MoneyPerYear
    """Resources that projects no longer use once they exit."""
    developers_recurring: MoneyPerYear
    """Recurring compliance cost of the projects that stay."""
    sunk_total: Money
    """Familiarisation cost of all projects that are covered, once."""
    large_gone: Share
    """Share of developers of closed models that give up."""
    large_recurring: MoneyPerYear
    """Recurring compliance cost of developers of closed models."""
    large_sunk_total: Money
    """Familiarisation cost of developers of closed models, once."""
    deployers_recurring: MoneyPerYear
    """Recurring compliance cost of deployers, what they pass back included."""
    intermediaries_recurring: MoneyPerYear
    """Recurring compliance cost of intermediaries."""
    fees_paid: MoneyPerYear
    """Fees of the projects that stay: a transfer to the state."""
    large_fees_paid: MoneyPerYear
    """Fees of developers of closed models: a transfer to the state."""
    fines: MoneyPerYear
    """Fines of projects: a transfer to the state."""
    large_fines: MoneyPerYear
    """Fines of developers of closed models: a transfer to the state."""
    deployers_fines: MoneyPerYear
    """Fines of deployers: a transfer to the state."""
    intermediaries_fines: MoneyPerYear
    """Fines of clouds, hosts and platforms: a transfer to the state."""
    passed_back_funded: MoneyPerYear
    """Costs that deployers pass back to projects that stay: a transfer."""


@calculator
def consequences(x: ConsequencesInputs) -> ConsequencesOutputs:
    """Who complies, and what it costs a year in all."""
    at_most(
        {"exit_share_funded": x.exit_share_funded},
        {"covered_funded": x.covered_funded},
        "The proposal drives out none but those it covers: correct one of the two shares.",
    )
    at_most(
        {"fees": x.fees, "passed_back": x.passed_back},
        {"fixed_cost": x.fixed_cost},
        "Both are included in the fixed cost: lower them, or raise it.",
    )
    at_most(
        {"large_fees": x.large_fees},
        {"large_cost": x.large_cost},
        "The fees are included in the cost: lower them, or raise it.",
    )
    expected_fine = x.fine * x.detection
    complying = _complying(x, expected_fine)
    projects = x.investment / (x.median_budget * np.exp(x.sigma * x.sigma / 2))
    stays = x.open_scope * projects * (x.covered_funded - x.exit_share_funded)
    staying = stays * complying
    gone = ndtr(score(x.large_cost, x.large_payable, x.large_budget, x.large_sigma))
    large = x.large_developers * (1 - gone)
    deployers, intermediaries = x.count_ratio * x.deployers, x.count_ratio * x.intermediaries

    def fined(payers: Array, cost: Array) -> Array:
        return payers * (1 - complying) * np.greater(cost, 0.0) * expected_fine

    return ConsequencesOutputs(
        complying=complying,
        expected_fine=expected_fine,
        not_complying=stays - staying,
        exits_funded=x.open_scope * projects * x.exit_share_funded,
        resources_freed=x.open_scope * x.investment * x.value_lost * (1 - x.share_replaced),
        developers_recurring=staying * (x.fixed_cost - x.fees - x.passed_back),
        sunk_total=projects * x.covered_funded * x.sunk_cost,
        large_gone=gone,
        large_recurring=large * complying * (x.large_cost - x.large_fees),
        large_sunk_total=x.large_developers * x.large_sunk,
        deployers_recurring=complying * deployers * x.deployer_cost,
        intermediaries_recurring=complying * intermediaries * x.intermediary_cost,
        fees_paid=staying * x.fees,
        large_fees_paid=large * complying * x.large_fees,
        fines=fined(stays, x.fixed_cost),
        large_fines=fined(large, x.large_cost),
        deployers_fines=fined(deployers, x.deployer_cost),
        intermediaries_fines=fined(intermediaries, x.intermediary_cost),
        passed_back_funded=staying * x.passed_back,
    )


def _complying(x: ConsequencesInputs, expected_fine: Array) -> Array:
    """Share that complies. The fine is compared with the cost of one project, or of one deployer, intermediary or
    developer of closed models where those before it bear no duty."""
    cost = x.fixed_cost
    for other in (x.deployer_cost, x.intermediary_cost, x.large_cost):
        cost = np.where(np.greater(cost, 0.0), cost, other)
    some = np.greater(cost, 0.0)
    rises = 1 + x.deterrence * np.where(some, expected_fine / np.where(some, cost, 1.0), 0.0)
    odds = x.enforcement * rises * x.complies
    return odds / np.maximum(1 - x.complies + odds, 1e-300)  # all comply by themselves and nobody enforces: 0 / 0
