"""Does a calculator treat each draw on its own? A pilot says so before a run is believed.

The first 64 rows are evaluated together, then in the opposite order, then six of them singly and the rest apart. A
calculator that mixes draws (a mean, a sort, a running sum over the leading axis; numbers of its own making) gives
different answers. Calculators of the library are held to this by its own tests, for every one and all joined, so that
of these the first 64 rows alone are evaluated: of the world, eight evaluations less in every run.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from mloss_econ.engine.plan import Codes, Plan, Rows, join
from mloss_econ.errors import ImpossibleError, InputError, RunError
from mloss_econ.kernel import Calculator
from mloss_econ.uncertainty import BLOCK

Names = tuple[tuple[str, ...], tuple[tuple[str, tuple[str, ...]], ...]]

PILOT = 64
SINGLY = 6  # rows evaluated one at a time
ROUNDING = 1e-9  # of what lies between the rows: what a calculator does to it is no larger
DIGITS = 1e-12  # of the value; less is rounding whatever lies between the rows


def pilot(plan: Plan) -> Rows:
    """The first 64 rows. Raises InputError if they depend on which rows are evaluated together."""
    drawn = plan.inputs(0, PILOT)

    def rows(order: Codes) -> Rows:
        some = {path: values[order] for path, values in drawn.items()}
        for values in some.values():
            values.flags.writeable = False
        return plan.evaluated(some, 0, len(order))

    every = np.arange(PILOT)
    try:
        together = rows(every)
    except RunError as error:
        if isinstance(error.__cause__, ImpossibleError):
            plan.rows(0, min(plan.n, BLOCK))  # to say of more rows how many cannot be
        raise
    if all(_of_the_library(part) for part in plan.calculator.parts):
        return together
    backwards = rows(every[::-1])
    apart = [rows(every[a : a + 1]) for a in range(SINGLY)] + [rows(every[SINGLY:])]
    for other in (backwards, *apart):
        check_names(plan.calculator.name, names_of(together), names_of(other))
    _compare(plan.calculator.name, together, join(apart), every)
    _compare(plan.calculator.name, together, backwards, every[::-1])
    return together


def _of_the_library(calculator: Calculator[Any, Any]) -> bool:
    return calculator.function.__module__.partition(".")[0] == __name__.partition(".")[0]


def names_of(rows: Rows) -> Names:
    """The outputs of some rows, and the labels of their categories."""
    return tuple(rows.outputs), tuple(rows.labels.items())


def check_names(name: str, one: Names, other: Names) -> None:
    """Raise InputError unless two blocks of rows have the same outputs, and categories with the same labels."""
    if one[0] != other[0]:
        raise InputError(
            f"{name}: its outputs differ from draw to draw ({', '.join(one[0])}; {', '.join(other[0])}). Which "
            "outputs there are is part of the structure."
        )
    if one[1] != other[1]:
        raise InputError(
            f"{name}: the labels of a category differ from draw to draw ({_said(one)}; {_said(other)}). They are part "
            "of the structure: draws are the leading axis and each stands on its own."
        )


def _said(names: Names) -> str:
    return "; ".join(f"{path}: {', '.join(map(str, labels))}" for path, labels in names[1]) or "none"


def _spread(values: Any) -> float:
    finite = values[np.isfinite(values)]
    return float(finite.max() / 2 - finite.min() / 2) if finite.size else 0.0  # the half of it, which is finite


def _compare(name: str, together: Rows, other: Rows, order: Codes) -> None:
    for path, values in [*together.outputs.items(), *together.codes.items()]:
        back = np.empty_like(values)
        back[order] = other.outputs[path] if path in other.outputs else other.codes[path]
        with np.errstate(invalid="ignore"):
            same = (values == back) | (np.isnan(values) & np.isnan(back))
            slack = ROUNDING * _spread(values) + DIGITS * np.maximum(np.abs(values), np.abs(back))
            same |= np.abs(values - back) <= slack
        if not same.all():
            row = int(np.argmin(same))
            raise InputError(
                f"{name} does not treat each draw on its own: '{path}' of row {row} is {values[row]:.6g} when rows 0 "
                f"to {PILOT - 1} are computed together and {back[row]:.6g} when they are not. Draws are the leading "
                "axis: do not average, sort, sum or number along it, and draw no random numbers."
            )
