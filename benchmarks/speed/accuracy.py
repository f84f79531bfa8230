"""How many random draws one Sobol' point is worth: the error variance of both designs at one n.

Each design runs with many seeds; the truth is a far longer Sobol' run. The factor is the ratio of the mean squared
errors, and for normal errors it lies within the 5 and 95 % points of an F distribution around the true factor.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.special import fdtri

from benchmarks.speed.problem import OUTPUTS
from benchmarks.speed.w1 import case
from mloss_econ.engine import estimate, quantiles, simulate

TRUTH_SEED = 10**6


def run(n: int, repeats: int, truth: int) -> dict[str, Any]:
    """Factors by statistic and output, and `spread`: divide and multiply by it for the 90 % interval of each."""
    of = case()

    def statistics(rows: int, seed: int, design: str) -> list[list[float]]:
        done = simulate(of, n=rows, seed=seed, design=design)
        means = [estimate(done, path).value for path in OUTPUTS]
        return [means, [quantiles(done, path, (0.5,))[0].value for path in OUTPUTS]]

    right = np.array(statistics(truth, TRUTH_SEED, "sobol"))
    squares = {
        design: np.mean([(np.array(statistics(n, seed, design)) - right) ** 2 for seed in range(repeats)], axis=0)
        for design in ("random", "sobol")
    }
    means, medians = squares["random"] / squares["sobol"]
    return {
        "mean": dict(zip(OUTPUTS, means.tolist(), strict=True)),
        "median": dict(zip(OUTPUTS, medians.tolist(), strict=True)),
        "spread": float(fdtri(repeats, repeats, 0.95)),
    }
