"""One proposal end to end: compliance cost duty by duty, exit, what society loses and gains, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from mloss_econ.engine import Run, SummaryRow, row_of
from mloss_econ.evidence import PAYERS, Imposed, Trigger
from mloss_econ.kernel import Case, Ledger, contrast
from mloss_econ.regimes import flows_ledger, world_under
from mloss_econ.report.assumptions import Assumptions
from mloss_econ.report.findings.common import NOT_RECORDED, run_of, summaries
from mloss_econ.sensitivity import BreakEven, Tornado, break_even, tornado

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
    "covered_funded",
    "exit_share_funded",
    "exit_share",
    "value_lost",
    "use_lost",
    "derivative_use_lost",
    "use_lost_net",
    "largest_cost_projects",
    "largest_cost_value",
    "smallest_exemption_projects",
    "smallest_exemption_value",
    "wait",
    "share_of_horizon_value_lost",
    "exits_funded",
    "use_value_lost",
    "resources_freed",
    "developers_recurring",
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
DIFFERENCES = ("net_", "by_profile.", "lines.", "transfers.", "groups.", "harm_avoided")  # from the status quo
ROW = ("fixed_cost", "exit_share_funded", "value_lost", "use_lost")  # of the table of all proposals
IN_A_ROW = (*ROW, "by_duty.")
HALF = 0.5


@dataclass(frozen=True)
class DutyLine:
    """One duty of a proposal: its clause and unit, the share that each payer bears, and the developer's annual cost.

    `is_judgement`: its cost is expert judgement, in whole or in part.
    """

    name: str
    imposed: Imposed
    cost: SummaryRow
    is_judgement: bool


@dataclass(frozen=True)
class ProposalFindings:
    """One proposal: its text, its effects, the share of its compliance cost that is judgement, its break-even values.

    `run` is of the world under it, `change` of that world less the status quo, with common random numbers.
    """

    name: str
    title: str
    status: str
    reference: str
    open_source: str
    triggers: Mapping[str, Trigger]
    duties: tuple[DutyLine, ...]
    outputs: Mapping[str, SummaryRow]
    target_survival: float
    judgement_share_of_cost: float
    drivers: Tornado | None
    half_out: BreakEven | None
    ledger: Ledger = field(metadata=NOT_RECORDED)
    case: Case[Any, Any] = field(metadata=NOT_RECORDED)
    run: Run[Any, Any] = field(metadata=NOT_RECORDED)
    change: Run[Any, Any] = field(metadata=NOT_RECORDED)

    @property
    def label(self) -> str:
        """A few words for a table or a figure."""
        return self.title.rsplit(": ", 1)[-1]


def is_difference(output: str) -> bool:
    """Whether an output is printed as what a proposal changes; all others are those of the world under it."""
    return output.startswith(DIFFERENCES)


def proposal_findings(name: str, assumptions: Assumptions, *, drivers: bool = True) -> ProposalFindings:
    """Compute them; without `drivers` neither drivers nor break-even values."""
    seed = assumptions.store.proposal(name)
    case = world_under(name, store=assumptions.store, prices=assumptions.prices)
    run, change = run_of(case, assumptions), run_of(contrast(case), assumptions)
    outputs = {o: row_of(change if is_difference(o) else run, o) for o in OUTPUTS}
    judgement = judgement_costs(case)
    duties = tuple(
        DutyLine(duty, imposed, row_of(run, f"by_duty.{duty}"), any(path.split(".")[1] == duty for path in judgement))
        for duty, imposed in seed.duties.items()
    )
    priced = drivers and outputs["fixed_cost"].value > 0
    exit_ = case.upto("exit_share_funded")
    return ProposalFindings(
        name=name,
        title=seed.title,
        status=seed.status,
        reference=seed.reference,
        open_source=seed.open_source,
        triggers=seed.triggers,
        duties=duties,
        outputs=outputs,
        target_survival=case.entry("target_survival").value,
        judgement_share_of_cost=judgement_share(case, judgement),
        drivers=tornado(exit_, "exit_share_funded") if priced else None,
        half_out=break_even(exit_, vary="median_budget", output="exit_share_funded", target=HALF) if priced else None,
        ledger=replace(flows_ledger(change), memos=flows_ledger(run).memos),
        case=case,
        run=run,
        change=change,
    )


@dataclass(frozen=True)
class RowFindings:
    """One proposal in a row: its outputs, and the share of its compliance cost that is judgement."""

    name: str
    outputs: Mapping[str, SummaryRow]
    judgement_share_of_cost: float


def row_findings(name: str, assumptions: Assumptions) -> RowFindings:
    """Compute them, from those calculators of the world that make them."""
    case = world_under(name, store=assumptions.store, prices=assumptions.prices).upto("use_lost")
    return RowFindings(name, summaries(run_of(case, assumptions), *ROW), judgement_share(case, judgement_costs(case)))


def judgement_costs(case: Case[Any, Any]) -> tuple[str, ...]:
    """Judgement-based costs of the duties that the proposal imposes on anybody."""
    borne = {p.split(".")[1] for p, e in case.entries.items() if p.startswith("duties.") and e.value and _payer(p)}
    paths = [p for p in case.entries if p.startswith("duties.") and p.split(".")[1] in borne]
    return tuple(
        p for p in paths if p.rsplit(".", 1)[1] in COSTS and case.entries[p].is_judgement and case.entries[p].value
    )


def _payer(path: str) -> bool:
    return path.rsplit(".", 1)[1] in PAYERS


def judgement_share(case: Case[Any, Any], judgement: tuple[str, ...]) -> float:
    """Share of the developer's annual compliance cost, at the adopted point, that rests on judgement-based costs."""
    case = case.upto("fixed_cost")
    whole = float(case.outputs().fixed_cost)
    if not judgement or not whole:
        return 0.0
    return 1 - float(case.but("sourced costs alone", dict.fromkeys(judgement, 0.0)).outputs().fixed_cost) / whole
