"""The README's Python runs as written, its commands are the tested ones, and it shows what the first one prints."""

import re
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from places import ROOT
from typer.testing import CliRunner

from mloss_econ.cli import app
from mloss_econ.report.assumptions import read_assumptions

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```", README, flags=re.DOTALL)


def test_there_is_python_to_run() -> None:
    assert BLOCKS


@pytest.mark.slow
def test_the_blocks_run_one_after_the_other(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {"__name__": "readme"}
    for number, block in enumerate(BLOCKS):
        exec(compile(block, f"README.md, block {number + 1}", "exec"), names)
    assert "not a confidence interval" in capsys.readouterr().out


@pytest.mark.slow
def test_the_lines_that_start_a_cluster_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (cluster,) = re.findall(r"```py\n(.*?)```", README, flags=re.DOTALL)
    script = "import mloss_econ as me\nfrom mloss_econ.compliance import pricing_out\n\n"
    cluster += "print(me.summary(run))\nclient.close()"
    script += "if __name__ == '__main__':\n" + textwrap.indent(cluster, "    ")
    Path("script.py").write_text(script)
    done = subprocess.run([sys.executable, "script.py"], capture_output=True, text=True, timeout=120, check=True)
    assert "1,048,576 draws" in done.stdout


def test_the_assumptions_file_is_one(tmp_path: Path) -> None:
    (text,) = re.findall(r"```toml\n(.*?)```", README, flags=re.DOTALL)
    (tmp_path / "mine.toml").write_text(text)
    mine = read_assumptions(tmp_path / "mine.toml")
    assert mine.changed == ("projects.median_budget",)


def test_the_two_commands_stand_as_given() -> None:
    for command in (
        "python3 -m venv .venv && .venv/bin/pip install -q -e '.[report]' && .venv/bin/mloss-econ brief",
        "python3 -m venv .venv && .venv/bin/pip install -q -e '.[test]' && .venv/bin/pytest",
    ):
        assert f"\n{command}\n" in README


def test_versions_agree() -> None:
    import tomllib

    import mloss_econ

    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["version"] == mloss_econ.__version__
    assert f"## {mloss_econ.__version__}" in (ROOT / "CHANGELOG.md").read_text()


def words(svg: str) -> list[str]:
    """All that is written in a picture."""
    return re.findall(r"<text [^>]*>([^<]+)</text>", svg)


@pytest.mark.slow
def test_the_excerpt_and_the_figures_are_those_of_the_brief(tmp_path: Path) -> None:
    (excerpt,) = re.findall(r"```text\n(IN SHORT\n.*?)```", README, flags=re.DOTALL)
    done = CliRunner().invoke(app, ["brief", "--figures", "--out", str(tmp_path)])
    assert done.exit_code == 0
    assert excerpt.strip() in done.stdout
    shown = re.findall(r"docs/pictures/(\w+)\.svg", README)
    assert len(shown) == 3
    for name in shown:
        kept = (ROOT / "docs" / "pictures" / f"{name}.svg").read_text(encoding="utf-8")
        made = (tmp_path / "figures" / f"{name}.svg").read_text(encoding="utf-8")
        assert words(kept) == words(made), f"{name}: python docs/pictures/make.py"
        assert len(words(kept)) > 8
