"""Runs the pages of the documentation: every block of code, every command, every number that stands under one.

    ```python          run, one after the other, in one namespace and an empty folder
    ```sh              each line that begins with mloss-econ is run
    ```toml            written to the file that its first line names (# mine.toml); ```csv likewise, without that line
    ```text            right after one of them: what it printed; a line with nothing but … stands for any lines

With MLOSS_ECON_ACCEPT=1 the texts are written anew instead of compared (those with … are left).
"""

from __future__ import annotations

import contextlib
import io
import re
import shlex
import sys
import types
from pathlib import Path

from typer.testing import CliRunner

from mloss_econ.cli import app

BLOCK = re.compile(r"^```(python|sh|toml|csv|text)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ANY = "…"


def run_page(text: str, name: str, folder: Path) -> str:
    """Run a page in a folder that is the current one; the page with its texts as they came out."""
    module = types.ModuleType("page")  # where the classes of a page say that they live
    sys.modules["page"] = module
    printed: str | None = None
    parts: list[str] = []
    end = 0
    for found in BLOCK.finditer(text):
        kind, body = found.group(1), found.group(2)
        parts.append(text[end : found.start()])
        end = found.end()
        if kind == "text" and printed is not None:
            kept = body if any(line.strip() == ANY for line in body.splitlines()) else printed
            if kept is body:
                _check_parts(body, printed, name)
            parts.append(f"```text\n{kept.rstrip()}\n```")
            printed = None
            continue
        parts.append(found.group(0))
        if kind == "python":
            stream = io.StringIO()
            with contextlib.redirect_stdout(stream):
                exec(compile(body, f"{name}: {body.splitlines()[0]}", "exec"), module.__dict__)
            printed = stream.getvalue()
        elif kind == "sh":
            printed = "".join(_command(line, name) for line in body.splitlines() if line.startswith("mloss-econ "))
        elif kind in ("toml", "csv"):
            first, rest = body.split("\n", 1)
            file = first.removeprefix("# ").strip()
            assert file.endswith(f".{kind}"), f"{name}: the first line of a {kind} block names its file"
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            (folder / file).write_text(rest if kind == "csv" else body, encoding="utf-8")
            printed = None
        else:
            printed = None
    return "".join([*parts, text[end:]])


def _command(line: str, name: str) -> str:
    done = CliRunner().invoke(app, shlex.split(line, comments=True)[1:])
    assert done.exit_code == 0, (name, line, done.output)
    return done.stdout


def _check_parts(body: str, printed: str, name: str) -> None:
    """Between the … each part stands in the output, one after the other."""
    at = 0
    for part in re.split(rf"^\s*{ANY}\s*$\n?", body, flags=re.MULTILINE):
        place = printed.find(part.strip("\n"), at)
        assert place >= 0, f"{name}: this is not what came out (set MLOSS_ECON_ACCEPT=1 to see):\n{part}\n--\n{printed}"
        at = place + len(part.strip("\n"))
