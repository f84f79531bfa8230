"""A run that is interrupted, killed or out of disk, and taken up again, is the run it would have been."""

import errno
import io
import itertools
import json
import os
import pickle
import signal
import subprocess
import sys
import warnings
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import Any

import engine_toys
import numpy as np
import pytest
import toys
from engine_toys import bits, shorten_leaves, started
from few import few

from mloss_econ.engine import checkpoint, simulate, totals, until
from mloss_econ.errors import InputError
from mloss_econ.kernel import Calculator
from mloss_econ.uncertainty import BLOCK

KEEPS = ["outputs", "summary"]
SMALL = BLOCK  # a leaf of these tests
N = 20 * SMALL + 500  # 21 pieces of outputs, 3 of a summary
STEP = {"outputs": SMALL, "summary": 8 * SMALL}
LIMIT = 6.0  # of `not_finite`: some rows are beyond it


@pytest.fixture(autouse=True)
def short_leaves(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many short pieces, each of them saved, without waiting for the disk."""
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)
    shorten_leaves(SMALL, monkeypatch.setattr)
    monkeypatch.setattr(checkpoint, "EVERY", 0.0)
    monkeypatch.setattr(checkpoint, "SHARE", 1e9)


def go(keep: str, file: Path | str | None = None, **changes: Any) -> Any:
    given: dict[str, Any] = {"n": N, "seed": 3, "keep": keep, "checkpoint": file, "progress": None} | changes
    case = given.pop("case", None) or toys.toy_case(engine_toys.not_finite).but("limited", limit=LIMIT)
    return simulate(given.pop("calculator", engine_toys.not_finite), case, **given)


@pytest.fixture(scope="module")
def whole() -> Iterator[dict[str, dict[str, str]]]:
    """What the runs of these tests are without any checkpoint."""
    with pytest.MonkeyPatch.context() as patch:
        shorten_leaves(SMALL, patch.setattr)
        yield {keep: bits(go(keep)) for keep in KEEPS}


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


# ---------------------------------------------------------------- interrupted and taken up again


@pytest.mark.parametrize("keep", KEEPS)
def test_a_checkpoint_changes_nothing(tmp_path: Path, keep: str, whole: Any) -> None:
    assert bits(go(keep, tmp_path / "run.npz")) == whole[keep]


@pytest.mark.parametrize("rows", few([1, 9 * SMALL, 2 * SMALL, N], 2))
@pytest.mark.parametrize("keep", few(KEEPS, 1))
def test_a_run_that_was_interrupted_is_taken_up_again(tmp_path: Path, keep: str, rows: int, whole: Any) -> None:
    file = tmp_path / "run.npz"
    interrupted(keep, file, rows)
    seen: list[int] = []
    again = go(keep, file, progress=lambda done, n: seen.append(done))
    assert bits(again) == whole[keep]
    done = min(-(-rows // STEP[keep]) * STEP[keep], N)
    assert seen == [*range(done + STEP[keep], N, STEP[keep]), N] if done < N else seen == []


@pytest.mark.slow
@pytest.mark.parametrize("keep", KEEPS)
def test_a_run_may_be_interrupted_again_and_again(tmp_path: Path, keep: str, whole: Any) -> None:
    file = tmp_path / "run.npz"
    for rows in range(1, N, STEP[keep]):
        interrupted(keep, file, rows)
    assert bits(go(keep, file)) == whole[keep]


@pytest.mark.slow
@pytest.mark.parametrize("design", ["random", "latin_hypercube"])
@pytest.mark.parametrize("keep", few(KEEPS, 1))
def test_a_run_of_any_design_is_taken_up_again(tmp_path: Path, keep: str, design: str) -> None:
    file = tmp_path / "run.npz"
    interrupted(keep, file, 9 * SMALL, design=design)
    assert bits(go(keep, file, design=design)) == bits(go(keep, design=design))


@pytest.mark.parametrize("keep", KEEPS)
def test_a_run_is_taken_up_with_another_executor(tmp_path: Path, keep: str, whole: Any) -> None:
    file = tmp_path / "run.npz"
    with ThreadPoolExecutor(3) as pool:
        interrupted(keep, file, 9 * SMALL, executor=pool)
    with ThreadPoolExecutor(2) as pool:
        interrupted(keep, file, 17 * SMALL, executor=pool)
    assert bits(go(keep, file)) == whole[keep]


@pytest.mark.parametrize("keep", few(KEEPS, 1))
def test_a_finished_run_is_not_computed_again(tmp_path: Path, keep: str, whole: Any) -> None:
    file = tmp_path / "run.npz"
    go(keep, file)
    assert bits(go(keep, file, executor=NoOne())) == whole[keep]


@pytest.mark.parametrize("keep", KEEPS)
def test_an_error_in_the_callback_loses_nothing(tmp_path: Path, keep: str, whole: Any) -> None:
    file = tmp_path / "run.npz"
    interrupted(keep, file, 9 * SMALL, error=StopError)
    seen: list[int] = []
    assert bits(go(keep, file, progress=lambda done, n: seen.append(done))) == whole[keep]
    assert min(seen) > 9 * SMALL


@pytest.mark.parametrize("keep", few(KEEPS, 1))
def test_what_was_done_since_the_last_write_is_saved_when_interrupted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, keep: str
) -> None:
    monkeypatch.setattr(checkpoint, "EVERY", 1e9)
    file = tmp_path / "run.npz"
    interrupted(keep, file, 9 * SMALL)
    seen: list[int] = []
    go(keep, file, progress=lambda done, n: seen.append(done))
    assert min(seen) > 9 * SMALL


def test_the_message_says_how_far_it_came_and_how_to_go_on(tmp_path: Path) -> None:
    file = tmp_path / "run.npz"
    said = interrupted("outputs", file, 9 * SMALL)
    assert f"interrupted after {9 * SMALL:,} of {N:,} draws" in said
    assert f"{file} holds {9 * SMALL:,} of them" in said
    assert "same call" in said


def test_without_a_checkpoint_the_message_says_what_would_have_helped() -> None:
    with pytest.raises(KeyboardInterrupt, match=rf"after {SMALL:,} of {N:,} draws; nothing is kept.*checkpoint="):
        go("outputs", progress=stop_after(1))


def test_an_interrupt_of_a_run_until_advises_nothing_that_is_refused() -> None:
    with pytest.raises(KeyboardInterrupt) as raised:
        go("outputs", n=until(se=1e-9, of="y"), progress=stop_after(1), calculator=toys.product,
           case=toys.toy_case(toys.product))  # fmt: skip
    if "checkpoint=" in str(raised.value):
        assert "n=" in str(raised.value) or "fixed n" in str(raised.value)


@pytest.mark.parametrize("name", ["run.npz", "run", "run.v2.npz", ".hidden", "läuft 1.npz"])
def test_the_file_is_the_one_that_is_named(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    go("summary", name)
    assert [path.name for path in tmp_path.iterdir()] == [name]


# ---------------------------------------------------------------- interrupted anywhere

FILES = ("totals.py", "checkpoint.py", "simulate.py", "advance.py", "executing.py", "histogram.py")


def interrupted_at_line(count: int, work: Callable[[], Any]) -> bool:
    """Whether `work` came as far as line `count` of the engine's bookkeeping, where it was interrupted as by Ctrl-C."""
    lines = itertools.count()
    raised = False

    def trace(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal raised
        if Path(frame.f_code.co_filename).name not in FILES or frame.f_code.co_name in ("work", "_add_leaf", "add"):
            return None
        if event == "line" and next(lines) == count:
            raised = True
            raise KeyboardInterrupt
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    except KeyboardInterrupt:
        pass
    finally:
        sys.settrace(before)
    return raised


def sweep(folder: Path, keep: str, expected: Any, first: int, stride: int, n: int) -> tuple[int, list[int]]:
    """Interrupt a run at every `stride`-th line and take it up again; how often, and where it went wrong."""
    wrong = []
    for number, count in enumerate(itertools.count(first, stride)):
        file = folder / f"{count}.npz"
        checkpoint.EVERY = [0.0, 1e9][number % 2]  # saved after every piece, or only when interrupted
        if not interrupted_at_line(count, lambda file=file: go(keep, file, n=n)):  # type: ignore[misc]
            return number, wrong
        if bits(go(keep, file, n=n)) != expected or names(folder) != [file.name]:
            wrong.append(count)
        file.unlink()
    raise AssertionError


@pytest.mark.slow
# an interrupt just after a file is opened, before anyone holds it, leaves closing it to Python
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("keep", KEEPS)
def test_an_interrupt_at_any_moment_does_no_harm(tmp_path: Path, keep: str) -> None:
    n = 3 * SMALL if keep == "outputs" else 17 * SMALL
    times, wrong = sweep(tmp_path, keep, bits(go(keep, n=n)), first=0, stride=37, n=n)
    assert times > 10
    assert wrong == []


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("keep", few(KEEPS, 1))
def test_an_interrupt_at_any_line_does_no_harm(tmp_path: Path, keep: str) -> None:
    n = 3 * SMALL if keep == "outputs" else 17 * SMALL
    times, wrong = sweep(tmp_path, keep, bits(go(keep, n=n)), first=5, stride=7, n=n)
    assert times > 20
    assert wrong == []


@pytest.mark.parametrize("every", [0.0, 1e9], ids=["just saved", "not yet saved"])
@pytest.mark.parametrize("call", few([3, 1, 6], 1))
@pytest.mark.parametrize("keep", KEEPS)
def test_an_interrupt_while_a_piece_is_taken_in_does_not_count_it_by_halves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, keep: str, call: int, every: float, whole: Any
) -> None:
    file = tmp_path / "run.npz"
    monkeypatch.setattr(checkpoint, "EVERY", every)
    calls = itertools.count()
    usual = totals.Moments.merge

    def merge(self: Any, other: Any) -> None:
        if next(calls) == 2 * call:
            raise KeyboardInterrupt
        usual(self, other)

    with monkeypatch.context() as patch:
        patch.setattr(totals.Moments, "merge", merge)
        with pytest.raises(KeyboardInterrupt):
            go(keep, file)
    assert bits(go(keep, file)) == whole[keep]


# ---------------------------------------------------------------- killed

SCRIPT = """
import sys, toys, engine_toys
import mloss_econ.engine
from mloss_econ.engine import checkpoint
engine_toys.shorten_leaves(8192)
checkpoint.EVERY, checkpoint.SHARE = 0.0, 1e9
from concurrent.futures import ProcessPoolExecutor
from contextlib import nullcontext
if __name__ == "__main__":
    file, keep, workers = sys.argv[1], sys.argv[2], int(sys.argv[3])
    with ProcessPoolExecutor(workers) if workers else nullcontext() as pool:
        mloss_econ.engine.simulate(
            engine_toys.dawdles, toys.toy_case(engine_toys.dawdles), n=20 * 8192 + 500, seed=3, keep=keep,
            checkpoint=file, executor=pool, progress=lambda done, n: print(done, flush=True),
        )
"""


def killed(file: Path, keep: str, number: signal.Signals, *, workers: int = 0, group: bool = False) -> tuple[int, str]:
    """How a process ends that is sent a signal in the middle of a run, alone or with all its workers."""
    process = started(SCRIPT, str(file), keep, str(workers), start_new_session=True)
    try:
        assert process.stdout is not None
        rows = int(process.stdout.readline() or -1)
        assert 0 < rows < N
        if group:
            os.killpg(process.pid, number)
        else:
            process.send_signal(number)
        status = process.wait(30)
    finally:  # workers whose parent was killed wait for it for ever, and hold its output open
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        said = process.communicate()[1]
    return status, said


def check_taken_up(file: Path, keep: str) -> None:
    case = toys.toy_case(engine_toys.dawdles)
    seen: list[int] = []
    again = go(keep, file, calculator=engine_toys.dawdles, case=case, progress=lambda done, n: seen.append(done))
    assert seen[0] > STEP[keep], "nothing was taken up"
    plain = go(keep, calculator=engine_toys.dawdles, case=case, executor=ThreadPoolExecutor(4))
    assert bits(again) == bits(plain)


WAYS = list(itertools.product(KEEPS, [0, 2]))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("keep", "workers"), [pytest.param(*way, marks=[] if way == ("outputs", 0) else pytest.mark.slow) for way in WAYS]
)
def test_a_process_that_was_killed_can_be_taken_up_again(tmp_path: Path, keep: str, workers: int) -> None:
    file = tmp_path / "run.npz"
    status, _ = killed(file, keep, signal.SIGKILL, workers=workers)
    assert status == -signal.SIGKILL
    check_taken_up(file, keep)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("keep", "workers"), [pytest.param(*way, marks=[] if way == ("summary", 2) else pytest.mark.slow) for way in WAYS]
)
def test_a_process_that_was_interrupted_says_so_and_can_be_taken_up_again(
    tmp_path: Path, keep: str, workers: int
) -> None:
    file = tmp_path / "run.npz"
    status, said = killed(file, keep, signal.SIGINT, workers=workers)
    assert status != 0
    last = said.strip().splitlines()[-1]
    assert last.startswith("KeyboardInterrupt: interrupted after"), said
    assert "The same call takes the run up again." in last
    assert names(tmp_path) == ["run.npz"]
    check_taken_up(file, keep)


@pytest.mark.slow
@pytest.mark.parametrize("keep", few(KEEPS, 1))
def test_ctrl_c_reaches_the_workers_too_and_does_no_harm(tmp_path: Path, keep: str) -> None:
    """In a terminal the signal goes to every process of the group, so that the workers die as well.

    Once in some runs the process was seen to hang instead, as the standard library's pool may when a worker dies while
    it sends a result; it is then killed after 30 s, and only what it wrote is looked at.
    """
    file = tmp_path / "run.npz"
    with suppress(subprocess.TimeoutExpired):
        status, said = killed(file, keep, signal.SIGINT, workers=2, group=True)
        assert status != 0
        assert "KeyboardInterrupt" in said
    assert names(tmp_path) == ["run.npz"]
    check_taken_up(file, keep)


# ---------------------------------------------------------------- a write that fails


def broken(error: BaseException, after: int, times: int = 10**9) -> Callable[..., None]:
    """As np.savez, but from call `after` on, `times` times, it writes some bytes and fails."""
    calls = itertools.count()
    usual = np.savez

    def savez(file: Any, **arrays: Any) -> None:
        if after <= next(calls) < after + times:
            file.write(b"half of it")
            raise error
        usual(file, **arrays)

    return savez


FULL = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.slow
@pytest.mark.parametrize("error", [FULL, KeyboardInterrupt(), MemoryError(), StopError()], ids=repr)
@pytest.mark.parametrize("keep", KEEPS)
def test_a_write_that_fails_leaves_the_last_state_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, keep: str, error: BaseException, whole: Any
) -> None:
    file = tmp_path / "run.npz"
    interrupted(keep, file, 1)
    before = file.read_bytes()
    with monkeypatch.context() as patch, warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        patch.setattr(np, "savez", broken(error, after=0))
        with pytest.raises((InputError, type(error))):
            go(keep, file)
    assert file.read_bytes() == before
    assert names(tmp_path) == ["run.npz"]
    assert bits(go(keep, file)) == whole[keep]


@pytest.mark.slow
@pytest.mark.parametrize("what", ["os.fsync", "pathlib.Path.replace"])
def test_a_file_that_cannot_be_moved_into_place_leaves_no_other_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str, whole: Any
) -> None:
    file = tmp_path / "run.npz"
    interrupted("outputs", file, 9 * SMALL)
    before = file.read_bytes()
    calls = itertools.count()
    usual = {"os.fsync": os.fsync, "pathlib.Path.replace": Path.replace}[what]

    def fails(*arguments: Any) -> Any:
        if next(calls):
            raise OSError(errno.EIO, "Input/output error")
        return usual(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr(what, fails)
        with pytest.warns(RuntimeWarning, match="Input/output error"):
            assert bits(go("outputs", file)) == whole["outputs"]
    assert names(tmp_path) == ["run.npz"]
    assert len(file.read_bytes()) == len(before)
    assert bits(go("outputs", file)) == whole["outputs"]


@pytest.mark.parametrize("keep", few(KEEPS, 1))
def test_a_disk_that_is_full_does_not_stop_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, keep: str, whole: Any
) -> None:
    file = tmp_path / "run.npz"
    with monkeypatch.context() as patch:
        patch.setattr(np, "savez", broken(FULL, after=2))
        with pytest.warns(RuntimeWarning, match="No space left") as told:
            assert bits(go(keep, file)) == whole[keep]
    assert f"{file} could not be written at row" in str(told[0].message)
    assert f"it holds {STEP[keep]:,} rows" in str(told[0].message)
    assert told[0].filename == __file__, "a warning points at the call"
    assert names(tmp_path) == ["run.npz"]
    assert bits(go(keep, file)) == whole[keep]


def test_a_disk_that_has_room_again_is_used_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, whole: Any) -> None:
    file = tmp_path / "run.npz"
    monkeypatch.setattr(np, "savez", broken(FULL, after=2, times=3))
    with pytest.warns(RuntimeWarning, match="No space left"):
        go("outputs", file)
    assert bits(go("outputs", file, executor=NoOne())) == whole["outputs"]


def test_an_interrupt_while_the_disk_is_full_says_how_much_is_safe(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "run.npz"
    monkeypatch.setattr(np, "savez", broken(FULL, after=3))
    with pytest.warns(RuntimeWarning, match="No space left"):
        said = interrupted("outputs", file, 9 * SMALL)
    assert f"after {9 * SMALL:,} of" in said
    assert f"holds {2 * SMALL:,} of them" in said


@pytest.mark.parametrize("place", ["missing/run.npz", "file/run.npz", "x" * 300, "x" * 254])
def test_a_file_that_cannot_be_written_is_refused_before_anything_is_computed(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(InputError, match=r"cannot be (written|used): .*Nothing was computed"):
        go("outputs", tmp_path / place, executor=NoOne())
    assert names(tmp_path) == ["file"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_is_read_only_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(InputError, match="Permission denied"):
            go("outputs", tmp_path / "run.npz", executor=NoOne())
    finally:
        tmp_path.chmod(0o700)


def test_a_disk_that_is_full_from_the_start_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(np, "savez", broken(FULL, after=0))
    with pytest.raises(InputError, match="No space left"):
        go("outputs", tmp_path / "run.npz", executor=NoOne())
    assert names(tmp_path) == []


def test_a_folder_is_not_a_checkpoint(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="directory"):
        go("outputs", tmp_path, executor=NoOne())


def test_the_new_state_is_on_the_disk_before_it_takes_the_place_of_the_old(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    usual = Path.replace
    monkeypatch.setattr(os, "fsync", lambda descriptor: order.append("on the disk"))
    monkeypatch.setattr(Path, "replace", lambda self, to: (order.append("in its place"), usual(self, to))[1])
    interrupted("outputs", tmp_path / "run.npz", SMALL)
    assert order == ["on the disk", "in its place"] * 2


def test_a_short_run_is_written_twice_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkpoint, "EVERY", 10.0)
    calls: list[int] = []
    usual = np.savez
    monkeypatch.setattr(np, "savez", lambda *a, **k: (calls.append(1), usual(*a, **k)))
    go("outputs", tmp_path / "run.npz")
    assert len(calls) == 2


def test_writing_takes_no_more_than_its_share_of_the_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = itertools.count()
    state = checkpoint.Checkpoint(tmp_path / "run.npz", {}, every=0.0)
    monkeypatch.setattr(checkpoint, "SHARE", 0.05)
    monkeypatch.setattr(checkpoint.time, "monotonic", lambda: float(next(now)))  # a write takes a second
    state.save(totals.Totals(0, 0))
    written: list[int] = []
    monkeypatch.setattr(checkpoint.Checkpoint, "save_rest", lambda self, t: written.append(t.stop))
    for stop in range(1, 41):
        state.save_when_due(totals.Totals(0, stop))
    assert written[0] == 20


# ---------------------------------------------------------------- a checkpoint of another run


def limited(**more: Any) -> Any:
    return toys.toy_case(engine_toys.not_finite).but("limited", limit=LIMIT, **more)


def changed(x: engine_toys.LimitInputs) -> Any:
    y = engine_toys.not_finite.function(x)
    return engine_toys.LimitOutputs(y=y.y * (1 + 1e-15), which=y.which)


CHANGED = Calculator(
    changed, engine_toys.LimitInputs, engine_toys.LimitOutputs, engine_toys.not_finite.name, engine_toys.not_finite.doc
)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"seed": 4}, ["seed is 3 there, 4 here"]),
        ({"n": N + 1}, [f"n is {N} there, {N + 1} here"]),
        ({"n": N - 1}, [f"n is {N} there, {N - 1} here"]),
        ({"design": "random"}, ["design is sobol there, random here"]),
        ({"design": "latin_hypercube"}, ["design is sobol there, latin_hypercube here"]),
        ({"case": limited(other=0.5)}, ["case is"]),
        ({"case": toys.toy_case(engine_toys.not_finite).but("more", limit=7.0)}, ["case is"]),
        ({"case": toys.toy_case(engine_toys.not_finite, prices="EUR 2021").but("more", limit=LIMIT)}, ["case is"]),
        ({"case": limited().correlated("tied", {("x", "other"): 0.5})}, ["case is"]),
        ({"calculator": CHANGED}, ["first rows"]),
        (
            {"calculator": engine_toys.usual, "case": toys.toy_case(engine_toys.usual)},
            ["calculator is engine_toys.not_finite there, engine_toys.usual here"],
        ),
    ],
    ids=repr,
)
@pytest.mark.parametrize("keep", few(KEEPS, 1))
def test_a_checkpoint_of_another_run_is_refused_by_what_differs(
    tmp_path: Path, keep: str, changes: dict[str, Any], words: list[str]
) -> None:
    file = tmp_path / "run.npz"
    interrupted(keep, file, 9 * SMALL)
    before = file.read_bytes()
    if changes.get("calculator") is CHANGED:
        changes = changes | {"case": limited().__class__(**(vars(limited()) | {"calculator": CHANGED}))}
    with pytest.raises(InputError) as error:
        go(keep, file, executor=NoOne(), **changes)
    assert str(file) in str(error.value)
    assert all(word in str(error.value) for word in words), str(error.value)
    same = {"seed", "n", "design", "keep", "case", "calculator"} - set(changes)
    assert not any(f" {name} is " in str(error.value) for name in same), str(error.value)
    assert file.read_bytes() == before


@pytest.mark.parametrize(("keep", "other"), [KEEPS, KEEPS[::-1]])
def test_a_checkpoint_that_kept_something_else_is_refused(tmp_path: Path, keep: str, other: str) -> None:
    file = tmp_path / "run.npz"
    interrupted(keep, file, 9 * SMALL)
    with pytest.raises(InputError, match=f"keep is {keep} there, {other} here"):
        go(other, file, executor=NoOne())


def test_the_label_of_a_case_is_of_no_account(tmp_path: Path, whole: Any) -> None:
    file = tmp_path / "run.npz"
    interrupted("outputs", file, 9 * SMALL)
    case = toys.toy_case(engine_toys.not_finite).but("under another name", limit=LIMIT)
    assert bits(go("outputs", file, case=case)) == whole["outputs"]


# ---------------------------------------------------------------- a file that is no checkpoint


def npz(**arrays: Any) -> bytes:
    stream = io.BytesIO()
    np.savez(stream, **arrays)
    return stream.getvalue()


def npy(array: Any) -> bytes:
    stream = io.BytesIO()
    np.save(stream, array)
    return stream.getvalue()


def header(text: str) -> bytes:
    return npz(header=np.frombuffer(text.encode(), dtype=np.uint8))


class Evil:
    """Leaves a trace if it is ever unpickled."""

    def __reduce__(self) -> Any:
        return (os.mkdir, ("was_run",))


OBJECTS = np.array([Evil()], dtype=object)
FOREIGN = {
    "empty": b"",
    "one byte": b"P",
    "a table": b"year,price\n2020,1.0\n",
    "text": "läuft".encode(),
    "zeros": bytes(1000),
    "a pickle": pickle.dumps(Evil()),
    "an array": npy(np.arange(3)),
    "an array of objects": npy(OBJECTS),
    "arrays of another program": npz(a=np.arange(3)),
    "arrays of objects": npz(a=OBJECTS),
    "a header of objects": npz(header=OBJECTS),
    "a header of numbers": npz(header=np.arange(3.0)),
    "a header of nothing": npz(header=np.zeros(0, dtype=np.uint8)),
    "a header that is a number": header("3"),
    "a header that is null": header("null"),
    "a header that is a list": header("[]"),
    "a header that is a text": header('"identity"'),
    "a header that is empty": header("{}"),
    "an identity that is a list": header('{"identity": [], "stop": 0, "paths": [], "categories": [], "bad": '
                                         '{"counts": {}, "rows": 0, "first": {}, "box": {}}}'),
    "an identity that is null": header('{"identity": null, "stop": 0, "paths": [], "categories": [], "bad": '
                                       '{"counts": {}, "rows": 0, "first": {}, "box": {}}}'),
    "an identity of nothing": header('{"identity": {}, "stop": 0, "paths": [], "categories": [], "bad": '
                                     '{"counts": {}, "rows": 0, "first": {}, "box": {}}}'),
    "bad rows that are a list": header('{"identity": {}, "stop": 0, "paths": [], "categories": [], "bad": []}'),
}  # fmt: skip


@pytest.mark.parametrize("name", FOREIGN)
def test_a_file_that_is_no_checkpoint_is_refused_and_left_alone(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "run.npz"
    file.write_bytes(FOREIGN[name])
    with pytest.raises(InputError, match=r"run\.npz: (not a checkpoint|a checkpoint of another run)") as error:
        go("outputs", file, executor=NoOne())
    assert "allow_pickle" not in str(error.value), "advice to load it unsafely"
    assert file.read_bytes() == FOREIGN[name]
    assert names(tmp_path) == ["run.npz"]


@pytest.fixture(scope="module")
def half() -> dict[str, bytes]:
    """A good checkpoint of half a run, for each `keep`."""
    import tempfile

    found = {}
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        shorten_leaves(SMALL, patch.setattr)
        for keep in KEEPS:
            file = Path(folder) / f"{keep}.npz"
            interrupted(keep, file, 1)
            found[keep] = file.read_bytes()
    return found


@pytest.mark.parametrize("keep", KEEPS)
def test_a_file_that_was_cut_off_is_refused(tmp_path: Path, keep: str, half: dict[str, bytes]) -> None:
    file, good = tmp_path / "run.npz", half[keep]
    for size in [
        *range(0, 200, 9),
        *range(200, len(good) - 200, len(good) // 40),
        *range(len(good) - 200, len(good), 9),
    ]:
        file.write_bytes(good[:size])
        with pytest.raises(InputError, match="not a checkpoint"):
            go(keep, file, executor=NoOne())
        assert file.read_bytes() == good[:size]


def damaged(good: bytes, places: Any, bit: int) -> Iterator[tuple[int, bytes]]:
    for place in places:
        one = bytearray(good)
        one[place] ^= 1 << bit
        yield int(place), bytes(one)


def check_damage(file: Path, keep: str, files: Iterator[tuple[int, bytes]], expected: Any) -> None:
    """Each file is refused and left alone, or the damage was of no account."""
    for place, data in files:
        file.write_bytes(data)
        try:
            assert bits(go(keep, file)) == expected, f"byte {place}"
        except InputError as error:
            assert "checkpoint" in str(error)  # noqa: PT017  # either outcome is right
            assert file.read_bytes() == data


@pytest.mark.parametrize("keep", few(KEEPS, 1))
def test_a_damaged_file_is_refused_or_read_right(tmp_path: Path, keep: str, half: dict[str, bytes], whole: Any) -> None:
    good = half[keep]
    rng = np.random.default_rng(1)
    places = rng.integers(0, len(good), 30)
    check_damage(tmp_path / "run.npz", keep, damaged(good, places, int(rng.integers(8))), whole[keep])


@pytest.mark.slow
@pytest.mark.parametrize("bit", range(8))
@pytest.mark.parametrize("keep", KEEPS)
def test_a_file_damaged_in_its_structure_is_refused_or_read_right(
    tmp_path: Path, keep: str, bit: int, half: dict[str, bytes], whole: Any
) -> None:
    good = half[keep]
    heads = [m for m in range(len(good) - 6) if good[m : m + 6] == b"\x93NUMPY"]
    structure = {p for m in heads for p in range(max(m - 60, 0), m + 128)} | set(range(len(good) - 900, len(good)))
    places = sorted(p for p in structure if p < len(good))[bit::11]
    check_damage(tmp_path / "run.npz", keep, damaged(good, places, bit), whole[keep])


def test_a_run_until_takes_no_checkpoint(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"checkpoint=.*until"):
        go("outputs", tmp_path / "run.npz", n=until(se=1.0, of="y"), executor=NoOne())
    assert names(tmp_path) == []


# ---------------------------------------------------------------- a file that promises more than it holds


def bomb(way: str) -> bytes:
    """A small file that would be very large when read."""
    stream = io.BytesIO()
    if way == "compressed":
        np.savez_compressed(stream, header=np.zeros(2**26, dtype=np.uint8))
    else:
        head = io.BytesIO()
        shape = (2**40,) if way == "promised" else (2**33, 2**33)
        np.lib.format.write_array_header_1_0(head, {"descr": "<f8", "fortran_order": False, "shape": shape})
        with zipfile.ZipFile(stream, "w") as made:
            made.writestr("header.npy", head.getvalue())
    return stream.getvalue()


@pytest.mark.parametrize("way", ["compressed", "promised", "more than any number"])
def test_a_file_that_promises_more_than_it_holds_is_not_read(
    tmp_path: Path, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def reads(*a: Any, **k: Any) -> Any:
        raise AssertionError("it was read into memory")

    monkeypatch.setattr(np, "load", reads)
    file = tmp_path / "run.npz"
    file.write_bytes(bomb(way))
    assert file.stat().st_size < 2**18
    with pytest.raises(InputError, match=r"run\.npz: not a checkpoint of a run, or not a whole one \(ValueError\)"):
        go("outputs", file, executor=NoOne())


@pytest.mark.parametrize(
    ("place", "words"),
    [("pipe", "it is a pipe, not a file"), ("/dev/zero", "it is a device"), ("loop", "symbolic links")],
)
def test_what_is_no_file_is_no_checkpoint(tmp_path: Path, place: str, words: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    with pytest.raises(InputError, match=words):
        go("outputs", tmp_path / place / "x" if place == "loop" else tmp_path / place, executor=NoOne())


def test_arrays_of_another_shape_are_refused_though_their_sum_is_right(tmp_path: Path, half: dict[str, bytes]) -> None:
    with np.load(io.BytesIO(half["outputs"])) as stored:
        arrays = {name: stored[name] for name in stored.files}
    kept = json.loads(bytes(arrays.pop("header")).decode())
    kept.pop("sum")
    for name, changed in (
        ("moments0", arrays["moments0"][:, :-1]),
        ("ends0", np.zeros(3)),
        ("outputs0", arrays["outputs0"][:-1]),
        ("moments0", arrays["moments0"].astype("U9")),
    ):
        mine = arrays | {name: changed}
        total = checkpoint._sum({k: v for k, v in kept.items() if k != "identity"}, mine)
        text = json.dumps({**kept, "sum": total}).encode()
        file = tmp_path / "run.npz"
        file.write_bytes(npz(header=np.frombuffer(text, dtype=np.uint8), **mine))
        with pytest.raises(InputError, match="not a checkpoint of a run"):
            go("outputs", file, executor=NoOne())
