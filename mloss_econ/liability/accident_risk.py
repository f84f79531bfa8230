"""Inputs that several calculators of liability share: an accident, care, and what a party may have to pay."""

from mloss_econ.kernel import Inputs, Money, MoneyPerYear, Quantity, Ratio, Share, given, label, lever


class CostOfCare(Quantity, unit="money/count", low=0.0):
    """Cost of one unit of care, in the unit that `effectiveness` counts."""


class AccidentHarm(Inputs):
    """An accident."""

    harm: Money = given("liability.harm", low=1e-3)
    """Harm of one accident, if nobody takes care."""


class AccidentRisk(AccidentHarm):
    """An accident that may happen."""

    base_probability: Share = given("liability.base_probability", low=1e-12)
    """Probability of the accident without care."""


class CareEffect(AccidentRisk):
    """Care that lowers the risk exponentially."""

    effectiveness: Ratio = given("liability.effectiveness", low=1e-6)
    """Share by which one more unit of care lowers the logarithm of the probability."""


class CareCost(Inputs):
    """Care at a constant cost of a unit."""

    unit_cost: CostOfCare = given("liability.unit_cost", low=1e-6)
    """Cost of one unit of care."""


class HeldLiable(Inputs):
    """Chance that a party pays."""

    found: Share = given("liability.found")
    """Probability that the party is found and held liable, and so the share of the harm that it expects to pay."""


class Assets(Inputs):
    """Assets from which a party can pay."""

    assets: Money = given("liability.assets")
    """Assets from which the party can pay, before it pays for care."""


class DamagesOwed(Assets, HeldLiable):
    """Damages that a party may have to pay."""

    multiplier: Ratio = lever(1.0)
    """Damages as a multiple of the harm; 1 is compensation."""
    share: Share = lever(1.0)
    """Share of the damages that the party is liable for."""


class ResidualLoss(Inputs):
    """Party that bears the loss which the liable party escapes."""

    residual_bearer: str = label()
    """Party that bears the loss which the liable party escapes, or "nobody"."""


class ActivityBenefit(Inputs):
    """The benefit of an activity, which falls with its level."""

    first_benefit: CostOfCare = given("liability.first_benefit")
    """A: benefit of the injurer's first unit."""
    benefit_slope: CostOfCare = given("liability.benefit_slope", low=1e-9)
    """b: fall in benefit from one unit to the next."""


class DeveloperExposure(Inputs):
    """Share of a harm that a developer may have to pay."""

    developer_exposure: Share = given("liability.developer_exposure")
    """Share of the harm that an open developer held liable would pay, assets allowing."""


class ModelMisuse(DeveloperExposure):
    """Misuse of open models, and the shares of harm that developers and deployers may have to pay."""

    deployer_exposure: Share = given("liability.deployer_exposure")
    """Share of the harm that deployers held liable would pay."""
    stripped: Share = given("liability.diluted", high=0.999)
    """Share of misuse of open models that strips safeguards off."""


class ReleaseGain(Inputs):
    """What a release brings its developer."""

    private_benefit: MoneyPerYear = given("liability.private_benefit")
    """Yearly gain of an open developer from the median release."""


class ReleaseDecision(ReleaseGain, DeveloperExposure):
    """A developer that decides on a release."""

    release_harm: MoneyPerYear = given("liability.release_harm")
    """Expected yearly harm of the median release."""
