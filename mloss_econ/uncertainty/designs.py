"""Which point of the unit interval a belief gets at row i: a function of (seed, key, i) and of nothing else.

    random   SFC64, one stream for each (seed, key, block of 8192 rows)
    sobol    scrambled Sobol' points: row i is point i // 16 of scrambling i mod 16. The 16 scramblings (a random
             lower-triangular matrix and a digital shift each, keyed by seed and key) are independent, so the
             spread of a statistic over them is an honest error bar, and a longer run begins with the shorter one.

Neither the number of workers, nor the size of the blocks asked for, nor other inputs matter. Under `sobol` the
dimension is the place of the input in its calculator's declaration.

References: Joe and Kuo (2008) for the direction numbers; Matousek (1998) for the scrambling.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import lru_cache
from importlib import resources

import numpy as np
import numpy.typing as npt

from mloss_econ.errors import InputError, nearest

Array = npt.NDArray[np.float64]
Bits = npt.NDArray[np.uint64]

BLOCK = 8192  # rows in a block: part of the contract of a seed, together with REPLICATES
REPLICATES = 16  # independent scramblings
DIGITS = 52  # binary digits of a point: (x + 1/2) / 2^52 is exact and never 0 or 1
COLUMNS = 40  # index bits: 2^40 points a scrambling
INNER = BLOCK // REPLICATES  # points of one scrambling in a block
Stream = Callable[[int], Array]


def _bits(seed: int, key: str, *more: int | str) -> np.random.SFC64:
    digest = hashlib.sha256("\0".join(map(str, (seed, key, *more))).encode()).digest()
    return np.random.SFC64(np.random.SeedSequence(int.from_bytes(digest, "little")))


def _to_unit(bits: Bits) -> Array:
    return (bits.astype(np.float64) + 0.5) * 2.0**-DIGITS


def random_stream(seed: int, key: str, dimension: int = 0) -> Stream:
    """Independent pseudo-random points; `dimension` plays no part."""

    def block(number: int) -> Array:
        raw = _bits(seed, key, "random", number).random_raw(BLOCK)
        return _to_unit(np.asarray(raw, dtype=np.uint64) >> np.uint64(64 - DIGITS))

    return block


@lru_cache(maxsize=1)
def _table() -> list[str]:
    text = resources.files("mloss_econ.uncertainty").joinpath("sobol_directions.csv").read_text()
    return [line for line in text.splitlines() if not line.startswith("#")]


def directions(dimension: int) -> Bits:
    """The direction numbers of one Sobol' dimension: column k holds DIGITS bits, the first the most significant."""
    if not 0 <= dimension < len(_table()):
        raise InputError(
            f"the sobol design has {len(_table())} dimensions and this case needs more. Use design='random'."
        )
    polynomial, *initial = map(int, _table()[dimension].split(","))
    degree = polynomial.bit_length() - 1
    m = initial if degree else [1] * COLUMNS
    for j in range(len(m), COLUMNS):
        new = m[j - degree]
        for k in range(degree):
            if polynomial >> (degree - 1 - k) & 1:
                new ^= m[j - k - 1] << (k + 1)
        m.append(new)
    return np.array([m[k] << (DIGITS - 1 - k) for k in range(COLUMNS)], dtype=np.uint64)


def _xor_of(columns: Bits, index: int) -> Bits:
    chosen = [k for k in range(columns.shape[-1]) if index >> k & 1]
    return np.asarray(np.bitwise_xor.reduce(columns[..., chosen], axis=-1))


def sobol_stream(seed: int, key: str, dimension: int) -> Stream:
    """16 independent scramblings of one Sobol' dimension, interleaved row by row."""
    raw = np.asarray(_bits(seed, key, "sobol").random_raw(REPLICATES * (DIGITS + 1)), dtype=np.uint64)
    raw = (raw >> np.uint64(64 - DIGITS)).reshape(REPLICATES, DIGITS + 1)
    place = np.uint64(1) << np.arange(DIGITS - 1, -1, -1, dtype=np.uint64)
    matrix = place | (raw[:, :DIGITS] & (place - np.uint64(1)))  # column p: digit p and random digits below it
    digit_set = (directions(dimension)[:, None] & place) != 0
    columns = np.bitwise_xor.reduce(np.where(digit_set, matrix[:, None, :], np.uint64(0)), axis=-1)

    inner = raw[:, DIGITS][None, :]  # the digital shift, then every sum of the first columns
    for k in range(INNER.bit_length() - 1):
        inner = np.concatenate([inner, inner ^ columns[:, k]])
    outer = columns[:, INNER.bit_length() - 1 :]

    def block(number: int) -> Array:
        return _to_unit((inner ^ _xor_of(outer, number)).reshape(BLOCK))

    return block


DESIGNS: dict[str, Callable[[int, str, int], Stream]] = {"sobol": sobol_stream, "random": random_stream}


def check_design(design: str) -> None:
    """Raise InputError for a design that does not exist."""
    if design not in DESIGNS:
        raise InputError(f"design = {design!r} is not known. {nearest(str(design), DESIGNS)}")


def uniforms(seed: int, key: str, rows: int, *, design: str = "sobol", dimension: int = 0, start: int = 0) -> Array:
    """The points of rows `start` to `start + rows` of one key, shape (rows,), in the open interval (0, 1)."""
    check_design(design)
    if rows < 1:
        return np.empty(0)
    stream = DESIGNS[design](seed, key, dimension)
    first, last = start // BLOCK, (start + rows - 1) // BLOCK
    points = np.concatenate([stream(number) for number in range(first, last + 1)])
    return points[start - first * BLOCK :][:rows]
