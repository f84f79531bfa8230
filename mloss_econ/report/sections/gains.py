"""Who gains and who pays under the proposal under review: its ledger, line by line and group by group."""

from __future__ import annotations

from mloss_econ.base.text import number
from mloss_econ.engine import Estimate
from mloss_econ.regimes import whose
from mloss_econ.report.document import Chart, Section, TableBlock, Text
from mloss_econ.report.findings import Findings
from mloss_econ.report.findings.policy import Contribution
from mloss_econ.report.findings.proposal import ProposalFindings
from mloss_econ.report.sections import harm
from mloss_econ.wording import (
    LEDGER as NAMES,
    capital,
    cell,
    listing,
    odds,
    reach,
    scale_of,
    span,
    stated,
    unit_words,
    without_rounding,
)

SMALL = 0.01  # of the largest: groups that gain or lose less are not in the sentence


def short(f: Findings) -> str:
    """The answer in one sentence."""
    p, net = f.proposal, f.proposal.balance
    return (
        f"Who gains and who pays: under the proposal under review, {harm.avoided(p)}. Its net benefit to "
        f"{whose(p.viewpoint)} is {stated(net.median, net.unit)} ({span(net)}), above zero in {odds(f.policy.pays)} of "
        f"draws. {apart(p)}{harm.break_even(p)}"
    )


def apart(p: ProposalFindings) -> str:
    """That mean and median have different signs, where they have; "" where not."""
    net = p.balance
    if net.mean.value * net.median.value >= 0:
        return ""
    side = "above" if net.mean.value > 0 else "below"
    return f"Its mean, {stated(net.mean, '')}, is {side} zero all the same: rare draws weigh much. "


def section(f: Findings) -> Section:
    """The section."""
    groups = f.policy.groups
    if not groups:
        return Section(
            "gains",
            "Who gains and who pays?",
            (Text("Nobody: the proposal changes nothing.", lead=True),),
            page_only=True,
        )
    unit = f.proposal.balance.unit
    most = max(abs(g.mean.value) for g in groups)
    named = [g for g in sorted(groups, key=lambda g: -abs(g.mean.value)) if abs(g.mean.value) > SMALL * most]
    said = listing([_signed(g) for g in named])
    return Section(
        "gains",
        "Who gains and who pays?",
        (
            Text(
                f"On average over the draws, in {unit_words(unit)}: {said}. Offenders' losses are shown but not "
                f"counted as a social cost. {harm.break_even(f.proposal)}",
                lead=True,
            ),
            _waterfall(f, unit),
            _groups(f, unit),
            *harm.blocks(f.proposal),
        ),
        page_only=True,
    )


def _signed(g: Contribution) -> str:
    size = Estimate(abs(g.mean.value), g.mean.error)
    return f"{_does(g.name, 'gain' if g.mean.value > 0 else 'lose')} {stated(size, '')}"


def _does(group: str, verb: str) -> str:
    return f"the {group} {verb}s" if group == "state" else f"{group} {verb}"


def _waterfall(f: Findings, unit: str) -> Chart:
    net = f.proposal.outputs["net_world"]
    steps = [(f"{p.name}  {NAMES[p.name]}", p) for p in f.policy.lines]
    largest = max(steps, key=lambda s: abs(s[1].mean.value), default=None)
    mean = stated(net.mean, net.unit)
    most = f"; the largest is {NAMES[largest[1].name]}, {stated(largest[1].mean, '')}" if largest else ""
    rows = [*((name, p.mean, p.p5, p.p95) for name, p in steps), ("Net", net.mean, net.p5.value, net.p95.value)]
    table = _table(f"Gains and losses by line, {unit_words(unit)}", rows)
    return Chart(
        "waterfall",
        "",
        f"The mean net benefit of {mean} is the sum of {len(steps)} lines{most}",
        "Bars from top to bottom, each beginning where the one above ends: "
        + "; ".join(f"{line[0]}, {line[1]}" for line in table.lines if isinstance(line, tuple))
        + ".",
        table,
        "Means of draws; thin lines: 90 % intervals. Gains to the right. Transfers count where one side is left out.",
    )


def _groups(f: Findings, unit: str) -> Chart:
    rows = [(capital(g.name), g.mean, g.p5, g.p95) for g in f.policy.groups]
    table = _table(f"Gains and losses by group, {unit_words(unit)}", rows)
    first = max(f.policy.groups, key=lambda g: g.mean.value)
    last = min(f.policy.groups, key=lambda g: g.mean.value)
    return Chart(
        "by_group",
        "",
        f"{capital(_does(first.name, 'gain'))} most, {_does(last.name, 'lose')} most",
        "Bars by group: "
        + "; ".join(f"{line[0]}, {line[1]}" for line in table.lines if isinstance(line, tuple))
        + ". Transfers are included.",
        table,
        "Means of draws, transfers included; thin lines: 90 % intervals. Gains to the right.",
    )


def _table(caption: str, rows: list[tuple[str, Estimate, float, float]]) -> TableBlock:
    scale, name = scale_of([abs(mean.value) for _, mean, _, _ in rows])
    lines = []
    for label, mean, low, high in rows:
        among = (mean.value, low, high)
        ends = reach(*(number(without_rounding(end, among) / scale) for end in (low, high)))
        lines.append((label, cell(mean, "", scale), ends))
    head, unit = caption.rsplit(", ", 1)
    return TableBlock(f"{head}, {name}{unit}", ("", "mean", "90 % interval"), tuple(lines))
