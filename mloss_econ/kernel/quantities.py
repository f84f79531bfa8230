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

from mloss_econ.base.arrays import Array, frozen
from mloss_econ.base.units import split_unit
from mloss_econ.errors import InputError

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
    """A share of a whole, 0 to 1."""


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
