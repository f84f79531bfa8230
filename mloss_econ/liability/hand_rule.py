"""Was care insufficient? Learned Hand's test: lump, marginal, and over a menu of precautions.

    lump      a precaution not taken is a breach where  burden < probability * loss
    marginal  care x is too little where                c'(x) < -p'(x) * harm
    menu      due care is the choice of least  cost + expected loss, not the one a lump test would pick

With several parties each is held to its own care in the joint best choice, the others being assumed to take theirs
(`Accident.due`); a party that owes no care can never be negligent.

The lump test goes wrong where it is put to the most effective precaution instead of the best choice: what a precaution
is worth depends on what else is done. United States v. Carroll Towing (1947); Brown (1973), from memory.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from mloss_econ.base.arrays import Array, together
from mloss_econ.base.ties import below, first_least
from mloss_econ.errors import InputError
from mloss_econ.kernel import Numeric


def hand_rule(burden: Numeric, probability: Numeric, loss: Numeric) -> Any:
    """Whether leaving out one precaution is a breach: its burden is below the expected loss that it would spare.

    `burden`, `loss` in one money unit, `probability` the fall in probability, 0 to 1; shapes broadcast.

    >>> bool(hand_rule(burden=200.0, probability=1.0, loss=100.0))
    False
    """
    burden, chance, loss = together(burden=burden, probability=probability, loss=loss)
    if not ((chance >= 0) & (chance <= 1)).all():
        raise InputError("a probability is outside 0 to 1.")
    _check_known(burden=burden, loss=loss)
    return below(burden, chance * loss)


def marginal_hand_rule(marginal_cost: Numeric, marginal_probability: Numeric, harm: Numeric) -> Any:
    """Whether a little more care was due: it costs less than the loss it spares (`marginal_probability` is p'(x) < 0).

    >>> bool(marginal_hand_rule(marginal_cost=2.0, marginal_probability=-1 / 19**2, harm=800.0))
    True
    """
    marginal_cost, marginal_probability, harm = together(
        marginal_cost=marginal_cost, marginal_probability=marginal_probability, harm=harm
    )
    _check_known(marginal_cost=marginal_cost, marginal_probability=marginal_probability, harm=harm)
    return below(marginal_cost, -marginal_probability * harm)


def due_care(cost: npt.ArrayLike, expected_harm: npt.ArrayLike) -> Any:
    """The place in a menu (last axis) of least cost plus expected loss; the first of equals.

    Give a net cost, such as minus a benefit, where the choices are activities.

    >>> int(due_care([0.0, 200.0, 30.0], [100.0, 0.0, 50.0]))  # nothing, solar power, an arrester
    2
    """
    cost, expected_harm = together(cost=cost, expected_harm=expected_harm)
    total = cost + expected_harm
    if not np.isfinite(total).all():
        raise InputError("a menu holds a cost or a loss that is not finite.")
    return first_least(total)


def _check_known(**given: Array) -> None:
    """Raise InputError for NaN, with which a test would find care sufficient."""
    for name, array in given.items():
        if np.isnan(array).any():
            raise InputError(f"{name}: nan is not finite. Drop the row, or correct it.")
