"""Arithmetic of `flows`: what differs from year to year, lines and transfers, annualised amounts, viewpoints."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import ndtr

from mloss_econ.base.arrays import Array
from mloss_econ.compliance import before_the_end, profile_of
from mloss_econ.evidence import Table
from mloss_econ.regimes.flow_inputs import YEARS, FlowsInputs
from mloss_econ.regimes.shared import MOST_YEARS


@dataclass(frozen=True)
class Series:
    """Flows that differ from year to year; all else is the same in each. Of one year, or annualised over several."""

    use: Array
    """Value of use lost."""
    paid: Array
    """Payments for substitutes."""
    activity: Array
    """Use of open projects by offenders, relative to today's."""
    first: Array | float
    """1 in the first year."""
    lost: Array
    """Share of use that is lost and not replaced."""


def years_of(x: FlowsInputs) -> Iterator[Series]:
    """The series in every year, from the first."""
    late = np.exp(-x.obsolescence * x.wait)
    replaced = (1 - x.share_replaced) * (1 - x.leakage * (1 - x.share_bound))
    touched = np.maximum(1 - (1 - x.in_scope) * x.release_ratio, 0.0)
    most = touched * (x.share_replaceable * x.replacement_cost + (1 - x.share_replaceable) * x.use_value)
    price = x.use_value * x.share_replaced * x.bought * x.price_share
    waiting, old = x.covered_use - x.use_lost, 1.0 + 0.0 * x.turnover
    for year in range(1, MOST_YEARS + 1):
        old = old * (1 - x.turnover)  # share of use that is still of older releases
        on_time = np.minimum(np.maximum(year - x.wait, 0.0), 1.0) * late
        exits = x.in_scope * (x.use_lost + waiting * (1 - on_time))
        gone = (1 - old) * (1 - (1 - exits) * x.release_ratio)
        lost = gone * replaced
        whole = x.use_value * lost
        use = np.minimum(whole, most)
        room = np.maximum(most - use, 0.0)  # users who rebuild buy nothing
        paid = np.maximum(np.minimum(price * gone, room), 0.0)
        activity = 1 - np.where(np.less_equal(whole, most), lost, 0.0)  # what users rebuild, offenders have as well
        yield Series(x.share_bound * use, x.share_bound * paid, activity, float(year == 1), lost)


def amounts_of(x: FlowsInputs) -> Callable[[Series], dict[str, Array]]:
    """Every line and transfer by name, and `remaining` harm, for a series. Linear in it: of one year it gives that
    year's amounts, of annualised series the annualised amounts. What is the same each year is computed once."""
    harm, reach = x.share_bound * x.yearly_harm, 1 - x.leakage * (1 - x.share_bound)
    vendors = harm * x.closed_left * x.closed_facing
    handling = x.claim_cost + x.insured * x.loading
    large = x.share_bound * x.large_developers
    recurring = large * x.complying * (x.fixed_cost - x.fees - x.passed_back)
    projects, others = x.share_bound * x.developers_recurring, x.share_bound * x.deployers_recurring
    clouds, familiarisation = x.share_bound * x.intermediaries_recurring, x.share_bound * x.sunk_total
    same = {
        "freed": -x.share_bound * x.resources_freed,
        "projects_comply": projects,
        "deployers_comply": others,
        "clouds_comply": clouds,
        "developers_care": x.share_bound * x.open_care,
        "large_care": x.share_bound * x.closed_care,
        "deployers_care": x.share_bound * x.deployers_care,
        "supervision": x.administration * x.enforcement * (projects + others + clouds + recurring),
        "large_claims": handling * vendors,
        "fees": x.share_bound * x.fees_paid,
        "large_fees": large * x.complying * x.fees,
        "fines": x.share_bound * x.not_complying * x.expected_fine,
        "passed_back": x.share_bound * x.passed_back_funded,
        "funding": -x.share_bound * x.resources_freed,
        "large_damages": vendors,
    }
    taken, elsewhere = 1 - x.margin, (1 - reach) * x.left_today

    def of(s: Series) -> dict[str, Array]:
        done = harm * (reach * (s.activity * x.open_left + x.closed_left) + elsewhere)
        damages = harm * (s.activity * x.open_left * x.open_facing)
        passing = s.activity * x.open_downstream_left + x.closed_downstream_left
        downstream = harm * (passing * x.deployer_facing)
        stolen = done * x.stolen
        return same | {
            "use": -s.use,
            "substitutes": s.paid * taken,
            "familiarisation": familiarisation * s.first,
            "large_comply": recurring + large * x.sunk_cost * s.first,
            "developers_claims": handling * damages,
            "deployers_claims": handling * downstream,
            "harm": done - stolen,
            "developers_damages": damages,
            "deployers_damages": downstream,
            "payments": s.paid,
            "stolen": stolen,
            "remaining": done,
        }

    return of


def annualised(x: FlowsInputs, years: Sequence[Series], factors: Array) -> tuple[Series, Array]:
    """The series as annualised amounts over the years counted, and the annuity; `factors` is the present value
    of one unit in each year, on the last axis."""
    counted = [np.minimum(np.maximum(x.years - k, 0.0), 1.0) for k in range(len(years))]  # of a begun year its share
    weights = [factors[..., k] * share for k, share in enumerate(counted)]
    annuity = sum(weights[1:], weights[0])

    def mean(name: str) -> Array:
        total: Array = weights[0] * getattr(years[0], name)
        for weight, s in zip(weights[1:], years[1:], strict=True):
            total = total + weight * getattr(s, name)
        return total / annuity

    return Series(mean("use"), mean("paid"), mean("activity"), weights[0] / annuity, mean("lost")), annuity


def concentration(x: FlowsInputs) -> Array:
    """The Herfindahl index of lognormal budgets that are left over that of all: of their squares, what is below the
    cutoff and not exempt is gone, and of the banned the rest."""
    with np.errstate(divide="ignore"):  # no cutoff, no exemption: the logarithm of 0, below every budget
        low, high = (ndtr(np.log(b / x.median_budget) / x.sigma - 2 * x.sigma) for b in (x.exempt_below, x.cutoff))
    gone = np.maximum(high - low, 0.0)
    squares = 1 - x.in_scope * (gone + x.banned * (1 - low - gone))
    budgets = 1 - x.in_scope * x.value_lost
    some = np.greater(budgets, 1e-12)
    return np.where(some, np.maximum(squares, 0.0) / np.where(some, budgets * budgets, 1.0), 0.0)


def weighed(groups: Mapping[str, Array], weights: Mapping[str, Any]) -> Array:
    """Weighted sum of the gains of groups."""
    return sum((weights[name] * change for name, change in groups.items()), np.zeros(()))


def profile_factors(profiles: Table, rates: Table) -> dict[str, Array]:
    """Present value of one unit in each year, by profile and schedule, with the profile's timing of payments.
    Tables do not change, so what was found is remembered."""
    for known, theirs, found in _FACTORS:
        if known is profiles and theirs is rates:
            return found
    found = {}
    for name in map(str, profiles["profile"]):
        made = profile_of(profiles, rates, name)
        for schedule in made.schedules.values():
            key = f"{name} {schedule.name}".replace(" %", "").replace(" ", "_")
            found[key] = schedule.factor(YEARS - before_the_end(made.timing))
    _FACTORS.append((profiles, rates, found))
    return found


_FACTORS: deque[tuple[Table, Table, dict[str, Array]]] = deque(maxlen=8)
