"""Estimates of the value of open source, and which of them may be added.

Each method sees value from one side. The cost of making it, the cost of replacing it, what buyers would pay, what
users gain and the addition to output are sides of the same value: adding two counts it twice. So an estimate carries
its method, its scope and its price base, and `+` adds only estimates of one method, of scopes that do not overlap, in
one price base; for the rest it says why not.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from mloss_econ.base.arrays import Array, numbers
from mloss_econ.base.units import PriceBase
from mloss_econ.errors import InputError, UnitError, nearest
from mloss_econ.kernel import Case, I, Numeric, O, field_specs

Kind = Literal["a year", "in all"]
SIDES: Mapping[str, str] = {
    "contribution cost": "the yearly cost of making it",
    "attributed value": "the share of the yearly value of AI that is attributed to open source",
    "supply value": "the cost of writing it once more: a replacement cost",
    "demand value": "the cost if each user wrote it: a replacement cost",
    "goods-market value": "the price of comparable goods to users",
    "buy-option value": "the cost to users of the cheaper of writing and buying",
    "stock": "the depreciated value of all past work",
    "duplication avoided": "training that is not done again",
    "saving made": "the savings of users of open models",
    "saving not made": "the savings of others if they switched",
    "consumer surplus": "the gain of users over the price they pay",
    "effect on output": "the addition to a country's output",
}
COSTS = ("contribution cost", "stock")
METHOD_OF: Mapping[str, Mapping[str, str]] = {  # calculator: output: what it measures
    "value.contribution_cost": {"investment": "contribution cost"},
    "value.attributed_value": {"value": "attributed value", "cost": "contribution cost"},
    "value.rebuild_cost": {"cost": "supply value"},
    "value.rebuild_cost_ii": {"cost": "supply value"},
    "value.package_value": {
        "supply_value": "supply value",
        "demand_value": "demand value",
        "buy_option_value": "buy-option value",
    },
    "value.open_source_value": {
        "supply_value": "supply value",
        "demand_value": "demand value",
        "goods_value": "goods-market value",
    },
    "value.stock_and_flow": {"stock": "stock"},
    "value.duplication_avoided": {"avoided": "duplication avoided"},
    "value.inference_saving": {"realised_saving": "saving made", "unrealised_saving": "saving not made"},
}


@dataclass(frozen=True, eq=False)
class ValueEstimate:
    """An amount (a number or draws) with what it measures.

    Attributes: `amount`; `method`, a key of `SIDES`; `scope`, the names of what it covers (packages, countries,
    layers); `prices`; `kind`, "a year" or "in all". Raises InputError for an unknown method or kind, an empty scope
    and amounts that are not finite.
    """

    amount: Numeric
    method: str
    scope: frozenset[str]
    prices: PriceBase
    kind: Kind = "a year"

    def __post_init__(self) -> None:
        if self.method not in SIDES:
            raise InputError(f"method '{self.method}' is not known. {nearest(self.method, SIDES)}")
        if self.kind not in ("a year", "in all"):
            raise InputError(f"kind '{self.kind}'. Write 'a year' or 'in all'.")
        if isinstance(self.scope, str) or not self.scope:
            raise InputError("scope: give the names of what is covered, at least one.")
        amount = numbers(self.amount, self.method)
        if not np.all(np.isfinite(amount)):
            raise InputError(f"{self.method}: the amount is not finite.")
        object.__setattr__(self, "amount", amount)
        object.__setattr__(self, "scope", frozenset(self.scope))
        object.__setattr__(self, "prices", PriceBase.parse(self.prices))

    def __add__(self, other: ValueEstimate) -> ValueEstimate:
        """The sum, if the two measure different things in the same way.

        Raises InputError for two methods or overlapping scopes, UnitError for mixed price bases or kinds.
        """
        if not isinstance(other, ValueEstimate):
            return NotImplemented
        if self.method != other.method:
            raise InputError(why_not(self.method, other.method))
        if self.prices != other.prices:
            raise UnitError(
                f"{self.prices} and {other.prices} are not added: convert one first (store.prices.convert)."
            )
        if self.kind != other.kind:
            raise UnitError(f"'{self.kind}' and '{other.kind}' are not added: a flow is no stock.")
        if shared := sorted(self.scope & other.scope):
            raise InputError(f"both estimates cover {', '.join(shared)}: it would be counted twice.")
        amount: Array = np.add(self.amount, other.amount)
        return ValueEstimate(amount, self.method, self.scope | other.scope, self.prices, self.kind)


def value_estimate(
    case: Case[I, O], output: str, *, scope: Collection[str], amount: Numeric | None = None
) -> ValueEstimate:
    """Estimate of an output of a case, its method and kind given by the calculator.

    `amount` is the adopted point, or draws of that output. Raises InputError for an output that is no estimate of
    value or cost.
    """
    measured = METHOD_OF.get(case.calculator.name, {})
    if output not in measured:
        raise InputError(f"'{output}' of {case.calculator.name} is no estimate of value. {nearest(output, measured)}")
    unit = {spec.name: spec.unit for spec in field_specs(case.calculator.Outputs)}[output]
    kind: Kind = "a year" if unit == "money/year" else "in all"
    found = getattr(case.outputs(), output) if amount is None else amount
    return ValueEstimate(found, measured[output], frozenset(scope), case.prices, kind)


def why_not(one: str, other: str) -> str:
    """Why estimates by two methods are not added. Raises InputError for an unknown method, or one and the same."""
    for method in (one, other):
        if method not in SIDES:
            raise InputError(f"method '{method}' is not known. {nearest(method, SIDES)}")
    if one == other:
        raise InputError(f"'{one}' is one method: estimates of different scope may be added.")
    sides = f"{one} ({SIDES[one]}) and {other} ({SIDES[other]})"
    if "saving not made" in (one, other):
        return f"{sides} are not added: one of them has not happened."
    if (one in COSTS) != (other in COSTS):
        return f"{sides} are not added: one is a cost, the other a benefit. Take the difference or the ratio."
    return f"{sides} are not added: they are the same value seen from two sides. Show both separately."
