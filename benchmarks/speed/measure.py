"""Measurements in fresh processes, taken in turn so that a busy spell of the machine meets everyone alike."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.speed.figures import check

ROOT = Path(__file__).parent.parent.parent


@dataclass(frozen=True)
class Job:
    """`run(**arguments)` of a module, `warm` more calls in the same process, and the package that it needs."""

    module: str
    arguments: Mapping[str, Any] = field(default_factory=dict)
    warm: int = 0
    needs: str = "numpy"
    checked: bool = True
    """Whether it returns the figures of W1, to be checked."""


@dataclass(frozen=True)
class Measured:
    """Medians over the repeats: seconds of the first call, of a warm one, of what came before; peak memory in
    megabytes. And what each repeat returned."""

    seconds: float
    warm: float
    start: float
    peak: float
    results: list[Any]


Outcome = Measured | str  # a string says why there is no measurement


def say(text: str) -> None:
    """Progress."""
    print(text, file=sys.stderr, flush=True)


def installed(package: str) -> bool:
    """Whether a package can be imported."""
    return find_spec(package) is not None


def once(name: str, job: Job) -> dict[str, Any]:
    """One measurement, checked. Raises CalledProcessError or ValueError if it fails."""
    arguments = [job.module, json.dumps(dict(job.arguments)), str(job.warm)]
    command = [sys.executable, "-m", "benchmarks.speed.child", *arguments]
    output = subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.PIPE, text=True).stdout
    measured: dict[str, Any] = json.loads(output.splitlines()[-1])
    say(f"  {name}: {measured['seconds']:.3g} s, {measured['peak']:.0f} MB")
    if job.checked:
        check(name, job.arguments["n"], measured["result"])
    return measured


def in_turn(jobs: Mapping[str, Job], repeats: int) -> dict[str, Outcome]:
    """Every job once, then every job again, ...; medians. What is not installed or fails says so."""
    taken: dict[str, list[dict[str, Any]]] = {name: [] for name in jobs}
    failed = {name: f"{job.needs} is not installed" for name, job in jobs.items() if not installed(job.needs)}
    for _ in range(repeats):
        for name, job in jobs.items():
            if name in failed:
                continue
            try:
                taken[name].append(once(name, job))
            except (subprocess.CalledProcessError, ValueError) as error:
                say(f"  {name}: {error}")
                failed[name] = "wrong figures" if isinstance(error, ValueError) else "failed"
    return {name: failed.get(name) or _medians(taken[name]) for name in jobs}


def _medians(taken: list[dict[str, Any]]) -> Measured:
    return Measured(
        median(m["seconds"] for m in taken),
        median(s for m in taken for s in (m["warm"] or [m["seconds"]])),
        median(m["start"] for m in taken),
        median(m["peak"] for m in taken),
        [m["result"] for m in taken],
    )
