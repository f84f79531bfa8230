"""Which option is best at which value of a unit of benefit, with what probability, and what does each choice lose?"""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from mloss_econ.base.arrays import Array
from mloss_econ.figures.style import (
    GRID,
    INK,
    axis_unit,
    canvas,
    end_names,
    high_ticks,
    line_of,
    shares,
    short,
    wide_ticks,
)
from mloss_econ.sensitivity import Acceptability
from mloss_econ.wording import name_of, words

LONGEST = 26  # letters of a name at a line


def acceptability(curves: Acceptability, ax: Axes | None = None) -> Axes:
    """Probability of being best for each option; the one to choose (highest mean) is drawn thick."""
    ax = canvas(ax, 3.6)
    _lines(ax, curves, curves.probability)
    ax.set_ylim(0, 1.02)
    _names(ax, curves, curves.probability)
    shares(ax, "Probability of being best")
    return _level_axis(ax, curves)


def expected_opportunity_loss(curves: Acceptability, ax: Axes | None = None) -> Axes:
    """Expected opportunity loss of each option. The lowest is that of the option to choose, and is the EVPI, which
    acceptability alone does not show."""
    ax = canvas(ax, 3.6)
    _lines(ax, curves, curves.loss)
    ax.plot(curves.at, curves.loss.min(axis=1), color=INK, linewidth=6, alpha=0.15, zorder=1)
    ax.set_ylim(bottom=0)
    _names(ax, curves, curves.loss)
    ax.set_ylim(bottom=0)
    high_ticks(ax, curves.unit)
    ax.set_ylabel(f"Expected opportunity loss{axis_unit(curves.unit)}")
    return _level_axis(ax, curves)


def _lines(ax: Axes, curves: Acceptability, values: Array) -> None:
    for k, name in enumerate(curves.options):
        ax.plot(curves.at, values[:, k], linewidth=1.6, **line_of(k))
        chosen = np.where([best == name for best in curves.frontier], values[:, k], np.nan)
        ax.plot(curves.at, chosen, linewidth=3.4, **line_of(k))
    ax.set_xlim(float(curves.at[0]), float(curves.at[-1]))


def _names(ax: Axes, curves: Acceptability, values: Array) -> None:
    ends = [(float(values[-1, k]), _said(name), line_of(k)["color"]) for k, name in enumerate(curves.options)]
    end_names(ax, ends, float(curves.at[-1]), room=0.34)


def _said(name: str) -> str:
    said = words(name)
    return said if len(said) <= LONGEST else f"{said[: LONGEST - 1]}…"


def _level_axis(ax: Axes, curves: Acceptability) -> Axes:
    last = float(curves.at[-1])
    ax.axvline(last, color=GRID, linewidth=0.8)
    wide_ticks(ax, "")
    kept = [t for t in ax.get_xticks() if t <= last * (1 + 1e-9)]
    limits = ax.get_xlim()
    ax.set_xticks(kept, [short(float(t)) for t in kept])
    ax.set_xlim(limits)
    per = f"value of a unit of {name_of(curves.effect)}"
    ax.set_xlabel(f"{per[0].upper()}{per[1:]}{axis_unit(curves.unit)}")
    return ax
