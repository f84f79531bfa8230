"""Units, as words joined by `/`, and price bases: a currency and the year whose prices it is counted in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from mloss_econ.errors import UnitError, nearest

CURRENCIES = ("USD", "EUR", "GBP")  # those with a price index and a rate in the tables that come with the library
FURTHER = tuple(
    "AUD BRL CAD CHF CNY CZK DKK HUF INR JPY KRW MXN NOK NZD PLN SEK SGD ZAR".split()
)  # with tables of one's own
MONEY = (*CURRENCIES, *FURTHER)
IndexKind = Literal["adopted", "cpi", "deflator"]
INDEX_KINDS: Mapping[IndexKind, str] = {"adopted": "", "cpi": "CPI", "deflator": "deflator"}  # in a price base
WORDS = tuple(
    "money year month week hour second commit line contributor period project repository system entity model "
    "customer notice person person-month FLOP token kW kWh share ratio count log".split()
)


def split_unit(unit: str) -> list[str]:
    """The words of a unit, checked: `"USD/year"` -> `["USD", "year"]`.

    Raises UnitError for a word the library does not know.
    """
    words = unit.split("/")
    for word in words:
        if word not in WORDS and word not in MONEY:
            raise UnitError(f"unit '{unit}': '{word}' is not known. {nearest(word, [*WORDS, *CURRENCIES])}")
    return words


def currency_of(unit: str) -> str | None:
    """The currency in a unit, or None: `"EUR/year"` -> `"EUR"`."""
    return next((word for word in split_unit(unit) if word in MONEY), None)


def generic_unit(unit: str) -> str:
    """The unit with its currency replaced by the word money: `"EUR/year"` -> `"money/year"`."""
    return "/".join("money" if word in MONEY else word for word in split_unit(unit))


@dataclass(frozen=True)
class PriceBase:
    """A currency and the year whose prices it is counted in, for example USD 2022.

    `index` is the kind of price index by which amounts of other years are brought there: consumer prices (`cpi`), GDP
    deflators (`deflator`), or the index adopted for each currency. What two kinds have converted is not comparable.
    """

    currency: str
    year: int
    index: IndexKind = "adopted"

    @classmethod
    def parse(cls, text: str | PriceBase) -> PriceBase:
        """Read `"USD 2022"`, or `"USD 2022 (CPI)"`, `"USD 2022 (deflator)"`. Raises UnitError for anything else."""
        if isinstance(text, PriceBase):
            return text
        match = re.fullmatch(r"([A-Z]{3}) (\d{4})(?: \((\w+)\))?", str(text))
        if not match or match[1] not in MONEY:
            raise UnitError(
                f"price base {text!r} is not one of {', '.join(MONEY)} and a year. Write for example 'USD 2022'."
            )
        kinds: dict[str, IndexKind] = {said: kind for kind, said in INDEX_KINDS.items()}
        if (match[3] or "") not in kinds:
            fix = "Write CPI or deflator in the brackets, or leave them out."
            raise UnitError(f"price base {text!r}: '{match[3]}' is no kind of price index. {fix}")
        return cls(match[1], int(match[2]), kinds[match[3] or ""])

    def is_of(self, other: PriceBase) -> bool:
        """Whether an amount is the same in both: they have one currency and one year, by whatever index."""
        return (self.currency, self.year) == (other.currency, other.year)

    @property
    def meaning(self) -> str:
        """What the amounts are in, for a sentence: "prices of 2022", with the kind of index where one was chosen."""
        by = {"cpi": ", converted by consumer price indices", "deflator": ", converted by GDP deflators"}
        return f"prices of {self.year}{by.get(self.index, '')}"

    def __str__(self) -> str:
        said = INDEX_KINDS[self.index]
        return f"{self.currency} {self.year}" + (f" ({said})" if said else "")


def show_unit(unit: str, prices: PriceBase | None = None) -> str:
    """A unit for the reader: `("money/year", USD 2022)` -> `"USD 2022/year"`; pure numbers have none."""
    if unit in ("ratio", "count", "log"):
        return ""
    return unit.replace("money", str(prices)) if prices else unit
