"""The ledger of a rule: its net is what the calculator says, transfers cancel, a rule less itself is nothing."""

from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose

from mloss_econ.case import baseline
from mloss_econ.compliance import rule_effects, rule_ledger
from mloss_econ.engine import Run, simulate
from mloss_econ.ledger import GROUPS, Ledger
from mloss_econ.proposals import proposal


@pytest.fixture(scope="module")
def run() -> Run[Any, Any]:
    today = baseline(rule_effects, scenario="ai_duties")
    case = proposal("licensing").apply(today).but("with deployers", deployers=100.0, intermediaries=3.0, pass_back=0.2)
    return simulate(rule_effects, case, n=256, seed=2)


def test_its_net_is_minus_the_cost_to_society(run: Run[Any, Any]) -> None:
    made = rule_ledger(run.draws.outputs, run.case.prices)
    assert_allclose(made.net(), -run.output("social_cost"), rtol=1e-9, atol=1e-3)
    assert (run.output("fees_paid") > 0).any()  # a licence has a fee


def test_transfers_cancel_and_reach_both_sides(run: Run[Any, Any]) -> None:
    made = rule_ledger(run.draws.outputs, run.case.prices)
    assert_allclose(made.by_line(dict.fromkeys(GROUPS, 1.0))["T"], 0, atol=1e-6)
    assert_allclose(made.by_group()["state"], run.output("fees_paid"))
    without = Ledger(made.prices, made.kind, made.lines)
    assert_allclose(made.net(), without.net(), rtol=1e-9, atol=1e-3)


def test_policy_less_baseline_is_the_policy_where_the_baseline_is_nothing(run: Run[Any, Any]) -> None:
    today = baseline(rule_effects, scenario="ai_duties")
    before = simulate(rule_effects, today, n=256, seed=2)
    policy, nothing = (rule_ledger(r.draws.outputs, r.case.prices) for r in (run, before))
    assert np.all(nothing.net() == 0)
    assert_allclose((policy - nothing).net(), policy.net())
    assert_allclose((policy - policy).net(), 0, atol=1e-3)


def test_increments_of_overlapping_rules_add_up(run: Run[Any, Any]) -> None:
    """One step at a time: the second rule over the first, and the first over nothing, are both over nothing."""
    today = baseline(rule_effects, scenario="ai_duties")
    first = proposal("eu_ai_act_requirements").apply(today)
    both = proposal("eu_ai_act_highrisk").apply(first)
    draws = [simulate(rule_effects, c, n=128, seed=2).draws.outputs for c in (today, first, both)]
    zero, one, two = (rule_ledger(d, today.prices) for d in draws)
    steps = (two - one).net() + (one - zero).net()
    assert_allclose(steps, (two - zero).net(), rtol=1e-9, atol=1e-3)
