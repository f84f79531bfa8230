"""Care of one party from a menu with a table of probabilities, and closed forms for other shapes of risk.

strict liability  the choice of least  cost + exposure * probability * harm
negligence        due care, where its cost is at most the least of  cost + exposure * probability * harm  below it
p(x) = 1/x        x* = sqrt(H/w)                p(x) = 1 - sqrt(x)   x* = min(1, (H / 2w)^2)
quadratic cost w x^2 / 2, p = p0 exp(-a x)      x = W(a^2 p0 H phi / w) / a, W Lambert's function
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.special import wrightomega

from mloss_econ.base.arrays import Array, numbers, together
from mloss_econ.base.ties import are_least, first_least
from mloss_econ.errors import InputError
from mloss_econ.kernel import Numeric
from mloss_econ.liability.hand_rule import due_care


@dataclass(frozen=True)
class CareTaken:
    """Places in the menu (last axis of the tables), shape (...): `first_best`, and the care taken under `strict`
    liability and under `negligence`; `social_cost` (..., menu); `assets_strict` and `assets_negligence`, the smallest
    exposures in money at which due care is taken."""

    first_best: Any
    strict: Any
    negligence: Any
    social_cost: Array
    assets_strict: Array
    assets_negligence: Array


def tabulated_care(
    cost: npt.ArrayLike, probability: npt.ArrayLike, harm: Numeric, exposed: Numeric = 1.0, standard: int | None = None
) -> CareTaken:
    """Care from a menu: `cost`, `probability` (..., menu) with cost rising along it, `harm` and `exposed` (...).

    `standard`: due care as a place in the menu, the first best if not given. Raises InputError for a probability
    outside 0 to 1, costs that fall, or a standard that is not on the menu.
    """
    spent, chance = numbers(cost, "cost"), numbers(probability, "probability")
    harm, exposed = numbers(harm, "harm"), numbers(exposed, "exposed")
    if not ((chance >= 0) & (chance <= 1)).all():
        raise InputError("a probability is outside 0 to 1.")
    if (np.diff(spent, axis=-1) < 0).any():
        raise InputError("the menu's costs must rise from left to right.")
    if standard is not None and not 0 <= standard < spent.shape[-1]:
        raise InputError(f"standard {standard}: the menu has {spent.shape[-1]} places; it cannot be met.")
    loss = chance * harm[..., None]
    best = due_care(spent, loss)
    facing = exposed[..., None] * loss
    strict = due_care(spent, facing)
    due = best if standard is None else np.full(best.shape, standard)
    below = np.arange(loss.shape[-1]) < due[..., None]
    private = np.where(below, spent + facing, np.where(np.arange(loss.shape[-1]) == due[..., None], spent, np.inf))
    at_due = np.take_along_axis(np.broadcast_to(spent, loss.shape), due[..., None], axis=-1)
    chosen = np.take_along_axis(are_least(private), due[..., None], axis=-1)
    p_due = np.take_along_axis(np.broadcast_to(chance, loss.shape), due[..., None], axis=-1)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        strict_needs = np.where(below, (at_due - spent) / (chance - p_due), 0.0).max(axis=-1)
        negligence_needs = np.where(below, (at_due - spent) / chance, 0.0).max(axis=-1)
    return CareTaken(
        first_best=best,
        strict=strict,
        negligence=np.where(chosen[..., 0], due, first_least(private)),
        social_cost=spent + loss,
        assets_strict=strict_needs,
        assets_negligence=negligence_needs,
    )


def inverse_risk_care(harm: Numeric, unit_cost: Numeric) -> Array:
    """Best care where the probability is 1/x (x at least 1).

    >>> float(inverse_risk_care(800.0, 2.0))
    20.0
    """
    harm, unit_cost = together(harm=harm, unit_cost=unit_cost)
    return np.maximum(np.sqrt(harm / unit_cost), 1.0)


def root_risk_care(harm: Numeric, unit_cost: Numeric) -> Array:
    """Best care where the probability is 1 - sqrt(x), x at most 1.

    >>> float(root_risk_care(1.0, 1.0))
    0.25
    """
    harm, unit_cost = together(harm=harm, unit_cost=unit_cost)
    best: Array = np.minimum((harm / (2 * unit_cost)) ** 2, 1.0)
    return best


def quadratic_cost_care(
    base_probability: Numeric, effectiveness: Numeric, steepness: Numeric, harm: Numeric, exposed: Numeric = 1.0
) -> Array:
    """Care where it costs steepness * x^2 / 2 and the risk falls exponentially; all above 0."""
    p0, a, steep, harm, exposed = together(
        base_probability=base_probability, effectiveness=effectiveness, steepness=steepness, harm=harm, exposed=exposed
    )
    return np.asarray(wrightomega(np.log(a * a * p0 * harm * exposed / steep)) / a)
