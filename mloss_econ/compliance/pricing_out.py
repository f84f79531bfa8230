"""When does a compliance bill push a project out? Lognormal budgets, with unpaid projects.

    cutoff        = fixed cost / (payable share - proportional cost)           smallest budget that survives
    z             = (ln cutoff - ln median) / sigma
    priced out    = zero share + (1 - zero share) * Phi(z)                     of all projects, if the cost is above 0
    value lost    = Phi(z - sigma)                                             of all budgets
    use lost      = unpaid use + (1 - unpaid use) * Phi(z - use elasticity * sigma)
    an exemption below T takes Phi at T away from each; a ban takes its part of what is covered and left
    largest cost that keeps a share s of paid projects
                  = (payable share - proportional cost) * median * exp(sigma * Phi^-1(1 - s))
    largest cost that keeps a share s of their budgets
                  = the same * exp(sigma^2)

Count and value diverge: small projects go first. Budgets price unpaid projects at nothing; use does not.
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
