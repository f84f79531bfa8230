"""Who gains and who pays under the rule looked at: its ledger, line by line and group by group."""

from __future__ import annotations

from mloss_econ.base.text import number
from mloss_econ.engine import Estimate
from mloss_econ.regimes import TRIED
from mloss_econ.report.document import Chart, Section, TableBlock, Text
from mloss_econ.report.findings import Findings
from mloss_econ.report.findings.policy import Contribution
from mloss_econ.wording import (
    LEDGER as NAMES,
    capital,
    cell,
    listing,
    odds,
    quantity,
    reach,
    scale_of,
    span,
    stated,
    unit_words,
    without_rounding,
)

SMALL = 0.01  # of the largest: groups that gain or lose less are not named in the sentence


def short(f: Findings) -> str:
    """The answer in one sentence."""
    net, avoided = f.proposal.outputs["net_world"], f.proposal.outputs["harm_avoided"]
    return (
        f"Who gains and who pays: the rule looked at avoids harm of {stated(avoided.median, avoided.unit)} "
        f"({span(avoided)}); its net benefit to the world is {stated(net.median, '')} ({span(net)}), above zero in "
        f"{odds(f.policy.pays)} of draws. {_break_even(f)}"
    )


def _break_even(f: Findings) -> str:
    """How large the harm must be."""
    unit = f.proposal.outputs["net_world"].unit
    adopted = f.proposal.case.entry("yearly_harm").value
    if not f.policy.break_even:
        sign = "above" if f.proposal.outputs["net_world"].value > 0 else "at or below"
        return f"As adopted it stays {sign} zero at each of {TRIED}."
    at = listing([quantity(v, "", 2) for v in f.policy.break_even[:2]])
    return f"As adopted it breaks even where the harm of AI is {at} {unit_words(unit)}; adopted: {number(adopted, 2)}."


def section(f: Findings) -> Section:
    """The section."""
    groups = f.policy.groups
    if not groups:
        return Section(
            "gains", "Who gains and who pays?", (Text("Nobody: the rule changes nothing.", lead=True),), page_only=True
        )
    unit = f.proposal.outputs["net_world"].unit
    most = max(abs(g.mean.value) for g in groups)
    named = [g for g in sorted(groups, key=lambda g: -abs(g.mean.value)) if abs(g.mean.value) > SMALL * most]
    said = listing([f"{g.name} {_signed(g)}" for g in named])
    return Section(
        "gains",
        "Who gains and who pays?",
        (
            Text(
                f"On average over the draws, in {unit_words(unit)}: {said}. What offenders lose is shown and not "
                f"counted. {_break_even(f)}",
                lead=True,
            ),
            _waterfall(f, unit),
            _groups(f, unit),
        ),
        page_only=True,
    )


def _signed(g: Contribution) -> str:
    size = Estimate(abs(g.mean.value), g.mean.error)
    return f"{'gain' if g.mean.value > 0 else 'lose'} {stated(size, '')}"


def _waterfall(f: Findings, unit: str) -> Chart:
    net = f.proposal.outputs["net_world"]
    steps = [(f"{p.name}  {NAMES[p.name]}", p) for p in f.policy.lines]
    largest = max(steps, key=lambda s: abs(s[1].mean.value), default=None)
    mean = stated(net.mean, net.unit)
    most = f"; the largest step is {NAMES[largest[1].name]}, {stated(largest[1].mean, '')}" if largest else ""
    rows = [*((name, p.mean, p.p5, p.p95) for name, p in steps), ("Net", net.mean, net.p5.value, net.p95.value)]
    table = _table(f"Gains and losses by line, {unit_words(unit)}", rows)
    return Chart(
        "waterfall",
        "",
        f"The mean net benefit of {mean} is made of {len(steps)} lines{most}",
        "Bars from top to bottom, each beginning where the one above ends: "
        + "; ".join(f"{line[0]}, {line[1]}" for line in table.lines if isinstance(line, tuple))
        + ".",
        table,
        "Means of draws; thin lines: 5-95 %. Gains to the right. Transfers count where one side of them is left out.",
    )


def _groups(f: Findings, unit: str) -> Chart:
    rows = [(capital(g.name), g.mean, g.p5, g.p95) for g in f.policy.groups]
    table = _table(f"Gains and losses by group, {unit_words(unit)}", rows)
    first = max(f.policy.groups, key=lambda g: g.mean.value)
    last = min(f.policy.groups, key=lambda g: g.mean.value)
    return Chart(
        "by_group",
        "",
        f"{capital(first.name)} gain most, {last.name} lose most",
        "Bars by group: "
        + "; ".join(f"{line[0]}, {line[1]}" for line in table.lines if isinstance(line, tuple))
        + ". Transfers are included.",
        table,
        "Means of draws, transfers included; thin lines: 5-95 %. Gains to the right.",
    )


def _table(caption: str, rows: list[tuple[str, Estimate, float, float]]) -> TableBlock:
    scale, name = scale_of([abs(mean.value) for _, mean, _, _ in rows])
    lines = []
    for label, mean, low, high in rows:
        among = (mean.value, low, high)
        ends = reach(*(number(without_rounding(end, among) / scale) for end in (low, high)))
        lines.append((label, cell(mean, "", scale), ends))
    head, unit = caption.rsplit(", ", 1)
    return TableBlock(f"{head}, {name}{unit}", ("", "mean", "5 to 95 %"), tuple(lines))
