"""Who reads a label, and what does the city's rule bring?

warned = readers * understood
"""

from pathlib import Path
from typing import Any

import numpy as np

import mloss_econ as me
from mloss_econ.base.units import PriceBase
from mloss_econ.evidence import Store, default_store
from mloss_econ.kernel import Bools, Share
from mloss_econ.regimes import world, world_under

SEEDS = Store.load(default_store().root, Path(__file__).parent / "seeds")


class WarnedInputs(me.Inputs):
    """A label and its readers."""

    readers: Share = me.given("local.readers")
    """Part of users who read a label."""
    understood: Share = me.lever(0.5)
    """Part of readers who understand it: what its wording is chosen for."""


class WarnedOutputs(me.Outputs):
    """Who is warned."""

    warned: Share
    """Part of users who are warned."""


@me.calculator
def warned(x: WarnedInputs) -> WarnedOutputs:
    """The part of users that a label warns."""
    return WarnedOutputs(warned=x.readers * x.understood)


def readers(store: Store, prices: PriceBase) -> me.Case[WarnedInputs, WarnedOutputs]:
    """The city as the analyst sees it."""
    return me.baseline(warned, prices=prices, store=SEEDS)


def the_rule(store: Store, prices: PriceBase) -> me.Case[Any, Any]:
    """What the city's rule changes: the world under it less the world without it."""
    return me.contrast(world_under("local_label", prices=prices, store=SEEDS))


@me.claim("few are warned", source="mloss_policy_paper.labels_help", of=warned, case=readers)
def few_are_warned(x: WarnedInputs, y: WarnedOutputs, stated: float) -> Bools:
    """Labels warn few.

    Fewer than a quarter of users are warned.
    """
    return np.asarray(y.warned < 0.25)


@me.claim("the label pays", source="mloss_policy_paper.labels_help", of=world, kind="not identified", case=the_rule)
def the_label_pays(x: Any, y: Any, stated: float) -> Bools:
    """The city's label is worth its cost.

    Its net benefit to the world is above 0.
    """
    return np.asarray(y.net_world > 0)
