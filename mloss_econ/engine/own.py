"""Which uncertain inputs do several options have in common, and which are each option's own?

One world under several proposals is drawn once: its inputs are common to all options (common random numbers),
so that the noise of a difference is only that of the difference. A quantity of one option alone (how well this grant is
spent, what that design costs) is drawn from a stream of its own, independent of the other options':

    key of an own input = its key in the first option that it is uncertain in, "key of LABEL" in every other

Own inputs that are correlated with others are so in each option. With R the correlations of the normal scores, an own
input o of another option is drawn given the common ones c of its group, independently of the first option's:

    corr(o', c) = R_oc          corr(o', o) = R_oc R_cc^-1 R_co
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from mloss_econ.errors import InputError, nearest
from mloss_econ.kernel import Case, Entry
from mloss_econ.uncertainty import Dependence


def with_own_streams(cases: Sequence[Case[Any, Any]], own: Collection[str] | None = None) -> tuple[Case[Any, Any], ...]:
    """The cases, in which what is an option's own has a stream of its own; see the module.

    Without `own` an input is an option's own if `.but` set it for that option: who set it differs between the cases, or
    what was set. An adopted belief, also one that a belief set or `Store.changed` replaced, is common. `own` names the
    inputs instead: exactly these are each option's own, and with `own=()` none is. Inputs that rest on one belief are
    one variable, so they are common or own together.

    Raises InputError for a path that no case has, or that is certain in all.
    """
    chosen = None if own is None else _chosen(cases, own)
    seen: dict[str, dict[Any, str]] = {}
    made = []
    for case in cases:
        renamed = {}
        for key, entries in _uncertain(case).items():
            if chosen is None:
                whose: Any = frozenset((e.path, e.origin, e.dist) for e in entries if e.origin)
            else:
                whose = case.label if key in chosen else ""
            owners = seen.setdefault(key, {})
            stream = owners.setdefault(
                whose, f"{case.store.place(key).drawn_as or key} of {case.label}" if owners else key
            )
            if stream != key:
                renamed[key] = stream
        made.append(_renamed(case, renamed) if renamed else case)
    return tuple(made)


def _uncertain(case: Case[Any, Any]) -> dict[str, list[Entry]]:
    """The uncertain inputs by the key of their stream."""
    found: dict[str, list[Entry]] = {}
    for entry in case.entries.values():
        if entry.uncertain:
            found.setdefault(entry.key, []).append(entry)
    return found


def _chosen(cases: Sequence[Case[Any, Any]], own: Collection[str]) -> set[str]:
    """The keys of the streams of the inputs named."""
    if isinstance(own, str) or not isinstance(own, Collection):
        raise InputError(f"own = {own!r}: give the paths of inputs as a list, own=[{str(own)!r}], or None.")
    known = dict.fromkeys(path for case in cases for path in case.entries)
    keys = set()
    for path in own:
        if path not in known:
            raise InputError(f"own: {cases[0].calculator.name} has no input '{path}'. {nearest(str(path), known)}")
        drawn = {case.entries[path].key for case in cases if path in case.entries and case.entries[path].uncertain}
        if not drawn:
            raise InputError(
                f"own: {path} is certain in every case, so it has no draws. Leave it out, or give it a distribution."
            )
        keys |= drawn
    return keys


def _renamed(case: Case[Any, Any], renamed: Mapping[str, str]) -> Case[Any, Any]:
    """The case with other streams for some keys, its correlations kept."""
    entries = {
        path: replace(e, key=renamed[e.key]) if e.uncertain and e.key in renamed else e
        for path, e in case.entries.items()
    }
    dependence = case.dependence
    if dependence is not None and set(renamed) & set(dependence.names):
        dependence = _drawn_again(dependence, renamed)
    return replace(case, entries=entries, dependence=dependence)


def _drawn_again(tied: Dependence, renamed: Mapping[str, str]) -> Dependence:
    """Correlations in which some names stand once more under another name, after all others, so that theirs keep their
    draws: given what is not renamed, the new ones are independent of the old."""
    matrix = np.array(tied.matrix)
    again = [i for i, name in enumerate(tied.names) if name in renamed]
    rest = [i for i, name in enumerate(tied.names) if name not in renamed]
    across = matrix[:, again].copy()
    across[again] = 0.0
    if rest:
        known = matrix[np.ix_(again, rest)] @ np.linalg.solve(matrix[np.ix_(rest, rest)], matrix[np.ix_(rest, again)])
        across[again] = (known + known.T) / 2
    both = np.block([[matrix, across], [across.T, matrix[np.ix_(again, again)]]])
    names = (*tied.names, *(renamed[tied.names[i]] for i in again))
    return Dependence(names, tuple(map(tuple, both.tolist())), tied.notes)
