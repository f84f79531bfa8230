"""What a run remembers of its rows: moments, counts, where something is not finite; merged exactly and in order.

Mean and squared deviations are taken in leaves of 65,536 rows, replicate by replicate (row i is in replicate i mod 16),
and merged leaf after leaf: n = a + b, mean = (a mean_a + b mean_b) / n, M2 = M2_a + M2_b + (mean_b - mean_a)^2 a b / n.
So the result does not depend on who worked on which leaf.

Reference: Chan, Golub and LeVeque (1983) for the merging.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from mloss_econ.engine.histogram import Histogram, Packed
from mloss_econ.engine.origin import Origin, origin_of
from mloss_econ.engine.plan import Array, Codes, Plan, Rows
from mloss_econ.engine.rowwise import Names, check_names, names_of
from mloss_econ.uncertainty import BLOCK, REPLICATES

LARGEST = 1e150  # of an output: the square of anything larger is beyond a float
LEAF = 8 * BLOCK  # rows whose moments are taken at once: part of what fixes the last digit of a mean


@dataclass
class Moments:
    """Counts, means and sums of squared deviations of the 16 replicates, each (16,), and the two ends."""

    count: Array = field(default_factory=lambda: np.zeros(REPLICATES))
    mean: Array = field(default_factory=lambda: np.zeros(REPLICATES))
    squares: Array = field(default_factory=lambda: np.zeros(REPLICATES))
    least: float = np.inf
    most: float = -np.inf

    @classmethod
    def of(cls, values: Array, replicate: Codes | None) -> Moments:
        """Of the values of a leaf; without `replicate`, row i of them is in replicate i mod 16."""
        if not values.size:
            return cls()
        least, most = float(values.min()), float(values.max())
        with np.errstate(over="ignore"):  # of squares: a run that reaches LARGEST is refused in the end
            return cls._of(values, replicate, least, most)

    @classmethod
    def _of(cls, values: Array, replicate: Codes | None, least: float, most: float) -> Moments:
        if replicate is None and values.size % REPLICATES == 0:
            by_replicate = values.reshape(-1, REPLICATES)
            mean = by_replicate.mean(axis=0)
            count = np.full(REPLICATES, float(len(by_replicate)))
            return cls(count, mean, ((by_replicate - mean) ** 2).sum(axis=0), least, most)
        if replicate is None:
            replicate = np.arange(values.size) % REPLICATES
        count = np.bincount(replicate, minlength=REPLICATES).astype(np.float64)
        mean = np.bincount(replicate, values, REPLICATES) / np.maximum(count, 1.0)
        squares = np.asarray(np.bincount(replicate, (values - mean[replicate]) ** 2, REPLICATES), dtype=np.float64)
        return cls(count, mean, squares, least, most)

    def merge(self, other: Moments) -> None:
        """Take in the moments of other rows."""
        n = np.maximum(self.count + other.count, 1.0)
        step = other.mean - self.mean
        self.squares = self.squares + other.squares + step * (step * (self.count * other.count / n))
        self.mean = self.mean + step * (other.count / n)
        self.count = self.count + other.count
        self.least, self.most = min(self.least, other.least), max(self.most, other.most)

    def whole(self) -> tuple[float, float, float]:
        """Count, mean and sum of squared deviations of all replicates together."""
        n = self.count.sum()
        mean = float((self.count * self.mean).sum() / n)
        squares = self.squares.sum() + (self.count * (self.mean - mean) ** 2).sum()
        return float(n), mean, float(squares)


def _endless(path: str, endless: Collection[str]) -> bool:
    """Whether infinity is an answer of an output: its field is one of these, alone or in one of several worlds."""
    first, _, rest = path.partition(".")
    return first in endless or f"{first}.{rest.partition('.')[0]}" in endless


def good_rows(values: Array, endless: bool) -> npt.NDArray[np.bool_]:
    """Where an output is finite, or infinite and may be."""
    finite = np.isfinite(values)
    return finite | np.isposinf(values) if endless else finite


@dataclass
class Bad:
    """Rows that are not finite: how many of each output, the first with its inputs, the box of inputs they lie in.

    Apart from them, `endless` counts the rows at which an output is infinite that may be.
    """

    counts: dict[str, int] = field(default_factory=dict)
    rows: int = 0
    first: dict[str, float] = field(default_factory=dict)
    box: dict[str, tuple[float, float]] = field(default_factory=dict)
    endless: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Rows, start: int, endless: Collection[str] = ()) -> tuple[Bad, npt.NDArray[np.bool_] | None]:
        """What is bad in some rows, and a mask of the good ones (None: all)."""
        never = {
            path: int(np.isposinf(values).sum()) for path, values in rows.outputs.items() if _endless(path, endless)
        }
        never = {path: count for path, count in never.items() if count}
        finite = {path: good_rows(values, path in never) for path, values in rows.outputs.items()}
        counts = {path: int(values.size - values.sum()) for path, values in finite.items()}
        counts = {path: count for path, count in counts.items() if count}
        if not counts:
            return cls(endless=never), None
        good = np.logical_and.reduce(list(finite.values()))
        at = np.flatnonzero(~good)
        first = {"row": float(start + at[0])} | {p: float(v[at[0]]) for p, v in rows.inputs.items()}
        box = {p: (float(v[at].min()), float(v[at].max())) for p, v in rows.inputs.items()}
        return cls(counts, len(at), first, box, never), good

    def merge(self, other: Bad) -> None:
        """Take in what is bad in later rows."""
        for path, count in other.counts.items():
            self.counts[path] = self.counts.get(path, 0) + count
        for path, count in other.endless.items():
            self.endless[path] = self.endless.get(path, 0) + count
        self.rows += other.rows
        self.first = self.first or other.first
        for path, (low, high) in other.box.items():
            mine = self.box.get(path, (low, high))
            self.box[path] = (min(mine[0], low), max(mine[1], high))


@dataclass
class Totals:
    """All that is remembered of some rows from `start` to `stop`.

    Where draws are kept, `leaves` has them as they come from a worker and `columns` as they are put together, with room
    for `n` rows; where they are not, `packed` and `histograms` have their counts. `origin` is who computed them, if it
    may have been another process, and `machines` are the kinds of all that took part.
    """

    start: int
    stop: int
    n: int = 0
    half_merged: bool = False
    moments: dict[str, list[Moments]] = field(default_factory=dict)
    packed: dict[str, Packed] = field(default_factory=dict)
    shares: dict[str, Codes] = field(default_factory=dict)
    bad: Bad = field(default_factory=Bad)
    histograms: dict[str, Histogram] = field(default_factory=dict)
    leaves: dict[str, list[npt.NDArray[Any]]] = field(default_factory=dict)
    columns: dict[str, npt.NDArray[Any]] = field(default_factory=dict)
    origin: Origin | None = None
    machines: tuple[str, ...] = ()

    def merge(self, later: Totals) -> None:
        """Take in the rows that follow. While it is at it, `half_merged` holds; an interrupt may leave it so."""
        if later.start != self.stop:
            raise AssertionError(f"rows {later.start} cannot follow rows to {self.stop}")
        self.half_merged = True
        for path, leaves in later.moments.items():
            for leaf in leaves:
                self.moments.setdefault(path, [Moments()])[0].merge(leaf)
        for path, packed in later.packed.items():
            self.histograms.setdefault(path, Histogram()).merge(packed)
        for path, counts in later.shares.items():
            self.shares[path] = self.shares.get(path, np.zeros_like(counts)) + counts
        self.bad.merge(later.bad)
        if later.origin is not None and later.origin.machine not in self.machines:
            self.machines = (*self.machines, later.origin.machine)
        for path, pieces in later.leaves.items():
            if path not in self.columns:
                self.columns[path] = np.empty(self.n, dtype=pieces[0].dtype)
            np.concatenate(pieces, out=self.columns[path][later.start : later.stop])
        self.stop = later.stop
        self.half_merged = False

    def grown(self, n: int) -> Totals:
        """The same with room for `n` rows."""
        columns: dict[str, npt.NDArray[Any]] = {}
        for path, old in self.columns.items():
            columns[path] = np.empty(n, dtype=old.dtype)
            columns[path][: self.stop] = old[: self.stop]
        return replace(self, n=n, columns=columns)


def work(start: int, stop: int, plan: Plan, keep: str, names: Names, signed: bool = False) -> Totals:
    """Draw and evaluate rows `start` (the first of a leaf) to `stop`; what a worker is sent and sends back. A worker in
    another process signs it.

    Raises InputError if outputs or labels are not `names`, those of the first rows.
    """
    totals = Totals(start, stop, origin=origin_of(plan.calculator) if signed else None)
    for a in range(start, stop, LEAF):
        rows = plan.rows(a, min(a + LEAF, stop))
        check_names(plan.calculator.name, names, names_of(rows))
        _add_leaf(totals, rows, a, keep, plan.endless)
    totals.packed = {path: histogram.packed() for path, histogram in totals.histograms.items()}
    totals.histograms = {}
    return totals


def _add_leaf(totals: Totals, rows: Rows, start: int, keep: str, endless: Collection[str]) -> None:
    """Add one leaf, its moments kept apart so that they can be merged in order; of its finite rows alone."""
    bad, good = Bad.of(rows, start, endless)
    totals.bad.merge(bad)
    size = next((len(v) for v in [*rows.outputs.values(), *rows.codes.values()]), 0)
    replicate = np.arange(size) % REPLICATES
    left = replicate if good is None else replicate[good]
    for path, values in rows.outputs.items():
        ends = np.isfinite(values) if path in bad.endless else None
        mine = good if ends is None else ends if good is None else good & ends
        finite = values if mine is None else values[mine]
        theirs = left if ends is None else replicate[mine]
        totals.moments.setdefault(path, []).append(Moments.of(finite, None if mine is None else theirs))
        if keep == "summary":
            totals.histograms.setdefault(path, Histogram(np.int32)).add(finite, theirs)
        else:
            totals.leaves.setdefault(path, []).append(values)
    for path, codes in rows.codes.items():
        count = len(rows.labels[path])
        chosen = codes if good is None else codes[good]
        share = np.bincount(chosen * REPLICATES + left, minlength=count * REPLICATES).reshape(count, REPLICATES)
        totals.shares[path] = totals.shares.get(path, np.zeros_like(share)) + share
        if keep != "summary":
            totals.leaves.setdefault(path, []).append(codes)
