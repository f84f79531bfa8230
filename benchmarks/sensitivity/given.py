"""Times of methods that others do not have: value of information, break-even over draws, scenario discovery."""

from __future__ import annotations

import time
from typing import Any

import numpy as np

from benchmarks.speed.w1 import case
from mloss_econ.compliance import pricing_out
from mloss_econ.engine import simulate
from mloss_econ.kernel import baseline
from mloss_econ.sensitivity import Region, break_even, decision, decision_from, evppi, prim


def run(what: str, n: int) -> dict[str, Any]:
    """Seconds of one method, its sample made beforehand; `all`: the sample included."""
    begin = time.perf_counter()
    if what == "evppi":
        done = simulate(case(), n=n, seed=1)
        start = time.perf_counter()
        found = evppi(decision(done, "y4", target=0.0), {"V0": ["V0"]})
        value = found.row("V0").index
    elif what == "evppi known":
        rng = np.random.default_rng(1)
        p1, p2 = rng.standard_normal(n), 2 * rng.standard_normal(n)
        start = time.perf_counter()
        value = evppi(decision_from({"no": 0 * p1, "yes": p1 + p2}, {"p1": p1, "p2": p2}), {"p1": ["p1"]}).rows[0].index
    elif what == "break_even":
        today = baseline(pricing_out)
        start = time.perf_counter()
        draws = break_even(today, vary="fixed_cost", output="exit_share_funded", target=0.5, n=n).draws
        value = draws.median.value if draws and draws.median else 0.0
    else:
        done = simulate(case(), n=n, seed=1)
        start = time.perf_counter()
        value = prim(done, Region("y2", low=0.5)).boxes[0].density.value
    end = time.perf_counter()
    return {"seconds": end - start, "all": end - begin, "value": value}
