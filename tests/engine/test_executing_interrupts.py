"""Ctrl-C during a run: answered at once, and what is under way in threads and workers gives up by itself."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from mloss_econ.engine.executing import (
    NotWantedError,
    _unless_interrupted,
    check_wanted,
    in_order,
    threads,
    while_wanted,
)


def test_a_thread_gives_up_work_that_nobody_waits_for() -> None:
    begun, given_up = Event(), Event()

    def piece(start: int, stop: int) -> int:
        if start == 0:
            return start
        begun.set()
        try:
            for _ in range(6000):
                check_wanted()
                time.sleep(0.01)
        except NotWantedError:
            given_up.set()
            raise
        return start

    with ThreadPoolExecutor(2) as pool:
        parts = in_order(pool, piece, [(0, 1), (1, 2), (2, 3)])
        assert next(parts) == 0
        assert begun.wait(60)
        del parts  # what an error or an interrupt in the loop comes to
        assert given_up.wait(60)
        assert pool.submit(check_wanted).result() is None, "the next work of the thread is wanted again"
    check_wanted()


def test_threads_of_a_thread_give_up_with_it() -> None:
    ended, begun, given_up = Event(), Event(), Event()

    def piece(start: int, stop: int) -> None:
        begun.set()
        try:
            for _ in range(6000):
                check_wanted()
                time.sleep(0.01)
        except NotWantedError:
            given_up.set()

    def task() -> None:
        with threads() as pool:
            list(in_order(pool, piece, [(0, 1)]))

    with ThreadPoolExecutor(1) as outer:
        outer.submit(while_wanted, (ended,), task)
        assert begun.wait(60)
        ended.set()
        assert given_up.wait(60)


def test_our_own_threads_are_not_waited_for_after_an_interrupt() -> None:
    hold = Event()

    def run() -> None:
        with threads() as pool:
            assert pool is not None
            pool.submit(hold.wait, 60)
            raise KeyboardInterrupt

    begun = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        run()
    assert time.monotonic() - begun < 30
    hold.set()


def test_a_worker_that_was_interrupted_does_no_more_of_that_run() -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        _unless_interrupted("one run", interrupted)
    with pytest.raises(NotWantedError):
        _unless_interrupted("one run", int)
    assert _unless_interrupted("another", int) == 0


SCRIPT = """
import multiprocessing, sys, time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import nullcontext
import mloss_econ as me
from mloss_econ.regimes import world, world_under

if __name__ == "__main__":
    ways = {
        "none": nullcontext,
        "threads": lambda: ThreadPoolExecutor(2),
        "processes": lambda: ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("fork")),
    }
    case = world_under("eu_ai_act_highrisk")
    with ways[sys.argv[1]]() as pool:
        print("at work", flush=True)
        try:
            me.simulate(case, n=2**22, seed=7, keep="summary", executor=pool)
        except KeyboardInterrupt as error:
            print(error, flush=True)
            raise
"""


@pytest.mark.slow
@pytest.mark.parametrize("way", ["none", "threads", "processes"])
def test_a_run_answers_an_interrupt_at_once(way: str) -> None:
    """The whole group gets the signal, as from a terminal; with workers, the end of their pool waits for them."""
    line = [sys.executable, "-c", SCRIPT, way]
    with subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True) as run:
        try:
            assert run.stdout is not None
            assert run.stdout.readline() == b"at work\n"
            time.sleep(8)
            begun = time.monotonic()
            os.killpg(run.pid, signal.SIGINT)
            assert run.stdout.readline().startswith(b"interrupted after ")
            assert run.wait(timeout=60) == -signal.SIGINT
            assert time.monotonic() - begun < 15, "one piece takes longer on a machine that others use"
        finally:
            run.kill()
