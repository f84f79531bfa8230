"""Parties differ in what care costs them: liability, one standard for all, or both?

Unit cost uniform from w1 to w2, risk p0 exp(-a x), exposure phi. A party takes the larger of the standard f and the
care ln(phi a p0 H / w) / a that its liability asks for, so those with w below  phi a p0 H exp(-a f)  do more than f:

    cost(phi, f) = mean over w of  (w/a) (ln(phi a p0 H / w) + 1/phi)  for those, of  w f + p0 exp(-a f) H  for the rest
    liability alone cost(phi, 0)      standard alone cost(0, f), best at f = ln(a p0 H / mean w) / a

Liability loses by dilution, a standard by treating unlike parties alike; together they beat both only in places.
Shavell (1984) for the question, from memory; the integrals are exact.
"""

import numpy as np

from mloss_econ.base.arrays import Array
from mloss_econ.kernel import Money, Outputs, Ratio, calculator, given, lever
from mloss_econ.liability.accident_risk import CareEffect, CostOfCare, HeldLiable
from mloss_econ.liability.blocks import in_blocks
from mloss_econ.liability.zoom import FIRST, least


class UniformStandardInputs(HeldLiable, CareEffect):
    """Parties alike but for what care costs them."""

    lowest_unit_cost: CostOfCare = given("liability.lowest_unit_cost", low=1e-6)
    """w1: unit cost of care of the party for which it is cheapest."""
    cost_spread: Ratio = given("liability.cost_spread", low=1.001)
    """w2 / w1: dearest over cheapest."""
    floor_share: Ratio = lever(1.0)
    """The standard used together with liability, as a share of the best uniform standard."""


class UniformStandardOutputs(Outputs):
    """Mean social cost of one party."""

    liability: Money
    """Cost under liability alone."""
    standard: Money
    """Cost under the best uniform standard alone."""
    best_standard: Ratio
    """Best uniform standard, in units of care."""
    both: Money
    """Cost under liability and the standard as set."""
    best_floor: Ratio
    """The standard that is best together with liability."""
    best_both: Money
    """Cost under liability and the best floor."""
    first_best: Money
    """Cost if every party took the efficient care."""


@calculator
def uniform_standard(x: UniformStandardInputs) -> UniformStandardOutputs:
    """Mean cost under liability, a standard, and both."""
    return in_blocks(_uniform_standard, x, FIRST)


def _uniform_standard(x: UniformStandardInputs) -> UniformStandardOutputs:
    a, bare, w1 = x.effectiveness, x.base_probability * x.harm, x.lowest_unit_cost
    w2 = w1 * x.cost_spread
    middle = (w1 + w2) / 2
    best = np.log(np.maximum(a * bare / middle, 1.0)) / a
    one = 1.0 + 0.0 * (bare + w2 + a)

    def cost(phi: Array, floor: Array, wide: bool = False) -> Array:
        a_, bare_, low, high = (v[..., None] if wide else v for v in (a, bare, w1, w2))
        drive = phi * a_ * bare_
        split = np.minimum(np.maximum(drive * np.exp(-a_ * floor), low), high)
        safe_drive, safe_phi = np.maximum(drive, 1e-300), np.maximum(phi, 1e-300)

        def whole(w: Array) -> Array:  # the integral of (w/a) (ln(drive/w) + 1/phi)
            return (w * w / 2 * (np.log(safe_drive / w) + 1 / safe_phi) + w * w / 4) / a_

        own = np.where(np.greater(split, low), whole(split) - whole(low), 0.0)
        rest = (high - split) * ((high + split) / 2 * floor + bare_ * np.exp(-a_ * floor))
        return (own + rest) / (high - low)

    floor = least(lambda f: cost(x.found[..., None], f, wide=True), 0.0 * one, one * (best + 1 / a))
    return UniformStandardOutputs(
        liability=cost(x.found, 0.0 * one),
        standard=cost(0.0 * one, best),
        best_standard=best,
        both=cost(x.found, x.floor_share * best),
        best_floor=floor,
        best_both=cost(x.found, floor),
        first_best=cost(one, 0.0 * one),
    )
