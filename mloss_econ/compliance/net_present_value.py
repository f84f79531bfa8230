"""What is a stream of costs and benefits worth today, and a year, and what would switch its sign?

    present cost      = one-off + yearly cost * annuity(rate, horizon)          year 0, then year ends
    present benefit   = yearly benefit * annuity(rate, horizon)
    net present value = present benefit - present cost                          transfers stay out
    annual cost       = present cost / annuity; net cost to business: from the start of the year
    switching values  = (B - C) / B fall of the benefit, (B - C) / C rise of the cost
    break-even        = yearly benefit at which the net is nothing = annual cost

For a schedule with steps see `profile(...)`; here the rate is one.
"""

from mloss_econ.compliance.appraisal import NetRatio, annuity, net_cost_to_business
from mloss_econ.kernel import Money, MoneyPerYear, NetMoney, Outputs, Quantity, Years, calculator, fixed, given
from mloss_econ.shared import RealDiscounting


class Rise(Quantity, unit="ratio", endless=True):
    """A change as a part of what it starts from; infinite from nothing."""


class NetPresentValueInputs(RealDiscounting):
    """A stream of costs and benefits."""

    one_off_cost: Money = given("appraisal.one_off_cost")
    """Cost in year 0."""
    yearly_cost: MoneyPerYear = given("appraisal.yearly_cost")
    """Cost at the end of each year of the horizon."""
    yearly_benefit: MoneyPerYear = given("appraisal.yearly_benefit", positive=True)
    """Benefit at the end of each year of the horizon; above 0."""
    appraisal_horizon: Years = fixed("appraisal.horizon", low=1)
    """Years counted."""


class NetPresentValueOutputs(Outputs):
    """Worth today and a year, and what would switch it."""

    present_cost: Money
    """Present value of all costs."""
    present_benefit: Money
    """Present value of all benefits."""
    net_present_value: NetMoney
    """Their difference."""
    annual_cost: MoneyPerYear
    """Level yearly amount, at year ends, of the same worth as all costs."""
    business_cost: MoneyPerYear
    """The same from the start of the year: equivalent annual net direct cost to business, if business bears it all."""
    fall_of_benefit: NetRatio
    """Switching value: the part by which the benefit has to fall for the net to be nothing; negative: to rise."""
    rise_of_cost: Rise
    """Switching value: the part by which the cost has to rise; negative: to fall; not finite without a cost."""
    break_even_benefit: MoneyPerYear
    """Yearly benefit at which the net is nothing."""


@calculator
def net_present_value(x: NetPresentValueInputs) -> NetPresentValueOutputs:
    """Present and annual value of costs and benefits, and what would switch the sign of the net."""
    factor = annuity(x.discount_rate, x.appraisal_horizon)
    cost, benefit = x.one_off_cost + x.yearly_cost * factor, x.yearly_benefit * factor
    return NetPresentValueOutputs(
        present_cost=cost,
        present_benefit=benefit,
        net_present_value=benefit - cost,
        annual_cost=cost / factor,
        business_cost=net_cost_to_business(cost, x.discount_rate, x.appraisal_horizon),
        fall_of_benefit=(benefit - cost) / benefit,
        rise_of_cost=(benefit - cost) / cost,
        break_even_benefit=cost / factor,
    )
