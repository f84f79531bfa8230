"""Draws in, draws out.

Row i of every input depends on (seed, belief id, i) alone, so the result is the same to the bit for any executor and
any division of the work, and the first n rows of a longer run are the shorter run.
"""

from __future__ import annotations

from concurrent.futures import Executor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import numpy as np

from mloss_econ.calculator import Calculator, I, O
from mloss_econ.case import Case
from mloss_econ.engine.checkpoint import Checkpoint, identity
from mloss_econ.engine.executing import in_order, workers
from mloss_econ.engine.plan import Plan, Rows
from mloss_econ.engine.progress import Progress, TimeLeft
from mloss_econ.engine.rowwise import pilot
from mloss_econ.engine.run import Run, run_of
from mloss_econ.engine.totals import LEAF, Totals, work
from mloss_econ.errors import InputError, nearest
from mloss_econ.uncertainty import REPLICATES
from mloss_econ.uncertainty.designs import check_design

LEAST = 4 * REPLICATES
MOST = 2**44  # rows: 2^40 points of each of 16 scramblings
MEMORY = 4 * 2**30  # bytes of kept draws; a longer run is refused before it starts
FIRST = 2**14  # draws `until` starts from
Keep = Literal["outputs", "summary"]
STATISTICS = ("mean", "median", "p5", "p95")


@dataclass(frozen=True)
class Until:
    """As many draws as it takes; see `until`."""

    se: float
    of: str
    statistic: str
    most: int


def until(*, se: float, of: str, statistic: str = "mean", most: int = 2**24) -> Until:
    """As `n` of `simulate`: double the draws until the standard error of an output's statistic is at most `se`.

    `se` is in the output's unit, `of` its path, `statistic` one of mean, median, p5, p95. It stops at `most` draws
    in any case, and the diagnostics then say that it has not converged. Raises InputError for what cannot be used.
    """
    if isinstance(se, bool) or not isinstance(se, (int, float, np.integer, np.floating)) or not 0 < se < np.inf:
        raise InputError(f"until: se = {se!r} is not a number above 0, in the unit of the output.")
    if statistic not in STATISTICS:
        raise InputError(f"until: statistic = {statistic!r} is not known. {nearest(str(statistic), STATISTICS)}")
    if check_n(most) < FIRST:
        raise InputError(f"until: most = {most} is below the {FIRST:,} draws it starts with.")
    return Until(float(se), of, statistic, int(most))


def check_n(n: object, columns: int = 0) -> int:
    """A usable number of draws, of which `columns` numbers each are to be kept, or InputError."""
    if isinstance(n, bool) or not isinstance(n, (int, np.integer)):
        raise InputError(f"n = {n!r} is not a whole number. Give for example n = 16384.")
    if n < LEAST:
        raise InputError(f"n = {n} is too few: an error bar needs at least {LEAST} draws. Give for example 16384.")
    shown = str(n) if n < 10**18 else f"a number of {len(str(n))} digits"
    if columns and n > (most := MEMORY // (8 * columns)):
        kept = f"{n * columns * 8 // 2**30:,} GiB" if n < 10**18 else "far more GiB than there are"
        raise InputError(
            f"n = {shown} would keep {kept} of draws; at most {most} fit here. keep='summary' keeps none of them."
        )
    if n > MOST:
        raise InputError(f"n = {shown} is more than the {MOST:,} draws a design has.")
    return int(n)


def check_seed(seed: object) -> int:
    """A usable seed, or InputError. 0 is a seed like any other."""
    if isinstance(seed, bool) or not isinstance(seed, (int, np.integer)):
        raise InputError(f"seed = {seed!r} is not a whole number. Give for example seed = 7.")
    if seed < 0:
        raise InputError(f"seed = {seed} is negative. Give 0 or more.")
    return int(seed)


def simulate(
    calculator: Calculator[I, O],
    case: Case[I, O],
    *,
    n: int | Until,
    seed: int,
    design: str = "sobol",
    keep: Keep = "outputs",
    executor: Executor | None = None,
    checkpoint: str | Path | None = None,
    progress: Progress | Literal["auto"] | None = "auto",
) -> Run[I, O]:
    """Evaluate a case on `n` draws of its beliefs, or on as many as `until(...)` asks for.

    `design` is "sobol" (16 independent scramblings, the default), "random" or "latin_hypercube" (whose rows depend on
    n). `keep` is "outputs" (8 bytes a draw and output; inputs are drawn again when asked for) or "summary" (memory does
    not grow with n; quantiles to 1/1024 of their value). `executor` is any `concurrent.futures.Executor`; without one,
    threads are used where they pay. `checkpoint` names a file that holds the state of the run, so that the same call
    takes it up again after an interrupt. `progress(done, n)` is called as rows finish; "auto" writes the time left to
    a terminal, None is silent.

    Raises InputError for a bad n, seed, design, keep, a case of another calculator, outputs of another shape, a
    calculator that mixes draws, or a checkpoint of another run; RunError if the calculator or the executor fails.
    """
    case.check_of(calculator)
    check_design(design)
    if keep not in ("outputs", "summary"):
        raise InputError(f"keep = {keep!r} is not known. {nearest(str(keep), ('outputs', 'summary'))}")
    wanted = n if isinstance(n, Until) else None
    rows = FIRST if wanted else check_n(n, 1 if keep == "outputs" else 0)
    plan = Plan.of(case, check_seed(seed), design, rows)
    first = pilot(plan)
    if wanted and wanted.of not in first.outputs:
        raise InputError(f"{calculator.name} has no output '{wanted.of}'. {nearest(wanted.of, first.outputs)}")
    if wanted and checkpoint is not None:
        raise InputError("checkpoint= needs a fixed n; with until(...) how far a run goes is not known.")
    if keep == "outputs":
        check_n(wanted.most if wanted else rows, len(first.outputs) + len(first.codes))
    tell = TimeLeft() if progress == "auto" else progress
    kept = None
    if checkpoint is not None:
        kept = Checkpoint(Path(checkpoint), identity(plan, case.digest(), keep, first))
    with workers(executor, wanted.most if wanted else rows) as pool:
        if wanted is None:
            totals = _advance(plan, kept.load(rows) if kept else Totals(0, 0, rows), keep, pool, tell, kept)
            return run_of(case, plan, keep, first.labels, totals)
        return _converge(case, plan, wanted, keep, pool, tell, first)


def _advance(
    plan: Plan, totals: Totals, keep: str, pool: Executor | None, tell: Progress | None, kept: Checkpoint | None
) -> Totals:
    """Compute the rows that are missing, saving the state now and then."""
    n = plan.n
    if kept is not None:
        _try_to_write(kept, totals)
    size = LEAF * (min(max(n // (64 * LEAF), 8), 64) if keep == "summary" else 1)
    pieces = [(start, min(start + size, n)) for start in range(totals.stop, n, size)]
    try:
        for part in in_order(pool, work, pieces, plan, keep):
            totals.merge(part)
            if kept is not None:
                kept.save_when_due(totals)
            if tell is not None:
                tell(totals.stop, n)
    except BaseException as error:
        if kept is not None:
            kept.save_rest(totals)
        if isinstance(error, KeyboardInterrupt):
            raise KeyboardInterrupt(_interrupted(totals, n, kept)) from None
        raise
    if kept is not None:
        kept.save_rest(totals)
    return totals


def _try_to_write(kept: Checkpoint, totals: Totals) -> None:
    try:
        kept.save(totals)
    except OSError as error:
        raise InputError(f"checkpoint = {str(kept.file)!r} cannot be written: {error}. Nothing was computed.") from None


def _interrupted(totals: Totals, n: int, kept: Checkpoint | None) -> str:
    done = f"interrupted after {totals.stop:,} of {n:,} draws"
    if kept is None:
        return f"{done}; nothing is kept. With checkpoint='run.npz' the same call would take the run up again."
    return f"{done}; {kept.file} holds {kept.saved:,} of them. The same call takes the run up again."


def _converge(
    case: Case[Any, Any],
    plan: Plan,
    wanted: Until,
    keep: str,
    pool: Executor | None,
    tell: Progress | None,
    first: Rows,
) -> Run[Any, Any]:
    """Double the draws until the error is small enough, going on from the draws there are."""
    totals = Totals(0, 0, plan.n)
    while True:
        totals = _advance(plan, totals, keep, pool, tell, None)
        run: Run[Any, Any] = run_of(case, plan, keep, first.labels, totals)
        error = run.statistic(wanted.of, wanted.statistic).error
        if error <= wanted.se:
            return run
        if plan.n >= wanted.most:
            said = (
                f"not converged: the standard error of the {wanted.statistic} of '{wanted.of}' is {error:.3g} after "
                f"{plan.n:,} draws; {wanted.se:.3g} was wanted."
            )
            return replace(run, remarks=(said,))
        plan = replace(plan, n=min(2 * plan.n, wanted.most))
        if plan.design == "latin_hypercube" or totals.stop % LEAF:
            totals = Totals(0, 0, plan.n)  # its rows change with n, or its last leaf is not whole
        else:
            totals = totals.grown(plan.n)
