"""An interrupt at any line, or a kill at any moment, does a run no harm."""

import itertools
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import Any

import engine_toys
import pytest
import toys
from engine_toys import bits, started
from few import few
from resuming import KEEPS, SMALL, STEP, N, go, names

from mloss_econ.engine import checkpoint, totals

pytestmark = pytest.mark.usefixtures("short_leaves")

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
    """Interrupt a run at every `stride`-th line and resume it; how often, and where it went wrong."""
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
            toys.toy_case(engine_toys.dawdles), n=20 * 8192 + 500, seed=3, keep=keep,
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


def check_resumed(file: Path, keep: str) -> None:
    case = toys.toy_case(engine_toys.dawdles)
    seen: list[int] = []
    again = go(keep, file, case=case, progress=lambda done, n: seen.append(done))
    assert seen[0] > STEP[keep], "nothing was resumed"
    plain = go(keep, case=case, executor=ThreadPoolExecutor(4))
    assert bits(again) == bits(plain)


WAYS = list(itertools.product(KEEPS, [0, 2]))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("keep", "workers"), [pytest.param(*way, marks=[] if way == ("outputs", 0) else pytest.mark.slow) for way in WAYS]
)
def test_a_process_that_was_killed_can_be_resumed(tmp_path: Path, keep: str, workers: int) -> None:
    file = tmp_path / "run.npz"
    status, _ = killed(file, keep, signal.SIGKILL, workers=workers)
    assert status == -signal.SIGKILL
    check_resumed(file, keep)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("keep", "workers"), [pytest.param(*way, marks=[] if way == ("summary", 2) else pytest.mark.slow) for way in WAYS]
)
def test_a_process_that_was_interrupted_says_so_and_can_be_resumed(tmp_path: Path, keep: str, workers: int) -> None:
    file = tmp_path / "run.npz"
    status, said = killed(file, keep, signal.SIGINT, workers=workers)
    assert status != 0
    last = said.strip().splitlines()[-1]
    assert last.startswith("KeyboardInterrupt: interrupted after"), said
    assert "The same call resumes the run." in last
    assert names(tmp_path) == ["run.npz"]
    check_resumed(file, keep)


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
    check_resumed(file, keep)
