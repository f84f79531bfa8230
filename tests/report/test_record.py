"""The record of a run: what it holds, and what is no record."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from finished import Finished
from typer.testing import CliRunner

from mloss_econ.cli import app
from mloss_econ.engine import Estimate
from mloss_econ.errors import InputError
from mloss_econ.regimes import world_under
from mloss_econ.report import reproducing
from mloss_econ.report.record import figures_of, read_record
from mloss_econ.report.tables import tidy

LEVEL = "channels.cyber.level"

# ---------------------------------------------------------------- what is no record


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "is not valid JSON"),
        ("[]", "is no record of a run"),
        ('{"format": "another"}', "is no record of a run"),
        ('{"format": ["mloss_econ run, 2"]}', "is no record of a run"),
        ('{"format": "mloss_econ run, 1", "cases": 3}', "this version reads 'mloss_econ run, 2'. Make the brief again"),
        ('{"format": "mloss_econ run, 2", "cases": 3}', "is a damaged record: "),
        ('{"a": NaN}', "NaN is not a number"),
        ('{"a": -Infinity}', "-Infinity is not a number"),
        ('{"a": 1, "a": 1}', "'a' is given twice"),
        ("[" * 100_000, "nested too deeply"),
        ("[" * 80 + "]" * 80, "nested too deeply"),
        ('{"a": "\\ud800"}', "the text holds U+D800"),
        ("1" * 5000, "thousands of digits"),
    ],
)
def test_what_is_no_record_is_refused_on_one_line(text: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "run.json").write_text(text)
    done = CliRunner().invoke(app, ["reproduce", str(tmp_path / "run.json")])
    assert done.exit_code == 2
    assert words in done.stderr
    assert "run.json" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_record_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"there is no such file"):
        read_record(tmp_path / "run.json")
    with pytest.raises(InputError, match="it is a directory, not a file"):
        read_record(tmp_path)
    (tmp_path / "run.json").write_bytes(b"\xff\xfe{}")
    with pytest.raises(InputError, match="UTF-16"):
        read_record(tmp_path / "run.json")
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(InputError, match="not a file"):
        read_record(tmp_path / "pipe")


# ---------------------------------------------------------------- what the record holds


def test_every_figure_has_a_name_of_its_own(finished: Finished) -> None:
    assert len(figures_of(finished.findings)) == len(tidy(finished.findings).rows)


@pytest.mark.slow
def test_the_hash_of_all_results_sees_every_number(finished: Finished, record: dict[str, Any]) -> None:
    f = finished.findings
    for other in (
        replace(f, value=replace(f.value, horizon=f.value.horizon + 1)),
        replace(f, policy=replace(f.policy, pays=Estimate(f.policy.pays.value, f.policy.pays.error * (1 + 1e-15)))),
        replace(f, claims=f.claims[:-1]),
        replace(f, policy=replace(f.policy, form=None)),
        replace(f, proposal=replace(f.proposal, ledger=f.proposal.ledger + f.proposal.ledger)),
    ):
        assert reproducing.results_of(other) != record["results"]
    for same in (replace(f, title="another", file="mine.toml"), replace(f, stamp=replace(f.stamp, version="9"))):
        assert reproducing.results_of(same) == record["results"]


def test_the_hash_of_the_inputs_changes_when_an_input_does(finished: Finished, record: dict[str, Any]) -> None:
    case = world_under(finished.findings.proposal.name)
    name, harm = f"proposal, {finished.findings.proposal.name}", case.entry(LEVEL).value
    assert record["cases"][name] == case.digest()
    assert record["rounded"]["cases"][name] == case.digest(digits=9)
    last, more = (case.but("other", {LEVEL: harm * (1 + part)}) for part in (1e-14, 1e-6))
    assert last.digest() != case.but("same", {LEVEL: harm}).digest()
    assert last.digest(digits=9) == case.but("same", {LEVEL: harm}).digest(digits=9) != more.digest(digits=9)
    assert case.but("other", {}).digest() == case.digest()
