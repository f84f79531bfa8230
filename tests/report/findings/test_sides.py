"""What either side's beliefs say of a proposal, and which beliefs divide them: against one computed apart."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from agreement import CLOSE, same
from apart import Apart

from mloss_econ.regimes import break_even_harm, disagreement, scorecard, world_under


@pytest.mark.slow
def test_sides(apart: Apart, results: Any) -> None:
    f, store = results["sides"], apart.assumptions.store
    names = [s["name"] for s in f["sides"]]
    assert names == ["adopted", "development_rules_critics", "development_rules_proponents"]
    assert f["between"] == names[1:]
    for s in f["sides"]:
        of = store if s["name"] == "adopted" else store.under(s["name"])
        run = apart.change if s["name"] == "adopted" else apart.under(s["name"])
        net = run.draws.outputs["net_world"]
        assert same(s["mean"]["value"], net.mean())
        assert (s["p5"], s["p95"]) == pytest.approx(tuple(np.quantile(net, (0.05, 0.95))), rel=CLOSE)
        card = scorecard(n=apart.assumptions.n, seed=apart.assumptions.seed, store=of)
        assert s["best"] == card.scores[0].name
        assert s["best_title"] == card.scores[0].title
        assert same(s["best_mean"]["value"], card.scores[0].mean.value)
        assert same(s["probability_best"]["value"], card.scores[0].probability_best.value)
        assert s["break_even"] == pytest.approx(
            break_even_harm(world_under(apart.assumptions.proposal, store=of)), rel=CLOSE
        )
        assert same(s["always"], float(run.case.outputs().net_world))
        assert s["n"] == apart.assumptions.n
    one, other = (float(apart.under(name).case.outputs().net_world) for name in f["between"])
    assert f["points"] == pytest.approx([one, other], rel=CLOSE)
    parts = [p["part"] for p in f["parts"]]
    assert sum(parts) + f["rest"] == pytest.approx(other - one, rel=1e-6)
    assert [abs(p) for p in parts] == sorted(map(abs, parts), reverse=True)
    divided = disagreement(*f["between"], [apart.assumptions.proposal], store=store).bridges[apart.assumptions.proposal]
    assert len(parts) == 6 < len(divided.rows)
    of_path = {r.path: r for r in divided.rows}
    for p in f["parts"]:
        assert p["values"] == [of_path[p["path"]].from_value, of_path[p["path"]].to_value]
        assert same(p["part"], of_path[p["path"]].part)
