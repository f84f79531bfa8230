"""The same model under the beliefs of either side: what each says of the proposal, and which beliefs divide them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from mloss_econ.base.ties import best_shares
from mloss_econ.engine import Estimate, estimate_of
from mloss_econ.kernel import baseline, contrast, proposal
from mloss_econ.regimes import (
    ADOPTED,
    STATUS_QUO,
    Disagreement,
    Scorecard,
    break_even_harm,
    disagreement,
    less_status_quo,
    net_output,
    value_at,
    world,
)
from mloss_econ.report.assumptions import Assumptions
from mloss_econ.report.findings.common import NOT_RECORDED
from mloss_econ.report.findings.proposal import ProposalFindings
from mloss_econ.wording import without_rounding

SIDE_N = 2**12  # draws, at most, under each side's beliefs
PARTS = 6


@dataclass(frozen=True)
class Side:
    """One set of beliefs: what it says of the proposal (annual net benefit for the viewpoint), and the proposal of the
    highest mean."""

    name: str
    title: str
    author: str
    date: str
    about: str
    n: int
    mean: Estimate
    p5: float
    p95: float
    break_even: tuple[float, ...]
    always: float
    best: str
    best_title: str
    best_mean: Estimate
    probability_best: Estimate


@dataclass(frozen=True)
class Part:
    """A belief in which the sides differ: its value for either, and its contribution to their difference."""

    path: str
    unit: str
    values: tuple[float, float]
    part: float


@dataclass(frozen=True)
class SidesFindings:
    """The report's own beliefs first, then the belief sets; and what divides the first two sets, at their points."""

    sides: tuple[Side, ...]
    between: tuple[str, str]
    points: tuple[float, float]
    parts: tuple[Part, ...]
    rest: float
    unit: str
    divided: Disagreement | None = field(metadata=NOT_RECORDED)


def own(assumptions: Assumptions, card: Scorecard, proposal: ProposalFindings) -> Side:
    """What the report's own beliefs say: of the proposal, and of all by its scorecard."""
    net, best = proposal.balance, card.scores[0]
    about = ADOPTED, assumptions.title, "", "", "", card.sample.n
    return Side(
        *about,
        net.mean,
        net.p5.value,
        net.p95.value,
        proposal.break_even_harm,
        net.value,
        best.name,
        best.title,
        best.mean,
        best.probability_best,
    )


def side(assumptions: Assumptions, name: str) -> Side:
    """What one set of beliefs says, all proposals with common random numbers."""
    store = assumptions.store.under(name)
    today = baseline(world, prices=assumptions.prices, store=store)
    names = dict.fromkeys([STATUS_QUO, assumptions.proposal, *store.proposals])
    cases = {proposed: proposal(proposed, store=store).apply(today, day=assumptions.day) for proposed in names}
    n, output = min(assumptions.n, SIDE_N), net_output(today, assumptions.viewpoint)
    drawn = less_status_quo(list(cases.values()), outputs=[output], n=n, seed=assumptions.seed)
    whole = drawn.of(output)
    old = [store.proposal(proposed).in_baseline(assumptions.day) for proposed in cases]
    net = np.where(np.array(old)[:, None], 0.0, whole)  # of what is part of the status quo there is no increment
    best, mine = int(np.argmax(net.mean(axis=1))), list(cases).index(assumptions.proposal)
    known = store.belief_set(name)
    p5, p95 = (float(q) for q in np.quantile(whole[mine], (0.05, 0.95)))
    case = cases[assumptions.proposal]
    asked = not store.proposal(assumptions.proposal).baseline
    return Side(
        name,
        known.title,
        known.author,
        known.date,
        known.about,
        n,
        estimate_of(whole[mine]),
        p5,
        p95,
        break_even_harm(case, output=output) if asked else (),
        float(value_at(contrast(case).outputs(), output)),
        list(cases)[best],
        store.proposal(list(cases)[best]).title,
        estimate_of(net[best]),
        estimate_of(best_shares(net)[best]),
    )


def sides_findings(assumptions: Assumptions, made: Sequence[Side]) -> SidesFindings:
    """The sides next to each other, and what divides the first two belief sets."""
    store = assumptions.store
    names = [s.name for s in made if s.name != ADOPTED]
    if len(names) < 2:
        return SidesFindings(tuple(made), ("", ""), (0.0, 0.0), (), 0.0, "", None)
    output = net_output(baseline(world, prices=assumptions.prices, store=store), assumptions.viewpoint)
    divided = disagreement(
        names[0],
        names[1],
        [assumptions.proposal],
        output=output,
        prices=assumptions.prices,
        store=store,
        day=assumptions.day,
    )
    bridge = divided.bridges[assumptions.proposal]
    rows = sorted(bridge.rows, key=lambda r: -abs(r.part))
    parts = tuple(
        Part(r.path, r.unit, (r.from_value, r.to_value), r.part)
        for r in rows[:PARTS]
        if without_rounding(r.part, bridge.values)
    )
    rest = sum(r.part for r in rows[PARTS:])
    return SidesFindings(tuple(made), (names[0], names[1]), bridge.values, parts, rest, bridge.unit, divided)
