"""When does a compliance bill push a project out? Lognormal budgets, with unpaid projects.

    cutoff        = fixed cost / (payable share - proportional cost)           smallest budget that survives
    z             = (ln cutoff - ln median) / sigma
    priced out    = zero share + (1 - zero share) * Phi(z)                     of all projects, if the cost is above 0
    value lost    = Phi(z - sigma)                                             of all budgets
    use lost      = unpaid use + (1 - unpaid use) * Phi(z - rho * usage sigma) of all use
    largest cost that keeps a share s of paid projects
                  = (payable share - proportional cost) * median * exp(sigma * Phi^-1(1 - s))
    largest cost that keeps a share s of their budgets
                  = the same * exp(sigma^2)

Count and value diverge: small projects go first. Budgets price unpaid projects at nothing; use does not.
"""

import numpy as np
from scipy.special import ndtr, ndtri

from mloss_econ.calculator import Inputs, Outputs, calculator
from mloss_econ.quantities import Array, MoneyPerYear, Ratio, Share
from mloss_econ.records import given, lever


class PricingOutInputs(Inputs):
    """A yearly cost against lognormal budgets."""

    fixed_cost: MoneyPerYear = given("compliance.fixed_cost")
    """Annualised compliance cost that does not grow with the project."""
    payable_share: Share = given("projects.payable_share")
    """Part of a project's budget that can go to compliance before it stops."""
    proportional_cost: Share = given("compliance.proportional_cost")
    """Compliance cost that grows with the budget, as a part of it."""
    median_budget: MoneyPerYear = given("projects.median_budget")
    """Median yearly budget of a paid project, cash and in kind."""
    sigma: Ratio = given("projects.sigma", low=0.01)
    """Standard deviation of the logarithm of budgets."""
    zero_share: Share = given("projects.zero_share")
    """Part of all projects that have no budget at all."""
    use_elasticity: Ratio = given("projects.use_elasticity")
    """How use grows with the budget."""
    unpaid_use: Share = given("projects.unpaid_use")
    """Part of all use that is of unpaid projects."""
    derivative_elasticity: Ratio = given("projects.derivative_elasticity")
    """How use through other projects grows with the budget."""
    unpaid_derivative_use: Share = given("projects.unpaid_derivative_use")
    """Part of derivative use that is of unpaid projects."""
    recovered: Share = given("projects.recovered")
    """Part of lost use that forks, foreign copies or substitutes replace."""
    exempt_below: MoneyPerYear = lever(0.0)
    """Projects with a smaller budget are free."""
    banned: Share = lever(0.0)
    """Part of the covered projects that may not go on at any cost."""
    keep: Share = lever("compliance.keep")
    """Wanted share of paid projects, or of their budgets, that survives."""


class PricingOutOutputs(Outputs):
    """Who stops, and what goes with them."""

    cutoff: MoneyPerYear
    """Smallest budget that survives; not finite where proportional cost takes the whole payable share."""
    priced_out: Share
    """Part of all projects that stop."""
    priced_out_paid: Share
    """Part of the paid projects that stop."""
    value_lost: Share
    """Part of all budgets that go with them."""
    use_lost: Share
    """Part of all use that goes with them, before forks and substitutes."""
    covered_paid: Share
    """Part of the paid projects that is covered."""
    derivative_use_lost: Share
    """Part of derivative use lost."""
    use_lost_net: Share
    """Use lost after recovery."""
    smallest_exemption_projects: MoneyPerYear
    """x"""
    smallest_exemption_value: MoneyPerYear
    """x"""
    largest_cost_projects: MoneyPerYear
    """Largest fixed cost that keeps the wanted share of paid projects."""
    largest_cost_value: MoneyPerYear
    """Largest fixed cost that keeps the wanted share of budgets."""


def cutoff(fixed_cost: Array, payable_share: Array, proportional_cost: Array) -> Array:
    """Smallest yearly budget that survives.

    Infinite where the proportional cost leaves nothing payable; 0 where there is no fixed cost and the proportional
    cost is payable.
    """
    left = payable_share - proportional_cost
    without_fixed = np.where(np.less(left, 0.0), np.inf, 0.0)
    with_fixed = np.where(np.greater(left, 0.0), fixed_cost / left, np.inf)
    return np.where(np.equal(fixed_cost, 0.0), without_fixed, with_fixed)


@calculator
def pricing_out(x: PricingOutInputs) -> PricingOutOutputs:
    """Share of projects, budgets and use priced out, for lognormal budgets."""
    smallest = cutoff(x.fixed_cost, x.payable_share, x.proportional_cost)
    z = (np.log(smallest) - np.log(x.median_budget)) / x.sigma
    t = (np.log(x.exempt_below) - np.log(x.median_budget)) / x.sigma
    stops = np.greater(x.fixed_cost, 0.0) * np.equal(x.exempt_below, 0.0)

    def lost(power: Array | float) -> Array:
        covered = ndtr(power * x.sigma - t)
        out = np.maximum(ndtr(z - power * x.sigma) - ndtr(t - power * x.sigma), 0.0)
        return out + x.banned * (covered - out)

    paid = lost(0.0)
    most = (
        np.maximum(x.payable_share - x.proportional_cost, 0.0) * x.median_budget * np.exp(x.sigma * ndtri(1 - x.keep))
    )
    use = x.unpaid_use * stops + (1 - x.unpaid_use) * lost(x.use_elasticity)
    return PricingOutOutputs(
        cutoff=smallest,
        priced_out=x.zero_share * stops + (1 - x.zero_share) * paid,
        priced_out_paid=paid,
        value_lost=lost(1.0),
        use_lost=use,
        covered_paid=ndtr(-t),
        derivative_use_lost=x.unpaid_derivative_use * stops + (1 - x.unpaid_derivative_use) * lost(x.derivative_elasticity),
        use_lost_net=use * (1 - x.recovered),
        smallest_exemption_projects=0 * paid,
        smallest_exemption_value=0 * paid,
        largest_cost_projects=most,
        largest_cost_value=most * np.exp(x.sigma * x.sigma),
    )
