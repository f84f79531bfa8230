"""Runs in many short pieces, interrupted and taken up again."""

from collections.abc import Callable
from concurrent.futures import Executor
from pathlib import Path
from typing import Any

import engine_toys
import pytest
import toys

from mloss_econ.engine import simulate
from mloss_econ.uncertainty import BLOCK

KEEPS = ["outputs", "summary"]
SMALL = BLOCK  # a leaf of these tests
N = 20 * SMALL + 500  # 21 pieces of outputs, 3 of a summary
STEP = {"outputs": SMALL, "summary": 8 * SMALL}
LIMIT = 6.0  # of `not_finite`: some rows are beyond it


def go(keep: str, file: Path | str | None = None, **changes: Any) -> Any:
    given: dict[str, Any] = {"n": N, "seed": 3, "keep": keep, "checkpoint": file, "progress": None} | changes
    given.pop("calculator", None)
    case = given.pop("case", None) or toys.toy_case(engine_toys.not_finite).but("limited", limit=LIMIT)
    return simulate(case, **given)


class StopError(Exception):
    """Raised by a progress callback."""


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def stop_after(rows: int, error: type[BaseException] = KeyboardInterrupt) -> Callable[[int, int], None]:
    def progress(done: int, n: int) -> None:
        if done >= rows:
            raise error

    return progress


def interrupted(
    keep: str, file: Path, rows: int, error: type[BaseException] = KeyboardInterrupt, **changes: Any
) -> str:
    with pytest.raises(error) as raised:
        go(keep, file, progress=stop_after(rows, error), **changes)
    return str(raised.value)


class NoOne(Executor):
    """An executor that nothing should be asked of."""

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Any:
        raise AssertionError("something was computed")


def limited(**more: Any) -> Any:
    return toys.toy_case(engine_toys.not_finite).but("limited", limit=LIMIT, **more)
