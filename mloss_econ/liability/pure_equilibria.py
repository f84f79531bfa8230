"""Pure equilibria of games, and those of least and greatest social cost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from mloss_econ.base.arrays import Array
from mloss_econ.base.ties import first_least
from mloss_econ.liability.profiles import Profiles
from mloss_econ.liability.tables import check_private, check_table


def equilibria(profiles: Profiles, private: Mapping[str, Array]) -> Any:
    """Whether each profile is a pure equilibrium: no party can save by moving alone. Raises InputError as
    `pure_equilibria` does."""
    check_private(profiles, private)
    return np.equal(profiles.gain(private), 0.0)


@dataclass(frozen=True)
class PureEquilibria:
    """Pure equilibria of a game: by draw their number, and the profiles of least and greatest social cost
    among them. Without any, both are the profile that the parties have least to gain by leaving, and `count` is 0."""

    count: Any
    best: Any
    worst: Any


def pure_equilibria(profiles: Profiles, private: Mapping[str, Array], social: Array) -> PureEquilibria:
    """Pure equilibria of a game, ranked by social cost; of equals the first.

    A party moves for any saving that is more than rounding; what it bears whatever it does moves nobody. Raises
    InputError for a table that is not finite, and for one in which what a party can change is lost in rounding.
    """
    check_private(profiles, private)
    check_table(profiles, "social cost", social)
    return outcomes(profiles, private, social)


def outcomes(profiles: Profiles, private: Mapping[str, Array], social: Array) -> PureEquilibria:
    """As `pure_equilibria`, for tables that are known to be sound."""
    gain = profiles.gain(private)
    stable = np.equal(gain, 0.0)
    count = np.add.reduce(np.where(stable, 1, 0), axis=-1)
    none = np.equal(count, 0)
    closest = first_least(gain)
    best = first_least(np.where(stable, social, np.inf))
    worst = first_least(np.where(stable, -social, np.inf))
    return PureEquilibria(count, np.where(none, closest, best), np.where(none, closest, worst))
