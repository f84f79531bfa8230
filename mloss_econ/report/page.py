"""A report as one HTML page that needs nothing else: no script, no request, figures inline."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from mloss_econ.errors import MissingExtraError
from mloss_econ.report.document import Block, Document, Group, TableBlock
from mloss_econ.report.findings import Findings
from mloss_econ.report.terminal import HARD, align

FIGURE_SPACE, PUNCTUATION_SPACE = "\u2007", "\u2008"


def check_tools() -> None:
    """Raise MissingExtraError where jinja2 or matplotlib is not installed."""
    for tool in ("jinja2", "matplotlib"):
        try:
            import_module(tool)
        except ImportError:
            raise MissingExtraError(f"{tool} is not installed. Run: pip install 'mloss-econ[report]'") from None


def render(document: Document, findings: Findings, record: str) -> str:
    """The page, with the record of the run (run.json) in it as text."""
    check_tools()
    from jinja2 import Environment, PackageLoader, StrictUndefined

    from mloss_econ.report.pictures import svg_of

    drawn = {id(chart): svg_of(chart, findings, f"figure{k + 1}") for k, chart in enumerate(document.charts)}
    environment = Environment(
        loader=PackageLoader("mloss_econ.report", "."), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.tests["group"] = _is_group
    environment.filters["hold"] = _hold
    template = environment.get_template("brief.html.j2")
    return template.render(
        document=document,
        kind=_kind,
        lines=_lines,
        svg=lambda chart: drawn[id(chart)],
        stamp=findings.stamp,
        record=record,
    )


def _kind(block: Block) -> str:
    return type(block).__name__.lower()


def _hold(text: str) -> str:
    """A number keeps its per cent sign on its line."""
    return text.replace(" %", f"{HARD}%")


def _is_group(line: Any) -> bool:
    return isinstance(line, Group)


def _lines(t: TableBlock) -> list[Any]:
    """The lines of a table with the decimal points of its figures in line."""
    body = [line for line in t.lines if not isinstance(line, Group)]
    columns = [
        list(column) if k < t.left else align(column, FIGURE_SPACE, PUNCTUATION_SPACE)
        for k, column in enumerate(zip(*body, strict=True))
    ]
    rows = iter(zip(*columns, strict=True))
    return [line if isinstance(line, Group) else next(rows) for line in t.lines]
