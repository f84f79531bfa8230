"""One small question: four uncertain inputs, ten thousand draws, the mean and the 5, 50 and 95 % points."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from statistics import median

import numpy as np

from benchmarks.speed.by_hand import SAMPLERS
from benchmarks.speed.w1 import KINDS, store_of
from mloss_econ.engine import estimate, quantiles, simulate
from mloss_econ.kernel import Inputs, Outputs, Ratio, baseline, calculator, given

LEVELS = (0.05, 0.5, 0.95)
INPUTS: dict[str, tuple[str, tuple[float, ...]]] = {
    "files": ("lognormal", (100, 2000)),
    "hours": ("pert", (0.1, 0.5, 2)),
    "wage": ("triangular", (30, 60, 120)),
    "overhead": ("uniform", (0.1, 0.4)),
}


class SmallInputs(Inputs):
    """What an audit costs."""

    files: Ratio = given("small.files")
    """Files to read."""
    hours: Ratio = given("small.hours")
    """Hours a file."""
    wage: Ratio = given("small.wage")
    """Wage an hour."""
    overhead: Ratio = given("small.overhead")
    """On top of wages."""


class SmallOutputs(Outputs):
    """One number."""

    cost: Ratio
    """The bill."""


@calculator
def small(x: SmallInputs) -> SmallOutputs:
    """Files times hours times the wage, and overhead."""
    return SmallOutputs(cost=x.files * x.hours * x.wage * (1 + x.overhead))


def by_hand(n: int, seed: int) -> list[float]:
    """The four statistics in plain NumPy."""
    rng = np.random.default_rng(seed)
    files, hours, wage, overhead = (SAMPLERS[kind](rng, n, *numbers) for kind, numbers in INPUTS.values())
    cost = files * hours * wage * (1 + overhead)
    return [float(cost.mean()), *map(float, np.quantile(cost, LEVELS))]


def run(n: int, calls: int) -> dict[str, float]:
    """Milliseconds of the first call, with the making of the case, and of a later one; and by hand."""
    beliefs = {f"small.{name}": KINDS[kind](*numbers) for name, (kind, numbers) in INPUTS.items()}

    def ours(seed: int) -> list[float]:
        done = simulate(case, n=n, seed=seed)
        return [estimate(done, "cost").value, *(e.value for e in quantiles(done, "cost", LEVELS))]

    start = time.perf_counter()
    case = baseline(small, store=store_of(beliefs))
    first = ours(0)
    cold = time.perf_counter() - start
    cold_by_hand = _seconds(partial(by_hand, n, 0))
    if not np.allclose(first, by_hand(n, 0), rtol=0.1):
        raise ValueError(f"{first} by the library, {by_hand(n, 0)} by hand.")

    warm = [(_seconds(partial(ours, seed)), _seconds(partial(by_hand, n, seed))) for seed in range(calls)]
    times = [cold, cold_by_hand, median(a for a, _ in warm), median(b for _, b in warm)]
    return dict(zip(("cold", "cold_by_hand", "warm", "warm_by_hand"), (1e3 * t for t in times), strict=True))


def _seconds(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start
