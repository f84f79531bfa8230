"""What a report says, as plain data: computed here, worded in `sections`, laid out by `terminal` and `page`."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import mloss_econ
from mloss_econ.report.assumptions import Assumptions
from mloss_econ.report.findings.claims import ClaimFinding, claim_findings
from mloss_econ.report.findings.common import CaseRecord, Progress
from mloss_econ.report.findings.liability import LiabilityFindings, liability_findings
from mloss_econ.report.findings.pricing_out import PricingFindings, pricing_findings
from mloss_econ.report.findings.value import ValueFindings, value_findings

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
    """All that a report says. `title`, `file` and `changed` name the assumptions it was computed from."""

    stamp: Stamp
    title: str
    file: str
    changed: tuple[str, ...]
    value: ValueFindings
    pricing_out: PricingFindings
    liability: LiabilityFindings
    claims: tuple[ClaimFinding, ...]

    @property
    def cases(self) -> tuple[CaseRecord, ...]:
        """Every case behind the report."""
        return (*self.value.cases, *self.pricing_out.cases, *self.liability.cases)


def compute(assumptions: Assumptions, progress: Progress = lambda stage, done: None) -> Findings:
    """Compute a report. `progress(stage, share done of it)` is called as it goes.

    Raises a MlossEconError if an input is missing or wrong, RunError if a run gives numbers that are not finite.
    """
    value = value_findings(assumptions, progress)
    pricing = pricing_findings(assumptions, progress)
    liability = liability_findings(assumptions, progress)
    claims = claim_findings(assumptions, progress)
    digests = "".join(case.digest for part in (value, pricing, liability) for case in part.cases)
    stamp = Stamp(
        mloss_econ.__version__,
        assumptions.seed,
        DESIGN,
        assumptions.n,
        str(assumptions.prices),
        hashlib.sha256(digests.encode()).hexdigest()[:16],
    )
    return Findings(stamp, assumptions.title, assumptions.file, assumptions.changed, value, pricing, liability, claims)


__all__ = ["DESIGN", "ClaimFinding", "Findings", "Progress", "Stamp", "compute"]
