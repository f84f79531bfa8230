"""Counts of numbers in narrow bins, for quantiles of more draws than fit in memory.

A bin is a sign, an exponent and the first 10 binary digits of a number, so it is never wider than 1/1024 of the
numbers in it, whatever their size; a quantile read from the bins is off by less than that. Counts are kept for each of
the 16 replicates (row i belongs to replicate i mod 16), they are whole numbers, and merging only adds them: the result
is the same to the bit however the draws were divided.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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
LARGEST = np.finfo(np.float64).max


class Histogram:
    """Counts by bin and replicate; `slot` says where the page of a sign and exponent lies, -1 if nowhere.

    `kind` is the type of the counts: 32 bits suffice for a piece of a run.
    """

    def __init__(self, kind: type[np.signedinteger[Any]] = np.int64) -> None:
        self.slot = np.full(PAGES, -1, dtype=np.int64)
        self.pages = 0
        self.counts: npt.NDArray[np.signedinteger[Any]] = np.zeros((0, BINS, REPLICATES), dtype=kind)

    def add(self, values: Array, replicate: Whole) -> None:
        """Count finite `values` (n,), each for its `replicate` (n,)."""
        if not values.size:
            return
        first = _bits(values) >> (52 - DIGITS)
        pages = (first >> DIGITS) & (PAGES - 1)
        self._open(np.flatnonzero(np.bincount(pages, minlength=PAGES)))
        place = self.slot.take(pages, mode="clip")
        place <<= DIGITS
        place += first & (BINS - 1)
        place *= REPLICATES
        place += replicate
        np.add.at(self.counts.reshape(-1), place, self.counts.dtype.type(1))  # of its own type: else 60 times slower

    def _open(self, pages: Whole) -> None:
        new = pages[self.slot[pages] < 0]
        if new.size:
            needed = self.pages + len(new)
            if needed > len(self.counts):  # room to spare, so that few pages are copied
                wider = np.zeros((2 * needed, BINS, REPLICATES), dtype=self.counts.dtype)
                wider[: self.pages] = self.counts[: self.pages]
                self.counts = wider
            self.slot[new] = np.arange(self.pages, needed)
            self.pages = needed

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

    def absorb(self, other: Histogram) -> None:
        """Add the counts of another."""
        pages = np.flatnonzero(other.slot >= 0)
        self._open(pages)
        for page in pages:
            self.counts[self.slot[page]] += other.counts[other.slot[page]]

    def in_order(self) -> InOrder:
        """The bins that hold something, from the lowest."""
        pages = np.flatnonzero(self.slot >= 0)
        bins = ((pages[:, None] << DIGITS) + np.arange(BINS)).reshape(-1)
        counts = self.counts[self.slot[pages]].reshape(-1, REPLICATES)
        used = np.flatnonzero(counts.any(axis=1))
        bins, counts = bins[used], counts[used].astype(np.int64)
        near, far = ((b << (52 - DIGITS)).view(np.float64) for b in (bins, bins + 1))
        far = np.clip(far, -LARGEST, LARGEST)  # the bin after the last is infinity
        far[bins & ((PAGES // 2 << DIGITS) - 1) == 0] = 0.0  # the bin of 0: what else is there is below 1e-310
        negative = bins >= (PAGES // 2) << DIGITS
        low, high = np.where(negative, far, near), np.where(negative, near, far)
        order = np.argsort(np.where(negative, -bins, bins))
        return InOrder(low[order], high[order], counts[order], bins[order])


@dataclass(frozen=True)
class InOrder:
    """Bins from the lowest: their lower and upper ends, counts (bins, 16) by replicate, and numbers."""

    low: Array
    high: Array
    counts: Whole
    bins: Whole

    def quantiles(self, levels: Sequence[float], least: float, most: float) -> tuple[Array, Array]:
        """Quantiles of all numbers, shape (levels,), and of each replicate, (levels, 16); good to 1/1024 of each."""
        whole = self._read(self.counts.sum(axis=1), levels)
        parts = np.transpose([self._read(self.counts[:, r], levels) for r in range(REPLICATES)])
        known = {0.0: least, 1.0: most}
        whole = np.array([known.get(level, x) for level, x in zip(levels, whole, strict=True)])
        return np.clip(whole, least, most), np.clip(parts, least, most)

    def _read(self, counts: Whole, levels: Sequence[float]) -> Array:
        """Quantiles of one column of counts, the numbers of a bin taken as evenly spread over it."""
        above = np.cumsum(counts)
        if not above.size or above[-1] == 0:
            return np.full(len(levels), np.nan)
        below, next_, share = _ranks(int(above[-1]), levels)
        ranks = np.concatenate([below, next_])
        at = np.searchsorted(above, ranks, side="right")
        along = (ranks - (above[at] - counts[at]) + 0.5) / counts[at]
        values = self.low[at] + (self.high[at] - self.low[at]) * along
        return interpolate(values[: len(below)], values[len(below) :], share)

    def wanted(self, levels: Sequence[float]) -> Wanted:
        """The bins that hold the order statistics the quantiles lie between."""
        total = self.counts.sum(axis=1)
        above = np.cumsum(total)
        below, next_, _ = _ranks(int(above[-1]), levels)
        hit = np.unique(np.searchsorted(above, np.concatenate([below, next_]), side="right"))
        return Wanted(self.bins[hit], (above - total)[hit], int(above[-1]))


@dataclass(frozen=True)
class Wanted:
    """Bins to be looked into, from the lowest: their numbers, how many of all `count` numbers lie below each."""

    bins: Whole
    below: Whole
    count: int

    def exact(self, levels: Sequence[float], collected: Array) -> Array:
        """Exact quantiles from all values of these bins, collected in a second pass."""
        values = np.sort(collected)  # bin after bin, since the bins are in order
        place = {int(b): k for k, b in enumerate(self.bins)}
        bin_of = np.array([place[int(b)] for b in bins_of(values)], dtype=np.int64)
        first = np.searchsorted(bin_of, np.arange(len(self.bins)))
        below, next_, share = _ranks(self.count, levels)

        def order_statistics(ranks: Whole) -> Array:
            k = np.searchsorted(self.below, ranks, side="right") - 1
            return np.asarray(values[first[k] + ranks - self.below[k]])

        return interpolate(order_statistics(below), order_statistics(next_), share)


def bins_of(values: Array) -> Whole:
    """The bin numbers of some values."""
    return np.asarray((_bits(values) >> (52 - DIGITS)) & ((PAGES << DIGITS) - 1))


def _bits(values: Array) -> Whole:
    return (values + 0.0).view(np.int64)  # adding 0 makes -0 a 0


def _ranks(count: int, levels: Sequence[float]) -> tuple[Whole, Whole, Array]:
    """The order statistics (from 0) each quantile lies between and how far along: position (count - 1) level."""
    position = (count - 1) * np.asarray(levels, dtype=np.float64)
    below = np.floor(position).astype(np.int64)
    return below, np.minimum(below + 1, count - 1), position - below


def interpolate(low: Array, high: Array, share: Array) -> Array:
    """`low` at share 0, `high` at share 1, to the bit as numpy.quantile has it."""
    gap = high - low
    return np.where(share < 0.5, low + gap * share, high - gap * (1 - share))
