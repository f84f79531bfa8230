"""Break-even value of one input in every draw of the other inputs.

In each draw the output is computed at 25 values over the whole range of the input, denser where its belief is; where
it changes sides of the target between two of them the value is closed in on. Where it does not, but turns back before
the target, its extreme is sought next to that value (see `extremes`), and from there on both sides; a target that is
only touched is met there. Where the output equals the target at some of the 25 values and is above it at all others,
the value at which it leaves the target is closed in on. Of several in one draw the one nearest to the adopted value
counts, by place in the belief. Two crossings between the same two values of which the 25 show no extreme are not seen,
so that there is none is said of the values tried.

    crossed = share of draws in which the input's own draw lies on the other side than its adopted value would
    beyond  = share of draws in which the output is above the target

Reference: Chandrupatla (1997) for the method of closing in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from mloss_econ.base.text import its_percentile, number, percent
from mloss_econ.engine import Estimate, Plan, check_n, check_seed, in_order, workers
from mloss_econ.errors import RunError
from mloss_econ.kernel import Case, Entry
from mloss_econ.sensitivity.extremes import PARTS, ROUNDING, lowest
from mloss_econ.sensitivity.points import moved_with
from mloss_econ.uncertainty import REPLICATES, replicate_error

Array = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
Drawn = Mapping[str, Array]

COARSE = 25  # values at which the output is computed in every draw
ROWS = 2**15  # draws at a time
STEPS = 60  # of closing in, at most
CLOSE = 1e-10  # of the bracket's first width, or of the gap at its ends
JUMP = 1e-6  # of the gap at its ends: what is left of it when the bracket has closed is a jump


@dataclass(frozen=True)
class Thresholds:
    """Break-even values of one input over draws of the others.

    `none_above`, `none_below`: share of draws in which the output is above the target at all values tried (`tried` or
    more) or equal to it at all, and below it at all; `several`: with more than one crossing. `p5`, `median`, `p95` of
    the crossings, with standard errors, and `quantile`, the place of the median in the input's belief; `implausible`:
    share of the crossings outside the 90 % interval of that belief (both None for an input that is not uncertain).
    `jumps`: share of the crossings at which the output leaps. `rows`, `values`: the draws that have one, and where it
    is.
    """

    n: int
    seed: int
    none_above: Estimate
    none_below: Estimate
    several: Estimate
    crossed: Estimate | None
    beyond: Estimate
    p5: Estimate | None
    median: Estimate | None
    p95: Estimate | None
    quantile: float | None
    implausible: float | None
    jumps: float
    rows: Whole
    values: Array
    tried: int

    def text(self, unit: str) -> str:
        """The distribution in words."""
        said = f"Over {self.n:,} draws of the other inputs: "
        if self.median is None or self.p5 is None or self.p95 is None:
            above, below = percent(self.none_above.value), percent(self.none_below.value)
            return said + f"no break-even value (above at all {self.tried} values tried in {above}, below in {below})."
        span = f"{number(self.p5.value)} to {number(self.p95.value)} {unit}".rstrip()
        said += f"break-even value {span} (90 % interval), median {number(self.median.value)}"
        said += "" if self.quantile is None else f" ({its_percentile(self.quantile)})"
        none = self.none_above.value + self.none_below.value
        said += f"; no break-even value in {percent(none)} of draws"
        if none:
            parts = ((self.none_above, "above"), (self.none_below, "below"))
            shares = (f"{w} at all {self.tried} values tried in {percent(e.value)}" for e, w in parts if e.value)
            said += f" ({', '.join(shares)})"
        said += f", several in {percent(self.several.value)}." if self.several.value else "."
        if self.implausible:
            said += f" {percent(self.implausible)} of these values lie outside the 90 % interval of the input's belief."
        if self.crossed is not None:
            said += f" Its own uncertainty carries the output across in {percent(self.crossed.value)} of draws."
        return said


def thresholds(
    case: Case[Any, Any], entry: Entry, output: str, target: float, grid: Array, *, n: int, seed: int
) -> Thresholds:
    """The break-even values over draws; `grid` is the fine grid of the input, from which a coarse one is taken.

    Raises InputError for a bad n or seed, RunError if the output is not finite somewhere.
    """
    plan = Plan.of(case, check_seed(seed), "sobol", check_n(n))
    near = int(np.searchsorted(grid, entry.value))
    places = np.unique(np.append(np.linspace(0, len(grid) - 1, COARSE).round().astype(np.int64), near))
    search = _ThresholdSearch(case, plan, entry, output, target, grid[places])
    count = 2 * -(-n // (2 * ROWS))  # an even number of pieces of one size
    step = -(-n // count)
    pieces = [(start, min(start + step, n)) for start in range(0, n, step)]
    with workers(None, n * COARSE) as pool:
        parts = list(in_order(pool, partial(_piece, search=search), pieces))
    joined = [np.concatenate([part[k] for part in parts]) for k in range(6)]
    above, below, many, crossed, beyond, value = joined
    jump = np.concatenate([part[6] for part in parts])
    rows = np.flatnonzero(np.isfinite(value))
    found = value[rows]
    replicate = np.arange(n) % REPLICATES

    def share(marks: Array) -> Estimate:
        parts = np.bincount(replicate, marks, REPLICATES) / np.bincount(replicate, minlength=REPLICATES)
        return Estimate(float(marks.mean()), float(replicate_error(parts)))

    spots: list[Estimate | None] = [None, None, None]
    for k, level in enumerate((0.05, 0.5, 0.95) if len(rows) else ()):
        own = [found[replicate[rows] == r] for r in range(REPLICATES)]
        each = [float(np.quantile(values, level)) for values in own if len(values)]
        error = float(replicate_error(each)) if len(each) > 1 else np.inf
        spots[k] = Estimate(float(np.quantile(found, level)), error)
    p5, median, p95 = spots
    quantile = implausible = None
    if entry.uncertain and median is not None:
        quantile = float(entry.dist.cdf(median.value))
        low, high = entry.dist.quantile(np.array([0.05, 0.95]))
        implausible = float(np.mean((found < low) | (found > high)))
    return Thresholds(
        n,
        seed,
        share(above),
        share(below),
        share(many),
        share(crossed) if entry.uncertain else None,
        share(beyond),
        p5,
        median,
        p95,
        quantile,
        implausible,
        float(jump[rows].mean()) if len(rows) else 0.0,
        rows,
        found,
        len(places),
    )


@dataclass(frozen=True)
class _ThresholdSearch:
    """What a piece of the work needs to know."""

    case: Case[Any, Any]
    plan: Plan
    entry: Entry
    output: str
    target: float
    grid: Array

    def gap(self, drawn: Drawn, at: Array) -> Array:
        """Output less target, (rows,), with the input at `at`. Raises RunError where it is not finite."""
        moved = moved_with(self.case, self.entry.path, at)
        gap = self.plan.evaluated({**drawn, **moved}, 0, len(at)).outputs[self.output] - self.target
        if not np.isfinite(gap).all():
            row = int(np.argmin(np.isfinite(gap)))
            where = ", ".join(f"{path} = {values[row]:g}" for path, values in {**drawn, **moved}.items())
            raise RunError(f"'{self.output}' is not finite at {where}; a break-even of it would mislead.")
        return np.asarray(gap)


def _piece(start: int, stop: int, search: _ThresholdSearch) -> tuple[Array, ...]:
    """Marks of the draws (always above, always below, several, crossed, beyond), the value nearest to the adopted one
    (not a number where there is none), and marks of jumps."""
    drawn = search.plan.inputs(start, stop)
    rows, grid, entry = stop - start, search.grid, search.entry
    gaps = np.array([search.gap(drawn, np.full(rows, point)) for point in grid])
    level = ((gaps == 0).any(axis=0) & (gaps >= 0).all(axis=0)) & gaps.any(axis=0)  # there the target counts as below
    sides = np.where(np.where(level, gaps > 0, gaps >= 0), 1, -1)
    crosses = sides[:-1] != sides[1:]
    count = crosses.sum(axis=0)
    adopted = int(np.searchsorted(grid, entry.value))
    distance = np.abs(np.arange(len(grid) - 1) + 0.5 - adopted)[:, None]
    bracket = np.argmin(np.where(crosses, distance, np.inf), axis=0)
    left, right = grid[bracket], grid[bracket + 1]
    low, high = (np.take_along_axis(gaps, bracket[None] + k, axis=0)[0] for k in (0, 1))
    row, place, at, there, touched = _dips(search, drawn, gaps, np.flatnonzero(count == 0))
    value, jump = np.full(rows, np.nan), np.zeros(rows)
    value[row], count[row] = np.where(touched, at, np.nan), np.where(touched, 1, 2)
    before = at > entry.value  # of the two crossings the one on this side of the dip is the nearer
    left[row], right[row] = np.where(before, grid[place - 1], at), np.where(before, at, grid[place + 1])
    low[row], high[row] = np.where(before, gaps[place - 1, row], there), np.where(before, there, gaps[place + 1, row])
    some = np.flatnonzero((count > 0) & np.isnan(value))
    if len(some):
        own = {path: values[some] for path, values in drawn.items()}
        brackets = [ends[some] for ends in (left, right, low, high)]
        value[some], jump[some] = _close_in(search, own, brackets, level[some])
    here = drawn[entry.path] if entry.path in drawn else np.full(rows, entry.value)
    now = search.gap(drawn, here) >= 0
    crossed = now != (gaps[adopted] >= 0)
    never = count == 0
    above, below = never & (sides[0] > 0), never & (sides[0] < 0)
    marks = np.array([above, below, count > 1, crossed, now], dtype=np.float64)
    return (*marks, value, jump)


def _dips(
    search: _ThresholdSearch, drawn: Drawn, gaps: Array, rows: Whole
) -> tuple[Whole, Whole, Array, Array, npt.NDArray[np.bool_]]:
    """Of draws that are on one side at all values, those that meet the target at an extreme: their number, the place
    of the extreme on the grid, a value on the other side and the gap there, and whether it is only touched. Of several
    extremes in a draw the one nearest to the adopted value comes last."""
    adopted = int(np.searchsorted(search.grid, search.entry.value))
    side = np.where(gaps[0] >= 0, 1.0, -1.0)
    inner = side[rows] * gaps[:, rows]
    turn = (inner[1:-1] < inner[:-2]) & (inner[1:-1] <= inner[2:])
    place, k = np.nonzero(turn)
    order = np.argsort(-np.abs(place + 1 - adopted), kind="stable")
    place, row = place[order] + 1, rows[k[order]]
    at, there = np.empty(len(row)), np.empty(len(row))
    step = max(ROWS // (PARTS + 1), 1)
    for start in range(0, len(row), step):
        piece = slice(start, start + step)
        of = row[piece]

        def inwards(which: Whole, points: Array, of: Whole = of) -> Array:
            own = {path: np.repeat(values[of[which]], PARTS + 1) for path, values in drawn.items()}
            return side[of[which], None] * search.gap(own, points.ravel()).reshape(points.shape)

        ends = search.grid[place[piece] - 1], search.grid[place[piece] + 1]
        at[piece], there[piece], _ = lowest(inwards, *ends, enough=0.0)
    size = np.maximum(np.abs(gaps[place - 1, row]), np.abs(gaps[place + 1, row]))
    touched = np.abs(there) <= ROUNDING * np.maximum(size, abs(search.target))
    met = touched | (there < 0)
    there *= side[row]
    return row[met], place[met], at[met], there[met], touched[met]


def _close_in(
    search: _ThresholdSearch, drawn: Drawn, brackets: Sequence[Array], level: npt.NDArray[np.bool_]
) -> tuple[Array, Array]:
    """The value in each bracket (left, right, the gaps there) at which the gap changes sign, and whether it leaps
    there, by Chandrupatla's method.

    Where the gap is 0 at an end it may be so on a stretch: there it counts as large, below 0 in a row of `level` and
    above it in others, and the last value at which it is 0 is taken. Each row stops by its own test, so that its value
    does not depend on the others.
    """
    left, right, low, high = brackets
    value, jump = np.empty(len(left)), np.zeros(len(left))
    rows, t = np.arange(len(left)), np.full(len(left), 0.5)
    width, size = right - left, np.maximum(np.abs(low), np.abs(high))
    x1, x2 = left, right
    flat, zero = (low == 0) | (high == 0), np.where(level, -size, size)
    f1, f2 = (np.where(flat & (f == 0), zero, f) for f in (low, high))
    for step in range(STEPS):
        x = x1 + t * (x2 - x1)
        f = search.gap(drawn, x)
        f = np.where(flat & (f == 0), zero, f)
        same = (f >= 0) == (f1 >= 0)
        x3, f3 = np.where(same, x1, x2), np.where(same, f1, f2)
        x2, f2 = np.where(same, x2, x1), np.where(same, f2, f1)
        x1, f1 = x, f
        nearest = np.minimum(np.abs(f1), np.abs(f2))
        tight = CLOSE * width / np.abs(x2 - x1)
        done = (tight > 0.5) | ((nearest <= CLOSE * size) & ~flat) | (step == STEPS - 1)
        value[rows[done]] = np.where(np.where(flat, f1 * zero > 0, np.abs(f1) <= np.abs(f2)), x1, x2)[done]
        jump[rows[done]] = 1.0 * (nearest > np.maximum(JUMP * size, ROUNDING * abs(search.target)))[done]
        keep = ~done
        if not keep.any():
            break
        rows, flat, zero = rows[keep], flat[keep], zero[keep]
        width, size, x1, x2, x3, f1, f2, f3, tight = (v[keep] for v in (width, size, x1, x2, x3, f1, f2, f3, tight))
        if done.any():
            drawn = {path: values[keep] for path, values in drawn.items()}
        xi, phi = (x1 - x2) / (x3 - x2), (f1 - f2) / (f3 - f2)
        curved = (phi**2 < xi) & ((1 - phi) ** 2 < 1 - xi)  # then the inverse parabola through the three is safe
        with np.errstate(divide="ignore", invalid="ignore"):
            parabola = f1 / (f2 - f1) * f3 / (f2 - f3) + (x3 - x1) / (x2 - x1) * f1 / (f3 - f1) * f2 / (f3 - f2)
        t = np.clip(np.where(curved, parabola, 0.5), tight, 1 - tight)
    return value, jump
