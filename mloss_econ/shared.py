"""Inputs that calculators of several subjects share: each is declared here once, and inherited.

    class DelayInputs(Discounting): ...          has `discount_rate`, in the wording and the bounds of all others

Inputs that only one subject shares are declared in a module of that subject.
"""

from mloss_econ.kernel import (
    Count,
    Inputs,
    MoneyPerYear,
    RatePerYear,
    Ratio,
    Share,
    Years,
    discount,
    fixed,
    given,
    lever,
    linked,
)


class RealDiscounting(Inputs):
    """A discount rate in real terms, which may be below zero."""

    discount_rate: RatePerYear = discount(low=-0.99)
    """Real yearly discount rate."""


class Discounting(RealDiscounting):
    """A discount rate of zero or more."""

    discount_rate: RatePerYear = discount()
    """Real yearly discount rate."""


class Obsolescence(Inputs):
    """Value of a release that comes late."""

    obsolescence: RatePerYear = given("delay.obsolescence", low=0)
    """Force at which a release loses worth by being late: 0.5 leaves exp(-0.5) = 61 % after a year."""


class LateBenefits(Obsolescence, Discounting):
    """A release that comes late, and how long its benefits count."""

    benefit_horizon: Years = fixed("delay.horizon", low=0.25)
    """How long benefits and harm count, from today."""


class Investment(Inputs):
    """Cost of making open-source machine-learning software."""

    investment: MoneyPerYear = linked(alone="value.investment", positive=True)
    """Yearly cost of making MLOSS: all budgets together."""


class MedianBudget(Inputs):
    """The budget of the project in the middle."""

    median_budget: MoneyPerYear = given("projects.median_budget", positive=True)
    """Median yearly budget of a funded project, cash and in kind; above 0."""


class BudgetSpread(MedianBudget):
    """Lognormal budgets."""

    sigma: Ratio = given("projects.sigma", low=0.01)
    """Standard deviation of the logarithm of budgets."""


class SizeExemption(Inputs):
    """An exemption by size."""

    exempt_below: MoneyPerYear = linked(alone=0.0)
    """Projects with a smaller yearly budget are exempt; none shrinks to be so."""


class FixedCost(Inputs):
    """A compliance cost that is the same for small and large."""

    fixed_cost: MoneyPerYear = linked(alone="compliance.fixed_cost")
    """Annualised compliance cost that does not grow with the project."""


class Ban(Inputs):
    """A ban on a share of what a proposal covers."""

    banned: Share = lever(0.0)
    """Share of the covered projects that may not go on at any cost."""


class Scope(Inputs):
    """Share of open projects' use that a proposal applies to."""

    open_scope: Share = lever(1.0)
    """Share of open projects, of each size, to whose use the proposal applies."""


class Enforcement(Inputs):
    """Enforcement of a proposal."""

    enforcement: Ratio = lever(1.0)
    """Odds of compliance, over those of law as it is enforced today; 0: nobody complies."""


class Rebuilding(Inputs):
    """What users pool to rebuild of the use that they lose."""

    replacement_cost: MoneyPerYear = given("society.replacement_cost")
    """Yearly cost of rebuilding all projects together, shared among users."""
    share_rebuilt: Share = given("society.share_rebuilt")
    """Share of the lost use whose users pool the money and rebuild, where that costs less than the loss."""
    rebuild_time: Years = given("society.rebuild_time")
    """Time that rebuilding takes."""


class Replacement(Inputs):
    """Replacement of lost use."""

    share_replaced: Share = given("projects.share_replaced")
    """Share of lost use that forks, foreign copies or substitutes replace."""


class PayableShare(Inputs):
    """Share of its budget that a project can pay."""

    payable_share: Share = given("projects.payable_share")
    """Share of a project's budget that can go to compliance before it exits."""


class UseAtStake(Replacement):
    """The use of open projects, and what would replace it."""

    use_value: MoneyPerYear = linked(alone="society.use_value")
    """Yearly value of all use of open projects, worldwide and gross."""


class YearlyHarm(Inputs):
    """The harm that a proposal is about."""

    yearly_harm: MoneyPerYear = given("harm.yearly_harm", positive=True)
    """Harm a year with today's duties and no care beyond them; above 0."""


class OpenHarm(YearlyHarm):
    """The harm that a proposal is about, and the share of it that rests on open models."""

    open_share: Share = given("harm.open_share")
    """Share of the harm that is done with open models or tools and would go if they did."""


class Pause(Inputs):
    """A pause that a proposal asks of everybody."""

    pause: Years = lever(0.0)
    """Pause that a proposal asks of everybody, on top of what its duties take."""


class FrontierUse(Inputs):
    """Use of the newest closed models."""

    frontier_value: MoneyPerYear = given("waiting.frontier_value")
    """Yearly value of the use of new closed models, which a wait holds up."""


class SizeOfCost(Inputs):
    """Growth of compliance cost with size."""

    scale_elasticity: Ratio = given("projects.scale_elasticity")
    """By how many per cent compliance costs more for a developer one per cent larger."""


class ClosedScope(Inputs):
    """Share of closed models that a proposal applies to."""

    closed_scope: Share = lever(1.0)
    """Share of closed models, by use and by developers, to which the proposal applies."""


class LargeBudget(Inputs):
    """The developer of closed models in the middle."""

    large_budget: MoneyPerYear = given("compliance.large_budget", positive=True)
    """Yearly budget of the median developer of closed models; above 0."""


class LargeDevelopers(ClosedScope, LargeBudget):
    """Developers of closed models."""

    large_developers: Count = given("regimes.large_developers")
    """Developers of closed models, of which a proposal covers those in scope."""
    large_sigma: Ratio = given("compliance.large_sigma", low=0.01)
    """Standard deviation of the logarithm of their budgets."""
    large_payable: Share = given("compliance.large_payable")
    """Share of its budget that a developer of closed models can pay for compliance before it gives up."""


class UnfundedProjects(Inputs):
    """Projects without a budget."""

    zero_share: Share = given("projects.zero_share")
    """Share of all projects that have no budget at all."""
