"""What is MLOSS worth, as a share of the value of AI?

    value          = ai_value * haircut * algorithm_share * software_share
                     * net_share
    cost           = investment * hidden_cost * stock_charge
    ratio          = value / cost              an average
    marginal ratio = elasticity * ratio        return to the next dollar
    present value  = sum of (value - cost) * ((1 + growth) / (1 + discount))^t
                     over years t = 0 .. horizon - 1; a last year that is
                     not whole counts by its share of a year

With software_share, hidden_cost, stock_charge, elasticity and net_share 1 this is the published 30 billion USD
and 100:1 for 2022: three chosen constants over a measured cost, worldwide, gross, for one year. Sources:
Langenkamp and Yue (2022), section 3.2; the further factors are its critics' (`critiques`).
"""

import numpy as np

from mloss_econ.kernel import MoneyPerYear, NetMoney, NetMoneyPerYear, Outputs, Ratio, Share, calculator, given, linked
from mloss_econ.value.shared import MOST_YEARS, GrowingInvestment
from mloss_econ.value.use_value import UseValueInputs

YEARS = np.arange(MOST_YEARS, dtype=np.float64)


class AttributedValueInputs(GrowingInvestment, UseValueInputs):
    """The value of MLOSS as a share of the value of AI."""

    net_share: Share = given("value.net_share")
    """Share of the value that closed frameworks or later open ones would not have brought anyway; 1 is gross."""
    hidden_cost: Ratio = given("value.hidden_cost", positive=True)
    """Total cost over the measured investment: with unseen staff, users' learning and integration, and computing."""
    stock_charge: Ratio = linked(alone="value.stock_charge", positive=True)
    """Yearly charge for the stock over a year's investment; 1: a year of benefit over a year of spending."""
    elasticity: Ratio = given("value.elasticity")
    """Per cent more value from one per cent more investment; 1: the next dollar brings what the average one does."""


class AttributedValueOutputs(Outputs):
    """Value, net value, ratio and present value."""

    value: MoneyPerYear
    """Yearly value of MLOSS."""
    cost: MoneyPerYear
    """Yearly cost: investment, hidden costs and the charge for the stock."""
    net_value: NetMoneyPerYear
    """Yearly value less yearly cost."""
    benefit_cost_ratio: Ratio
    """Value over cost: an average, not the return to the next dollar."""
    marginal_ratio: Ratio
    """Value from the next dollar of investment."""
    present_value: NetMoney
    """Present value of the net value over the horizon."""


@calculator
def attributed_value(x: AttributedValueInputs) -> AttributedValueOutputs:
    """Value, net value and benefit-cost ratio of MLOSS."""
    value = x.ai_value * x.haircut * x.algorithm_share * x.software_share * x.net_share
    cost = x.investment * x.hidden_cost * x.stock_charge
    net = value - cost
    step = (1 + x.growth) / (1 + x.discount_rate)
    counted = np.minimum(np.maximum(x.horizon[..., None] - YEARS, 0.0), 1.0)  # a begun year counts by its share
    weights = np.power(step[..., None], YEARS) * counted
    return AttributedValueOutputs(
        value=value,
        cost=cost,
        net_value=net,
        benefit_cost_ratio=value / cost,
        marginal_ratio=x.elasticity * value / cost,
        present_value=net * np.add.reduce(weights, axis=-1),
    )
