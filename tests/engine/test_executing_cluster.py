"""A real dask cluster on this machine: the same bits, also when its workers are killed.

In the default tests the workers are threads of this process; in the slow ones they are processes that can be killed.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import engine_toys
import pytest
import toys
from engine_toys import MANY, bits
from places import ROOT, TESTS
from whereabouts import where_is_it

from mloss_econ.compliance import pricing_out
from mloss_econ.engine import simulate
from mloss_econ.engine.totals import LEAF
from mloss_econ.errors import InputError, RunError
from mloss_econ.kernel import baseline
from mloss_econ.liability import cheapest_avoider

distributed = pytest.importorskip("distributed")
dask = pytest.importorskip("dask")

KEEPS = ["outputs", "summary"]
LONG = 17 * LEAF + 500  # three pieces of a summary
pytestmark = [
    # dask's own: sockets that it closes late, when a worker has died
    pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@contextmanager
def cluster(folder: Path, **given: Any) -> Iterator[Any]:
    """A client of a local cluster, closed in the end."""
    quiet = {"distributed.admin.system-monitor.interval": "10s", "distributed.comm.timeouts.connect": "20s"}
    settings = given.pop("settings", {})
    with dask.config.set({**quiet, **settings}):
        options = {"dashboard_address": ":0", "local_directory": str(folder), "silence_logs": "CRITICAL"} | given
        with distributed.LocalCluster(**options) as made, distributed.Client(made) as client:
            yield client


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Two workers that are threads."""
    with cluster(tmp_path_factory.mktemp("dask"), n_workers=2, threads_per_worker=1, processes=False) as client:
        yield client


@pytest.fixture(scope="module")
def apart(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Two workers that are processes, each started again when it dies."""
    with cluster(tmp_path_factory.mktemp("dask"), n_workers=2, threads_per_worker=1, processes=True) as client:
        yield client


@cache
def case(name: str = "usual") -> Any:
    return toys.toy_case(getattr(engine_toys, name))


def run(executor: Any, keep: str, design: str = "sobol", name: str = "usual", **more: Any) -> dict[str, str]:
    n = LONG if keep == "summary" else MANY
    given = {"n": n, "seed": 3, "design": design, "keep": keep, "executor": executor} | more
    return bits(simulate(case(name), **given))


@cache
def alone(keep: str, design: str = "sobol", name: str = "usual") -> dict[str, str]:
    return run(None, keep, design, name)


# ---------------------------------------------------------------- workers that are threads


@pytest.mark.parametrize("keep", KEEPS)
def test_a_cluster_gives_the_same_bits(here: Any, keep: str) -> None:
    assert run(here.get_executor(), keep) == alone(keep)


def test_an_executor_whose_tasks_are_not_remembered_gives_the_same_bits(here: Any) -> None:
    assert run(here.get_executor(pure=False), "outputs") == alone("outputs")


def test_cases_that_differ_in_a_number_only_are_not_taken_for_each_other(here: Any) -> None:
    executor = here.get_executor()
    for limit in (5.0, 6.0):
        one = case("not_finite").but("limited", limit=limit)
        there = simulate(one, n=MANY, seed=3, executor=executor)
        assert bits(there) == bits(simulate(one, n=MANY, seed=3))


def test_a_run_that_is_interrupted_leaves_the_cluster_fit_for_the_next(here: Any, tmp_path: Path) -> None:
    def stop(done: int, n: int) -> None:
        raise KeyboardInterrupt

    file = tmp_path / "run.npz"
    with pytest.raises(KeyboardInterrupt, match="same call"):
        run(here.get_executor(), "outputs", checkpoint=file, progress=stop)
    assert run(here.get_executor(), "outputs", checkpoint=file) == alone("outputs")


def test_a_calculator_that_fails_on_a_cluster_is_heard_with_its_row(here: Any) -> None:
    row, limit = engine_toys.longest(case("raises"), "x")
    with pytest.raises(
        RunError, match=rf"engine_toys\.raises failed: ValueError: beyond the limit.* at is {row:,}, at"
    ):
        simulate(case("raises").but("limited", limit=limit), n=MANY, seed=engine_toys.SEED,
                 executor=here.get_executor())  # fmt: skip


def test_an_executor_that_was_shut_down_is_an_error_that_names_the_rows(here: Any) -> None:
    executor = here.get_executor()
    executor.shutdown()
    with pytest.raises(RunError, match=rf"rows 0 to {LEAF - 1:,}.*shutdown.*Start another executor"):
        run(executor, "outputs")


def test_a_client_that_was_closed_is_an_error_that_names_the_rows(tmp_path: Path) -> None:
    with cluster(tmp_path, n_workers=1, threads_per_worker=1, processes=False) as client:
        executor = client.get_executor()
        client.close()
        with pytest.raises(RunError, match=rf"rows 0 to {LEAF - 1:,}.*Start another executor"):
            run(executor, "outputs")


@pytest.mark.slow
def test_a_cluster_that_is_closed_in_the_middle_of_a_run_is_an_error_that_names_the_rows(tmp_path: Path) -> None:
    with (
        cluster(tmp_path, n_workers=1, threads_per_worker=1, processes=False) as client,
        pytest.raises(RunError, match=r"rows [\d,]+ to [\d,]+.*Start another executor"),
    ):
        run(client.get_executor(), "outputs", name="dawdles", progress=lambda done, n: client.close())


# ---------------------------------------------------------------- workers that are processes


@pytest.mark.slow
@pytest.mark.parametrize("keep", KEEPS)
@pytest.mark.parametrize("design", ["sobol", "random", "latin_hypercube"])
def test_workers_that_are_processes_give_the_same_bits(apart: Any, keep: str, design: str) -> None:
    assert run(apart.get_executor(), keep, design) == alone(keep, design)


@pytest.mark.slow
@pytest.mark.parametrize("keep", KEEPS)
def test_categories_and_correlated_inputs_travel_to_a_cluster(apart: Any, keep: str) -> None:
    for one in (
        baseline(cheapest_avoider, scenario="deepfake_family_fraud"),
        toys.toy_case(toys.product).correlated("tied", {("left", "right"): 0.6}),
    ):
        there = simulate(one, n=3000, seed=3, keep=keep, executor=apart.get_executor())  # type: ignore[call-overload]
        assert bits(there) == bits(simulate(one, n=3000, seed=3, keep=keep))  # type: ignore[call-overload]


def killer(client: Any, how_many: int, wait: int = 1) -> Callable[[int, int], None]:
    """A progress callback that kills workers after some rows; they are busy then, since rows are still missing."""
    victims = [*client.run(os.getpid).values()][:how_many]
    calls = iter(range(10**9))

    def progress(done: int, n: int) -> None:
        if next(calls) >= wait and done < n:
            while victims:
                os.kill(victims.pop(), signal.SIGKILL)

    progress.victims = victims  # type: ignore[attr-defined]
    return progress


@pytest.mark.slow
@pytest.mark.parametrize("how_many", [1, 2])
@pytest.mark.parametrize("keep", KEEPS)
def test_workers_killed_in_the_middle_of_a_run_change_nothing(apart: Any, keep: str, how_many: int) -> None:
    apart.wait_for_workers(2, timeout=30)
    progress = killer(apart, how_many, wait=0)
    assert run(apart.get_executor(), keep, name="dawdles", progress=progress) == alone(keep, name="dawdles")
    assert progress.victims == [], "nobody was killed"  # type: ignore[attr-defined]


@pytest.mark.slow
def test_a_calculator_that_kills_every_worker_is_an_error_that_names_the_rows(apart: Any, tmp_path: Path) -> None:
    """The cluster gives a task up after some deaths; the run before that is in the checkpoint.

    It counts a death against every piece that was on the worker, so it may be a piece beside the deadly one that it
    gives up first: either is named.
    """
    row, limit = engine_toys.longest(case("dies"), "x")
    deadly = case("dies").but("limited", limit=limit)
    starts = [row // LEAF * LEAF, row // LEAF * LEAF - LEAF]
    file = tmp_path / "run.npz"
    pieces = "|".join(f"{first:,} to {min(first + LEAF, MANY) - 1:,}" for first in starts)
    where = rf"rows ({pieces}).*Start another executor.*checkpoint="
    with pytest.raises(RunError, match=where):
        simulate(deadly, n=MANY, seed=engine_toys.SEED, checkpoint=file, executor=apart.get_executor())
    assert file.stat().st_size > 100_000
    apart.wait_for_workers(2, timeout=30)


@contextmanager
def bare_workers(
    client: Any, count: int, folder: Path, first: Path | None = None
) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Workers that nobody starts again; they look for modules in `first` before all else."""
    command = [sys.executable, "-P", "-m", "distributed.cli.dask_worker", client.scheduler.address, "--no-nanny"]
    options = ["--nthreads", "1", "--dashboard-address", ":0", "--local-directory", str(folder)]
    path = os.pathsep.join(filter(None, [str(first or ""), *sys.path]))
    workers = [
        subprocess.Popen([*command, *options], env={**os.environ, "PYTHONPATH": path},
                         stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(count)
    ]  # fmt: skip
    try:
        client.wait_for_workers(count, timeout=60)
        yield workers
    finally:
        for worker in workers:
            worker.kill()
            worker.wait()


@pytest.mark.slow
@pytest.mark.parametrize("keep", KEEPS)
def test_a_worker_that_is_not_started_again_is_made_good_by_the_other(tmp_path: Path, keep: str) -> None:
    with cluster(tmp_path, n_workers=0) as client, bare_workers(client, 2, tmp_path) as workers:

        def kill(done: int, n: int) -> None:
            workers[0].kill()

        there = run(client.get_executor(), keep, name="dawdles", progress=kill)
        assert there == alone(keep, name="dawdles")
        assert workers[0].wait(10) == -signal.SIGKILL
        assert workers[1].poll() is None


@pytest.mark.slow
def test_without_any_worker_left_a_run_ends_if_the_cluster_was_told_not_to_wait(tmp_path: Path) -> None:
    """By itself dask waits for ever for new workers; its setting `no-workers-timeout` ends that."""
    settings = {"distributed.scheduler.no-workers-timeout": "1s"}
    with cluster(tmp_path, n_workers=0, settings=settings) as client, bare_workers(client, 1, tmp_path) as workers:
        began = time.monotonic()
        with pytest.raises(RunError, match=r"rows [\d,]+ to [\d,]+.*Start another executor"):
            run(client.get_executor(), "outputs", name="dawdles", progress=lambda done, n: workers[0].kill())
        assert time.monotonic() - began < 30


@pytest.mark.slow
def test_outputs_of_another_shape_are_refused_from_a_cluster(apart: Any) -> None:
    _, limit = engine_toys.longest(case("odd_shape"), "x")
    with pytest.raises(InputError, match="one number a draw"):
        simulate(case("odd_shape").but("limited", limit=limit), n=MANY, seed=engine_toys.SEED,
                 executor=apart.get_executor())  # fmt: skip


class Cancelling(ThreadPoolExecutor):
    """Cancels the first few times that each piece of work is asked for, as a cluster may after an interrupt."""

    def __init__(self, times: int) -> None:
        super().__init__(2)
        self.times, self.asked = times, dict[Any, int]()

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Any:
        self.asked[args[:2]] = self.asked.get(args[:2], 0) + 1
        if self.asked[args[:2]] > self.times:
            return super().submit(fn, *args, **kwargs)
        future: Any = Future()
        future.cancel()
        return future


def test_work_that_somebody_else_cancelled_is_done_again() -> None:
    with Cancelling(2) as executor:
        assert run(executor, "outputs") == alone("outputs")
    assert set(executor.asked.values()) == {3}
    with Cancelling(3) as executor, pytest.raises(RunError, match=r"rows 0 to .*CancelledError"):
        run(executor, "outputs")


# ---------------------------------------------------------------- workers of another version


def another(folder: Path, file: str, old: str, new: str) -> Path:
    """A copy of the library, with its seeds, in which one thing is changed."""
    for part in ("mloss_econ", "seeds"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    text = (folder / file).read_text()
    assert text.count(old) == 1
    (folder / file).write_text(text.replace(old, new))
    return folder


@pytest.mark.slow
@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (
            "mloss_econ/compliance/budgets.py",
            "ndtr(z -",
            "0.97 * ndtr(z -",
            r"has other code or seeds of mloss_econ \(\w{8}; here: \w{8}\)",
        ),
        (
            "mloss_econ/__init__.py",
            '__version__ = "',
            '__version__ = "9.',
            r"has another mloss_econ \(9\.0\.1\.0; here:",
        ),
        ("seeds/streams.csv", "fixed_cost,economy,0", "fixed_cost,economy,127", "has other code or seeds"),
        (
            "mloss_econ/engine/totals.py",
            "origin=origin_of(plan.calculator) if signed else None",
            "origin=None",
            "does not state its version of mloss_econ",
        ),
    ],
    ids=["a formula", "the version", "a seed", "before workers signed"],
)
def test_a_worker_of_another_version_is_refused(tmp_path: Path, file: str, old: str, new: str, said: str) -> None:
    other = another(tmp_path / "other", file, old, new)
    with cluster(tmp_path, n_workers=0) as client, bare_workers(client, 1, tmp_path, first=other):
        assert client.submit(where_is_it).result(timeout=60) == str(other / "mloss_econ")
        with pytest.raises(RunError, match=said + ".*(?s:.*)were refused.*Install the same version"):
            simulate(baseline(pricing_out), n=MANY, seed=3, executor=client.get_executor())


@pytest.mark.slow
def test_a_worker_that_has_another_file_of_the_calculator_is_refused(tmp_path: Path) -> None:
    for name in ("toys.py", "engine_toys.py"):
        shutil.copy(TESTS / "helpers" / name, tmp_path / name)
    (tmp_path / "toys.py").write_text((tmp_path / "toys.py").read_text() + "\n# another file that engine_toys uses\n")
    with (
        cluster(tmp_path, n_workers=0) as client,
        bare_workers(client, 1, tmp_path, first=tmp_path),
        pytest.raises(RunError, match="has other code of the calculator"),
    ):
        run(client.get_executor(), "outputs")
