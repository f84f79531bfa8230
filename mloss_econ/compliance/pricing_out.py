"""When does a compliance bill drive a project out? Lognormal budgets, with unfunded projects.

    cutoff        = fixed cost / (payable share - proportional cost)           smallest budget that survives
    z             = (ln cutoff - ln median) / sigma
    exit share    = zero share + (1 - zero share) * Phi(z)                     of all projects, if the cost is above 0
    value lost    = Phi(z - sigma)                                             of all budgets
    use lost      = unfunded use + (1 - unfunded use) * Phi(z - use elasticity * sigma)
    an exemption below T takes Phi at T away from each; a ban takes its share of what is covered and left
    largest cost at which a share s of funded projects survives
                  = (payable share - proportional cost) * median * exp(sigma * Phi^-1(1 - s))
    largest cost at which a share s of their budgets survives
                  = the same * exp(sigma^2)

Count and value diverge: small projects exit first. Unfunded projects have no weight in budgets, but do in use.
"""

from mloss_econ.compliance.budgets import LognormalBudgets
from mloss_econ.compliance.exits import ExitInputs, ExitOutputs, exits
from mloss_econ.kernel import calculator
from mloss_econ.shared import BudgetSpread


class PricingOutInputs(BudgetSpread, ExitInputs):
    """A yearly cost against lognormal budgets."""


@calculator
def pricing_out(x: PricingOutInputs) -> ExitOutputs:
    """Share of projects, budgets and use priced out, for lognormal budgets."""
    return ExitOutputs(**exits(x, LognormalBudgets(x.median_budget, x.sigma)))
