"""With which probability does an output exceed an amount?"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from mloss_econ.base.arrays import Array, numbers
from mloss_econ.base.text import percent
from mloss_econ.errors import InputError
from mloss_econ.figures.style import INK, LINES, MUTE, STYLES, axis_unit, canvas, shares, ticks, wide_ticks

Curve = Array | tuple[Array, Array]  # draws; or values with the probability that each is exceeded
LEVELS = (0.05, 0.5, 0.95)
WIDE = 20.0  # from this ratio of the ends on, the axis is logarithmic
ROOM = 0.3  # of the width, on the right, for names


def exceedance(
    curves: Mapping[str, Curve],
    ax: Axes | None = None,
    *,
    label: str,
    unit: str = "",
    marks: Mapping[str, float] | None = None,
) -> Axes:
    """Falling curves, one a name: draws `(n,)`, or a pair of values and the probabilities with which they are exceeded.

    The first is marked where 95, 50 and 5 % of draws exceed it; `marks` are amounts to compare with, by name. `label`
    and `unit` are those of the output. The axis is logarithmic where all is above 0 and the ends are far apart.
    """
    if not curves:
        raise InputError("an exceedance figure needs a curve.")
    ax = canvas(ax, 3.7)
    lines = {name: _line(curve) for name, curve in curves.items()}
    low = min(float(x.min()) for x, _ in lines.values())
    high = max(float(x.max()) for x, _ in lines.values())
    log = low > 0 and high / low > WIDE
    if log:
        ax.set_xscale("log")
    named = []
    for k, (name, (x, p)) in enumerate(lines.items()):
        style: dict[str, Any] = {"color": LINES[k % len(LINES)], "linestyle": STYLES[k % len(STYLES)]}
        ax.plot(x, p, linewidth=2.4 if k == 0 else 1.7, **style)
        named.append((f"{name}: {ticks([_at(x, p, 0.5)], unit)[0]}", style))
    _limits(ax, low, high, log, bool(len(lines) > 1))
    ax.set_ylim(0, 1.12)
    x, p = next(iter(lines.values()))
    for level, place, side in zip(LEVELS, ((7, 4), (8, 1), (-7, 6)), ("left", "left", "right"), strict=True):
        at = _at(x, p, level)
        text = f"{percent(level)} exceed {ticks([at], unit)[0]}"
        middle = math.sqrt(low * high) if log else (low + high) / 2
        if side == "right" and at < middle:
            place, side = (7, 6), "left"
        ax.plot([at], [level], "o", color=LINES[0], markersize=6)
        ax.annotate(text, (at, level), place, textcoords="offset points", ha=side, fontsize=9, fontweight="bold")
    for name, amount in (marks or {}).items():
        ax.axvline(amount, color=MUTE, linewidth=1)
        ax.annotate(
            f"{name} {ticks([amount], unit)[0]}",
            (amount, 1.06),
            (4, 0),
            textcoords="offset points",
            color=INK,
            fontsize=9,
        )
    if len(lines) > 1:
        key = ax.legend(
            [ax.plot([], [], **style)[0] for _, style in named],
            [name for name, _ in named],
            loc="upper right",
            title="median",
            bbox_to_anchor=(1, 0.95),
            frameon=False,
            fontsize=9.5,
            title_fontsize=9,
        )
        key.set_in_layout(False)
    ax.set_xlabel(f"{label}{axis_unit(unit)}{', log scale' if log else ''}")
    shares(ax, "Share of draws that exceed it")
    if log:
        first, last = math.ceil(math.log10(ax.get_xlim()[0])), math.floor(math.log10(ax.get_xlim()[1]))
        at_ticks = [10.0**k for k in range(first, last + 1, max(1, (last - first) // 6))]
        ax.set_xticks(at_ticks, ticks(at_ticks, unit))
    else:
        wide_ticks(ax, unit)
    return ax


def _line(curve: Curve) -> tuple[Array, Array]:
    if isinstance(curve, tuple):
        return numbers(curve[0], "curve[0]"), numbers(curve[1], "curve[1]")
    values = np.sort(numbers(curve, "curve"))
    if values.ndim != 1 or not len(values) or not np.isfinite(values).all():
        raise InputError("a curve is made of finite draws, one number each.")
    levels = np.linspace(0.005, 0.995, 199)
    return np.quantile(values, 1 - levels), levels


def _at(x: Array, p: Array, level: float) -> float:
    order = np.argsort(p, kind="stable")
    return float(np.interp(level, p[order], x[order]))


def _limits(ax: Axes, low: float, high: float, log: bool, names: bool) -> None:
    room = ROOM / (1 - ROOM) if names else 0.08
    if log:
        ax.set_xlim(low, high * (high / low) ** room)
    else:
        ax.set_xlim(low, high + (high - low or 1.0) * room)
