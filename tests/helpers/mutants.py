"""Damaged copies of good files: what a disk, an editor, another program or a malicious author may leave."""

from __future__ import annotations

import copy
import json
import random
import re
from collections.abc import Callable, Iterator
from typing import Any

TOKEN = re.compile(rb"\"[^\"\n]*\"|[A-Za-z_][\w.-]*|[-+]?[\d_]+(?:\.\d+)?(?:e[-+]?\d+)?|[\[\]{}=,\n]")
DEEP = "[" * 3000
NASTY = [
    b"nan", b"-inf", b"inf", b"0", b"-1", b"1e308", b"-1e-320", b"1e400", b"9" * 5000, b"0x" + b"f" * 4000,
    b"true", b'""', b"{}", b"[]", b"[[]]", b"1979-05-27", b"1979-05-27T07:32:00Z", b"07:32:00",
    b'"\\u001b[31m"', b'"a\x1b[31mb"', b"\x00", b'"\xe2\x80\xae"', b"\xff\xfe", b"\xef\xbb\xbf", b"'''\n'''",
    b'"' + b"x" * 100_000 + b'"', b"x" * 100_000, DEEP.encode(), b"{ a = " * 200, b".a" * 3000, b"2022",
    b'"USD"', b'"USD/year"', b'"USD 2022"', b'"USD 9999"', b'"share"', b"99999", b'"="',
    b'{ kind = "point", value = 1 }', b'{ kind = "uniform", low = -1e308, high = 1e308 }',
    b'{ kind = "mixture", weights = [1], of = [' * 40, b'{ kind = "lognormal", median = 1e300, sigma = 1e3 }',
    b'{ kind = "normal", mean = 0, sd = 1e-320 }', b'{ kind = "beta", a = 1e-300, b = 1e300 }', b"\r", b"\t",
    b"#", b"-", b"'", b'{ kind = "between", low = 1e-320, high = 1e308, truncate_low = 1e307 }',
    "\u0661\u0662".encode(),
]  # fmt: skip
VALUES: list[Any] = [
    None, True, False, 0, -1, 1, 2, 2022, 9999, 0.5, -0.0, 1e308, 1e-320, float("nan"), float("inf"), 10**400,
    10**4200, "", "x", "a\x1b[31mb", "\u202e", "\u2028", "a\0", "\ud800", "USD", "USD 2022", "USD/year",
    "x" * 10_000, [], {}, [[]], [None], {"": {}}, {"kind": "point", "value": 1},
    {"kind": "mixture", "of": [], "weights": []}, {"value": 1}, ["x"], {"x": "y"},
]  # fmt: skip


def mutants(good: bytes, count: int, seed: int) -> Iterator[bytes]:
    """`count` damaged copies of a text or binary file, the same for the same seed."""
    chance = random.Random(seed)
    for _ in range(count):
        data = good
        for _ in range(chance.choice([1, 1, 1, 2, 5])):
            data = chance.choice(WAYS)(data, chance)
        yield data


def _flip(data: bytes, chance: random.Random) -> bytes:
    """One byte is another."""
    if not data:
        return data
    at = chance.randrange(len(data))
    return data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :]


def _cut(data: bytes, chance: random.Random) -> bytes:
    """The end is missing, or a piece."""
    a, b = sorted(chance.randrange(len(data) + 1) for _ in range(2))
    return data[:a] if chance.random() < 0.5 else data[:a] + data[b:]


def _repeat(data: bytes, chance: random.Random) -> bytes:
    """A line stands there twice."""
    lines = data.split(b"\n")
    at = chance.randrange(len(lines))
    return b"\n".join([*lines[: at + 1], *lines[at:]])


def _swap(data: bytes, chance: random.Random) -> bytes:
    """A token has taken the place of another."""
    found = list(TOKEN.finditer(data))
    if not found:
        return data
    one, other = chance.choice(found), chance.choice(found)
    return data[: one.start()] + other[0] + data[one.end() :]


def _nasty(data: bytes, chance: random.Random) -> bytes:
    """Something nasty has taken the place of a token, or stands after it."""
    found = list(TOKEN.finditer(data))
    if not found:
        return chance.choice(NASTY)
    one = chance.choice(found)
    start = one.end() if chance.random() < 0.2 else one.start()
    return data[:start] + chance.choice(NASTY) + data[one.end() :]


WAYS: list[Callable[[bytes, random.Random], bytes]] = [_flip, _cut, _repeat, _swap, _nasty, _nasty]


def changed_data(good: Any, count: int, seed: int) -> Iterator[Any]:
    """`count` copies of parsed data with a value or two that are of another kind, missing, or elsewhere."""
    chance = random.Random(seed)
    for _ in range(count):
        data = copy.deepcopy(good)
        for _ in range(chance.choice([1, 1, 2])):
            _change(data, chance)
        yield data


def _change(data: Any, chance: random.Random) -> None:
    """Walk to a place, evenly by level, and change what stands there."""
    here, key = data, None
    while isinstance(here, (dict, list)) and here:
        key = chance.choice(list(here)) if isinstance(here, dict) else chance.randrange(len(here))
        inner = here[key]
        if not isinstance(inner, (dict, list)) or not inner or chance.random() < 0.15:
            break
        here = inner
    if key is None:
        return
    way = chance.randrange(5)
    if way == 0:
        del here[key]
    elif way == 1 and isinstance(here, dict):
        here[str(chance.choice(VALUES))[:50]] = here.pop(key)
    elif way == 2:
        inner: Any = here[key]
        for _ in range(chance.choice([1, 3, 100])):
            inner = [inner] if chance.random() < 0.5 else {"value": inner}
        here[key] = inner
    else:
        here[key] = chance.choice(VALUES)


def as_json(data: Any) -> bytes:
    """As another program may write it: with NaN, and with surrogates escaped."""
    import sys

    limit = sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(0)
    try:
        return json.dumps(data).encode()
    finally:
        sys.set_int_max_str_digits(limit)
