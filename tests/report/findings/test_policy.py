"""Drivers and break-even values of the net benefit of a proposal, and who gains by it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from agreement import CLOSE, check_break_even, check_share, check_tornado, same
from apart import Apart

from mloss_econ.compliance import pricing_out
from mloss_econ.kernel import contrast
from mloss_econ.regimes import break_even_harm, world, world_under
from mloss_econ.report.findings.policy import _inside
from mloss_econ.sensitivity import break_even, tornado


@pytest.mark.slow
def test_what_drives_and_what_turns_the_proposal(apart: Apart, results: Any) -> None:
    case, change = apart.proposal.case, apart.change.case
    exit_ = case.upto("exit_share_funded")
    check_tornado(results["proposal"]["drivers"], tornado(exit_, "exit_share_funded"))
    check_tornado(results["policy"]["drivers"], tornado(change, "net_world"))
    check_break_even(results["proposal"]["half_out"], case, world, "median_budget", "exit_share_funded", 0.5)
    largest = max(results["proposal"]["duties"], key=lambda d: d["cost"]["value"])["name"]
    turned = ["median_budget", "payable_share", f"duties.{largest}.developer"]
    for found, vary in zip(results["pricing_out"]["turning"], turned, strict=True):
        check_break_even(found, case, world, vary, "exit_share_funded", 0.5)
    main = [r["path"] for r in results["policy"]["drivers"]["rows"][:4]]
    for found, vary in zip(results["policy"]["turning"], main, strict=True):
        kept = break_even(change, vary=vary, output="net_world", target=0.0)
        inner = [c.value for c in kept.crossings if kept.searched[0] < c.value < kept.searched[1]]
        assert [c["value"] for c in found["crossings"]] == pytest.approx(inner, rel=CLOSE)
        assert (found["vary"], found["target"]) == (vary, 0.0)
    assert results["proposal"]["break_even_harm"] == pytest.approx(break_even_harm(case), rel=CLOSE)
    check_break_even(
        results["pricing_out"]["half_out"], apart.any_cost, pricing_out, "fixed_cost", "exit_share_funded", 0.5
    )


def test_who_gains_and_who_pays(apart: Apart, results: Any) -> None:
    policy = results["policy"]
    for shown, whole in (("lines", apart.lines), ("groups", apart.groups)):
        kept = {name: draws for name, draws in whole.items() if np.any(draws)}
        assert [s["name"] for s in policy[shown]] == [name for name in whole if name in kept]
        for s in policy[shown]:
            draws = kept[s["name"]]
            assert same(s["mean"]["value"], draws.mean())
            assert s["mean"]["error"] > 0
            assert (s["p5"], s["p95"]) == pytest.approx(tuple(np.quantile(draws, (0.05, 0.95))), rel=CLOSE)
    net = apart.change.draws.outputs["net_world"]
    assert sum(s["mean"]["value"] for s in policy["lines"]) == pytest.approx(net.mean(), rel=1e-8)
    offenders = next(s["mean"]["value"] for s in policy["groups"] if s["name"] == "offenders")
    assert sum(s["mean"]["value"] for s in policy["groups"]) - offenders == pytest.approx(net.mean(), rel=1e-8)
    check_share(policy["pays"], net > 0)


def test_a_root_at_the_end_of_a_range_turns_nothing() -> None:
    """Without harm a rule of liability brings neither benefit nor care; that is no break-even value."""
    liable = world_under("deployment_liability")
    others = [p for p in liable.entries if p.endswith(".reach") and p != "channels.fraud.reach"]
    case = contrast(liable.but("fraud alone", dict.fromkeys(others, 0.0)))
    found = break_even(case, vary="channels.fraud.level", output="net_world", target=0.0)
    assert [c.value for c in found.crossings] == [0] == [found.searched[0]]
    assert _inside(found).crossings == ()
    inner = replace(found.crossings[0], value=0.5)
    last = replace(found.crossings[0], value=found.searched[1])
    assert _inside(replace(found, crossings=(*found.crossings, inner, last))).crossings == (inner,)
