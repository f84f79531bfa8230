"""Arithmetic of `flows`: what differs from year to year, lines and transfers, annualised amounts, viewpoints."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import partial
from typing import Any

import numpy as np
from scipy.special import ndtr

from mloss_econ.base.arrays import Array, is_zero
from mloss_econ.compliance import before_the_end, profile_of
from mloss_econ.evidence import Table
from mloss_econ.regimes.flow_inputs import YEARS, FlowsInputs
from mloss_econ.regimes.linear import Linear, series_of, weight_of
from mloss_econ.regimes.places import WEIGHTS, WORLD, Places, places_of
from mloss_econ.regimes.shared import MOST_YEARS

Amounts = dict[str, Array]
REMAINING = "remaining"  # harm that remains, among the amounts; by channel with its name behind


@dataclass(frozen=True)
class Series:
    """Flows that differ from year to year; all else is the same in each. Of one year, or annualised over several."""

    use: Array
    """Value of the use of open projects that is lost by exit, waiting or release held back."""
    unborn: Array
    """Share of the use of open projects that is lost as they are never begun, before any is replaced."""
    missing: Array
    """Share of the use of open projects that is lost and not rebuilt, before any is replaced."""
    taken: Array
    """Share of it that exists today and is lost, so that substitutes are paid for; at least 0."""
    closed: Array
    """Share of the use of closed models that is lost by their being late or gone, before any is replaced."""
    both: Array
    """Product of `missing` and `closed`."""
    first: Array | float
    """1 in the first year."""


SERIES = tuple(field.name for field in fields(Series) if field.name != "first")


def years_of(x: FlowsInputs, places: Places | None = None) -> Iterator[Series]:
    """The series in every year counted, from the first, as if the proposal bound the whole world, but for what leaks
    out."""
    kept = (places or places_of(x)).kept
    late = np.exp(-x.obsolescence * x.wait)
    closed_wait = x.large_delay + x.pause
    there = (1 - x.closed_banned) * (1 - x.large_gone) * np.exp(-x.obsolescence * closed_wait)
    worth_of = x.use_value * (1 - x.share_replaced) * kept
    touched = np.maximum(1 - (1 - x.open_scope) * x.release_ratio, 0.0)
    cheapest = touched * x.replacement_cost + x.exits_funded * x.fixed_cost  # those who rebuild comply as well
    pooled = x.share_rebuilt * (1 - x.banned)
    fate = x.complying * x.open_scope
    covered, exits, waiting = fate * x.covered_use, fate * x.use_lost, fate * (x.covered_use - x.use_lost)
    held_back = np.maximum(1 - x.release_ratio, 0.0)
    never = fate * never_begun(x)
    closed_fate = x.complying_large * x.closed_scope
    old, older = 1.0 + 0.0 * x.turnover, 1.0 + 0.0 * x.birth_rate
    stays, born = 1 - x.turnover, 1 - x.birth_rate
    for year in range(1, years_counted(x.years) + 1):
        old, older = (
            old * stays,
            older * born,
        )  # shares of use that is still of older releases, of projects begun before
        new = 1 - old
        out = 1 - _in_year(year, x.wait) * late
        rebuilt = pooled * _in_year(year, x.rebuild_time)
        gone = new * (1 - (1 - (exits + waiting * out)) * x.release_ratio)  # below 0: more releases than today
        exits_left = exits * (1 - rebuilt)
        releases_left = x.release_ratio + held_back * rebuilt
        left = new * (1 - (1 - (exits_left + (covered - exits_left) * out)) * releases_left)
        whole, least = worth_of * gone, worth_of * left
        worth = np.greater(whole - least, cheapest)  # users rebuild where that costs less than they lose
        lost = np.where(worth, left, gone)
        unborn = (1 - older) * never
        missing = lost + unborn
        closed = closed_fate * new * (1 - there * _in_year(year, closed_wait))
        yield Series(
            use=np.where(worth, least + cheapest, whole),
            unborn=unborn,
            missing=missing,
            taken=np.maximum(lost, 0.0),
            closed=closed,
            both=missing * closed,
            first=float(year == 1),
        )


def years_counted(years: Array) -> int:
    """How many years count, in whole or in part; the most there may be where that differs from draw to draw."""
    return math.ceil(years) if isinstance(years, (np.ndarray, np.generic)) and not years.ndim else MOST_YEARS


def _in_year(year: int, wait: Array) -> Array:
    """Share of a year after a wait from the start of the first."""
    return np.minimum(np.maximum(year - wait, 0.0), 1.0)


def never_begun(x: FlowsInputs) -> Array:
    """Share of new use that is missing since its projects are never begun, beyond what exits take: of the covered,
    either those that would have exited come first, or births fall alike among all."""
    stay = x.covered_use - x.use_lost
    missing = 1 - births_left(x)
    nested = np.maximum(missing * x.covered_use - x.use_lost, 0.0)
    beyond: Array = x.entry_overlap * nested + (1 - x.entry_overlap) * missing * stay
    return beyond


def births_left(x: FlowsInputs) -> Array:
    """Projects begun in scope, over those without the proposal: the cost of a start is what it asks, over what the
    median project can pay, above 1."""
    payable = x.payable_share * x.median_budget
    some = np.greater(payable, 0.0)
    asked = np.where(some, x.fixed_cost / np.where(some, payable, 1.0), 1e300 * np.greater(x.fixed_cost, 0.0))
    left: Array = np.power(1 + asked, -x.birth_elasticity)
    return left


@dataclass(frozen=True)
class Terms:
    """Every line and transfer by name, harm that remains (in all, and by channel) among them, and what receivers get
    where that is not what payers pay; each open as to place and year."""

    made: Mapping[str, Linear]
    received: Mapping[str, Linear]


def terms_of(x: FlowsInputs, places: Places | None = None) -> Terms:
    """The ledger of one world, of any place in it and any year.

    Producers in a place act under the proposal or as today, its users lose their share of what the world loses, and
    its victims are guarded by deployers and platforms there. Of the harm that developers' duties suppress, what leaks
    out of the world that is bound is done as today.
    """
    places = places or places_of(x)
    world, freed = places.bound, places.kept * x.resources_freed
    mine, free, own, users, victims, guarded = map(weight_of, WEIGHTS)
    use, unborn, missing, taken, closed, first = map(
        series_of, ("use", "unborn", "missing", "taken", "closed", "first")
    )
    unreplaced, price = 1 - x.share_replaced, x.use_value * x.share_replaced * x.bought * x.price_share
    activity, going_on = 1 - missing * unreplaced, 1 - closed * x.frontier_harm  # what leaks out does harm as today
    handling = x.claim_cost + x.insured * x.loading
    recurring = mine * (x.developers_recurring + x.large_recurring)
    recurring = recurring + own * (x.deployers_recurring + x.intermediaries_recurring)
    passed_on = x.large_recurring * x.passed_on
    closed_use = closed * ((1 - x.closed_replaced) * places.kept * x.frontier_value) + _deadweight(x, passed_on)
    done = {name: _harm(x, name, places) for name, one in x.channels.items() if not is_zero(one.level)}
    none = Linear({})
    remaining = sum(done.values(), none)
    stolen = sum((harm * x.channels[channel].stolen for channel, harm in done.items()), none)
    paid_open, paid_closed = activity * x.open_damages, going_on * x.closed_damages
    downstream = activity * x.open_downstream_damages + going_on * x.closed_downstream_damages
    downstream_today = x.open_downstream_damages_today + x.closed_downstream_damages_today
    developers = mine * paid_open + free * x.open_damages_today
    large = mine * paid_closed + free * x.closed_damages_today
    deployers = victims * downstream_today + guarded * (downstream - downstream_today)
    substitutes = taken * (world * price)
    made = {
        "use": -users * use * world,
        "entry": -users * unborn * (world * x.use_value * unreplaced * places.kept),
        "closed_use": -users * closed_use * world,
        "freed": -mine * freed,
        "substitutes": own * substitutes * (1 - x.margin),
        "familiarisation": mine * first * x.sunk_total,
        "large_familiarisation": mine * first * x.large_sunk_total,
        "deployers_familiarisation": own * first * x.deployers_sunk_total,
        "clouds_familiarisation": own * first * x.intermediaries_sunk_total,
        "projects_comply": mine * x.developers_recurring,
        "large_comply": mine * x.large_recurring,
        "deployers_comply": own * x.deployers_recurring,
        "clouds_comply": own * x.intermediaries_recurring,
        "developers_care": mine * x.open_care + free * x.open_care_today,
        "large_care": mine * x.closed_care + free * x.closed_care_today,
        "deployers_care": mine * x.deployers_care + free * x.deployers_care_today,
        "supervision": x.enforcement * (own * (x.staff * x.staff_cost) + x.administration * recurring),
        "developers_claims": handling * developers,
        "large_claims": handling * large,
        "deployers_claims": handling * deployers,
        "harm": remaining - stolen,
        "fees": mine * x.fees_paid,
        "large_fees": mine * x.large_fees_paid,
        "deployers_fees": own * x.deployers_fees_paid,
        "clouds_fees": own * x.intermediaries_fees_paid,
        "fines": mine * x.fines,
        "large_fines": mine * x.large_fines + own * x.intermediaries_fines,
        "deployers_fines": own * x.deployers_fines,
        "passed_back": mine * x.passed_back_funded,
        "passed_on": users * (world * passed_on),
        "developers_damages": developers,
        "large_damages": large,
        "deployers_damages": deployers,
        "funding": -users * (world * freed),
        "payments": users * substitutes,
        "stolen": stolen,
        REMAINING: remaining,
    }
    received = {
        "passed_on": mine * passed_on,
        "funding": -mine * freed,
        "developers_damages": victims * (world * paid_open + (1 - world) * x.open_damages_today),
        "large_damages": victims * (world * paid_closed + (1 - world) * x.closed_damages_today),
        "payments": own * substitutes,
    }
    return Terms(made | {f"{REMAINING}.{channel}": done.get(channel, none) for channel in x.channels}, received)


def amounts_of(
    x: FlowsInputs, name: str = WORLD, places: Places | None = None
) -> Callable[[Series], tuple[Amounts, Amounts]]:
    """Every line and transfer of a place by name, and what receivers get where that is not what payers pay, for a
    series. Linear in it: of one year it gives that year's amounts, of annualised series the annualised amounts. What is
    the same each year is computed once."""
    places = places or places_of(x)
    terms, at = terms_of(x, places), partial(getattr, places.of[name])
    made, received = ({key: one.of_place(at) for key, one in some.items()} for some in (terms.made, terms.received))

    def of(s: Series) -> tuple[Amounts, Amounts]:
        values = partial(getattr, s)
        return (
            {key: one.in_year(values).value for key, one in made.items()},
            {key: one.in_year(values).value for key, one in received.items()},
        )

    return of


def _harm(x: FlowsInputs, name: str, places: Places) -> Linear:
    """Harm of a channel that is done to the victims of a place: under the proposal where developers are bound, less
    what leaks out, else as today."""
    suppressed = places.kept * places.bound
    missing, closed, both = map(series_of, ("missing", "closed", "both"))
    unreplaced = 1 - x.share_replaced
    left, today = x.open_left[name], x.open_left_today[name]
    moving = suppressed * x.frontier_harm * x.moving_open[name]
    opened = today + suppressed * (left - today) - missing * (suppressed * left * unreplaced)
    opened = opened + closed * moving - both * (moving * unreplaced)
    left, today = x.closed_left[name], x.closed_left_today[name]
    shut = today + suppressed * (left - today) - closed * (suppressed * left * x.frontier_harm)
    open_today, closed_today = x.open_passing_today[name], x.closed_passing_today[name]
    through = opened * open_today + shut * closed_today
    less = opened * (x.open_passing[name] - open_today) + shut * (x.closed_passing[name] - closed_today)
    return weight_of("victims") * through + weight_of("guarded") * less  # where nothing changes, exactly as today


def _deadweight(x: FlowsInputs, passed_on: Array) -> Array:
    """Value of the use that higher prices of closed models end, beyond what is paid, for linear demand: half the rise
    times the fall, and no more than where all use has ended."""
    at_stake = x.closed_scope * x.frontier_value
    some = np.greater(at_stake, 0.0) & np.greater(x.demand_elasticity, 0.0)
    end = 1 / np.where(some, x.demand_elasticity, 1.0)
    rise = np.minimum(passed_on / np.where(some, at_stake, 1.0), end)
    return np.where(some, at_stake * x.demand_elasticity * rise * rise / 2, 0.0)


def weights_of(x: FlowsInputs, factors: Array, years: int) -> list[Array]:
    """Present value of one unit in each year that counts, of a begun year its share; `factors` is that of whole years,
    on the last axis."""
    return [factors[..., k] * np.minimum(np.maximum(x.years - k, 0.0), 1.0) for k in range(years)]


def annualised(x: FlowsInputs, years: Sequence[Series], factors: Array) -> tuple[Series, Array]:
    """The series as annualised amounts over the years counted, and the annuity; `factors` is the present value
    of one unit in each year, on the last axis."""
    weights = weights_of(x, factors, len(years))
    annuity = sum(weights[1:], weights[0])
    shares = [weight / annuity for weight in weights]
    means = {name: weighted(shares, [getattr(s, name) for s in years]) for name in SERIES}
    return Series(first=shares[0], **means), annuity


def weighted(weights: Sequence[Array], amounts: Sequence[Array]) -> Array:
    """The sum of amounts, each times its weight."""
    return sum((w * a for w, a in zip(weights[1:], amounts[1:], strict=True)), weights[0] * amounts[0])


def concentration(x: FlowsInputs) -> Array:
    """The Herfindahl index of lognormal budgets that are left over that of all: of their squares, what is below the
    cutoff and not exempt is gone, and of the banned the rest."""
    with np.errstate(divide="ignore"):  # no cutoff, no exemption: the logarithm of 0, below every budget
        low, high = (ndtr(np.log(b / x.median_budget) / x.sigma - 2 * x.sigma) for b in (x.exempt_below, x.cutoff))
    gone = np.maximum(high - low, 0.0)
    hit = x.complying * x.open_scope
    squares = 1 - hit * (gone + x.banned * (1 - low - gone))
    budgets = 1 - hit * x.value_lost
    some = np.greater(budgets, 1e-12)
    return np.where(some, np.maximum(squares, 0.0) / np.where(some, budgets * budgets, 1.0), 0.0)


def weighed(groups: Mapping[str, Any], weights: Mapping[str, Any]) -> Any:
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
