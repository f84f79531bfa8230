"""How does an innovation spread, when adopters pass it on? A logistic curve.

    F(t) = 1 / (1 + ((1 - F0) / F0) e^(-r t))
    half = ln((1 - F0) / F0) / r     when half have adopted, maybe before now

The alternative to Bass: nobody adopts unprompted, so it needs a share F0 that has adopted already.
"""

import numpy as np

from mloss_econ.kernel import Outputs, Quantity, RatePerYear, Share, calculator, given
from mloss_econ.value.shared import ElapsedTime


class Date(Quantity, unit="year"):
    """Years from now; negative before."""


class LogisticDiffusionInputs(ElapsedTime):
    """Share that has adopted so far, the rate of spread, and the time elapsed."""

    adopted_now: Share = given("growth.adopted_now", low=1e-6, high=1 - 1e-6)
    """Share that has adopted already."""
    spread: RatePerYear = given("growth.spread", low=0, positive=True)
    """Yearly rate near the start."""


class LogisticDiffusionOutputs(Outputs):
    """Share that has adopted, rate of adoption, and the date at which half have adopted."""

    adopted: Share
    """Share that has adopted."""
    rate: RatePerYear
    """Share that adopts in a year, at that time."""
    half: Date
    """Years until half have adopted, when adoption is fastest."""


@calculator
def logistic_diffusion(x: LogisticDiffusionInputs) -> LogisticDiffusionOutputs:
    """Adoption after some years, on a logistic curve."""
    odds = (1 - x.adopted_now) / x.adopted_now
    adopted = 1 / (1 + odds * np.exp(-x.spread * x.years_elapsed))
    return LogisticDiffusionOutputs(
        adopted=adopted, rate=x.spread * adopted * (1 - adopted), half=np.log(odds) / x.spread
    )
