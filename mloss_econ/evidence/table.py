"""A named table of columns, the same for every draw: a sample, a schedule, a price index."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from mloss_econ.base.arrays import Array, columns_of, frozen, kind_of, unwrapped
from mloss_econ.errors import InputError, nearest, quoted


@dataclass(frozen=True, eq=False)
class Table:
    """A named table of columns, the same for every draw (a sample, a schedule).

    Made of lists, arrays or series by name, or of a data frame. Attributes: `name`; `columns`, a mapping from a
    column's name to a read-only array of numbers (float64) or of text. Raises InputError for columns of several
    lengths or dimensions, and for what is neither a finite number nor text.
    """

    name: str
    columns: Mapping[str, npt.NDArray[Any]]

    def __post_init__(self) -> None:
        where = f"table '{self.name}'"
        columns = {
            key: _column(value, f"{where}, column '{key}'") for key, value in columns_of(self.columns, where).items()
        }
        lengths = {key: len(column) for key, column in columns.items()}
        if len(set(lengths.values())) > 1:
            said = ", ".join(f"{key} has {length}" for key, length in lengths.items())
            raise InputError(f"{where}: columns of several lengths ({said}). Give each a value for every row.")
        object.__setattr__(self, "columns", columns)

    def __getitem__(self, column: str) -> npt.NDArray[Any]:
        if column not in self.columns:
            raise InputError(f"table '{self.name}' has no column '{column}'. {nearest(column, self.columns)}")
        return self.columns[column]

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Table)
            and self.name == other.name
            and list(self.columns) == list(other.columns)
            and all(np.array_equal(self.columns[c], other.columns[c]) for c in self.columns)
        )

    __hash__ = None  # type: ignore[assignment]  # holds arrays

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.is_instance_schema(
            cls, serialization=core_schema.plain_serializer_function_ser_schema(lambda t: t.name)
        )


def _column(value: Any, where: str) -> npt.NDArray[Any]:
    """A column as a read-only array of finite numbers or of text."""
    raw = None if isinstance(value, (list, tuple)) else unwrapped(value, where)
    if raw is not None and raw.ndim != 1:
        raise InputError(f"{where}: it has {raw.ndim} dimensions, not 1. Give one value a row.")
    items = list(value) if raw is None else raw.tolist() if raw.dtype.kind in "OUT" else []
    text = bool(items) and isinstance(items[0], str)
    for row, item in enumerate(items, 1):
        if text != isinstance(item, str) or (not text and kind_of(item)):
            wanted = "text like the rows before" if text else "a number"
            raise InputError(f"{where}, row {row}: {quoted(item)} is {kind_of(item) or 'a number'}, not {wanted}.")
    if text:
        column: npt.NDArray[Any] = np.array(items, dtype=np.str_)
        column.flags.writeable = False
        return column
    array: Array = frozen(value, where)
    if len(bad := np.flatnonzero(~np.isfinite(array))):
        raise InputError(f"{where}, row {bad[0] + 1}: {array[bad[0]]:g} is not finite. Drop the row, or correct it.")
    return array
