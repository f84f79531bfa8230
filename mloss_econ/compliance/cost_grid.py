"""The cost grid: who bears which kind of cost, once or each year; with the benefits, and the tests that rest on it.

administrative   informing, documenting, registering, reporting         adjustment   changing a product or a process
fees             paid to authorities: a transfer                        enforcement  watching, courts, claims
indirect         what those lose who have no duty: users, above all
one in, one out  = recurrent administrative costs of businesses and citizens, less those that are saved; below 0: an out
"""

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
Kind = Literal["administrative", "adjustment", "fees", "enforcement", "indirect"]
RECURRENCES: tuple[Recurrence, ...] = ("one-off", "recurrent")
COST_KINDS: tuple[Kind, ...] = ("administrative", "adjustment", "fees", "enforcement", "indirect")
BENEFIT_KINDS = ("direct", "indirect")
COUNTED_OUT = ("businesses", "citizens")  # whose administrative costs one in, one out is about
SCALE, UNIT = 1e6, "million"


@dataclass(frozen=True)
class Cost:
    """One cost of one group, 0 or more; recurrent costs are a year's. A saving is a benefit."""

    group: str
    recurrence: Recurrence
    kind: Kind
    figure: Figure
    what: str = ""


@dataclass(frozen=True)
class Benefit:
    """One benefit, a year's: direct (harm avoided, costs saved) or indirect."""

    kind: str
    what: str
    figure: Figure


@dataclass(frozen=True)
class CostGrid(Tabular):
    """A grid; prints as a table. `net` is a year's, one-off costs annualised, fees apart; `sme` says what the proposal
    is to small firms; `taken_out` is what it takes away of the recurrent administrative costs of today, 0 or more."""

    prices: PriceBase
    costs: tuple[Cost, ...]
    benefits: tuple[Benefit, ...]
    groups: tuple[str, ...]
    sme: tuple[str, ...] = ()
    net: Figure | None = None
    notes: tuple[str, ...] = ()
    taken_out: float = 0.0

    def cell(self, group: str | None, recurrence: Recurrence | None, kind: Kind | None) -> float:
        """The sum of primary figures; None stands for all groups, both recurrences, or all kinds."""
        return sum(
            c.figure.primary
            for c in self.costs
            if group in (None, c.group) and recurrence in (None, c.recurrence) and kind in (None, c.kind)
        )

    @property
    def one_in_one_out(self) -> float:
        """Recurrent administrative costs of businesses and citizens, less those that are saved, a year: what has to be
        taken out elsewhere; below 0, what is taken out here."""
        return sum(self.cell(group, "recurrent", "administrative") for group in COUNTED_OUT) - self.taken_out

    def offset(self, scale: float) -> str:
        """The line on one in, one out, as a sentence; amounts on a scale."""
        net = self.one_in_one_out
        if net < 0:
            return (
                f"One in, one out: an out of {shown(-net, scale)} a year, by which administrative costs of businesses "
                "and citizens fall."
            )
        return f"One in, one out: {shown(net, scale)} a year, administrative costs of businesses and citizens."

    def frame(self) -> Frame:
        """One row a kind of cost, one-off and yearly for each group; then one a benefit, and the totals."""
        ends = {"one-off": str(self.prices), "recurrent": f"{self.prices}/year"}
        heads = tuple(Column(f"{g}, {r}", ends[r]) for g in (*self.groups, "all") for r in RECURRENCES)
        rows: list[tuple[Cell, ...]] = [
            (f"cost: {kind}", *(self.cell(_whose(g), r, kind) for g in (*self.groups, "all") for r in RECURRENCES))
            for kind in COST_KINDS
        ]
        blank = (None,) * (len(heads) - 1)
        rows += [(f"benefit, {b.kind}: {b.what}", *blank, b.figure.primary) for b in self.benefits]
        rows.append(("one in, one out", *blank, self.one_in_one_out))
        if self.net is not None:
            rows.append(("net", *blank, self.net.primary))
        return Frame("Cost grid", (text(""), *heads), tuple(rows), (*self.sme, *self.notes))

    def __str__(self) -> str:
        heads = {"administrative": "admin.", "adjustment": "adjust.", "enforcement": "enforce."}
        rows = [["", *(heads.get(kind, kind) for kind in COST_KINDS), "all"]]
        for group in (*self.groups, "all"):
            for r in RECURRENCES:
                cells = (shown(self.cell(_whose(group), r, kind), SCALE) for kind in (*COST_KINDS, None))
                rows.append([f"{group}, {'once' if r == 'one-off' else 'a year'}", *cells])
        lines = [*wrap(f"Cost grid, {UNIT} {self.prices}; recurrent costs a year."), *columns(rows)]
        if self.benefits:
            table = [["", "low", "primary", "high"]]
            for b in self.benefits:
                f = b.figure
                table.append([f"{b.kind}: {b.what}", *(shown(v, SCALE) for v in (f.low, f.primary, f.high))])
            lines += [*wrap("Benefits, a year"), *columns(table)]
        lines += wrap(self.offset(SCALE))
        if self.net is not None:
            n = self.net
            lines += wrap(
                f"Net, one-off costs annualised and fees apart: {shown(n.primary, SCALE)} a year "
                f"({shown(n.low, SCALE)} to {shown(n.high, SCALE)})."
            )
        return "\n".join([*lines, *(line for note in (*self.sme, *self.notes) for line in wrap(note))])


def _whose(group: str) -> str | None:
    return None if group == "all" else group


def cost_grid(
    costs: Sequence[Cost],
    *,
    prices: PriceBase,
    benefits: Sequence[Benefit] = (),
    groups: Sequence[str] = (),
    sme: Sequence[str] = (),
    net: Figure | None = None,
    notes: Sequence[str] = (),
    taken_out: float = 0.0,
) -> CostGrid:
    """Make the grid. Groups are citizens, businesses, administrations, and those named in `groups`.

    `taken_out`: recurrent administrative costs of businesses and citizens that are saved, for one in, one out. Raises
    InputError for another group, recurrence or kind, or an amount below 0; UnitError for another price base.
    """
    known = (*GROUPS, *groups)
    for c in costs:
        if c.group not in known:
            raise InputError(f"cost grid: group '{c.group}' is not known. {nearest(c.group, known)}")
        if c.recurrence not in RECURRENCES or c.kind not in COST_KINDS:
            raise InputError(f"cost grid: '{c.recurrence}, {c.kind}' is not one of its cells.")
        if c.figure.primary < 0:
            raise InputError(f"cost grid: {c.what or c.group} is below 0. A saving is a benefit: give it there.")
    for b in benefits:
        if b.kind not in BENEFIT_KINDS or not b.what.strip():
            raise InputError(f"cost grid: a benefit is direct or indirect and has a name, not '{b.kind}: {b.what}'.")
        if b.figure.primary < 0:
            raise InputError(f"cost grid: benefit '{b.what}' is below 0. It is a cost: give it there.")
    if not taken_out >= 0:
        raise InputError(f"cost grid: taken_out = {taken_out:g} is below 0. Give what is saved, as 0 or more.")
    check_prices("cost grid", prices, ((c.what or c.group, c.figure) for c in costs))
    check_prices("cost grid", prices, ((b.what, b.figure) for b in benefits))
    if net is not None:
        check_prices("cost grid", prices, [("net", net)])
    return CostGrid(prices, tuple(costs), tuple(benefits), known, tuple(sme), net, tuple(notes), taken_out)
