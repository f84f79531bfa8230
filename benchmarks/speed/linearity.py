"""Time against the number of rows, and against the number of inputs."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from benchmarks.speed import by_hand, w1
from benchmarks.speed.figures import LEVELS
from benchmarks.speed.w1 import KINDS, Signed, store_of
from mloss_econ.engine import estimate, quantiles, simulate
from mloss_econ.kernel import Calculator, Case, Inputs, Outputs, baseline, given

MIX: tuple[tuple[str, tuple[float, ...]], ...] = (
    ("lognormal", (50, 500)),
    ("pert", (0.1, 0.4, 0.9)),
    ("uniform", (0.02, 0.1)),
)


class SumOutputs(Outputs):
    """One number."""

    total: Signed
    """The sum of the inputs."""


def sum_of(count: int) -> Case[Any, Any]:
    """The sum of `count` inputs: a third lognormal, a third PERT, a third uniform."""
    names = [f"x{i:02}" for i in range(count)]
    fields: dict[str, Any] = {name: given(f"sum.{name}") for name in names}
    annotations = dict.fromkeys(names, Signed)
    inputs: type[Inputs] = type("SumInputs", (Inputs,), {"__annotations__": annotations, **fields})

    def total(x: Any) -> SumOutputs:
        return SumOutputs(total=sum(getattr(x, name) for name in names))

    beliefs = {f"sum.{name}": KINDS[kind](*numbers) for i, name in enumerate(names) for kind, numbers in [MIX[i % 3]]}
    made: Calculator[Any, Any] = Calculator(total, inputs, SumOutputs, f"speed.sum_of_{count}", "A sum.")
    return baseline(made, store=store_of(beliefs))


def _sum(case: Case[Any, Any], n: int) -> None:
    done = simulate(case, n=n, seed=1)
    estimate(done, "total"), estimate(done, "total", "sd"), quantiles(done, "total", LEVELS)


def _warm(call: Callable[[], object], repeats: int) -> float:
    """Least seconds of a call after the first: what else the machine did meanwhile only adds to them."""
    times = []
    for _ in range(1 + repeats):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return min(times[1:])


def run(rows: Sequence[int], inputs: Sequence[int], n: int, repeats: int = 3) -> dict[str, dict[str, float]]:
    """Seconds by number of rows (W1, here and by hand), and by number of inputs (a sum of `n` rows)."""
    cases = {count: sum_of(count) for count in inputs}
    return {
        "rows": {str(m): _warm(partial(w1.run, m), repeats) for m in rows},
        "by_hand": {str(m): _warm(partial(by_hand.run, m), repeats) for m in rows},
        "inputs": {str(count): _warm(partial(_sum, case, n), repeats) for count, case in cases.items()},
    }
