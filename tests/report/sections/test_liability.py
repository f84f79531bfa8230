"""What the brief prints of who should bear losses."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import numpy as np
from apart import Apart
from finished import Finished
from printed import blocks
from reading import Size, says, scale_in

from mloss_econ.engine import Estimate, Run, estimate, judgement_inputs, row_of, shares_of
from mloss_econ.report.document import Bullets, Document
from mloss_econ.report.provenance import provenance
from mloss_econ.report.sections import document
from mloss_econ.report.sections.liability import smallest_errors
from mloss_econ.report.terminal import WIDTH, render
from mloss_econ.wording import words


def test_short_liability(report: Document, apart: Apart) -> None:
    wanted: list[Any] = []
    for name in ("deepfake_family_fraud", "deepfake_bank_fraud"):
        run = apart.scenario(name)
        shares = {party: estimate(run, f"is_cheapest.{party}") for party in run.case.point.parties}
        first = sorted(shares, key=lambda p: -shares[p].value)[:2]
        wanted += [*(shares[party] for party in first), shares_of(run, "cheapest").shares["tie"]]
        place = report.short[3].index(name.replace("_", " "))
        assert report.short[3].index(f"the {first[0]} ", place) < report.short[3].index(f"the {first[1]} in", place)
    runs = [apart.scenario(name) for name in ("deepfake_family_fraud", "deepfake_bank_fraud")]
    counts = [sum(len(judgement_inputs(r)) for r in runs), sum(len(r.draws.inputs) for r in runs)]
    says(report.short[3], wanted, [Size(c, 0, 9) for c in dict.fromkeys(counts)])
    assert ("Every one of" in report.short[3]) == (counts[0] == counts[1])


def test_liability(report: Document, apart: Apart, finished: Finished) -> None:
    leads = [t for t in blocks(report, "liability", "text") if t.lead]
    judgement = [t for t in blocks(report, "liability", "text") if "uncertain inputs" in t.text]
    tables, done = blocks(report, "liability", "table"), blocks(report, "liability", "bullets")
    for k, s in enumerate(finished.findings.liability.scenarios):
        run = apart.scenario(s.name)
        parties = list(run.case.point.parties)
        cheapest = {p: estimate(run, f"is_cheapest.{p}") for p in parties}
        order = sorted(parties, key=lambda p: -cheapest[p].value)
        regret = {p: estimate(run, f"regret.{p}") for p in parties}
        least = min(parties, key=lambda p: regret[p].value)
        tied = [
            p for p in order if regret[p].value - regret[least].value <= 2 * (regret[p].error + regret[least].error)
        ]
        others = [regret[p] for p in order if p not in tied]
        ties = shares_of(run, "cheapest").shares["tie"]
        says(leads[k].text, *(cheapest[p] for p in order), ties, regret[least], *others)
        found = re.findall(r"the (\w+) (?:liable costs society least )?in ", leads[k].text)
        assert found == order
        says(judgement[k].text, Size(len(run.draws.inputs), 0, 9))
        scale = scale_in(tables[k].caption)
        for line, p in zip(tables[k].lines, order, strict=True):
            assert line[0] == f"the {words(p)}"
            r, cost = row_of(run, f"regret.{p}"), row_of(run, f"social_cost.{p}")
            says(line[1], cheapest[p])
            says(line[2], shares_of(run, "cheapest").shares[p])
            for cell, size in zip(line[3:], (r.mean, r.p95, cost.mean, cost.value), strict=True):
                says(cell, size, most=3, scale=scale)
        check_done(done[k], run, order)


def check_done(bullets: Bullets, run: Run[Any, Any], order: list[str]) -> None:
    """Who acts, and the most frequent sets of precautions."""
    for item, p in zip(bullets.items, order, strict=True):
        used = shares_of(run, f"induced.{p}").shares
        precautions = run.case.point.precautions
        acts = dict.fromkeys(run.case.point.parties, 0.0)
        for label, e in used.items():
            for owner in {precautions[k].owner for k in label.split(" + ") if k != "none"}:
                acts[owner] += e.value
        first = max(acts, key=lambda name: acts[name])
        frequent = sorted(used.values(), key=lambda e: -e.value)[:3]
        shown = [e for e in frequent if e.value >= 0.01]
        rest = 1 - sum(e.value for e in shown)
        says(item, acts[first], shown, *([rest] if rest >= 0.01 else []))
        assert item.startswith(words(p).capitalize())
        assert ("nobody acts" in item) == (acts[first] <= 0.5)
        assert f"the {words(first)}" in item


def test_map(report: Document, finished: Finished) -> None:
    (chart, *_), s = blocks(report, "liability", "chart"), finished.findings.liability.scenarios[0]
    m = s.map
    assert m is not None
    codes = np.array(m.codes)
    areas = {label: float(np.mean(codes == k)) for k, label in enumerate(m.labels) if np.any(codes == k)}
    order = sorted(areas, key=lambda name: -areas[name])
    says(chart.title, areas[order[0]])
    says(chart.description, *(areas[name] for name in order))
    assert list(re.findall(r"the (\w+) \d+ %", chart.description)) == [o for o in order if o != "tie"]
    says(" ".join(f"{cell};" for cell in chart.table.head[1:]), *(m.x_values[j] for j in range(0, 121, 30)))
    for line, i in zip(chart.table.lines, (120, 90, 60, 30, 0), strict=True):
        says(line[0], m.y_values[i])
        told = [m.labels[codes[i][j]] for j in range(0, 121, 30)]
        assert list(line[1:]) == ["a tie" if t == "tie" else f"the {words(t)}" for t in told]


def test_sentences_follow_the_numbers(finished: Finished) -> None:
    """The report of other numbers says other things: nothing is hard-wired."""
    f = finished.findings
    s = f.liability.scenarios[0]
    alone = replace(s, at_adopted="bank", residual_bearer="nobody", judgement_inputs=3)
    other = replace(f, liability=replace(f.liability, scenarios=(alone, f.liability.scenarios[1])))
    made = document(other, provenance(finished.assumptions, "sobol", ()))
    whole, text = str(made), render(made)
    assert "fall on nobody who acts" in whole
    assert text != render(document(f, provenance(finished.assumptions, "sobol", ())))
    assert f"3 of {s.uncertain} uncertain inputs" in whole
    assert np.all([len(line) <= WIDTH for line in text.splitlines()])


def test_parties_that_cannot_be_told_apart_are_named_together(finished: Finished) -> None:
    s = finished.findings.liability.scenarios[0]
    first, second = sorted(s.parties, key=lambda p: p.regret.mean.value)[:2]
    near = replace(second, regret=replace(second.regret, mean=Estimate(first.regret.mean.value * 1.001, 1e5)))
    far = replace(second, regret=replace(second.regret, mean=Estimate(first.regret.mean.value * 9, 1.0)))
    assert smallest_errors(replace(s, parties=(first, near))) == [first, near]
    assert smallest_errors(replace(s, parties=(far, first))) == [first]
