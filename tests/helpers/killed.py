"""Write a run into a folder and be killed at the k-th move or deletion; one fork for each k, until none is left.

    python killed.py FOLDER        FOLDER gets a folder 0, 1, 2, … for each k

Before it every folder holds the run "one" and files of the reader's own; the run that is killed is "two".
"""

import json
import os
import shutil
import signal
import sys
from pathlib import Path
from typing import Any

from mloss_econ.base.files import sha256_of
from mloss_econ.report.folder import write_run

OWN = {"notes.txt": "mine", "tables/mine.csv": "mine", "figures/mine.svg": "mine"}
NAMES = {
    "one": ["brief.html", "results.json", "brief.xlsx", "figures/a.svg", "tables/a.md"],
    "two": ["brief.html", "results.json", "results.csv", "figures/b.svg"],
    "three": ["brief.html", "tables/a.md"],
}


def files_of(run: str) -> dict[str, str | bytes]:
    """The files of a run, each with its name and that of the run inside."""
    made: dict[str, str | bytes] = {name: f"{run} {name}" for name in NAMES[run]}
    return {**made, "run.json": json.dumps({"run": run, "files": {n: sha256_of(c) for n, c in made.items()}})}


def killed_at(k: int, folder: Path) -> bool:
    """Whether the run "two" was killed at its k-th move, deletion or new folder."""
    child = os.fork()
    if not child:
        left = [k]
        for name in ("replace", "unlink", "rmdir", "mkdir", "remove"):
            setattr(os, name, counted(getattr(os, name), left))
        write_run(folder, files_of("two"))
        os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def counted(act: Any, left: list[int]) -> Any:
    """The same act, but a kill in its place once `left` is used up."""

    def acting(*arguments: Any, **named: Any) -> Any:
        if not left[0]:
            os.kill(os.getpid(), signal.SIGKILL)
        left[0] -= 1
        return act(*arguments, **named)

    return acting


def main(place: Path) -> None:
    """All of them; a kill loses nothing that was handed to the system, so nothing need be flushed."""
    os.fsync = lambda handle: None
    for k in range(1000):
        folder = place / str(k)
        write_run(folder, files_of("one"))
        for name, content in OWN.items():
            (folder / name).write_text(content)
        if not killed_at(k, folder):
            shutil.rmtree(folder)
            return


if __name__ == "__main__":
    main(Path(sys.argv[1]))
