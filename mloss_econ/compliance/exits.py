"""Which projects exit, for any spread of budgets: the inputs, outputs and arithmetic that all forms share.

lost, power p   = share below the cutoff - share below the exemption, at least 0     (p: see `budgets`)
                  + banned * what of the covered is left
an unfunded project exits if it is covered (no exemption) and compliance takes more than its spare hours:
                  Phi(ln(hours needed / (spare share * median hours)) / sigma of hours), or it is banned
use lost        = unfunded use * unfunded exit + (1 - unfunded use) * lost with p = use elasticity
net of forks    = use lost * (1 - share replaced)
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from mloss_econ.base.arrays import Array
from mloss_econ.compliance.budgets import Budgets, Real
from mloss_econ.compliance.shared import AllProjects, GrowingCost, SpareHours, short_of_hours
from mloss_econ.kernel import MoneyPerYear, Outputs, Quantity, Ratio, Share, given
from mloss_econ.shared import Ban, Replacement


class SmallestBudget(Quantity, unit="money/year", low=0.0, endless=True):
    """A budget from which on a project survives, or up to which it is free; infinite where none is large enough."""


class ExitInputs(Ban, Replacement, AllProjects, SpareHours, GrowingCost):
    """Inputs of every pricing-out, apart from the spread of budgets."""

    derivative_elasticity: Ratio = given("projects.derivative_elasticity")
    """Elasticity to budget of use through what others build on a project: small projects feed large ones."""
    unfunded_derivative_use: Share = given("projects.unfunded_derivative_use")
    """Share of use through others' work that is of unfunded projects."""


class ExitOutputs(Outputs):
    """Shares of projects, budgets and use that exit, and what would prevent it."""

    cutoff: SmallestBudget
    """Smallest budget that survives; infinite where proportional cost takes the whole payable share."""
    exit_share: Share
    """Share of all projects that exit."""
    exit_share_funded: Share
    """Share of funded projects that exit."""
    exit_share_unfunded: Share
    """Share of unfunded projects that exit."""
    covered_funded: Share
    """Share of funded projects that the proposal covers."""
    value_lost: Share
    """Share of all budgets that the exits account for."""
    covered_use: Share
    """Share of all use that is of projects the proposal covers."""
    use_lost: Share
    """Share of all use that the exits account for, before forks and substitutes."""
    derivative_use_lost: Share
    """Share of all use through others' work that the exits account for, before forks and substitutes."""
    use_lost_net: Share
    """Share of all use lost after forks, foreign copies and substitutes."""
    largest_cost_projects: MoneyPerYear
    """Largest fixed cost at which the target share of funded projects survives, all being covered."""
    largest_cost_value: MoneyPerYear
    """Largest fixed cost at which the target share of their budgets survives."""
    smallest_exemption_projects: SmallestBudget
    """Smallest exemption at which the target share of funded projects survives; 0 where none is needed, infinite
    where none is large enough."""
    smallest_exemption_value: SmallestBudget
    """Smallest exemption at which the target share of their budgets survives."""


def cutoff(fixed_cost: Array, payable_share: Array, proportional_cost: Array) -> Array:
    """Smallest yearly budget that survives.

    Infinite where the proportional cost leaves nothing payable; 0 where there is no fixed cost and the proportional
    cost is payable.
    """
    left = payable_share - proportional_cost
    positive = np.greater(left, 0.0)
    without_fixed = np.where(np.less(left, 0.0), np.inf, 0.0)
    with_fixed = np.where(positive, fixed_cost / np.where(positive, left, 1.0), np.inf)
    return np.where(np.equal(fixed_cost, 0.0), without_fixed, with_fixed)


def exits(x: ExitInputs, budgets: Budgets) -> dict[str, Any]:
    """All outputs of a pricing-out with a plain cutoff, by name."""
    smallest = cutoff(x.fixed_cost, x.payable_share, x.proportional_cost)

    def below(power: Real) -> Array:
        return np.maximum(budgets.share_below(smallest, power) - budgets.share_below(x.exempt_below, power), 0.0)

    out = shares(x, budgets, below)
    payable = np.maximum(x.payable_share - x.proportional_cost, 0.0)
    out["cutoff"] = smallest
    for name, power in (("projects", 0.0), ("value", 1.0)):
        lost = budgets.share_below(smallest, power)
        spare = np.maximum(lost - (1 - x.target_survival), 0.0)
        out[f"largest_cost_{name}"] = payable * budgets.size_at(1 - x.target_survival, power)
        out[f"smallest_exemption_{name}"] = np.where(np.greater(spare, 0.0), budgets.size_at(spare, power), 0.0)
    return out


def shares(x: ExitInputs, budgets: Budgets, priced: Callable[[Real], Array]) -> dict[str, Any]:
    """Shares that exit, given `priced(power)`: the share that the cost alone drives out."""

    def lost(power: Real) -> Array:
        by_cost = priced(power)
        return by_cost + x.banned * (1 - budgets.share_below(x.exempt_below, power) - by_cost)

    short = short_of_hours(x)
    unfunded = (short + x.banned * (1 - short)) * np.equal(x.exempt_below, 0.0)
    funded = lost(0.0)
    use = x.unfunded_use * unfunded + (1 - x.unfunded_use) * lost(x.use_elasticity)
    through_others = x.unfunded_derivative_use * unfunded + (1 - x.unfunded_derivative_use) * lost(
        x.derivative_elasticity
    )
    return {
        "exit_share": x.zero_share * unfunded + (1 - x.zero_share) * funded,
        "exit_share_funded": funded,
        "exit_share_unfunded": unfunded,
        "covered_funded": 1 - budgets.share_below(x.exempt_below, 0.0) + 0 * funded,
        "value_lost": lost(1.0),
        "covered_use": x.unfunded_use * np.equal(x.exempt_below, 0.0)
        + (1 - x.unfunded_use) * (1 - budgets.share_below(x.exempt_below, x.use_elasticity)),
        "use_lost": use,
        "derivative_use_lost": through_others,
        "use_lost_net": use * (1 - x.share_replaced),
    }
