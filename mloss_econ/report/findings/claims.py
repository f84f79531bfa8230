"""What draws and corners say about each claim of the debate; every claim that is listed is here, for or against."""

from __future__ import annotations

from dataclasses import dataclass

from mloss_econ import compliance, value
from mloss_econ.engine import Estimate
from mloss_econ.evidence import CHANNELS
from mloss_econ.kernel import Claim, Kind, baseline, sources
from mloss_econ.regimes import HARMS, SCENARIO, harm_levels, in_world
from mloss_econ.registry import CALCULATORS, CLAIMS
from mloss_econ.report.assumptions import Assumptions
from mloss_econ.sensitivity import SwitchingValue, Under, verdict

__all__ = ["CLAIMS", "ClaimFinding", "claim_finding", "refuse_early"]


@dataclass(frozen=True)
class ClaimFinding:
    """A claim with its verdict; `structure` has it at the ends of the structural choices that it hangs on."""

    name: str
    sentence: str
    tested_as: str
    source: str
    kind: Kind
    held: Estimate
    at_adopted: bool
    corners: int
    corners_held: int
    switching_values: tuple[SwitchingValue, ...]
    structure: tuple[Under, ...]


def refuse_early(assumptions: Assumptions) -> None:
    """Build every case once, so that an input that does not fit is refused before anything is computed; and every case
    that takes a changed belief, though it be in no report."""
    store, changed = assumptions.store, set(assumptions.changed)
    for kind in HARMS:
        harm_levels(store, store.scenario(SCENARIO).tree[CHANNELS], kind, assumptions.prices)
    for calculator in CALCULATORS:
        fitting = [s for s in store.scenarios.values() if calculator.name in s.calculators]
        touched = [s.name for s in fitting if any(name.startswith(f"{s.name}.") for name in changed)]
        if changed & set(sources(calculator.Inputs)) and not touched:
            touched = [s.name for s in fitting[:1]]
            if not fitting:
                baseline(in_world(calculator), prices=assumptions.prices, store=store)
        for scenario in touched:
            baseline(in_world(calculator), prices=assumptions.prices, scenario=scenario, store=store)
    for claim in CLAIMS:
        claim.case(prices=assumptions.prices, store=assumptions.store)
    baseline(value.contribution_cost, prices=assumptions.prices, store=assumptions.store)
    baseline(compliance.pricing_out, prices=assumptions.prices, store=assumptions.store)


def claim_finding(assumptions: Assumptions, claim: Claim) -> ClaimFinding:
    """Compute one."""
    case = claim.case(prices=assumptions.prices, store=assumptions.store)
    v = verdict(claim, n=assumptions.n, seed=assumptions.seed, case=case)
    return ClaimFinding(
        claim.name,
        claim.sentence,
        claim.tested_as,
        assumptions.store.cite(claim.source),
        claim.kind,
        v.held,
        v.at_adopted,
        v.corners,
        v.corners_held,
        v.switching_values,
        v.structure,
    )
