"""How much of a risky activity goes on under strict liability and under negligence?

Benefit of z units A z - b z^2 / 2; due care costs c* a unit and leaves the expected harm h a unit:

    first best, strict  z* = (A - c* - h) / b       the party pays for the harm each unit does
    negligence          z  = (A - c*) / b           careful, it pays nothing: too much
    loss                h^2 / (2 b) where z* > 0

If the victim's activity matters as well, no split of one payment sets both right (`residual_activity`). Shavell (1980).
"""

import numpy as np

from mloss_econ.base.arrays import Array
from mloss_econ.kernel import Count, Money, NetMoney, Outputs, Share, calculator, given
from mloss_econ.liability.accident_risk import ActivityBenefit, CostOfCare


class ActivityInputs(ActivityBenefit):
    """A risky activity at due care."""

    care_cost: CostOfCare = given("liability.care_cost")
    """c*: cost of due care a unit."""
    unit_harm: CostOfCare = given("liability.unit_harm")
    """h: expected harm a unit at due care."""


class ActivityOutputs(Outputs):
    """Units and welfare under both liability rules."""

    first_best: Count
    """Units of greatest welfare; strict liability leads to them."""
    negligence: Count
    """Units under negligence."""
    first_best_welfare: NetMoney
    """Benefit less care and harm, at the first best."""
    negligence_welfare: NetMoney
    """Benefit less care and harm, under negligence."""
    loss: Money
    """Welfare lost under negligence through too much activity."""
    excess: Share
    """Share of the activity under negligence that is excessive; 0 where there is no activity."""


@calculator
def activity(x: ActivityInputs) -> ActivityOutputs:
    """Activity under strict liability and negligence."""

    def units(price: Array) -> Array:
        return np.maximum(x.first_benefit - price, 0.0) / x.benefit_slope

    def welfare(z: Array) -> Array:
        return (x.first_benefit - x.care_cost - x.unit_harm) * z - x.benefit_slope * z * z / 2

    best, much = units(x.care_cost + x.unit_harm), units(x.care_cost)
    some = np.greater(much, 0.0)
    return ActivityOutputs(
        first_best=best,
        negligence=much,
        first_best_welfare=welfare(best),
        negligence_welfare=welfare(much),
        loss=x.benefit_slope * (much - best) * (much - best) / 2
        + np.where(np.greater(best, 0.0), 0.0, (x.care_cost + x.unit_harm - x.first_benefit) * much),
        excess=np.where(some, (much - best) / np.where(some, much, 1.0), 0.0),
    )
