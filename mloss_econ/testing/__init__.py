"""For tests, ours and the reader's own: strategies for any Inputs, contracts for any calculator, and `falsify`."""

from mloss_econ.testing.contracts import CONTRACTS as CONTRACTS, check_calculator as check_calculator
from mloss_econ.testing.falsify import assert_claim as assert_claim, falsify as falsify
from mloss_econ.testing.recorder import Recorded as Recorded, record as record, replay as replay
from mloss_econ.testing.strategies import (
    cases as cases,
    distributions as distributions,
    games as games,
    inputs as inputs,
    inputs_of as inputs_of,
    scenarios as scenarios,
)
