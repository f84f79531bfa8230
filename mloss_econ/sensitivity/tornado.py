"""One input at a time, from its 5 to its 95 % point, the others at their adopted values.

    index = |output at the 95 % point - output at the 5 % point|

Nothing is sampled, so an index is exact. A tornado shows no interactions; it is a reading aid, not a decomposition.
2 d + 1 evaluations.

Reference: Howard (1988), "Decision analysis: practice and promise".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from mloss_econ.calculators import Calculator
from mloss_econ.case import Case
from mloss_econ.errors import InputError
from mloss_econ.frames import Column, Frame, text
from mloss_econ.records import leaf_specs
from mloss_econ.sensitivity.points import output_at, uncertain
from mloss_econ.sensitivity.ranking import Ranking, RankRow
from mloss_econ.text import columns, number, wrap
from mloss_econ.units import show_unit

ROUNDING = 1e-12


@dataclass(frozen=True, kw_only=True)
class Swing(RankRow):
    """One input: the two ends of it, the outputs they lead to, and the span of those and the adopted output."""

    input_low: float
    input_high: float
    output_low: float
    output_high: float
    span: tuple[float, float]
    input_unit: str


@dataclass(frozen=True)
class Tornado(Ranking):
    """Swings of one output by input, largest first."""

    rows: tuple[Swing, ...]

    def frame(self) -> Frame:
        """One row an input: its two ends, each with the output it leads to."""
        named = (Column("output from", self.unit), Column("output to", self.unit))
        columns = (text("input"), text("unit"), Column("input from"), Column("input to"), *named, text("judged"))
        rows = tuple(
            (r.path, r.input_unit, r.input_low, r.input_high, r.output_low, r.output_high, r.judged) for r in self.rows
        )
        title = f"{self.method} of {self.output}, {self.case}; adopted: {number(self.adopted)} {self.unit}".rstrip()
        return Frame(title, columns, rows)

    def __str__(self) -> str:
        title = f"{self.method} of {self.output}, {self.case} ({self.unit}); adopted: {number(self.adopted)}"
        table = [["", "input from", "to", "output from", "to"]]
        for r in self.rows:
            table.append(
                [f"{'○' if r.judged else '●'} {r.path}"]
                + [number(v) for v in (r.input_low, r.input_high, r.output_low, r.output_high)]
            )
        return "\n".join([*wrap(title), *columns(table), "○ judgement, ● has a source"])


def tornado(
    calculator: Calculator[Any, Any], case: Case[Any, Any], output: str, *, low: float = 0.05, high: float = 0.95
) -> Tornado:
    """Swing of one output over each uncertain input, largest first.

    Raises InputError for an unknown output or quantiles that are not 0 <= low < high <= 1, RunError if the output is
    not finite at an end.
    """
    case.check_of(calculator)
    if not 0 <= low < high <= 1:
        raise InputError(f"low = {low} and high = {high} must be probabilities with low below high.")
    entries = uncertain(case)
    count = 2 * len(entries) + 1
    values = {path: np.full(count, entry.value) for path, entry in entries.items()}
    for k, (path, entry) in enumerate(entries.items()):
        values[path][[2 * k, 2 * k + 1]] = entry.dist.quantile(np.array([low, high]))
    result = output_at(case, output, values, (count,))
    adopted = float(result[-1])
    rows = []
    for k, (path, entry) in enumerate(entries.items()):
        low_end, high_end = (_settled(float(result[2 * k + j]), adopted) for j in (0, 1))
        swing = abs(high_end - low_end)
        rows.append(
            Swing(
                path,
                swing,
                (swing, swing),
                entry.judged,
                input_low=float(values[path][2 * k]),
                input_high=float(values[path][2 * k + 1]),
                output_low=low_end,
                output_high=high_end,
                span=(min(low_end, high_end, adopted), max(low_end, high_end, adopted)),
                input_unit=show_unit(str(entry.spec.unit), case.prices),
            )
        )
    rows.sort(key=lambda row: -row.index)
    unit = show_unit(dict(leaf_specs(case.outputs()))[output].unit or "", case.prices)
    measure = f"change of the output from the {low:.0%} to the {high:.0%} point of an input"
    return Tornado("tornado", measure, case.label, output, unit, adopted, tuple(rows), evaluations=count)


def _settled(output: float, adopted: float) -> float:
    """An end that differs from the adopted output by rounding alone is the adopted output."""
    return adopted if abs(output - adopted) <= ROUNDING * abs(adopted) else output
