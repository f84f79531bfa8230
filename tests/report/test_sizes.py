"""Who is priced out by size: the sizes together are the whole, and one draw is what counting projects gives."""

from __future__ import annotations

import numpy as np
import pytest
from few import few

import mloss_econ as me
from mloss_econ.kernel import contrast
from mloss_econ.regimes import world, world_under
from mloss_econ.report.findings.policy import _inside
from mloss_econ.report.findings.pricing_out import EDGES, by_size
from mloss_econ.sensitivity import break_even


@pytest.mark.parametrize("changes", [{}, {"revenue_trigger": 40_000.0}, {"banned": 0.3}])
@pytest.mark.parametrize("name", few(["eu_ai_act_highrisk", "eu_ai_act_requirements", "colorado_sb205", "sb1047"], 1))
def test_all_sizes_together_are_the_whole(name: str, changes: dict[str, float]) -> None:
    case = world_under(name)
    case = case.but("changed", changes) if changes else case
    run = me.simulate(world, case, n=256, seed=3)
    sizes = by_size(run)
    assert sum(part for _, _, part, _ in sizes) == pytest.approx(np.ones(run.n))
    whole, total = sum(part * out for _, _, part, out in sizes), run.finite("priced_out_paid")
    some = (run.finite("cutoff") > run.finite("exempt_below")) & (total > 0)
    assert whole[some] == pytest.approx(total[some], abs=1e-12)
    for _, _, _, out in sizes:
        assert (out >= 0).all()


def test_a_root_at_the_end_of_a_range_turns_nothing() -> None:
    """Where there is no harm a rule against it brings nothing; that is no turning point."""
    case = contrast(world_under("deployment_liability"))
    found = break_even(case.calculator, case, vary="yearly_harm", output="net_world", target=0.0)
    assert found.crossings[0].value == found.searched[0] == 0
    assert [c.value for c in _inside(found).crossings] == [c.value for c in found.crossings[1:]]
    assert len(_inside(found).crossings) == 1


def test_one_draw_against_counting_projects() -> None:
    case = world_under("eu_ai_act_requirements")
    case = case.but("exempt", revenue_trigger=15_000.0)
    run = me.simulate(world, case, n=256, seed=3)
    sizes = by_size(run)
    rng = np.random.default_rng(0)
    for row in (0, 100):
        median, sigma = (float(run.draws.inputs[p][row]) for p in ("median_budget", "sigma"))
        budgets = median * np.exp(sigma * rng.normal(size=400_000))
        cutoff, exempt = (float(run.finite(p)[row]) for p in ("cutoff", "exempt_below"))
        gone = (budgets < cutoff) & (budgets >= exempt)
        covered = float(run.finite("priced_out_paid")[row]) / max(gone.mean(), 1e-9)
        assert covered == pytest.approx(1, abs=0.01)
        for (low, high, part, out), edge in zip(sizes, EDGES, strict=False):
            assert low == edge
            here = (budgets >= low) & (budgets < high)
            assert here.mean() == pytest.approx(part[row], abs=0.004)
            if here.sum() > 1_000:
                assert gone[here].mean() == pytest.approx(out[row], abs=0.02)
