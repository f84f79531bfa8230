"""Figures for papers: what they draw is what they were given, nothing is cut, and colours can be told apart."""

from __future__ import annotations

import inspect
import io
import re
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from few import few
from hypothesis import given, strategies as st
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.text import Text

import mloss_econ as me
from mloss_econ import figures
from mloss_econ.base.units import PriceBase
from mloss_econ.compliance import bill, pricing_out
from mloss_econ.errors import InputError
from mloss_econ.evidence import default_store
from mloss_econ.figures.style import FILLS, INK, LINES, PAPER
from mloss_econ.kernel import Ledger, Line, Transfer, contrasts
from mloss_econ.regimes import effects, world_under
from mloss_econ.sensitivity import Region, acceptability, prim, regime_map, tornado

YEARS = list(range(2027, 2037))
NAMES = ("licensing", "risk_tiers", "deployment_liability", "status_quo")


def options() -> me.Comparison:
    """Four proposals less the status quo."""
    rules = contrasts([world_under(name) for name in NAMES])
    return me.compare(rules[0].calculator, rules, judged_by="net_world", n=2**10, seed=7)


def regimes() -> Any:
    """Which of the four is best where."""
    rules = contrasts([world_under(name) for name in NAMES])
    return regime_map(rules[0].calculator, rules, "net_world", ("yearly_harm", "displaced"))


MATERIAL: dict[str, Callable[[], Any]] = {
    "run": lambda: me.simulate(pricing_out, me.baseline(pricing_out), n=2**12, seed=7),
    "tornado": lambda: tornado(pricing_out, me.baseline(pricing_out), "value_lost"),
    "ledger": lambda: effects(world_under(NAMES[0]), n=2**10, seed=7),
    "map": regimes,
    "curves": lambda: acceptability(options(), effect="harm_avoided", cost="social_cost", at=np.linspace(0, 3, 13)),
    "prim": lambda: prim(material("run"), Region("priced_out_paid", high=0.5)),
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
        {name: material("run").finite("value_lost") * part for name, part in (("value lost", 1), ("half of it", 0.5))},
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
    "expected_loss": lambda ax: figures.expected_loss(material("curves"), ax),
    "lorenz": lambda ax: figures.lorenz({"commits": material("commits")}, ax, of="commits", among="repositories"),
    "prim_tradeoff": lambda ax: figures.prim_tradeoff(material("prim"), ax),
    "convergence": lambda ax: figures.convergence(material("run"), "value_lost", ax),
    "pricing_out": lambda ax: figures.pricing_out(
        [1e2, 1e4, 1e6],
        {"paid projects": band(1.0), "their budgets": band(0.5)},
        ax,
        bills={"the bill": material("run").row("largest_cost_projects")},
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


def test_every_figure_is_there() -> None:
    functions = {name: f for name, f in vars(figures).items() if inspect.isfunction(f)}
    assert set(DRAW) == {name for name, f in functions.items() if "ax" in inspect.signature(f).parameters}


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


@pytest.mark.slow
@pytest.mark.parametrize("name", few(DRAW, 1))
def test_every_label_is_inside_the_picture_and_none_is_on_another(name: str) -> None:
    check_labels(DRAW[name](None))


def test_names_of_lines_that_end_together_stand_apart() -> None:
    ends = np.concatenate([np.full(800, 1.0), np.full(200, 9.0)]) * 1e9
    draws = np.linspace(0, 1, 10) * ends[:, None] + np.random.default_rng(0).normal(0, 1e6, (1000, 10))
    ax = figures.fan(YEARS, draws, label="Most together, some far away", unit="USD 2022")
    check_labels(ax)
    assert [t.get_text() for t in ax.texts] == ["5 %", "25 %", "median", "75 %", "95 %"]


@pytest.mark.parametrize("name", few(DRAW, 1))
def test_a_figure_is_drawn_on_the_axes_it_is_given(name: str) -> None:
    mine = Figure(figsize=(6, 4)).add_subplot()
    assert DRAW[name](mine) is mine
    assert mine.has_data() or mine.collections


def luminance(colour: str) -> float:
    """Relative luminance by WCAG 2."""
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    """Contrast by WCAG 2."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_colours_stand_out() -> None:
    for colour in LINES:
        assert contrast(colour, PAPER) >= 3, colour  # why the purple is a shade darker than Okabe and Ito chose it
    for colour, _ in FILLS:
        assert contrast(colour, INK) >= 3, colour  # fills stand within an ink edge
    assert len({hatch for _, hatch in FILLS}) == len(FILLS)


# ---------------------------------------------------------------- what is drawn


def bars(ax: Axes) -> list[Rectangle]:
    """The bars of a figure."""
    return [p for p in ax.patches if isinstance(p, Rectangle)]


def test_a_tornado_shows_both_ends_of_every_input() -> None:
    ranking = material("tornado")
    ax = figures.tornado(ranking, most=3)
    ends = sorted(b.get_x() + b.get_width() for b in bars(ax))
    rows = ranking.rows[:3]
    assert ends == pytest.approx(sorted(v for r in rows for v in (r.output_low, r.output_high)))
    assert all(b.get_x() == pytest.approx(ranking.adopted) for b in bars(ax))
    said = " ".join(texts(ax))
    assert said.count(" at ") == 6
    assert "adopted 10.5 %" in said


def test_a_waterfall_ends_where_the_net_is() -> None:
    ledger = material("ledger")
    *steps, net = bars(figures.waterfall(ledger))
    assert steps[0].get_x() == 0
    for one, other in pairwise(steps):
        assert other.get_x() == pytest.approx(one.get_x() + one.get_width())
    last = steps[-1].get_x() + steps[-1].get_width()
    assert last == pytest.approx(net.get_width()) == pytest.approx(float(np.mean(ledger.net())))


def test_groups_are_drawn_with_what_they_gain() -> None:
    ledger = material("ledger")
    widths = [b.get_width() for b in bars(figures.by_group(ledger))]
    means = [float(np.mean(v)) for v in ledger.by_group().values() if np.any(v)]
    assert widths == pytest.approx(means)


def test_a_waterfall_of_a_viewpoint_and_of_plain_numbers() -> None:
    prices = PriceBase.parse("USD 2022")
    ledger = Ledger(
        prices, "a year", (Line("B", "users", 5e6), Line("C", "deployers", 2e6)), (Transfer("users", "state", 1e6),)
    )
    assert bars(figures.waterfall(ledger))[-1].get_width() == pytest.approx(3e6)
    mine = bars(figures.waterfall(ledger, viewpoint={"users": 1.0}))
    assert mine[-1].get_width() == pytest.approx(4e6)
    with pytest.raises(InputError, match="no group gains"):
        figures.by_group(Ledger(prices, "a year"))


def test_an_exceedance_curve_is_that_of_the_draws() -> None:
    values = material("run").finite("value_lost")
    ax = figures.exceedance({"all": values}, label="x", unit="share")
    x, p = ax.lines[0].get_data()
    for at, level in zip(np.asarray(x)[::20], np.asarray(p)[::20], strict=True):
        assert np.mean(values > at) == pytest.approx(level, abs=2 / len(values) + 1e-3)
    assert f"50 % exceed {100 * np.median(values):.2g} %" in texts(ax)


def test_a_fan_holds_so_many_draws() -> None:
    draws = material("draws")
    ax = figures.fan(YEARS, draws, label="x")
    assert np.asarray(ax.lines[0].get_ydata()) == pytest.approx(np.median(draws, axis=0))
    with pytest.raises(InputError, match="one row a draw"):
        figures.fan(YEARS[:3], draws, label="x")


@given(st.lists(st.floats(0, 1e6), min_size=2, max_size=40).filter(lambda v: sum(v) > 1e-3))
def test_the_gini_coefficient_by_brute_force(amounts: list[float]) -> None:
    ax = figures.lorenz({"x": amounts}, of="x", among="y")
    n, total = len(amounts), sum(amounts)
    gini = sum(abs(a - b) for a in amounts for b in amounts) / (2 * n * total)
    (said,) = [t.get_text() for t in ax.texts if "Gini" in t.get_text()]
    assert float(said.split()[-1]) == pytest.approx(gini, abs=0.0051)
    curve = np.asarray(ax.lines[1].get_ydata())
    assert curve[0] == 0
    assert curve[-1] == pytest.approx(1)
    assert (np.diff(curve) >= -1e-12).all()


@pytest.mark.parametrize("bad", [[], [-1.0, 2.0], [0.0, 0.0], [float("nan"), 1.0], [[1.0, 2.0]]])
def test_what_has_no_lorenz_curve(bad: Any) -> None:
    with pytest.raises(InputError, match="Lorenz"):
        figures.lorenz({"x": bad}, of="x", among="y")


def test_convergence_ends_at_the_mean_of_the_run() -> None:
    run = material("run")
    ax = figures.convergence(run, "value_lost")
    assert np.asarray(ax.lines[0].get_ydata())[-1] == pytest.approx(run.mean("value_lost").value)
    few = me.simulate(pricing_out, me.baseline(pricing_out), n=128, seed=7)
    with pytest.raises(InputError, match="too few"):
        figures.convergence(few, "value_lost")


def test_the_map_names_every_option_that_is_best_somewhere() -> None:
    found = material("map")
    ax = figures.regime_map(found)
    said = " ".join(texts(ax))
    for k in np.unique(found.best[~found.tied]):
        assert found.options[k].replace("_", " ") in said


@pytest.mark.slow
def test_acceptability_and_loss_are_those_of_the_analysis() -> None:
    curves = material("curves")
    for draw, values in ((figures.acceptability, curves.probability), (figures.expected_loss, curves.loss)):
        ax = draw(curves)
        assert np.asarray(ax.lines[0].get_ydata()) == pytest.approx(values[:, 0])
        assert all(name.replace("_", " ") in " ".join(texts(ax)) for name in curves.options)


def test_the_box_taken_is_marked_on_the_trade_off() -> None:
    found = material("prim")
    ax = figures.prim_tradeoff(found)
    marked = [line for line in ax.lines if line.get_marker() == "D"]
    assert np.asarray(marked[0].get_xdata())[0] == found.boxes[0].coverage.value
    from dataclasses import replace

    with pytest.raises(InputError, match="no box"):
        figures.prim_tradeoff(replace(found, boxes=(), curve=()))


# ---------------------------------------------------------------- files


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["svg", "pdf", "png"])
def test_a_saved_figure_says_what_it_was_made_from(kind: str, tmp_path: Path) -> None:
    about = {"title": "A title", "made": "mloss_econ, seed 7"}
    first, second = (figures.tornado(material("tornado")) for _ in range(2))
    content = figures.save(first, tmp_path / f"new/one.{kind}", **about).read_bytes()
    assert content == figures.save(second, tmp_path / f"again.{kind}", **about).read_bytes()  # no date, no random ids
    start = {"svg": b"<?xml", "pdf": b"%PDF", "png": b"\x89PNG"}[kind]
    assert content.startswith(start)
    plain = re.sub(rb"\\[0-7]{3}|\x00", b"", content)
    assert b"seed 7" in plain


def test_a_figure_of_another_kind_is_refused(tmp_path: Path) -> None:
    ax = figures.tornado(material("tornado"))
    with pytest.raises(InputError, match="svg, pdf, png"):
        figures.save(ax, tmp_path / "one.bmp")
    assert list(tmp_path.iterdir()) == []
