"""Who cannot pay for customer checks, against a count over projects; enforcement; what duties do against harm."""

import numpy as np
import pytest
from alone import at_alone
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

from mloss_econ.compliance import bill, consequences, customer_checks
from mloss_econ.kernel import baseline, proposal


def test_the_share_that_cannot_pay_is_a_count_over_projects() -> None:
    rng = np.random.default_rng(5)
    rho, s_users, s_budget, n = 0.6, 2.5, 1.5, 400_000
    a, b = rng.standard_normal((2, n))
    users = 2_000 * np.exp(s_users * a)
    budgets = 50_000 * np.exp(s_budget * (rho * a + np.sqrt(1 - rho**2) * b))
    counted = float(np.mean(1.5 * users > 0.1 * budgets))
    y = customer_checks.at(
        check_cost=1.5,
        median_users=2_000.0,
        sigma_users=s_users,
        users_with_budget=rho,
        payable_share=0.1,
        median_budget=50_000.0,
        sigma=s_budget,
    )
    assert float(y.cannot) == pytest.approx(counted, abs=4 * np.sqrt(counted * (1 - counted) / n))
    assert_allclose([y.median_cost, y.affordable_check], [3_000, 2.5], rtol=1e-12)
    assert_allclose(customer_checks.at(check_cost=float(customer_checks.at().affordable_check)).cannot, 0.5, atol=1e-12)


@given(st.floats(0.01, 0.99), st.floats(0.001, 50))
def test_enforcement_multiplies_the_odds(complies: float, enforcement: float) -> None:
    y = at_alone(consequences, complies=complies, enforcement=enforcement, deployers=100.0, deployer_cost=10.0)
    odds = enforcement * complies / (1 - complies)
    assert_allclose(y.complying, odds / (1 + odds), rtol=1e-9, atol=1e-15)
    assert_allclose(y.deployers_running, 1_000 * float(y.complying), rtol=1e-12)
    as_now = at_alone(consequences, complies=complies)
    assert_allclose(as_now.complying, complies, rtol=1e-9)
    whole = at_alone(consequences, complies=1.0)
    assert_allclose(y.developers_running, whole.developers_running * float(y.complying), rtol=1e-9)
    stays = as_now.not_complying / max(1 - complies, 1e-12)
    assert_allclose(y.not_complying, stays * (1 - float(y.complying)), rtol=1e-6, atol=1e-9)
    assert float(at_alone(consequences, complies=1.0, enforcement=0.0).complying) == 0


def test_duties_compound_against_harm_less_what_is_done_already() -> None:
    """An audit that stops a tenth, half of it done already, and oversight that stops a fifth: 1 - 0.95 * 0.8."""
    case = (
        proposal("licensing")
        .apply(baseline(bill, scenario="ai_duties"))
        .but(
            "by hand",
            {
                "duties.licence.effect": 0.1,
                "duties.licence.already_done": 0.5,
                "duties.registration.effect": 0.2,
                "duties.registration.already_done": 0.0,
                "duties.familiarisation.effect": 0.0,
                "duties.oversight.effect": 0.9,
                "duties.oversight.deployer": 0.5,
                "duties.oversight.already_done": 0.2,
            },
        )
    )
    y = case.outputs()
    assert_allclose(y.developer_effect, 1 - 0.95 * 0.8, rtol=1e-12)
    assert_allclose(y.deployer_effect, 0.5 * 0.8 * 0.9, rtol=1e-12)
    assert float(y.intermediary_effect) == 0
