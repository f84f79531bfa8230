"""What a report says, as plain data: computed here, worded in `sections`, laid out by `terminal` and `page`."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from functools import partial
from typing import Any

import mloss_econ
from mloss_econ.report.assumptions import Assumptions
from mloss_econ.report.findings.claims import CLAIMS, ClaimFinding, claim_finding, refuse_early
from mloss_econ.report.findings.common import CaseRecord, Progress
from mloss_econ.report.findings.liability import SCENARIOS, LiabilityFindings, situation
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
        return (*self.value.cases, *self.pricing_out.cases, *(s.case for s in self.liability.situations))


def compute(assumptions: Assumptions, progress: Progress = lambda stage, done: None) -> Findings:
    """Compute a report. `progress(stage, share done)` is called as its parts are finished.

    The parts do not depend on each other, so they share the machine's cores; the numbers do not depend on that.
    Raises a MlossEconError if an input is missing or wrong, RunError if a run gives numbers that are not finite.
    """
    tasks: dict[str, Callable[[], Any]] = {
        **{f"liability, {name}": partial(situation, assumptions, name) for name in reversed(SCENARIOS)},
        **{f"claim {claim.name}": partial(claim_finding, assumptions, claim) for claim in reversed(CLAIMS)},
        "pricing out": partial(pricing_findings, assumptions),
        "value": partial(value_findings, assumptions),
    }
    refuse_early(assumptions)
    done = _on_all_cores(tasks, progress)
    value: ValueFindings = done["value"]
    pricing: PricingFindings = done["pricing out"]
    liability = LiabilityFindings(tuple(done[f"liability, {name}"] for name in SCENARIOS))
    claims = tuple(done[f"claim {claim.name}"] for claim in CLAIMS)
    cases = (*value.cases, *pricing.cases, *(s.case for s in liability.situations))
    stamp = Stamp(
        mloss_econ.__version__,
        assumptions.seed,
        DESIGN,
        assumptions.n,
        str(assumptions.prices),
        hashlib.sha256("".join(case.digest for case in cases).encode()).hexdigest()[:16],
    )
    about = assumptions.title, assumptions.file, assumptions.changed
    return Findings(stamp, *about, value, pricing, liability, claims)


def _on_all_cores(tasks: Mapping[str, Callable[[], Any]], progress: Progress) -> dict[str, Any]:
    """The results of tasks, by name. The first error, or an interrupt, ends the others that have not begun."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        names = {pool.submit(task): name for name, task in tasks.items()}
        results = {}
        try:
            for future in as_completed(names):
                results[names[future]] = future.result()
                progress(names[future], len(results) / len(tasks))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return results


__all__ = ["DESIGN", "ClaimFinding", "Findings", "Progress", "Stamp", "compute"]
