"""What each chart draws is what was computed apart, nothing of one chart stands in another, and no label is cut off."""

from __future__ import annotations

import io
from typing import Any

import matplotlib as mpl
import numpy as np
import pytest
from apart import PRICES, STATED_VALUE, Apart
from finished import Finished
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text as Label

from mloss_econ import figures
from mloss_econ.figures.style import RC
from mloss_econ.report import pictures
from mloss_econ.report.document import Chart
from mloss_econ.report.pictures import figure_of
from mloss_econ.report.provenance import provenance
from mloss_econ.report.sections import document


def drawn(finished: Finished, drawing: str, patch: pytest.MonkeyPatch, key: str = "") -> list[tuple[Any, Any]]:
    """What the functions that draw are given for one chart."""
    report = document(finished.findings, provenance(finished.assumptions, "sobol", ()))
    chart: Chart = next(c for c in report.charts if c.drawing == drawing and key in c.key)
    given: list[tuple[Any, Any]] = []

    def noted(*arguments: Any, **named: Any) -> None:
        given.append((arguments, named))

    for name in ("exceedance", "tornado", "pricing_out", "waterfall", "by_group", "labelled_map"):
        patch.setattr(figures, name, noted)
    pictures.axes_of(chart, finished.findings)
    return given


def test_exceedance(finished: Finished, apart: Apart, monkeypatch: pytest.MonkeyPatch) -> None:
    (((curves,), named),) = drawn(finished, "exceedance", monkeypatch)
    assert list(curves) == ["gross", "realised", "net", "realised and net"]
    for name, (values, chances) in curves.items():
        draws = apart.readings[name].draws.outputs["value"]
        assert chances[[0, 99, -1]] == pytest.approx([0.005, 0.5, 0.995])
        for k in (0, 50, 150):
            assert values[k] == pytest.approx(np.quantile(draws, 1 - chances[k]), rel=1e-9)
    assert named["marks"] == {"published": pytest.approx(STATED_VALUE)}
    assert named["unit"] == f"{PRICES}/year"


def test_tornadoes(finished: Finished, monkeypatch: pytest.MonkeyPatch) -> None:
    f = finished.findings
    asked = {"value": f.value.drivers, "net": f.policy.drivers, "pricing_out": f.proposal.drivers}
    asked["deepfake_family"] = f.liability.scenarios[0].drivers
    for key, ranking in asked.items():
        (((given,), named),) = drawn(finished, "tornado", monkeypatch, key)
        assert given is ranking
        assert named["label"][0].isupper()


def test_pricing_out(finished: Finished, apart: Apart, monkeypatch: pytest.MonkeyPatch) -> None:
    (((costs, bands), named),) = drawn(finished, "pricing_out", monkeypatch)
    for (low, middle, high), output in zip(bands.values(), ("exit_share_funded", "value_lost"), strict=True):
        k = len(costs) // 2
        at = apart.run(apart.any_cost.but("at", fixed_cost=costs[k])).draws.outputs[output]
        assert [low[k], middle[k], high[k]] == pytest.approx(np.quantile(at, (0.05, 0.5, 0.95)), rel=1e-8)
    assert ["project" in name for name in bands] == [True, False]
    assert len(named["bills"]) == 2
    for name, bill in named["bills"].items():
        run = apart.comparator if "comparator" in name else apart.proposal
        assert bill.median.value == pytest.approx(np.median(run.draws.outputs["fixed_cost"]))
    assert named["unit"] == f"{PRICES}/year"


@pytest.mark.parametrize("drawing", ["waterfall", "by_group"])
def test_the_ledger(finished: Finished, apart: Apart, monkeypatch: pytest.MonkeyPatch, drawing: str) -> None:
    (((ledger,), _),) = drawn(finished, drawing, monkeypatch)
    assert float(np.mean(ledger.net())) == pytest.approx(
        float(apart.change.draws.outputs["net_world"].mean()), rel=1e-8
    )


def test_map(finished: Finished, monkeypatch: pytest.MonkeyPatch) -> None:
    ((arrays, named),) = drawn(finished, "liability_map", monkeypatch)
    m = finished.findings.liability.scenarios[0].map
    assert m is not None
    for given, kept in zip(arrays, (m.x_values, m.y_values, m.codes, m.labels), strict=True):
        assert np.array_equal(given, kept)
    assert (named["adopted"], named["box"]) == (m.adopted, m.box)
    assert (named["inputs"], named["units"]) == ((m.x, m.y), m.units)


def charts(finished: Finished) -> list[Chart]:
    """The charts of the brief."""
    made = document(finished.findings, provenance(finished.assumptions, "sobol", ()))
    return list(made.charts)


@pytest.mark.slow
def test_no_label_is_cut_off(finished: Finished) -> None:
    for chart in charts(finished):
        with mpl.rc_context(RC):
            figure = figure_of(chart, finished.findings)
            canvas = FigureCanvasAgg(figure)
            figure.savefig(io.BytesIO(), format="png")
            width, height = figure.bbox.width, figure.bbox.height
            for label in figure.findobj(Label):
                if label.get_visible() and label.get_text().strip():
                    box = label.get_window_extent(canvas.get_renderer())
                    inside = box.x0 > -1 and box.y0 > -1 and box.x1 < width + 1 and box.y1 < height + 1
                    assert inside, (chart.title, label.get_text(), box)


def test_tornado_prints_both_ends_and_the_adopted_value(finished: Finished) -> None:
    for chart in charts(finished):
        if chart.drawing == "tornado":
            texts = " ".join(t.get_text() for t in figure_of(chart, finished.findings).findobj(Label))
            assert texts.count(" at ") >= 2 * len(chart.table.lines)
            assert "adopted " in texts
