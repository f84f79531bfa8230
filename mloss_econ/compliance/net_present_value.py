"""What is a stream of costs and benefits worth today, and a year, and where does its sign switch?

    present cost      = one-off + yearly cost * annuity(rate, horizon)          year 0, then year ends
    present benefit   = yearly benefit * annuity(rate, horizon)
    net present value = present benefit - present cost                          transfers stay out
    annual cost       = present cost / annuity; net cost to business: from the start of the year
    switching values  = (B - C) / B fall of the benefit, (B - C) / C rise of the cost
    break-even        = yearly benefit at which the net is zero = annual cost

For a schedule with steps see `profile(...)`; here the rate is one.
"""

from mloss_econ.compliance.appraisal import NetRatio, annuity, net_cost_to_business
from mloss_econ.kernel import Money, MoneyPerYear, NetMoney, Outputs, Quantity, Years, calculator, fixed, given
from mloss_econ.shared import RealDiscounting


class Rise(Quantity, unit="ratio", endless=True):
    """A relative change; infinite from zero."""


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
    """Present values, equivalent annual cost, and switching values."""

    present_cost: Money
    """Present value of all costs."""
    present_benefit: Money
    """Present value of all benefits."""
    net_present_value: NetMoney
    """Present benefit less present cost."""
    annual_cost: MoneyPerYear
    """Equivalent annual cost, paid at year ends."""
    business_cost: MoneyPerYear
    """Equivalent annual net direct cost to business, paid from the start of the year, if business bears it all."""
    fall_of_benefit: NetRatio
    """Switching value: share by which the benefit has to fall for the net to be zero; negative: to rise."""
    rise_of_cost: Rise
    """Switching value: share by which the cost has to rise; negative: to fall; not finite without a cost."""
    break_even_benefit: MoneyPerYear
    """Break-even value of the yearly benefit."""


@calculator
def net_present_value(x: NetPresentValueInputs) -> NetPresentValueOutputs:
    """Present and annual value of costs and benefits, and their switching values."""
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
