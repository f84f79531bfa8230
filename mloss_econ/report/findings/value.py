"""What is MLOSS worth, and how sure is that: gross as published, and as its critics would count it.

realised   revenue in place of forecasts times a haircut
net        less what would exist anyway
both       realised and net
sampled    gross, with the investment computed from the sample of contributions
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from mloss_econ.base.units import generic_unit, show_unit
from mloss_econ.engine import Estimate, Run, SummaryRow, row_of
from mloss_econ.kernel import Case, baseline, model
from mloss_econ.report.assumptions import Assumptions
from mloss_econ.report.findings.common import (
    CaseRecord,
    Stated,
    fixed_by_judgement,
    odds,
    record,
    run_of,
    summaries,
)
from mloss_econ.report.findings.critics import Critics, critics
from mloss_econ.sensitivity import BreakEven, Tornado, break_even, tornado
from mloss_econ.value import attributed_value, contribution_cost, created_30_billion, criticised, hundredfold

OUTPUTS = ("value", "benefit_cost_ratio", "present_value")
REALISED, NET, REPAIRS = "realised_vs_potential", "counterfactual", "scrape_fixes"
PUBLISHED = "langenkamp_yue_2022.headline_benefit"
PROBABILITIES = np.round(np.linspace(0.005, 0.995, 199), 4)


@dataclass(frozen=True)
class Reading:
    """One way to count: its outputs, the probability of the two stated figures, judgement-based inputs held fixed."""

    name: str
    outputs: Mapping[str, SummaryRow]
    reaches_value: Estimate
    reaches_ratio: Estimate
    held: tuple[str, ...]
    curve: tuple[float, ...]


@dataclass(frozen=True)
class ValueFindings:
    """The readings, the cost by basis, the drivers and the break-even values."""

    readings: tuple[Reading, ...]
    probabilities: tuple[float, ...]
    stated_value: Stated
    stated_ratio: Stated
    published: Stated
    horizon: float
    discount_rate: float
    investment: SummaryRow
    by_basis: Mapping[str, SummaryRow]
    repaired: Mapping[str, float]
    critics: Critics
    drivers: Tornado
    turning: tuple[BreakEven, ...]
    cases: tuple[CaseRecord, ...]


def value_cases(assumptions: Assumptions) -> dict[str, Case[Any, Any]]:
    """The readings of what MLOSS is worth, by name."""
    store, prices = assumptions.store, assumptions.prices
    gross = baseline(attributed_value, prices=prices, store=store)
    return {
        "gross": gross,
        "realised": criticised(gross, REALISED, label="realised"),
        "net": criticised(gross, NET, label="net"),
        "realised and net": criticised(gross, REALISED, NET, label="realised and net"),
        "gross, cost from the sample": baseline(model(contribution_cost, attributed_value), prices=prices, store=store),
    }


def value_findings(assumptions: Assumptions) -> ValueFindings:
    """Compute them."""
    store, cases = assumptions.store, value_cases(assumptions)
    gross, cost = cases["gross"], baseline(contribution_cost, prices=assumptions.prices, store=store)
    targets = created_30_billion.stated(gross), hundredfold.stated(gross)
    readings = []
    for name, case in cases.items():
        readings.append(_reading(name, run_of(case, assumptions), targets))
    cost_run = run_of(cost, assumptions)
    against = critics(assumptions, targets[1])
    money = readings[0].outputs["value"].unit
    return ValueFindings(
        readings=tuple(readings),
        probabilities=tuple(PROBABILITIES.tolist()),
        stated_value=_stated(gross, created_30_billion.source, money),
        stated_ratio=_stated(gross, hundredfold.source, ""),
        published=_stated(gross, PUBLISHED, money),
        horizon=gross.entry("horizon").value,
        discount_rate=gross.entry("discount_rate").value,
        investment=row_of(cost_run, "investment"),
        by_basis={p.split(".")[1]: row_of(cost_run, p) for p in cost_run.draws.outputs if p.startswith("by_basis.")},
        repaired={basis: float(v) for basis, v in criticised(cost, REPAIRS).outputs().by_basis.items()},
        critics=against,
        drivers=tornado(gross, "benefit_cost_ratio"),
        turning=_turning(gross, targets[1]),
        cases=(
            record("value, gross", gross),
            *(
                record(f"value, {name}", case, variant_of=gross, of="value, gross")
                for name, case in list(cases.items())[1:4]
            ),
            record("cost of contributions", cost),
            *against.cases,
        ),
    )


def _reading(name: str, run: Run[Any, Any], targets: tuple[float, float]) -> Reading:
    return Reading(
        name,
        summaries(run, *OUTPUTS),
        odds(run, "value", targets[0]),
        odds(run, "benefit_cost_ratio", targets[1]),
        fixed_by_judgement(run.case),
        tuple(np.quantile(run.output("value"), 1 - PROBABILITIES).tolist()),
    )


def _turning(gross: Case[Any, Any], ratio: float) -> tuple[BreakEven, ...]:
    """Break-even values for the stated ratio and for a tenth of it."""
    asked = [
        ("haircut", ratio),
        ("haircut", ratio / 10),
        ("algorithm_share", ratio / 10),
        ("net_share", ratio / 10),
    ]
    return tuple(break_even(gross, vary=vary, output="benefit_cost_ratio", target=target) for vary, target in asked)


def _stated(case: Case[Any, Any], fact: str, unit: str) -> Stated:
    """What a fact states, in the price base of a case and in its own."""
    found = case.store.fact(fact)
    assert found.value is not None
    if found.prices is None or found.unit is None:
        return Stated(found.value, unit, case.store.cite(fact), found.value, unit)
    value = found.value * case.store.prices.convert(found.prices, case.prices).factor
    own = show_unit(generic_unit(found.unit), found.prices)
    return Stated(value, unit, case.store.cite(fact), found.value, own)
