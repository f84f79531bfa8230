"""Claims about developers as avoiders of harm, and about handles for oversight."""

from typing import Any

import numpy as np

from mloss_econ.base.arrays import Array
from mloss_econ.base.units import PriceBase
from mloss_econ.evidence import Store
from mloss_econ.kernel import Bools, Case, CaseMaker, Choice, baseline, claim
from mloss_econ.liability.cheapest_avoider import CheapestAvoiderOutputs, cheapest_avoider
from mloss_econ.liability.claims import DISPLACEMENT, family_fraud
from mloss_econ.liability.oversight_handle import OversightHandleInputs, OversightHandleOutputs, oversight_handle
from mloss_econ.liability.parties import CheapestAvoiderInputs

DEVELOPER = "developer"
KNOWLEDGE = Choice(
    "parties.developer.information", "the share of a precaution's effect that the developer perceives", low=0, high=1
)
ASSETS = Choice(
    "parties.developer.exposure", "the share of a loss that the developer would pay if held liable", low=0, high=1
)
FALSE_ALARMS = Choice("handles.*.false_alarms", "the share of harmless cases that are taken for harmful")


def hinges(precaution: str) -> dict[str, Choice]:
    """The choices of structure on which it hangs whether the developer is the cheapest avoider."""
    care = Choice(f"precautions.{precaution}.cost", "the cost of the developer's care", low=0)
    return {"developers' care": care, "displacement": DISPLACEMENT, "knowledge": KNOWLEDGE, "assets": ASSETS}


def scenario_case(name: str) -> CaseMaker:
    """Case of one scenario."""

    def make(store: Store, prices: PriceBase) -> Case[Any, Any]:
        return baseline(cheapest_avoider, prices=prices, scenario=name, store=store)

    return make


def handles(store: Store, prices: PriceBase) -> Case[Any, Any]:
    """Case of monitoring computing power, or monitoring for harm."""
    return baseline(oversight_handle, prices=prices, scenario="oversight_handles", store=store)


def cost_per_harm_avoided(x: CheapestAvoiderInputs, party: str) -> Array:
    """Lowest cost of a party's own precautions for each dollar of harm avoided, each taken alone and displacement
    ignored; infinite where none avoids harm."""
    best: Array = np.asarray(np.inf)
    for precaution in x.precautions.values():
        if precaution.owner == party:
            avoided = sum((x.channels[h].harm * share for h, share in precaution.effect.items()), np.zeros(()))
            some = np.greater(avoided, 0.0)
            best = np.minimum(best, np.where(some, precaution.cost / np.where(some, avoided, 1.0), np.inf))
    return best


def _developer_before_all(y: CheapestAvoiderOutputs) -> Bools:
    others = [cost for party, cost in y.social_cost.items() if party != DEVELOPER]
    least = others[0]
    for cost in others[1:]:
        least = np.minimum(least, cost)
    return np.asarray(y.social_cost[DEVELOPER] <= least)


@claim("C14", source="mloss_policy_paper.developer_cannot_safeguard", of=cheapest_avoider, case=family_fraud)
def developer_safeguards_are_dearer(x: CheapestAvoiderInputs, y: CheapestAvoiderOutputs, stated: float) -> Bools:
    """The open-source developer cannot readily put the safeguards of the deepfake cases in place.

    In family deepfake fraud the developer's cheapest precaution costs more for a dollar of harm avoided than that of
    every other party but the victim.
    """
    others = np.minimum(cost_per_harm_avoided(x, "platform"), cost_per_harm_avoided(x, "bank"))
    return np.asarray(cost_per_harm_avoided(x, DEVELOPER) > others)


@claim(
    "C15",
    source="mloss_policy_paper.developers_know",
    of=cheapest_avoider,
    case=scenario_case("enterprise_agent"),
    structure=hinges("safe_defaults"),
)
def developer_is_cheapest(x: CheapestAvoiderInputs, y: CheapestAvoiderOutputs, stated: float) -> Bools:
    """Developers know their systems best, so liability on development is cheapest.

    In the case of an agent that acts for a firm, holding the developer liable leads to a social cost no higher than
    holding any other party liable; a tie counts for the claim.
    """
    return _developer_before_all(y)


@claim(
    "C15 family fraud",
    source="mloss_policy_paper.developers_know",
    of=cheapest_avoider,
    case=family_fraud,
    structure=hinges("model_safeguards"),
)
def developer_is_cheapest_in_family_fraud(x: CheapestAvoiderInputs, y: CheapestAvoiderOutputs, stated: float) -> Bools:
    """Developers know their systems best, so liability on development is cheapest.

    The same in family deepfake fraud.
    """
    return _developer_before_all(y)


@claim(
    "C24",
    source="mloss_policy_paper.compute_handle",
    of=oversight_handle,
    case=handles,
    structure={"false alarms": FALSE_ALARMS},
)
def computing_is_the_easier_handle(x: OversightHandleInputs, y: OversightHandleOutputs, stated: float) -> Bools:
    """Computing power is an easier handle for oversight than harm downstream.

    A harmful case found by watching large training runs costs less than one found by watching for harm at banks and
    platforms, false alarms included. A run found before it does harm may be worth far more than a harm that has begun:
    that is not in it.
    """
    return np.asarray(y.cost_per_find["computing"] < y.cost_per_find["harm"])
