"""Exact quantiles of many draws, with their standard errors over the 16 replicates.

Few draws are partially sorted, replicate by replicate. Of many, one pass counts them in narrow bins, and a second one
collects only the bins that hold the order statistics asked for: exact, and about three times faster. Quantiles are
those of `numpy.quantile` (linear between order statistics).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

import numpy as np

from mloss_econ.engine.executing import SERIAL, workers
from mloss_econ.engine.histogram import BINS, PAGES, Histogram, bins_of
from mloss_econ.engine.plan import Array
from mloss_econ.uncertainty import BLOCK, REPLICATES

FEW = 2**18  # draws
SPAN = 8 * BLOCK
Part = TypeVar("Part")
Result = TypeVar("Result")


def quantiles(values: Array, levels: Sequence[float]) -> tuple[Array, Array]:
    """Quantiles of all values, (levels,), and of each replicate, (levels, 16); row i is in replicate i mod 16.

    Beyond 262,144 values those of the replicates, which serve for the error, are good to 1/1024 of the value.
    """
    if len(values) <= FEW:
        if len(values) % REPLICATES == 0 and len(values) < SERIAL:
            return np.quantile(values, levels), np.quantile(values.reshape(-1, REPLICATES), levels, axis=0)
        parts = [values, *(values[r::REPLICATES] for r in range(REPLICATES))]

        def of_part(part: Array) -> Array:
            return np.asarray(np.quantile(part, levels))

        found = _threaded(of_part, parts, len(values))
        return found[0], np.transpose(found[1:])
    spans = [slice(a, a + SPAN) for a in range(0, len(values), SPAN)]
    histogram, *others = _threaded(partial(_count, values), _dealt(spans), len(values))
    for other in others:
        histogram.absorb(other)
    counted = histogram.in_order()
    wanted = counted.wanted(levels)
    is_wanted = np.zeros(PAGES * BINS, dtype=np.bool_)
    is_wanted[wanted.bins] = True

    def collect(span: slice) -> Array:
        mine = values[span]
        return np.asarray(mine[is_wanted[bins_of(mine)]])

    whole = wanted.exact(levels, np.concatenate(_threaded(collect, spans, len(values))))
    return whole, counted.quantiles(levels, float(values.min()), float(values.max()))[1]


def _count(values: Array, spans: Sequence[slice]) -> Histogram:
    histogram = Histogram(np.int32)
    for span in spans:
        mine = values[span]
        histogram.add(mine, np.arange(len(mine)) % REPLICATES)
    return histogram


def _dealt(spans: list[slice]) -> list[list[slice]]:
    hands = os.cpu_count() or 1
    return [spans[k::hands] for k in range(hands) if spans[k::hands]]


def _threaded(function: Callable[[Part], Result], parts: Sequence[Part], rows: int) -> list[Result]:
    with workers(None, rows) as pool:
        return list(map(function, parts) if pool is None else pool.map(function, parts))
