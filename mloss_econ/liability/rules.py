"""Who pays what under every liability rule, for any tabulated accident.

An accident is a table over profiles of care: what each party spends, and the expected loss that is left. A rule is a
function (accident, terms) -> liability: the share of the loss that each party bears, and fines.

Damages that are not paid (party not found, no assets, a cap) stay with the bearer, the party on whom the loss falls;
without a bearer ("") they fall on nobody who acts.

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

from mloss_econ.base.ties import below
from mloss_econ.errors import InputError, nearest
from mloss_econ.liability.accident import PLAIN, Accident, Liability, Terms, wide
from mloss_econ.liability.rule_terms import (
    after_collection,
    bearer_is_below,
    collected,
    in_proportion,
    nothing_owed,
    split_among,
    standards,
    strict_shares,
    term_of,
    who_is_below,
)

Rule = Callable[..., Liability]


def no_liability(a: Accident, t: Terms = PLAIN) -> Liability:
    """The loss lies where it falls. Injurers take no care."""
    return after_collection(a, t, standards(a, t), nothing_owed(a))


def strict(a: Accident, t: Terms = PLAIN) -> Liability:
    """Injurers pay their shares whatever anybody did; shared, capped, multiplied, joint or several by the terms. A tax
    on the loss that fully compensates the bearer is the same."""
    return after_collection(a, t, standards(a, t), strict_shares(a, t))


def negligence(a: Accident, t: Terms = PLAIN) -> Liability:
    """Injurers below due care split the loss; if none is, the bearer keeps it."""
    due = standards(a, t)
    return after_collection(a, t, due, split_among(a, t, who_is_below(a, due), a.injurers))


def contributory_negligence(a: Accident, t: Terms = PLAIN) -> Liability:
    """As negligence, but a bearer who is negligent too keeps everything."""
    due = standards(a, t)
    negligent = who_is_below(a, due)
    shares = split_among(a, t, negligent, a.injurers)
    return after_collection(a, t, due, {p: np.where(bearer_is_below(a, negligent), 0.0, s) for p, s in shares.items()})


def strict_contributory(a: Accident, t: Terms = PLAIN) -> Liability:
    """Strict liability, with the defence that the bearer was negligent. Injurers pay their shares, careful or not."""
    due = standards(a, t)
    negligent = who_is_below(a, due)
    shares = strict_shares(a, t)
    return after_collection(a, t, due, {p: np.where(bearer_is_below(a, negligent), 0.0, s) for p, s in shares.items()})


def strict_dual_contributory(a: Accident, t: Terms = PLAIN) -> Liability:
    """Strict liability; the bearer's negligence is a defence only where no injurer was negligent."""
    due = standards(a, t)
    negligent = who_is_below(a, due)
    among, shares = split_among(a, t, negligent, a.injurers), strict_shares(a, t)
    some: Any = np.greater(sum(among.values()), 0.0)
    free = bearer_is_below(a, negligent)
    return after_collection(
        a, t, due, {p: np.where(some, among[p], np.where(free, 0.0, shares[p])) for p in a.injurers}
    )


def comparative_negligence(a: Accident, t: Terms = PLAIN) -> Liability:
    """All who are negligent split the loss, the bearer among them; if nobody is, the bearer keeps it."""
    due = standards(a, t)
    shares = split_among(a, t, who_is_below(a, due), a.profiles.parties)
    return after_collection(a, t, due, {p: shares[p] for p in a.injurers})


def comparative_bar(a: Accident, t: Terms = PLAIN) -> Liability:
    """Comparative negligence, but a bearer whose share of the fault is a half or more keeps everything."""
    due = standards(a, t)
    shares = split_among(a, t, who_is_below(a, due), a.profiles.parties)
    barred = np.logical_not(below(shares[a.bearer], 0.5)) if a.bearer else np.less(a.loss, 0.0)
    return after_collection(a, t, due, {p: np.where(barred, 0.0, shares[p]) for p in a.injurers})


def strict_comparative(a: Accident, t: Terms = PLAIN) -> Liability:
    """Strict liability, reduced by the bearer's share of the fault where the bearer is negligent."""
    due = standards(a, t)
    shares, plain = split_among(a, t, who_is_below(a, due), a.profiles.parties), strict_shares(a, t)
    none: Any = np.equal(sum(shares.values()), 0.0)
    return after_collection(a, t, due, {p: np.where(none, plain[p], shares[p]) for p in a.injurers})


def incremental_negligence(a: Accident, t: Terms = PLAIN) -> Liability:
    """Cause in fact: a negligent injurer pays for the loss that due care of its own would have spared, no more."""
    due = standards(a, t)
    negligent = who_is_below(a, due)
    spared = {}
    for i, party in enumerate(a.profiles.parties):
        if party == a.bearer:
            continue
        groups = a.profiles.groups[i]
        at_due = np.equal(a.profiles.care[i][groups[0]], due[party][..., None])[..., None, :]
        careful = np.add.reduce(np.where(at_due, a.loss[..., groups], 0.0), axis=-1)[..., a.profiles.group_of[i]]
        some = np.greater(a.loss, 0.0)
        saved = np.maximum(1.0 - careful / np.where(some, a.loss, 1.0), 0.0)
        spared[party] = np.where(np.logical_and(negligent[party], some), saved, 0.0)
    total: Any = sum(spared.values())  # several breaches may each have spared the same loss: it is paid once
    once = np.maximum(total, 1.0)
    return after_collection(a, t, due, {p: s / once for p, s in spared.items()})


def negligence_residual(a: Accident, t: Terms = PLAIN) -> Liability:
    """All who are negligent split the loss; if nobody is, the residual bearer of the terms pays (it may be a maker)."""
    due = standards(a, t)
    residual = t.residual or a.bearer
    if residual not in a.profiles.parties:
        raise InputError(f"residual '{residual}' is no party. {nearest(residual, a.profiles.parties)}")
    shares = split_among(a, t, who_is_below(a, due), a.profiles.parties)
    none: Any = np.equal(sum(shares.values()), 0.0)
    return after_collection(a, t, due, {p: np.where(none, 1.0 * (p == residual), shares[p]) for p in a.injurers})


def decoupled(a: Accident, t: Terms = PLAIN) -> Liability:
    """Each injurer pays the whole loss to the State, and the bearer is not compensated: a Pigouvian tax."""
    everything = dict.fromkeys(a.profiles.parties, 1.0 + 0.0 * a.loss)
    due = standards(a, t)
    each = replace(t, joint=False)  # each owes the State its own; nobody makes up for another
    paid = collected(a, each, {p: s for p, s in everything.items() if p != a.bearer})
    return Liability(a, due, paid | ({a.bearer: everything[a.bearer]} if a.bearer else {}))


def ex_ante_standard(a: Accident, t: Terms = PLAIN) -> Liability:
    """Liability in the shares of the terms (none given: none), and besides a fine for those found below standard."""
    due = standards(a, t)
    negligent = who_is_below(a, due)
    expected = {p: wide(t.inspection) * term_of(t.fine, p, 0.0) for p in a.injurers}
    liable = strict_shares(a, t) if t.shares else nothing_owed(a)
    base = after_collection(a, t, due, liable)
    return Liability(a, due, base.shares, {p: np.where(negligent[p], f, 0.0) for p, f in expected.items()})


def insurance(a: Accident, t: Terms = PLAIN) -> Liability:
    """Compulsory cover, premium set on the care taken: each injurer bears its share of the loss whatever it owns."""
    full = Terms(due=t.due, shares=t.shares)
    return after_collection(a, full, standards(a, t), strict_shares(a, full))


def insurance_unseen(a: Accident, t: Terms = PLAIN) -> Liability:
    """Compulsory cover where insurers do not see care: the insured keeps the deductible, the pool the rest."""
    shares = strict_shares(a, t)
    kept = {p: np.minimum(wide(t.deductible), s) for p, s in shares.items()}
    left = {a.bearer: 1.0 - sum(shares.values()) + 0.0 * a.loss} if a.bearer else {}
    return Liability(a, standards(a, t), kept | left)


def ex_post_avoider(a: Accident, t: Terms = PLAIN) -> Liability:
    """The court puts the loss on the injurer who alone could have avoided it most cheaply, seen afterwards."""
    alone = {}
    for i, party in enumerate(a.profiles.parties):
        if party == a.bearer:
            continue
        mine = a.profiles.groups[i][a.profiles.group_of[i][0]]  # the others at their least care
        alone[party] = np.minimum.reduce((a.cost[party] + a.loss)[..., mine], axis=-1)
    least = np.minimum.reduce(np.stack(list(alone.values()), axis=-1), axis=-1)
    winners = {p: np.where(below(least, c), 0.0, 1.0)[..., None] + 0.0 * a.loss for p, c in alone.items()}
    return after_collection(a, t, standards(a, t), in_proportion(winners))


def immunity(a: Accident, t: Terms = PLAIN) -> Liability:
    """Strict liability from which the immune parties are free; what they would have paid stays with the bearer."""
    shares = strict_shares(a, t)
    return after_collection(a, t, standards(a, t), {p: (0.0 if p in t.immune else 1.0) * s for p, s in shares.items()})


def notice_and_takedown(a: Accident, t: Terms = PLAIN) -> Liability:
    """The immune parties are liable for the share of the loss after notice, and only where they then miss due care."""
    due = standards(a, t)
    negligent = who_is_below(a, due)
    after = wide(t.notice)
    shares = strict_shares(a, t)
    liable = {p: np.where(negligent[p], after, 0.0) * s if p in t.immune else s for p, s in shares.items()}
    return after_collection(a, t, due, liable)


def safe_harbour(a: Accident, t: Terms = PLAIN) -> Liability:
    """Strict liability from which an injurer at due care is free: its share then stays with the bearer."""
    due = standards(a, t)
    negligent = who_is_below(a, due)
    shares = strict_shares(a, t)
    return after_collection(a, t, due, {p: np.where(negligent[p], s, 0.0) for p, s in shares.items()})


def residual_liability(a: Accident, t: Terms = PLAIN) -> Liability:
    """The residual party pays whatever is not recovered from the others, who are liable in their shares."""
    if t.residual not in a.injurers:
        raise InputError(f"residual '{t.residual}' is no injurer. {nearest(t.residual, a.injurers)}")
    others = {p: s for p, s in strict_shares(a, t).items() if p != t.residual}
    paid = collected(a, t, others)
    rest: Any = 1.0 - sum(paid.values()) + 0.0 * a.loss
    room = np.minimum(term_of(t.assets, t.residual, np.inf), wide(t.cap))
    paid[t.residual] = term_of(t.found, t.residual, 1.0) * np.minimum(np.maximum(rest, 0.0), room)
    if a.bearer:
        paid[a.bearer] = 1.0 - sum(paid.values()) + 0.0 * a.loss
    return Liability(a, standards(a, t), paid)


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
