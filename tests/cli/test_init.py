"""The command line as a whole: its version and its help."""

import pytest
from commands import run

import mloss_econ


def test_version() -> None:
    result = run("--version")
    assert (result.exit_code, result.stdout) == (0, f"mloss-econ {mloss_econ.__version__}\n")


@pytest.mark.parametrize(
    "command", [[], ["brief"], ["report"], ["scorecard"], ["claims"], ["falsify"], ["trace"], ["sensitivity"], ["show"]]
)
def test_help(command: list[str]) -> None:
    result = run(*command, "--help")
    assert result.exit_code == 0
    assert "Usage" in result.stdout
    assert "\x1b" not in result.stdout
