"""Calculators that are joined to models."""

from typing import Any

import numpy as np
import pytest
import toys

from mloss_econ.compliance import pricing_out
from mloss_econ.errors import ModelError
from mloss_econ.kernel import (
    Calculator,
    Category,
    Inputs,
    Named,
    Outputs,
    Ratio,
    calculator,
    given as given_field,
    linked,
    model,
)
from mloss_econ.regimes import world

joined = model(toys.upstream, toys.downstream)
billed = world.upto(pricing_out)


class EndInputs(Inputs):
    """Takes the end of the others and something of the first."""

    effect: toys.Signed = linked()
    aside: Ratio = linked()
    shared: Ratio = given_field("toy.right")
    """Used by all three."""


class EndOutputs(Outputs):
    """The very end."""

    last: toys.Signed
    """What comes last."""
    which: Category
    """Whether there is any."""


@calculator
def end(x: EndInputs) -> EndOutputs:
    """Twice the effect plus what the first makes aside, over what is shared."""
    last = (2 * x.effect + x.aside) / x.shared
    return EndOutputs(last=last, which=Category(1 * np.greater(last, 0.0), ("none", "some")))


three = model(toys.upstream, toys.downstream, end)


class FloorOutputs(Outputs):
    """Names that a record might have for themselves."""

    said: Ratio
    """The middle."""
    specs: Ratio
    """The shape."""


class ManyTaken(Inputs):
    """Numbers by name, made by another."""

    parts: Named[Ratio] = linked()
    """Two of them."""


@calculator
def total(x: ManyTaken) -> FloorOutputs:
    """Their sum and the first."""
    return FloorOutputs(said=x.parts["half"] + x.parts["third"], specs=x.parts["half"])


class AloneInputs(Inputs):
    """What joins it to others, in each of the three ways."""

    middle: Ratio = linked()
    aside: Ratio = linked(alone="toy.right")
    """From a belief, where nobody makes it."""
    effect: toys.Signed = linked(alone=0.25)
    """A choice, where nobody makes it."""


class AloneOutputs(Outputs):
    """The sum."""

    total: toys.Signed
    """All three."""


@calculator
def three_ways(x: AloneInputs) -> AloneOutputs:
    """Middle plus ten times aside plus a hundred times the effect."""
    return AloneOutputs(total=x.middle + 10 * x.aside + 100 * x.effect)


def refused(*parts: Calculator[Any, Any]) -> str:
    with pytest.raises(ModelError) as error:
        model(*parts)
    return str(error.value)


class FinishInputs(Inputs):
    """Takes the middle."""

    middle: Ratio = linked()
