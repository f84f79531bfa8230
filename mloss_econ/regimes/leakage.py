"""How much of a restriction is left when activity moves abroad and what was released stays in circulation?

    persists    = mean over the years of (1 - turnover)^t                 released copies, as they age
    retained    = (1 - persists) * (1 - leakage)      one jurisdiction alone, of what it meant to suppress
    together    = 1 - persists                        all countries at once: nowhere to move to
    harm cut    = share bound * harm * open share * restricted * retained     1 and `together`: all act
    value lost  = share bound * use value * restricted * (1 - persists) * (1 - share replaced)
    value moved = leakage * value lost                the world does not lose it, but others have it

Of a last year that is not whole, the share that counts is taken. What holds for use holds for misuse of the same
artefacts. The share replaced is what forks and substitutes at home replace. Derived.
"""

import numpy as np

from mloss_econ.kernel import MoneyPerYear, Outputs, Share, calculator, lever
from mloss_econ.regimes.shared import MOST_YEARS, Circulation, Jurisdiction
from mloss_econ.shared import OpenHarm, UseAtStake


class LeakageInputs(OpenHarm, UseAtStake, Circulation, Jurisdiction):
    """A restriction, and what gets round it."""

    restricted: Share = lever(1.0)
    """Share of open release that the restriction means to suppress, where it applies."""


class LeakageOutputs(Outputs):
    """Effect that a restriction keeps, alone and together."""

    persists: Share
    """Share of use and misuse that older copies serve, mean over the years."""
    moved: Share
    """Share of the activity suppressed at home that continues elsewhere."""
    retained: Share
    """Share of the intended effect that one jurisdiction alone achieves."""
    retained_together: Share
    """Share of the intended effect that all countries together achieve."""
    harm_cut: MoneyPerYear
    """Harm avoided a year by one jurisdiction alone."""
    harm_cut_together: MoneyPerYear
    """Harm avoided a year by all together."""
    use_value_lost: MoneyPerYear
    """Value of use lost at home a year, what moves away included."""
    value_moved: MoneyPerYear
    """Value of the lost use that others now have."""


@calculator
def leakage(x: LeakageInputs) -> LeakageOutputs:
    """Effect of a restriction that is left, alone and coordinated."""
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
