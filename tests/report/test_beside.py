"""The process beside: the same findings, and its troubles said here."""

from __future__ import annotations

import os
import sys

import pytest

from mloss_econ.errors import RunError
from mloss_econ.report.assumptions import Assumptions, read_assumptions
from mloss_econ.report.findings import beside as module
from mloss_econ.report.findings.beside import Beside, all_claims


@pytest.fixture
def few() -> Assumptions:
    """Few draws."""
    return read_assumptions(options={"n": 128, "seed": 3})


@pytest.mark.slow
def test_it_finds_what_is_found_here(few: Assumptions) -> None:
    assert Beside(few).wait() == all_claims(few)


def test_one_core_needs_no_other_process(few: Assumptions, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    monkeypatch.setattr(module, "CLAIMS", module.CLAIMS[:2])
    made = Beside(few)
    assert made.process is None
    assert made.wait() == all_claims(few)
    made.stop()


def test_an_error_of_ours_comes_back_as_it_is() -> None:
    broken = read_assumptions(options={"n": 128})
    object.__setattr__(broken, "n", 50)  # fewer than a report takes
    with pytest.raises(ValueError, match="n = 50") as error:
        Beside(broken).wait()
    assert type(error.value).__module__ == "mloss_econ.errors"


def test_an_early_end_is_said(few: Assumptions, monkeypatch: pytest.MonkeyPatch) -> None:
    made = Beside(few)
    assert made.process is not None
    made.process.kill()
    with pytest.raises(RunError, match="ended early: exit code -9"):
        made.wait()
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(RunError, match="ended early: exit code 1"):
        Beside(few).wait()


def test_stopping_leaves_no_process(few: Assumptions) -> None:
    made = Beside(few)
    made.stop()
    assert made.process is not None
    assert made.process.poll() is not None
