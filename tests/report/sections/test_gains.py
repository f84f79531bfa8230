"""What the brief prints of who gains and who pays."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
from apart import Apart
from printed import blocks, harm, row, section, share_of
from reading import Size, says, scale_in

from mloss_econ.engine import Run, estimate, estimate_of, row_of
from mloss_econ.regimes import break_even_by_channel
from mloss_econ.report.document import Document, Text
from mloss_econ.wording import words


def test_short_who_gains(report: Document, apart: Apart) -> None:
    run = apart.change
    pays = share_of(run, run.draws.outputs["net_world"] > 0)
    says(report.short[2], row(run, "harm_avoided"), row(run, "net_world"), pays, harm(apart))


def test_who_gains(report: Document, apart: Apart) -> None:
    run, groups = apart.change, {k: v for k, v in apart.groups.items() if np.any(v)}
    means = {name: float(np.mean(v)) for name, v in groups.items()}
    most = max(map(abs, means.values()))
    named = sorted((n for n in means if abs(means[n]) > 0.01 * most), key=lambda n: -abs(means[n]))
    lead = section(report, "gains").blocks[0]
    assert isinstance(lead, Text)
    found = re.findall(rf"({'|'.join(groups)}) (gain|lose)s? (?=\d)", lead.text)
    assert found == [(name, "gain" if means[name] > 0 else "lose") for name in named]
    sizes = [Size(abs(means[n]), estimate_of(groups[n], run=run).error) for n in named]
    says(lead.text, sizes, harm(apart))
    waterfall, by_group = blocks(report, "gains", "chart")
    lines = {name: draws for name, draws in apart.lines.items() if np.any(draws)}
    net, scale = run.draws.outputs["net_world"], scale_in(waterfall.table.caption)
    for line, (name, draws) in zip(waterfall.table.lines, [*lines.items(), ("Net", net)], strict=True):
        assert line[0].split()[0] == name
        check_gain(line, run, draws, scale)
    largest = max(lines, key=lambda name: abs(float(np.mean(lines[name]))))
    assert (
        f"the largest is {waterfall.table.lines[list(lines).index(largest)][0].split(maxsplit=1)[1]}" in waterfall.title
    )
    says(waterfall.title, estimate(run, "net_world"), Size(len(lines)), estimate_of(lines[largest], run=run))
    shown = [estimate_of(draws, run=run) for draws in [*lines.values(), net]]
    says(waterfall.description, shown, most=3, scale=scale)
    scale = scale_in(by_group.table.caption)
    for line, (name, draws) in zip(by_group.table.lines, groups.items(), strict=True):
        assert line[0].lower() == name
        check_gain(line, run, draws, scale)
    first, last = (pick(means, key=lambda n: means[n]) for pick in (max, min))
    gains, loses = (
        f"the {g} {verb}s" if g == "state" else f"{g} {verb}" for g, verb in ((first, "gain"), (last, "lose"))
    )
    assert by_group.title == f"{gains[0].upper()}{gains[1:]} most, {loses} most"
    says(by_group.description, [estimate_of(draws, run=run) for draws in groups.values()], most=3, scale=scale)


def test_harm_by_channel(report: Document, apart: Apart) -> None:
    (table,), (sources,) = blocks(report, "gains", "table"), blocks(report, "gains", "bullets")
    case, even = apart.proposal.case, break_even_by_channel(apart.proposal.case)
    scale, small = (scale_in(f"{table.head[k]} USD".replace(",", "")) for k in (2, 3))
    assert [line[0].lower() for line in table.lines] == [words(name) for name in even]
    for line, item, name in zip(table.lines, sources.items, even, strict=True):
        reach, level = (case.entry(f"channels.{name}.{part}") for part in ("reach", "level"))
        says(line[1], reach.value)
        counted = case.point.channels[name].figure == "counted"
        if counted:
            says(line[2], level.value, scale=scale)
            run = apart.change
            says(line[3], row_of(run, f"avoided_of.{name}").mean, most=3, scale=small)
            says(line[4], *row(run, f"avoided_of.{name}")[1:], most=3, scale=small)
        else:
            assert line[2:5] == ("no figure", "not counted", "")
        says(line[5], *even[name][:2], scale=scale)
        assert level.belief is not None
        assert level.belief.why in item
        assert item.startswith("○" if level.is_judgement else "●")
        assert all(case.store.cite(fact) in item for fact in level.belief.rests_on)
        assert ("no figure:" in item) != counted


def check_gain(line: Any, run: Run[Any, Any], draws: Any, scale: float) -> None:
    """Mean, 5 and 95 % of a line of the ledger."""
    says(line[1], estimate_of(draws, run=run), most=3, scale=scale)
    says(line[2], *(float(v) for v in np.quantile(draws, (0.05, 0.95))), most=3, scale=scale)
