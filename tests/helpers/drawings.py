"""Every figure, what it is drawn from, and what can be read back from it."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.text import Text

import mloss_econ as me
from mloss_econ import figures
from mloss_econ.compliance import bill, pricing_out
from mloss_econ.engine import finite, row_of
from mloss_econ.evidence import default_store
from mloss_econ.kernel import contrasts
from mloss_econ.regimes import effects, world_under
from mloss_econ.sensitivity import Region, acceptability, prim, regime_map, tornado

YEARS = list(range(2027, 2037))
NAMES = ("licensing", "risk_tiers", "deployment_liability", "status_quo")


def options() -> me.Comparison:
    """Four proposals less the status quo."""
    rules = contrasts([world_under(name) for name in NAMES])
    return me.compare(rules, judged_by="net_world", n=2**10, seed=7)


def regimes() -> Any:
    """Which of the four is best where."""
    rules = contrasts([world_under(name) for name in NAMES])
    return regime_map(rules, "net_world", ("channels.fraud.level", "channels.fraud.displaced"))


MATERIAL: dict[str, Callable[[], Any]] = {
    "run": lambda: me.simulate(me.baseline(pricing_out), n=2**12, seed=7),
    "tornado": lambda: tornado(me.baseline(pricing_out), "value_lost"),
    "ledger": lambda: effects(world_under(NAMES[0]), n=2**10, seed=7),
    "map": regimes,
    "curves": lambda: acceptability(options(), effect="harm_avoided", cost="use_value_lost", at=np.linspace(0, 3, 13)),
    "prim": lambda: prim(material("run"), Region("exit_share_funded", high=0.5)),
    "draws": lambda: np.cumsum(np.random.default_rng(1).normal(1e9, 2e9, (500, 10)), axis=1),
    "commits": lambda: default_store().table("mloss_repositories")["commits"],
}


@cache
def material(name: str) -> Any:
    """What a figure shows, from few draws."""
    return MATERIAL[name]()


def band(height: float) -> tuple[list[float], list[float], list[float]]:
    """A band that rises to a height."""
    return [0.0, 0.1 * height, 0.2 * height], [0.0, 0.5 * height, height], [0.1, 0.9 * height, height]


DRAW: dict[str, Callable[[Axes | None], Axes]] = {
    "tornado": lambda ax: figures.tornado(material("tornado"), ax),
    "exceedance": lambda ax: figures.exceedance(
        {name: finite(material("run"), "value_lost") * part for name, part in (("value lost", 1), ("half of it", 0.5))},
        ax,
        label="Budgets lost",
        unit="share",
        marks={"stated": 0.2},
    ),
    "fan": lambda ax: figures.fan(YEARS, material("draws"), ax, label="Net benefit, added up", unit="USD 2022"),
    "waterfall": lambda ax: figures.waterfall(material("ledger"), ax),
    "by_group": lambda ax: figures.by_group(material("ledger"), ax),
    "regime_map": lambda ax: figures.regime_map(material("map"), ax),
    "labelled_map": lambda ax: figures.labelled_map(
        np.linspace(0, 1, 9),
        np.linspace(0, 2, 9),
        np.tri(9, dtype=np.int64),
        ["bank", "platform"],
        ax,
        inputs=("exposure", "harm"),
        units=("share", "USD 2022/year"),
        adopted=(0.2, 1.0),
        box=((0.1, 0.3), (0.5, 1.5)),
    ),
    "acceptability": lambda ax: figures.acceptability(material("curves"), ax),
    "expected_opportunity_loss": lambda ax: figures.expected_opportunity_loss(material("curves"), ax),
    "lorenz": lambda ax: figures.lorenz({"commits": material("commits")}, ax, of="commits", among="repositories"),
    "prim_tradeoff": lambda ax: figures.prim_tradeoff(material("prim"), ax),
    "convergence": lambda ax: figures.convergence(material("run"), "value_lost", ax),
    "pricing_out": lambda ax: figures.pricing_out(
        [1e2, 1e4, 1e6],
        {"paid projects": band(1.0), "their budgets": band(0.5)},
        ax,
        bills={"the bill": row_of(material("run"), "largest_cost_projects")},
        unit="USD 2022/year",
    ),
    "model_picture": lambda ax: figures.model_picture(me.model(bill, pricing_out), ax),
}


def root(ax: Axes) -> Figure:
    """The figure of some axes."""
    figure = ax.get_figure(root=True)
    assert isinstance(figure, Figure)
    return figure


def texts(ax: Axes) -> list[str]:
    """All that is written in a picture."""
    root(ax).savefig(io.BytesIO(), format="png")
    return [t.get_text() for t in root(ax).findobj(Text) if t.get_visible() and t.get_text().strip()]


def check_labels(ax: Axes) -> None:
    """Every label is inside the picture, none lies on another."""
    canvas = FigureCanvasAgg(root(ax))
    root(ax).savefig(io.BytesIO(), format="png")
    width, height = root(ax).bbox.width, root(ax).bbox.height
    boxes = []
    for label in root(ax).findobj(Text):
        if label.get_visible() and label.get_text().strip():
            box = label.get_window_extent(canvas.get_renderer())
            assert box.x0 > -1, label
            assert box.y0 > -1, label
            assert box.x1 < width + 1, label
            assert box.y1 < height + 1, label
            assert label.get_rotation() in (0.0, 90.0)
            boxes.append((label.get_text(), box))
    assert len(boxes) >= 4
    for k, (one, a) in enumerate(boxes):
        for other, b in boxes[:k]:
            across = min(a.x1, b.x1) - max(a.x0, b.x0)
            upright = min(a.y1, b.y1) - max(a.y0, b.y0)
            assert across <= 1 or upright <= 2, (one, other)


def bars(ax: Axes) -> list[Rectangle]:
    """The bars of a figure."""
    return [p for p in ax.patches if isinstance(p, Rectangle)]
