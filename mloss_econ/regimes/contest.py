"""Several proposals in one calculator, so that a claim about their order is a predicate over one draw.

net_p      = net benefit to the world of proposal p, less than the status quo's (0)
advantage  = net of the first - the highest net of the others; 0 where they differ by rounding alone
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Mapping
from typing import Any

import numpy as np

from mloss_econ.calculators import Calculator, Outputs
from mloss_econ.case import Case, baseline
from mloss_econ.claims import CaseMaker
from mloss_econ.docstrings import docstring
from mloss_econ.errors import InputError
from mloss_econ.evidence import Store
from mloss_econ.proposals import proposal
from mloss_econ.quantities import Named, NetMoneyPerYear
from mloss_econ.records import leaves, replace_leaves
from mloss_econ.regimes.regime import SCENARIO, regime
from mloss_econ.ties import ahead_by
from mloss_econ.units import PriceBase

Levers = Mapping[str, Mapping[str, float]]


class ContestOutputs(Outputs):
    """What each proposal brings, and by how much the first is ahead."""

    net: Named[NetMoneyPerYear]
    """Net benefit to the world a year, by proposal, against the status quo."""
    advantage: NetMoneyPerYear
    """Net benefit of the first less the highest of the others."""


class _Evaluate:
    """The function of a contest, as an object so that it pickles."""

    def __init__(self, names: tuple[str, ...], levers: Levers) -> None:
        self.names, self.levers = names, levers
        self.__module__, self.__qualname__ = __name__, "contest"

    def __call__(self, x: Any) -> ContestOutputs:
        if not self.levers:
            raise InputError("a contest needs its case: build it with contest_case(...).")
        given = dict(leaves(x))
        net = {}
        for name in self.names:
            set_to = {path: np.float64(value) for path, value in self.levers[name].items()}
            net[name] = regime.function(replace_leaves(x, given | set_to, validate=False)).net_world
        first, *others = net.values()
        best = others[0]
        for other in others[1:]:
            best = np.maximum(best, other)
        return ContestOutputs(net=net, advantage=ahead_by(first, best))


class Contest(Calculator[Any, ContestOutputs]):
    """A contest between proposals; without levers it only has its name (see `contest_case`)."""

    def __init__(self, names: tuple[str, ...], levers: Levers | None = None) -> None:
        if len(set(names)) < 2:
            raise InputError(f"a contest needs two different proposals or more, not {', '.join(names)}.")
        self.names, self.levers = names, levers or {}
        name = f"{regime.name} -> regimes.contest of {', '.join(names)}"
        super().__init__(
            _Evaluate(names, self.levers), regime.Inputs, ContestOutputs, name, docstring(sys.modules[__name__])
        )
        content = json.dumps(self.levers, sort_keys=True)
        self.fingerprint = hashlib.sha256(content.encode()).hexdigest() if levers else ""

    def __reduce__(self) -> tuple[Any, ...]:
        return Contest, (self.names, self.levers)


def contest_case(*names: str) -> CaseMaker:
    """What builds the case of a contest, from a store and a price base: the baseline, and each proposal's levers."""

    def make(store: Store, prices: PriceBase) -> Case[Any, Any]:
        today = baseline(regime, scenario=SCENARIO, prices=prices, store=store)
        levers = {}
        for name in names:
            applied = proposal(name, store=store).apply(today)
            levers[name] = {p: e.value for p, e in applied.entries.items() if e is not today.entries[p]}
        made = Contest(names, levers)
        return Case(made, today.label, today.prices, today.entries, today.point, SCENARIO, store)

    return make
