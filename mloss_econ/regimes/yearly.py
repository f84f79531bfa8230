"""Arithmetic of `flows`: what differs from year to year, lines and transfers, annualised amounts, viewpoints."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from scipy.special import ndtr

from mloss_econ.base.arrays import Array, is_zero
from mloss_econ.compliance import before_the_end, profile_of
from mloss_econ.evidence import Table
from mloss_econ.regimes.flow_inputs import YEARS, FlowsInputs
from mloss_econ.regimes.places import WORLD, Place, Places, places_of
from mloss_econ.regimes.shared import MOST_YEARS

Amounts = dict[str, Array]
REMAINING = "remaining"  # harm that remains, among the amounts; by channel with its name behind


@dataclass(frozen=True)
class Series:
    """Flows that differ from year to year; all else is the same in each. Of one year, or annualised over several."""

    use: Array
    """Value of the use of open projects that is lost by exit, waiting or release held back."""
    begun: Array
    """Value of the use of open projects that are never begun."""
    closed: Array
    """Share of the value of closed models' use that is lost by their being late or gone."""
    paid: Array
    """Payments for substitutes."""
    activity: Array
    """Use of open projects by offenders, relative to today's."""
    held: Array
    """Share of the harm with closed models that is held up."""
    both: Array
    """Activity times the share held up."""
    first: Array | float
    """1 in the first year."""
    lost: Array
    """Share of the use of open projects that is lost and not replaced or rebuilt."""


SERIES = tuple(field.name for field in fields(Series) if field.name != "first")


def years_of(x: FlowsInputs, places: Places | None = None) -> Iterator[Series]:
    """The series in every year, from the first, as if the proposal bound the whole world, but for what leaks out."""
    kept = (places or places_of(x)).kept
    late = np.exp(-x.obsolescence * x.wait)
    closed_wait = x.large_delay + x.pause
    closed_late = np.exp(-x.obsolescence * closed_wait)
    replaced = (1 - x.share_replaced) * kept
    touched = np.maximum(1 - (1 - x.open_scope) * x.release_ratio, 0.0)
    cheapest = touched * x.replacement_cost + x.exits_funded * x.fixed_cost  # those who rebuild comply as well
    there = (1 - x.closed_banned) * (1 - x.large_gone)
    price = x.use_value * x.share_replaced * x.bought * x.price_share
    pooled = x.share_rebuilt * (1 - x.banned)
    held_back = np.maximum(1 - x.release_ratio, 0.0)
    never = x.open_scope * x.covered_use * (1 - births_left(x))
    old, older = 1.0 + 0.0 * x.turnover, 1.0 + 0.0 * x.birth_rate
    for year in range(1, MOST_YEARS + 1):
        old = old * (1 - x.turnover)  # share of use that is still of older releases
        older = older * (1 - x.birth_rate)  # share of use that is still of projects begun before
        on_time = _in_year(year, x.wait) * late
        rebuilt = pooled * _in_year(year, x.rebuild_time)
        gone = _gone(x, old, on_time, x.use_lost, x.release_ratio)
        left = _gone(x, old, on_time, x.use_lost * (1 - rebuilt), x.release_ratio + held_back * rebuilt)
        whole, least = x.use_value * gone * replaced, x.use_value * left * replaced
        worth = np.greater(whole - least, cheapest)  # users rebuild where that costs less than they lose
        lost = np.where(worth, left, gone)
        unborn = (1 - lost) * (1 - older) * never
        use = np.where(worth, least + cheapest, whole)
        closed = x.closed_scope * (1 - old) * (1 - there * _in_year(year, closed_wait) * closed_late)
        activity = 1 - (lost + unborn) * replaced
        held = x.frontier_harm * closed
        yield Series(
            use=use,
            begun=x.use_value * unborn * replaced,
            closed=closed,
            paid=np.maximum(price * lost, 0.0),
            activity=activity,
            held=held,
            both=held * activity,
            first=float(year == 1),
            lost=(lost + unborn) * replaced,
        )


def _in_year(year: int, wait: Array) -> Array:
    """Share of a year after a wait from the start of the first."""
    return np.minimum(np.maximum(year - wait, 0.0), 1.0)


def _gone(x: FlowsInputs, old: Array, on_time: Array, exits: Array, releases: Array) -> Array:
    """Share of the use of open projects that is gone; below 0 where there are more releases than today."""
    missing = x.open_scope * (exits + (x.covered_use - exits) * (1 - on_time))
    return (1 - old) * (1 - (1 - missing) * releases)


def births_left(x: FlowsInputs) -> Array:
    """Projects begun in scope, over those without the proposal: the cost of a start is what it asks, over what the
    median project can pay, above 1."""
    payable = x.payable_share * x.median_budget
    some = np.greater(payable, 0.0)
    asked = np.where(some, x.fixed_cost / np.where(some, payable, 1.0), 1e300 * np.greater(x.fixed_cost, 0.0))
    left: Array = np.power(1 + asked, -x.birth_elasticity)
    return left


def amounts_of(
    x: FlowsInputs, name: str = WORLD, places: Places | None = None
) -> Callable[[Series], tuple[Amounts, Amounts]]:
    """Every line and transfer of a place by name, and what receivers get where that is not what payers pay, for a
    series. Linear in it: of one year it gives that year's amounts, of annualised series the annualised amounts. What is
    the same each year is computed once.

    Producers there act under the proposal or as today, its users lose their share of what the world loses, and its
    victims are guarded by deployers and platforms there. Of the harm that developers' duties suppress, what leaks out
    of the world that is bound is done as today.
    """
    places = places or places_of(x)
    at, world = places.of[name], places.bound
    mine, own, users = at.bound, at.own, at.users
    handling = x.claim_cost + x.insured * x.loading
    recurring = mine * (x.developers_recurring + x.large_recurring)
    recurring = recurring + own * (x.deployers_recurring + x.intermediaries_recurring)
    passed_on = x.large_recurring * x.passed_on
    same = {
        "freed": -mine * x.resources_freed,
        "projects_comply": mine * x.developers_recurring,
        "deployers_comply": own * x.deployers_recurring,
        "clouds_comply": own * x.intermediaries_recurring,
        "developers_care": mine * x.open_care + at.free * x.open_care_today,
        "large_care": mine * x.closed_care + at.free * x.closed_care_today,
        "deployers_care": mine * x.deployers_care + at.free * x.deployers_care_today,
        "supervision": x.enforcement * (own * x.staff * x.staff_cost + x.administration * recurring),
        "fees": mine * x.fees_paid,
        "large_fees": mine * x.large_fees_paid,
        "fines": mine * x.fines,
        "large_fines": mine * x.large_fines + own * x.intermediaries_fines,
        "deployers_fines": own * x.deployers_fines,
        "passed_back": mine * x.passed_back_funded,
        "passed_on": users * world * passed_on,
        "funding": -users * world * x.resources_freed,
    }
    got = {"passed_on": mine * passed_on, "funding": -mine * x.resources_freed}
    dearer = users * world * _deadweight(x, passed_on)
    suppressed = places.kept * world  # share of harm whose developers are bound, less what leaks out

    def of(s: Series) -> tuple[Amounts, Amounts]:
        done = {name: _harm(x, name, at, suppressed, s) for name, one in x.channels.items() if not is_zero(one.level)}
        remaining = sum(done.values(), np.zeros(()))
        stolen = sum((harm * x.channels[channel].stolen for channel, harm in done.items()), np.zeros(()))
        free = 1 - s.held
        paid_open, paid_closed = s.activity * x.open_damages, free * x.closed_damages
        downstream = s.activity * x.open_downstream_damages + free * x.closed_downstream_damages
        downstream_today = x.open_downstream_damages_today + x.closed_downstream_damages_today
        developers = mine * paid_open + at.free * x.open_damages_today
        large = mine * paid_closed + at.free * x.closed_damages_today
        deployers = at.guarded * downstream + at.unguarded * downstream_today
        substitutes = world * s.paid
        made = same | {
            "use": -users * world * s.use,
            "entry": -users * world * s.begun,
            "closed_use": -(users * world * s.closed * x.frontier_value + dearer),
            "substitutes": own * substitutes * (1 - x.margin),
            "familiarisation": mine * x.sunk_total * s.first,
            "large_comply": mine * (x.large_recurring + x.large_sunk_total * s.first),
            "developers_claims": handling * developers,
            "large_claims": handling * large,
            "deployers_claims": handling * deployers,
            "harm": remaining - stolen,
            "developers_damages": developers,
            "large_damages": large,
            "deployers_damages": deployers,
            "payments": users * substitutes,
            "stolen": stolen,
            REMAINING: remaining,
        }
        received = got | {
            "developers_damages": at.victims * (world * paid_open + (1 - world) * x.open_damages_today),
            "large_damages": at.victims * (world * paid_closed + (1 - world) * x.closed_damages_today),
            "payments": own * substitutes,
        }
        by_channel = {f"{REMAINING}.{channel}": done.get(channel, np.zeros(())) for channel in x.channels}
        return made | by_channel, received

    return of


def _harm(x: FlowsInputs, name: str, at: Place, suppressed: Array, s: Series) -> Array:
    """Harm of a channel that is done to the victims of a place."""
    opened = suppressed * (s.activity * x.open_left[name] + s.both * x.moving_open[name])
    opened = opened + (1 - suppressed) * x.open_left_today[name]
    closed = suppressed * (1 - s.held) * x.closed_left[name] + (1 - suppressed) * x.closed_left_today[name]
    through = at.guarded * x.open_passing[name] + at.unguarded * x.open_passing_today[name]
    through_closed = at.guarded * x.closed_passing[name] + at.unguarded * x.closed_passing_today[name]
    return opened * through + closed * through_closed


def _deadweight(x: FlowsInputs, passed_on: Array) -> Array:
    """Value of the use that higher prices of closed models end, beyond what is paid, for linear demand: half the rise
    times the fall, and no more than where all use has ended."""
    at_stake = x.closed_scope * x.frontier_value
    some = np.greater(at_stake, 0.0) & np.greater(x.demand_elasticity, 0.0)
    end = 1 / np.where(some, x.demand_elasticity, 1.0)
    rise = np.minimum(passed_on / np.where(some, at_stake, 1.0), end)
    return np.where(some, at_stake * x.demand_elasticity * rise * rise / 2, 0.0)


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

    return Series(first=weights[0] / annuity, **{name: mean(name) for name in SERIES}), annuity


def concentration(x: FlowsInputs) -> Array:
    """The Herfindahl index of lognormal budgets that are left over that of all: of their squares, what is below the
    cutoff and not exempt is gone, and of the banned the rest."""
    with np.errstate(divide="ignore"):  # no cutoff, no exemption: the logarithm of 0, below every budget
        low, high = (ndtr(np.log(b / x.median_budget) / x.sigma - 2 * x.sigma) for b in (x.exempt_below, x.cutoff))
    gone = np.maximum(high - low, 0.0)
    squares = 1 - x.open_scope * (gone + x.banned * (1 - low - gone))
    budgets = 1 - x.open_scope * x.value_lost
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
