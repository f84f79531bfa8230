"""The plan of a run, as a value that can be sent to a worker: draw some rows, evaluate the calculator on them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from mloss_econ.engine.executing import check_wanted
from mloss_econ.errors import MOST_NUMBERS, ImpossibleError, InputError, RunError
from mloss_econ.kernel import (
    Calculator,
    Case,
    Category,
    field_specs,
    output_categories,
    output_quantities,
    replace_leaves,
)
from mloss_econ.uncertainty import (
    BLOCK,
    DESIGNS,
    Dependence,
    Distribution,
    Place,
    Stream,
    sampler,
    sampler_of_scores,
    scores,
)

Array = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]

CHUNK = 8 * BLOCK  # rows evaluated at a time: few enough for the cache, enough for threads to take turns


@dataclass(frozen=True)
class DrawnInput:
    """One uncertain input: its stream's key, its place in the sobol design, its distribution."""

    path: str
    key: str
    place: Place
    dist: Distribution


@dataclass(frozen=True)
class Rows:
    """Some draws: inputs and outputs by dotted path, category codes with their labels."""

    inputs: Mapping[str, Array]
    outputs: Mapping[str, Array]
    codes: Mapping[str, Codes]
    labels: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Plan:
    """A calculator, its constants and its uncertain columns, a seed, a design, and the length of the run."""

    calculator: Calculator[Any, Any]
    template: Any
    constants: Mapping[str, float]
    columns: tuple[DrawnInput, ...]
    dependence: Dependence | None
    places: Mapping[str, Place]
    seed: int
    design: str
    n: int

    @classmethod
    def of(cls, case: Case[Any, Any], seed: int, design: str, n: int) -> Plan:
        """The plan of a case. Inputs that share a belief share its stream, hence are one variable, here and in any
        other calculator."""
        keys = [*(entry.key for entry in case.entries.values()), *(case.dependence.names if case.dependence else ())]
        places = {key: case.store.place(key) for key in keys}
        columns = tuple(DrawnInput(p, e.key, places[e.key], e.dist) for p, e in case.entries.items() if e.uncertain)
        constants = {path: e.value if not e.uncertain else np.nan for path, e in case.entries.items()}
        shape = (case.calculator, case.point, constants, columns, case.dependence, places)
        return cls(*shape, seed, design, n)

    @property
    def endless(self) -> frozenset[str]:
        """The outputs, by name of the field, of which infinity is an answer."""
        specs = field_specs(self.calculator.Outputs)
        inner = {f"{s.name}.{i.name}" for s in specs if s.kind == "record" for i in field_specs(s.record) if i.endless}
        return frozenset({spec.name for spec in specs if spec.endless} | inner)

    # ------------------------------------------------------------ inputs

    def inputs(self, start: int, stop: int, only: str | None = None) -> dict[str, Array]:
        """The draws of every uncertain input (or of `only` one) at rows `start` to `stop`, read-only."""
        columns = self.columns if only is None else [c for c in self.columns if c.path == only]
        names = self.dependence.names if self.dependence else ()
        tied = self._tied(start, stop) if any(c.key in names for c in columns) else {}
        drawn = {}
        for c in columns:
            check_wanted()
            if c.key in tied:
                values = sampler_of_scores(c.dist)(tied[c.key])
            else:
                values = sampler(c.dist)(self._points(c.key, c.place, start, stop))
            values.flags.writeable = False
            drawn[c.path] = values
        return drawn

    def points(self, start: int, stop: int) -> dict[str, Array]:
        """The points of the unit interval behind every uncertain input at rows `start` to `stop`, by key of stream;
        before any correlation."""
        keys = {c.key: c.place for c in self.columns}
        return {key: self._points(key, place, start, stop) for key, place in keys.items()}

    def _tied(self, start: int, stop: int) -> dict[str, Array]:
        """The correlated normal scores at some rows, by key."""
        assert self.dependence is not None
        points = {key: self._points(key, self.places[key], start, stop) for key in self.dependence.names}
        return self.dependence.apply({key: scores(u) for key, u in points.items()})

    def _points(self, key: str, place: Place, start: int, stop: int) -> Array:
        stream = _stream(self.design, self.seed, key, place, self.n if self.design == "latin_hypercube" else 0)
        first, last = start // BLOCK, (stop - 1) // BLOCK
        return stream(first, last - first + 1)[start - first * BLOCK : stop - first * BLOCK]

    # ------------------------------------------------------------ outputs

    def rows(self, start: int, stop: int) -> Rows:
        """Rows `start` to `stop`, evaluated a chunk at a time."""
        spans = [(a, min(a + CHUNK, stop)) for a in range(start, stop, CHUNK)]
        return join([self.evaluated(self.inputs(a, b), a, b) for a, b in spans])

    def evaluated(self, drawn: Mapping[str, Array], start: int, stop: int, only: Collection[str] | None = None) -> Rows:
        """The calculator on the draws of rows `start` to `stop`; all its outputs, or `only` some.

        Raises InputError for outputs of another shape, RunError with the row, if the calculator fails or a draw
        cannot be.
        """
        check_wanted()
        try:
            y = self._outputs(drawn)
        except ImpossibleError as error:
            raise RunError(_impossible(error, drawn, start)) from error
        except Exception as error:
            raise RunError(self._blame(error, drawn, start, stop)) from error
        size, name = stop - start, self.calculator.name
        if not isinstance(y, self.calculator.Outputs):
            raise InputError(f"{name} returned {type(y).__name__}, not its {self.calculator.Outputs.__name__}.")
        try:
            quantities, categories = output_quantities(y), output_categories(y)
        except AttributeError as error:
            raise InputError(f"{name}: one of its outputs has no value ({error}).") from None
        outputs = {p: _spread(v, size, p, name) for p, v in quantities.items() if only is None or p in only}
        codes = {p: _codes(c, size, p, name) for p, c in categories.items()}
        return Rows(drawn, outputs, codes, {p: c.labels for p, c in categories.items()})

    def _outputs(self, drawn: Mapping[str, Array]) -> Any:
        constants = {path: np.float64(value) for path, value in self.constants.items()}
        return self.calculator(replace_leaves(self.template, {**constants, **drawn}, validate=False))

    def _blame(self, error: Exception, drawn: Mapping[str, Array], start: int, stop: int) -> str:
        """A message that names the first row at which the calculator fails on its own, if there is one."""
        said = f"{self.calculator.name} failed: {type(error).__name__}: {error}"
        low, high = 0, stop - start
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if self._fails(drawn, low, middle) else (middle, high)
        if not self._fails(drawn, low, high):
            return f"{said}. It fails for rows {start:,} to {stop - 1:,} together, for none of them alone."
        where = ", ".join(f"{path} = {float(values[low]):.6g}" for path, values in drawn.items())
        return f"{said}. The first row it fails at is {start + low:,}, at {where or 'its constants'}."

    def _fails(self, drawn: Mapping[str, Array], low: int, high: int) -> bool:
        try:
            self._outputs({path: values[low:high] for path, values in drawn.items()})
        except Exception:
            return True
        return False


def _impossible(error: ImpossibleError, drawn: Mapping[str, Array], start: int) -> str:
    """A message that says in how many draws it is so; one that cannot be makes every mean and quantile meaningless."""
    if not error.bad.shape:
        return f"{error.what} in every draw: {error.example()}. {error.advice}"
    count, size = int(error.bad.sum()), error.bad.size
    at = [f"{p} = {float(v[error.first]):.6g}" for p, v in drawn.items() if p not in error.values]
    example = ", ".join([error.example(), *at[: max(MOST_NUMBERS - len(error.values), 0)]])
    return (
        f"{error.what} in {count:,} of the {size:,} draws looked at ({100 * count / size:.2g} %), first in row "
        f"{start + error.first:,}: {example}. {error.advice} Where only some draws are so, correlate the beliefs or "
        "truncate them."
    )


@lru_cache(maxsize=1024)
def _stream(design: str, seed: int, key: str, place: Place, n: int) -> Stream:
    return DESIGNS[design](seed, place.drawn_as or key, place, n)


def _spread(value: object, size: int, path: str, name: str) -> Array:
    try:
        array = np.asarray(value)
    except ValueError as error:
        raise InputError(f"{name}: output '{path}' is no array ({error}); expected one number a draw.") from None
    if array.dtype.kind not in "fiub" or array.shape not in ((), (size,)):
        raise InputError(
            f"{name}: output '{path}' has shape {array.shape} and type {array.dtype} for {size} draws; "
            f"expected one number a draw. Draws are the leading axis; reduce an axis of your own."
        )
    if array.shape == ():
        return np.full(size, array, dtype=np.float64)
    return np.array(array, dtype=np.float64, copy=array.base is not None or array.dtype != np.float64)  # no big base


def _codes(category: Category, size: int, path: str, name: str) -> Codes:
    codes = _spread(category.codes, size, path, name)
    known = np.isin(codes, np.arange(len(category.labels)))
    if not known.all():
        raise InputError(
            f"{name}: category '{path}' has the code {codes[~known][0]:g}; it has {len(category.labels)} labels, so "
            f"codes are whole numbers from 0 to {len(category.labels) - 1}."
        )
    return codes.astype(np.int64)


def join(parts: list[Rows]) -> Rows:
    """Blocks one after the other."""
    if len(parts) == 1:
        return parts[0]

    def column(pick: str) -> dict[str, Any]:
        return {p: np.concatenate([getattr(part, pick)[p] for part in parts]) for p in getattr(parts[0], pick)}

    return Rows(column("inputs"), column("outputs"), column("codes"), parts[0].labels)
