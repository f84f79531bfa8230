"""One brief for all tests of the report, made through the command line with few draws."""

import pytest
from finished import Finished
from typer.testing import CliRunner

from mloss_econ.cli import app
from mloss_econ.report import brief as module
from mloss_econ.report.assumptions import Assumptions, read_assumptions
from mloss_econ.report.findings import Findings, compute

OPTIONS = ["-n", "1024", "--seed", "7"]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that read the brief are slow, for all claims are in it, and go to one worker, so that it is made once."""
    for item in items:
        if "finished" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("brief"))
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Finished:
    """`mloss-econ brief --out … -n 1024 --seed 7`, once."""
    folder = tmp_path_factory.mktemp("brief") / "made" / "on the way"
    kept: list[tuple[Findings, Assumptions]] = []

    def keeping(assumptions: Assumptions, *rest: object) -> Findings:
        kept.append((compute(assumptions, *rest), assumptions))  # type: ignore[arg-type]
        return kept[0][0]

    patch = pytest.MonkeyPatch()
    patch.setattr(module, "compute", keeping)
    patch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    patch.setenv("NO_COLOR", "1")
    result = CliRunner().invoke(app, ["brief", "--out", str(folder), *OPTIONS], catch_exceptions=False)
    patch.undo()
    assert result.exit_code == 0, result.output
    return Finished(*kept[0], result.stdout, result.stderr, folder)


@pytest.fixture(scope="session")
def adopted() -> Assumptions:
    """The adopted beliefs."""
    return read_assumptions(None)
