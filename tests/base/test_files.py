"""Files appear whole or not at all; JSON has no number that is not one."""

import json
from pathlib import Path

import pytest
from finished import names

from mloss_econ.base.files import check_folder, to_json, write_all
from mloss_econ.engine import Estimate
from mloss_econ.errors import InputError, RunError


def test_a_file_in_the_way_is_said(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(InputError, match=r"cannot write to .*out.*--out"):
        write_all(tmp_path / "out", {"a": "x"})
    assert (tmp_path / "out").read_text() == "a file"


def test_nothing_is_left_when_a_file_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()  # a folder where a file should go
    (tmp_path / "b" / "c").write_text("")
    with pytest.raises(InputError):
        write_all(tmp_path, {"b": "x"})
    assert names(tmp_path) == ["b"]


def test_an_interrupt_leaves_no_half_written_file(tmp_path: Path) -> None:
    class Interrupting(dict):  # type: ignore[type-arg]
        def items(self):  # type: ignore[no-untyped-def]
            yield "a", "x"
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_all(tmp_path, Interrupting())
    assert names(tmp_path) == []


@pytest.mark.parametrize("bad", [float("nan"), float("inf")])
def test_json_refuses_what_is_not_finite(bad: float) -> None:
    with pytest.raises(RunError, match=r"a\[1\]\.value is not finite"):
        to_json({"a": [1.0, Estimate(bad, 0.0)]})


def test_json_keeps_every_digit() -> None:
    assert json.loads(to_json({"a": (0.1 + 0.2, -1e-300, 7)})) == {"a": [0.1 + 0.2, -1e-300, 7]}


def test_json_refuses_what_it_does_not_know() -> None:
    with pytest.raises(TypeError, match="set has no place"):
        to_json({"a": {1}})


def test_a_folder_is_checked_without_making_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check_folder(tmp_path / "a" / "b")
    assert names(tmp_path) == []
    monkeypatch.setattr("os.access", lambda *a: False)
    with pytest.raises(InputError, match="no permission in"):
        check_folder(tmp_path / "a" / "b")


def test_a_full_disk_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_all(tmp_path, {"a": "old"})
    left = [2]

    def full(handle: int) -> None:
        left[0] -= 1
        if left[0] <= 0:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(InputError, match="No space left on device"):
        write_all(tmp_path, {"a": "new", "folder/b": b"new", "c": "new"})
    assert [n for n in names(tmp_path) if n != "folder"] == ["a"]
    assert (tmp_path / "a").read_text() == "old"
    assert not any((tmp_path / "folder").iterdir())


def test_a_file_is_on_the_disk_before_it_is_moved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flushed: list[int] = []
    monkeypatch.setattr("os.fsync", flushed.append)
    write_all(tmp_path, {"a": "x", "b": b"y"})
    assert len(flushed) == 2
