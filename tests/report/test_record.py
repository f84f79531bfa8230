"""One set of numbers through every door; bad input that must do no harm."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from functools import lru_cache
from html import unescape
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from finished import Finished, names
from typer.testing import CliRunner

import mloss_econ as me
from mloss_econ.base.files import to_line
from mloss_econ.cli import app
from mloss_econ.errors import MissingExtraError
from mloss_econ.kernel import contrast
from mloss_econ.regimes import world_under
from mloss_econ.report import pictures
from mloss_econ.report.brief import _figures, render_brief
from mloss_econ.report.provenance import provenance
from mloss_econ.report.sections import document
from mloss_econ.report.tables import frames
from mloss_econ.value import attributed_value

CLOSE = 1e-9
EVIL = '=HYPERLINK("http://x","y") <script>alert(1)</script> @SUM(1) +1 {{ 7*7 }}'


@pytest.fixture(scope="module")
def also(finished: Finished) -> dict[str, Any]:
    """The same brief with workbook and tables; its charts, which take long, are left empty."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pictures, "svg_of", lambda *chart: "<svg></svg>")
        return dict(render_brief(finished.findings, finished.assumptions, also=["workbook", "tables"]).files)


def sheet(files: dict[str, Any], name: str, *, values: bool = True) -> list[list[Any]]:
    """The rows of a sheet of the workbook."""
    return [list(row) for row in workbook(files["brief.xlsx"], values)[name].iter_rows(values_only=True)]


@lru_cache
def workbook(content: bytes, values: bool) -> Any:
    """The workbook, read once: its values, or its formulas."""
    return openpyxl.load_workbook(io.BytesIO(content), data_only=values)


@pytest.mark.slow
def test_one_number_through_every_door(finished: Finished, also: dict[str, Any]) -> None:
    """Python, the command line, JSON, CSV, the record, the page and the workbook."""
    f, rule = finished.findings, finished.findings.rule.name
    under, n, seed = world_under(rule), f.stamp.n, f.stamp.seed
    level, change = (me.simulate(case.calculator, case, n=n, seed=seed) for case in (under, contrast(under)))
    gross = me.simulate(attributed_value, me.baseline(attributed_value), n=f.stamp.n, seed=f.stamp.seed)
    results, record = json.loads(finished.read("results.json")), json.loads(finished.read("run.json"))
    asked = ["run", rule, "-n", str(f.stamp.n), "--seed", str(f.stamp.seed), "--as"]
    head, *body = csv.reader(io.StringIO(CliRunner().invoke(app, [*asked, "csv"]).stdout))
    listed = {row[0]: dict(zip(head, row, strict=True)) for row in body}
    tidied = {tuple(row[:3]): float(row[3]) for row in list(csv.reader(io.StringIO(finished.read("results.csv"))))[1:]}
    heads, *rows = sheet(also, "key figures")[2:]
    booked = {row[0]: dict(zip(heads, row, strict=True)) for row in rows if row[0]}
    page = finished.read("brief.html")
    inside = json.loads(
        page.split('<pre tabindex="0" aria-label="run.json">')[1].split("</pre>")[0].replace("&#34;", '"')
    )
    for output in ("net_world", "priced_out_paid", "fixed_cost", "harm_avoided"):
        truth = (level if output in ("priced_out_paid", "fixed_cost") else change).mean(output).value
        where = f"rule, {rule}: {output}: mean"
        sheet_row = next(v for k, v in booked.items() if k.lower() == _named(output).lower())
        for door, value in {
            "results.json": results["rule"]["outputs"][output]["mean"]["value"],
            "results.csv": tidied[f"rule, {rule}", output, "mean"],
            "run.json": record["figures"][where],
            "page": inside["figures"][where],
            "command line": float(listed[output]["mean"]),
            "workbook": sheet_row["mean"],
        }.items():
            assert value == pytest.approx(truth, rel=CLOSE), (door, output)
    truth = gross.mean("value").value
    assert results["value"]["readings"][0]["outputs"]["value"]["mean"]["value"] == pytest.approx(truth, rel=CLOSE)
    assert tidied["value, gross", "value", "mean"] == pytest.approx(truth, rel=CLOSE)


def _named(output: str) -> str:
    from mloss_econ.wording import name_of

    return name_of(output)


@pytest.mark.slow
def test_the_tables_agree_with_the_frames_in_every_form(finished: Finished, also: dict[str, Any]) -> None:
    made = frames(finished.findings)
    assert {"key_figures", "inputs", "ledger", "proposals", "claims", "form", "sizes", "beliefs"} <= set(made)
    for name, frame in made.items():
        kept = json.loads(also[f"tables/{name}.json"])
        assert kept["rows"] == json.loads(json.dumps(frame.records()))
        assert len(list(csv.reader(io.StringIO(also[f"tables/{name}.csv"])))) == len(frame.rows) + 1
        assert r"\toprule" in also[f"tables/{name}.tex"]
        assert also[f"tables/{name}.md"].startswith("**")
        assert sheet(also, name.replace("_", " ")[:31])[0][0] == frame.title


def test_the_assumption_log_has_every_input_with_grade_and_source(finished: Finished) -> None:
    log = frames(finished.findings)["inputs"].records()
    cases = {row["case"] for row in log}
    assert cases == {case.name for case in finished.findings.cases}
    rule = [row for row in log if row["case"] == f"rule, {finished.findings.rule.name}"]
    assert {row["input"] for row in rule} == set(finished.findings.rule.case.entries)
    for row in log:
        assert row["where from"], row
        assert row["grade"] or row["role"] != "given", row


@pytest.mark.slow
def test_the_totals_of_the_ledger_are_live_sums(finished: Finished, also: dict[str, Any]) -> None:
    formulas, values = (sheet(also, "ledger", values=v) for v in (False, True))
    net = finished.findings.rule.outputs["net_world"].mean.value
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


@pytest.mark.slow
def test_figures_carry_what_they_were_made_from(finished: Finished, also: dict[str, Any]) -> None:
    record = json.loads(finished.read("run.json"))
    report = document(finished.findings, provenance(finished.assumptions, "sobol", ()))
    section = next(s for s in report.sections if s.name == "gains")
    gains = replace(report, sections=(replace(section, blocks=section.blocks[:2]),))
    kept = {k: v for k, v in record.items() if k != "figures"}
    made = _figures(gains, finished.findings, to_line(kept))
    assert set(made) == {f"figures/waterfall.{kind}" for kind in ("svg", "pdf", "png")}
    (inside,) = re.findall(rb"<dc:description>(.*?)</dc:description>", made["figures/waterfall.svg"], flags=re.S)
    assert json.loads(unescape(inside.decode())) == kept
    for kind in ("png", "pdf"):
        assert record["results"].encode() in made[f"figures/waterfall.{kind}"]
    for kind in ("md", "tex", "json"):
        said = also[f"tables/claims.{kind}"].replace("\\", "")
        assert str(finished.findings.stamp) in said, kind


@pytest.mark.slow
def test_every_figure_is_written_in_every_form(finished: Finished) -> None:
    files = render_brief(finished.findings, finished.assumptions, also=["figures"]).files
    made = [name for name in files if name.startswith("figures/")]
    assert len(made) == 3 * len({name.rpartition(".")[0] for name in made}) >= 3 * 7
    assert json.loads(str(files["run.json"]))["files"].keys() == files.keys() - {"run.json"}


# ---------------------------------------------------------------- bad input


def test_a_missing_extra_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    done = CliRunner().invoke(app, ["brief", "--workbook", "--out", str(tmp_path / "out")])
    assert done.exit_code == 2
    assert "pip install 'mloss-econ[excel]'" in done.stderr
    assert names(tmp_path) == []


def test_figures_without_matplotlib_say_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    for name in [n for n in sys.modules if n.startswith("mloss_econ.figures")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(MissingExtraError, match=r"mloss-econ\[report\]"):
        __import__("mloss_econ.figures")
