"""The random numbers that W1 needs, drawn and thrown away: eight normals and sixteen uniforms a row, one thread."""

from __future__ import annotations

import numpy as np

from benchmarks.speed.problem import INPUTS

ROWS = 16_384  # at a time, so that the numbers stay in the cache


def run(n: int, seed: int = 1) -> None:
    """Draw them."""
    rng = np.random.Generator(np.random.SFC64(seed))
    normals = sum(kind == "lognormal" for kind, _ in INPUTS.values())
    buffer = np.empty(ROWS)
    for start in range(0, n, ROWS):
        chunk = buffer[: min(ROWS, n - start)]
        for i in range(len(INPUTS)):
            if i < normals:
                rng.standard_normal(out=chunk)
            else:
                rng.random(out=chunk)
