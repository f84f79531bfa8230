"""Which choices of structure decide whether a proposal pays? Each one's switching value, and all of them together.

A structural belief says how the model is built rather than how large something is: whether users rebuild what they
lose, what waits and closed models count for, where harm goes that is kept off closed models, how compliance cost grows
with size, whose gains count, who follows a proposal that does not bind them. Each has a range; `under_every` tries
every combination of its ends.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np

from mloss_econ.base.arrays import Array
from mloss_econ.evidence import CHANNELS
from mloss_econ.kernel import Case, Choice
from mloss_econ.regimes.crossings import GRID, SAME, Net, Question, crossings

ABOVE = "above zero under every structure"
DEPENDS = "depends on the structure"
BELOW = "below zero under every structure"
NONE = "no effect"
UNKNOWN = "a break-even alone, for want of a figure"


STRUCTURE: Mapping[str, Choice] = {
    "rebuilt": Choice("share_rebuilt", "the share of lost use that users pool and rebuild"),
    "rebuild time": Choice("rebuild_time", "the time that rebuilding takes"),
    "closed use": Choice("frontier_value", "the value of new closed models' use", low=0.0),
    "closed harm held up": Choice("frontier_harm", "the share of the harm with closed models that needs the newest"),
    "displacement": Choice(
        f"{CHANNELS}.*.displaced_open", "the share of harm kept off closed models that moves to open ones"
    ),
    "cost by size": Choice("scale_elasticity", "the elasticity of compliance cost to the size of a developer", low=0.0),
    "developers' care": Choice("developer_care", "the cost of developers' care, over the harm it divides"),
    "downstream care": Choice("deployer_care", "the cost of downstream parties' care, over the harm it divides"),
    "entry": Choice("birth_elasticity", "the elasticity of projects begun to the cost of a start", low=0.0),
    "offenders": Choice("offenders", "the weight of offenders' gains", low=0.0, high=1.0),
    "liability": Choice(
        "developer_liable", "the share of harm for which developers are liable", low=0.0, high=1.0, if_set=True
    ),
    "followers": Choice(
        "followed", "the share of activity outside the proposal's reach that follows it", low=0.0, high=1.0
    ),
}


@dataclass(frozen=True)
class Structure:
    """What structure does to one proposal's net benefit to the world, all else as adopted.

    `switching` has the values of each structural belief, within its ends, at which the net changes sign (none: it keeps
    its sign); `lowest` and `highest` are the nets under the worst and the best combination of ends.
    """

    switching: Mapping[str, tuple[float, ...]]
    lowest: float
    highest: float

    @property
    def sign(self) -> str:
        """Whether the net keeps its sign under every structure."""
        if self.lowest == self.highest == 0:
            return NONE
        return ABOVE if self.lowest > 0 else BELOW if self.highest < 0 else DEPENDS


def structure_questions(case: Case[Any, Any]) -> dict[str, Question]:
    """At which value of each structural belief, between its ends, does the net benefit change sign?"""
    return {
        name: Question(dict.fromkeys(choice.paths(case), 1.0), np.linspace(*choice.ends(case), GRID))
        for name, choice in STRUCTURE.items()
    }


def under_every(net: Net, case: Case[Any, Any]) -> Array:
    """The net benefit under every combination of the ends of the structural beliefs, all else as adopted."""
    corners = np.array(list(product(*(choice.ends(case) for choice in STRUCTURE.values()))))
    tried, which = np.unique(corners, axis=0, return_inverse=True)  # a choice that a proposal does not make has one end
    columns = zip(STRUCTURE.values(), tried.T, strict=True)
    nets = net.at({path: column for choice, column in columns for path in choice.paths(case)})[which.ravel()]
    return np.where(np.abs(nets) <= SAME * np.max(np.abs(nets)), 0.0, nets)


def structure_of(
    case: Case[Any, Any], against: Case[Any, Any] | None = None, *, output: str = "net_world"
) -> Structure:
    """The switching value of every structural belief, and the net benefit under every combination of their ends."""
    net = Net.of(case, against, output)
    nets = under_every(net, case)
    return Structure(crossings(net, structure_questions(case)), float(nets.min()), float(nets.max()))
