"""How open is a system, what utility does that bring, and what control does it cost?

    score      = mean of a component's boxes: access, licence, building; 0 to 1
    openness s = mean of the components' scores, by weight
    utility    = s^a          a below 1
    control    = 1 - s^b      b above 1
    net        = benefit * s^a - harm * s^b
    best s     = (a benefit / (b harm))^(1 / (b - a)), at most 1

Boxes, after the policy paper: (1) access to source code, documentation, data and weights; (2) a licence for others to
use it; (3) others can build on it. Components: frameworks, computing, data, labour, models. That utility rises and
control falls with openness is assumed by the form; how fast, and so where the best lies, is expert judgement. The level
of access on the ladder from closed to open is read off the score.
"""

from collections.abc import Mapping
from itertools import pairwise

import numpy as np

from mloss_econ.base.arrays import Array
from mloss_econ.base.ties import below
from mloss_econ.errors import InputError
from mloss_econ.evidence import Table
from mloss_econ.kernel import (
    Category,
    Inputs,
    MoneyPerYear,
    Named,
    NetMoneyPerYear,
    Outputs,
    Ratio,
    Share,
    calculator,
    fixed,
    given,
    table,
)

BOXES = ("access", "licence", "building")


class Component(Inputs):
    """One component of a machine-learning system, scored."""

    access: Share = given()
    """Can others see it: source code, documentation, data, weights?"""
    licence: Share = given()
    """May others use it?"""
    building: Share = given()
    """Can others build on it?"""
    weight: Ratio = given()
    """Weight of the component in the score."""


class OpennessInputs(Inputs):
    """Components of a system, and the benefit and harm of openness."""

    components: Mapping[str, Component] = given()
    """Frameworks, computing, data, labour, models."""
    gradient: Table = table("access_gradient")
    """The ladder of access: the score from which a system is on each step, in rising order."""
    utility_power: Ratio = given("openness.utility_power", positive=True)
    """a: below 1, the first steps of access bring most."""
    harm_power: Ratio = given("openness.harm_power", positive=True)
    """b: above 1, the last steps of access cost most control."""
    openness_benefit: MoneyPerYear = given("openness.benefit", positive=True)
    """Yearly benefit of a fully open system."""
    openness_harm: MoneyPerYear = given("openness.harm", positive=True)
    """Yearly harm where its developer has no control."""
    step: Share = fixed("openness.step")
    """One step of openness."""


class OpennessOutputs(Outputs):
    """The score, the trade-off, and the best score."""

    openness: Share
    """Score of the system, 0 closed, 1 fully open."""
    by_box: Named[Share]
    """Score of each box, over all components."""
    by_component: Named[Share]
    """Score of each component."""
    level: Category
    """Step of the ladder of access."""
    utility: Share
    """Utility to users, of that of a fully open system."""
    control: Share
    """Control that its developer keeps."""
    utility_gain: Share
    """Utility that one step more of openness brings."""
    control_loss: Share
    """Control that one step more of openness costs."""
    net_value: NetMoneyPerYear
    """Benefit less harm at this score."""
    best_openness: Share
    """Score at which benefit less harm is largest."""
    best_net_value: NetMoneyPerYear
    """Benefit less harm at the best score."""


@calculator
def openness(x: OpennessInputs) -> OpennessOutputs:
    """Openness of a system, and the trade-off between utility and control."""
    if not x.components:
        raise InputError("components: there is none. Name at least one with its scores.")
    names, levels = list(x.components), _ladder(x.gradient)
    zero = 0 * x.step
    weight = zero
    for name in names:
        weight = weight + x.components[name].weight
    some = np.greater(weight, 0.0)
    share = {n: np.where(some, x.components[n].weight / np.where(some, weight, 1.0), 1 / len(names)) for n in names}
    by_component: dict[str, Array] = {}
    by_box: dict[str, Array] = {box: zero for box in BOXES}  # noqa: C420  # keys are any text
    score = zero
    for name in names:
        c = x.components[name]
        by_component[name] = (c.access + c.licence + c.building) / len(BOXES)
        score = score + share[name] * by_component[name]
        for box in BOXES:
            by_box[box] = np.minimum(by_box[box] + share[name] * getattr(c, box), 1.0)
    score = np.minimum(score, 1.0)
    more = np.minimum(score + x.step, 1.0)
    a, b = x.utility_power, x.harm_power
    best = _best(a, b, x.openness_benefit, x.openness_harm)
    code = sum((np.logical_not(below(score, least)) * 1.0 for least in levels[1:]), start=zero)
    return OpennessOutputs(
        openness=score,
        by_box=by_box,
        by_component=by_component,
        level=Category(code, tuple(str(name) for name in x.gradient["level"])),
        utility=np.power(score, a),
        control=1 - np.power(score, b),
        utility_gain=np.power(more, a) - np.power(score, a),
        control_loss=np.power(more, b) - np.power(score, b),
        net_value=x.openness_benefit * np.power(score, a) - x.openness_harm * np.power(score, b),
        best_openness=best,
        best_net_value=x.openness_benefit * np.power(best, a) - x.openness_harm * np.power(best, b),
    )


def _best(a: Array, b: Array, benefit: Array, harm: Array) -> Array:
    """Where benefit s^a - harm s^b is largest on 0 to 1. With a >= b there is no best inside: all or nothing."""
    inside = np.greater(b, a)
    gap = np.where(inside, b - a, 1.0)
    root = np.exp(np.minimum(np.log(a * benefit / (b * harm)) / gap, 0.0))
    return np.where(inside, root, np.where(np.greater_equal(benefit, harm), 1.0, 0.0))


def _ladder(gradient: Table) -> list[float]:
    """The scores of the ladder; refused unless they rise from 0."""
    scores = [float(v) for v in gradient["openness"]]
    if not scores or scores[0] != 0 or any(b <= a for a, b in pairwise(scores)):
        raise InputError(f"table '{gradient.name}': openness has to rise from 0, step by step; it is {scores}.")
    return scores
