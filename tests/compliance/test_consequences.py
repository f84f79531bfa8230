"""What follows for everybody, against adding it up project by project; and the laws it must keep."""

from typing import Any

import numpy as np
import pytest
from alone import at_alone
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

from mloss_econ.compliance import consequences

shares = st.floats(0, 1).map(lambda x: round(x, 6))
money = st.floats(0, 1e6).map(lambda x: round(x, 2))
LINES = ("use_value_lost", "resources_freed", "developers_recurring", "developers_sunk")


@st.composite
def scenarios(draw: Any) -> dict[str, float]:
    """Inputs in which no more exit than are covered, and fees and pass-back are shares of the cost."""
    covered, covered_use = draw(shares), draw(shares)
    cost = draw(money)
    fees = cost * draw(shares) / 2
    return {
        "fixed_cost": cost,
        "fees": fees,
        "passed_back": cost * draw(shares) / 2,
        "sunk_cost": draw(money),
        "deployer_cost": draw(money),
        "intermediary_cost": draw(money),
        "covered_funded": covered,
        "exit_share_funded": covered * draw(shares),
        "value_lost": draw(shares),
        "covered_use": covered_use,
        "use_lost": covered_use * draw(shares),
        "share_of_horizon_value_lost": draw(shares),
        "share_replaced": draw(shares),
        "complies": draw(shares),
        "in_scope": draw(shares),
        "share_replaceable": draw(shares),
        "deployers": draw(st.integers(0, 100)) * 1.0,
        "intermediaries": draw(st.integers(0, 100)) * 1.0,
        "median_budget": draw(st.floats(1e3, 1e6)),
        "sigma": draw(st.floats(0.1, 3)),
        "investment": draw(st.floats(1e6, 1e9)),
        "use_value": draw(st.floats(0, 1e11)),
        "replacement_cost": draw(st.floats(0, 1e9)),
    }


@given(scenarios())
def test_the_lines_add_up_to_the_cost_to_society(x: dict[str, float]) -> None:
    out = consequences.at(**x)
    sums = out.use_value_lost - out.resources_freed + out.developers_recurring + out.developers_sunk
    sums = sums + out.deployers_recurring + out.intermediaries_recurring
    scale = max(float(getattr(out, line)) for line in (*LINES, "deployers_recurring"))
    assert_allclose(out.social_cost, sums, rtol=1e-9, atol=1e-9 * scale)
    assert out.harm_to_avoid == max(float(out.social_cost), 0)


@given(scenarios())
def test_fees_and_pass_back_are_no_cost_to_society(x: dict[str, float]) -> None:
    """They move money from one to another: what the project pays in fees and back to deployers leaves the sum alone."""
    more = x | {
        "fixed_cost": x["fixed_cost"] + 5_000,
        "fees": x["fees"] + 3_000,
        "passed_back": x["passed_back"] + 2_000,
    }
    one, other = consequences.at(**x), consequences.at(**more)
    scale = 1e-9 * max(*(float(getattr(one, line)) for line in LINES), 1e6)
    assert_allclose(other.social_cost, one.social_cost, rtol=1e-9, atol=scale * 1e3)


@given(scenarios())
def test_a_priced_out_project_pays_no_recurring_cost(x: dict[str, float]) -> None:
    gone = consequences.at(**x | {"exit_share_funded": x["covered_funded"]})
    assert_allclose(gone.developers_recurring, 0, atol=1e-9 * max(x["investment"], 1))
    assert gone.fees_paid == pytest.approx(0, abs=1e-9 * x["investment"])
    assert_allclose(gone.developers_sunk, consequences.at(**x).developers_sunk)  # familiarisation is sunk


@given(scenarios(), shares)
def test_use_is_never_lost_beyond_what_rebuilding_costs(x: dict[str, float], share: float) -> None:
    most = x["in_scope"] * (
        x["share_replaceable"] * x["replacement_cost"] + (1 - x["share_replaceable"]) * x["use_value"]
    )
    out = consequences.at(**x)
    assert out.use_value_lost <= min(x["in_scope"] * x["use_value"], most) * (1 + 1e-12)
    late = x["share_of_horizon_value_lost"]
    more = consequences.at(**x | {"share_of_horizon_value_lost": late + share * (1 - late)})
    assert more.use_value_lost >= out.use_value_lost * (1 - 1e-9)  # waiting longer is not losing less
    assert_allclose(
        consequences.at(**x | {"share_replaced": 1.0, "share_of_horizon_value_lost": 0.0}).use_value_lost, 0, atol=1e-3
    )


@given(scenarios())
def test_exit_and_waiting_compound_and_do_not_add(x: dict[str, float]) -> None:
    free = {"share_replaceable": 0.0, "in_scope": 1.0}
    both, exit_only, wait_only, none = (
        consequences.at(**x | free | {"use_lost": u, "share_of_horizon_value_lost": w}).use_value_lost
        for u, w in (
            (x["use_lost"], x["share_of_horizon_value_lost"]),
            (x["use_lost"], 0.0),
            (0.0, x["share_of_horizon_value_lost"]),
            (0.0, 0.0),
        )
    )
    assert none == 0
    assert both <= (exit_only + wait_only) * (1 + 1e-9) + 1e-3
    assert both >= exit_only * (1 - 1e-9) - 1e-3  # what forks carry on does not wait
    stays = (x["covered_use"] - x["use_lost"]) * x["share_of_horizon_value_lost"] * x["use_value"]
    assert_allclose(both - exit_only, stays, rtol=1e-6, atol=1e-5 * x["use_value"] + 1e-3)


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
        "in_scope": 0.25,
        "complies": 0.6,
        "exit_share_funded": exits.mean(),
        "covered_funded": 1.0,
        "value_lost": budgets[exits].sum() / budgets.sum(),
        "fixed_cost": cost,
        "fees": fee,
        "passed_back": back,
        "sunk_cost": sunk,
        "share_replaced": 0.4,
        "proposal_life": 1.0,
        "discount_rate": 0.0,
    }
    out = at_alone(consequences, **x)
    assert_allclose(out.exits_funded, (in_scope & exits).sum(), rtol=0.01)
    assert_allclose(out.developers_recurring, pays.sum() * (cost - fee - back), rtol=0.01)
    assert_allclose(out.fees_paid, pays.sum() * fee, rtol=0.01)
    assert_allclose(out.developers_sunk, 400_000 * sunk, rtol=0.01)
    assert_allclose(out.resources_freed, budgets[in_scope & exits].sum() * 0.6, rtol=0.02)


def test_exit_alone_may_be_a_gain() -> None:
    """Nobody uses projects that exit: their resources are freed, and the proposal costs society less than zero."""
    out = at_alone(
        consequences,
        use_lost=0.0,
        share_of_horizon_value_lost=0.0,
        value_lost=0.3,
        fixed_cost=0.0,
        sunk_cost=0.0,
        share_replaced=0.0,
    )
    assert out.social_cost < 0
    assert out.harm_to_avoid == 0


@given(st.floats(0.01, 0.99), st.floats(0.001, 50))
def test_enforcement_multiplies_the_odds(complies: float, enforcement: float) -> None:
    y = at_alone(consequences, complies=complies, enforcement=enforcement, deployers=100.0, deployer_cost=10.0)
    odds = enforcement * complies / (1 - complies)
    assert_allclose(y.complying, odds / (1 + odds), rtol=1e-9, atol=1e-15)
    assert_allclose(y.deployers_recurring, 1_000 * float(y.complying), rtol=1e-12)
    as_now = at_alone(consequences, complies=complies)
    assert_allclose(as_now.complying, complies, rtol=1e-9)
    whole = at_alone(consequences, complies=1.0)
    assert_allclose(y.developers_recurring, whole.developers_recurring * float(y.complying), rtol=1e-9)
    stays = as_now.not_complying / max(1 - complies, 1e-12)
    assert_allclose(y.not_complying, stays * (1 - float(y.complying)), rtol=1e-6, atol=1e-9)
    assert float(at_alone(consequences, complies=1.0, enforcement=0.0).complying) == 0
