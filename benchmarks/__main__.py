"""`python -m benchmarks` measures, prints the table, and writes it into benchmarks/README.md."""

from __future__ import annotations

import datetime
import os
import platform
from importlib.metadata import version
from pathlib import Path

from benchmarks import start

README = Path(__file__).parent / "README.md"
MARK = "<!-- figures -->"


def machine() -> str:
    """Processor, cores, Python and the libraries that matter."""
    name = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        name = next((x.split(":")[1].strip() for x in info.read_text().splitlines() if "model name" in x), name)
    libraries = ", ".join(f"{p} {version(p)}" for p in ("numpy", "scipy", "pydantic"))
    return f"{name}, {os.cpu_count()} cores, Python {platform.python_version()}, {libraries}"


def main() -> None:
    """Measure and write."""
    table = ["| first steps | measured | to reach |", "|---|---|---|"]
    table += [f"| {what} | {figure} | {goal} |" for what, figure, goal in start.rows()]
    text = "\n".join([f"{datetime.date.today():%d %B %Y}; {machine()}.", "", *table])
    print(text)
    before = README.read_text().split(MARK)[0]
    README.write_text(f"{before}{MARK}\n\n{text}\n")


if __name__ == "__main__":
    main()
