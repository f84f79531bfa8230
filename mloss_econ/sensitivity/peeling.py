"""The search of PRIM: peel a box smaller, then paste, in draws of some inputs of which some are of interest."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Marks = npt.NDArray[np.bool_]
Bounds = Sequence[tuple[float, float]]

PEEL = 0.05  # of the draws in the box, taken off at a time
PASTE = 0.01  # of the draws in the box, put back at a time
SMALLEST = 0.05  # of all draws: the last box


def inside(bounds: Bounds, x: Sequence[Array]) -> Marks:
    """Which draws lie in a box, ends included."""
    found = np.ones(len(x[0]), dtype=np.bool_)
    for (low, high), values in zip(bounds, x, strict=True):
        if low > -np.inf:
            found &= values >= low
        if high < np.inf:
            found &= values <= high
    return found


def trajectory(x: Sequence[Array], hits: Marks) -> list[list[tuple[float, float]]]:
    """The boxes on the way, the widest first: every peel, and at last the pasted box."""
    bounds = [(-np.inf, np.inf)] * len(x)
    boxes = [list(bounds)]
    current = [np.asarray(values) for values in x]
    good = hits
    least = SMALLEST * len(hits)
    while len(good) > least and not good.all():
        best: tuple[float, int, int, float] | None = None
        for k, values in enumerate(current):
            for end, bound, kept, hit in _peels(values, good):
                if kept >= least and (best is None or hit / kept > best[0]):
                    best = hit / kept, k, end, bound
        if best is None:
            break
        _, k, end, bound = best
        keep = current[k] >= bound if end == 0 else current[k] <= bound
        current, good = [values[keep] for values in current], good[keep]
        low, high = bounds[k]
        bounds[k] = (bound, high) if end == 0 else (low, bound)
        boxes.append(list(bounds))
    pasted = _paste(bounds, x, hits)
    return boxes if pasted == bounds else [*boxes, pasted]


def _peels(values: Array, good: Marks) -> list[tuple[int, float, int, float]]:
    """What is left without the lowest, and without the highest, twentieth: which end, the new bound, draws left, of
    interest. Equal values go together."""
    n = len(values)
    cut = max(int(PEEL * n), 1)
    split = np.partition(values, (cut - 1, n - cut))
    found = []
    for end, edge in ((0, split[cut - 1]), (1, split[n - cut])):
        off = values <= edge if end == 0 else values >= edge
        kept = n - int(np.count_nonzero(off))
        if not kept:
            continue
        rest = split[cut:] if end == 0 else split[: n - cut]
        rest = rest[rest > edge] if end == 0 else rest[rest < edge]
        bound = float(rest.min() if end == 0 else rest.max())
        found.append((end, bound, kept, float(np.count_nonzero(good) - np.count_nonzero(good & off))))
    return found


def _paste(bounds: Bounds, x: Sequence[Array], hits: Marks) -> list[tuple[float, float]]:
    """The box widened at one end after another while that raises the share of interest."""
    made = list(bounds)
    while True:
        box = inside(made, x)
        share, step = hits[box].mean(), max(int(PASTE * box.sum()), 1)
        best: tuple[float, int, tuple[float, float]] | None = None
        for k, (low, high) in enumerate(made):
            others = inside([(-np.inf, np.inf) if j == k else ends for j, ends in enumerate(made)], x)
            for end in (0, 1):
                outside = others & ((x[k] < low) if end == 0 else (x[k] > high))
                near = np.sort(x[k][outside])
                if not len(near):
                    continue
                edge = near[-step] if end == 0 and len(near) >= step else near[min(step, len(near)) - 1]
                edge = near[0] if end == 0 and len(near) < step else edge
                wider = (float(edge), high) if end == 0 else (low, float(edge))
                within = others & (x[k] >= wider[0]) & (x[k] <= wider[1])
                gained = float(hits[within].mean())
                if gained > share and (best is None or gained > best[0]):
                    best = gained, k, wider
        if best is None:
            return made
        made[best[1]] = best[2]
