"""What the commands share: remarks on what is assumed."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from mloss_econ.cli import app
from mloss_econ.cli.common import Given


def test_the_command_line_remarks_and_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr("mloss_econ.cli.common.complain", said.append)
    Given(set_=["projects.median_budget=20.000"]).assumptions()
    assert said == ["--set: projects.median_budget: 20.000 is the number 20. If thousands are meant, write 20_000."]


def test_a_page_of_a_calculator_that_needs_a_scenario_takes_a_change() -> None:
    done = CliRunner().invoke(app, ["show", "cheapest_avoider", "--markdown", "--set", "projects.payable_share=0.2"])
    assert done.exit_code == 0
    assert "depends on it: projects.payable_share" in " ".join(done.stderr.split())


def test_every_command_takes_a_viewpoint_and_says_where_it_moves_nothing() -> None:
    for words in ("show pricing_out", "trace C02"):
        plain = CliRunner().invoke(app, words.split())
        seen = CliRunner().invoke(app, [*words.split(), "--viewpoint", "eu"])
        assert (seen.exit_code, seen.stdout) == (0, plain.stdout)
        assert "so that the viewpoint (eu) moves nothing" in seen.stderr
        assert "viewpoint" not in plain.stderr
    seen = CliRunner().invoke(app, ["scorecard", "licensing", "-n", "100", "--viewpoint", "eu"])
    assert "Union" in seen.stdout
    assert "moves nothing" not in seen.stderr
