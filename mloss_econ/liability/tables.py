"""Whether tables over profiles can be trusted: complete, finite, and with digits left to tell a party's moves apart."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

import numpy as np

from mloss_econ.base.ties import below
from mloss_econ.errors import InputError, nearest
from mloss_econ.liability.profiles import Profiles

DIGITS = 1e-13  # of a party's costs: where no move changes them by more, rounding has eaten the differences
EQUAL = 16 * sys.float_info.epsilon  # of them: so little comes of two ways to one number
WHOLE = 2.0**53  # from here on not even whole numbers can be told apart
FELT = 1e-6  # of the most that a party can change: a saving that is more matters to it


def check_private(profiles: Profiles, private: Mapping[str, Any]) -> None:
    """Raise InputError for private costs that have no equilibrium to find: a party without any, a table of
    another length or not finite, or one in which a cost common to all outcomes leaves no digits for what a party can
    change."""
    for party in profiles.parties:
        if party not in private:
            raise InputError(f"private: '{party}' has no costs. {nearest(party, private)}")
        check_table(profiles, f"private costs of '{party}'", private[party])
        check_digits(profiles, party, private[party])


def check_table(profiles: Profiles, name: str, table: Any) -> None:
    """Raise InputError, with the place, unless a table has one finite number a profile."""
    values = np.asarray(table, dtype=np.float64)
    if values.shape[-1:] != (len(profiles),):
        raise InputError(f"{name}: shape {values.shape}; the last axis needs {len(profiles)} places, one a profile.")
    if not np.isfinite(values).all():
        *draw, profile = (int(i) for i in np.argwhere(~np.isfinite(values))[0])
        levels = ", ".join(f"{party} {level}" for party, level in profiles.levels(profile).items())
        raise InputError(
            f"{name}: {values[(*draw, profile)]} at profile {profile} ({levels})"
            + (f" of draw {', '.join(map(str, draw))}" if draw else "")
            + " is not finite. Correct it; what must not happen gets a finite cost far above all others."
        )


def check_digits(profiles: Profiles, party: str, table: Any) -> None:
    """Raise InputError where what a party can change by its moves is lost in the rounding of what it cannot change: all
    of it, or a saving that matters next to the rest."""
    moves = np.asarray(table, dtype=np.float64)[..., profiles.groups[profiles.parties.index(party)]]
    at_stake, size = np.ptp(moves, axis=-1), np.abs(moves).max(axis=-1)  # whatever the others do
    whole = np.asarray(np.equal(moves, np.rint(moves)).all(axis=(-2, -1)))  # of those any difference is meant
    rounding = np.where(whole[..., None], 0.0, EQUAL * size)
    meant = np.greater(at_stake, rounding).any(axis=-1)
    meant |= np.greater_equal(size, WHOLE).all(axis=-1)
    _refuse(party, meant & np.less_equal(at_stake, DIGITS * size).all(axis=-1), at_stake, size)
    least = moves.min(axis=-1, keepdims=True)
    saved = np.where(below(least, moves), 0.0, moves - least).max(axis=-1)  # what nobody would move for
    felt = meant & (saved > FELT * at_stake.max(axis=-1, keepdims=True)).any(axis=-1)
    _refuse(party, felt, saved, size)


def _refuse(party: str, lost: Any, change: Any, size: Any) -> None:
    """Raise InputError where `lost` holds, with the largest change and the largest cost of the first such draw."""
    if lost.any():
        most, level = (float(np.asarray(t.max(axis=-1))[lost][0]) for t in (change, size))
        raise InputError(
            f"costs of '{party}' of about {level:.3g}: moves change them by {most:.3g} at most, which is rounding. "
            "Leave out what is common to all outcomes; make costs that are meant to be equal exactly so."
        )
