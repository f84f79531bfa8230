"""The record of each case of a brief."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from agreement import CLOSE
from apart import Apart


def test_the_assumption_log_is_that_of_the_cases(apart: Apart, results: Any) -> None:
    cases = {c["name"]: c for c in results["pricing_out"]["cases"] + results["value"]["cases"]}
    rule = cases[f"rule, {apart.assumptions.rule}"]
    assert rule["digest"] == apart.rule.case.digest()
    for row in rule["rows"]:
        entry = apart.rule.case.entries[row["path"]]
        low, high = entry.dist.quantile(np.array([0.05, 0.95]))
        assert (row["value"], row["low"], row["high"]) == pytest.approx((entry.value, low, high), rel=CLOSE)
    beside = cases[f"rule, {apart.assumptions.beside}"]
    assert beside["variant_of"] == rule["name"]
    assert beside["digest"] == apart.beside.case.digest()
    moved = {p for p, e in apart.beside.case.entries.items() if e.value != apart.rule.case.entries[p].value}
    assert moved <= {r["path"] for r in beside["rows"]} < set(apart.beside.case.entries)
    net = cases["value, net"]
    assert (net["variant_of"], [r["path"] for r in net["rows"]]) == ("value, gross", ["net_share"])
