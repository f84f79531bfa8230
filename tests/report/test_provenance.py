"""What a report was made with: a time that is none is refused."""

from __future__ import annotations

import pytest
from finished import Finished

from mloss_econ.errors import InputError
from mloss_econ.report.assumptions import read_assumptions
from mloss_econ.report.brief import render_brief
from mloss_econ.report.provenance import provenance


@pytest.mark.parametrize("given", ["yesterday", "-1", "²", "٣", "9" * 30, "1e9", ""])
def test_a_time_that_is_none_is_refused(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", given)
    with pytest.raises(InputError, match="SOURCE_DATE_EPOCH"):
        provenance(read_assumptions(), "sobol", [])


def test_bad_time_is_refused(finished: Finished, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    with pytest.raises(ValueError, match="SOURCE_DATE_EPOCH"):
        render_brief(finished.findings, finished.assumptions)
