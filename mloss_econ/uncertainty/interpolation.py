"""The two fixed matrices of the quantile tables, the same bits on every machine.

Values at 16 points of an octave (all but the Chebyshev points: rounded to 1/4096, so that they are exact) become the
cubics of its 64 cells; values at 4 points of a cell become its cubic. Both maps are rational: they are computed in
whole numbers, as Lagrange's polynomials, and each entry is rounded once. No linear algebra library has a part in them.
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

DIGITS = 6
CELLS = 2**DIGITS  # in an octave
NODES = 16  # exact values in an octave
GRID = 2**12  # nodes are whole multiples of 1 / GRID


def _chebyshev(count: int) -> list[int]:
    """The Chebyshev points of [-1, 1], in units of 1 / GRID."""
    return [round(GRID * math.cos((k + 0.5) * math.pi / count)) for k in range(count)]


OCTAVE_NODES: Array = 1.5 + np.array(_chebyshev(NODES)) / (2 * GRID)  # as multiples of the octave's lower end
CUBIC_NODES: Array = 0.5 + np.array(_chebyshev(4)) / (2 * GRID)  # within a cell, 0 to 1


@lru_cache(maxsize=1)
def octave_to_cubics() -> Array:
    """(cells, 4, 16): from values at OCTAVE_NODES to the coefficients of 1, t, t^2, t^3 in each cell."""
    nodes = [CELLS * x for x in _chebyshev(NODES)]  # in units of 1 / (CELLS GRID) of [-1, 1]
    below = [math.prod(n - other for other in nodes if other != n) for n in nodes]
    coefficients, scale = _cubic()
    made = np.empty((CELLS, 4, NODES))
    for cell in range(CELLS):
        places = [2 * GRID * cell + (GRID + x) - CELLS * GRID for x in _chebyshev(4)]
        above = [[math.prod(p - other for other in nodes if other != n) for n in nodes] for p in places]
        for power in range(4):
            for n in range(NODES):
                total = sum(coefficients[power][j] * above[j][n] for j in range(4))
                made[cell, power, n] = total / (scale * below[n])
    return made


@lru_cache(maxsize=1)
def values_to_cubic() -> Array:
    """(4, 4): from values at CUBIC_NODES to the coefficients of 1, t, t^2, t^3."""
    coefficients, scale = _cubic()
    return np.array([[c / scale for c in row] for row in coefficients])


def _cubic() -> tuple[list[list[int]], int]:
    """`values_to_cubic` as whole numbers over one denominator."""
    unit = 2 * GRID
    nodes = [GRID + x for x in _chebyshev(4)]  # in units of 1 / unit
    columns = []
    for node in nodes:
        a, b, c = (other for other in nodes if other != node)
        divisor = (node - a) * (node - b) * (node - c)
        columns.append(([-a * b * c, unit * (a * b + a * c + b * c), -(unit**2) * (a + b + c), unit**3], divisor))
    scale = math.prod(divisor for _, divisor in columns)
    return [[row[i] * (scale // divisor) for row, divisor in columns] for i in range(4)], scale


def combined(weights: Array, values: Array) -> Array:
    """The sum of weights[..., k] values[..., k] over k, added up in that order on every machine."""
    total = weights[..., 0] * values[..., 0]
    for k in range(1, weights.shape[-1]):
        total += weights[..., k] * values[..., k]
    return np.asarray(total)
