"""Projects priced out by the proposal under review, by size of budget, against the comparator and at any other cost."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np
from scipy.special import ndtr

from mloss_econ.base.arrays import Array
from mloss_econ.compliance import pricing_out
from mloss_econ.engine import Estimate, Run, estimate_of, finite
from mloss_econ.kernel import Case, baseline
from mloss_econ.report.assumptions import Assumptions
from mloss_econ.report.findings.common import CaseRecord, fixed_by_judgement, record, run_of
from mloss_econ.report.findings.proposal import ProposalFindings
from mloss_econ.sensitivity import BreakEven, at_points, break_even

HALF = 0.5
PER_DECADE = 16
EDGES = (0.0, 1e4, 5e4, 2.5e5, 1e6, math.inf)  # yearly budgets, in the price base of the report
LARGEST = 1e15  # in place of no end
BROKEN_EVEN = ("median_budget", "payable_share")


@dataclass(frozen=True)
class Band:
    """A share at each cost: 5th percentile, median and 95th percentile of the draws."""

    p5: tuple[float, ...]
    median: tuple[float, ...]
    p95: tuple[float, ...]


@dataclass(frozen=True)
class Size:
    """Funded projects of one size: budgets from `low` up to `high`, their share of all, the share of them that exit."""

    low: float
    high: float
    share: Estimate
    out: Estimate
    out_p5: Estimate
    out_p95: Estimate


@dataclass(frozen=True)
class PricingFindings:
    """Exit by size of budget, the shares lost at every annual cost, and the break-even values."""

    costs: tuple[float, ...]
    projects: Band
    budgets: Band
    half_out: BreakEven
    sizes: tuple[Size, ...]
    held: tuple[str, ...]
    conversions: tuple[str, ...]
    currencies: tuple[str, ...]
    turning: tuple[BreakEven, ...]
    cases: tuple[CaseRecord, ...]


def pricing_findings(
    assumptions: Assumptions, proposal: ProposalFindings, comparator: ProposalFindings
) -> PricingFindings:
    """Compute them for a proposal and its comparator."""
    costs = _costs(proposal, comparator)
    any_cost = baseline(pricing_out, prices=assumptions.prices, store=assumptions.store)
    projects, budgets = _bands(any_cost, costs, assumptions)
    case, whole = proposal.case, f"proposal, {proposal.name}"
    found = [e.conversion for e in case.entries.values() if e.conversion]
    beliefs = [entry.belief for entry in case.entries.values()]
    asked = [path for path in (*BROKEN_EVEN, _largest_duty(proposal)) if path]
    exit_ = case.upto("exit_share_funded")
    return PricingFindings(
        costs=costs,
        projects=projects,
        budgets=budgets,
        half_out=break_even(any_cost, vary="fixed_cost", output="exit_share_funded", target=HALF),
        sizes=_sizes(proposal.run),
        held=fixed_by_judgement(case),
        conversions=tuple(dict.fromkeys(f"{c.original} to {c.target} ({c.how})" for c in found)),
        currencies=tuple(dict.fromkeys(b.prices.currency for b in beliefs if b is not None and b.prices is not None)),
        turning=tuple(
            break_even(exit_, vary=path, output="exit_share_funded", target=HALF)
            for path in asked
            if proposal.outputs["fixed_cost"].value > 0
        ),
        cases=(
            record(whole, case),
            record(f"proposal, {comparator.name}", comparator.case, variant_of=case, of=whole),
        ),
    )


def _largest_duty(proposal: ProposalFindings) -> str:
    """Lever of the duty that costs a developer most."""
    mine = [d for d in proposal.duties if d.imposed.developer and d.cost.value > 0]
    if not mine:
        return ""
    return f"{max(mine, key=lambda d: d.cost.value).cost.path.replace('by_duty', 'duties')}.developer"


def _costs(*proposals: ProposalFindings) -> tuple[float, ...]:
    """Whole decades from the largest bearable cost to beyond the largest cost; 100 to a million without any cost."""
    rows = [p.outputs for p in proposals]
    ends = [v for o in rows for v in (o["largest_cost_projects"].median.value, o["fixed_cost"].p95.value) if v > 0]
    ends = ends or [100.0, 1e6]
    decades = math.floor(math.log10(min(ends))), math.ceil(math.log10(max(ends)))
    return tuple(np.logspace(*decades, PER_DECADE * max(decades[1] - decades[0], 1) + 1).tolist())


def _bands(case: Case[Any, Any], costs: tuple[float, ...], assumptions: Assumptions) -> tuple[Band, Band]:
    """Both shares over draws at each cost, which takes the place of the uncertain one."""
    run = run_of(case, assumptions)
    draws = {path: values for path, values in run.draws.inputs.items() if path != "fixed_cost"}
    levels: dict[str, list[Any]] = {"exit_share_funded": [], "value_lost": []}
    for cost in costs:
        y = at_points(case, {**draws, "fixed_cost": np.full(assumptions.n, cost)})[1]
        for output, rows in levels.items():
            rows.append(np.quantile(getattr(y, output), (0.05, 0.5, 0.95)))
    projects, budgets = (Band(*(tuple(c.tolist()) for c in np.array(rows).T)) for rows in levels.values())
    return projects, budgets


def _sizes(run: Run[Any, Any]) -> tuple[Size, ...]:
    """Exit by size of budget: medians and intervals of the draws."""
    made = []
    for low, high, of_all, out in by_size(run):
        ends = [estimate_of(out, partial(np.quantile, q=q), run=run) for q in (0.5, 0.05, 0.95)]
        made.append(Size(low, min(high, LARGEST), estimate_of(of_all, run=run), *ends))
    return tuple(made)


def by_size(run: Run[Any, Any]) -> list[tuple[float, float, Array, Array]]:
    """Share of all funded projects, and share of them that exit, in every draw, by annual budget (from, up to).

    Budgets are lognormal, as in the calculator; a project exits below the cutoff where it is not exempt.

    Where triggers cover only some projects the shares are scaled so that all sizes together give `exit_share_funded`.
    """

    def drawn(path: str) -> Array:
        return run.draws.inputs[path] if path in run.draws.inputs else np.asarray(run.case.entry(path).value)

    median, sigma = drawn("median_budget"), drawn("sigma")

    def below(budget: Array | float) -> Array:
        with np.errstate(divide="ignore"):
            return np.asarray(ndtr(np.log(np.asarray(budget) / median) / sigma))

    cutoff, exempt, total = (finite(run, name) for name in ("cutoff", "exempt_below", "exit_share_funded"))
    exits = np.maximum(below(cutoff) - below(exempt), 0.0)
    scale = np.divide(total, exits, out=np.zeros_like(total), where=exits > 0)
    made = []
    for low, high in pairwise(EDGES):
        of_all = below(high) - below(low)
        ends = below(np.clip(cutoff, low, high)), below(np.clip(exempt, low, high))
        out = np.maximum(ends[0] - ends[1], 0.0) * scale
        made.append((low, high, of_all, np.divide(out, of_all, out=np.zeros_like(out), where=of_all > 0)))
    return made
