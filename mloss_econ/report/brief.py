"""The main job: compute everything, render everything, and only then write.

brief.html     the page, for a reader
results.json   every figure in it, for a program
run.json       what it was made with, and the hash of every case
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mloss_econ.report import page, terminal
from mloss_econ.report.assumptions import Assumptions
from mloss_econ.report.files import plain, to_json, write_all
from mloss_econ.report.findings import DESIGN, Findings, Progress, compute
from mloss_econ.report.provenance import provenance
from mloss_econ.report.sections import document


@dataclass(frozen=True)
class Brief:
    """A finished report: its text for the terminal, and its files by name."""

    findings: Findings
    text: str
    files: dict[str, str]

    def write(self, folder: Path | str) -> tuple[Path, ...]:
        """Write all files, or none."""
        return write_all(Path(folder), self.files)


def make_brief(
    assumptions: Assumptions, *, command: Sequence[str] = (), progress: Progress = lambda stage, done: None
) -> Brief:
    """Compute and render a report; writes nothing. `command` is put on record as what it was made with."""
    page.check_tools()
    return render_brief(compute(assumptions, progress), assumptions, command=command, progress=progress)


def render_brief(
    findings: Findings,
    assumptions: Assumptions,
    *,
    command: Sequence[str] = (),
    progress: Progress = lambda stage, done: None,
) -> Brief:
    """Render findings that are computed already."""
    progress("figures and page", 0.0)
    made_with = provenance(assumptions, DESIGN, command)
    report = document(findings, made_with)
    stamp = {"stamp": plain(findings.stamp)}
    run = stamp | plain(made_with) | {"cases": {case.name: case.digest for case in findings.cases}}
    files = {
        "brief.html": page.render(report, findings),
        "results.json": to_json(stamp | plain(findings)),
        "run.json": to_json(run),
    }
    progress("figures and page", 1.0)
    return Brief(findings, terminal.render(report), files)
