"""What the findings share: a run that is fit to be reported, a record of each case, a stated figure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from mloss_econ.base.text import number
from mloss_econ.engine import Estimate, Run, SummaryRow, diagnostics, estimate, row_of, simulate
from mloss_econ.errors import RunError
from mloss_econ.kernel import Case, TraceRow, trace
from mloss_econ.report.assumptions import Assumptions

Progress = Callable[[str, float], None]
DIGITS = 9  # significant digits of a number that do not depend on the kind of processor
NOT_RECORDED = {"record": False}  # a field that figures and sentences need, and results.json does not


@dataclass(frozen=True)
class CaseRecord:
    """A case as it goes on record: its hash, and where every number in it comes from.

    `rounded` is the hash of its numbers to `DIGITS` digits, which does not depend on the kind of processor. `rows`
    holds all inputs, or for a variant only those that differ from the case called `variant_of`.
    """

    name: str
    calculator: str
    scenario: str
    prices: str
    digest: str
    rounded: str
    variant_of: str
    rows: tuple[TraceRow, ...]


@dataclass(frozen=True)
class Stated:
    """A figure that a source states: in the price base of the report, and as `original` in its own."""

    value: float
    unit: str
    source: str
    original: float
    original_unit: str


def record(name: str, case: Case[Any, Any], *, variant_of: Case[Any, Any] | None = None, of: str = "") -> CaseRecord:
    """The record of a case."""
    rows = trace(case).rows
    if variant_of is not None:
        before = {row.path: row for row in trace(variant_of).rows}
        rows = tuple(row for row in rows if row != before.get(row.path))
    digests = case.digest(), case.digest(digits=DIGITS)
    return CaseRecord(name, case.calculator.name, case.scenario or "", str(case.prices), *digests, of, rows)


def run_of(case: Case[Any, Any], assumptions: Assumptions) -> Run[Any, Any]:
    """The run of a case. Raises RunError if a row is not finite: a report says nothing of such a run."""
    run = simulate(case, n=assumptions.n, seed=assumptions.seed)
    if diagnostics(run).nonfinite:
        what = ", ".join(f"{count} of {run.n:,} draws of '{p}'" for p, count in diagnostics(run).nonfinite.items())
        bad = diagnostics(run).first_bad
        named = [p for p in bad if p in case.entries and case.entries[p].key in assumptions.changed]
        where = ", ".join(f"{p} = {number(bad[p])}" for p in named or list(bad)[1:4])
        raise RunError(
            f"{case.calculator.name}, {case.label}: {what} are not finite (first at {where}{'' if named else ', …'}). "
            "Narrow the belief that leads there; nothing was written."
        )
    return run


def odds(run: Run[Any, Any], output: str, target: float) -> Estimate:
    """The share of draws in which an output reaches a target, with its standard error."""
    return estimate(run, output, lambda values: float(np.mean(values >= target)))


def fixed_by_judgement(case: Case[Any, Any]) -> tuple[str, ...]:
    """Judgement-based inputs that are held fixed, so that no interval reflects the doubt about them."""
    return tuple(p for p, e in case.entries.items() if e.is_judgement and not e.uncertain and e.spec.role == "given")


def summaries(run: Run[Any, Any], *outputs: str) -> dict[str, SummaryRow]:
    """Summary rows by output."""
    return {output: row_of(run, output) for output in outputs}
