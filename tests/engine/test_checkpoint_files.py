"""A file that is no checkpoint, is damaged, or promises more than it holds is refused and left alone."""

import io
import json
import os
import pickle
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from engine_toys import bits, shorten_leaves
from few import few
from resuming import KEEPS, SMALL, NoOne, go, interrupted, names

from mloss_econ.engine import checkpoint, until
from mloss_econ.errors import InputError

pytestmark = pytest.mark.usefixtures("short_leaves")

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
