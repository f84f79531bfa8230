"""What does a proposal cost a project in its first year, when one-off work and the first year's bill fall together?

    first year cost  = first cost + recurring cost of one year          familiarisation included
    first year share = first year cost / median budget                  above 1: more than the median project has

The annualised bill spreads one-off work over its life; a project without reserves or credit has to pay it at once.
"""

from mloss_econ.kernel import Money, MoneyPerYear, Outputs, Ratio, calculator, linked
from mloss_econ.shared import MedianBudget


class FirstYearInputs(MedianBudget):
    """A developer's bill, by when it is paid, and the budgets of projects."""

    first_cost: Money = linked()
    recurrent_cost: MoneyPerYear = linked()


class FirstYearOutputs(Outputs):
    """Cost that falls due in the first year."""

    first_year_cost: Money
    """Cost of the first year to a developer: one-off work and the first year's recurring compliance."""
    first_year_share: Ratio
    """First-year cost over the yearly budget of the median funded project."""


@calculator
def first_year(x: FirstYearInputs) -> FirstYearOutputs:
    """Cost that falls due in the first year, in money and as a share of the median budget."""
    cost = x.first_cost + x.recurrent_cost
    return FirstYearOutputs(first_year_cost=cost, first_year_share=cost / x.median_budget)
