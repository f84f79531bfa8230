"""Does a firm gain from a proposal that raises its rivals' costs by more than its own?

In a Cournot market with straight-line demand (p = A - b Q, b = A / market size), n firms, marginal cost c:

    cost of a unit   gains iff  sum over rivals j of t_j > n * t_own         (two firms: t_rival > 2 t_own)
    fixed cost R     gains iff  (A - c)^2 / b * [1 / (n' + 1)^2 - 1 / (n + 1)^2] > R       n' = n less those that exit

The first holds while the rivals still sell. Once t_rival is above (A - c + t_own) / 2 they exit, the firm is alone,
and it gains iff t_own < (A - c) (n - 1) / (n + 1). Salop and Scheffman (1983); the formulas are derived.
"""

import numpy as np

from mloss_econ.base.ties import below
from mloss_econ.compliance.market import AddedFixedCost, EqualFirms, UnitPrice
from mloss_econ.kernel import Count, MoneyPerYear, NetMoneyPerYear, Outputs, Share, calculator, given


class RivalsCostsInputs(AddedFixedCost, EqualFirms):
    """A market of firms that were equal, and the costs a proposal adds to one of them and to the others."""

    firm_count: Count = given("competition.firms", low=1)
    """n: firms before the proposal, the one in question among them."""
    own_unit_cost: UnitPrice = given("competition.own_unit_cost")
    """Unit cost that the proposal adds to the firm."""
    rival_unit_cost: UnitPrice = given("competition.rival_unit_cost")
    """Unit cost that the proposal adds to each rival."""
    leaving: Count = given("competition.leaving")
    """Rivals that exit because of a fixed cost; all of them where there are fewer."""


class RivalsCostsOutputs(Outputs):
    """Gain of the firm, and its break-even values."""

    unit_gain: NetMoneyPerYear
    """Change in the firm's profit through unit costs."""
    gains_by_unit_cost: Share
    """1 where that is a gain, else 0; its mean is a share of draws."""
    largest_own_unit_cost: UnitPrice
    """Break-even value of its own added unit cost: below it the firm gains."""
    fixed_gain: NetMoneyPerYear
    """Change in the firm's profit through the fixed cost and the exit of rivals."""
    gains_by_fixed_cost: Share
    """1 where that is a gain, else 0."""
    largest_fixed_cost: MoneyPerYear
    """Break-even value of the fixed cost: below it the firm gains."""


@calculator
def rivals_costs(x: RivalsCostsInputs) -> RivalsCostsOutputs:
    """Gain of one firm when a proposal raises costs unequally, or drives rivals out."""
    slope, rivals = x.highest_price / x.market_size, x.firm_count - 1
    margin = np.maximum(x.highest_price - x.marginal_cost, 0.0)
    # price above c: the least over who sells (all, the firm alone, the rivals alone, nobody)
    price = np.minimum(
        np.minimum((margin + x.own_unit_cost + rivals * x.rival_unit_cost) / (x.firm_count + 1), margin),
        np.minimum((margin + x.own_unit_cost) / 2, (margin + rivals * x.rival_unit_cost) / x.firm_count),
    )
    before, after = margin / (x.firm_count + 1), np.maximum(price - x.own_unit_cost, 0.0)
    unit_gain = (after - before) * (after + before) / slope
    left = np.minimum(x.leaving, rivals)
    stay = x.firm_count - left
    largest = margin * margin / slope * left * (x.firm_count + stay + 2) / np.square((stay + 1) * (x.firm_count + 1))
    return RivalsCostsOutputs(
        unit_gain=unit_gain,
        gains_by_unit_cost=1.0 * below(before, after),
        largest_own_unit_cost=np.minimum(
            rivals * x.rival_unit_cost / x.firm_count, margin * rivals / (x.firm_count + 1)
        ),
        fixed_gain=largest - x.added_fixed_cost,
        gains_by_fixed_cost=1.0 * below(x.added_fixed_cost, largest),
        largest_fixed_cost=largest,
    )
