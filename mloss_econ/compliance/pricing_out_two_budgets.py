"""When does a proposal drive out a project that has to find both money and volunteers' hours?

    survives  where  cost <= payable share * cash  and  hours needed <= spare share * hours given
    both lognormal over projects, with a correlation: the probability that two normals both lie above a point
    weighted by budget^p: the score of cash is shifted by p * sigma, that of hours by correlation * p * sigma
    those below an exemption are free, whatever they lack
    independent (correlation 0): the product of the two survivals

The largest cost and the smallest exemption at which a share survives have no closed form: `sensitivity.break_even`
finds them. The fixed cost, the payable share and the budgets are those in cash here. Maintainers without pay mostly
give ten hours a week or less: 520 a year.
"""

from typing import Any

import numpy as np
from scipy.special import ndtr

from mloss_econ.base.arrays import Array
from mloss_econ.compliance.bivariate import both_above
from mloss_econ.compliance.shared import PayableCost, ProjectUse, SpareHours, score, short_of_hours
from mloss_econ.kernel import Correlation, Outputs, Share, calculator, given
from mloss_econ.shared import BudgetSpread, SizeExemption

MOST = 0.999


class PricingOutTwoBudgetsInputs(SizeExemption, BudgetSpread, ProjectUse, SpareHours, PayableCost):
    """Money and hours that a proposal asks for, against what projects have of both."""

    hours_correlation: Correlation = given("projects.hours_correlation", low=-MOST, high=MOST)
    """Correlation of the logarithms of cash and hours over projects."""


class PricingOutTwoBudgetsOutputs(Outputs):
    """Shares that exit for want of money, of hours, of either."""

    short_of_cash: Share
    """Share of projects that lack the money."""
    short_of_hours: Share
    """Share of projects that lack the hours."""
    exit_share_funded: Share
    """Share of projects that exit: covered, and short of either."""
    value_lost: Share
    """Share of all budgets that the exits account for."""
    use_lost: Share
    """Share of the use of funded projects that the exits account for, before forks and substitutes."""


@calculator
def pricing_out_two_budgets(x: PricingOutTwoBudgetsInputs) -> PricingOutTwoBudgetsOutputs:
    """Share of projects and budgets priced out where cash and hours both bind."""
    cash = score(x.fixed_cost, x.payable_share, x.median_budget, x.sigma)
    hours = score(x.hours_needed, x.spare_share, x.median_hours, x.hours_sigma)
    rho = x.hours_correlation
    free = score(x.exempt_below, 1 + 0 * x.exempt_below, x.median_budget, x.sigma)

    def lost(power: Array | float) -> Any:
        shift = power * x.sigma
        stay = both_above(np.maximum(cash, free) - shift, hours - rho * shift, rho)
        return np.maximum(ndtr(shift - free) - stay, 0.0)

    return PricingOutTwoBudgetsOutputs(
        short_of_cash=ndtr(cash),
        short_of_hours=short_of_hours(x),
        exit_share_funded=lost(0.0),
        value_lost=lost(1.0),
        use_lost=lost(x.use_elasticity),
    )
