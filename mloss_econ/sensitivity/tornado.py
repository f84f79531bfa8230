"""One input at a time, from its 5th to its 95th percentile, the others at their adopted values.

    index = highest output - lowest output, at the ends, at the adopted value and in between

Between the ends stand 127 more values, equally far apart in probability; where the output has an extreme at one of
these it is sought next to it (see `extremes`), and a note says where it lies: the input is not monotone. Nothing is
sampled: the index is exact where the output rises or falls throughout, else a lower bound. In the shipped calculators
252 pairs of input and output move it by less than half as much from end to end as over 2,049 values; here it is one. A
tornado shows no interactions; it is a reading aid, not a decomposition. 129 d + 1 evaluations, and a hundred or so for
each extreme.

Reference: Howard (1988), "Decision analysis: practice and promise".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from mloss_econ.base.arrays import one_number
from mloss_econ.base.frames import Column, Frame, text
from mloss_econ.base.text import LEGEND, columns, mark, number, percentile, wrap
from mloss_econ.base.units import show_unit
from mloss_econ.engine import check_case
from mloss_econ.errors import InputError
from mloss_econ.kernel import Case, Entry, leaf_specs
from mloss_econ.sensitivity.extremes import Whole, lowest, valleys
from mloss_econ.sensitivity.points import output_at, uncertain
from mloss_econ.sensitivity.ranking import Ranking, RankRow

Array = npt.NDArray[np.float64]
ROUNDING = 1e-12
TORNADO_POINTS = 129
Spot = tuple[float, float]  # a value of the input, the output there
SIDES = 1.0, -1.0  # the lowest, the highest
ROUNDS = 6  # of narrowing: 8^6 of the distance between two points


@dataclass(frozen=True, kw_only=True)
class Swing(RankRow):
    """One input: the two ends of it, the outputs they lead to; the lowest and the highest output (`span`) at these, at
    the adopted value and in between, and at which values of the input they lie."""

    input_low: float
    input_high: float
    output_low: float
    output_high: float
    span: tuple[float, float]
    span_at: tuple[float, float]
    input_unit: str

    @property
    def inside(self) -> tuple[bool, bool]:
        """Whether the lowest and the highest output lie between the ends: then the input is not monotone."""
        ends = self.output_low, self.output_high
        low, high = (self.input_low < at < self.input_high for at in self.span_at)
        return low and self.span[0] < min(ends), high and self.span[1] > max(ends)


@dataclass(frozen=True)
class Tornado(Ranking):
    """Swings of one output by input, largest first; `points` values of each were tried, and more next to an extreme."""

    rows: tuple[Swing, ...]
    points: int = TORNADO_POINTS

    def frame(self) -> Frame:
        """One row an input: its two ends, each with the output it leads to, and the lowest and highest output."""
        named = (Column(f"output {what}", self.unit) for what in ("from", "to", "lowest", "highest"))
        columns = (text("input"), text("unit"), Column("input from"), Column("input to"), *named, text("judgement"))
        rows = tuple(
            (r.path, r.input_unit, r.input_low, r.input_high, r.output_low, r.output_high, *r.span, r.is_judgement)
            for r in self.rows
        )
        title = f"{self.method} of {self.output}, {self.case}; adopted: {number(self.adopted)} {self.unit}".rstrip()
        return Frame(title, columns, rows, self.notes)

    def __str__(self) -> str:
        title = f"{self.method} of {self.output}, {self.case} ({self.unit}); adopted: {number(self.adopted)}"
        table = [["", "input from", "to", "output from", "to"]]
        for r in self.rows:
            table.append(
                [f"{mark(r.is_judgement)} {r.path}"]
                + [number(v) for v in (r.input_low, r.input_high, r.output_low, r.output_high)]
            )
        notes = [line for note in self.notes for line in wrap(note)]
        return "\n".join([*wrap(title), *columns(table), *notes, LEGEND])


def tornado(
    case: Case[Any, Any],
    output: str,
    *,
    low: float = 0.05,
    high: float = 0.95,
    points: int = TORNADO_POINTS,
) -> Tornado:
    """Swing of one output over each uncertain input, at `points` values of it, largest first.

    Raises InputError for an unknown output, quantiles that are not 0 <= low < high <= 1 or fewer than 2 points,
    RunError if the output is not finite at one of the values.
    """
    check_case(case, "tornado")
    low, high = one_number(low, "low"), one_number(high, "high")
    if not 0 <= low < high <= 1:
        raise InputError(f"low = {low} and high = {high} must be probabilities with low below high.")
    if isinstance(points, bool) or not isinstance(points, int) or points < 2:
        raise InputError(f"points = {points!r} must be a whole number of at least 2: both ends of an input.")
    entries = uncertain(case)
    adopted = float(output_at(case, output, {}, ()))
    at = np.array([entry.dist.quantile(np.linspace(low, high, points)) for entry in entries.values()])
    at = at.reshape(len(entries), points)
    search = _Search(case, output, entries, adopted)
    y = search.outputs(np.repeat(np.arange(len(entries)), points), at.ravel()).reshape(at.shape)
    rows = []
    for k, ((path, entry), (least, most)) in enumerate(zip(entries.items(), search.spans(at, y), strict=True)):
        swing = most[1] - least[1]
        rows.append(
            Swing(
                path,
                swing,
                (swing, swing),
                entry.is_judgement,
                input_low=float(at[k, 0]),
                input_high=float(at[k, -1]),
                output_low=float(y[k, 0]),
                output_high=float(y[k, -1]),
                span=(least[1], most[1]),
                span_at=(least[0], most[0]),
                input_unit=show_unit(str(entry.spec.unit), case.prices),
            )
        )
    rows.sort(key=lambda row: -row.index)
    unit = show_unit(dict(leaf_specs(case.outputs()))[output].unit or "", case.prices)
    measure = f"span of the output from the {percentile(low)} to the {percentile(high)} of an input"
    notes = tuple(note for row in rows if (note := _note(row, unit)))
    return Tornado(
        "tornado",
        measure,
        case.label,
        output,
        unit,
        adopted,
        tuple(rows),
        notes,
        evaluations=search.evaluations,
        points=points,
    )


def _note(row: Swing, unit: str) -> str:
    """Where the output of an input that is not monotone is lowest, highest; "" for one that is."""
    of = f" {unit}" if unit else ""
    parts = [
        f"the {what} output, {number(value)}{of}, lies at {number(at)} {row.input_unit}".rstrip()
        for what, value, at, inside in zip(("lowest", "highest"), row.span, row.span_at, row.inside, strict=True)
        if inside
    ]
    return f"{row.path} is not monotone: {' and '.join(parts)}." if parts else ""


@dataclass
class _Search:
    """Outputs with one input moved at a time, counted."""

    case: Case[Any, Any]
    output: str
    entries: Mapping[str, Entry]
    adopted: float
    evaluations: int = 1

    def outputs(self, which: Whole, at: Array) -> Array:
        """The output with the input of number `which` at `at`, all others as adopted, (rows,)."""
        moved = set(which.tolist())
        values = {
            path: np.where(which == k, at, entry.value)
            for k, (path, entry) in enumerate(self.entries.items())
            if k in moved
        }
        self.evaluations += len(at)
        y = output_at(self.case, self.output, values, at.shape)
        return np.where(np.abs(y - self.adopted) <= ROUNDING * abs(self.adopted), self.adopted, y)

    def spans(self, inputs: Array, outputs: Array) -> list[list[Spot]]:
        """Of each input the lowest and the highest output, sought next to the extremes that are seen in its outputs,
        each with the value of the input it lies at; the ends come first where there are several."""
        best = [
            [self._seen(side, *row) for side in SIDES]
            for row in zip(self.entries.values(), inputs, outputs, strict=True)
        ]
        extremes: list[tuple[int, int, float, float]] = []  # input, side, bracket
        for k, y in enumerate(outputs):
            for i, side in enumerate(SIDES):
                place, before, after = valleys(side * y)
                turn = (before < place) & (place < after)
                ends = zip(inputs[k, before[turn]], inputs[k, after[turn]], strict=True)
                extremes += [(k, i, float(left), float(right)) for left, right in ends]
        which = np.array([t[0] for t in extremes], dtype=np.int64)
        sides = np.array([SIDES[t[1]] for t in extremes])

        def inwards(rows: Whole, points: Array) -> Array:
            of = np.repeat(which[rows], points.shape[1])
            return sides[rows, None] * self.outputs(of, points.ravel()).reshape(points.shape)

        found = lowest(inwards, np.array([t[2] for t in extremes]), np.array([t[3] for t in extremes]), rounds=ROUNDS)
        for (k, i, *_), x, y in zip(extremes, *found[:2], strict=True):
            if y < SIDES[i] * best[k][i][1]:
                best[k][i] = float(x), float(SIDES[i] * y)
        return best

    def _seen(self, side: float, entry: Entry, at: Array, outputs: Array) -> Spot:
        """The lowest (highest) of the outputs at the values tried and at the adopted one."""
        x, y = np.r_[at[[0, -1]], entry.value, at], np.r_[outputs[[0, -1]], self.adopted, outputs]
        k = int(np.argmin(side * y))
        return float(x[k]), float(y[k])
