"""How careful is one party that alone can prevent an accident, and what is the cost of less than full liability?

Probability p(x) = p0 * exp(-a x), cost of care w x, harm H, exposure phi (the share of H it expects to pay), and
kappa = a p0 H / w:

    strict liability  x(phi) = ln(kappa phi) / a where kappa phi > 1, else 0
                      social cost = (w/a) (ln(kappa phi) + 1/phi), or p0 H without care
    first best        phi = 1
    deterrence loss   (w/a) (1/phi - 1 + ln phi), whatever the harm
    negligence        complies where phi >= phi_N (see `exposure`), else as under strict liability

Over many accidents of one kind the same formula holds with a yearly number in place of p0 and costs a year. Shavell
(1980, 1986) for the model, from memory; closed forms derived.
"""

import numpy as np

from mloss_econ.base.arrays import Array
from mloss_econ.base.ties import below
from mloss_econ.kernel import Money, Outputs, Ratio, Share, calculator
from mloss_econ.liability.accident_risk import CareCost, CareEffect, DamagesOwed
from mloss_econ.liability.exposure import least_exposure_exponential, reached


class UnilateralInputs(DamagesOwed, CareCost, CareEffect):
    """An accident that one party can prevent, and the damages it may have to pay."""


class UnilateralOutputs(Outputs):
    """Care and social cost under each kind of liability."""

    exposure: Ratio
    """Share of the harm that the party expects to pay if an accident happens."""
    first_best_care: Ratio
    """Units of care of least social cost."""
    first_best_cost: Money
    """Least social cost: care and expected harm."""
    strict_care: Ratio
    """Units of care under strict liability."""
    strict_probability: Share
    """Probability of the accident under strict liability."""
    strict_cost: Money
    """Social cost under strict liability."""
    deterrence_loss: Money
    """Social cost under strict liability above the first best."""
    complies: Share
    """1 where the party takes due care under negligence, else 0."""
    negligence_cost: Money
    """Social cost under negligence with due care at the first best."""
    exposure_for_negligence: Share
    """Smallest exposure at which the party takes due care under negligence; strict liability needs 1."""
    assets_for_negligence: Money
    """Smallest assets with the same effect, if the party were always found."""
    no_care_cost: Money
    """Expected harm without care."""


@calculator
def unilateral_care(x: UnilateralInputs) -> UnilateralOutputs:
    """Care and social cost for exponential risk."""
    phi = reached(x.harm, x.found, x.assets, x.share, x.multiplier, np.inf)
    bare = x.base_probability * x.harm
    kappa = x.effectiveness * bare / x.unit_cost

    def care(exposed: Array | float) -> Array:
        return np.log(np.maximum(kappa * exposed, 1.0)) / x.effectiveness

    def cost(units: Array) -> Array:
        return x.unit_cost * units + bare * np.exp(-x.effectiveness * units)

    best, strict = care(1.0), care(phi)
    needed = least_exposure_exponential(kappa)
    complies = np.logical_not(below(phi, needed))
    return UnilateralOutputs(
        exposure=phi,
        first_best_care=best,
        first_best_cost=cost(best),
        strict_care=strict,
        strict_probability=x.base_probability * np.exp(-x.effectiveness * strict),
        strict_cost=cost(strict),
        deterrence_loss=cost(strict) - cost(best),
        complies=1.0 * complies,
        negligence_cost=np.where(complies, cost(best), cost(strict)),
        exposure_for_negligence=needed,
        assets_for_negligence=needed * x.harm,
        no_care_cost=bare + 0 * kappa,
    )
