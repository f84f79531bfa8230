"""Raising rivals' costs: against solved markets, and the laws it keeps."""

from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, strategies as st
from numpy.testing import assert_allclose

from mloss_econ.compliance import Firm, cournot_asymmetric, rivals_costs
from mloss_econ.compliance.cournot_asymmetric import CournotAsymmetricInputs
from mloss_econ.errors import InputError

MARKET = {"highest_price": 100.0, "market_size": 200.0, "marginal_cost": 20.0}


def solved(firms: int, own: float, rival: float) -> Any:
    """The same market solved as one of unequal firms: profits without fixed costs."""
    shares = {"own": own / 100, **{f"rival{i}": rival / 100 for i in range(firms - 1)}}
    return cournot_asymmetric(
        CournotAsymmetricInputs(
            highest_price=100,
            market_size=200,
            added_fixed_cost=0,
            added_unit_cost=100,
            firms={
                name: Firm(marginal_cost=20, fixed_cost=0, fixed_cost_share=0, unit_cost_share=share)
                for name, share in shares.items()
            },
        )
    )


@given(st.integers(1, 7), st.floats(0, 90), st.floats(0, 90))
def test_the_gain_is_that_of_the_solved_market(firms: int, own: float, rival: float) -> None:
    out = rivals_costs.at(**MARKET, firm_count=firms, own_unit_cost=own, rival_unit_cost=rival)
    assert_allclose(out.unit_gain, solved(firms, own, rival).gain["own"], rtol=1e-8, atol=1e-8)


@given(st.integers(2, 7), st.floats(0, 30), st.floats(0, 30))
def test_it_gains_if_and_only_if_the_rivals_are_hit_hard_enough(firms: int, own: float, rival: float) -> None:
    assume(rival < (80 + own) / 2)  # they still sell
    assume(abs((firms - 1) * rival - firms * own) > 1e-6)
    out = rivals_costs.at(**MARKET, firm_count=firms, own_unit_cost=own, rival_unit_cost=rival)
    assert out.gains_by_unit_cost == ((firms - 1) * rival > firms * own)


@given(st.integers(2, 7), st.floats(0, 90), st.floats(0, 90))
def test_the_largest_own_cost_is_the_break_even_value(firms: int, own: float, rival: float) -> None:
    out = rivals_costs.at(**MARKET, firm_count=firms, own_unit_cost=own, rival_unit_cost=rival)
    edge = float(out.largest_own_unit_cost)
    assume(abs(own - edge) > 1e-6)
    assert out.gains_by_unit_cost == (own < edge)
    at_edge = rivals_costs.at(**MARKET, firm_count=firms, own_unit_cost=edge, rival_unit_cost=rival)
    assert_allclose(at_edge.unit_gain, 0, atol=1e-6)


@given(st.integers(1, 12), st.integers(0, 14), st.floats(0, 5000))
def test_exit_against_the_fixed_cost(firms: int, leaving: int, added: float) -> None:
    """Profits before and after, each from its own formula."""
    out = rivals_costs.at(**MARKET, firm_count=firms, leaving=leaving, added_fixed_cost=added)
    stay = max(firms - leaving, 1)
    before, after = (80**2 / (0.5 * (n + 1) ** 2) for n in (firms, stay))
    assert_allclose(out.fixed_gain, after - before - added, rtol=1e-9, atol=1e-8)
    assert_allclose(out.largest_fixed_cost, after - before, rtol=1e-9, atol=1e-8)
    assert out.gains_by_fixed_cost == (float(out.largest_fixed_cost) > added)


@pytest.mark.parametrize("firms", [2, 3, 5, 7])
@pytest.mark.parametrize("rival", [0.1, 0.3, 1.1])
def test_at_the_largest_cost_a_firm_gains_nothing(firms: int, rival: float) -> None:
    edge = rivals_costs.at(**MARKET, firm_count=firms, rival_unit_cost=rival, leaving=1.0)
    own, fixed = float(edge.largest_own_unit_cost), float(edge.largest_fixed_cost)
    at = {"firm_count": firms, "rival_unit_cost": rival, "leaving": 1.0}
    out = rivals_costs.at(**MARKET, **at, own_unit_cost=own, added_fixed_cost=np.nextafter(fixed, 0))
    assert (out.gains_by_unit_cost, out.gains_by_fixed_cost) == (0, 0)
    less = rivals_costs.at(**MARKET, **at, own_unit_cost=own * (1 - 1e-9), added_fixed_cost=fixed * (1 - 1e-9))
    assert (less.gains_by_unit_cost, less.gains_by_fixed_cost) == (1, 1)


def test_alone_there_is_nobody_to_gain_from() -> None:
    out = rivals_costs.at(**MARKET, firm_count=1, own_unit_cost=1, rival_unit_cost=50, leaving=3, added_fixed_cost=5)
    assert (out.largest_own_unit_cost, out.largest_fixed_cost, out.fixed_gain) == (0, 0, -5)
    assert out.unit_gain < 0
    with pytest.raises(InputError, match=r"firm_count: 0\.5 is outside the bounds 1"):
        rivals_costs.at(firm_count=0.5)
