"""Every listed calculator, over every scenario that fits it, keeps every contract."""

import importlib
import pkgutil
from types import ModuleType
from typing import Any

import pytest
from alone import whole

from mloss_econ import compliance, liability, regimes, value
from mloss_econ.evidence import default_store
from mloss_econ.kernel import Calculator, baseline
from mloss_econ.testing import CONTRACTS, check_calculator

SUBJECTS = (value, compliance, liability, regimes)
LISTED = [c for subject in SUBJECTS for c in subject.CALCULATORS]


ENOUGH = 1  # scenarios of one calculator in every run; the rest are for the slow suite


def calculators_and_scenarios() -> list[Any]:
    scenarios = default_store().scenarios
    found: list[Any] = []
    for calculator in dict.fromkeys(map(whole, (*LISTED, compliance.pricing_out, regimes.world))):
        parts = {part.name for part in calculator.parts}
        fitting = [name for name, scenario in scenarios.items() if set(scenario.calculators) & parts]
        enough = 0 if len(parts) > 1 and calculator is not regimes.world else ENOUGH  # parts of the world are in it
        marks = [[] if place < enough else [pytest.mark.slow] for place in range(len(fitting) or 1)]
        found += [
            pytest.param(calculator, name, marks=mark) for name, mark in zip(fitting or [None], marks, strict=True)
        ]
    return found


@pytest.mark.parametrize("contract", CONTRACTS, ids=str)
@pytest.mark.parametrize(("calculator", "scenario"), calculators_and_scenarios(), ids=lambda v: getattr(v, "name", v))
def test_contract(calculator: Calculator, scenario: str | None, contract: str) -> None:
    CONTRACTS[contract](baseline(calculator, scenario=scenario))


def test_every_scenario_is_for_a_listed_calculator() -> None:
    names = {c.name for c in LISTED}
    for name, scenario in default_store().scenarios.items():
        for calculator in scenario.calculators:
            assert calculator in names, f"seeds/scenarios/{name}.toml: {calculator} is not listed."


def line(home: ModuleType, name: str) -> str:
    """The line that lists it."""
    subject = home.__name__.rpartition(".")[0]
    return f"{subject.replace('.', '/')}/__init__.py: add 'from {home.__name__} import {name} as {name}'"


@pytest.mark.parametrize("subject", SUBJECTS, ids=lambda s: s.__name__)
def test_every_calculator_and_claim_is_listed(subject: ModuleType) -> None:
    """Code is listed by hand; this message is the missing line."""
    from mloss_econ.kernel import Claim

    for module in pkgutil.iter_modules(subject.__path__):
        home = importlib.import_module(f"{subject.__name__}.{module.name}")
        for name, thing in vars(home).items():
            if type(thing) is Calculator and thing.function.__module__ == home.__name__:
                assert thing in subject.CALCULATORS, line(home, name)
            if isinstance(thing, Claim) and thing.predicate.__module__ == home.__name__:
                assert thing in subject.CLAIMS, line(home, name)


def test_one_call_checks_a_calculator_of_the_readers_own() -> None:
    check_calculator(value.attributed_value)
