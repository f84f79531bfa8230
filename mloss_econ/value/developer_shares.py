"""Who made the value: each developer's share of each package, by commits.

    value of developer d = sum over packages p of share of d in p * value of p

The shares of a package have to add up to 1, so that all developers together have made all of it, no more and no less.
Source: Hoffmann, Nagle and Zhou (2024), equation 7.
"""

import numpy as np
import numpy.typing as npt

from mloss_econ.base.arrays import Array, numbers
from mloss_econ.errors import InputError

TOLERANCE = 1e-9


def developer_values(values: npt.ArrayLike, shares: npt.ArrayLike) -> Array:
    """Value by developer (shape `(d,)`) from values of packages (`(p,)`) and shares (`(p, d)`, each row adding to 1).

    Raises InputError for shapes that do not fit, negative numbers, a row that does not add up.
    """
    amount, share = numbers(values, "values"), numbers(shares, "shares")
    if share.ndim != 2 or amount.shape != share.shape[:1] or not share.size:
        raise InputError(
            f"values of shape {amount.shape} and shares of shape {share.shape} do not fit: (p,) and (p, d)."
        )
    if not (np.all(np.isfinite(amount) & (amount >= 0)) and np.all(np.isfinite(share) & (share >= 0))):
        raise InputError("values and shares have to be finite and 0 or more.")
    off = np.flatnonzero(np.abs(share.sum(axis=1) - 1) > TOLERANCE)
    if len(off):
        raise InputError(
            f"shares of package {off[0]} add up to {share[off[0]].sum():.6g}, not to 1. Divide by the sum, or add "
            "the developers who are missing."
        )
    return np.asarray(amount @ share)
