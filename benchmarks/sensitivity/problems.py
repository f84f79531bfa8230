"""Three functions to take apart: W1 (24 inputs, 4 outputs), Ishigami's (3 uniforms), Sobol's G (8 uniforms)."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np

from benchmarks.speed.problem import INPUTS as W1_INPUTS, OUTPUTS as W1_OUTPUTS, log_parameters, model, pert_shapes

G = (0.0, 1.0, 4.5, 9.0, 99.0, 99.0, 99.0, 99.0)
NAMES: dict[str, tuple[str, ...]] = {
    "w1": tuple(W1_INPUTS),
    "ishigami": ("x1", "x2", "x3"),
    "g": tuple(f"x{k + 1}" for k in range(len(G))),
}
OUTPUTS: dict[str, tuple[str, ...]] = {"w1": W1_OUTPUTS, "ishigami": ("y",), "g": ("y",)}


def evaluate(problem: str, x: Any) -> Any:
    """The outputs, (rows, outputs), at inputs (rows, inputs)."""
    if problem == "w1":
        columns = SimpleNamespace(**{name: x[:, k] for k, name in enumerate(W1_INPUTS)})
        return np.stack(model(columns), axis=-1)
    if problem == "ishigami":
        return (np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0]))[:, None]
    a = np.array(G)
    return np.prod((np.abs(4 * x - 2) + a) / (1 + a), axis=1)[:, None]


def distributions(problem: str) -> list[Any]:
    """The inputs' distributions, in SciPy."""
    from scipy import stats

    if problem == "ishigami":
        return [stats.uniform(-np.pi, 2 * np.pi)] * 3
    if problem == "g":
        return [stats.uniform(0, 1)] * len(G)
    made: list[Any] = []
    for kind, numbers in W1_INPUTS.values():
        if kind == "lognormal":
            mu, sigma = log_parameters(*numbers)
            made.append(stats.lognorm(sigma, scale=np.exp(mu)))
        elif kind == "pert":
            low, _, high = numbers
            made.append(stats.beta(*pert_shapes(*numbers), loc=low, scale=high - low))
        elif kind == "triangular":
            low, mode, high = numbers
            made.append(stats.triang((mode - low) / (high - low), low, high - low))
        elif kind == "uniform":
            made.append(stats.uniform(numbers[0], numbers[1] - numbers[0]))
        else:
            made.append(stats.beta(*numbers))
    return made


def from_unit(problem: str, u: Any) -> Any:
    """Inputs from points of the unit cube, (rows, inputs), by SciPy's quantile functions."""
    return np.stack([d.ppf(u[:, k]) for k, d in enumerate(distributions(problem))], axis=-1)
