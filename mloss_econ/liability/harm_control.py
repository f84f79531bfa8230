"""What is left of a harm when duties are met, parties take the care that liability leads to, and some of it moves?

Harm is done with open models (`open part`) or with closed ones; of either, part `downstream` passes a deployer, host,
platform or bank that could stop it. E: effects of duties, c: who complies, r = (in scope)^targeting: part of the harm
in the rule's scope, s: part of misuse of open models that strips safeguards off. Of each of the two:

    the developer's duties leave   o = 1 - c r covered E_D (1 - s)      of all its harm
    duties downstream leave        i = (1 - c r E_K) (1 - c r E_I)      of what passes there

Care beyond duties costs u for each factor of e off the harm (for open models u_D / (1 - s)); a party faces the part
F = liable * exposure of it, an open developer no more than its assets. Each does what is best for it, given the other
(a weighted potential game: one equilibrium). The developer leaves e, those downstream f, of the harm A = o i downstream
and the rest B:

    e = u_D / (F_D (A + B))  where A e <= u_K / F_K, else (u_D / F_D - u_K / F_K) / B        at most 1
    f = u_K / (F_K A e)                                                                    at most 1
    care costs - u ln(left)

What is kept off downstream moves in part to where nobody downstream can stop it; parties do not foresee that. An open
developer that would pay more than a release brings it holds it back: Phi(ln(benefit / (F_D harm)) / sigma). Derived.
"""

from typing import Any

import numpy as np
from scipy.special import ndtr

from mloss_econ.base.arrays import Array
from mloss_econ.kernel import Inputs, MoneyPerYear, Outputs, Ratio, Share, calculator, fixed, given, lever, linked
from mloss_econ.liability.accident_risk import ModelMisuse, ReleaseDecision
from mloss_econ.shared import OpenHarm, Scope


class Calibration(Inputs):
    """The law as it stands, to which two quantities are calibrated whatever a proposal does: how many open releases
    liability already holds back (use is counted with them gone), and the harm that is left today (what moves out of the
    reach of a law does harm as today)."""

    developer_liable_today: Share = fixed("harm.developer_liable")
    """Share of the harm that the law lays on developers today."""
    deployer_liable_today: Share = fixed("harm.deployer_liable")
    """Share that it lays on those downstream today."""


class HarmControlInputs(Calibration, Scope, ReleaseDecision, ModelMisuse, OpenHarm):
    """A harm, what duties do about it, and who is liable for the rest."""

    downstream: Share = given("harm.downstream")
    """Part of it that passes a deployer, host, platform or bank that could stop it."""
    displaced: Share = given("harm.displaced")
    """Part of what is kept off downstream that comes about where nobody downstream can stop it."""
    developer_effect: Share = linked()
    deployer_effect: Share = linked()
    intermediary_effect: Share = linked()
    covered_use: Share = linked()
    targeting: Ratio = given("harm.targeting", high=1)
    """How a scope by risk finds harm: 0 all harm is in scope, 1 as much of the harm as of the use."""
    complying: Share = linked()
    developer_care: MoneyPerYear = given("harm.developer_care", positive=True)
    """u_D: yearly cost of all developers' care that divides the harm by e, no safeguard being stripped off."""
    deployer_care: MoneyPerYear = given("harm.deployer_care", positive=True)
    """u_K: the same downstream."""
    developer_assets: MoneyPerYear = given("harm.developer_assets")
    """What all open developers together could pay in damages a year."""
    vendor_exposure: Share = given("harm.vendor_exposure")
    """Part of a harm that a developer of closed models named liable would really pay."""
    private_benefit: MoneyPerYear = given("liability.private_benefit", positive=True)
    """What an open developer gains by the release a year: the median release."""
    release_sigma: Ratio = given("harm.release_sigma", low=0.01)
    """Spread of the logarithm of gain over harm between releases."""
    developer_liable: Share = lever("harm.developer_liable")
    """Part of the harm that the law lays on developers, open and closed."""
    deployer_liable: Share = lever("harm.deployer_liable")
    """Part that it lays on those downstream."""


class HarmControlOutputs(Outputs):
    """What is left, what care costs, and what is still released."""

    open_left: Share
    """Part of all harm left that is done with open models, these being as active as today."""
    closed_left: Share
    """Part of all harm left that is done with closed models."""
    open_downstream_left: Share
    """Of the harm left with open models, what passes somebody downstream, as a part of all harm."""
    closed_downstream_left: Share
    """Of the harm left with closed models, what passes somebody downstream, as a part of all harm."""
    open_facing: Share
    """Part of the harm left with open models that their developers pay."""
    closed_facing: Share
    """Part of the harm left with closed models that their developers pay."""
    deployer_facing: Share
    """Part of the harm passing downstream that those there pay."""
    open_care: MoneyPerYear
    """What open developers spend on care beyond duties."""
    closed_care: MoneyPerYear
    """What closed developers spend on care beyond duties."""
    deployers_care: MoneyPerYear
    """What those downstream spend on care beyond duties."""
    released: Share
    """Share of open releases that liability does not hold back."""
    release_ratio: Ratio
    """Open releases, over those of today."""
    left_today: Share
    """Share of all harm that is left under the law as it stands."""


def tolerated(cost: Array, facing: Array) -> Array:
    """Harm up to which a party takes no care: its cost over the part it faces; endless where it faces nothing."""
    some = np.greater(facing, 0.0)
    return np.where(some, cost / np.where(some, facing, 1.0), np.inf)


def care(passing: Array, rest: Array, developer: Array, deployer: Array) -> tuple[Array, Array]:
    """What care leaves, by the developer and by those downstream, of the harm that passes them and of the rest; the
    last two are what each tolerates. The one equilibrium."""
    alone = np.minimum(developer / np.maximum(passing + rest, 1e-300), 1.0)
    both = np.minimum((developer - np.minimum(deployer, 1e300)) / np.maximum(rest, 1e-300), 1.0)
    mine = np.where(np.less_equal(passing * alone, deployer), alone, both)
    theirs = np.minimum(deployer / np.maximum(passing * mine, 1e-300), 1.0)
    return mine, theirs


def _settled(x: HarmControlInputs, complying: Array, developer: Array, deployer: Array) -> dict[str, Array]:
    """What is left where so many comply with the duties and so much of the harm is laid on either side."""
    reached = complying * np.power(x.in_scope, x.targeting)
    i = (1 - reached * x.deployer_effect) * (1 - reached * x.intermediary_effect)
    theirs = deployer * x.deployer_exposure
    facing = {
        "open": np.minimum(developer * x.developer_exposure, x.developer_assets / x.yearly_harm),
        "closed": developer * x.vendor_exposure,
    }
    part = {"open": x.open_share, "closed": 1 - x.open_share}
    kept_on: dict[str, Any] = {"open": 1 - x.stripped, "closed": 1.0}
    covered: dict[str, Any] = {"open": x.covered_use, "closed": 1.0}
    made: dict[str, Array] = {}
    downstream_care = 0.0 * x.deployer_care
    for kind, share in part.items():
        o = 1 - reached * covered[kind] * x.developer_effect * kept_on[kind]
        u, u_downstream = share * x.developer_care / kept_on[kind], share * x.deployer_care
        harm = x.yearly_harm * share * o
        passing, rest = harm * x.downstream * i, harm * (1 - x.downstream)
        e, f = care(passing, rest, tolerated(u, facing[kind]), tolerated(u_downstream, theirs))
        here = x.downstream * o * i * e * f
        moved = x.displaced * x.downstream * (1 - i * f)
        made[f"{kind}_left"] = share * (here + (1 - x.downstream + moved) * o * e)
        made[f"{kind}_downstream_left"] = share * here
        made[f"{kind}_facing"] = facing[kind]
        made[f"{kind}_care"] = -u * np.log(np.where(np.greater(e, 0.0), e, 1.0))
        downstream_care = downstream_care - u_downstream * np.log(np.where(np.greater(f, 0.0), f, 1.0))
    held = tolerated(x.private_benefit, facing["open"] * x.release_harm)
    released = ndtr(np.log(held) / x.release_sigma)
    return made | {"deployer_facing": theirs, "deployers_care": downstream_care, "released": released}


@calculator
def harm_control(x: HarmControlInputs) -> HarmControlOutputs:
    """The harm left under a law, and what it costs those who are liable."""
    after = _settled(x, x.complying, x.developer_liable, x.deployer_liable)
    today = _settled(x, 0.0 * x.complying, x.developer_liable_today, x.deployer_liable_today)
    return HarmControlOutputs(
        **after,
        release_ratio=after["released"] / today["released"],
        left_today=today["open_left"] + today["closed_left"],
    )
