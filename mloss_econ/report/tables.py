"""The numbers of a report as tables: one set of frames behind the CSV, the Markdown, the LaTeX and the workbook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from mloss_econ.base.frames import Column, Frame, Shown, text
from mloss_econ.base.units import show_unit
from mloss_econ.engine import Estimate, SummaryRow
from mloss_econ.regimes import STRUCTURE, whose
from mloss_econ.report.findings import Findings
from mloss_econ.report.findings.pricing_out import Size
from mloss_econ.report.sections.drivers import asked
from mloss_econ.wording import capital, name_of

STATISTICS = ("mean", "median", "p5", "p95")


def frames(f: Findings) -> dict[str, Frame]:
    """Every table by name."""
    made = {
        "key_figures": key_figures(f),
        "inputs": inputs(f),
        "ledger": f.proposal.ledger.frame(),
        "proposals": f.card.frame(),
        "beliefs": beliefs(f),
        "sizes": sizes(f),
        "claims": claims(f),
    }
    if f.policy.form is not None:
        made["form"] = f.policy.form.frame()
    for question in asked(f):
        moving = tuple(row for row in question.ranking.rows if row.span[0] < row.span[1])
        made[f"drivers_{question.key}"] = replace(question.ranking, rows=moving).frame()
    return {name: replace(frame, notes=(*frame.notes, str(f.stamp))) for name, frame in made.items()}


def tidy(f: Findings) -> Frame:
    """Every figure of the report, one a row: part, name, statistic, value, standard error, unit."""
    proposal, money = f"proposal, {f.proposal.name}", f.proposal.outputs["net_world"].unit
    rows: list[tuple[Any, ...]] = []
    for reading in f.value.readings:
        rows += _long(f"value, {reading.name}", reading.outputs)
        for target in ("value", "ratio"):
            rows.append(_mean(f"value, {reading.name}", f"reaches_{target}", getattr(reading, f"reaches_{target}")))
    rows += _long("value, cost", f.value.by_basis)
    for c in f.value.critics.each:
        rows += _long(f"value, {c.name}", {"ratio": c.ratio})
        rows.append(_mean(f"value, {c.name}", "reaches_ratio", c.reaches))
    for r in (f.proposal, f.comparator):
        rows += _long(f"proposal, {r.name}", r.outputs)
        rows += _long(f"proposal, {r.name}, of all projects", r.of_all)
        rows += _long(f"proposal, {r.name}", {f"avoided_of.{c.name}": c.avoided for c in r.channels})
        rows += _long(f"proposal, {r.name}", {f"by_duty.{d.name}": d.cost for d in r.duties})
    for what, shares in (("line", f.policy.lines), ("gain of", f.policy.groups)):
        for s in shares:
            rows += _ends(proposal, f"{what} {s.name}", s.mean, s.p5, s.p95, money)
    rows.append(_mean(proposal, f"{f.proposal.net} above zero", f.policy.pays))
    if f.proposal.repeal is not None:
        rows.append(_mean(proposal, f"{f.proposal.net} if repealed", f.proposal.repeal, money))
    for size in f.pricing_out.sizes:
        rows.append(_mean(proposal, f"projects from {size.low:.0f}", size.share))
        rows += [(proposal, f"exit from {size.low:.0f}", n, e.value, e.error, "share") for n, e in _out(size)]
    for scenario in f.liability.scenarios:
        for p in scenario.parties:
            rows.append(_mean(scenario.name, f"is_cheapest.{p.party}", p.cheapest))
            rows.append(_mean(scenario.name, f"regret.{p.party}", p.regret.mean, p.regret.unit))
            rows.append(_mean(scenario.name, f"social_cost.{p.party}", p.social_cost.mean, p.social_cost.unit))
    for score in f.card.scores:
        part = f"scorecard, {score.name}"
        rows += _ends(part, f.card.net, score.mean, score.p5, score.p95, money)
        rows.append((part, f.card.net, "median", score.median, None, money))
        rows.append(_mean(part, f"{f.card.net} above zero", score.pays))
        if score.if_repealed is not None:
            rows.append(_mean(part, f"{f.card.net} if repealed", score.if_repealed, money))
        rows.append(_mean(part, "probability_best", score.probability_best))
    for held in f.sides.sides:
        rows += _ends(f"beliefs, {held.name}", f.proposal.net, held.mean, held.p5, held.p95, money)
    for claim in f.claims:
        rows.append(_mean(f"claim, {claim.name}", "held", claim.held))
    rows += _turning(f)
    heads = (text("part"), text("name"), text("statistic"), Column("value"), Column("standard error"), text("unit"))
    return Frame("Figures of the report", heads, rows, (str(f.stamp),))


def _turning(f: Findings) -> list[tuple[Any, ...]]:
    """Break-even values of the ratio, the share that exits and the net benefit; switching values of who is cheapest."""
    asked = [("value", b) for b in f.value.turning]
    asked += [(f"proposal, {f.proposal.name}", b) for b in (*f.pricing_out.turning, *f.policy.turning)]
    asked += [(s.name, b) for s in f.liability.scenarios for b in s.turning]
    rows: list[tuple[Any, ...]] = [
        (part, f"{b.output} is {b.target:g}: {b.vary}", f"break-even {k}", c.value, None, b.unit_input)
        for part, b in asked
        for k, c in enumerate(b.crossings, 1)
    ]
    unit = f.proposal.balance.unit
    part, net = f"proposal, {f.proposal.name}", f"{f.proposal.net} is 0"
    harms = {"yearly harm that it reaches": f.proposal.break_even_harm}
    harms |= {f"yearly harm, {c.name}": c.break_even for c in f.proposal.channels}
    for name, found in harms.items():
        rows += [(part, f"{net}: {name}", f"break-even {k}", v, None, unit) for k, v in enumerate(found, 1)]
    switching = f.proposal.structure.switching if f.proposal.structure is not None else {}
    for name, found in switching.items():
        of = show_unit(str(f.proposal.case.entry(STRUCTURE[name].paths(f.proposal.case)[0]).spec.unit), f.card.prices)
        rows += [(part, f"{net}: {name}", f"switching value {k}", v, None, of) for k, v in enumerate(found, 1)]
    return rows


def _mean(part: str, name: str, e: Estimate, unit: str = "share") -> tuple[Any, ...]:
    return part, name, "mean", e.value, e.error, unit


def _ends(part: str, name: str, mean: Estimate, p5: float, p95: float, unit: str) -> list[tuple[Any, ...]]:
    ends = [(part, name, statistic, value, None, unit) for statistic, value in (("p5", p5), ("p95", p95))]
    return [_mean(part, name, mean, unit), *ends]


def _out(size: Size) -> tuple[tuple[str, Estimate], ...]:
    return ("median", size.out), ("p5", size.out_p5), ("p95", size.out_p95)


def _long(part: str, outputs: Mapping[str, SummaryRow]) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = []
    for name, row in outputs.items():
        rows.append((part, name, "adopted", row.value, None, row.unit))
        for statistic in STATISTICS:
            e: Estimate = getattr(row, statistic)
            rows.append((part, name, statistic, e.value, e.error, row.unit))
    return rows


def key_figures(f: Findings) -> Frame:
    """The figures at the top of the report, and every output of the proposal under review."""
    rows = []
    for reading in f.value.readings[:4]:
        rows += [_row(f"{capital(name_of(o))}, {reading.name}", row) for o, row in reading.outputs.items()]
    rows += [_row(capital(name_of(o)), row) for o, row in f.proposal.outputs.items()]
    columns = [text("figure"), text("unit"), *map(Column, ("adopted", "mean", "s.e.", "median", "p5", "p95"))]
    title = f"Key figures; proposal under review: {f.proposal.title}"
    return Frame(title, [*columns, Column("judgement", kind="share")], rows)


def _row(name: str, row: SummaryRow) -> tuple[Any, ...]:
    share = row.unit == "share"
    figures = [Shown.of(e.value, e.error, share=share) for e in (row.median, row.p5, row.p95)]
    judgement = row.judgement.share.value if row.judgement.share else None
    mean = Shown.of(row.mean.value, row.mean.error, share=share)
    return (name, row.unit, Shown(row.value, share=share), mean, Shown(row.mean.error, 1), *figures, judgement)


def inputs(f: Findings) -> Frame:
    """The assumption log: every input of every case, with its grade and where it comes from."""
    columns = [text("case"), text("input"), text("unit"), *map(Column, ("adopted", "p5", "p95"))]
    columns += [text(name) for name in ("role", "grade", "source", "conversion")]
    rows = [
        (case.name, r.path, r.unit, r.value, r.low, r.high, r.role, r.grade, r.source, r.conversion)
        for case in f.cases
        for r in case.rows
    ]
    note = "A variant shows only the inputs that differ from the case it is a variant of."
    return Frame("Assumption log", columns, rows, (note,))


def beliefs(f: Findings) -> Frame:
    """The proposal under review, by set of beliefs."""
    unit = f.proposal.outputs["net_world"].unit
    columns = [text("beliefs"), *(Column(name, unit) for name in ("mean", "s.e.", "p5", "p95"))]
    columns += [text("highest mean of all"), Column("its mean", unit)]
    columns += [Column("its probability of being best", kind="share")]
    rows = [
        (s.name, s.mean.value, s.mean.error, s.p5, s.p95, s.best, s.best_mean.value, s.probability_best.value)
        for s in f.sides.sides
    ]
    return Frame(f"Net benefit of {f.proposal.name} to {whose(f.proposal.viewpoint)}, by set of beliefs", columns, rows)


def sizes(f: Findings) -> Frame:
    """Exit by size of project."""
    unit = f.proposal.outputs["fixed_cost"].unit
    columns = [Column("budget from", unit), Column("up to", unit), Column("share of all funded projects", kind="share")]
    columns += [Column(name, kind="share") for name in ("of these exit", "p5", "p95")]
    rows = [
        (s.low, s.high if s.high < 1e15 else None, s.share.value, s.out.value, s.out_p5.value, s.out_p95.value)
        for s in f.pricing_out.sizes
    ]
    return Frame(f"Funded projects in scope that exit under {f.proposal.name}, by annual budget", columns, rows)


def claims(f: Findings) -> Frame:
    """The register of claims with its verdicts."""
    columns = [text("claim"), text("sentence"), text("kind"), Column("held in", kind="share"), text("as adopted")]
    columns += [Column("corners", kind="share"), text("source")]
    rows = [
        (c.name, c.sentence, c.kind, c.held.value, c.at_adopted, c.corners_held / c.corners, c.source) for c in f.claims
    ]
    return Frame("Claims", columns, rows)
