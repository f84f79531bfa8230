"""Who cannot pay for customer checks, against a count over projects."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from mloss_econ.compliance import customer_checks


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
