"""Bounds in money hold in every price base: what a scenario adopts in one is taken in the others."""

from typing import Any

import pytest
from alone import whole
from few import few

from mloss_econ.evidence import default_store
from mloss_econ.kernel import baseline
from mloss_econ.registry import CALCULATORS

SCENARIOS = {
    calculator: [name for name, seed in default_store().scenarios.items() if calculator.name in seed.calculators]
    for calculator in CALCULATORS
}
CASES = [
    (calculator, scenario, prices)
    for prices in ("EUR 2015", "GBP 2012", "GBP 2024")
    for calculator, names in SCENARIOS.items()
    for scenario in names or [None]
]
FIRST = [case for case in CASES if case[1] in ("three_careful_parties", "developer_and_deployer")]


@pytest.mark.parametrize("case", few([*FIRST, *CASES], len(FIRST)))
def test_every_scenario_is_adopted_in_every_price_base(case: tuple[Any, str | None, str]) -> None:
    calculator, scenario, prices = case
    assert baseline(whole(calculator), scenario=scenario, prices=prices).entries
