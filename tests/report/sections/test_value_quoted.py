"""A published figure stays as its source states it, whatever the prices of the report."""

from __future__ import annotations

import pytest

from mloss_econ.evidence import default_store
from mloss_econ.report.assumptions import read_assumptions
from mloss_econ.report.findings.common import Stated
from mloss_econ.report.findings.value import value_findings
from mloss_econ.report.sections.value import section


def test_the_stated_value_in_its_own_prices_and_in_those_of_the_report() -> None:
    store = default_store()
    for prices, said in (
        ("USD 2022", "reach the stated 30 billion USD 2022 a year. "),
        ("USD 2025", "reach the stated 30 billion USD 2022 a year (33 billion USD 2025 a year). "),
    ):
        found = value_findings(read_assumptions(options={"n": 128, "prices": prices}))
        index = store.prices.index
        growth = index["us_gdp_deflator", int(prices[4:])] / index["us_gdp_deflator", 2022]
        assert found.stated_value.value == pytest.approx(30e9 * growth, rel=1e-12)
        assert (found.stated_value.original, found.stated_value.original_unit) == (30e9, "USD 2022/year")
        assert found.stated_ratio == Stated(100.0, "", found.stated_ratio.source, 100.0, "")
        assert said in str(section(found))
