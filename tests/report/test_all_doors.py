"""One set of numbers through every door."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from agreement import CLOSE
from finished import Finished
from sheets import sheet
from typer.testing import CliRunner

import mloss_econ as me
from mloss_econ.cli import app
from mloss_econ.engine import estimate
from mloss_econ.kernel import contrast
from mloss_econ.regimes import world_under
from mloss_econ.value import attributed_value


@pytest.mark.slow
def test_one_number_through_every_door(finished: Finished, also: dict[str, Any]) -> None:
    """Python, the command line, JSON, CSV, the record, the page and the workbook."""
    f, name = finished.findings, finished.findings.proposal.name
    under, n, seed = world_under(name), f.stamp.n, f.stamp.seed
    level, change = (me.simulate(case, n=n, seed=seed) for case in (under, contrast(under)))
    gross = me.simulate(me.baseline(attributed_value), n=f.stamp.n, seed=f.stamp.seed)
    results, record = json.loads(finished.read("results.json")), json.loads(finished.read("run.json"))
    asked = ["report", name, "-n", str(f.stamp.n), "--seed", str(f.stamp.seed), "--as"]
    head, *body = csv.reader(io.StringIO(CliRunner().invoke(app, [*asked, "csv"]).stdout))
    listed = {row[0]: dict(zip(head, row, strict=True)) for row in body}
    tidied = {tuple(row[:3]): float(row[3]) for row in list(csv.reader(io.StringIO(finished.read("results.csv"))))[1:]}
    heads, *rows = sheet(also, "key figures")[2:]
    booked = {row[0]: dict(zip(heads, row, strict=True)) for row in rows if row[0]}
    page = finished.read("brief.html")
    inside = json.loads(
        page.split('<pre tabindex="0" aria-label="run.json">')[1].split("</pre>")[0].replace("&#34;", '"')
    )
    for output in ("net_world", "exit_share_funded", "fixed_cost", "harm_avoided"):
        truth = estimate(level if output in ("exit_share_funded", "fixed_cost") else change, output).value
        where = f"proposal, {name}: {output}: mean"
        sheet_row = next(v for k, v in booked.items() if k.lower() == _named(output).lower())
        for door, value in {
            "results.json": results["proposal"]["outputs"][output]["mean"]["value"],
            "results.csv": tidied[f"proposal, {name}", output, "mean"],
            "run.json": record["figures"][where],
            "page": inside["figures"][where],
            "command line": float(listed[output]["mean"]),
            "workbook": sheet_row["mean"],
        }.items():
            assert value == pytest.approx(truth, rel=CLOSE), (door, output)
    truth = estimate(gross, "value").value
    assert results["value"]["readings"][0]["outputs"]["value"]["mean"]["value"] == pytest.approx(truth, rel=CLOSE)
    assert tidied["value, gross", "value", "mean"] == pytest.approx(truth, rel=CLOSE)


def _named(output: str) -> str:
    from mloss_econ.wording import name_of

    return name_of(output)
