"""A harm that can be avoided: the parties, what each can do about it, and the channels in which it comes about."""

from collections.abc import Mapping

from mloss_econ.kernel import Inputs, MoneyPerYear, Named, Share, fixed, given, label
from mloss_econ.liability.accident_risk import ResidualLoss


class Precaution(Inputs):
    """Something an owner can do against the harm."""

    owner: str = label()
    """The party that can do it."""
    cost: MoneyPerYear = given()
    """What it costs a year."""
    deters: Share = fixed()
    """Part of what it stops that is deterred, and so may turn up in another channel; the rest is intercepted."""
    effect: Named[Share] = given()
    """Part of the harm it removes, by channel; a channel left out is untouched."""


class Party(Inputs):
    """Somebody who may be made to bear the loss."""

    role: str = label("injurer")
    """injurer, or harmed: named like others, but left out where a rule shares a loss among injurers."""
    exposure: Share = given()
    """Expected part of the loss it would really pay if named: found, held liable, solvent."""
    information: Share = given()
    """Part of a precaution's effect that it sees."""
    transaction_cost: Named[MoneyPerYear] = given()
    """Yearly cost of getting one precaution of another party done; a party left out cannot be reached."""


class Channel(Inputs):
    """A way in which the harm comes about."""

    harm: MoneyPerYear = given()
    """Expected harm a year without precautions."""
    displaced_to: Named[Share] = given()
    """Part of what is deterred here that turns up in another channel."""


class CheapestAvoiderInputs(ResidualLoss):
    """Parties, what they can do, and how the harm comes about."""

    parties: Mapping[str, Party] = given()
    """The candidates."""
    precautions: Mapping[str, Precaution] = given()
    """What can be done, by whom."""
    channels: Mapping[str, Channel] = given()
    """How the harm comes about."""
