"""When does a compliance bill that differs from project to project drive one out?

    ln cost ~ N(ln median cost, cost sigma), correlation rho with ln budget ~ N(ln median budget, sigma)
    gap        = ln cost - ln payable - ln budget                                          exits where it is above 0
    mean       = ln(median cost / (payable * median budget))    sd^2 = cost sigma^2 + sigma^2 - 2 rho cost sigma sigma
    lost, power p = Phi((mean + p * (rho * cost sigma * sigma - sigma^2)) / sd)            counts 0, budgets 1, use b
    median cost at which s survives
                  = payable * median budget * exp(-sd * Phi^-1(s) - p * (rho * cost sigma * sigma - sigma^2))

    those below an exemption T are free: both gap above 0 and budget above T, a bivariate normal; the smallest T at
    which a share survives has no closed form and is found by `sensitivity.break_even`

The fixed cost is that of the median project; the spread is between projects, not doubt about one figure. Source: the
difference of two normals, weighted by one of them.
"""

from typing import Any

import numpy as np
from scipy.special import ndtr, ndtri

from mloss_econ.base.arrays import Array
from mloss_econ.compliance.bivariate import both_above
from mloss_econ.compliance.shared import AllProjects, PayableCost, SpareHours, short_of_hours
from mloss_econ.kernel import Correlation, MoneyPerYear, Outputs, Ratio, Share, calculator, given
from mloss_econ.shared import BudgetSpread

MOST = (
    0.999  # correlation of gap and budget with an exemption: cost nearly the same for all is taken as a little spread
)
LEAST = 1e-9  # of a standard deviation: below it all gaps are the same


class PricingOutUncertainInputs(BudgetSpread, AllProjects, SpareHours, PayableCost):
    """Costs and budgets, both lognormal over projects."""

    fixed_cost: MoneyPerYear = given("compliance.fixed_cost", positive=True)
    """Annualised compliance cost that does not grow with the project."""
    cost_sigma: Ratio = given("projects.cost_sigma")
    """Standard deviation of the logarithm of cost over projects."""
    cost_correlation: Correlation = given("projects.cost_correlation")
    """Correlation of the logarithms of cost and budget over projects."""


class PricingOutUncertainOutputs(Outputs):
    """Shares of projects, budgets and use that exit, and the largest cost that most survive."""

    mean_cost: MoneyPerYear
    """Mean cost over projects."""
    exit_share: Share
    """Share of all projects that exit."""
    exit_share_funded: Share
    """Share of funded projects that exit."""
    value_lost: Share
    """Share of all budgets that the exits account for."""
    use_lost: Share
    """Share of all use that the exits account for, before forks and substitutes."""
    largest_cost_projects: MoneyPerYear
    """Largest median cost at which the target share of funded projects survives."""
    largest_cost_value: MoneyPerYear
    """Largest median cost at which the target share of their budgets survives."""


@calculator
def pricing_out_uncertain(x: PricingOutUncertainInputs) -> PricingOutUncertainOutputs:
    """Share of projects, budgets and use priced out where costs differ between projects."""
    some = np.greater(x.fixed_cost, 0.0)
    payable = x.payable_share * x.median_budget
    tied = x.cost_correlation * x.cost_sigma * x.sigma
    sd = np.maximum(np.sqrt(np.maximum(x.cost_sigma * x.cost_sigma + x.sigma * x.sigma - 2 * tied, 0.0)), LEAST)
    shift = tied - x.sigma * x.sigma
    gap = np.log(np.where(some, x.fixed_cost, payable) / payable)

    exempt = np.greater(x.exempt_below, 0.0)
    free = np.log(np.where(exempt, x.exempt_below, x.median_budget) / x.median_budget) / x.sigma
    tied_to_size = np.maximum(np.minimum(shift / (sd * x.sigma), MOST), -MOST)

    def lost(power: Array | float) -> Any:
        score = (gap + power * shift) / sd
        covered = both_above(-score, free - power * x.sigma, tied_to_size)
        return np.where(some, np.where(exempt, covered, ndtr(score)), 0.0)

    def largest(power: float) -> Any:
        return payable * np.exp(-sd * ndtri(x.target_survival) - power * shift)

    funded, unfunded = lost(0.0), short_of_hours(x) * np.equal(x.exempt_below, 0.0)
    return PricingOutUncertainOutputs(
        mean_cost=x.fixed_cost * np.exp(x.cost_sigma * x.cost_sigma / 2),
        exit_share=x.zero_share * unfunded + (1 - x.zero_share) * funded,
        exit_share_funded=funded,
        value_lost=lost(1.0),
        use_lost=x.unfunded_use * unfunded + (1 - x.unfunded_use) * lost(x.use_elasticity),
        largest_cost_projects=largest(0.0),
        largest_cost_value=largest(1.0),
    )
