"""A checkpoint that cannot be written: the last state stays whole, and the run goes on."""

import errno
import itertools
import os
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from engine_toys import bits
from few import few
from resuming import KEEPS, SMALL, STEP, NoOne, StopError, go, interrupted, names

from mloss_econ.engine import checkpoint, totals
from mloss_econ.errors import InputError

pytestmark = pytest.mark.usefixtures("short_leaves")


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
    assert told[0].filename == go.__code__.co_filename, "a warning points at the call"
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
