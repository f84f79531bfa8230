"""The numbers of a report as tables: one set of frames behind the CSV, the Markdown, the LaTeX and the workbook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from mloss_econ.engine import Estimate, SummaryRow
from mloss_econ.frames import Column, Frame, Shown, text
from mloss_econ.report.findings import Findings
from mloss_econ.report.sections.drivers import asked
from mloss_econ.wording import capital, name_of

STATISTICS = ("mean", "median", "p5", "p95")


def frames(f: Findings) -> dict[str, Frame]:
    """Every table by name."""
    made = {
        "key_figures": key_figures(f),
        "inputs": inputs(f),
        "ledger": f.rule.ledger.frame(),
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
    rows: list[tuple[Any, ...]] = []
    for reading in f.value.readings:
        rows += _long(f"value, {reading.name}", reading.outputs)
    for rule in (f.rule, f.beside):
        rows += _long(f"rule, {rule.name}", rule.outputs)
    for group in f.policy.groups:
        unit = f.rule.outputs["net_world"].unit
        rows.append((f"rule, {f.rule.name}", f"gain of {group.name}", "mean", group.mean.value, group.mean.error, unit))
    for s in f.liability.situations:
        for p in s.parties:
            rows.append((s.name, f"is_cheapest.{p.party}", "mean", p.cheapest.value, p.cheapest.error, "share"))
            rows.append((s.name, f"regret.{p.party}", "mean", p.regret.mean.value, p.regret.mean.error, p.regret.unit))
    for score in f.card.scores:
        rows.append(
            (
                f"proposal, {score.name}",
                "net_world",
                "mean",
                score.mean.value,
                score.mean.error,
                f"{f.card.prices}/year",
            )
        )
    for c in f.claims:
        rows.append((f"claim, {c.name}", "held", "mean", c.held.value, c.held.error, "share"))
    heads = (text("part"), text("name"), text("statistic"), Column("value"), Column("standard error"), text("unit"))
    return Frame("Figures of the report", heads, rows, (str(f.stamp),))


def _long(part: str, outputs: Mapping[str, SummaryRow]) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = []
    for name, row in outputs.items():
        rows.append((part, name, "adopted", row.value, None, row.unit))
        for statistic in STATISTICS:
            e: Estimate = getattr(row, statistic)
            rows.append((part, name, statistic, e.value, e.error, row.unit))
    return rows


def key_figures(f: Findings) -> Frame:
    """The figures at the top of the report, and every output of the rule looked at."""
    rows = []
    for reading in f.value.readings[:4]:
        rows += [_row(f"{capital(name_of(o))}, {reading.name}", row) for o, row in reading.outputs.items()]
    rows += [_row(capital(name_of(o)), row) for o, row in f.rule.outputs.items()]
    columns = [text("figure"), text("unit"), *map(Column, ("adopted", "mean", "s.e.", "median", "5 %", "95 %"))]
    title = f"Key figures; rule looked at: {f.rule.title}"
    return Frame(title, [*columns, Column("judged", kind="share")], rows)


def _row(name: str, row: SummaryRow) -> tuple[Any, ...]:
    share = row.unit == "share"
    figures = [Shown.of(e.value, e.error, share=share) for e in (row.median, row.p5, row.p95)]
    judged = row.judgement.share.value if row.judgement.share else None
    mean = Shown.of(row.mean.value, row.mean.error, share=share)
    return (name, row.unit, Shown(row.value, share=share), mean, Shown(row.mean.error, 1), *figures, judged)


def inputs(f: Findings) -> Frame:
    """The assumption log: every input of every case, with its grade and where it comes from."""
    columns = [text("case"), text("input"), text("unit"), *map(Column, ("adopted", "5 %", "95 %"))]
    columns += [text(name) for name in ("role", "grade", "where from", "conversion")]
    rows = [
        (case.name, r.path, r.unit, r.value, r.low, r.high, r.role, r.grade, r.source, r.conversion)
        for case in f.cases
        for r in case.rows
    ]
    note = "A variant shows only the inputs that differ from the case it is a variant of."
    return Frame("Assumption log", columns, rows, (note,))


def beliefs(f: Findings) -> Frame:
    """The rule looked at under each set of beliefs."""
    unit = f.rule.outputs["net_world"].unit
    columns = [text("beliefs"), *(Column(name, unit) for name in ("mean", "s.e.", "5 %", "95 %"))]
    columns += [text("best proposal"), Column("its mean", unit), Column("best in", kind="share")]
    rows = [
        (s.name, s.mean.value, s.mean.error, s.p5, s.p95, s.best, s.best_mean.value, s.best_in.value)
        for s in f.sides.sides
    ]
    return Frame(f"Net benefit of '{f.rule.name}' to the world, by set of beliefs", columns, rows)


def sizes(f: Findings) -> Frame:
    """Who stops, by size of project."""
    unit = f.rule.outputs["fixed_cost"].unit
    columns = [Column("budget from", unit), Column("up to", unit), Column("of all paid projects", kind="share")]
    columns += [Column(name, kind="share") for name in ("of these stop", "5 %", "95 %")]
    rows = [
        (s.low, s.high if s.high < 1e15 else None, s.part.value, s.out.value, s.out_p5.value, s.out_p95.value)
        for s in f.pricing_out.sizes
    ]
    return Frame(f"Paid projects that stop under '{f.rule.name}', by yearly budget", columns, rows)


def claims(f: Findings) -> Frame:
    """The register of claims with its verdicts."""
    columns = [text("claim"), text("sentence"), text("kind"), Column("held in", kind="share"), text("as adopted")]
    columns += [Column("corners", kind="share"), text("made in")]
    rows = [
        (c.name, c.sentence, c.kind, c.held.value, c.at_adopted, c.corners_held / c.corners, c.source) for c in f.claims
    ]
    return Frame("Claims", columns, rows)
