"""Numbers that stand where a model would make them, so that one calculator of it can be looked at alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mloss_econ.base.units import PriceBase
from mloss_econ.evidence import default_store
from mloss_econ.kernel import Calculator, field_specs
from mloss_econ.kernel.adoption import adopt
from mloss_econ.regimes import world

NUMBERS: Mapping[str, Mapping[str, float]] = {
    "compliance.consequences": {
        "fixed_cost": 22_361.0,
        "sunk_cost": 10_000.0,
        "exit_share_funded": 0.3,
        "covered_funded": 1.0,
        "value_lost": 0.05,
        "covered_use": 1.0,
        "use_lost": 0.2,
        "use_value": 30e9,
    },
    "liability.harm_control": {"covered_use": 1.0, "complying": 0.8},
    "regimes.flows": {
        "use_value": 30e9,
        "covered_use": 1.0,
        "use_lost": 0.2,
        "fixed_cost": 0.0,
        "complying": 0.8,
        "value_lost": 0.05,
        "open_left": 0.33,
        "closed_left": 0.67,
        "open_downstream_left": 0.231,
        "closed_downstream_left": 0.469,
        "release_ratio": 1.0,
        "left_today": 1.0,
    },
}


def linked_numbers(calculator: Calculator[Any, Any]) -> dict[str, float]:
    """A number for every input that other calculators make: those above, else 0."""
    names = [spec.name for spec in field_specs(calculator.Inputs) if spec.role == "linked"]
    return dict.fromkeys(names, 0.0) | dict(NUMBERS.get(calculator.name, {}))


def inputs_alone(calculator: Calculator[Any, Any], scenario: str | None = None) -> Any:
    """The Inputs at the adopted values, what other calculators make as above."""
    base, linked = PriceBase.parse("USD 2022"), linked_numbers(calculator)
    made, _ = adopt(calculator, prices=base, scenario=scenario, labels=None, store=default_store(), linked=linked)
    return made


def at_alone(calculator: Calculator[Any, Any], **values: Any) -> Any:
    """The outputs with some of them replaced."""
    return calculator.at({**linked_numbers(calculator), **values})


def whole(calculator: Calculator[Any, Any]) -> Calculator[Any, Any]:
    """A calculator with all that it takes from others: the part of the world up to it; of one that takes nothing,
    itself."""
    linked = any(spec.role == "linked" for spec in field_specs(calculator.Inputs))
    return world.upto(calculator) if linked else calculator
