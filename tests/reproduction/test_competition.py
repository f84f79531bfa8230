"""Known answers of markets with few firms, each against a market solved in another way."""

from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.integrate import trapezoid
from scipy.optimize import brentq

from mloss_econ.compliance import cost_share, cournot, cournot_ledger, rivals_costs

MARKET = {
    "highest_price": 100.0,
    "market_size": 100.0,  # slope 1
    "marginal_cost": 20.0,
    "firm_fixed_cost": 100.0,
    "added_fixed_cost": 0.0,
    "added_unit_cost": 0.0,
}


def market(**changes: float) -> Any:
    return cournot.at(**(MARKET | changes))


@pytest.mark.parametrize(
    ("fixed", "free", "firms", "hhi", "price", "surplus"),
    [
        (100, 7.0, 7, 1428.57, 30, 2450),
        (200, 4.656854, 4, 2500.0, 36, 2048),
        (400, 3.0, 3, 3333.33, 40, 1800),
    ],
)
def test_free_entry(fixed: float, free: float, firms: int, hhi: float, price: float, surplus: float) -> None:
    out = market(firm_fixed_cost=fixed)
    assert_allclose(out.free_firms_before, free, atol=5e-7)
    assert (out.firms_before, out.firms_after) == (firms, firms)
    assert_allclose(out.hhi_before, hhi, atol=0.005)
    assert_allclose((out.price_before, out.surplus_before), (price, surplus), rtol=1e-14)
    # the area under demand down to the price
    q = np.linspace(0, 100 - price, 100_001)
    assert_allclose(out.surplus_before, trapezoid(100 - q - price, q), rtol=1e-9)


def test_the_largest_fixed_cost_for_five_firms() -> None:
    out = market(target_firms=5.0)
    assert_allclose(out.largest_fixed_cost, 177.7778, atol=5e-5)
    most = float(out.largest_fixed_cost)
    assert market(firm_fixed_cost=most).firms_before == 5
    assert market(firm_fixed_cost=most * 1.0001).firms_before == 4
    zero_profit = brentq(lambda f: float(market(firm_fixed_cost=f).free_firms_before) - 5, 1, 1000, xtol=1e-12)
    assert_allclose(most, zero_profit, rtol=1e-9)


def test_a_survivor_gains_when_rivals_leave() -> None:
    out = market(added_fixed_cost=100)
    assert (out.firms_before, out.firms_after) == (7, 4)
    assert_allclose((out.profit_before, out.profit_after, out.survivor_gain), (0, 56, 56), atol=1e-12)
    by_proposal = rivals_costs.at(
        highest_price=100, market_size=100, marginal_cost=20, firm_count=7, leaving=3, added_fixed_cost=100
    )
    assert_allclose(by_proposal.fixed_gain, 56, rtol=1e-14)
    assert_allclose(by_proposal.largest_fixed_cost, 156, rtol=1e-14)
    assert by_proposal.gains_by_fixed_cost == 1


def test_a_survivor_loses_when_nobody_leaves() -> None:
    out = market(firm_fixed_cost=150.0, added_fixed_cost=20.0)  # 5.53 and 5.14 firms
    assert (out.firms_before, out.firms_after) == (5, 5)
    assert_allclose(out.survivor_gain, -20, rtol=1e-12)


def test_exit_is_not_loss_as_such() -> None:
    out = market(added_fixed_cost=100)
    assert_allclose((out.users_change, out.firms_change, out.net_change), (-402, 224, -178), rtol=1e-13)
    wrong = out.users_change - out.compliance  # lost surplus plus compliance
    assert_allclose(wrong, -802, rtol=1e-13)
    book = cournot_ledger(out, "USD 2022")
    assert_allclose(book.net(), -178, rtol=1e-13)
    lines = book.by_line()
    assert_allclose([lines[code] for code in "BKCPAHT"], [-198, -420, 400, 0, 0, 0, 0], atol=1e-10)
    change = book.by_group()
    assert_allclose((change["users"], change["large developers"]), (-402, 224), rtol=1e-13)
    assert_allclose(sum(change.values()), -178, rtol=1e-13)
    assert_allclose(book.net({"users": 1.0}), -402, rtol=1e-13)
    assert "Not added: firms that exit 3." in str(book)
    # by hand: gross value of 70 and of 64 units, what they cost, firms at 100 and at 200
    before = (100 * 70 - 70**2 / 2) - 20 * 70 - 7 * 100
    after = (100 * 64 - 64**2 / 2) - 20 * 64 - 4 * 200
    assert after - before == -178


@pytest.mark.parametrize(("own", "rival", "gains"), [(1.0, 2.1, 1), (1.0, 1.9, 0), (0.0, 0.1, 1), (5.0, 9.9, 0)])
def test_two_firms_one_gains_if_the_other_is_hit_more_than_twice_as_hard(own: float, rival: float, gains: int) -> None:
    out = rivals_costs.at(
        highest_price=100, market_size=100, marginal_cost=20, firm_count=2, own_unit_cost=own, rival_unit_cost=rival
    )
    assert out.gains_by_unit_cost == gains
    assert_allclose(out.largest_own_unit_cost, rival / 2, rtol=1e-14)


def test_compliance_cost_of_community_banks() -> None:
    """Two classes of banks: 8.7 % of 1.84 m and 2.9 % of 62.1 m give an elasticity of 0.688, and it gives them."""
    small, large = 160_000 / 0.087, 1_800_000 / 0.029
    elasticity = np.log(1_800_000 / 160_000) / np.log(large / small)
    assert round(float(elasticity), 3) == 0.688
    out = cost_share.at(
        cost_elasticity=elasticity, added_fixed_cost=160_000, reference_size=small, small_size=small, large_size=large
    )
    assert_allclose((out.small_share, out.large_share, out.times_heavier), (0.087, 0.029, 3), rtol=1e-12)
