"""What `mloss-econ check` says of a file of assumptions."""

from __future__ import annotations

from pathlib import Path

import pytest
from commands import BUDGET
from typer.testing import CliRunner

from mloss_econ.cli import app
from mloss_econ.report.assumptions import read_assumptions
from mloss_econ.report.brief import make_brief


def test_check_builds_the_cases_too(tmp_path: Path) -> None:
    path = tmp_path / "out_of_bounds.toml"
    path.write_text(f'[beliefs."{BUDGET}"]\nvalue = -5\n')
    done = CliRunner().invoke(app, ["check", str(path)])
    assert done.exit_code == 2
    assert BUDGET in done.stderr


def test_check_says_so_when_nothing_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "good.toml"
    path.write_text(f'[beliefs."{BUDGET}"]\nvalue = 20_000\n')
    done = CliRunner().invoke(app, ["check", str(path)])
    said = (
        f"{path}: nothing wrong. 1 belief changed.\n"
        f"  {BUDGET}: now 20,000 USD 2022/year, without a range; as adopted\n"
        "  50,000 USD 2022/year (90 % interval: 10,000 to 250,000).\n"
    )
    assert (done.exit_code, done.stdout) == (0, said)


def test_check_remarks_on_a_value_far_out_in_its_own_distribution(tmp_path: Path) -> None:
    path = tmp_path / "far.toml"
    path.write_text(
        f'[beliefs."{BUDGET}"]\nvalue = 5_000_000\ndist = {{ kind = "between", low = 1e4, high = 2.5e5 }}\n'
    )
    done = CliRunner().invoke(app, ["check", str(path)])
    assert "lies above 100 % of its own distribution: draws hardly ever come near it" in " ".join(done.stdout.split())
    assert done.exit_code == 0


@pytest.mark.slow
def test_the_page_and_the_terminal_warn_of_a_change_that_moves_nothing(tmp_path: Path) -> None:
    unread, path = "ai_act_lines.activities.data.tariff", tmp_path / "mine.toml"
    path.write_text(f'[beliefs."{unread}"]\nvalue = 80\n[beliefs."{BUDGET}"]\nvalue = 20_000\n')
    made = make_brief(read_assumptions(path, options={"n": 256}))
    warning = f"Changed, but no number in this report depends on it: {unread} (an input of compliance.standard_cost)."
    assert made.document.warning == warning
    assert f'<p class="warning">{warning}</p>' in str(made.files["brief.html"]).replace("\u00a0", " ")
    assert f"NOTE: {warning}" in " ".join(made.text.split())
