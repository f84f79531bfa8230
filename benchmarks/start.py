"""How long the first steps take: importing the package, asking for help, printing the brief, running the tests."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.machine import machine
from benchmarks.readme import table

REPEATS = 7


def cpu_seconds(code: str) -> float:
    """Best CPU time of a fresh interpreter that runs `code`, less that of one that runs nothing."""
    return min(_cpu(code) for _ in range(REPEATS)) - min(_cpu("pass") for _ in range(REPEATS))


def _cpu(code: str) -> float:
    before = os.times()
    subprocess.run([sys.executable, "-c", code], check=True)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def wall_seconds(*arguments: str, cwd: Path | None = None) -> float:
    """Wall time of one run of a command."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-m", *arguments], check=True, cwd=cwd, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def rows() -> list[tuple[str, str, str]]:
    """What was measured, the figure, and the figure to reach."""
    numpy_pydantic = cpu_seconds("import numpy, pydantic")
    package = cpu_seconds("import mloss_econ")
    kernel = cpu_seconds("import mloss_econ as me; me.simulate, me.baseline, me.claim")
    names = min(wall_seconds("mloss_econ", "--help") for _ in range(3))
    with tempfile.TemporaryDirectory() as folder:
        brief = wall_seconds("mloss_econ", "brief", "--out", folder)
    tests = wall_seconds("pytest", "-q", "-p", "no:cacheprovider", cwd=Path(__file__).parent.parent)
    return [
        ("`import numpy, pydantic`, CPU", f"{numpy_pydantic:.2f} s", ""),
        ("`import mloss_econ`, CPU", f"{package:.2f} s, {package / numpy_pydantic:.2f} times", "at most 1.5 times"),
        ("the same with engine, store and claims", f"{kernel:.2f} s, {kernel / numpy_pydantic:.2f} times", ""),
        ("`mloss-econ --help`, wall", f"{names:.2f} s", "below 0.4 s"),
        ("`mloss-econ brief`, wall", f"{brief:.1f} s", "below 15 s"),
        ("`pytest`, wall", f"{tests:.0f} s", "below 90 s"),
    ]


def report() -> str:
    """The machine and the table."""
    made = table(["first steps", "measured", "to reach"], rows())
    return f"{machine('numpy', 'scipy', 'pydantic')}\n\n{made}"
