"""Both sides choose how much to do: who should bear what is left when all are careful?

Benefits A z - b z^2 / 2 of the injurer and C t - d t^2 / 2 of the victim, expected harm z t h at due care, of which the
injurer bears the share s and the victim the rest. Each takes the other's activity as given:

    z = (A d - s h C) / (b d - s (1-s) h^2)        t = (C b - (1-s) h A) / (b d - s (1-s) h^2)       where both above 0
    first best   z = (A d - h C) / (b d - h^2),  t = (C b - h A) / (b d - h^2),  or one side alone

Alike sides should share, unlike ones should not: the one who gives up least by doing less should bear nearly all.
After Carbonara, Guerra and Parisi (2016), whose idea it is; this version is derived.
"""

import numpy as np

from mloss_econ.base.arrays import Array
from mloss_econ.kernel import NetMoney, Outputs, Share, calculator, given, lever
from mloss_econ.liability.accident_risk import ActivityBenefit, CostOfCare
from mloss_econ.liability.blocks import in_blocks
from mloss_econ.liability.zoom import FIRST, least


class ResidualActivityInputs(ActivityBenefit):
    """Two activities that are dangerous together."""

    victim_first_benefit: CostOfCare = given("liability.victim_first_benefit")
    """C: benefit of the victim's first unit."""
    victim_benefit_slope: CostOfCare = given("liability.victim_benefit_slope", low=1e-9)
    """d: fall in the victim's benefit from one unit to the next."""
    joint_harm: CostOfCare = given("liability.joint_harm")
    """h: expected harm of one unit of each, at due care."""
    injurer_share: Share = lever(0.0)
    """s: share of the harm that the injurer bears though careful; 0 is negligence, 1 strict liability."""


class ResidualActivityOutputs(Outputs):
    """Welfare by who bears the residual loss."""

    first_best: NetMoney
    """Greatest welfare."""
    welfare: NetMoney
    """Welfare with the share as set."""
    victim_bears: NetMoney
    """Welfare if the victim bears it all (negligence)."""
    injurer_bears: NetMoney
    """Welfare if the injurer bears it all (strict liability)."""
    best_share: Share
    """The injurer's share of greatest welfare; any share is best where the harm is 0."""
    best_welfare: NetMoney
    """Welfare with the best share."""


@calculator
def residual_activity(x: ResidualActivityInputs) -> ResidualActivityOutputs:
    """Welfare by the residual bearer's share."""
    return in_blocks(_residual_activity, x, FIRST)


def _residual_activity(x: ResidualActivityInputs) -> ResidualActivityOutputs:
    a, b, c, d, h = x.first_benefit, x.benefit_slope, x.victim_first_benefit, x.victim_benefit_slope, x.joint_harm
    zero = 0.0 * (a + b + c + d + h)

    def welfare(z: Array, t: Array, wide: bool = False) -> Array:
        a_, b_, c_, d_, h_ = (v[..., None] if wide else v for v in (a, b, c, d, h))
        return a_ * z - b_ * z * z / 2 + c_ * t - d_ * t * t / 2 - z * t * h_

    def at(s: Array, wide: bool = False) -> Array:
        a_, b_, c_, d_, h_ = (v[..., None] if wide else v for v in (a, b, c, d, h))
        mine, theirs = s * h_, (1 - s) * h_
        room = b_ * d_ - mine * theirs
        safe = np.where(np.greater(room, 0.0), room, 1.0)
        z, t = (a_ * d_ - mine * c_) / safe, (c_ * b_ - theirs * a_) / safe
        both = np.logical_and(np.greater(room, 0.0), np.logical_and(np.greater(z, 0.0), np.greater(t, 0.0)))
        alone = np.greater_equal(mine * c_, a_ * d_)  # the injurer stays away while the victim does all it likes
        z = np.where(both, z, np.where(alone, 0.0, a_ / b_))
        t = np.where(both, t, np.where(alone, c_ / d_, 0.0))
        return welfare(z, t, wide)

    share = least(lambda s: -at(s, wide=True), zero, 1.0 + zero)
    ends = np.stack([at(zero), at(1.0 + zero)], axis=-1)
    inner = at(share)
    top = np.maximum(inner, np.maximum.reduce(ends, axis=-1))
    share = np.where(
        np.greater_equal(ends[..., 0], top), 0.0, np.where(np.greater_equal(ends[..., 1], top), 1.0, share)
    )
    room = b * d - h * h
    inside = np.greater(room, 0.0)
    safe = np.where(inside, room, 1.0)
    z, t = (a * d - h * c) / safe, (c * b - h * a) / safe
    inside = np.logical_and(inside, np.logical_and(np.greater(z, 0.0), np.greater(t, 0.0)))
    corner = np.maximum(a * a / (2 * b), c * c / (2 * d))
    return ResidualActivityOutputs(
        first_best=np.where(inside, welfare(z, t), corner),
        welfare=at(x.injurer_share + zero),
        victim_bears=at(zero),
        injurer_bears=at(1.0 + zero),
        best_share=share,
        best_welfare=top,
    )
