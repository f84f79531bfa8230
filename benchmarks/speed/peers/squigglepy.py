"""W1 in squigglepy: its distributions sampled with `@ n`, the model in NumPy."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import squigglepy as sq

from benchmarks.speed.figures import Figures, of_arrays
from benchmarks.speed.problem import INPUTS, OUTPUTS, model

KINDS: dict[str, Callable[..., Any]] = {
    "lognormal": sq.lognorm,
    "pert": sq.pert,
    "triangular": sq.triangular,
    "uniform": sq.uniform,
    "beta": sq.beta,
}


def run(n: int, seed: int = 1) -> Figures:
    """The statistics of `n` draws."""
    sq.set_seed(seed)
    x = SimpleNamespace(**{name: KINDS[kind](*numbers) @ n for name, (kind, numbers) in INPUTS.items()})
    return of_arrays(dict(zip(OUTPUTS, model(x), strict=True)))
