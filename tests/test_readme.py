"""The README's Python runs as written, and its commands are the ones that are tested."""

import re
from pathlib import Path

import pytest

from mloss_econ.report.assumptions import read_assumptions

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```", README, flags=re.DOTALL)


def test_there_is_python_to_run() -> None:
    assert BLOCKS


def test_the_blocks_run_one_after_the_other(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {"__name__": "readme"}
    for number, block in enumerate(BLOCKS):
        exec(compile(block, f"README.md, block {number + 1}", "exec"), names)
    assert "5-95 %" in capsys.readouterr().out


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
