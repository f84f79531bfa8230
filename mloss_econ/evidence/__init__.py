"""What is known and what is adopted: facts, beliefs, proposals, scenarios, prices, and the store that holds them."""

from mloss_econ.evidence.kinds import GRADES, Belief, BeliefSet, Counterexample, Fact, Scenario, Source
from mloss_econ.evidence.prices import Conversion, PriceBaseError, Prices
from mloss_econ.evidence.proposals import PAYERS, UNITS, Imposed, LeverSetting, Proposal, Trigger
from mloss_econ.evidence.reading import read_toml
from mloss_econ.evidence.store import Store, default_folder, default_store
from mloss_econ.evidence.tables import how_to_add

__all__ = [
    "GRADES",
    "PAYERS",
    "UNITS",
    "Belief",
    "BeliefSet",
    "Conversion",
    "Counterexample",
    "Fact",
    "Imposed",
    "LeverSetting",
    "PriceBaseError",
    "Prices",
    "Proposal",
    "Scenario",
    "Source",
    "Store",
    "Trigger",
    "default_folder",
    "default_store",
    "how_to_add",
    "read_toml",
]
