"""The claims in a process of their own, beside the rest of a report: they are half of its work.

A plain child process, not a pool: it needs no guard in the script that makes the report, and takes nothing from it but
the assumptions. The numbers are those of the same work done here. Assumptions go in by stdin, findings come back by
stdout, both pickled.

The child looks for modules where this process finds the library, never in the current folder. Its stdin stays open as
long as this process wants the result: when it closes, whatever ended this process, the child ends too.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

from mloss_econ.errors import RunError
from mloss_econ.memory import keep_freed_memory
from mloss_econ.report.assumptions import Assumptions
from mloss_econ.report.findings.claims import CLAIMS, ClaimFinding, claim_finding

FEWEST_CORES = 2
SIZE = 8  # bytes that say how long the assumptions are
ROOT = str(Path(__file__).resolve().parents[3])
CODE = f"import sys; {ROOT!r} in sys.path or sys.path.insert(0, {ROOT!r}); from {__name__} import work; work()"


def all_claims(assumptions: Assumptions) -> tuple[ClaimFinding, ...]:
    """Every claim of the register, here."""
    return tuple(claim_finding(assumptions, claim) for claim in CLAIMS)


def command() -> list[str]:
    """How the child is started: as this process was, but without the current folder among its modules."""
    flags = {"-E": sys.flags.ignore_environment, "-s": sys.flags.no_user_site, "-S": sys.flags.no_site}
    flags |= {"-O": sys.flags.optimize > 0, "-OO": sys.flags.optimize > 1}
    warned = [f"-W{option}" for option in sys.warnoptions]
    return [sys.executable, "-P", *(flag for flag, given in flags.items() if given), *warned, "-c", CODE]


class Beside:
    """The claims under way in another process; in this one where there is one core alone, no Python to start, or no
    process to be had."""

    def __init__(self, assumptions: Assumptions) -> None:
        self.assumptions = assumptions
        self.process: subprocess.Popen[bytes] | None = None
        if (os.cpu_count() or 1) >= FEWEST_CORES and sys.executable and not getattr(sys, "frozen", False):
            self.given = pickle.dumps(assumptions)  # now: other threads will remember things in what it holds
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
        if code := process.wait():
            self.said.seek(0)
            last = self.said.read().decode(errors="replace").strip().splitlines()[-1:] or [f"exit code {code}"]
            raise RunError(f"the process that computes the claims ended early: {last[0]}")
        return pickle.loads(answer)

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

    keep_freed_memory()
    given = sys.stdin.buffer.read(int.from_bytes(sys.stdin.buffer.read(SIZE), "big"))
    threading.Thread(target=_end_with_parent, daemon=True).start()
    made: object
    try:
        made = all_claims(pickle.loads(given))
    except MlossEconError as error:
        made = error
    sys.stdout.buffer.write(pickle.dumps(made))
    sys.stdout.flush()


def _end_with_parent() -> None:
    """Wait until nobody holds the other end of stdin. Not by `sys.stdin`, whose lock would be held at the end."""
    os.read(sys.stdin.fileno(), 1)
    os._exit(1)
