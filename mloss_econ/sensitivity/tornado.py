"""One input at a time, from its 5 to its 95 % point, the others at their adopted values.

    index = |output at the 95 % point - output at the 5 % point|

The interval of an index is the span of the output over the two ends and the adopted point. A tornado shows no
interactions; it is a reading aid, not a decomposition.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from mloss_econ.calculator import Calculator
from mloss_econ.case import Case
from mloss_econ.errors import InputError
from mloss_econ.quantities import show_unit
from mloss_econ.records import leaf_specs
from mloss_econ.sensitivity.points import output_at, uncertain
from mloss_econ.sensitivity.ranking import Ranking, RankRow

ROUNDING = 1e-12


def tornado(
    calculator: Calculator[Any, Any], case: Case[Any, Any], output: str, *, low: float = 0.05, high: float = 0.95
) -> Ranking:
    """Swing of one output over each uncertain input, largest first.

    Raises InputError for an unknown output or quantiles that are not 0 <= low < high <= 1, RunError if the output is
    not finite at an end.
    """
    case.check_of(calculator)
    if not 0 <= low < high <= 1:
        raise InputError(f"low = {low} and high = {high} must be probabilities with low below high.")
    entries = uncertain(case)
    count = 2 * len(entries) + 1
    values = {path: np.full(count, entry.value) for path, entry in entries.items()}
    for k, (path, entry) in enumerate(entries.items()):
        values[path][[2 * k, 2 * k + 1]] = entry.dist.quantile(np.array([low, high]))
    result = output_at(case, output, values, (count,))
    adopted = float(result[-1])
    rows = []
    for k, (path, entry) in enumerate(entries.items()):
        low_end, high_end = (_settled(float(result[2 * k + j]), adopted) for j in (0, 1))
        ends = low_end, high_end
        rows.append(
            RankRow(
                path,
                abs(ends[1] - ends[0]),
                (min(*ends, adopted), max(*ends, adopted)),
                float(values[path][2 * k]),
                float(values[path][2 * k + 1]),
                *ends,
                show_unit(str(entry.spec.unit), case.prices),
                entry.judged,
            )
        )
    rows.sort(key=lambda row: -row.index)
    unit = dict(leaf_specs(case.outputs()))[output].unit or ""
    return Ranking("tornado", case.label, output, show_unit(unit, case.prices), adopted, tuple(rows))


def _settled(output: float, adopted: float) -> float:
    """An end that differs from the adopted output by rounding alone is the adopted output."""
    return adopted if abs(output - adopted) <= ROUNDING * abs(adopted) else output
