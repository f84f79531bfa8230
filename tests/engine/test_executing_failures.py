"""Workers that die, executors that fail, calculators that cannot travel: said with the rows and what to do."""

import os
import signal
import time
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import engine_toys
import pytest
import toys
from engine_toys import MANY, bits, longest
from failing import KEEPS, Fails, deadly, run

from mloss_econ.engine import simulate
from mloss_econ.engine.totals import LEAF
from mloss_econ.errors import MlossEconError, RunError
from mloss_econ.kernel import Calculator

# ---------------------------------------------------------------- workers that die


def test_workers_that_die_are_an_error_that_names_the_rows_and_says_what_to_do(tmp_path: Path) -> None:
    row, _ = deadly("dies")
    first = row // LEAF * LEAF
    with ProcessPoolExecutor(1) as pool, pytest.raises(RunError) as error:
        run("dies", executor=pool)
    said = str(error.value)
    assert "the executor could not compute rows" in said
    assert "its workers have died" in said
    assert "Start another executor and run again" in said
    assert "checkpoint=" in said
    named = int(said.split("rows ")[1].split(" to ")[0].replace(",", ""))
    assert named <= first, "rows after those that died"
    assert named % LEAF == 0


@pytest.mark.slow
@pytest.mark.parametrize("keep", KEEPS)
def test_what_was_done_before_the_workers_died_is_kept(tmp_path: Path, keep: str) -> None:
    """They are killed while they compute. (One that is killed while it sends megabytes leaves half a message behind,
    for the rest of which `ProcessPoolExecutor` itself waits for ever.)"""
    before, n = (3 * LEAF, MANY) if keep == "outputs" else (16 * LEAF, 17 * LEAF)
    file = tmp_path / "run.npz"
    case = toys.toy_case(engine_toys.waits)
    case = case.but("limited", limit=longest(case, "x", n=n, after=before)[1])
    given: dict[str, Any] = {"n": n, "seed": engine_toys.SEED, "keep": keep, "checkpoint": file}
    with ProcessPoolExecutor(2) as pool:

        def kill(done: int, n: int) -> None:
            if done == before:
                time.sleep(0.2)  # the last piece has been begun
                for pid in list(pool._processes or {}):
                    os.kill(pid, signal.SIGKILL)

        with pytest.raises(RunError, match=rf"rows {before:,} to {n - 1:,} \(its workers have died"):
            simulate(case, executor=pool, progress=kill, **given)
        with pytest.raises(RunError, match="its workers have died"):
            simulate(case, executor=pool, **given)
    seen: list[int] = []
    with ProcessPoolExecutor(2) as pool:
        again = simulate(case, executor=pool, progress=lambda done, n: seen.append(done), **given)
    assert seen == [n]
    assert bits(again) == bits(simulate(case, n=n, seed=engine_toys.SEED, keep=keep))  # type: ignore[call-overload]


@pytest.mark.parametrize("kind", [ThreadPoolExecutor, ProcessPoolExecutor])
def test_an_executor_that_was_shut_down_is_an_error_that_names_the_rows(kind: Any) -> None:
    pool = kind(2)
    pool.shutdown()
    with pytest.raises(RunError, match=rf"rows 0 to {LEAF - 1:,} .*shutdown.*Start another executor"):
        run("usual", executor=pool)


def test_an_executor_that_is_shut_down_in_the_middle_of_a_run_is_an_error() -> None:
    pool = ThreadPoolExecutor(1)
    with pytest.raises(RunError, match=r"rows [\d,]+ to [\d,]+ .*Start another executor"):
        run("usual", n=20 * LEAF, executor=pool, progress=lambda done, n: pool.shutdown(cancel_futures=True))


ERRORS = [RuntimeError("closed"), OSError("no more threads"), BrokenExecutor("broken"), TypeError("cannot pickle"),
          TimeoutError("too late"), MemoryError(), Exception("client is closed")]  # fmt: skip


@pytest.mark.parametrize("error", ERRORS, ids=repr)
@pytest.mark.parametrize("when", ["at once", "later"])
def test_whatever_an_executor_raises_is_an_error_that_names_the_rows(error: Exception, when: str) -> None:
    failing = Fails(error if when == "at once" else None, error if when == "later" else None)
    with pytest.raises(RunError, match=rf"rows 0 to {LEAF - 1:,} .*Start another executor"):
        run("usual", executor=failing)


def test_a_piece_that_was_called_off_is_an_error_that_names_the_rows() -> None:
    with pytest.raises(RunError, match=rf"rows 0 to {LEAF - 1:,} .*Cancelled.*Start another executor"):
        run("usual", executor=Fails(None, None))


def test_workers_whose_initializer_fails_are_an_error() -> None:
    def broken() -> None:
        raise ValueError("no licence")

    with ThreadPoolExecutor(1, initializer=broken) as pool, pytest.raises(RunError, match="its workers have died"):
        run("usual", executor=pool)


# ---------------------------------------------------------------- calculators that cannot travel


def test_a_calculator_that_a_worker_cannot_find_is_refused_with_the_reason() -> None:
    def function(x: toys.XInputs) -> toys.YOutputs:
        return toys.YOutputs(y=1.0 * x.x)

    local = Calculator(function, toys.XInputs, toys.YOutputs, "toys.local", "")
    with ProcessPoolExecutor(1) as pool, pytest.raises(MlossEconError, match=r"toys\.local.*(module|import|name)"):
        simulate(toys.toy_case(local), n=64, seed=engine_toys.SEED, executor=pool)


def test_a_calculator_known_by_another_name_is_refused_with_the_reason_or_works() -> None:
    made = engine_toys.renamed
    expected = bits(simulate(toys.toy_case(made), n=64, seed=engine_toys.SEED))
    with ProcessPoolExecutor(1) as pool:
        try:
            there = bits(simulate(toys.toy_case(made), n=64, seed=engine_toys.SEED, executor=pool))
        except MlossEconError as error:
            there, said = expected, str(error)
        else:
            said = "_another_name: module"
    assert there == expected
    assert "_another_name" in said
    assert any(word in said for word in ("module", "import", "under its own name")), said


def test_calculators_that_cannot_travel_run_in_threads() -> None:
    def function(x: toys.XInputs) -> toys.YOutputs:
        return toys.YOutputs(y=1.0 * x.x)

    local = Calculator(function, toys.XInputs, toys.YOutputs, "toys.local", "")
    with ThreadPoolExecutor(2) as pool:
        assert simulate(toys.toy_case(local), n=MANY, seed=engine_toys.SEED, executor=pool).n == MANY
