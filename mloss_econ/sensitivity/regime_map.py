"""Which option is best where, over two inputs, the others at their adopted values?

Without values of its own the map has cells of equal probability: the middles of 11 equal parts of each belief. Then the
share of cells of an option estimates the probability that it is best, as far as these two inputs decide; one that is
best nowhere on the grid may still be so between them.

    best at (v, w) = option with the highest (lowest) output there; margin = what it is better by than the next

Reference: Clemen (1996), "Making Hard Decisions", chapter 5, on strategy regions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from mloss_econ.base.frames import Column, Frame, Tabular, text
from mloss_econ.base.text import columns, number, percent, wrap
from mloss_econ.base.ties import upper
from mloss_econ.base.units import show_unit
from mloss_econ.engine import check_case
from mloss_econ.errors import InputError, UnitError
from mloss_econ.kernel import Case
from mloss_econ.sensitivity.decision import Best
from mloss_econ.sensitivity.points import output_at
from mloss_econ.sensitivity.two_way import grid_of

Array = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]

CELLS = 11
SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
TIE = "="


@dataclass(frozen=True)
class RegimeMap(Tabular):
    """`best` (down, across): the number of the best option, the first of those that tie; `tied` marks ties; `margin` is
    how much better it is than the next one. `shares` of the cells by option, ties shared equally."""

    output: str
    options: tuple[str, ...]
    vary: tuple[str, str]
    units: tuple[str, str]
    down: Array
    across: Array
    best: Whole
    tied: npt.NDArray[np.bool_]
    margin: Array
    shares: tuple[float, ...]
    by_belief: bool

    def frame(self) -> Frame:
        """One row a cell: both inputs, the best option, and by how much."""
        columns = (Column(self.vary[0], self.units[0]), Column(self.vary[1], self.units[1]), text("best"))
        rows = tuple(
            (
                float(v),
                float(w),
                "a tie" if self.tied[i, j] else self.options[int(self.best[i, j])],
                float(self.margin[i, j]),
            )
            for i, v in enumerate(self.down)
            for j, w in enumerate(self.across)
        )
        return Frame(f"Best by {self.output}", (*columns, Column("margin")), rows)

    def __str__(self) -> str:
        names = [f"{path}, {unit}".rstrip(", ") for path, unit in zip(self.vary, self.units, strict=True)]
        lines = wrap(f"Best by {self.output}; down: {names[0]}; across: {names[1]}")
        ends = f"{number(float(self.across[0]))} to {number(float(self.across[-1]))}"
        table = [["", ends]]
        for value, row, tied in zip(self.down, self.best, self.tied, strict=True):
            signs = [TIE if t else SIGNS[k % len(SIGNS)] for k, t in zip(row, tied, strict=True)]
            table.append([number(float(value)), " ".join(signs)])
        lines += columns(table, left=0)
        what = "of the beliefs in these two" if self.by_belief else "of the cells"
        for k, (option, share) in enumerate(zip(self.options, self.shares, strict=True)):
            lines += wrap(f"{SIGNS[k % len(SIGNS)]} {option}: {percent(share)} {what}")
        alike = ", equally likely by these beliefs" if self.by_belief else ""
        lines += [f"Shares are counted in {self.best.size:,} cells{alike}."]
        return "\n".join([*lines, *(["= a tie"] if self.tied.any() else [])])


def regime_map(
    cases: Sequence[Case[Any, Any]],
    output: str | Sequence[str],
    vary: tuple[str, str],
    *,
    best: Best = "highest",
    at: tuple[Sequence[float] | None, Sequence[float] | None] = (None, None),
) -> RegimeMap:
    """The best of several cases by one output, or of several outputs of one case, over values of two inputs.

    Raises InputError for fewer than two options or paths that cannot be varied, UnitError for cases in different
    prices, RunError where an output is not finite.
    """
    if best not in ("highest", "lowest"):
        raise InputError(f"best = {best!r} is not known. Write 'highest' or 'lowest'.")
    outputs = [output] if isinstance(output, str) else list(output)
    if (len(outputs) > 1 and len(cases) > 1) or len(outputs) * len(cases) < 2:
        raise InputError("options are several cases and one output, or one case and several outputs.")
    for case in cases:
        check_case(case, "regime_map")
        case.check_of(cases[0].calculator)
        if case.prices != cases[0].prices:
            raise UnitError(f"'{cases[0].label}' is in {cases[0].prices} but '{case.label}' is in {case.prices}.")
    middles = (np.arange(CELLS) + 0.5) / CELLS
    entries = [cases[0].entry(path) for path in vary]
    by_belief = all(a is None for a in at) and all(entry.uncertain for entry in entries)
    if by_belief:
        grid_of(cases[0], vary, at)  # refuses one variable twice
        down, across = (np.asarray(entry.dist.quantile(middles)) for entry in entries)
    else:
        down, across = grid_of(cases[0], vary, at)
    spread = {vary[0]: np.repeat(down, len(across)), vary[1]: np.tile(across, len(down))}
    size = len(down) * len(across)
    worth = np.array([output_at(case, name, spread, (size,)) for case in cases for name in outputs])
    worth = (worth if best == "highest" else -worth).reshape(-1, len(down), len(across))
    ordered = np.sort(worth, axis=0)
    margin = ordered[-1] - ordered[-2]
    top = upper(worth.reshape(len(worth), -1)).reshape(worth.shape) >= ordered[-1]
    units = tuple(show_unit(str(entry.spec.unit), cases[0].prices) for entry in entries)
    names = tuple(case.label for case in cases) if len(cases) > 1 else tuple(outputs)
    shares = (top / top.sum(axis=0)).mean(axis=(1, 2))
    return RegimeMap(
        f"the {best} " + (outputs[0] if len(outputs) == 1 else f"of {len(outputs)} outputs, {cases[0].label}"),
        names,
        vary,
        (units[0], units[1]),
        down,
        across,
        np.argmax(top, axis=0),
        top.sum(axis=0) > 1,
        margin,
        tuple(float(share) for share in shares),
        by_belief,
    )
