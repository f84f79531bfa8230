"""The types of the fields of a calculator.

A field declared `cost: MoneyPerYear` takes a number or an array and gives back a float64 array; its unit is
`MoneyPerYear.unit`. Money has no currency of its own here: all money of one case is in that case's price base
(`"USD 2022"`), and only seeds carry their own currency and price year.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, Self, TypeVar, overload

import numpy as np
import numpy.typing as npt
from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from mloss_econ.arrays import Array as Array, Symbol, columns_of, kind_of, numbers, unwrapped
from mloss_econ.errors import InputError, nearest, quoted
from mloss_econ.units import split_unit

Numeric = float | npt.NDArray[np.float64]


# ---------------------------------------------------------------- field types


def as_array(value: object) -> Any:
    """A read-only float64 array of a number or of what holds numbers (see `arrays`), as pydantic asks for it.

    Raises a pydantic error (turned into InputError by Inputs) for whatever is no real number.
    """
    try:
        return frozen(value)
    except InputError as error:
        raise PydanticCustomError("number", "{text}", {"text": str(error)}) from None


def frozen(value: object, name: str = "") -> Any:
    """The numbers in `value`, read-only, contiguous, and apart from an array that its owner may still change."""
    array = numbers(value, name)
    if isinstance(array, Symbol):
        return array
    if array is value and (array.flags.writeable or not array.flags.c_contiguous):
        array = array.copy(order="C")
    view = array.view()
    view.flags.writeable = False
    return view


class Quantity:
    """Base of the field types: what checkers see is an array out, a number or an array in."""

    unit: ClassVar[str]
    low: ClassVar[float]
    high: ClassVar[float]
    endless: ClassVar[bool]  # whether infinity is an answer of an output: "it never ends", "none is large enough"

    def __init_subclass__(cls, *, unit: str, low: float = -np.inf, high: float = np.inf, endless: bool = False) -> None:
        split_unit(unit)
        cls.unit, cls.low, cls.high, cls.endless = unit, low, high, endless

    @overload
    def __get__(self, instance: None, owner: Any) -> Self: ...
    @overload
    def __get__(self, instance: object, owner: Any) -> Array: ...
    def __get__(self, instance: object | None, owner: Any) -> Any:
        """Typing only: pydantic stores the values."""

    def __set__(self, instance: Any, value: Numeric) -> None:
        """Typing only: a field takes a number or an array."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            as_array,
            serialization=core_schema.plain_serializer_function_ser_schema(lambda a: np.asarray(a).tolist()),
        )


Q = TypeVar("Q")


class Named(Generic[Q]):
    """A mapping from a name to a quantity: `effect: Named[Share]`."""

    @overload
    def __get__(self, instance: None, owner: Any) -> Self: ...
    @overload
    def __get__(self, instance: object, owner: Any) -> Mapping[str, Array]: ...
    def __get__(self, instance: object | None, owner: Any) -> Any:
        """Typing only."""

    def __set__(self, instance: Any, value: Mapping[str, Numeric]) -> None:
        """Typing only."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        (quantity,) = source.__args__
        return core_schema.dict_schema(core_schema.str_schema(), handler.generate_schema(quantity))


class Money(Quantity, unit="money", low=0.0):
    """An amount, in the case's price base."""


class MoneyPerYear(Quantity, unit="money/year", low=0.0):
    """A yearly amount, in the case's price base."""


class NetMoney(Quantity, unit="money"):
    """An amount that may be negative."""


class NetMoneyPerYear(Quantity, unit="money/year"):
    """A yearly amount that may be negative."""


class MoneyPerHour(Quantity, unit="money/hour", low=0.0):
    """A price of time: a wage, the hire of a machine."""


class MoneyPerContribution(Quantity, unit="money/count", low=0.0):
    """Cost of one contribution (a commit, a line)."""


class Share(Quantity, unit="share", low=0.0, high=1.0):
    """A part of a whole, 0 to 1."""


class Ratio(Quantity, unit="ratio", low=0.0):
    """A pure number, 0 or more."""


class RatePerYear(Quantity, unit="ratio/year", low=-1.0):
    """A yearly rate, such as a discount or a growth rate: 0.03 is 3 % a year. Never below -1."""


class Years(Quantity, unit="year", low=0.0):
    """A length of time in years."""


class Hours(Quantity, unit="hour", low=0.0):
    """A length of working time."""


class HoursPerYear(Quantity, unit="hour/year", low=0.0):
    """Working time a year."""


class Months(Quantity, unit="month", low=0.0):
    """A length of time in months."""


class PersonMonths(Quantity, unit="person-month", low=0.0):
    """Work: one person for one month."""


class MoneyPerPersonMonth(Quantity, unit="money/person-month", low=0.0):
    """What a month of one person's work costs."""


class Lines(Quantity, unit="line", low=0.0):
    """Lines of code, without comments and blank lines."""


class Power(Quantity, unit="kW", low=0.0):
    """Electric power."""


class MoneyPerEnergy(Quantity, unit="money/kWh", low=0.0):
    """A price of electricity."""


class TokensPerYear(Quantity, unit="token/year", low=0.0):
    """Text read and written by models, in tokens a year."""


class MoneyPerToken(Quantity, unit="money/token", low=0.0):
    """A price of one token."""


class Compute(Quantity, unit="FLOP", low=0.0):
    """An amount of computation, in floating-point operations."""


class ComputePerSecond(Quantity, unit="FLOP/second", low=0.0):
    """A speed of computation, in floating-point operations a second."""


class Persons(Quantity, unit="person", low=0.0):
    """A number of people: staff, users."""


class Correlation(Quantity, unit="ratio", low=-1.0, high=1.0):
    """A correlation coefficient."""


class Count(Quantity, unit="count", low=0.0):
    """A number of things."""


class CountPerYear(Quantity, unit="count/year", low=0.0):
    """A number of things a year."""


# ---------------------------------------------------------------- structure and categories


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


@dataclass(frozen=True, eq=False)
class Category:
    """Which of several named things: `codes[i]` is a place in `labels`.

    Attributes: `codes`, an array of whole numbers (any object that behaves like one while a formula is
    recorded); `labels`, the names. A run summarises it as shares.
    """

    codes: Any
    labels: tuple[str, ...]

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.is_instance_schema(
            cls,
            serialization=core_schema.plain_serializer_function_ser_schema(
                lambda c: {"codes": np.asarray(c.codes).tolist(), "labels": c.labels}
            ),
        )
