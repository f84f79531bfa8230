"""What would it cost to write software once more, going by its size and how it is made? COCOMO II.

    E      = B + 0.01 * sum of the five scale factors
    N      = A * (code_lines / 1000)^E * adjustment                         effort at the time the formula gives
    effort = N * SCED(s)                                                     s: time allowed over that time
    months = C * N^(D + F * (E - B)) * s

Effort is in person-months. The adjustment is the product of the effort multipliers but SCED, with the error of the
formula. All nominal, it is 1 and E is 1.0997. Factors and multipliers come from ratings (`cocomo_ratings`).
Haste takes more work: SCED(0.75) = 1.43, SCED(0.85) = 1.14, from 1 on 1, on straight lines between. N leaves it
out, or it would lengthen the time that it shortens.
For each code base, then summed. A replacement cost, not the gain of users. Source: Boehm and others
(2000).
"""

from itertools import pairwise

import numpy as np

from mloss_econ.base.arrays import Array
from mloss_econ.errors import InputError
from mloss_econ.evidence import Table
from mloss_econ.kernel import (
    Money,
    Months,
    Named,
    Outputs,
    PersonMonths,
    Persons,
    Ratio,
    calculator,
    fixed,
    given,
    lever,
    table,
)
from mloss_econ.value.rebuild_cost import KILO, MONTHS
from mloss_econ.value.shared import CodeRebuild

PER_POINT = 0.01  # of the exponent, by definition of a scale factor


class RebuildCostIIInputs(CodeRebuild):
    """Code bases, how they are written, and the cost of staff."""

    scale_factors: Ratio = given("rebuild.scale")
    """Sum of the five scale factors; 18.97 if all are nominal."""
    schedule: Ratio = lever(1.0, low=0.75, high=1.6)
    """s: time allowed over the time that the formula gives; the effort of haste follows from it."""
    schedules: Table = table("cocomo_ii_schedule")
    """Effort multiplier of a time allowed, by rating of SCED."""
    effort_coefficient: Ratio = fixed("rebuild.effort_factor")
    """A: person-months of a nominal project of one thousand lines."""
    base_exponent: Ratio = fixed("rebuild.base_exponent")
    """B: exponent without diseconomies of scale."""
    schedule_factor: Ratio = fixed("rebuild.schedule_factor", positive=True)
    """C: months of a project of one person-month."""
    schedule_exponent: Ratio = fixed("rebuild.schedule_exponent")
    """D: exponent of duration."""
    schedule_scale: Ratio = fixed("rebuild.schedule_scale")
    """F: addition of diseconomies of effort to that exponent."""


class RebuildCostIIOutputs(Outputs):
    """Effort, time and people for each, and the sums."""

    cost: Money
    """Cost of all, each written as a project of its own."""
    effort: PersonMonths
    """Work in all."""
    exponent: Ratio
    """E: by what power effort grows with size."""
    efforts: Named[PersonMonths]
    """Work for each."""
    months: Named[Months]
    """Time each takes."""
    people: Named[Persons]
    """Mean number of people on each."""


@calculator
def rebuild_cost_ii(x: RebuildCostIIInputs) -> RebuildCostIIOutputs:
    """Cost of writing code bases once more, by COCOMO II."""
    if not x.code_lines:
        raise InputError("code_lines: there is no code base. Name at least one with its size.")
    exponent = x.base_exponent + PER_POINT * x.scale_factors
    time = x.schedule_exponent + x.schedule_scale * (exponent - x.base_exponent)
    unhurried = {
        n: x.effort_coefficient * np.power(size / KILO, exponent) * x.adjustment for n, size in x.code_lines.items()
    }
    haste = _effort_of(x.schedule, x.schedules)
    efforts = {name: effort * haste for name, effort in unhurried.items()}
    first, *others = efforts.values()
    effort = sum(others, start=first)
    return RebuildCostIIOutputs(
        cost=effort * x.developer_wage / MONTHS * x.rebuild_overhead,
        effort=effort,
        exponent=exponent,
        efforts=efforts,
        months={name: x.schedule_factor * np.power(e, time) * x.schedule for name, e in unhurried.items()},
        people={
            name: np.power(e, 1 - time) / x.schedule_factor * (haste / x.schedule) for name, e in unhurried.items()
        },
    )


def _effort_of(schedule: Array, schedules: Table) -> Array:
    """The effort multiplier of a time allowed, on straight lines between the ratings; 1 at 1."""
    found = 1.0 + 0.0 * schedule
    points = sorted(zip(schedules["time"].tolist(), schedules["effort"].tolist(), strict=True))
    for (low, before), (high, after) in pairwise(points):
        way = high - schedule if high <= 1 else schedule - low
        step = (before - after if high <= 1 else after - before) / (high - low)
        found = found + step * np.minimum(np.maximum(way, 0.0), high - low)
    return found
