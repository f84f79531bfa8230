"""How long the value calculators take: the bootstrap against a loop, and a run of each."""

from __future__ import annotations

import time

import numpy as np

from benchmarks.machine import machine
from benchmarks.readme import table
from mloss_econ.base.text import number
from mloss_econ.engine import simulate
from mloss_econ.evidence import default_store
from mloss_econ.kernel import baseline
from mloss_econ.value import CALCULATORS, bootstrap

DRAWS, QUICK_DRAWS = 20_000, 2_000
RUN, QUICK_RUN = 2**18, 2**12
TIMES = 3


def looped(n: int, seed: int) -> list[float]:
    """The same bootstrap one draw at a time in plain NumPy, for commits at one reference's pace."""
    store = default_store()
    commits = store.table("mloss_repositories")["commits"].astype(float)
    rows = store.table("reference_repository_commits")
    mine = rows["repository"] == "pytorch/pytorch"
    each = np.repeat(rows["commits"][mine], rows["contributor_periods"][mine].astype(int)).astype(float)
    generator = np.random.default_rng(seed)
    return [
        300_000 / generator.choice(each, len(each)).mean() * generator.choice(commits, len(commits)).sum() / 5
        for _ in range(n)
    ]


def seconds(call: object, *args: object, **named: object) -> float:
    """The least of a few times."""
    assert callable(call)
    taken = []
    for _ in range(TIMES):
        start = time.perf_counter()
        call(*args, **named)
        taken.append(time.perf_counter() - start)
    return min(taken)


def report(quick: bool = False) -> str:
    """Both as tables."""
    n, size = (QUICK_DRAWS, QUICK_RUN) if quick else (DRAWS, RUN)
    store = default_store()
    tables = store.table("mloss_repositories"), store.table("reference_repository_commits")
    ours = seconds(bootstrap, *tables, wage=300_000.0, n=n, seed=1)
    loop = seconds(looped, n, 1)
    lines = [
        ("three bases at once, vectorised", f"{number(ours)} s", ""),
        ("one basis, a loop over draws", f"{number(loop)} s", f"{number(loop / ours, 2)}"),
    ]
    rows = []
    for calculator in CALCULATORS:
        scenario = next((k for k, s in store.scenarios.items() if calculator.name in s.calculators), None)
        case = baseline(calculator, scenario=scenario)
        taken = seconds(simulate, case, n=size, seed=1, keep="summary")
        rows.append((f"`{calculator.name}`", f"{number(1e9 * taken / size, 2)} ns"))
    head = f"Bootstrap of {n:,} draws"
    return (
        f"{machine('numpy', 'scipy')}\n\n{head}:\n\n{table(['', 'time', 'times ours'], lines)}\n\n"
        f"A run of {size:,} draws, summary kept, best of {TIMES}:\n\n{table(['calculator', 'a draw'], rows)}"
    )
