"""The kinds of seed: source and fact, belief, scenario. Their schema and units are checked here."""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from mloss_econ.base.units import PriceBase, currency_of, generic_unit, split_unit
from mloss_econ.errors import InputError, quoted
from mloss_econ.uncertainty import Distribution, distribution_from, point

Grade = Literal["measured", "reported", "estimated", "judgement"]
GRADES: tuple[Grade, ...] = ("measured", "reported", "estimated", "judgement")
Quality = Literal["primary", "secondary", "weak", "computed", "memory", "judgement"]


LARGEST = sys.float_info.max


def number(value: object) -> float:
    """A finite number, or ValueError in plain words."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ValueError(f"{quoted(value)} is not a number. Write 300e6, without quotes or thousands signs.")
    if isinstance(value, int) and abs(value) > LARGEST:
        raise ValueError("the number is not finite: too large to compute with. Check its exponent.")
    if not math.isfinite(value):
        raise ValueError(f"{value} is not finite. Give a plain number, or leave the key out.")
    return float(value)


def _unit(value: object) -> object:
    split_unit(str(value))
    return value


def _year(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError(f"{quoted(value)} is not a year. Write it as a whole number without quotes: 2022.")
    return value


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"{quoted(value)} is neither true nor false. Write one of them, without quotes.")
    return value


def _clause(value: object) -> object:
    if isinstance(value, str) and not value.strip():
        raise ValueError("is empty. Name the passage of the text, or say that it is expert judgement.")
    return value


Number = Annotated[float, BeforeValidator(number)]
Year = Annotated[int, BeforeValidator(_year)]
Flag = Annotated[bool, BeforeValidator(_flag)]
Clause = Annotated[str, BeforeValidator(_clause)]
UnitText = Annotated[str, BeforeValidator(_unit)]
Dist = Annotated[Distribution, BeforeValidator(distribution_from)]


class Seed(BaseModel):
    """Base of all kinds: frozen, no unknown key."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True, populate_by_name=True)

    needed: ClassVar[Mapping[str, str]] = {}
    """What to write for a key that is missing, where its name does not say so."""


class MisplacedError(ValueError):
    """A fault that a seed finds at a key inside it, by its dotted path."""

    def __init__(self, path: str, problem: str) -> None:
        self.path, self.problem = path, problem
        super().__init__(f"{path}: {problem}")


def check_price_year(unit: str | None, price_year: int | None) -> None:
    """Raise ValueError for money without a price year, or a price year without money."""
    currency = currency_of(unit) if unit else None
    if currency and price_year is None:
        raise ValueError(f"money without a price year: unit '{unit}' needs price_year, for example price_year = 2022.")
    if price_year is not None and not currency:
        raise ValueError(f"price_year = {price_year} but unit '{unit}' has no currency. Leave price_year out.")


class Source(Seed):
    """The document that facts come from."""

    title: str
    authors: str
    year: int
    published: str = ""
    address: str = ""
    access: Literal["read in full", "read in part", "second-hand", "from memory", "own computation"]


class Fact(Seed):
    """What one document says: a statement, and a number where it has one, with its place in the document."""

    statement: str = Field(min_length=1)
    value: Number | None = None
    low: Number | None = None
    high: Number | None = None
    range_from: Literal["source", "computed", "judgement"] | None = None
    unit: UnitText | None = None
    price_year: Year | None = None
    locator: str
    quality: Quality
    note: str = ""
    superseded_by: str = ""

    @model_validator(mode="after")
    def _consistent(self) -> Fact:
        if (self.value is not None) != (self.unit is not None):
            raise ValueError("a value needs a unit, and a unit a value.")
        check_price_year(self.unit, self.price_year)
        if (self.low is None) != (self.high is None) or (self.low is not None and self.range_from is None):
            raise ValueError("low and high come together, with range_from.")
        return self

    @property
    def prices(self) -> PriceBase | None:
        """The currency and year of a money fact."""
        return price_base(self.unit, self.price_year)


class Belief(Seed):
    """What is adopted for one quantity: a value, its uncertainty, why, and on which facts it rests."""

    value: Number
    dist: Dist
    unit: UnitText
    price_year: Year | None = None
    grade: Grade
    weak: Flag = False
    confirmed: Flag = True
    why: str = Field(min_length=1)
    rests_on: tuple[str, ...] = Field(default=(), alias="from")

    @model_validator(mode="before")
    @classmethod
    def _point_by_default(cls, data: Any) -> Any:
        if isinstance(data, Mapping) and "dist" not in data and "value" in data:
            return {**data, "dist": point(value=number(data["value"]))}
        return data

    @model_validator(mode="after")
    def _consistent(self) -> Belief:
        check_price_year(self.unit, self.price_year)
        low, high = self.dist.support
        if not low <= self.value <= high:
            raise ValueError(
                f"value = {self.value:g} is outside the support of dist ({low:g} to {high:g}). Move one of them."
            )
        return self

    @property
    def prices(self) -> PriceBase | None:
        """The currency and year of a money belief."""
        return price_base(self.unit, self.price_year)

    @property
    def generic_unit(self) -> str:
        """The unit with `money` for the currency: what an input declares."""
        return generic_unit(self.unit)


class BeliefSet(Seed):
    """How one side sees it: a signed, sparse set of beliefs that replaces adopted ones, each with its reason."""

    title: str = Field(min_length=1)
    author: str = Field(min_length=1)
    date: str = Field(min_length=1)
    about: str = Field(min_length=1)
    beliefs: dict[str, dict[str, Any]] = Field(min_length=1)


class Counterexample(Seed):
    """Where a claim was broken: some inputs of its case, the others as adopted, and how it was found."""

    claim: str = Field(min_length=1)
    prices: str
    found: str
    changes: dict[str, Number]


@dataclass(frozen=True)
class Scenario:
    """A scenario: names, labels, and a belief for every number in it.

    `tree` has the shape of the Inputs of the `calculators` it is for, with a Belief at each number and text at each
    label. `prices` is the price base of its amounts, None where each states its own.
    """

    name: str
    title: str
    why: str
    calculators: tuple[str, ...]
    prices: PriceBase | None
    tree: Mapping[str, Any]


def price_base(unit: str | None, year: int | None) -> PriceBase | None:
    """The price base of a unit with a currency; None for any other."""
    currency = currency_of(unit) if unit else None
    return PriceBase(currency, year) if currency and year else None


def check_same_base(path: str, own: PriceBase | None, whole: PriceBase | None) -> None:
    """Raise InputError if a scenario's number is in another price base than the scenario."""
    if own is not None and whole is not None and own != whole:
        raise InputError(
            f"{path}: mixed price bases: this number is in {own}, the scenario in {whole}. "
            "Convert it, or give the scenario the other base."
        )
