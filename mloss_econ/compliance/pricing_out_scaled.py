"""When does a cost that grows with the project drive it out?

    cost of a project of size S = cost at the reference size * (S / reference)^elasticity
    burden                      = ln(cost at the reference / ((payable - proportional) * reference))
    cutoff                      = reference * exp(burden / (1 - elasticity))
    elasticity below 1            those below the cutoff exit (0: the plain fixed cost)
    elasticity 1                  no cutoff: all exit if the burden is above 0, else none
    elasticity above 1            those above the cutoff exit: the large are hit

`cutoff` is then the largest that survives; it is 0 or not finite where there is none. The largest cost is that at the
reference size. US community banks of 2014 give an elasticity of about 0.69 of compliance cost with respect to expense.
"""

from typing import Any

import numpy as np

from mloss_econ.compliance.budgets import LognormalBudgets, Real
from mloss_econ.compliance.exits import ExitInputs, ExitOutputs, shares
from mloss_econ.kernel import MoneyPerYear, calculator, given
from mloss_econ.shared import BudgetSpread, SizeOfCost


class PricingOutScaledInputs(BudgetSpread, ExitInputs, SizeOfCost):
    """A yearly cost that grows with the project, against lognormal budgets."""

    reference_budget: MoneyPerYear = given("projects.reference_budget", positive=True)
    """Budget of the project whose cost is the fixed cost; above 0."""


@calculator
def pricing_out_scaled(x: PricingOutScaledInputs) -> ExitOutputs:
    """Share of projects, budgets and use priced out by a cost that grows with size."""
    budgets = LognormalBudgets(x.median_budget, x.sigma)
    payable = np.maximum(x.payable_share - x.proportional_cost, 0.0)
    some = np.greater(x.fixed_cost, 0.0)
    none_left = np.equal(payable, 0.0)
    asked = np.where(some, x.fixed_cost, 1.0)
    burden = np.where(none_left, np.inf, np.log(asked / (np.where(none_left, 1.0, payable) * x.reference_budget)))
    burden = np.where(some, burden, np.where(np.less(x.payable_share, x.proportional_cost), np.inf, -np.inf))
    rest = 1 - x.scale_elasticity
    flat, falls = np.equal(rest, 0.0), np.greater(rest, 0.0)
    steps = np.where(flat, np.where(np.greater(burden, 0.0), np.inf, -np.inf), burden / np.where(flat, 1.0, rest))
    edge = x.reference_budget * np.exp(steps)
    small_exit = np.logical_or(falls, flat)

    def exits(power: Real, at: Any) -> Any:
        below, exempt = budgets.share_below(at, power), budgets.share_below(x.exempt_below, power)
        return np.where(small_exit, np.maximum(below - exempt, 0.0), 1 - np.maximum(below, exempt))

    out = shares(x, budgets, lambda power: exits(power, edge))
    out["cutoff"] = edge
    for name, power in (("projects", 0.0), ("value", 1.0)):
        wanted = np.where(small_exit, 1 - x.target_survival, x.target_survival)
        size = budgets.size_at(wanted, power)
        most = payable * x.reference_budget * np.exp(rest * np.log(size / x.reference_budget))
        out[f"largest_cost_{name}"] = np.where(flat, payable * x.reference_budget, most)
        lost = budgets.share_below(edge, power)
        spare = np.maximum(lost - (1 - x.target_survival), 0.0)
        needed = np.where(np.greater(spare, 0.0), budgets.size_at(spare, power), 0.0)
        above = np.where(np.less(1 - lost, 1 - x.target_survival), 0.0, budgets.size_at(x.target_survival, power))
        out[f"smallest_exemption_{name}"] = np.where(small_exit, needed, above)
    return ExitOutputs(**out)
