"""Which changed beliefs move nothing of what is printed."""

from __future__ import annotations

from typing import Any

import pytest
from commands import BUDGET, SIDES
from typer.testing import CliRunner

from mloss_econ.cli import app
from mloss_econ.kernel import Case
from mloss_econ.report.assumptions import Assumptions, read_assumptions
from mloss_econ.report.debate import case_of
from mloss_econ.report.findings.reach import of_proposals, of_sets, unmoved


def changed(**values: float) -> Assumptions:
    return read_assumptions(
        options={"n": 64, "beliefs": {name.replace("__", "."): {"value": v} for name, v in values.items()}}
    )


def attributed(a: Assumptions) -> list[Case[Any, Any]]:
    return [case_of("attributed_value", None, a)]


def test_beliefs_that_hide_each_other_move_something_together() -> None:
    """The value is a product: with two shares at 0 neither matters any more, and both made it 0."""
    both = changed(value__algorithm_share=0.0, value__software_share=0.0, ai_duties__channels__fraud__displaced=0.1)
    assert unmoved(both, attributed) == ("ai_duties.channels.fraud.displaced",)
    assert unmoved(changed(value__growth=0.02, value__horizon=1.0), attributed, outputs=["value"]) == (
        "value.growth",
        "value.horizon",
    )


def test_trace_of_some_inputs_prints_no_other() -> None:
    a = changed(projects__median_budget=7e3)
    for only, there in (("payable", False), ("median", True), ("", True)):
        found = unmoved(a, lambda some: [case_of("pricing_out", None, some)], inputs=only)
        assert found == (() if there else (BUDGET,))


def test_two_belief_sets_side_by_side_print_no_level_of_harm() -> None:
    a = changed(harm_levels__fraud_measured=5e9)
    sides = of_sets(["adopted", "development_rules_critics"], ["licensing"])
    assert unmoved(a, sides, outputs=["net_world"]) == ("harm_levels.fraud_measured",)
    assert "depends on it: harm_levels.fraud_measured" in CliRunner().invoke(
        app, ["scorecard", *SIDES, "--set", "harm_levels.fraud_measured=5e9"]
    ).stderr.replace("\n", " ")


@pytest.mark.slow
def test_a_belief_is_looked_for_where_it_is_printed() -> None:
    """Of a proposal levels are printed, and differences: the harm of AI is a level under the status quo, which changes
    nothing; under a licence it is in both."""
    harm = "ai_duties.channels.fraud.level"
    a = changed(ai_duties__channels__fraud__level=5e9)
    for name, output, there in (
        ("status_quo", "net_world", False),
        ("status_quo", "lines.", False),
        ("status_quo", "harm_remaining", True),
        ("licensing", "net_world", True),
        ("licensing", "fixed_cost", False),
    ):
        assert unmoved(a, of_proposals(name), outputs=[output]) == (() if there else (harm,)), (name, output)
    assert unmoved(a, of_proposals("licensing"), outputs=["fixed_cost", "net_world"]) == ()
    assert unmoved(a, of_proposals("status_quo")) == ()
