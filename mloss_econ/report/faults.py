"""Everything that is wrong with an assumptions file, at once: file, line, path, problem, fix."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from mloss_econ.base.tomllines import line_of as line_of
from mloss_econ.errors import InputError, SeedError
from mloss_econ.evidence import Store

SINGLE = ("value", "dist", "unit", "price_year", "grade", "weak", "confirmed", "why", "from")
MOST = 20  # faults that are worked out and shown


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong, and what to do. `line` is 0 where there is no file."""

    file: str
    line: int
    path: str
    problem: str
    fix: str = ""

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}  " if self.line else f"{self.file}: " if self.file else ""
        return f"{where}{self.path}: {self.problem} {self.fix}".rstrip()


class FaultsError(InputError):
    """All that is wrong with a file."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        shown = [str(fault) for fault in faults[:MOST]]
        count = f"{len(faults)} problem{'s' if len(faults) > 1 else ''}. Nothing was computed."
        if len(faults) > MOST:
            count = f"More than {MOST} problems; these are the first. Nothing was computed."
        super().__init__("\n".join([*shown, count]))


def faults_of_belief(store: Store, name: str, keys: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], str, str]]:
    """What is wrong with one belief: (path below it, problem, fix) of each fault.

    Keys are tried one by one as well as together, so that one fault does not hide another.
    """
    whole = _fault(store, name, keys)
    if whole is None:
        return
    if name not in store.beliefs:
        yield (), *whole[1:]
        return
    seen = {whole[0]: whole}
    rest = dict(keys)
    for _ in range(len(SINGLE)):
        last = list(seen.values())[-1]
        key = last[0][0] if last[0] else ""
        if key not in rest:
            break
        for gone in ("unit", "price_year") if key == "unit" else (key,):  # a price year belongs to its unit
            rest.pop(gone, None)
        if not rest:
            break
        again = _fault(store, name, rest)
        if again is None or again[0] in seen:
            break
        seen[again[0]] = again
    yield from seen.values()


def _fault(store: Store, name: str, keys: Mapping[str, Any]) -> tuple[tuple[str, ...], str, str] | None:
    try:
        store.changed({name: keys}, "this file")
    except SeedError as error:
        below = error.path.removeprefix("beliefs.").removeprefix(name).strip(".")
        return (tuple(below.split(".")) if below else (), error.problem, error.fix)
    except InputError as error:
        return ((), str(error), "")
    return None
