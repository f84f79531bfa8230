"""Is it better to act now, or to wait until more is known?

The harm is either high, so that the proposal brings b a year, or low, so that it costs l a year; p: probability that it
is high. It becomes known at a rate m a year. Setting the proposal up costs S. Acting now, it is repealed if the harm
proves low, but the share i of its yearly loss stays (projects that exited do not return). Waiting, it is made if the
harm proves high. With q = m / (m + r), over an endless future:

    now       = - S + (p b - (1 - p) l) / (m + r) + q (p b - (1 - p) i l) / r
    later     = q p max(b / r - S, 0)                                          made only if it then pays
    committed = - S + (p b - (1 - p) l) / r                                    now, and never repealed
    threshold = (p b - (1 - p) l - r S) / ((1 - p) (S + i l / r))              waiting is better above it

The faster one learns, the less waiting costs, and the more a proposal that cannot be undone does: so waiting is better
above the threshold, not below. Where the proposal would not pay even on average (threshold below 0) waiting is always
better; so it is where it would not pay even if the harm were known to be high (b / r below S: never made).
Derived; after Arrow and Fisher (1974) and Dixit and Pindyck (1994), from memory.
"""

import numpy as np

from mloss_econ.kernel import (
    Money,
    MoneyPerYear,
    NetMoney,
    Outputs,
    Quantity,
    RatePerYear,
    Share,
    calculator,
    discount,
    given,
)
from mloss_econ.shared import Discounting


class ArrivalRate(Quantity, unit="ratio/year"):
    """A rate of arrival a year: 0.5 is once in two years on average; below 0: none is slow enough."""


class WaitingInputs(Discounting):
    """A proposal, what is not known, and how fast it becomes known."""

    high_odds: Share = given("waiting.high_odds", high=0.9999)
    """p: probability that the harm is high."""
    benefit_if_high: MoneyPerYear = given("waiting.benefit_if_high")
    """b: net benefit of the proposal a year if the harm is high."""
    loss_if_low: MoneyPerYear = given("waiting.loss_if_low")
    """l: net loss by the proposal a year if the harm is low."""
    set_up: Money = given("waiting.set_up", positive=True)
    """S: cost of setting the proposal up, for the state and for those covered."""
    irreversible: Share = given("waiting.irreversible")
    """i: share of the yearly loss that stays after a repeal."""
    arrival: RatePerYear = given("waiting.arrival", low=0)
    """m: rate at which it becomes known whether the harm is high: 0.3 is once in 3.3 years."""
    discount_rate: RatePerYear = discount(low=1e-4)
    """Real yearly discount rate."""


class WaitingOutputs(Outputs):
    """Present value of each choice."""

    now: NetMoney
    """Present value of acting now and repealing if the harm is low."""
    later: NetMoney
    """Present value of waiting, and acting if the harm is high."""
    committed: NetMoney
    """Present value of acting now for good."""
    known: NetMoney
    """Present value if it were known today."""
    value_of_waiting: NetMoney
    """Present value of waiting less that of acting now."""
    waiting_better: Share
    """1 where waiting is worth more than acting now, else 0."""
    threshold: ArrivalRate
    """Rate of arrival above which waiting is better."""


@calculator
def waiting(x: WaitingInputs) -> WaitingOutputs:
    """Two stages: act now, or after learning."""
    p, r, m = x.high_odds, x.discount_rate, x.arrival
    gain, loss = p * x.benefit_if_high, (1 - p) * x.loss_if_low
    learned = m / (m + r)
    now = -x.set_up + (gain - loss) / (m + r) + learned * (gain - x.irreversible * loss) / r
    best_if_high = np.maximum(x.benefit_if_high / r - x.set_up, 0.0)
    wait = learned * p * best_if_high
    kept = (1 - p) * x.set_up + x.irreversible * loss / r
    return WaitingOutputs(
        now=now,
        later=wait,
        committed=-x.set_up + (gain - loss) / r,
        known=p * best_if_high,
        value_of_waiting=wait - now,
        waiting_better=1.0 * np.greater(wait, now),
        threshold=(gain - loss - r * x.set_up) / kept,
    )
