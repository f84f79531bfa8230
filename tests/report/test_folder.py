"""A folder with a record holds files of one run, whatever happened while it was written; nobody's own file is lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import killed
import pytest
from killed import OWN, files_of

from mloss_econ.base.files import sha256_of
from mloss_econ.errors import InputError
from mloss_econ.report.folder import UNFINISHED, unlike, write_run


def held(folder: Path) -> dict[str, str]:
    """All files in a folder."""
    return {str(p.relative_to(folder)): p.read_text() for p in sorted(folder.rglob("*")) if p.is_file()}


def shown(folder: Path) -> dict[str, str]:
    """All files but what is hidden."""
    return {name: text for name, text in held(folder).items() if not name.startswith(".")}


def own(folder: Path) -> None:
    """The reader's own files."""
    for name, content in OWN.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(content)


def listed(folder: Path) -> dict[str, str]:
    """What the record lists."""
    files: dict[str, str] = json.loads((folder / "run.json").read_text())["files"]
    return files


@pytest.mark.slow
def test_a_kill_at_any_moment_leaves_no_record_beside_files_of_another_run(tmp_path: Path) -> None:
    subprocess.run([sys.executable, killed.__file__, str(tmp_path)], check=True, timeout=300)
    folders = sorted(tmp_path.iterdir(), key=lambda p: int(p.name))
    assert len(folders) > 12
    ends = []
    for folder in folders:
        now = shown(folder)
        assert OWN.items() <= now.items()
        runs = {text.split()[0] for name, text in now.items() if name not in OWN and name != "run.json"}
        if "run.json" in now:
            assert len(runs) == 1
            (run,) = runs
            assert now == files_of(run) | OWN
            assert set(unlike(folder, listed(folder))) <= {"not of this run: figures/mine.svg, tables/mine.csv"}
            ends.append(run)
        write_run(folder, files_of("three"))
        assert held(folder) == files_of("three") | OWN
    assert ends == sorted(ends)  # first the old run, then none, then the new one
    assert set(ends) == {"one", "two"}
    assert 0 < len(ends) < len(folders)


def test_a_later_run_takes_away_what_it_does_not_write(tmp_path: Path) -> None:
    write_run(tmp_path, files_of("one"))
    own(tmp_path)
    (tmp_path / "brief.xlsx").write_text("one, and a remark of mine")
    written = write_run(tmp_path, files_of("three"))
    assert {str(p.relative_to(tmp_path)) for p in written} == set(files_of("three"))
    assert held(tmp_path) == files_of("three") | OWN | {"brief.xlsx": "one, and a remark of mine"}
    (tmp_path / "figures" / "mine.svg").unlink()
    write_run(tmp_path, files_of("two"))
    write_run(tmp_path, files_of("three"))
    assert not (tmp_path / "figures").exists()  # nothing was left in it


@pytest.mark.parametrize(
    "name",
    ["../outside.txt", "/{folder}/../outside.txt", "link/outside.txt", "tables/../../outside.txt", "", ".", "a:b"],
)
def test_a_record_cannot_have_a_file_outside_deleted(tmp_path: Path, name: str) -> None:
    folder, outside = tmp_path / "in", tmp_path / "outside.txt"
    outside.write_text("precious")
    folder.mkdir()
    (folder / "link").symlink_to(tmp_path)
    (folder / "soft.txt").symlink_to(outside)
    name = name.format(folder=folder)
    evil = {"files": {name: sha256_of("precious"), "soft.txt": sha256_of("precious")}}
    (folder / "run.json").write_text(json.dumps(evil))
    write_run(folder, files_of("three"))
    assert outside.read_text() == "precious"
    assert (folder / "soft.txt").is_symlink()


@pytest.mark.parametrize(
    "text",
    ["{", "[]", "[" * 100_000, "\xff", '{"files": 3}', '{"files": {"notes.txt": 5}}', '{"files": {"notes.txt": [[]]}}'],
)
def test_a_damaged_record_deletes_nothing(tmp_path: Path, text: str) -> None:
    own(tmp_path)
    (tmp_path / "run.json").write_text(text, encoding="latin-1")
    write_run(tmp_path, files_of("three"))
    assert held(tmp_path) == files_of("three") | OWN


def test_a_full_disk_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_run(tmp_path, files_of("one"))
    before, flushed = held(tmp_path), os.fsync
    for most in range(6):
        left = [most]

        def full(handle: int, left: list[int] = left) -> None:
            left[0] -= 1
            if left[0] < 0:
                raise OSError(28, "No space left on device")
            flushed(handle)

        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", full)
            with pytest.raises(
                InputError, match=r"cannot write to .*: No space left on device\. Choose another folder"
            ):
                write_run(tmp_path, files_of("two"))
        assert held(tmp_path) == before


def test_a_folder_in_the_place_of_a_file_is_said_before_anything_moves(tmp_path: Path) -> None:
    write_run(tmp_path, files_of("one"))
    before = held(tmp_path)
    (tmp_path / "results.csv").mkdir()
    with pytest.raises(InputError, match=r"results\.csv is a folder there"):
        write_run(tmp_path, files_of("two"))
    assert held(tmp_path) == before
    assert not (tmp_path / UNFINISHED).exists()


def test_what_is_not_of_the_run_is_named(tmp_path: Path) -> None:
    write_run(tmp_path, files_of("one"))
    assert unlike(tmp_path, listed(tmp_path)) == []
    (tmp_path / "brief.html").unlink()
    (tmp_path / "tables" / "a.md").write_text("another")
    (tmp_path / "tables" / "old.md").write_text("old")
    (tmp_path / "results.csv").write_text("old")
    (tmp_path / "notes.txt").write_text("mine")
    assert unlike(tmp_path, listed(tmp_path)) == [
        "missing: brief.html",
        "altered since: tables/a.md",
        "not of this run: results.csv, tables/old.md",
    ]
    assert unlike(tmp_path, {"../x": "", "/etc/hostname": ""})[0] == "missing: ../x, /etc/hostname"


def test_every_file_is_on_the_disk_before_the_first_move(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    acts: list[str] = []

    def noted(name: str, act: Any) -> Any:
        def acting(*arguments: Any) -> Any:
            acts.append(name)
            return act(*arguments)

        return acting

    monkeypatch.setattr(os, "fsync", noted("flushed", os.fsync))
    monkeypatch.setattr(os, "replace", noted("moved", os.replace))
    files = files_of("two")
    write_run(tmp_path, files)
    assert acts[: len(files) + 2] == ["flushed"] * (len(files) + 1) + ["moved"]  # all files and the list of them
    assert acts.count("moved") == len(files) + 1
    assert acts[-2:] == ["moved", "flushed"]
