"""What is known and what is adopted: facts, beliefs, proposals, scenarios, prices, and the store that holds them."""

from mloss_econ.evidence.kinds import GRADES, Belief, BeliefSet, Counterexample, Fact, Scenario, Source
from mloss_econ.evidence.prices import Conversion, Prices
from mloss_econ.evidence.proposals import PAYERS, UNITS, Proposal
from mloss_econ.evidence.reading import read_toml
from mloss_econ.evidence.store import Store, default_folder, default_store

__all__ = [
    "GRADES",
    "PAYERS",
    "UNITS",
    "Belief",
    "BeliefSet",
    "Conversion",
    "Counterexample",
    "Fact",
    "Prices",
    "Proposal",
    "Scenario",
    "Source",
    "Store",
    "default_folder",
    "default_store",
    "read_toml",
]
