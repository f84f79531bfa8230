"""How large is the sampling error of the cost of MLOSS? A cluster bootstrap, all draws at once.

Repositories are drawn with replacement from the sample, and within the reference repository contributor-periods. The
number of times each row is drawn is multinomial, so a draw is one row of a matrix and its totals are a product:

    contributors_b = n_b @ contributor-periods / periods   over repositories
    pace_b         = m_b @ commits / sum of m_b            within the reference

For contributors and commits. For lines no contributor-periods are published, and their tail is too heavy to rely on.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from mloss_econ.base.arrays import Array
from mloss_econ.errors import InputError
from mloss_econ.evidence import Table
from mloss_econ.value.contribution_cost import POOLED, REFERENCES
from mloss_econ.value.samples import amounts, rows_of


@dataclass(frozen=True)
class Bootstrap:
    """Draws of the yearly cost by basis, in the money of the wage; `contributors`, of the active contributors;
    `relative_pace`, of the pace of the sample over that of the reference, by basis."""

    cost: Mapping[str, Array]
    contributors: Array
    relative_pace: Mapping[str, Array]

    def interval(self, basis: str, coverage: float = 0.95) -> tuple[float, float]:
        """Interval that holds the middle `coverage` (0 to 1) of the draws of a basis."""
        low, high = np.quantile(self.cost[basis], [(1 - coverage) / 2, (1 + coverage) / 2])
        return float(low), float(high)


def bootstrap(
    sample: Table, contributions: Table, *, wage: float, periods_sampled: float = 5, n: int = 20_000, seed: int
) -> Bootstrap:
    """Cost of MLOSS in `n` resamples, for contributors and for commits by each reference.

    `sample` has one row a repository (`contributor_periods`, `commits`); `contributions` says how many
    contributor-periods of a reference repository had how many commits (`repository`, `commits`,
    `contributor_periods`). Deterministic in `seed`. Raises InputError for an empty or negative table, a repository
    that is missing, a wage that is not above 0.
    """
    if not wage > 0 or not periods_sampled > 0 or n < 1:
        raise InputError(f"wage {wage:g}, {periods_sampled:g} periods, {n} draws: each has to be above 0.")
    generator = np.random.Generator(np.random.SFC64(seed))
    people, commits = (amounts(sample, column) for column in ("contributor_periods", "commits"))
    drawn = generator.multinomial(len(people), np.full(len(people), 1 / len(people)), size=n) @ np.stack(
        [people, commits], axis=1
    )
    contributors, overall = drawn[:, 0] / periods_sampled, drawn[:, 1] / drawn[:, 0]
    cost, relative = {"contributors": wage * contributors}, {}
    for name, repository in REFERENCES.items():
        if repository == POOLED:
            continue
        rows = rows_of(contributions, repository)
        counts = amounts(contributions, "contributor_periods")[rows]
        size = int(counts.sum())
        pace = generator.multinomial(size, counts / size, size=n) @ amounts(contributions, "commits")[rows] / size
        relative[f"commits_{name}"] = overall / pace
        cost[f"commits_{name}"] = wage * contributors * overall / pace
    return Bootstrap(cost, contributors, relative)
