"""Inputs that the calculators of competition share: demand, unit costs, and what a proposal adds to a firm's costs."""

from mloss_econ.kernel import CountPerYear, Inputs, MoneyPerYear, Quantity, given


class UnitPrice(Quantity, unit="money/count", low=0.0):
    """A price or cost of one unit sold."""


class Demand(Inputs):
    """Demand that falls with the price in a straight line."""

    highest_price: UnitPrice = given("competition.highest_price", low=0.01)
    """A: price at which nobody buys."""
    market_size: CountPerYear = given("competition.market_size", low=0.01)
    """A / b: units a year that would be taken at no price."""


class EqualFirms(Demand):
    """A market of firms with the same unit cost."""

    marginal_cost: UnitPrice = given("competition.marginal_cost")
    """c: cost of one more unit, the same for all firms without the proposal."""


class AddedFixedCost(Inputs):
    """A cost that does not depend on sales."""

    added_fixed_cost: MoneyPerYear = given("competition.added_fixed_cost")
    """R: cost that the proposal adds to a firm's fixed cost a year."""


class AddedCosts(AddedFixedCost):
    """A fixed cost and a cost of each unit."""

    added_unit_cost: UnitPrice = given("competition.added_unit_cost")
    """Cost that the proposal adds to one unit."""
