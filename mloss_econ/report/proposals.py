"""The report on one rule, the table of all of them, and the report on one situation."""

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
from mloss_econ.report.findings.who_bears import situations_in, who_bears
from mloss_econ.report.naming import not_known
from mloss_econ.report.sections.proposal import document, one_line
from mloss_econ.report.sections.who_bears import document as who_bears_document
from mloss_econ.wording import listing, unit_words

Progress = Callable[[str, float], None]
HEAD = ("proposal", "bill", "paid %", "budgets %", "use %", "judged %")


def one_proposal(name: str, assumptions: Assumptions) -> str:
    """The report on one proposal or one situation, as lines of at most 80 columns. Raises InputError for an unknown
    name."""
    if name in situations_in(assumptions.store):
        return terminal.render(who_bears_document(who_bears(name, assumptions)))
    if name not in assumptions.store.proposals:
        known = [*assumptions.store.proposals, *situations_in(assumptions.store)]
        raise not_known(name, "proposal or situation", known, assumptions.store)
    return terminal.render(document(proposal_findings(name, assumptions)))


def proposal_frame(name: str, assumptions: Assumptions) -> Frame:
    """The outputs of one proposal or situation as a table. Raises InputError for an unknown name."""
    if name in situations_in(assumptions.store):
        return summary(who_bears(name, assumptions).run).frame()
    if name not in assumptions.store.proposals:
        known = [*assumptions.store.proposals, *situations_in(assumptions.store)]
        raise not_known(name, "proposal or situation", known, assumptions.store)
    found = proposal_findings(name, assumptions)
    levels, changes = summary(found.run), summary(found.change)
    rows = [row for row in levels.rows if not is_difference(row.path)]
    rows += [row for row in changes.rows if is_difference(row.path)]
    return replace(levels, rows=tuple(rows)).frame()


def all_proposals(assumptions: Assumptions, progress: Progress = lambda stage, done: None) -> str:
    """Every proposal in one table, medians on the same draws."""
    names = list(assumptions.store.proposals)
    lines, unit = [], ""
    for k, name in enumerate(names):
        found = row_findings(name, assumptions)
        unit = unit_words(found.outputs["fixed_cost"].unit)
        lines.append(one_line(found))
        progress(name, (k + 1) / len(names))
    table = TableBlock(f"Each rule's bill ({unit}), and what stops for it; medians", HEAD, tuple(lines))
    notes = wrap(
        "Paid: of paid projects, those that stop; budgets and use: what goes with them, unpaid projects' use "
        "included. Judged: the part of the bill, as adopted, whose costs are judgement. "
        f"{assumptions.n:,} draws, seed {assumptions.seed}, the same for every rule. One rule in full: mloss-econ report "
        "NAME. Who should bear a loss: the same with "
        f"{listing(list(situations_in(assumptions.store)))}."
    )
    return "\n".join([*terminal.table(table), "", *notes])
