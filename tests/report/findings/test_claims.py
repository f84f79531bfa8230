"""The claims of a brief: against one computed apart, and refused early where a changed belief cannot be."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from apart import Apart

from mloss_econ.errors import InputError
from mloss_econ.registry import claim_named
from mloss_econ.report.assumptions import read_assumptions
from mloss_econ.report.findings.claims import refuse_early
from mloss_econ.sensitivity import verdict


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ai_act_lines.activities.data.tariff", -5.0),  # of a calculator that is in no report
        ("deepfake_bank_fraud.precautions.bank_detection.cost", -1.0),
        ("training.adaptation_compute", 0.0),
        ("harm_levels.fraud_measured", -1.0),  # no calculator takes it, the scorecard does
        ("regimes.leakage", 3.0),
    ],
)
def test_check_tries_every_case_that_takes_a_changed_belief(name: str, value: float, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(f'[beliefs."{name}"]\nvalue = {value}\n')
    with pytest.raises(InputError, match=rf"mine\.toml:1: beliefs\.{name}: "):
        refuse_early(read_assumptions(tmp_path / "mine.toml"))


def test_claims(apart: Apart, results: Any) -> None:
    a = apart.assumptions
    for c in results["claims"]:
        again = verdict(claim_named(c["name"]), n=a.n, seed=a.seed, store=a.store)
        assert (c["held"]["value"], c["held"]["error"]) == pytest.approx((again.held.value, again.held.error))
        assert (c["at_adopted"], c["corners"], c["corners_held"]) == (
            again.at_adopted,
            again.corners,
            again.corners_held,
        )
        assert [(t["path"], t["side"], t["value"], t["quantile"]) for t in c["switching_values"]] == [
            (t.path, t.side, t.value, t.quantile) for t in again.switching_values
        ]
        claim = again.claim
        assert (c["sentence"], c["tested_as"], c["kind"]) == (claim.sentence, claim.tested_as, claim.kind)
        assert c["source"] == a.store.cite(claim.source)
