"""What will training cost: the dearest run, and the run of today?

    dearest run in t years = cost_now * (1 + g)^t
    today's run in t years = cost_now * 2^(-t / T)
    threshold reached in     ln(cost_threshold / cost_now) / ln(1 + g) years

g is the growth of spending at the frontier, T the years in which computing gets half as dear.

The two diverge: the frontier gets dearer while the frontier of today gets cheap. An extrapolated trend is no forecast.
"""

import numpy as np

from mloss_econ.kernel import Inputs, Money, Outputs, RatePerYear, Ratio, Years, calculator, fixed, given
from mloss_econ.value.logistic_diffusion import Date


class TrainingProjectionInputs(Inputs):
    """A run of today, and the two trends."""

    cost_now: Money = given("training.run_cost", positive=True)
    """Cost of the dearest run of today."""
    run_growth: RatePerYear = given("training.run_growth", low=0, positive=True)
    """Yearly growth of the dearest run's cost."""
    halving_time: Years = given("training.price_halving", positive=True)
    """Years in which the same computing gets half as dear."""
    projection_years: Years = fixed("training.projection_years")
    """Years from now."""
    cost_threshold: Money = fixed("training.threshold", low=1)
    """Threshold of cost."""


class TrainingProjectionOutputs(Outputs):
    """The two costs, and when the threshold is reached."""

    dearest: Money
    """Cost of the dearest run in that year."""
    same_run: Money
    """Cost in that year of a run like today's dearest, with cheaper machines alone."""
    ratio: Ratio
    """Cost of the dearest run over that of a run like today's."""
    threshold_in: Date
    """Years until the dearest run costs as much as the threshold; negative if it does already."""


@calculator
def training_projection(x: TrainingProjectionInputs) -> TrainingProjectionOutputs:
    """The dearest run, and today's, some years on."""
    dearest = x.cost_now * np.power(1 + x.run_growth, x.projection_years)
    same = x.cost_now * np.exp2(-x.projection_years / x.halving_time)
    return TrainingProjectionOutputs(
        dearest=dearest,
        same_run=same,
        ratio=dearest / same,
        threshold_in=np.log(x.cost_threshold / x.cost_now) / np.log1p(x.run_growth),
    )
