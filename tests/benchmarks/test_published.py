"""The shelf of published figures: every row agrees in the digits published, or says why not."""

import pytest

from benchmarks.published.ai_act_costs import quality_system
from benchmarks.published.row import Row
from benchmarks.published.shelf import NOT_ON_IT, SHELF, report
from mloss_econ import value
from mloss_econ.evidence import default_store


@pytest.mark.parametrize("row", SHELF, ids=lambda r: r.what)
def test_a_row_agrees_or_says_why_not(row: Row) -> None:
    assert default_store().cite(row.fact)
    assert row.agrees != bool(row.differs), f"{row.what}: published {row.published}, ours {row.ours()}"


def test_a_row_that_is_off_by_a_digit_is_seen() -> None:
    assert not Row("off", "ceps_2021.data", 0.5, lambda: 2764.0).agrees
    assert Row("off", "ceps_2021.data", 0.5, lambda: 2764.0).verdict == "DIFFERS"


def test_every_calculator_of_value_is_on_the_shelf_or_says_why_not() -> None:
    named = {row.of for row in SHELF if row.of}
    assert named.isdisjoint(NOT_ON_IT)
    assert named | set(NOT_ON_IT) == {calculator.name for calculator in value.CALCULATORS}


def test_the_gap_is_relative_and_signed() -> None:
    figures = [Row("x", "ceps_2021.data", 0.5, lambda v=v: 2763.0 * v).gap for v in (1.0, 1.1, 0.001)]  # type: ignore[misc]
    assert figures == ["0 %", "+10 %", "−99.9 %"]


def test_the_quality_system_a_year() -> None:
    assert [round(v, 2) for v in quality_system()] == [113_542.43, 143_457.01]


def test_the_report_names_fact_and_verdict() -> None:
    text = report()
    assert text.count("| agrees |") == sum(row.agrees for row in SHELF)
    assert "differs: the published correction is for scope alone" in text
    assert "`cdi_2021.total_5y`" in text
