"""The claims in a process of their own, beside the rest of a report: they are half of its work.

A plain child process, not a pool: it needs no guard in the script that makes the report, and takes nothing from it but
the assumptions. The numbers are those of the same work done here. Assumptions go in by stdin, findings come back by
stdout, both pickled.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from pathlib import Path

from mloss_econ.errors import RunError
from mloss_econ.report.assumptions import Assumptions
from mloss_econ.report.findings.claims import CLAIMS, ClaimFinding, claim_finding

FEWEST_CORES = 2


def all_claims(assumptions: Assumptions) -> tuple[ClaimFinding, ...]:
    """Every claim of the register, here."""
    return tuple(claim_finding(assumptions, claim) for claim in CLAIMS)


class Beside:
    """The claims under way in another process; in this one where there is one core alone."""

    def __init__(self, assumptions: Assumptions) -> None:
        self.assumptions = assumptions
        self.process: subprocess.Popen[bytes] | None = None
        if (os.cpu_count() or 1) >= FEWEST_CORES:
            root = Path(__file__).resolve().parents[3]
            paths = os.pathsep.join(filter(None, [str(root), os.environ.get("PYTHONPATH", "")]))
            self.process = subprocess.Popen(
                [sys.executable, "-c", f"from {__name__} import work; work()"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env={**os.environ, "PYTHONPATH": paths},
            )

    def wait(self) -> tuple[ClaimFinding, ...]:
        """The findings. Raises the error that the work came to, RunError if the process ended without a result."""
        if self.process is None:
            return all_claims(self.assumptions)
        answer, said = self.process.communicate(pickle.dumps(self.assumptions))
        if self.process.returncode:
            last = said.decode(errors="replace").strip().splitlines()[-1:] or [f"exit code {self.process.returncode}"]
            raise RunError(f"the process that computes the claims ended early: {last[0]}")
        found = pickle.loads(answer)
        if isinstance(found, BaseException):
            raise found
        claims: tuple[ClaimFinding, ...] = found
        return claims

    def stop(self) -> None:
        """End the work, if it is still under way."""
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            if stream is not None and not stream.closed:
                stream.close()


def work() -> None:
    """What the child does: an error of ours goes back as it is."""
    from mloss_econ.errors import MlossEconError

    made: object
    try:
        made = all_claims(pickle.loads(sys.stdin.buffer.read()))
    except MlossEconError as error:
        made = error
    sys.stdout.buffer.write(pickle.dumps(made))
