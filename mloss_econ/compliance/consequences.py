"""Who complies, and what does it cost all of them: projects, developers of closed models, deployers, intermediaries?

    complying            = e * complies / (1 - complies + e * complies), of each kind of payer
    e                    = enforcement * (1 + deterrence * fine * detection / its cost)         times today's odds
    funded projects      = investment / mean budget                       mean budget = median * exp(sigma^2 / 2)
    exits                = open scope * funded projects * complying * exit share
    resources freed (K)  = open scope * investment * complying * value lost * (1 - share replaced)
    recurring cost (C)   = open scope * funded projects * complying * (covered - exit share)
                           * (fixed cost - fees - passed back)
    closed models        cost of size S = large cost * (S / median)^elasticity, given up above payable share * S:
                           Phi(z) of developers do, Phi(z - sigma) of their use; z = ln(cutoff / median) / sigma
                         cost of the rest = closed scope * developers * complying * (large cost - fees)
                           * exp(elasticity^2 sigma^2 / 2) * Phi(elasticity * sigma - z)
    deployers            = their number * complying * (deployer's cost - fees); intermediaries alike
    familiarisation (C)  = all that might be covered * sunk cost, once; projects without a budget pay it in hours

Who does not comply neither pays nor exits nor waits, and may be fined. Fees, fines and pass-back are transfers. Exit is
not loss as such: what a project used is freed, but for what forks need again. A priced-out project pays no recurring
cost. A proposal states how many deployers and intermediaries it covers; their true number is uncertain by one ratio.
"""

import numpy as np
from scipy.special import ndtr

from mloss_econ.base.arrays import Array
from mloss_econ.compliance.shared import score
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
from mloss_econ.shared import (
    BudgetSpread,
    Enforcement,
    FixedCost,
    Investment,
    LargeDevelopers,
    Replacement,
    Scope,
    SizeOfCost,
    UnfundedProjects,
)


class ConsequencesInputs(
    Scope, Enforcement, BudgetSpread, Investment, Replacement, SizeOfCost, UnfundedProjects, LargeDevelopers, FixedCost
):
    """A compliance bill, the exits it causes, and all that face it."""

    zero_share: Share = given("projects.zero_share", high=0.999)
    """Share of all projects that have no budget at all."""
    sunk_cost: Money = linked()
    fees: MoneyPerYear = linked()
    passed_back: MoneyPerYear = linked()
    large_cost: MoneyPerYear = linked()
    large_sunk: Money = linked()
    large_fees: MoneyPerYear = linked()
    deployer_cost: MoneyPerYear = linked()
    deployer_fees: MoneyPerYear = linked()
    deployer_sunk: Money = linked()
    intermediary_cost: MoneyPerYear = linked()
    intermediary_fees: MoneyPerYear = linked()
    intermediary_sunk: Money = linked()
    exit_share_funded: Share = linked()
    covered_funded: Share = linked()
    covered_unfunded: Share = linked()
    value_lost: Share = linked()
    complies: Share = given("compliance.complies")
    """Share of the covered that stay and comply, as law is enforced today."""
    fine: Money = lever(0.0)
    """Fine for one infringement."""
    detection: Ratio = given("compliance.detection")
    """Fines a year for each of those covered that does not comply."""
    deterrence: Ratio = given("compliance.deterrence")
    """By how much the odds of compliance grow, relative to today's, when the expected fine is as high as the cost."""
    deployers: Count = lever(0.0)
    """Deployers that the proposal covers, in all, as it is read."""
    intermediaries: Count = lever(0.0)
    """Intermediaries that the proposal covers, in all, as it is read."""
    count_ratio: Ratio = given("compliance.count_ratio")
    """True number of deployers and intermediaries over the number stated."""


class ConsequencesOutputs(Outputs):
    """Effects a year in the world that a proposal binds, by payer."""

    complying: Share
    """Share of the covered projects that comply, or exit for it."""
    complying_large: Share
    """Share of developers of closed models that comply, or give up for it."""
    complying_deployers: Share
    """Share of deployers that comply."""
    complying_intermediaries: Share
    """Share of intermediaries that comply."""
    expected_fine: MoneyPerYear
    """Fine that one of those who do not comply pays a year on average."""
    entities: Count
    """Funded projects that the proposal covers, those that then exit among them."""
    not_complying: Count
    """Funded projects that are covered and do not comply."""
    exits_funded: Count
    """Funded projects that exit."""
    resources_freed: MoneyPerYear
    """Resources that projects no longer use once they exit."""
    developers_recurring: MoneyPerYear
    """Recurring compliance cost of the projects that stay."""
    sunk_total: Money
    """Familiarisation cost of all projects that are covered, funded or not, once."""
    large_gone: Share
    """Share of the use of closed models whose developers would give up rather than comply."""
    large_exits: Share
    """Share of developers of closed models that would give up rather than comply."""
    large_recurring: MoneyPerYear
    """Recurring compliance cost of developers of closed models."""
    large_sunk_total: Money
    """Familiarisation cost of developers of closed models, once."""
    deployers_recurring: MoneyPerYear
    """Recurring compliance cost of deployers, what they pass back included."""
    deployers_sunk_total: Money
    """Familiarisation cost of deployers, once."""
    intermediaries_sunk_total: Money
    """Familiarisation cost of intermediaries, once."""
    intermediaries_recurring: MoneyPerYear
    """Recurring compliance cost of intermediaries."""
    fees_paid: MoneyPerYear
    """Fees of the projects that stay: a transfer to the state."""
    large_fees_paid: MoneyPerYear
    """Fees of developers of closed models: a transfer to the state."""
    deployers_fees_paid: MoneyPerYear
    """Fees of deployers: a transfer to the state."""
    intermediaries_fees_paid: MoneyPerYear
    """Fees of intermediaries: a transfer to the state."""
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
    none_exits = np.equal(x.exit_share_funded, 0.0)
    at_most(
        {"value_lost": x.value_lost * none_exits},
        {"exit_share_funded": x.exit_share_funded},
        "No project exits, so exits account for no budgets: correct one of the two shares.",
    )
    at_most(
        {"fees": x.fees, "passed_back": x.passed_back},
        {"fixed_cost": x.fixed_cost},
        "Both are included in the fixed cost: lower them, or raise it.",
    )
    for payer in ("large", "deployer", "intermediary"):
        fees, cost = f"{payer}_fees", f"{payer}_cost"
        only = "The fees are included in the cost: lower them, or raise it."
        at_most({fees: getattr(x, fees)}, {cost: getattr(x, cost)}, only)
    expected_fine = x.fine * x.detection

    def fined(payers: Array, cost: Array, complying: Array) -> Array:
        return payers * (1 - complying) * np.greater(cost, 0.0) * expected_fine

    complying, pay = complying_of(x), paying(x)
    projects = _projects(x)
    unfunded = projects * x.zero_share / np.maximum(1 - x.zero_share, 1e-9)
    covered, large = x.open_scope * projects * x.covered_funded, x.closed_scope * x.large_developers
    gone, _ = _large(x)
    deployers, intermediaries = x.count_ratio * x.deployers, x.count_ratio * x.intermediaries
    comply = complying["developer"]
    return ConsequencesOutputs(
        complying=comply,
        complying_large=complying["large"],
        complying_deployers=complying["deployer"],
        complying_intermediaries=complying["intermediary"],
        expected_fine=expected_fine,
        entities=covered,
        not_complying=covered * (1 - comply),
        exits_funded=x.open_scope * projects * comply * x.exit_share_funded,
        resources_freed=x.open_scope * x.investment * comply * x.value_lost * (1 - x.share_replaced),
        developers_recurring=pay["developer"] * (x.fixed_cost - x.fees - x.passed_back),
        sunk_total=(projects * x.covered_funded + unfunded * x.covered_unfunded) * x.sunk_cost,
        large_gone=ndtr(gone - x.large_sigma),
        large_exits=ndtr(gone),
        large_recurring=pay["large"] * (x.large_cost - x.large_fees),
        large_sunk_total=large * x.large_sunk,
        deployers_recurring=pay["deployer"] * (x.deployer_cost - x.deployer_fees),
        deployers_sunk_total=deployers * x.deployer_sunk,
        intermediaries_recurring=pay["intermediary"] * (x.intermediary_cost - x.intermediary_fees),
        intermediaries_sunk_total=intermediaries * x.intermediary_sunk,
        fees_paid=pay["developer"] * x.fees,
        large_fees_paid=pay["large"] * x.large_fees,
        deployers_fees_paid=pay["deployer"] * x.deployer_fees,
        intermediaries_fees_paid=pay["intermediary"] * x.intermediary_fees,
        fines=fined(covered, x.fixed_cost, comply),
        large_fines=fined(large, x.large_cost, complying["large"]),
        deployers_fines=fined(deployers, x.deployer_cost, complying["deployer"]),
        intermediaries_fines=fined(intermediaries, x.intermediary_cost, complying["intermediary"]),
        passed_back_funded=pay["developer"] * x.passed_back,
    )


def paying(x: ConsequencesInputs) -> dict[str, Array]:
    """Payers of each kind that the proposal covers, that remain and that comply; developers of closed models by what
    they pay, over what one of the median size does."""
    complying = complying_of(x)
    return {
        "developer": x.open_scope * _projects(x) * complying["developer"] * (x.covered_funded - x.exit_share_funded),
        "large": x.closed_scope * x.large_developers * complying["large"] * _large(x)[1],
        "deployer": x.count_ratio * x.deployers * complying["deployer"],
        "intermediary": x.count_ratio * x.intermediaries * complying["intermediary"],
    }


def complying_of(x: ConsequencesInputs) -> dict[str, Array]:
    """Share of the covered payers of each kind that comply: the odds rise with the expected fine over its cost."""
    costs = {
        "developer": x.fixed_cost,
        "large": x.large_cost,
        "deployer": x.deployer_cost,
        "intermediary": x.intermediary_cost,
    }
    found = {}
    for payer, cost in costs.items():
        some = np.greater(cost, 0.0)
        rises = 1 + x.deterrence * np.where(some, x.fine * x.detection / np.where(some, cost, 1.0), 0.0)
        odds = x.enforcement * rises * x.complies
        found[payer] = odds / np.maximum(1 - x.complies + odds, 1e-300)  # all comply and nobody enforces: 0 / 0
    return found


def _projects(x: ConsequencesInputs) -> Array:
    """Funded projects in the world."""
    return x.investment / (x.median_budget * np.exp(x.sigma * x.sigma / 2))


def _large(x: ConsequencesInputs) -> tuple[Array, Array]:
    """Of developers of closed models: the score of the smallest that goes on, and the cost of all that do, over that
    of the median times their number."""
    rest = np.maximum(1 - x.scale_elasticity, 1e-9)
    z = score(x.large_cost, x.large_payable, x.large_budget, x.large_sigma) / rest
    spread = x.scale_elasticity * x.large_sigma
    return z, np.exp(spread * spread / 2) * ndtr(spread - z)
