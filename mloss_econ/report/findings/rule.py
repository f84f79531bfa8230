"""What does one rule do, end to end: the bill duty by duty, who stops, what goes with them, and how sure is it?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from mloss_econ.case import Case
from mloss_econ.engine import Run, SummaryRow
from mloss_econ.evidence import PAYERS, Store
from mloss_econ.evidence.proposals import Imposed, Trigger
from mloss_econ.ledger import Ledger
from mloss_econ.regimes import regime, regime_case, regime_ledger
from mloss_econ.report.assumptions import Assumptions
from mloss_econ.report.findings.common import NOT_RECORDED, run_of, summaries
from mloss_econ.sensitivity import BreakEven, Tornado, break_even, tornado
from mloss_econ.units import PriceBase

COSTS = ("one_off", "yearly", "repeated")
OUTPUTS = (
    "fixed_cost",
    "first_cost",
    "recurrent_cost",
    "sunk_cost",
    "fees",
    "passed_back",
    "deployer_cost",
    "intermediary_cost",
    "exempt_below",
    "cutoff",
    "covered_paid",
    "priced_out_paid",
    "priced_out",
    "value_lost",
    "use_lost",
    "derivative_use_lost",
    "use_lost_net",
    "largest_cost_projects",
    "largest_cost_value",
    "smallest_exemption_projects",
    "smallest_exemption_value",
    "wait",
    "part_of_horizon_value_lost",
    "stopped_paid",
    "use_value_lost",
    "resources_freed",
    "developers_running",
    "developers_sunk",
    "social_cost",
    "harm_to_avoid",
    "harm_avoided",
    "harm_remaining",
    "net_world",
    "net_home",
    "net_projects",
)
PRINTED = (*OUTPUTS, "by_duty.", "lines.", "transfers.")  # with the duties, and the ledger
COUNTS = ("compliance.deployers", "compliance.intermediaries")  # beliefs that are printed as they are
IN_A_ROW = ("fixed_cost", "priced_out_paid", "value_lost", "use_lost", "by_duty.")  # of the table of all proposals
HALF = 0.5


@dataclass(frozen=True)
class DutyLine:
    """One duty of a rule: its clause and unit, the part each payer bears, and the developer's yearly cost.

    `judged`: its cost, or part of it, is somebody's judgement.
    """

    name: str
    imposed: Imposed
    cost: SummaryRow
    judged: bool


@dataclass(frozen=True)
class RuleFindings:
    """One proposal: what it says of itself, what it does, how much of its bill is judgement, what would turn it."""

    name: str
    title: str
    status: str
    reference: str
    open_source: str
    triggers: Mapping[str, Trigger]
    duties: tuple[DutyLine, ...]
    outputs: Mapping[str, SummaryRow]
    keep: float
    judged_bill: float
    drivers: Tornado | None
    half_out: BreakEven | None
    ledger: Ledger = field(metadata=NOT_RECORDED)
    case: Case[Any, Any] = field(metadata=NOT_RECORDED)
    run: Run[Any, Any] = field(metadata=NOT_RECORDED)

    @property
    def label(self) -> str:
        """A few words for a table or a figure."""
        return self.title.rsplit(": ", 1)[-1]


def rule_case(name: str, *, store: Store, prices: PriceBase) -> Case[Any, Any]:
    """The case of a proposal, from the value of use to the ledger. Raises InputError for an unknown name."""
    return regime_case(name, prices=prices, store=store)


def rule_findings(name: str, assumptions: Assumptions, *, drivers: bool = True) -> RuleFindings:
    """Compute them; without `drivers` neither what moves the answer nor where it turns."""
    seed = assumptions.store.proposal(name)
    case = rule_case(name, store=assumptions.store, prices=assumptions.prices)
    run = run_of(case, assumptions)
    outputs = summaries(run, *OUTPUTS)
    judged = judged_costs(case)
    duties = tuple(
        DutyLine(duty, imposed, run.row(f"by_duty.{duty}"), any(path.split(".")[1] == duty for path in judged))
        for duty, imposed in seed.duties.items()
    )
    priced = drivers and outputs["fixed_cost"].value > 0
    return RuleFindings(
        name=name,
        title=seed.title,
        status=seed.status,
        reference=seed.reference,
        open_source=seed.open_source,
        triggers=seed.triggers,
        duties=duties,
        outputs=outputs,
        keep=case.entry("keep").value,
        judged_bill=judged_part(case, judged),
        drivers=tornado(regime, case, "priced_out_paid") if priced else None,
        half_out=break_even(regime, case, vary="median_budget", output="priced_out_paid", target=HALF)
        if priced
        else None,
        ledger=regime_ledger(run),
        case=case,
        run=run,
    )


def judged_costs(case: Case[Any, Any]) -> tuple[str, ...]:
    """The costs of the duties that the rule imposes on anybody, where they are judgement."""
    borne = {p.split(".")[1] for p, e in case.entries.items() if p.startswith("duties.") and e.value and _payer(p)}
    paths = [p for p in case.entries if p.startswith("duties.") and p.split(".")[1] in borne]
    return tuple(p for p in paths if p.rsplit(".", 1)[1] in COSTS and case.entries[p].judged and case.entries[p].value)


def _payer(path: str) -> bool:
    return path.rsplit(".", 1)[1] in PAYERS


def judged_part(case: Case[Any, Any], judged: tuple[str, ...]) -> float:
    """The part of the developer's yearly bill, at the adopted point, that goes when judged costs are set to nothing."""
    whole = float(case.outputs().fixed_cost)
    if not judged or not whole:
        return 0.0
    return 1 - float(case.but("sourced costs alone", dict.fromkeys(judged, 0.0)).outputs().fixed_cost) / whole
