"""Two sides, one proposal: what would each say, and which of their beliefs make the difference?

Both cases differ in beliefs alone, so the difference is taken apart by Shapley's value (see `sensitivity.bridge`):
exactly at the points the two sides adopt, and over draws.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from mloss_econ.base.frames import Column, Frame, Tabular, text
from mloss_econ.base.text import columns, number, shortened, wrap
from mloss_econ.base.units import PriceBase
from mloss_econ.engine import SEED
from mloss_econ.errors import InputError
from mloss_econ.evidence import Store, default_store
from mloss_econ.kernel import DEFAULT_PRICES, contrast
from mloss_econ.regimes.world import world_under
from mloss_econ.sensitivity import Bridge, bridge

ADOPTED = "adopted"
SHOWN = 12


@dataclass(frozen=True)
class Disagreement(Tabular):
    """How two belief sets differ over some proposals: one bridge each, from the first set to the second."""

    sides: tuple[str, str]
    output: str
    unit: str
    bridges: dict[str, Bridge]

    def frame(self) -> Frame:
        """One row a proposal and a belief in which the sides differ, with its share of the difference."""
        columns = (text("proposal"), text("belief"), Column(self.sides[0]), Column(self.sides[1]))
        rows = tuple(
            (name, r.path, r.from_value, r.to_value, r.part) for name, b in self.bridges.items() for r in b.rows
        )
        notes = tuple(
            f"{name}: {number(b.values[0])} under {self.sides[0]}, {number(b.values[1])} under {self.sides[1]}."
            for name, b in self.bridges.items()
        )
        return Frame(
            f"{self.output}: which beliefs divide two sides", (*columns, Column("part", self.unit)), rows, notes
        )

    def __str__(self) -> str:
        names = list(self.bridges)
        scale, word = 1e9, "billion "
        if max(abs(v) for b in self.bridges.values() for v in b.values) < 1e9:
            scale, word = 1e6, "million "
        lines = wrap(
            f"{self.output} under '{self.sides[0]}' and under '{self.sides[1]}', and which beliefs make the "
            f"difference; {word}{self.unit}, at the points adopted by each."
        )
        room = max(8, (80 - 38) // len(names) - 2)
        table = [["", *(shortened(n, room) for n in names)]]
        table.append([self.sides[0][:34], *(number(b.values[0] / scale) for b in self.bridges.values())])
        parts: dict[str, list[float]] = {}
        for k, b in enumerate(self.bridges.values()):
            for row in b.rows:
                parts.setdefault(row.path, [0.0] * len(names))[k] = row.part
        size = {path: max(abs(v) for v in row) for path, row in parts.items()}
        ordered = sorted((p for p in parts if size[p] > 1e-9 * max(size.values())), key=lambda p: -size[p])
        for path in ordered[:SHOWN]:
            table.append([shortened(path, 34), *(number(v / scale, 2) for v in parts[path])])
        rest = [sum(parts[p][k] for p in ordered[SHOWN:]) for k in range(len(names))]
        if ordered[SHOWN:]:
            table.append([f"{len(ordered) - SHOWN} others", *(number(v / scale, 2) for v in rest)])
        table.append([self.sides[1][:34], *(number(b.values[1] / scale) for b in self.bridges.values())])
        return "\n".join([*lines, *columns(table), "Parts are Shapley values and sum to the difference."])


def disagreement(
    one: str,
    other: str,
    proposals: Sequence[str],
    *,
    output: str = "net_world",
    prices: str | PriceBase = DEFAULT_PRICES,
    store: Store | None = None,
    day: datetime.date | None = None,
    n: int | None = None,
    seed: int = SEED,
) -> Disagreement:
    """Results of two belief sets ("adopted": that of the library) for some proposals, and why they differ.

    With `n` the bridges also take apart the means over draws; `day` is the baseline date (see `world_under`). Raises
    InputError for an unknown set or proposal.
    """
    if not proposals:
        raise InputError("give a proposal that the two sides disagree about.")
    if one == other:
        raise InputError(f"'{one}' does not disagree with itself. Give two belief sets.")
    store = store or default_store()
    stores = [store if side == ADOPTED else store.under(side) for side in (one, other)]
    made = {}
    for name in proposals:
        a, b = (contrast(world_under(name, prices=prices, store=s, day=day)) for s in stores)
        a, b = a.but(one, {}), b.but(other, {})
        made[name] = bridge(a, b, output, n=n, seed=seed)
    unit = next(iter(made.values())).unit
    return Disagreement((one, other), output, unit, made)
