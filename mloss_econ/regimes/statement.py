"""Effects of a proposal in an agency's form, whose net is the headline of the same world.

An accounting statement (Circular A-4), an appraisal summary (Green Book) or a cost grid (Better Regulation), from the
draws of a run. See `form_amounts` for what stands where; stolen money is treated alike in all of them, and each says
how.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from typing import Any, Literal

import numpy as np

from mloss_econ.base.arrays import Array
from mloss_econ.base.text import number, percent
from mloss_econ.base.units import PriceBase
from mloss_econ.compliance import (
    TOTALS,
    AccountingStatement,
    AppraisalSummary,
    CostGrid,
    Figure,
    InWords,
    Monetised,
    NotEstimated,
    Profile,
    Quantified,
    Reconciliation,
    SizeStandard,
    StatementEntry,
    accounting_statement,
    profile,
    size_standard,
)
from mloss_econ.engine import Run, row_of
from mloss_econ.errors import InputError
from mloss_econ.regimes.form_amounts import ABROAD, ONCE, STOLEN, WORK, Sides, exits_of, paperwork_hours, sides
from mloss_econ.regimes.form_grid import grid
from mloss_econ.regimes.form_sizes import ranged, small_business
from mloss_econ.regimes.form_summary import summary
from mloss_econ.regimes.lines import LINES, TRANSFERS
from mloss_econ.regimes.places import WORLD

Form = AccountingStatement | AppraisalSummary | CostGrid
SOURCE = "the ledger of the proposal, computed from the beliefs"
NOT_IN_MONEY = "trust, rights, safety and dignity, as far as they have no monetary value"
SAID = {  # what a line is called as a cost and as a benefit, where that is more than its note and a saving of it
    "use": ("use of open projects lost", "use of open projects gained"),
    "entry": ("use of open projects that are never begun", "use of open projects begun"),
    "closed_use": ("use of closed models lost, late or dearer", "use of closed models gained"),
    "freed": ("resources taken up", "resources freed by projects that exit"),
    "harm": ("harm added, theft excluded", "harm avoided, theft excluded"),
    STOLEN: ("more stolen money", "less stolen money"),
}
UMRA = "umra.threshold"
MILLION = 1e6
TINY = 1e-4  # of the total of a side: a row below it is not read beside it


def form_of(
    run: Run[Any, Any],
    name: str,
    *,
    viewpoint: str = WORLD,
    bias: float | None = None,
    present_value_year: int | None = None,
    naics: str | None = None,
    day: datetime.date | None = None,
) -> Form:
    """The form of a profile, from a run of the world under a proposal, against the status quo.

    It is an accounting statement (a4-…), an appraisal summary (greenbook-…) or a cost grid (eu-br). `viewpoint`: whose
    welfare counts, the world or a region of the case (us, eu, uk). Of the appraisal summary alone: `bias`, the uplift
    of costs for optimism (0.2: a fifth; none unless given), and `present_value_year`, the year discounted to (without
    it, that in which the proposal applies; without a date of that, the year of the baseline date `day`). Of the
    accounting statement alone: `naics`, the industry whose size standard says which projects are small entities. Raises
    InputError for an unknown profile, viewpoint or industry, for one of these three with another form, or where the
    form cannot be filled.
    """
    chosen = profile(name, store=run.case.store)
    kind = form_kind(name)
    if kind != "summary" and (bias is not None or present_value_year is not None):
        raise InputError(f"bias and present_value_year are of an appraisal summary, not of the form of {name}.")
    if kind != "statement" and naics is not None:
        raise InputError(f"naics is of an accounting statement, not of the form of {name}.")
    standard = None if naics is None else size_standard(naics, run.case.store)
    by_rate = sides(run, name, viewpoint=viewpoint)
    if kind == "summary":
        return summary(run, chosen, by_rate, viewpoint=viewpoint, bias=bias or 0.0, year=present_value_year, day=day)
    if kind == "grid":
        return grid(run, by_rate, viewpoint=viewpoint)
    return _statement(run, chosen, by_rate, viewpoint, standard)


def form_kind(name: str) -> Literal["statement", "summary", "grid"]:
    """The kind of form of a profile of this name: the accounting statement of Circular A-4, the appraisal summary of
    the Green Book, or the cost grid of Better Regulation."""
    return "summary" if name.startswith("greenbook") else "grid" if name.startswith("eu-") else "statement"


def said(key: str, side: Literal["benefit", "cost"]) -> str:
    """What a row is called in a form."""
    if key.startswith(ABROAD):
        note = TRANSFERS[key.removeprefix(ABROAD)][2]
        return f"{'received from' if side == 'benefit' else 'paid to'} the rest of the world: {note}"
    if key in SAID:
        return SAID[key][side == "benefit"]
    return LINES[key][2] if side == "cost" else f"cost saving: {LINES[key][2]}"


def _statement(
    run: Run[Any, Any],
    chosen: Profile,
    by_rate: Mapping[str, Sides],
    viewpoint: str,
    standard: SizeStandard | None,
) -> AccountingStatement:
    prices = run.case.prices
    entries: list[StatementEntry] = []
    for kind in ("benefit", "cost"):
        entries += _money_rows(kind, by_rate, prices)
    for line, (payer, receiver, note) in TRANSFERS.items():
        if any(np.any(made.transfers[line]) for made in by_rate.values()):
            at = {rate: Figure.of_values(made.transfers[line], prices) for rate, made in by_rate.items()}
            entries.append(Monetised("transfer", note, at, SOURCE, payer, receiver))
    exits = _exits(run)
    entries.append(exits)
    entries += [InWords("benefit", NOT_IN_MONEY), InWords("cost", "uncertainty about what is allowed")]
    filled = {(e.kind, type(e)) for e in entries}
    nothing = NotEstimated("nothing of the kind follows from the proposal")
    blanks: dict[Any, NotEstimated] = {
        ("benefit", "quantified"): NotEstimated("incidents avoided have not been counted, only valued"),
        ("cost", "quantified"): NotEstimated("no effect in kind was identified"),
        ("transfer", "quantified"): NotEstimated("no transfer in kind was identified"),
        ("transfer", "in words"): NotEstimated("none was identified"),
    }
    blanks |= {(k, "monetised"): nothing for k in ("benefit", "cost", "transfer") if (k, Monetised) not in filled}
    blanks = {cell: why for cell, why in blanks.items() if cell != (exits.kind, "quantified")}
    totals = {
        what: {rate: Figure.of_values(getattr(made, what), prices) for rate, made in by_rate.items()} for what in TOTALS
    }
    years = number(float(run.case.entry("years").value))
    return accounting_statement(
        entries,
        profile=chosen,
        prices=prices,
        period=f"{years} years",
        blanks=blanks,
        effects=_effects(run, by_rate, standard),
        totals=totals,
        reconciliation=reconciliation(by_rate, prices),
        notes=[standing_note(viewpoint), *_requirements(run, by_rate, viewpoint)],
    )


def _money_rows(
    kind: Literal["benefit", "cost"], by_rate: Mapping[str, Sides], prices: PriceBase
) -> Iterator[Monetised]:
    """The rows of a side. Those too small to be read beside its total, at every rate, stand together in one."""
    side = {rate: made.benefits if kind == "benefit" else made.costs for rate, made in by_rate.items()}
    whole = {rate: (made.benefit if kind == "benefit" else made.cost).mean() for rate, made in by_rate.items()}
    found = [key for key in next(iter(side.values())) if any(np.any(rows[key]) for rows in side.values())]
    tiny = [key for key in found if all(rows[key].mean() < TINY * whole[rate] for rate, rows in side.items())]
    tiny = tiny if len(tiny) > 1 else []
    for key in found:
        if key not in tiny:
            at = {rate: Figure.of_values(rows[key], prices) for rate, rows in side.items()}
            whose = f": {LINES[key][1]}" if key in LINES else ": victims" if key == STOLEN else ""
            yield Monetised(kind, f"{said(key, kind)}{whose}", at, SOURCE)
    if tiny:
        sums = {rate: sum((rows[key] for key in tiny), np.zeros_like(rows[tiny[0]])) for rate, rows in side.items()}
        at = {rate: Figure.of_values(draws, prices) for rate, draws in sums.items()}
        names = "; ".join(said(key, kind) for key in tiny)
        yield Monetised(kind, f"together, each below {percent(TINY)} of the total: {names}", at, SOURCE)


def standing_note(viewpoint: str) -> str:
    """Whose welfare counts, as a line."""
    return f"Standing: {'the world' if viewpoint == WORLD else f'residents of the region {viewpoint}'}."


def reconciliation(by_rate: Mapping[str, Sides], prices: PriceBase) -> Reconciliation:
    """The net with offenders' gains at the other weight, and the stolen money between."""
    made = next(iter(by_rate.values()))
    apart = made.other_weight - made.weight
    return Reconciliation(
        made.weight,
        made.other_weight,
        {rate: Figure.of_values(s.net + apart * s.stolen, prices) for rate, s in by_rate.items()},
        {rate: Figure.of_values(apart * s.stolen, prices) for rate, s in by_rate.items()},
    )


def _effects(
    run: Run[Any, Any], by_rate: Mapping[str, Sides], standard: SizeStandard | None
) -> dict[str, str | NotEstimated]:
    rows, prices = next(iter(by_rate.values())).rows, run.case.prices
    spent = rows["supervision"]
    authorities: str | NotEstimated = NotEstimated("nothing is asked of authorities, except as deployers")
    if np.any(spent):
        falls, amount = _change(spent, prices)
        authorities = (
            f"authorities at all levels together {'save' if falls else 'spend'} {amount} a year on supervision and "
            "enforcement; which level is not told apart"
        )
    return {
        "State, local and tribal governments": authorities,
        "small business": small_business(run, standard),
        "wages": NotEstimated("the model has no labour market"),
        "growth": NotEstimated("the model has no path of growth; use lost or gained stands above"),
    }


def _money(draws: Array, prices: PriceBase) -> str:
    f = Figure.of_values(draws, prices)
    low, primary, high = (number(v / MILLION) for v in (f.low, f.primary, f.high))
    return ranged(low, primary, high, f"million {prices}")


def _change(draws: Array, prices: PriceBase) -> tuple[bool, str]:
    """Whether an amount falls on average; and by how much it falls, or rises."""
    falls = float(draws.mean()) < 0
    return falls, _money(-draws if falls else draws, prices)


def _exits(run: Run[Any, Any]) -> Quantified:
    """Funded projects that exit; where fewer do, by the repeal of laws, those that no longer do are a benefit."""
    if not run.case.removes:
        exits = Figure.of(row_of(run, "exits"), None)
        return Quantified("cost", "funded projects that exit", exits, "projects", SOURCE)
    draws = exits_of(run)
    if draws.mean() >= 0:
        return Quantified("cost", "funded projects that exit", Figure.of_values(draws, None), "projects", SOURCE)
    kept = Figure.of_values(-draws, None)
    return Quantified("benefit", "funded projects that no longer exit", kept, "projects", SOURCE)


def _requirements(run: Run[Any, Any], by_rate: Mapping[str, Sides], viewpoint: str) -> list[str]:
    """Further lines of US practice, as far as they follow: mandates, paperwork, costs to be offset."""
    made, prices = next(iter(by_rate.values())), run.case.prices
    rows = made.rows
    if not any(np.any(rows[line]) for line in (*WORK, *ONCE)):
        return []
    yearly = sum((rows[line] for line in WORK), np.zeros(run.n))
    first = yearly + sum((rows[line] for line in ONCE), np.zeros(run.n)) / made.first
    known = run.case.store.fact(UMRA)
    assert known.value is not None
    assert known.prices is not None  # it has a number, and its price year
    threshold = known.value * run.case.store.prices.convert(known.prices, prices).factor
    over = percent(float(np.mean(first >= threshold)))
    falls, amount = _change(first, prices)
    what = f"{'less compliance saves' if falls else 'compliance costs'} the private sector {amount}"
    found = [
        f"Unfunded mandates: {what} in the first year; the threshold is {number(threshold / MILLION)} million, "
        f"reached in {over} of draws."
    ]
    hours = paperwork_hours(run, viewpoint=viewpoint)
    if np.any(hours):
        fewer = float(hours.mean()) < 0
        figure = Figure.of_values(-hours if fewer else hours, None)
        low, mean, high = (number(v) for v in (figure.low, figure.primary, figure.high))
        span = ranged(low, mean, high, "hours a year")
        found.append(f"Paperwork: {'saves ' if fewer else ''}{span}, in duties that are priced in hours.")
    if "7 %" in by_rate:
        at = by_rate["7 %"]
        spent = [at.costs[n] for n, (code, _, _) in LINES.items() if code != "H"]
        saved = [-at.benefits[n] for n, (code, _, _) in LINES.items() if code in "KCPA"]
        falls, amount = _change(sum([*spent, *saved], np.zeros(run.n)), prices)
        what = "cost savings, less costs to be offset" if falls else "costs to be offset, less cost savings"
        found.append(f"Executive Order 14192: {what}, at 7 %: {amount} a year.")
    return found
