"""The least value of a function of one variable, for every draw: a grid, then finer grids around the best point."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from mloss_econ.base.arrays import Array

FIRST = 129  # points of the first grid: two valleys must lie further apart than that to be told apart
NEXT = 17
ROUNDS = 9  # each narrows the bracket by 8: below 1e-9 of the first interval


def least(function: Callable[[Array], Array], low: Array, high: Array) -> Array:
    """Where between `low` and `high` (...) the function, given points (..., k), is least; good to 1e-9 of the interval
    for a smooth function, or as far as rounding of its values lets a minimum be seen (about 1e-8)."""
    start, stop = low, high
    for points in (FIRST, *[NEXT] * ROUNDS):
        at = np.linspace(0.0, 1.0, points)
        grid = start[..., None] + (stop - start)[..., None] * at
        place = np.argmin(function(grid), axis=-1)
        step = (stop - start) / (points - 1)
        middle = start + step * place
        start, stop = np.maximum(middle - step, low), np.minimum(middle + step, high)
    found = np.stack([low, (start + stop) / 2, high], axis=-1)  # an end is met exactly
    return np.take_along_axis(found, np.argmin(function(found), axis=-1)[..., None], axis=-1)[..., 0]
