"""How much harm is left when duties are met, parties take the care that liability induces, and some harm moves?

Harm has channels (fraud, intimate images, ...), each with a level: what it is today. In each it is done with open
models (`open_share`) or with closed ones; of either, the share `downstream` passes a deployer, host, platform or bank
that could stop it. A proposal reaches the share r of a channel, through what is in its scope. E: effects of duties, c:
the share of a payer that complies, s: `stripped`, the share of misuse of open models that strips safeguards off:

    the developer's duties leave   o = 1 - c r covered E_D (1 - s)      of all its harm
    duties downstream leave        i = (1 - c r E_K) (1 - c r E_I)      of what passes there
    liable for                     today's share + r (the proposal's share - today's)

Care beyond duties costs u for each factor of e off the harm (for open models u_D / (1 - s)), over the channel's
level; a party faces the share F = liable * exposure of it, open developers together no more than their assets over the
harm with open models. Each does what is best for it, given the other (a weighted potential game: one equilibrium). The
developer leaves e, those downstream f, of the harm A = o i downstream and the rest B:

    e = u_D / (F_D (A + B))  where A e <= u_K / F_K, else (u_D / F_D - u_K / F_K) / B        at most 1
    f = u_K / (F_K A e)                                                                    at most 1
    care costs - u ln(left)

Under current law the same parties take the care that is best for them: harm without any care is so much more than the
level that this leaves the level. Two shares of what is stopped turn up again; parties do not foresee either. What is
stopped downstream moves to where nobody downstream can stop it (`displaced`). What is kept off closed models turns up
with open ones (`displaced_open`), where it meets the safeguards of these:

    harm with open models = open share * level + displaced_open * (1 - o e) (1 - open share) * level

An open developer holds back a release that would cost it more in damages than it gains, where the harm of the median
release is a share of all harm with open models: Phi(ln(benefit / (F_D share * harm)) / sigma). Derived.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from operator import mul
from types import MappingProxyType
from typing import Any

import numpy as np
from scipy.special import ndtr

from mloss_econ.base.arrays import Array, frozen, is_zero
from mloss_econ.errors import InputError, nearest
from mloss_econ.evidence import CHANNELS
from mloss_econ.kernel import (
    Inputs,
    MoneyPerYear,
    Named,
    Outputs,
    Ratio,
    Share,
    calculator,
    fixed,
    given,
    label,
    lever,
    linked,
)
from mloss_econ.liability.accident_risk import ModelMisuse, ReleaseGain

FIGURES = COUNTED, UNCOUNTED = "counted", "none"
KINDS = ("open", "closed")


class Channel(Inputs):
    """One kind of harm, and how a proposal reaches it."""

    figure: str = label(COUNTED)
    """`counted`, or `none` where there is no figure for its level, so that it has a break-even value alone."""
    level: MoneyPerYear = given()
    """Harm a year as it is today."""
    open_share: Share = given()
    """Share of the harm that is done with open models or tools and would go if they did."""
    downstream: Share = given()
    """Share of the harm that passes a deployer, host, platform or bank that could stop it."""
    displaced: Share = given()
    """Share of the harm stopped downstream that is displaced to where nobody downstream can stop it."""
    displaced_open: Share = given()
    """Share of the harm kept off closed models that turns up with open ones."""
    stolen: Share = given()
    """Share of the harm that is money in the hands of offenders."""
    reach: Share = lever(1.0)
    """Share of the channel that a proposal's duties and liability reach, where it binds."""


class Harms(Inputs):
    """The harm that proposals are about."""

    channels: Mapping[str, Channel] = given()
    """Channels of harm, by name."""


class Calibration(Inputs):
    """Current law, to which two quantities are calibrated under every proposal: the open releases that liability
    already holds back (use is counted without them), and the harm left today (activity out of the reach of a law does
    harm as today)."""

    developer_liable_today: Share = fixed("harm.developer_liable")
    """Share of the harm for which developers are liable today."""
    deployer_liable_today: Share = fixed("harm.deployer_liable")
    """Share of the harm for which downstream parties are liable today."""


class HarmControlInputs(Calibration, ReleaseGain, ModelMisuse, Harms):
    """Harm by channel, the effects of duties on it, and liability for the rest."""

    developer_effect: Share = linked()
    large_effect: Share = linked()
    deployer_effect: Share = linked()
    intermediary_effect: Share = linked()
    covered_use: Share = linked()
    complying: Share = linked()
    complying_large: Share = linked()
    complying_deployers: Share = linked()
    complying_intermediaries: Share = linked()
    developer_care: Ratio = given("harm.developer_care", positive=True)
    """u_D: yearly cost of all developers' care that divides the harm of a channel by e, if no safeguard is stripped
    off, over the level of the channel."""
    deployer_care: Ratio = given("harm.deployer_care", positive=True)
    """u_K: yearly cost of all downstream care that divides the harm of a channel by e, over its level."""
    developer_assets: MoneyPerYear = given("harm.developer_assets")
    """Damages that all open developers together could pay a year."""
    vendor_exposure: Share = given("harm.vendor_exposure")
    """Share of a harm that a developer of closed models held liable would pay."""
    private_benefit: MoneyPerYear = given("liability.private_benefit", positive=True)
    """Yearly gain of an open developer from the median release."""
    release_share: Share = given("harm.release_share")
    """Harm of the median release, over all harm with open models."""
    release_sigma: Ratio = given("harm.release_sigma", low=0.01)
    """Spread of the logarithm of gain over harm between releases."""
    developer_liable: Share = lever("harm.developer_liable")
    """Share of the harm for which developers, open and closed, are liable."""
    deployer_liable: Share = lever("harm.deployer_liable")
    """Share of the harm for which downstream parties are liable."""


class HarmControlOutputs(Outputs):
    """Harm left, care and damages, under the proposal and under current law, as if either bound the whole world; and
    the models still released. Open models are as active as today."""

    open_left: Named[MoneyPerYear]
    """Harm left with open models, before downstream parties prevent any, by channel."""
    closed_left: Named[MoneyPerYear]
    """Harm left with closed models, before downstream parties prevent any, by channel."""
    open_passing: Named[Share]
    """Share of the harm with open models that downstream parties let through, by channel; 1 where there is no harm."""
    closed_passing: Named[Share]
    """Share of the harm with closed models that downstream parties let through, by channel; 1 where there is none."""
    open_left_today: Named[MoneyPerYear]
    """Harm left with open models under current law, before downstream parties prevent any, by channel."""
    closed_left_today: Named[MoneyPerYear]
    """Harm left with closed models under current law, before downstream parties prevent any, by channel."""
    open_passing_today: Named[Share]
    """Share of the harm with open models that downstream parties let through under current law, by channel."""
    closed_passing_today: Named[Share]
    """Share of the harm with closed models that downstream parties let through under current law, by channel."""
    open_damages: MoneyPerYear
    """Damages that open developers pay."""
    closed_damages: MoneyPerYear
    """Damages that developers of closed models pay."""
    open_downstream_damages: MoneyPerYear
    """Damages that downstream parties pay for harm with open models."""
    closed_downstream_damages: MoneyPerYear
    """Damages that downstream parties pay for harm with closed models."""
    open_care: MoneyPerYear
    """Spending of open developers on care beyond duties."""
    closed_care: MoneyPerYear
    """Spending of developers of closed models on care beyond duties."""
    deployers_care: MoneyPerYear
    """Spending of downstream parties on care beyond duties."""
    open_damages_today: MoneyPerYear
    """Damages that open developers pay under current law."""
    closed_damages_today: MoneyPerYear
    """Damages that developers of closed models pay under current law."""
    open_downstream_damages_today: MoneyPerYear
    """Damages that downstream parties pay for harm with open models under current law."""
    closed_downstream_damages_today: MoneyPerYear
    """Damages that downstream parties pay for harm with closed models under current law."""
    open_care_today: MoneyPerYear
    """Spending of open developers on care under current law."""
    closed_care_today: MoneyPerYear
    """Spending of developers of closed models on care under current law."""
    deployers_care_today: MoneyPerYear
    """Spending of downstream parties on care under current law."""
    moving_open: Named[MoneyPerYear]
    """Harm that would turn up with open models, before downstream parties prevent any, if there were no closed ones, by
    channel."""
    released: Share
    """Share of open releases that liability does not hold back."""
    release_ratio: Ratio
    """Open releases, over those of today."""


NONE: Array = frozen(0.0)
WHOLE: Array = frozen(1.0)
ENDLESS: Array = frozen(np.inf)


def tolerated(cost: Array, facing: Array) -> Array:
    """Harm up to which a party takes no care: its cost over the share it faces; infinite where it faces nothing."""
    if is_zero(facing):
        return ENDLESS
    some = np.greater(facing, 0.0)
    return np.where(some, cost / np.where(some, facing, 1.0), np.inf)


def care(passing: Array, rest: Array, developer: Array, deployer: Array) -> tuple[Array, Array]:
    """Shares of harm left by the care of the developer and of downstream parties, in the only equilibrium. Arguments:
    the harm passing downstream, the rest, and the harm that each of the two tolerates."""
    mine = WHOLE
    if developer is not ENDLESS:
        mine = np.minimum(developer / np.maximum(passing + rest, 1e-300), 1.0)
        if deployer is not ENDLESS:
            both = np.minimum((developer - np.minimum(deployer, 1e300)) / np.maximum(rest, 1e-300), 1.0)
            mine = np.where(np.less_equal(passing * mine, deployer), mine, both)
    if deployer is ENDLESS:
        return mine, WHOLE
    return mine, np.minimum(deployer / np.maximum(passing * mine, 1e-300), 1.0)


@dataclass(frozen=True)
class _Law:
    """Duties as they are met by each payer, and liability; of the proposal or of today."""

    met: Mapping[str, Any]
    developer: Array
    deployer: Array


def _alike(one: _Law, other: _Law) -> bool:
    """Whether two laws are the same in every draw, as far as that can be told at once."""
    apart = one.developer - other.developer, one.deployer - other.deployer
    return all(map(is_zero, (*apart, *one.met.values(), *other.met.values())))


@dataclass(frozen=True)
class _Kept:
    """Of the harm of a channel with one kind of model: what its developer leaves, what downstream parties let through,
    what of that passed them (`here`), and the cost of either's care, over the harm of the kind."""

    left: Array
    passing: Array
    here: Array
    care: Array
    downstream_care: Array


@dataclass(frozen=True)
class _Control:
    """What becomes of a channel under one law: the share of its harm that each party expects to pay, and what is left
    of the harm with either kind of model."""

    facing: Mapping[str, Array]
    of: Mapping[str, _Kept]


PAID = ("open_damages", "closed_damages", "open_downstream_damages", "closed_downstream_damages")
SPENT = ("open_care", "closed_care", "deployers_care")


def _controls(
    x: HarmControlInputs, law: _Law, known: Mapping[str, _Control] = MappingProxyType({})
) -> dict[str, _Control]:
    """What becomes of every channel that has harm, but for those that are known."""
    counted = {name: one for name, one in x.channels.items() if not is_zero(one.level)}
    open_harm = sum((one.open_share * one.level for one in counted.values()), NONE)
    assets = x.developer_assets / np.where(np.greater(open_harm, 0.0), open_harm, 1.0)
    return {name: known[name] if name in known else _control(x, one, law, assets) for name, one in counted.items()}


def _control(x: HarmControlInputs, one: Channel, law: _Law, assets: Array) -> _Control:
    """What becomes of one channel."""
    r, met = one.reach, law.met
    developer = x.developer_liable_today + one.reach * (law.developer - x.developer_liable_today)
    deployer = x.deployer_liable_today + one.reach * (law.deployer - x.deployer_liable_today)
    faced = {
        "open": NONE if is_zero(developer) else np.minimum(developer * x.developer_exposure, assets),
        "closed": _product(developer, x.vendor_exposure),
        "downstream": _product(deployer, x.deployer_exposure),
    }
    downstream = (1 - _product(met["deployer"], r)) * (1 - _product(met["intermediary"], r))
    left = {"open": 1 - _product(r, met["open"]), "closed": 1 - _product(r, met["closed"])}
    costs = {"open": x.developer_care / (1 - x.stripped), "closed": x.developer_care}
    tolerates = tolerated(x.deployer_care, faced["downstream"])
    found = {}
    for kind in KINDS:
        o, u = left[kind], costs[kind]
        passing = one.downstream * downstream
        e, f = care(passing * o, (1 - one.downstream) * o, tolerated(u, faced[kind]), tolerates)
        here = passing * f
        found[kind] = _Kept(
            left=o * e,
            passing=here + 1 - one.downstream + one.displaced * (one.downstream - here),
            here=here,
            care=_spent(u, e),
            downstream_care=_spent(x.deployer_care, f),
        )
    return _Control(faced, found)


def _product(*factors: Any) -> Any:
    """The product; the one number 0 where a factor is."""
    return NONE if any(map(is_zero, factors)) else reduce(mul, factors)


def _spent(cost: Array, left: Array) -> Array:
    """Cost of the care that leaves a share of harm."""
    return NONE if left is WHOLE else -cost * np.log(np.where(np.greater(left, 0.0), left, 1.0))


def _before(one: Channel, today: _Control) -> Array:
    """Harm of a channel without care, over its level: what current law leaves of it is the level."""
    opened, closed = today.of["open"], today.of["closed"]
    closed_share = 1 - one.open_share
    moved = _product(one.displaced_open * opened.left * closed_share, 1 - closed.left)
    left = (one.open_share * opened.left + moved) * opened.passing + closed_share * closed.left * closed.passing
    some = np.logical_and(np.greater(left, 0.0), np.greater(one.level, 0.0))
    return np.where(some, 1 / np.where(some, left, 1.0), 1.0)


def _amounts(one: Channel, level: Array, control: _Control) -> dict[str, Array]:
    """Harm left, care and damages in one channel; `level` is harm without care."""
    opened, closed, facing = control.of["open"], control.of["closed"], control.facing
    harm_open, harm_closed = one.open_share * level, (1 - one.open_share) * level
    moves = one.displaced_open * opened.left
    open_left = harm_open * opened.left + _product(moves * harm_closed, 1 - closed.left)
    closed_left = harm_closed * closed.left
    some = np.greater(one.level, 0.0)
    return {
        "moving_open": moves * closed_left,
        "open_left": open_left,
        "closed_left": closed_left,
        "open_passing": np.where(some, opened.passing, 1.0),
        "closed_passing": np.where(some, closed.passing, 1.0),
        "open_damages": _product(facing["open"], open_left * opened.passing),
        "closed_damages": _product(facing["closed"], closed_left * closed.passing),
        "open_downstream_damages": _product(facing["downstream"], open_left * opened.here),
        "closed_downstream_damages": _product(facing["downstream"], closed_left * closed.here),
        "open_care": _product(opened.care, harm_open),
        "closed_care": _product(closed.care, harm_closed),
        "deployers_care": _product(opened.downstream_care, harm_open) + _product(closed.downstream_care, harm_closed),
    }


def _outcome(
    x: HarmControlInputs, controls: Mapping[str, _Control], amounts: Mapping[str, Mapping[str, Array]]
) -> dict[str, Any]:
    """Harm left by channel, care, damages and releases under one law."""
    made: dict[str, Any] = {
        part: {name: amounts[name][part] if name in amounts else none for name in x.channels}
        for part, none in PARTS.items()
    }
    made |= {total: sum((one[total] for one in amounts.values()), NONE) for total in (*PAID, *SPENT)}
    made["open_damages"] = np.minimum(made["open_damages"], x.developer_assets)
    faced = sum(
        (
            _product(found.facing["open"], x.channels[name].open_share * x.channels[name].level)
            for name, found in controls.items()
        ),
        NONE,
    )
    held = tolerated(x.private_benefit, _product(faced, x.release_share))
    return made | {"released": ndtr(np.log(held) / x.release_sigma)}


PARTS = {"open_left": NONE, "closed_left": NONE, "open_passing": WHOLE, "closed_passing": WHOLE, "moving_open": NONE}


@calculator
def harm_control(x: HarmControlInputs) -> HarmControlOutputs:
    """Harm left by channel under a proposal and under current law, and the cost of care to the parties held liable."""
    for name, one in x.channels.items():
        if one.figure not in FIGURES:
            raise InputError(f"{CHANNELS}.{name}.figure = '{one.figure}' is not known. {nearest(one.figure, FIGURES)}")
    met = {
        "open": _product(x.complying, x.covered_use, x.developer_effect, 1 - x.stripped),
        "closed": _product(x.complying_large, x.large_effect),
        "deployer": _product(x.complying_deployers, x.deployer_effect),
        "intermediary": _product(x.complying_intermediaries, x.intermediary_effect),
    }
    current = _Law(dict.fromkeys(met, NONE), x.developer_liable_today, x.deployer_liable_today)
    law = _Law(met, x.developer_liable, x.deployer_liable)
    old = _controls(x, current)
    as_today = {name: found for name, found in old.items() if _alike(law, current) or is_zero(x.channels[name].reach)}
    new = _controls(x, law, as_today)
    levels = {name: x.channels[name].level * _before(x.channels[name], found) for name, found in old.items()}
    amounts_old = {name: _amounts(x.channels[name], levels[name], found) for name, found in old.items()}
    amounts_new = {
        name: amounts_old[name] if found is old[name] else _amounts(x.channels[name], levels[name], found)
        for name, found in new.items()
    }
    after, today = _outcome(x, new, amounts_new), _outcome(x, old, amounts_old)
    return HarmControlOutputs(
        **after,
        **{f"{name}_today": made for name, made in today.items() if name not in ("moving_open", "released")},
        release_ratio=after["released"] / today["released"],
    )
