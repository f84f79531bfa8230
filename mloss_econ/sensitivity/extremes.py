"""Extremes of a function between the points of a grid.

A point that is lower than both its neighbours has a still lower one between them. The bracket is cut into 16, and again
round the lowest cut, until its outputs differ by rounding alone. All brackets are narrowed in one evaluation a round.

    lowest = least output between the neighbours of the lowest point

An extreme and the next one between two neighbours, both on the way up or down, is not seen.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
Rows = Callable[[Whole, Array], Array]  # (numbers of the brackets, points (brackets, cuts)) -> outputs of that shape

PARTS, ROUNDS = 16, 16  # 8^16: down to neighbouring numbers
ROUNDING = 2.0**-46  # of the larger output: differences below it are those of the arithmetic
DIP = 1e-12  # of the larger output: shallower dips are those of a sum whose terms cancel
MOST = 64  # brackets


def valleys(values: Array) -> tuple[Whole, Whole, Whole]:
    """The local minima of values along a grid: the place of each, and the places that bracket it.

    Equal neighbours are one place; the ends of the grid count. A function that does not move has none, and dips as
    small as rounding are passed over; of more than 64 the deepest are taken.
    """
    first = np.flatnonzero(np.r_[True, values[1:] != values[:-1]])
    if len(first) == 1:
        return tuple(np.zeros(0, dtype=np.int64) for _ in range(3))  # type: ignore[return-value]
    level, last = values[first], np.r_[first[1:] - 1, len(values) - 1]
    before, after = np.r_[np.inf, level[:-1]], np.r_[level[1:], np.inf]
    higher = np.minimum(before, after)
    dip = higher - level > DIP * np.maximum(np.abs(level), np.abs(higher))
    found = np.flatnonzero((level < before) & (level < after) & dip)
    found = np.sort(found[np.argsort(level[found], kind="stable")[:MOST]])
    return first[found], np.maximum(first[found] - 1, 0), np.minimum(last[found] + 1, len(values) - 1)


def lowest(
    function: Rows,
    left: Array,
    right: Array,
    *,
    enough: float = -np.inf,
    within: float = np.inf,
    rounds: int = ROUNDS,
) -> tuple[Array, Array, int]:
    """The lowest point within each bracket, the output there, and how many points were tried in all.

    A bracket in which the output falls below `enough` is narrowed no further, nor one that would have to fall by
    `within` times what it fell between the last cuts to get there.
    """
    rows, tried = np.arange(len(left)), 0
    at, least = np.array(left), np.full(len(left), np.inf)
    left, right, cuts = np.array(left), np.array(right), np.linspace(0, 1, PARTS + 1)
    for turn in range(rounds):
        if not len(rows):
            break
        points = left[rows, None] + (right - left)[rows, None] * cuts
        points[:, -1] = right[rows]
        outputs = function(rows, points)
        tried += outputs.size
        k = np.argmin(outputs, axis=1)
        here = np.arange(len(rows))
        lower = outputs[here, k] < least[rows]
        at[rows] = np.where(lower, points[here, k], at[rows])
        least[rows] = np.minimum(outputs[here, k], least[rows])
        near = np.maximum(k - 1, 0), np.minimum(k + 1, PARTS)
        left[rows], right[rows] = points[here, near[0]], points[here, near[1]]
        rise = np.maximum(*(outputs[here, place] for place in near)) - outputs[here, k]
        size = np.abs(outputs[here, k])
        far = least[rows] - enough > within * rise if np.isfinite(within) else np.zeros(len(rows), dtype=bool)
        edge = (turn > 0) & ((k == 0) | (k == PARTS))  # it goes on falling to an end of the grid
        rows = rows[(rise > ROUNDING * size) & (left[rows] < right[rows]) & ~edge & ~far & (least[rows] >= enough)]
    return at, least, tried
