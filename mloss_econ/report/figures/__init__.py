"""The figures of a report. Each file draws one kind; `svg_of` gives a chart of the document as inline SVG."""

from __future__ import annotations

from mloss_econ.report.document import Chart
from mloss_econ.report.findings import Findings


def svg_of(chart: Chart, findings: Findings, name: str) -> str:
    """The drawing of a chart; `name` is the prefix of its ids."""
    import matplotlib as mpl

    from mloss_econ.report.figures import exceedance, liability_map, pricing_out, tornado
    from mloss_econ.report.figures.style import RC, to_svg

    drawings = {
        "exceedance": exceedance.draw,
        "pricing_out": pricing_out.draw,
        "tornado": tornado.draw,
        "liability_map": liability_map.draw,
    }
    with mpl.rc_context(RC):
        return to_svg(drawings[chart.drawing](findings, chart.key), name, chart.title, chart.description)
