"""What each claim says exactly: where it holds, where it fails, what becomes of a tie; and claims over two worlds."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import toys
from laws import earth, net, under
from numpy.testing import assert_allclose

from mloss_econ.compliance import pricing_out
from mloss_econ.engine import simulate
from mloss_econ.errors import InputError
from mloss_econ.evidence import default_store
from mloss_econ.kernel import Case, Claim, baseline, claim, contrast
from mloss_econ.liability import bank_before_platform, platform_before_family
from mloss_econ.regimes import tight_budgets_priced_out, world
from mloss_econ.sensitivity import verdict
from mloss_econ.testing import assert_claim, falsify
from mloss_econ.value import attributed_value, created_30_billion, hundredfold

LOW, SAME, HIGH = np.array(1.0), np.array(2.0), np.array(3.0)


def holds(made: Claim, x: dict[str, Any] | None = None, y: dict[str, Any] | None = None, stated: float = 2.0) -> bool:
    return bool(made.holds(SimpleNamespace(**(x or {})), SimpleNamespace(**(y or {})), stated))


@pytest.mark.parametrize(
    ("made", "output"), [(created_30_billion, "value"), (hundredfold, "benefit_cost_ratio")], ids=lambda v: str(v)
)
def test_at_least_the_stated_figure_includes_the_figure(made: Claim, output: str) -> None:
    assert [holds(made, y={output: v}) for v in (LOW, SAME, HIGH)] == [False, True, True]
    assert bool(made.holds(made.case().point, made.case().outputs(), made.stated(made.case())))


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
    # the same as: more than half of the funded projects exit
    for cost in (4_000.0, 6_000.0):
        out, base = pricing_out.at(fixed_cost=cost), baseline(pricing_out).point
        assert bool(made.predicate(base, out, np.nan)) == (float(out.exit_share_funded) > 0.5)


def test_the_claim_on_compliance_is_about_the_high_risk_rule_with_a_new_system() -> None:
    case = tight_budgets_priced_out.case()
    assert case.calculator is world.upto(pricing_out)
    assert (case.label, case.scenario) == ("eu_ai_act_highrisk", "ai_duties")
    assert 0 < case.entries["duties.qms.developer"].value < 1  # simplified for a small provider


def test_claims_hold_row_by_row() -> None:
    case = baseline(attributed_value)
    x = case.point
    y = attributed_value.at(ai_value=np.array([2e12, 3e12, 4e12]))
    assert created_30_billion.holds(x, y, 30e9).tolist() == [False, True, True]


def test_a_claim_shows_its_name_and_its_sentence() -> None:
    assert "hundred" not in repr(hundredfold).lower()
    assert "C02" in repr(hundredfold)
    assert "100 dollars" in repr(hundredfold)


# ---------------------------------------------------------------- claims over two laws


def law_of(knob: float) -> Any:
    return lambda store, prices: under(knob)


@claim("X01", source="tidelift.unpaid_2024", of=earth, cases={"strict": law_of(0.75), "mild": law_of(0.5)})
def stricter_is_better(x: Any, y: Any, stated: float) -> Any:
    """A stricter law is better.

    The net of the strict one is more than that of the mild one.
    """
    return np.asarray(y["strict"].net > y["mild"].net)


@claim("X02", source="tidelift.unpaid_2024", of=earth, cases={"strict": law_of(0.75), "mild": law_of(0.5)})
def stricter_costs_more(x: Any, y: Any, stated: float) -> Any:
    """A stricter law costs more.

    Its effort is more.
    """
    return np.asarray(y["strict"].effort > y["mild"].effort)


def with_toys(case: Case[Any, Any]) -> Case[Any, Any]:
    """With the fact that the claims cite."""
    return replace(case, store=replace(case.store, facts=default_store().facts, sources=default_store().sources))


def test_a_claim_over_two_laws() -> None:
    case = with_toys(stricter_is_better.case())
    run = simulate(case, n=2**12, seed=0)
    found = verdict(stricter_is_better, n=2**12, seed=0, case=case)
    x, cost = run.draws.inputs["x"], run.draws.inputs["cost"]
    assert_allclose(found.held.value, np.mean(net(0.75, x, cost) > net(0.5, x, cost)), rtol=1e-12)
    assert found.at_adopted
    by_path = {one.path: one for one in found.switching_values}
    assert set(by_path) == {"x", "cost"}
    assert by_path["x"].side == "below"
    assert_allclose([by_path["x"].value, by_path["cost"].value], [1.6, 2.5], rtol=0.01)


def test_a_claim_over_two_laws_is_searched_and_broken() -> None:
    case = with_toys(stricter_is_better.case())
    found = falsify(stricter_is_better, trials=20, n=256, case=case)
    assert found.counterexample is not None
    moved = case.but("moved", found.counterexample)
    assert not bool(stricter_is_better.holds(moved.point, moved.outputs(), 0.0))
    assert not bool(moved.outputs()["strict"].net > moved.outputs()["mild"].net)
    assert_claim(stricter_costs_more, trials=20, case=with_toys(stricter_costs_more.case()))


def test_a_claim_is_about_one_case_or_several() -> None:
    with pytest.raises(InputError, match=r"not both. Give case= or cases="):
        claim("X", source="s", of=earth, case=law_of(0.5), cases={"a": law_of(0.5), "b": law_of(0.75)})
    stricter_is_better.check_case(contrast(under(0.5)))
    with pytest.raises(InputError, match=r"is of toys\.linear, not of toys\.earth"):
        stricter_is_better.check_case(toys.toy_case(toys.linear))
    with pytest.raises(InputError, match=r"claim X: cases= is for two cases or more, and has 1. Give case= for one"):
        claim("X", source="s", of=earth, cases={"a": law_of(0.5)})
