"""What was measured on: processor, cores, Python, versions of the packages."""

from __future__ import annotations

import datetime
import os
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path


def machine(*packages: str) -> str:
    """The date and the machine in one line, with the versions of those packages that are installed."""
    name = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        name = next((x.split(":")[1].strip() for x in info.read_text().splitlines() if "model name" in x), name)
    parts = [name, f"{os.cpu_count()} cores", f"Python {platform.python_version()}"]
    parts += [f"{package} {found}" for package in packages if (found := _version(package))]
    return f"{datetime.date.today():%d %B %Y}; {', '.join(parts)}."


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
