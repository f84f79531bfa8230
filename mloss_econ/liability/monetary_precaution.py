"""Money spent on care cannot be paid in damages: can a poor party be too careful?

    it minimises  w x + p(x) min(A - w x, H),  p(x) = p0 exp(-a x),  assets A

    while A - w x >= H   as if solvent: x = ln(a p0 H / w) / a
    beyond               x = A/w - (v - 1)/a,  v = W(exp(a A / w + 1) / p0), W Lambert's function

Each unit of care lowers the chance of paying and what there is to pay. Over-care, found by Dari-Mattiacci and De Geest
(2006) for care that lowers the probability, is possible; closed form derived.
"""

import numpy as np
from scipy.special import wrightomega

from mloss_econ.base.arrays import Array
from mloss_econ.kernel import Money, Outputs, Ratio, calculator
from mloss_econ.liability.accident_risk import Assets, CareCost, CareEffect


class MonetaryPrecautionInputs(Assets, CareCost, CareEffect):
    """An accident, and a party that pays for care out of what it could pay in damages."""


class MonetaryPrecautionOutputs(Outputs):
    """Care under strict liability, and at the first best."""

    care: Ratio
    """Units of care taken."""
    first_best_care: Ratio
    """Units of care of least social cost."""
    excess_care: Money
    """Spending on care above the first best; 0 where there is too little."""
    shortfall: Money
    """Spending below the first best; 0 where there is too much."""
    cost: Money
    """Social cost."""
    loss: Money
    """Social cost above the first best."""


@calculator
def monetary_precaution(x: MonetaryPrecautionInputs) -> MonetaryPrecautionOutputs:
    """Care where money spent on it cannot be paid in damages."""
    a, w, p0 = x.effectiveness, x.unit_cost, x.base_probability
    affordable, solvent = x.assets / w, np.maximum(x.assets - x.harm, 0.0) / w

    def left(units: Array) -> Array:
        return p0 * np.exp(-a * units)

    def private(units: Array) -> Array:
        return w * units + left(units) * np.minimum(x.assets - w * units, x.harm)

    def social(units: Array) -> Array:
        return w * units + left(units) * x.harm

    best = np.log(np.maximum(a * p0 * x.harm / w, 1.0)) / a
    first = np.minimum(best, solvent)
    v = wrightomega(a * affordable + 1.0 - np.log(p0))
    second = np.maximum(np.minimum(affordable - (v - 1.0) / a, affordable), solvent)
    care = np.where(np.less_equal(private(first), private(second)), first, second)
    extra = w * (care - best)
    return MonetaryPrecautionOutputs(
        care=care,
        first_best_care=best,
        excess_care=np.maximum(extra, 0.0),
        shortfall=np.maximum(-extra, 0.0),
        cost=social(care),
        loss=social(care) - social(best),
    )
