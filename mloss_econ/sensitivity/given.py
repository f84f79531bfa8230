"""A run as a given sample: one output, the inputs one by one, which replicate each row is of; or only the rows in which
an output lies in a region."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from mloss_econ.base.arrays import numbers
from mloss_econ.base.text import number
from mloss_econ.engine import Run, finite
from mloss_econ.errors import InputError, RunError
from mloss_econ.kernel import output_quantities
from mloss_econ.sensitivity.factors import Factor, beliefs
from mloss_econ.sensitivity.ranking import Ranking, RankRow
from mloss_econ.uncertainty import REPLICATES

Array = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]

FEWEST = 16 * REPLICATES  # rows
LUMPS = 256  # values with a bin of their own, at most


@dataclass(frozen=True)
class Region:
    """The rows in which `output` lies from `low` to `high`. Raises InputError for limits between which nothing lies."""

    output: str
    low: float = -np.inf
    high: float = np.inf

    def __post_init__(self) -> None:
        for name, end, none in (("low", self.low, np.inf), ("high", self.high, -np.inf)):
            made = numbers(end, f"a region of '{self.output}': {name}")
            if made.ndim or np.isnan(made) or made == none:
                raise InputError(f"a region of '{self.output}': {name} = {end!r} is no limit. Give a number, or none.")
            object.__setattr__(self, name, float(made))
        if self.low > self.high:
            raise InputError(
                f"a region of '{self.output}': nothing lies from {self.low:g} up to {self.high:g}. Swap the two."
            )

    def rows(self, run: Run[Any, Any]) -> Whole:
        """Their numbers. Raises InputError if there are too few to say anything."""
        values = finite(run, self.output)
        found = np.flatnonzero((values >= self.low) & (values <= self.high))
        if len(found) < FEWEST:
            raise InputError(
                f"only {len(found)} of {run.n:,} rows have {self}; {FEWEST} are needed. Take a wider region or more "
                "rows."
            )
        return found

    def __str__(self) -> str:
        ends = [f"from {number(self.low)}"] * bool(np.isfinite(self.low))
        ends += [f"up to {number(self.high)}"] * bool(np.isfinite(self.high))
        return " ".join([self.output, *ends])


@dataclass(frozen=True)
class GivenData:
    """What a given-data method looks at: `y` (rows,), the replicate of each row, and inputs by `x(factor)`."""

    run: Run[Any, Any]
    output: str
    factors: tuple[Factor, ...]
    y: Array
    replicate: Whole
    rows: Whole | None
    where: Region | None

    def x(self, factor: Factor) -> Array:
        """The draws of one input, (rows,)."""
        values = self.run.draws.inputs[factor.paths[0]]
        return values if self.rows is None else values[self.rows]

    def ranking(self, method: str, measure: str, rows: Iterable[RankRow], notes: Iterable[str] = ()) -> Ranking:
        """The ranking, largest index in size first."""
        case = self.run.case
        rows = tuple(rows)
        unseen = tuple(f.name for f in self.factors if not varies(self.x(f), self.replicate))
        more = [f"Only the {len(self.y):,} of {self.run.n:,} rows with {self.where}."] if self.where else []
        return Ranking(
            method,
            measure,
            case.label,
            self.output,
            "",
            float(output_quantities(case.outputs())[self.output]),
            tuple(sorted(rows, key=lambda row: -abs(row.index))),
            (*more, *notes),
            unseen=unseen,
        )


def given(run: Run[Any, Any], output: str, where: Region | None = None) -> GivenData:
    """A run as a given sample. Raises InputError for too few rows, RunError if a row is not finite, nothing varies, or
    the draws were not kept."""
    y = finite(run, output)
    parts = beliefs(run.case)
    replicate = np.arange(run.n) % REPLICATES if run.left is None else run.left % REPLICATES
    rows = where.rows(run) if where else None
    if rows is not None:
        y, replicate = y[rows], replicate[rows]
    if len(y) < FEWEST:
        raise InputError(f"{len(y)} rows are too few for an error bar; {FEWEST} are needed. Run with a larger n.")
    if np.ptp(y) == 0:
        inside = f" where {where}" if where else ""
        raise RunError(f"'{output}' does not vary in '{run.case.label}'{inside}: there is nothing to explain.")
    if not varies(y, replicate):
        raise RunError(
            f"'{output}' has one value in all but {int((y != np.median(y)).sum())} of {len(y):,} rows of "
            f"'{run.case.label}': too few to explain. Run with a larger n."
        )
    return GivenData(run, output, parts, y, replicate, rows, where)


def varies(x: Array, replicate: Whole) -> bool:
    """Whether values still differ when any one replicate is left out, as an error bar needs."""

    def without_any(rows: slice) -> bool:
        kept = (x[rows][replicate[rows] != r] for r in range(REPLICATES))
        return all(len(values) > 0 and bool((values != values[0]).any()) for values in kept)

    return without_any(slice(4 * REPLICATES)) or without_any(slice(None))


def bins(x: Array, count: int) -> Whole:
    """The number of the bin of each value, (rows,): `count` bins of about as many rows, equal values in one bin, and
    each value of `lumps` in a bin of its own, what lies outside these in 8 or more. Numbers run from 0 without a gap.

    A rising map of the values changes nothing.
    """
    own = lumps(x)
    cuts = _quantiles(x, count)
    if len(own):
        rest = x[~np.isin(x, own)]
        rest = _quantiles(rest, min(max(8, count * len(rest) // len(x)), len(rest)))
        cuts = np.unique(np.concatenate([cuts, own, np.nextafter(own, np.inf), rest]))
    found = np.searchsorted(cuts, x, side="right")
    return np.asarray(np.unique(found, return_inverse=True)[1] if len(own) else found, dtype=np.int64)


def even_bins(x: Array, count: int) -> Whole:
    """The same without regard to values that a few rows share: at most `count` bins."""
    return np.asarray(np.searchsorted(_quantiles(x, count), x, side="right"), dtype=np.int64)


def _quantiles(x: Array, count: int) -> Array:
    """Values that cut some rows into `count` parts of about as many."""
    places = np.arange(1, count) * len(x) // count
    return np.asarray(np.unique(np.partition(x, places)[places]) if count > 1 else x[:0])


def lumps(x: Array) -> Array:
    """The values that several rows share, rising; if there are more than 256, those of at least a 256th of the rows."""
    values, counts = np.unique(x, return_counts=True)
    shared = counts > 1
    if shared.sum() > LUMPS:
        shared = counts * LUMPS >= len(x)
    return np.asarray(values[shared], dtype=np.float64)


def over_factors(sample: GivenData, index: Callable[[Array], tuple[float, float, float]]) -> list[RankRow]:
    """A row for each input from `index(x)` -> (value, low, high); zeros where too few rows vary."""
    made = []
    for factor in sample.factors:
        x = sample.x(factor)
        value, low, high = index(x) if varies(x, sample.replicate) else (0.0, 0.0, 0.0)
        made.append(RankRow(factor.name, value, (low, high), factor.is_judgement))
    return made
