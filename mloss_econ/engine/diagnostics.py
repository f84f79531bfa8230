"""What a reader must know of a run before believing it.

    effective    how many independent draws the mean is worth: variance / (standard error)^2
    digits       significant digits of the mean its standard error supports
    tail         Hill's estimate of the tail index of |x - median|, from the largest sqrt(n) of them; at 2 or below the
                 variance, and with it every standard error of the mean, rests on a handful of draws
    largest      share of the summed squared deviations that one draw carries; tends to 0 if the variance is finite

An output has "not converged" if the tail index is below 2 by two standard errors, or one draw carries over a quarter.

References: Hill (1975) for the tail index; Embrechts, Klueppelberg and Mikosch (1997), section 6.2.6, for the largest.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from mloss_econ.base.text import number, percent, supported
from mloss_econ.engine.histogram import Histogram
from mloss_econ.engine.plan import Array, Plan
from mloss_econ.engine.summary import Estimate
from mloss_econ.engine.totals import Bad, Totals
from mloss_econ.uncertainty import REPLICATES, replicate_error

FEWEST = 64  # draws in the tail an index is taken from: nothing is said of runs below 4,096 draws
HEAVY = 2.0  # tail index at which the variance ceases to exist
ONE_DRAW = 0.25  # of the squared deviations


@dataclass(frozen=True)
class Precision:
    """How far the mean of one output can be trusted; see the module."""

    se: float
    effective: float
    digits: int
    tail: Estimate | None
    largest: float
    n: int

    @property
    def converged(self) -> bool:
        """Whether the standard error of the mean means what it says."""
        heavy = self.tail is not None and self.tail.value + 2 * self.tail.error < HEAVY
        return not heavy and (self.n < FEWEST**2 or self.largest <= ONE_DRAW)


@dataclass(frozen=True)
class Diagnostics:
    """Rows not finite by output, the first one, the ranges of inputs they lie in; the precision of each output's mean
    (of outputs that are finite); notes in words."""

    nonfinite: Mapping[str, int]
    first_bad: Mapping[str, float]
    where_bad: Mapping[str, tuple[float, float]]
    precision: Mapping[str, Precision]
    notes: tuple[str, ...]

    def notes_of(self, path: str) -> tuple[str, ...]:
        """The notes on the run and on one output, without those on other outputs."""
        others = [f"the mean of '{p}'" for p in self.precision if p != path]
        return tuple(note for note in self.notes if not any(other in note for other in others))


def diagnose(
    plan: Plan, totals: Totals, kept: Mapping[str, Array] | None, *, n: int, dropped: bool, remarks: Sequence[str] = ()
) -> Diagnostics:
    """The diagnostics of a run. `n` rows of the plan are left, bad ones dropped or not; `kept` are the draws of its
    outputs, None if they were not kept."""
    bad = totals.bad
    usable = [path for path in totals.moments if path not in bad.endless] if dropped or not bad.rows else []
    precision = {path: _precision(totals, path, kept, n) for path in usable}
    notes = [*remarks, *_of_design(plan.design, plan.n)]
    if kept is None:
        notes.append("Draws were not kept: quantiles are good to 1/1024 of their value.")
    if plan.dependence is not None:
        notes += plan.dependence.notes
    for path, p in precision.items():
        if not p.converged:
            notes.append(_not_converged(path, p, n))
    return Diagnostics(dict(bad.counts), dict(bad.first), dict(bad.box), precision, tuple(notes))


def not_finite(bad: Bad, n: int) -> str:
    """How many rows are not finite, the first of them, and where they lie; a sentence without its full stop."""
    what = ", ".join(f"{count} of {n} rows of '{p}'" for p, count in bad.counts.items())
    first = ", ".join(f"{p} = {v:.0f}" if p == "row" else f"{p} = {v:g}" for p, v in bad.first.items())
    box = ", ".join(f"{p} from {low:.6g} to {high:.6g}" for p, (low, high) in bad.box.items())
    where = f"; all lie at {box}" if bad.rows > 1 and box else ""
    return f"{what} are not finite, the first at {first}{where}. Correct the calculator or the belief"


def _of_design(design: str, n: int) -> list[str]:
    each = n // REPLICATES
    if design == "sobol" and (n % REPLICATES or each.bit_count() != 1):
        below = REPLICATES * 2 ** (each.bit_length() - 1)
        return [
            f"n = {n} is not 16 times a power of two: the points are not balanced, and errors shrink slower (for a "
            f"smooth output about as 1/n instead of 1/n^1.5). {below:,} or {2 * below:,} would be balanced."
        ]
    if design == "latin_hypercube":
        return ["latin_hypercube: the rows depend on n; a longer run does not begin with this one."]
    return []


def _precision(totals: Totals, path: str, kept: Mapping[str, Array] | None, n: int) -> Precision:
    moments = totals.moments[path][0]
    count, mean, squares = moments.whole()
    se = float(replicate_error(moments.mean))
    variance = squares / (count - 1)
    effective = variance / se**2 if se > 0 else math.inf
    digits = supported(mean, se, most=15)
    most = max(moments.most - mean, mean - moments.least) ** 2
    tail = None
    if n >= FEWEST**2:
        size = int(n**0.5)
        tail = _tail(_counted(totals.histograms[path], size + 1) if kept is None else _farthest(kept[path], size + 1))
    return Precision(se, effective, digits, tail, most / squares if squares > 0 else 0.0, n)


def _tail(largest: Array) -> Estimate | None:
    """Hill's estimate over the largest distances from the median, the least of which is where the tail begins; None if
    they end abruptly."""
    size, largest = len(largest) - 1, np.sort(largest)
    if largest[0] <= 0 or largest[0] == largest[-1]:
        return None
    index = size / float(np.log(largest[1:] / largest[0]).sum())
    return Estimate(index, index / size**0.5)


def _farthest(draws: Array, size: int) -> Array:
    """The largest distances from the median."""
    distance = np.abs(draws - np.median(draws))
    return np.asarray(np.partition(distance, len(distance) - size)[-size:])


def _counted(histogram: Histogram, size: int) -> Array:
    """The same to 1/1024, from the counts of a run whose draws were not kept."""
    counted = histogram.in_order()
    total = counted.counts.sum(axis=1)
    middle = (counted.low + counted.high) / 2
    median = middle[np.searchsorted(np.cumsum(total), total.sum() / 2)]
    distance = np.abs(middle - median)
    order = np.argsort(distance)[::-1]
    enough = np.searchsorted(np.cumsum(total[order]), size) + 1
    return np.repeat(distance[order[:enough]], total[order[:enough]])[:size]


def _not_converged(path: str, p: Precision, n: int) -> str:
    why = []
    if p.tail is not None and p.tail.value + 2 * p.tail.error < HEAVY:
        why.append(f"its tail index is {number(p.tail.value, supported(p.tail.value, p.tail.error))}, below 2")
    if p.largest > ONE_DRAW:
        why.append(f"one draw of {n:,} carries {percent(p.largest)} of its squared deviations")
    return f"not converged: the mean of '{path}' rests on few draws ({'; '.join(why)}). Use its median and quantiles."
