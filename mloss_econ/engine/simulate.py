"""Draws in, draws out.

Row i of every input depends on (seed, belief id, i) alone, so the result is the same to the bit for any executor and
any division of the work, and the first n rows of a longer run are the shorter run.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor, as_completed

import numpy as np

from mloss_econ.calculator import Calculator, I, O
from mloss_econ.case import Case
from mloss_econ.engine.plan import Plan, Rows, join
from mloss_econ.engine.run import Run
from mloss_econ.errors import InputError
from mloss_econ.uncertainty import BLOCK, REPLICATES
from mloss_econ.uncertainty.designs import check_design

LEAST = 4 * REPLICATES
MEMORY = 4 * 2**30  # bytes of kept draws; a longer run is refused before it starts
TASK = 8 * BLOCK  # rows handed to a worker at a time
SERIAL = 2**17  # below this many rows threads cost more than they bring
Progress = Callable[[int, int], None]


def check_n(n: object, columns: int) -> int:
    """A usable number of draws, or InputError."""
    if isinstance(n, bool) or not isinstance(n, (int, np.integer)):
        raise InputError(f"n = {n!r} is not a whole number. Give for example n = 16384.")
    if n < LEAST:
        raise InputError(f"n = {n} is too few: an error bar needs at least {LEAST} draws. Give for example 16384.")
    most = MEMORY // (8 * max(columns, 1))
    if n > most:
        shown = str(n) if n < 10**18 else f"a number of {len(str(n))} digits"
        kept = f"{n * columns * 8 // 2**30:,} GiB" if n < 10**18 else "far more GiB than there are"
        raise InputError(f"n = {shown} would keep {kept} of draws; at most {most} fit here.")
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
    n: int,
    seed: int,
    design: str = "sobol",
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Run[I, O]:
    """Evaluate a case on `n` draws of its beliefs.

    `design` is "sobol" (16 independent scramblings, the default) or "random". `executor` is any
    `concurrent.futures.Executor`; without one, threads are used where they pay. `progress(done, n)` is called as
    rows finish. Raises InputError for a bad n, seed, design or a case of another calculator.
    """
    case.check_of(calculator)
    check_design(design)
    seed = check_seed(seed)
    plan = Plan.of(case, seed, design)
    first = plan.rows(0, 1)
    width = len(plan.columns) + len(first.outputs) + len(first.codes)
    n = check_n(n, width)
    spans = [(start, min(start + TASK, n)) for start in range(0, n, TASK)]
    if executor is not None:
        parts = _on(executor, plan, spans, n, progress)
    elif n < SERIAL:
        parts = []
        for start, stop in spans:
            parts.append(plan.rows(start, stop))
            if progress:
                progress(stop, n)
    else:
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            parts = _on(pool, plan, spans, n, progress)
    return Run(case, n, seed, design, join(parts))


def _on(executor: Executor, plan: Plan, spans: list[tuple[int, int]], n: int, progress: Progress | None) -> list[Rows]:
    futures = [executor.submit(plan.rows, start, stop) for start, stop in spans]
    done = 0
    try:
        for future in as_completed(futures):
            start, stop = spans[futures.index(future)]
            future.result()
            done += stop - start
            if progress:
                progress(done, n)
    except BaseException:
        for future in futures:
            future.cancel()
        raise
    return [future.result() for future in futures]
