"""One run, by whoever does its work."""

from concurrent.futures import Executor, Future
from functools import cache
from typing import Any

import engine_toys
import toys
from engine_toys import MANY, bits

from mloss_econ.engine import simulate
from mloss_econ.engine.totals import LEAF
from mloss_econ.kernel import Case

LONG = 17 * LEAF + 500  # three pieces of a run that keeps a summary
KEEPS = ["outputs", "summary"]
DESIGNS = ["sobol", "random", "latin_hypercube"]


@cache
def case(name: str = "usual") -> Case[Any, Any]:
    return toys.toy_case(getattr(engine_toys, name))


@cache
def alone(keep: str, design: str = "sobol") -> dict[str, str]:
    """What one thread without an executor gives."""
    return run(InThisThread(), keep, design)


def run(executor: Executor | None, keep: str, design: str = "sobol") -> dict[str, str]:
    n = LONG if keep == "summary" else MANY
    return bits(simulate(case(), n=n, seed=3, design=design, keep=keep, executor=executor))


class InThisThread(Executor):
    """Does each piece at once; remembers how many there were."""

    def __init__(self, times: int = 1) -> None:
        self.times, self.pieces = times, 0

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        self.pieces += 1
        for _ in range(self.times):
            result = fn(*args, **kwargs)
        future.set_result(result)
        return future
