"""Whose balance: the world, or one part of it, as weights of what is bound by a proposal and of what is as today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

import numpy as np

from mloss_econ.base.arrays import Array
from mloss_econ.errors import InputError
from mloss_econ.kernel import at_most
from mloss_econ.regimes.flow_inputs import FlowsInputs

WORLD = "world"


@dataclass(frozen=True)
class Place:
    """A place, by the weights of four kinds of amount.

    `bound` and `free`: what producers there do, under the proposal and as today, over all they do in the world. `own`:
    what is counted where the proposal binds by its text (deployers, staff), over that count: more where others follow.
    `users`, `victims`: its share of these. `guarded`: of its victims, those whose deployers and platforms are bound.
    """

    bound: Array
    free: Array
    own: Array
    users: Array
    victims: Array
    guarded: Array


WEIGHTS = tuple(field.name for field in fields(Place))


@dataclass(frozen=True)
class Places:
    """The world and each region by name; `bound`, the share of the world's activity that the proposal binds; `kept`,
    the share of what it suppresses there that does not continue elsewhere."""

    of: Mapping[str, Place]
    bound: Array
    kept: Array


def places_of(x: FlowsInputs) -> Places:
    """The places of a world.

    Raises InputError where the regions are more than the world.
    """
    for kind in ("activity", "users", "victims"):
        sizes = {f"regions.{name}.{kind}": getattr(one, kind) for name, one in x.regions.items()}
        at_most(sizes, {"the world": np.float64(1.0)}, "They are parts of one world: lower one of them.")
    if WORLD in x.regions:
        raise InputError(f"regions.{WORLD}: the world is no region of itself. Give it another name.")
    rest_activity = 1 - sum((one.activity for one in x.regions.values()), np.zeros(()))
    rest_victims = 1 - sum((one.victims for one in x.regions.values()), np.zeros(()))
    parts = {name: one.bound + (1 - one.bound) * x.followed for name, one in x.regions.items()}
    rest = x.rest_bound + (1 - x.rest_bound) * x.followed
    bound, free = rest_activity * rest, rest_activity * (1 - rest)  # 1 - bound is 0 but for rounding
    guarded = rest_victims * rest
    for name, one in x.regions.items():
        bound, guarded = bound + one.activity * parts[name], guarded + one.victims * parts[name]
        free = free + one.activity * (1 - parts[name])
    text = rest_activity * x.rest_bound + sum((o.activity * o.bound for o in x.regions.values()), np.zeros(()))
    bound = np.where(np.equal(free, 0.0), 1.0, bound)  # all of it, but for rounding
    kept = 1 - x.leakage * free
    one_ = 1.0 + 0.0 * bound
    some = np.greater(text, 0.0)
    counted = np.where(some, 1 / np.where(some, text, 1.0), 0.0)  # followers have deployers and staff of their own
    followed = np.where(np.equal(x.followed, 0.0), 1.0, bound * counted)
    found = {WORLD: Place(bound, free, some * followed, one_, one_, guarded * kept)}
    for name, one in x.regions.items():
        mine = one.activity * parts[name]
        own = mine * counted
        safe = one.victims * parts[name] * kept
        free = one.activity * (1 - parts[name])
        found[name] = Place(mine, free, own, one.users, one.victims, safe)
    return Places(found, bound, kept)
