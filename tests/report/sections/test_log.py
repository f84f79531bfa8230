"""What the brief prints of where every number comes from."""

from __future__ import annotations

from finished import Finished
from printed import rows_of, section
from reading import Size, says

from mloss_econ.report.document import Document, Folded, TableBlock, Text
from mloss_econ.wording import name_of


def test_log(report: Document, finished: Finished) -> None:
    s, cases = section(report, "inputs"), finished.findings.cases
    graded = [r for c in cases for r in c.rows if r.grade]
    lead, *folds = s.blocks
    assert isinstance(lead, Text)
    judgement = sum("judgement" in r.grade for r in graded)
    says(lead.text, Size(judgement, 0, 9), Size(len(graded), 0, 9))
    for fold, case in zip(folds, cases, strict=True):
        assert isinstance(fold, Folded)
        table, quiet = fold.blocks
        assert isinstance(table, TableBlock)
        assert isinstance(quiet, Text)
        assert case.digest in quiet.text
        assert f" {len(case.rows):,} input" in table.caption
        for line, r in zip(rows_of(table), case.rows, strict=True):
            assert line[0].lstrip("○● ") == name_of(r.path)
            assert line[0].startswith("○") == r.grade.startswith("judgement")
            ends = [Size(v, 0, 3) for v in (r.low, r.high)] if r.low < r.high else []
            says(line[1], Size(r.value, 0, 3), *ends)
            assert line[2] == "; ".join(p for p in (r.role, r.grade, r.source, r.conversion) if p)
