"""The README shows what the first command prints, to the letter. Slow: it computes the brief at its default size."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from mloss_econ.cli import app

README = (Path(__file__).resolve().parents[2] / "README.md").read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_excerpt_is_what_the_brief_prints(tmp_path: Path) -> None:
    (excerpt,) = re.findall(r"```text\n(IN SHORT\n.*?)```", README, flags=re.DOTALL)
    done = CliRunner().invoke(app, ["brief", "--out", str(tmp_path)])
    assert done.exit_code == 0
    assert excerpt.strip() in done.stdout
