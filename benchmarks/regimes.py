"""What it costs to compare all proposals and to go through the register of claims."""

from __future__ import annotations

import time

from benchmarks.machine import machine
from benchmarks.readme import table
from mloss_econ.engine import DRAWS, simulate, together
from mloss_econ.evidence import default_store
from mloss_econ.regimes import scorecard, world_under
from mloss_econ.registry import CLAIMS
from mloss_econ.sensitivity import verdict

N = 2**16
QUICK = 2**11
CLAIM_DRAWS = 2**14
SEED = 7
MOST_COMPARE, MOST_CLAIMS = 10.0, 60.0


def report(quick: bool = False) -> str:
    """The machine, the two workloads with their bounds, and runs one at a time for comparison."""
    n = QUICK if quick else N
    names = list(default_store().proposals)
    scorecard(names[:2], n=QUICK, seed=SEED)  # tables and threads warm
    begun = time.perf_counter()
    scorecard(n=n, seed=SEED)
    whole = time.perf_counter() - begun
    begun = time.process_time()
    scorecard(seed=SEED)
    cpu = time.process_time() - begun
    cases = [world_under(name) for name in names]
    begun = time.perf_counter()
    together(cases, outputs=["net_world"], n=n, seed=SEED)
    at_once = time.perf_counter() - begun
    begun = time.perf_counter()
    for case in cases:
        simulate(case, n=n, seed=SEED, progress=None)
    singly = time.perf_counter() - begun
    begun = time.perf_counter()
    for claim in CLAIMS:
        verdict(claim, n=QUICK if quick else CLAIM_DRAWS, seed=SEED)
    claims = time.perf_counter() - begun
    rows = [
        (f"scorecard of {len(names)} proposals, n = {n:,}", f"{whole:.1f} s", _against(whole, MOST_COMPARE)),
        (f"the same at its default, n = {DRAWS:,}, CPU of all cores", f"{cpu:.1f} s", ""),
        ("of the first, the draws and all proposals on them", f"{at_once:.1f} s", ""),
        ("the same as runs one after the other", f"{singly:.1f} s", f"{singly / at_once:.1f}× as long"),
        (f"register of {len(CLAIMS)} claims", f"{claims:.1f} s", _against(claims, MOST_CLAIMS)),
    ]
    return f"{machine('numpy', 'scipy')}\n\n{table(('workload', 'time', 'bound'), rows)}"


def _against(seconds: float, most: float) -> str:
    return f"{most:g} s: {'met' if seconds <= most else 'missed'}"
