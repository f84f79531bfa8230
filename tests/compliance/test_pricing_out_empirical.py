"""Who is priced out of a sample of budgets, counted project by project."""

import numpy as np
from numpy.testing import assert_allclose

from mloss_econ.compliance import pricing_out_empirical
from mloss_econ.evidence import default_store


def test_the_sample_is_that_of_the_table_project_by_project() -> None:
    commits = np.asarray(default_store().table("mloss_repositories")["commits"], dtype=float)
    budgets = 80_000 * commits[commits > 0] / np.median(commits[commits > 0])
    out = pricing_out_empirical.at(
        median_budget=80_000.0,
        fixed_cost=9_000.0,
        payable_share=0.1,
        proportional_cost=0.0,
        use_elasticity=0.4,
        unfunded_use=0.0,
        zero_share=0.5,
        target_survival=0.7,
        hours_needed=1e12,
    )
    gone = [b < 90_000 for b in budgets]
    assert_allclose(out.exit_share_funded, sum(gone) / len(gone), rtol=1e-12)
    assert_allclose(out.value_lost, sum(b for b in budgets if b < 90_000) / sum(budgets), rtol=1e-12)
    assert_allclose(out.use_lost, sum(b**0.4 for b in budgets if b < 90_000) / sum(b**0.4 for b in budgets), rtol=1e-12)
    assert_allclose(out.exit_share, 0.5 + 0.5 * sum(gone) / len(gone), rtol=1e-12)
    limit = float(out.largest_cost_projects)
    survive = sum(b >= limit / 0.1 * (1 - 1e-12) for b in budgets) / len(budgets)
    more = sum(b >= limit / 0.1 * (1 + 1e-9) for b in budgets) / len(budgets)
    assert survive >= 0.7 > more
