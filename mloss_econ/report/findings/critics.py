"""Published benefit-cost ratio under each critique alone, and under all of them at once.

Everything else is held at the published point, so a row shows one critique's own doubt and no other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from mloss_econ.engine import Estimate, SummaryRow, row_of
from mloss_econ.kernel import Case, baseline, model
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
PUBLISHED = "value, as published"


@dataclass(frozen=True)
class Criticism:
    """One critique, or all: the ratio under it, the probability that it reaches the stated one, its hash."""

    name: str
    says: str
    at_margin: bool
    ratio: SummaryRow
    reaches: Estimate
    digest: str


@dataclass(frozen=True)
class Critics:
    """The published ratio, with the cost from the public sample, and what critiques make of it."""

    published: float
    each: tuple[Criticism, ...]
    cases: tuple[CaseRecord, ...]


def critics_cases(assumptions: Assumptions) -> dict[str, Case[Any, Any]]:
    """The published case, and what each critique and all of them make of it, by name."""
    joined = model(contribution_cost, attributed_value)
    before = as_published(baseline(joined, prices=assumptions.prices, store=assumptions.store))
    names = critiques_of(before)
    each = {name: criticised(before, name) for name in names}
    return {PUBLISHED: before, **each, ALL: criticised(before, *names, label=ALL)}


def critics(assumptions: Assumptions, stated: float) -> Critics:
    """Compute them."""
    cases = critics_cases(assumptions)
    before, together = cases[PUBLISHED], cases[ALL]
    found = []
    for name, case in cases.items():
        if name == PUBLISHED:
            continue
        at_margin = name in (AT_THE_MARGIN, ALL)
        run, output = run_of(case, assumptions), MARGIN if at_margin else RATIO
        says = "Every critique together, at the margin." if name == ALL else CRITIQUES[name].says
        found.append(Criticism(name, says, at_margin, row_of(run, output), odds(run, output, stated), case.digest()))
    records = record(PUBLISHED, before), record(f"value, {ALL}", together, variant_of=before, of=PUBLISHED)
    return Critics(float(before.outputs().benefit_cost_ratio), tuple(found), records)
