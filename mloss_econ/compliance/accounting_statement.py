"""The accounting statement of a proposal: benefits, costs and transfers, at each discount rate of a profile.

    net = total of monetised benefits - total of monetised costs                            at each rate

Three classes that do not overlap: monetised (a yearly amount at each rate), quantified but not monetised, and in
words. Every cell is filled or says why it is not. No cost is below 0: what falls is a cost saving, which is a benefit.
A transfer has a payer and a receiver, is no cost and no benefit, and over all parties transfers sum to zero. Stolen
money is a transfer as far as offenders' gains count, else less of it is a benefit: the statement says which.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from mloss_econ.base.frames import Cell, Column, Frame, Tabular, text
from mloss_econ.base.text import WIDTH, columns, number, wrap
from mloss_econ.base.units import PriceBase
from mloss_econ.compliance.forms import Figure, NotEstimated, check_prices, note_beyond, shown, text_of
from mloss_econ.compliance.profiles import Profile
from mloss_econ.errors import InputError, nearest

Kind = Literal["benefit", "cost", "transfer"]
EFFECT_KINDS: tuple[Kind, ...] = ("benefit", "cost", "transfer")
SCALE, UNIT = 1e6, "million"
TOTALS = ("benefit", "cost", "net")
EFFECTS_ON = ("State, local and tribal governments", "small business", "wages", "growth")


@dataclass(frozen=True)
class Monetised:
    """A yearly amount at each rate of the profile, by the schedule's name; `payer` and `receiver` for a transfer."""

    kind: Kind
    what: str
    at: Mapping[str, Figure]
    source: str
    payer: str = ""
    receiver: str = ""


@dataclass(frozen=True)
class Quantified:
    """An effect in its own unit, not in money."""

    kind: Kind
    what: str
    figure: Figure
    unit: str
    source: str


@dataclass(frozen=True)
class InWords:
    """An effect that is only described."""

    kind: Kind
    what: str


StatementEntry = Monetised | Quantified | InWords


@dataclass(frozen=True)
class Reconciliation:
    """The net where offenders' gains have another weight: `counted` is that of the statement, `other` the other one;
    at each rate the net with it, and `stolen`, by how much it differs: stolen money times the difference in weight."""

    counted: float
    other: float
    net: Mapping[str, Figure]
    stolen: Mapping[str, Figure]

    def lines(self, scale: float, unit: str) -> list[str]:
        """Sentences, one a rate."""
        weigh = "not at all" if self.counted == 0 else "in full" if self.counted == 1 else f"{number(self.counted)}"
        other = "not at all" if self.other == 0 else "in full" if self.other == 1 else f"{number(self.other)}"
        return [
            f"Offenders' gains count {weigh} here. If they counted {other}, the net at {rate} would be "
            f"{_said(self.net[rate], scale)} {unit}: {shown(self.stolen[rate].primary, scale)} from stolen money."
            for rate in self.net
        ]


def _said(figure: Figure, scale: float) -> str:
    low, primary, high = (shown(v, scale) for v in (figure.low, figure.primary, figure.high))
    return f"{primary} ({low} to {high})"


@dataclass(frozen=True)
class AccountingStatement(Tabular):
    """A statement; prints as a table. `balance` is what each party receives less what it pays, at each rate; `effects`
    by whom or what they are on (`EFFECTS_ON`); `notes` are further lines in words."""

    profile: Profile
    prices: PriceBase
    period: str
    entries: tuple[StatementEntry, ...]
    blanks: Mapping[tuple[Kind, str], NotEstimated]
    balance: Mapping[str, Mapping[str, float]]
    effects: Mapping[str, str | NotEstimated]
    totals: Mapping[str, Mapping[str, Figure]]
    reconciliation: Reconciliation | None = None
    notes: tuple[str, ...] = ()

    def total(self, kind: str, rate: str) -> Figure:
        """The total of benefits or costs, or the net, at one rate.

        Where none of draws was given, the ends of entries are added up, and the low net pairs low benefit with high
        cost: such a range is wide. Raises InputError for another kind.
        """
        if kind not in (*TOTALS, "transfer"):
            raise InputError(f"there is no total of '{kind}'. {nearest(kind, TOTALS)}")
        if kind in self.totals:
            return self.totals[kind][rate]
        if kind == "net":
            gain, loss = self.total("benefit", rate), self.total("cost", rate)
            ends = (gain.low - loss.high, gain.primary - loss.primary, gain.high - loss.low)
            return Figure(*ends, self.prices, of_draws=gain.of_draws or loss.of_draws)
        found = [e.at[rate] for e in self.entries if isinstance(e, Monetised) and e.kind == kind]
        low, primary, high = (sum(getattr(f, end) for f in found) for end in ("low", "primary", "high"))
        return Figure(low, primary, high, self.prices, of_draws=any(f.of_draws for f in found))

    def even(self) -> str:
        """Why some rows are the same at every rate; empty where none is, or where there is one rate."""
        rows = [e for e in self.entries if isinstance(e, Monetised) and len(e.at) > 1]
        if not any(_same(list(e.at.values())) for e in rows):
            return ""
        return (
            "A row that is the same at every rate is an amount that is the same in each year: the rate at which it is "
            "annualised cancels."
        )

    def ends(self) -> str:
        """What the ends of totals and net are."""
        if "net" in self.totals:
            return "Totals and net are of draws: their ends are not the sums of the ends above them."
        return "Ends of totals are sums of ends, and the low net pairs low benefit with high cost."

    def beyond(self) -> str:
        """Note where a mean lies outside its range; else empty."""
        in_money = [f for e in self.entries if isinstance(e, Monetised) for f in e.at.values()]
        in_money += [f for by_rate in self.totals.values() for f in by_rate.values()]
        return note_beyond([*in_money, *(e.figure for e in self.entries if isinstance(e, Quantified))])

    def frame(self) -> Frame:
        """One row an entry and rate, totals and net after them; effects that are not in money, and blanks with their
        reasons, in between."""
        columns = [text(name) for name in ("kind", "effect", "from", "to", "rate", "unit")]
        columns += [*map(Column, ("low", "primary", "high")), text("source")]
        unit, rows = f"{self.prices}/year", list[tuple[Cell, ...]]()
        for kind in EFFECT_KINDS:
            for e in (e for e in self.entries if e.kind == kind):
                if isinstance(e, InWords):
                    rows.append((kind, e.what, "", "", "", "in words", None, None, None, ""))
                    continue
                figures = e.at if isinstance(e, Monetised) else {"": e.figure}
                ends = (e.payer, e.receiver) if isinstance(e, Monetised) else ("", "")
                of = unit if isinstance(e, Monetised) else e.unit
                for rate, f in figures.items():
                    rows.append((kind, e.what, *ends, rate, of, f.low, f.primary, f.high, e.source))
            rows += [
                (kind, f"{cell}: {blank}", "", "", "", "", None, None, None, "")
                for (of_kind, cell), blank in self.blanks.items()
                if of_kind == kind
            ]
        for what in TOTALS:
            for rate in self.profile.schedules:
                f = self.total(what, rate)
                rows.append(("total", TOTAL_OF[what], "", "", rate, unit, f.low, f.primary, f.high, ""))
        rows += [
            ("effect on", f"{on}: {said}", "", "", "", "", None, None, None, "") for on, said in self.effects.items()
        ]
        title = f"Accounting statement, {self.profile.title} ({self.profile.status}), over {self.period}"
        return Frame(title, columns, tuple(rows), tuple(self._notes()))

    def _notes(self) -> list[str]:
        known = self.reconciliation
        said = known.lines(SCALE, f"{UNIT} {self.prices}") if known is not None else []
        further = [line for line in (self.ends(), self.even(), self.beyond()) if line]
        last = "Transfers are neither cost nor benefit; over all parties they sum to zero."
        return [*said, *self.notes, *further, last]

    def __str__(self) -> str:
        head = ["", "rate", "low", "primary", "high"]
        blocks: list[tuple[str, list[list[str]]]] = []
        for kind in EFFECT_KINDS:
            mine = [e for e in self.entries if isinstance(e, Monetised) and e.kind == kind]
            blocks.append((f"{HEADS[kind]}", []))
            for e in mine:
                who = f" ({e.payer} to {e.receiver})" if e.kind == "transfer" else ""
                blocks.append((f"{kind}: {e.what}{who}", [_cells(rate, f) for rate, f in e.at.items()]))
            if (blank := self.blanks.get((kind, "monetised"))) is not None:
                blocks.append((f"{kind}: {blank}", []))
            for what in {"benefit": ("benefit",), "cost": ("cost", "net")}.get(kind, ()):
                totals = [_cells(rate, self.total(what, rate)) for rate in self.profile.schedules]
                blocks.append((TOTAL_OF[what].upper(), totals))
        text = wrap(
            f"Accounting statement, {self.profile.title} ({self.profile.status}). Monetised effects: {UNIT} "
            f"{self.prices} a year, over {self.period}."
        )
        text += columns([head, *labelled(blocks, head[1:])], left=2)
        for entry in self.entries:
            if isinstance(entry, Quantified):
                f = entry.figure
                size = f"{shown(f.primary, 1)} ({shown(f.low, 1)} to {shown(f.high, 1)}) {entry.unit}"
                text += wrap(f"{entry.kind}, not in money: {entry.what}: {size}. Source: {entry.source}.")
            if isinstance(entry, InWords):
                text += wrap(f"{entry.kind}, in words: {entry.what}.")
        others = ((k, blank) for k, blank in self.blanks.items() if k[1] != "monetised")
        text += [line for (kind, cell), blank in others for line in wrap(f"{kind}, {cell}: {blank}.")]
        text += [line for on, said in self.effects.items() for line in wrap(f"Effects on {on}: {said}.")]
        sources = dict.fromkeys(e.source for e in self.entries if isinstance(e, Monetised))
        text += wrap("Sources: " + "; ".join(sources) + ".") if sources else []
        return "\n".join([*text, *(line for note in self._notes() for line in wrap(note))])


HEADS: Mapping[Kind, str] = {"benefit": "BENEFITS", "cost": "COSTS", "transfer": "TRANSFERS"}
TOTAL_OF = {"benefit": "total monetised benefits", "cost": "total monetised costs", "net": "net benefits"}


def _cells(rate: str, f: Figure) -> list[str]:
    return [rate, *(shown(v, SCALE) for v in (f.low, f.primary, f.high))]


def _same(figures: Sequence[Figure]) -> bool:
    """Whether figures are the same but for rounding."""
    first = figures[0]
    return all(
        math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-9)
        for f in figures[1:]
        for a, b in ((f.low, first.low), (f.primary, first.primary), (f.high, first.high))
    )


def labelled(blocks: Sequence[tuple[str, list[list[str]]]], head: list[str]) -> list[list[str]]:
    """Rows of a table: each label next to the rows of its block, on as many lines as its words take."""
    taken = (
        [max(len(row[i]) for _, rows in blocks for row in [head, *rows]) + 2 for i in range(len(head))]
        if blocks
        else []
    )
    room, lines = WIDTH - sum(taken), list[list[str]]()
    for label, rows in blocks:
        pieces = textwrap.wrap(label, room, subsequent_indent="  ", break_long_words=False)
        for k in range(max(len(pieces), len(rows))):
            cells = rows[k] if k < len(rows) else [""] * len(head)
            lines.append([pieces[k] if k < len(pieces) else "", *cells])
    return lines


CELLS = ("monetised", "quantified", "in words")


def accounting_statement(
    entries: Sequence[StatementEntry],
    *,
    profile: Profile,
    prices: PriceBase,
    period: str,
    blanks: Mapping[tuple[Kind, str], NotEstimated],
    effects: Mapping[str, str | NotEstimated],
    totals: Mapping[str, Mapping[str, Figure]] | None = None,
    reconciliation: Reconciliation | None = None,
    notes: Sequence[str] = (),
) -> AccountingStatement:
    """Make the statement, or refuse it.

    `period` names the years covered. `blanks` gives a reason for each empty cell, by (kind, "monetised" | "quantified"
    | "in words"); `effects` says each of `EFFECTS_ON`, or why it is not estimated. `totals` are those of draws, by
    "benefit", "cost" and "net" and by rate, where the entries come from draws. Raises InputError for an empty cell
    without a reason, an effect that is missing, a rate of the profile that is missing, an unknown kind, a transfer
    without payer and receiver, a benefit or cost below 0, a low above a high, totals that are not those of the entries;
    UnitError for a figure in another price base.
    """
    text_of("period", period)
    rates = list(profile.schedules)
    balance: dict[str, dict[str, float]] = {rate: {} for rate in rates}
    filled: set[tuple[str, str]] = set()
    for e in entries:
        if e.kind not in EFFECT_KINDS:
            raise InputError(f"{e.what}: kind = {e.kind!r} is not known. {nearest(str(e.kind), EFFECT_KINDS)}")
        text_of(f"{e.kind}: what", e.what)
        cell = CELLS[(Monetised, Quantified, InWords).index(type(e))]
        filled.add((e.kind, cell))
        if isinstance(e, Quantified):
            text_of(f"{e.what}: unit", e.unit)
        if not isinstance(e, Monetised):
            continue
        if list(e.at) != rates:
            raise InputError(f"{e.what}: figures at {', '.join(e.at) or 'no rate'}; {profile.name} asks for {rates}.")
        check_prices("accounting statement", prices, ((f"{e.what}, {rate}", f) for rate, f in e.at.items()))
        text_of(f"{e.what}: source", e.source)
        if e.kind != "transfer" and min(f.primary for f in e.at.values()) < 0:
            other = "a cost saving, listed among benefits" if e.kind == "cost" else "a cost"
            raise InputError(f"{e.kind} '{e.what}' is below 0: it is {other}. Give it there, with its sign reversed.")
        if e.kind == "transfer" and (not e.payer or not e.receiver or e.payer == e.receiver):
            raise InputError(f"transfer '{e.what}': say from whom to whom, two parties.")
        if e.kind != "transfer" and (e.payer or e.receiver):
            raise InputError(f"{e.kind} '{e.what}' has a payer or receiver: then it is a transfer, not a {e.kind}.")
        for rate, f in e.at.items() if e.kind == "transfer" else ():
            for party, amount in ((e.payer, -f.primary), (e.receiver, f.primary)):
                balance[rate][party] = balance[rate].get(party, 0.0) + amount
    for kind in EFFECT_KINDS:
        for cell in CELLS:
            if (kind, cell) not in filled and (kind, cell) not in blanks:
                raise InputError(f"{kind}, {cell}: empty. Give an entry, or say in blanks why it is not estimated.")
            if (kind, cell) in filled and (kind, cell) in blanks:
                raise InputError(f"{kind}, {cell}: has an entry and a reason for having none. Take one away.")
    _check_effects(effects)
    made = AccountingStatement(
        profile,
        prices,
        period,
        tuple(entries),
        dict(blanks),
        balance,
        {on: effects[on] for on in EFFECTS_ON},
        dict(totals or {}),
        reconciliation,
        tuple(notes),
    )
    _check_totals(made)
    return made


def _check_effects(effects: Mapping[str, str | NotEstimated]) -> None:
    for on in EFFECTS_ON:
        if on not in effects:
            raise InputError(f"effects on {on}: empty. Say them, or say why they are not estimated.")
        text_of(f"effects on {on}", str(effects[on]))
    for on in effects:
        if on not in EFFECTS_ON:
            raise InputError(f"effects on {on}: no row of the form. {nearest(on, EFFECTS_ON)}")


def _check_totals(made: AccountingStatement) -> None:
    """Refuse totals that are not those of the entries, or a reconciliation that does not add up."""
    totals, rates = made.totals, list(made.profile.schedules)
    if totals and (set(totals) != set(TOTALS) or any(list(by_rate) != rates for by_rate in totals.values())):
        raise InputError(f"totals: give {', '.join(TOTALS)}, each at {', '.join(rates)}, or none.")
    check_prices(
        "accounting statement", made.prices, ((f"{k}, {r}", f) for k, t in totals.items() for r, f in t.items())
    )
    added = replace(made, totals={})
    for what, by_rate in totals.items():
        for rate, figure in by_rate.items():
            _check_equal(f"total of {what} at {rate}", figure.primary, added.total(what, rate).primary, made, rate)
    known = made.reconciliation
    if known is None:
        return
    for rate in rates:
        if rate not in known.net or rate not in known.stolen:
            raise InputError(f"reconciliation: nothing at {rate}.")
        whole = made.total("net", rate).primary + known.stolen[rate].primary
        _check_equal(f"reconciliation at {rate}", known.net[rate].primary, whole, made, rate)


def _check_equal(what: str, given: float, found: float, made: AccountingStatement, rate: str) -> None:
    size = max((abs(e.at[rate].primary) for e in made.entries if isinstance(e, Monetised)), default=0.0)
    if not math.isclose(given, found, rel_tol=1e-9, abs_tol=1e-9 * size + 1e-9):
        raise InputError(f"{what} is {given:.12g}, but the entries make {found:.12g}. Correct one of them.")
