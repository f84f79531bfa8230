"""Sobol' indices with bootstrap intervals in OpenTURNS: a symbolic function where there is one, in its C++."""

from __future__ import annotations

from typing import Any

import openturns as ot

from benchmarks.sensitivity.problems import NAMES, OUTPUTS, G
from benchmarks.speed.peers.openturns import FORMULA, KINDS
from benchmarks.speed.problem import INPUTS

PI = 3.141592653589793


def function_of(problem: str) -> tuple[Any, Any]:
    """The joint distribution and the function."""
    if problem == "w1":
        joint = ot.JointDistribution([KINDS[kind](*numbers) for kind, numbers in INPUTS.values()])
        return joint, ot.SymbolicFunction(list(INPUTS), list(OUTPUTS[problem]), FORMULA)
    names = list(NAMES[problem])
    if problem == "ishigami":
        formula = "sin(x1) + 7 * sin(x2)^2 + 0.1 * x3^4 * sin(x1)"
        return ot.JointDistribution([ot.Uniform(-PI, PI)] * 3), ot.SymbolicFunction(names, [formula])
    formula = " * ".join(f"((abs(4 * {x} - 2) + {a}) / (1 + {a}))" for x, a in zip(names, G, strict=True))
    return ot.JointDistribution([ot.Uniform(0, 1)] * len(names)), ot.SymbolicFunction(names, [formula])


def run(problem: str, n: int, resamples: int = 100, seed: int = 1) -> dict[str, Any]:
    """First and total indices by output, in the order of the inputs."""
    ot.RandomGenerator.SetSeed(seed)
    joint, function = function_of(problem)
    x = ot.SobolIndicesExperiment(joint, n, False).generate()
    algorithm = ot.SaltelliSensitivityAlgorithm(x, function(x), n)
    algorithm.setBootstrapSize(resamples)
    algorithm.setUseAsymptoticDistribution(False)
    algorithm.getFirstOrderIndicesInterval()
    algorithm.getTotalOrderIndicesInterval()
    return {
        output: {"first": list(algorithm.getFirstOrderIndices(k)), "total": list(algorithm.getTotalOrderIndices(k))}
        for k, output in enumerate(OUTPUTS[problem])
    }
