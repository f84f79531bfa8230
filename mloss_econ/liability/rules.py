"""Who pays what under every liability rule, for any tabulated accident.

An accident is a table over profiles of care: what each party spends, and the expected loss that is left. A rule is a
function (accident, terms) -> liability: the part of the loss each party ends up with, and fines.

Where what is liable is not paid (not found, no assets, a cap), it stays with the bearer, the party on whom the loss
falls; without a bearer ("") it falls on nobody who acts.

Why negligence works: let x be an equilibrium where the parties G, not empty, are below due care and so bear the whole
loss l. If two or more are in G, each could comply and pay nothing, so cost_i(x) + share_i l <= cost_i(due); summed,
social(x) <= sum of cost_i(due) < social(due), against due being the optimum. If G is one party other than the residual
bearer, the same. If it is the residual bearer, it bears l either way, so it minimises social cost given the others at
due care, and is at due care. So G is empty. Needs: one optimum, full payment, no error by courts; any number of
parties, levels and any split among the negligent (the condition "collective negligence liability": Jain and Kundu).
The rules are those of Brown (1973), Shavell (1980, 1987) and Landes and Posner (1987), from memory. Shares, caps,
multipliers, poor or untraced injurers, and joint or several collection are terms that any of them takes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from mloss_econ.errors import InputError, nearest
from mloss_econ.liability.accident import PLAIN, Accident, Liability, Terms, wide
from mloss_econ.liability.recovery import fill
from mloss_econ.quantities import Numeric

Rule = Callable[..., Liability]


# ---------------------------------------------------------------- parts of rules


def _standards(a: Accident, t: Terms) -> dict[str, Any]:
    for party, standard in t.due.items():
        if party not in a.profiles.parties:
            raise InputError(f"due.{party}: no such party. {nearest(party, a.profiles.parties)}")
        most = np.bitwise_or.reduce(a.profiles.care[a.profiles.parties.index(party)])
        if np.any(np.bitwise_and(standard, ~most)):
            raise InputError(
                f"due.{party}: the standard is above all care that '{party}' can take, so it could never be met."
            )
    return {party: np.asarray(t.due[party]) if party in t.due else a.due[party] for party in a.profiles.parties}


def _negligent(a: Accident, due: Mapping[str, Any]) -> dict[str, Any]:
    return {party: a.profiles.below(party, standard) for party, standard in due.items()}


def _split(weights: Mapping[str, Any]) -> dict[str, Any]:
    """Parts that sum to 1, in proportion to weights; 0 for all where no weight is above 0."""
    total: Any = sum(weights.values())
    some = np.greater(total, 0.0)
    return {p: np.where(some, w, 0.0) / np.where(some, total, 1.0) for p, w in weights.items()}


def _strict_parts(a: Accident, t: Terms) -> dict[str, Any]:
    if not t.shares:
        return {p: 1.0 / len(a.injurers) + 0.0 * a.loss for p in a.injurers}
    for name in t.shares:
        if name not in a.injurers:
            raise InputError(f"shares.{name}: not an injurer. {nearest(name, a.injurers)}")
    given: Any = sum(t.shares.values())
    if isinstance(given, (float, int, np.ndarray, np.generic)) and np.any(np.asarray(given) > 1 + 1e-12):
        raise InputError(f"the shares sum to {np.max(given):g}: a loss is borne once. Use `decoupled` for more.")
    return {p: _of(t.shares, p, 0.0) + 0.0 * a.loss for p in a.injurers}


def _among(a: Accident, t: Terms, negligent: Mapping[str, Any], parties: tuple[str, ...]) -> dict[str, Any]:
    """How negligent parties split the loss; all 0 where none is."""
    flags = {p: np.where(negligent[p], 1.0, 0.0) + 0.0 * a.loss for p in parties}
    weighed = _split({p: flags[p] * t.weights.get(p, 1.0) for p in parties})
    plain = _split(flags)  # where the given weights of all who are negligent are 0
    none: Any = np.equal(sum(weighed.values()), 0.0)
    return {p: np.where(none, plain[p], weighed[p]) for p in parties}


def _of(table: Mapping[str, Numeric], party: str, default: float) -> Any:
    return wide(table.get(party, default))


def _collected(a: Accident, t: Terms, liable: Mapping[str, Any]) -> dict[str, Any]:
    """What injurers really pay of the parts they are liable for; the rest stays with the bearer."""
    names = tuple(liable)
    factor = wide(t.multiplier)
    reach = {p: np.minimum(_of(t.assets, p, np.inf), wide(t.cap)) for p in names}
    if not t.joint:
        return {p: _of(t.found, p, 1.0) * np.minimum(factor * liable[p], reach[p]) for p in names}
    wanted = [factor * liable[p] for p in names]
    owed, paid = sum(wanted), [0.0 * a.loss for _ in names]
    unsure = [i for i, p in enumerate(names) if p in t.found]
    for hidden in range(2 ** len(unsure)):  # those found make up for those not found, each found by itself
        chance, there = 1.0, list(wanted)
        for j, i in enumerate(unsure):
            found = _of(t.found, names[i], 1.0)
            chance = chance * (1 - found if hidden >> j & 1 else found)
            there[i] = (0.0 if hidden >> j & 1 else 1.0) * wanted[i]
        if hidden + 1 < 2 ** len(unsure) or len(unsure) < len(names):
            got = fill(there, owed, [reach[p] for p in names])
            paid = [sofar + chance * part for sofar, part in zip(paid, got, strict=True)]
    return dict(zip(names, paid, strict=True))


def _liability(a: Accident, t: Terms, due: Mapping[str, Any], liable: Mapping[str, Any]) -> Liability:
    """Collect from the injurers; the bearer keeps what they do not pay."""
    borne = _collected(a, t, {p: s for p, s in liable.items() if p != a.bearer})
    if a.bearer:
        borne[a.bearer] = 1.0 - sum(borne.values()) + 0.0 * a.loss
    return Liability(a, due, borne)


def _none(a: Accident) -> dict[str, Any]:
    return dict.fromkeys(a.injurers, 0.0 * a.loss)


def _victim(a: Accident, negligent: Mapping[str, Any]) -> Any:
    return negligent[a.bearer] if a.bearer else np.less(a.loss, 0.0)


# ---------------------------------------------------------------- the rules


def no_liability(a: Accident, t: Terms = PLAIN) -> Liability:
    """The loss lies where it falls. Injurers take no care."""
    return _liability(a, t, _standards(a, t), _none(a))


def strict(a: Accident, t: Terms = PLAIN) -> Liability:
    """Injurers pay their shares whatever anybody did; shared, capped, multiplied, joint or several by the terms. A tax
    on the loss that fully compensates the bearer is the same."""
    return _liability(a, t, _standards(a, t), _strict_parts(a, t))


def negligence(a: Accident, t: Terms = PLAIN) -> Liability:
    """Injurers below due care split the loss; if none is, the bearer keeps it."""
    due = _standards(a, t)
    return _liability(a, t, due, _among(a, t, _negligent(a, due), a.injurers))


def contributory_negligence(a: Accident, t: Terms = PLAIN) -> Liability:
    """As negligence, but a bearer who is negligent too keeps everything."""
    due = _standards(a, t)
    negligent = _negligent(a, due)
    parts = _among(a, t, negligent, a.injurers)
    return _liability(a, t, due, {p: np.where(_victim(a, negligent), 0.0, s) for p, s in parts.items()})


def strict_contributory(a: Accident, t: Terms = PLAIN) -> Liability:
    """Strict liability, with the defence that the bearer was negligent. Injurers pay their shares, careful or not."""
    due = _standards(a, t)
    negligent = _negligent(a, due)
    parts = _strict_parts(a, t)
    return _liability(a, t, due, {p: np.where(_victim(a, negligent), 0.0, s) for p, s in parts.items()})


def strict_dual_contributory(a: Accident, t: Terms = PLAIN) -> Liability:
    """Strict liability; the bearer's negligence is a defence only where no injurer was negligent."""
    due = _standards(a, t)
    negligent = _negligent(a, due)
    among, parts = _among(a, t, negligent, a.injurers), _strict_parts(a, t)
    some: Any = np.greater(sum(among.values()), 0.0)
    free = _victim(a, negligent)
    return _liability(a, t, due, {p: np.where(some, among[p], np.where(free, 0.0, parts[p])) for p in a.injurers})


def comparative_negligence(a: Accident, t: Terms = PLAIN) -> Liability:
    """All who are negligent split the loss, the bearer among them; if nobody is, the bearer keeps it."""
    due = _standards(a, t)
    parts = _among(a, t, _negligent(a, due), a.profiles.parties)
    return _liability(a, t, due, {p: parts[p] for p in a.injurers})


def comparative_bar(a: Accident, t: Terms = PLAIN) -> Liability:
    """Comparative negligence, but a bearer whose part of the fault is a half or more keeps everything."""
    due = _standards(a, t)
    parts = _among(a, t, _negligent(a, due), a.profiles.parties)
    barred = np.greater_equal(parts[a.bearer], 0.5) if a.bearer else np.less(a.loss, 0.0)
    return _liability(a, t, due, {p: np.where(barred, 0.0, parts[p]) for p in a.injurers})


def strict_comparative(a: Accident, t: Terms = PLAIN) -> Liability:
    """Strict liability, reduced by the bearer's part of the fault where the bearer is negligent."""
    due = _standards(a, t)
    parts, plain = _among(a, t, _negligent(a, due), a.profiles.parties), _strict_parts(a, t)
    none: Any = np.equal(sum(parts.values()), 0.0)
    return _liability(a, t, due, {p: np.where(none, plain[p], parts[p]) for p in a.injurers})


def incremental_negligence(a: Accident, t: Terms = PLAIN) -> Liability:
    """Cause in fact: a negligent injurer pays for the loss that due care of its own would have spared, no more."""
    due = _standards(a, t)
    negligent = _negligent(a, due)
    spared = {}
    for i, party in enumerate(a.profiles.parties):
        if party == a.bearer:
            continue
        groups = a.profiles.groups[i]
        at_due = np.equal(a.profiles.care[i][groups[0]], due[party][..., None])[..., None, :]
        careful = np.add.reduce(np.where(at_due, a.loss[..., groups], 0.0), axis=-1)[..., a.profiles.group_of[i]]
        some = np.greater(a.loss, 0.0)
        part = np.maximum(1.0 - careful / np.where(some, a.loss, 1.0), 0.0)
        spared[party] = np.where(np.logical_and(negligent[party], some), part, 0.0)
    total: Any = sum(spared.values())  # several breaches may each have spared the same loss: it is paid once
    once = np.maximum(total, 1.0)
    return _liability(a, t, due, {p: s / once for p, s in spared.items()})


def negligence_residual(a: Accident, t: Terms = PLAIN) -> Liability:
    """All who are negligent split the loss; if nobody is, the residual bearer of the terms pays (it may be a maker)."""
    due = _standards(a, t)
    residual = t.residual or a.bearer
    if residual not in a.profiles.parties:
        raise InputError(f"residual '{residual}' is no party. {nearest(residual, a.profiles.parties)}")
    parts = _among(a, t, _negligent(a, due), a.profiles.parties)
    none: Any = np.equal(sum(parts.values()), 0.0)
    return _liability(a, t, due, {p: np.where(none, 1.0 * (p == residual), parts[p]) for p in a.injurers})


def decoupled(a: Accident, t: Terms = PLAIN) -> Liability:
    """Each injurer pays the whole loss to the State, and the bearer is not compensated: a Pigouvian tax."""
    everything = dict.fromkeys(a.profiles.parties, 1.0 + 0.0 * a.loss)
    due = _standards(a, t)
    each = replace(t, joint=False)  # each owes the State its own; nobody makes up for another
    paid = _collected(a, each, {p: s for p, s in everything.items() if p != a.bearer})
    return Liability(a, due, paid | ({a.bearer: everything[a.bearer]} if a.bearer else {}))


def ex_ante_standard(a: Accident, t: Terms = PLAIN) -> Liability:
    """Liability in the shares of the terms (none given: none), and besides a fine for those found below standard."""
    due = _standards(a, t)
    negligent = _negligent(a, due)
    expected = {p: wide(t.inspection) * _of(t.fine, p, 0.0) for p in a.injurers}
    liable = _strict_parts(a, t) if t.shares else _none(a)
    base = _liability(a, t, due, liable)
    return Liability(a, due, base.shares, {p: np.where(negligent[p], f, 0.0) for p, f in expected.items()})


def insurance(a: Accident, t: Terms = PLAIN) -> Liability:
    """Compulsory cover, premium set on the care taken: each injurer bears its share of the loss whatever it owns."""
    full = Terms(due=t.due, shares=t.shares)
    return _liability(a, full, _standards(a, t), _strict_parts(a, full))


def insurance_unseen(a: Accident, t: Terms = PLAIN) -> Liability:
    """Compulsory cover where insurers do not see care: the insured keeps the deductible, the pool the rest."""
    parts = _strict_parts(a, t)
    kept = {p: np.minimum(wide(t.deductible), s) for p, s in parts.items()}
    left = {a.bearer: 1.0 - sum(parts.values()) + 0.0 * a.loss} if a.bearer else {}
    return Liability(a, _standards(a, t), kept | left)


def ex_post_avoider(a: Accident, t: Terms = PLAIN) -> Liability:
    """The court puts the loss on the injurer who alone could have avoided it most cheaply, seen afterwards."""
    alone = {}
    for i, party in enumerate(a.profiles.parties):
        if party == a.bearer:
            continue
        mine = a.profiles.groups[i][a.profiles.group_of[i][0]]  # the others at their least care
        alone[party] = np.minimum.reduce((a.cost[party] + a.loss)[..., mine], axis=-1)
    least = np.minimum.reduce(np.stack(list(alone.values()), axis=-1), axis=-1)
    winners = {p: np.where(np.less_equal(c, least), 1.0, 0.0)[..., None] + 0.0 * a.loss for p, c in alone.items()}
    return _liability(a, t, _standards(a, t), _split(winners))


def immunity(a: Accident, t: Terms = PLAIN) -> Liability:
    """Strict liability from which the immune parties are free; what they would have paid stays with the bearer."""
    parts = _strict_parts(a, t)
    return _liability(a, t, _standards(a, t), {p: (0.0 if p in t.immune else 1.0) * s for p, s in parts.items()})


def notice_and_takedown(a: Accident, t: Terms = PLAIN) -> Liability:
    """The immune parties answer, for the part of the loss after notice, only where they then miss due care."""
    due = _standards(a, t)
    negligent = _negligent(a, due)
    after = wide(t.notice)
    parts = _strict_parts(a, t)
    liable = {p: np.where(negligent[p], after, 0.0) * s if p in t.immune else s for p, s in parts.items()}
    return _liability(a, t, due, liable)


def safe_harbour(a: Accident, t: Terms = PLAIN) -> Liability:
    """Strict liability from which an injurer at due care is free: its share then stays with the bearer."""
    due = _standards(a, t)
    negligent = _negligent(a, due)
    parts = _strict_parts(a, t)
    return _liability(a, t, due, {p: np.where(negligent[p], s, 0.0) for p, s in parts.items()})


def residual_liability(a: Accident, t: Terms = PLAIN) -> Liability:
    """The residual party pays whatever is not recovered from the others, who are liable in their shares."""
    if t.residual not in a.injurers:
        raise InputError(f"residual '{t.residual}' is no injurer. {nearest(t.residual, a.injurers)}")
    others = {p: s for p, s in _strict_parts(a, t).items() if p != t.residual}
    paid = _collected(a, t, others)
    rest: Any = 1.0 - sum(paid.values()) + 0.0 * a.loss
    room = np.minimum(_of(t.assets, t.residual, np.inf), wide(t.cap))
    paid[t.residual] = _of(t.found, t.residual, 1.0) * np.minimum(np.maximum(rest, 0.0), room)
    if a.bearer:
        paid[a.bearer] = 1.0 - sum(paid.values()) + 0.0 * a.loss
    return Liability(a, _standards(a, t), paid)


RULES: Mapping[str, Rule] = {
    rule.__name__: rule
    for rule in (
        no_liability,
        strict,
        negligence,
        contributory_negligence,
        strict_contributory,
        strict_dual_contributory,
        comparative_negligence,
        comparative_bar,
        strict_comparative,
        incremental_negligence,
        negligence_residual,
        decoupled,
        ex_ante_standard,
        insurance,
        insurance_unseen,
        ex_post_avoider,
        immunity,
        notice_and_takedown,
        safe_harbour,
        residual_liability,
    )
}
EFFICIENT = (
    "negligence",
    "contributory_negligence",
    "strict_contributory",
    "strict_dual_contributory",
    "comparative_negligence",
    "comparative_bar",
    "strict_comparative",
    "negligence_residual",
)
"""Rules whose only equilibrium is the optimum, where that is unique and payment is full; of strict_contributory this
holds for one injurer, of the other strict ones for one injurer who carries the rest."""
BALANCED = tuple(name for name in RULES if name not in ("decoupled", "ex_ante_standard", "insurance_unseen"))
"""Rules under which the parties, the bearer among them, bear the loss once; the pool is nothing."""
