"""Where does the net benefit of a proposal come from, line by line, and who gains or loses?"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes

from mloss_econ.base.arrays import Array
from mloss_econ.base.units import show_unit
from mloss_econ.errors import InputError
from mloss_econ.figures.style import BEHIND, GREEN, GROUP, INK, MUTE, VERMILION, axis_unit, canvas, short, wide_ticks
from mloss_econ.kernel import GROUPS, Ledger
from mloss_econ.wording import LEDGER, capital


def waterfall(ledger: Ledger, ax: Axes | None = None, *, viewpoint: Mapping[str, float] | None = None) -> Axes:
    """From nothing to the net by steps, one a line of the ledger: gains to the right, losses to the left, means of
    draws with their 90 % intervals. Raises InputError for a ledger of several years."""
    lines = ledger.by_line(viewpoint)
    steps = {code: np.asarray(v if code in "BT" else -v) for code, v in lines.items() if np.any(v)}
    net = np.asarray(ledger.net(viewpoint))
    names = LEDGER if viewpoint is None else {**LEDGER, "T": "transfers within the viewpoint"}
    rows = [(f"{code}  {names[code]}", value) for code, value in steps.items()]
    ax = canvas(ax, 0.75 + 0.42 * (len(rows) + 1))
    reached, ends = 0.0, []
    for k, (name, value) in enumerate(rows):
        mean = float(value.mean())
        _bar(ax, -k, reached, mean, GREEN if mean >= 0 else VERMILION, value)
        ends.append((-k, name, reached, mean))
        reached += mean
        ax.plot([reached, reached], [-k, -k - 1], color=MUTE, linewidth=0.8, linestyle=":")
    _bar(ax, -len(rows), 0.0, float(net.mean()), INK, net)
    ends.append((-len(rows), "Net", 0.0, float(net.mean())))
    return _finish(ax, ends, _unit(ledger), net)


def by_group(ledger: Ledger, ax: Axes | None = None) -> Axes:
    """What each group gains (to the right) or loses: means of draws with their 90 % intervals, transfers included."""
    change = ledger.by_group()
    touched = {line.group for line in ledger.lines} | {g for t in ledger.transfers for g in (t.payer, t.receiver)}
    groups = [g for g in GROUPS if g in touched and np.any(change[g])]
    if not groups:
        raise InputError("no group gains or loses anything: there is nothing to draw.")
    ax = canvas(ax, 0.75 + 0.42 * len(groups))
    ends = []
    for k, group in enumerate(groups):
        value = np.asarray(change[group])
        _bar(ax, -k, 0.0, float(value.mean()), GROUP[group], value)
        ends.append((-k, capital(group), 0.0, float(value.mean())))
    return _finish(ax, ends, _unit(ledger), np.zeros(()))


def _unit(ledger: Ledger) -> str:
    return show_unit("money/year" if ledger.kind == "a year" else "money", ledger.prices)


def _bar(ax: Axes, y: int, start: float, size: float, colour: str, draws: Array) -> None:
    ax.barh(y, size, left=start, height=0.42, color=colour, edgecolor=INK, linewidth=0.6, zorder=2)
    if draws.ndim:
        low, high = np.quantile(draws, (0.05, 0.95))
        ax.plot([start + low, start + high], [y - 0.3, y - 0.3], color=MUTE, linewidth=1.6, zorder=3)


def _finish(ax: Axes, ends: list[tuple[int, str, float, float]], unit: str, net: Array) -> Axes:
    """Names above the bars, values at their ends, room for both."""
    low, high = ax.get_xlim()
    room = 0.16 * (high - low)
    ax.set_xlim(low - room, high + room)
    for y, name, start, size in ends:
        ax.annotate(
            name, (0, y + 0.36), xycoords=("axes fraction", "data"), va="center", fontsize=9, bbox=BEHIND, zorder=4
        )
        ax.annotate(
            short(size),
            (start + size, y),
            (4 if size >= 0 else -4, 0),
            textcoords="offset points",
            ha="left" if size >= 0 else "right",
            va="center",
            fontsize=9,
            bbox=BEHIND,
            zorder=4,
        )
    ax.axvline(0, color=INK, linewidth=1.1)
    ax.set_ylim(-len(ends) + 0.45, 0.62)
    ax.set_yticks([])
    wide_ticks(ax, unit)
    ax.set_xlabel(f"Gain (right) or loss (left){axis_unit(unit)}")
    return ax
