"""What the brief prints of what drives each answer, and where no input moves one."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from finished import Finished
from printed import blocks, section, without
from reading import Size, says

from mloss_econ.report.document import Document, Text
from mloss_econ.report.sections import drivers
from mloss_econ.wording import name_of


def test_drivers(report: Document, finished: Finished) -> None:
    f = finished.findings
    assert f.proposal.drivers is not None
    rankings = {"value": f.value.drivers, "net": f.policy.drivers, "pricing_out": f.proposal.drivers}
    rankings |= {s.name: s.drivers for s in f.liability.scenarios}
    charts = {c.key: c for c in blocks(report, "drivers", "chart")}
    assert list(charts) == [k for k, ranking in rankings.items() if ranking.rows[0].span[0] < ranking.rows[0].span[1]]
    for key, chart in charts.items():
        ranking = rankings[key]
        moving = [r for r in ranking.rows if r.span[0] < r.span[1]]
        says(chart.title, *ranking.rows[0].span)
        for line, r in zip(chart.table.lines, moving[:7], strict=True):
            assert line[0] == f"{'○' if r.is_judgement else '●'} {name_of(r.path)}"
            says(line[1], r.input_low, r.input_high, most=3)
            says(line[2], r.output_low, most=3)
            says(line[3], r.output_high, most=3)
        said = [(r.output_low, r.output_high) for r in moving[:7]]
        names = [name_of(r.path) for r in moving[:7]]
        steps = [Size(v, 0, 3) for ends in said for v in ends]
        says(without(chart.description, *names), steps, ranking.adopted)
        says(chart.table.caption, ranking.adopted, most=3)
        says(chart.source, *([Size(len(moving) - 7, 0, 9)] if len(moving) > 7 else []))
    lead = section(report, "drivers").blocks[0]
    assert isinstance(lead, Text)
    says(lead.text, *f.value.drivers.rows[0].span)


@pytest.mark.parametrize(("about", "begins"), [("", "No input alone"), ("Fraud: ", "Fraud: no input alone")])
def test_an_answer_that_nothing_moves_is_said_to_stay(monkeypatch: pytest.MonkeyPatch, about: str, begins: str) -> None:
    monkeypatch.setattr(drivers, "moving", lambda ranking: [])
    q: Any = SimpleNamespace(ranking=SimpleNamespace(adopted=0.5, unit="share"), what="share that exits", about=about)
    said = str(drivers._block(q))
    assert f"{begins} moves the share that exits; it stays at" in said
