"""For tests, ours and the reader's own: strategies for any Inputs, contracts for any calculator, and `falsify`."""

from mloss_econ.testing.contracts import CONTRACTS, check_calculator
from mloss_econ.testing.falsify import Falsification, assert_claim, falsify
from mloss_econ.testing.recorder import Recorded, record, replay
from mloss_econ.testing.strategies import cases, distributions, games, inputs, inputs_of, scenarios

__all__ = [
    "CONTRACTS",
    "Falsification",
    "Recorded",
    "assert_claim",
    "cases",
    "check_calculator",
    "distributions",
    "falsify",
    "games",
    "inputs",
    "inputs_of",
    "record",
    "replay",
    "scenarios",
]
