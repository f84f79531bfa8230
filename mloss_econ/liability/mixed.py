"""Where no pure equilibrium exists: the equilibria in mixed care of one tabulated game.

Each party takes its levels of care at random, with probabilities such that no level it uses is dearer for it than
another, used or not. At least one such equilibrium exists (Nash 1951). For every choice of the levels in use, the
conditions that these cost each party the same are solved (`scipy.optimize.least_squares`; linear for two parties), and
a solution is kept if nobody could save more than a millionth of its largest private cost by any level. In games of two
without ties this finds all; with more parties other solutions on the same levels may be missed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, combinations, product
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import least_squares

from mloss_econ.errors import InputError
from mloss_econ.liability.profiles import Profiles

CLOSE = 1e-6
STARTS = 4  # the middle, then at random
MOST = 5000  # choices of levels that are tried

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class MixedEquilibrium:
    """`chances`: by party the probability of each level of care; `social_cost`: expected; `gain`: the most that any
    party could still save; `found`: how many different equilibria there are among those found. Of several it is the
    one of least social cost."""

    chances: Mapping[str, Floats]
    social_cost: float
    gain: float
    found: int


def mixed_equilibrium(
    profiles: Profiles, private: Mapping[str, Any], social: Any, *, seed: int = 0
) -> MixedEquilibrium:
    """An equilibrium of one game: `private` and `social` are tables of shape (profiles,).

    Raises InputError for a batch of games, for one with more than 5,000 choices of levels in use, and where no
    equilibrium is found.
    """
    sizes = [int(d.max()) + 1 for d in profiles.digits]
    if np.ndim(social) != 1 or any(np.shape(private[p]) != (len(profiles),) for p in profiles.parties):
        raise InputError("mixed equilibria are found for one game at a time: give tables of shape (profiles,).")
    choices = int(np.prod([2**size - 1 for size in sizes]))
    if choices > MOST:
        raise InputError(f"{choices:,} choices of levels in use; at most {MOST:,} are tried. Merge levels of care.")
    tables = [_shaped(private[p], profiles, sizes) for p in profiles.parties]
    whole, rng = _shaped(social, profiles, sizes), np.random.default_rng(seed)
    kept: list[list[Floats]] = []
    for used in product(*(list(_subsets(size)) for size in sizes)):
        for mix in _solutions(tables, used, rng):
            new = all(max(float(np.abs(a - b).max()) for a, b in zip(mix, old, strict=True)) > 1e-4 for old in kept)
            if new and all(_gain(t, mix, i) <= CLOSE * float(np.abs(t).max()) for i, t in enumerate(tables)):
                kept.append(mix)
    if not kept:
        raise InputError("no equilibrium was found, though one exists; try another seed.")
    costs = [float(_averaged(whole, mix, skip=None)) for mix in kept]
    best = kept[int(np.argmin(costs))]
    gain = max(_gain(t, best, i) for i, t in enumerate(tables))
    return MixedEquilibrium(dict(zip(profiles.parties, best, strict=True)), min(costs), gain, len(kept))


def _shaped(table: Any, profiles: Profiles, sizes: list[int]) -> Floats:
    made = np.empty(tuple(sizes))
    made[tuple(profiles.digits)] = table
    return made


def _subsets(size: int) -> Iterator[tuple[int, ...]]:
    return chain.from_iterable(combinations(range(size), k) for k in range(1, size + 1))


def _solutions(
    tables: list[Floats], used: tuple[tuple[int, ...], ...], rng: np.random.Generator
) -> Iterator[list[Floats]]:
    """Chances on the levels in use that make them cost each party the same."""
    cuts = np.cumsum([len(levels) for levels in used])[:-1]

    def spread(raw: Floats) -> list[Floats]:
        mix = [np.zeros(size) for size in tables[0].shape]
        for chances, levels, part in zip(mix, used, np.split(raw, cuts), strict=True):
            chances[list(levels)] = part
        return mix

    def misses(raw: Floats) -> Floats:
        mix, found = spread(raw), [part.sum() - 1.0 for part in np.split(raw, cuts)]
        for i, (table, levels) in enumerate(zip(tables, used, strict=True)):
            costs = _averaged(table, mix, skip=i)[list(levels)] / (float(np.abs(table).max()) or 1.0)
            found += list(costs[1:] - costs[0])
        return np.array(found)

    middle = np.concatenate([np.full(len(levels), 1.0 / len(levels)) for levels in used])
    if len(middle) == len(used):
        yield spread(middle)  # one level each: pure
        return
    for start in range(STARTS if len(used) > 2 else 1):
        first = middle if start == 0 else np.concatenate([rng.dirichlet(np.ones(len(levels))) for levels in used])
        solved = least_squares(misses, first, bounds=(0.0, 1.0), xtol=1e-15, ftol=1e-15, gtol=1e-15)
        if np.abs(solved.fun).max() < CLOSE:
            mix = spread(solved.x)
            yield [chances / chances.sum() for chances in mix]


def _gain(table: Floats, mix: list[Floats], party: int) -> float:
    """What a party could save by its best level."""
    costs = _averaged(table, mix, skip=party)
    return float(mix[party] @ costs - costs.min())


def _averaged(table: Floats, mix: list[Floats], skip: int | None) -> Any:
    """A table's mean over the levels of all parties but one."""
    for i in reversed(range(len(mix))):
        if i != skip:
            table = np.tensordot(table, mix[i], axes=(i, 0))
    return table
