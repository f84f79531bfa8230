"""Who should bear the loss."""

from mloss_econ.liability.cheapest_avoider import (
    Channel,
    CheapestAvoiderInputs,
    CheapestAvoiderOutputs,
    Party,
    Precaution,
    cheapest_avoider,
)
from mloss_econ.liability.claims import bank_before_platform, platform_before_family
from mloss_econ.liability.profiles import Profiles, Settled, settle
from mloss_econ.liability.recovery import joint_and_several, several_only
from mloss_econ.liability.rules import RULES, Accident, Liability, Terms, potential

CALCULATORS = (cheapest_avoider,)
CLAIMS = (platform_before_family, bank_before_platform)

__all__ = [
    "RULES",
    "Accident",
    "Liability",
    "Profiles",
    "Settled",
    "Terms",
    "joint_and_several",
    "potential",
    "settle",
    "several_only",
    "CALCULATORS",
    "CLAIMS",
    "Channel",
    "CheapestAvoiderInputs",
    "CheapestAvoiderOutputs",
    "Party",
    "Precaution",
    "bank_before_platform",
    "cheapest_avoider",
    "platform_before_family",
]
