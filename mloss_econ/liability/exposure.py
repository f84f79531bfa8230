"""How much of a loss does a liable party really face?

    exposure phi = found * min(assets, cap, multiplier * share * harm) / harm

Detection, assets, caps, shares of liability and multiplied damages: for a risk-neutral party they all work through this
one number. It behaves as if the harm were phi * harm (Shavell 1986: with assets of 30,000
a liability of 100,000 is one of 30,000).

    damages that restore the incentive   harm / found, if assets reach (Polinsky and Shavell 1998)
    negligence still works down to       phi_N < 1, since compliance saves the whole loss, not a share (derived):
        exponential risk, kappa = effectiveness * p0 * harm / unit cost
            phi_N = 1/e where kappa >= e, ln(kappa) / kappa below, 0 where no care is due (kappa <= 1)
        power law, rho = alpha * p0 * harm / (unit cost * q)
            phi_N = (alpha / (1 + alpha))^(1 + alpha) where rho * phi_N >= 1, else alpha * (rho^(1/(1+alpha)) - 1) / rho
    negligence with cause in fact needs  phi_N = 1, like strict liability
"""

from __future__ import annotations

from typing import Any

import numpy as np

from mloss_econ.base.arrays import Array, check_within, numbers, together
from mloss_econ.errors import InputError
from mloss_econ.kernel import Numeric


def exposure(
    harm: Numeric,
    *,
    found: Numeric = 1.0,
    assets: Numeric = np.inf,
    share: Numeric = 1.0,
    multiplier: Numeric = 1.0,
    cap: Numeric = np.inf,
) -> Array:
    """Share of the harm that a party expects to pay: above 1 under multiplied damages. Shapes broadcast.

    Money (`harm` above 0, `assets`, `cap`) in one unit. Raises InputError for a probability or share outside 0 to 1.

    >>> float(exposure(100_000.0, assets=30_000.0))
    0.3
    """
    harm, found, assets, share, multiplier, cap = together(
        harm=harm, found=found, assets=assets, share=share, multiplier=multiplier, cap=cap
    )
    for name, value in (("found", found), ("share", share)):
        if ((value < 0) | (value > 1)).any():
            raise InputError(f"{name}: {np.ravel(value[(value < 0) | (value > 1)])[0]:g} is outside 0 to 1.")
    if (harm <= 0).any():
        raise InputError("harm: an exposure needs a harm above 0.")
    phi: Array = reached(harm, found, assets, share, multiplier, cap)
    return phi


def reached(harm: Any, found: Any, assets: Any, share: Any, multiplier: Any, cap: Any) -> Any:
    """Exposure for arrays that were checked."""
    return found * np.minimum(np.minimum(assets, cap), multiplier * share * harm) / harm


def restoring_multiplier(found: Numeric) -> Array:
    """Damages, as a multiple of the harm, that make up for the guilty who are not found; `found` above 0, at most 1.

    >>> float(restoring_multiplier(0.25))
    4.0
    """
    found = numbers(found, "found")
    check_within(found, "found", above=0, most=1, advice="A party that is never found cannot be deterred by damages.")
    return 1.0 / found


def least_exposure_exponential(kappa: Any) -> Any:
    """phi_N for exponential risk and linear cost."""
    some = np.greater(kappa, 1.0)
    safe = np.where(some, kappa, 1.0)
    return np.where(np.greater_equal(safe, np.e), 1 / np.e, np.log(safe) / safe)


def least_exposure_power(alpha: Any, rho: Any) -> Any:
    """phi_N for a power law and linear cost."""
    inner = (alpha / (1 + alpha)) ** (1 + alpha)
    some = np.greater(rho, 1.0)
    safe = np.where(some, rho, 1.0)
    corner = alpha * (safe ** (1 / (1 + alpha)) - 1) / safe
    return np.where(np.greater_equal(safe * inner, 1.0), inner, corner)
