"""What does a proposal do to everybody? Its world less the status quo, with common random numbers, as one ledger.

    effects = ledger of the world under the proposal - ledger of the same world as it is today

Lines by group, transfers apart, memo items (levels, never added) of the world under the proposal.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from mloss_econ.base.arrays import Array
from mloss_econ.base.units import PriceBase, show_unit
from mloss_econ.engine import DRAWS, SEED, Run, finite, simulate
from mloss_econ.errors import InputError
from mloss_econ.evidence import CHANNELS
from mloss_econ.kernel import (
    GROUPS,
    Case,
    Ledger,
    Line,
    Memo,
    Model,
    Transfer,
    Worlds,
    aligned,
    removed_worlds,
    status_quo,
)
from mloss_econ.regimes.flows import flows
from mloss_econ.regimes.harm_levels import channels_of
from mloss_econ.regimes.lines import LINES, TRANSFERS
from mloss_econ.regimes.yearly import amounts_of, years_of

MEMOS: Mapping[str, str] = {  # output: its name in a ledger
    "harm_remaining": "remaining harm",
    "exits": "funded projects that exit",
    "births_lost": "share of projects in scope that are never begun",
    "concentration": "concentration of budgets (Herfindahl) over today's",
    "use_not_replaced": "share of use that is lost and not replaced",
    "moved_out": "share of suppressed activity that continues elsewhere",
}


def effects(
    case: Case[Any, Any], against: Case[Any, Any] | None = None, *, n: int | None = DRAWS, seed: int = SEED
) -> Ledger:
    """Changes by a case of a model of `flows`: its ledger less that of `against` (without one: the status quo of the
    same world), annualised, over `n` draws of what is common to both; with n = None at the adopted point. The repeal of
    each law that either removes is part of it.

    Raises InputError for a case of another calculator, or for two that differ in more than levers.
    """
    pair = _worlds(case, against)
    return _titled(_between(pair, lambda one: flows_ledger(_source(one, n, seed))), pair, against)


def _between(pair: tuple[Case[Any, Any], Case[Any, Any]], ledger_of: Callable[[Case[Any, Any]], Ledger]) -> Ledger:
    """The ledger of the first world less that of the second, with what repeals by the first bring and without what
    repeals by the second do."""
    one, other = pair
    whole = Ledger.between(ledger_of(one), ledger_of(other))
    if one.removes or other.removes:
        today = ledger_of(status_quo(one))
        for law in removed_worlds(one).values():
            whole = Ledger.between(whole, Ledger.between(ledger_of(law), today))
        for law in removed_worlds(other).values():
            whole = Ledger.between(whole, Ledger.between(today, ledger_of(law)))
    return whole


def _worlds(case: Case[Any, Any], against: Case[Any, Any] | None) -> tuple[Case[Any, Any], Case[Any, Any]]:
    """The two worlds. Raises InputError where they are none with a ledger, also for a contrast, which is two."""
    pair = aligned(case, against)
    for one in pair:
        if isinstance(one.calculator, Worlds):
            raise InputError(
                f"'{one.label}' is of more than one world. Give a case of one, and the other as against=: "
                "effects(world_under('licensing'), against=world_under('risk_tiers')). A contrast that was run has "
                "flows_ledger(run)."
            )
        _check_flows(one)
    return pair


def _titled(made: Ledger, pair: tuple[Case[Any, Any], Case[Any, Any]], against: Case[Any, Any] | None) -> Ledger:
    """The ledger, which names both worlds where the second is not the status quo."""
    one, other = pair
    return made if against is None else replace(made, title=f"{one.label} less {other.label}")


def _source(case: Case[Any, Any], n: int | None, seed: int) -> Run[Any, Any] | Case[Any, Any]:
    return case if n is None else simulate(case, n=n, seed=seed)


def flows_ledger(source: Run[Any, Any] | Case[Any, Any]) -> Ledger:
    """The ledger of one world: of a run of it, with its draws, or of a case at the adopted point. Of a contrast, what
    its outputs are: differences.

    Its net by line and by group are compared with the calculator's own; InputError if they differ by more than
    rounding on a year's harm.
    """
    if isinstance(source, Run):
        run, prices = source, source.case.prices

        def pick(path: str) -> Array:
            return finite(run, path)

    else:
        y, prices = source.outputs(), source.prices

        def pick(path: str) -> Array:
            name, _, key = path.partition(".")
            return np.asarray(getattr(y, name)[key] if key else getattr(y, name))

    made = Ledger(
        prices,
        "a year",
        tuple(Line(code, group, pick(f"lines.{n}"), note=note) for n, (code, group, note) in LINES.items()),
        tuple(Transfer(a, b, pick(f"transfers.{n}"), note=note) for n, (a, b, note) in TRANSFERS.items()),
        tuple(Memo(said, pick(name), _unit(name, prices)) for name, said in MEMOS.items()),
    )
    made.reconcile({g: pick(f"groups.{g}") for g in GROUPS if g != "foreign"}, _harm(source))
    return made


def _harm(source: Run[Any, Any] | Case[Any, Any]) -> Array:
    """A year's harm in all channels, of which all that is done to victims is a part, also in a contrast."""
    drawn = source.draws.inputs if isinstance(source, Run) else {}
    case = source.case if isinstance(source, Run) else source
    levels = [f"{CHANNELS}.{name}.level" for name in channels_of(case)]
    return sum((np.asarray(drawn[p] if p in drawn else case.entry(p).value) for p in levels), np.zeros(()))


def _unit(memo: str, prices: PriceBase) -> str:
    return show_unit("money/year", prices) if memo == "harm_remaining" else ""


def effects_by_year(case: Case[Any, Any], against: Case[Any, Any] | None = None, *, from_year: int = 1) -> Ledger:
    """Changes by a case at the adopted point, every line and transfer by year; see `effects`.

    Of a last year that is not whole, only the share that counts is taken. `in_year(t)` gives one year,
    `present_value(rate, from_year - 1)` all together, paid at year ends.
    """
    pair = _worlds(case, against)
    return _titled(_between(pair, lambda one: _by_year(one, from_year)), pair, against)


def _by_year(case: Case[Any, Any], from_year: int) -> Ledger:
    x = flows_inputs(case, case.point)
    lines, moved = [], []
    amounts, counted = amounts_of(x), float(case.entry("years").value)
    for passed, series in zip(range(math.ceil(counted)), years_of(x), strict=False):
        year, share = from_year + passed, min(counted - passed, 1.0)
        made = {name: share * amount for name, amount in amounts(series)[0].items()}
        lines += [Line(code, group, made[n], year, note) for n, (code, group, note) in LINES.items()]
        moved += [Transfer(a, b, made[n], year, note) for n, (a, b, note) in TRANSFERS.items()]
    return Ledger(case.prices, "a year", tuple(lines), tuple(moved))


def flows_inputs(case: Case[Any, Any], x: Any) -> Any:
    """The inputs of `flows` at inputs x of the model that a case is of. Raises InputError for any other calculator."""
    return _check_flows(case).inputs_of(flows, x)


def _check_flows(case: Case[Any, Any]) -> Model:
    """The model that a case is of. Raises InputError for one without `flows`."""
    made = case.calculator
    if not isinstance(made, Model) or flows not in made.parts:
        raise InputError(f"a ledger is of a case of a model of {flows.name}, not of {made.name}. Take baseline(world).")
    return made
