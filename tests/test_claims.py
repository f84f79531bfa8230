"""What each claim of the library says exactly: where it holds, where it fails, and what becomes of a tie."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from mloss_econ.compliance import pricing_out
from mloss_econ.kernel import Claim, baseline
from mloss_econ.liability import bank_before_platform, platform_before_family
from mloss_econ.regimes import tight_budgets_priced_out, world
from mloss_econ.value import attributed_value, created_30_billion, hundredfold

LOW, SAME, HIGH = np.array(1.0), np.array(2.0), np.array(3.0)


def holds(made: Claim, x: dict[str, Any] | None = None, y: dict[str, Any] | None = None, stated: float = 2.0) -> bool:
    return bool(made.holds(SimpleNamespace(**(x or {})), SimpleNamespace(**(y or {})), stated))


@pytest.mark.parametrize(
    ("made", "output"), [(created_30_billion, "value"), (hundredfold, "benefit_cost_ratio")], ids=lambda v: str(v)
)
def test_at_least_the_stated_figure_includes_the_figure(made: Claim, output: str) -> None:
    assert [holds(made, y={output: v}) for v in (LOW, SAME, HIGH)] == [False, True, True]
    assert bool(made.holds(made.case().inputs(), made.case().outputs(), made.stated(made.case())))


@pytest.mark.parametrize(
    ("made", "better", "worse"),
    [(platform_before_family, "platform", "family"), (bank_before_platform, "bank", "platform")],
    ids=lambda v: str(v),
)
def test_the_cheaper_avoider_is_strictly_cheaper(made: Claim, better: str, worse: str) -> None:
    costs = [(LOW, HIGH), (SAME, SAME), (HIGH, LOW)]
    assert [holds(made, y={"social_cost": {better: a, worse: b}}) for a, b in costs] == [True, False, False]


def test_a_tight_budget_is_priced_out_if_it_lies_below_the_cutoff() -> None:
    made = tight_budgets_priced_out
    budgets = [(HIGH, LOW), (SAME, SAME), (LOW, HIGH)]
    assert [holds(made, x={"median_budget": b}, y={"cutoff": c}) for c, b in budgets] == [True, False, False]
    # the same as: more than half of the paid projects stop
    for cost in (4_000.0, 6_000.0):
        out, base = pricing_out.at(fixed_cost=cost), pricing_out.inputs()
        assert bool(made.predicate(base, out, np.nan)) == (float(out.priced_out_paid) > 0.5)


def test_the_claim_on_compliance_is_about_the_high_risk_rule_with_a_new_system() -> None:
    case = tight_budgets_priced_out.case()
    assert case.calculator is world.upto(pricing_out)
    assert (case.label, case.scenario) == ("eu_ai_act_highrisk", "ai_duties")
    assert case.entries["duties.qms.developer"].value == 1


def test_claims_hold_row_by_row() -> None:
    case = baseline(attributed_value)
    x = case.inputs()
    y = attributed_value.at(ai_value=np.array([2e12, 3e12, 4e12]))
    assert created_30_billion.holds(x, y, 30e9).tolist() == [False, True, True]


def test_a_claim_shows_its_name_and_its_sentence() -> None:
    assert "hundred" not in repr(hundredfold).lower()
    assert "C02" in repr(hundredfold)
    assert "100 dollars" in repr(hundredfold)
