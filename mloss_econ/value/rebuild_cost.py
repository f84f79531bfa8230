"""What would it cost to write software once more, going by its size? Basic COCOMO.

    effort = a * (code_lines / 1000)^b * adjustment     person-months, each code base
    months = c * effort^d                          people = effort / months
    cost   = sum of effort * developer_wage / 12 * rebuild_overhead

With b above 1 separate projects take less than one project of the same size; both are shown. Three modes: organic (a
small team that knows the ground), semi-detached, embedded. A code base of no lines takes nothing. A replacement cost,
not the gain of users. Source: Boehm (1981); as in SLOCCount and scc.
"""

from dataclasses import dataclass

import numpy as np

from mloss_econ.base.arrays import Array
from mloss_econ.errors import InputError, nearest
from mloss_econ.evidence import Table
from mloss_econ.kernel import Money, Months, Named, Numeric, Outputs, PersonMonths, Persons, calculator, label, table
from mloss_econ.value.shared import CodeRebuild

KILO = 1000.0
MONTHS = 12.0


class RebuildCostInputs(CodeRebuild):
    """Code bases, how they are written, and the cost of staff."""

    modes: Table = table("cocomo_modes")
    """The coefficients of each mode."""
    mode: str = label("organic")
    """organic, semi-detached or embedded."""


class RebuildCostOutputs(Outputs):
    """Effort, time and people for each, and the sums."""

    cost: Money
    """Cost of all, each written as a project of its own."""
    cost_as_one: Money
    """Cost of all as one project."""
    effort: PersonMonths
    """Work in all."""
    costs: Named[Money]
    """Cost of each."""
    months: Named[Months]
    """Time each takes."""
    people: Named[Persons]
    """Mean number of people on each."""


@dataclass(frozen=True)
class Mode:
    """Coefficients of Basic COCOMO: effort = a k^b, months = c effort^d."""

    a: float
    b: float
    c: float
    d: float

    @classmethod
    def of(cls, modes: Table, name: str) -> "Mode":
        """The mode of this name in a table. Raises InputError for another."""
        known = [str(m) for m in modes["mode"]]
        if name not in known:
            raise InputError(f"mode = '{name}' is not known. {nearest(name, known)}")
        row = known.index(name)
        columns = ("effort_factor", "effort_exponent", "schedule_factor", "schedule_exponent")
        return cls(*(float(modes[c][row]) for c in columns))

    def effort(self, lines: Numeric, adjustment: Numeric = 1.0) -> Array:
        """Person-months for so many lines. Shapes broadcast."""
        return self.a * np.power(np.divide(lines, KILO), self.b) * adjustment

    def months(self, effort: Numeric) -> Array:
        """Time for so much work."""
        return self.c * np.power(effort, self.d)

    def people(self, effort: Numeric) -> Array:
        """Mean number of people: effort / months, and nobody for no work."""
        return np.power(effort, 1 - self.d) / self.c


@calculator
def rebuild_cost(x: RebuildCostInputs) -> RebuildCostOutputs:
    """Cost of writing code bases once more, by Basic COCOMO."""
    if not x.code_lines:
        raise InputError("code_lines: there is no code base. Name at least one with its size.")
    mode, price = Mode.of(x.modes, x.mode), x.developer_wage / MONTHS * x.rebuild_overhead
    efforts = {name: mode.effort(lines, x.adjustment) for name, lines in x.code_lines.items()}
    first, *others = efforts.values()
    effort, size = (
        sum(others, start=first),
        sum(list(x.code_lines.values())[1:], start=next(iter(x.code_lines.values()))),
    )
    return RebuildCostOutputs(
        cost=effort * price,
        cost_as_one=mode.effort(size, x.adjustment) * price,
        effort=effort,
        costs={name: e * price for name, e in efforts.items()},
        months={name: mode.months(e) for name, e in efforts.items()},
        people={name: mode.people(e) for name, e in efforts.items()},
    )
