"""Exact quantiles of many draws, with their standard errors over the 16 replicates.

Few draws are sorted, replicate by replicate. Of many, one pass counts them in narrow bins, and a second one collects
only the bins that hold the order statistics asked for: exact, and about three times faster than sorting. Quantiles are
those of `numpy.quantile` (linear between order statistics).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import numpy as np

from mloss_econ.engine.histogram import BINS, PAGES, Histogram, bins_of, exact
from mloss_econ.engine.plan import Array
from mloss_econ.uncertainty import BLOCK, REPLICATES

FEW = 2**17  # draws
SPAN = 8 * BLOCK
Result = TypeVar("Result")


def quantiles(values: Array, levels: Sequence[float]) -> tuple[Array, Array]:
    """Quantiles of all values, (levels,), and of each replicate, (levels, 16); row i is in replicate i mod 16.

    Beyond 131,072 values those of the replicates, which serve for the error, are good to 1/1024 of the value.
    """
    if len(values) <= FEW:
        parts = [np.quantile(values[r::REPLICATES], levels) for r in range(REPLICATES)]
        return np.quantile(values, levels), np.transpose(parts)
    spans = [slice(a, a + SPAN) for a in range(0, len(values), SPAN)]
    histogram = Histogram()
    for counted in _threaded(lambda mine: _count(values, mine), _dealt(spans)):
        histogram.merge(counted.packed())
    wanted = histogram.wanted(levels)
    is_wanted = np.zeros(PAGES * BINS, dtype=np.bool_)
    is_wanted[wanted[0]] = True
    collected = np.concatenate(_threaded(lambda span: values[span][is_wanted[bins_of(values[span])]], spans))
    least, most = float(values.min()), float(values.max())
    return exact(levels, wanted, collected, len(values)), histogram.quantiles(levels, least, most)[1]


def _count(values: Array, spans: Sequence[slice]) -> Histogram:
    histogram = Histogram(np.int32)
    for span in spans:
        mine = values[span]
        histogram.add(mine, np.arange(len(mine)) % REPLICATES)
    return histogram


def _dealt(spans: list[slice]) -> list[list[slice]]:
    hands = os.cpu_count() or 1
    return [spans[k::hands] for k in range(hands) if spans[k::hands]]


def _threaded(function: Callable[..., Result], parts: Sequence[object]) -> list[Result]:
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(function, parts))
