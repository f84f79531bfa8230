"""COCOMO II: from ratings to the sum of scale factors and the product of effort multipliers.

    scale      = sum of PREC, FLEX, RESL, TEAM, PMAT               nominal 18.97
    multiplier = product of RELY, DATA, CPLX, ... SCED (seventeen)  nominal 1

What is not rated is nominal. Ratings: very low, low, nominal, high, very high, extra high; not every driver has all.
The values are in `seeds/tables/cocomo_ii_ratings.csv`.
"""

import math
from collections.abc import Iterator

from mloss_econ.errors import InputError, nearest
from mloss_econ.evidence import Store, default_store

NOMINAL = "nominal"


def scale_factors(*, store: Store | None = None, **ratings: str) -> float:
    """Sum of the five scale factors. Raises InputError for an unknown factor or rating.

    >>> round(scale_factors(), 2), round(scale_factors(PMAT="very high", TEAM="high"), 2)
    (18.97, 14.75)
    """
    return math.fsum(_values("scale", ratings, store or default_store()))


def effort_multiplier(*, store: Store | None = None, **ratings: str) -> float:
    """Product of the seventeen effort multipliers. Raises InputError for an unknown driver or rating.

    >>> effort_multiplier(), round(effort_multiplier(CPLX="very high", ACAP="high"), 4)
    (1.0, 1.139)
    """
    return math.prod(_values("effort", ratings, store or default_store()))


def _values(kind: str, ratings: dict[str, str], store: Store) -> Iterator[float]:
    table = store.table("cocomo_ii_ratings")
    known: dict[str, dict[str, float]] = {}
    for of, driver, rating, value in zip(*(table[c] for c in ("kind", "driver", "rating", "value")), strict=True):
        if of == kind:
            known.setdefault(str(driver), {})[str(rating)] = float(value)
    for driver, rating in ratings.items():
        if driver not in known:
            raise InputError(f"{driver} is no {kind} driver of COCOMO II. {nearest(driver, known)}")
        if rating not in known[driver]:
            raise InputError(f"{driver} has no rating '{rating}'. It has: {', '.join(known[driver])}.")
    return (values[ratings.get(driver, NOMINAL)] for driver, values in known.items())
