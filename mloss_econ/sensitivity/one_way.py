"""What happens to the outputs as one input takes several values, the others at their adopted ones?

    outputs at value v = calculator(v for the input, the adopted values for the others)

Reference: Borgonovo and Plischke (2016), on one-at-a-time methods.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from mloss_econ.base.arrays import numbers
from mloss_econ.base.frames import Column, Frame, Tabular
from mloss_econ.base.text import columns, number, wrap
from mloss_econ.base.units import show_unit
from mloss_econ.engine import check_case, common_scale
from mloss_econ.errors import InputError, RunError, nearest
from mloss_econ.kernel import Case, Entry, leaf_specs, output_quantities
from mloss_econ.sensitivity.points import at_points

Array = npt.NDArray[np.float64]

LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
SAME = 1e-9  # of the range that is looked at: nearer ones are the adopted value


@dataclass(frozen=True)
class OneWay(Tabular):
    """Outputs by path, (values,), at `values` of one input; the adopted value is among them."""

    vary: str
    unit: str
    values: Array
    adopted: float
    outputs: Mapping[str, Array]
    units: Mapping[str, str]

    def frame(self) -> Frame:
        """One row a value of the input, one column an output."""
        columns = [Column(self.vary, self.unit), *(Column(p, self.units[p]) for p in self.outputs)]
        rows = [(float(v), *(float(row[k]) for row in self.outputs.values())) for k, v in enumerate(self.values)]
        return Frame(f"{self.vary} alone; adopted: {number(self.adopted)}", columns, rows)

    def __str__(self) -> str:
        titles, table = [], []
        for path, unit, row in (
            (self.vary, self.unit, self.values),
            *((p, self.units[p], r) for p, r in self.outputs.items()),
        ):
            scale, word = common_scale([float(v) for v in row])
            titles.append(f"{path}, {word}{unit}".rstrip(", "))
            table.append(["    ", *(number(float(v) / scale) for v in row)])
        for k in np.flatnonzero(self.values == self.adopted):
            table[0][int(k) + 1] += "*"
        lines = [line for pair in zip(titles, columns(table), strict=True) for line in pair]
        return "\n".join([*lines, *wrap("* adopted; the other inputs at their adopted values.")])


def values_of(entry: Entry, at: Sequence[float] | None) -> Array:
    """The values asked for, or some quantiles of the belief, with the adopted value among them, in order.

    Raises InputError for an input that is not uncertain and no values, or values out of its bounds.
    """
    if at is None:
        if not entry.uncertain:
            raise InputError(f"{entry.path} is not uncertain: say at which values, with at=[...].")
        chosen = entry.dist.quantile(np.array(LEVELS))
    else:
        chosen = numbers(at, "at")
        if chosen.ndim != 1 or not len(chosen) or not np.isfinite(chosen).all():
            raise InputError(f"at = {at!r}: give the values of {entry.path}, as a list of numbers.")
        low, high = entry.spec.low, entry.spec.high
        if chosen.min() < low or chosen.max() > high:
            raise InputError(
                f"{entry.path} lies from {low:g} to {high:g}; asked for {chosen.min():g} to {chosen.max():g}."
            )
    other = chosen[np.abs(chosen - entry.value) > SAME * np.ptp(np.append(chosen, entry.value))]
    return np.unique(np.append(other, entry.value))


def one_way(
    case: Case[Any, Any],
    vary: str,
    *,
    outputs: Sequence[str] | None = None,
    at: Sequence[float] | None = None,
) -> OneWay:
    """The outputs (all, or those named) at values `at` of one input; without them at the 5th, 25th, 50th, 75th and 95th
    percentile of its belief. The adopted value is added.

    Raises InputError for an unknown path or output, RunError where an output is not finite.
    """
    check_case(case, "one_way")
    entry = case.entry(vary)
    values = values_of(entry, at)
    found = output_quantities(at_points(case, {vary: values})[1])
    wanted = list(found) if outputs is None else list(outputs)
    for path in wanted:
        if path not in found:
            raise InputError(f"{case.calculator.name} has no output '{path}'. {nearest(path, found)}")
    rows = {path: np.array(np.broadcast_to(found[path], values.shape), dtype=np.float64) for path in wanted}
    for path, row in rows.items():
        if not np.isfinite(row).all():
            raise RunError(f"'{path}' is not finite at {vary} = {values[np.argmin(np.isfinite(row))]:g}.")
    specs = dict(leaf_specs(case.outputs()))
    units = {path: show_unit(specs[path].unit or "", case.prices) for path in wanted}
    return OneWay(vary, show_unit(str(entry.spec.unit), case.prices), values, entry.value, rows, units)
