"""Simulate a case: draw its uncertain inputs and evaluate its calculator.

Row i of every input depends on (seed, belief id, i) alone, so the result is the same to the bit for any executor and
any division of the work, and the first n rows of a longer run are the shorter run.
"""

from __future__ import annotations

from concurrent.futures import Executor
from pathlib import Path
from typing import Literal

from mloss_econ.engine.advance import Session
from mloss_econ.engine.checkpoint import Checkpoint, identity
from mloss_econ.engine.checks import DRAWS, SEED, check_case, check_n, check_seed, check_travels, check_ways
from mloss_econ.engine.executing import workers
from mloss_econ.engine.origin import origin_of
from mloss_econ.engine.plan import Plan
from mloss_econ.engine.progress import Progress, TimeLeft
from mloss_econ.engine.rowwise import names_of, pilot
from mloss_econ.engine.run import Run, run_of
from mloss_econ.engine.totals import Totals
from mloss_econ.engine.until import FIRST, Until, converge
from mloss_econ.errors import InputError, nearest
from mloss_econ.kernel import Case, I, O
from mloss_econ.uncertainty import check_design

Keep = Literal["outputs", "summary"]


def simulate(
    case: Case[I, O],
    *,
    n: int | Until = DRAWS,
    seed: int = SEED,
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
    resumes it after an interrupt. `progress(done, n)` is called as rows finish; "auto" writes the time left to
    a terminal, None is silent.

    Raises InputError for what is no case, a bad n, seed, design or keep, outputs of another shape, a calculator that
    mixes draws, or a checkpoint of another run; RunError if the calculator or the executor fails.
    """
    check_case(case, "simulate")
    calculator = case.calculator
    check_design(design)
    check_ways(executor, progress, checkpoint)
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
    kept = None
    if checkpoint is not None:
        kept = Checkpoint(Path(checkpoint), identity(plan, case.digest(), keep, first))
    totals = kept.load(rows) if kept else Totals(0, 0, rows)
    apart = check_travels(calculator, executor)
    tell = TimeLeft() if progress == "auto" else progress
    with workers(executor, wanted.most if wanted else rows) as pool:
        made_by = origin_of(calculator) if apart else None
        session = Session(keep, names_of(first), pool, tell, kept, resumable=wanted is None, origin=made_by)
        if wanted is not None:
            return converge(case, plan, wanted, session)
        return run_of(case, plan, keep, session.names, session.advance(plan, totals))
