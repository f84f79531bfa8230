"""What is no fault in a file of assumptions, and may still be a slip: `20.000` is the number 20."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from mloss_econ.base.textfiles import read_text
from mloss_econ.base.tomllines import line_of
from mloss_econ.errors import SeedError
from mloss_econ.report.assumptions import Assumptions

POINT = re.compile(r"(?<![\w.])[1-9]\d{0,2}\.\d{3}(?![\w.])")
FINE = ("share", "ratio", "log", "year", "month", "week", "hour", "second", "person-month", "kW", "kWh")  # has decimals


def remarks(assumptions: Assumptions, pairs: tuple[str, ...] = ()) -> list[str]:
    """Amounts of money and counts with three digits after the point, with the place: in the file, or in `--set`."""
    text, file = "", assumptions.file
    if file:
        try:
            text = read_text(Path(file))
        except SeedError:  # it was read, and is gone
            text = ""
    said = []
    for name, keys in assumptions.patch.items():
        if assumptions.store.belief(name).unit.split("/")[0] in FINE:
            continue
        own = [pair for pair in pairs if pair.partition("=")[0].strip() == name]
        for path, value in _decimals(keys, ()):
            line = line_of(text, ("beliefs", name, *path))
            where, written = ("--set", own[0]) if own else (f"{file}:{line}", text.split("\n")[line - 1])
            for found in POINT.findall(written):
                if float(found) == value:
                    said.append(
                        f"{where}: {name}: {found} is the number {value:g}. "
                        f"If thousands are meant, write {found.replace('.', '_')}."
                    )
    return list(dict.fromkeys(said))


def _decimals(value: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], float]]:
    """The numbers with a point in the keys of a belief, with the path to each."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _decimals(inner, (*path, str(key)))
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from _decimals(inner, path)
    elif isinstance(value, float):
        yield path, value
