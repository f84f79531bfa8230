"""How every figure looks: Okabe and Ito's colours, horizontal text, light grid, no frame, names on the lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from mloss_econ.base.text import number, percent
from mloss_econ.wording import is_percent, unit_words

WIDTH = 6.6  # inches: at 72 points an inch the text below is 10 points
INK, MUTE, GRID, PAPER = "#1a1a1b", "#5c5c5d", "#dededf", "#fefeff"

BLUE, ORANGE, GREEN, VERMILION, PURPLE, SKY, YELLOW = (
    "#0072b2",
    "#e69f00",
    "#009e73",
    "#d55e00",
    "#c870a2",
    "#56b4e9",
    "#f0e442",
)
LINES = (BLUE, VERMILION, GREEN, PURPLE, INK)  # at least 3:1 on white; the other colours only fill, within an ink edge
STYLES = ("-", "--", "-.", ":")
FILLS = (
    (BLUE, ""), (ORANGE, "///"), (GREEN, "..."), (PURPLE, "xxx"), (SKY, "+++"), (VERMILION, "\\\\\\"), (YELLOW, "ooo"),
)  # fmt: skip
GROUP = {  # the same group has the same colour in every figure
    "open projects": GREEN,
    "large developers": BLUE,
    "deployers": ORANGE,
    "users": SKY,
    "victims": VERMILION,
    "state": PURPLE,
    "offenders": MUTE,
    "foreign": YELLOW,
}
PARTY = {  # and the same party
    "developer": (GREEN, "..."),
    "platform": (BLUE, ""),
    "bank": (ORANGE, "///"),
    "family": (VERMILION, "xxx"),
    "customer": (VERMILION, "xxx"),
    "tie": ("#b8b8b8", ""),
}
BEHIND: dict[str, Any] = {"facecolor": PAPER, "edgecolor": "none", "alpha": 0.85, "pad": 1.5}  # under a name

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
    "pdf.fonttype": 42,
}


def canvas(ax: Axes | None, height: float) -> Axes:
    """The axes to draw on, dressed: those given, or new ones of the common width and this height in inches."""
    if ax is None:
        with mpl.rc_context(RC):
            ax = Figure(figsize=(WIDTH, height), layout="constrained").add_subplot()
        ax.figure.patch.set_alpha(0)
        ax.patch.set_alpha(0)
    for side in ("top", "right", "left"):
        ax.spines[side].set_visible(False)
    ax.spines["bottom"].set_color(MUTE)
    ax.grid(True, color=GRID, linewidth=0.8)
    ax.set_axisbelow(True)
    ax.tick_params(which="both", length=0, pad=7, color=MUTE, labelcolor=INK)
    ax.xaxis.label.set_color(INK)
    ax.yaxis.label.set_color(INK)
    return ax


def size_of(ax: Axes) -> tuple[float, float]:
    """Width and height of the whole figure, in inches."""
    figure = ax.get_figure(root=True)
    assert isinstance(figure, Figure)
    width, height = figure.get_size_inches()
    return float(width), float(height)


def line_of(k: int) -> dict[str, Any]:
    """Colour and style of the k-th line: twenty before one comes again."""
    return {"color": LINES[k % len(LINES)], "linestyle": STYLES[k // len(LINES) % len(STYLES)]}


def ticks(values: Iterable[float], unit: str) -> list[str]:
    """Tick labels: short scale words, per cent."""
    return [percent(v, 2) if is_percent(unit) else short(v) for v in values]


def short(value: float, digits: int = 2) -> str:
    """A number for an axis: `30 bn`, `1 m`, `10,000`."""
    text = number(value, digits)
    for word, letters in ((" trillion", " tn"), (" billion", " bn"), (" million", " m")):
        text = text.replace(word, letters)
    return text


def axis_unit(unit: str) -> str:
    """The unit for the title of an axis."""
    return "" if is_percent(unit) or not unit else f", {unit_words(unit)}"


def shares(ax: Axes, label: str) -> None:
    """An upright axis of shares from 0 to 100 %."""
    ax.set_yticks([0, 0.25, 0.5, 0.75, 1], ["0 %", "25 %", "50 %", "75 %", "100 %"])
    ax.set_ylabel(label)


def wide_ticks(ax: Axes, unit: str) -> None:
    """Labels for the ticks of the level axis that lie within it."""
    low, high = sorted(ax.get_xlim())
    at = [float(t) for t in ax.get_xticks() if low <= t <= high]
    ax.set_xticks(at, ticks(at, unit))
    ax.set_xlim(low, high)


def high_ticks(ax: Axes, unit: str) -> None:
    """Labels for the ticks of the upright axis that lie within it."""
    low, high = sorted(ax.get_ylim())
    at = [float(t) for t in ax.get_yticks() if low <= t <= high]
    ax.set_yticks(at, ticks(at, unit))
    ax.set_ylim(low, high)


def end_names(ax: Axes, ends: Sequence[tuple[float, str, str]], x: float, *, room: float = 0.3) -> None:
    """Names of lines at their right ends `(height, name, colour)`, moved apart where they would lie on each other.

    Makes room for them: a share `room` of the width.
    """
    low, high = ax.get_xlim()
    bottom, top = ax.get_ylim()
    apart = 0.062 * (top - bottom) * 3.4 / max(size_of(ax)[1], 1.0)
    placed: list[float] = []
    for y, name, colour in sorted(ends):
        at = max(y, placed[-1] + apart) if placed else y
        placed.append(at)
        ax.annotate(name, (x, at), (5, 0), textcoords="offset points", va="center", color=colour, fontsize=9)
        if at > y + apart / 4:
            ax.plot([x, x], [y, at], color=GRID, linewidth=0.8, zorder=1)
    if ax.get_xscale() == "log":
        ax.set_xlim(low, high * (high / low) ** (room / (1 - room)))
    else:
        ax.set_xlim(low, high + (high - low) * room / (1 - room))
    ax.set_ylim(bottom, max(top, *(p + apart for p in placed)))
