"""Numbers that stand where a model would make them, so that one calculator of it can be looked at alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mloss_econ.base.units import PriceBase
from mloss_econ.evidence import default_store
from mloss_econ.kernel import Calculator, field_specs
from mloss_econ.kernel.adoption import adopt
from mloss_econ.kernel.trees import leaf_specs, leaves, replace_leaves
from mloss_econ.regimes import world

NUMBERS: Mapping[str, Mapping[str, float]] = {
    "compliance.consequences": {
        "fixed_cost": 22_361.0,
        "sunk_cost": 10_000.0,
        "exit_share_funded": 0.3,
        "covered_funded": 1.0,
        "value_lost": 0.05,
    },
    "liability.harm_control": {
        "covered_use": 1.0,
        **dict.fromkeys(("complying", "complying_large", "complying_deployers", "complying_intermediaries"), 0.8),
    },
    "regimes.flows": {
        "complying": 1.0,
        "complying_large": 1.0,
        "use_value": 30e9,
        "covered_use": 1.0,
        "use_lost": 0.2,
        "fixed_cost": 0.0,
        "value_lost": 0.05,
        "release_ratio": 1.0,
    },
}
CHANNELS = tuple(default_store().scenario("ai_duties").tree["channels"])
HARM: Mapping[str, Mapping[str, float]] = {  # the same for flows, by channel: all in one
    "open_left": {"fraud": 3.3e9},
    "closed_left": {"fraud": 6.7e9},
    "open_left_today": {"fraud": 3.3e9},
    "closed_left_today": {"fraud": 6.7e9},
    **{name: dict.fromkeys(CHANNELS, 1.0) for name in ("open_passing", "closed_passing")},
    **{f"{name}_today": dict.fromkeys(CHANNELS, 1.0) for name in ("open_passing", "closed_passing")},
}


def linked_numbers(calculator: Calculator[Any, Any]) -> dict[str, Any]:
    """A number for every input that other calculators make: those above, else 0; by channel where it has channels."""
    found: dict[str, Any] = {}
    for spec in field_specs(calculator.Inputs):
        if spec.role == "linked":
            found[spec.name] = 0.0
            if spec.kind == "named":
                found[spec.name] = {**dict.fromkeys(CHANNELS, 0.0), **HARM.get(spec.name, {})}
    return found | dict(NUMBERS.get(calculator.name, {}))


def scenario_of(calculator: Calculator[Any, Any]) -> str | None:
    """The scenario that gives a calculator its records."""
    return "ai_duties" if calculator.name in default_store().scenario("ai_duties").calculators else None


def inputs_alone(calculator: Calculator[Any, Any], scenario: str | None = None) -> Any:
    """The Inputs at the adopted values, what other calculators make as above."""
    base, linked = PriceBase.parse("USD 2022"), linked_numbers(calculator)
    scenario = scenario or scenario_of(calculator)
    made, _ = adopt(calculator, prices=base, scenario=scenario, labels=None, store=default_store(), linked=linked)
    return made


def at_alone(calculator: Calculator[Any, Any], changes: Mapping[str, Any] | None = None, **values: Any) -> Any:
    """The outputs with some of them replaced, by dotted path."""
    given = {**(changes or {}), **values}
    x = inputs_alone(calculator)
    known = {path for path, _ in leaf_specs(x)}
    whole = {name: value for name, value in given.items() if name not in known}
    made = replace_fields(x, whole)
    numbers = dict(leaves(made)) | {k: v for k, v in given.items() if k in known}
    return calculator(replace_leaves(made, numbers))


def replace_fields(x: Any, fields: Mapping[str, Any]) -> Any:
    """The inputs with whole mappings replaced, by name."""
    own = {spec.name: getattr(x, spec.name) for spec in field_specs(type(x))}
    return type(x)(**{**own, **fields}) if fields else x


def whole(calculator: Calculator[Any, Any]) -> Calculator[Any, Any]:
    """A calculator with all that it takes from others: the part of the world up to it; of one that takes nothing,
    itself."""
    linked = any(spec.role == "linked" for spec in field_specs(calculator.Inputs))
    return world.upto(calculator) if linked else calculator
