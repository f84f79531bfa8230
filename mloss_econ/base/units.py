"""Units, as words joined by `/`, and price bases: a currency and the year whose prices it is counted in."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mloss_econ.errors import UnitError, nearest

CURRENCIES = ("USD", "EUR", "GBP")  # those with a price index and a rate in the tables that come with the library
FURTHER = tuple(
    "AUD BRL CAD CHF CNY CZK DKK HUF INR JPY KRW MXN NOK NZD PLN SEK SGD ZAR".split()
)  # with tables of one's own
MONEY = (*CURRENCIES, *FURTHER)
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
    """A currency and the year whose prices it is counted in, for example USD 2022."""

    currency: str
    year: int

    @classmethod
    def parse(cls, text: str | PriceBase) -> PriceBase:
        """Read `"USD 2022"`. Raises UnitError for anything else."""
        if isinstance(text, PriceBase):
            return text
        match = re.fullmatch(r"([A-Z]{3}) (\d{4})", str(text))
        if not match or match[1] not in MONEY:
            raise UnitError(
                f"price base {text!r} is not one of {', '.join(MONEY)} and a year. Write for example 'USD 2022'."
            )
        return cls(match[1], int(match[2]))

    def __str__(self) -> str:
        return f"{self.currency} {self.year}"


def show_unit(unit: str, prices: PriceBase | None = None) -> str:
    """A unit for the reader: `("money/year", USD 2022)` -> `"USD 2022/year"`; pure numbers have none."""
    if unit in ("ratio", "count", "log"):
        return ""
    return unit.replace("money", str(prices)) if prices else unit
