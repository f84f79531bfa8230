"""How many draws, and which seed: what can be used, and what cannot."""

from __future__ import annotations

import pickle
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np

from mloss_econ.errors import InputError, quoted
from mloss_econ.kernel import Calculator, Case, Proposal
from mloss_econ.uncertainty import REPLICATES

LEAST = 4 * REPLICATES
MOST = 2**44  # rows: 2^40 points of each of 16 scramblings
DRAWS = 2**14  # where nobody says how many
SEED = 20221231  # where nobody names one, here and in the command line
MEMORY = 4 * 2**30  # bytes of kept draws; a longer run is refused before it starts


def check_case(case: object, asked: str) -> None:
    """Raise InputError for what is no case, with the call that makes one."""
    if isinstance(case, Calculator):
        raise InputError(f"{asked} takes a case, not a calculator. Give it baseline({case.__name__}).")
    if not isinstance(case, Case):
        what = f"the proposal '{case.name}'" if isinstance(case, Proposal) else quoted(case)
        make = f'world_under("{case.name}")' if isinstance(case, Proposal) else "baseline(CALCULATOR)"
        raise InputError(f"{asked} takes a case, not {what}. {make} makes one.")


def check_n(n: object, columns: int = 0) -> int:
    """A usable number of draws, of which `columns` numbers each are to be kept, or InputError."""
    if isinstance(n, bool) or not isinstance(n, (int, np.integer)):
        raise InputError(f"n = {n!r} is not a whole number. Give for example n = 16384.")
    n = int(n)
    shown = str(n) if abs(n) < 10**18 else f"a number of {int(n.bit_length() * 0.30103) + 1} digits"
    if n < LEAST:
        raise InputError(f"n = {shown} is too few: an error bar needs at least {LEAST} draws. Give for example 16384.")
    if columns and n > (most := MEMORY // (8 * columns)):
        kept = f"{n * columns * 8 // 2**30:,} GiB" if n < 10**18 else "far more GiB than there are"
        raise InputError(
            f"n = {shown} would keep {kept} of draws; at most {most} fit here. keep='summary' keeps none of them."
        )
    if n > MOST:
        raise InputError(f"n = {shown} is more than the {MOST:,} draws a design has.")
    return n


def check_seed(seed: object) -> int:
    """A usable seed, or InputError. 0 is a seed like any other."""
    if isinstance(seed, bool) or not isinstance(seed, (int, np.integer)):
        raise InputError(f"seed = {seed!r} is not a whole number. Give for example seed = 7.")
    seed = int(seed)
    if not 0 <= seed < 2**64:
        what = f"seed = {seed} is negative" if -(10**18) < seed < 0 else "seed is too large, or negative"
        raise InputError(f"{what}. Give 0 or more, below 2^64.")
    return seed


def check_ways(executor: object, progress: object, checkpoint: object) -> None:
    """How a run is to be carried out: an executor, somebody to tell, a file. Raises InputError for anything else."""
    if executor is not None and not isinstance(executor, Executor):
        raise InputError(
            f"executor = {executor!r} is not a concurrent.futures.Executor. Give for example "
            "ThreadPoolExecutor(4), or client.get_executor() of a dask client."
        )
    if progress not in ("auto", None) and not callable(progress):
        raise InputError(f"progress = {progress!r} is not 'auto', None or a function of rows done and rows wanted.")
    if checkpoint is None:
        return
    named = isinstance(checkpoint, (str, Path)) and Path(checkpoint).name and "\0" not in str(checkpoint)
    if not named:
        raise InputError(f"checkpoint = {checkpoint!r} is not the name of a file. Give for example 'run.npz'.")


def check_travels(calculator: Calculator[Any, Any], executor: Executor | None) -> bool:
    """Whether the work is done in other processes. Raises InputError for a calculator that they could not find."""
    if executor is None or isinstance(executor, ThreadPoolExecutor):
        return False
    try:
        found = pickle.loads(pickle.dumps(calculator))
    except Exception as error:
        found = error
    if found is not calculator:
        function = calculator.function
        raise InputError(
            f"{calculator.name} cannot be sent to another process: a worker looks for it as '{function.__qualname__}' "
            f"in the module {function.__module__}. Define it at the top of a module that workers can import, under "
            "its own name; or use threads."
        )
    return True
