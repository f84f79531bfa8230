"""For pytest: `pytest --mloss-claims=FILE` searches for a counter-example to every claim of a Python file.

Each claim is one test. It fails where it is broken, with the counter-example as one line of Python, and a table of all
of them ends the report. Nothing of the library is imported unless the option is given.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

OPTION = "mloss_claims"
FOUND = pytest.StashKey[list[Any]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the two options."""
    group = parser.getgroup("mloss_econ", "claims about economic calculators")
    group.addoption("--mloss-claims", dest=OPTION, action="append", default=[], metavar="FILE", help="claims to break")
    group.addoption("--mloss-trials", type=int, default=200, metavar="N", help="inputs tried for each claim")


def pytest_configure(config: pytest.Config) -> None:
    """Collect the files named, and nothing else unless it is named too."""
    files = config.getoption(OPTION)
    if not files:
        return
    for file in files:
        if not Path(file).is_file():
            raise pytest.UsageError(f"--mloss-claims={file}: there is no such file.")
    config.stash[FOUND] = []
    asked = config.args if config.args_source is pytest.Config.ArgsSource.ARGS else []
    config.args = [*asked, *files]


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """A file of claims, if it was named."""
    files: list[str] = parent.config.getoption(OPTION) or []
    if any(Path(file).resolve() == file_path.resolve() for file in files):
        made: pytest.Collector = ClaimFile.from_parent(parent, path=file_path)
        return made
    return None


class ClaimFile(pytest.File):
    """The claims of one Python file."""

    def collect(self) -> Iterator[pytest.Item]:
        """One item for each claim, by its name."""
        from mloss_econ.claims import Claim

        name = self.path.stem
        spec = importlib.util.spec_from_file_location(name, self.path)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module  # a calculator looks its own module up
        spec.loader.exec_module(module)
        claims = [thing for thing in vars(module).values() if isinstance(thing, Claim)]
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
        from mloss_econ.testing import assert_claim, falsify

        found = falsify(self.claim, trials=int(self.config.getoption("mloss_trials") or 0))
        self.config.stash[FOUND].append(found)
        assert_claim(self.claim, found=found)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The counter-example, without a traceback."""
        if excinfo.errisinstance(AssertionError):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where it stands, and its name."""
        return self.path, 0, f"claim {self.name}"


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """The table of all claims that were searched."""
    found = config.stash.get(FOUND, [])
    if not found:
        return
    from mloss_econ.text import columns, percent, shortened

    rows = [["claim", "held in", "outcome"]]
    for f in found:
        outcome = f"survived {f.trials:,} trials"
        if f.broken:
            moved = ", ".join(f"{path} = {value:g}" for path, value in f.counterexample.items())
            outcome = f"broken at {moved or 'the adopted point'}"
        rows.append([f.claim.name, percent(f.held.value), shortened(outcome, 50)])
    terminalreporter.section("claims")
    for line in columns(rows, left=3):
        terminalreporter.write_line(line)
