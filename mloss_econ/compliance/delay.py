"""What does waiting cost: for a duty that has to be met before a release, or for a pause?

    wait d                     = delay + pause                          f = ln(1 + discount rate), a force
    share of an endless present value lost   1 - exp(-(f + o) d)        o: what a release loses a year by being late
    share lost up to a horizon H             1 - exp(-o d) (1 - L)      L = (1 - exp(-f d)) / (1 - exp(-f H))
    share lost of a benefit that fades       (1 - exp(-(f + o) d)) / (1 - exp(-(f + o) H))
    longest wait the cash bears              reserve / burn

The first two take a release to be worth exp(-o d) of itself for good when it comes d late; the third takes the benefit
to fade with the calendar whether or not it is released. Without a horizon the two are the same. Each is a share of a
present value over the whole period, not of a year's benefit: a yearly amount must not be multiplied by it.
"""

import numpy as np
from scipy.special import exprel

from mloss_econ.base.arrays import Array
from mloss_econ.base.ties import below
from mloss_econ.kernel import Money, MoneyPerYear, Outputs, Quantity, Share, Years, calculator, given, linked
from mloss_econ.shared import LateBenefits, Pause


class Endurance(Quantity, unit="year", low=0.0, endless=True):
    """A time that something lasts; infinite where it never ends."""


class DelayInputs(Pause, LateBenefits):
    """A wait, what it holds up, and the cash that has to last."""

    delay: Years = linked(alone="delay.delay")
    """Time that a release waits for the duties to be met."""
    benefit: MoneyPerYear = given("delay.benefit")
    """Benefit a year once released, without a wait."""
    burn: MoneyPerYear = given("delay.burn")
    """Spending of the project a year while it waits, less what it still takes in."""
    reserve: Money = given("delay.reserve")
    """Cash at hand."""


class DelayOutputs(Outputs):
    """Value lost, and whether the cash lasts."""

    wait: Years
    """Delay and pause together."""
    share_of_endless_value_lost: Share
    """Share of the present value of an endless benefit that the wait takes."""
    share_of_horizon_value_lost: Share
    """Share of the present value up to the horizon that the wait takes."""
    share_of_fading_value_lost: Share
    """Share of the present value, up to the horizon, of a benefit that fades with the calendar."""
    present_value: Money
    """Present value of the benefit up to the horizon, without a wait."""
    present_value_lost: Money
    """Present value that the wait takes."""
    longest_wait: Endurance
    """Longest wait that the reserve bears; infinite where nothing is spent."""
    cash_lasts: Share
    """1 where the reserve lasts for the wait, else 0; over draws, how often it does."""
    cash_short: Money
    """Cash missing to last the wait."""


def discounted(force: Array, years: Array) -> Array:
    """Present value of one unit a year, paid evenly over so many years, at a force of discount (0 allowed)."""
    return years * exprel(-force * years)


@calculator
def delay(x: DelayInputs) -> DelayOutputs:
    """Present value lost to a wait, and the cash it takes."""
    wait = x.delay + x.pause
    held = np.minimum(wait, x.benefit_horizon)
    force = np.log1p(x.discount_rate)
    fading = force + x.obsolescence
    late = -np.expm1(-x.obsolescence * held)
    lost = late + (1 - late) * discounted(force, held) / discounted(force, x.benefit_horizon)
    value = x.benefit * discounted(force, x.benefit_horizon)
    needed = x.burn * wait
    return DelayOutputs(
        wait=wait,
        share_of_endless_value_lost=-np.expm1(-fading * wait),
        share_of_horizon_value_lost=lost,
        share_of_fading_value_lost=discounted(fading, held) / discounted(fading, x.benefit_horizon),
        present_value=value,
        present_value_lost=value * lost,
        longest_wait=np.where(np.greater(x.burn, 0.0), x.reserve / x.burn, np.inf),
        cash_lasts=np.where(below(x.reserve, needed), 0.0, 1.0),
        cash_short=np.maximum(needed - x.reserve, 0.0),
    )
