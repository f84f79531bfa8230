"""The proposal under review: drivers and break-even values of its net benefit, and the form that an agency hands in."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from mloss_econ.base.arrays import Array
from mloss_econ.engine import Estimate, estimate, estimate_of
from mloss_econ.errors import InputError
from mloss_econ.kernel import GROUPS, LINES
from mloss_econ.regimes import WORLD, Form, form_of
from mloss_econ.report.assumptions import Assumptions
from mloss_econ.report.findings.common import NOT_RECORDED
from mloss_econ.report.findings.proposal import ProposalFindings
from mloss_econ.sensitivity import BreakEven, Tornado, break_even, tornado

DRIVERS = 4  # the largest, whose break-even values are sought


def _inside(found: BreakEven) -> BreakEven:
    """Break-even values inside the range: where an input is zero its effect is zero, which reverses no sign."""
    low, high = found.searched
    return replace(found, crossings=tuple(c for c in found.crossings if low < c.value < high))


@dataclass(frozen=True)
class Contribution:
    """Gain of a line or a group (costs below 0): mean with its error, 5th and 95th percentile."""

    name: str
    mean: Estimate
    p5: float
    p95: float


@dataclass(frozen=True)
class PolicyFindings:
    """Lines and groups of the ledger, the probability of a net benefit, its drivers and break-even values, and the
    form."""

    lines: tuple[Contribution, ...]
    groups: tuple[Contribution, ...]
    pays: Estimate
    drivers: Tornado
    turning: tuple[BreakEven, ...]
    form_missing: str
    form: Form | None = field(metadata=NOT_RECORDED)


def policy_findings(assumptions: Assumptions, proposal: ProposalFindings) -> PolicyFindings:
    """Compute them."""
    run, ledger = proposal.change, proposal.ledger
    case = run.case
    by_line = {c: (v if c in "BT" else -v) for c, v in ledger.by_line().items()}
    by_group = ledger.by_group()

    def part(name: str, draws: Array) -> Contribution:
        low, high = (float(q) for q in np.quantile(draws, (0.05, 0.95)))
        return Contribution(name, estimate_of(draws, run=run), low, high)

    net = proposal.net
    drivers = tornado(case, net)
    moving = [row.path for row in drivers.rows[:DRIVERS] if row.span[0] < row.span[1]]
    form, missing = None, ""
    try:
        region = proposal.viewpoint in proposal.case.point.regions
        form = form_of(
            proposal.run,
            assumptions.profile,
            viewpoint=proposal.viewpoint if region else WORLD,
            bias=assumptions.optimism_bias,
            present_value_year=assumptions.present_value_year,
            naics=assumptions.naics,
            day=assumptions.day,
        )
    except InputError as error:
        missing = str(error)
    return PolicyFindings(
        lines=tuple(part(c, v) for c, v in by_line.items() if c in LINES and v.ndim and v.any()),
        groups=tuple(part(g, by_group[g]) for g in GROUPS if by_group[g].ndim and by_group[g].any()),
        pays=estimate(run, net, lambda v: float((v > 0).mean())),
        drivers=drivers,
        turning=tuple(_inside(break_even(case, vary=path, output=net, target=0.0)) for path in moving),
        form_missing=missing,
        form=form,
    )
