"""The record of each case of a brief."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from agreement import CLOSE
from apart import Apart


def test_the_assumption_log_is_that_of_the_cases(apart: Apart, results: Any) -> None:
    cases = {c["name"]: c for c in results["pricing_out"]["cases"] + results["value"]["cases"]}
    reviewed = cases[f"proposal, {apart.assumptions.proposal}"]
    assert reviewed["digest"] == apart.proposal.case.digest()
    for row in reviewed["rows"]:
        entry = apart.proposal.case.entries[row["path"]]
        low, high = entry.dist.quantile(np.array([0.05, 0.95]))
        assert (row["value"], row["low"], row["high"]) == pytest.approx((entry.value, low, high), rel=CLOSE)
    comparator = cases[f"proposal, {apart.assumptions.comparator}"]
    assert comparator["variant_of"] == reviewed["name"]
    assert comparator["digest"] == apart.comparator.case.digest()
    moved = {p for p, e in apart.comparator.case.entries.items() if e.value != apart.proposal.case.entries[p].value}
    assert moved <= {r["path"] for r in comparator["rows"]} < set(apart.comparator.case.entries)
    net = cases["value, net"]
    assert (net["variant_of"], [r["path"] for r in net["rows"]]) == ("value, gross", ["net_share"])
