"""What the brief prints of the value of MLOSS."""

from __future__ import annotations

import numpy as np
from apart import PUBLISHED_VALUE, STATED_RATIO, STATED_VALUE, Apart
from finished import Finished
from printed import blocks, of_judgement, row, share_of
from reading import Size, says, scale_in

from mloss_econ.engine import row_of
from mloss_econ.report.document import Document, Group
from mloss_econ.wording import words


def test_short_value(report: Document, apart: Apart) -> None:
    gross, both = apart.readings["gross"], apart.readings["realised and net"]
    says(
        report.short[0],
        Size(2022, 0, 4),
        row(gross, "value"),
        row(gross, "benefit_cost_ratio"),
        row(both, "benefit_cost_ratio"),
        of_judgement(gross, "value"),
    )


def test_value_text(report: Document, apart: Apart) -> None:
    lead, note, cost = blocks(report, "value", "text")
    runs = list(apart.readings.values())
    gross, sampled = runs[0], runs[4]
    value, ratio = row_of(gross, "value"), row_of(gross, "benefit_cost_ratio")
    reaches = [share_of(r, r.draws.outputs["benefit_cost_ratio"] >= STATED_RATIO) for r in runs]
    first = share_of(gross, gross.draws.outputs["value"] >= STATED_VALUE)
    ends = [ratio.median, ratio.p5, ratio.p95]
    said = [value.median, Size(2022, 0, 4), value.p5, value.p95, first, PUBLISHED_VALUE, STATED_VALUE]
    says(lead.text, said, ends, Size(STATED_RATIO, 0, 3), reaches[:4])
    judgement = of_judgement(gross, "value"), of_judgement(gross, "benefit_cost_ratio")
    says(note.text, ratio.value, ratio.mean, ratio.median, *judgement)
    costs = [float(row_of(apart.cost, p).value) for p in apart.cost.draws.outputs if p.startswith("by_basis.")]
    of_sample = row(sampled, "benefit_cost_ratio")
    says(cost.text, min(costs), max(costs), of_sample, Size(STATED_RATIO, 0, 3), reaches[4])


def test_value_chart(report: Document, apart: Apart, finished: Finished) -> None:
    (chart,) = blocks(report, "value", "chart")
    gross, shown = apart.readings["gross"], list(apart.readings.values())[:4]
    first = share_of(gross, gross.draws.outputs["value"] >= STATED_VALUE)
    says(chart.title, first, PUBLISHED_VALUE, STATED_VALUE)
    value = row_of(gross, "value")
    ends = [Size(0.95), value.p5, value.median, Size(0.05), value.p95]
    published = apart.assumptions.store.fact("langenkamp_yue_2022.headline_benefit").value
    assert published is not None
    says(chart.description, ends, published, published * STATED_VALUE / PUBLISHED_VALUE)
    scale = scale_in(chart.table.caption)
    levels = (0.95, 0.9, 0.75, 0.5, 0.25, 0.1, 0.05)
    for line, level in zip(chart.table.lines, levels, strict=True):
        says(line[0], level)
        for cell, run in zip(line[1:], shown, strict=True):
            says(cell, float(np.quantile(run.draws.outputs["value"], 1 - level)), scale=scale)


def test_value_tables(report: Document, apart: Apart) -> None:
    by_reading, critics, costs = blocks(report, "value", "table")
    scale, group, lines = 1.0, -1, []
    for line in by_reading.lines:
        if isinstance(line, Group):
            group, scale = group + 1, scale_in(line.text)
            continue
        output = ("value", "benefit_cost_ratio", "present_value")[group]
        r = row_of(apart.readings[line[0]], output)
        for cell, size in zip(line[1:6], (r.value, r.mean, r.median, r.p5, r.p95), strict=True):
            says(cell, size, most=3, scale=scale)
        says(line[6], *([r.judgement.share] if r.judgement.share else []))
        lines.append((group, line[0]))
    names = list(apart.readings)
    assert lines == [(0, n) for n in names[:4]] + [(g, n) for g in (1, 2) for n in names]
    title = next(line.text for line in by_reading.lines if isinstance(line, Group) and "Present" in line.text)
    point = apart.readings["gross"].case.point
    says(title.rpartition(", ")[0], Size(point.horizon, 0, 9), Size(point.discount_rate))
    for line, (run, output) in zip(critics.lines, apart.criticisms.values(), strict=True):
        r = row_of(run, output)
        for cell, size in zip(line[1:5], (r.value, r.median, r.p5, r.p95), strict=True):
            says(cell, size, most=3)
        says(line[5], share_of(run, run.draws.outputs[output] >= STATED_RATIO))
    assert [line[0] for line in critics.lines] == [words(name) for name in apart.criticisms]
    scale, bases = scale_in(costs.caption.split(", by what")[0]), list(apart.repaired.by_basis)
    shown = [basis for basis in bases if not basis.endswith("_pooled")]
    for line, basis in zip(costs.lines, shown, strict=True):
        r = row_of(apart.cost, f"by_basis.{basis}")
        last = float(apart.repaired.by_basis[basis])
        for cell, size in zip(line[1:], (r.value, r.mean, r.median, r.p5, r.p95, last), strict=True):
            says(cell, size, most=3, scale=scale)
