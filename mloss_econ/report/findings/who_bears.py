"""Who should bear one loss: whom to hold liable, why not the others, what each liability rule leads to, and the
switching values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mloss_econ.engine import Estimate, Run, ShareRow, SummaryRow, estimate, row_of, shares_of
from mloss_econ.errors import InputError, nearest
from mloss_econ.evidence import Store
from mloss_econ.kernel import Case, baseline
from mloss_econ.liability import avoider_conditions, cheapest_avoider, liability_rules
from mloss_econ.report.assumptions import Assumptions
from mloss_econ.report.findings.common import run_of
from mloss_econ.report.findings.liability import ScenarioFindings, scenario_findings

CONDITIONS = ("knowledge", "position", "inducement")


@dataclass(frozen=True)
class Rule:
    """What one liability rule leads to: cost above the least in the best equilibrium (mean of the worst), probability
    that no other rule costs less, share of draws with several equilibria or none, precautions taken."""

    name: str
    above: SummaryRow
    worst: Estimate
    best: Estimate
    several: float
    not_converged: float
    taken: ShareRow


@dataclass(frozen=True)
class WhoBears:
    """One scenario with its conditions and liability rules. `conditions`: by party, the mean gap above the least cost
    and the contribution of each condition."""

    scenario: ScenarioFindings
    conditions: Mapping[str, Mapping[str, SummaryRow]]
    rules: tuple[Rule, ...]
    least: SummaryRow
    idle: tuple[str, ...]
    case: Case[Any, Any]
    run: Run[Any, Any]


def liability_scenarios(store: Store) -> tuple[str, ...]:
    """The scenarios that say who could avoid a harm."""
    return tuple(n for n, s in store.scenarios.items() if cheapest_avoider.name in s.calculators)


def who_bears(name: str, assumptions: Assumptions) -> WhoBears:
    """Compute it. Raises InputError for a scenario that is not about who avoids a harm."""
    known = liability_scenarios(assumptions.store)
    if name not in known:
        raise InputError(f"'{name}' is no scenario about who could avoid a harm. {nearest(name, known)}")

    def run(calculator: Any) -> Run[Any, Any]:
        return run_of(
            baseline(calculator, prices=assumptions.prices, scenario=name, store=assumptions.store), assumptions
        )

    conditions, rules = run(avoider_conditions), run(liability_rules)
    x = rules.case.point
    return WhoBears(
        scenario=scenario_findings(assumptions, name),
        conditions={
            party: {c: row_of(conditions, f"{c}.{party}") for c in ("gap", *CONDITIONS)} for party in x.parties
        },
        rules=tuple(
            sorted(
                (
                    Rule(
                        rule,
                        row_of(rules, f"above_least.{rule}"),
                        estimate(rules, f"worst_above.{rule}"),
                        estimate(rules, f"is_best.{rule}"),
                        estimate(rules, f"several.{rule}").value,
                        estimate(rules, f"not_converged.{rule}").value,
                        shares_of(rules, f"taken.{rule}"),
                    )
                    for rule in rules.case.outputs().rule_cost
                ),
                key=lambda r: r.above.mean.value,
            )
        ),
        least=row_of(rules, "least"),
        idle=tuple(p for p in x.parties if not reaches(x, p)),
        case=rules.case,
        run=rules,
    )


def reaches(x: Any, party: str) -> bool:
    """Whether a party can get any precaution done."""
    return any(k.owner == party or k.owner in x.parties[party].transaction_cost for k in x.precautions.values())
