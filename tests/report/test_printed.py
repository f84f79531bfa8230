"""Every number that the brief prints, read back from its sentences, tables and charts, against one computed apart."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import chain
from typing import Any

import numpy as np
import pytest
from apart import STATED_RATIO, STATED_VALUE, Apart
from finished import Finished
from reading import Size, says, scale_in

from mloss_econ.engine import Estimate, Run
from mloss_econ.regimes import STATUS_QUO, break_even_harm, form_of
from mloss_econ.report.document import Bullets, Chart, Document, Folded, Group, Section, Table, Text
from mloss_econ.report.provenance import provenance
from mloss_econ.report.sections import document
from mloss_econ.wording import KEEPS, name_of, words

KINDS: dict[str, type] = {"text": Text, "table": Table, "bullets": Bullets, "chart": Chart}


@pytest.fixture(scope="module")
def report(finished: Finished) -> Document:
    """The brief before it becomes lines or a page."""
    return document(finished.findings, provenance(finished.assumptions, "sobol", ["mloss-econ", "brief"]))


def section(report: Document, name: str) -> Section:
    """A section of it."""
    return next(s for s in report.sections if s.name == name)


def blocks(report: Document, name: str, kind: str) -> list[Any]:
    """The blocks of a kind in a section, folded ones too; the table of a chart is not among the tables."""
    flat = chain.from_iterable(b.blocks if isinstance(b, Folded) else (b,) for b in section(report, name).blocks)
    return [b for b in flat if isinstance(b, KINDS[kind])]


def rows_of(table: Table) -> list[tuple[str, ...]]:
    """Its lines, without the lines that name groups."""
    return [line for line in table.lines if not isinstance(line, Group)]


def row(run: Run[Any, Any], output: str) -> list[Any]:
    """Median, 5 and 95 % of an output."""
    found = run.row(output)
    return [found.median, found.p5, found.p95]


def judged(run: Run[Any, Any], output: str) -> list[Any]:
    """How many inputs are judgement, of how many, and their share of the variation."""
    found = run.judgement(output)
    return [Size(found.inputs, 0, 9), Size(found.of, 0, 9), *([found.share] if found.share else [])]


def share_of(run: Run[Any, Any], held: Any) -> Any:
    """A share of draws."""
    return run.estimate_of(np.asarray(held, dtype=float))


def without(text: str, *names: str) -> str:
    """A text without names that have numbers in them."""
    for name in names:
        text = text.replace(name, "")
    return text


def harm(apart: Apart) -> Any:
    """The adopted yearly harm."""
    return apart.rule.case.entry("yearly_harm").value


# ---------------------------------------------------------------- the answers


def test_headline(report: Document, apart: Apart) -> None:
    run, net = apart.rule, apart.change
    pays = share_of(net, net.draws.outputs["net_world"] > 0)
    title = apart.assumptions.store.proposal(apart.assumptions.rule).title
    text = without(report.headline, title)
    assert title in report.headline
    says(text, row(run, "priced_out_paid"), row(net, "net_world"), pays, judged(net, "net_world")[:2])


def test_short_value(report: Document, apart: Apart) -> None:
    gross, both = apart.readings["gross"], apart.readings["realised and net"]
    says(
        report.short[0],
        Size(2022, 0, 4),
        row(gross, "value"),
        row(gross, "benefit_cost_ratio"),
        row(both, "benefit_cost_ratio"),
        judged(gross, "value"),
    )


def test_short_pricing_out(report: Document, apart: Apart) -> None:
    titles = [apart.assumptions.store.proposal(n).title for n in (apart.assumptions.rule, apart.assumptions.beside)]
    assert report.short[1].index(titles[0]) < report.short[1].index(titles[1])
    outputs = ("priced_out_paid", "value_lost")
    each = [row(run, output) for run in (apart.rule, apart.beside) for output in outputs]
    says(without(report.short[1], *titles), each, judged(apart.rule, "priced_out_paid"))


def test_short_who_gains(report: Document, apart: Apart) -> None:
    run = apart.change
    pays = share_of(run, run.draws.outputs["net_world"] > 0)
    even = break_even_harm(apart.rule.case)
    says(report.short[2], row(run, "harm_avoided"), row(run, "net_world"), pays, even, harm(apart))


def test_short_liability(report: Document, apart: Apart) -> None:
    wanted: list[Any] = []
    for name in ("deepfake_family_fraud", "deepfake_bank_fraud"):
        run = apart.situation(name)
        shares = {party: run.estimate(f"is_cheapest.{party}") for party in run.case.point.parties}
        first = sorted(shares, key=lambda p: -shares[p].value)[:2]
        wanted += [*(shares[party] for party in first), run.share_row("cheapest").shares["tie"]]
        place = report.short[3].index(name.replace("_", " "))
        assert report.short[3].index(f"the {first[0]} in", place) < report.short[3].index(f"the {first[1]} in", place)
    runs = [apart.situation(name) for name in ("deepfake_family_fraud", "deepfake_bank_fraud")]
    counts = [sum(len(r.draws.inputs) for r in runs), sum(len(r.judged) for r in runs)]
    says(report.short[3], wanted, [Size(c, 0, 9) for c in counts])


@pytest.mark.slow
def test_short_proposals(report: Document, apart: Apart) -> None:
    scores, lead = apart.card.scores, section(report, "proposals").blocks[0]
    first, place = scores[0], [s.name for s in scores].index(apart.assumptions.rule) + 1
    best = [first.mean, first.median, first.p5, first.p95, first.best_in]
    assert f"'{first.title}'" in report.short[4]
    says(without(report.short[4], first.title), Size(len(scores), 0, 9), best, Size(place, 0, 9))
    assert isinstance(lead, Text)
    beaten = sum(bool(s.beaten_by) for s in scores)
    count = [Size(beaten, 0, 9)] if beaten else []
    says(without(lead.text, first.title), best, Size(place, 0, 9), first.expected_loss, count, Size(len(scores), 0, 9))


def test_short_claims(report: Document, finished: Finished, apart: Apart) -> None:
    open_ones = [c for c in finished.findings.claims if c.kind != "true by construction"]
    counts = [len(open_ones), sum(c.held.value > 0.5 for c in open_ones), sum(c.at_adopted for c in open_ones)]
    says(report.short[5], *(Size(c, 0, 9) for c in counts))


def test_basis_and_stamp(report: Document, apart: Apart, finished: Finished) -> None:
    a, seed = apart.assumptions, apart.assumptions.store.proposal(apart.assumptions.rule)
    assert seed.title in report.basis[0]
    says(report.basis[1], Size(2022, 0, 4), Size(a.n, 0, 9))
    says(without(report.stamp, finished.findings.stamp.inputs, "0.1.0"), Size(a.n, 0, 9), Size(a.seed, 0, 9))


# ---------------------------------------------------------------- key figures, value


def test_key_figures(report: Document, apart: Apart) -> None:
    gross, both = apart.readings["gross"], apart.readings["realised and net"]
    outputs = ["fixed_cost", "priced_out_paid", "value_lost", "social_cost", "harm_avoided"]
    outputs += ["net_world", "net_home", "net_projects"]
    wanted = [(run, output) for output in ("value", "benefit_cost_ratio") for run in (gross, both)]
    (table,) = blocks(report, "key", "table")
    for line, (run, output) in zip(
        rows_of(table), [*wanted, *((apart.printed("rule", o), o) for o in outputs)], strict=True
    ):
        r = run.row(output)
        most = 2 if r.unit == "share" else 3
        cells = [c.replace("over 99", "over 99 %").replace("under 0.1", "under 0.1 %") for c in line[1:6]]
        for cell, size in zip(cells, (r.value, r.mean, r.median, r.p5, r.p95), strict=True):
            says(cell, size, most=most, scale=1.0 if "%" in cell else scale_in(line[0]))
        says(line[6], *([r.judgement.share] if r.judgement.share else []))
    assert [line[0].split(",")[0] for line in rows_of(table)][4:] == [
        "Yearly bill of a project it covers",
        "Paid projects that stop",
        "Budgets that go with them",
        "Cost to society before benefits",
        "Harm avoided",
        "Net benefit to the world",
        "Net benefit to one jurisdiction",
        "Net gain of open projects",
    ]


def test_value_text(report: Document, apart: Apart) -> None:
    lead, note, cost = blocks(report, "value", "text")
    runs = list(apart.readings.values())
    gross, sampled = runs[0], runs[4]
    value, ratio = gross.row("value"), gross.row("benefit_cost_ratio")
    reaches = [share_of(r, r.draws.outputs["benefit_cost_ratio"] >= STATED_RATIO) for r in runs]
    first = share_of(gross, gross.draws.outputs["value"] >= STATED_VALUE)
    ends = [ratio.median, ratio.p5, ratio.p95]
    said = [value.median, Size(2022, 0, 4), value.p5, value.p95, first, STATED_VALUE]
    says(lead.text, said, ends, Size(STATED_RATIO, 0, 3), reaches[:4])
    judgement = judged(gross, "value"), judged(gross, "benefit_cost_ratio")
    says(note.text, ratio.value, ratio.mean, ratio.median, *judgement)
    costs = [float(apart.cost.row(p).value) for p in apart.cost.draws.outputs if p.startswith("by_basis.")]
    of_sample = row(sampled, "benefit_cost_ratio")
    says(cost.text, min(costs), max(costs), of_sample, Size(STATED_RATIO, 0, 3), reaches[4])


def test_value_chart(report: Document, apart: Apart, finished: Finished) -> None:
    (chart,) = blocks(report, "value", "chart")
    gross, shown = apart.readings["gross"], list(apart.readings.values())[:4]
    first = share_of(gross, gross.draws.outputs["value"] >= STATED_VALUE)
    says(chart.title, first, STATED_VALUE)
    value = gross.row("value")
    ends = [Size(0.95), value.p5, value.median, Size(0.05), value.p95]
    says(chart.description, ends, apart.assumptions.store.fact("langenkamp_yue_2022.headline_benefit").value)
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
        r = apart.readings[line[0]].row(output)
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
        r = run.row(output)
        for cell, size in zip(line[1:5], (r.value, r.median, r.p5, r.p95), strict=True):
            says(cell, size, most=3)
        says(line[5], share_of(run, run.draws.outputs[output] >= STATED_RATIO))
    assert [line[0] for line in critics.lines] == [words(name) for name in apart.criticisms]
    scale, bases = scale_in(costs.caption.split(", by what")[0]), list(apart.repaired.by_basis)
    shown = [basis for basis in bases if not basis.endswith("_pooled")]
    for line, basis in zip(costs.lines, shown, strict=True):
        r = apart.cost.row(f"by_basis.{basis}")
        last = float(apart.repaired.by_basis[basis])
        for cell, size in zip(line[1:], (r.value, r.mean, r.median, r.p5, r.p95, last), strict=True):
            says(cell, size, most=3, scale=scale)


# ---------------------------------------------------------------- drivers and turning points


def test_drivers(report: Document, finished: Finished) -> None:
    f = finished.findings
    assert f.rule.drivers is not None
    rankings = {"value": f.value.drivers, "net": f.policy.drivers, "pricing_out": f.rule.drivers}
    rankings |= {s.name: s.drivers for s in f.liability.situations}
    charts = {c.key: c for c in blocks(report, "drivers", "chart")}
    assert list(charts) == [k for k, ranking in rankings.items() if ranking.rows[0].span[0] < ranking.rows[0].span[1]]
    for key, chart in charts.items():
        ranking = rankings[key]
        moving = [r for r in ranking.rows if r.span[0] < r.span[1]]
        says(chart.title, *ranking.rows[0].span)
        for line, r in zip(chart.table.lines, moving[:7], strict=True):
            assert line[0] == f"{'○' if r.judged else '●'} {name_of(r.path)}"
            says(line[1], r.input_low, r.input_high, most=3)
            says(line[2], r.output_low, most=3)
            says(line[3], r.output_high, most=3)
        said = [(r.output_low, r.output_high) for r in moving[:7]]
        names = [name_of(r.path) for r in moving[:7]]
        steps = [Size(v, 0, 3) for ends in said for v in ends]
        says(without(chart.description, *names), Size(5), Size(0.95), steps, ranking.adopted)
        says(chart.table.caption, ranking.adopted, most=3)
        says(chart.source, *([Size(len(moving) - 7, 0, 9)] if len(moving) > 7 else []))
    lead = section(report, "drivers").blocks[0]
    assert isinstance(lead, Text)
    says(lead.text, *f.value.drivers.rows[0].span, Size(5), Size(0.95))


def place(b: Any) -> list[Any]:
    """What a sentence says of the crossings of a target: each with its place in the belief, and the adopted value."""
    made: list[Any] = []
    for c in b.crossings:
        made.append(Size(c.value, 0, 3))
        if c.quantile is not None:
            q = c.quantile
            made.append(Size(0.99 if q > 0.995 else 0.01 if q < 0.005 else q))
    return [*made, Size(b.adopted_input, 0, 3)]


def check_turning(item: str, b: Any, *target: Any) -> None:
    """A sentence on where an output crosses a target: the target, and the places or the range that was searched."""
    text = without(item, name_of(b.vary))
    says(text, *target, place(b) if b.crossings else [Size(b.tried, 0, 9), *(Size(v, 0, 3) for v in b.searched)])
    above = b.adopted_output > b.target
    if not b.crossings and target is not None:
        assert ("above" in text) == above or text.startswith("Yes" if above else "No")


def test_turning_points(report: Document, finished: Finished) -> None:
    f = finished.findings
    net, stops, ratio, *situations = blocks(report, "turning", "bullets")
    for item, b in zip(net.items, f.policy.turning, strict=True):
        check_turning(item, b)
    half = f.pricing_out.half_out
    says(stops.items[0], Size(half.crossings[0].value, 0, 3), 0.5)
    for item, b in zip(stops.items[1:], f.pricing_out.turning, strict=True):
        check_turning(item, b, 0.5)
    for item, b in zip(ratio.items, f.value.turning, strict=True):
        check_turning(item, b, Size(b.target, 0, 3))
    lead = section(report, "turning").blocks[0]
    assert isinstance(lead, Text)
    turn = sum(any(not c.touches for c in b.crossings) for b in f.policy.turning)
    says(lead.text, Size(len(f.policy.turning)), *([Size(turn)] if turn else []))
    for bullets, s in zip(situations, f.liability.situations, strict=True):
        assert f"is the {s.examined} the cheapest" in bullets.title
        for item, b in zip(bullets.items, s.turning, strict=True):
            check_switch(item, b)


def check_switch(item: str, b: Any) -> None:
    """A sentence on a yes or no: it names the nearest crossings, one on each side."""
    yes = b.adopted_output > 0.5
    if not b.crossings:
        assert item.startswith(f"{'Yes' if yes else 'No'} at all {b.tried:,} values of ")
        says(without(item, name_of(b.vary)), Size(b.tried, 0, 9), *(Size(v, 0, 3) for v in b.searched))
        return
    below = [c for c in b.crossings if c.value <= b.adopted_input][-1:]
    above = [c for c in b.crossings if c.value > b.adopted_input][:1]
    assert item.startswith("No if" if yes else "Yes if")
    assert list(re.findall(r"\b(below|above)\b(?! its)", item))[: len(below + above)] == (
        ["below"] * len(below) + ["above"] * len(above)
    )
    sizes: list[Any] = []
    for c in (*below, *above):
        sizes += [Size(c.value, 0, 3), *([] if c.quantile is None else [Size(c.quantile)])]
    says(without(item, name_of(b.vary)), sizes, Size(b.adopted_input, 0, 3))


# ---------------------------------------------------------------- who gains, who is priced out


def test_who_gains(report: Document, apart: Apart) -> None:
    run, groups = apart.change, {k: v for k, v in apart.groups.items() if np.any(v)}
    means = {name: float(np.mean(v)) for name, v in groups.items()}
    most = max(map(abs, means.values()))
    named = sorted((n for n in means if abs(means[n]) > 0.01 * most), key=lambda n: -abs(means[n]))
    lead = section(report, "gains").blocks[0]
    assert isinstance(lead, Text)
    found = re.findall(rf"({'|'.join(groups)}) (gain|lose) (?=\d)", lead.text)
    assert found == [(name, "gain" if means[name] > 0 else "lose") for name in named]
    sizes = [Size(abs(means[n]), run.estimate_of(groups[n]).error) for n in named]
    says(lead.text, sizes, break_even_harm(apart.rule.case), harm(apart))
    waterfall, by_group = blocks(report, "gains", "chart")
    lines = {name: draws for name, draws in apart.lines.items() if np.any(draws)}
    net, scale = run.draws.outputs["net_world"], scale_in(waterfall.table.caption)
    for line, (name, draws) in zip(waterfall.table.lines, [*lines.items(), ("Net", net)], strict=True):
        assert line[0].split()[0] == name
        check_gain(line, run, draws, scale)
    largest = max(lines, key=lambda name: abs(float(np.mean(lines[name]))))
    assert (
        f"the largest step is {waterfall.table.lines[list(lines).index(largest)][0].split(maxsplit=1)[1]}"
        in waterfall.title
    )
    says(waterfall.title, run.mean("net_world"), Size(len(lines)), run.estimate_of(lines[largest]))
    shown = [run.estimate_of(draws) for draws in [*lines.values(), net]]
    says(waterfall.description, shown, most=3, scale=scale)
    scale = scale_in(by_group.table.caption)
    for line, (name, draws) in zip(by_group.table.lines, groups.items(), strict=True):
        assert line[0].lower() == name
        check_gain(line, run, draws, scale)
    first, last = (pick(means, key=lambda n: means[n]) for pick in (max, min))
    assert by_group.title == f"{first.capitalize()} gain most, {last} lose most"
    says(by_group.description, [run.estimate_of(draws) for draws in groups.values()], most=3, scale=scale)


def check_gain(line: Any, run: Run[Any, Any], draws: Any, scale: float) -> None:
    """Mean, 5 and 95 % of a line of the ledger."""
    says(line[1], run.estimate_of(draws), most=3, scale=scale)
    says(line[2], *(float(v) for v in np.quantile(draws, (0.05, 0.95))), most=3, scale=scale)


def test_pricing_out(report: Document, apart: Apart, finished: Finished) -> None:
    f, run = finished.findings, apart.rule
    lead, keeps = blocks(report, "pricing-out", "text")[:2]
    small, large = f.pricing_out.sizes[0], f.pricing_out.sizes[-1]
    stops = [row(run, "priced_out_paid"), row(run, "value_lost")]
    says(lead.text, row(run, "fixed_cost"), stops, small.out, Size(1e4, 0, 3), large.out, Size(1e6, 0, 3))
    duties = {d.name: float(d.cost.value) for d in f.rule.duties if d.imposed.developer}
    largest = max(duties, key=lambda name: duties[name])
    assert f"is {words(largest)}:" in keeps.text
    part = duties[largest] / run.row("fixed_cost").value
    says(keeps.text, 0.9, row(run, "largest_cost_projects"), 0.9, row(run, "largest_cost_value"), part)
    (chart,) = blocks(report, "pricing-out", "chart")
    half = f.pricing_out.half_out.crossings[0].value
    says(chart.title, half)
    costs, bills = f.pricing_out.costs, [r.row("fixed_cost").median for r in (apart.rule, apart.beside)]
    says(chart.description, costs[0], costs[-1], *bills)
    assert chart.description.index("All duties") < chart.description.index("five requirement lines")
    step = max((len(costs) - 1) // 8, 1)
    for line, k in zip(chart.table.lines, range(0, len(costs), step), strict=True):
        at = apart.run(apart.any_bill.but("at", fixed_cost=costs[k]))
        says(line[0], costs[k])
        for cells, output in ((line[1:3], "priced_out_paid"), (line[3:5], "value_lost")):
            low, middle, high = np.quantile(at.draws.outputs[output], (0.05, 0.5, 0.95))
            says(cells[0], float(middle))
            says(cells[1], float(low), float(high))
    sizes, two, *_ = blocks(report, "pricing-out", "table")
    edges = [[1e4], [1e4, 5e4], [5e4, 2.5e5], [2.5e5, 1e6], [1e6]]
    for line, s, ends in zip(sizes.lines, f.pricing_out.sizes, edges, strict=True):
        says(line[0], *(Size(e, 0, 3) for e in ends))
        says(line[1], s.part)
        says(line[2], s.out)
        says(line[3], s.out_p5.value, s.out_p95.value)
    outputs = ["fixed_cost", "cutoff", "covered_paid", "priced_out_paid", "value_lost", "use_lost", "priced_out"]
    outputs += ["largest_cost_projects", "largest_cost_value"]
    for line, output in zip(two.lines, outputs, strict=True):
        check_outputs(line[0], line[1:3], apart.rule, output)
        check_outputs(line[0], line[3:5], apart.beside, output)


def check_outputs(head: str, cells: Any, run: Run[Any, Any], output: str) -> None:
    """As adopted, and median with its interval, in the unit of the head."""
    r = run.row(output)
    most = 2 if r.unit == "share" else 3
    scale = scale_in(head)
    for cell, sizes in zip(cells, ([r.value], [r.median, r.p5, r.p95]), strict=True):
        if r.unit == "share":
            cell = re.sub(r"(\d)(?=$|\)| to| \()", r"\1 %", cell)
        says(cell, *sizes, most=most, scale=1.0 if r.unit == "share" else scale)


def test_the_proposal_in_full(report: Document, apart: Apart, finished: Finished) -> None:
    tables = blocks(report, "pricing-out", "table")[2:]
    bill, duties, stops = tables
    names = {
        "Developer: bill": "fixed_cost",
        "Developer: at the start": "first_cost",
        "Developer: each year": "recurrent_cost",
        "Developer: to find out": "sunk_cost",
        "One deployer": "deployer_cost",
        "Budget below": "exempt_below",
        "Smallest budget that": "cutoff",
        "Paid projects covered": "covered_paid",
        "Paid projects that stop": "priced_out_paid",
        "All projects that stop": "priced_out",
        "Budgets that go": "value_lost",
        "Use that goes": "use_lost",
        "Use through": "derivative_use_lost",
        "Use lost after": "use_lost_net",
        "Wait": "wait",
        "Value lost by": "part_of_horizon_value_lost",
        "Largest bill that keeps 90 % of paid": "largest_cost_projects",
        "Largest bill that keeps 90 % of budgets": "largest_cost_value",
        "Smallest exemption that keeps 90 % of paid": "smallest_exemption_projects",
        "Smallest exemption that keeps 90 % of budgets": "smallest_exemption_value",
    }
    for line in (*bill.lines, *stops.lines):
        (output,) = [o for head, o in names.items() if line[0].startswith(head)]
        check_outputs(line[0], line[1:], apart.rule, output)
    assert len(bill.lines) >= 5
    assert len(stops.lines) >= 9
    mine = [d for d in finished.findings.rule.duties if d.imposed.developer]
    scale = scale_in(duties.caption)
    for line, d in zip(duties.lines, sorted(mine, key=lambda d: -d.cost.value), strict=True):
        r = apart.rule.row(f"by_duty.{d.name}")
        assert line[0] == f"{'○' if d.judged else '●'} {words(d.name)}"
        says(line[2], r.value, most=3, scale=scale)
        says(line[3], r.median, r.p5, r.p95, most=3, scale=scale)


# ---------------------------------------------------------------- liability


def test_liability(report: Document, apart: Apart, finished: Finished) -> None:
    leads = [t for t in blocks(report, "liability", "text") if t.lead]
    judgement = [t for t in blocks(report, "liability", "text") if t.text.startswith("How much")]
    tables, done = blocks(report, "liability", "table"), blocks(report, "liability", "bullets")
    for k, s in enumerate(finished.findings.liability.situations):
        run = apart.situation(s.name)
        parties = list(run.case.point.parties)
        cheapest = {p: run.estimate(f"is_cheapest.{p}") for p in parties}
        order = sorted(parties, key=lambda p: -cheapest[p].value)
        regret = {p: run.mean(f"regret.{p}") for p in parties}
        least = min(parties, key=lambda p: regret[p].value)
        tied = [
            p for p in order if regret[p].value - regret[least].value <= 2 * (regret[p].error + regret[least].error)
        ]
        others = [regret[p] for p in order if p not in tied]
        ties = run.share_row("cheapest").shares["tie"]
        says(leads[k].text, *(cheapest[p] for p in order), ties, regret[least], *others)
        found = re.findall(r"the (\w+) in ", leads[k].text)
        assert found == order
        says(judgement[k].text, Size(len(run.draws.inputs), 0, 9))
        scale = scale_in(tables[k].caption)
        for line, p in zip(tables[k].lines, order, strict=True):
            assert line[0] == f"the {words(p)}"
            r, cost = run.row(f"regret.{p}"), run.row(f"social_cost.{p}")
            says(line[1], cheapest[p])
            says(line[2], run.share_row("cheapest").shares[p])
            for cell, size in zip(line[3:], (r.mean, r.p95, cost.mean, cost.value), strict=True):
                says(cell, size, most=3, scale=scale)
        check_done(done[k], run, order)


def check_done(bullets: Bullets, run: Run[Any, Any], order: list[str]) -> None:
    """Who acts, and the most frequent sets of precautions."""
    for item, p in zip(bullets.items, order, strict=True):
        used = run.share_row(f"induced.{p}").shares
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
    (chart, *_), s = blocks(report, "liability", "chart"), finished.findings.liability.situations[0]
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


# ---------------------------------------------------------------- proposals, sides, claims, form, log


def test_proposals(report: Document, apart: Apart, finished: Finished) -> None:
    few, every, elsewhere = blocks(report, "proposals", "table")
    scores = apart.card.scores
    asked = {apart.assumptions.rule, apart.assumptions.beside, STATUS_QUO}
    chosen = [(k, s) for k, s in enumerate(scores) if k < 6 or s.name in asked]
    for table, shown in ((few, chosen), (every, list(enumerate(scores)))):
        scale = scale_in(table.caption)
        for line, (k, s) in zip(table.lines, shown, strict=True):
            assert line[0].split("  ") == [str(k + 1), words(s.name)]
            says(line[1], s.mean, most=3, scale=scale)
            says(line[2], s.median, scale=scale)
            says(line[3], s.p5, s.p95, scale=scale)
            says(line[4], s.best_in)
            says(line[5], *s.break_even[:2] if s.name != STATUS_QUO else [])
            assert line[5] or s.name == STATUS_QUO
        sought = [Size(97), 1e3, 1e15] if any(line[5] in KEEPS for line in table.lines) else []
        says(table.note, harm(apart), *sought)
    harms, scale = list(apart.card.harms), scale_in(elsewhere.caption.replace("(", ", ").replace(")", ","))
    for line, s in zip(elsewhere.lines, scores, strict=True):
        assert [int(c) for c in line[1:4]] == [s.ranks[v] for v in ("world", "one jurisdiction", "open projects")]
        for cell, name in zip(line[4:-1], harms, strict=True):
            says(cell, s.by_harm[name], scale=scale)
        assert line[-1] == (str(len(s.beaten_by)) if s.beaten_by else "")
    says(elsewhere.note, *apart.card.harms.values())


def test_sides(report: Document, apart: Apart, finished: Finished) -> None:
    f = finished.findings.sides
    (lead, *_), (table, divides) = blocks(report, "sides", "text"), blocks(report, "sides", "table")
    scale = scale_in(table.caption)
    says(lead.text, *(s.mean for s in f.sides), most=3, scale=scale)
    for line, s in zip(table.lines, f.sides, strict=True):
        says(line[1], s.mean, most=3, scale=scale)
        says(line[2], s.p5, s.p95, scale=scale)
        says(line[3], *s.break_even[:2])
        says(without(line[4], words(s.best)), s.best_mean, most=3, scale=scale)
        assert line[4].startswith(words(s.best))
        says(line[5], s.best_in)
    says(table.note, Size(apart.assumptions.n, 0, 9))
    says(divides.caption, *f.points, most=3)
    scale = scale_in(divides.caption.rpartition(", as each")[0])
    for line, p in zip(divides.lines, f.parts, strict=False):
        assert line[0].lower().startswith(name_of(p.path).lower())
        says(line[1], p.values[0], most=3)
        says(line[2], p.values[1], most=3)
        says(line[3], p.part, most=3, scale=scale)
    assert len(divides.lines) == len(f.parts) + 1
    says(divides.lines[-1][3], f.rest, most=3, scale=scale)


@pytest.mark.parametrize(("always", "said"), [(-5.0, "never"), (5.0, "at any harm"), (0.0, "")])
def test_a_net_that_keeps_its_sign_is_said(finished: Finished, always: float, said: str) -> None:
    f = finished.findings
    sides = tuple(replace(s, break_even=(), always=always) for s in f.sides.sides)
    scores = tuple(replace(s, break_even=(), adopted=always) for s in f.card.scores)
    policy = replace(f.policy, break_even=())
    rule = replace(f.rule, outputs={**f.rule.outputs, "net_world": replace(f.rule.outputs["net_world"], value=always)})
    kept = replace(
        f, sides=replace(f.sides, sides=sides), card=replace(f.card, scores=scores), policy=policy, rule=rule
    )
    made = document(kept, provenance(finished.assumptions, "sobol", ()))
    assert {line[3] for line in blocks(made, "sides", "table")[0].lines} == {said}
    for line in blocks(made, "proposals", "table")[1].lines:
        assert line[5] == ("" if line[0].endswith("status quo") else said)
    assert (
        f"it stays {'above' if always > 0 else 'at or below'} zero at each of 97 yearly harms from 1,000"
        in made.short[2]
    )


def test_no_more_than_two_break_evens_are_named(finished: Finished) -> None:
    f, three = finished.findings, (1e9, 3e9, 7e9)
    sides = replace(f.sides, sides=tuple(replace(s, break_even=three) for s in f.sides.sides))
    card = replace(f.card, scores=tuple(replace(s, break_even=three) for s in f.card.scores))
    many = replace(f, sides=sides, card=card, policy=replace(f.policy, break_even=three))
    made = document(many, provenance(finished.assumptions, "sobol", ()))
    assert "is 1 billion and 3 billion USD 2022 a year; adopted" in made.short[2]
    assert {line[3] for line in blocks(made, "sides", "table")[0].lines} == {"1 billion and 3 billion"}
    assert {line[5] for line in blocks(made, "proposals", "table")[1].lines} == {"", "1 billion and 3 billion"}


def test_what_stops_hardly_anything_is_said(finished: Finished) -> None:
    f = finished.findings
    few = {"priced_out_paid": 0.0009, "fixed_cost": 0.0}
    outputs = dict(f.rule.outputs)
    for name, value in few.items():
        e = Estimate(value, 0.0)
        outputs[name] = replace(outputs[name], value=value, mean=e, median=e, p5=e, p95=e)
    made = document(replace(f, rule=replace(f.rule, outputs=outputs)), provenance(finished.assumptions, "sobol", ()))
    assert "hardly any paid open-source project stops" in made.headline
    assert "stops hardly any paid project; beside it" in made.short[1]
    lead = blocks(made, "pricing-out", "text")[0].text
    assert lead.startswith(
        "Under the rule looked at nothing falls on the developer of an open-source project, and hardly"
    )
    assert lead.endswith("hardly any paid project stops.")


def test_claims(report: Document, finished: Finished) -> None:
    found = finished.findings.claims
    table, corners = blocks(report, "claims", "table")
    turning = blocks(report, "claims", "bullets")[0]
    for k, c in enumerate(found):
        line, item = table.lines[k], turning.items[k]
        assert (line[0], line[3]) == (c.name, "holds" if c.at_adopted else "fails")
        assert line[1].startswith(c.sentence)
        says(line[2], c.held)
        assert corners.lines[k][:2] == (c.name, line[2])
        says(corners.lines[k][2], c.corners_held / c.corners)
        text = without(item, c.name, *(name_of(t.path) for t in c.turns[:2]))
        rest = len(c.turns) - 2
        if c.kind == "true by construction":
            says(text)
            continue
        if not c.turns:
            says(text, Size(999, 0, 3), Size(25))
            continue
        places = [
            (Size(t.value, 0, 3), 0.99 if t.quantile > 0.995 else 0.01 if t.quantile < 0.005 else t.quantile)
            for t in c.turns[:2]
        ]
        says(text, *chain.from_iterable(places), *([Size(rest)] if rest > 0 else []))
        assert ("breaks with" in item) == c.at_adopted
        sides = re.findall(r"\b(below|above) [\d−]", item)
        assert sides == [t.side for t in c.turns[:2]]


def test_form(report: Document, apart: Apart) -> None:
    (table,), (others,) = blocks(report, "form", "table"), blocks(report, "form", "bullets")
    form: Any = form_of(apart.rule, apart.assumptions.profile)
    scale = scale_in(table.caption)
    rates = list(form.profile.schedules)
    assert table.head[1:] == tuple(f"at {rate}" for rate in rates)
    by_name = {e.what[:1].upper() + e.what[1:]: e for e in form.entries if hasattr(e, "at")}
    seen = set()
    for line in rows_of(table):
        entry = next((e for name, e in by_name.items() if line[0].split(" (")[0] == name.split(" (")[0]), None)
        for cell, rate in zip(line[1:], rates, strict=True):
            if entry is not None:
                at = entry.at[rate]
                seen.add(id(entry))
                says(cell, at.primary, at.low, at.high, most=3, scale=scale)
            elif line[0].startswith("All "):
                kind = line[0].removeprefix("All ").removesuffix("s")
                whole = sum(e.at[rate].primary for e in by_name.values() if e.kind == kind)
                says(cell, whole, most=3, scale=scale)
    assert len(seen) == len(by_name)
    count = {kind: sum(e.kind == kind for e in by_name.values()) for kind in ("benefit", "cost")}
    totals = [line[0] for line in rows_of(table) if line[0].startswith("All ")]
    assert totals == [f"All {kind}s" for kind, entries in count.items() if entries > 1]
    counted = [e for e in form.entries if hasattr(e, "figure")]
    for item, e in zip(others.items, counted, strict=False):
        says(item, e.figure.primary, e.figure.low, e.figure.high, most=3)


def test_log(report: Document, finished: Finished) -> None:
    s, cases = section(report, "inputs"), finished.findings.cases
    graded = [r for c in cases for r in c.rows if r.grade]
    lead, *folds = s.blocks
    assert isinstance(lead, Text)
    judgement = sum("judgement" in r.grade for r in graded)
    says(lead.text, Size(judgement, 0, 9), Size(len(graded), 0, 9))
    for fold, case in zip(folds, cases, strict=True):
        assert isinstance(fold, Folded)
        table, quiet = fold.blocks
        assert isinstance(table, Table)
        assert isinstance(quiet, Text)
        assert case.digest in quiet.text
        assert f" {len(case.rows):,} input" in table.caption
        for line, r in zip(rows_of(table), case.rows, strict=True):
            assert line[0].lstrip("○● ") == name_of(r.path)
            assert line[0].startswith("○") == r.grade.startswith("judgement")
            ends = [Size(v, 0, 3) for v in (r.low, r.high)] if r.low < r.high else []
            says(line[1], Size(r.value, 0, 3), *ends)
            assert line[2] == "; ".join(p for p in (r.role, r.grade, r.source, r.conversion) if p)


def test_which_sections_are_on_the_terminal(report: Document, finished: Finished) -> None:
    shown = [s.title.upper() for s in report.sections if not s.page_only]
    assert shown == [
        "KEY FIGURES",
        "WHAT DRIVES EACH ANSWER?",
        "WHAT WOULD CHANGE THE ANSWER?",
        "WHICH PROPOSAL DOES BEST?",
    ]
    for s in report.sections:
        assert (s.title.upper() in finished.stdout.splitlines()) == (s.title.upper() in shown)
