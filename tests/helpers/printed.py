"""The blocks of a brief, and the sizes that its sentences must say."""

from __future__ import annotations

import re
from itertools import chain
from typing import Any

import numpy as np
from apart import Apart
from reading import Size, says, scale_in

from mloss_econ.engine import Run, estimate_of, judgement, row_of
from mloss_econ.regimes import break_even_by_channel, break_even_harm
from mloss_econ.report.document import Bullets, Chart, Document, Folded, Group, Section, TableBlock, Text

KINDS: dict[str, type] = {"text": Text, "table": TableBlock, "bullets": Bullets, "chart": Chart}


def section(report: Document, name: str) -> Section:
    """A section of it."""
    return next(s for s in report.sections if s.name == name)


def blocks(report: Document, name: str, kind: str) -> list[Any]:
    """The blocks of a kind in a section, folded ones too; the table of a chart is not among the tables."""
    flat = chain.from_iterable(b.blocks if isinstance(b, Folded) else (b,) for b in section(report, name).blocks)
    return [b for b in flat if isinstance(b, KINDS[kind])]


def rows_of(table: TableBlock) -> list[tuple[str, ...]]:
    """Its lines, without the lines that name groups."""
    return [line for line in table.lines if not isinstance(line, Group)]


def row(run: Run[Any, Any], output: str) -> list[Any]:
    """Median, 5 and 95 % of an output."""
    found = row_of(run, output)
    return [found.median, found.p5, found.p95]


def of_judgement(run: Run[Any, Any], output: str) -> list[Any]:
    """How many inputs are judgement, of how many, and their share of the variation."""
    found = judgement(run, output)
    return [Size(found.inputs, 0, 9), Size(found.of, 0, 9), *([found.share] if found.share else [])]


def share_of(run: Run[Any, Any], held: Any) -> Any:
    """A share of draws."""
    return estimate_of(np.asarray(held, dtype=float), run=run)


def without(text: str, *names: str) -> str:
    """A text without names that have numbers in them."""
    for name in names:
        text = text.replace(name, "")
    return text


def of_all(run: Run[Any, Any], output: str) -> list[Any]:
    """Median, 5 and 95 % of a share of projects in scope, as one of all projects in the world."""
    scope = run.case.entry("open_scope").value * float(run.case.outputs().share_bound)
    return [Size(e.value * scope, e.error * scope) for e in row(run, output)]


def harm(apart: Apart) -> list[Any]:
    """What a sentence says of the harm that the proposal under review reaches: where it breaks even, the adopted level
    of what has a figure, and where it breaks even in each channel that has none."""
    case, uncounted = apart.proposal.case, []
    adopted, by_channel = 0.0, break_even_by_channel(case)
    for name in by_channel:
        assert case.entry(f"channels.{name}.reach").value > 0
        if case.point.channels[name].figure == "none":
            uncounted += by_channel[name][:1]
        else:
            adopted += case.entry(f"channels.{name}.level").value
    return [*break_even_harm(case)[:2], adopted, *uncounted]


def check_outputs(head: str, cells: Any, run: Run[Any, Any], output: str) -> None:
    """As adopted, and median with its interval, in the unit of the head."""
    r = row_of(run, output)
    most = 2 if r.unit == "share" else 3
    scale = scale_in(head)
    for cell, sizes in zip(cells, ([r.value], [r.median, r.p5, r.p95]), strict=True):
        if r.unit == "share":
            cell = re.sub(r"(\d)(?=$|\)| to| \()", r"\1 %", cell)
        says(cell, *sizes, most=most, scale=1.0 if r.unit == "share" else scale)
