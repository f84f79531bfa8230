"""Unequal firms, against every subset of them and against firms that answer each other."""

import itertools
from typing import Any

import numpy as np
import pytest
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

from mloss_econ.compliance import Firm, cournot, cournot_asymmetric
from mloss_econ.compliance.cournot_asymmetric import MOST, CournotAsymmetricInputs
from mloss_econ.errors import InputError

SLOPE = 0.5
money = st.integers(0, 60)


def market(costs: Any, fixed: Any, *, added: float = 0.0, unit: float = 0.0, shares: Any = None) -> Any:
    firms = {
        f"f{i}": Firm(marginal_cost=c, fixed_cost=f, fixed_cost_share=p, unit_cost_share=p)
        for i, (c, f, p) in enumerate(zip(costs, fixed, shares or [1.0] * len(costs), strict=True))
    }
    return cournot_asymmetric(
        CournotAsymmetricInputs(
            highest_price=80, market_size=160, added_fixed_cost=added, added_unit_cost=unit, firms=firms
        )
    )


def subset_that_sells(costs: list[float], among: list[int]) -> dict[int, float]:
    """The subset in which every member sells and nobody outside would: all of them are tried."""
    for size in range(len(among), -1, -1):
        for chosen in itertools.combinations(among, size):
            price = (80 + sum(costs[i] for i in chosen)) / (size + 1)
            inside = all(costs[i] < price for i in chosen)
            if inside and all(costs[i] >= price - 1e-9 for i in among if i not in chosen):
                return {i: (price - costs[i]) / SLOPE for i in chosen}
    raise AssertionError("no equilibrium")


def played(costs: list[float], fixed: list[float], there: list[int]) -> tuple[list[int], dict[int, float]]:
    """The greatest loser leaves, one at a time."""
    there = list(there)
    while True:
        sold = subset_that_sells(costs, there)
        profit = {i: SLOPE * sold.get(i, 0.0) ** 2 - fixed[i] for i in there}
        losers = [i for i in there if profit[i] < 0]
        if not losers:
            return there, sold
        there.remove(min(losers, key=lambda i: (profit[i], i)))


@given(
    st.lists(st.tuples(money, st.integers(0, 900)), min_size=1, max_size=6),
    st.integers(0, 300),
    st.integers(0, 9),
    st.data(),
)
def test_every_subset_of_the_firms(firms: list[tuple[int, int]], added: int, unit: int, data: Any) -> None:
    costs = [c + i / 1000 for i, (c, _) in enumerate(firms)]
    fixed = [f + i * 0.37 for i, (_, f) in enumerate(firms)]
    shares = [data.draw(st.sampled_from([0.0, 0.5, 1.0])) for _ in firms]
    out = market(costs, fixed, added=added, unit=unit, shares=shares)
    there, sold0 = played(costs, fixed, list(range(len(costs))))
    later = [c + p * unit for c, p in zip(costs, shares, strict=True)]
    later_fixed = [f + p * added for f, p in zip(fixed, shares, strict=True)]
    stay, sold1 = played(later, later_fixed, there)
    for when, sold in (("before", sold0), ("after", sold1)):
        total = sum(sold.values())
        assert getattr(out, f"firms_{when}") == len(sold)
        assert_allclose(getattr(out, f"output_{when}"), total, rtol=1e-9, atol=1e-9)
        assert_allclose(getattr(out, f"price_{when}"), 80 - SLOPE * total, rtol=1e-9)
        hhi = sum((100 * q / total) ** 2 for q in sold.values()) if sold else 0
        assert_allclose(getattr(out, f"hhi_{when}"), hhi, rtol=1e-9)
    gains = 0.0
    for i in range(len(costs)):
        before = SLOPE * sold0.get(i, 0.0) ** 2 - fixed[i] if i in there else 0.0
        after = SLOPE * sold1.get(i, 0.0) ** 2 - later_fixed[i] if i in stay else 0.0
        assert_allclose(out.gain[f"f{i}"], after - before, rtol=1e-7, atol=1e-6)
        assert out.stays[f"f{i}"] == (i in sold1)
        gains += after - before
    assert_allclose(out.firms_change, gains, rtol=1e-7, atol=1e-5)
    users = SLOPE * (sum(sold1.values()) ** 2 - sum(sold0.values()) ** 2) / 2
    assert_allclose(out.users_change, users, rtol=1e-7, atol=1e-6)
    assert_allclose(out.net_change, users + gains, rtol=1e-7, atol=1e-5)
    if sold0:
        leader = max(sold0, key=lambda i: (round(sold0[i], 9), -i))
        assert_allclose(out.leader_gain, out.gain[f"f{leader}"], rtol=1e-12)
        share = sold1.get(leader, 0.0) / max(sum(sold1.values()), 1e-300) / (sold0[leader] / sum(sold0.values()))
        assert_allclose(out.leader_share_ratio, share, rtol=1e-9)


@pytest.mark.parametrize("costs", [[10.0, 20.0, 30.0], [10.0, 50.0, 70.0, 12.0], [0.0, 39.0, 41.0], [79.0, 81.0]])
def test_firms_that_answer_each_other(costs: list[float]) -> None:
    sold = np.zeros(len(costs))
    for _ in range(3000):
        for i, c in enumerate(costs):
            sold[i] = max((80 - c - SLOPE * (sold.sum() - sold[i])) / (2 * SLOPE), 0.0)
    out = market(costs, [0.0] * len(costs))
    assert_allclose(out.output_before, sold.sum(), rtol=1e-10)
    assert_allclose([out.share_before[f"f{i}"] for i in range(len(costs))], sold / sold.sum(), atol=1e-10)
    assert_allclose(out.hhi_before, np.sum((100 * sold / sold.sum()) ** 2), rtol=1e-9)


def test_the_formula_where_all_sell() -> None:
    out = market([10.0, 14.0, 21.0], [0.0] * 3)
    sold = [(80 - 4 * c + 45) / (0.5 * 4) for c in (10, 14, 21)]
    assert_allclose([out.share_before[f"f{i}"] * out.output_before for i in range(3)], sold, rtol=1e-14)


def test_equal_firms_are_the_market_with_free_entry() -> None:
    free = cournot.at(
        highest_price=80,
        market_size=160,
        marginal_cost=12,
        firm_fixed_cost=300,
        added_fixed_cost=150,
        added_unit_cost=2,
    )
    n = int(free.firms_before)
    out = market([12.0] * n, [300.0] * n, added=150, unit=2)
    for name in ("firms_before", "firms_after", "price_after", "hhi_after", "output_after", "net_change"):
        assert_allclose(getattr(out, name), getattr(free, name), rtol=1e-9)
    assert out.stays["f0"] == 0  # of equal firms the first listed leaves
    assert_allclose(out.gain[f"f{n - 1}"], free.survivor_gain, rtol=1e-9)


def test_a_leader_gains_when_a_rival_leaves_and_loses_when_none_does() -> None:
    costs, fixed = [10.0, 20.0, 30.0], [500.0, 200.0, 20.0]
    mild = market(costs, fixed, added=30)
    assert (mild.firms_after, mild.leader_gain) == (3, -30)
    assert mild.hhi_after == mild.hhi_before
    hard = market(costs, fixed, added=100)  # the price rises by 5/3, the leader's margin from 25 to 80/3
    assert hard.firms_after == 2
    assert_allclose(hard.leader_gain, ((80 / 3) ** 2 - 25**2) / 0.5 - 100)
    assert hard.leader_gain > 0
    assert hard.hhi_after > hard.hhi_before
    harder = market(costs, fixed, added=300)  # more concentrated, and the leader loses all the same
    assert (harder.firms_after, harder.hhi_after) == (2, hard.hhi_after)
    assert harder.leader_gain < 0
    spared = market(costs, fixed, added=100, shares=[1.0, 1.0, 0.0])  # the small firm is exempt
    assert (spared.stays["f2"], spared.firms_after) == (1, 3)


@pytest.mark.parametrize("cost", [0.1, 7.3, 20.0])
def test_a_firm_that_just_covers_its_fixed_cost_stays(cost: float) -> None:
    gross = (80 - cost) ** 2 / (4 * SLOPE)  # a monopolist's
    for fixed in (np.nextafter(gross, 0), gross, np.nextafter(gross, np.inf)):
        assert market([cost], [float(fixed)]).firms_after == 1
    assert market([cost], [gross * (1 + 1e-9)]).firms_after == 0


def test_nobody_is_left() -> None:
    out = market([10.0, 20.0], [1e5, 1e5])
    assert (out.firms_before, out.price_before, out.hhi_before, out.leader_gain, out.leader_share_ratio) == (
        (0, 80, 0, 0, 0)
    )
    gone = market([10.0], [100.0], added=1e6)
    assert (gone.firms_before, gone.firms_after, gone.hhi_after, gone.leader_share_ratio) == (1, 0, 0, 0)
    assert_allclose(gone.net_change, -(0.5 * 70**2 / 2 + 70**2 / 2 - 100))


def test_the_number_of_firms_is_bounded() -> None:
    market([20.0] * MOST, [0.0] * MOST)
    for count in (0, MOST + 1):
        with pytest.raises(InputError, match=f"firms: {count} of them. Give 1 to {MOST}"):
            market([20.0] * count, [0.0] * count)


def test_the_scenario_says_what_it_is() -> None:
    out = cournot_asymmetric.at(scenario="ai_developers", prices="USD 2022")
    assert (out.firms_before, out.firms_after) == (6, 6)
    assert_allclose(out.price_before, (100 + 15 + 18 + 20 + 24 + 26 + 28) / 7)
    assert_allclose(out.leader_gain, -90_000, rtol=1e-9)
