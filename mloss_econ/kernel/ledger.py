"""Gains and losses of every group under a proposal, added up so that nothing is counted twice.

    change for a group   dW_g = B_g - K_g - C_g - P_g - A_g - H_g + received_g - paid_g
    net of a viewpoint   dNB  = sum of weight_g * dW_g
    the world, all 1     dNB  = B - K - C - P - A - H                          transfers cancel

All terms are proposal less status quo, in one price base, as flows a year or as present values, never both. `B` is a
benefit (negative when use is lost); the other lines are costs (negative when something is saved). A transfer is from
one group to another and may be negative, when less flows than before. The net is computed by line and by group, and
refused if the two differ. What remains, how concentrated, how many: memo items, shown and never added.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal, TypeVar

import numpy as np

from mloss_econ.base.arrays import Array, numbers
from mloss_econ.base.frames import Column, Frame, Tabular, text as words
from mloss_econ.base.text import columns, number, wrap
from mloss_econ.base.ties import ahead_by
from mloss_econ.base.units import PriceBase, show_unit
from mloss_econ.errors import InputError, UnitError, nearest
from mloss_econ.kernel.quantities import Numeric

LINES: Mapping[str, str] = {
    "B": "value of use",
    "K": "resources used",
    "C": "compliance",
    "P": "precautions",
    "A": "administration",
    "H": "harm",
    "T": "transfers",
}
GROUPS: tuple[str, ...] = (
    "open projects",
    "large developers",
    "deployers",
    "users",
    "victims",
    "offenders",
    "state",
    "foreign",
)
Kind = Literal["a year", "present value"]
KINDS: tuple[Kind, ...] = ("a year", "present value")
WORLD: Mapping[str, float] = {group: float(group != "offenders") for group in GROUPS}
ROUNDING = 1e-12  # of the sum of all amounts taken without sign; more is an effect that is missing


@dataclass(frozen=True, eq=False)
class Line:
    """One effect on one group: `code` B, K, C, P, A or H; `amount` a number or an array of draws, a benefit for B and
    a cost for the others; `year`, where the ledger has one for each."""

    code: str
    group: str
    amount: Numeric
    year: int | None = None
    note: str = ""


@dataclass(frozen=True, eq=False)
class Transfer:
    """Money that moves from `payer` to `receiver`: fees, fines, damages, prices, loot. Negative if less does."""

    payer: str
    receiver: str
    amount: Numeric
    year: int | None = None
    note: str = ""


@dataclass(frozen=True, eq=False)
class Memo:
    """Something to know that is not added: harm that remains, concentration, a count."""

    name: str
    amount: Numeric
    unit: str = ""


@dataclass(frozen=True, eq=False)
class Ledger(Tabular):
    """Every effect of a proposal, less the status quo; `title` says of what, where it is of something else.

    Amounts broadcast together. Raises UnitError for a price base that is none, InputError for an unknown line, group
    or kind, a transfer to oneself, an amount that is not finite, shapes that do not fit, and years in some places only.
    """

    prices: PriceBase
    kind: Kind
    lines: tuple[Line, ...] = ()
    transfers: tuple[Transfer, ...] = ()
    memos: tuple[Memo, ...] = ()
    title: str = "Proposal less status quo"

    def __post_init__(self) -> None:
        object.__setattr__(self, "prices", PriceBase.parse(self.prices))
        if self.kind not in KINDS:
            raise InputError(f"ledger: kind '{self.kind}'. Write '{KINDS[0]}' for flows, or '{KINDS[1]}'.")
        for line in self.lines:
            if line.code == "T":
                raise InputError(
                    f"line T of '{line.group}': a transfer has two sides. Write Transfer(payer, receiver)."
                )
            if line.code not in LINES:
                raise InputError(f"line '{line.code}' of '{line.group}' is not known. {nearest(line.code, LINES)}")
            _known(line.group, f"line {line.code}")
        for transfer in self.transfers:
            _known(transfer.payer, "transfer, payer")
            _known(transfer.receiver, "transfer, receiver")
            if transfer.payer == transfer.receiver:
                raise InputError(f"transfer from '{transfer.payer}' to itself. Leave it out, or split the group.")
        lines = tuple(replace(line, amount=_amount(line.amount, f"line {line.code}")) for line in self.lines)
        moved = tuple(replace(t, amount=_amount(t.amount, f"transfer from {t.payer}")) for t in self.transfers)
        object.__setattr__(self, "lines", lines)
        object.__setattr__(self, "transfers", moved)
        try:
            np.broadcast_shapes(*(np.shape(entry.amount) for entry in self._entries))
        except ValueError:
            shapes = ", ".join(sorted({str(np.shape(entry.amount)) for entry in self._entries}))
            raise InputError(f"ledger: amounts of shapes {shapes} do not go together. Use draws of one run.") from None
        dated = {entry.year is not None for entry in self._entries}
        if len(dated) == 2 or (dated == {True} and self.kind == "present value"):
            raise InputError(
                "ledger: give a year to every line and transfer or to none, and to none of a present value "
                "(present_value(rate, from_year) discounts a ledger of years)."
            )

    @property
    def _entries(self) -> tuple[Line | Transfer, ...]:
        return (*self.lines, *self.transfers)

    @property
    def years(self) -> tuple[int, ...]:
        """The years that entries are given for, in order; empty where none has one."""
        return tuple(sorted({entry.year for entry in self._entries if entry.year is not None}))

    # ------------------------------------------------------------ adding up

    def by_line(self, viewpoint: Mapping[str, float] | None = None) -> dict[str, Array]:
        """The sum of every line, weighted: B a benefit, K to H costs, T what the viewpoint receives on balance."""
        weight = self._weights(viewpoint)
        total: dict[str, Array] = {code: np.zeros(()) for code in LINES}
        for line in self.lines:
            total[line.code] = total[line.code] + weight[line.group] * line.amount
        for t in self.transfers:
            total["T"] = total["T"] + (weight[t.receiver] - weight[t.payer]) * t.amount
        return total

    def by_group(self) -> dict[str, Array]:
        """The change for every group, not weighted: benefits less costs, and received less paid."""
        self._weights(None)
        change: dict[str, Array] = {group: np.zeros(()) for group in GROUPS}
        for line in self.lines:
            change[line.group] = change[line.group] + (line.amount if line.code == "B" else -line.amount)
        for t in self.transfers:
            change[t.receiver] = change[t.receiver] + t.amount
            change[t.payer] = change[t.payer] - t.amount
        return change

    def net(self, viewpoint: Mapping[str, float] | None = None) -> Array:
        """Net benefit for a viewpoint, `{group: weight}`, groups left out weighing 0; without one the world, in which
        offenders weigh 0 and all others 1.

        Raises InputError if the sums by line and by group differ beyond rounding, if transfers do not cancel, or if
        the ledger holds several years.
        """
        weight = self._weights(viewpoint)
        lines = self.by_line(weight)
        by_line = lines["B"] + lines["T"] - sum(lines[code] for code in "KCPAH")
        change = self.by_group()
        by_group = sum((weight[g] * change[g] for g in GROUPS), np.zeros(()))
        everybody = self.by_line(dict.fromkeys(GROUPS, 1.0))["T"]
        slack = ROUNDING * sum((np.abs(e.amount) for e in self._entries), np.zeros(()))
        slack = slack * max(1.0, *weight.values())
        _agree(by_line, by_group, slack, "the net by line and by group differ")
        _agree(everybody, np.zeros(()), slack, "transfers do not cancel")
        return np.asarray(by_group)

    def reconcile(self, groups: Mapping[str, Numeric], size: Numeric = 0.0) -> None:
        """Check changes by group that were computed in another way.

        `size` is that of the totals of which the changes are differences: it decides what counts as rounding too.
        Raises InputError, with both sides, if they differ.
        """
        slack = ROUNDING * (np.abs(size) + sum((np.abs(e.amount) for e in self._entries), np.zeros(())))
        change = self.by_group()
        for group, value in groups.items():
            _known(group, "reconcile")
            _agree(numbers(value, group), change[group], slack, f"the change for '{group}' differs")

    def _weights(self, viewpoint: Mapping[str, float] | None) -> dict[str, float]:
        if len(self.years) > 1:
            raise InputError(
                f"ledger: flows of {len(self.years)} years ({self.years[0]} to {self.years[-1]}) are not added as they "
                "are. Use in_year(year) or present_value(rate, from_year)."
            )
        if viewpoint is None:
            return dict(WORLD)
        for group, weight in viewpoint.items():
            _known(group, "viewpoint")
            if not (np.isfinite(weight) and weight >= 0):
                raise InputError(f"viewpoint: weight {weight:g} of '{group}'. Give 0 or more; 1 counts in full.")
        return {group: float(viewpoint.get(group, 0.0)) for group in GROUPS}

    # ------------------------------------------------------------ joining

    def __add__(self, other: Ledger) -> Ledger:
        """Both together; refuses another price base or kind."""
        self._alike(other)
        return replace(
            self,
            lines=self.lines + other.lines,
            transfers=self.transfers + other.transfers,
            memos=self.memos + other.memos,
        )

    def __neg__(self) -> Ledger:
        return self._scaled(lambda year: -1.0)

    def __sub__(self, other: Ledger) -> Ledger:
        """What this adds to the other: the increment of one proposal over another. Memo items stay side by side."""
        self._alike(other)
        return self + replace(-other, memos=tuple(replace(m, name=f"baseline: {m.name}") for m in other.memos))

    @classmethod
    def between(cls, policy: Ledger, baseline: Ledger) -> Ledger:
        """Policy less baseline, entry by entry: what both have in one place is one entry, their difference. Memo items
        are levels, those of the policy."""
        policy._alike(baseline)
        lines = _less(policy.lines, baseline.lines, lambda e: (e.code, e.group, e.year, e.note))
        moved = _less(policy.transfers, baseline.transfers, lambda e: (e.payer, e.receiver, e.year, e.note))
        return replace(policy, lines=lines, transfers=moved)

    def in_year(self, year: int) -> Ledger:
        """The flows of one year."""
        if year not in self.years:
            raise InputError(f"ledger: no entry of year {year}. {nearest(str(year), [str(y) for y in self.years])}")
        return replace(
            self,
            lines=tuple(line for line in self.lines if line.year == year),
            transfers=tuple(t for t in self.transfers if t.year == year),
        )

    def present_value(self, rate: Numeric, from_year: int) -> Ledger:
        """All years together, each amount divided by (1 + rate)^(year - from_year)."""
        if not self.years or any(entry.year is None for entry in self._entries):
            raise InputError(
                "ledger: a present value needs a year on every entry. Give each Line and Transfer its year."
            )
        made = self._scaled(lambda year: np.power(1 + numbers(rate, "rate"), from_year - (year or from_year)))
        return replace(
            made,
            kind="present value",
            lines=tuple(replace(line, year=None) for line in made.lines),
            transfers=tuple(replace(t, year=None) for t in made.transfers),
        )

    def _scaled(self, factor: Callable[[int | None], Numeric]) -> Ledger:
        return replace(
            self,
            lines=tuple(replace(line, amount=line.amount * factor(line.year)) for line in self.lines),
            transfers=tuple(replace(t, amount=t.amount * factor(t.year)) for t in self.transfers),
        )

    def _alike(self, other: Ledger) -> None:
        if other.prices != self.prices:
            raise UnitError(f"ledgers in {self.prices} and in {other.prices}: convert one of them first.")
        if other.kind != self.kind:
            raise InputError(f"ledgers of kind '{self.kind}' and '{other.kind}': flows go with flows. Discount first.")

    # ------------------------------------------------------------ showing

    def frame(self) -> Frame:
        """One row an entry: line, who, amount (the mean of draws, with their 5th and 95th percentiles); memo items
        last."""
        unit = show_unit("money/year" if self.kind == "a year" else "money", self.prices)
        columns = [words(name) for name in ("line", "what", "group", "from", "to", "unit")]
        columns += [Column("year"), *map(Column, ("mean", "p5", "p95"))]
        rows = [(e.code, e.note, e.group, "", "", unit, e.year, *_ends(e.amount)) for e in self.lines]
        rows += [("T", e.note, "", e.payer, e.receiver, unit, e.year, *_ends(e.amount)) for e in self.transfers]
        rows += [("memo", m.name, "", "", "", m.unit, None, *_ends(m.amount)) for m in self.memos]
        note = "B is a gain, K, C, P, A and H are costs; a transfer is neither. Memo items are not added."
        return Frame(f"{self.title}, {self.prices}, {self.kind}", columns, tuple(rows), (note,))

    def __str__(self) -> str:
        return self.table()

    def table(self, viewpoint: Mapping[str, float] | None = None) -> str:
        """By line and by group, at most 80 columns wide; draws are shown by their mean."""
        weight = self._weights(viewpoint)
        lines, change, net = self.by_line(weight), self.by_group(), self.net(viewpoint)
        shape = np.broadcast_shapes(*(np.shape(e.amount) for e in self._entries))
        unit = show_unit("money/year" if self.kind == "a year" else "money", self.prices)
        when = f"in {self.years[0]}, " if self.years else ""
        of = f", mean of {int(np.prod(shape)):,} draws" if shape else ""
        rows = [["By line (B, T: gains; others: costs)", unit]]
        rows += [[f"{code}  {LINES[code]}", _show(total)] for code, total in lines.items() if _used(self, code)]
        rows += [["Net", _show(net)], ["", ""], ["By group (gains)", unit]]
        touched = {line.group for line in self.lines} | {g for t in self.transfers for g in (t.payer, t.receiver)}
        for group in (g for g in GROUPS if g in touched):
            told = "" if weight[group] == 1 else f" (weight {weight[group]:g})"
            rows.append([group + told, _show(change[group])])
        rows.append(["Net", _show(net)])
        kind = "flows a year" if self.kind == "a year" else self.kind
        whose = "the world" if viewpoint is None else "a viewpoint"
        title = f"{self.title}, {when}{kind}, {whose}{of}."
        counted = f"Offenders weigh {weight['offenders']:g}: "
        counted += "their gains are not counted." if weight["offenders"] == 0 else "their gains are counted."
        text = [*wrap(title), "", *columns(rows), "", *wrap(counted)]
        for memo in self.memos:
            text += wrap(f"Not added: {memo.name} {_show(np.asarray(memo.amount))} {memo.unit}".rstrip() + ".")
        return "\n".join(text)


def _ends(amount: Numeric) -> tuple[float, float | None, float | None]:
    if not np.ndim(amount):
        return float(amount), None, None
    low, high = np.quantile(amount, (0.05, 0.95))
    return float(np.mean(amount)), float(low), float(high)


def _known(group: str, where: str) -> None:
    if group not in GROUPS:
        raise InputError(f"{where}: group '{group}' is not known. {nearest(group, GROUPS)}")


def _amount(value: Numeric, where: str) -> Array:
    amount = numbers(value, where).copy()
    if not np.isfinite(amount).all():
        raise InputError(f"{where}: {amount[~np.isfinite(amount)][0]:g} is not finite. Correct the rows that made it.")
    amount.flags.writeable = False
    return amount


def _agree(one: Numeric, other: Numeric, slack: Numeric, what: str) -> None:
    apart = np.abs(np.asarray(one) - np.asarray(other))
    if (apart > slack).any():
        raise InputError(
            f"ledger: {what}, by {np.max(apart):g}: {_show(one)} and {_show(other)}. An effect is missing."
        )


Placed = TypeVar("Placed", Line, Transfer)


def _less(ones: Iterable[Placed], others: Iterable[Placed], place: Callable[[Placed], object]) -> tuple[Placed, ...]:
    """The entries of one ledger less those of another that stand in the same place."""
    mine, theirs = _placed(ones, place), _placed(others, place)
    made = []
    for at, entry in {**mine, **theirs, **mine}.items():
        amounts = (side[at].amount if at in side else 0.0 for side in (mine, theirs))
        made.append(replace(entry, amount=ahead_by(*amounts)))
    return tuple(made)


def _placed(entries: Iterable[Placed], place: Callable[[Placed], object]) -> dict[object, Placed]:
    """The entries by their place; those in one place are added."""
    found: dict[object, Placed] = {}
    for entry in entries:
        known = found.get(place(entry))
        found[place(entry)] = replace(entry, amount=known.amount + entry.amount) if known else entry
    return found


def _used(ledger: Ledger, code: str) -> bool:
    codes: Iterable[str] = (line.code for line in ledger.lines)
    return bool(ledger.transfers) if code == "T" else code in codes


def _show(amount: Numeric) -> str:
    return number(float(np.mean(amount)), 4)
