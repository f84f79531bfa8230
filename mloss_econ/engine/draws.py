"""The draws of a run. Outputs are kept or not; inputs are never kept, they are drawn again when asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from mloss_econ.engine.plan import Array, Codes, Plan

REMEMBERED = 2**17  # rows; inputs of a run no longer than this are remembered once drawn


@dataclass(frozen=True)
class InputDraws(Mapping[str, Array]):
    """The draws of each uncertain input by dotted path, shape (n,), made when first asked for.

    `left` holds the numbers of the rows that are left where some were dropped, else None.
    """

    plan: Plan
    left: npt.NDArray[np.int64] | None = None
    remembered: dict[str, Array] = field(default_factory=dict, repr=False)

    def __getitem__(self, path: str) -> Array:
        if path in self.remembered:
            return self.remembered[path]
        values = self.plan.inputs(0, self.plan.n, only=path)[path]
        if self.left is not None:
            values = values[self.left]
        if self.plan.n <= REMEMBERED:
            self.remembered[path] = values
        return values

    def __iter__(self) -> Iterator[str]:
        return iter(column.path for column in self.plan.columns)

    def __len__(self) -> int:
        return len(self.plan.columns)


@dataclass(frozen=True)
class Draws:
    """Inputs, outputs and category codes by dotted path, each (n,), and the labels the codes stand for."""

    inputs: InputDraws
    outputs: Mapping[str, Array]
    codes: Mapping[str, Codes]
    labels: Mapping[str, tuple[str, ...]]
