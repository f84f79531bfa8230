"""What does each duty cost each payer, in hours and money? The Standard Cost Model, duty by duty, as the bill has it.

    price once, a year   = hours * tariff * (1 + overhead) + out of pocket
    cost for one         = units * share borne * size * (1 - done anyway) * (price once * times a year + price a year)
    cost for all         = cost for one * those that remain and comply

`times a year` is how often the first effort is paid for anew: spread over its life, done with each release, or repeated
in part. The sums of the rows are the bill's: for one, `fixed_cost`, `large_cost`, `deployer_cost` and
`intermediary_cost`; for all, the recurring totals of the consequences, fees and pass-back apart. So who corrects an
hour corrects the bill.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from mloss_econ.base.arrays import Array, is_zero
from mloss_econ.base.frames import Column, Frame, Tabular, text
from mloss_econ.base.text import columns, number, percent, shortened, wrap
from mloss_econ.base.units import PriceBase
from mloss_econ.compliance.bill import BillInputs, bill, size_of, times_a_year, units_of
from mloss_econ.compliance.consequences import consequences, paying
from mloss_econ.errors import InputError
from mloss_econ.evidence import PAYERS
from mloss_econ.kernel import Case

PASS_BACK = "pass-back"


@dataclass(frozen=True)
class DutyCost:
    """One duty of one payer.

    `unit`, `kind` (work, fee, or pass-back, the costs of deployers that the developer bears) and `burden` are the
    duty's; `units` are those one payer answers for, times the share of the duty it bears and, for a developer of closed
    models, the factor of its size. Of one unit: `hours` and `out_of_pocket` the first time, `hours_yearly` and
    `out_of_pocket_yearly` each year, at `tariff` and `overhead`; `already_done` is the share done anyway, `times` how
    often a year the first effort is paid for anew. `sunk` is the familiarisation cost of one payer, once. `payers` is
    the number that remain and comply, developers of closed models by what they pay over the median; None where
    the model does not say.
    """

    duty: str
    payer: str
    unit: str
    kind: str
    burden: str
    units: Array
    hours: Array
    hours_yearly: Array
    tariff: Array
    overhead: Array
    out_of_pocket: Array
    out_of_pocket_yearly: Array
    already_done: Array
    times: Array
    sunk: Array
    payers: Array | None

    @property
    def one(self) -> Array:
        """Recurring cost a year of one payer."""
        hour = self.tariff * (1 + self.overhead)
        once, yearly = self.hours * hour + self.out_of_pocket, self.hours_yearly * hour + self.out_of_pocket_yearly
        return self.units * (1 - self.already_done) * (once * self.times + yearly)

    @property
    def hours_of_one(self) -> Array:
        """Hours a year of one payer, where the duty is priced in hours."""
        return self.units * (1 - self.already_done) * (self.hours * self.times + self.hours_yearly)

    @property
    def all(self) -> Array | None:
        """Recurring cost a year of all payers."""
        return None if self.payers is None else self.one * self.payers

    @property
    def hours_of_all(self) -> Array | None:
        """Hours a year of all payers."""
        return None if self.payers is None else self.hours_of_one * self.payers


def duty_lines(x: BillInputs, payers: Mapping[str, Array] | None = None) -> tuple[DutyCost, ...]:
    """The lines of a bill, duty by duty and payer by payer; a payer without a duty has none. `payers` are the numbers
    that remain and comply."""
    lines = []
    zero = 0.0 * np.asarray(x.discount_rate)
    for name, d in x.duties.items():
        for payer in PAYERS:
            borne = getattr(d, payer)
            if is_zero(borne):
                continue
            size = size_of(d, x) if payer == "large" else 1.0
            units = borne * units_of(x.payers[payer], d.unit) * size
            hour = d.tariff * (1 + d.overhead)
            once = (1 - d.already_done) * (d.one_off + d.hours * hour)
            lines.append(
                DutyCost(
                    duty=name,
                    payer=payer,
                    unit=d.unit,
                    kind=d.kind,
                    burden=d.burden if d.kind == "work" else "",
                    units=units,
                    hours=d.hours,
                    hours_yearly=d.hours_yearly,
                    tariff=d.tariff,
                    overhead=d.overhead,
                    out_of_pocket=d.one_off,
                    out_of_pocket_yearly=d.yearly,
                    already_done=d.already_done,
                    times=times_a_year(d, x.discount_rate),
                    sunk=units * once * d.sunk,
                    payers=payers[payer] if payers is not None else None,
                )
            )
    of_deployer = sum((line.one for line in lines if line.payer == "deployer"), zero)
    back = x.pass_back * x.contracts * of_deployer
    if not is_zero(back):
        number = payers["developer"] if payers is not None else None
        nothing = dict.fromkeys(
            ("hours", "hours_yearly", "tariff", "overhead", "out_of_pocket", "already_done", "times", "sunk"), zero
        )
        lines.append(
            DutyCost(
                duty="passed back by deployers",
                payer="developer",
                unit="entity",
                kind=PASS_BACK,
                burden="",
                units=1.0 + zero,
                out_of_pocket_yearly=back,
                payers=number,
                **nothing,
            )
        )
    return tuple(lines)


def duty_lines_of(case: Case[Any, Any], x: Any) -> tuple[DutyCost, ...]:
    """The lines of the bill in a case, at inputs `x` of its calculator. Raises InputError for one without a bill."""
    made = case.calculator
    if bill not in made.parts:
        raise InputError(
            f"duties are priced by {bill.name}, which is no part of {made.name}. Give a case of it, or of a model with "
            "it, such as regimes.world_under(name)."
        )
    joined: Any = made
    if consequences not in made.parts:
        return duty_lines(x if len(made.parts) == 1 else joined.inputs_of(bill, x))
    known = joined.inputs_of(consequences, x)
    return duty_lines(joined.inputs_of(bill, x), paying(known))


@dataclass(frozen=True)
class DutyCosts(Tabular):
    """The table: one row a duty and payer; prints as one."""

    label: str
    prices: PriceBase
    rows: tuple[DutyCost, ...]

    @property
    def title(self) -> str:
        """What it is a table of."""
        return f"Cost of duties, {self.label}"

    def _name(self, row: DutyCost) -> str:
        """The duty as it is read: one that a proposal prices itself without the proposal's name."""
        return row.duty.removeprefix(f"{self.label}_").replace("_", " ")

    def one(self, payer: str, *, kind: str | None = None, burden: str | None = None) -> float:
        """Recurring cost a year of one payer, of one kind or burden where it is given."""
        return float(sum(np.asarray(r.one) for r in self._of(payer, kind, burden)))

    def all(self, payer: str | None = None, *, kind: str | None = None, burden: str | None = None) -> float:
        """Recurring cost a year of all who pay. Raises InputError where the model does not say how many they are."""
        return float(sum(np.asarray(_counted(r).all) for r in self._of(payer, kind, burden)))

    def hours(self, payer: str | None = None, *, burden: str | None = None) -> float:
        """Hours a year of all who pay, in duties that are priced in hours. Raises InputError as `all` does."""
        return float(sum(np.asarray(_counted(r).hours_of_all) for r in self._of(payer, None, burden)))

    def _of(self, payer: str | None, kind: str | None, burden: str | None) -> list[DutyCost]:
        return [
            r for r in self.rows if payer in (None, r.payer) and kind in (None, r.kind) and burden in (None, r.burden)
        ]

    def frame(self) -> Frame:
        """One row a duty and payer, with every factor of its cost."""
        money, yearly = str(self.prices), f"{self.prices}/year"
        columns = (
            *map(text, ("duty", "payer", "unit", "kind", "burden")),
            Column("units of one payer"),
            *(Column("hours, first time", "hour"), Column("hours, each year", "hour/year")),
            *(Column("tariff", f"{money}/hour"), Column("overhead", kind="share")),
            *(Column("out of pocket, first time", money), Column("out of pocket, each year", yearly)),
            *(Column("done anyway", kind="share"), Column("first effort, times a year")),
            *(Column("cost for one", yearly), Column("familiarisation of one", money), Column("payers")),
            *(Column("cost for all", yearly), Column("hours for all", "hour/year")),
        )
        rows = tuple(
            (
                *(self._name(r), r.payer, r.unit, r.kind, r.burden),
                *map(float, (r.units, r.hours, r.hours_yearly, r.tariff, r.overhead)),
                *map(float, (r.out_of_pocket, r.out_of_pocket_yearly, r.already_done, r.times, r.one, r.sunk)),
                *(None if v is None else float(v) for v in (r.payers, r.all, r.hours_of_all)),
            )
            for r in self.rows
        )
        note = (
            "At the adopted values. Hours are counted where a duty is priced in hours. Developers are those of the "
            "whole world in scope, of whom a proposal binds those in its jurisdiction; payers are those that remain "
            "and comply."
        )
        return Frame(self.title, columns, rows, (note,))

    def __str__(self) -> str:
        money = self.prices
        out = wrap(
            f"{self.title}. Hours and {money} out of pocket: the first time, and each year; share done anyway; cost a "
            f"year of one payer, and of all that remain and comply; {money}."
        )
        head = ["", "hours", "a year", "pocket", "a year", "done", "for one", "for all"]
        rows = [head]
        for payer in PAYERS:
            mine = [r for r in self.rows if r.payer == payer]
            if not mine:
                continue
            number_of = "" if mine[0].payers is None else f", {number(float(mine[0].payers))} of them"
            rows.append([f"{payer}{number_of}", *[""] * 7])
            for r in mine:
                used = (r.hours, r.hours_yearly, r.out_of_pocket, r.out_of_pocket_yearly)
                rows.append(
                    [
                        f"  {shortened(self._name(r), 22)}",
                        *(_short(float(v)) for v in used),
                        percent(float(r.already_done), 2),
                        _short(float(r.one)),
                        "" if r.all is None else _short(float(r.all)),
                    ]
                )
            of_all = _short(self.all(payer)) if mine[0].payers is not None else ""
            rows.append(["  all", *[""] * 5, _short(self.one(payer)), of_all])
        return "\n".join([*out, *columns(rows)])


def _short(value: float) -> str:
    """A figure in few characters."""
    for scale, unit in ((1e9, "bn"), (1e6, "m"), (1e4, "k")):
        if abs(value) >= scale:
            return f"{number(value / min(scale, 1e3 if unit == 'k' else scale))}{unit}"
    return number(value)


def _counted(row: DutyCost) -> DutyCost:
    if row.payers is None:
        raise InputError(
            f"how many pay is not known: the model has no {consequences.name}. Take regimes.world_under(name), or "
            "`one` for the cost of one payer."
        )
    return row


def duty_costs(case: Case[Any, Any]) -> DutyCosts:
    """The cost of every duty to every payer at the adopted values, by the Standard Cost Model; see the module.

    `case`: of the bill, or of a model with it; with the consequences in the model it has the number of payers and the
    cost for all. Raises InputError for a case of anything else.

    >>> from mloss_econ.kernel import baseline, proposal
    >>> case = proposal("transparency_labels").apply(baseline(bill, scenario="ai_duties", prices="EUR 2021"))
    >>> [(r.duty, float(r.hours), float(r.tariff)) for r in duty_costs(case).rows if r.payer == "developer"]
    [('information', 113.34375, 32.0)]
    """
    return DutyCosts(case.label, case.prices, duty_lines_of(case, case.point))
