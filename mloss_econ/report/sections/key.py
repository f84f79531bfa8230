"""The answer in a few sentences, and the figures that matter, each with the share of its variance from judgement."""

from __future__ import annotations

from mloss_econ.engine import SummaryRow
from mloss_econ.regimes import viewpoints, whose
from mloss_econ.report.document import Section, TableBlock
from mloss_econ.report.findings import Findings
from mloss_econ.report.findings.proposal import ProposalFindings
from mloss_econ.report.sections import structure
from mloss_econ.report.sections.places import exits, in_force, rare, removes
from mloss_econ.wording import capital, cell, is_percent, odds, scale_of, span, stated, unit_words

READINGS = ((0, "value", "Value of MLOSS, gross"), (3, "value", "the same, realised and net"))
RATIOS = ((0, "benefit_cost_ratio", "Value over cost, gross"), (3, "benefit_cost_ratio", "the same, realised and net"))
IN_SCOPE = (
    ("exit_share_funded", "Funded projects in scope that exit"),
    ("exit_share_unfunded", "Unfunded projects in scope that exit"),
)
OF_ALL = (
    ("exit_share_funded", "Of all funded projects, those that exit"),
    ("value_lost", "Of all project budgets, those of projects that exit"),
)


def _of_proposal(p: ProposalFindings) -> list[tuple[SummaryRow, str]]:
    """The figures of the proposal under review: those in scope, all projects (but for hardly any), and the balance."""
    rows = [(p.outputs["fixed_cost"], "Annual compliance cost of a covered project")]
    rows += [(p.outputs[o], name) for o, name in IN_SCOPE]
    rows += [(p.of_all[o], name) for o, name in OF_ALL if not rare(p.of_all[o])]
    rows += [
        (p.outputs["use_value_lost"], "Use of open and closed models lost"),
        (p.outputs["harm_avoided"], "Harm avoided, where it has a figure"),
    ]
    return rows + [(p.outputs[output], f"Net benefit to {whose(name)}") for name, output in viewpoints(p.case).items()]


def headline(f: Findings) -> str:
    """The answer on the proposal under review: exit, net benefit, how sure that is."""
    p, net = f.proposal, f.proposal.balance
    j = net.judgement
    since = f" {in_force(p)}" if p.in_baseline else ""
    hinges = f"; {structure.sign(p)}" if p.structure is not None else ""
    gone = f" {capital(removes(p))}" if p.removes else ""
    return (
        f"{p.title}: {exits(p)}.{since}{gone} Its net benefit to {whose(p.viewpoint)} is "
        f"{stated(net.median, net.unit)} ({span(net)}). It is above zero in {odds(f.policy.pays)} of draws{hinges}. "
        f"{j.inputs} of the {j.of} uncertain inputs behind it are expert judgement."
    )


def section(f: Findings) -> Section:
    """The table."""
    lines = [_line(f.value.readings[k].outputs[o], name) for k, o, name in (*READINGS, *RATIOS)]
    lines += [_line(row, name) for row, name in _of_proposal(f.proposal)]
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
