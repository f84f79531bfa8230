"""Where no pure equilibrium exists: the equilibria in mixed care of one tabulated game.

Each party takes its levels of care at random, with probabilities such that no level it uses is dearer for it than
another, used or not. At least one such equilibrium exists (Nash 1951). For every choice of the levels in use, the
conditions that these cost each party the same are solved (`scipy.optimize.least_squares`; linear for two parties), and
a solution is kept if nobody could save, by any level, more than a millionth of what lies between that level and those
it uses. So nothing depends on a cost that is common to all outcomes, on the unit, or on a level so dear that nobody
would take it. In games of two without ties this finds all; with more parties other solutions on the same levels may be
missed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, combinations, product
from typing import Any

import numpy as np
import numpy.typing as npt

from mloss_econ.base.ties import ROUNDING, first_least
from mloss_econ.errors import InputError
from mloss_econ.liability.profiles import Profiles
from mloss_econ.liability.tables import check_private, check_table

CLOSE = 1e-6  # of what is at stake between the levels that are compared
STARTS = 4  # the middle, then at random
MOST = 5000  # choices of levels that are tried

Floats = npt.NDArray[np.float64]
Levels = tuple[int, ...]


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

    Raises InputError for a batch of games, for one with more than 5,000 choices of levels in use, for a table that is
    not finite or in which what a party can change is lost in rounding, and where no equilibrium is found.
    """
    sizes = [int(d.max()) + 1 for d in profiles.digits]
    check_private(profiles, private)
    check_table(profiles, "social cost", social)
    if np.ndim(social) != 1 or any(np.ndim(private[p]) != 1 for p in profiles.parties):
        raise InputError("mixed equilibria are found for one game at a time: give tables of shape (profiles,).")
    choices = int(np.prod([2**size - 1 for size in sizes]))
    if choices > MOST:
        raise InputError(f"{choices:,} choices of levels in use; at most {MOST:,} are tried. Merge levels of care.")
    games = [_Game(i, _shaped(private[p], profiles, sizes)) for i, p in enumerate(profiles.parties)]
    whole, rng = _shaped(social, profiles, sizes), np.random.default_rng(seed)
    kept: list[list[Floats]] = []
    for used in product(*(list(_subsets(size)) for size in sizes)):
        for mix in _solutions(games, used, rng):
            new = all(max(float(np.abs(a - b).max()) for a, b in zip(mix, old, strict=True)) > 1e-4 for old in kept)
            if new and all(game.stays(mix, used) for game in games):
                kept.append(mix)
    if not kept:
        raise InputError("no equilibrium was found, though one exists; try another seed.")
    common = float(whole.min())
    costs = common + np.array([float(_averaged(whole - common, mix, skip=None)) for mix in kept])
    first = int(first_least(costs))
    gain = max(game.gain(kept[first]) for game in games)
    chances = dict(zip(profiles.parties, kept[first], strict=True))
    return MixedEquilibrium(chances, float(costs[first]), gain, len(kept))


@dataclass(frozen=True)
class _Game:
    """Regret of one party at each level of care, by what the others do: all that its choice depends on."""

    party: int
    costs: Floats

    @cached_property
    def regret(self) -> Floats:
        above: Floats = self.costs - self.costs.min(axis=self.party, keepdims=True)
        return above

    def averages(self, mix: list[Floats]) -> Floats:
        """Its regret of each level on average over what the others do."""
        return np.asarray(_averaged(self.regret, mix, skip=self.party))

    def gain(self, mix: list[Floats]) -> float:
        """What it could save by its best level."""
        found = self.averages(mix)
        return float(mix[self.party] @ (found - found.min()))

    def at_stake(self, levels: Levels, used: tuple[Levels, ...]) -> float:
        """The most that lies between some levels of its own, the others at levels in use; 0 where it is rounding."""
        where = np.ix_(*(levels if i == self.party else other for i, other in enumerate(used)))
        apart = np.ptp(self.regret[where], axis=self.party)
        rounding = ROUNDING * np.abs(self.costs[where]).max(axis=self.party)
        return float(np.where(apart > rounding, apart, 0.0).max())

    def stays(self, mix: list[Floats], used: tuple[Levels, ...]) -> bool:
        """Whether it could save nothing worth while by any level."""
        best = int(np.argmin(self.averages(mix)))
        stake = self.at_stake(tuple(sorted({*used[self.party], best})), used)
        return stake == 0 or self.gain(mix) <= CLOSE * stake


def _shaped(table: Any, profiles: Profiles, sizes: list[int]) -> Floats:
    made = np.empty(tuple(sizes))
    made[tuple(profiles.digits)] = table
    return made


def _subsets(size: int) -> Iterator[Levels]:
    return chain.from_iterable(combinations(range(size), k) for k in range(1, size + 1))


def _solutions(games: list[_Game], used: tuple[Levels, ...], rng: np.random.Generator) -> Iterator[list[Floats]]:
    """Chances on the levels in use that make them cost each party the same."""
    cuts = np.cumsum([len(levels) for levels in used])[:-1]

    def spread(raw: Floats) -> list[Floats]:
        mix = [np.zeros(size) for size in games[0].costs.shape]
        for chances, levels, piece in zip(mix, used, np.split(raw, cuts), strict=True):
            chances[list(levels)] = piece
        return mix

    stakes = [game.at_stake(levels, used) or np.inf for game, levels in zip(games, used, strict=True)]

    def misses(raw: Floats) -> Floats:
        mix, found = spread(raw), [piece.sum() - 1.0 for piece in np.split(raw, cuts)]
        for game, levels, stake in zip(games, used, stakes, strict=True):
            costs = game.averages(mix)[list(levels)] / stake
            found += list(costs[1:] - costs[0])
        return np.array(found)

    middle = np.concatenate([np.full(len(levels), 1.0 / len(levels)) for levels in used])
    if len(middle) == len(used):
        yield spread(middle)  # one level each: pure
        return
    from scipy.optimize import least_squares  # slow to load, and few need it

    for start in range(STARTS if len(used) > 2 else 1):
        first = middle if start == 0 else np.concatenate([rng.dirichlet(np.ones(len(levels))) for levels in used])
        solved = least_squares(misses, first, bounds=(0.0, 1.0), xtol=1e-15, ftol=1e-15, gtol=1e-15)
        if np.abs(solved.fun).max() < CLOSE:
            mix = spread(solved.x)
            yield [chances / chances.sum() for chances in mix]


def _averaged(table: Floats, mix: list[Floats], skip: int | None) -> Any:
    """A table's mean over the levels of all parties but one."""
    for i in reversed(range(len(mix))):
        if i != skip:
            table = np.tensordot(table, mix[i], axes=(i, 0))
    return table
