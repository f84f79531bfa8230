"""The main job: compute everything, render everything, and only then write.

brief.html     the page, for a reader
results.json   every figure in it, for a program; results.csv the same, one figure a row
run.json       what it was made with, and what came out
and on demand  brief.xlsx, tables/ (Markdown, LaTeX, CSV, JSON), figures/ (SVG, PDF, PNG)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from mloss_econ.base.files import plain, to_json, to_line
from mloss_econ.report import page, terminal
from mloss_econ.report.assumptions import Assumptions
from mloss_econ.report.document import Document
from mloss_econ.report.findings import DESIGN, Findings, Progress, compute
from mloss_econ.report.folder import write_run
from mloss_econ.report.provenance import provenance
from mloss_econ.report.record import record_of, sealed
from mloss_econ.report.sections import document
from mloss_econ.report.tables import frames, tidy

ALSO = ("workbook", "tables", "figures")


@dataclass(frozen=True)
class Brief:
    """A finished report: its text for the terminal, and its files by name."""

    findings: Findings
    document: Document
    text: str
    files: dict[str, str | bytes] = field(repr=False)

    def write(self, folder: Path | str) -> tuple[Path, ...]:
        """Write all files, or none; in a folder that holds a brief already, delete what that one wrote and this one
        does not. Raises InputError if the folder cannot be written to."""
        return write_run(Path(folder), self.files)


def make_brief(
    assumptions: Assumptions,
    *,
    command: Sequence[str] = (),
    also: Sequence[str] = (),
    progress: Progress = lambda stage, done: None,
) -> Brief:
    """Compute and render a report; writes nothing. `command` is put on record as what it was made with; `also` names
    what is wanted besides the page: "workbook", "tables", "figures"."""
    page.check_tools()
    return render_brief(compute(assumptions, progress), assumptions, command=command, also=also, progress=progress)


def render_brief(
    findings: Findings,
    assumptions: Assumptions,
    *,
    command: Sequence[str] = (),
    also: Sequence[str] = (),
    progress: Progress = lambda stage, done: None,
) -> Brief:
    """Render findings that are computed already."""
    progress("figures and page", 0.0)
    made_with = provenance(assumptions, DESIGN, command)
    report = document(findings, made_with)
    run = record_of(findings, assumptions.content, made_with)
    inside = to_json(sealed(run, {}))
    files: dict[str, str | bytes] = {
        "brief.html": page.render(report, findings, inside),
        "results.json": to_json({"run": sealed(run, {}), "stamp": plain(findings.stamp)} | plain(findings)),
        "results.csv": tidy(findings).csv(),
    }
    if "workbook" in also:
        from mloss_econ.report.workbook import workbook

        about = [
            report.title,
            report.headline,
            *report.short,
            *report.basis,
            *filter(None, [report.warning]),
            report.stamp,
        ]
        files["brief.xlsx"] = workbook(findings, about, inside)
    if "tables" in also:
        for name, frame in frames(findings).items():
            forms = {"md": frame.markdown(), "tex": frame.latex(), "csv": frame.csv(), "json": frame.json()}
            files |= {f"tables/{name}.{ending}": content for ending, content in forms.items()}
    if "figures" in also:
        files |= _figures(report, findings, to_line({k: v for k, v in run.items() if k != "figures"}))
    files["run.json"] = to_json(sealed(run, files))
    progress("figures and page", 1.0)
    return Brief(findings, report, terminal.render(report), files)


def _figures(report: Document, findings: Findings, made_from: str) -> dict[str, bytes]:
    """Every figure as a file of each kind, with its title and the record of the run inside."""
    from mloss_econ.figures import KINDS, image
    from mloss_econ.report.pictures import figure_of

    made = {}
    for chart in report.charts:
        name = f"{chart.drawing}_{chart.key}".strip("_")
        figure = figure_of(chart, findings)
        for kind in KINDS:
            made[f"figures/{name}.{kind}"] = image(figure, kind, {"title": chart.title, "made": made_from})
    return made
