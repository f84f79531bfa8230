"""What the brief prints of a proposal in full."""

from __future__ import annotations

from apart import Apart
from finished import Finished
from printed import blocks, check_outputs
from reading import says, scale_in

from mloss_econ.engine import row_of
from mloss_econ.report.document import Document
from mloss_econ.wording import words


def test_the_proposal_in_full(report: Document, apart: Apart, finished: Finished) -> None:
    tables = blocks(report, "pricing-out", "table")[2:]
    bill, duties, stops = tables
    names = {
        "Developer: bill": "fixed_cost",
        "Developer: at the start": "first_cost",
        "Developer: each year": "recurrent_cost",
        "Developer: to find out": "sunk_cost",
        "One deployer": "deployer_cost",
        "Budget below": "exempt_below",
        "Smallest budget that": "cutoff",
        "Paid projects covered": "covered_funded",
        "Paid projects that stop": "exit_share_funded",
        "All projects that stop": "exit_share",
        "Budgets that go": "value_lost",
        "Use that goes": "use_lost",
        "Use through": "derivative_use_lost",
        "Use lost after": "use_lost_net",
        "Wait": "wait",
        "Value lost by": "share_of_horizon_value_lost",
        "Largest bill that keeps 90 % of paid": "largest_cost_projects",
        "Largest bill that keeps 90 % of budgets": "largest_cost_value",
        "Smallest exemption that keeps 90 % of paid": "smallest_exemption_projects",
        "Smallest exemption that keeps 90 % of budgets": "smallest_exemption_value",
    }
    for line in (*bill.lines, *stops.lines):
        (output,) = [o for head, o in names.items() if line[0].startswith(head)]
        check_outputs(line[0], line[1:], apart.rule, output)
    assert len(bill.lines) >= 5
    assert len(stops.lines) >= 9
    mine = [d for d in finished.findings.rule.duties if d.imposed.developer]
    scale = scale_in(duties.caption)
    for line, d in zip(duties.lines, sorted(mine, key=lambda d: -d.cost.value), strict=True):
        r = row_of(apart.rule, f"by_duty.{d.name}")
        assert line[0] == f"{'○' if d.judged else '●'} {words(d.name)}"
        says(line[2], r.value, most=3, scale=scale)
        says(line[3], r.median, r.p5, r.p95, most=3, scale=scale)
