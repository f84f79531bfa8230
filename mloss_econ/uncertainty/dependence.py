"""How inputs are correlated: a Gaussian copula, which ties their ranks and leaves each its own distribution.

Independent standard normal scores z (one for each input and row) become correlated ones y, and input i takes the value
of its quantile function at the probability of y_i:

    y = L z,   L L' = R        x_i = Q_i(Phi(y_i))

R holds the correlations of the normal scores. Whoever thinks in ranks gives Spearman's rho instead, which no choice of
the Q_i can change as long as it rises; for two normal variables rho = (6 / pi) arcsin(r / 2), hence r = 2 sin(pi rho /
6). Values that have a probability share ranks, and then r is found for the two distributions (`rank_map`).

References: Pearson (1907), "On further methods of determining correlation"; Kruskal (1958), "Ordinal measures of
association", for the equation; Higham (2002) for the repair of correlations that cannot hold together.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from mloss_econ.errors import InputError, nearest
from mloss_econ.uncertainty.correlations import check_matrix, cholesky, is_definite, nearest_correlation
from mloss_econ.uncertainty.distribution import Array, Distribution, check_numbers, plain
from mloss_econ.uncertainty.rank_map import CONTINUOUS, Lumps, reach, to_normal, to_rank
from mloss_econ.uncertainty.repairs import changes, notes, refusal

Kind = Literal["rank", "normal"]
WORDS: dict[str, str] = {"rank": "rank correlation", "normal": "correlation of the normal scores"}
DIGITS = 10  # decimals of a repaired correlation: what every machine agrees on


@dataclass(frozen=True)
class Dependence:
    """The correlations of the normal scores of some inputs.

    `names`: the keys of their streams; `matrix`: symmetric, unit diagonal, positive definite, in the same order;
    `notes`: what was changed to make it so, in words; `asked`, `lumps`, `repair`: the rank correlations that were asked
    for, the lumps of probability of each input, and whether the nearest possible ones will do.
    """

    names: tuple[str, ...]
    matrix: tuple[tuple[float, ...], ...]
    notes: tuple[str, ...] = ()
    asked: tuple[tuple[str, str, float], ...] = field(default=(), compare=False)
    lumps: tuple[Lumps, ...] = field(default=(), compare=False)
    repair: bool = field(default=False, compare=False)

    def __post_init__(self) -> None:
        if len(set(self.names)) < len(self.names) or len(self.names) != len(self.matrix):
            raise InputError(
                f"correlations: {len(self.names)} names ({', '.join(self.names)}) for {len(self.matrix)} rows; give "
                "each row one name of its own."
            )
        if self.names and not is_definite(check_matrix(self.matrix)):
            raise InputError("correlations: the matrix is not positive definite. Use dependence_from_matrix(...).")

    @cached_property
    def lower(self) -> tuple[tuple[float, ...], ...]:
        """The Cholesky factor L of the matrix, row i with i + 1 entries."""
        return cholesky(self.matrix)

    def apply(self, scores: Mapping[str, Array]) -> dict[str, Array]:
        """Correlated standard normal scores by name, from independent ones, each of shape (rows,).

        The first name keeps its scores. Each row is multiplied and added on its own, in the order of the names, so
        that its digits do not depend on how many rows are computed together.
        """
        z = [np.asarray(scores[name], dtype=np.float64) for name in self.names]
        made: dict[str, Array] = {}
        for name, row in zip(self.names, self.lower, strict=True):
            y = row[0] * z[0]
            for factor, column in zip(row[1:], z[1:], strict=False):
                y += factor * column
            made[name] = y
        return made

    def of(self, dists: Mapping[str, Distribution]) -> Dependence:
        """The same rank correlations where inputs are distributed like this; those that are not named stay."""
        old = dict(zip(self.names, self.lumps, strict=False))
        lumps = {name: Lumps.of(dists[name]) if name in dists else old.get(name, CONTINUOUS) for name in self.names}
        if not self.asked or lumps == old:
            return self
        pairs = {(a, b): rank for a, b, rank in self.asked}
        return _tied(pairs, self.names, "rank", self.repair, lumps)

    def to_dict(self) -> dict[str, Any]:
        """What decides the numbers, for JSON and digests: names and matrix."""
        return {"names": list(self.names), "matrix": [list(row) for row in self.matrix]}


def dependence(
    pairs: Mapping[tuple[str, str], float],
    *,
    order: Sequence[str],
    kind: Kind,
    repair: bool = False,
    dists: Mapping[str, Distribution] | None = None,
) -> Dependence:
    """The dependence of the names that occur in `pairs`, sorted by `order`; a pair not given has correlation 0.

    `kind` says what the numbers in (-1, 1) are: "rank" (Spearman's, of the inputs) or "normal" (Pearson's, of their
    normal scores). Rank correlations are those of the distributions in `dists`, by name; an input that is not there
    counts as continuous. Raises InputError for unknown names, impossible numbers, and correlations that cannot hold
    together, unless `repair` asks for the nearest that can; what that changed is in the notes.
    """
    return _tied(pairs, order, kind, repair, {name: Lumps.of(dist) for name, dist in (dists or {}).items()})


def _tied(
    pairs: Mapping[tuple[str, str], float], order: Sequence[str], kind: Kind, repair: bool, lumps: Mapping[str, Lumps]
) -> Dependence:
    given: dict[frozenset[str], float] = {}
    for pair, value in pairs.items():
        a, b = _names_of(pair, order)
        value = plain(value)
        check_correlation(a, b, value)
        if given.setdefault(frozenset((a, b)), float(value)) != value:
            raise InputError(
                f"correlation of {a} and {b}: given twice, as {given[frozenset((a, b))]:g} and {value:g}. Keep one."
            )
    taking_part = {name for pair in given for name in pair}
    names = [name for name in dict.fromkeys(order) if name in taking_part]
    matrix = [[1.0 if a == b else given.get(frozenset((a, b)), 0.0) for b in names] for a in names]
    own = [lumps.get(name, CONTINUOUS) for name in names]
    made = _from_matrix(names, matrix, kind, repair, own)
    if kind == "normal":
        return made
    asked = tuple(
        (a, b, given[frozenset((a, b))]) for i, b in enumerate(names) for a in names[:i] if frozenset((a, b)) in given
    )
    return replace(made, asked=asked, lumps=tuple(own), repair=repair)


def _names_of(pair: object, order: Sequence[str]) -> tuple[str, str]:
    if not isinstance(pair, tuple) or len(pair) != 2 or not all(isinstance(name, str) for name in pair):
        raise InputError(f'correlations: {pair!r} is not a pair of names. Write {{("one", "other"): 0.5}}.')
    for name in pair:
        if name not in order:
            raise InputError(f"correlations: {name!r} is not known. {nearest(name, order)}")
    if pair[0] == pair[1]:
        raise InputError(f"correlations: {pair[0]} is paired with itself. Name two different inputs.")
    return pair


def check_correlation(a: str, b: str, value: float) -> None:
    """Refuse what cannot be the correlation of two different inputs."""
    check_numbers(f"correlation of {a} and {b}", value=value)
    if abs(value) == 1:
        raise InputError(
            f"correlation of {a} and {b}: {value:g} means that they are one variable. Use one belief for both, or a "
            "number between -1 and 1."
        )
    if abs(value) > 1:
        raise InputError(f"correlation of {a} and {b}: {value:g} must lie between -1 and 1.")


def dependence_from_matrix(
    names: Sequence[str],
    matrix: npt.ArrayLike,
    *,
    kind: Kind,
    repair: bool = False,
    dists: Mapping[str, Distribution] | None = None,
) -> Dependence:
    """The same from a full correlation matrix (d, d), whose rows and columns are `names`, in their order."""
    lumps = [Lumps.of(dists[name]) if dists and name in dists else CONTINUOUS for name in names]
    return _from_matrix(names, matrix, kind, repair, lumps)


def _from_matrix(
    names: Sequence[str], matrix: npt.ArrayLike, kind: Kind, repair: bool, lumps: Sequence[Lumps]
) -> Dependence:
    if kind not in WORDS:
        raise InputError(f"correlations: kind = {kind!r} is not known. {nearest(str(kind), WORDS)}")
    if not len(names):
        return Dependence((), ())
    asked = check_matrix(matrix)
    if len(asked) != len(names):
        raise InputError(f"correlations: {len(names)} names ({', '.join(names)}) for {len(asked)} rows.")
    for i, name in enumerate(names):
        for j in range(i):
            check_correlation(names[j], name, float(asked[i, j]))
    scores = _map(to_normal, asked, lumps) if kind == "rank" else asked
    if not repair:
        _check_reach(names, asked, scores, lumps)
    if is_definite(scores):
        return Dependence(tuple(names), _frozen(scores))
    possible = nearest_correlation(scores).round(DIGITS)
    changed = changes(names, asked, _map(to_rank, possible, lumps) if kind == "rank" else possible)
    if not repair:
        raise InputError(refusal(changed))
    return Dependence(tuple(names), _frozen(possible), notes(changed, WORDS[kind]))


def _check_reach(names: Sequence[str], asked: Array, scores: Array, lumps: Sequence[Lumps]) -> None:
    """Refuse the rank correlation of two inputs, one of them with lumps of probability, that no scores give."""
    for i, j in np.argwhere(np.tril(np.abs(scores) == 1, -1)):
        one, other = sorted((int(i), int(j)), key=lambda k: -lumps[k].largest)
        ends = [math.floor(abs(reach(sign, lumps[one], lumps[other])) * 1e4) / 1e4 for sign in (-1, 1)]
        raise InputError(
            f"correlation of {names[j]} and {names[i]}: a rank correlation of {asked[i, j]:g} is not possible, as "
            f"{names[one]} takes one value with probability {lumps[one].largest:.3g} and equal values share a rank. "
            f"Give one from {-ends[0]:g} to {ends[1]:g}, or pass repair=True to use the nearest, or kind='normal' for "
            "a correlation of the normal scores."
        )


def _map(function: Callable[[float, Lumps, Lumps], float], matrix: Array, lumps: Sequence[Lumps]) -> Array:
    made = np.eye(len(matrix))
    for i, one in enumerate(lumps):
        for j, other in enumerate(lumps[:i]):
            made[i, j] = made[j, i] = function(float(matrix[i, j]), one, other)
    return made


def _frozen(matrix: Array) -> tuple[tuple[float, ...], ...]:
    return tuple(tuple(row) for row in matrix.tolist())
