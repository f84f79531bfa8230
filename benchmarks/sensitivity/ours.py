"""Sobol' indices with bootstrap intervals, here."""

from __future__ import annotations

from typing import Any

import numpy as np

from benchmarks.sensitivity.problems import NAMES, OUTPUTS, G
from benchmarks.speed.w1 import Signed, case as w1_case, store_of
from mloss_econ.kernel import Inputs, Outputs, baseline, calculator, given
from mloss_econ.sensitivity import sobol_all
from mloss_econ.uncertainty import uniform


class ThreeInputs(Inputs):
    """Three angles."""

    x1: Signed = given("ishigami.x1")
    """The first."""
    x2: Signed = given("ishigami.x2")
    """The second."""
    x3: Signed = given("ishigami.x3")
    """The third."""


class EightInputs(Inputs):
    """Eight uniforms."""

    __annotations__ = {f"x{k + 1}": Signed for k in range(8)}
    locals().update({f"x{k + 1}": given(f"g.x{k + 1}") for k in range(8)})


class YOutputs(Outputs):
    """One number."""

    y: Signed
    """The result."""


@calculator
def ishigami(x: ThreeInputs) -> YOutputs:
    """Ishigami's function."""
    return YOutputs(y=np.sin(x.x1) + 7 * np.sin(x.x2) ** 2 + 0.1 * x.x3**4 * np.sin(x.x1))


@calculator
def g(x: EightInputs) -> YOutputs:
    """Sobol's G."""
    product: Any = 1.0
    for k, a in enumerate(G):
        product = product * (np.abs(4 * getattr(x, f"x{k + 1}") - 2) + a) / (1 + a)
    return YOutputs(y=product)


def case(problem: str) -> Any:
    """The one case of a problem."""
    if problem == "w1":
        return w1_case()
    made, low, high = (ishigami, -np.pi, np.pi) if problem == "ishigami" else (g, 0.0, 1.0)
    return baseline(made, store=store_of({f"{problem}.{x}": uniform(low=low, high=high) for x in NAMES[problem]}))


def run(problem: str, n: int, resamples: int = 100, seed: int = 1) -> dict[str, Any]:
    """First and total indices by output, in the order of the inputs."""
    case_ = case(problem)
    found = sobol_all(case_, OUTPUTS[problem], n=n, seed=seed, resamples=resamples, scale="raw")
    return {
        output: {
            "first": [ranking.row(name).others["first"].value for name in NAMES[problem]],
            "total": [ranking.row(name).index for name in NAMES[problem]],
        }
        for output, ranking in found.items()
    }
