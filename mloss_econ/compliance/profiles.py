"""Rules of appraisal as data: which rates, in which years, and when in the year a payment falls.

    factor(t) = product over steps j of (1 + rate_j)^-(years of step j up to t)

A step from year 31 discounts the 31st year and later ones; between whole years the factor falls evenly.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from mloss_econ.base.arrays import Array, numbers
from mloss_econ.compliance.appraisal import Real, Timing, before_the_end
from mloss_econ.errors import InputError, nearest
from mloss_econ.evidence import Store, Table, default_store


@dataclass(frozen=True)
class Schedule:
    """Discount rates by step: `rates[j]` (real, a year) from year `from_years[j]`; valid for `reach` years."""

    name: str
    from_years: tuple[float, ...]
    rates: tuple[float, ...]
    reach: float

    def __post_init__(self) -> None:
        starts = self.from_years
        if not starts or starts[0] != 0 or any(b <= a for a, b in pairwise(starts)):
            raise InputError(f"schedule '{self.name}': steps {starts} must begin with year 0 and rise.")
        if len(self.rates) != len(starts) or any(not -1 < r < np.inf for r in self.rates):
            raise InputError(f"schedule '{self.name}': each step needs a rate above -1, for example 0.03.")
        high = [r for r in self.rates if r >= 1]
        if high:
            said = f"schedule '{self.name}': a rate of {high[0]:g} is {100 * high[0]:g} % a year."
            raise InputError(f"{said} A rate is a share of 1: for {high[0]:g} % write {high[0] / 100:g}.")

    def factor(self, years: Real) -> Array:
        """Discount factor: worth today of one unit in so many years; any shape.

        Raises InputError for years it does not reach.
        """
        t = numbers(years, "years")
        if np.any(t < 0) or np.any(t > self.reach) or not np.all(np.isfinite(t)):
            raise InputError(
                f"schedule '{self.name}' reaches from year 0 to {self.reach:g}; asked for {t.min():g} to {t.max():g}. "
                "Shorten the horizon, or add a profile of your own that reaches further in a folder given with "
                "--seeds: a row in tables/appraisal_profiles.csv and its steps in tables/discount_rates.csv."
            )
        edges = [0.0, *(start - 1 for start in self.from_years[1:]), np.inf]
        force = np.zeros_like(t)
        for rate, low, high in zip(self.rates, edges[:-1], edges[1:], strict=True):
            force += np.log1p(rate) * np.clip(t - low, 0.0, high - low)
        return np.exp(-force)

    def present_value(self, amounts: Array) -> Array:
        """Present value of yearly amounts on the last axis, the first of them in year 0."""
        yearly = _yearly(amounts)
        factors = self.factor(np.arange(yearly.shape[-1], dtype=np.float64))
        return np.asarray(np.sum(yearly * factors, axis=-1))

    def annualised(self, amounts: Array, timing: Timing) -> Array:
        """Equivalent annual amount over the years after year 0, paid at their end, middle or start.

        Raises InputError for another word than end, mid and start.
        """
        last = _yearly(amounts).shape[-1] - 1
        if last < 1:
            raise InputError("an annual amount needs at least one year after year 0.")
        years = np.arange(1, last + 1, dtype=np.float64) - before_the_end(timing)
        return np.asarray(self.present_value(amounts) / np.sum(self.factor(years)))


def _yearly(amounts: Any) -> Array:
    yearly = numbers(amounts, "amounts")
    if not yearly.ndim or not yearly.shape[-1]:
        raise InputError("amounts: give one for each year, beginning with year 0. A single one in year 0 is [amount].")
    return yearly


@dataclass(frozen=True)
class Profile:
    """One body of appraisal rules: its schedules by name, and when in the year a payment falls."""

    name: str
    title: str
    status: str
    timing: Timing
    schedules: dict[str, Schedule]
    note: str


def profile(name: str, *, store: Store | None = None) -> Profile:
    """The profile of this name: a4-2003, a4-2023, greenbook-2026, eu-br. Raises InputError with the nearest."""
    store = store or default_store()
    return profile_of(store.table("appraisal_profiles"), store.table("discount_rates"), name)


def profile_of(known: Table, rates: Table, name: str) -> Profile:
    """The profile of this name from the two tables. Raises InputError for an unknown name, or timing in its row."""
    names = [str(n) for n in known["profile"]]
    if name not in names:
        raise InputError(f"there is no appraisal profile '{name}'. {nearest(name, names)}")
    at = names.index(name)
    mine = [i for i, owner in enumerate(rates["profile"]) if owner == name]
    schedules = {}
    for schedule in dict.fromkeys(str(rates["schedule"][i]) for i in mine):
        steps = sorted(
            (i for i in mine if rates["schedule"][i] == schedule), key=lambda i: float(rates["from_year"][i])
        )
        schedules[schedule] = Schedule(
            schedule,
            tuple(float(rates["from_year"][i]) for i in steps),
            tuple(float(rates["rate"][i]) for i in steps),
            float(known["reach"][at]),
        )
    timing: Any = str(known["timing"][at])
    try:
        before_the_end(timing)
    except InputError as error:
        raise InputError(f"table '{known.name}', profile '{name}': {error}") from None
    return Profile(name, str(known["title"][at]), str(known["status"][at]), timing, schedules, str(known["note"][at]))
