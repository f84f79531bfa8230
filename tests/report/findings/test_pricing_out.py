"""Exit by size and at every compliance cost: against one computed apart, and against counting projects."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from apart import Apart
from few import few
from scipy.stats import lognorm

import mloss_econ as me
from mloss_econ.engine import finite
from mloss_econ.regimes import world_under
from mloss_econ.report.findings.pricing_out import EDGES, by_size


def test_who_is_priced_out(apart: Apart, results: Any) -> None:
    p, run, n = results["pricing_out"], apart.proposal, apart.assumptions.n
    drawn, outputs = run.draws.inputs, run.draws.outputs
    edges = [0.0, 1e4, 5e4, 2.5e5, 1e6, 1e15]
    budgets = lognorm(s=drawn["sigma"], scale=drawn["median_budget"])
    assert [(s["low"], s["high"]) for s in p["sizes"]] == list(pairwise(edges))
    whole = np.zeros(n)
    for s in p["sizes"]:
        part = budgets.cdf(s["high"]) - budgets.cdf(s["low"])
        assert s["share"]["value"] == pytest.approx(part.mean(), rel=1e-8)
        out = (budgets.cdf(np.clip(outputs["cutoff"], s["low"], s["high"])) - budgets.cdf(s["low"])) / part
        for name, level in (("out", 0.5), ("out_p5", 0.05), ("out_p95", 0.95)):
            assert s[name]["value"] == pytest.approx(np.quantile(out, level), rel=1e-6, abs=1e-9)
        whole += part * out
    assert whole == pytest.approx(outputs["exit_share_funded"], rel=1e-6)
    costs = np.array(p["costs"])
    assert np.diff(np.log10(costs)) == pytest.approx(np.full(len(costs) - 1, 1 / 16))
    rows = results["proposal"]["outputs"], results["comparator"]["outputs"]
    ends = [o[k][e]["value"] for o in rows for k, e in (("largest_cost_projects", "median"), ("fixed_cost", "p95"))]
    least, most = min(ends), max(ends)
    assert costs[0] <= least < 10 * costs[0]
    assert costs[-1] / 10 < most <= costs[-1]
    for k in (0, 17, len(costs) // 2, len(costs) - 1):
        at = apart.run(apart.any_cost.but("at", fixed_cost=costs[k]))
        for band, output in (("projects", "exit_share_funded"), ("budgets", "value_lost")):
            found = [p[band][name][k] for name in ("p5", "median", "p95")]
            assert found == pytest.approx(np.quantile(at.draws.outputs[output], [0.05, 0.5, 0.95]), rel=1e-8)
    assert p["currencies"] == ["USD", "EUR"]
    assert len(p["conversions"]) == len(set(p["conversions"])) > 2


@pytest.mark.parametrize("changes", [{}, {"revenue_trigger": 40_000.0}, {"banned": 0.3}])
@pytest.mark.parametrize("name", few(["eu_ai_act_highrisk", "eu_ai_act_requirements", "colorado_sb205", "sb1047"], 1))
def test_all_sizes_together_are_the_whole(name: str, changes: dict[str, float]) -> None:
    case = world_under(name)
    case = case.but("changed", changes) if changes else case
    run = me.simulate(case, n=256, seed=3)
    sizes = by_size(run)
    assert sum(part for _, _, part, _ in sizes) == pytest.approx(np.ones(run.n))
    whole, total = sum(part * out for _, _, part, out in sizes), finite(run, "exit_share_funded")
    some = (finite(run, "cutoff") > finite(run, "exempt_below")) & (total > 0)
    assert whole[some] == pytest.approx(total[some], abs=1e-12)
    for _, _, _, out in sizes:
        assert (out >= 0).all()


def test_one_draw_against_counting_projects() -> None:
    case = world_under("eu_ai_act_requirements")
    case = case.but("exempt", revenue_trigger=15_000.0)
    run = me.simulate(case, n=256, seed=3)
    sizes = by_size(run)
    rng = np.random.default_rng(0)
    for row in (0, 100):
        median, sigma = (float(run.draws.inputs[p][row]) for p in ("median_budget", "sigma"))
        budgets = median * np.exp(sigma * rng.normal(size=400_000))
        cutoff, exempt = (float(finite(run, p)[row]) for p in ("cutoff", "exempt_below"))
        gone = (budgets < cutoff) & (budgets >= exempt)
        covered = float(finite(run, "exit_share_funded")[row]) / max(gone.mean(), 1e-9)
        assert covered == pytest.approx(1, abs=0.01)
        for (low, high, part, out), edge in zip(sizes, EDGES, strict=False):
            assert low == edge
            here = (budgets >= low) & (budgets < high)
            assert here.mean() == pytest.approx(part[row], abs=0.004)
            if here.sum() > 1_000:
                assert gone[here].mean() == pytest.approx(out[row], abs=0.02)
