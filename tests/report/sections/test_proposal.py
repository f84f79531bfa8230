"""What the brief prints of a proposal in full."""

from __future__ import annotations

import re

from apart import Apart
from finished import Finished
from printed import blocks, check_outputs, of_all
from reading import says, scale_in

from mloss_econ.engine import row_of
from mloss_econ.report.document import Document
from mloss_econ.wording import words


def test_the_proposal_in_full(report: Document, apart: Apart, finished: Finished) -> None:
    costs, duties, exits, every, closed = blocks(report, "pricing-out", "table")[2:]
    names = {
        "Developer: compliance cost": "fixed_cost",
        "Developer: one-off": "first_cost",
        "Developer: recurring": "recurrent_cost",
        "Developer: familiarisation": "sunk_cost",
        "One deployer": "deployer_cost",
        "One developer of closed models": "large_cost",
        "Budget below": "exempt_below",
        "Smallest budget that": "cutoff",
        "Funded projects in scope that are covered": "covered_funded",
        "Funded projects in scope that exit": "exit_share_funded",
        "Unfunded projects in scope that exit": "exit_share_unfunded",
        "Projects in scope that exit": "exit_share",
        "Budgets in scope of projects": "value_lost",
        "Use in scope of projects": "use_lost",
        "Use in scope through": "derivative_use_lost",
        "Use in scope lost after": "use_lost_net",
        "Covered projects that are never begun": "births_lost",
        "Wait before a release": "wait",
        "Wait for new closed models": "large_delay",
        "Developers of closed models that give up": "large_gone",
        "Value lost by": "share_of_horizon_value_lost",
        "Largest cost at which 90 % of funded": "largest_cost_projects",
        "Largest cost at which 90 % of budgets": "largest_cost_value",
        "Smallest exemption at which 90 % of funded": "smallest_exemption_projects",
        "Smallest exemption at which 90 % of budgets": "smallest_exemption_value",
    }
    for line in (*costs.lines, *exits.lines, *closed.lines):
        (output,) = [o for head, o in names.items() if line[0].startswith(head)]
        check_outputs(line[0], line[1:], apart.proposal, output)
    assert len(costs.lines) >= 5
    assert len(exits.lines) >= 12
    whole = ["exit_share_funded", "exit_share_unfunded", "value_lost", "use_lost"]
    for line, output in zip(every.lines, whole, strict=True):
        assert line[0].startswith("Of all ")
        cells = [re.sub(r"(\d)(?=$|\)| to| \()", r"\1 %", cell) for cell in line[1:]]
        case = apart.proposal.case
        scope = case.entry("open_scope").value * float(case.outputs().share_bound)
        says(cells[0], row_of(apart.proposal, output).value * scope)
        says(cells[1], of_all(apart.proposal, output))
    mine = [d for d in finished.findings.proposal.duties if d.imposed.developer]
    scale = scale_in(duties.caption)
    for line, d in zip(duties.lines, sorted(mine, key=lambda d: -d.cost.value), strict=True):
        r = row_of(apart.proposal, d.cost.path)
        assert d.cost.path.endswith(d.name)
        assert line[0] == f"{'○' if d.is_judgement else '●'} {words(d.name)}"
        says(line[2], r.value, most=3, scale=scale)
        says(line[3], r.median, r.p5, r.p95, most=3, scale=scale)
