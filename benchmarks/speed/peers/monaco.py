"""W1 in monaco: a simulation of single cases, each of which calls the model once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import monaco as mc
from scipy import stats

from benchmarks.speed.figures import Figures, of_arrays
from benchmarks.speed.problem import INPUTS, OUTPUTS, log_parameters, pert_shapes
from benchmarks.speed.scalar import model_of_one


def _lognormal(low: float, high: float) -> tuple[Any, dict[str, float]]:
    mean, sd = log_parameters(low, high)
    return stats.lognorm, {"s": sd, "scale": float(2.718281828459045**mean)}


def _pert(low: float, mode: float, high: float) -> tuple[Any, dict[str, float]]:
    a, b = pert_shapes(low, mode, high)
    return stats.beta, {"a": a, "b": b, "loc": low, "scale": high - low}


def _triangular(low: float, mode: float, high: float) -> tuple[Any, dict[str, float]]:
    return stats.triang, {"c": (mode - low) / (high - low), "loc": low, "scale": high - low}


KINDS: dict[str, Callable[..., tuple[Any, dict[str, float]]]] = {
    "lognormal": _lognormal,
    "pert": _pert,
    "triangular": _triangular,
    "uniform": lambda low, high: (stats.uniform, {"loc": low, "scale": high - low}),
    "beta": lambda a, b: (stats.beta, {"a": a, "b": b}),
}


def _before(case: Any) -> tuple[dict[str, float]]:
    return ({name: float(case.invals[name].val) for name in INPUTS},)


def _run(inputs: dict[str, float]) -> tuple[dict[str, float]]:
    return (model_of_one(inputs),)


def _after(case: Any, outputs: dict[str, float]) -> None:
    for name, value in outputs.items():
        case.addOutVal(name, value)


def run(n: int, seed: int = 1) -> Figures:
    """The statistics of `n` cases."""
    functions = {"preprocess": _before, "run": _run, "postprocess": _after}
    simulation = mc.Sim(
        name="W1",
        ndraws=n,
        fcns=functions,
        firstcaseismedian=False,
        samplemethod="random",
        seed=seed,
        singlethreaded=True,
        verbose=False,
        debug=False,
        savecasedata=False,
        savesimdata=False,
    )
    for name, (kind, numbers) in INPUTS.items():
        dist, parameters = KINDS[kind](*numbers)
        simulation.addInVar(name=name, dist=dist, distkwargs=parameters)
    simulation.runSim()
    return of_arrays({name: simulation.outvars[name].nums for name in OUTPUTS})
