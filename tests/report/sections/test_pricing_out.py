"""What the brief prints of pricing out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from apart import Apart
from finished import Finished
from printed import blocks, check_outputs, of_all, of_judgement, row, without
from reading import Size, says

from mloss_econ.engine import Estimate, Run, row_of
from mloss_econ.report.document import Document
from mloss_econ.report.provenance import provenance
from mloss_econ.report.sections import document
from mloss_econ.wording import words


def test_short_pricing_out(report: Document, apart: Apart) -> None:
    titles = [
        apart.assumptions.store.proposal(n).title for n in (apart.assumptions.proposal, apart.assumptions.comparator)
    ]
    assert report.short[1].index(titles[0]) < report.short[1].index(titles[1])
    each = [exits(run) for run in (apart.proposal, apart.comparator)]
    says(without(report.short[1], *titles), each, of_judgement(apart.proposal, "exit_share_funded"))


def exits(run: Run[Any, Any]) -> list[Any]:
    """Funded projects that exit, of those in scope and of all, and the share of all budgets that they account for."""
    return [row(run, "exit_share_funded"), of_all(run, "exit_share_funded"), of_all(run, "value_lost")]


def test_pricing_out(report: Document, apart: Apart, finished: Finished) -> None:
    f, run = finished.findings, apart.proposal
    lead, keeps = blocks(report, "pricing-out", "text")[:2]
    small, large = f.pricing_out.sizes[0], f.pricing_out.sizes[-1]
    says(lead.text, row(run, "fixed_cost"), exits(run), small.out, Size(1e4, 0, 3), large.out, Size(1e6, 0, 3))
    duties = {d.name: float(d.cost.value) for d in f.proposal.duties if d.imposed.developer}
    largest = max(duties, key=lambda name: duties[name])
    assert f"is {words(largest)}:" in keeps.text
    part = duties[largest] / row_of(run, "fixed_cost").value
    says(keeps.text, 0.9, row(run, "largest_cost_projects"), 0.9, row(run, "largest_cost_value"), part)
    (chart,) = blocks(report, "pricing-out", "chart")
    half = f.pricing_out.half_out.crossings[0].value
    says(chart.title, half)
    costs, bills = f.pricing_out.costs, [row_of(r, "fixed_cost").median for r in (apart.proposal, apart.comparator)]
    says(chart.description, costs[0], costs[-1], *bills)
    labels = [f"({r.label[0].upper()}{r.label[1:]})" for r in (f.proposal, f.comparator)]
    assert chart.description.index(labels[0]) < chart.description.index(labels[1])
    step = max((len(costs) - 1) // 8, 1)
    for line, k in zip(chart.table.lines, range(0, len(costs), step), strict=True):
        at = apart.run(apart.any_cost.but("at", fixed_cost=costs[k]))
        says(line[0], costs[k])
        for cells, output in ((line[1:3], "exit_share_funded"), (line[3:5], "value_lost")):
            low, middle, high = np.quantile(at.draws.outputs[output], (0.05, 0.5, 0.95))
            says(cells[0], float(middle))
            says(cells[1], float(low), float(high))
    sizes, two, *_ = blocks(report, "pricing-out", "table")
    edges = [[1e4], [1e4, 5e4], [5e4, 2.5e5], [2.5e5, 1e6], [1e6]]
    for line, s, ends in zip(sizes.lines, f.pricing_out.sizes, edges, strict=True):
        says(line[0], *(Size(e, 0, 3) for e in ends))
        says(line[1], s.share)
        says(line[2], s.out)
        says(line[3], s.out_p5.value, s.out_p95.value)
    outputs = [
        "fixed_cost",
        "cutoff",
        "covered_funded",
        "exit_share_funded",
        "exit_share_unfunded",
        "value_lost",
        "use_lost",
        "exit_share",
    ]
    outputs += ["largest_cost_projects", "largest_cost_value"]
    for line, output in zip(two.lines, outputs, strict=True):
        check_outputs(line[0], line[1:3], apart.proposal, output)
        check_outputs(line[0], line[3:5], apart.comparator, output)


def test_what_drives_out_hardly_anything_is_said(finished: Finished) -> None:
    f = finished.findings
    few = {"exit_share_funded": 0.0009, "fixed_cost": 0.0}
    outputs = dict(f.proposal.outputs)
    for name, value in few.items():
        e = Estimate(value, 0.0)
        outputs[name] = replace(outputs[name], value=value, mean=e, median=e, p5=e, p95=e)
    made = document(
        replace(f, proposal=replace(f.proposal, outputs=outputs)), provenance(finished.assumptions, "sobol", ())
    )
    said = "hardly any funded project would exit (under 0.1 % in 95 of 100 draws)"
    assert said in made.headline
    assert f"{said}. The comparator" in made.short[1]
    lead = blocks(made, "pricing-out", "text")[0].text
    assert lead.startswith("The proposal under review puts no cost on the developer of an open-source project. Hardly")
    assert lead.endswith(f"{said.capitalize()}.")
