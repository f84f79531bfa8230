"""The same bits whoever does the work, and however it is divided."""

import multiprocessing
import os
import threading
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from typing import Any

import engine_toys
import numpy as np
import pytest
import toys
from divided import DESIGNS, KEEPS, LONG, InThisThread, alone, case, run
from engine_toys import MANY, bits
from numpy.testing import assert_array_equal

from mloss_econ.engine import quantiles, simulate, summary, together
from mloss_econ.engine.totals import LEAF
from mloss_econ.errors import RunError
from mloss_econ.kernel import baseline, contrast, model
from mloss_econ.liability import cheapest_avoider

# ---------------------------------------------------------------- who does the work


@pytest.mark.parametrize(
    ("keep", "design"), [("outputs", "sobol"), ("summary", "sobol"), ("outputs", "latin_hypercube")]
)
@pytest.mark.parametrize("workers", [2])
def test_threads_give_the_same_bits(keep: str, design: str, workers: int) -> None:
    with ThreadPoolExecutor(workers) as pool:
        assert run(pool, keep, design) == alone(keep, design)


@pytest.mark.slow
@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize("keep", KEEPS)
@pytest.mark.parametrize("workers", [1, 2, 3, 4, 16])
def test_any_number_of_threads_gives_the_same_bits_for_every_design(keep: str, design: str, workers: int) -> None:
    with ThreadPoolExecutor(workers) as pool:
        assert run(pool, keep, design) == alone(keep, design)


@pytest.mark.parametrize("keep", KEEPS)
@pytest.mark.parametrize(
    "workers", [pytest.param(1, marks=pytest.mark.slow), 2, pytest.param(4, marks=pytest.mark.slow)]
)
def test_processes_give_the_same_bits(keep: str, workers: int) -> None:
    with ProcessPoolExecutor(workers) as pool:
        assert run(pool, keep) == alone(keep)


@pytest.mark.slow
@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize("keep", KEEPS)
def test_processes_that_share_nothing_give_the_same_bits(keep: str, design: str) -> None:
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as pool:
        assert run(pool, keep, design) == alone(keep, design)


@pytest.mark.parametrize("keep", KEEPS)
def test_without_an_executor_the_bits_are_the_same(keep: str) -> None:
    assert run(None, keep) == alone(keep)


def test_a_summary_of_this_length_is_done_in_more_than_one_piece() -> None:
    one = InThisThread()
    run(one, "summary")
    assert one.pieces > 1


@pytest.mark.parametrize("keep", KEEPS)
def test_a_piece_that_is_done_twice_counts_once(keep: str) -> None:
    assert run(InThisThread(times=2), keep) == alone(keep)


@pytest.mark.slow
@pytest.mark.parametrize("keep", KEEPS)
def test_rows_that_are_not_finite_are_reported_alike(keep: str) -> None:
    bad = case("not_finite").but("limited", limit=6.0)

    def one(executor: Executor | None) -> dict[str, str]:
        n = LONG if keep == "summary" else MANY
        got = simulate(bad, n=n, seed=3, keep=keep, executor=executor)
        assert got.totals.bad.rows > 100
        return bits(got) | {"summary": str(summary(got, nonfinite="drop"))}

    serial = one(InThisThread())
    with ThreadPoolExecutor(2) as threads, ProcessPoolExecutor(2) as processes:
        assert one(threads) == serial
        assert one(processes) == serial


def test_what_is_not_finite_is_counted_right_in_many_leaves() -> None:
    bad = case("not_finite").but("limited", limit=6.0)
    got = simulate(bad, n=MANY, seed=3)
    y, x = got.output("y"), got.draws.inputs["x"]
    where = np.flatnonzero(~np.isfinite(y))
    assert got.totals.bad.rows == got.totals.bad.counts["y"] == len(where)
    assert got.totals.bad.first == {"row": where[0], "x": x[where[0]], "other": got.draws.inputs["other"][where[0]]}
    assert got.totals.bad.box["x"] == (x[where].min(), x[where].max())


def test_the_first_row_that_is_not_finite_may_lie_in_any_leaf() -> None:
    row, limit = engine_toys.longest(case("nan_beyond"), "x")
    got = simulate(case("nan_beyond").but("limited", limit=limit), n=MANY, seed=engine_toys.SEED)
    assert row > 2 * LEAF
    assert got.totals.bad.first["row"] == row
    assert np.flatnonzero(np.isnan(got.output("y")))[0] == row
    with pytest.raises(RunError, match=f"are not finite, the first at row = {row}, x = "):
        summary(got)


def test_the_first_row_that_is_not_finite_is_named_to_the_last_digit() -> None:
    row, limit = engine_toys.longest(case("nan_beyond"), "x", n=17 * LEAF, after=16 * LEAF)
    bad = case("nan_beyond").but("limited", limit=limit)
    got = simulate(bad, n=17 * LEAF, seed=engine_toys.SEED, keep="summary")
    assert row > 10**6
    with pytest.raises(RunError, match=f"first at row = {row:,}|first at row = {row},"):
        summary(got)


@pytest.mark.parametrize("keep", KEEPS)
def test_rows_left_out_leave_the_others_in_their_replicates(keep: Any) -> None:
    bad = case("not_finite").but("limited", limit=6.0)
    got = simulate(bad, n=MANY, seed=3, keep=keep)
    plain = simulate(bad, n=MANY, seed=3)
    y, codes = plain.output("y"), plain.draws.codes["which"]
    good = np.isfinite(y)
    rows = [np.flatnonzero(good & (np.arange(MANY) % 16 == r)) for r in range(16)]
    (moments,) = got.totals.moments["y"]
    assert_array_equal(moments.count, [len(mine) for mine in rows])
    np.testing.assert_allclose(moments.mean, [y[mine].mean() for mine in rows], rtol=1e-12)
    np.testing.assert_allclose(moments.squares, [y[mine].var() * len(mine) for mine in rows], rtol=1e-11)
    assert_array_equal(got.totals.shares["which"], [[np.sum(codes[mine] == k) for mine in rows] for k in range(2)])
    if keep == "summary":
        counted = got.totals.histograms["y"].in_order()
        assert_array_equal(counted.counts.sum(axis=0), [len(mine) for mine in rows])
        for r in (0, 7):
            expected = np.histogram(y[rows[r]], bins=np.append(counted.low, counted.high[-1]))[0]
            assert_array_equal(counted.counts[:, r], expected)


@pytest.mark.slow
@pytest.mark.parametrize(
    "made",
    [
        lambda: baseline(cheapest_avoider, scenario="deepfake_family_fraud"),
        lambda: toys.toy_case(toys.product).correlated("tied", {("left", "right"): 0.6}),
        lambda: toys.toy_case(toys.product).but("certain", left=3.0, right=4.0),
        lambda: toys.toy_case(toys.purse, prices="EUR 2021"),
        lambda: toys.toy_case(model(toys.upstream, toys.downstream)),
        lambda: contrast(toys.toy_case(toys.knobbed).but("half", knob=0.5)),
    ],
    ids=["scenario", "correlated", "certain", "money", "model", "contrast"],
)
@pytest.mark.parametrize("keep", ["outputs", pytest.param("summary", marks=pytest.mark.slow)])
def test_every_kind_of_case_travels_to_a_process(made: Any, keep: str) -> None:
    one = made()
    with ProcessPoolExecutor(1) as pool:
        there = simulate(one, n=3000, seed=5, keep=keep, executor=pool)
    assert bits(there) == bits(simulate(one, n=3000, seed=5, keep=keep))


# ---------------------------------------------------------------- manners


def test_few_pieces_are_under_way_at_a_time() -> None:
    """However quick the workers, no more results wait to be taken in than twice the workers."""
    waiting: list[int] = []

    class Watched(ThreadPoolExecutor):
        given = taken = 0

        def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
            self.given += 1
            waiting.append(self.given - self.taken)
            return super().submit(fn, *args, **kwargs)

    with Watched(2) as pool:

        def taken(done: int, n: int) -> None:
            pool.taken += 1

        simulate(toys.toy_case(toys.product), n=20 * LEAF, seed=1, executor=pool, progress=taken)
    assert pool.given == 20
    assert 2 <= max(waiting) <= 4


def test_all_workers_are_given_something_to_do() -> None:
    """Four pieces wait for each other: a run that hands out fewer at a time would never end."""
    together = threading.Barrier(4, timeout=20)

    class Meeting(ThreadPoolExecutor):
        def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
            return super().submit(lambda: (together.wait(), fn(*args, **kwargs))[1])

    with Meeting(4) as pool:
        simulate(toys.toy_case(toys.product), n=4 * LEAF, seed=1, executor=pool)


def test_an_executor_that_does_not_say_how_many_workers_it_has_is_given_no_more_than_64_pieces() -> None:
    taken: list[int] = []

    class Silent(Executor):
        def __init__(self) -> None:
            self.given = 0

        def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
            self.given += 1
            assert self.given - len(taken) <= 64
            future: Future[Any] = Future()
            future.set_result(fn(*args, **kwargs))
            return future

    silent = Silent()
    simulate(toys.toy_case(toys.flat), n=70 * LEAF, seed=1, design="random", executor=silent,
             progress=lambda done, n: taken.append(done))  # fmt: skip
    assert silent.given == len(taken) == 70


def test_an_executor_can_be_used_again_after_a_run() -> None:
    with ThreadPoolExecutor(2) as pool:
        assert run(pool, "outputs") == run(pool, "outputs")
        assert pool.submit(int, "7").result() == 7


def test_pieces_not_begun_are_called_off_when_a_run_is_interrupted() -> None:
    futures: list[Future[Any]] = []

    class OnlyTheFirst(Executor):
        def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
            futures.append(Future())
            if len(futures) == 1:
                futures[0].set_result(fn(*args, **kwargs))
            return futures[-1]

    def stop(done: int, n: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        simulate(toys.toy_case(toys.product), n=40 * LEAF, seed=1, executor=OnlyTheFirst(), progress=stop)
    assert len(futures) > 1
    assert all(future.cancelled() for future in futures[1:])


# ---------------------------------------------------------------- no threads to be had


@pytest.mark.parametrize("granted", [0, 1])
def test_without_threads_the_work_is_done_here(monkeypatch: pytest.MonkeyPatch, granted: int) -> None:
    n = 2**17
    with_threads = simulate(case(), n=n, seed=3)
    at_levels = quantiles(with_threads, "y", [0.05, 0.5])
    many = together([case(), case().but("other", x=6.0)], outputs=["y"], n=n, seed=3)
    left, start = iter(range(granted)), threading.Thread.start

    def refuse(thread: threading.Thread) -> None:
        if next(left, None) is None:
            raise RuntimeError("can't start new thread")
        start(thread)

    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr(threading.Thread, "start", refuse)
    assert bits(simulate(case(), n=n, seed=3)) == bits(with_threads)
    assert quantiles(with_threads, "y", [0.05, 0.5]) == at_levels
    again = together([case(), case().but("other", x=6.0)], outputs=["y"], n=n, seed=3)
    assert_array_equal(again.of("y"), many.of("y"))
