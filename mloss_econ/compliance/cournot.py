"""What does a compliance cost do to a market that firms may enter, and who gains and loses?

Firms choose quantities; demand is a straight line, p = A - b Q with b = A / (market size); all have marginal cost c
and fixed cost F, and enter while that pays (Mankiw and Whinston 1986).

    n*        = (A - c) / sqrt(b F) - 1                firms, as a continuous number; whole firms: rounded down
    q         = (A - c) / (b (n + 1))                  of each firm
    price     = (A + n c) / (n + 1)
    profit    = b q^2 - F                              of each firm
    surplus   = b (n q)^2 / 2                          of users
    HHI       = 10,000 / n
    largest F = (A - c)^2 / (b (n + 1)^2)              that keeps n firms

A proposal adds to F and to c. Exit is not loss as such: with fixed costs there can be too many firms, so the net is
the gain of users plus that of firms, never lost surplus plus compliance. With a continuous number of firms nobody ever
earns anything; with whole firms a survivor may gain or lose.
"""

import numpy as np

from mloss_econ.base.arrays import Array
from mloss_econ.base.units import PriceBase
from mloss_econ.compliance.market import AddedCosts, EqualFirms, UnitPrice
from mloss_econ.kernel import (
    Count,
    CountPerYear,
    Ledger,
    Line,
    Memo,
    MoneyPerYear,
    NetMoneyPerYear,
    Outputs,
    Quantity,
    Ratio,
    Transfer,
    calculator,
    given,
)

WHOLE = 1e-9  # relative: a number of firms this close below a whole one is that whole one


class HHI(Quantity, unit="ratio", low=0.0, high=10_000.0):
    """Herfindahl-Hirschman index: the sum of squared market shares in per cent; 10,000 is one firm, 0 none."""


class CournotInputs(AddedCosts, EqualFirms):
    """A market of equal firms, and a proposal."""

    firm_fixed_cost: MoneyPerYear = given("competition.firm_fixed_cost", low=0.01)
    """F: fixed cost of a firm a year, whatever it sells, before the proposal."""
    target_firms: Count = given("competition.target_firms", low=1)
    """Number of firms for which the largest fixed cost is wanted."""


class CournotOutputs(Outputs):
    """The market before and after the proposal."""

    firms_before: Count
    """Whole firms before."""
    firms_after: Count
    """Whole firms after."""
    free_firms_before: Ratio
    """Continuous number of firms before."""
    free_firms_after: Ratio
    """Continuous number of firms after."""
    price_before: UnitPrice
    """Price before; the highest price where nobody sells."""
    price_after: UnitPrice
    """Price after."""
    hhi_before: HHI
    """Concentration before; 0 where nobody sells."""
    hhi_after: HHI
    """Concentration after; 0 where nobody sells, which is not less concentrated."""
    output_before: CountPerYear
    """Units sold before."""
    output_after: CountPerYear
    """Units sold after."""
    surplus_before: MoneyPerYear
    """Users' surplus before."""
    surplus_after: MoneyPerYear
    """Users' surplus after."""
    profit_before: NetMoneyPerYear
    """Profit of one firm before; 0 where there is none."""
    profit_after: NetMoneyPerYear
    """Profit of one firm after; 0 where there is none."""
    survivor_gain: NetMoneyPerYear
    """Gain of a firm that stays; of a firm that exits where none stays."""
    largest_fixed_cost: MoneyPerYear
    """Largest fixed cost, proposal included, at which the wanted number of firms stays; unit cost as after."""
    use_change: NetMoneyPerYear
    """Change in the gross value of use."""
    resources_change: NetMoneyPerYear
    """Change in the cost of firms and of what they make, without compliance."""
    compliance: MoneyPerYear
    """Compliance cost of the firms that stay."""
    payments_change: NetMoneyPerYear
    """Change in payments of users to firms: a transfer."""
    users_change: NetMoneyPerYear
    """Change in users' surplus."""
    firms_change: NetMoneyPerYear
    """Change in all firms' profits together."""
    net_change: NetMoneyPerYear
    """Users and firms together."""


class _Market:
    """n firms of fixed cost F and marginal cost c under demand (A, b): quantities a year and money a year."""

    def __init__(self, highest: Array, slope: Array, marginal: Array, fixed: Array) -> None:
        self.fixed, self.margin = fixed, np.maximum(highest - marginal, 0.0)
        room = self.margin / np.sqrt(slope * fixed)  # n* + 1
        self.free = np.maximum(room - 1, 0.0)
        self.firms = np.maximum(np.floor(room * (1 + WHOLE)) - 1, 0.0)
        self.some = np.greater_equal(self.firms, 1.0)
        self.output = self.firms * self.margin / (slope * (self.firms + 1))
        self.price = highest - slope * self.output
        self.hhi = np.where(self.some, 10_000 / np.maximum(self.firms, 1.0), 0.0)
        self.surplus = slope * self.output * self.output / 2
        each = self.margin / (self.firms + 1)
        self.profit = np.where(self.some, each * each / slope - fixed, 0.0)


@calculator
def cournot(x: CournotInputs) -> CournotOutputs:
    """A Cournot market with free entry before and after a proposal."""
    slope, after_cost = x.highest_price / x.market_size, x.marginal_cost + x.added_unit_cost
    before = _Market(x.highest_price, slope, x.marginal_cost, x.firm_fixed_cost)
    after = _Market(x.highest_price, slope, after_cost, x.firm_fixed_cost + x.added_fixed_cost)
    most = after.margin / (x.target_firms + 1)
    more = after.output - before.output
    users, firms = after.surplus - before.surplus, after.firms * after.profit - before.firms * before.profit
    return CournotOutputs(
        firms_before=before.firms,
        firms_after=after.firms,
        free_firms_before=before.free,
        free_firms_after=after.free,
        price_before=before.price,
        price_after=after.price,
        hhi_before=before.hhi,
        hhi_after=after.hhi,
        output_before=before.output,
        output_after=after.output,
        surplus_before=before.surplus,
        surplus_after=after.surplus,
        profit_before=before.profit,
        profit_after=after.profit,
        survivor_gain=after.profit - before.profit,
        largest_fixed_cost=most * most / slope,
        use_change=(x.highest_price - slope * (after.output + before.output) / 2) * more,
        resources_change=x.marginal_cost * more + x.firm_fixed_cost * (after.firms - before.firms),
        compliance=x.added_unit_cost * after.output + x.added_fixed_cost * after.firms,
        payments_change=after.price * after.output - before.price * before.output,
        users_change=users,
        firms_change=firms,
        net_change=users + firms,
    )


def cournot_ledger(y: CournotOutputs, prices: str | PriceBase, firms: str = "large developers") -> Ledger:
    """The effects as a ledger, `firms` being the group that sells; checked against users' and firms' changes."""
    ledger = Ledger(
        PriceBase.parse(prices),
        "a year",
        (
            Line("B", "users", y.use_change, note="gross value of units no longer bought"),
            Line("K", firms, y.resources_change, note="firms and units that are no longer there"),
            Line("C", firms, y.compliance),
        ),
        (Transfer("users", firms, y.payments_change, note="payments for what is sold"),),
        (Memo("firms that exit", y.firms_before - y.firms_after), Memo("HHI", y.hhi_after - y.hhi_before, "points")),
    )
    ledger.reconcile(
        {"users": y.users_change, firms: y.firms_change}, size=y.price_before * y.output_before + y.surplus_before
    )
    return ledger
