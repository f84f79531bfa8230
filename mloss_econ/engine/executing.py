"""Hand pieces of a run to an executor and take the results back in order.

Few pieces are under way at a time, so that memory does not grow with the run. What comes back is the same whichever
worker did it, so a piece may be done twice (a cluster does that when a worker dies). A piece under way in a thread
gives up, at the next `check_wanted`, once nobody waits for it: after an interrupt or an error.
"""

from __future__ import annotations

import os
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import partial
from threading import Event, local
from typing import Any, TypeVar

from mloss_econ.errors import MlossEconError, RunError

Result = TypeVar("Result")
Piece = tuple[int, int]

SERIAL = 2**17  # below this many rows threads cost more than they bring
UNKNOWN = 64  # pieces under way on an executor that does not say how many workers it has
LONGEST = 0.05  # seconds that a thread waits for the others to start: after an interrupt nobody lets them go
TRIES = 3  # of a piece that was cancelled


_of_thread = local()


class NotWantedError(Exception):
    """Nobody waits for the work of this thread any more; nobody sees this either."""


def check_wanted() -> None:
    """Raise NotWantedError in a thread whose work is for nothing."""
    ends = _ends()
    if ends and any(ended.is_set() for ended in ends):
        raise NotWantedError


def _ends() -> tuple[Event, ...]:
    """What says that the work of this thread is for nothing."""
    found: tuple[Event, ...] = getattr(_of_thread, "ends", ())
    return found


def while_wanted(ends: tuple[Event, ...], function: Callable[..., Result], *arguments: Any) -> Result:
    """Call a function in a thread; once one of `ends` is set, the work in it gives up."""
    _of_thread.ends = ends
    try:
        return function(*arguments)
    finally:
        _of_thread.ends = ()


_interrupted: set[str] = set()  # runs of whose work this process was interrupted


def _unless_interrupted(run: str, function: Callable[..., Result], *arguments: Any) -> Result:
    """For a worker process: Ctrl-C reaches it too, and what is left of the same run in its queue is for nothing."""
    if run in _interrupted:
        raise NotWantedError
    try:
        return function(*arguments)
    except KeyboardInterrupt:
        _interrupted.add(run)
        raise


def workers(executor: Executor | None, rows: int) -> AbstractContextManager[Executor | None]:
    """The executor to use: the one given, else threads where they pay, else none (the caller's own thread)."""
    if executor is not None:
        return nullcontext(executor)
    return threads() if rows >= SERIAL else nullcontext()


@contextmanager
def threads() -> Iterator[Executor | None]:
    """A thread for each core, or None where the system has no more threads to give: work is then done here."""
    count, gate = os.cpu_count() or 1, Event()
    pool = ThreadPoolExecutor(count)
    try:
        try:
            for _ in range(count):
                pool.submit(gate.wait, LONGEST)  # each starts a thread, so that none is missing later
        except RuntimeError:
            enough = False
        else:
            enough = True
        finally:
            gate.set()
        yield pool if enough else None
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)  # what is under way gives up by itself
        raise
    pool.shutdown()


def in_order(
    executor: Executor | None, function: Callable[..., Result], pieces: Sequence[Piece], *more: Any
) -> Iterator[Result]:
    """`function(*more, start, stop)` of each piece, in order. Raises RunError, saying where, if a worker fails."""
    if executor is None:
        for start, stop in pieces:
            yield function(start, stop, *more)
        return
    known = getattr(executor, "_max_workers", None)
    room = 2 * known if isinstance(known, int) else UNKNOWN
    ended = Event()
    if isinstance(executor, ThreadPoolExecutor):
        function = partial(while_wanted, (*_ends(), ended), function)
    elif _has_processes(executor):
        function = partial(_unless_interrupted, os.urandom(8).hex(), function)
    under_way: deque[tuple[Piece, Future[Result]]] = deque()
    waiting = deque(pieces)
    try:
        while waiting or under_way:
            while waiting and len(under_way) < room:
                piece = waiting.popleft()
                under_way.append((piece, _submit(executor, function, piece, more)))
            piece, future = under_way.popleft()
            yield _result(future, piece, partial(_submit, executor, function, piece, more))
    finally:  # also when the caller stops early or is interrupted
        ended.set()
        for _, future in under_way:
            future.cancel()


def _has_processes(executor: Executor) -> bool:
    """Whether it is a pool of processes of the standard library."""
    known = sys.modules.get("concurrent.futures.process")  # not imported for this alone
    return known is not None and isinstance(executor, known.ProcessPoolExecutor)


def _submit(executor: Executor, function: Callable[..., Result], piece: Piece, more: tuple[Any, ...]) -> Future[Result]:
    try:
        return executor.submit(function, *piece, *more)
    except Exception as error:
        raise RunError(_died(piece, error)) from error


def _result(future: Future[Result], piece: Piece, again: Callable[[], Future[Result]]) -> Result:
    """The result of a piece. One that somebody else cancelled is asked for again: a cluster knows equal work by one
    name, so the end of an interrupted run may reach what the next one has asked for already."""
    for left in reversed(range(TRIES)):
        try:
            return future.result()
        except MlossEconError:
            raise
        except CancelledError as error:
            if not left:
                raise RunError(_died(piece, error)) from error
            future = again()
        except Exception as error:
            raise RunError(_died(piece, error)) from error
    raise AssertionError


def _died(piece: Piece, error: BaseException) -> str:
    said = str(error).partition("\n")[0]  # some add the whole message that could not be sent
    what = "its workers have died" if isinstance(error, BrokenExecutor) else f"{type(error).__name__}: {said}"
    return (
        f"the executor could not compute rows {piece[0]:,} to {piece[1] - 1:,} ({what}). Start another executor and "
        "run again; with checkpoint= what was done is kept."
    )
