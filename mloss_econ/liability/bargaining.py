"""If the parties may bargain, does the liability rule matter?

    without cost     social cost is the least, whatever the rule (Coase 1960); only who pays differs
    with a cost TC   they agree where that saves more than it costs: min(social cost without bargains, least + TC)

Members of a group that can contract choose together, the others being given; strangers cannot.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from mloss_econ.base.arrays import Array, together
from mloss_econ.base.ties import below
from mloss_econ.errors import InputError
from mloss_econ.kernel import Numeric


def bargained_cost(under_the_rule: npt.ArrayLike, least: Numeric, agreement: Numeric) -> Array:
    """Social cost if all parties may agree at the cost `agreement`; shapes broadcast.

    Raises InputError if a rule is said to cost less than the least.

    >>> bargained_cost([65.0, 60.0], 55.0, 7.0).tolist()
    [62.0, 60.0]
    """
    alone, best, agreement = together(under_the_rule=under_the_rule, least=least, agreement=agreement)
    if below(alone, best).any():
        raise InputError("a rule costs less than the least social cost: one of the two is wrong.")
    if (agreement < 0).any():
        raise InputError("agreement: a cost below 0.")
    return np.minimum(alone, best + agreement)
