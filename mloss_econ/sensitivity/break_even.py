"""At which value of one input does an output reach a target, the others at their adopted values, or as drawn?

Brackets over the whole range of the input (its support, cut at probabilities of one in a million where it is endless;
the bounds of its type where it is not uncertain), then ever finer cuts of each. Where the output turns back before
it reaches the target, its extreme is sought between the points of the grid (see `extremes`), so that a narrow dip and a
target that is only touched are found as well. There may be no crossing, one, or several; that there is none is said of
the values tried. With `n` the same is done in every draw of the other inputs, and the answer is a distribution; see
`thresholds`.

    output(value, others) = target

Reference: HM Treasury, The Green Book, sections 5.60 and 5.61, on switching values.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from mloss_econ.base.arrays import one_number
from mloss_econ.base.frames import Column, Frame, Tabular, text
from mloss_econ.base.text import apart, its_percentile, number, wrap
from mloss_econ.base.units import show_unit
from mloss_econ.engine import SEED, check_case
from mloss_econ.kernel import Case, Entry, leaf_specs
from mloss_econ.sensitivity.crossings import Met, crossings_of
from mloss_econ.sensitivity.points import adopted_quantile, output_at
from mloss_econ.sensitivity.thresholds import Thresholds, thresholds

Array = npt.NDArray[np.float64]
GRID = 2001
TAIL = 1e-6
SPAN = 1e4  # an endless bound is searched up to this many times the adopted value (at 0: the largest of its unit)


@dataclass(frozen=True)
class Crossing:
    """One value of the input at which the target is met. `quantile`: its place in the input's belief (None if the
    input is not uncertain); `rises`: the output goes up through the target; `jump`: it leaps over it, or to it;
    `touches`: it only touches the target and stays on one side. Where the output equals the target over a stretch of
    the input, `stretch` is that, and `value` its end nearer to the adopted value (of those within the range, if any
    is)."""

    value: float
    quantile: float | None
    rises: bool
    jump: bool
    touches: bool = False
    stretch: tuple[float, float] | None = None


@dataclass(frozen=True)
class BreakEven(Tabular):
    """Where an output crosses a target as one input varies from `searched[0]` to `searched[1]`; `tried`: at how many
    values in between it was computed before closing in."""

    vary: str
    output: str
    target: float
    adopted_input: float
    adopted_quantile: float | None
    adopted_output: float
    crossings: tuple[Crossing, ...]
    searched: tuple[float, float]
    unit_input: str
    unit_output: str
    tried: int
    draws: Thresholds | None = None

    def frame(self) -> Frame:
        """One row a crossing; no row where the output is on one side of the target at all values tried."""
        columns = [Column(self.vary, self.unit_input), Column("probability of a lower value", kind="share")]
        columns += [text("output rises"), text("jump")]
        rows = tuple((c.value, c.quantile, c.rises, c.jump) for c in self.crossings)
        goal = f"{self.output} = {number(self.target)} {self.unit_output}".rstrip()
        notes = () if self.crossings and not any(c.stretch for c in self.crossings) else (self._adopted(),)
        return Frame(f"Where {goal}; adopted {self.vary}: {number(self.adopted_input)}", columns, rows, notes)

    def __str__(self) -> str:
        drawn = [] if self.draws is None else wrap(self.draws.text(self.unit_input))
        return "\n".join([*wrap(self._adopted()), *drawn])

    def _adopted(self) -> str:
        goal = f"{self.output} = {number(self.target)} {self.unit_output}".rstrip()
        span = f"{number(self.searched[0])} to {number(self.searched[1])} {self.unit_input}".rstrip()
        if not self.crossings:
            side = "above" if self.adopted_output > self.target else "below"
            return (
                f"{goal} at none of {self.tried:,} values of {self.vary} from {span}: there the output stays {side} it."
            )
        parts, digits = [], apart([end for c in self.crossings for end in c.stretch or (c.value,)])
        for c in self.crossings:
            at = " to ".join(number(end, digits) for end in c.stretch or (c.value,))
            place = [] if c.quantile is None else [its_percentile(c.quantile)]
            how = ["a jump"] if c.jump else ["only touched"] if c.touches else []
            inside = ", ".join(["throughout"] if c.stretch else [*place, *how])
            parts.append(f"{at} {self.unit_input}".rstrip() + (f" ({inside})" if inside else ""))
        return f"{goal} at {self.vary} = {' and at '.join(parts)}; adopted: {number(self.adopted_input)}."


def break_even(
    case: Case[Any, Any],
    *,
    vary: str,
    output: str,
    target: float,
    n: int | None = None,
    seed: int = SEED,
) -> BreakEven:
    """All values of the input `vary` at which `output` equals `target`, others at their adopted values; with `n`, also
    in each of n draws of the others (`draws` of the result).

    Raises InputError for an unknown path or a target that is not a number, RunError if the output is not finite
    somewhere in the range.
    """
    check_case(case, "break_even")
    target = one_number(target, "target")
    entry = case.entry(vary)
    alike = max(abs(e.value) for e in case.entries.values() if e.spec.unit == entry.spec.unit)
    grid = _grid(entry, max(abs(entry.value) or alike, 1.0))
    ends = np.isfinite(output_at(case, output, {vary: grid[[0, -1]]}, (2,), refuse=False))
    grid = grid[0 if ends[0] else 1 : len(grid) if ends[1] else -1]  # an end of the range need not be reached

    def outputs(points: Array) -> Array:
        return output_at(case, output, {vary: points.ravel()}, (points.size,)).reshape(points.shape)

    found, tried = crossings_of(outputs, grid, target)
    searched = float(grid[0]), float(grid[-1])
    crossings = tuple(_crossing(met, entry, searched) for met in found)
    specs = dict(leaf_specs(case.outputs()))
    return BreakEven(
        vary,
        output,
        target,
        entry.value,
        adopted_quantile(entry) if entry.uncertain else None,
        float(output_at(case, output, {}, ())),
        crossings,
        searched,
        show_unit(str(entry.spec.unit), case.prices),
        show_unit(specs[output].unit or "", case.prices),
        tried,
        None if n is None else thresholds(case, entry, output, target, grid, n=n, seed=seed),
    )


def _crossing(met: Met, entry: Entry, searched: tuple[float, float]) -> Crossing:
    stretch = (met.start, met.stop) if met.start < met.stop else None
    ends = [end for end in (met.start, met.stop) if not stretch or searched[0] < end < searched[1]]
    value = min(ends, key=lambda end: abs(end - entry.value)) if ends else entry.value
    quantile = float(entry.dist.cdf(value)) if entry.uncertain else None
    return Crossing(value, quantile, met.rises, met.jump, met.touches, stretch)


def _grid(entry: Entry, scale: float) -> Array:
    """Points over the range of an input, denser where its belief is, with the adopted value among them."""
    low, high = entry.dist.support if entry.uncertain else (entry.spec.low, entry.spec.high)
    if entry.uncertain:
        u = np.concatenate([np.geomspace(TAIL, 0.5, GRID // 2), 1 - np.geomspace(0.5, TAIL, GRID // 2)])
        points = entry.dist.quantile(u)
        points = np.concatenate([points, [b for b in (low, high) if np.isfinite(b)]])
    else:
        size = SPAN * scale
        low, high = max(low, -size), min(high, size)
        steps = np.geomspace(TAIL, 1, GRID // 2) * (high - low)
        near = [entry.value + steps, entry.value - steps, low + steps, high - steps]
        points = np.clip(np.concatenate([np.linspace(low, high, GRID // 2), *near]), low, high)
    return np.unique(np.append(points, entry.value))
