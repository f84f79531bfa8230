"""W1 as a competent analyst writes it for the occasion: draw every input with NumPy, compute, take statistics."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import numpy as np
import numpy.typing as npt

from benchmarks.speed.figures import Figures, of_arrays
from benchmarks.speed.problem import INPUTS, OUTPUTS, log_parameters, model, pert_shapes

Array = npt.NDArray[np.float64]
Rng = np.random.Generator


def _pert(rng: Rng, n: int, low: float, mode: float, high: float) -> Array:
    return low + (high - low) * rng.beta(*pert_shapes(low, mode, high), size=n)


SAMPLERS: dict[str, Callable[..., Array]] = {
    "lognormal": lambda rng, n, low, high: rng.lognormal(*log_parameters(low, high), size=n),
    "pert": _pert,
    "triangular": lambda rng, n, low, mode, high: rng.triangular(low, mode, high, size=n),
    "uniform": lambda rng, n, low, high: rng.uniform(low, high, size=n),
    "beta": lambda rng, n, a, b: rng.beta(a, b, size=n),
}


def run(n: int, seed: int = 1) -> Figures:
    """Mean, standard deviation and quantiles of every output."""
    rng = np.random.default_rng(seed)
    x = SimpleNamespace(**{name: SAMPLERS[kind](rng, n, *numbers) for name, (kind, numbers) in INPUTS.items()})
    return of_arrays(dict(zip(OUTPUTS, model(x), strict=True)))
