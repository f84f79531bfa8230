"""Can a project pay to know its customers?

    cost      = set-up + users * cost of a check                             a year
    cannot    : cost > payable share * budget
    share of projects that cannot, users and budgets lognormal with correlation rho, set-up left out:
              Phi((ln(check * median users) - ln(payable * median budget)) / s),
              s^2 = sigma_users^2 + sigma_budget^2 - 2 rho sigma_users sigma_budget

Leaving the set-up out favours the project. Released code has no customers, but a duty to know those who take it makes
users of them. Derived.
"""

import numpy as np
from scipy.special import ndtr

from mloss_econ.kernel import Count, MoneyPerYear, Outputs, Quantity, Ratio, Share, calculator, given
from mloss_econ.shared import BudgetSpread, PayableShare


class CheckCost(Quantity, unit="money/count/year", low=0.0):
    """Cost of knowing one customer for a year."""


class CustomerChecksInputs(BudgetSpread, PayableShare):
    """Projects, their users, and what a check costs."""

    check_cost: CheckCost = given("customer_checks.check_cost", positive=True)
    """Cost of checking one user, a year."""
    median_users: Count = given("customer_checks.median_users", positive=True)
    """Users of the median project that would have to be known."""
    sigma_users: Ratio = given("customer_checks.sigma_users", low=0.01)
    """Standard deviation of the logarithm of users."""
    users_with_budget: Ratio = given("customer_checks.users_with_budget", low=-0.99, high=0.99)
    """Correlation of the logarithms of users and budget."""
    payable_share: Share = given("projects.payable_share", positive=True)
    """Share of a project's budget that can go to compliance before it exits."""


class CustomerChecksOutputs(Outputs):
    """Cost of the checks, and the projects that cannot pay."""

    median_cost: MoneyPerYear
    """Yearly cost of the median project."""
    cannot: Share
    """Share of funded projects that cannot pay for the checks."""
    affordable_check: CheckCost
    """Cost of a check at which half of funded projects can pay."""


@calculator
def customer_checks(x: CustomerChecksInputs) -> CustomerChecksOutputs:
    """Share of projects that cannot meet a duty to know their customers."""
    cost, payable = x.check_cost * x.median_users, x.payable_share * x.median_budget
    covariance = 2 * x.users_with_budget * x.sigma_users * x.sigma
    spread = np.sqrt(x.sigma_users * x.sigma_users + x.sigma * x.sigma - covariance)
    return CustomerChecksOutputs(
        median_cost=cost,
        cannot=ndtr(np.log(cost / payable) / spread),
        affordable_check=payable / x.median_users,
    )
