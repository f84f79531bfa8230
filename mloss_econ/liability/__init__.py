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

CALCULATORS = (cheapest_avoider,)
CLAIMS = (platform_before_family, bank_before_platform)

__all__ = [
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
