"""Every number that the report holds, against one computed apart; `test_printed.py` has those that it prints."""

from __future__ import annotations

import csv
import io
import json
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from apart import STATED_RATIO, STATED_VALUE, Apart, statistics
from few import few
from finished import Finished
from scipy.stats import lognorm

from mloss_econ.compliance import pricing_out
from mloss_econ.engine import Run
from mloss_econ.liability import cheapest_avoider
from mloss_econ.regimes import break_even_harm, disagreement, scorecard, world, world_under
from mloss_econ.registry import claim_named
from mloss_econ.report.tables import frames
from mloss_econ.sensitivity import break_even, tornado, verdict
from mloss_econ.value import attributed_value

CLOSE = 1e-9
SITUATIONS = ("deepfake_family_fraud", "deepfake_bank_fraud")


@pytest.fixture(scope="module")
def results(finished: Finished) -> Any:
    """The results, as a program reads them."""
    return json.loads(finished.read("results.json"))


def same(value: float, other: float) -> bool:
    """To 1e-9."""
    return value == pytest.approx(other, rel=CLOSE, abs=1e-12)


def check_row(row: Any, run: Run[Any, Any], output: str, *, whole: bool = True) -> None:
    """Every statistic of a summary row and its unit; if `whole`, its standard errors, and how much is judgement."""
    found = {k: v["value"] if isinstance(v, dict) else v for k, v in row.items() if k in statistics(run, output)}
    assert found == pytest.approx(statistics(run, output), rel=CLOSE, abs=1e-12), output
    assert row["path"] == output
    if not whole:
        return
    again = run.row(output)
    assert row["unit"] == again.unit
    for name in ("mean", "median", "p5", "p95"):
        assert same(row[name]["error"], getattr(again, name).error), (output, name)
    share = again.judgement.share
    assert (row["judgement"]["share"] or {}).get("value") == (share and share.value)
    if share is not None:
        assert row["judgement"]["inputs"] == len(run.dependents[output] & run.judged)
        assert row["judgement"]["of"] == len(run.dependents[output])


def check_share(e: Any, held: Any) -> None:
    """A share of draws, with an error above 0 where it is neither 0 nor 1."""
    assert same(e["value"], float(np.mean(held)))
    assert (e["error"] > 0) == (0 < np.mean(held) < 1) or e["error"] > 0


# ---------------------------------------------------------------- the value


def test_value(apart: Apart, results: Any) -> None:
    v = results["value"]
    assert [r["name"] for r in v["readings"]] == list(apart.readings)
    for reading, run in zip(v["readings"], apart.readings.values(), strict=True):
        for output in ("value", "benefit_cost_ratio", "present_value"):
            check_row(reading["outputs"][output], run, output)
        check_share(reading["reaches_value"], run.draws.outputs["value"] >= STATED_VALUE)
        check_share(reading["reaches_ratio"], run.draws.outputs["benefit_cost_ratio"] >= STATED_RATIO)
        drawn = np.sort(run.draws.outputs["value"])
        curve = np.interp((1 - np.array(v["probabilities"])) * (len(drawn) - 1), np.arange(len(drawn)), drawn)
        assert reading["curve"] == pytest.approx(curve.tolist(), rel=CLOSE)
        given = [p for p, e in run.case.entries.items() if e.spec.role == "given" and p not in run.draws.inputs]
        assert reading["held"] == [p for p in given if run.case.entries[p].judged]
    assert np.allclose(v["probabilities"], np.arange(5, 996, 5) / 1000)
    assert (v["stated_value"]["value"], v["stated_ratio"]["value"]) == (STATED_VALUE, STATED_RATIO)
    point = apart.readings["gross"].case.point
    assert (v["horizon"], v["discount_rate"]) == (point.horizon, point.discount_rate)
    published = apart.assumptions.store.fact("langenkamp_yue_2022.headline_benefit")
    assert v["published"]["value"] == published.value
    assert "Langenkamp" in v["published"]["source"]


def test_cost_and_critiques(apart: Apart, results: Any) -> None:
    v = results["value"]
    check_row(v["investment"], apart.cost, "investment")
    for basis, row in v["by_basis"].items():
        check_row(row, apart.cost, f"by_basis.{basis}")
        assert same(v["repaired"][basis], float(apart.repaired.by_basis[basis]))
    assert {f"by_basis.{b}" for b in v["by_basis"]} == {
        p for p in apart.cost.draws.outputs if p.startswith("by_basis.")
    }
    assert [c["name"] for c in v["critics"]["each"]] == list(apart.criticisms)
    for c in v["critics"]["each"]:
        run, output = apart.criticisms[c["name"]]
        check_row(c["ratio"], run, output)
        check_share(c["reaches"], run.draws.outputs[output] >= STATED_RATIO)
        assert c["at_margin"] == (output == "marginal_ratio")
        assert c["digest"] == run.case.digest()
    assert 99 < v["critics"]["published"] < 105


def check_break_even(found: Any, case: Any, calculator: Any, vary: str, output: str, target: float) -> None:
    """The crossings are where the output is the target, and it starts from the adopted point."""
    again = break_even(calculator, case, vary=vary, output=output, target=target)
    assert (found["vary"], found["output"], found["target"]) == (vary, output, target)
    assert same(found["adopted_input"], case.entry(vary).value)
    assert [c["value"] for c in found["crossings"]] == pytest.approx([c.value for c in again.crossings], rel=CLOSE)
    for c in found["crossings"]:
        at = case.but("there", {vary: c["value"]}).outputs()
        for step in output.split("."):
            at = at[step] if isinstance(at, dict) else getattr(at, step)
        assert c["jump"] or float(at) == pytest.approx(target, rel=1e-6, abs=1e-6 * abs(found["adopted_output"]) + 1e-9)


def check_tornado(found: Any, again: Any) -> None:
    """The same rows in the same order, the largest first."""
    assert [r["path"] for r in found["rows"]] == [r.path for r in again.rows]
    widths = [r["span"][1] - r["span"][0] for r in found["rows"]]
    assert widths == sorted(widths, reverse=True)
    assert same(found["adopted"], again.adopted)
    for row, other in zip(found["rows"], again.rows, strict=True):
        for name in ("input_low", "input_high", "output_low", "output_high"):
            assert same(row[name], getattr(other, name)), (row["path"], name)


def test_what_drives_and_what_turns_the_ratio(apart: Apart, results: Any) -> None:
    v, case = results["value"], apart.readings["gross"].case
    check_tornado(v["drivers"], tornado(attributed_value, case, "benefit_cost_ratio"))
    asked = [("haircut", 100.0), ("haircut", 10.0), ("algorithm_share", 10.0), ("net_share", 10.0)]
    for found, (vary, target) in zip(v["turning"], asked, strict=True):
        check_break_even(found, case, attributed_value, vary, "benefit_cost_ratio", target)


# ---------------------------------------------------------------- the proposal under review


@pytest.mark.slow
@pytest.mark.parametrize("which", few(["rule", "beside"], 1))
def test_outputs_of_both_proposals(apart: Apart, results: Any, which: str) -> None:
    found, run = results[which], getattr(apart, which)
    assert found["name"] == getattr(apart.assumptions, which)
    assert len(found["outputs"]) > 30
    for output, row in found["outputs"].items():
        check_row(
            row, apart.printed(which, output), output, whole=output in ("fixed_cost", "priced_out_paid", "net_world")
        )
    seed = apart.assumptions.store.proposal(found["name"])
    assert [d["name"] for d in found["duties"]] == list(seed.duties)
    for duty in found["duties"]:
        check_row(duty["cost"], run, f"by_duty.{duty['name']}", whole=False)
        entries = run.case.entries
        costs = [entries[f"duties.{duty['name']}.{k}"] for k in ("one_off", "yearly", "repeated")]
        borne = any(entries[f"duties.{duty['name']}.{p}"].value for p in ("developer", "deployer", "intermediary"))
        assert duty["judged"] == (borne and any(e.judged and e.value for e in costs))
    assert found["keep"] == run.case.point.keep == 0.9
    costs = [
        f"duties.{d['name']}.{k}" for d in found["duties"] for k in ("one_off", "yearly", "repeated") if d["judged"]
    ]
    judged = {path: 0.0 for path in costs if run.case.entries[path].judged}
    left = run.case.but("without", judged).outputs().fixed_cost / run.case.outputs().fixed_cost
    assert same(found["judged_bill"], 1 - float(left))
    for name in ("title", "status", "reference", "open_source"):
        assert found[name] == getattr(seed, name)


@pytest.mark.slow
def test_what_drives_and_what_turns_the_proposal(apart: Apart, results: Any) -> None:
    case, change = apart.rule.case, apart.change.case
    exit_ = case.upto("priced_out_paid")
    check_tornado(results["rule"]["drivers"], tornado(exit_.calculator, exit_, "priced_out_paid"))
    check_tornado(results["policy"]["drivers"], tornado(change.calculator, change, "net_world"))
    check_break_even(results["rule"]["half_out"], case, world, "median_budget", "priced_out_paid", 0.5)
    largest = max(results["rule"]["duties"], key=lambda d: d["cost"]["value"])["name"]
    turned = ["median_budget", "payable_share", f"duties.{largest}.developer"]
    for found, vary in zip(results["pricing_out"]["turning"], turned, strict=True):
        check_break_even(found, case, world, vary, "priced_out_paid", 0.5)
    main = [r["path"] for r in results["policy"]["drivers"]["rows"][:4]]
    for found, vary in zip(results["policy"]["turning"], main, strict=True):
        kept = break_even(change.calculator, change, vary=vary, output="net_world", target=0.0)
        inner = [c.value for c in kept.crossings if kept.searched[0] < c.value < kept.searched[1]]
        assert [c["value"] for c in found["crossings"]] == pytest.approx(inner, rel=CLOSE)
        assert (found["vary"], found["target"]) == (vary, 0.0)
    assert results["policy"]["break_even"] == pytest.approx(break_even_harm(case), rel=CLOSE)
    check_break_even(
        results["pricing_out"]["half_out"], apart.any_bill, pricing_out, "fixed_cost", "priced_out_paid", 0.5
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


def test_who_is_priced_out(apart: Apart, results: Any) -> None:
    p, run, n = results["pricing_out"], apart.rule, apart.assumptions.n
    drawn, outputs = run.draws.inputs, run.draws.outputs
    edges = [0.0, 1e4, 5e4, 2.5e5, 1e6, 1e15]
    budgets = lognorm(s=drawn["sigma"], scale=drawn["median_budget"])
    assert [(s["low"], s["high"]) for s in p["sizes"]] == list(pairwise(edges))
    whole = np.zeros(n)
    for s in p["sizes"]:
        part = budgets.cdf(s["high"]) - budgets.cdf(s["low"])
        assert s["part"]["value"] == pytest.approx(part.mean(), rel=1e-8)
        out = (budgets.cdf(np.clip(outputs["cutoff"], s["low"], s["high"])) - budgets.cdf(s["low"])) / part
        for name, level in (("out", 0.5), ("out_p5", 0.05), ("out_p95", 0.95)):
            assert s[name]["value"] == pytest.approx(np.quantile(out, level), rel=1e-6, abs=1e-9)
        whole += part * out
    assert whole == pytest.approx(outputs["priced_out_paid"], rel=1e-6)
    costs = np.array(p["costs"])
    assert np.diff(np.log10(costs)) == pytest.approx(np.full(len(costs) - 1, 1 / 16))
    rows = results["rule"]["outputs"], results["beside"]["outputs"]
    ends = [o[k][e]["value"] for o in rows for k, e in (("largest_cost_projects", "median"), ("fixed_cost", "p95"))]
    least, most = min(ends), max(ends)
    assert costs[0] <= least < 10 * costs[0]
    assert costs[-1] / 10 < most <= costs[-1]
    for k in (0, 17, len(costs) // 2, len(costs) - 1):
        at = apart.run(apart.any_bill.but("at", fixed_cost=costs[k]))
        for band, output in (("projects", "priced_out_paid"), ("budgets", "value_lost")):
            found = [p[band][name][k] for name in ("p5", "median", "p95")]
            assert found == pytest.approx(np.quantile(at.draws.outputs[output], [0.05, 0.5, 0.95]), rel=1e-8)
    assert p["currencies"] == ["USD", "EUR"]
    assert len(p["conversions"]) == len(set(p["conversions"])) > 2


# ---------------------------------------------------------------- liability


@pytest.mark.slow
@pytest.mark.parametrize("name", SITUATIONS)
def test_situations(apart: Apart, results: Any, name: str) -> None:
    s = next(s for s in results["liability"]["situations"] if s["name"] == name)
    run = apart.situation(name)
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
    assert (s["judged"], s["uncertain"]) == (len(run.judged), len(run.draws.inputs))
    assert s["examined"] == {"deepfake_family_fraud": "platform", "deepfake_bank_fraud": "bank"}[name]
    settled = [run.draws.outputs[f"settled.{party}"].mean() for party in x.parties]
    assert same(s["unsettled"], 1 - min(settled))
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


# ---------------------------------------------------------------- proposals, sides, claims


@pytest.mark.slow
def test_proposals(apart: Apart, results: Any, finished: Finished) -> None:
    assert results["scores"] == json.loads(json.dumps(apart.card.frame().records()))
    means = [row["mean"] for row in results["scores"]]
    assert means == sorted(means, reverse=True)
    assert finished.findings.card.scores == apart.card.scores
    mine = apart.card.score(apart.assumptions.rule)
    assert same(mine.mean.value, float(apart.change.draws.outputs["net_world"].mean()))


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
        assert same(s["best_in"]["value"], card.scores[0].best_in.value)
        assert s["break_even"] == pytest.approx(
            break_even_harm(world_under(apart.assumptions.rule, store=of)), rel=CLOSE
        )
        assert same(s["always"], float(run.case.outputs().net_world))
        assert s["n"] == apart.assumptions.n
    one, other = (float(apart.under(name).case.outputs().net_world) for name in f["between"])
    assert f["points"] == pytest.approx([one, other], rel=CLOSE)
    parts = [p["part"] for p in f["parts"]]
    assert sum(parts) + f["rest"] == pytest.approx(other - one, rel=1e-6)
    assert [abs(p) for p in parts] == sorted(map(abs, parts), reverse=True)
    divided = disagreement(*f["between"], [apart.assumptions.rule], store=store).bridges[apart.assumptions.rule]
    assert len(parts) == 6 < len(divided.rows)
    of_path = {r.path: r for r in divided.rows}
    for p in f["parts"]:
        assert p["values"] == [of_path[p["path"]].from_value, of_path[p["path"]].to_value]
        assert same(p["part"], of_path[p["path"]].part)


def test_claims(apart: Apart, results: Any) -> None:
    a = apart.assumptions
    for c in results["claims"]:
        again = verdict(claim_named(c["name"]), n=a.n, seed=a.seed, store=a.store)
        assert (c["held"]["value"], c["held"]["error"]) == pytest.approx((again.held.value, again.held.error))
        assert (c["at_adopted"], c["corners"], c["corners_held"]) == (
            again.at_adopted,
            again.corners,
            again.corners_held,
        )
        assert [(t["path"], t["side"], t["value"], t["quantile"]) for t in c["turns"]] == [
            (t.path, t.side, t.value, t.quantile) for t in again.turns
        ]
        claim = again.claim
        assert (c["sentence"], c["put_as"], c["kind"]) == (claim.sentence, claim.put_as, claim.kind)
        assert c["source"] == a.store.cite(claim.source)


# ---------------------------------------------------------------- the same in results.csv and in the tables


def test_results_csv_is_results_json(finished: Finished, results: Any) -> None:
    rows = list(csv.DictReader(io.StringIO(finished.read("results.csv"))))
    figures = {(r["part"], r["name"], r["statistic"]): float(r["value"]) for r in rows}
    assert len(figures) == len(rows) > 500
    rule = f"rule, {results['rule']['name']}"
    wanted: dict[tuple[str, str, str], float] = {}

    def add(part: str, name: str, row: Any) -> None:
        wanted[part, name, "adopted"] = row["value"]
        wanted.update({(part, name, s): row[s]["value"] for s in ("mean", "median", "p5", "p95")})

    for r in results["value"]["readings"]:
        for name, row in r["outputs"].items():
            add(f"value, {r['name']}", name, row)
        for target in ("value", "ratio"):
            wanted[f"value, {r['name']}", f"reaches_{target}", "mean"] = r[f"reaches_{target}"]["value"]
    for name, row in results["value"]["by_basis"].items():
        add("value, cost", name, row)
    for c in results["value"]["critics"]["each"]:
        add(f"value, {c['name']}", "ratio", c["ratio"])
        wanted[f"value, {c['name']}", "reaches_ratio", "mean"] = c["reaches"]["value"]
    for r in (results["rule"], results["beside"]):
        for name, row in r["outputs"].items():
            add(f"rule, {r['name']}", name, row)
        for d in r["duties"]:
            add(f"rule, {r['name']}", f"by_duty.{d['name']}", d["cost"])
    for what, kind in (("line", "lines"), ("gain of", "groups")):
        for s in results["policy"][kind]:
            ends = {"mean": s["mean"]["value"], "p5": s["p5"], "p95": s["p95"]}
            wanted.update({(rule, f"{what} {s['name']}", k): v for k, v in ends.items()})
    wanted[rule, "net_world above zero", "mean"] = results["policy"]["pays"]["value"]
    for s in results["pricing_out"]["sizes"]:
        wanted[rule, f"projects from {s['low']:.0f}", "mean"] = s["part"]["value"]
        ends = {"median": s["out"], "p5": s["out_p5"], "p95": s["out_p95"]}
        wanted.update({(rule, f"stop from {s['low']:.0f}", k): e["value"] for k, e in ends.items()})
    for s in results["liability"]["situations"]:
        for p in s["parties"]:
            wanted[s["name"], f"is_cheapest.{p['party']}", "mean"] = p["cheapest"]["value"]
            for name in ("regret", "social_cost"):
                wanted[s["name"], f"{name}.{p['party']}", "mean"] = p[name]["mean"]["value"]
    for s in results["scores"]:
        for k, name in (("mean", "mean"), ("median", "median"), ("p5", "5 %"), ("p95", "95 %")):
            wanted[f"proposal, {s['proposal']}", "net_world", k] = s[name]
        wanted[f"proposal, {s['proposal']}", "best_in", "mean"] = s["probability of being best"]
    for s in results["sides"]["sides"]:
        ends = {"mean": s["mean"]["value"], "p5": s["p5"], "p95": s["p95"]}
        wanted.update({(f"beliefs, {s['name']}", "net_world", k): v for k, v in ends.items()})
    for c in results["claims"]:
        wanted[f"claim, {c['name']}", "held", "mean"] = c["held"]["value"]
    turning = [("value", b) for b in results["value"]["turning"]]
    turning += [(rule, b) for k in ("pricing_out", "policy") for b in results[k]["turning"]]
    turning += [(s["name"], b) for s in results["liability"]["situations"] for b in s["turning"]]
    for part, b in turning:
        for k, c in enumerate(b["crossings"], 1):
            wanted[part, f"{b['output']} is {b['target']:g}: {b['vary']}", f"break-even {k}"] = c["value"]
    for k, harm in enumerate(results["policy"]["break_even"], 1):
        wanted[rule, "net_world is 0: yearly harm of AI", f"break-even {k}"] = harm
    assert figures == pytest.approx(wanted, rel=CLOSE)
    unit = {(r["part"], r["name"]): r["unit"] for r in rows}
    for r in (results["rule"], results["beside"]):
        assert {name: unit[f"rule, {r['name']}", name] for name in r["outputs"]} == {
            name: row["unit"] for name, row in r["outputs"].items()
        }
    for (part, name), of in unit.items():
        if " is " in name:
            continue
        if "net_world" in name.split() or name.startswith(("gain of", "line", "regret", "social_cost.")):
            assert of == ("share" if "above" in name else "USD 2022/year"), (part, name)
        if name.startswith(("held", "best_in", "reaches", "is_cheapest.", "stop from")):
            assert of == "share", (part, name)


def test_tables_hold_the_results(finished: Finished, results: Any) -> None:
    made = {name: frame.records() for name, frame in frames(finished.findings).items()}
    key = made["key_figures"]
    shown = [row for r in results["value"]["readings"][:4] for row in r["outputs"].values()]
    shown += list(results["rule"]["outputs"].values())
    for row, of in zip(key, shown, strict=True):
        assert (row["adopted"], row["unit"]) == (of["value"], of["unit"])
        for name, s in (("mean", "mean"), ("median", "median"), ("5 %", "p5"), ("95 %", "p95")):
            assert row[name] == of[s]["value"]
        assert row["s.e."] == of["mean"]["error"]
        assert row["judged"] == (of["judgement"]["share"] or {}).get("value")
    sides = results["sides"]["sides"]
    wanted = [
        [s["name"], s["mean"]["value"], s["mean"]["error"], s["p5"], s["p95"], s["best"], s["best_mean"]["value"]]
        for s in sides
    ]
    assert [[*r.values()][:-1] for r in made["beliefs"]] == wanted
    assert [r["best in"] for r in made["beliefs"]] == [s["best_in"]["value"] for s in sides]
    bands = results["pricing_out"]["sizes"]
    assert [r["budget from"] for r in made["sizes"]] == [s["low"] for s in bands]
    assert [r["up to"] for r in made["sizes"]] == [s["high"] if s["high"] < 1e15 else None for s in bands]
    wanted = [[s[k]["value"] for k in ("part", "out", "out_p5", "out_p95")] for s in bands]
    assert [[*r.values()][2:] for r in made["sizes"]] == wanted
    wanted = [
        [c["name"], c["sentence"], c["kind"], c["held"]["value"], c["at_adopted"], c["corners_held"] / c["corners"]]
        for c in results["claims"]
    ]
    assert [[*r.values()][:-1] for r in made["claims"]] == wanted
    assert [r["made in"] for r in made["claims"]] == [c["source"] for c in results["claims"]]
    assert made["proposals"] == finished.findings.card.frame().records()
    assert made["ledger"] == finished.findings.rule.ledger.frame().records()
    cases = [*results["value"]["cases"], *results["pricing_out"]["cases"]]
    cases += [s["case"] for s in results["liability"]["situations"]]
    assert [(r["case"], r["input"], r["adopted"], r["5 %"], r["95 %"], r["unit"]) for r in made["inputs"]] == [
        (c["name"], r["path"], r["value"], r["low"], r["high"], r["unit"]) for c in cases for r in c["rows"]
    ]
    of = {"value": results["value"], "net": results["policy"], "pricing_out": results["rule"]}
    of |= {s["name"]: s for s in results["liability"]["situations"]}
    for name, found in of.items():
        rows = [r for r in found["drivers"]["rows"] if r["span"][0] < r["span"][1]]
        assert [r["input"] for r in made[f"drivers_{name}"]] == [r["path"] for r in rows]


def test_the_assumption_log_is_that_of_the_cases(apart: Apart, results: Any) -> None:
    cases = {c["name"]: c for c in results["pricing_out"]["cases"] + results["value"]["cases"]}
    rule = cases[f"rule, {apart.assumptions.rule}"]
    assert rule["digest"] == apart.rule.case.digest()
    for row in rule["rows"]:
        entry = apart.rule.case.entries[row["path"]]
        low, high = entry.dist.quantile(np.array([0.05, 0.95]))
        assert (row["value"], row["low"], row["high"]) == pytest.approx((entry.value, low, high), rel=CLOSE)
    beside = cases[f"rule, {apart.assumptions.beside}"]
    assert beside["variant_of"] == rule["name"]
    assert beside["digest"] == apart.beside.case.digest()
    moved = {p for p, e in apart.beside.case.entries.items() if e.value != apart.rule.case.entries[p].value}
    assert moved <= {r["path"] for r in beside["rows"]} < set(apart.beside.case.entries)
    net = cases["value, net"]
    assert (net["variant_of"], [r["path"] for r in net["rows"]]) == ("value, gross", ["net_share"])
