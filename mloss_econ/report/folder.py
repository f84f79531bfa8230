"""The folder of a run: while it holds a record (run.json), every file of a brief in it is of that run.

    1  all files are written to the disk in a hidden folder inside, with a list of what is and what was of a run there
    2  the earlier record is taken away
    3  files of the earlier run that the new one does not write are deleted, if they are still what was written
    4  the new files are moved into place, the record last; the hidden folder goes

A run that is killed between 2 and 4 leaves a folder without a record; the next one finds the list and clears up.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import Any

from mloss_econ.base.files import check_places, put, sha256_of, to_json, written_to

RECORD = "run.json"
UNFINISHED = ".unfinished-run"  # the hidden folder
LIST = "files.json"  # in it: name of each file, with the hashes it may have and be of a run
KNOWN = ("brief.html", "brief.xlsx", "results.csv", "results.json")  # what a brief writes, and all of these folders:
FOLDERS = ("figures", "tables")


def write_run(folder: Path, files: Mapping[str, str | bytes]) -> tuple[Path, ...]:
    """Write the files of a run, its record among them, and delete what an earlier run left there; nothing else.

    Raises InputError if the folder cannot be made or written to; it then holds what it held, or no record.
    """
    names = sorted(files, key=lambda name: name == RECORD)
    with written_to(folder):
        check_places(folder, [*names, f"{UNFINISHED}/{LIST}"])
        earlier = _earlier(folder)
        hidden = _staged(folder, files, earlier)
        (folder / RECORD).unlink(missing_ok=True)
        _sync(folder)
        for name, hashes in earlier.items():
            if name not in files:
                _delete(folder, name, hashes)
        for name in names:
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            (hidden / name).replace(target)
            if name != names[-1]:
                _sync(target.parent)
        _sync(folder)
        shutil.rmtree(folder / UNFINISHED)
    return tuple(folder / name for name in files)


def unlike(folder: Path, listed: Mapping[str, str]) -> list[str]:
    """What in a folder is not of the run whose record lists these files and hashes: one clause a kind, or none."""
    there = {name: _hash(folder, name) for name in listed}
    missing = [name for name in listed if not there[name]]
    altered = [name for name, written in listed.items() if there[name] and there[name] != written]
    places = [*KNOWN, *(f"{f}/{path.name}" for f in FOLDERS for path in sorted((folder / f).glob("*")))]
    others = [name for name in places if name not in listed and _hash(folder, name)]
    kinds = (("missing", missing), ("altered since", altered), ("not of this run", others))
    return [f"{what}: {', '.join(names)}" for what, names in kinds if names]


def _staged(folder: Path, files: Mapping[str, str | bytes], earlier: Mapping[str, set[str]]) -> Path:
    """Write all files and the list into the hidden folder; if that fails, leave of it what there was before."""
    hidden, there = folder / UNFINISHED, (folder / UNFINISHED / LIST).is_file()
    try:
        shutil.rmtree(hidden / "new", ignore_errors=True)
        for name, content in files.items():
            (hidden / "new" / name).parent.mkdir(parents=True, exist_ok=True)
            put(hidden / "new" / name, content)
        mine = {name: {sha256_of(content)} for name, content in files.items() if name != RECORD}
        known = {name: sorted(earlier.get(name, set()) | mine.get(name, set())) for name in {**earlier, **mine}}
        put(hidden / "next.json", to_json(known))
        (hidden / "next.json").replace(hidden / LIST)
        _sync(hidden)
    except BaseException:
        shutil.rmtree(hidden / "new" if there else hidden, ignore_errors=True)
        raise
    return hidden / "new"


def _earlier(folder: Path) -> dict[str, set[str]]:
    """The files of earlier runs, with the hashes they were written with: of the record, and of a run that was cut
    short. What cannot be read lists nothing."""
    known: dict[str, set[str]] = {}
    record, listed = _read(folder / RECORD), _read(folder / UNFINISHED / LIST)
    files = record.get("files")
    for found in (files if isinstance(files, dict) else {}, listed):
        for name, hashes in found.items():
            known.setdefault(name, set()).update(map(str, hashes if isinstance(hashes, list) else [hashes]))
    return {name: hashes for name, hashes in known.items() if _inside(folder, name)}


def _read(path: Path) -> dict[str, Any]:
    try:
        data = json.loads(path.read_bytes()) if path.is_file() else {}
    except (OSError, ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}


def _inside(folder: Path, name: str) -> bool:
    """Whether a name that a record gives is that of a file in the folder, whatever links there are."""
    parts = PurePosixPath(name).parts
    if not parts or ".." in parts or name.startswith("/") or "\\" in name or ":" in name or "\0" in name:
        return False
    return (folder / name).parent.resolve().is_relative_to(folder.resolve())


def _hash(folder: Path, name: str) -> str:
    """The hash of a file in the folder; nothing where there is no such file, or none that can be read."""
    path = folder / name
    with suppress(OSError, ValueError):
        if _inside(folder, name) and path.is_file() and not path.is_symlink():
            return sha256_of(path.read_bytes())
    return ""


def _delete(folder: Path, name: str, hashes: set[str]) -> None:
    """Delete a file that is still what a run wrote, and its folder if nothing is left in it."""
    path = folder / name
    if _hash(folder, name) not in hashes:
        return
    path.unlink()
    if path.parent != folder:
        with suppress(OSError):  # something of somebody's own is in it
            path.parent.rmdir()


def _sync(folder: Path) -> None:
    """Bring moves and deletions in a folder down to the disk, where the system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
