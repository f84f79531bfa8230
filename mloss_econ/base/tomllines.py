"""Where in a TOML text a key stands: for the line of a message, which the parser does not tell."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

HEADER = re.compile(r"^\s*\[\[?([^\[\]].*?)\]\]?\s*(#.*)?$")
PART = r"(?:[A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*')"
KEY = re.compile(rf"^\s*({PART}(?:\s*\.\s*{PART})*)\s*=")

BARE = re.compile(r"[A-Za-z0-9_.-]+")


def line_of(text: str, path: tuple[str, ...]) -> int:
    """The line of a TOML text on which a key stands, or else the nearest table above it; 0 where there is none."""
    lines = _lines(text)
    for size in range(len(path), 0, -1):
        if path[:size] in lines:
            return lines[path[:size]]
    return 1 if text else 0


def line_at(text: str, dotted: str) -> int:
    """The first line on which the key that a dotted path names is met, or else the nearest table above it; 0 where
    neither is.

    The path may begin with the name of the file, as an id does.
    """
    lines: dict[str, int] = {}
    for keys, line in _lines(text).items():
        for size in range(1, len(keys) + 1):
            lines.setdefault(".".join(keys[:size]), line)
    for path in (dotted, dotted.partition(".")[2]):
        while path:
            if path in lines:
                return lines[path]
            path = path.rpartition(".")[0]
    return 0


@lru_cache(maxsize=2)  # a text is asked once for each of its faults
def _lines(text: str) -> Mapping[tuple[str, ...], int]:
    """The first line of each key and table that has a line of its own."""
    found: dict[tuple[str, ...], int] = {}
    header: tuple[str, ...] = ()
    for number, line in enumerate(text.split("\n"), 1):
        if (match := HEADER.match(line)) is not None:
            header = _keys(match[1])
            found.setdefault(header, number)
        elif (match := KEY.match(line)) is not None:
            found.setdefault((*header, *_keys(match[1])), number)
    return found


def _keys(dotted: str) -> tuple[str, ...]:
    if BARE.fullmatch(dotted):
        return tuple(dotted.split("."))
    try:
        data: Any = tomllib.loads(f"{dotted} = 0")
    except (ValueError, RecursionError):
        return ()
    keys = []
    while isinstance(data, dict):
        ((key, data),) = data.items()
        keys.append(key)
    return tuple(keys)
