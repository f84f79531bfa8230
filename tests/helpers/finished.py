"""A finished brief, for the tests to look at."""

from dataclasses import dataclass
from pathlib import Path

from mloss_econ.report.assumptions import Assumptions
from mloss_econ.report.findings import Findings


@dataclass(frozen=True)
class Finished:
    """What the command computed, printed and wrote, and the claims that it was to answer."""

    findings: Findings
    assumptions: Assumptions
    stdout: str
    stderr: str
    folder: Path
    claims: tuple[str, ...]

    def read(self, name: str) -> str:
        """The text of one of its files."""
        return (self.folder / name).read_text(encoding="utf-8")


def names(folder: Path) -> list[str]:
    """The names of what is in a folder."""
    return sorted(path.name for path in folder.iterdir())
