"""The claims in a process of their own, alongside the rest of a report: they are half of its work.

A plain child process, not a pool: it needs no guard in the script that makes the report, and takes nothing from it but
the assumptions. The numbers are those of the same work done here. Assumptions go in by stdin, findings come back by
stdout, both pickled.

The child is started as this process was, with its options and its filters of warnings, and looks for modules where this
process does, but never in the current folder. Its stdin stays open as long as this process wants the result: when it
closes, whatever ended this process, the child ends too. Where no Python can be started the work is done here.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import tempfile
import threading
import warnings
from contextlib import suppress
from pathlib import Path
from typing import Any

from mloss_econ.base.memory import keep_freed_memory
from mloss_econ.errors import RunError
from mloss_econ.report.assumptions import Assumptions
from mloss_econ.report.findings.claims import CLAIMS, ClaimFinding, claim_finding

FEWEST_CORES = 2
SIZE = 8  # bytes that say how long the assumptions are
READY = b"mloss_econ is at work\n"
ROOT = str(Path(__file__).resolve().parents[3])
PYTHONS = ("python", "pypy")  # in the name of a program that is one


def all_claims(assumptions: Assumptions) -> tuple[ClaimFinding, ...]:
    """Every claim of the register, here."""
    return tuple(claim_finding(assumptions, claim) for claim in CLAIMS)


def command() -> list[str]:
    """How the child is started: as this process was, but without the current folder among its modules."""
    flags = {"-E": sys.flags.ignore_environment, "-s": sys.flags.no_user_site, "-S": sys.flags.no_site}
    flags |= {"-O": sys.flags.optimize > 0, "-OO": sys.flags.optimize > 1, "-B": sys.dont_write_bytecode}
    options = [f"-W{option}" for option in sys.warnoptions]
    for name, value in sys._xoptions.items():
        options += ["-X", name if value is True else f"{name}={value}"]
    first = f"import sys; sys.path.insert(0, {ROOT!r}); import mloss_econ; sys.path[:] = {places()!r}"
    given = [flag for flag, set_ in flags.items() if set_]
    return [sys.executable, "-P", *given, *options, "-c", f"{first}; from {__name__} import work; work()"]


def places() -> list[str]:
    """Where this process looks for modules, without the current folder."""
    try:
        here = os.path.realpath(Path.cwd())
    except OSError:  # it was deleted
        here = ""
    return [place for place in sys.path if isinstance(place, str) and place and os.path.realpath(place) != here]


def is_python(program: str) -> bool:
    """Whether a program is a Python, not another one that has a Python inside."""
    return any(name in Path(program).name.lower() for name in PYTHONS) and not getattr(sys, "frozen", False)


def plain_filters() -> list[Any]:
    """The filters of warnings of this process, as far as any process has their kinds of warning."""
    return [found for found in warnings.filters if found[2].__module__ in ("builtins", "warnings")]


class Apart:
    """The claims under way in another process; in this one where there is one core alone, no Python to start, or no
    process to be had."""

    def __init__(self, assumptions: Assumptions) -> None:
        self.assumptions = assumptions
        self.process: subprocess.Popen[bytes] | None = None
        if (os.cpu_count() or 1) >= FEWEST_CORES and is_python(sys.executable or ""):
            # now: other threads will remember things in what it holds
            self.given = pickle.dumps((assumptions, plain_filters()))
            self.said = tempfile.TemporaryFile()  # noqa: SIM115  # closed by `stop`
            try:
                pipe = subprocess.PIPE
                self.process = subprocess.Popen(command(), stdin=pipe, stdout=pipe, stderr=self.said)
            except OSError:  # no further process to be had
                self.said.close()

    def wait(self) -> tuple[ClaimFinding, ...]:
        """The findings. Raises the error that the work came to, RunError if the process ended without a result."""
        if self.process is None:
            return all_claims(self.assumptions)
        try:
            found = self._asked(self.process)
        finally:
            self.stop()
        if isinstance(found, BaseException):
            raise found
        claims: tuple[ClaimFinding, ...] = found
        return claims

    def _asked(self, process: subprocess.Popen[bytes]) -> Any:
        assert process.stdin is not None
        assert process.stdout is not None
        given = self.given
        with suppress(BrokenPipeError):  # it has ended: its exit code says so
            process.stdin.write(len(given).to_bytes(SIZE, "big") + given)
            process.stdin.flush()
        answer = process.stdout.read()
        code, (_, ready, made) = process.wait(), answer.partition(READY)
        if not ready:  # it never came to work: no Python of ours
            return all_claims(self.assumptions)
        if code:
            self.said.seek(0)
            last = self.said.read().decode(errors="replace").strip().splitlines()[-1:] or [f"exit code {code}"]
            raise RunError(f"the process that computes the claims ended early: {last[0]}")
        return pickle.loads(made)

    def stop(self) -> None:
        """End the work, if it is still under way."""
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        for stream in (self.process.stdin, self.process.stdout, self.said):
            if stream is not None:
                with suppress(OSError):  # what the child never read
                    stream.close()


def work() -> None:
    """What the child does: an error of ours goes back as it is."""
    from mloss_econ.errors import MlossEconError

    out, sys.stdout = sys.stdout.buffer, sys.stderr  # what anything prints is no answer
    out.write(READY)
    out.flush()
    keep_freed_memory()
    given = sys.stdin.buffer.read(int.from_bytes(sys.stdin.buffer.read(SIZE), "big"))
    threading.Thread(target=_end_with_parent, daemon=True).start()
    made: object
    try:
        assumptions, filters = pickle.loads(given)
        warnings.resetwarnings()
        warnings.filters.extend(filters)  # type: ignore[attr-defined]  # a list, whatever its type says
        made = all_claims(assumptions)
    except MlossEconError as error:
        made = error
    out.write(pickle.dumps(made))
    out.flush()


def _end_with_parent() -> None:
    """Wait until nobody holds the other end of stdin. Not by `sys.stdin`, whose lock would be held at the end."""
    os.read(sys.stdin.fileno(), 1)
    os._exit(1)
