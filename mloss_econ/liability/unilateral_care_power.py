"""The same question as `unilateral_care` for care with slower returns: p(x) = p0 * (1 + x/q)^(-alpha).

    strict liability  x(phi) = q ((rho phi)^(1/(1+alpha)) - 1), not below 0, with rho = alpha p0 H / (w q)
    first best        phi = 1; cost w q ((1 + x*/q) (1 + 1/alpha) - 1) where care is due
    negligence        complies where phi >= phi_N (see `exposure`)

Derived.
"""

import numpy as np

from mloss_econ.base.arrays import Array
from mloss_econ.base.ties import below
from mloss_econ.kernel import Ratio, calculator, given
from mloss_econ.liability.accident_risk import AccidentRisk, CareCost, DamagesOwed
from mloss_econ.liability.exposure import least_exposure_power, reached
from mloss_econ.liability.unilateral_care import UnilateralOutputs


class UnilateralPowerInputs(DamagesOwed, CareCost, AccidentRisk):
    """An accident that one party can prevent, and the damages it may have to pay."""

    alpha: Ratio = given("liability.alpha", low=0.01)
    """Per cent by which one per cent more of (q + care) lowers the probability."""
    scale: Ratio = given("liability.care_scale", low=1e-3)
    """q: units of care that double (q + care)."""


@calculator
def unilateral_care_power(x: UnilateralPowerInputs) -> UnilateralOutputs:
    """Care and social cost for a power law of risk."""
    phi = reached(x.harm, x.found, x.assets, x.share, x.multiplier, np.inf)
    bare = x.base_probability * x.harm
    rho = x.alpha * bare / (x.unit_cost * x.scale)

    def care(exposed: Array | float) -> Array:
        return x.scale * (np.maximum(rho * exposed, 1.0) ** (1 / (1 + x.alpha)) - 1)

    def left(units: Array) -> Array:
        return (1 + units / x.scale) ** -x.alpha

    def cost(units: Array) -> Array:
        return x.unit_cost * units + bare * left(units)

    best, strict = care(1.0), care(phi)
    needed = least_exposure_power(x.alpha, rho)
    complies = np.logical_not(below(phi, needed))
    return UnilateralOutputs(
        exposure=phi,
        first_best_care=best,
        first_best_cost=cost(best),
        strict_care=strict,
        strict_probability=x.base_probability * left(strict),
        strict_cost=cost(strict),
        deterrence_loss=cost(strict) - cost(best),
        complies=1.0 * complies,
        negligence_cost=np.where(complies, cost(best), cost(strict)),
        exposure_for_negligence=needed,
        assets_for_negligence=needed * x.harm,
        no_care_cost=bare + 0 * rho,
    )
