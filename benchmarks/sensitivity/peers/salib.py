"""Sobol' indices with bootstrap intervals in SALib, one process."""

from __future__ import annotations

from typing import Any

import numpy as np
from SALib.analyze import sobol as analysis
from SALib.sample import sobol as sampler

from benchmarks.sensitivity.problems import NAMES, OUTPUTS, evaluate, from_unit


def run(problem: str, n: int, resamples: int = 100, seed: int = 1) -> dict[str, Any]:
    """First and total indices by output, in the order of the inputs."""
    names = NAMES[problem]
    spec = {"num_vars": len(names), "names": list(names), "bounds": [[0.0, 1.0]] * len(names)}
    u = sampler.sample(spec, n, calc_second_order=False, seed=seed)
    y = evaluate(problem, from_unit(problem, np.clip(u, 2**-40, 1 - 2**-40)))
    found = {}
    for k, output in enumerate(OUTPUTS[problem]):
        s = analysis.analyze(spec, y[:, k], calc_second_order=False, num_resamples=resamples, seed=seed)
        found[output] = {"first": s["S1"].tolist(), "total": s["ST"].tolist()}
    return found
