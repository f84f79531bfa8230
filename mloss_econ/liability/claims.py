"""Claims about who can avoid a harm most cheaply."""

from typing import Any

from mloss_econ.base.units import PriceBase
from mloss_econ.evidence import Store
from mloss_econ.kernel import Bools, Case, Choice, baseline, claim
from mloss_econ.liability.cheapest_avoider import CheapestAvoiderOutputs, cheapest_avoider
from mloss_econ.liability.parties import CheapestAvoiderInputs

DISPLACEMENT = Choice("channels.*.displaced_to.*", "the share of deterred harm that is displaced", low=0, high=1)
TRANSACTION_COST = Choice(
    "parties.platform.transaction_cost.*",
    "the platform's yearly transaction cost for another party's precaution",
    low=0,
)


def family_fraud(store: Store, prices: PriceBase) -> Case[Any, Any]:
    """Case of deepfake fraud on families."""
    return baseline(cheapest_avoider, prices=prices, scenario="deepfake_family_fraud", store=store)


def bank_fraud(store: Store, prices: PriceBase) -> Case[Any, Any]:
    """Case of deepfake fraud on banks."""
    return baseline(cheapest_avoider, prices=prices, scenario="deepfake_bank_fraud", store=store)


@claim(
    "C12",
    source="mloss_policy_paper.family_fraud_platform",
    of=cheapest_avoider,
    case=family_fraud,
    structure={"displacement": DISPLACEMENT, "transaction cost": TRANSACTION_COST},
)
def platform_before_family(x: CheapestAvoiderInputs, y: CheapestAvoiderOutputs, stated: float) -> Bools:
    """In family deepfake fraud the enterprise platform, not the individual, is the cheaper avoider.

    Holding the platform liable leads to a lower social cost than holding the family liable. Where neither acts the two
    tie, and the claim fails.
    """
    return y.social_cost["platform"] < y.social_cost["family"]


@claim(
    "C13",
    source="mloss_policy_paper.bank_fraud_bank",
    of=cheapest_avoider,
    case=bank_fraud,
    structure={"displacement": DISPLACEMENT, "transaction cost": TRANSACTION_COST},
)
def bank_before_platform(x: CheapestAvoiderInputs, y: CheapestAvoiderOutputs, stated: float) -> Bools:
    """In bank deepfake fraud the bank is a cheaper avoider than the platform.

    Holding the bank liable leads to a lower social cost than holding the platform liable; a tie does not count.
    """
    return y.social_cost["bank"] < y.social_cost["platform"]
