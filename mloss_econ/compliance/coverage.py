"""Whom does a proposal's trigger cover, now and in some years?

    cost of one operation c    = price of a GPU-hour / (peak * utilisation * 3600)
    smallest budget covered    = the largest of these, a trigger that is 0 being none:
        compute, capability      trigger * c / share of a budget in one run
        cluster                  trigger / peak * hours of a run * price of a GPU-hour / share
        cost of a run            trigger / share
        revenue, staff           trigger; trigger * budget behind a person
    in t years                 compute and cluster * 2^(-t / H), capability * 2^(-t / H - t / A)
    covered                    1 - Phi(z) of funded projects, Phi(sigma - z) of their budgets
    years until a budget B     H * log2(trigger * c / (share * B)), capability with 1 / (1 / H + 1 / A) for H; from 0

H is the halving time of the cost of computing, A that of the computing a given capability takes. Triggers are read as
one test: all that are set must be met ("more than 1e26 operations and 100 million dollars"). With none set, everybody
is covered. Money triggers stay as they are in real terms; one written into a law without an index falls with inflation.
"""

import numpy as np
from scipy.special import log_ndtr, ndtr

from mloss_econ.base.arrays import Array
from mloss_econ.compliance.shared import RentedMachine
from mloss_econ.compliance.training_run import gpu_hours
from mloss_econ.kernel import (
    Compute,
    ComputePerSecond,
    Money,
    MoneyPerYear,
    Outputs,
    Persons,
    Share,
    Years,
    calculator,
    fixed,
    given,
    lever,
)
from mloss_econ.shared import BudgetSpread

HOURS_PER_YEAR = 365.25 * 24


class CoverageInputs(BudgetSpread, RentedMachine):
    """The triggers of a proposal, the price of computing, and the projects."""

    compute_trigger: Compute = lever(0.0)
    """Covered from a run of so many operations; 0: no such trigger."""
    capability_trigger: Compute = lever(0.0)
    """Covered from the capability of a model that takes so many operations today; 0: no such trigger."""
    cluster_trigger: ComputePerSecond = lever(0.0)
    """Covered from the use of a cluster of this peak speed; 0: no such trigger."""
    cost_trigger: Money = lever(0.0)
    """Covered from a run that costs this; 0: no such trigger."""
    revenue_trigger: MoneyPerYear = lever(0.0)
    """Covered from this yearly revenue; 0: no such trigger. A project's budget counts as its revenue."""
    staff_trigger: Persons = lever(0.0)
    """Covered from this number of staff; 0: no such trigger."""
    run_share: Share = given("coverage.run_share", positive=True)
    """Share of its yearly budget that a project can put into one run; above 0."""
    run_length: Years = given("coverage.run_length")
    """Time that a run keeps a cluster busy."""
    cost_halving: Years = given("coverage.cost_halving", low=0.05)
    """Years in which the cost of computing halves."""
    capability_halving: Years = given("coverage.capability_halving", low=0.05)
    """Years in which the computing that a given capability takes halves, by better methods alone."""
    budget_per_person: MoneyPerYear = given("coverage.budget_per_person")
    """Yearly budget behind each member of staff."""
    own_budget: MoneyPerYear = given("coverage.own_budget", positive=True)
    """Yearly budget of the one project that asks when it will be covered; above 0."""
    size_test: MoneyPerYear = fixed("coverage.size_test", positive=True)
    """Yearly revenue below which a firm is small, to see what the triggers do to the small; above 0."""
    years_ahead: Years = fixed("coverage.years_ahead")
    """Years ahead to look."""


class CoverageOutputs(Outputs):
    """Who is covered, today and `years_ahead` from now."""

    exempt_below: MoneyPerYear
    """Smallest yearly budget that is covered today; 0 where everybody is."""
    exempt_below_later: MoneyPerYear
    """Smallest yearly budget that is covered `years_ahead` from now."""
    run_cost: Money
    """Cost today of a run at the compute trigger."""
    covered: Share
    """Share of funded projects that is covered today."""
    covered_later: Share
    """Share of funded projects that is covered `years_ahead` from now."""
    covered_budgets: Share
    """Share of all budgets that is of projects covered today."""
    covered_budgets_later: Share
    """Share of all budgets that is of projects covered `years_ahead` from now."""
    small_covered: Share
    """Share of the projects below the size test that is covered today."""
    small_covered_later: Share
    """Share of the projects below the size test that is covered `years_ahead` from now."""
    years_to_compute: Years
    """Years until the one project can afford a run at the compute trigger; 0 where it can, or there is none."""
    years_to_capability: Years
    """Years until the one project can afford the capability trigger; 0 where it can, or there is none."""


def smallest_covered(x: CoverageInputs, years: Array | float) -> Array:
    """Smallest yearly budget that meets every trigger in so many years."""
    cheaper = np.exp2(-years / x.cost_halving) / x.run_share
    better = np.exp2(-years / x.capability_halving)
    operation = gpu_hours(1.0, x.peak, x.utilisation) * x.gpu_hour
    machine = x.run_length * HOURS_PER_YEAR * x.gpu_hour / x.peak
    computing = np.maximum(x.compute_trigger, x.capability_trigger * better) * operation
    bought = np.maximum(computing, x.cluster_trigger * machine) * cheaper
    size = np.maximum(x.revenue_trigger, x.staff_trigger * x.budget_per_person)
    return np.maximum(np.maximum(bought, x.cost_trigger / x.run_share), size)


def years_until(trigger: Array, affordable: Array, halving: Array) -> Array:
    """Years until what is affordable today reaches a trigger; 0 where it does, or the trigger is 0."""
    with np.errstate(divide="ignore"):
        return halving * np.maximum(np.log2(trigger / affordable), 0.0)


@calculator
def coverage(x: CoverageInputs) -> CoverageOutputs:
    """Who is covered by the triggers together, for lognormal budgets."""
    now, later = smallest_covered(x, 0.0), smallest_covered(x, x.years_ahead)
    with np.errstate(divide="ignore"):  # no trigger: the logarithm of 0, below every budget
        small, z, z_later = (np.log(b / x.median_budget) / x.sigma for b in (x.size_test, now, later))
    operation = gpu_hours(1.0, x.peak, x.utilisation) * x.gpu_hour
    affordable = x.run_share * x.own_budget / operation
    both = 1 / (1 / x.cost_halving + 1 / x.capability_halving)
    return CoverageOutputs(
        exempt_below=now,
        exempt_below_later=later,
        run_cost=x.compute_trigger * operation,
        covered=ndtr(-z),
        covered_later=ndtr(-z_later),
        covered_budgets=ndtr(x.sigma - z),
        covered_budgets_later=ndtr(x.sigma - z_later),
        small_covered=np.abs(np.expm1(log_ndtr(np.minimum(z, small)) - log_ndtr(small))),
        small_covered_later=np.abs(np.expm1(log_ndtr(np.minimum(z_later, small)) - log_ndtr(small))),
        years_to_compute=years_until(x.compute_trigger, affordable, x.cost_halving),
        years_to_capability=years_until(x.capability_trigger, affordable, both),
    )
