"""Commands run in this process, and what must hold where one is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from mloss_econ.cli import app

BUDGET = "projects.median_budget"
SIDES = ("--between", "adopted", "--between", "development_rules_critics")
FEW = ["-n", "256"]


def run(*arguments: str) -> Any:
    """The result of a command."""
    return CliRunner().invoke(app, list(arguments), catch_exceptions=False)


def names(folder: Path) -> list[str]:
    """The names of what is in a folder."""
    return sorted(path.name for path in folder.iterdir())


def refused(result: Any, *words: str) -> None:
    """It ended with 2, one message on stderr, nothing on stdout, no traceback."""
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    for word in words:
        assert word in result.stderr, result.stderr
