"""What does MLOSS cost to make, going by a sample of its contributions?

    unit cost       = wage / (periods a year * mean units per contributor-period in a reference repository)
    units a year    = periods a year * sum over repositories of (sampled units / periods sampled)
    investment      = unit cost * units a year
    contributors    = wage * sampled contributor-periods / periods sampled      (each a full-time year)

A full-time-equivalent method: there are no hours. Every unit and reference repository is shown, because they differ
by a factor of three, and lines are shown twice: as the published scraper parsed them (it stops at a thousands comma)
and in full. Source: Langenkamp and Yue (2022), section 3.1.
"""

import numpy as np

from mloss_econ.calculator import Inputs, Outputs, calculator
from mloss_econ.errors import InputError, nearest
from mloss_econ.quantities import (
    Array,
    Count,
    CountPerYear,
    MoneyPerContribution,
    MoneyPerYear,
    Named,
    Ratio,
    Table,
)
from mloss_econ.records import fixed, given, label, table

REFERENCES = {"pytorch": "pytorch/pytorch", "tensorflow": "tensorflow/tensorflow"}
UNITS = ("commits", "lines_as_parsed", "lines")
BASES = ("contributors", *(f"{unit}_{reference}" for unit in UNITS for reference in REFERENCES))


class ContributionCostInputs(Inputs):
    """Investment in MLOSS from sampled contributions."""

    sample: Table = table("mloss_repositories")
    """The sampled repositories: contributor-periods, commits and lines of five random fortnights each."""
    basis: str = label("commits_pytorch")
    """Which unit and reference repository give the headline investment; one of the names in `by_basis`."""
    wage: MoneyPerYear = given("value.wage")
    """Yearly pay of a full-time contributor, without overhead."""
    periods_sampled: Count = fixed("value.periods_sampled", low=1)
    """Random periods drawn for each repository."""
    periods_per_year: CountPerYear = fixed("value.periods_per_year", low=1)
    """Periods in a year: 26 fortnights."""
    sampling_error: Ratio = given("value.sampling_error")
    """Factor for the luck of the draw of periods and repositories; 1 at the sample itself."""


class ContributionCostOutputs(Outputs):
    """Investment a year, for the chosen basis and for each."""

    investment: MoneyPerYear
    """Yearly investment on the chosen basis."""
    by_basis: Named[MoneyPerYear]
    """Yearly investment on each basis."""
    unit_cost: Named[MoneyPerContribution]
    """Cost of one commit or line, by basis."""
    units_per_year: Named[CountPerYear]
    """Commits and lines a year, over all sampled repositories."""
    contributors: Count
    """Active contributors in an average period, each taken for a full-time year."""


def units_per_year(sampled: float, periods_sampled: Array, periods_per_year: Array) -> Array:
    """Units a year from units summed over all repositories and sampled periods (value; any shape that broadcasts)."""
    return periods_per_year * sampled / periods_sampled


def unit_cost(wage: Array, units: float, contributor_periods: float, periods_per_year: Array) -> Array:
    """Cost of a unit from the units that contributors of a reference repository make in a period."""
    return wage / (periods_per_year * (units / contributor_periods))


@calculator
def contribution_cost(x: ContributionCostInputs) -> ContributionCostOutputs:
    """Investment in MLOSS from the sampled contributions."""
    if x.basis not in BASES:
        raise InputError(f"basis = '{x.basis}' is not known. {nearest(x.basis, BASES)}")
    people = x.sample["contributor_periods"]
    contributors = people.sum() / x.periods_sampled
    yearly: dict[str, Array] = {}
    costs: dict[str, Array] = {}
    by_basis = {"contributors": x.sampling_error * x.wage * contributors}
    for unit in UNITS:
        made = x.sample[unit]
        yearly[unit] = units_per_year(made.sum(), x.periods_sampled, x.periods_per_year)
        for reference, repository in REFERENCES.items():
            row = int(np.flatnonzero(x.sample["repository"] == repository)[0])
            basis = f"{unit}_{reference}"
            costs[basis] = unit_cost(x.wage, made[row], people[row], x.periods_per_year)
            by_basis[basis] = x.sampling_error * costs[basis] * yearly[unit]
    return ContributionCostOutputs(
        investment=by_basis[x.basis],
        by_basis=by_basis,
        unit_cost=costs,
        units_per_year=yearly,
        contributors=contributors,
    )
