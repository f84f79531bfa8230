"""Files of claims as pytest collects them: one test for each claim, and a table of all of them at the end.

A test fails where its claim is broken, with the counter-example as one line of Python. Under pytest-xdist the claims
are searched in other processes: a row of the table travels with the report of its test.
"""

from __future__ import annotations

import importlib.util
import keyword
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from mloss_econ.base.text import columns, percent, shortened
from mloss_econ.kernel import Claim
from mloss_econ.testing.falsify import Falsification, assert_claim, falsify

ROW = "mloss_econ claim"


class ClaimFiles:
    """The plugin proper: collects the files that `--mloss-claims` names, and nothing else unless it is named too."""

    def __init__(self, config: pytest.Config) -> None:
        """Raises UsageError for a file that is not there, or cannot be imported by its name."""
        files: list[str] = config.getoption("mloss_claims") or []
        for file in files:
            if not Path(file).is_file():
                raise pytest.UsageError(f"--mloss-claims={file}: there is no such file.")
            check_name(Path(file))
        self.paths = {Path(file).resolve() for file in files}
        stems = [path.stem for path in sorted(self.paths)]
        for stem in {stem for stem in stems if stems.count(stem) > 1}:
            raise pytest.UsageError(f"--mloss-claims: two files are named {stem}.py. Rename one, or run them apart.")
        asked = config.args if config.args_source is pytest.Config.ArgsSource.ARGS else []
        config.args = [*asked, *(file for file in files if file not in asked)]
        self.rows: list[list[str]] = []

    def pytest_collect_file(self, file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
        """A file of claims, if it was named."""
        if file_path.resolve() not in self.paths:
            return None
        made: pytest.Collector = ClaimFile.from_parent(parent, path=file_path)
        return made

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep the row of a claim that was searched, here or in another process."""
        if report.when == "call":
            self.rows += [row for name, row in report.user_properties if name == ROW and isinstance(row, list)]

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """The table of all claims that were searched."""
        if not self.rows:
            return
        terminalreporter.section("claims")
        for line in columns([["claim", "held in", "outcome"], *self.rows], left=3):
            terminalreporter.write_line(line)


class ClaimFile(pytest.File):
    """The claims of one Python file."""

    def collect(self) -> Iterator[pytest.Item]:
        """One item for each claim, by its name."""
        claims = [thing for thing in vars(module_of(self.path)).values() if isinstance(thing, Claim)]
        if not claims:
            raise self.CollectError(f"{self.path}: no claim is defined in it. Write @claim(...) over a predicate.")
        for claim in claims:
            item: Any = ClaimItem.from_parent(self, name=claim.name)
            item.claim = claim
            yield item


class ClaimItem(pytest.Item):
    """The search for a counter-example to one claim."""

    claim: Any = None

    def runtest(self) -> None:
        """Search; a claim that is broken fails."""
        found = falsify(self.claim, trials=int(self.config.getoption("mloss_trials") or 0))
        self.user_properties.append((ROW, _row(found)))
        assert_claim(self.claim, found=found)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The counter-example, without a traceback."""
        if excinfo.errisinstance(AssertionError):
            return f"{excinfo.value}\nThe line finds the claim if Python is started in {self.path.parent}."
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where it stands, and its name."""
        return self.path, 0, f"claim {self.name}"


def _row(found: Falsification) -> list[str]:
    outcome = f"survived {found.trials:,} trials"
    if found.counterexample is not None:
        moved = ", ".join(f"{path} = {value:g}" for path, value in found.counterexample.items())
        outcome = f"broken at {moved or 'the adopted point'}"
    return [found.claim.name, percent(found.held.value), shortened(outcome, 50)]


def check_name(path: Path) -> None:
    """Raises UsageError where Python cannot import the file by its name, or would import another one by it.

    For a calculator looks its module up by that name, and the lines of Python offered import from it.
    """
    name = path.stem
    if path.suffix != ".py" or not name.isidentifier() or keyword.iskeyword(name):
        raise pytest.UsageError(
            f"--mloss-claims={path}: Python cannot import a file of this name. Rename it: letters, digits and "
            "underscores, no digit first, no word of the language, and .py at the end."
        )
    if name in sys.modules:
        where = getattr(sys.modules[name], "__file__", None) or "built into Python"
    else:
        spec = importlib.util.find_spec(name)
        where = getattr(spec, "origin", None)  # a mere folder of that name has none, and yields to a file
    if where and not (Path(where).exists() and path.samefile(where)):
        raise pytest.UsageError(
            f"--mloss-claims={path}: there is another module named '{name}' ({where}), and a line of Python that "
            "imports a claim would import from that one. Rename the file."
        )


def module_of(path: Path) -> ModuleType:
    """The module that a file is, loaded once."""
    name = path.stem
    if name in sys.modules:
        return sys.modules[name]
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None  # the name ends in .py
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
    return module
