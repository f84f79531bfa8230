"""The workbook: live sums, no text that becomes a formula, and plain sheets."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from agreement import CLOSE
from finished import Finished, names
from sheets import sheet
from typer.testing import CliRunner

from mloss_econ.cli import app
from mloss_econ.report import pictures
from mloss_econ.report.brief import render_brief

EVIL = '=HYPERLINK("http://x","y") <script>alert(1)</script> @SUM(1) +1 {{ 7*7 }}'


@pytest.mark.slow
def test_the_totals_of_the_ledger_are_live_sums(finished: Finished, also: dict[str, Any]) -> None:
    formulas, values = (sheet(also, "ledger", values=v) for v in (False, True))
    net = finished.findings.proposal.outputs["net_world"].mean.value
    found = {row[0]: (row[1], told[1]) for row, told in zip(formulas, values, strict=True) if row[0]}
    formula, value = found["Net benefit to the world"]
    assert str(formula).startswith("=")
    assert value == pytest.approx(net, rel=CLOSE)
    heads = formulas[2]
    mean = heads.index(next(h for h in heads if h and h.startswith("mean")))
    for code in "BKCPAH":
        cells = [row for row in formulas[3:] if row[0] == code and isinstance(row[mean], (int, float))]
        formula, value = found[code]
        assert str(formula).startswith("=SUMIF(A4:")
        assert value == pytest.approx(sum(row[mean] for row in cells), rel=CLOSE)


@pytest.mark.slow
def test_no_text_becomes_a_formula_or_markup(finished: Finished, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "svg_of", lambda *chart: "<svg></svg>")
    evil = replace(finished.findings, title=EVIL, changed=(EVIL,), file=EVIL)
    assumptions = replace(finished.assumptions, title=EVIL, file=EVIL)
    files = render_brief(evil, assumptions, command=[EVIL], also=["workbook", "tables"]).files
    assert "<script" not in str(files["brief.html"])
    book = openpyxl.load_workbook(io.BytesIO(files["brief.xlsx"]))  # type: ignore[arg-type]
    cells = [c for s in book for row in s.iter_rows() for c in row]
    assert any(isinstance(c.value, str) and EVIL in c.value for c in cells)
    for cell in cells:
        if cell.data_type == "f":
            assert cell.parent.title == "ledger"
            assert EVIL.split()[0] not in str(cell.value)
        assert cell.hyperlink is None
    for name, content in files.items():
        if name.endswith(".csv"):
            for row in csv.reader(io.StringIO(str(content))):
                assert not any(c.startswith(("=", "@")) for c in row)


def test_the_workbook_is_plain(also: dict[str, Any]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(also["brief.xlsx"]))
    assert book.sheetnames[:4] == ["Read me", "key figures", "inputs", "ledger"]
    assert book.sheetnames[-1] == "Run"
    for page in book:
        assert page["A1"].value
        assert not page.merged_cells.ranges
        heights = [size.height for size in page.row_dimensions.values() if size.height]
        assert all(15 <= height <= 1000 for height in heights), page.title
        widths = [size.width for size in page.column_dimensions.values()]
        assert all(8 <= width <= 101 for width in widths), page.title


def test_a_missing_extra_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    done = CliRunner().invoke(app, ["brief", "--workbook", "--out", str(tmp_path / "out")])
    assert done.exit_code == 2
    assert "pip install 'mloss-econ[excel]'" in done.stderr
    assert names(tmp_path) == []
