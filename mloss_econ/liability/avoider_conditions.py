"""Why is a party not a better avoider: lack of knowledge, of position, or of means to induce others to act?

Calabresi and Hirschoff (1972, from memory) ask who is best placed to compare the cost of accidents with that of
avoiding them, and to act on it. Three conditions, each lifted by itself:

    knowledge    it sees the whole effect of every precaution (information = 1)
    position     it bears the whole loss (exposure = 1), so that no loss it escapes falls on others
    inducement   it can get any precaution done by its owner for the precaution's own cost (transaction cost = 0)

With all three, holding it liable leads to the least cost. The gap above the least cost is divided among the conditions
by Shapley's value over the orders in which they may be lifted, so the three terms sum to the gap. A term may be below
0: one fault can make up for another, as where a party that sees too little is also made to pay too much.
"""

from itertools import permutations
from math import factorial
from typing import Any

import numpy as np

from mloss_econ.base.arrays import Array
from mloss_econ.kernel import MoneyPerYear, Named, NetMoneyPerYear, Outputs, calculator
from mloss_econ.liability.blocks import in_blocks
from mloss_econ.liability.bundles import Setting, cells
from mloss_econ.liability.cheapest_avoider import ROUNDS, check_scenario
from mloss_econ.liability.parties import CheapestAvoiderInputs

CONDITIONS = ("knowledge", "position", "inducement")


class AvoiderConditionsOutputs(Outputs):
    """Cost of each condition that fails, by the party held liable."""

    gap: Named[MoneyPerYear]
    """Social cost of holding the party liable, above the least cost."""
    knowledge: Named[NetMoneyPerYear]
    """Component of the gap due to its incomplete information on the effect of precautions."""
    position: Named[NetMoneyPerYear]
    """Component of the gap due to its bearing less than the whole loss."""
    inducement: Named[NetMoneyPerYear]
    """Component of the gap due to transaction costs, or to parties that it cannot reach."""


@calculator
def avoider_conditions(x: CheapestAvoiderInputs) -> AvoiderConditionsOutputs:
    """Gap between the social cost of holding each party liable and the least cost, by condition."""
    check_scenario(x)
    return in_blocks(_avoider_conditions, x, cells(x))


def _avoider_conditions(x: CheapestAvoiderInputs) -> AvoiderConditionsOutputs:
    s = Setting(x)
    terms: dict[str, dict[str, Array]] = {c: {} for c in CONDITIONS}
    gap = {}
    for party in x.parties:
        cost = {lifted: _with(s, party, lifted) for lifted in _subsets()}
        gap[party] = np.maximum(cost[frozenset()] - cost[frozenset(CONDITIONS)], 0.0)
        for condition in CONDITIONS:
            term: Any = sum(
                (cost[before] - cost[before | {condition}]) / factorial(len(CONDITIONS))
                for order in permutations(CONDITIONS)
                for before in [frozenset(order[: order.index(condition)])]
            )
            terms[condition][party] = term
    return AvoiderConditionsOutputs(gap=gap, **{c: terms[c] for c in CONDITIONS})


def _subsets() -> list[frozenset[str]]:
    return [frozenset(c for k, c in enumerate(CONDITIONS) if n >> k & 1) for n in range(2 ** len(CONDITIONS))]


def _with(s: Setting, party: str, lifted: frozenset[str]) -> Array:
    """Social cost of holding liable a party for whom some conditions hold in full."""
    everyone = {other: 0.0 for other in s.x.parties if other != party}
    return s.held_liable(
        party,
        ROUNDS,
        information=1.0 if "knowledge" in lifted else None,
        exposure=1.0 if "position" in lifted else None,
        transaction_cost=everyone if "inducement" in lifted else None,
    )[0]
