"""What a run will do, as a value that can travel to a worker: draw a block of rows, evaluate the calculator on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from mloss_econ.calculator import Calculator, output_categories, output_quantities
from mloss_econ.case import Case
from mloss_econ.errors import InputError
from mloss_econ.records import replace_leaves
from mloss_econ.uncertainty import BLOCK, DESIGNS, Distribution
from mloss_econ.uncertainty.designs import Stream

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Column:
    """One uncertain input: its stream's key, its Sobol' dimension (place of the key's first use), its distribution."""

    path: str
    key: str
    dimension: int
    dist: Distribution


@dataclass(frozen=True)
class Rows:
    """A block of draws: inputs and outputs by dotted path, category codes with their labels."""

    inputs: Mapping[str, Array]
    outputs: Mapping[str, Array]
    codes: Mapping[str, npt.NDArray[np.int64]]
    labels: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Plan:
    """A calculator, its constants and its uncertain columns, a seed and a design."""

    calculator: Calculator[Any, Any]
    template: Any
    constants: Mapping[str, float]
    columns: tuple[Column, ...]
    seed: int
    design: str

    @classmethod
    def of(cls, case: Case[Any, Any], seed: int, design: str) -> Plan:
        """The plan of a case. Inputs that share a belief share its stream, hence are one variable."""
        place: dict[str, int] = {}
        columns = []
        for number, (path, entry) in enumerate(case.entries.items()):
            dimension = place.setdefault(entry.key, number)
            if entry.uncertain:
                columns.append(Column(path, entry.key, dimension, entry.dist))
        constants = {path: e.value if not e.uncertain else np.nan for path, e in case.entries.items()}
        return cls(case.calculator, case.point, constants, tuple(columns), seed, design)

    def rows(self, start: int, stop: int) -> Rows:
        """Rows `start` to `stop`, block by block, so that a block stays in the cache."""
        streams = {c.path: DESIGNS[self.design](self.seed, c.key, c.dimension) for c in self.columns}
        parts = []
        for number in range(start // BLOCK, (stop - 1) // BLOCK + 1):
            first = number * BLOCK
            parts.append(self._block(streams, number, slice(max(start - first, 0), min(stop - first, BLOCK))))
        return join(parts)

    def _block(self, streams: Mapping[str, Stream], number: int, rows: slice) -> Rows:
        size = rows.stop - rows.start
        drawn = {c.path: c.dist.quantile(streams[c.path](number)[rows]) for c in self.columns}
        for values in drawn.values():
            values.flags.writeable = False
        constants = {path: np.float64(value) for path, value in self.constants.items()}
        x = replace_leaves(self.template, {**constants, **drawn}, validate=False)
        y = self.calculator(x)
        outputs = {p: _spread(v, size, p, self.calculator.name) for p, v in output_quantities(y).items()}
        categories = output_categories(y)
        codes = {p: _spread(c.codes, size, p, self.calculator.name).astype(np.int64) for p, c in categories.items()}
        return Rows(drawn, outputs, codes, {p: c.labels for p, c in categories.items()})


def _spread(value: object, size: int, path: str, name: str) -> Array:
    array = np.asarray(value)
    if array.dtype.kind not in "fiub" or array.shape not in ((), (size,)):
        raise InputError(
            f"{name}: output '{path}' has shape {array.shape} and type {array.dtype} for {size} draws; "
            f"expected one number a draw. Draws are the leading axis; reduce an axis of your own."
        )
    return np.array(np.broadcast_to(array, (size,)), dtype=np.float64)


def join(parts: list[Rows]) -> Rows:
    """Blocks one after the other."""
    if len(parts) == 1:
        return parts[0]

    def column(pick: str) -> dict[str, Any]:
        return {p: np.concatenate([getattr(part, pick)[p] for part in parts]) for p in getattr(parts[0], pick)}

    return Rows(column("inputs"), column("outputs"), column("codes"), parts[0].labels)
