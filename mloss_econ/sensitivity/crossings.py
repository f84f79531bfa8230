"""All values at which a function of one variable meets a target: on a grid, between its points, and next to its
extremes.

    function(value) = target

Two crossings between the same two points of the grid are found if one of the two is an extreme. Where the function
equals the target over a stretch, the ends of the stretch are closed in on.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from mloss_econ.sensitivity.extremes import ROUNDING, Whole, lowest, valleys

Array = npt.NDArray[np.float64]
Function = Callable[[Array], Array]
PARTS, ROUNDS = 64, 10  # 2^60: down to neighbouring numbers

STRETCH = 1e-6  # of the distance between two points of the grid; a shorter stretch is one value


class Met(NamedTuple):
    """Where the target is met: from one value to another, or at one (both the same)."""

    start: float
    stop: float
    jump: bool
    rises: bool
    touches: bool


def crossings_of(outputs: Function, grid: Array, target: float) -> tuple[list[Met], int]:
    """Where the output meets the target on the grid, between two of its points, or next to an extreme, in rising order;
    and how many values were tried."""
    values = outputs(grid)
    sign: Array = np.sign(values - target)
    met = {k: _side(sign, k) for k in map(int, np.flatnonzero((sign == 0) & (np.r_[1, sign[:-1]] != 0)))}
    change = np.flatnonzero(sign[:-1] * sign[1:] < 0)
    brackets = [(grid[k], grid[k + 1], sign[k]) for k in change]
    touched, tried = [], len(grid)
    for side in (1.0, -1.0):

        def inwards(rows: Whole, points: Array, side: float = side) -> Array:
            return side * outputs(points)

        valley = valleys(side * values)
        place, before, after = (found[side * sign[valley[0]] >= 0] for found in valley)
        at, least, more = lowest(inwards, grid[before], grid[after], enough=side * target)
        tried += more
        for k, a, b, x, y in zip(place, before, after, at, side * least, strict=True):
            if side * (y - target) < 0:
                if a < k < b:
                    met.pop(int(k), None)  # one of the two ends of the dip
                ends = ((grid[a], x, sign[a]), (x, grid[b], -sign[b]))
                brackets += [(low, high, start) for low, high, start in ends if low < high and start]
            elif int(k) not in met and abs(y - target) <= ROUNDING * max(abs(values[a]), abs(values[b]), abs(target)):
                touched.append(Met(float(x), float(x), False, False, True))
    left, right, start = (np.array([b[i] for b in brackets], dtype=np.float64) for i in range(3))
    roots, jumps = _bisect(lambda x: outputs(x) - target, left, right, start, ROUNDING * abs(target))
    found = [Met(float(r), float(r), bool(j), bool(s < 0), False) for r, j, s in zip(roots, jumps, start, strict=True)]
    found += [_stretch(outputs, grid, values, target, k, sides) for k, sides in met.items()]
    return sorted([*found, *touched]), tried


def _stretch(outputs: Function, grid: Array, values: Array, target: float, k: int, sides: tuple[float, float]) -> Met:
    """From where to where the output equals the target, round the point k of the grid and those that follow it."""
    before, after = sides
    away = np.flatnonzero(values[k:] != target)
    last = k + int(away[0]) - 1 if len(away) else len(grid) - 1
    ends, outside = [float(grid[k]), float(grid[last])], [max(k - 1, 0), min(last + 1, len(grid) - 1)]
    jump = False
    for i, (inner, outer) in enumerate(zip((k, last), outside, strict=True)):
        if inner == outer:
            continue
        there, beyond = _last_met(outputs, target, float(grid[inner]), float(grid[outer]))
        leap = np.abs(outputs(np.array([beyond]))[0] - target)
        if last > k or abs(there - grid[inner]) > STRETCH * abs(grid[outer] - grid[inner]):
            ends[i] = there
            jump |= bool(leap > max(1e-6 * abs(values[outer] - target), ROUNDING * abs(target)))
    return Met(ends[0], ends[1], jump, after > before, before == after != 0)


def _last_met(outputs: Function, target: float, inner: float, outer: float) -> tuple[float, float]:
    """Of the values from `inner`, where the target is met, to `outer`, where it is not, the last that meets it, and its
    neighbour."""
    cuts = np.linspace(0, 1, PARTS + 1)
    for _ in range(ROUNDS):
        points = inner + (outer - inner) * cuts
        points[-1] = outer
        first = int(np.argmax(outputs(points) != target))
        inner, outer = float(points[first - 1]), float(points[first])
    return inner, outer


def _side(sign: Array, k: int) -> tuple[float, float]:
    """The sides before and after the target is met at grid point k (0 where the grid ends)."""
    after = np.flatnonzero(sign[k:])
    return float(sign[k - 1]) if k else 0.0, float(sign[k + after[0]]) if len(after) else 0.0


def _bisect(
    gap: Function, left: Array, right: Array, sign_left: Array, rounding: float
) -> tuple[Array, npt.NDArray[np.bool_]]:
    """Each bracket cut into 64 again and again, all of them in one evaluation, keeping the first part in which the sign
    changes; a bracket whose gap does not shrink with it, down to rounding, holds a jump."""
    if not len(left):
        return left, np.zeros(0, dtype=bool)
    width = np.maximum(np.abs(gap(left)), np.abs(gap(right)))
    rows, cuts = np.arange(len(left)), np.linspace(0, 1, PARTS + 1)
    for _ in range(ROUNDS):
        points = left[:, None] + (right - left)[:, None] * cuts
        points[:, -1] = right
        turned = np.sign(gap(points[:, 1:-1].ravel())).reshape(len(left), -1) != sign_left[:, None]
        first = np.where(turned.any(axis=1), turned.argmax(axis=1) + 1, PARTS)
        left, right = points[rows, first - 1], points[rows, first]
    root = (left + right) / 2
    return root, np.abs(gap(left) - gap(right)) > np.maximum(1e-6 * width, rounding)
