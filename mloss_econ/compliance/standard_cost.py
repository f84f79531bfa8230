"""What does an information duty cost, activity by activity? The Standard Cost Model.

    price      = tariff * time * (1 + overhead) + out of pocket             of doing it once
    quantity   = entities * frequency                                       times it is done
    cost       = price * quantity
    burden     = cost * (1 - already done)                                  what repeal of the obligation would save
    annualised = recurring * cost + (1 - recurring) * cost / annuity(rate, life)

It holds for duties to inform; changing a product is another cost. `recurring` is 1 where the work returns every year
and 0 where it falls once in the life of what it is about: the same table gives a yearly bill or a one-off one by that
reading alone, so it is a lever. The firm is one of normal efficiency that complies in full.
"""

from collections.abc import Mapping

from mloss_econ.base.arrays import Array
from mloss_econ.compliance.appraisal import annualise
from mloss_econ.errors import InputError
from mloss_econ.kernel import (
    Count,
    CountPerYear,
    Hours,
    HoursPerYear,
    Inputs,
    Money,
    MoneyPerHour,
    MoneyPerYear,
    Named,
    Outputs,
    Ratio,
    Share,
    Years,
    calculator,
    given,
    label,
    lever,
)
from mloss_econ.shared import Discounting


class Activity(Inputs):
    """One thing that has to be done to meet a duty."""

    payer: str = label()
    """Who does it: any name; activities of one name are added up."""
    tariff: MoneyPerHour = given()
    """Price of an hour of those who do it, before overhead."""
    time: Hours = given()
    """Hours it takes to do it once."""
    overhead: Ratio = given()
    """Rooms, equipment and management, as a share of the pay; 0 where the tariff holds them."""
    out_of_pocket: Money = given()
    """Purchases to do it once: fees of outsiders, materials, travel."""
    entities: Count = given()
    """Number of entities that have to do it."""
    frequency: CountPerYear = given()
    """How often each does it in a year in which it is done; 0.5 is every second year."""
    already_done: Share = given()
    """Share that would be done without the proposal (business-as-usual share)."""
    recurring: Share = lever(1.0)
    """1: the work returns every year; 0: it falls once; between: that share of it returns."""
    life: Years = given(low=0.25)
    """Years until what falls once falls anew."""


class StandardCostInputs(Discounting):
    """The activities a proposal asks for."""

    activities: Mapping[str, Activity] = given()
    """The activities, by name."""


class StandardCostOutputs(Outputs):
    """Cost (all that is done) and burden (what the proposal alone causes), by activity, by payer and in all."""

    price: Named[Money]
    """Price of doing an activity once."""
    quantity: Named[CountPerYear]
    """How often it is done in a year in which it is done, by all together."""
    cost: Named[MoneyPerYear]
    """Price times quantity."""
    burden: Named[MoneyPerYear]
    """Cost less what would be done anyway."""
    cost_of: Named[MoneyPerYear]
    """First-year cost of each payer."""
    burden_of: Named[MoneyPerYear]
    """First-year burden of each payer."""
    hours: HoursPerYear
    """Working time of the first year."""
    first_year_cost: MoneyPerYear
    """All that falls in the first year."""
    first_year_burden: MoneyPerYear
    """Burden of the first year."""
    later_cost: MoneyPerYear
    """Recurring cost in each year after the first, until what falls once falls anew."""
    later_burden: MoneyPerYear
    """Burden of each of those years."""
    annualised_cost: MoneyPerYear
    """Cost a year, what falls once spread over its life at year ends."""
    annualised_burden: MoneyPerYear
    """Burden a year, spread the same way."""


@calculator
def standard_cost(x: StandardCostInputs) -> StandardCostOutputs:
    """Cost and burden of the activities, by activity, by payer and in all."""
    price: dict[str, Array] = {}
    quantity: dict[str, Array] = {}
    cost: dict[str, Array] = {}
    burden: dict[str, Array] = {}
    cost_of: dict[str, Array] = {}
    burden_of: dict[str, Array] = {}
    zero = 0 * x.discount_rate
    hours, first, first_net, later, later_net, yearly, yearly_net = (zero,) * 7
    for name, a in x.activities.items():
        if not a.payer.strip():
            raise InputError(f"activities.{name} has no payer. Say who does it, for example payer = 'provider'.")
        price[name] = a.tariff * a.time * (1 + a.overhead) + a.out_of_pocket
        quantity[name] = a.entities * a.frequency
        cost[name] = price[name] * quantity[name]
        own = 1 - a.already_done
        burden[name] = cost[name] * own
        cost_of[a.payer] = cost_of.get(a.payer, zero) + cost[name]
        burden_of[a.payer] = burden_of.get(a.payer, zero) + burden[name]
        returns = a.recurring * cost[name]
        spread = returns + annualise((1 - a.recurring) * cost[name], x.discount_rate, a.life)
        hours = hours + a.time * quantity[name]
        first, first_net = first + cost[name], first_net + burden[name]
        later, later_net = later + returns, later_net + returns * own
        yearly, yearly_net = yearly + spread, yearly_net + spread * own
    return StandardCostOutputs(
        price=price,
        quantity=quantity,
        cost=cost,
        burden=burden,
        cost_of=cost_of,
        burden_of=burden_of,
        hours=hours,
        first_year_cost=first,
        first_year_burden=first_net,
        later_cost=later,
        later_burden=later_net,
        annualised_cost=yearly,
        annualised_burden=yearly_net,
    )
