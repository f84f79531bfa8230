"""What moves as one when inputs are varied: an input with all others that rest on the same belief, or inputs that are
correlated, or a group that is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mloss_econ.errors import InputError
from mloss_econ.kernel import Case

JOINED = " & "


@dataclass(frozen=True)
class Factor:
    """Inputs that move together: `name` for the reader, their dotted `paths`, the `keys` of their streams."""

    name: str
    paths: tuple[str, ...]
    keys: tuple[str, ...]
    is_judgement: bool


def factors(case: Case[Any, Any], groups: Mapping[str, Sequence[str]] | None = None) -> tuple[Factor, ...]:
    """The factors of a case, independent of one another, in declaration order; or the groups asked for.

    Correlated inputs make one factor. Raises InputError if nothing is uncertain, for an unknown or certain path, an
    empty group, or one that holds only some of what is correlated.
    """
    blocks = _blocks(case)
    if not blocks:
        raise InputError(f"nothing is uncertain in '{case.label}' of {case.calculator.name}: there is nothing to rank.")
    if groups is None:
        return tuple(_factor(case, keys) for keys in blocks)
    made = []
    for name, paths in groups.items():
        if isinstance(paths, str) or not paths:
            raise InputError(f"group '{name}' is {paths!r}. Give the paths of its inputs, as a list.")
        for path in paths:
            if not case.entry(path).uncertain:
                raise InputError(f"group '{name}': {path} is certain in '{case.label}'.")
        keys = {case.entries[path].key for path in paths}
        for block in blocks:
            if 0 < len(keys & set(block)) < len(block):
                whole = ", ".join(_paths(case, block))
                raise InputError(f"group '{name}' holds only some of what moves together. Take all of: {whole}.")
        made.append(_factor(case, [key for block in blocks for key in block if key in keys], name))
    return tuple(made)


def beliefs(case: Case[Any, Any]) -> tuple[Factor, ...]:
    """A factor for each belief, correlated or not, for methods that look at a run as it is."""
    keys = dict.fromkeys(entry.key for entry in case.entries.values() if entry.uncertain)
    if not keys:
        raise InputError(f"nothing is uncertain in '{case.label}' of {case.calculator.name}: there is nothing to rank.")
    return tuple(_factor(case, [key]) for key in keys)


def _blocks(case: Case[Any, Any]) -> list[list[str]]:
    """The keys of the uncertain inputs, those that are correlated with one another together."""
    keys = list(dict.fromkeys(entry.key for entry in case.entries.values() if entry.uncertain))
    home = {key: [key] for key in keys}
    if case.dependence is not None:
        names, matrix = case.dependence.names, case.dependence.matrix
        for i, a in enumerate(names):
            for j, b in enumerate(names[:i]):
                if matrix[i][j] and a in home and b in home and home[a] is not home[b]:
                    both = sorted([*home[a], *home[b]], key=keys.index)
                    home |= dict.fromkeys(both, both)
    return [home[key] for key in keys if home[key][0] == key]


def _paths(case: Case[Any, Any], keys: Sequence[str]) -> tuple[str, ...]:
    return tuple(path for path, entry in case.entries.items() if entry.uncertain and entry.key in keys)


def _factor(case: Case[Any, Any], keys: Sequence[str], name: str | None = None) -> Factor:
    paths = _paths(case, keys)
    first = {case.entries[path].key: path for path in reversed(paths)}
    is_judgement = any(case.entries[path].is_judgement for path in paths)
    return Factor(name or JOINED.join(first[key] for key in keys), paths, tuple(keys), is_judgement)


def alone(case: Case[Any, Any], method: str, instead: str) -> tuple[Factor, ...]:
    """The factors of a case whose inputs are not correlated. Raises InputError that names another method if some
    are."""
    found = factors(case)
    for factor in found:
        if len(factor.keys) > 1:
            raise InputError(
                f"{method} moves one input at a time, and in '{case.label}' {factor.name} are correlated: one cannot "
                f"move without the other. {instead}"
            )
    return found
