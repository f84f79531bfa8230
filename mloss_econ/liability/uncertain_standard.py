"""If courts judge care with error, does negligence make people too careful or too careless?

    the party minimises  w x + (1 - F(x)) phi p(x) H,   p(x) = p0 exp(-a x)
    F(x) = probability that care x is found enough: normal around the standard, with spread sigma
    phi  = share of the harm it pays if found wanting

A little care buys a better chance of going free, so a small error leads to too much care; with a large one the chance
hardly depends on care, and what is left is a diluted liability: too little. After Craswell and Calfee (1986), from
memory. There may be two valleys, one of them as narrow as the court's error: the least cost is searched on a fine grid
over all care, and on one around the standard.
"""

import numpy as np
from scipy.special import ndtr

from mloss_econ.base.arrays import Array
from mloss_econ.kernel import Money, Outputs, Quantity, Ratio, Share, calculator, given, lever
from mloss_econ.liability.accident_risk import CareCost, CareEffect, HeldLiable
from mloss_econ.liability.blocks import in_blocks
from mloss_econ.liability.zoom import FIRST, least

FAR = 8.0  # standard deviations above the standard, beyond which care buys nothing


class Offset(Quantity, unit="ratio"):
    """A difference in units of care, of either sign."""


class UncertainStandardInputs(HeldLiable, CareCost, CareEffect):
    """An accident, and a court that errs."""

    standard_error: Ratio = given("liability.standard_error", low=1e-3)
    """Standard deviation of the care a court demands, in units of care."""
    standard_bias: Offset = lever(0.0)
    """By how much courts on average demand more than the first best, in units of care."""


class UncertainStandardOutputs(Outputs):
    """Care under an uncertain standard, and at the first best."""

    care: Ratio
    """Units of care taken."""
    first_best_care: Ratio
    """Units of care of least social cost."""
    too_careful: Share
    """1 where more care is taken than at the first best, else 0."""
    found_wanting: Share
    """Probability that a court finds this care wanting."""
    cost: Money
    """Social cost."""
    loss: Money
    """Social cost above the first best."""


@calculator
def uncertain_standard(x: UncertainStandardInputs) -> UncertainStandardOutputs:
    """Care where the standard is known up to an error."""
    return in_blocks(_uncertain_standard, x, FIRST)


def _uncertain_standard(x: UncertainStandardInputs) -> UncertainStandardOutputs:
    a, w, bare = x.effectiveness, x.unit_cost, x.base_probability * x.harm
    best = np.log(np.maximum(a * bare / w, 1.0)) / a
    standard = best + x.standard_bias

    def wanting(units: Array, wide: bool = True) -> Array:
        middle, spread = (standard[..., None], x.standard_error[..., None]) if wide else (standard, x.standard_error)
        return ndtr((middle - units) / spread)

    def private(units: Array) -> Array:
        facing = (x.found * bare)[..., None] * np.exp(-a[..., None] * units)
        return w[..., None] * units + wanting(units) * facing

    def social(units: Array) -> Array:
        return w * units + bare * np.exp(-a * units)

    far = np.maximum(standard + FAR * x.standard_error, 0.0) + np.log(np.maximum(a * x.found * bare / w, 1.0)) / a
    wide = least(private, 0.0 * far, far)
    around = (np.maximum(standard + side * x.standard_error, 0.0) for side in (-FAR, FAR))
    narrow = least(private, *around)
    better = private(narrow[..., None]) < private(wide[..., None])
    care = np.where(better[..., 0], narrow, wide)
    return UncertainStandardOutputs(
        care=care,
        first_best_care=best,
        too_careful=1.0 * np.greater(care, best),
        found_wanting=wanting(care, wide=False),
        cost=social(care),
        loss=social(care) - social(best),
    )
