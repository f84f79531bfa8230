"""Sobol' indices with bootstrap intervals in SciPy."""

from __future__ import annotations

from typing import Any

from scipy.stats import sobol_indices

from benchmarks.sensitivity.problems import OUTPUTS, distributions, evaluate


def run(problem: str, n: int, resamples: int = 100, seed: int = 1) -> dict[str, Any]:
    """First and total indices by output, in the order of the inputs."""
    found = sobol_indices(func=lambda x: evaluate(problem, x.T).T, n=n, dists=distributions(problem), rng=seed)
    found.bootstrap(n_resamples=resamples)
    first, total = (values.reshape(len(OUTPUTS[problem]), -1) for values in (found.first_order, found.total_order))
    return {o: {"first": first[k].tolist(), "total": total[k].tolist()} for k, o in enumerate(OUTPUTS[problem])}
