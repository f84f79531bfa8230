"""How much harm is left when duties are met, parties take the care that liability induces, and some harm moves?

Harm is done with open models (`open_share`) or with closed ones; of either, the share `downstream` passes a deployer,
host, platform or bank that could stop it. E: effects of duties, c: `complying`, r = in_scope^targeting: share of the
harm within scope, s: `stripped`, the share of misuse of open models that strips safeguards off. Of each of the two:

    the developer's duties leave   o = 1 - c r covered E_D (1 - s)      of all its harm
    duties downstream leave        i = (1 - c r E_K) (1 - c r E_I)      of what passes there

Care beyond duties costs u for each factor of e off the harm (for open models u_D / (1 - s)); a party faces the share
F = liable * exposure of it, an open developer no more than its assets. Each does what is best for it, given the other
(a weighted potential game: one equilibrium). The developer leaves e, those downstream f, of the harm A = o i downstream
and the rest B:

    e = u_D / (F_D (A + B))  where A e <= u_K / F_K, else (u_D / F_D - u_K / F_K) / B        at most 1
    f = u_K / (F_K A e)                                                                    at most 1
    care costs - u ln(left)

A share of the harm stopped downstream moves to where nobody downstream can stop it; parties do not foresee that. An
open developer holds back a release that would cost it more in damages than it gains:
Phi(ln(benefit / (F_D harm)) / sigma). Derived.
"""

from typing import Any

import numpy as np
from scipy.special import ndtr

from mloss_econ.base.arrays import Array
from mloss_econ.kernel import Inputs, MoneyPerYear, Outputs, Ratio, Share, calculator, fixed, given, lever, linked
from mloss_econ.liability.accident_risk import ModelMisuse, ReleaseDecision
from mloss_econ.shared import OpenHarm, Scope


class Calibration(Inputs):
    """Current law, to which two quantities are calibrated under every proposal: the open releases that liability
    already holds back (use is counted without them), and the harm left today (activity out of the reach of a law does
    harm as today)."""

    developer_liable_today: Share = fixed("harm.developer_liable")
    """Share of the harm for which developers are liable today."""
    deployer_liable_today: Share = fixed("harm.deployer_liable")
    """Share of the harm for which downstream parties are liable today."""


class HarmControlInputs(Calibration, Scope, ReleaseDecision, ModelMisuse, OpenHarm):
    """A harm, the effects of duties on it, and liability for the rest."""

    downstream: Share = given("harm.downstream")
    """Share of the harm that passes a deployer, host, platform or bank that could stop it."""
    displaced: Share = given("harm.displaced")
    """Share of the harm stopped downstream that is displaced to where nobody downstream can stop it."""
    developer_effect: Share = linked()
    deployer_effect: Share = linked()
    intermediary_effect: Share = linked()
    covered_use: Share = linked()
    targeting: Ratio = given("harm.targeting", high=1)
    """Targeting of a scope by risk: at 0 all harm is in scope, at 1 the same share of harm as of use."""
    complying: Share = linked()
    developer_care: MoneyPerYear = given("harm.developer_care", positive=True)
    """u_D: yearly cost of all developers' care that divides the harm by e, if no safeguard is stripped off."""
    deployer_care: MoneyPerYear = given("harm.deployer_care", positive=True)
    """u_K: yearly cost of all downstream care that divides the harm by e."""
    developer_assets: MoneyPerYear = given("harm.developer_assets")
    """Damages that all open developers together could pay a year."""
    vendor_exposure: Share = given("harm.vendor_exposure")
    """Share of a harm that a developer of closed models held liable would pay."""
    private_benefit: MoneyPerYear = given("liability.private_benefit", positive=True)
    """Yearly gain of an open developer from the median release."""
    release_sigma: Ratio = given("harm.release_sigma", low=0.01)
    """Spread of the logarithm of gain over harm between releases."""
    developer_liable: Share = lever("harm.developer_liable")
    """Share of the harm for which developers, open and closed, are liable."""
    deployer_liable: Share = lever("harm.deployer_liable")
    """Share of the harm for which downstream parties are liable."""


class HarmControlOutputs(Outputs):
    """Harm left, cost of care, and models still released."""

    open_left: Share
    """Harm left that is done with open models, as a share of all harm, these being as active as today."""
    closed_left: Share
    """Harm left that is done with closed models, as a share of all harm."""
    open_downstream_left: Share
    """Harm left with open models that passes a downstream party, as a share of all harm."""
    closed_downstream_left: Share
    """Harm left with closed models that passes a downstream party, as a share of all harm."""
    open_facing: Share
    """Share of the harm left with open models that their developers pay."""
    closed_facing: Share
    """Share of the harm left with closed models that their developers pay."""
    deployer_facing: Share
    """Share of the harm passing downstream that downstream parties pay."""
    open_care: MoneyPerYear
    """Spending of open developers on care beyond duties."""
    closed_care: MoneyPerYear
    """Spending of closed developers on care beyond duties."""
    deployers_care: MoneyPerYear
    """Spending of downstream parties on care beyond duties."""
    released: Share
    """Share of open releases that liability does not hold back."""
    release_ratio: Ratio
    """Open releases, over those of today."""
    left_today: Share
    """Share of all harm that is left under current law."""


def tolerated(cost: Array, facing: Array) -> Array:
    """Harm up to which a party takes no care: its cost over the share it faces; infinite where it faces nothing."""
    some = np.greater(facing, 0.0)
    return np.where(some, cost / np.where(some, facing, 1.0), np.inf)


def care(passing: Array, rest: Array, developer: Array, deployer: Array) -> tuple[Array, Array]:
    """Shares of harm left by the care of the developer and of downstream parties, in the only equilibrium. Arguments:
    the harm passing downstream, the rest, and the harm that each of the two tolerates."""
    alone = np.minimum(developer / np.maximum(passing + rest, 1e-300), 1.0)
    both = np.minimum((developer - np.minimum(deployer, 1e300)) / np.maximum(rest, 1e-300), 1.0)
    mine = np.where(np.less_equal(passing * alone, deployer), alone, both)
    theirs = np.minimum(deployer / np.maximum(passing * mine, 1e-300), 1.0)
    return mine, theirs


def _outcome(x: HarmControlInputs, complying: Array, developer: Array, deployer: Array) -> dict[str, Array]:
    """Harm left, care and releases at a share complying and shares of the harm for which either side is liable."""
    reached = complying * np.power(x.in_scope, x.targeting)
    i = (1 - reached * x.deployer_effect) * (1 - reached * x.intermediary_effect)
    theirs = deployer * x.deployer_exposure
    facing = {
        "open": np.minimum(developer * x.developer_exposure, x.developer_assets / x.yearly_harm),
        "closed": developer * x.vendor_exposure,
    }
    of_harm = {"open": x.open_share, "closed": 1 - x.open_share}
    kept_on: dict[str, Any] = {"open": 1 - x.stripped, "closed": 1.0}
    covered: dict[str, Any] = {"open": x.covered_use, "closed": 1.0}
    made: dict[str, Array] = {}
    downstream_care = 0.0 * x.deployer_care
    for kind, share in of_harm.items():
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
    """Harm left under a proposal, and the cost of care to the parties held liable."""
    after = _outcome(x, x.complying, x.developer_liable, x.deployer_liable)
    today = _outcome(x, 0.0 * x.complying, x.developer_liable_today, x.deployer_liable_today)
    return HarmControlOutputs(
        **after,
        release_ratio=after["released"] / today["released"],
        left_today=today["open_left"] + today["closed_left"],
    )
