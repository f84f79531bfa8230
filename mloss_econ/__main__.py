"""`mloss-econ` and `python -m mloss_econ`."""

from __future__ import annotations

import sys

from mloss_econ.memory import keep_freed_memory

NEEDED = "typer"


def main() -> None:
    """Run the command line, or say what to install."""
    try:
        from mloss_econ.cli import app
    except ModuleNotFoundError as error:
        if (error.name or "").split(".")[0] != NEEDED:
            raise
        print("mloss-econ: typer is not installed. Run: pip install 'mloss-econ[report]'", file=sys.stderr)
        raise SystemExit(2) from None
    keep_freed_memory()
    app(prog_name="mloss-econ")


if __name__ == "__main__":
    main()
