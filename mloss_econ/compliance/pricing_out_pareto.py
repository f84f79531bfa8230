"""When does a compliance bill push a project out? Pareto budgets, with unpaid projects.

cutoff     = fixed cost / (payable share - proportional cost)
priced out = zero share + (1 - zero share) * (1 - (smallest budget / cutoff)^alpha)
value lost = 1 - (smallest budget / cutoff)^(alpha - 1)                     needs alpha > 1: else no mean exists
both 0 for paid projects while the cutoff is below the smallest budget
largest cost that keeps a share s of paid projects = (payable - proportional) * smallest * s^(-1 / alpha)
largest cost that keeps a share s of their budgets = (payable - proportional) * smallest * s^(-1 / (alpha - 1))
"""

import math

import numpy as np

from mloss_econ.calculator import Inputs, Outputs, calculator
from mloss_econ.compliance.pricing_out import cutoff
from mloss_econ.quantities import MoneyPerYear, Ratio, Share
from mloss_econ.records import given, lever


class PricingOutParetoInputs(Inputs):
    """A yearly cost against Pareto budgets."""

    fixed_cost: MoneyPerYear = given("compliance.fixed_cost")
    """Annualised compliance cost that does not grow with the project."""
    payable_share: Share = given("projects.payable_share")
    """Part of a project's budget that can go to compliance before it stops."""
    proportional_cost: Share = given("compliance.proportional_cost")
    """Compliance cost that grows with the budget, as a part of it."""
    smallest_budget: MoneyPerYear = given("projects.smallest_budget")
    """Smallest yearly budget among paid projects."""
    alpha: Ratio = given("projects.alpha", low=math.nextafter(1.0, 2.0))
    """Tail exponent of budgets, above 1 (below, the mean does not exist and value shares have no meaning)."""
    zero_share: Share = given("projects.zero_share")
    """Part of all projects that have no budget at all."""
    keep: Share = lever("compliance.keep", low=0.01)
    """Wanted share of paid projects, or of their budgets, that survives."""


class PricingOutParetoOutputs(Outputs):
    """Who stops, and what goes with them."""

    cutoff: MoneyPerYear
    """Smallest budget that survives; not finite where proportional cost takes the whole payable share."""
    priced_out: Share
    """Part of all projects that stop."""
    value_lost: Share
    """Part of all budgets that go with them."""
    largest_cost_projects: MoneyPerYear
    """Largest fixed cost that keeps the wanted share of paid projects."""
    largest_cost_value: MoneyPerYear
    """Largest fixed cost that keeps the wanted share of budgets."""


@calculator
def pricing_out_pareto(x: PricingOutParetoInputs) -> PricingOutParetoOutputs:
    """Share of projects and budgets priced out, for Pareto budgets."""
    smallest = cutoff(x.fixed_cost, x.payable_share, x.proportional_cost)
    survive = x.smallest_budget / np.maximum(smallest, x.smallest_budget)
    base = np.maximum(x.payable_share - x.proportional_cost, 0.0) * x.smallest_budget
    return PricingOutParetoOutputs(
        cutoff=smallest,
        priced_out=x.zero_share * np.greater(x.fixed_cost, 0.0) + (1 - x.zero_share) * (1 - np.power(survive, x.alpha)),
        value_lost=1 - np.power(survive, x.alpha - 1),
        largest_cost_projects=base * np.power(x.keep, -1 / x.alpha),
        largest_cost_value=base * np.power(x.keep, -1 / (x.alpha - 1)),
    )
