"""How unequally is it spread: which share of the total do the smallest so many per cent have?"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes

from mloss_econ.base.arrays import Array, numbers
from mloss_econ.errors import InputError
from mloss_econ.figures.style import BEHIND, MUTE, canvas, line_of, shares


def lorenz(values: Mapping[str, npt.ArrayLike], ax: Axes | None = None, *, of: str, among: str) -> Axes:
    """Curves by name, from amounts of 0 or more, one each (commits by repository): `of` what, `among` whom.

    Each name carries its Gini coefficient, (2 sum_i i x_i)/(n sum x) - (n + 1)/n with x in rising order. Raises
    InputError for amounts that are negative, not finite or all 0.
    """
    ax = canvas(ax, 4.2)
    ax.plot([0, 1], [0, 1], color=MUTE, linewidth=1)
    ax.annotate("all alike", (0.3, 0.3), (4, -10), textcoords="offset points", color=MUTE, fontsize=9)
    for k, (name, given) in enumerate(values.items()):
        x = np.sort(_checked(name, given))
        part = np.concatenate([[0.0], np.cumsum(x) / x.sum()])
        people = np.linspace(0, 1, len(part))
        ax.plot(people, part, linewidth=2.2, **line_of(k))
        place = min(0.82 - 0.2 * k, 0.82) if k < 4 else 0.2
        at = float(np.interp(place, people, part))
        ax.annotate(
            f"{name}: Gini {_gini(x):.2f}", (place, at), (-6, 4), textcoords="offset points", ha="right",
            color=line_of(k)["color"], fontsize=9.5, bbox=BEHIND,
        )  # fmt: skip
    ax.set_xlim(0, 1)
    ax.set_ylim(0, 1.02)
    ax.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0 %", "25 %", "50 %", "75 %", "100 %"])
    ax.set_xlabel(f"Share of {among}, the smallest first")
    shares(ax, f"Share of {of}")
    return ax


def _checked(name: str, given: npt.ArrayLike) -> Array:
    x = numbers(given, f"'{name}'")
    if x.ndim != 1 or not len(x) or not np.isfinite(x).all() or (x < 0).any() or not x.sum() > 0:
        raise InputError(f"'{name}': a Lorenz curve needs finite amounts of 0 or more, one each, not all 0.")
    return x


def _gini(x: Array) -> float:
    n = len(x)
    return float(2 * np.sum(np.arange(1, n + 1) * x) / (n * x.sum()) - (n + 1) / n)
