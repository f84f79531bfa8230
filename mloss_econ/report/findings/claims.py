"""What draws and corners say about each claim of the debate; every claim that is listed is here, for or against."""

from __future__ import annotations

from dataclasses import dataclass

from mloss_econ import compliance, value
from mloss_econ.case import baseline
from mloss_econ.claims import Claim
from mloss_econ.engine import Estimate
from mloss_econ.registry import CLAIMS
from mloss_econ.report.assumptions import Assumptions
from mloss_econ.sensitivity import Turn, verdict

__all__ = ["CLAIMS", "ClaimFinding", "claim_finding", "refuse_early"]


@dataclass(frozen=True)
class ClaimFinding:
    """A claim with its verdict."""

    name: str
    sentence: str
    put_as: str
    source: str
    kind: str
    held: Estimate
    at_adopted: bool
    corners: int
    corners_held: int
    turns: tuple[Turn, ...]


def refuse_early(assumptions: Assumptions) -> None:
    """Build every case once, so that an input that does not fit is refused before anything is computed."""
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
        claim.put_as,
        assumptions.store.cite(claim.source),
        claim.kind,
        v.held,
        v.at_adopted,
        v.corners,
        v.corners_held,
        v.turns,
    )
