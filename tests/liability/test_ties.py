"""Where two things are equal but for rounding, every answer is the one for equals."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

from mloss_econ.errors import InputError
from mloss_econ.liability import (
    RULES,
    Accident,
    CarefulParty,
    Terms,
    bargained_cost,
    burden,
    due_care,
    hand_rule,
    joint_care,
    marginal_hand_rule,
    release,
    screening,
    tabulated_care,
    uncertain_standard,
    unilateral_care,
)
from mloss_econ.liability.joint_care import JointCareInputs

THREE = 3 * 0.1  # 0.30000000000000004


def joint(technology: str, u: list[float], shares: list[float], p0: float, harm: float) -> Any:
    parties = {
        f"p{i}": CarefulParty(unit_cost=v, effectiveness=1.0, exposure=1.0, share=s)
        for i, (v, s) in enumerate(zip(u, shares, strict=True))
    }
    return joint_care(
        JointCareInputs(
            technology=technology, residual_bearer="nobody", base_probability=p0, harm=harm, parties=parties
        )
    )


# ---------------------------------------------------------------- joint care


def test_the_worst_weakest_link_is_no_care_where_care_is_worth_it() -> None:
    """Whoever expects the others to do nothing does nothing: all harm happens; the best is at the lowest level."""
    out = joint("weakest link", [1.0, 1.2], [0.5, 0.5], 0.9, 60.0)
    assert_allclose(out.worst_equilibrium, 54.0)
    assert_allclose(out.equilibrium, 2.2 * np.log(22.5) + 54 / 22.5)


def test_the_worst_weakest_link_is_full_care_where_care_is_not_worth_it() -> None:
    """Three who each pay the whole loss go on up to ln 3, for 3 ln 3 + 1; doing nothing would have cost 3."""
    out = joint("weakest link", [1.0, 1.0, 1.0], [1.0, 1.0, 1.0], 0.5, 6.0)
    assert_allclose(out.worst_equilibrium, 3 * np.log(3) + 1)
    assert_allclose(out.equilibrium, 3.0)


@given(
    st.lists(st.floats(0.2, 5), min_size=1, max_size=3),
    st.lists(st.floats(0.05, 1), min_size=3, max_size=3),
    st.floats(1, 100),
)
def test_equilibria_of_the_weakest_link_lie_between_best_and_worst(u: list[float], s: list[float], harm: float) -> None:
    out = joint("weakest link", u, s[: len(u)], 0.5, harm)
    most = min(np.log(max(0.5 * part * harm / v, 1.0)) for v, part in zip(u, s, strict=False))
    level = np.linspace(0.0, most, 200)
    cost = sum(u) * level + 0.5 * harm * np.exp(-level)
    assert_allclose(out.worst_equilibrium, cost.max())
    assert out.equilibrium <= cost.min() * (1 + 1e-12)
    assert_allclose(out.equilibrium, cost.min(), rtol=1e-3)


@pytest.mark.parametrize("unit", [0.1, 0.3, 0.7, 1.0, 1.1])
def test_of_equally_keen_parties_the_cheapest_acts_at_best_and_the_dearest_at_worst(unit: float) -> None:
    """Cost over share is the same for both, so that either may act: 10 ways to write one number."""
    out = joint("total effort", [unit, 3 * unit], [0.25, 0.75], 0.5, 400 * unit)
    y = np.log(0.5 * 0.25 * 400)
    assert_allclose(out.equilibrium, unit * (y + 4))
    assert_allclose(out.worst_equilibrium, unit * (3 * y + 4))


# ---------------------------------------------------------------- tests, standards and decisions


def test_a_burden_equal_to_what_it_spares_is_no_breach() -> None:
    assert not hand_rule(burden=0.3, probability=0.1, loss=3.0)
    assert not marginal_hand_rule(marginal_cost=0.3, marginal_probability=-0.1, harm=3.0)
    assert hand_rule(burden=1e8, probability=1.0, loss=1e8 + 1)


def test_the_first_of_equals_is_due() -> None:
    assert due_care([0.0, 0.3], [THREE, 0.0]) == 0
    assert due_care([0.0, THREE], [0.3, 0.0]) == 0
    assert due_care([1e8, 1e8 + 2], [2.0, -1.0]) == 1
    a = Accident.grid({"ann": [0.0, THREE], "bob": [0.0, 9.0]}, [[0.3, 0.3], [0.0, 0.0]], 1.0, bearer="bob")
    assert int(a.optimum) == 0
    b = Accident.grid({"ann": [0.0, 0.3], "bob": [0.0, 9.0]}, [[THREE, THREE], [0.0, 0.0]], 1.0, bearer="bob")
    assert int(b.optimum) == 0


def test_due_care_that_costs_as_much_as_the_best_below_it_is_taken() -> None:
    out = tabulated_care([0.0, THREE], [0.3, 0.0], 1.0, standard=1)
    assert int(out.negligence) == 1
    assert int(tabulated_care([0.0, 0.31], [0.3, 0.0], 1.0, standard=1).negligence) == 0


@pytest.mark.parametrize("costs", [(0.3, THREE), (THREE, 0.3)])
def test_equally_cheap_avoiders_share_after_the_event(costs: tuple[float, float]) -> None:
    cost = {"ann": [0.0, costs[0]], "bob": [0.0, costs[1]], "cay": [0.0, 9.0]}
    chance = np.full((2, 2, 2), 0.0)
    chance[0, 0] = 1.0  # either of two prevents it
    shares = RULES["ex_post_avoider"](Accident.grid(cost, chance, 5.0, bearer="cay")).shares
    assert [shares[p].tolist() for p in ("ann", "bob", "cay")] == [[0.5] * 8, [0.5] * 8, [0.0] * 8]


def test_a_bearer_with_half_of_the_fault_is_barred_however_it_is_written() -> None:
    rule, even = RULES["comparative_bar"], {"ann": 0.1, "bob": 0.1, "cay": 0.2}
    a = Accident.grid({p: [0.0, 1.0] for p in even}, np.arange(8, 0, -1).reshape(2, 2, 2) / 9, 90.0, bearer="cay")
    for scale in (1.0, 3.0, 7.0):
        out = rule(a, Terms(weights={p: w * scale for p, w in even.items()}))
        assert out.shares["cay"][0] == 1.0


def test_a_set_saves_nothing_but_rounding() -> None:
    assert np.isinf(burden([0.1], [THREE, 0.3])[1])
    assert_allclose(burden([0.5], [1e8 + 1, 1e8])[1], 0.5)
    with pytest.raises(InputError, match=r"loss\[0\] = nan is not finite"):
        burden([0.1], [np.nan, 0.3])
    with pytest.raises(InputError, match=r"cost\[0\] = inf is not finite"):
        burden([np.inf], [1.0, 0.3])


def test_a_rule_that_costs_the_least_is_one() -> None:
    assert bargained_cost(0.3, THREE, 1.0) == 0.3
    assert bargained_cost(-2.0, -2.0, 1.0) == -2.0  # where there are benefits
    with pytest.raises(InputError, match="less than the least"):
        bargained_cost(1e8, 1e8 + 1, 1.0)


def test_a_release_that_is_worth_just_what_it_costs_is_made_and_worth_it() -> None:
    out = release.at(private_benefit=0.3, external_benefit=0.0, release_harm=3.0, developer_exposure=0.1)
    assert out.released == 1
    for private, external, harm in ((0.1, 0.2, 0.3), (0.7, 0.1, 0.8), (0.3, 0.0, THREE)):
        out = release.at(private_benefit=private, external_benefit=external, release_harm=harm, developer_exposure=1.0)
        assert out.worth_it == 1
        assert out.chilled_loss >= 0
        assert out.let_through == 0


def test_a_screen_that_is_worth_just_what_it_costs_does_not_pay() -> None:
    out = screening.at(
        harmful_share=0.5, true_positive=0.6, user_harm=1.0, false_positive=0.4, honest_benefit=1.0, screening_cost=0.1
    )
    assert abs(out.net_gain) < 1e-15
    assert out.pays == 0


def test_exposure_just_large_enough_is_enough() -> None:
    needed = float(unilateral_care.at(found=0.9).exposure_for_negligence)
    for near in (np.nextafter(needed, 0), needed, np.nextafter(needed, 1)):
        assert unilateral_care.at(found=near, assets=1e15, share=1.0, multiplier=1.0).complies == 1
    assert unilateral_care.at(found=needed * (1 - 1e-9), assets=1e15, share=1.0, multiplier=1.0).complies == 0


def test_no_care_where_none_is_best_is_not_too_much() -> None:
    out = uncertain_standard.at(
        unit_cost=1e9,
        base_probability=0.1,
        harm=100.0,
        effectiveness=1.0,
        standard_error=0.5,
        standard_bias=-3.0,
        found=0.5,
    )
    assert (out.care, out.first_best_care, out.too_careful, out.loss) == (0, 0, 0, 0)
