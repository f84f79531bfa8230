"""What follows for everybody, against adding it up project by project; and the laws it must keep."""

from typing import Any

import numpy as np
import pytest
from alone import at_alone
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

from mloss_econ.compliance import consequences
from mloss_econ.errors import InputError

shares = st.floats(0, 1).map(lambda x: round(x, 6))
money = st.floats(0, 1e6).map(lambda x: round(x, 2))


@st.composite
def scenarios(draw: Any) -> dict[str, float]:
    """Inputs in which no more exit than are covered, and fees and pass-back are shares of the cost."""
    covered = draw(shares)
    exits = covered * draw(shares)
    cost, large = draw(money), draw(money)
    return {
        "fixed_cost": cost,
        "fees": cost * draw(shares) / 2,
        "passed_back": cost * draw(shares) / 2,
        "sunk_cost": draw(money),
        "large_cost": large,
        "large_fees": large * draw(shares),
        "large_sunk": draw(money),
        "closed_scope": draw(shares),
        "zero_share": draw(st.floats(0, 0.9)),
        "covered_unfunded": draw(st.sampled_from([0.0, 1.0])),
        "deployer_fees": 0.0,
        "intermediary_fees": 0.0,
        "deployer_sunk": draw(money),
        "intermediary_sunk": draw(money),
        "large_developers": draw(st.integers(0, 100)) * 1.0,
        "deployer_cost": draw(money),
        "intermediary_cost": draw(money),
        "covered_funded": covered,
        "exit_share_funded": exits,
        "value_lost": draw(shares) if exits else 0.0,
        "share_replaced": draw(shares),
        "complies": draw(shares),
        "open_scope": draw(shares),
        "fine": draw(money),
        "detection": draw(shares),
        "deployers": draw(st.integers(0, 100)) * 1.0,
        "intermediaries": draw(st.integers(0, 100)) * 1.0,
        "count_ratio": draw(st.floats(0.1, 5)),
        "median_budget": draw(st.floats(1e3, 1e6)),
        "sigma": draw(st.floats(0.1, 3)),
        "investment": draw(st.floats(1e6, 1e9)),
    }


@given(scenarios())
def test_fees_and_pass_back_move_money_and_change_no_cost(x: dict[str, float]) -> None:
    """What a project pays in fees and back to deployers leaves the cost of complying alone (without a fine, which a
    dearer bill makes weigh less)."""
    x = x | {"fine": 0.0}
    more = x | {
        "fixed_cost": x["fixed_cost"] + 5_000,
        "fees": x["fees"] + 3_000,
        "passed_back": x["passed_back"] + 2_000,
    }
    one, other = consequences.at(**x), consequences.at(**more)
    assert_allclose(other.developers_recurring, one.developers_recurring, rtol=1e-6, atol=1e-6 * x["investment"])
    assert other.fees_paid >= one.fees_paid


@given(scenarios())
def test_a_priced_out_project_pays_no_recurring_cost(x: dict[str, float]) -> None:
    gone = consequences.at(**x | {"exit_share_funded": x["covered_funded"]})
    assert_allclose(gone.developers_recurring, 0, atol=1e-9 * max(x["investment"], 1))
    assert gone.fees_paid == pytest.approx(0, abs=1e-9 * x["investment"])
    assert_allclose(gone.sunk_total, consequences.at(**x).sunk_total)  # familiarisation is sunk


def test_project_by_project() -> None:
    """A population of 400,000 projects, each looked at alone."""
    generator = np.random.default_rng(5)
    budgets = 50_000 * np.exp(1.2 * generator.normal(size=400_000))
    in_scope = generator.random(400_000) < 0.25
    exits = budgets < 30_000
    complies = generator.random(400_000) < 0.6
    cost, fee, back, sunk = 2_000.0, 300.0, 200.0, 700.0
    pays = in_scope & ~exits & complies
    x = {
        "investment": budgets.sum(),
        "median_budget": 50_000.0,
        "sigma": 1.2,
        "open_scope": 0.25,
        "complies": 0.6,
        "exit_share_funded": exits.mean(),
        "covered_funded": 1.0,
        "value_lost": budgets[exits].sum() / budgets.sum(),
        "fixed_cost": cost,
        "fees": fee,
        "passed_back": back,
        "sunk_cost": sunk,
        "share_replaced": 0.4,
        "fine": 0.0,
        "zero_share": 0.5,
        "covered_unfunded": 1.0,
    }
    out = at_alone(consequences, **x)
    assert_allclose(out.exits_funded, (in_scope & exits & complies).sum(), rtol=0.01)
    assert_allclose(out.developers_recurring, pays.sum() * (cost - fee - back), rtol=0.01)
    assert_allclose(out.fees_paid, pays.sum() * fee, rtol=0.01)
    assert_allclose(out.sunk_total, 800_000 * sunk, rtol=0.01)  # as many without a budget read the law
    assert_allclose(out.resources_freed, budgets[in_scope & exits & complies].sum() * 0.6, rtol=0.02)


@given(st.floats(0.01, 0.99), st.floats(0.001, 50))
def test_enforcement_multiplies_the_odds(complies: float, enforcement: float) -> None:
    y = at_alone(
        consequences, complies=complies, enforcement=enforcement, deployers=100.0, deployer_cost=10.0, count_ratio=1.0
    )
    odds = enforcement * complies / (1 - complies)
    assert_allclose(y.complying, odds / (1 + odds), rtol=1e-9, atol=1e-15)
    assert_allclose(y.deployers_recurring, 1_000 * float(y.complying), rtol=1e-12)
    as_now = at_alone(consequences, complies=complies)
    assert_allclose(as_now.complying, complies, rtol=1e-9)
    whole = at_alone(consequences, complies=1.0)
    assert_allclose(y.developers_recurring, whole.developers_recurring * float(y.complying), rtol=1e-9)
    covered = as_now.not_complying / max(1 - complies, 1e-12)
    assert_allclose(y.not_complying, covered * (1 - float(y.complying)), rtol=1e-6, atol=1e-9)
    assert_allclose(y.exits_funded, whole.exits_funded * float(y.complying), rtol=1e-9)  # who ignores it stays
    assert_allclose(y.resources_freed, whole.resources_freed * float(y.complying), rtol=1e-9)
    assert float(at_alone(consequences, complies=1.0, enforcement=0.0).complying) == 0


@given(st.floats(0.01, 0.99), st.floats(0, 3), st.floats(0, 1e7), st.floats(0, 0.1))
def test_the_odds_of_complying_rise_with_what_a_fine_comes_to(
    complies: float, deterrence: float, fine: float, detection: float
) -> None:
    """By hand: an expected fine as high as the cost multiplies the odds by 1 + deterrence."""
    x = {"complies": complies, "deterrence": deterrence, "detection": detection, "fixed_cost": 10_000.0}
    y = at_alone(consequences, **x, fine=fine)
    assert_allclose(y.expected_fine, fine * detection, rtol=1e-12)
    odds = complies / (1 - complies) * (1 + deterrence * fine * detection / 10_000)
    assert_allclose(y.complying, odds / (1 + odds), rtol=1e-9)
    assert y.complying >= at_alone(consequences, **x).complying * (1 - 1e-12)
    paid = y.not_complying * y.expected_fine
    assert_allclose(y.fines, paid, rtol=1e-9)


def test_a_fine_is_held_against_the_cost_of_those_who_bear_a_duty() -> None:
    x = {"complies": 0.5, "deterrence": 1.0, "detection": 0.01, "fine": 1e6, "fixed_cost": 0.0, "deployers": 100.0}
    y = at_alone(consequences, **x, deployer_cost=10_000.0, count_ratio=1.0)
    assert_allclose([y.complying_deployers, y.complying, y.complying_large], [2 / 3, 0.5, 0.5], rtol=1e-12)
    assert_allclose(y.deployers_fines, 100 / 3 * 10_000, rtol=1e-12)
    dear = at_alone(consequences, **x, deployer_cost=10_000.0, intermediary_cost=1e9, intermediaries=1.0)
    assert_allclose(dear.complying_intermediaries, 0.5, rtol=1e-4)  # each kind of payer by its own cost
    assert (float(y.fines), float(y.large_fines), float(y.intermediaries_fines)) == (0, 0, 0)


def test_developers_of_closed_models_give_up_where_they_cannot_pay() -> None:
    """Budgets of 2 billion, spread 1, of which 30 % is payable: a bill of 600 million ends half of them, if it is the
    same for all. Counted firm by firm over 400,000 drawn ones, also where the bill grows with size."""
    x = {"large_budget": 2e9, "large_sigma": 1.0, "large_payable": 0.3, "large_developers": 20.0, "complies": 1.0}
    half = at_alone(consequences, **x, large_cost=600e6, scale_elasticity=0.0, closed_scope=0.5)
    assert_allclose([half.large_exits, half.large_recurring], [0.5, 10 * 0.5 * 600e6], rtol=1e-12)
    budgets = 2e9 * np.exp(np.random.default_rng(3).normal(size=400_000))
    for elasticity in (0.0, 0.69):
        y = at_alone(consequences, **x, large_cost=100e6, large_fees=40e6, scale_elasticity=elasticity)
        bills = 100e6 * (budgets / 2e9) ** elasticity
        gone = bills > 0.3 * budgets
        assert_allclose(y.large_exits, gone.mean(), atol=3e-3)
        assert_allclose(y.large_gone, budgets[gone].sum() / budgets.sum(), atol=3e-3)
        assert_allclose(y.large_recurring + y.large_fees_paid, 20 * bills[~gone].sum() / 400_000, rtol=5e-3)
        assert_allclose(y.large_fees_paid / y.large_recurring, 40 / 60, rtol=1e-12)
    assert at_alone(consequences, **x).large_gone == 0


@pytest.mark.parametrize(
    ("x", "words"),
    [
        ({"exit_share_funded": 0.5, "covered_funded": 0.4}, "exit_share_funded is more than covered_funded"),
        ({"fees": 6_000.0, "passed_back": 5_000.0, "fixed_cost": 10_000.0}, "fees [+] passed_back is more than fixed"),
        ({"large_fees": 2.0, "large_cost": 1.0}, "large_fees is more than large_cost"),
    ],
)
def test_what_is_impossible_together_is_refused(x: dict[str, float], words: str) -> None:
    with pytest.raises(InputError, match=words):
        at_alone(consequences, **x)
