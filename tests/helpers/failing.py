"""Runs in which something happens at one row, and executors that fail."""

from concurrent.futures import Executor, Future
from functools import cache
from typing import Any

import engine_toys
import toys
from engine_toys import MANY, longest

from mloss_econ.engine import simulate
from mloss_econ.kernel import Case

KEEPS = ["outputs", "summary"]


@cache
def deadly(name: str) -> tuple[int, Case[Any, Any]]:
    """A case at one row of which, in the last leaf, something happens; and that row."""
    case = toys.toy_case(getattr(engine_toys, name))
    row, limit = longest(case, "x")
    return row, case.but("limited", limit=limit)


def run(name: str, **given: Any) -> Any:
    return simulate(deadly(name)[1], **{"n": MANY, "seed": engine_toys.SEED, "progress": None} | given)


class Fails(Executor):
    """Fails in one way or another."""

    def __init__(self, at_once: BaseException | None, later: BaseException | None) -> None:
        self.at_once, self.later = at_once, later

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        if self.at_once:
            raise self.at_once
        future: Future[Any] = Future()
        if self.later:
            future.set_exception(self.later)
        else:
            future.cancel()
        return future
