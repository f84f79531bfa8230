"""Who should bear the loss from deepfake fraud: what the wide beliefs say, not the point alone.

cheapest     share of draws in which holding a party liable costs society least; in a tie all tied parties count
regret       social cost of holding it liable above that of holding the cheapest party liable
lead         social cost of holding one party liable less that of the cheapest other party: below 0 it is the cheapest
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from mloss_econ.engine import Estimate, ShareRow, SummaryRow, estimate, judgement_inputs, row_of, shares_of
from mloss_econ.kernel import Case, baseline
from mloss_econ.liability import cheapest_avoider
from mloss_econ.report.assumptions import Assumptions
from mloss_econ.report.findings.common import CaseRecord, record, run_of
from mloss_econ.sensitivity import BreakEven, Tornado, at_points, break_even, tornado

SCENARIOS = {"deepfake_family_fraud": "platform", "deepfake_bank_fraud": "bank"}  # and the party to examine in each
ASKED = (
    "channels.platform_made.displaced_to.open_source_made",
    "channels.open_source_made.harm",
    "precautions.customer_checks.effect.platform_made",
    "precautions.bank_detection.effect.platform_made",
    "precautions.bank_detection.effect.open_source_made",
)
SWITCHED = 4  # further inputs, the largest of the drivers, whose switching value is sought
NOTHING = "none"  # the label of the set without precautions
MOSTLY = 0.5  # of draws in which somebody acts, to be called the one who acts
GRID = 121
EDGE = 0.01  # the map shows each input from this quantile to its mirror


@dataclass(frozen=True)
class LiableParty:
    """What holding one party liable leads to. `acts`: the share of draws in which each party then takes a precaution
    of its own, whoever pays for it."""

    party: str
    cheapest: Estimate
    alone: Estimate
    regret: SummaryRow
    social_cost: SummaryRow
    in_use: ShareRow
    acts: Mapping[str, float]

    @property
    def actor(self) -> str | None:
        """Who in fact acts in most draws, if anybody does."""
        party = max(self.acts, key=lambda name: self.acts[name])
        return party if self.acts[party] > MOSTLY else None


@dataclass(frozen=True)
class Map:
    """The cheapest avoider over two inputs, the others at their adopted values: `codes[row of y][column of x]`."""

    x: str
    y: str
    units: tuple[str, str]
    x_values: tuple[float, ...]
    y_values: tuple[float, ...]
    codes: tuple[tuple[int, ...], ...]
    labels: tuple[str, ...]
    adopted: tuple[float, float]
    box: tuple[tuple[float, float], tuple[float, float]]


@dataclass(frozen=True)
class ScenarioFindings:
    """One scenario: what holding each party liable leads to, how often they tie, how much is expert judgement.

    `judgement_inputs`: how many of the `uncertain` inputs are expert judgement.
    """

    name: str
    title: str
    why: str
    residual_bearer: str
    parties: tuple[LiableParty, ...]
    ties: Estimate
    at_adopted: str
    judgement_inputs: int
    uncertain: int
    not_converged: float
    examined: str
    drivers: Tornado
    turning: tuple[BreakEven, ...]
    map: Map | None
    case: CaseRecord


@dataclass(frozen=True)
class LiabilityFindings:
    """The scenarios."""

    scenarios: tuple[ScenarioFindings, ...]


def scenario_findings(assumptions: Assumptions, name: str) -> ScenarioFindings:
    """Compute one. The party examined is that of `SCENARIOS`, or else the one that is most often the cheapest."""
    case = baseline(cheapest_avoider, prices=assumptions.prices, scenario=name, store=assumptions.store)
    run = run_of(case, assumptions)
    scenario = case.store.scenario(str(case.scenario))
    cheapest = shares_of(run, "cheapest")
    parties = tuple(
        LiableParty(
            name,
            estimate(run, f"is_cheapest.{name}"),
            cheapest.shares[name],
            row_of(run, f"regret.{name}"),
            row_of(run, f"social_cost.{name}"),
            shares_of(run, f"induced.{name}"),
            _acts(shares_of(run, f"induced.{name}"), case),
        )
        for name in case.point.parties
    )
    party = SCENARIOS.get(name) or max(parties, key=lambda p: p.cheapest.value).party
    drivers = lead(case, party)
    return ScenarioFindings(
        name=scenario.name,
        title=scenario.title,
        why=" ".join(scenario.why.split()),
        residual_bearer=case.point.residual_bearer,
        parties=tuple(sorted(parties, key=lambda p: -p.cheapest.value)),
        ties=cheapest.shares["tie"],
        at_adopted=cheapest.value,
        judgement_inputs=len(judgement_inputs(run)),
        uncertain=len(run.draws.inputs),
        not_converged=1 - min(estimate(run, f"converged.{p.party}").value for p in parties),
        examined=party,
        drivers=drivers,
        turning=_turning(case, party, drivers),
        map=_map(case, drivers),
        case=record(f"liability, {name}", case),
    )


def _acts(in_use: ShareRow, case: Case[Any, Any]) -> dict[str, float]:
    """Share of draws in which each party takes a precaution of its own, from the sets in use."""
    acts = dict.fromkeys(case.point.parties, 0.0)
    for label, share in in_use.shares.items():
        owners = {case.point.precautions[k].owner for k in label.split(" + ")} if label != NOTHING else set()
        for owner in owners:
            acts[owner] += share.value
    return acts


def lead(case: Case[Any, Any], party: str) -> Tornado:
    """Tornado of the lead of one party: unlike its regret it is not cut off at 0."""
    of = {name: tornado(case, f"social_cost.{name}") for name in case.point.parties}
    ends = {name: {r.path: np.array([r.output_low, r.output_high]) for r in rank.rows} for name, rank in of.items()}

    def less_others(at: Mapping[str, Any]) -> Any:
        return at[party] - np.minimum.reduce([at[name] for name in of if name != party])

    adopted = float(less_others({name: rank.adopted for name, rank in of.items()}))
    rows = []
    for row in of[party].rows:
        low, high = map(float, less_others({name: ends[name][row.path] for name in of}))
        reach = min(low, high, adopted), max(low, high, adopted)
        rows.append(
            replace(
                row,
                index=abs(high - low),
                interval=(abs(high - low),) * 2,
                span=reach,
                output_low=low,
                output_high=high,
            )
        )
    rows.sort(key=lambda row: (row.span[0] - row.span[1], -row.index))
    return replace(of[party], output=f"lead.{party}", adopted=adopted, rows=tuple(rows))


def _turning(case: Case[Any, Any], party: str, drivers: Tornado) -> tuple[BreakEven, ...]:
    """Switching values at which the party becomes or ceases to be the cheapest, for the inputs of the debate and the
    largest drivers."""
    moving = [row.path for row in drivers.rows[:SWITCHED] if row.span[0] < row.span[1]]
    asked = dict.fromkeys([path for path in ASKED if path in case.entries] + moving)
    return tuple(break_even(case, vary=path, output=f"is_cheapest.{party}", target=0.5) for path in asked)


def _map(case: Case[Any, Any], drivers: Tornado) -> Map | None:
    """The map over the two inputs that move the lead most; none where fewer than two vary."""
    if len(drivers.rows) < 2:
        return None
    paths = [row.path for row in drivers.rows[:2]]
    entries = [case.entry(path) for path in paths]
    axes = [np.linspace(e.dist.quantile(EDGE), e.dist.quantile(1 - EDGE), GRID) for e in entries]
    points = dict(zip(paths, (a.ravel() for a in np.meshgrid(*axes)), strict=True))
    category = at_points(case, points)[1].cheapest
    codes = np.broadcast_to(category.codes, (GRID * GRID,)).astype(int).reshape(GRID, GRID)
    ends = [tuple(map(float, e.dist.quantile(np.array([0.05, 0.95])))) for e in entries]
    return Map(
        x=paths[0],
        y=paths[1],
        units=(drivers.rows[0].input_unit, drivers.rows[1].input_unit),
        x_values=tuple(axes[0].tolist()),
        y_values=tuple(axes[1].tolist()),
        codes=tuple(tuple(row) for row in codes.tolist()),
        labels=category.labels,
        adopted=(entries[0].value, entries[1].value),
        box=((ends[0][0], ends[0][1]), (ends[1][0], ends[1][1])),
    )
