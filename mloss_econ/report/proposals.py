"""The report on one proposal, the table of all of them, and the report on one scenario of liability."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from mloss_econ.base.frames import Frame
from mloss_econ.base.text import wrap
from mloss_econ.engine import summary
from mloss_econ.report import terminal
from mloss_econ.report.assumptions import Assumptions
from mloss_econ.report.document import TableBlock
from mloss_econ.report.findings.proposal import is_difference, proposal_findings, row_findings
from mloss_econ.report.findings.who_bears import liability_scenarios, who_bears
from mloss_econ.report.naming import not_known
from mloss_econ.report.sections.proposal import document, one_line
from mloss_econ.report.sections.who_bears import document as who_bears_document
from mloss_econ.wording import listing, unit_words

Progress = Callable[[str, float], None]
HEAD = ("proposal", "cost", "in scope %", "of all %", "use %", "○ %")


def one_proposal(name: str, assumptions: Assumptions) -> str:
    """The report on one proposal or one scenario, as lines of at most 80 columns. Raises InputError for an unknown
    name."""
    if name in liability_scenarios(assumptions.store):
        return terminal.render(who_bears_document(who_bears(name, assumptions)))
    if name not in assumptions.store.proposals:
        known = [*assumptions.store.proposals, *liability_scenarios(assumptions.store)]
        raise not_known(name, "proposal or scenario", known, assumptions.store)
    return terminal.render(document(proposal_findings(name, assumptions)))


def proposal_frame(name: str, assumptions: Assumptions) -> Frame:
    """The outputs of one proposal or scenario as a table. Raises InputError for an unknown name."""
    if name in liability_scenarios(assumptions.store):
        return summary(who_bears(name, assumptions).run).frame()
    if name not in assumptions.store.proposals:
        known = [*assumptions.store.proposals, *liability_scenarios(assumptions.store)]
        raise not_known(name, "proposal or scenario", known, assumptions.store)
    found = proposal_findings(name, assumptions)
    levels, changes = summary(found.run), summary(found.change)
    rows = [row for row in levels.rows if not is_difference(row.path)]
    rows += [row for row in changes.rows if is_difference(row.path)]
    return replace(levels, rows=tuple(rows)).frame()


def all_proposals(assumptions: Assumptions, progress: Progress = lambda stage, done: None) -> str:
    """Every proposal in one table, medians with common random numbers."""
    names = list(assumptions.store.proposals)
    lines, unit = [], ""
    for k, name in enumerate(names):
        found = row_findings(name, assumptions)
        unit = unit_words(found.outputs["fixed_cost"].unit)
        lines.append(one_line(found))
        progress(name, (k + 1) / len(names))
    table = TableBlock(f"Compliance cost of each proposal ({unit}), and exit; medians", HEAD, tuple(lines))
    notes = wrap(
        "In scope: share of the funded projects in scope that exit; of all: of all funded projects. Use: the share of "
        "all use that projects which exit account for, unfunded ones included. ○: share of the "
        f"cost, as adopted, that rests on judgement-based costs. {assumptions.n:,} draws, seed {assumptions.seed}, the "
        "same for every proposal. One proposal in full: mloss-econ report NAME. Who should bear a loss: the same with "
        f"{listing(list(liability_scenarios(assumptions.store)))}."
    )
    return "\n".join([*terminal.table(table), "", *notes])
