"""The report on one rule, and the table of all of them."""

from __future__ import annotations

from collections.abc import Callable

from mloss_econ.report import terminal
from mloss_econ.report.assumptions import Assumptions
from mloss_econ.report.document import Table
from mloss_econ.report.findings.rule import rule_findings
from mloss_econ.report.sections.rule import document, one_line
from mloss_econ.report.wording import unit_words
from mloss_econ.text import wrap

Progress = Callable[[str, float], None]
HEAD = ("rule", "bill", "paid %", "budgets %", "use %", "judged %")


def one_rule(name: str, assumptions: Assumptions) -> str:
    """The report on one proposal, as lines of at most 80 columns. Raises InputError for an unknown name."""
    return terminal.render(document(rule_findings(name, assumptions)))


def all_rules(assumptions: Assumptions, progress: Progress = lambda stage, done: None) -> str:
    """Every proposal in one table, medians on the same draws."""
    names = list(assumptions.store.proposals)
    lines, unit = [], ""
    for k, name in enumerate(names):
        found = rule_findings(name, assumptions)
        unit = unit_words(found.outputs["fixed_cost"].unit)
        lines.append(one_line(found))
        progress(name, (k + 1) / len(names))
    table = Table(f"Each rule's bill ({unit}), and what stops for it; medians", HEAD, tuple(lines))
    notes = wrap(
        "Paid: of paid projects, those that stop; budgets and use: what goes with them, unpaid projects' use "
        "included. Judged: the part of the bill, as adopted, whose costs are judgement. "
        f"{assumptions.n:,} draws, seed {assumptions.seed}, the same for every rule. One rule in full: mloss-econ run "
        "NAME."
    )
    return "\n".join([*terminal.table(table), "", *notes])
