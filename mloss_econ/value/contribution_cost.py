"""What does MLOSS cost to make, going by a sample of its contributions?

    contributors = contributor-periods / periods sampled   each a full-time year
    pace         = commits or lines per contributor-period
    investment   = wage * overhead * contributors
                   * pace of the sample / pace of the reference

A full-time-equivalent method: there are no hours. The reference is a repository whose contributors are taken to work
full time; when it is the whole sample (`pooled`) the unit cancels and the number of contributors is left. Every unit
and reference that the sample has is shown, because they differ by a factor of three.

Repairs of the published sample, each 0 (as published) to 1 (in full): the scraper stopped at a thousands comma
(`commas`), automated accounts count as engineers (`automated`; the lines they changed are not known and stay), two
repositories are listed twice (`duplicates`: the copy listed last stays). The user lists what is in scope: `in_scope`.
Source: Langenkamp and Yue (2022), section 3.1; the repairs are its critics'.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mloss_econ.base.arrays import Array
from mloss_econ.errors import InputError, nearest
from mloss_econ.evidence import Table
from mloss_econ.kernel import (
    Count,
    CountPerYear,
    Inputs,
    MoneyPerContribution,
    MoneyPerYear,
    Named,
    Outputs,
    Ratio,
    Share,
    calculator,
    fixed,
    given,
    label,
    table,
)
from mloss_econ.value.samples import amounts, check_subset, earlier_copies, rows_of

UNITS = ("commits", "lines")
POOLED = "pooled"
SUBSETS = (
    ("bot_contributor_periods", "contributor_periods"),
    ("bot_commits", "commits"),
    ("lines_as_parsed", "lines"),
)
REFERENCES = {"pytorch": "pytorch/pytorch", "tensorflow": "tensorflow/tensorflow", POOLED: POOLED}


class ContributionCostInputs(Inputs):
    """Investment in MLOSS from sampled contributions."""

    sample: Table = table("mloss_repositories")
    """The sampled repositories: contributor-periods, commits and lines of five random fortnights each."""
    unit: str = label("commits")
    """What is counted for the headline investment: contributors, commits or lines."""
    reference: str = label("pytorch/pytorch")
    """Whose pace is full time: a repository of the sample, or `pooled` for all of it."""
    wage: MoneyPerYear = given("value.wage", positive=True, advice="A wage of 0 prices nothing.")
    """Yearly pay of a full-time contributor."""
    overhead: Ratio = given("value.overhead", low=1)
    """Cost of a contributor over the pay: 1 as published, without any overhead."""
    periods_sampled: Count = fixed("value.periods_sampled", low=1)
    """Random periods drawn for each repository."""
    periods_per_year: CountPerYear = fixed("value.periods_per_year", low=1)
    """Periods in a year: 26 fortnights."""
    sampling_error: Ratio = given("value.sampling_error")
    """Sampling error of the repositories drawn, as a factor on contributors; 1 at the sample itself."""
    pace_error: Ratio = given("value.pace_error")
    """Sampling error of the two paces of commits, as a factor; 1 at the sample; absent where the unit cancels."""
    line_pace_error: Ratio = given("value.line_pace_error")
    """Sampling error of the two paces of lines, whose tail is far heavier; 1 at the sample."""
    commas: Share = fixed("value.as_published")
    """Repair of the thousands comma in counts of lines: 0 as published, 1 in full."""
    automated: Share = fixed("value.as_published")
    """Removal of automated accounts: 0 as published, 1 in full."""
    duplicates: Share = fixed("value.as_published")
    """Removal of repositories listed twice: 0 as published, 1 in full."""


class ContributionCostOutputs(Outputs):
    """Investment a year, for the chosen unit and reference and for each."""

    investment: MoneyPerYear
    """Yearly investment by the chosen unit and reference."""
    by_basis: Named[MoneyPerYear]
    """Yearly investment by each unit and reference."""
    cost_per_unit: Named[MoneyPerContribution]
    """Cost of one commit or line, by basis."""
    units_per_year: Named[CountPerYear]
    """Commits and lines a year, over all sampled repositories."""
    contributors: Count
    """Active contributors in an average period, each taken for a full-time year."""


@dataclass(frozen=True)
class _Sample:
    """The sample with its repairs, added up over some of its rows."""

    x: ContributionCostInputs
    copies: npt.NDArray[np.bool_]

    def total(self, column: str, rows: npt.NDArray[np.bool_]) -> Array:
        counts = amounts(self.x.sample, column)
        kept: Array = counts[rows].sum() - self.x.duplicates * counts[rows & self.copies].sum()
        return kept

    def people(self, rows: npt.NDArray[np.bool_]) -> Array:
        return self.total("contributor_periods", rows) - self.x.automated * self.total("bot_contributor_periods", rows)

    def made(self, unit: str, rows: npt.NDArray[np.bool_]) -> Array:
        if unit == "commits":
            return self.total("commits", rows) - self.x.automated * self.total("bot_commits", rows)
        parsed = self.total("lines_as_parsed", rows)
        return parsed + self.x.commas * (self.total("lines", rows) - parsed)

    def pace(self, unit: str, rows: npt.NDArray[np.bool_]) -> Array:
        """Units per contributor-period; that of lines with automated accounts, whose lines are not known."""
        return self.made(unit, rows) / (
            self.people(rows) if unit == "commits" else self.total("contributor_periods", rows)
        )


@calculator
def contribution_cost(x: ContributionCostInputs) -> ContributionCostOutputs:
    """Investment in MLOSS from the sampled contributions."""
    if x.unit not in ("contributors", *UNITS):
        raise InputError(f"unit = '{x.unit}' is not known. {nearest(x.unit, ('contributors', *UNITS))}")
    for subset, whole in SUBSETS:
        check_subset(x.sample, subset, whole)
    sample, every = _Sample(x, earlier_copies(x.sample)), np.ones(len(x.sample["repository"]), dtype=bool)
    contributors = sample.people(every) / x.periods_sampled
    full = x.wage * x.overhead * x.sampling_error * contributors
    by_basis, costs, yearly = {"contributors": full}, {}, {}
    names = {name: repository for name, repository in REFERENCES.items() if _shown(x, repository)}
    names |= {} if x.reference in names.values() else {x.reference: x.reference}
    for unit in UNITS:
        yearly[unit] = x.periods_per_year * sample.made(unit, every) / x.periods_sampled
        for name, repository in names.items():
            rows = every if repository == POOLED else rows_of(x.sample, repository)
            _active(x.sample, unit, rows, repository)
            pace_error = x.pace_error if unit == "commits" else x.line_pace_error
            pace, error = sample.pace(unit, rows), 1.0 if repository == POOLED else pace_error
            costs[f"{unit}_{name}"] = x.wage * x.overhead / (x.periods_per_year * pace)
            by_basis[f"{unit}_{name}"] = full * sample.pace(unit, every) / pace * error
    short = {repository: name for name, repository in names.items()}[x.reference]
    return ContributionCostOutputs(
        investment=full if x.unit == "contributors" else by_basis[f"{x.unit}_{short}"],
        by_basis=by_basis,
        cost_per_unit=costs,
        units_per_year=yearly,
        contributors=contributors,
    )


def _shown(x: ContributionCostInputs, repository: str) -> bool:
    """Whether a usual reference can be shown: a sample of the user's own need not have it, unless it is asked for."""
    return repository in (POOLED, x.reference) or repository in x.sample["repository"]


def _active(sample: Table, unit: str, rows: npt.NDArray[np.bool_], repository: str) -> None:
    """Refuse a reference that made nothing: it sets no pace."""
    if amounts(sample, "lines_as_parsed" if unit == "lines" else unit)[rows].sum() == 0:
        raise InputError(f"'{repository}' has no {unit} in the sampled periods, so it sets no pace. Choose another.")
