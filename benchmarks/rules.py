"""What every rule costs to compute: its inputs drawn, its bill and its pricing-out besides, and the whole run.

Each rule is a run of its own on the same million draws, two threads' work in each column; the bound is on all rules
together.
"""

from __future__ import annotations

import os
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from benchmarks.machine import machine
from benchmarks.readme import table
from mloss_econ.compliance import pricing_out
from mloss_econ.engine import simulate
from mloss_econ.engine.plan import CHUNK, Plan
from mloss_econ.evidence import default_store
from mloss_econ.kernel import Case, baseline, proposal
from mloss_econ.regimes import world

N = 10**6
QUICK = 2 * CHUNK
SEED = 7
MOST = 4.0


def _timed(plan: Plan, evaluate: bool) -> float:
    """Wall time of drawing all inputs of a plan, chunk by chunk on all cores; with their outputs if asked."""

    def piece(start: int) -> None:
        stop = min(start + CHUNK, plan.n)
        drawn = plan.inputs(start, stop)
        if evaluate:
            plan.evaluated(drawn, start, stop)

    begun = time.perf_counter()
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(piece, range(0, plan.n, CHUNK)))
    return time.perf_counter() - begun


def _whole(case: Case[Any, Any], n: int) -> float:
    begun = time.perf_counter()
    simulate(case, n=n, seed=SEED, keep="summary", progress=None)
    return time.perf_counter() - begun


def measure(n: int) -> list[tuple[str, float, float, float]]:
    """By rule: seconds to draw, to draw and compute bill and pricing-out, and for the whole run from trigger to
    society with all its statistics."""
    found = []
    bills = baseline(world.upto(pricing_out))
    whole = baseline(world)
    _timed(Plan.of(bills, SEED, "sobol", CHUNK), True)  # tables and threads warm
    for name in default_store().proposals:
        rule = proposal(name)
        sets = any(c in ("compliance.pricing_out", "compliance.bill") for c in rule.seed.levers) or rule.seed.duties
        plan = Plan.of(rule.apply(bills) if sets else bills, SEED, "sobol", n)
        found.append((name, _timed(plan, False), _timed(plan, True), _whole(rule.apply(whole), n)))
    return found


def report(quick: bool = False) -> str:
    """The machine and the table."""
    n = QUICK if quick else N
    found = measure(n)
    drawn, computed, whole = (sum(row[k] for row in found) for k in (1, 2, 3))
    lines = [
        (name, f"{a:.2f} s", f"{b:.2f} s", f"{b / a:.1f}×", f"{c:.2f} s", f"{c / a:.1f}×") for name, a, b, c in found
    ]
    ratio = computed / drawn
    verdict = "met" if ratio <= MOST else "missed"
    lines.append(
        ("**all**", f"{drawn:.1f} s", f"{computed:.1f} s", f"{ratio:.1f}×", f"{whole:.1f} s", f"{whole / drawn:.1f}×")
    )
    head = ("proposal", "inputs drawn", "and bill and pricing-out", "ratio", "whole run, with statistics", "ratio")
    made = table(head, lines)
    return f"{machine('numpy', 'scipy')} n = {n:,}.\n\n{made}\n\nBound {MOST:g}× for bill and pricing-out: {verdict}."
