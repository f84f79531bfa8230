"""What does the same proposal do to unequal firms: who exits, how concentrated does the market become, who gains?

Firms choose quantities; demand is a straight line, p = A - b Q with b = A / (market size); firm i has marginal cost
c_i and fixed cost F_i, to which a proposal adds its share of a common cost.

    q_i   = (A - (n + 1) c_i + sum of c) / (b (n + 1))     of the n firms that sell
    price = (A + sum of c) / (n + 1)                       = the least over "the k cheapest sell", k = 0 to n
    profit_i = b q_i^2 - F_i
    HHI   = 10,000 * sum of squared shares

A firm that would sell nothing drops out and the market is solved again (taking the least price does that at once).
Then the firm with the lowest profit, if it is below 0, leaves, and the market is solved again, until all that are left
cover their fixed cost; of equal firms the first listed leaves. After the proposal nobody enters: it starts from
the firms that were there. The firms left by this order are one equilibrium; there may be others.
"""

from collections.abc import Mapping

import numpy as np

from mloss_econ.base.arrays import Array
from mloss_econ.base.ties import below, first_least
from mloss_econ.compliance.cournot import HHI
from mloss_econ.compliance.market import AddedCosts, Demand, UnitPrice
from mloss_econ.errors import InputError
from mloss_econ.kernel import (
    Count,
    CountPerYear,
    Inputs,
    MoneyPerYear,
    Named,
    NetMoneyPerYear,
    Outputs,
    Ratio,
    Share,
    calculator,
    given,
    lever,
)

MOST = 12  # firms


class Firm(Inputs):
    """One firm."""

    marginal_cost: UnitPrice = given()
    """Cost of one more unit, before the proposal."""
    fixed_cost: MoneyPerYear = given()
    """Fixed cost a year, whatever it sells, before the proposal; 0 where it is sunk."""
    fixed_cost_share: Ratio = lever(1.0)
    """Share of the added fixed cost that it bears: 0 exempt, 1 in full."""
    unit_cost_share: Ratio = lever(1.0)
    """Share of the added unit cost that it bears."""


class CournotAsymmetricInputs(AddedCosts, Demand):
    """A market of unequal firms, and a proposal."""

    firms: Mapping[str, Firm] = given()
    """Firms that sell, or might."""


class CournotAsymmetricOutputs(Outputs):
    """The market before and after the proposal."""

    firms_before: Count
    """Firms that sell before."""
    firms_after: Count
    """Firms that sell after."""
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
    stays: Named[Share]
    """1 where the firm sells after the proposal, else 0; its mean is a share of draws."""
    share_before: Named[Share]
    """Market share before."""
    gain: Named[NetMoneyPerYear]
    """Change in profit; a firm that exits has none, and loses what it had."""
    leader_gain: NetMoneyPerYear
    """Change in the profit of the firm that sold most before (of equal ones, the first listed)."""
    leader_share_ratio: Ratio
    """Market share of that firm after, as a multiple of that before; 0 where nobody sold."""
    users_change: NetMoneyPerYear
    """Change in users' surplus."""
    firms_change: NetMoneyPerYear
    """Change in all firms' profits together."""
    net_change: NetMoneyPerYear
    """Users and firms together."""


def solve(highest: Array, slope: Array, cost: Array, active: Array) -> tuple[Array, Array]:
    """Price, shape (...), and quantities, shape (..., firms), of the active firms (1, else 0); those that would sell
    nothing do not."""
    as_cheap = 1.0 * np.less_equal(cost[..., None, :], cost[..., :, None]) * active[..., None, :]
    sellers = np.add.reduce(as_cheap, axis=-1)
    price = (highest[..., None] + np.add.reduce(as_cheap * cost[..., None, :], axis=-1)) / (1 + sellers)
    lowest = np.minimum(np.minimum.reduce(price, axis=-1), highest)
    return lowest, active * np.maximum(lowest[..., None] - cost, 0.0) / slope[..., None]


def equilibrium(
    highest: Array, slope: Array, cost: Array, fixed: Array, active: Array, count: int
) -> tuple[Array, ...]:
    """Price, quantities and profits once no firm left makes a loss: the largest loss exits first."""
    places = np.arange(count)
    for _ in range(count):
        _, sold = solve(highest, slope, cost, active)
        gross = slope[..., None] * sold * sold
        profit = np.where(np.greater(active, 0.0), gross - fixed, np.inf)
        worst = np.equal(np.argmin(profit, axis=-1)[..., None], places)
        active = np.where(worst * below(gross, fixed), 0.0, active)
    price, sold = solve(highest, slope, cost, active)
    return price, sold, active * (slope[..., None] * sold * sold - fixed), active


@calculator
def cournot_asymmetric(x: CournotAsymmetricInputs) -> CournotAsymmetricOutputs:
    """A Cournot market of given firms before and after a proposal."""
    if not 0 < len(x.firms) <= MOST:
        raise InputError(f"firms: {len(x.firms)} of them. Give 1 to {MOST} in the scenario.")
    names, firms = tuple(x.firms), tuple(x.firms.values())
    slope = x.highest_price / x.market_size
    level = 0.0 * (slope + x.added_fixed_cost + x.added_unit_cost)
    for f in firms:
        level = level + 0.0 * (f.marginal_cost + f.fixed_cost + f.fixed_cost_share + f.unit_cost_share)
    highest, slope = x.highest_price + level, slope + level  # one shape for all
    cost = np.stack([f.marginal_cost + level for f in firms], axis=-1)
    fixed = np.stack([f.fixed_cost + level for f in firms], axis=-1)
    more_cost = np.stack([f.unit_cost_share * x.added_unit_cost + level for f in firms], axis=-1)
    more_fixed = np.stack([f.fixed_cost_share * x.added_fixed_cost + level for f in firms], axis=-1)

    price0, sold0, profit0, there = equilibrium(highest, slope, cost, fixed, 1.0 + 0.0 * cost, len(names))
    price1, sold1, profit1, _ = equilibrium(highest, slope, cost + more_cost, fixed + more_fixed, there, len(names))
    output0, output1 = np.add.reduce(sold0, axis=-1), np.add.reduce(sold1, axis=-1)
    share0, share1 = _shares(sold0, output0), _shares(sold1, output1)
    leader = 1.0 * np.equal(first_least(-sold0)[..., None], np.arange(len(names)))
    led0, led1 = np.add.reduce(leader * share0, axis=-1), np.add.reduce(leader * share1, axis=-1)
    gain = profit1 - profit0
    users = slope * (output1 - output0) * (output1 + output0) / 2
    return CournotAsymmetricOutputs(
        firms_before=np.add.reduce(1.0 * np.greater(sold0, 0.0), axis=-1),
        firms_after=np.add.reduce(1.0 * np.greater(sold1, 0.0), axis=-1),
        price_before=price0,
        price_after=price1,
        hhi_before=10_000 * np.add.reduce(share0 * share0, axis=-1),
        hhi_after=10_000 * np.add.reduce(share1 * share1, axis=-1),
        output_before=output0,
        output_after=output1,
        stays={name: 1.0 * np.greater(sold1[..., i], 0.0) for i, name in enumerate(names)},
        share_before={name: share0[..., i] for i, name in enumerate(names)},
        gain={name: gain[..., i] for i, name in enumerate(names)},
        leader_gain=np.add.reduce(leader * gain, axis=-1),
        leader_share_ratio=np.where(np.greater(led0, 0.0), led1 / np.where(np.greater(led0, 0.0), led0, 1.0), 0.0),
        users_change=users,
        firms_change=np.add.reduce(gain, axis=-1),
        net_change=users + np.add.reduce(gain, axis=-1),
    )


def _shares(sold: Array, output: Array) -> Array:
    """Market shares; 0 where nobody sells."""
    return sold / np.where(np.greater(output, 0.0), output, 1.0)[..., None]
