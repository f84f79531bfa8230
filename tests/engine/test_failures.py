"""What goes wrong in a calculator, a worker or a call is said: which row, which inputs, what to do."""

import os
import signal
import sys
import time
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

import engine_toys
import numpy as np
import pytest
import toys
from engine_toys import MANY, bits, longest, started
from few import few

from mloss_econ.engine import check_n, check_seed, simulate
from mloss_econ.engine.totals import LEAF
from mloss_econ.errors import InputError, MlossEconError, RunError
from mloss_econ.kernel import Calculator, Case
from mloss_econ.uncertainty import lognormal

KEEPS = ["outputs", "summary"]


@cache
def deadly(name: str) -> tuple[int, Case[Any, Any]]:
    """A case at one row of which, in the last leaf, something happens; and that row."""
    case = toys.toy_case(getattr(engine_toys, name))
    row, limit = longest(case, "x")
    return row, case.but("limited", limit=limit)


def run(name: str, **given: Any) -> Any:
    return simulate(
        getattr(engine_toys, name), deadly(name)[1], **{"n": MANY, "seed": engine_toys.SEED, "progress": None} | given
    )


@pytest.fixture(params=["none", "threads", "processes"])
def executor(request: pytest.FixtureRequest) -> Iterator[Executor | None]:
    if request.param == "none":
        yield None
    else:
        with {"threads": ThreadPoolExecutor, "processes": ProcessPoolExecutor}[request.param](2) as pool:
            yield pool


# ---------------------------------------------------------------- a calculator that fails


@pytest.mark.parametrize("keep", KEEPS)
def test_a_calculator_that_fails_is_reported_with_the_row_and_its_inputs(executor: Executor | None, keep: str) -> None:
    row, case = deadly("raises")
    draws = simulate(engine_toys.usual, toys.toy_case(engine_toys.usual), n=MANY, seed=engine_toys.SEED).draws.inputs
    limit = case.entries["limit"].value
    assert np.flatnonzero(draws["x"] > limit)[0] == row  # by brute force
    with pytest.raises(RunError) as error:
        run("raises", keep=keep, executor=executor)
    assert str(error.value) == (
        f"engine_toys.raises failed: ValueError: beyond the limit. The first row it fails at is {row:,}, "
        f"at x = {draws['x'][row]:.6g}, other = {draws['other'][row]:.6g}."
    )


@pytest.mark.parametrize("design", ["random", "latin_hypercube"])
def test_the_row_is_the_first_of_many_that_fail(design: str) -> None:
    made = engine_toys.raises
    case = toys.toy_case(made)
    draws = simulate(made, case, n=9000, seed=engine_toys.SEED, design=design).draws.inputs
    for limit in np.sort(draws["x"])[-40::4]:
        rows = np.flatnonzero(draws["x"] > limit)
        if rows[0] < 64:
            continue  # seen by the pilot
        with pytest.raises(RunError, match=f"first row it fails at is {rows[0]:,}, at x = "):
            simulate(made, case.but("limited", limit=float(limit)), n=9000, seed=engine_toys.SEED, design=design)


def test_a_failure_in_the_first_rows_is_reported_by_row_too() -> None:
    made = engine_toys.raises
    draws = simulate(made, toys.toy_case(made), n=64, seed=engine_toys.SEED).draws.inputs
    limit = float(np.sort(draws["x"])[-2])
    with pytest.raises(
        RunError, match=f"first row it fails at is {draws['x'].argmax()}, at x = {draws['x'].max():.6g}"
    ):
        simulate(made, toys.toy_case(made).but("limited", limit=limit), n=MANY, seed=engine_toys.SEED)


def test_a_failure_without_uncertain_inputs_blames_the_constants() -> None:
    made = engine_toys.raises
    certain = toys.toy_case(made).but("certain", x=3.0, other=0.5, limit=2.0)
    with pytest.raises(RunError, match="row it fails at is 0, at its constants"):
        simulate(made, certain, n=64, seed=engine_toys.SEED)


def test_a_failure_of_many_rows_together_says_so() -> None:
    def function(x: toys.XInputs) -> toys.YOutputs:
        if np.size(x.x) > 5000:
            raise MemoryError("too many")
        return toys.YOutputs(y=1.0 * x.x)

    made = Calculator(function, toys.XInputs, toys.YOutputs, "toys.narrow", "")
    with pytest.raises(RunError, match=r"toys\.narrow failed: MemoryError.*rows 0 to 8,999 together, for none of them"):
        simulate(made, toys.toy_case(made), n=9000, seed=engine_toys.SEED)


def test_an_error_that_cannot_be_sent_from_a_worker_is_reported_all_the_same(executor: Executor | None) -> None:
    row, _ = deadly("raises_awkwardly")
    with pytest.raises(RunError, match=rf"AwkwardError: beyond the limit\. The first row it fails at is {row:,}, at"):
        run("raises_awkwardly", executor=executor)


@pytest.mark.parametrize("name", ["raises_of_ours", "raises_of_seeds"])
def test_an_error_of_our_own_kind_raised_by_a_calculator_is_reported_by_row(
    executor: Executor | None, name: str
) -> None:
    row, _ = deadly(name)
    with pytest.raises(RunError, match=rf"engine_toys\.{name} failed: .*(outside the bounds|no such year).*{row:,}"):
        run(name, executor=executor)


def test_the_cause_of_a_failure_can_be_looked_into() -> None:
    with pytest.raises(RunError) as error:
        run("raises")
    assert isinstance(error.value.__cause__, ValueError)


# ---------------------------------------------------------------- outputs of another kind


@pytest.mark.parametrize("keep", few(KEEPS, 1))
@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("odd_shape", r"engine_toys\.odd_shape: output 'y' has shape \(\d+,\) .*one number a draw"),
        ("odd_type", r"engine_toys\.odd_type: output 'y' has shape .* complex128 .*one number a draw"),
        ("odd_code", r"engine_toys\.odd_code.*'which'"),
        ("negative_code", r"engine_toys\.negative_code.*'which'"),
        ("half_code", r"engine_toys\.half_code.*'which'"),
    ],
)
def test_an_output_that_changes_its_kind_in_the_middle_is_refused(
    executor: Executor | None, name: str, words: str, keep: str
) -> None:
    with pytest.raises(MlossEconError, match=words):
        run(name, keep=keep, executor=executor)


STRANGE: dict[str, Any] = {
    "objects": lambda x: np.full(np.shape(x), None),
    "text": lambda x: np.asarray(x).astype(str),
    "complex": lambda x: x * 1j,
    "times": lambda x: np.asarray(x).astype("timedelta64[s]"),
    "records": lambda x: np.zeros(np.shape(x), dtype=[("a", float)]),
    "one too many": lambda x: np.append(x, 1.0),
    "one too few": lambda x: np.atleast_1d(x)[1:],
    "a column": lambda x: np.asarray(x)[..., None],
    "a row": lambda x: np.asarray(x)[None],
    "draws last": lambda x: np.stack([x, x]),
    "draws first": lambda x: np.stack([x, x], axis=-1),
    "only one": lambda x: np.atleast_1d(x)[:1],
    "none": lambda x: None,
    "a list of lists": lambda x: [[1.0], [2.0, 3.0]],
}


@pytest.mark.parametrize("name", STRANGE)
@pytest.mark.parametrize("checked", [True, False])
def test_an_output_that_is_not_one_number_a_draw_is_refused_by_name(name: str, checked: bool) -> None:
    made = toys.YOutputs if checked else toys.YOutputs.model_construct
    function = Calculator(lambda x: made(y=STRANGE[name](x.x)), toys.XInputs, toys.YOutputs, "toys.strange", "")
    with pytest.raises(MlossEconError, match=r"(toys\.strange|YOutputs).*y"):
        simulate(function, toys.toy_case(function), n=64, seed=engine_toys.SEED)


def test_numbers_in_objects_are_an_output_as_good_as_any() -> None:
    def function(x: Any) -> Any:
        return toys.YOutputs(y=np.asarray(x.x, dtype=object))

    boxed = Calculator(function, toys.XInputs, toys.YOutputs, "toys.boxed", "")
    run = simulate(boxed, toys.toy_case(boxed), n=64, seed=engine_toys.SEED)
    assert run.finite("y").dtype == np.float64
    made = toys.YOutputs.model_construct
    unchecked = Calculator(lambda x: made(y=np.asarray(x.x, dtype="O")), toys.XInputs, toys.YOutputs, "toys.b", "")
    with pytest.raises(MlossEconError, match=r"toys\.b.*y"):
        simulate(unchecked, toys.toy_case(unchecked), n=64, seed=engine_toys.SEED)


RETURNED: dict[str, Any] = {
    "nothing": lambda x: None,
    "a number": lambda x: x.x,
    "a dictionary": lambda x: {"y": x.x},
    "its inputs": lambda x: x,
    "other outputs": lambda x: toys.DownOutputs(effect=x.x),
    "outputs without a value": lambda x: toys.YOutputs.model_construct(),
}


@pytest.mark.parametrize("name", RETURNED)
def test_a_calculator_that_does_not_return_its_outputs_is_refused_by_name(name: str) -> None:
    made = Calculator(RETURNED[name], toys.XInputs, toys.YOutputs, "toys.strange", "")
    with pytest.raises(MlossEconError, match=r"toys\.strange"):
        simulate(made, toys.toy_case(made), n=64, seed=engine_toys.SEED)


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
            simulate(engine_toys.waits, case, executor=pool, progress=kill, **given)
        with pytest.raises(RunError, match="its workers have died"):
            simulate(engine_toys.waits, case, executor=pool, **given)
    seen: list[int] = []
    with ProcessPoolExecutor(2) as pool:
        again = simulate(engine_toys.waits, case, executor=pool, progress=lambda done, n: seen.append(done), **given)
    assert seen == [n]
    assert bits(again) == bits(simulate(engine_toys.waits, case, n=n, seed=engine_toys.SEED, keep=keep))  # type: ignore[call-overload]


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
        simulate(local, toys.toy_case(local), n=64, seed=engine_toys.SEED, executor=pool)


def test_a_calculator_known_by_another_name_is_refused_with_the_reason_or_works() -> None:
    made = engine_toys.renamed
    expected = bits(simulate(made, toys.toy_case(made), n=64, seed=engine_toys.SEED))
    with ProcessPoolExecutor(1) as pool:
        try:
            there = bits(simulate(made, toys.toy_case(made), n=64, seed=engine_toys.SEED, executor=pool))
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
        assert simulate(local, toys.toy_case(local), n=MANY, seed=engine_toys.SEED, executor=pool).n == MANY


# ---------------------------------------------------------------- calls that cannot be


def refused(words: str, **given: Any) -> None:
    with pytest.raises(InputError, match=words):
        simulate(
            toys.product, toys.toy_case(toys.product), **{"n": 64, "seed": engine_toys.SEED, "progress": None} | given
        )


@pytest.mark.parametrize(
    ("n", "words"),
    [
        (0, "too few"),
        (-5, "too few"),
        (63, "too few"),
        (-(10**30), "too few"),
        (-(10**5000), "too few"),
        (100.5, "not a whole number"),
        (1024.0, "not a whole number"),
        (float("nan"), "not a whole number"),
        (float("inf"), "not a whole number"),
        (np.float64(1024), "not a whole number"),
        (np.array(1024), "not a whole number"),
        (np.array([64, 128]), "not a whole number"),
        ([64], "not a whole number"),
        (1024 + 0j, "not a whole number"),
        (np.True_, "not a whole number"),
        (2**30, "GiB"),
        (10**18, "digits"),
        (10**40, "41 digits"),
        (10**5000, "digits"),
        (np.int32(2_000_000_000), "14 GiB"),
        (np.int64(2**63 - 1), "digits"),
        (np.uint64(2**64 - 1), "digits"),
    ],
    ids=lambda value: repr(value)[:16] if not isinstance(value, int) else f"{'-' * (value < 0)}2^{value.bit_length()}",
)
def test_an_unusable_number_of_draws_is_refused(n: Any, words: str) -> None:
    refused(words, n=n)


@pytest.mark.parametrize("n", [2**44 + 1, 10**18, 10**40, np.int64(2**63 - 1)], ids=["2^44+1", "1e18", "1e40", "int64"])
def test_a_summary_cannot_have_more_draws_than_the_design(n: Any) -> None:
    refused("more than the 17,592,186,044,416 draws", n=n, keep="summary")


def test_a_summary_may_have_more_draws_than_fit_in_memory() -> None:
    assert check_n(2**44) == 2**44


@pytest.mark.parametrize(
    ("seed", "words"),
    [
        (-1, "negative"),
        (-(10**30), "negative"),
        (np.int64(-3), "negative"),
        (0.5, "not a whole number"),
        (7.0, "not a whole number"),
        (float("nan"), "not a whole number"),
        ("7", "not a whole number"),
        (None, "not a whole number"),
        (False, "not a whole number"),
        ([7], "not a whole number"),
        (np.random.default_rng(7), "not a whole number"),
        (2**64, "seed"),
        (10**5000, "seed"),
        (-(10**5000), "seed"),
    ],
    ids=lambda value: repr(value)[:16] if not isinstance(value, int) else f"{'-' * (value < 0)}2^{value.bit_length()}",
)
def test_an_unusable_seed_is_refused(seed: Any, words: str) -> None:
    refused(words, seed=seed)


def test_whole_numbers_of_every_kind_are_whole_numbers() -> None:
    for kind in (np.int8, np.uint8, np.int16, np.int32, np.int64, np.uint64, int):
        assert check_n(kind(100), 5) == 100
        assert type(check_n(kind(100), 5)) is int
        assert check_seed(kind(100)) == 100
        assert type(check_seed(kind(100))) is int


@pytest.mark.parametrize("keep", ["all", "output", "", None, 1, ["outputs"], True])
def test_an_unknown_keep_is_refused(keep: Any) -> None:
    refused("keep = .* is not known", keep=keep)


@pytest.mark.parametrize("design", ["sobel", "", "SOBOL", None, 1, ["sobol"], {"sobol"}])
def test_an_unknown_design_is_refused(design: Any) -> None:
    refused("design = .* is not known", design=design)


@pytest.mark.parametrize("executor", [2, "threads", object(), ThreadPoolExecutor])
def test_an_executor_that_is_none_is_refused(executor: Any) -> None:
    refused("executor", executor=executor)


@pytest.mark.parametrize("progress", ["yes", 1, True])
def test_a_progress_that_cannot_be_called_is_refused_before_anything_is_computed(progress: Any) -> None:
    refused("progress", progress=progress, executor=Fails(AssertionError("computed"), None))


@pytest.mark.parametrize("checkpoint", [3, True, b"run.npz", ["run.npz"], "a\0b", ""])
def test_a_checkpoint_that_is_no_file_name_is_refused(checkpoint: Any, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.chdir(tmp_path)
    refused("checkpoint", checkpoint=checkpoint)


# ---------------------------------------------------------------- memory

MEMORY = r"""
import re, sys, toys
from mloss_econ.engine import simulate
n, keep = int(sys.argv[1]), sys.argv[2]
simulate(toys.product, toys.toy_case(toys.product), n=n, seed=1, keep=keep)
status = open("/proc/self/status").read()  # ru_maxrss would be that of the process it was started from
print(int(re.search(r"VmHWM:\s+(\d+)", status)[1]) // 1024)
"""


def peak(n: int, keep: str) -> int:
    """MB that a process has held at most."""
    out, err = started(MEMORY, str(n), keep).communicate()
    return int(out or pytest.fail(err))


linux = pytest.mark.skipif(sys.platform != "linux", reason="peak memory is read from /proc")


@linux
@pytest.mark.slow
def test_the_memory_of_a_summary_does_not_grow_with_the_run() -> None:
    small, large = peak(2**20, "summary"), peak(2**24, "summary")
    assert large - small < 24, f"{small} MB, {large} MB"


@linux
@pytest.mark.slow
def test_the_memory_of_kept_outputs_grows_by_eight_bytes_a_draw() -> None:
    small, large = peak(2**21, "outputs"), peak(2**24, "outputs")
    grown = 8 * (2**24 - 2**21) / 2**20
    assert grown * 0.8 < large - small < grown * 1.3, f"{small} MB, {large} MB"


@pytest.mark.parametrize("keep", KEEPS)
def test_an_output_too_large_to_have_an_error_is_refused(keep: str) -> None:
    case = toys.toy_case(toys.product).but("huge", left=lognormal(median=1e180, sigma=3))
    with pytest.raises(RunError, match=r"toys\.product: 'y' reaches [\d.]+e\+1\d\d, too large for a mean .* exponents"):
        simulate(toys.product, case, n=2**12, seed=1, keep=keep)  # type: ignore[call-overload]
