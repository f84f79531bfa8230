"""The answer in a few sentences, and the figures that matter, each with the share of its variance from judgement."""

from __future__ import annotations

from mloss_econ.engine import SummaryRow
from mloss_econ.report.document import Section, TableBlock
from mloss_econ.report.findings import Findings
from mloss_econ.wording import RARE, cell, is_percent, odds, scale_of, span, stated, unit_words

READINGS = ((0, "value", "Value of MLOSS, gross"), (3, "value", "the same, realised and net"))
RATIOS = ((0, "benefit_cost_ratio", "Value over cost, gross"), (3, "benefit_cost_ratio", "the same, realised and net"))
OF_PROPOSAL = (
    ("fixed_cost", "Annual compliance cost of a covered project"),
    ("exit_share_funded", "Funded projects that exit"),
    ("value_lost", "Budgets of projects that exit"),
    ("social_cost", "Cost to society before benefits"),
    ("harm_avoided", "Harm avoided"),
    ("net_world", "Net benefit to the world"),
    ("net_home", "Net benefit to one jurisdiction"),
    ("net_projects", "Net gain of open projects"),
)


def headline(f: Findings) -> str:
    """The answer on the proposal under review: exit, net benefit, how sure that is."""
    out, net = f.proposal.outputs["exit_share_funded"], f.proposal.outputs["net_world"]
    exits = (
        f"of the funded open-source projects that it covers, {stated(out.median, 'share')} would be driven out "
        f"({span(out)})"
        if out.p95.value >= RARE
        else "hardly any funded open-source project would exit"
    )
    j = net.judgement
    return (
        f"{f.proposal.title}: {exits}. Its net benefit to the world is {stated(net.median, net.unit)} ({span(net)}). "
        f"It is above zero in {odds(f.policy.pays)} of draws; {j.inputs} of the {j.of} uncertain inputs behind it are "
        "expert judgement."
    )


def section(f: Findings) -> Section:
    """The table."""
    lines = [_line(f.value.readings[k].outputs[o], name) for k, o, name in (*READINGS, *RATIOS)]
    lines += [_line(f.proposal.outputs[o], name) for o, name in OF_PROPOSAL]
    head = ("", "adopted", "mean", "median", "p5", "p95", "○ share")
    note = (
        "From the compliance cost on: the proposal under review. Adopted: every input at its adopted value, one choice "
        "among many. p5, p95: the 5th and the 95th percentile. ○ share: share of the variance, by rank, that "
        "judgement-based inputs account for."
    )
    return Section("key", "Key figures", (TableBlock("", head, tuple(lines), note=note),))


def _line(row: SummaryRow, name: str) -> tuple[str, ...]:
    scale, scaled = scale_of([row.median.value])
    unit = "%" if is_percent(row.unit) else f"{scaled}{unit_words(row.unit)}".strip()
    figures = (row.value, row.mean, row.median, row.p5, row.p95)
    share = row.judgement.share
    cells = [cell(e, row.unit, scale).replace(" %", "") for e in figures]
    return (f"{name}, {unit}" if unit else name, *cells, odds(share) if share else "")
