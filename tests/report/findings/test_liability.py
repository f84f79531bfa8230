"""Who should bear losses: what is found, against one computed apart."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from agreement import check_break_even, check_row, check_share, same
from apart import Apart

from mloss_econ.engine import judgement_inputs
from mloss_econ.liability import cheapest_avoider

SCENARIOS = ("deepfake_family_fraud", "deepfake_bank_fraud")


@pytest.mark.slow
@pytest.mark.parametrize("name", SCENARIOS)
def test_scenarios(apart: Apart, results: Any, name: str) -> None:
    s = next(s for s in results["liability"]["scenarios"] if s["name"] == name)
    run = apart.scenario(name)
    case, x = run.case, run.case.point
    shares = [p["cheapest"]["value"] for p in s["parties"]]
    assert shares == sorted(shares, reverse=True)
    assert {p["party"] for p in s["parties"]} == set(x.parties)
    cheapest = run.draws.codes["cheapest"]
    labels = run.draws.labels["cheapest"]
    for p in s["parties"]:
        check_share(p["cheapest"], run.draws.outputs[f"is_cheapest.{p['party']}"])
        check_share(p["alone"], cheapest == labels.index(p["party"]))
        check_row(p["regret"], run, f"regret.{p['party']}", whole=p["party"] == "bank")
        check_row(p["social_cost"], run, f"social_cost.{p['party']}", whole=p["party"] == "bank")
        used = run.draws.codes[f"induced.{p['party']}"]
        kept = run.draws.labels[f"induced.{p['party']}"]
        for owner in x.parties:
            does = [any(x.precautions[k].owner == owner for k in label.split(" + ") if k != "none") for label in kept]
            assert same(p["acts"][owner], float(np.mean(np.array(does)[used])))
        for k, label in enumerate(kept):
            assert same(p["in_use"]["shares"].get(label, {"value": 0.0})["value"], float(np.mean(used == k)))
    check_share(s["ties"], cheapest == labels.index("tie"))
    assert s["at_adopted"] == chosen(case)
    assert (s["judgement_inputs"], s["uncertain"]) == (len(judgement_inputs(run)), len(run.draws.inputs))
    assert s["examined"] == {"deepfake_family_fraud": "platform", "deepfake_bank_fraud": "bank"}[name]
    converged = [run.draws.outputs[f"converged.{party}"].mean() for party in x.parties]
    assert same(s["not_converged"], 1 - min(converged))
    for b in s["turning"]:
        check_break_even(b, case, cheapest_avoider, b["vary"], f"is_cheapest.{s['examined']}", 0.5)
    assert s["residual_bearer"] == x.residual_bearer
    check_lead_and_map(s, case)


def chosen(case: Any) -> str:
    """Who is the cheapest at the adopted point of a case."""
    found = case.outputs().cheapest
    return str(found.labels[int(found.codes)])


def check_lead_and_map(s: Any, case: Any) -> None:
    """The lead of the party examined, at both ends of each input, and the map at some points."""

    def lead(outputs: Any) -> float:
        cost = outputs.social_cost
        return float(cost[s["examined"]] - min(v for k, v in cost.items() if k != s["examined"]))

    adopted, rows = lead(case.outputs()), s["drivers"]["rows"]
    assert same(s["drivers"]["adopted"], adopted)
    for row in rows:
        for end in ("low", "high"):
            at = case.but("end", {row["path"]: row[f"input_{end}"]}).outputs()
            assert row[f"output_{end}"] == pytest.approx(lead(at), rel=1e-8, abs=1e-3), row["path"]
        moved = [adopted, row["output_low"], row["output_high"]]
        assert row["span"] == pytest.approx([min(moved), max(moved)])
        assert same(row["index"], abs(row["output_high"] - row["output_low"]))
    widths = [row["span"][1] - row["span"][0] for row in rows]
    assert widths == sorted(widths, reverse=True)
    m = s["map"]
    assert [m["x"], m["y"]] == [row["path"] for row in rows[:2]]
    for axis, path in (("x_values", m["x"]), ("y_values", m["y"])):
        dist = case.entry(path).dist
        assert m[axis] == pytest.approx(np.linspace(dist.quantile(0.01), dist.quantile(0.99), 121).tolist())
    for i, j in ((0, 0), (0, 120), (60, 30), (120, 0), (90, 110)):
        at = case.but("place", {m["x"]: m["x_values"][j], m["y"]: m["y_values"][i]})
        assert m["labels"][m["codes"][i][j]] == chosen(at)
    assert m["adopted"] == [case.entry(m["x"]).value, case.entry(m["y"]).value]
    for (low, high), path in zip(m["box"], (m["x"], m["y"]), strict=True):
        assert (low, high) == pytest.approx(tuple(case.entry(path).dist.quantile(np.array([0.05, 0.95]))))
