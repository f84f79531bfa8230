"""For tests, ours and the reader's own: strategies for any Inputs, contracts for any calculator, and `falsify`."""

from mloss_econ.testing.contracts import CONTRACTS, check_calculator
from mloss_econ.testing.falsify import Falsification, falsify
from mloss_econ.testing.recorder import Recorded, record, replay
from mloss_econ.testing.strategies import distributions, inputs, inputs_of

__all__ = [
    "CONTRACTS",
    "Falsification",
    "Recorded",
    "check_calculator",
    "distributions",
    "falsify",
    "inputs",
    "inputs_of",
    "record",
    "replay",
]
