"""What each critique does to the published benefit-cost ratio: alone, and all of them at once.

Everything else is held at the published point, so a row shows one critique's own doubt and no other.
"""

from __future__ import annotations

from dataclasses import dataclass

from mloss_econ.calculator import chain
from mloss_econ.case import baseline
from mloss_econ.engine import Estimate, SummaryRow
from mloss_econ.report.assumptions import Assumptions
from mloss_econ.report.findings.common import CaseRecord, odds, record, run_of
from mloss_econ.value import (
    CRITIQUES,
    as_published,
    attributed_value,
    contribution_cost,
    criticised,
    critiques_of,
)

RATIO, MARGIN = "benefit_cost_ratio", "marginal_ratio"
AT_THE_MARGIN = "average_vs_marginal"
ALL = "all at once"


@dataclass(frozen=True)
class Criticism:
    """One critique, or all: the ratio under it, and the odds that it reaches the stated one."""

    name: str
    says: str
    ratio: SummaryRow
    reaches: Estimate


@dataclass(frozen=True)
class Critics:
    """The published ratio, with the cost from the public sample, and what critiques make of it."""

    published: float
    each: tuple[Criticism, ...]
    case: CaseRecord


def critics(assumptions: Assumptions, stated: float) -> Critics:
    """Compute them."""
    joined = chain(contribution_cost, attributed_value)
    before = as_published(baseline(joined, prices=assumptions.prices, store=assumptions.store))
    names = critiques_of(before)
    found = []
    for name in (*names, ALL):
        case = criticised(before, *names, label=ALL) if name == ALL else criticised(before, name)
        run, output = run_of(case, assumptions), MARGIN if name in (AT_THE_MARGIN, ALL) else RATIO
        says = "Every critique together, at the margin." if name == ALL else CRITIQUES[name].says
        found.append(Criticism(name, says, run.row(output), odds(run, output, stated)))
    return Critics(float(before.outputs().benefit_cost_ratio), tuple(found), record("value, as published", before))
