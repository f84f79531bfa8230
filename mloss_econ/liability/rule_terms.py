"""Terms of liability rules: standards, who falls below them, how a loss is shared, and what is collected."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from mloss_econ.errors import InputError, nearest
from mloss_econ.kernel import Numeric
from mloss_econ.liability.accident import Accident, Liability, Terms, wide
from mloss_econ.liability.recovery import fill


def standards(a: Accident, t: Terms) -> dict[str, Any]:
    """The care due of each party (bits), from the terms or the optimum. Raises InputError for one never met."""
    for party, standard in t.due.items():
        if party not in a.profiles.parties:
            raise InputError(f"due.{party}: no such party. {nearest(party, a.profiles.parties)}")
        most = np.bitwise_or.reduce(a.profiles.care[a.profiles.parties.index(party)])
        if np.any(np.bitwise_and(standard, ~most)):
            raise InputError(
                f"due.{party}: the standard is above all care that '{party}' can take, so it could never be met."
            )
    return {party: np.asarray(t.due[party]) if party in t.due else a.due[party] for party in a.profiles.parties}


def who_is_below(a: Accident, due: Mapping[str, Any]) -> dict[str, Any]:
    """By party: whether it misses due care, for every profile."""
    return {party: a.profiles.below(party, standard) for party, standard in due.items()}


def in_proportion(weights: Mapping[str, Any]) -> dict[str, Any]:
    """Shares that sum to 1, in proportion to weights; 0 for all where no weight is above 0."""
    total: Any = sum(weights.values())
    some = np.greater(total, 0.0)
    return {p: np.where(some, w, 0.0) / np.where(some, total, 1.0) for p, w in weights.items()}


def strict_shares(a: Accident, t: Terms) -> dict[str, Any]:
    """Shares for which injurers are liable whatever they did: those of the terms, or equal ones."""
    if not t.shares:
        return {p: 1.0 / len(a.injurers) + 0.0 * a.loss for p in a.injurers}
    for name in t.shares:
        if name not in a.injurers:
            raise InputError(f"shares.{name}: not an injurer. {nearest(name, a.injurers)}")
    given: Any = sum(t.shares.values())
    if isinstance(given, (float, int, np.ndarray, np.generic)) and np.any(np.asarray(given) > 1 + 1e-12):
        raise InputError(f"the shares sum to {np.max(given):g}: a loss is borne once. Use `decoupled` for more.")
    return {p: term_of(t.shares, p, 0.0) + 0.0 * a.loss for p in a.injurers}


def split_among(a: Accident, t: Terms, negligent: Mapping[str, Any], parties: tuple[str, ...]) -> dict[str, Any]:
    """Shares of the loss among negligent parties; all 0 where none is."""
    flags = {p: np.where(negligent[p], 1.0, 0.0) + 0.0 * a.loss for p in parties}
    weighed = in_proportion({p: flags[p] * t.weights.get(p, 1.0) for p in parties})
    plain = in_proportion(flags)  # where the given weights of all who are negligent are 0
    none: Any = np.equal(sum(weighed.values()), 0.0)
    return {p: np.where(none, plain[p], weighed[p]) for p in parties}


def term_of(table: Mapping[str, Numeric], party: str, default: float) -> Any:
    """A party's number in a table of the terms, ready for a table over profiles."""
    return wide(table.get(party, default))


def collected(a: Accident, t: Terms, liable: Mapping[str, Any]) -> dict[str, Any]:
    """Shares of the loss that injurers pay, of those they are liable for; the rest stays with the bearer."""
    names = tuple(liable)
    factor = wide(t.multiplier)
    reach = {p: np.minimum(term_of(t.assets, p, np.inf), wide(t.cap)) for p in names}
    if not t.joint:
        return {p: term_of(t.found, p, 1.0) * np.minimum(factor * liable[p], reach[p]) for p in names}
    wanted = [factor * liable[p] for p in names]
    owed, paid = sum(wanted), [0.0 * a.loss for _ in names]
    unsure = [i for i, p in enumerate(names) if p in t.found]
    for hidden in range(2 ** len(unsure)):  # those found make up for those not found, each found by itself
        chance, there = 1.0, list(wanted)
        for j, i in enumerate(unsure):
            found = term_of(t.found, names[i], 1.0)
            chance = chance * (1 - found if hidden >> j & 1 else found)
            there[i] = (0.0 if hidden >> j & 1 else 1.0) * wanted[i]
        if hidden + 1 < 2 ** len(unsure) or len(unsure) < len(names):
            got = fill(there, owed, [reach[p] for p in names])
            paid = [sofar + chance * share for sofar, share in zip(paid, got, strict=True)]
    return dict(zip(names, paid, strict=True))


def after_collection(a: Accident, t: Terms, due: Mapping[str, Any], liable: Mapping[str, Any]) -> Liability:
    """Liability after collection from the injurers; the bearer keeps the loss that they do not pay."""
    borne = collected(a, t, {p: s for p, s in liable.items() if p != a.bearer})
    if a.bearer:
        borne[a.bearer] = 1.0 - sum(borne.values()) + 0.0 * a.loss
    return Liability(a, due, borne)


def nothing_owed(a: Accident) -> dict[str, Any]:
    """Shares of 0: no injurer is liable."""
    return dict.fromkeys(a.injurers, 0.0 * a.loss)


def bearer_is_below(a: Accident, negligent: Mapping[str, Any]) -> Any:
    """Whether the bearer misses due care; never, where there is none."""
    return negligent[a.bearer] if a.bearer else np.less(a.loss, 0.0)
