"""What does an exemption below a threshold T do, if projects may shrink to fit it?

    without avoidance  those from T to the cutoff exit; nobody shrinks
    with avoidance     nobody above T exits: it can always shrink to T
        stays at S     if (payable - proportional) * S - cost >= payable * T, what would be payable at T
        shrinks to T   from T to edge = (cost + payable * T) / (payable - proportional)
        value lost     integral over (T, edge) of (S - T) dG / mean budget

The two are ends of what may happen, but for value the truth need not lie between: with an exemption at the cutoff
nobody exits without avoidance, and value is lost with it. Budgets are lognormal. Source: the logic of a notch (Kleven
and Waseem 2013).
"""

from typing import Any

import numpy as np

from mloss_econ.base.arrays import Array
from mloss_econ.compliance.budgets import Budgets, LognormalBudgets, shrunk
from mloss_econ.compliance.exits import SmallestBudget, cutoff
from mloss_econ.compliance.shared import GrowingCost, ProjectUse
from mloss_econ.kernel import MoneyPerYear, Outputs, Share, calculator, lever
from mloss_econ.shared import BudgetSpread


class ExemptionInputs(BudgetSpread, ProjectUse, GrowingCost):
    """A cost, and a threshold below which it does not fall."""

    exemption_threshold: MoneyPerYear = lever("compliance.threshold")
    """Yearly budget below which a project is exempt."""


class ExemptionOutputs(Outputs):
    """Exits and losses if no project shrinks, and if all may."""

    cutoff: SmallestBudget
    """Smallest budget that survives without an exemption: the smallest threshold that ends all exit."""
    exempt_projects: Share
    """Share of funded projects that is exempt."""
    exempt_budgets: Share
    """Share of their budgets that is exempt."""
    exit_share_without_avoidance: Share
    """Share of funded projects that exit, if none shrinks."""
    value_lost_without_avoidance: Share
    """Share of the budgets of funded projects that the exits account for."""
    use_lost_without_avoidance: Share
    """Share of the use of funded projects that the exits account for, before forks and substitutes."""
    bunching: Share
    """Share of funded projects that shrink to the threshold, if they may."""
    value_lost_with_avoidance: Share
    """Share of their budgets that shrinking takes."""


@calculator
def exemption(x: ExemptionInputs) -> ExemptionOutputs:
    """Exit without, and shrinking with avoidance, for lognormal budgets."""
    out = exempted(
        LognormalBudgets(x.median_budget, x.sigma),
        x.fixed_cost,
        x.payable_share,
        x.proportional_cost,
        x.exemption_threshold,
        x.use_elasticity,
    )
    return ExemptionOutputs(**out)


def exempted(
    budgets: Budgets,
    cost: Array,
    payable: Array,
    proportional: Array,
    threshold: Array,
    use_elasticity: Array | float = 1.0,
) -> dict[str, Any]:
    """All outputs of an exemption for any spread of budgets, by name."""
    smallest = cutoff(cost, payable, proportional)
    left = payable - proportional
    positive = np.greater(left, 0.0)
    edge = np.where(positive, (cost + payable * threshold) / np.where(positive, left, 1.0), np.inf)
    bites = np.greater(cost + proportional, 0.0)
    edge = np.where(bites, edge, threshold)

    def between(power: Array | float, upper: Any) -> Any:
        return np.maximum(budgets.share_below(upper, power) - budgets.share_below(threshold, power), 0.0)

    return {
        "cutoff": smallest,
        "exempt_projects": budgets.share_below(threshold, 0.0),
        "exempt_budgets": budgets.share_below(threshold, 1.0),
        "exit_share_without_avoidance": between(0.0, smallest),
        "value_lost_without_avoidance": between(1.0, smallest),
        "use_lost_without_avoidance": between(use_elasticity, smallest),
        "bunching": between(0.0, edge),
        "value_lost_with_avoidance": shrunk(budgets, threshold, edge),
    }
