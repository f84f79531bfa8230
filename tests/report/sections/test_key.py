"""The headline and the key figures that the brief prints."""

from __future__ import annotations

from apart import Apart
from printed import blocks, of_all, of_judgement, row, rows_of, share_of, without
from reading import Size, says, scale_in

from mloss_econ.engine import Estimate, row_of
from mloss_econ.regimes import structure_of
from mloss_econ.report.document import Document


def test_headline(report: Document, apart: Apart) -> None:
    run, net = apart.proposal, apart.change
    pays = share_of(net, net.draws.outputs["net_world"] > 0)
    title = apart.assumptions.store.proposal(apart.assumptions.proposal).title
    text = without(report.headline, title)
    assert title in report.headline
    exits = [row(run, "exit_share_funded"), of_all(run, "exit_share_funded")]
    says(text, exits, row(net, "net_world"), pays, of_judgement(net, "net_world")[:2])
    assert structure_of(apart.proposal.case).highest < 0
    assert "it is below zero under every combination of structural beliefs tried" in text


def test_key_figures(report: Document, apart: Apart) -> None:
    gross, both = apart.readings["gross"], apart.readings["realised and net"]
    world = apart.proposal.case.entry("open_scope").value * float(apart.proposal.case.outputs().share_bound)
    few = {"exit_share_funded": "Of all funded projects", "value_lost": "Of all project budgets"}
    of_every = {o: name for o, name in few.items() if row_of(apart.proposal, o).p95.value * world >= 0.001}
    outputs = ["fixed_cost", "exit_share_funded", "exit_share_unfunded", *of_every]
    outputs += ["use_value_lost", "harm_avoided", "net_world", "net_projects", "net_of.us", "net_of.eu", "net_of.uk"]
    wanted = [(run, output) for output in ("value", "benefit_cost_ratio") for run in (gross, both)]
    (table,) = blocks(report, "key", "table")
    for line, (run, output) in zip(
        rows_of(table), [*wanted, *((apart.printed("proposal", o), o) for o in outputs)], strict=True
    ):
        r = row_of(run, output)
        most = 2 if r.unit == "share" else 3
        scope = world if line[0].startswith("Of all ") else 1.0
        cells = [c.replace("over 99", "over 99 %").replace("under 0.1", "under 0.1 %") for c in line[1:6]]
        for cell, size in zip(cells, (Estimate(r.value, 0.0), r.mean, r.median, r.p5, r.p95), strict=True):
            said = Size(size.value * scope, size.error * scope, most)
            says(cell, said, scale=1.0 if "%" in cell else scale_in(line[0]))
        says(line[6], *([r.judgement.share] if r.judgement.share else []))
    assert [line[0].split(",")[0] for line in rows_of(table)][4:] == [
        "Annual compliance cost of a covered project",
        "Funded projects in scope that exit",
        "Unfunded projects in scope that exit",
        *of_every.values(),
        "Use of open and closed models lost",
        "Harm avoided",
        "Net benefit to the world",
        "Net benefit to open projects",
        "Net benefit to the United States",
        "Net benefit to the European Union",
        "Net benefit to the United Kingdom",
    ]
