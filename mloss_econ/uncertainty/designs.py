"""Which point of the unit interval a belief gets at row i: a function of (seed, key, place, i) and of nothing else.

    random            SFC64, one stream for each (seed, key, block of 8192 rows)
    sobol             scrambled Sobol' points in 16 independent replicates: row i belongs to replicate i mod 16, so the
                      spread of a statistic over them is an honest error bar, and a longer run begins with the shorter
                      one. Each replicate of a key has a random lower-triangular matrix and a digital shift of its own,
                      keyed by seed and key
    latin_hypercube   16 independent Latin hypercubes, row i in hypercube i mod 16: each splits the interval into as
                      many equal strata as it has rows and visits every one once. The strata depend on n, so a longer
                      run does NOT begin with the shorter one; every other promise holds

Neither the number of workers, nor the size of the blocks asked for, nor other inputs matter.

Under `sobol` a belief has a place: a group, and a Sobol' dimension in it. Beliefs of one group get points of one Sobol'
sequence, which fill their common space evenly; the points of each group come in a random order of its own (within a
block of 8192 rows, and so that the first 2^k points stay the first 2^k), so beliefs of different groups are as
independent as random draws. One sequence for all would not do: among 2^m points there are only 2^m - 1 first binary
digits for all dimensions together, so of two beliefs far apart some would share theirs and be correlated.

References: Joe and Kuo (2008) for the direction numbers; Matousek (1998) for the scrambling; Owen (1998), "Latin
supercube sampling", for the groups; McKay, Beckman and Conover (1979) for Latin hypercubes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

import numpy as np
import numpy.typing as npt

from mloss_econ.errors import InputError, nearest

Array = npt.NDArray[np.float64]
Bits = npt.NDArray[np.uint64]
Places = npt.NDArray[np.int64]

BLOCK = 8192  # rows in a block: part of the contract of a seed, together with REPLICATES
REPLICATES = 16  # independent scramblings
DIGITS = 52  # binary digits of a point: (x + 1/2) / 2^52 is exact and never 0 or 1
COLUMNS = 40  # index bits: 2^40 points a scrambling
LONGEST = REPLICATES * 2**COLUMNS  # rows
INNER = BLOCK // REPLICATES  # points of one scrambling in a block
ONE = np.float64(1).view(np.uint64)  # the bits of 1.0: sign and exponent, no digits
ROUNDS = 5  # of the permutation of strata
LEAST_DIGITS = 6  # it works on; with fewer, some orders of four strata are likelier than others
PLACES = 128  # of beliefs in a group; a second sample of the same case takes as many dimensions again
Stream = Callable[[int, int], Array]  # the points of blocks first, first + 1, ..., first + count - 1


@dataclass(frozen=True)
class Place:
    """Where a belief stands under the sobol design: its group, and its dimension in the group's Sobol' sequence; and
    the name that its draws are keyed by, if that is not its own."""

    group: str
    dimension: int = 0
    drawn_as: str = ""


def _bits(seed: int, key: str, *more: int | str) -> np.random.SFC64:
    digest = hashlib.sha256("\0".join(map(str, (seed, key, *more))).encode()).digest()
    return np.random.SFC64(np.random.SeedSequence(int.from_bytes(digest, "little")))


def _to_unit(bits: Bits) -> Array:
    """(x + 1/2) / 2^52 for the last 52 bits of numbers whose first 12 are those of ONE: read as floats they are
    1 + x / 2^52, and the subtraction is exact."""
    return np.asarray(bits.view(np.float64) - (1.0 - 2.0 ** -(DIGITS + 1)))


def random_stream(seed: int, key: str, place: Place | None = None, n: int = 0) -> Stream:
    """Independent pseudo-random points; `place` and `n` play no part."""

    def blocks(first: int, count: int) -> Array:
        raw = np.empty((count, BLOCK), dtype=np.uint64)
        for k in range(count):
            raw[k] = _bits(seed, key, "random", first + k).random_raw(BLOCK)
        raw >>= np.uint64(64 - DIGITS)
        raw |= ONE
        return _to_unit(raw.reshape(-1))

    return blocks


@lru_cache(maxsize=1)
def _table() -> list[str]:
    text = resources.files("mloss_econ.uncertainty").joinpath("sobol_directions.csv").read_text()
    return [line for line in text.splitlines() if not line.startswith("#")]


def directions(dimension: int) -> Bits:
    """The direction numbers of one Sobol' dimension: column k holds DIGITS bits, the first the most significant."""
    if not 0 <= dimension < len(_table()):
        raise InputError(
            f"dimension = {dimension} does not exist: a group has {len(_table())} Sobol' dimensions, from 0. Choose "
            "another group, or use design='random'."
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


def sobol_stream(seed: int, key: str, place: Place, n: int = 0) -> Stream:
    """16 independent scramblings of one Sobol' dimension, interleaved row by row, in the order of its group."""
    raw = np.asarray(_bits(seed, key, "sobol").random_raw(REPLICATES * (DIGITS + 1)), dtype=np.uint64)
    raw = (raw >> np.uint64(64 - DIGITS)).reshape(REPLICATES, DIGITS + 1)
    digit = np.uint64(1) << np.arange(DIGITS - 1, -1, -1, dtype=np.uint64)
    matrix = digit | (raw[:, :DIGITS] & (digit - np.uint64(1)))  # column p: digit p and random digits below it
    digit_set = (directions(place.dimension)[:, None] & digit) != 0
    columns = np.bitwise_xor.reduce(np.where(digit_set, matrix[:, None, :], np.uint64(0)), axis=-1)

    inner = raw[:, DIGITS][None, :] | ONE  # the digital shift, then every sum of the first columns
    for k in range(INNER.bit_length() - 1):
        inner = np.concatenate([inner, inner ^ columns[:, k]])
    inner = inner.reshape(-1)
    outer = columns[:, INNER.bit_length() - 1 :]
    near = np.array([_xor_of(outer[:, :3], k) for k in range(8)])  # the last three digits of a block's number

    def blocks(first: int, count: int) -> Array:
        numbers = np.arange(first, first + count)
        eights = range(first >> 3, (first + count - 1 >> 3) + 1)
        far = np.array([_xor_of(outer[:, 3:], k) for k in eights])
        shifts = near[numbers & 7] ^ far[(numbers >> 3) - (first >> 3)]
        points = inner.take(_order(seed, place.group, first, count))
        points ^= shifts[:, None, :]
        return _to_unit(points.reshape(-1))

    return blocks


@lru_cache(maxsize=32)
def _order(seed: int, group: str, first: int, count: int) -> Places:
    """The order in which a group takes the points of some blocks, as places among the INNER x 16 points of a block:
    (count, INNER, 16).

    The first block keeps points 0, 1, 2-3, 4-7, ... apart, so that a short run has its evenly spread points. Every
    other block has two fixed random orders with an exclusive or of its own between them.
    """
    opening, one, other = _orders(seed, group)
    turned = np.array([_bits(seed, group, "order", first + k).random_raw(REPLICATES) for k in range(count)])
    order = other.take((one ^ (turned.astype(np.int64) & (INNER - 1))[:, None, :]) * REPLICATES + REPLICATE)
    if first == 0:
        order[0] = opening
    order.flags.writeable = False
    return order


PIECES = np.array([j.bit_length() for j in range(INNER)], dtype=np.uint64)  # of points 0, 1, 2-3, 4-7, ...
REPLICATE = np.arange(REPLICATES)


@lru_cache(maxsize=128)
def _orders(seed: int, group: str) -> tuple[Places, Places, Places]:
    """Three random orders of the points of a block, (INNER, 16) each: the first piece by piece, as places among all;
    the second as numbers of points; the third as places again."""
    raw = np.asarray(_bits(seed, group, "orders").random_raw(3 * INNER * REPLICATES), dtype=np.uint64)
    keys = (raw >> np.uint64(8)).reshape(3, INNER, REPLICATES)
    keys[0] |= PIECES[:, None] << np.uint64(56)
    opening, one, other = np.argsort(keys, axis=1, kind="stable")
    return opening * REPLICATES + REPLICATE, one, other * REPLICATES + REPLICATE


def latin_hypercube_stream(seed: int, key: str, place: Place, n: int) -> Stream:
    """16 independent Latin hypercubes of n rows in all, interleaved row by row; `place` plays no part."""
    strata = np.array([max((n - r - 1) // REPLICATES + 1, 1) for r in range(REPLICATES)], dtype=np.uint64)
    shuffled = _permutation(_bits(seed, key, "latin_hypercube"), strata)
    jitter = random_stream(seed, key)

    def blocks(first: int, count: int) -> Array:
        index = np.arange(first * INNER, (first + count) * INNER, dtype=np.uint64)[:, None] % strata
        points = (shuffled(index) + jitter(first, count).reshape(index.shape[0], REPLICATES)) / strata
        return np.clip(points, 2.0**-53, 1.0 - 2.0**-53).reshape(-1)  # rounding only: every point is inside

    return blocks


def _permutation(bits: np.random.SFC64, sizes: Bits) -> Callable[[Bits], Bits]:
    """A random permutation of 0 .. size - 1 for each column, without writing it down.

    Rounds of invertible steps on the next power of two (multiply by an odd number and add; fold the upper half of the
    digits onto the lower), repeated for whatever falls outside until it falls inside.
    """
    digits = np.array([max(int(size - 1).bit_length(), LEAST_DIGITS) for size in sizes], dtype=np.uint64)
    mask, fold = (np.uint64(1) << digits) - np.uint64(1), (digits + np.uint64(1)) // np.uint64(2)
    keys = np.asarray(bits.random_raw(2 * ROUNDS * len(sizes)), dtype=np.uint64).reshape(2, ROUNDS, len(sizes))
    factors, shifts = keys[0] | np.uint64(1), keys[1]

    def scramble(x: Bits, column: Any) -> Bits:
        for factor, shift in zip(factors, shifts, strict=True):
            x = (x * factor[column] + shift[column]) & mask[column]
            x = x ^ (x >> fold[column])
        return x

    def apply(index: Bits) -> Bits:
        x = scramble(index, slice(None))
        while (outside := x >= sizes).any():
            x[outside] = scramble(x[outside], np.nonzero(outside)[1])
        return x

    return apply


DESIGNS: dict[str, Callable[[int, str, Place, int], Stream]] = {
    "sobol": sobol_stream,
    "random": random_stream,
    "latin_hypercube": latin_hypercube_stream,
}


def check_design(design: str) -> None:
    """Raise InputError for a design that does not exist."""
    if not isinstance(design, str) or design not in DESIGNS:
        raise InputError(f"design = {design!r} is not known. {nearest(str(design), DESIGNS)}")


def uniforms(
    seed: int,
    key: str,
    rows: int,
    *,
    design: str = "sobol",
    place: Place | None = None,
    start: int = 0,
    n: int | None = None,
) -> Array:
    """The points of rows `start` to `start + rows` of one key, shape (rows,), in the open interval (0, 1).

    `place` is where the key stands under `sobol`; without one it has a group of its own, called like it. `n` is the
    length of the whole run, which only `latin_hypercube` depends on; without it, the run ends here.
    """
    check_design(design)
    if rows < 1:
        return np.empty(0)
    if start < 0 or start + rows > LONGEST:
        raise InputError(f"rows {start:,} to {start + rows:,}: a design has rows 0 to {LONGEST:,}; beyond, it repeats.")
    stream = DESIGNS[design](seed, key, place or Place(key), start + rows if n is None else n)
    first, last = start // BLOCK, (start + rows - 1) // BLOCK
    points = stream(first, last - first + 1)
    return points[start - first * BLOCK :][:rows]
