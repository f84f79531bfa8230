"""The README shows what the first command prints, to the letter, and its figures are those of the brief. Slow: it
computes the brief at its default size."""

import re
from pathlib import Path

import pytest
from places import ROOT
from typer.testing import CliRunner

from mloss_econ.cli import app

README = (ROOT / "README.md").read_text(encoding="utf-8")


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
