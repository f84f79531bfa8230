"""The shelf of published figures: every row agrees in the digits published, or says why not."""

import pytest

from benchmarks.published.shelf import SHELF, Row, quality_system, report
from mloss_econ.evidence import default_store


@pytest.mark.parametrize("row", SHELF, ids=lambda r: r.what)
def test_a_row_agrees_or_says_why_not(row: Row) -> None:
    assert default_store().cite(row.fact)
    assert row.agrees != bool(row.differs), f"{row.what}: published {row.published}, ours {row.ours()}"


def test_a_row_that_is_off_by_a_digit_is_seen() -> None:
    assert not Row("off", "ceps_2021.data", 0.5, lambda: 2764.0).agrees
    assert Row("off", "ceps_2021.data", 0.5, lambda: 2764.0).verdict == "DIFFERS"


def test_the_quality_system_a_year() -> None:
    assert [round(v, 2) for v in quality_system()] == [113_542.43, 143_457.01]


def test_the_report_names_fact_and_verdict() -> None:
    text = report()
    assert text.count("| agrees |") == sum(row.agrees for row in SHELF)
    assert "differs: the published correction is for scope alone" in text
    assert "`cdi_2021.total_5y`" in text
