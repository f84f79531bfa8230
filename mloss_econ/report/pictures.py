"""The figures of a report: which function of `figures` draws which chart, and from what."""

from __future__ import annotations

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from mloss_econ import figures
from mloss_econ.report.document import Chart
from mloss_econ.report.findings import Findings
from mloss_econ.report.sections.drivers import asked
from mloss_econ.report.sections.liability import party_words
from mloss_econ.wording import capital


def axes_of(chart: Chart, f: Findings) -> Axes:
    """The drawing of a chart."""
    if chart.drawing == "exceedance":
        return _exceedance(f)
    if chart.drawing == "tornado":
        question = next(q for q in asked(f) if q.key == chart.key)
        return figures.tornado(question.ranking, label=capital(question.axis))
    if chart.drawing == "pricing_out":
        return _pricing_out(f)
    if chart.drawing == "liability_map":
        return _liability_map(f, chart.key)
    if chart.drawing == "waterfall":
        return figures.waterfall(f.proposal.ledger)
    assert chart.drawing == "by_group"
    return figures.by_group(f.proposal.ledger)


def figure_of(chart: Chart, f: Findings) -> Figure:
    """The figure of a chart."""
    with mpl.rc_context(figures.RC):
        figure = axes_of(chart, f).get_figure(root=True)
    assert isinstance(figure, Figure)
    return figure


def svg_of(chart: Chart, f: Findings, name: str) -> str:
    """The drawing of a chart for a page; `name` is the prefix of its ids."""
    return figures.to_svg(figure_of(chart, f), name, chart.title, chart.description)


def _exceedance(f: Findings) -> Axes:
    v = f.value
    p = np.array(v.probabilities)
    curves = {r.name: (np.array(r.curve), p) for r in v.readings[:4]}
    unit = v.readings[0].outputs["value"].unit
    return figures.exceedance(curves, label="Yearly value of MLOSS", unit=unit, marks={"published": v.published.value})


def _pricing_out(f: Findings) -> Axes:
    p = f.pricing_out
    bands = {
        name: (band.p5, band.median, band.p95)
        for name, band in (("funded projects", p.projects), ("their budgets", p.budgets))
    }
    both = {"comparator": f.comparator, "under review": f.proposal}
    bills = {name: r.outputs["fixed_cost"] for name, r in both.items() if r.outputs["fixed_cost"].median.value > 0}
    return figures.pricing_out(p.costs, bands, bills=bills, unit=f.proposal.outputs["fixed_cost"].unit)


def _liability_map(f: Findings, key: str) -> Axes:
    m = next(s.map for s in f.liability.scenarios if s.name == key and s.map is not None)
    places = np.array(m.x_values), np.array(m.y_values), np.array(m.codes)
    return figures.labelled_map(
        *places, m.labels, inputs=(m.x, m.y), units=m.units, said=party_words, adopted=m.adopted, box=m.box
    )
