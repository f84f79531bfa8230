"""What the brief prints of either side's beliefs."""

from __future__ import annotations

from apart import Apart
from finished import Finished
from printed import blocks, without
from reading import Size, says, scale_in

from mloss_econ.report.document import Document
from mloss_econ.wording import name_of, words


def test_sides(report: Document, apart: Apart, finished: Finished) -> None:
    f = finished.findings.sides
    (lead, *_), (table, divides) = blocks(report, "sides", "text"), blocks(report, "sides", "table")
    scale = scale_in(table.caption)
    says(lead.text, *(s.mean for s in f.sides), most=3, scale=scale)
    for line, s in zip(table.lines, f.sides, strict=True):
        says(line[1], s.mean, most=3, scale=scale)
        says(line[2], s.p5, s.p95, scale=scale)
        says(line[3], *s.break_even[:2])
        says(without(line[4], words(s.best)), s.best_mean, most=3, scale=scale)
        assert line[4].startswith(words(s.best))
        says(line[5], s.probability_best)
    says(table.note, Size(apart.assumptions.n, 0, 9))
    says(divides.caption, *f.points, most=3)
    scale = scale_in(divides.caption.rpartition(", as each")[0])
    for line, p in zip(divides.lines, f.parts, strict=False):
        assert line[0].lower().startswith(name_of(p.path).lower())
        says(line[1], p.values[0], most=3)
        says(line[2], p.values[1], most=3)
        says(line[3], p.part, most=3, scale=scale)
    assert len(divides.lines) == len(f.parts) + 1
    says(divides.lines[-1][3], f.rest, most=3, scale=scale)
