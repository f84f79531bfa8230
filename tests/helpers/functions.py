"""Functions whose indices are known in closed form, as calculators."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from mloss_econ.evidence import Belief, Store
from mloss_econ.kernel import Case, Inputs, Outputs, Quantity, baseline, calculator, given
from mloss_econ.uncertainty import Distribution, lognormal, normal, uniform


class Number(Quantity, unit="ratio"):
    """A pure number of either sign."""


class ThreeInputs(Inputs):
    """Three numbers."""

    x1: Number = given("known.x1")
    """The first."""
    x2: Number = given("known.x2")
    """The second."""
    x3: Number = given("known.x3")
    """The third."""


class EightInputs(ThreeInputs):
    """Eight numbers."""

    x4: Number = given("known.x4")
    """The fourth."""
    x5: Number = given("known.x5")
    """The fifth."""
    x6: Number = given("known.x6")
    """The sixth."""
    x7: Number = given("known.x7")
    """The seventh."""
    x8: Number = given("known.x8")
    """The eighth."""


class YOutputs(Outputs):
    """One number."""

    y: Number
    """The result."""


class TwoOutputs(Outputs):
    """Two numbers."""

    y: Number
    """The result."""
    z: Number
    """Another."""


@calculator
def ishigami(x: ThreeInputs) -> YOutputs:
    """sin x1 + 7 sin^2 x2 + 0.1 x3^4 sin x1."""
    return YOutputs(y=np.sin(x.x1) + 7 * np.sin(x.x2) * np.sin(x.x2) + 0.1 * np.power(x.x3, 4.0) * np.sin(x.x1))


G8 = (0.0, 1.0, 4.5, 9.0, 99.0, 99.0, 99.0, 99.0)
G3 = (0.0, 0.5, 1.0)


def _g(x: Any, a: tuple[float, ...]) -> Any:
    product: Any = 1.0
    for k, one in enumerate(a):
        product = product * (np.abs(4 * getattr(x, f"x{k + 1}") - 2) + one) / (1 + one)
    return product


@calculator
def g_eight(x: EightInputs) -> YOutputs:
    """Sobol's G of eight."""
    return YOutputs(y=_g(x, G8))


@calculator
def g_three(x: ThreeInputs) -> YOutputs:
    """Sobol's G of three."""
    return YOutputs(y=_g(x, G3))


@calculator
def product(x: ThreeInputs) -> TwoOutputs:
    """Two factors, and one that plays no part; and their sum."""
    return TwoOutputs(y=x.x1 * x.x2 + 0 * x.x3, z=x.x1 + x.x2)


@calculator
def weighted(x: ThreeInputs) -> TwoOutputs:
    """x1 + 2 x2, x3 plays no part; and its exponential."""
    return TwoOutputs(y=x.x1 + 2 * x.x2 + 0 * x.x3, z=np.exp(x.x1 + 2 * x.x2))


def case(made: Any, **dists: Distribution) -> Case[Any, Any]:
    """The case of a calculator with these beliefs."""
    beliefs = {
        f"known.{name}": Belief(value=float(d.quantile(0.5)), dist=d, unit="ratio", grade="judgement", why="made up")
        for name, d in dists.items()
    }
    empty: dict[str, Any] = {k: {} for k in ("sources", "facts", "proposals", "scenarios", "tables")}
    return baseline(made, store=Store(Path(), beliefs=beliefs, **empty))


def three(dist: Distribution) -> dict[str, Distribution]:
    """The same belief three times."""
    return {f"x{k}": dist for k in (1, 2, 3)}


ISHIGAMI = case(ishigami, **three(uniform(low=-np.pi, high=np.pi)))
G_EIGHT = case(g_eight, **{f"x{k}": uniform(low=0, high=1) for k in range(1, 9)})
G_THREE = case(g_three, **three(uniform(low=0, high=1)))
PRODUCT = case(
    product, x1=lognormal(median=1, sigma=0.4), x2=lognormal(median=1, sigma=0.8), x3=lognormal(median=1, sigma=1)
)
WEIGHTED = case(weighted, **three(normal(mean=0, sd=1)))
