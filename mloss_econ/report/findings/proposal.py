"""One proposal end to end: where and since when it binds, compliance cost, exit, harm by channel, who gains, and which
choices of structure decide the sign of its net benefit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from mloss_econ.engine import Estimate, Run, SummaryRow, row_of
from mloss_econ.evidence import PAYERS, Imposed, Store, Trigger, own_duty
from mloss_econ.kernel import Case, Ledger, contrast
from mloss_econ.regimes import (
    Structure,
    break_even_by_channel,
    break_even_harm,
    flows_inputs,
    flows_ledger,
    net_output,
    places_of,
    structure_of,
    world_under,
)
from mloss_econ.report.assumptions import Assumptions
from mloss_econ.report.findings.common import NOT_RECORDED, run_of, summaries
from mloss_econ.report.findings.harm import ChannelFindings, channel_findings
from mloss_econ.sensitivity import BreakEven, Tornado, break_even, tornado

COSTS = ("one_off", "yearly", "hours", "hours_yearly", "repeated")
HOURS = COSTS[2:4]  # whose price is the tariff
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
    "exit_share_unfunded",
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
    "births_lost",
    "large_cost",
    "large_delay",
    "large_gone",
    "share_bound",
    "exits",
    "use_value_lost",
    "harm_avoided",
    "harm_remaining",
    "net_world",
    "net_projects",
)
NET_OF, AVOIDED = "net_of.", "avoided_of."  # by region, by channel
PRINTED = (*OUTPUTS, NET_OF, AVOIDED, "by_duty.", "lines.", "transfers.")  # with the duties, and the ledger
DIFFERENCES = (  # from the status quo
    *("net_", "by_profile.", "lines.", "transfers.", "groups.", "harm_avoided"),
    AVOIDED,
)
IN_SCOPE = (  # shares of the projects in scope
    "covered_funded",
    "exit_share_funded",
    "exit_share_unfunded",
    "exit_share",
    "value_lost",
    "use_lost",
)
ROW = ("fixed_cost", "exit_share_funded", "use_lost")  # of the table of all proposals
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

    `place` is where it binds; `since` the day from which it applies ("" where none is set), `in_baseline` whether it
    did by the baseline date `day`, so that it has no increment and `repeal` is the mean net benefit that its repeal
    would bring. `scope` is the share of open projects to which it applies where it binds, `of_world` that of all in the
    world, as adopted: outputs are of those in scope, `of_all` of all projects in the world. `viewpoint` and `net`:
    whose net benefit counts, and the output that it is. `channels`: the harm that it reaches, `assumed_harm` the sum of
    the adopted levels of those with a figure, `break_even_harm` that sum at which the net benefit changes sign.
    `structure` has the switching values of structural beliefs. `run` is of the world
    under it, `change` of that world less the status quo, with common random numbers.
    """

    name: str
    title: str
    status: str
    reference: str
    open_source: str
    place: str
    since: str
    clause_since: str
    in_baseline: bool
    day: str
    scope: float
    of_world: float
    viewpoint: str
    net: str
    triggers: Mapping[str, Trigger]
    without_effect: Mapping[str, str]
    duties: tuple[DutyLine, ...]
    outputs: Mapping[str, SummaryRow]
    of_all: Mapping[str, SummaryRow]
    channels: tuple[ChannelFindings, ...]
    assumed_harm: float
    break_even_harm: tuple[float, ...]
    structure: Structure | None
    repeal: Estimate | None
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

    @property
    def balance(self) -> SummaryRow:
        """The net benefit for the viewpoint."""
        return self.outputs[self.net]


def is_difference(output: str) -> bool:
    """Whether an output is printed as what a proposal changes; all others are those of the world under it."""
    return output.startswith(DIFFERENCES)


def of_all_projects(row: SummaryRow, scope: float) -> SummaryRow:
    """A share of the projects in scope as one of all projects."""
    mean, median, p5, p95 = (
        Estimate(e.value * scope, e.error * scope) for e in (row.mean, row.median, row.p5, row.p95)
    )
    return replace(row, value=row.value * scope, mean=mean, median=median, p5=p5, p95=p95)


def proposal_findings(name: str, assumptions: Assumptions, *, drivers: bool = True) -> ProposalFindings:
    """Compute them; without `drivers` neither drivers nor break-even and switching values."""
    seed = assumptions.store.proposal(name)
    case = world_under(name, store=assumptions.store, prices=assumptions.prices)
    run, change = run_of(case, assumptions), run_of(contrast(case), assumptions)
    regions = [f"{NET_OF}{region}" for region in case.point.regions]
    outputs = {o: row_of(change if is_difference(o) else run, o) for o in (*OUTPUTS, *regions)}
    net, scope = net_output(case, assumptions.viewpoint), float(case.entry("open_scope").value)
    of_world = scope * bound_by(case)
    old, asked = seed.in_baseline(assumptions.day), drivers and not seed.baseline
    even = break_even_by_channel(case, output=net) if asked else {}
    channels = () if seed.baseline else channel_findings(case, change, even)
    judgement = judgement_costs(case)
    duties = tuple(
        _duty(duty, imposed, own_duty(name, duty) if duty in seed.own else duty, run, judgement)
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
        place=place_of(seed.jurisdiction, assumptions.store),
        since=seed.in_force.value.isoformat() if seed.in_force else "",
        clause_since=seed.in_force.clause if seed.in_force else "",
        in_baseline=old,
        day=assumptions.day.isoformat(),
        scope=scope,
        of_world=of_world,
        viewpoint=assumptions.viewpoint,
        net=net,
        triggers=seed.triggers,
        without_effect=seed.without_effect,
        duties=duties,
        outputs=outputs,
        of_all={o: of_all_projects(outputs[o], of_world) for o in IN_SCOPE},
        channels=channels,
        assumed_harm=sum(c.level for c in channels if c.counted),
        break_even_harm=break_even_harm(case, output=net) if asked else (),
        structure=structure_of(case, output=net) if asked else None,
        repeal=Estimate(-outputs[net].mean.value, outputs[net].mean.error) if old else None,
        target_survival=case.entry("target_survival").value,
        judgement_share_of_cost=judgement_share(case, judgement),
        drivers=tornado(exit_, "exit_share_funded") if priced else None,
        half_out=break_even(exit_, vary="median_budget", output="exit_share_funded", target=HALF) if priced else None,
        ledger=replace(flows_ledger(change), memos=flows_ledger(run).memos),
        case=case,
        run=run,
        change=change,
    )


def _duty(name: str, imposed: Imposed, priced_as: str, run: Run[Any, Any], judgement: Sequence[str]) -> DutyLine:
    """One duty, by its name in the proposal; `priced_as` is its name among the duties of the bill."""
    cost = row_of(run, f"by_duty.{priced_as}")
    return DutyLine(name, imposed, cost, any(path.split(".")[1] == priced_as for path in judgement))


def place_of(jurisdiction: str, store: Store) -> str:
    """The title of a jurisdiction, in words."""
    table = store.table("jurisdictions")
    names = dict(zip(map(str, table["jurisdiction"]), map(str, table["title"]), strict=True))
    return names.get(jurisdiction, jurisdiction)


@dataclass(frozen=True)
class RowFindings:
    """One proposal in a row: its outputs, the share of open projects to which it applies, and the share of its
    compliance cost that is judgement."""

    name: str
    scope: float
    outputs: Mapping[str, SummaryRow]
    judgement_share_of_cost: float


def row_findings(name: str, assumptions: Assumptions) -> RowFindings:
    """Compute them, from those calculators of the world that make them."""
    world = world_under(name, store=assumptions.store, prices=assumptions.prices)
    case = world.upto("use_lost")
    return RowFindings(
        name,
        float(world.entry("open_scope").value) * bound_by(world),
        summaries(run_of(case, assumptions), *ROW),
        judgement_share(case, judgement_costs(case)),
    )


def bound_by(case: Case[Any, Any]) -> float:
    """Share of the world's activity that a proposal binds, as adopted."""
    return float(places_of(flows_inputs(case, case.point)).bound)


def judgement_costs(case: Case[Any, Any]) -> tuple[str, ...]:
    """Judgement-based costs of the duties that the proposal imposes on anybody."""
    borne = {p.split(".")[1] for p, e in case.entries.items() if p.startswith("duties.") and e.value and _payer(p)}
    paths = [p for p in case.entries if p.startswith("duties.") and p.split(".")[1] in borne]
    return tuple(p for p in paths if p.rsplit(".", 1)[1] in COSTS and case.entries[p].value and _judged(case, p))


def _judged(case: Case[Any, Any], path: str) -> bool:
    """Whether a cost is expert judgement; hours are too where their tariff is."""
    duty, name = path.rsplit(".", 1)
    return case.entries[path].is_judgement or (name in HOURS and case.entries[f"{duty}.tariff"].is_judgement)


def _payer(path: str) -> bool:
    return path.rsplit(".", 1)[1] in PAYERS


def judgement_share(case: Case[Any, Any], judgement: tuple[str, ...]) -> float:
    """Share of the developer's annual compliance cost, at the adopted point, that rests on judgement-based costs."""
    case = case.upto("fixed_cost")
    whole = float(case.outputs().fixed_cost)
    if not judgement or not whole:
        return 0.0
    return 1 - float(case.but("sourced costs alone", dict.fromkeys(judgement, 0.0)).outputs().fixed_cost) / whole
