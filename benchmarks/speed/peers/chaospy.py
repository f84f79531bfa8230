"""W1 in chaospy: one joint distribution, random points, the model in NumPy."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import chaospy as cp

from benchmarks.speed.figures import Figures, of_arrays
from benchmarks.speed.problem import INPUTS, OUTPUTS, log_parameters, model, pert_shapes

KINDS: dict[str, Callable[..., Any]] = {
    "lognormal": lambda low, high: cp.LogNormal(*log_parameters(low, high)),
    "pert": lambda low, mode, high: cp.Beta(*pert_shapes(low, mode, high), low, high),
    "triangular": cp.Triangle,
    "uniform": cp.Uniform,
    "beta": cp.Beta,
}


def run(n: int, seed: int = 1) -> Figures:
    """The statistics of `n` draws."""
    joint = cp.J(*(KINDS[kind](*numbers) for kind, numbers in INPUTS.values()))
    draws = joint.sample(n, rule="random", seed=seed)
    x = SimpleNamespace(**dict(zip(INPUTS, draws, strict=True)))
    return of_arrays(dict(zip(OUTPUTS, model(x), strict=True)))
