"""From one price base to another: deflate in the amount's own currency, then convert at the target year's rate.

    factor = index_c(Y) / index_c(y) * rate_{c -> C}(Y)          from (c, y) to (C, Y)

The order matters (the other one differs by the two countries' relative inflation) and is fixed here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mloss_econ.errors import InputError
from mloss_econ.quantities import Table
from mloss_econ.units import PriceBase

INDEX = {"USD": "us_gdp_deflator", "EUR": "euro_area_hicp", "GBP": "uk_gdp_deflator"}


@dataclass(frozen=True)
class Conversion:
    """How an amount was brought into another price base: `factor`, and `how` for the reader."""

    original: PriceBase
    target: PriceBase
    factor: float
    how: str


@dataclass(frozen=True)
class Prices:
    """The price indices and exchange rates of the seeds: `index[series, year]`, `rate[pair, year]`."""

    index: Mapping[tuple[str, int], float]
    rate: Mapping[tuple[str, int], float]

    @classmethod
    def from_tables(cls, index: Table, rate: Table) -> Prices:
        """Read the tables `price_index` and `exchange_rate`."""

        def read(table: Table, key: str) -> dict[tuple[str, int], float]:
            rows = zip(table[key], table["year"], table["value"], strict=True)
            return {(str(k), int(y)): float(v) for k, y, v in rows}

        return cls(read(index, "series"), read(rate, "pair"))

    def _index(self, currency: str, year: int) -> float:
        series = INDEX[currency]
        if (series, year) not in self.index:
            years = [y for s, y in self.index if s == series]
            raise InputError(
                f"price index {series} has no year {year}; it covers {min(years)} to {max(years)}. "
                "Choose a year inside, or add a row to the table price_index."
            )
        return self.index[series, year]

    def _usd_per(self, currency: str, year: int) -> float:
        if currency == "USD":
            return 1.0
        pair = f"USD per {currency}"
        if (pair, year) not in self.rate:
            raise InputError(f"exchange rate {pair} has no year {year}. Add a row to the table exchange_rate.")
        return self.rate[pair, year]

    def convert(self, original: PriceBase, target: PriceBase) -> Conversion:
        """The factor that takes an amount in `original` to `target`, with its derivation in words."""
        factor, steps = 1.0, []
        if original.year != target.year:
            growth = self._index(original.currency, target.year) / self._index(original.currency, original.year)
            factor *= growth
            steps.append(f"{INDEX[original.currency]} {original.year} to {target.year}: x {growth:.4f}")
        if original.currency != target.currency:
            rate = self._usd_per(original.currency, target.year) / self._usd_per(target.currency, target.year)
            factor *= rate
            steps.append(f"{target.currency} per {original.currency} in {target.year}: x {rate:.4f}")
        return Conversion(original, target, factor, "; ".join(steps))
