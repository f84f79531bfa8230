"""Counts of numbers in narrow bins, for quantiles of more draws than fit in memory.

A bin is a sign, an exponent and the first 10 binary digits of a number, so it is never wider than 1/1024 of the
numbers in it, whatever their size; a quantile read from the bins is off by less than that. Counts are kept for each of
the 16 replicates (row i belongs to replicate i mod 16), they are whole numbers, and merging only adds them: the result
is the same to the bit however the draws were divided.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from mloss_econ.uncertainty import REPLICATES

Array = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
Packed = tuple[Whole, Whole]

DIGITS = 10
BINS = 2**DIGITS  # in a page: the numbers of one sign and exponent
WIDTH = 2.0**-DIGITS  # of a bin, as a share of the numbers in it, at most
PAGES = 4096


class Histogram:
    """Counts by bin and replicate; `slot` says where the page of a sign and exponent lies, -1 if nowhere.

    `kind` is the type of the counts: 32 bits suffice for a piece of a run.
    """

    def __init__(self, kind: type[np.signedinteger[Any]] = np.int64) -> None:
        self.slot = np.full(PAGES, -1, dtype=np.int64)
        self.counts: npt.NDArray[np.signedinteger[Any]] = np.zeros((0, BINS, REPLICATES), dtype=kind)

    def add(self, values: Array, replicate: Whole) -> None:
        """Count finite `values` (n,), each for its `replicate` (n,)."""
        if not values.size:
            return
        first = values.view(np.int64) >> (52 - DIGITS)
        pages = (first >> DIGITS) & (PAGES - 1)
        self._open(np.flatnonzero(np.bincount(pages, minlength=PAGES)))
        place = self.slot.take(pages, mode="clip")
        place <<= DIGITS
        place += first & (BINS - 1)
        place *= REPLICATES
        place += replicate
        np.add.at(self.counts.reshape(-1), place, 1)

    def _open(self, pages: Whole) -> None:
        new = pages[self.slot[pages] < 0]
        if new.size:
            self.slot[new] = len(self.counts) + np.arange(len(new))
            more = np.zeros((len(new), BINS, REPLICATES), dtype=self.counts.dtype)
            self.counts = np.concatenate([self.counts, more])

    def packed(self) -> Packed:
        """What is not 0, to be sent or stored: places (bin number times 16 plus replicate, rising) and counts."""
        pages = np.flatnonzero(self.slot >= 0)
        places, counts = [], []
        for page in pages:  # one at a time, so that little memory is needed
            mine = self.counts[self.slot[page]].reshape(-1)
            used = np.flatnonzero(mine)
            places.append(page * (BINS * REPLICATES) + used)
            counts.append(mine[used].astype(np.int64))
        empty = np.zeros(0, dtype=np.int64)
        return np.concatenate([empty, *places]), np.concatenate([empty, *counts])

    def merge(self, packed: Packed) -> None:
        """Add the counts of another, packed."""
        places, counts = packed
        page, within = np.divmod(places, BINS * REPLICATES)
        self._open(np.unique(page))
        self.counts.reshape(-1)[self.slot[page] * (BINS * REPLICATES) + within] += counts

    def in_order(self) -> tuple[Array, Array, Whole, Whole]:
        """The bins that hold something, from the lowest: lower ends, upper ends, counts (bins, 16), bin numbers."""
        pages = np.flatnonzero(self.slot >= 0)
        bins = (pages[:, None] << DIGITS) + np.arange(BINS)  # (pages, BINS)
        counts = self.counts[self.slot[pages]].reshape(-1, REPLICATES)
        used = np.flatnonzero(counts.any(axis=1))
        bins, counts = bins.reshape(-1)[used], counts[used]
        near, far = ((b << (52 - DIGITS)).view(np.float64) for b in (bins, bins + 1))
        negative = bins >= (PAGES // 2) << DIGITS
        low, high = np.where(negative, far, near), np.where(negative, near, far)
        order = np.argsort(low, kind="stable")
        return low[order], high[order], counts[order], bins[order]

    def quantiles(self, levels: Sequence[float], least: float, most: float) -> tuple[Array, Array]:
        """Quantiles of all numbers, shape (levels,), and of each replicate, (levels, 16); good to 1/1024 of each."""
        low, high, counts, _ = self.in_order()
        whole = _read(low, high, counts.sum(axis=1), levels)
        parts = np.transpose([_read(low, high, counts[:, r], levels) for r in range(REPLICATES)])
        return np.clip(whole, least, most), np.clip(parts, least, most)

    def wanted(self, levels: Sequence[float]) -> tuple[Whole, Whole, Whole]:
        """The bins that hold the order statistics a quantile lies between: their numbers (sorted), how many numbers
        lie below each, and their counts."""
        _, _, counts, bins = self.in_order()
        total = counts.sum(axis=1)
        above = np.cumsum(total)
        ranks = np.unique([r for level in levels for r in _ranks(int(above[-1]), level)[:2]])
        hit = np.unique(np.searchsorted(above, ranks, side="right"))
        return bins[hit], (above - total)[hit], total[hit]


def bins_of(values: Array) -> Whole:
    """The bin numbers of some values."""
    return (values.view(np.int64) >> (52 - DIGITS)) & ((PAGES << DIGITS) - 1)


def _ranks(count: int, level: float) -> tuple[int, int, float]:
    """The order statistics (from 0) a quantile lies between and how far along: position (count - 1) level."""
    position = (count - 1) * level
    below = int(np.floor(position))
    return below, min(below + 1, count - 1), position - below


def interpolate(low: float, high: float, share: float) -> float:
    """`low` at share 0, `high` at share 1, to the bit as numpy.quantile has it."""
    gap = high - low
    return low + gap * share if share < 0.5 else high - gap * (1 - share)


def _read(low: Array, high: Array, counts: Whole, levels: Sequence[float]) -> Array:
    """Quantiles of one column of counts, the numbers of a bin taken as evenly spread over it."""
    above = np.cumsum(counts)
    if not above.size or above[-1] == 0:
        return np.full(len(levels), np.nan)

    def order_statistic(rank: int) -> float:
        at = int(np.searchsorted(above, rank, side="right"))
        share = (rank - (above[at] - counts[at]) + 0.5) / counts[at]
        return float(low[at] + (high[at] - low[at]) * share)

    read = []
    for level in levels:
        below, next_, share = _ranks(int(above[-1]), level)
        read.append(interpolate(order_statistic(below), order_statistic(next_), share))
    return np.array(read)


def exact(levels: Sequence[float], wanted: tuple[Whole, Whole, Whole], collected: Array, count: int) -> Array:
    """Exact quantiles from all values of the wanted bins, collected in a second pass over `count` numbers."""
    bins, below, counts = wanted
    by_bin = bins_of(collected)
    values = {int(b): np.sort(collected[by_bin == b]) for b in bins}
    starts = dict(zip(bins.tolist(), below.tolist(), strict=True))
    sizes = dict(zip(bins.tolist(), counts.tolist(), strict=True))

    def order_statistic(rank: int) -> float:
        b = next(b for b, start in starts.items() if start <= rank < start + sizes[b])
        return float(values[b][rank - starts[b]])

    result = []
    for level in levels:
        low, high, share = _ranks(count, level)
        result.append(interpolate(order_statistic(low), order_statistic(high), share))
    return np.array(result)
