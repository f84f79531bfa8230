"""Inputs that several calculators of compliance share: what a project can pay, projects without a budget, machines."""

from typing import Any

import numpy as np
from scipy.special import ndtr

from mloss_econ.base.arrays import Array
from mloss_econ.kernel import (
    ComputePerSecond,
    HoursPerYear,
    Inputs,
    MoneyPerHour,
    MoneyPerYear,
    Ratio,
    Share,
    given,
    lever,
    linked,
)
from mloss_econ.shared import FixedCost, PayableShare, SizeExemption, UnfundedProjects


class PayableCost(PayableShare, FixedCost):
    """A fixed compliance cost, and what a project can pay."""


class GrowingCost(PayableCost):
    """A compliance cost with a fixed and a proportional component, and what a project can pay."""

    proportional_cost: Share = given("compliance.proportional_cost")
    """Compliance cost that grows with the budget, as a share of it."""


class ProjectUse(Inputs):
    """Spread of use over projects by size."""

    use_elasticity: Ratio = given("projects.use_elasticity")
    """By how many per cent use rises when the budget of a funded project is one per cent larger."""


class AllProjects(UnfundedProjects, SizeExemption, ProjectUse):
    """Funded and unfunded projects, which of them are exempt, and how many are to survive."""

    unfunded_use: Share = given("projects.unfunded_use")
    """Share of all use that is of unfunded projects."""
    target_survival: Share = lever("compliance.target_survival", low=0.01)
    """Target share of funded projects, or of their budgets, that survives."""


class SpareHours(Inputs):
    """Hours that compliance takes, and what volunteers can spare."""

    hours_needed: HoursPerYear = linked(alone="projects.hours_needed")
    """Volunteers' hours a year that compliance takes."""
    spare_share: Share = given("projects.spare_share")
    """Share of volunteers' hours that can go to compliance."""
    median_hours: HoursPerYear = given("projects.median_hours", positive=True)
    """Median of volunteers' hours a year over projects; above 0."""
    hours_sigma: Ratio = given("projects.hours_sigma", low=0.01)
    """Standard deviation of the logarithm of hours."""


def score(needed: Array, share: Array, median: Array, sigma: Array) -> Any:
    """Where the smallest sufficient budget stands among all, in standard deviations; -inf where nothing is needed."""
    some, payable = np.greater(needed, 0.0), np.greater(share, 0.0)
    enough = np.where(np.logical_and(some, payable), needed / np.where(payable, share, 1.0), median)
    z = np.log(enough / median) / sigma
    return np.where(some, np.where(payable, z, np.inf), -np.inf)


def short_of_hours(x: SpareHours) -> Any:
    """Share of projects whose volunteers cannot spare the hours."""
    return ndtr(score(x.hours_needed, x.spare_share, x.median_hours, x.hours_sigma))


class LowestBudget(Inputs):
    """Where Pareto budgets begin."""

    smallest_budget: MoneyPerYear = given("projects.smallest_budget", positive=True)
    """Smallest yearly budget among funded projects; above 0."""


class RentedMachine(Inputs):
    """A rented machine, how fast it is and what it costs."""

    peak: ComputePerSecond = given("coverage.peak", positive=True)
    """Operations a second of one machine by its data sheet, without sparsity; above 0."""
    utilisation: Share = given("coverage.utilisation", positive=True)
    """Share of the peak that a run gets; above 0."""
    gpu_hour: MoneyPerHour = given("coverage.gpu_hour")
    """Rent of one machine for an hour."""
