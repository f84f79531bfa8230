"""A market with free entry, against entry played out firm by firm; and the laws it must keep."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

from mloss_econ.compliance import cournot, cournot_ledger
from mloss_econ.errors import InputError


@st.composite
def markets(draw: Any) -> dict[str, float]:
    """Markets in which at most some dozens of firms find room."""
    highest = draw(st.floats(10, 200))
    size = draw(st.floats(50, 500))
    share = draw(st.floats(0, 1.1))
    biggest = highest * size  # a profit of one firm is at most a quarter of it
    return {
        "highest_price": highest,
        "market_size": size,
        "marginal_cost": round(share * highest, 3),
        "firm_fixed_cost": biggest * draw(st.floats(2e-4, 0.3)),
        "added_fixed_cost": biggest * draw(st.floats(0, 0.1)),
        "added_unit_cost": draw(st.sampled_from([0.0, 0.0, 1.0])) * draw(st.floats(0, 5)),
        "target_firms": draw(st.integers(1, 9)) * 1.0,
    }


def best_responses(highest: float, slope: float, cost: float, firms: int) -> np.ndarray[Any, Any]:
    """Quantities when every firm answers the others in turn until nobody moves."""
    sold = np.zeros(firms)
    for _ in range(4000):
        moved = 0.0
        for i in range(firms):
            answer = max((highest - cost - slope * (sold.sum() - sold[i])) / (2 * slope), 0.0)
            moved = max(moved, abs(answer - sold[i]))
            sold[i] = answer
        if moved < 1e-13 * highest / slope:
            break
    return sold


def entered(highest: float, slope: float, cost: float, fixed: float) -> int:
    """Firms enter one at a time, and the next does if it would not lose."""
    firms = 0
    while highest > cost:
        each = (highest - cost) / (slope * (firms + 2))
        if slope * each * each < fixed * (1 - 1e-8):
            break
        firms += 1
    return firms


@given(markets())
def test_firms_that_enter_one_by_one(x: dict[str, float]) -> None:
    out, slope = cournot.at(**x), x["highest_price"] / x["market_size"]
    added = {"before": (0.0, 0.0), "after": (x["added_unit_cost"], x["added_fixed_cost"])}
    for when, (more_cost, more_fixed) in added.items():
        cost, fixed = x["marginal_cost"] + more_cost, x["firm_fixed_cost"] + more_fixed
        assert getattr(out, f"firms_{when}") == entered(x["highest_price"], slope, cost, fixed)


@pytest.mark.parametrize(("fixed", "added", "unit"), [(300.0, 150.0, 0.0), (300.0, 0.0, 4.0), (90.0, 40.0, 2.0)])
def test_firms_at_their_best_responses(fixed: float, added: float, unit: float) -> None:
    """Quantities, price, profit and surplus from firms that look only at what the others sell."""
    x = {"highest_price": 80.0, "market_size": 160.0, "marginal_cost": 12.0, "firm_fixed_cost": fixed}
    out = cournot.at(**x, added_fixed_cost=added, added_unit_cost=unit)
    for when, cost, overhead in (("before", 12.0, fixed), ("after", 12.0 + unit, fixed + added)):
        firms = int(getattr(out, f"firms_{when}"))
        sold = best_responses(80, 0.5, cost, firms)
        price = 80 - 0.5 * sold.sum()
        assert_allclose(getattr(out, f"output_{when}"), sold.sum(), rtol=1e-9)
        assert_allclose(getattr(out, f"price_{when}"), price, rtol=1e-9)
        assert_allclose(getattr(out, f"profit_{when}"), (price - cost) * sold[0] - overhead, rtol=1e-7)
        assert_allclose(getattr(out, f"hhi_{when}"), np.sum((100 * sold / sold.sum()) ** 2), rtol=1e-9)
        assert_allclose(getattr(out, f"surplus_{when}"), (80 - price) * sold.sum() / 2, rtol=1e-9)


@given(markets())
def test_a_dearer_market_has_no_more_firms_and_serves_nobody_better(x: dict[str, float]) -> None:
    out = cournot.at(**x)
    assert out.firms_after <= out.firms_before
    assert out.free_firms_after <= out.free_firms_before
    assert out.surplus_after <= out.surplus_before * (1 + 1e-12)
    assert out.price_after >= out.price_before * (1 - 1e-12)
    if out.firms_after > 0:
        assert out.hhi_after >= out.hhi_before


@given(markets())
def test_nobody_loses_by_being_there_and_one_more_would(x: dict[str, float]) -> None:
    out = cournot.at(**x)
    slack = 1e-7 * (x["firm_fixed_cost"] + x["added_fixed_cost"])
    assert out.profit_before >= -slack
    assert out.profit_after >= -slack
    one_more = cournot.at(**x | {"target_firms": float(out.firms_after) + 1}).largest_fixed_cost
    assert one_more <= (x["firm_fixed_cost"] + x["added_fixed_cost"]) * (1 + 1e-8)


@given(markets())
def test_the_ledger_says_the_same_by_line_and_by_group(x: dict[str, float]) -> None:
    out = cournot.at(**x)
    book = cournot_ledger(out, "USD 2022", firms="open projects")  # refuses if users' or firms' change differ
    size = sum(abs(float(e.amount)) for e in (*book.lines, *book.transfers)) + 1e-3 * x["highest_price"]
    assert_allclose(book.net(), out.net_change, atol=1e-9 * size)
    assert_allclose(book.by_group()["open projects"], out.firms_change, atol=1e-9 * size)


def test_the_ledger_of_draws() -> None:
    out = cournot.at(added_fixed_cost=np.linspace(0, 4e6, 7), marginal_cost=np.array([[10.0], [30.0]]))
    assert np.shape(cournot_ledger(out, "USD 2022").net()) == (2, 7)
    assert_allclose(cournot_ledger(out, "USD 2022").net(), out.net_change, rtol=1e-6, atol=1e-3)


@pytest.mark.parametrize("firms", [1, 2, 3, 6, 7, 10, 49, 300])
@pytest.mark.parametrize("slope", [1.0, 0.1, 3.7, 1e-4])
def test_a_whole_number_is_not_rounded_down_by_one(firms: int, slope: float) -> None:
    """The fixed cost that leaves exactly n firms no profit keeps n, whatever the last digit says."""
    fixed = (100 - 19.9) ** 2 / (slope * (firms + 1) ** 2)
    x = {"highest_price": 100, "market_size": 100 / slope, "marginal_cost": 19.9, "added_unit_cost": 0}
    out = cournot.at(**x, firm_fixed_cost=fixed, added_fixed_cost=fixed * 1e-6)
    assert (out.firms_before, out.firms_after) == (firms, firms - 1)


def test_no_firm_finds_room() -> None:
    out = cournot.at(highest_price=100, market_size=100, marginal_cost=20, firm_fixed_cost=1500, added_fixed_cost=500)
    assert (out.firms_before, out.firms_after) == (1, 0)
    assert (out.price_after, out.output_after, out.surplus_after, out.hhi_after, out.profit_after) == (100, 0, 0, 0, 0)
    assert_allclose(out.survivor_gain, -100)  # what the only firm earned
    assert_allclose(out.net_change, -(40**2 / 2 + 100))
    above = cournot.at(highest_price=100, marginal_cost=101)
    assert (above.firms_before, above.free_firms_before, above.price_before, above.net_change) == (0, 0, 100, 0)


def test_fewer_firms_may_be_better_and_worse() -> None:
    """With fixed costs there can be too many firms; with few enough there are too few."""
    market = {"highest_price": 100, "market_size": 100, "marginal_cost": 20, "added_fixed_cost": 0.1}
    better = cournot.at(**market, firm_fixed_cost=80**2 / 10**2)  # 9 firms, one exits for almost nothing
    assert (better.firms_before, better.firms_after) == (9, 8)
    assert better.users_change < 0 < better.net_change
    worse = cournot.at(**market, firm_fixed_cost=80**2 / 2**2)
    assert (worse.firms_before, worse.firms_after) == (1, 0)
    assert worse.net_change < 0


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        ({"firm_fixed_cost": 0.0}, "firm_fixed_cost: 0 is outside the bounds 0.01 to inf"),
        ({"market_size": 0.0}, "market_size: 0 is outside"),
        ({"target_firms": 0.5}, "target_firms: 0.5 is outside the bounds 1"),
        ({"added_fixed_cost": -1.0}, "added_fixed_cost: -1 is outside"),
        ({"slope": 1.0}, "no input 'slope'"),
    ],
)
def test_bad_input(bad: dict[str, float], words: str) -> None:
    with pytest.raises(InputError) as error:
        cournot.at(**bad)
    assert words in str(error.value)
