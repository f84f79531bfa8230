"""At which value of one input does an output reach a target, the others at their adopted values, or as drawn?

Brackets over the whole range of the input (its support, cut at probabilities of one in a million where it is endless;
the bounds of its type where it is not uncertain), then ever finer cuts of each. There may be no crossing, one, or
several. With `n` the same is done in every draw of the other inputs, and the answer is a distribution; see
`thresholds`.

    output(value, others) = target

Reference: HM Treasury, The Green Book, sections 5.60 and 5.61, on switching values.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from mloss_econ.adoption import Entry
from mloss_econ.calculators import Calculator
from mloss_econ.case import Case
from mloss_econ.errors import InputError
from mloss_econ.frames import Column, Frame, Tabular, text
from mloss_econ.records import leaf_specs
from mloss_econ.sensitivity.points import adopted_quantile, output_at
from mloss_econ.sensitivity.thresholds import Thresholds, thresholds
from mloss_econ.text import number, percent, wrap
from mloss_econ.units import show_unit

Array = npt.NDArray[np.float64]
GRID = 2001
TAIL = 1e-6
PARTS, ROUNDS = 64, 10  # 2^60: down to neighbouring numbers
SPAN = 1e4  # an endless bound is searched up to this many times the adopted value (at 0: the largest of its unit)


@dataclass(frozen=True)
class Crossing:
    """One value of the input at which the target is met. `quantile`: its place in the input's belief (None if the
    input is not uncertain); `rises`: the output goes up through the target; `jump`: it leaps over it."""

    value: float
    quantile: float | None
    rises: bool
    jump: bool


@dataclass(frozen=True)
class BreakEven(Tabular):
    """Where an output crosses a target as one input varies from `searched[0]` to `searched[1]`."""

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
    draws: Thresholds | None = None

    def frame(self) -> Frame:
        """One row a crossing; no row where the output keeps to one side of the target."""
        columns = [Column(self.vary, self.unit_input), Column("point of its belief", kind="share")]
        columns += [text("output rises"), text("jump")]
        rows = tuple((c.value, c.quantile, c.rises, c.jump) for c in self.crossings)
        goal = f"{self.output} = {number(self.target)} {self.unit_output}".rstrip()
        return Frame(f"Where {goal}; adopted {self.vary}: {number(self.adopted_input)}", columns, rows)

    def __str__(self) -> str:
        return "\n".join([self._adopted(), *([] if self.draws is None else wrap(self.draws.text(self.unit_input)))])

    def _adopted(self) -> str:
        goal = f"{self.output} = {number(self.target)} {self.unit_output}".rstrip()
        span = f"{number(self.searched[0])} to {number(self.searched[1])} {self.unit_input}".rstrip()
        if not self.crossings:
            side = "above" if self.adopted_output > self.target else "below"
            return "\n".join(wrap(f"No value of {self.vary} from {span} gives {goal}: the output stays {side} it."))
        parts = []
        for c in self.crossings:
            place = "" if c.quantile is None else f", the {percent(c.quantile)} point of its belief"
            parts.append(f"{number(c.value)} {self.unit_input}".rstrip() + place + (" (a jump)" if c.jump else ""))
        return "\n".join(
            wrap(f"{goal} at {self.vary} = {' and at '.join(parts)}; adopted: {number(self.adopted_input)}.")
        )


def break_even(
    calculator: Calculator[Any, Any],
    case: Case[Any, Any],
    *,
    vary: str,
    output: str,
    target: float,
    n: int | None = None,
    seed: int = 0,
) -> BreakEven:
    """All values of the input `vary` at which `output` equals `target`, others at their adopted values; with `n`, also
    in each of n draws of the others (`draws` of the result).

    Raises InputError for an unknown path or a target that is not a number, RunError if the output is not finite
    somewhere in the range.
    """
    case.check_of(calculator)
    if isinstance(target, bool) or not isinstance(target, (int, float, np.number)) or not np.isfinite(target):
        raise InputError(f"target = {target!r} is not a number.")
    entry = case.entry(vary)
    alike = max(abs(e.value) for e in case.entries.values() if e.spec.unit == entry.spec.unit)
    grid = _grid(entry, max(abs(entry.value) or alike, 1.0))
    ends = np.isfinite(output_at(case, output, {vary: grid[[0, -1]]}, (2,), refuse=False))
    grid = grid[0 if ends[0] else 1 : len(grid) if ends[1] else -1]  # an end of the range need not be reached

    def gap(points: Array) -> Array:
        return output_at(case, output, {vary: points}, points.shape) - target

    values = gap(grid)
    sign: Array = np.sign(values)
    exact = np.flatnonzero((sign == 0) & (np.r_[1, sign[:-1]] != 0))
    turns = np.flatnonzero(sign[:-1] * sign[1:] < 0)
    roots, jumps = _bisect(gap, grid[turns], grid[turns + 1], sign[turns])
    found = [(float(r), bool(j), bool(sign[t] < 0)) for r, j, t in zip(roots, jumps, turns, strict=True)]
    for k in map(int, exact):
        before, after = sign[max(k - 1, 0)], sign[min(k + 1, len(grid) - 1)]
        found.append((float(grid[k]), False, bool(after > before)))
    crossings = tuple(
        Crossing(value, float(entry.dist.cdf(value)) if entry.uncertain else None, rises, jump)
        for value, jump, rises in sorted(found)
    )
    specs = dict(leaf_specs(case.outputs()))
    return BreakEven(
        vary,
        output,
        float(target),
        entry.value,
        adopted_quantile(entry) if entry.uncertain else None,
        float(output_at(case, output, {}, ())),
        crossings,
        (float(grid[0]), float(grid[-1])),
        show_unit(str(entry.spec.unit), case.prices),
        show_unit(specs[output].unit or "", case.prices),
        None if n is None else thresholds(case, entry, output, float(target), grid, n=n, seed=seed),
    )


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


def _bisect(gap: Any, left: Array, right: Array, sign_left: Array) -> tuple[Array, npt.NDArray[np.bool_]]:
    """Each bracket cut into 64 again and again, all of them in one evaluation, keeping the first part in which the sign
    changes; a bracket whose gap does not shrink with it holds a jump."""
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
    return root, np.abs(gap(left) - gap(right)) > 1e-6 * width
