"""The cost grid: who bears which costs, one-off or recurrent, administrative or adjustment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from mloss_econ.base.frames import Cell, Column, Frame, Tabular, text
from mloss_econ.base.text import columns, wrap
from mloss_econ.base.units import PriceBase
from mloss_econ.compliance.forms import Figure, check_prices, shown
from mloss_econ.errors import InputError, nearest

GROUPS = ("citizens", "businesses", "administrations")
Recurrence = Literal["one-off", "recurrent"]
Kind = Literal["administrative", "adjustment"]
COLUMNS: tuple[tuple[Recurrence, Kind], ...] = (
    ("one-off", "administrative"),
    ("one-off", "adjustment"),
    ("recurrent", "administrative"),
    ("recurrent", "adjustment"),
)


@dataclass(frozen=True)
class Cost:
    """One cost of one group; recurrent costs are a year's. Savings are below 0."""

    group: str
    recurrence: Recurrence
    kind: Kind
    figure: Figure
    what: str = ""


@dataclass(frozen=True)
class CostGrid(Tabular):
    """A grid; prints as a table."""

    prices: PriceBase
    costs: tuple[Cost, ...]

    def cell(self, group: str | None, recurrence: Recurrence, kind: Kind | None) -> float:
        """The sum of primary figures; None stands for all groups, or both kinds."""
        found = (c for c in self.costs if c.recurrence == recurrence)
        return sum(c.figure.primary for c in found if group in (None, c.group) and kind in (None, c.kind))

    def frame(self) -> Frame:
        """One row a group: one-off and yearly, administrative and adjustment."""
        heads = tuple(Column(f"{r}, {k}", f"{self.prices}{'/year' if r == 'recurrent' else ''}") for r, k in COLUMNS)
        groups = dict.fromkeys((*GROUPS, *(c.group for c in self.costs)))
        rows: list[tuple[Cell, ...]] = [(g, *(self.cell(g, r, k) for r, k in COLUMNS)) for g in groups]
        rows.append(("all", *(self.cell(None, r, k) for r, k in COLUMNS)))
        return Frame("Cost grid", (text("group"), *heads), tuple(rows))

    def __str__(self) -> str:
        groups = dict.fromkeys((*GROUPS, *(c.group for c in self.costs)))
        rows = [["", "one-off", "one-off", "a year", "a year"], ["", "admin.", "adjust.", "admin.", "adjust."]]
        for name, group in (*((g, g) for g in groups), ("all", None)):
            rows.append([name, *(shown(self.cell(group, r, k), 1e3) for r, k in COLUMNS)])
        return "\n".join([*wrap(f"Cost grid, thousand {self.prices}; recurrent costs a year."), *columns(rows)])


def cost_grid(costs: Sequence[Cost], *, prices: PriceBase, groups: Sequence[str] = ()) -> CostGrid:
    """Make the grid. Groups are citizens, businesses, administrations, and those named in `groups`.

    Raises InputError for another group, recurrence or kind, UnitError for another price base.
    """
    known = (*GROUPS, *groups)
    for c in costs:
        if c.group not in known:
            raise InputError(f"cost grid: group '{c.group}' is not known. {nearest(c.group, known)}")
        if (c.recurrence, c.kind) not in COLUMNS:
            raise InputError(f"cost grid: '{c.recurrence}, {c.kind}' is not one of its columns.")
    check_prices("cost grid", prices, ((c.what or c.group, c.figure) for c in costs))
    return CostGrid(prices, tuple(costs))
