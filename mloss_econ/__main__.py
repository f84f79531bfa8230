"""`mloss-econ` and `python -m mloss_econ`."""

from __future__ import annotations

import sys
import threading

from mloss_econ.memory import keep_freed_memory

NEEDED = "typer"


def main() -> None:
    """Run the command line, or say what to install."""
    try:
        from mloss_econ.cli import app
        from mloss_econ.cli.edge import answer_interrupts, leave
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
