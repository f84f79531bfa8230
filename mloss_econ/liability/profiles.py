"""Every combination of what several parties may do.

A profile is one level of care for each party. Tables over profiles have them on their last axis, after the draws.
Care is kept as bits, so that one number says how much: a party meets a standard if it has every bit of it. On a grid
level 2 is 0b11; with precautions, each has a bit of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from mloss_econ.base.arrays import Array
from mloss_econ.base.ties import below
from mloss_econ.errors import InputError

Codes = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Profiles:
    """Attributes: `parties`; `digits` (parties, profiles), the number of each party's level; `care` (parties,
    profiles), that level as bits."""

    parties: tuple[str, ...]
    digits: Codes
    care: Codes

    @classmethod
    def grid(cls, levels: Mapping[str, int]) -> Profiles:
        """Ordered levels of care, 0 the least; the last party's level runs fastest.

        >>> Profiles.grid({"a": 2, "b": 2}).digits.tolist()
        [[0, 0, 1, 1], [0, 1, 0, 1]]
        """
        for name, count in levels.items():
            if not 1 <= count <= 62:
                raise InputError(f"{name}: {count} levels of care; between 1 and 62 are possible.")
        digits = np.indices(tuple(levels.values())).reshape(len(levels), -1)
        return cls(tuple(levels), digits.astype(np.int64), (1 << digits.astype(np.int64)) - 1)

    @classmethod
    def bundles(cls, parties: Sequence[str], owners: Sequence[str]) -> Profiles:
        """All sets of precautions, the set's number having bit k for the precaution that `owners[k]` can take.

        >>> Profiles.bundles(("a", "b"), ("a", "b")).care.tolist()
        [[0, 1, 0, 1], [0, 0, 2, 2]]
        """
        sets = np.arange(2 ** len(owners), dtype=np.int64)
        care = np.stack([sets & sum(1 << k for k, o in enumerate(owners) if o == p) for p in parties])
        digits = np.stack([np.unique(row, return_inverse=True)[1].reshape(-1) for row in care])
        return cls(tuple(parties), digits.astype(np.int64), care)

    def __len__(self) -> int:
        return int(self.digits.shape[1])

    def levels(self, profile: int) -> dict[str, int]:
        """Level of care of each party in a profile, by number, 0 the least.

        >>> Profiles.grid({"a": 2, "b": 3}).levels(5)
        {'a': 1, 'b': 2}
        """
        return dict(zip(self.parties, self.digits[:, profile].tolist(), strict=True))

    @cached_property
    def groups(self) -> tuple[Codes, ...]:
        """For each party (groups, its levels): the profiles that differ in its level alone."""
        found = []
        for i in range(len(self.parties)):
            order = np.lexsort((self.digits[i], *np.delete(self.digits, i, axis=0)))
            found.append(order.reshape(-1, int(self.digits[i].max()) + 1))
        return tuple(found)

    @cached_property
    def group_of(self) -> tuple[Codes, ...]:
        """For each party: the group of every profile."""
        found = []
        for groups in self.groups:
            of = np.empty(len(self), dtype=np.int64)
            of[groups] = np.arange(len(groups))[:, None]
            found.append(of)
        return tuple(found)

    def best(self, party: str, table: Array) -> Array:
        """Lowest entry of a table that the party can reach by moving alone, for every profile."""
        i = self.parties.index(party)
        least: Array = np.minimum.reduce(table[..., self.groups[i]], axis=-1)[..., self.group_of[i]]
        return least

    def gain(self, private: Mapping[str, Array]) -> Array:
        """The most that any one party could save by moving alone; 0 where none can save more than a rounding."""
        total: Array = np.zeros(())
        for party in self.parties:
            table = private[party]
            best = self.best(party, table)
            total = np.maximum(total, np.where(below(best, table), table - best, 0.0))
        return total

    def care_at(self, party: str, profile: Any) -> Any:
        """The care (bits) of a party at one profile of each draw."""
        code = self.care[self.parties.index(party)]
        here = np.equal(np.arange(len(self)), profile[..., None])
        return np.maximum.reduce(np.where(here, code, 0), axis=-1)

    def below(self, party: str, standard: Any) -> Any:
        """Whether the party's care misses a standard (bits, one a draw), for every profile."""
        code = self.care[self.parties.index(party)]
        return np.not_equal(np.bitwise_and(standard[..., None], ~code), 0)


def pick(table: Array, profile: Any) -> Array:
    """A table's entry at one profile of each draw."""
    return np.take_along_axis(table, profile[..., None], axis=-1)[..., 0]
