"""Why do two cases differ, term by term?

    part of an input = mean, over all orders in which the inputs go from one case to the other, of what its step adds
                     = sum over sets S without it of |S|! (k - |S| - 1)! / k! * (output(S and it) - output(S))

These are Shapley values at the adopted points: they sum exactly to the difference, whatever the order. Beside each
stand what the step adds when it comes first and when it comes last; where they differ, the inputs act together.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import factorial
from typing import Any

import numpy as np

from mloss_econ.calculator import Calculator, output_quantities
from mloss_econ.case import Case
from mloss_econ.errors import InputError, RunError, UnitError, nearest
from mloss_econ.quantities import show_unit
from mloss_econ.records import leaf_specs, leaves, replace_leaves
from mloss_econ.text import columns, number, wrap

MOST = 12


@dataclass(frozen=True)
class BridgeRow:
    """One input: its values in the two cases, its part of the difference, and what its step adds first and last.

    `path` names several inputs where they rest on one belief.
    """

    path: str
    from_value: float
    to_value: float
    unit: str
    part: float
    first: float
    last: float


@dataclass(frozen=True)
class Bridge:
    """The difference between two cases in one output; `rows` by size of their part."""

    output: str
    unit: str
    labels: tuple[str, str]
    values: tuple[float, float]
    rows: tuple[BridgeRow, ...]

    def __str__(self) -> str:
        one, other = self.labels
        lines = wrap(f"{self.output}, from '{one}' to '{other}', {self.unit}".rstrip(", "))
        table = [["", one[:14], other[:14], "part", "first", "last"], [one, "", "", number(self.values[0]), "", ""]]
        idle = [r.path for r in self.rows if not (r.part or r.first or r.last)]
        for r in (r for r in self.rows if r.path not in idle):
            figures = (r.from_value, r.to_value, r.part, r.first, r.last)
            table.append([r.path, *(number(v) for v in figures)])
        table.append([other, "", "", number(self.values[1]), "", ""])
        said = f" Differ and play no part: {', '.join(idle)}." if idle else ""
        return "\n".join(
            [*lines, *columns(table), *wrap(f"Parts are means over all orders and sum to the difference.{said}")]
        )


def bridge(calculator: Calculator[Any, Any], a: Case[Any, Any], b: Case[Any, Any], output: str) -> Bridge:
    """Explain the difference in `output` between the adopted points of two cases of a calculator.

    Raises InputError for another calculator, another structure, an unknown output or more than 12 inputs that differ,
    UnitError (naming both) for cases in different price bases, RunError if the output is not finite on the way.
    """
    a.check_of(calculator)
    b.check_of(calculator)
    if a.prices != b.prices:
        raise UnitError(
            f"'{a.label}' is in {a.prices} but '{b.label}' is in {b.prices}. Build both in the same prices."
        )
    if list(a.entries) != list(b.entries) or _structure(a) != _structure(b):
        raise InputError(f"'{a.label}' and '{b.label}' differ in structure (names, labels or tables), not in numbers.")
    groups: dict[str, list[str]] = {}
    for path, entry in a.entries.items():
        if entry.value != b.entries[path].value:
            groups.setdefault(entry.key, []).append(path)
    k = len(groups)
    if k > MOST:
        raise InputError(
            f"{k} inputs differ between '{a.label}' and '{b.label}'; all {2**MOST:,} sets of {MOST} are computed, not "
            "more. Go by way of a case in between."
        )
    sets = (np.arange(2**k)[:, None] >> np.arange(k) & 1).astype(bool)
    values: dict[str, Any] = {path: np.float64(entry.value) for path, entry in a.entries.items()}
    for i, paths in enumerate(groups.values()):
        for path in paths:
            values[path] = np.where(sets[:, i], b.entries[path].value, a.entries[path].value)
    found = output_quantities(calculator(replace_leaves(a.point, values, validate=False)))
    if output not in found:
        raise InputError(f"{calculator.name} has no output '{output}'. {nearest(output, found)}")
    y = np.broadcast_to(np.asarray(found[output], dtype=np.float64), (2**k,))
    if not np.isfinite(y).all():
        raise RunError(f"'{output}' is not finite between '{a.label}' and '{b.label}'.")
    size = sets.sum(axis=1)
    rows = []
    for i, paths in enumerate(groups.values()):
        without = np.flatnonzero(~sets[:, i])
        steps = y[without | (1 << i)] - y[without]
        weight = np.array([factorial(s) * factorial(k - s - 1) / factorial(k) for s in size[without]])
        entry = a.entries[paths[0]]
        unit = show_unit(str(entry.spec.unit), a.prices)
        ends = float(steps[0]), float(steps[-1])
        row = BridgeRow(", ".join(paths), entry.value, b.entries[paths[0]].value, unit, float(weight @ steps), *ends)
        rows.append(row)
    rows.sort(key=lambda row: -abs(row.part))
    unit = dict(leaf_specs(a.outputs()))[output].unit or ""
    return Bridge(output, show_unit(unit, a.prices), (a.label, b.label), (float(y[0]), float(y[-1])), tuple(rows))


def _structure(case: Case[Any, Any]) -> dict[str, Any]:
    return {p: v for p, v in leaves(case.point, all_kinds=True) if p not in case.entries}
