"""How many projects, and how much of their budgets, would a rule price out, and at what cost?

Two bills side by side, on the same draws, for a project whose system is high-risk; and both shares over every cost.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from mloss_econ.case import Case, baseline
from mloss_econ.compliance import billed_pricing_out, pricing_out
from mloss_econ.engine import SummaryRow
from mloss_econ.errors import RunError
from mloss_econ.proposals import proposal
from mloss_econ.report.assumptions import Assumptions
from mloss_econ.report.findings.common import CaseRecord, fixed_by_judgement, record, run_of, summaries
from mloss_econ.sensitivity import BreakEven, Tornado, break_even, tornado
from mloss_econ.sensitivity.points import at_points

SCENARIO = "ai_duties"
PROPOSALS = {  # and how a table calls each
    "eu_ai_act_requirements": "five lines alone",
    "eu_ai_act_highrisk": "with a new quality system",
}
LARGEST = "eu_ai_act_highrisk"
OUTPUTS = (
    "fixed_cost",
    "cutoff",
    "priced_out_paid",
    "value_lost",
    "use_lost",
    "priced_out",
    "largest_cost_projects",
    "largest_cost_value",
)
MOST = "duties.qms.developer"  # the lever in which the two proposals differ
HALF = 0.5
PER_DECADE = 16


@dataclass(frozen=True)
class Bill:
    """One proposal: what it says of itself, its outputs, and its cost line by line."""

    name: str
    title: str
    status: str
    reference: str
    open_source: str
    outputs: Mapping[str, SummaryRow]
    by_duty: Mapping[str, SummaryRow]
    clauses: Mapping[str, str]

    @property
    def short(self) -> str:
        """The last part of its title."""
        return self.title.rsplit(": ", 1)[-1]

    @property
    def label(self) -> str:
        """A few words for a table or a figure."""
        return PROPOSALS[self.name]


@dataclass(frozen=True)
class Band:
    """A share at each cost: 5 %, median and 95 % over draws."""

    p5: tuple[float, ...]
    median: tuple[float, ...]
    p95: tuple[float, ...]


@dataclass(frozen=True)
class PricingFindings:
    """The bills, the shares lost at every yearly cost, the drivers and what would turn the answer."""

    bills: tuple[Bill, ...]
    costs: tuple[float, ...]
    projects: Band
    budgets: Band
    keep: float
    half_out: BreakEven
    held: tuple[str, ...]
    conversions: tuple[str, ...]
    currencies: tuple[str, ...]
    drivers: Tornado
    turning: tuple[tuple[str, BreakEven], ...]
    cases: tuple[CaseRecord, ...]


def _currencies(case: Case[Any, Any]) -> list[str]:
    """The currencies that the money of a case was given in."""
    beliefs = [entry.belief for entry in case.entries.values()]
    return [b.prices.currency for b in beliefs if b is not None and b.prices is not None]


def pricing_findings(assumptions: Assumptions) -> PricingFindings:
    """Compute them."""
    store, prices = assumptions.store, assumptions.prices
    today = baseline(billed_pricing_out, prices=prices, scenario=SCENARIO, store=store)
    cases = {name: proposal(name, store=store).apply(today) for name in PROPOSALS}
    bills = []
    for name, case in cases.items():
        bills.append(_bill(name, case, assumptions))
    costs = _costs(bills)
    any_bill = baseline(pricing_out, prices=prices, store=store)
    projects, budgets = _bands(any_bill, costs, assumptions)
    largest, whole = cases[LARGEST], f"pricing out, {PROPOSALS[LARGEST]}"
    found = [e.conversion for e in largest.entries.values() if e.conversion]
    asked = [(name, "median_budget") for name in PROPOSALS] + [(LARGEST, MOST), (LARGEST, "payable_share")]
    return PricingFindings(
        bills=tuple(bills),
        costs=costs,
        projects=projects,
        budgets=budgets,
        keep=largest.entry("keep").value,
        half_out=break_even(pricing_out, any_bill, vary="fixed_cost", output="priced_out_paid", target=HALF),
        held=fixed_by_judgement(largest),
        conversions=tuple(dict.fromkeys(f"{c.original} to {c.target} ({c.how})" for c in found)),
        currencies=tuple(dict.fromkeys(_currencies(largest))),
        drivers=tornado(billed_pricing_out, largest, "priced_out_paid"),
        turning=tuple(
            (
                name,
                break_even(billed_pricing_out, cases[name], vary=vary, output="priced_out_paid", target=HALF),
            )
            for name, vary in asked
        ),
        cases=(
            record(whole, largest),
            *(
                record(f"pricing out, {label}", cases[name], variant_of=largest, of=whole)
                for name, label in PROPOSALS.items()
                if name != LARGEST
            ),
        ),
    )


def _bill(name: str, case: Case[Any, Any], assumptions: Assumptions) -> Bill:
    run, seed = run_of(case, assumptions), assumptions.store.proposal(name)
    duties = {p: p.split(".")[1] for p in run.draws.outputs if p.startswith("by_duty.")}
    clauses = {p.split(".")[1]: e.origin for p, e in case.entries.items() if p.endswith(".developer") and e.origin}
    return Bill(
        name,
        seed.title,
        seed.status,
        seed.reference,
        seed.open_source,
        summaries(run, *OUTPUTS),
        {duty: run.row(p) for p, duty in duties.items() if duty in clauses},
        clauses,
    )


def _costs(bills: list[Bill]) -> tuple[float, ...]:
    """Whole decades from the largest bearable cost to beyond the largest bill."""
    ends = [
        v for b in bills for v in (b.outputs["largest_cost_projects"].median.value, b.outputs["fixed_cost"].p95.value)
    ]
    ends = [v for v in ends if v > 0]
    if not ends:
        raise RunError("no proposal has a bill and no project can bear one: there is nothing to price out.")
    decades = math.floor(math.log10(min(ends))), math.ceil(math.log10(max(ends)))
    return tuple(np.logspace(*decades, PER_DECADE * (decades[1] - decades[0]) + 1).tolist())


def _bands(case: Case[Any, Any], costs: tuple[float, ...], assumptions: Assumptions) -> tuple[Band, Band]:
    """Both shares over draws at each cost, which takes the place of the uncertain one."""
    draws = run_of(case, assumptions).draws.inputs
    levels: dict[str, list[Any]] = {"priced_out_paid": [], "value_lost": []}
    for cost in costs:
        y = at_points(case, {**draws, "fixed_cost": np.full(assumptions.n, cost)})[1]
        for output, rows in levels.items():
            rows.append(np.quantile(getattr(y, output), (0.05, 0.5, 0.95)))
    projects, budgets = (Band(*(tuple(c.tolist()) for c in np.array(rows).T)) for rows in levels.values())
    return projects, budgets
