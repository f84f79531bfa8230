"""An accident as a table over profiles of care, the terms of a liability rule, and the liability it assigns.

private cost_i = cost of care_i + share_i * loss (as i sees it) + fine_i
due care       = the profile of least social cost, sum of cost_i + loss, unless the terms set another
pool           = loss - sum of what the parties bear: paid by insurers or the State (below 0: received by them)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from mloss_econ.base.arrays import Array, numbers
from mloss_econ.base.ties import first_least
from mloss_econ.errors import InputError, nearest
from mloss_econ.kernel import Numeric
from mloss_econ.liability.profiles import Profiles
from mloss_econ.liability.pure_equilibria import PureEquilibria, outcomes
from mloss_econ.liability.tables import check_digits, check_table


@dataclass(frozen=True)
class Accident:
    """Cost of each party's care (draws..., profiles) and the expected loss left, probability times harm.

    `bearer`: the party on whom the loss falls, "" if on nobody who acts. `seen`: the loss as a party sees it, where it
    is not the true one. Raises InputError for a party without costs, a bearer who is no party, a negative loss, a table
    that is not finite or has no place for some profile.
    """

    profiles: Profiles
    cost: Mapping[str, Array]
    loss: Array
    bearer: str
    seen: Mapping[str, Array] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in (*self.profiles.parties, self.bearer or self.profiles.parties[0]):
            if name not in self.cost:
                raise InputError(f"'{name}' has no costs of care. {nearest(name, self.cost)}")
        tables = {"expected loss": self.loss} | {f"loss as '{p}' sees it": seen for p, seen in self.seen.items()}
        for name, table in (tables | {f"cost of care of '{p}'": cost for p, cost in self.cost.items()}).items():
            if isinstance(table, np.ndarray):
                check_table(self.profiles, name, table)
        if isinstance(self.loss, np.ndarray) and (self.loss < 0).any():
            raise InputError("an expected loss below 0: check probabilities and harm.")

    @classmethod
    def grid(cls, cost: Mapping[str, Any], probability: Any, harm: Numeric, *, bearer: str) -> Accident:
        """From tables as they stand in a book: `cost` by party (levels), `probability` with one axis a party.

        >>> table = [[0.08, 0.05], [0.03, 0.01]]
        >>> Accident.grid({"driver": [0, 30], "cyclist": [0, 15]}, table, 1000, bearer="cyclist").social.tolist()
        [80.0, 65.0, 60.0, 55.0]
        """
        profiles = Profiles.grid({name: len(levels) for name, levels in cost.items()})
        chance = numbers(probability, "probability")
        if chance.shape != tuple(len(levels) for levels in cost.values()):
            raise InputError(f"probability has shape {chance.shape}; it needs one axis a party, one place a level.")
        if not ((chance >= 0) & (chance <= 1)).all():
            raise InputError("a probability is outside 0 to 1.")
        spent = {
            name: numbers(levels, f"cost of '{name}'")[profiles.digits[i]]
            for i, (name, levels) in enumerate(cost.items())
        }
        for name, levels in spent.items():
            check_digits(profiles, name, levels)
        return cls(profiles, spent, chance.reshape(-1) * numbers(harm, "harm")[..., None], bearer)

    @property
    def injurers(self) -> tuple[str, ...]:
        """Every party but the bearer."""
        return tuple(p for p in self.profiles.parties if p != self.bearer)

    @cached_property
    def social(self) -> Array:
        """Social cost of every profile."""
        total = self.loss
        for table in self.cost.values():
            total = total + table
        return total

    @cached_property
    def optimum(self) -> Any:
        """The profile of least social cost; the first where several are equal."""
        return first_least(self.social)

    @cached_property
    def due(self) -> dict[str, Any]:
        """Each party's care (bits) at the optimum."""
        return {p: self.profiles.care_at(p, self.optimum) for p in self.profiles.parties}

    def perceived(self, party: str) -> Array:
        """Loss as a party perceives it."""
        return self.seen.get(party, self.loss)


@dataclass(frozen=True)
class Terms:
    """Terms of a liability rule; each has a default.

    `due`: standards as care bits by party (default: the optimum). `shares`: for which injurers are liable under strict
    rules (default: equal). `weights`: how negligent parties split (default: equally). `residual`: who bears the loss
    when nobody is negligent (default: the bearer). `assets`, `cap`: in multiples of the harm. `found`: probability
    that a party is found and held liable. `multiplier`: damages as a multiple of the harm. `joint`: whether the
    solvent make up for others. `fine`, `inspection`: of the ex-ante standard. `deductible`: share of the harm that the
    insured keeps. `notice`: share of the loss that arises after notice. `immune`: parties exempt under immunity.
    """

    due: Mapping[str, Any] = field(default_factory=dict)
    shares: Mapping[str, Numeric] = field(default_factory=dict)
    weights: Mapping[str, Numeric] = field(default_factory=dict)
    residual: str = ""
    assets: Mapping[str, Numeric] = field(default_factory=dict)
    found: Mapping[str, Numeric] = field(default_factory=dict)
    cap: Numeric = np.inf
    multiplier: Numeric = 1.0
    joint: bool = False
    fine: Mapping[str, Numeric] = field(default_factory=dict)
    inspection: Numeric = 1.0
    deductible: Numeric = 0.0
    notice: Numeric = 0.0
    immune: tuple[str, ...] = ()


PLAIN = Terms()


@dataclass(frozen=True)
class Liability:
    """Liability under a rule: the share of the loss that each party bears, its fines, and due care (bits)."""

    accident: Accident
    due: Mapping[str, Any]
    shares: Mapping[str, Any]
    fines: Mapping[str, Any] = field(default_factory=dict)

    def borne(self, party: str) -> Array:
        """Loss and fines that a party bears, beyond its care; net of what it receives."""
        total: Array = self.shares[party] * self.accident.loss + self.fines.get(party, 0.0)
        return total

    def private(self, party: str) -> Array:
        """Private cost of a party: care, its share of the loss as it perceives it, and fines."""
        seen = self.shares[party] * self.accident.perceived(party)
        total: Array = self.accident.cost[party] + seen + self.fines.get(party, 0.0)
        return total

    @property
    def pool(self) -> Array:
        """Loss borne by no party but by insurers or the State; below 0 where they receive."""
        total = self.accident.loss
        for party in self.shares:
            total = total - self.borne(party)
        return total

    def pure_equilibria(self) -> PureEquilibria:
        """Pure equilibria under this liability."""
        private = {party: self.private(party) for party in self.accident.profiles.parties}
        return outcomes(self.accident.profiles, private, self.accident.social)


def potential(a: Accident, exposure: Mapping[str, Numeric]) -> Array:
    """Weighted potential of fixed exposures: sum of cost_i / exposure_i + loss; a profile of least is an equilibrium.

    `exposure`: the share of the loss that each party bears, above 0. Between two
    profiles that differ in i's care alone, private_i differs by exposure_i times the difference of the potential.
    """
    total = a.loss
    for party, share in exposure.items():
        total = total + a.cost[party] / wide(share)
    return total


def wide(value: Any) -> Any:
    """A value a draw, ready for a table over profiles; plain numbers stay."""
    if isinstance(value, (float, int)):
        return value
    return numbers(value)[..., None]
