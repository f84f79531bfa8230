"""The claims of a brief are refused early where a changed belief cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest

from mloss_econ.errors import InputError
from mloss_econ.report.assumptions import read_assumptions
from mloss_econ.report.findings.claims import refuse_early


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ai_act_lines.activities.data.tariff", -5.0),  # of a calculator that is in no report
        ("deepfake_bank_fraud.precautions.bank_detection.cost", -1.0),
        ("training.adaptation_compute", 0.0),
        ("harm.measured", -1.0),  # no calculator takes it, the scorecard does
        ("regimes.leakage", 3.0),
    ],
)
def test_check_tries_every_case_that_takes_a_changed_belief(name: str, value: float, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(f'[beliefs."{name}"]\nvalue = {value}\n')
    with pytest.raises(InputError, match=rf"mine\.toml:1: beliefs\.{name}: "):
        refuse_early(read_assumptions(tmp_path / "mine.toml"))
