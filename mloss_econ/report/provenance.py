"""What a report was made with: versions, platform, command line, time."""

from __future__ import annotations

import os
import platform
import re
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from shlex import join

import mloss_econ
from mloss_econ.engine import processor
from mloss_econ.errors import InputError, quoted
from mloss_econ.report.assumptions import Assumptions

PACKAGES = ("numpy", "scipy", "pydantic")


@dataclass(frozen=True)
class Provenance:
    """A record of one run; `items` puts it in words."""

    package: str
    python: str
    packages: dict[str, str]
    platform: str
    processor: str
    command: str
    assumptions_file: str
    seed: int
    design: str
    n: int
    prices: str
    time: str

    def items(self) -> list[tuple[str, str]]:
        """What a reader needs to repeat the run."""
        rows = [
            ("Command", self.command),
            ("Assumptions", self.assumptions_file or "the adopted beliefs"),
            ("Draws", f"n = {self.n:,}, design {self.design}, seed {self.seed}"),
            ("Prices", self.prices),
            ("mloss_econ", self.package),
            ("Python", f"{self.python}, " + ", ".join(f"{k} {v}" for k, v in self.packages.items())),
            ("Platform", f"{self.platform}, processor {self.processor}"),
            ("Computed", self.time),
        ]
        return rows


def provenance(assumptions: Assumptions, design: str, command: Sequence[str]) -> Provenance:
    """The record of this process. The time is that of SOURCE_DATE_EPOCH where it is set."""
    return Provenance(
        package=mloss_econ.__version__,
        python=platform.python_version(),
        packages={name: version(name) for name in PACKAGES},
        platform=f"{platform.system()} {platform.machine()} ({sys.byteorder}-endian)",
        processor=processor(),
        command=join(command),
        assumptions_file=_file(assumptions),
        seed=assumptions.seed,
        design=design,
        n=assumptions.n,
        prices=str(assumptions.prices),
        time=_now(),
    )


def _file(assumptions: Assumptions) -> str:
    """The file of assumptions, and the folders of further seeds."""
    seeds = f"the seeds of {', '.join(assumptions.seeds)}" if assumptions.seeds else ""
    return ", with ".join(filter(None, [assumptions.file or (seeds and "the adopted beliefs"), seeds]))


def _now() -> str:
    given = os.environ.get("SOURCE_DATE_EPOCH")
    if given is None:
        return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    if not re.fullmatch("[0-9]{1,11}", given):
        raise InputError(f"SOURCE_DATE_EPOCH = {quoted(given)} is not a number of seconds. Unset it or give one.")
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(int(given)))
