"""Inputs that several calculators of value share: growth, the adaptation of a model, the rebuilding of code."""

from mloss_econ.kernel import (
    Count,
    Inputs,
    Lines,
    Money,
    MoneyPerYear,
    Named,
    RatePerYear,
    Ratio,
    Share,
    Years,
    fixed,
    given,
    linked,
)
from mloss_econ.shared import Investment, RealDiscounting

MOST_YEARS = 50


class AnnualValue(Inputs):
    """Value of MLOSS in a year."""

    value: MoneyPerYear = linked(alone="value.headline_value", positive=True)
    """Yearly value of MLOSS; above 0."""


class GrowingInvestment(RealDiscounting, Investment):
    """Cost of MLOSS in a year, its growth, and the years counted."""

    growth: RatePerYear = given("value.growth")
    """Real yearly growth of value and investment from now on."""
    horizon: Years = fixed("value.horizon", low=1, high=MOST_YEARS)
    """Years counted, the first undiscounted; a last year that is not whole counts by its share."""


class ElapsedTime(Inputs):
    """Time over which something has grown or spread."""

    years_elapsed: Years = fixed("growth.years")
    """Years elapsed since the start."""


class ModelAdaptation(Inputs):
    """Adaptations of one open model, and what they cost."""

    compute_cost: Money = given("training.adaptation_compute", positive=True)
    """Cost of computing for one adaptation; above 0."""
    data_cost: Money = given("training.adaptation_data")
    """Cost of data for one adaptation."""
    base_training: Money = given("training.base_training", positive=True)
    """Cost of training one base model, the open one that is adapted or one of one's own; above 0."""
    adapters: Count = given("training.adapters", low=1)
    """Firms and people that adapt the open model."""


class CodeRebuild(Inputs):
    """Code bases, and the cost of writing them once more."""

    code_lines: Named[Lines] = given()
    """Size of each code base, without comments and blank lines."""
    adjustment: Ratio = given("rebuild.adjustment", positive=True)
    """Effort over the formula's: difficulty, skill, and the error of the formula."""
    developer_wage: MoneyPerYear = given("rebuild.wage", positive=True, advice="A wage of 0 prices nothing.")
    """Yearly pay of a developer."""
    rebuild_overhead: Ratio = given("rebuild.overhead", low=1)
    """Cost of a developer over the pay."""


class PackageRebuild(Inputs):
    """How many users would rebuild a package, and how well effort is known."""

    rebuild_fraction: Share = given("open_source.rebuild_fraction")
    """Share of the users that would rebuild; 1 as published."""
    effort_error: Ratio = given("open_source.effort_error", positive=True)
    """eta: effort over the formula's; 1 as published."""
