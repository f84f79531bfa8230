"""How many rows each measurement takes, in earnest and to try it out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Sizes:
    """Rows of each measurement, and how often it is repeated."""

    rows: int
    more: int
    most: int
    chaospy: int
    monaco: int
    repeats: int
    few: int
    accuracy: Mapping[str, int]
    calls: int
    line: Mapping[str, Any]


FULL = Sizes(
    rows=10**6,
    more=10**7,
    most=10**8,
    chaospy=200_000,
    monaco=5_000,
    repeats=5,
    few=3,
    accuracy={"n": 2**16, "repeats": 30, "truth": 2**22},
    calls=200,
    line={
        "rows": [10**4, 31_623, 10**5, 316_228, 10**6, 3_162_278, 10**7],
        "inputs": [3, 6, 12, 24, 48, 96],
        "n": 10**6,
    },
)
QUICK = Sizes(
    rows=10**5,
    more=3 * 10**5,
    most=10**6,
    chaospy=20_000,
    monaco=1_000,
    repeats=1,
    few=1,
    accuracy={"n": 2**12, "repeats": 10, "truth": 2**15},
    calls=20,
    line={"rows": [10**4, 10**5, 10**6], "inputs": [3, 12, 96], "n": 10**5},
)
