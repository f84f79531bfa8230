"""`mloss-econ` and `python -m mloss_econ`.

With `-m` Python puts the current folder first among the places where it looks for modules. It is taken out again before
anything else is imported: a reader's own `numbers.py` or `json.py` is not to be run.
"""

from __future__ import annotations

import os
import sys

if __name__ == "__main__":
    try:
        if sys.path[0] == os.getcwd():  # noqa: PTH109  # pathlib would be looked for there too
            del sys.path[0]
    except OSError:  # the folder was deleted
        pass

import threading

from mloss_econ.base.memory import keep_freed_memory

NEEDED = "typer"


def main() -> None:
    """Run the command line, or say what to install."""
    try:
        from mloss_econ.cli import answer_interrupts, app, leave
    except ModuleNotFoundError as error:
        if (error.name or "").split(".")[0] != NEEDED:
            raise
        print("mloss-econ: typer is not installed. Run: pip install 'mloss-econ[report]'", file=sys.stderr)
        raise SystemExit(2) from None
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    answer_interrupts()
    keep_freed_memory()
    try:
        app(prog_name="mloss-econ")
    except SystemExit as end:
        if isinstance(end.code, int) and end.code and threading.active_count() > 1:
            leave(end.code)  # work that goes on in threads is for nothing
        raise


if __name__ == "__main__":
    main()
