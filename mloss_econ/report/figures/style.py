"""How every figure looks: Okabe-Ito colours, horizontal text, light grid, no frame, labels on the lines.

Text stays text (a reader can search and a screen reader can read it) in the reader's own font; ink and grid are CSS
variables, so that a figure follows the page into dark mode.
"""

from __future__ import annotations

import io
import re
from html import escape
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from mloss_econ.report.wording import is_percent, unit_words
from mloss_econ.text import number, percent

WIDTH = 6.6  # inches: at 72 points an inch the text below is 10 points
INK, MUTE, GRID, PAPER = "#1a1a1b", "#5c5c5d", "#dededf", "#fefeff"

BLUE, ORANGE, GREEN, VERMILION, PURPLE, SKY, YELLOW = (
    "#0072b2",
    "#e69f00",
    "#009e73",
    "#d55e00",
    "#cc79a7",
    "#56b4e9",
    "#f0e442",
)
VARIABLES = {  # what follows the page into dark mode
    INK: "var(--ink)",
    MUTE: "var(--mute)",
    GRID: "var(--grid)",
    PAPER: "var(--paper)",
    BLUE: "var(--blue)",
    GREEN: "var(--green)",
    VERMILION: "var(--vermilion)",
}
PARTY = {  # the same party has the same colour and hatch in every figure
    "developer": (GREEN, "..."),
    "platform": (BLUE, ""),
    "bank": (ORANGE, "///"),
    "family": (PURPLE, "xxx"),
    "customer": (PURPLE, "xxx"),
    "tie": ("#b8b8b8", ""),
}
OTHER = (SKY, "+++")

RC: Any = {  # matplotlib types the keys one by one
    "font.family": "DejaVu Sans",
    "font.size": 10,
    "text.color": INK,
    "axes.edgecolor": MUTE,
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "axes.titlesize": 10,
    "grid.color": GRID,
    "grid.linewidth": 0.8,
    "xtick.color": MUTE,
    "ytick.color": MUTE,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "xtick.minor.size": 0,
    "ytick.major.size": 0,
    "hatch.linewidth": 0.6,
    "svg.fonttype": "none",
    "svg.hashsalt": "mloss_econ",
}


def canvas(height: float) -> tuple[Figure, Axes]:
    """An empty figure of the common width."""
    figure = Figure(figsize=(WIDTH, height), layout="constrained")
    axes = figure.add_subplot()
    figure.patch.set_alpha(0)
    axes.patch.set_alpha(0)
    return figure, axes


def ticks(values: Any, unit: str) -> list[str]:
    """Tick labels: short scale words, per cent."""
    return [percent(v, 2) if is_percent(unit) else short(v) for v in values]


def short(value: float) -> str:
    """A number for an axis: `30 bn`, `1 m`, `10,000`."""
    text = number(value, 2)
    for word, letters in ((" trillion", " tn"), (" billion", " bn"), (" million", " m")):
        text = text.replace(word, letters)
    return text


def axis_unit(unit: str) -> str:
    """The unit for the title of an axis."""
    return "" if is_percent(unit) or not unit else f", {unit_words(unit)}"


def to_svg(figure: Figure, name: str, title: str, description: str) -> str:
    """The figure as inline SVG with a title and a description; ids are its own, colours follow the page."""
    with mpl.rc_context(RC), io.StringIO() as stream:
        figure.savefig(stream, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
        text = stream.getvalue()
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>", "", text, flags=re.S)
    text = re.sub(r"\s+xmlns(:\w+)?=\"[^\"]*\"", "", text)
    text = re.sub(r' id="([^"]+)"', rf' id="{name}-\1"', text)
    text = re.sub(r"(url\(#|xlink:href=\"#)", lambda m: f"{m[1].replace('xlink:', '')}{name}-", text)
    for colour, variable in VARIABLES.items():
        text = text.replace(colour, variable)
    text = text.replace("'DejaVu Sans'", "var(--font)")
    text = re.sub(r"<svg [^>]*?viewBox=\"([^\"]+)\"[^>]*>", rf'<svg viewBox="\1" {_labels(name)}>', text, count=1)
    head, tail = text.split(">", 1)
    about = f'<title id="{name}-title">{escape(title)}</title>\n<desc id="{name}-desc">{escape(description)}</desc>'
    return f"{head}>\n{about}{tail}"


def _labels(name: str) -> str:
    return f'role="img" aria-labelledby="{name}-title {name}-desc"'
