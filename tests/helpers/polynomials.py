"""Random polynomials of two inputs as calculators, with a dummy."""

from typing import Any

import numpy as np
from functions import ThreeInputs, YOutputs, case, three
from hypothesis import strategies as st

from mloss_econ.kernel import calculator
from mloss_econ.uncertainty import uniform

COEFFICIENTS: dict[str, Any] = {"c": np.zeros(7)}


@calculator
def polynomial(x: ThreeInputs) -> YOutputs:
    """A random polynomial of the first two; the third plays no part."""
    c = COEFFICIENTS["c"]
    a, b = x.x1, x.x2
    return YOutputs(y=c[0] * a + c[1] * b + c[2] * a * b + c[3] * a * a + c[4] * b * b * a + c[5] + 0 * x.x3)


@calculator
def mapped(x: ThreeInputs) -> YOutputs:
    """The same, stretched, shifted and bent by a rising map."""
    return YOutputs(y=np.exp(0.3 * polynomial.function(x).y))


@calculator
def stretched(x: ThreeInputs) -> YOutputs:
    """The same, times minus eight and plus 32."""
    return YOutputs(y=-8 * polynomial.function(x).y + 32)


@calculator
def swapped(x: ThreeInputs) -> YOutputs:
    """The same with the first two inputs in each other's place."""
    return YOutputs(y=polynomial.function(ThreeInputs.model_construct(x1=x.x2, x2=x.x1, x3=x.x3)).y)


CUBE = three(uniform(low=-1, high=2))
CASES = {made.name: case(made, **CUBE) for made in (polynomial, mapped, stretched, swapped)}
coefficients = st.lists(st.integers(-3, 3), min_size=7, max_size=7).filter(lambda c: any(c[:5]))


UNIT = three(uniform(low=0, high=1))
