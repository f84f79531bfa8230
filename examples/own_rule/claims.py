"""Who reads a label, and what does the city's proposal bring?

warned = readers * understood
"""

from pathlib import Path
from typing import Any

import numpy as np

import mloss_econ as me
from mloss_econ.base.units import PriceBase
from mloss_econ.kernel import Bools, Share
from mloss_econ.regimes import world

SEEDS = me.Store.load(me.default_store().root, Path(__file__).parent / "seeds")


class WarnedInputs(me.Inputs):
    """A label and its readers."""

    readers: Share = me.given("local.readers")
    """Share of users who read a label."""
    understood: Share = me.lever(0.5)
    """Share of readers who understand it: the aim of its wording."""


class WarnedOutputs(me.Outputs):
    """Users who are warned."""

    warned: Share
    """Share of users who are warned."""


@me.calculator
def warned(x: WarnedInputs) -> WarnedOutputs:
    """Share of users that a label warns."""
    return WarnedOutputs(warned=x.readers * x.understood)


def readers(store: me.Store, prices: PriceBase) -> me.Case[WarnedInputs, WarnedOutputs]:
    """The city, on the analyst's beliefs."""
    return me.baseline(warned, prices=prices, store=SEEDS)


def the_proposal(store: me.Store, prices: PriceBase) -> me.Case[Any, Any]:
    """Effects of the city's proposal: the world under it less the world without it."""
    return me.contrast(me.world_under("local_label", prices=prices, store=SEEDS))


@me.claim("few are warned", source="mloss_policy_paper.labels_help", of=warned, case=readers)
def few_are_warned(x: WarnedInputs, y: WarnedOutputs, stated: float) -> Bools:
    """Labels warn few.

    Fewer than a quarter of users are warned.
    """
    return np.asarray(y.warned < 0.25)


@me.claim("the label pays", source="mloss_policy_paper.labels_help", of=world, kind="not identified", case=the_proposal)
def the_label_pays(x: Any, y: Any, stated: float) -> Bools:
    """The city's label is worth its cost.

    Its net benefit to the world is above 0.
    """
    return np.asarray(y.net_world > 0)
