"""Several cases on common random numbers, so that the noise of a difference is only that of the difference.

What the cases have in common is drawn once for all; what is one option's own has draws of its own (`engine.own`).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from mloss_econ.base.frames import Column, Frame, Shown, Tabular, text
from mloss_econ.base.text import columns, number, percent, wrap
from mloss_econ.base.ties import best_shares
from mloss_econ.engine.checks import DRAWS, SEED, check_case
from mloss_econ.engine.own import with_own_streams
from mloss_econ.engine.progress import Progress
from mloss_econ.engine.random_numbers import RandomNumbers
from mloss_econ.engine.run import Run
from mloss_econ.engine.simulate import simulate
from mloss_econ.engine.statistics import estimate_of, finite
from mloss_econ.engine.summarise import diagnostics, interval_meaning, row_of
from mloss_econ.engine.summary import Estimate, SummaryRow, common_scale
from mloss_econ.errors import InputError, UnitError
from mloss_econ.kernel import Case, I, O

LARGEST = "P(largest): share of draws in which the case has the largest value, ties shared equally."


@dataclass(frozen=True)
class ComparisonRow:
    """One case of a comparison: its summary, its difference from the first case, and the probability that it is the
    largest, ties shared equally."""

    label: str
    summary: SummaryRow
    difference: Estimate
    largest: Estimate


@dataclass(frozen=True)
class Comparison(Tabular):
    """Cases compared by one output, each with the first. `random_numbers` says which
    inputs are drawn once for all of them."""

    output: str
    runs: tuple[Run[Any, Any], ...]
    rows: tuple[ComparisonRow, ...]
    random_numbers: RandomNumbers

    def frame(self) -> Frame:
        """One row a case: mean, median, interval, mean difference from the first, how often it is the largest."""
        unit = self.rows[0].summary.unit
        names = ("mean", "s.e.", "median", "p5", "p95", "difference", "its s.e.")
        heads = (text("case"), *(Column(name, unit) for name in names), Column("P(largest)", kind="share"))
        rows = []
        for r in self.rows:
            s = r.summary
            rows.append(
                (
                    r.label,
                    Shown.of(s.mean.value, s.mean.error),
                    Shown(s.mean.error, 1),
                    *(Shown.of(e.value, e.error) for e in (s.median, s.p5, s.p95, r.difference)),
                    Shown(r.difference.error, 1),
                    r.largest.value,
                )
            )
        run = self.runs[0]
        notes = (f"{run.n:,} draws of every case, seed {run.seed}. {interval_meaning(run)}", str(self.random_numbers))
        return Frame(f"{run.case.calculator.name}, {self.output}", heads, tuple(rows), (*notes, LARGEST))

    def table(self) -> str:
        """A printable table: each case's mean, median and interval, and its mean difference from the first."""
        head = ["", "mean", "median", "p5", "p95", "difference", "± s.e.", "P(largest)"]
        figures = [
            [
                *(e.value for e in (r.summary.mean, r.summary.median, r.summary.p5, r.summary.p95, r.difference)),
                r.difference.error,
            ]
            for r in self.rows
        ]
        scale, name = common_scale([v for row in figures for v in row])
        lines = [head]
        for r, row in zip(self.rows, figures, strict=True):
            cells = [number(v / scale) for v in row[:5]]
            lines.append([r.label, *cells, number(row[5] / scale, 1), percent(r.largest.value)])
        unit = f"{name}{self.rows[0].summary.unit}"
        run = self.runs[0]
        text = [*wrap(f"{run.case.calculator.name}, {self.output}, {unit}"), *columns(lines)]
        text += wrap(f"{interval_meaning(run)} {self.random_numbers} {LARGEST}")
        notes = [diagnostics(r).notes_of(self.output) for r in self.runs]
        shared = [note for note in notes[0] if all(note in others for others in notes)]
        for note in shared:
            text += wrap(note)
        for each, mine in zip(self.runs, notes, strict=True):
            for note in mine:
                text += [] if note in shared else wrap(f"{each.case.label}: {note}")
        return "\n".join(text)

    def __repr__(self) -> str:
        return f"<comparison of {', '.join(r.label for r in self.rows)} by {self.output}>"

    def __str__(self) -> str:
        return self.table()


def compare(
    cases: Sequence[Case[I, O]],
    *,
    judged_by: str,
    own: Collection[str] | None = None,
    n: int = DRAWS,
    seed: int = SEED,
    design: str = "sobol",
    executor: Executor | None = None,
    progress: Progress | Literal["auto"] | None = "auto",
) -> Comparison:
    """Run several cases of one calculator on common random numbers and compare one output.

    Uncertain inputs are drawn once for all cases, except each option's own, which are drawn independently: those
    that `.but` set for one case alone, or exactly the paths in `own` (`own=()`: none is). The first case has the draws
    of `simulate`. Differences are from the first case. Raises InputError for fewer than two cases, two with one label,
    or an own path that is unknown or certain; UnitError that names both for cases in different price bases.
    """
    check_comparable(cases)
    runs = tuple(
        simulate(c, n=n, seed=seed, design=design, executor=executor, progress=progress)
        for c in with_own_streams(cases, own)
    )
    values = np.array([finite(run, judged_by) for run in runs])
    largest = best_shares(values)
    rows = tuple(
        ComparisonRow(
            run.case.label,
            row_of(run, judged_by),
            estimate_of(values[k] - values[0], run=run),
            estimate_of(largest[k], run=run),
        )
        for k, run in enumerate(runs)
    )
    return Comparison(judged_by, runs, rows, RandomNumbers.of([run.plan for run in runs]))


def check_comparable(cases: Sequence[Case[Any, Any]]) -> None:
    """Refuse fewer than two cases, two with one label, or cases in different price bases."""
    if len(cases) < 2:
        raise InputError(f"a comparison needs at least two cases, not {len(cases)}.")
    for case in cases:
        check_case(case, "compare")
        case.check_of(cases[0].calculator)
    labels = [case.label for case in cases]
    if len(set(labels)) < len(labels):
        raise InputError(f"two cases have the same label ({', '.join(labels)}). Give each its own.")
    for case in cases[1:]:
        if case.prices != cases[0].prices:
            raise UnitError(
                f"'{cases[0].label}' is in {cases[0].prices} but '{case.label}' is in {case.prices}. "
                "Build both with the same prices=."
            )
