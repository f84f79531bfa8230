"""Does it pay to screen unknown users, and how much liability makes a platform screen enough?

Per user, with a share lambda of harmful users and a screen that blocks the share TPR of them and FPR of the others:

    net gain = lambda TPR H - (1 - lambda) FPR b - c
    it pays (c = 0) where TPR / FPR > (1 - lambda) b / (lambda H)

Without a signal TPR = FPR, as with open weights: then screening means not releasing. A platform with N users, a margin
r on each, and screening effort e (the share of harmful users removed) at the cost k e^2 / 2 chooses and should choose

    k e = lambda N (s H - r)        k e* = lambda N (H - b_h)       so the right share is  s* = (H - b_h + r) / H

b_h is the benefit of harmful users that society counts: with a margin to defend the right share exceeds 1 where fraud
is no gain to society. Derived.
"""

import numpy as np

from mloss_econ.base.arrays import Array
from mloss_econ.base.ties import below
from mloss_econ.kernel import Inputs, Money, NetMoney, Outputs, Persons, Ratio, Share, calculator, given, lever


class ScreeningInputs(Inputs):
    """A service, its users, and a way to tell them apart."""

    harmful_share: Share = given("liability.harmful_share", low=1e-9, high=0.999)
    """lambda: share of the users who do harm."""
    user_harm: Money = given("liability.user_harm", low=1e-3)
    """H: harm done by one harmful user."""
    honest_benefit: Money = given("liability.honest_benefit")
    """b: gain of one other user from the service."""
    screening_cost: Money = given("liability.screening_cost")
    """c: cost of screening one user."""
    true_positive: Share = given("liability.true_positive")
    """TPR: share of the harmful users that the screen blocks."""
    false_positive: Share = given("liability.false_positive")
    """FPR: share of the other users that the screen blocks."""
    users: Persons = given("liability.users")
    """N: users of the platform."""
    user_margin: Money = given("liability.margin")
    """r: margin of the platform on one user."""
    counted_benefit: Money = lever(0.0)
    """b_h: gain of a harmful user that society counts; none for fraud."""
    effort_cost: Money = given("liability.effort_cost", low=1e-3)
    """k: cost of the platform's effort, twice what removing all harmful users would take."""
    platform_share: Share = lever(0.0)
    """s: share of the harm that the platform pays."""


class ScreeningOutputs(Outputs):
    """Whether a screen pays, and the effort of a platform."""

    net_gain: NetMoney
    """Net benefit to society of screening one user."""
    pays: Share
    """1 where the net benefit is above 0, else 0."""
    harmful_share_needed: Share
    """Smallest share of harmful users at which screening pays; 1 where it never does."""
    gain_without_signal: NetMoney
    """Net benefit of blocking every user, for each user: the value of not releasing."""
    effort: Share
    """Share of the harmful users that the platform removes, given its share of the harm."""
    best_effort: Share
    """Share of the harmful users that it would be best to remove."""
    best_share: Ratio
    """Share of the harm that induces the best effort: above 1 to outweigh the margin, 0 where none is needed."""


@calculator
def screening(x: ScreeningInputs) -> ScreeningOutputs:
    """The value of a screen for unknown users, and a platform's effort."""
    bad, good = x.harmful_share, 1 - x.harmful_share
    blocked = x.false_positive * x.honest_benefit
    spared, spent = bad * x.true_positive * x.user_harm, good * blocked + x.screening_cost
    per_harmful = x.true_positive * x.user_harm + blocked
    ever = np.greater(per_harmful, blocked + x.screening_cost)
    crowd = bad * x.users

    def effort(worth: Array) -> Array:
        return np.minimum(np.maximum(crowd * worth / x.effort_cost, 0.0), 1.0)

    return ScreeningOutputs(
        net_gain=spared - spent,
        pays=1.0 * below(spent, spared),
        harmful_share_needed=np.where(ever, (blocked + x.screening_cost) / np.where(ever, per_harmful, 1.0), 1.0),
        gain_without_signal=bad * x.user_harm - good * x.honest_benefit,
        effort=effort(x.platform_share * x.user_harm - x.user_margin),
        best_effort=effort(x.user_harm - x.counted_benefit),
        best_share=np.maximum(x.user_harm - x.counted_benefit + x.user_margin, 0.0) / x.user_harm,
    )
