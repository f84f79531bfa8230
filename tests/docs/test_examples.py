"""The example of one's own rule goes through the command line, the contracts and the plugin."""

import subprocess
import sys
from pathlib import Path

import pytest
from places import ROOT
from typer.testing import CliRunner

from mloss_econ.cli import app
from mloss_econ.evidence import Store, default_store
from mloss_econ.testing import check_calculator, falsify

EXAMPLE = ROOT / "examples" / "own_rule"


@pytest.mark.slow
def test_the_example_goes_through_the_command_line() -> None:
    seeds = ["--seeds", str(EXAMPLE / "seeds")]
    compared = CliRunner().invoke(app, ["scorecard", "local_label", *seeds, "-n", "256"], catch_exceptions=False)
    assert compared.exit_code == 0
    assert "local_label" in compared.stdout
    traced = CliRunner().invoke(app, ["trace", "local_label", *seeds, "--only", "bound"], catch_exceptions=False)
    assert "set by its jurisdiction, our city" in " ".join(traced.stdout.split())


@pytest.mark.slow
def test_the_examples_own_calculator_keeps_the_contracts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(EXAMPLE)
    import claims  # type: ignore[import-not-found]

    store = Store.load(default_store().root, EXAMPLE / "seeds")
    check_calculator(claims.warned, store=store)
    assert claims.few_are_warned.check()
    assert not falsify(claims.few_are_warned, trials=50, n=256).broken
    assert not claims.the_label_pays.check()


@pytest.mark.slow
def test_the_plugin_reports_a_table_and_fails_what_is_broken(tmp_path: Path) -> None:
    plugin = [] if "mloss_econ.pytest_plugin" in _entry_points() else ["-p", "mloss_econ.pytest_plugin"]
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-c", "/dev/null", "--rootdir", str(tmp_path)]
    asked = [*command, *plugin, f"--mloss-claims={EXAMPLE / 'claims.py'}", "--mloss-trials=30"]
    done = subprocess.run(asked, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "1 failed, 1 passed" in done.stdout
    assert "survived 30 trials" in done.stdout
    assert "broken at the adopted point" in done.stdout
    assert "from claims import the_label_pays as claim" in done.stdout
    missing = subprocess.run(
        [*command, *plugin, "--mloss-claims=none.py"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert missing.returncode == 4
    assert "--mloss-claims=none.py: there is no such file" in missing.stderr


def _entry_points() -> set[str]:
    from importlib.metadata import entry_points

    return {point.value for point in entry_points(group="pytest11")}
