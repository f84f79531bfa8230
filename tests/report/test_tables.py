"""The tables of a report, results.csv among them, hold its results."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from agreement import CLOSE
from apart import PRICES
from finished import Finished
from sheets import sheet

from mloss_econ.report.tables import frames


def test_results_csv_is_results_json(finished: Finished, results: Any) -> None:
    rows = list(csv.DictReader(io.StringIO(finished.read("results.csv"))))
    figures = {(r["part"], r["name"], r["statistic"]): float(r["value"]) for r in rows}
    assert len(figures) == len(rows) > 500
    reviewed = f"proposal, {results['proposal']['name']}"
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
    for r in (results["proposal"], results["comparator"]):
        for name, row in r["outputs"].items():
            add(f"proposal, {r['name']}", name, row)
        for name, row in r["of_all"].items():
            add(f"proposal, {r['name']}, of all projects", name, row)
        for c in r["channels"]:
            add(f"proposal, {r['name']}", f"avoided_of.{c['name']}", c["avoided"])
        for d in r["duties"]:
            add(f"proposal, {r['name']}", f"by_duty.{d['name']}", d["cost"])
    for what, kind in (("line", "lines"), ("gain of", "groups")):
        for s in results["policy"][kind]:
            ends = {"mean": s["mean"]["value"], "p5": s["p5"], "p95": s["p95"]}
            wanted.update({(reviewed, f"{what} {s['name']}", k): v for k, v in ends.items()})
    wanted[reviewed, "net_world above zero", "mean"] = results["policy"]["pays"]["value"]
    for s in results["pricing_out"]["sizes"]:
        wanted[reviewed, f"projects from {s['low']:.0f}", "mean"] = s["share"]["value"]
        ends = {"median": s["out"], "p5": s["out_p5"], "p95": s["out_p95"]}
        wanted.update({(reviewed, f"exit from {s['low']:.0f}", k): e["value"] for k, e in ends.items()})
    for s in results["liability"]["scenarios"]:
        for p in s["parties"]:
            wanted[s["name"], f"is_cheapest.{p['party']}", "mean"] = p["cheapest"]["value"]
            for name in ("regret", "social_cost"):
                wanted[s["name"], f"{name}.{p['party']}", "mean"] = p[name]["mean"]["value"]
    for s in results["scores"]:
        for k, name in (("mean", "mean"), ("median", "median"), ("p5", "p5"), ("p95", "p95")):
            wanted[f"scorecard, {s['proposal']}", "net_world", k] = s[name]
        wanted[f"scorecard, {s['proposal']}", "probability_best", "mean"] = s["probability of being best"]
        wanted[f"scorecard, {s['proposal']}", "net_world above zero", "mean"] = s["chance above zero"]
        if s["if repealed"] is not None:
            wanted[f"scorecard, {s['proposal']}", "net_world if repealed", "mean"] = s["if repealed"]
    for s in results["sides"]["sides"]:
        ends = {"mean": s["mean"]["value"], "p5": s["p5"], "p95": s["p95"]}
        wanted.update({(f"beliefs, {s['name']}", "net_world", k): v for k, v in ends.items()})
    for c in results["claims"]:
        wanted[f"claim, {c['name']}", "held", "mean"] = c["held"]["value"]
    turning = [("value", b) for b in results["value"]["turning"]]
    turning += [(reviewed, b) for k in ("pricing_out", "policy") for b in results[k]["turning"]]
    turning += [(s["name"], b) for s in results["liability"]["scenarios"] for b in s["turning"]]
    for part, b in turning:
        for k, c in enumerate(b["crossings"], 1):
            wanted[part, f"{b['output']} is {b['target']:g}: {b['vary']}", f"break-even {k}"] = c["value"]
    found = {"yearly harm that it reaches": results["proposal"]["break_even_harm"]}
    found |= {f"yearly harm, {c['name']}": c["break_even"] for c in results["proposal"]["channels"]}
    for name, values in found.items():
        for k, harm in enumerate(values, 1):
            wanted[reviewed, f"net_world is 0: {name}", f"break-even {k}"] = harm
    for name, values in results["proposal"]["structure"]["switching"].items():
        for k, value in enumerate(values, 1):
            wanted[reviewed, f"net_world is 0: {name}", f"switching value {k}"] = value
    assert figures == pytest.approx(wanted, rel=CLOSE)
    unit = {(r["part"], r["name"]): r["unit"] for r in rows}
    for r in (results["proposal"], results["comparator"]):
        assert {name: unit[f"proposal, {r['name']}", name] for name in r["outputs"]} == {
            name: row["unit"] for name, row in r["outputs"].items()
        }
    for (part, name), of in unit.items():
        if " is " in name:
            continue
        if "net_world" in name.split() or name.startswith(("gain of", "line", "regret", "social_cost.")):
            assert of == ("share" if "above" in name else f"{PRICES}/year"), (part, name)
        if name.startswith(("held", "probability_best", "reaches", "is_cheapest.", "exit from")):
            assert of == "share", (part, name)


def test_tables_hold_the_results(finished: Finished, results: Any) -> None:
    made = {name: frame.records() for name, frame in frames(finished.findings).items()}
    key = made["key_figures"]
    shown = [row for r in results["value"]["readings"][:4] for row in r["outputs"].values()]
    shown += list(results["proposal"]["outputs"].values())
    for row, of in zip(key, shown, strict=True):
        assert (row["adopted"], row["unit"]) == (of["value"], of["unit"])
        for name, s in (("mean", "mean"), ("median", "median"), ("p5", "p5"), ("p95", "p95")):
            assert row[name] == of[s]["value"]
        assert row["s.e."] == of["mean"]["error"]
        assert row["judgement"] == (of["judgement"]["share"] or {}).get("value")
    sides = results["sides"]["sides"]
    wanted = [
        [s["name"], s["mean"]["value"], s["mean"]["error"], s["p5"], s["p95"], s["best"], s["best_mean"]["value"]]
        for s in sides
    ]
    assert [[*r.values()][:-1] for r in made["beliefs"]] == wanted
    assert [r["its probability of being best"] for r in made["beliefs"]] == [
        s["probability_best"]["value"] for s in sides
    ]
    bands = results["pricing_out"]["sizes"]
    assert [r["budget from"] for r in made["sizes"]] == [s["low"] for s in bands]
    assert [r["up to"] for r in made["sizes"]] == [s["high"] if s["high"] < 1e15 else None for s in bands]
    wanted = [[s[k]["value"] for k in ("share", "out", "out_p5", "out_p95")] for s in bands]
    assert [[*r.values()][2:] for r in made["sizes"]] == wanted
    wanted = [
        [c["name"], c["sentence"], c["kind"], c["held"]["value"], c["at_adopted"], c["corners_held"] / c["corners"]]
        for c in results["claims"]
    ]
    assert [[*r.values()][:-1] for r in made["claims"]] == wanted
    assert [r["source"] for r in made["claims"]] == [c["source"] for c in results["claims"]]
    assert made["proposals"] == finished.findings.card.frame().records()
    assert made["ledger"] == finished.findings.proposal.ledger.frame().records()
    cases = [*results["value"]["cases"], *results["pricing_out"]["cases"]]
    cases += [s["case"] for s in results["liability"]["scenarios"]]
    assert [(r["case"], r["input"], r["adopted"], r["p5"], r["p95"], r["unit"]) for r in made["inputs"]] == [
        (c["name"], r["path"], r["value"], r["low"], r["high"], r["unit"]) for c in cases for r in c["rows"]
    ]
    of = {"value": results["value"], "net": results["policy"], "pricing_out": results["proposal"]}
    of |= {s["name"]: s for s in results["liability"]["scenarios"]}
    for name, found in of.items():
        rows = [r for r in found["drivers"]["rows"] if r["span"][0] < r["span"][1]]
        assert [r["input"] for r in made[f"drivers_{name}"]] == [r["path"] for r in rows]


@pytest.mark.slow
def test_the_tables_agree_with_the_frames_in_every_form(finished: Finished, also: dict[str, Any]) -> None:
    made = frames(finished.findings)
    assert {"key_figures", "inputs", "ledger", "proposals", "claims", "form", "sizes", "beliefs"} <= set(made)
    for name, frame in made.items():
        kept = json.loads(also[f"tables/{name}.json"])
        assert kept["rows"] == json.loads(json.dumps(frame.records()))
        assert len(list(csv.reader(io.StringIO(also[f"tables/{name}.csv"])))) == len(frame.rows) + 1
        assert r"\toprule" in also[f"tables/{name}.tex"]
        assert also[f"tables/{name}.md"].startswith("**")
        assert sheet(also, name.replace("_", " ")[:31])[0][0] == frame.title


def test_the_assumption_log_has_every_input_with_grade_and_source(finished: Finished) -> None:
    log = frames(finished.findings)["inputs"].records()
    cases = {row["case"] for row in log}
    assert cases == {case.name for case in finished.findings.cases}
    reviewed = [row for row in log if row["case"] == f"proposal, {finished.findings.proposal.name}"]
    assert {row["input"] for row in reviewed} == set(finished.findings.proposal.case.entries)
    for row in log:
        assert row["source"], row
        assert row["grade"] or row["role"] != "given", row
