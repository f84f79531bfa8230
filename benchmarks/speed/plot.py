"""The picture of time against rows and against inputs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from benchmarks.speed.table import count, seconds
from mloss_econ.figures.style import BLUE, MUTE, RC, VERMILION

PATH = Path(__file__).parent / "linearity.png"
ALT = "Time against rows and against inputs, both axes logarithmic: straight lines of slope one"


def draw(found: Mapping[str, Mapping[str, float]], n: int) -> None:
    """Write the picture: `found` holds seconds by number of rows (here and by hand) and by number of inputs."""
    with mpl.rc_context(RC):
        figure = Figure(figsize=(9.6, 4), layout="constrained", dpi=110)
        left, right = figure.subplots(1, 2)
        _line(left, found["by_hand"], VERMILION, "NumPy\nby hand")
        _line(left, found["rows"], BLUE, "mloss_econ")
        _guide(left, found["rows"])
        left.set_title("W1: 24 inputs, 4 outputs, all statistics", loc="left")
        left.set_xlabel("rows")
        left.set_xticks([10**k for k in range(4, 8)], [count(10**k) for k in range(4, 8)])

        _line(right, found["inputs"], BLUE, "mloss_econ")
        _guide(right, found["inputs"])
        right.set_title(f"A sum of inputs, {count(n)} rows", loc="left")
        right.set_xlabel("inputs (a third each lognormal, PERT, uniform)")
        places = [int(k) for k in found["inputs"]]
        right.set_xticks(places, [str(k) for k in places])
        for axes in (left, right):
            _seconds_axis(axes)
        figure.savefig(PATH, metadata={"Software": None})


def _line(axes: Axes, line: Mapping[str, float], colour: str, name: str) -> None:
    x, y = [int(k) for k in line], list(line.values())
    axes.loglog(x, y, "o-", color=colour, markersize=4)
    _name_end(axes, x[-1], y[-1], colour, name)


def _guide(axes: Axes, line: Mapping[str, float]) -> None:
    """What is proportional, a third of the last point."""
    x, last = [int(k) for k in line], list(line.values())[-1]
    y = [last * k / x[-1] / 3 for k in x]
    axes.loglog(x, y, "--", color=MUTE, linewidth=0.9)
    _name_end(axes, x[-1], y[-1], MUTE, "slope 1")


def _name_end(axes: Axes, x: float, y: float, colour: str, name: str) -> None:
    axes.annotate(name, (x, y), (8, 0), textcoords="offset points", color=colour, va="center", annotation_clip=False)


def _seconds_axis(axes: Axes) -> None:
    low, high = axes.get_ylim()
    steps = (1, 2, 5) if high / low < 100 else (1,)
    ticks = [s * 10.0**k for k in range(-4, 4) for s in steps if low <= s * 10.0**k <= high]
    axes.set_yticks(ticks, [seconds(t) for t in ticks])
    axes.set_ylabel("best of three warm runs")
    axes.minorticks_off()
