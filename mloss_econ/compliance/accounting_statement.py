"""The accounting statement of a proposal: benefits, costs and transfers, at each discount rate of a profile.

Three classes that do not overlap: monetised (a yearly amount at each rate), quantified but not monetised, and in
words. Every cell is filled or says why it is not. A transfer has a payer and a receiver, is no cost and no benefit,
and over all parties transfers sum to zero.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from mloss_econ.base.frames import Cell, Column, Frame, Tabular, text
from mloss_econ.base.text import WIDTH, columns, wrap
from mloss_econ.base.units import PriceBase
from mloss_econ.compliance.forms import Figure, NotEstimated, check_prices, note_beyond, shown, text_of
from mloss_econ.compliance.profiles import Profile
from mloss_econ.errors import InputError, nearest

Kind = Literal["benefit", "cost", "transfer"]
EFFECT_KINDS: tuple[Kind, ...] = ("benefit", "cost", "transfer")
SCALE, UNIT = 1e6, "million"


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
class AccountingStatement(Tabular):
    """A statement; prints as a table. `balance` is what each party receives less what it pays, at each rate."""

    profile: Profile
    prices: PriceBase
    period: str
    entries: tuple[StatementEntry, ...]
    blanks: Mapping[tuple[Kind, str], NotEstimated]
    balance: Mapping[str, Mapping[str, float]]

    def total(self, kind: Kind, rate: str) -> Figure:
        """The sum of all monetised entries of a kind at one rate; ends are added up, so they are wide."""
        found = [e.at[rate] for e in self.entries if isinstance(e, Monetised) and e.kind == kind]
        low, primary, high = (sum(getattr(f, end) for f in found) for end in ("low", "primary", "high"))
        return Figure(low, primary, high, self.prices, of_draws=any(f.of_draws for f in found))

    def beyond(self) -> str:
        """Note where a mean lies outside its range; else empty."""
        in_money = [f for e in self.entries if isinstance(e, Monetised) for f in e.at.values()]
        return note_beyond([*in_money, *(e.figure for e in self.entries if isinstance(e, Quantified))])

    def frame(self) -> Frame:
        """One row an entry and rate; effects that are not in money, and blanks with their reasons, after them."""
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
        title = f"Accounting statement, {self.profile.title} ({self.profile.status}), over {self.period}"
        return Frame(title, columns, tuple(rows), ("Transfers are neither cost nor benefit; they sum to zero.",))

    def __str__(self) -> str:
        head = ["", "rate", "low", "primary", "high"]
        blocks: list[tuple[str, list[list[str]]]] = []
        for kind in EFFECT_KINDS:
            for e in (e for e in self.entries if isinstance(e, Monetised) and e.kind == kind):
                who = f" ({e.payer} to {e.receiver})" if e.kind == "transfer" else ""
                cells = [[rate, *(shown(v, SCALE) for v in (f.low, f.primary, f.high))] for rate, f in e.at.items()]
                blocks.append((f"{kind}: {e.what}{who}", cells))
        text = wrap(
            f"Accounting statement, {self.profile.title} ({self.profile.status}). Monetised effects: {UNIT} "
            f"{self.prices} a year, over {self.period}."
        )
        text += columns([head, *labelled(blocks, head[1:])], left=2)
        for entry in self.entries:
            if isinstance(entry, Quantified):
                f = entry.figure
                size = f"{shown(f.primary, 1)} ({shown(f.low, 1)} to {shown(f.high, 1)}) {entry.unit}"
                text += wrap(f"{entry.kind}, not in money: {entry.what}: {size}. {entry.source}")
            if isinstance(entry, InWords):
                text += wrap(f"{entry.kind}, in words: {entry.what}")
        text += [line for (kind, cell), blank in self.blanks.items() for line in wrap(f"{kind}, {cell}: {blank}.")]
        sources = dict.fromkeys(e.source for e in self.entries if isinstance(e, Monetised))
        text += wrap("Sources: " + "; ".join(sources) + ".") if sources else []
        text += wrap(self.beyond()) if self.beyond() else []
        text += wrap("Transfers are neither cost nor benefit; over all parties they sum to zero.")
        return "\n".join(text)


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
) -> AccountingStatement:
    """Make the statement, or refuse it.

    `period` names the years covered. `blanks` gives a reason for each empty cell, by (kind, "monetised" | "quantified"
    | "in words"). Raises InputError for an empty cell without one, a rate of the profile that is missing, an unknown
    kind, a transfer without payer and receiver, a low above a high; UnitError for a figure in another price base.
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
    return AccountingStatement(profile, prices, period, tuple(entries), dict(blanks), balance)
