"""The section of a case that makes one output has the draws of the whole."""

from __future__ import annotations

import numpy as np
import pytest
from few import few

from mloss_econ.compliance import pricing_out
from mloss_econ.engine import simulate
from mloss_econ.errors import InputError
from mloss_econ.kernel import baseline, status_quo
from mloss_econ.regimes import world, world_under
from mloss_econ.sensitivity import tornado

TIED = {("median_budget", "payable_share"): 0.5, ("sigma", "ai_value"): -0.3}


@pytest.mark.parametrize("output", few(["exit_share_funded", "fixed_cost", "harm_remaining", "resources_freed"], 1))
def test_the_part_has_the_draws_of_the_whole(output: str) -> None:
    whole = world_under("eu_ai_act_highrisk")
    for case in (whole, whole.correlated("tied", TIED)):
        part = case.upto(output)
        assert set(part.entries) <= set(case.entries)
        assert {entry.path: entry for entry in part.entries.values()}.items() <= case.entries.items()
        assert float(getattr(part.outputs(), output)) == float(getattr(case.outputs(), output))
        drawn = [simulate(c, n=256, seed=3).output(output) for c in (part, case)]
        assert np.array_equal(*drawn)
    assert len(whole.upto("fixed_cost").entries) < len(whole.upto("resources_freed").entries) < len(whole.entries)


def test_the_part_ranks_as_the_whole_does() -> None:
    whole = world_under("eu_ai_act_requirements")
    part = whole.upto(pricing_out)
    mine, theirs = ({r.path: r.span for r in tornado(c, "exit_share_funded").rows if r.index} for c in (part, whole))
    assert mine == theirs
    assert len(mine) > 3


def test_the_part_is_a_case_of_its_own() -> None:
    part = world_under("licensing").upto("use_value")
    assert (part.label, part.scenario) == ("licensing", None)  # the scenario gives it nothing
    assert part.but("other", haircut=0.5).outputs().use_value != part.outputs().use_value
    assert status_quo(part).outputs() == part.outputs()
    bill = world_under("licensing").upto("fixed_cost")
    assert (bill.scenario, bill.upto("fixed_cost")) == ("ai_duties", bill)


def test_dependence_is_kept_where_its_inputs_are_and_only_there() -> None:
    tied = baseline(world).correlated("tied", {("median_budget", "payable_share"): 0.5})
    assert tied.upto("exit_share_funded").dependence == tied.dependence
    assert tied.upto("fixed_cost").dependence is None


def test_a_case_that_has_no_such_part() -> None:
    with pytest.raises(InputError, match=r"compliance\.pricing_out is no model, so it has no section"):
        baseline(pricing_out).upto("cutoff")
    with pytest.raises(InputError, match=r"no part and no output 'fixed_csot'. Did you mean 'fixed_cost'"):
        baseline(world).upto("fixed_csot")
