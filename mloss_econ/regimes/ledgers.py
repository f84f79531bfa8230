"""A rule's ledger, by year or as level yearly amounts: lines by group, transfers apart, memo items apart."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from mloss_econ.case import Case
from mloss_econ.engine import Run
from mloss_econ.errors import InputError
from mloss_econ.ledger import GROUPS, Ledger, Line, Memo, Transfer
from mloss_econ.quantities import Array
from mloss_econ.records import field_specs
from mloss_econ.regimes.effects import EffectsInputs, effects
from mloss_econ.regimes.flows import amounts_of, years_of
from mloss_econ.regimes.lines import LINES, TRANSFERS
from mloss_econ.units import PriceBase, show_unit

PRODUCERS = ("open projects", "large developers", "deployers", "state", "foreign")


def ledger_of(amounts: Mapping[str, Any], prices: PriceBase, memos: Mapping[str, tuple[Any, str]]) -> Ledger:
    """The ledger of level yearly amounts by line and transfer. Numbers, or draws of one run."""
    return Ledger(
        prices,
        "a year",
        tuple(Line(code, group, amounts[name], note=note) for name, (code, group, note) in LINES.items()),
        tuple(Transfer(a, b, amounts[name], note=note) for name, (a, b, note) in TRANSFERS.items()),
        tuple(Memo(name, amount, unit) for name, (amount, unit) in memos.items()),
    )


def regime_ledger(source: Run[Any, Any] | Case[Any, Any]) -> Ledger:
    """The ledger of a run of `regime`, with its draws, or of a case at the adopted point.

    Its net by line and by group are compared with the calculator's own net; InputError if they differ.
    """
    if isinstance(source, Run):
        prices, pick = source.case.prices, source.finite
    else:
        y, prices = source.outputs(), source.prices

        def pick(path: str) -> Array:
            name, _, part = path.partition(".")
            return np.asarray(getattr(y, name)[part] if part else getattr(y, name))

    amounts = {name: pick(f"lines.{name}") for name in LINES}
    amounts |= {name: pick(f"transfers.{name}") for name in TRANSFERS}
    money = show_unit("money/year", prices)
    memos = {
        "harm that remains": (pick("harm_remaining"), money),
        "paid projects that stop": (pick("stopped"), ""),
        "concentration of budgets (Herfindahl) over today's": (pick("concentration"), ""),
        "part of use that is gone and not replaced": (pick("use_gone"), ""),
        "part of what is stopped that goes on elsewhere": (pick("moved_out"), ""),
    }
    made = ledger_of(amounts, prices, memos)
    made.reconcile({g: pick(f"groups.{g}") for g in GROUPS if g != "foreign"})
    return made


def ledger_by_year(case: Case[Any, Any], from_year: int = 1) -> Ledger:
    """The ledger of a case of `regime` at the adopted point, every line and transfer by year.

    Of a last year that is not whole there is the part that counts. `in_year(t)` gives one year,
    `present_value(rate, from_year - 1)` all together, paid at year ends.
    """
    if not case.calculator.name.endswith(effects.name):
        raise InputError(f"a ledger by year is of a case of the regime, not of {case.calculator.name}.")
    x = effects_inputs(case, case.point)
    lines, moved = [], []
    amounts, counted = amounts_of(x), float(case.entry("years").value)
    for passed, series in zip(range(math.ceil(counted)), years_of(x), strict=False):
        year, part = from_year + passed, min(counted - passed, 1.0)
        made = {name: part * amount for name, amount in amounts(series).items()}
        lines += [Line(code, group, made[n], year, note) for n, (code, group, note) in LINES.items()]
        moved += [Transfer(a, b, made[n], year, note) for n, (a, b, note) in TRANSFERS.items()]
    return Ledger(case.prices, "a year", tuple(lines), tuple(moved))


def effects_inputs(case: Case[Any, Any], x: Any) -> EffectsInputs:
    """The inputs of the last link of the chain, at inputs x of the whole."""
    chained: Any = case.calculator
    earlier = chained.first.function(x)
    names = [spec.name for spec in field_specs(EffectsInputs)]
    record: Any = EffectsInputs
    made: EffectsInputs = record.model_construct(
        **{name: getattr(earlier if name in chained.links else x, name) for name in names}
    )
    return made


def home_weights(case: Case[Any, Any]) -> dict[str, float]:
    """The weights of the jurisdiction's viewpoint at the adopted point; its shares are judged."""

    def value(path: str) -> float:
        return float(case.entry(path).value)

    producers = min(value("home_cost") / max(value("bound"), value("home_cost")), 1.0)
    weights = dict.fromkeys(PRODUCERS, producers)
    harmed = {"victims": value("home_harm"), "offenders": value("offenders") * value("home_harm")}
    return weights | {"users": value("home_value")} | harmed
