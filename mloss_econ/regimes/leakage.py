"""How much of a restriction is left when activity moves abroad and what was released stays in circulation?

    persists    = mean over the years of (1 - turnover)^t                 released copies, as they age
    retained    = (1 - persists) * (1 - leakage)      one jurisdiction alone, of what it meant to stop
    together    = 1 - persists                        all countries at once: nowhere to move to
    harm cut    = bound * harm * open part * restricted * retained        bound 1 and `together`: all act
    value lost  = bound * use value * restricted * (1 - persists) * (1 - recovered)
    value moved = leakage * value lost                it is not gone for the world, but it is elsewhere

Of a last year that is not whole the part that counts is taken. What holds for use holds for misuse of the same
artefacts. What is recovered is what forks and substitutes at home replace. Derived.
"""

import numpy as np

from mloss_econ.kernel import MoneyPerYear, Outputs, Share, calculator, lever
from mloss_econ.regimes.shared import MOST_YEARS, Circulation, Jurisdiction
from mloss_econ.shared import OpenHarm, UseAtStake


class LeakageInputs(OpenHarm, UseAtStake, Circulation, Jurisdiction):
    """A restriction, and what gets round it."""

    restricted: Share = lever(1.0)
    """Part of open release that the restriction means to stop, where it applies."""


class LeakageOutputs(Outputs):
    """What a restriction keeps of its effect, alone and together."""

    persists: Share
    """Part of use and misuse that older copies serve, mean over the years."""
    moved: Share
    """Part of the activity stopped at home that goes on elsewhere."""
    retained: Share
    """Part of the intended effect that one jurisdiction alone gets."""
    retained_together: Share
    """Part that all countries together get."""
    harm_cut: MoneyPerYear
    """Harm avoided a year by one jurisdiction alone."""
    harm_cut_together: MoneyPerYear
    """Harm avoided a year by all together."""
    use_value_lost: MoneyPerYear
    """Value of use lost at home a year, what moves away included."""
    value_moved: MoneyPerYear
    """Part of that which others now have."""


@calculator
def leakage(x: LeakageInputs) -> LeakageOutputs:
    """What is left of a restriction, alone and coordinated."""
    persists = 0.0 * x.turnover
    old = 1.0 + persists
    for year in range(1, MOST_YEARS + 1):
        old = old * (1 - x.turnover)
        persists = persists + old * np.minimum(np.maximum(x.years - (year - 1), 0.0), 1.0)
    persists = persists / x.years
    effect = x.yearly_harm * x.open_share * x.restricted
    lost = x.home_cost * x.use_value * x.restricted * (1 - persists) * (1 - x.share_replaced)
    return LeakageOutputs(
        persists=persists,
        moved=x.leakage,
        retained=(1 - persists) * (1 - x.leakage),
        retained_together=1 - persists,
        harm_cut=x.home_cost * effect * (1 - persists) * (1 - x.leakage),
        harm_cut_together=effect * (1 - persists),
        use_value_lost=lost,
        value_moved=lost * x.leakage,
    )
