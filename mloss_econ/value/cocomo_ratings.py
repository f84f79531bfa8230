"""COCOMO II: from ratings to the sum of scale factors, the product of effort multipliers, and the time allowed.

    scale      = sum of PREC, FLEX, RESL, TEAM, PMAT               nominal 18.97
    multiplier = product of RELY, DATA, CPLX, ... SITE (sixteen)    nominal 1
    schedule   = time allowed over the formula's, by SCED           nominal 1

What is not rated is nominal. Ratings: very low, low, nominal, high, very high, extra high; not every driver has all.
SCED, the seventeenth, is apart: it acts on effort and on time. The values are in `seeds/tables/cocomo_ii_ratings.csv`
and `cocomo_ii_schedule.csv`.
"""

import math
from collections.abc import Iterator

from mloss_econ.errors import InputError, nearest
from mloss_econ.evidence import Store, default_store

NOMINAL = "nominal"
SCHEDULE = "SCED"


def scale_factors(*, store: Store | None = None, **ratings: str) -> float:
    """Sum of the five scale factors. Raises InputError for an unknown factor or rating.

    >>> round(scale_factors(), 2), round(scale_factors(PMAT="very high", TEAM="high"), 2)
    (18.97, 14.75)
    """
    return math.fsum(_values("scale", ratings, store or default_store()))


def effort_multiplier(*, store: Store | None = None, **ratings: str) -> float:
    """Product of the effort multipliers but for SCED, which acts on time as well: see `schedule_allowed`.

    Raises InputError for SCED, an unknown driver or rating.

    >>> effort_multiplier(), round(effort_multiplier(CPLX="very high", ACAP="high"), 4)
    (1.0, 1.139)
    """
    if SCHEDULE in ratings:
        raise InputError(
            f"{SCHEDULE} acts on time as well as on effort, so the product leaves it out. Leave it out, and set the "
            f"input schedule of rebuild_cost_ii to schedule_allowed({ratings[SCHEDULE]!r}), for example "
            "schedule_allowed('very low') = 0.75."
        )
    return math.prod(_values("effort", ratings, store or default_store()))


def schedule_allowed(rating: str, *, store: Store | None = None) -> float:
    """The time allowed over the time that the formula gives, for a rating of SCED. Raises InputError for another.

    >>> schedule_allowed("very low"), schedule_allowed("nominal")
    (0.75, 1.0)
    """
    table = (store or default_store()).table("cocomo_ii_schedule")
    known = dict(zip(map(str, table["rating"]), table["time"], strict=True))
    if rating not in known:
        raise InputError(f"{SCHEDULE} has no rating {rating!r}. It has: {', '.join(known)}.")
    return float(known[rating])


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
