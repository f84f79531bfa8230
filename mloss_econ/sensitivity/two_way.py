"""What happens to an output as two inputs vary together, the others at their adopted values?

    output at (v, w) = calculator(v and w for the two inputs, the adopted values for the others)

Reference: Borgonovo and Plischke (2016), on one-at-a-time methods.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from mloss_econ.base.frames import Column, Frame, Tabular
from mloss_econ.base.text import columns, number, wrap
from mloss_econ.base.units import show_unit
from mloss_econ.engine import check_case, common_scale
from mloss_econ.errors import InputError
from mloss_econ.kernel import Case, leaf_specs
from mloss_econ.sensitivity.one_way import values_of
from mloss_econ.sensitivity.points import output_at

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class TwoWay(Tabular):
    """`values` (down, across) of one output; rows are values of the first input, columns of the second."""

    output: str
    unit: str
    vary: tuple[str, str]
    units: tuple[str, str]
    down: Array
    across: Array
    values: Array
    adopted: tuple[float, float]

    def frame(self) -> Frame:
        """One row a pair of values."""
        columns = (*map(Column, self.vary, self.units), Column(self.output, self.unit))
        rows = tuple(
            (float(v), float(w), float(self.values[i, j]))
            for i, v in enumerate(self.down)
            for j, w in enumerate(self.across)
        )
        return Frame(f"{self.output} over two inputs", columns, rows)

    def __str__(self) -> str:
        scales = [common_scale([float(v) for v in np.ravel(a)]) for a in (self.values, self.down, self.across)]
        units = (self.unit, *self.units)
        names = [
            f"{path}, {word}{unit}".rstrip(", ")
            for path, unit, (_, word) in zip((self.output, *self.vary), units, scales, strict=True)
        ]
        lines = wrap(f"{names[0]}; down: {names[1]}; across: {names[2]}")
        size, tall, wide = (scale for scale, _ in scales)
        table = [["", *(number(float(v) / wide) + ("*" if v == self.adopted[1] else "") for v in self.across)]]
        for value, row in zip(self.down, self.values, strict=True):
            first = number(float(value) / tall) + ("*" if value == self.adopted[0] else "")
            table.append([first, *(number(float(v) / size) for v in row)])
        return "\n".join([*lines, *columns(table, left=0), *wrap("* adopted; other inputs at their adopted values.")])


def grid_of(
    case: Case[Any, Any], vary: tuple[str, str], at: tuple[Sequence[float] | None, Sequence[float] | None]
) -> tuple[Array, Array]:
    """Values of two inputs. Raises InputError for one input twice, or two that rest on one belief."""
    one, other = (case.entry(path) for path in vary)
    if one.key == other.key:
        raise InputError(f"{vary[0]} and {vary[1]} are one variable: they cannot vary against each other.")
    return values_of(one, at[0]), values_of(other, at[1])


def two_way(
    case: Case[Any, Any],
    output: str,
    vary: tuple[str, str],
    *,
    at: tuple[Sequence[float] | None, Sequence[float] | None] = (None, None),
) -> TwoWay:
    """One output over values of two inputs; `at` as in `one_way`.

    Raises InputError for unknown or equal paths or an unknown output, RunError where it is not finite.
    """
    check_case(case, "two_way")
    down, across = grid_of(case, vary, at)
    shape = len(down), len(across)
    spread = {
        vary[0]: np.repeat(down, len(across)),
        vary[1]: np.tile(across, len(down)),
    }
    values = output_at(case, output, spread, (shape[0] * shape[1],)).reshape(shape)
    units = tuple(show_unit(str(case.entries[path].spec.unit), case.prices) for path in vary)
    unit = show_unit(dict(leaf_specs(case.outputs()))[output].unit or "", case.prices)
    adopted = case.entries[vary[0]].value, case.entries[vary[1]].value
    return TwoWay(output, unit, vary, (units[0], units[1]), down, across, values, adopted)
