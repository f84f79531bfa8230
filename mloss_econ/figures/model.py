"""How do the calculators of a model join: who makes what, and who takes it?"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes
from matplotlib.patches import FancyBboxPatch

from mloss_econ.errors import InputError
from mloss_econ.figures.style import INK, MUTE, WIDTH, canvas
from mloss_econ.kernel import Calculator, Model

SIZE, BOLD = 8.0, 9.0  # points: the names that are passed, those of the parts
LETTER, WIDE = 0.55 * SIZE / 72, 0.09  # inches of one of their letters
LINE = 0.15  # inches from one line to the next
EDGE, STEP = 0.04, 0.27  # inches from the edge to the first box; from the left side of a box to that of the next
LOW, GAP = 0.4, 0.13  # inches: least height of a box, the room under it
INTO, NAMES_AT = 0.12, 0.09  # inches into a box for the line that leaves it; from a box to the names on its right
ARROW: dict[str, Any] = {"arrowstyle": "-|>,head_width=0.14,head_length=0.28", "color": INK, "shrinkA": 0, "shrinkB": 0}


@dataclass(frozen=True)
class Row:
    """A calculator of a model in the picture, in inches; `taken`: the lines that say what it takes from each maker."""

    name: str
    subject: str
    left: float
    right: float
    top: float
    taken: Mapping[str, Sequence[str]]

    @property
    def height(self) -> float:
        """Of its box, which is as high as the lines on its right."""
        return max(LOW, self._lines + 0.06)

    @property
    def bottom(self) -> float:
        """Of its box."""
        return self.top + self.height

    @property
    def way_out(self) -> float:
        """Where the line that leaves it stands."""
        return self.left + INTO

    @property
    def _lines(self) -> float:
        return LINE * sum(map(len, self.taken.values()))

    def levels(self) -> dict[str, float]:
        """Where the first of the lines about each maker stands; together they are in the middle of the box."""
        y, found = self.top + (self.height - self._lines + LINE) / 2, {}
        for maker, said in self.taken.items():
            found[maker] = y
            y += LINE * len(said)
        return found


def model_picture(model: Model, ax: Axes | None = None) -> Axes:
    """The parts of a model from top to bottom, each below those it takes from.

    A line leaves each part downwards. From a dot on it an arrow leads to a part that takes from it, and on the right of
    that part stands what it takes, and from whom. Raises InputError for anything but a model.
    """
    if not isinstance(model, Model):
        raise InputError(f"{model!r} is no model. Join calculators first, model(bill, pricing_out), and draw that.")
    rows = _rows(model)
    ax = canvas(ax, rows[-1].bottom + 2 * EDGE)
    ax.set_axis_off()
    for row in rows:
        if takers := [other for other in rows if row.name in other.taken]:
            end = takers[-1].levels()[row.name]
            ax.plot([row.way_out] * 2, [row.bottom, end], color=INK, linewidth=1, solid_capstyle="butt", zorder=1)
    for row in rows:
        _box(ax, row)
        levels = row.levels()
        for maker in (other for other in rows if other.name in levels):
            _arrow(ax, maker.way_out, row.left, levels[maker.name])
            for k, line in enumerate(row.taken[maker.name]):
                y = levels[maker.name] + k * LINE
                ax.text(row.right + NAMES_AT, y, line, fontsize=SIZE, color=INK, va="center")
    ax.set_xlim(0, WIDTH)
    ax.set_ylim(rows[-1].bottom + EDGE, -EDGE)
    return ax


def _rows(model: Model) -> list[Row]:
    wide = WIDE * max(len(part.__name__) for part in model.parts) + 0.1
    rows: list[Row] = []
    for k, part in enumerate(model.parts):
        left = EDGE + STEP * k
        top = rows[-1].bottom + GAP if rows else 0.0
        taken = _taken(model, part, int((WIDTH - left - wide - NAMES_AT) / LETTER))
        rows.append(Row(part.__name__, part.name.rpartition(".")[0], left, left + wide, top, taken))
    return rows


def _taken(model: Model, part: Calculator[Any, Any], letters: int) -> dict[str, list[str]]:
    """What a part takes, in lines of so many letters, by the part that makes it, in the order of the model."""
    made = {}
    for maker in model.parts:
        if names := [link.name for link in model.links if (link.maker, link.taker) == (maker.name, part.name)]:
            text = f"from {maker.__name__}: {', '.join(names)}"
            made[maker.__name__] = textwrap.wrap(text, letters, subsequent_indent="    ", break_on_hyphens=False)
    return made


def _box(ax: Axes, row: Row) -> None:
    wide, style = row.right - row.left, "round,pad=0,rounding_size=0.05"
    corner = (row.left, row.top)
    box = FancyBboxPatch(corner, wide, row.height, boxstyle=style, facecolor="white", edgecolor=INK, zorder=3)
    ax.add_patch(box)
    x, y = (row.left + row.right) / 2, (row.top + row.bottom) / 2
    said: dict[str, Any] = {"ha": "center", "va": "center", "zorder": 4}
    ax.text(x, y - 0.07, row.name, fontsize=BOLD, weight="bold", color=INK, **said)
    ax.text(x, y + 0.09, row.subject, fontsize=SIZE, color=MUTE, **said)


def _arrow(ax: Axes, start: float, end: float, y: float) -> None:
    """From the line of a maker into the box of a taker, over the lines between."""
    ax.plot([start + 0.03, end], [y, y], color="white", linewidth=3.5, solid_capstyle="butt", zorder=1.5)
    ax.plot([start], [y], marker="o", markersize=3.2, color=INK, zorder=2)
    ax.annotate("", (end + 0.01, y), (start, y), zorder=2, arrowprops=ARROW)
