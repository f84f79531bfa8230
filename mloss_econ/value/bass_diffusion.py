"""How does an innovation spread, when some adopt by themselves and others imitate them? Bass.

    dF/dt = (p + q F) (1 - F)
    F(t)  = (1 - e^(-(p + q) t)) / (1 + (q / p) e^(-(p + q) t))
    years to peak = ln(q / p) / (p + q)    where q > p; else at the start

F is the share of eventual adopters that has adopted. Coefficients of single products range widely: fit them
(`fit_bass`) where there are counts.
"""

import numpy as np

from mloss_econ.kernel import Outputs, RatePerYear, Share, Years, calculator, given
from mloss_econ.value.shared import ElapsedTime


class BassDiffusionInputs(ElapsedTime):
    """Coefficients of innovation and imitation, and the time elapsed."""

    innovation: RatePerYear = given("growth.innovation", low=0, positive=True)
    """p: yearly rate of those who adopt by themselves."""
    imitation: RatePerYear = given("growth.imitation", low=0)
    """q: yearly rate of those who follow others."""


class BassDiffusionOutputs(Outputs):
    """Share that has adopted, rate of adoption, and its peak."""

    adopted: Share
    """Share of eventual adopters that has adopted."""
    rate: RatePerYear
    """Share that adopts in a year, at that time."""
    years_to_peak: Years
    """Years until adoption is fastest; 0 where it only slows."""


@calculator
def bass_diffusion(x: BassDiffusionInputs) -> BassDiffusionOutputs:
    """Adoption after some years, by Bass."""
    total = x.innovation + x.imitation
    decay = np.exp(-total * x.years_elapsed)
    adopted = -np.expm1(-total * x.years_elapsed) / (1 + x.imitation / x.innovation * decay)
    later = np.log(np.maximum(x.imitation, x.innovation) / x.innovation)
    return BassDiffusionOutputs(
        adopted=adopted, rate=(x.innovation + x.imitation * adopted) * (1 - adopted), years_to_peak=later / total
    )
