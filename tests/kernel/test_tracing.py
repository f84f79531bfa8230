"""The trace of a case: where every number comes from."""

from __future__ import annotations

from typing import Any

import toys
from numpy.testing import assert_allclose

from mloss_econ.base.units import PriceBase
from mloss_econ.compliance import pricing_out
from mloss_econ.evidence import Store
from mloss_econ.kernel import Case, baseline, proposal, trace
from mloss_econ.regimes import world
from mloss_econ.report.assumptions import read_assumptions
from mloss_econ.report.debate import case_of
from mloss_econ.value import attributed_value

billed = world.upto(pricing_out)


def test_the_trace_shows_every_input_with_its_origin(store: Store) -> None:
    base = baseline(billed, prices="USD 2022")
    case = proposal("eu_ai_act_highrisk").apply(base).but("mine", sigma=1.5)
    rows = {row.path: row for row in trace(case).rows}
    assert list(rows) == list(case.entries)
    qms = rows["duties.qms.one_off"]
    factor = store.prices.convert(PriceBase("EUR", 2021), PriceBase("USD", 2022)).factor
    assert_allclose(qms.value, 250_000 * factor, rtol=1e-15)
    assert (qms.role, qms.unit, qms.grade) == ("given", "USD 2022", "reported")
    assert "EUR 2021" in qms.conversion
    assert "euro_area_hicp 2021 to 2022" in qms.conversion
    assert store.cite("ceps_2021.qms_setup") in qms.source
    assert store.belief("ai_duties.duties.qms.one_off").why in qms.source
    assert rows["duties.qms.developer"].role == "lever"
    assert rows["duties.qms.developer"].source == f"set by {case.entry('duties.qms.developer').origin}"
    assert rows["duties.qms.developer"].source.startswith("set by Article 17, in proportion to size")
    assert (rows["sigma"].source, rows["sigma"].grade) == ("set by mine", "judgement")
    assert rows["median_budget"].conversion == ""
    assert_allclose([rows["median_budget"].low, rows["median_budget"].high], [10_000, 250_000], rtol=1e-12)
    assert {row.path: row.source for row in trace(base).rows}["duties.qms.developer"] == "status quo"
    text = str(trace(case))
    assert "median_budget = 50,000 (10,000 to 250,000) USD 2022/year" in text
    assert all(path in text for path in rows)


def test_the_trace_marks_weak_and_unconfirmed_beliefs() -> None:
    rows = {row.path: row for row in trace(baseline(attributed_value)).rows}
    assert rows["ai_value"].grade == "reported, weak source"
    changed = toys.toy_case(toys.parabola, x=toys.belief(2.0, confirmed=False))
    assert {row.path: row.grade for row in trace(changed).rows}["x"] == "estimated, not confirmed"


def test_the_trace_of_a_converted_change_says_so(today: Case[Any, Any]) -> None:
    rows = {row.path: row for row in trace(today.but("euros", fixed_cost=10, prices="EUR 2021")).rows}
    assert rows["fixed_cost"].conversion.startswith("from EUR 2021: ")


def test_a_judgement_that_waits_for_a_check_is_a_judgement_in_every_table() -> None:
    text = str(trace(case_of("coverage", None, read_assumptions())))
    (line,) = (line for line in text.splitlines() if " utilisation = " in line)
    assert line.startswith("○")
