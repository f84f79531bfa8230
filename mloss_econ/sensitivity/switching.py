"""Switching value of each input: the value at which, on its own, it takes an output across a target.

    index = distance of the nearest switching value from the adopted one, in probability of the input's belief

0 is at the adopted value, 0.45 about the 5th or 95th percentile; beyond, it lies outside the plausible range. An input
without a switching value at any value tried is not ranked: `never` names it, or `always` where the output equals the
target throughout.

Reference: HM Treasury, The Green Book, sections 5.60 and 5.61, on switching values.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from mloss_econ.base.frames import Column, Frame, Tabular, text
from mloss_econ.base.text import columns, mark, number, percent, whole_percent, wrap
from mloss_econ.errors import InputError
from mloss_econ.kernel import Case
from mloss_econ.sensitivity.break_even import BreakEven, Crossing, break_even
from mloss_econ.sensitivity.points import uncertain

PLAUSIBLE = (0.05, 0.95)


@dataclass(frozen=True)
class Switch:
    """The nearest switching value of one input: what it is, where in its belief, and by which share of the adopted
    value it differs (None if that is 0); `touches`: the target is met there and not crossed."""

    path: str
    adopted: float
    value: float
    quantile: float
    distance: float
    change: float | None
    unit: str
    is_judgement: bool
    others: int
    touches: bool = False

    @property
    def plausible(self) -> bool:
        """Whether it lies between the 5th and the 95th percentile of its belief."""
        return PLAUSIBLE[0] <= self.quantile <= PLAUSIBLE[1]


@dataclass(frozen=True)
class Switching(Tabular):
    """Switching values by input, the nearest first, and the inputs that have none at `tried` or more values each, or at
    all of which the target is met (`always`)."""

    case: str
    output: str
    target: float
    unit: str
    adopted: float
    rows: tuple[Switch, ...]
    never: tuple[str, ...]
    tried: int
    always: tuple[str, ...] = ()

    def frame(self) -> Frame:
        """One row an input with a switching value, and how far that is from the adopted value."""
        columns = [text("input"), text("unit"), Column("adopted"), Column("switching value")]
        columns += [
            Column("probability of a lower value", kind="share"),
            Column("change", kind="share"),
            text("judgement"),
        ]
        rows = tuple((r.path, r.unit, r.adopted, r.value, r.quantile, r.change, r.is_judgement) for r in self.rows)
        title = f"{self.output} = {number(self.target)} {self.unit}, {self.case}; adopted: {number(self.adopted)}"
        notes = self._absent()
        return Frame(title, columns, rows, notes)

    def __str__(self) -> str:
        goal = f"{self.output} = {number(self.target)} {self.unit}".rstrip()
        lines = wrap(f"{goal}, {self.case}; adopted: {number(self.adopted)}. Each input alone:")
        titles, table = [], [["    ", "adopted", "switching value", "change", "probability of a lower value"]]
        for row in self.rows:
            change = "" if row.change is None else ("+" if row.change > 0 else "−") + percent(abs(row.change))
            titles.append(f"{mark(row.is_judgement)} {row.path}" + (f", {row.unit}" if row.unit else ""))
            point = whole_percent(row.quantile) + (" (=)" if row.touches else "") + ("" if row.plausible else " (!)")
            table.append(["    ", number(row.adopted), number(row.value), change, point])
        head, *figures = columns(table)
        lines += [head, *(line for pair in zip(titles, figures, strict=True) for line in pair)] if self.rows else []
        lines += [] if self.rows else ["No input has a switching value among those tried."]
        if any(row.touches for row in self.rows):
            lines += wrap("(=) the target is met there, not crossed.")
        if any(not row.plausible for row in self.rows):
            lines += wrap("(!) outside the 90 % interval of the input's belief.")
        for line in self._absent():
            lines += wrap(line)
        return "\n".join(lines)

    def _absent(self) -> tuple[str, ...]:
        never = (
            f"No switching value among {self.tried:,} values or more over their whole range: {', '.join(self.never)}."
        )
        always = f"Target met at every value tried, and so never crossed: {', '.join(self.always)}."
        return (never,) * bool(self.never) + (always,) * bool(self.always)


def switching(case: Case[Any, Any], output: str, *, target: float) -> Switching:
    """The switching value of every uncertain input; see the module. Raises as `break_even` does."""
    rows, never, always, tried = [], [], [], []
    found: BreakEven | None = None
    for path, entry in uncertain(case).items():
        found = break_even(case, vary=path, output=output, target=target)
        here = found.adopted_quantile or 0.0
        placed = [(abs((c.quantile or 0.0) - here), c) for c in found.crossings]
        if any(c.stretch == found.searched for c in found.crossings):
            always.append(path)
            continue
        if not placed:
            never.append(path)
            tried.append(found.tried)
            continue
        distance, nearest = min(placed, key=_distance)
        change = nearest.value / entry.value - 1 if entry.value else None
        rows.append(
            Switch(
                path,
                entry.value,
                nearest.value,
                float(nearest.quantile or 0.0),
                distance,
                change,
                found.unit_input,
                entry.is_judgement,
                len(placed) - 1,
                nearest.touches,
            )
        )
    if found is None:
        raise InputError(f"nothing is uncertain in '{case.label}': no input has a switching value.")
    rows.sort(key=lambda row: row.distance)
    least = min(tried, default=0)
    adopted = found.adopted_output
    unit = found.unit_output
    return Switching(case.label, output, target, unit, adopted, tuple(rows), tuple(never), least, tuple(always))


def _distance(placed: tuple[float, Crossing]) -> float:
    return placed[0]
