"""What a report says, as plain data: computed here, worded in `sections`, laid out by `terminal` and `page`."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from functools import partial
from threading import Event
from typing import Any

import mloss_econ
from mloss_econ.engine import while_wanted as while_wanted
from mloss_econ.regimes import Scorecard as Scorecard, scorecard as scorecard
from mloss_econ.report.assumptions import Assumptions as Assumptions
from mloss_econ.report.findings.apart import Apart as Apart
from mloss_econ.report.findings.claims import ClaimFinding as ClaimFinding, refuse_early as refuse_early
from mloss_econ.report.findings.common import (
    NOT_RECORDED as NOT_RECORDED,
    CaseRecord as CaseRecord,
    Progress as Progress,
)
from mloss_econ.report.findings.liability import (
    SCENARIOS as SCENARIOS,
    LiabilityFindings as LiabilityFindings,
    scenario_findings as scenario_findings,
)
from mloss_econ.report.findings.policy import PolicyFindings as PolicyFindings, policy_findings as policy_findings
from mloss_econ.report.findings.pricing_out import (
    PricingFindings as PricingFindings,
    pricing_findings as pricing_findings,
)
from mloss_econ.report.findings.proposal import (
    ProposalFindings as ProposalFindings,
    proposal_findings as proposal_findings,
)
from mloss_econ.report.findings.reach import (
    harm_beliefs as harm_beliefs,
    of_brief as of_brief,
    said as said,
    unmoved as unmoved,
)
from mloss_econ.report.findings.sides import (
    SidesFindings as SidesFindings,
    own as own,
    side as side,
    sides_findings as sides_findings,
)
from mloss_econ.report.findings.value import ValueFindings as ValueFindings, value_findings as value_findings

DESIGN = "sobol"


@dataclass(frozen=True)
class Stamp:
    """What every file and figure carries: which version, draws and inputs it was made with."""

    version: str
    seed: int
    design: str
    n: int
    prices: str
    inputs: str

    def __str__(self) -> str:
        return f"mloss_econ {self.version}, {self.n:,} draws ({self.design}), seed {self.seed}, inputs {self.inputs}"


@dataclass(frozen=True)
class Findings:
    """All that a report says. `title`, `file` and `changed` name the assumptions it was computed from, `unmoved` says
    which of them move no number in it; `proposal` is the one under review, `comparator` the one it is compared with."""

    stamp: Stamp
    title: str
    file: str
    changed: tuple[str, ...]
    unmoved: str
    profile: str
    value: ValueFindings
    proposal: ProposalFindings
    comparator: ProposalFindings
    pricing_out: PricingFindings
    policy: PolicyFindings
    liability: LiabilityFindings
    scores: tuple[Mapping[str, Any], ...]
    sides: SidesFindings
    claims: tuple[ClaimFinding, ...]
    card: Scorecard = field(metadata=NOT_RECORDED)

    @property
    def cases(self) -> tuple[CaseRecord, ...]:
        """Every case behind the report."""
        return (*self.value.cases, *self.pricing_out.cases, *(s.case for s in self.liability.scenarios))


def compute(assumptions: Assumptions, progress: Progress = lambda stage, done: None) -> Findings:
    """Compute a report. `progress(stage, share done)` is called as its parts are finished.

    The parts do not depend on each other, so they share the machine's cores (the claims in a process of their own); the
    numbers do not depend on that.
    Raises a MlossEconError if an input is missing or wrong, RunError if a run gives numbers that are not finite.
    """
    a = assumptions
    tasks: dict[str, Callable[[], Any]] = {
        "scorecard": partial(
            scorecard, viewpoint=a.viewpoint, day=a.day, n=a.n, seed=a.seed, prices=a.prices, store=a.store
        ),
        **{f"liability, {name}": partial(scenario_findings, a, name) for name in reversed(SCENARIOS)},
        "proposal": partial(_proposals, a),
        **{f"beliefs, {name}": partial(side, a, name) for name in a.store.belief_sets},
        "value": partial(value_findings, a),
        "changed beliefs": partial(unmoved, a, of_brief, direct=harm_beliefs(a.store)),
    }
    refuse_early(a)
    claims = Apart(a)
    try:
        done = _on_all_cores({"claims": claims.wait, **tasks}, progress)
    finally:
        claims.stop()
    value: ValueFindings = done["value"]
    proposal, comparator, pricing, policy = done["proposal"]
    liability = LiabilityFindings(tuple(done[f"liability, {name}"] for name in SCENARIOS))
    card: Scorecard = done["scorecard"]
    cases = (*value.cases, *pricing.cases, *(s.case for s in liability.scenarios))
    stamp = Stamp(
        mloss_econ.__version__,
        a.seed,
        DESIGN,
        a.n,
        str(a.prices),
        inputs_of([case.digest for case in cases], a.profile),
    )
    return Findings(
        stamp,
        a.title,
        a.file,
        a.changed,
        said(done["changed beliefs"], a.store, "in this report"),
        a.profile,
        value,
        proposal,
        comparator,
        pricing,
        policy,
        liability,
        tuple(card.frame().records()),
        sides_findings(a, [own(a, card, proposal), *(done[f"beliefs, {name}"] for name in a.store.belief_sets)]),
        done["claims"],
        card,
    )


def inputs_of(digests: Iterable[str], profile: str) -> str:
    """The hash of all inputs of a report: of its cases, and whose form it fills."""
    return hashlib.sha256("".join([*sorted(digests), profile]).encode()).hexdigest()[:16]


def _proposals(a: Assumptions) -> tuple[ProposalFindings, ProposalFindings, PricingFindings, PolicyFindings]:
    """The proposal under review and the comparator."""
    proposal, comparator = proposal_findings(a.proposal, a), proposal_findings(a.comparator, a, drivers=False)
    return proposal, comparator, pricing_findings(a, proposal, comparator), policy_findings(a, proposal)


def _on_all_cores(tasks: Mapping[str, Callable[[], Any]], progress: Progress) -> dict[str, Any]:
    """The results of tasks, by name. The first error, or an interrupt, is raised at once; what has not begun by then
    never does, and what has gives up."""
    ended = Event()
    pool = ThreadPoolExecutor((os.cpu_count() or 1) + 1)  # one only waits for another process
    try:
        names = {pool.submit(while_wanted, (ended,), task): name for name, task in tasks.items()}
    except RuntimeError:  # the system has no thread to give
        pool.shutdown(wait=False, cancel_futures=True)
        return {name: task() for name, task in tasks.items()}
    results: dict[str, Any] = {}
    try:
        for future in as_completed(names):
            results[names[future]] = future.result()
            progress(names[future], len(results) / len(tasks))
    finally:
        ended.set()
        pool.shutdown(wait=False, cancel_futures=True)
    return results
