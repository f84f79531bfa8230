"""Who computed some rows: the version of the library, its code and seeds, the calculator's own code, the machine.

A worker in another process signs what it sends back. Rows of another version, or of one formula changed, are refused;
of machines of several kinds a run says so.
"""

from __future__ import annotations

import hashlib
import os
import platform
import sys
import sysconfig
import time
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from mloss_econ.errors import RunError
from mloss_econ.evidence import default_folder
from mloss_econ.kernel import Calculator

LOADED = time.time()
PACKAGE = Path(__file__).resolve().parents[1]
SHOWN = 8  # characters of a digest
CHANGED = "changed: "
REFUSED = (
    "Its rows were refused, because all rows of a run must come from one version. Install the same version and seeds "
    "for every worker, and start the workers and this process again."
)


@dataclass(frozen=True)
class Origin:
    """The version of the library, a digest of its code and seeds, one of the calculator's own code, and where."""

    version: str
    library: str
    calculator: str
    machine: str
    host: str

    def check(self, theirs: Origin | None) -> None:
        """Raise RunError that says what differs, for rows that were computed with anything else."""
        if theirs is None:
            raise RunError(f"a worker does not state its version of mloss_econ, so it has an older one. {REFUSED}")
        for what, mine, other in (
            ("another mloss_econ", self.version, theirs.version),
            ("other code or seeds of mloss_econ", self.library, theirs.library),
            ("other code of the calculator", self.calculator, theirs.calculator),
        ):
            if mine != other or mine.startswith(CHANGED):
                raise RunError(
                    f"the worker on {theirs.host} has {what} ({_short(other)}; here: {_short(mine)}). {REFUSED}"
                )


def _short(digest: str) -> str:
    return digest if digest.startswith(CHANGED) else digest[:SHOWN]


def origin_of(calculator: Calculator[Any, Any]) -> Origin:
    """What this process computes a calculator with."""
    version: str = sys.modules["mloss_econ"].__version__  # of what is loaded, not of what was installed
    return Origin(version, library_digest(), _own_digest(calculator), machine(), platform.node())


@lru_cache(maxsize=1)
def machine() -> str:
    """The kind of this machine, as far as it decides the last bits: processor, instructions, numerical libraries.

    Two machines of one kind give the same bits; of two kinds, draws agree to 1e-12 and figures to 1e-9.
    """
    from importlib.metadata import version

    libraries = ", ".join(f"{name} {version(name)}" for name in ("numpy", "scipy"))
    libc = " ".join(filter(None, platform.libc_ver())) or platform.system()
    return f"{processor()}, {libraries}, {libc}"


def processor() -> str:
    """The family of the processor, and the widest instructions that NumPy found."""
    found: Any = np.show_config(mode="dicts")
    return " ".join([platform.machine(), *found.get("SIMD Extensions", {}).get("found", [])[-1:]])


def of_machines(kinds: tuple[str, ...]) -> tuple[str, ...]:
    """What a run says of the machines that took part, if they or this one are of several kinds."""
    several = sorted({*kinds, machine()}) if kinds else []
    if len(several) < 2:
        return ()
    return (
        f"Machines of {len(several)} kinds took part ({'; '.join(several)}): figures agree to 1e-9 with those of one "
        "kind alone, not to the last bit.",
    )


@lru_cache(maxsize=1)
def library_digest() -> str:
    """A digest of every file of code and of seeds that the library has here; words, if one of them is newer than this
    process, which then computes with something else than what is there."""
    seeds = default_folder()
    files = [(f"code/{p.relative_to(PACKAGE).as_posix()}", p) for p in PACKAGE.rglob("*.py")]
    files += [(f"code/{p.relative_to(PACKAGE).as_posix()}", p) for p in PACKAGE.glob("uncertainty/*.csv")]
    files += [
        (f"seeds/{p.relative_to(seeds).as_posix()}", p) for p in seeds.rglob("*") if p.suffix in (".toml", ".csv")
    ]
    for name, path in files:
        if max(path.stat().st_mtime, path.stat().st_ctime) > LOADED:
            return f"{CHANGED}{name} is newer than process {os.getpid()} on {platform.node()}"
    return _digest(sorted(pair for pair in files if not pair[0].startswith("code/_seeds/")))


@lru_cache(maxsize=256)
def _own_digest(calculator: Calculator[Any, Any]) -> str:
    """A digest of the modules of a calculator outside the library, and of those of the same making that they use."""
    seen: dict[str, Path] = {}
    waiting = [_module(part) for part in calculator.parts]
    while waiting:
        module = waiting.pop()
        file = _file(module)
        if module is None or file is None or module.__name__ in seen:
            continue
        seen[module.__name__] = file
        for value in list(vars(module).values()):
            home = getattr(value, "__module__", None)
            waiting.append(value if isinstance(value, ModuleType) else sys.modules.get(home or ""))
    return _digest(sorted((path.name, path) for path in seen.values()))


def _module(calculator: Calculator[Any, Any]) -> ModuleType | None:
    return sys.modules.get(calculator.function.__module__)


LIBRARIES = {Path(sysconfig.get_path(name)).resolve() for name in ("stdlib", "platstdlib", "purelib", "platlib")}


def _file(module: ModuleType | None) -> Path | None:
    """The source of a module, unless it is this library's or an installed one."""
    name = getattr(module, "__file__", None)
    if not name or not name.endswith(".py"):
        return None
    path = Path(name).resolve()
    return None if {PACKAGE, *LIBRARIES} & set(path.parents) else path


def _digest(files: list[tuple[str, Path]]) -> str:
    made = hashlib.sha256()
    for name, path in files:
        made.update(f"{name}\0".encode() + path.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return made.hexdigest()
