"""Where no pure equilibrium exists: an equilibrium in mixed care, of one tabulated game.

Each party takes its levels of care at random, with probabilities such that no level it uses is dearer for it than
another. Such an equilibrium always exists (Nash 1951). Found as the zero of

    sum over parties and levels of max(0, expected private cost - private cost of that level)^2

by least squares (`scipy.optimize.least_squares`) from many random starts, and kept only if nobody could save more than
1e-7 of the largest private cost. There may be others: the one of least social cost among those found is given, and how
many different ones were found.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import least_squares

from mloss_econ.errors import InputError
from mloss_econ.liability.profiles import Profiles

STARTS = 20
CLOSE = 1e-7

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class MixedEquilibrium:
    """`chances`: by party the probability of each level of care; `social_cost`: expected; `gain`: the most that any
    party could still save; `found`: how many different equilibria the search met."""

    chances: Mapping[str, Floats]
    social_cost: float
    gain: float
    found: int


def mixed_equilibrium(
    profiles: Profiles, private: Mapping[str, Any], social: Any, *, seed: int = 0
) -> MixedEquilibrium:
    """An equilibrium in mixed care of one game: `private` and `social` are tables of shape (profiles,).

    Raises InputError for a batch of games, and where no start leads to an equilibrium.
    """
    sizes = [int(d.max()) + 1 for d in profiles.digits]
    if np.ndim(social) != 1 or any(np.shape(private[p]) != (len(profiles),) for p in profiles.parties):
        raise InputError("mixed equilibria are found for one game at a time: give tables of shape (profiles,).")
    order = np.ravel_multi_index(tuple(profiles.digits), tuple(sizes))
    tables = [np.empty(tuple(sizes)) for _ in profiles.parties]
    for table, party in zip(tables, profiles.parties, strict=True):
        table.reshape(-1)[order] = private[party]
    whole = np.empty(tuple(sizes))
    whole.reshape(-1)[order] = social
    scale = max(float(np.abs(t).max()) for t in tables) or 1.0
    cuts = np.cumsum(sizes)[:-1]

    def chances(raw: Floats) -> list[Floats]:
        parts = [np.square(part) for part in np.split(raw, cuts)]
        return [part / part.sum() for part in parts]

    def gains(mix: list[Floats]) -> Floats:
        found = []
        for i, table in enumerate(tables):
            by_level = _averaged(table, mix, skip=i)
            found.append(np.maximum(mix[i] @ by_level - by_level, 0.0) / scale)
        return np.concatenate(found)

    def residual(raw: Floats) -> Floats:
        return gains(chances(raw))

    rng = np.random.default_rng(seed)
    kept: list[list[Floats]] = []
    for _ in range(STARTS):
        start = np.sqrt(np.concatenate([rng.dirichlet(np.ones(size)) for size in sizes]))
        solved = least_squares(residual, start, xtol=1e-15, ftol=1e-15, gtol=1e-15)
        mix = chances(solved.x)
        new = all(max(float(np.abs(a - b).max()) for a, b in zip(mix, old, strict=True)) > 1e-3 for old in kept)
        if gains(mix).max() <= CLOSE and new:
            kept.append(mix)
    if not kept:
        raise InputError(f"no mixed equilibrium was found from {STARTS} starts; try another seed.")
    costs = [float(_averaged(whole, mix, skip=None)) for mix in kept]
    best = kept[int(np.argmin(costs))]
    return MixedEquilibrium(
        dict(zip(profiles.parties, best, strict=True)), min(costs), float(gains(best).max() * scale), len(kept)
    )


def _averaged(table: Floats, mix: list[Floats], skip: int | None) -> Any:
    """A table's mean over the levels of all parties but one."""
    for i in reversed(range(len(mix))):
        if i != skip:
            table = np.tensordot(table, mix[i], axes=(i, 0))
    return table
