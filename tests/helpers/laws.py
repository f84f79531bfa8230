"""A law and the world under it, as two calculators of one model."""

from typing import Any

import numpy as np
import toys
from hypothesis import strategies as st

from mloss_econ.evidence import Table
from mloss_econ.kernel import (
    Case,
    Category,
    Inputs,
    Money,
    Named,
    Outputs,
    Ratio,
    Share,
    calculator,
    fixed,
    given as state,
    label,
    lever,
    linked,
    model,
    table,
)


class LawInputs(Inputs):
    """What a law asks."""

    knob: Share = lever(0.25)
    """How strict it is."""
    cost: Ratio = state("toy.left")
    """What strictness costs; 2."""


class LawOutputs(Outputs):
    """What it does."""

    effort: Ratio
    """What the law costs."""
    which: Category
    """Whether it is strict."""


@calculator
def law(x: LawInputs) -> LawOutputs:
    """Cost times strictness."""
    return LawOutputs(effort=x.cost * x.knob, which=Category(1 * np.greater(x.knob, 0.6), ("mild", "strict")))


class WorldInputs(Inputs):
    """A world under a law."""

    knob: Share = lever(0.25)
    """How strict it is."""
    effort: Ratio = linked()
    x: toys.Signed = state("toy.x")
    """What strictness brings; 2, from 0 to 4."""
    wage: Money = state("toy.dollars")
    """An amount."""
    bound: Share = lever(1.0)
    """Part of the world that is looked at."""
    order: Ratio = fixed("toy.order")
    """A definition, which is 2."""
    basis: str = label("first")
    """A label."""
    sample: Table = table("commits_per_contributor")
    """A table."""


class WorldOutputs(Outputs):
    """What flows."""

    net: toys.Signed
    """Gain less effort."""
    lines: Named[toys.Signed]
    """Both apart."""
    least: Ratio
    """What strictness needs of the state: without end where there is no law."""
    pay: Money
    """An amount."""


@calculator
def flows(x: WorldInputs) -> WorldOutputs:
    """bound * (x knob^2 - cost knob)."""
    gain, effort = x.bound * x.x * np.power(x.knob, x.order), x.bound * x.effort
    with np.errstate(divide="ignore"):
        least = np.where(np.greater(x.knob, 0.0), 1 / np.maximum(x.knob, 1e-9), np.inf)
    return WorldOutputs(
        net=gain - effort, lines={"gain": gain, "effort": effort}, least=least, pay=x.bound * x.wage * x.knob
    )


earth = model(law, flows, name="toys.earth")
shares = st.floats(0, 1).map(lambda v: round(v, 3))


def under(knob: float, name: str = "", **more: Any) -> Case[Any, Any]:
    """The world under a law this strict."""
    return toys.toy_case(earth).but(name or f"law {knob:g}", knob=knob, **more)


def net(knob: float, x: Any, cost: Any, bound: float = 1.0) -> Any:
    """By hand."""
    return bound * (x * knob**2 - cost * knob)


GAIN, COST = 0.75**2 - 0.5**2, 0.75 - 0.5  # net of law 0.75 less law 0.5: GAIN x - COST cost
