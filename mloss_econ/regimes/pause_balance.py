"""Does a pause in frontier work cost more than it saves?

    value lost   = present value of frontier models' use up to the horizon * share that the pause takes (see `delay`)
    harm saved   = present value of the harm up to the horizon * effect of the pause
    effect needed = value lost / present value of the harm

It is the present value of all use of the newest models up to the horizon, old and new, money coming in all year. The
line `closed_use` of a scorecard (see `flows`) asks less: as turnover has it, use of releases since the proposal alone.
Half a year is then 70 % of what the present value comes to as equal payments at the ends of as many years.

Nobody has measured the effect: the share of the harm up to the horizon that a pause of this length avoids. So the
answer is its break-even value.
"""

import numpy as np

from mloss_econ.compliance import discounted
from mloss_econ.kernel import Money, Outputs, Ratio, Share, Years, calculator, given, lever
from mloss_econ.shared import FrontierUse, LateBenefits, YearlyHarm


class PauseBalanceInputs(YearlyHarm, FrontierUse, LateBenefits):
    """A pause, what it holds up, and what it may save."""

    pause_length: Years = lever("waiting.pause")
    """Length of the pause."""
    pause_effect: Share = given("waiting.pause_effect")
    """Share of the harm up to the horizon that the pause avoids. Unmeasured."""


class PauseBalanceOutputs(Outputs):
    """Cost and benefit of the pause."""

    present_value_lost: Money
    """Present value of the use that the pause takes."""
    harm_saved: Money
    """Present value of the harm that it avoids."""
    effect_needed: Ratio
    """Share of the harm that the pause has to avoid to break even; above 1 it cannot."""


@calculator
def pause_balance(x: PauseBalanceInputs) -> PauseBalanceOutputs:
    """Cost and benefit of a pause."""
    force = np.log1p(x.discount_rate)
    held = np.minimum(x.pause_length, x.benefit_horizon)
    whole = discounted(force, x.benefit_horizon)
    late = -np.expm1(-x.obsolescence * held)
    lost = x.frontier_value * whole * (late + (1 - late) * discounted(force, held) / whole)
    harm = x.yearly_harm * whole
    return PauseBalanceOutputs(present_value_lost=lost, harm_saved=harm * x.pause_effect, effect_needed=lost / harm)
