"""A harm that can be avoided: the parties, their precautions, and the channels through which it arises."""

from collections.abc import Mapping

from mloss_econ.kernel import Inputs, MoneyPerYear, Named, Share, fixed, given, label
from mloss_econ.liability.accident_risk import ResidualLoss


class Precaution(Inputs):
    """A precaution that its owner can take against the harm."""

    owner: str = label()
    """Party that can take the precaution."""
    cost: MoneyPerYear = given()
    """Cost of the precaution a year."""
    deters: Share = fixed()
    """Share of the harm stopped that is deterred, and so may turn up in another channel; the rest is intercepted."""
    effect: Named[Share] = given()
    """Share of the harm that it removes, by channel; a channel left out is unaffected."""


class Party(Inputs):
    """A party that may be held liable for the loss."""

    role: str = label("injurer")
    """injurer, or harmed: may be held liable like others, but left out where a rule shares a loss among injurers."""
    exposure: Share = given()
    """Expected share of the loss that it would pay if held liable, given the chances of being found and solvent."""
    information: Share = given()
    """Share of a precaution's effect that it perceives."""
    transaction_cost: Named[MoneyPerYear] = given()
    """Yearly transaction cost of one precaution of another party; a party left out cannot be reached."""


class Channel(Inputs):
    """A channel through which the harm arises."""

    harm: MoneyPerYear = given()
    """Expected harm a year without precautions."""
    displaced_to: Named[Share] = given()
    """Share of the harm deterred here that turns up in another channel."""


class CheapestAvoiderInputs(ResidualLoss):
    """Parties, their precautions, and the channels of the harm."""

    parties: Mapping[str, Party] = given()
    """Parties that may be held liable."""
    precautions: Mapping[str, Precaution] = given()
    """Precautions, each with its owner."""
    channels: Mapping[str, Channel] = given()
    """Channels through which the harm arises."""
