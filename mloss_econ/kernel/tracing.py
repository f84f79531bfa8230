"""Where every number of a case comes from: value, range, grade, source or clause, conversion."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from mloss_econ.base.frames import Column, Frame, Tabular, text
from mloss_econ.base.text import LEGEND, mark, number, wrap
from mloss_econ.base.units import show_unit
from mloss_econ.errors import InputError, quoted
from mloss_econ.evidence import Store
from mloss_econ.kernel.adoption import Entry
from mloss_econ.kernel.case import Case
from mloss_econ.kernel.trees import leaf_specs


@dataclass(frozen=True)
class TraceRow:
    """One input with where its number comes from."""

    path: str
    role: str
    value: float
    unit: str
    low: float
    high: float
    grade: str
    source: str
    conversion: str

    @property
    def is_judgement(self) -> bool:
        """Whether the number is judgement, confirmed or not."""
        return self.grade.split(",")[0] == "judgement"

    @property
    def mark(self) -> str:
        """The sign of its grade; none for what has no grade, a definition or a lever."""
        return mark(self.is_judgement) if self.grade else ""


@dataclass(frozen=True)
class Trace(Tabular):
    """Where every number of a case comes from: `rows`, printable."""

    title: str
    rows: tuple[TraceRow, ...]

    def frame(self) -> Frame:
        """One row an input: value, range, role, grade, and where it comes from."""
        columns = (text("input"), text("unit"), *map(Column, ("value", "p5", "p95")))
        columns += tuple(map(text, ("role", "grade", "source", "conversion")))
        rows = tuple(
            (r.path, r.unit, r.value, r.low, r.high, r.role, r.grade, r.source, r.conversion) for r in self.rows
        )
        return Frame(self.title, columns, rows)

    def __str__(self) -> str:
        lines = [self.title]
        for row in self.rows:
            spread = f" ({number(row.low)} to {number(row.high)})" if row.low < row.high else ""
            lines.append(f"{row.mark or ' '} {row.path} = {number(row.value)}{spread} {row.unit}".rstrip())
            lines += wrap("; ".join(p for p in (row.role, row.grade, row.source, row.conversion) if p), indent=4)
        lines.append(f"{LEGEND}; ranges are 90 % intervals.")
        return "\n".join(lines)


def trace(case: Case[Any, Any]) -> Trace:
    """Value, range, unit, and source or clause of every input of a case."""
    if not isinstance(case, Case):
        raise InputError(f"trace takes a case, not {quoted(case)}. baseline(CALCULATOR) makes one.")
    specs = dict(leaf_specs(case.point))
    rows = []
    for path, entry in case.entries.items():
        low, high = (float(q) for q in entry.dist.quantile(np.array([0.05, 0.95])))
        rows.append(
            TraceRow(
                path,
                str(specs[path].role),
                entry.value,
                show_unit(str(entry.spec.unit), case.prices),
                low,
                high,
                _grade(entry),
                _source(entry, case.store),
                f"from {entry.conversion.original}: {entry.conversion.how}" if entry.conversion else "",
            )
        )
    return Trace(f"{case.calculator.name}, {case.label}, prices {case.prices}", tuple(rows))


def _grade(entry: Entry) -> str:
    if entry.belief is None:
        return "judgement" if entry.is_judgement else ""
    marks = [m for m, on in (("weak source", entry.belief.weak), ("not confirmed", not entry.belief.confirmed)) if on]
    return ", ".join([entry.belief.grade, *marks])


def _source(entry: Entry, store: Store) -> str:
    if entry.belief is None:
        return f"set by {entry.origin}" if entry.origin else "status quo"
    cited = [store.cite(fact) for fact in entry.belief.rests_on]
    return " — ".join([entry.belief.why, *cited])
