"""The value of MLOSS, its cost and its critics: what is found, against one computed apart."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from agreement import CLOSE, check_break_even, check_row, check_share, check_tornado, same
from apart import PUBLISHED_VALUE, STATED_RATIO, STATED_VALUE, Apart

from mloss_econ.sensitivity import tornado
from mloss_econ.value import attributed_value


def test_value(apart: Apart, results: Any) -> None:
    v = results["value"]
    assert [r["name"] for r in v["readings"]] == list(apart.readings)
    for reading, run in zip(v["readings"], apart.readings.values(), strict=True):
        for output in ("value", "benefit_cost_ratio", "present_value"):
            check_row(reading["outputs"][output], run, output)
        check_share(reading["reaches_value"], run.draws.outputs["value"] >= STATED_VALUE)
        check_share(reading["reaches_ratio"], run.draws.outputs["benefit_cost_ratio"] >= STATED_RATIO)
        drawn = np.sort(run.draws.outputs["value"])
        curve = np.interp((1 - np.array(v["probabilities"])) * (len(drawn) - 1), np.arange(len(drawn)), drawn)
        assert reading["curve"] == pytest.approx(curve.tolist(), rel=CLOSE)
        given = [p for p, e in run.case.entries.items() if e.spec.role == "given" and p not in run.draws.inputs]
        assert reading["held"] == [p for p in given if run.case.entries[p].is_judgement]
    assert np.allclose(v["probabilities"], np.arange(5, 996, 5) / 1000)
    assert (v["stated_value"]["value"], v["stated_ratio"]["value"]) == (pytest.approx(STATED_VALUE), STATED_RATIO)
    point = apart.readings["gross"].case.point
    assert (v["horizon"], v["discount_rate"]) == (point.horizon, point.discount_rate)
    published = apart.assumptions.store.fact("langenkamp_yue_2022.headline_benefit")
    assert v["published"]["value"] == pytest.approx(published.value * STATED_VALUE / PUBLISHED_VALUE)
    assert "Langenkamp" in v["published"]["source"]


def test_cost_and_critiques(apart: Apart, results: Any) -> None:
    v = results["value"]
    check_row(v["investment"], apart.cost, "investment")
    for basis, row in v["by_basis"].items():
        check_row(row, apart.cost, f"by_basis.{basis}")
        assert same(v["repaired"][basis], float(apart.repaired.by_basis[basis]))
    assert {f"by_basis.{b}" for b in v["by_basis"]} == {
        p for p in apart.cost.draws.outputs if p.startswith("by_basis.")
    }
    assert [c["name"] for c in v["critics"]["each"]] == list(apart.criticisms)
    for c in v["critics"]["each"]:
        run, output = apart.criticisms[c["name"]]
        check_row(c["ratio"], run, output)
        check_share(c["reaches"], run.draws.outputs[output] >= STATED_RATIO)
        assert c["at_margin"] == (output == "marginal_ratio")
        assert c["digest"] == run.case.digest()
    assert 99 < v["critics"]["published"] < 105


def test_what_drives_and_what_turns_the_ratio(apart: Apart, results: Any) -> None:
    v, case = results["value"], apart.readings["gross"].case
    check_tornado(v["drivers"], tornado(case, "benefit_cost_ratio"))
    asked = [("haircut", 100.0), ("haircut", 10.0), ("algorithm_share", 10.0), ("net_share", 10.0)]
    for found, (vary, target) in zip(v["turning"], asked, strict=True):
        check_break_even(found, case, attributed_value, vary, "benefit_cost_ratio", target)
