"""How large does it get if it doubles every so often?

    size after t years = start * 2^(t / T)
    yearly growth      = 2^(1 / T) - 1

A doubling time read off a few years is no law: over the long run publications on AI doubled in ten years, not two.
"""

import numpy as np

from mloss_econ.base.arrays import Array, check_within, numbers
from mloss_econ.kernel import Numeric, Outputs, RatePerYear, Ratio, Years, calculator, given
from mloss_econ.value.shared import ElapsedTime


class DoublingInputs(ElapsedTime):
    """A start, a doubling time, a horizon."""

    start: Ratio = given("growth.papers_start")
    """Size now, in any unit."""
    doubling_time: Years = given("growth.papers_doubling", positive=True)
    """Years until it has doubled."""


class DoublingOutputs(Outputs):
    """Size and growth."""

    size: Ratio
    """Size after the years elapsed, in the unit of the start."""
    growth: RatePerYear
    """Growth of a year."""


def growth_from_doubling(doubling_time: Numeric) -> Array:
    """Yearly growth from a doubling time in years (above 0). Raises InputError for another.

    >>> round(float(growth_from_doubling(23 / 12)), 4)
    0.4357
    """
    doubling_time = numbers(doubling_time, "doubling_time")
    check_within(doubling_time, "doubling_time", above=0)
    return np.asarray(np.expm1(np.log(2) / doubling_time))


def doubling_from_growth(growth: Numeric) -> Array:
    """Years to double at a yearly growth above 0; 1.4 is growth to 2.4 times. Raises InputError for another.

    >>> round(12 * float(doubling_from_growth(1.4)), 2)
    9.5
    """
    growth = numbers(growth, "growth")
    check_within(growth, "growth", above=0, advice="What does not grow never doubles.")
    return np.asarray(np.log(2) / np.log1p(growth))


def growth_from_magnitudes(magnitudes: Numeric) -> Array:
    """Yearly growth from orders of magnitude a year.

    >>> round(float(growth_from_magnitudes(0.14)), 4)
    0.3804
    """
    magnitudes = numbers(magnitudes, "magnitudes")
    return np.asarray(np.expm1(np.log(10) * magnitudes))


@calculator
def doubling(x: DoublingInputs) -> DoublingOutputs:
    """Size after some years of doubling."""
    rate = np.log(2) / x.doubling_time
    return DoublingOutputs(size=x.start * np.exp(rate * x.years_elapsed), growth=np.expm1(rate))
