"""From one price base to another: deflate in the amount's own currency, then convert at the target year's rate.

    factor = index_c(Y) / index_c(y) * rate_{c -> C}(Y)          from (c, y) to (C, Y)

The order matters (the other one differs by the two countries' relative inflation) and is fixed here. The kind of index
is that of the target: consumer prices or GDP deflators for all currencies, or the index adopted for each.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from mloss_econ.base.units import INDEX_KINDS, MONEY, IndexKind, PriceBase
from mloss_econ.errors import InputError, SeedError, UnitError, nearest
from mloss_econ.evidence.table import Table
from mloss_econ.evidence.tables import TableRows, how_to_add

SERIES: Mapping[str, Mapping[IndexKind, str]] = {
    "USD": {"adopted": "us_gdp_deflator", "cpi": "us_cpi_u", "deflator": "us_gdp_deflator"},
    "EUR": {"adopted": "euro_area_hicp", "cpi": "euro_area_hicp", "deflator": "euro_area_gdp_deflator"},
    "GBP": {"adopted": "uk_gdp_deflator", "cpi": "uk_cpi", "deflator": "uk_gdp_deflator"},
}
FURTHER: Mapping[IndexKind, str] = {"adopted": "prices", "cpi": "cpi", "deflator": "deflator"}  # after the currency


@dataclass(frozen=True)
class Conversion:
    """How an amount was brought into another price base: `factor`, and `how` for the reader."""

    original: PriceBase
    target: PriceBase
    factor: float
    how: str


def index_of(currency: str, kind: IndexKind = "adopted") -> str:
    """The series of `price_index` that deflates a currency by a kind of index; for a currency that the library has no
    index of, `JPY prices`, or `JPY cpi` and `JPY deflator`."""
    return SERIES[currency][kind] if currency in SERIES else f"{currency} {FURTHER[kind]}"


def pair_of(currency: str) -> str:
    """The pair of `exchange_rate` that brings a currency into dollars."""
    return f"USD per {currency}"


def check_read(name: str, rows: TableRows, before: TableRows) -> None:
    """Raise SeedError for a further row of a price table that nobody would read: its series or pair is of no currency.

    `before`: the rows that come with the library, which has some for comparison.
    """
    known = {
        "price_index": ("series", {index_of(c, kind) for c in MONEY for kind in INDEX_KINDS}),
        "exchange_rate": ("pair", {pair_of(c) for c in MONEY if c != "USD"}),
    }
    if name not in known:
        return
    column, read = known[name]
    for cell in rows.column(column):
        if cell not in read and cell not in before.column(column):
            fix = "Write USD per and the currency: USD per JPY." if column == "pair" else nearest(cell, read)
            raise SeedError(rows.place(column, cell), column, f"no currency has the {column} '{cell}'.", fix)


class PriceBaseError(InputError):
    """The price base that was asked for lies outside the tables: no fault of the amount to be converted."""


@dataclass(frozen=True)
class Prices:
    """The price indices and exchange rates of the seeds: `index[series, year]`, `rate[pair, year]`. `advice` says how
    a row is added to each table."""

    index: Mapping[tuple[str, int], float]
    rate: Mapping[tuple[str, int], float]
    advice: Mapping[str, str]

    @classmethod
    def from_tables(cls, index: Table, rate: Table) -> Prices:
        """Read the tables `price_index` and `exchange_rate`."""

        def read(table: Table, key: str) -> dict[tuple[str, int], float]:
            rows = zip(table[key], table["year"], table["value"], strict=True)
            return {(str(k), int(y)): float(v) for k, y, v in rows}

        advice = {table.name: f"a row to the table {table.name}: {how_to_add(table)}" for table in (index, rate)}
        return cls(read(index, "series"), read(rate, "pair"), advice)

    def _index(self, currency: str, year: int, kind: IndexKind) -> float:
        series = index_of(currency, kind)
        if (series, year) not in self.index:
            years = [y for s, y in self.index if s == series]
            covered = f"it covers {min(years)} to {max(years)}" if years else "it has no year at all"
            choose = "Choose a year inside, or add" if years else "Add"
            raise InputError(
                f"price index {series} has no year {year}; {covered}. {choose} {self.advice['price_index']}."
            )
        return self.index[series, year]

    def _usd_per(self, currency: str, year: int) -> float:
        if currency == "USD":
            return 1.0
        pair = pair_of(currency)
        if (pair, year) not in self.rate:
            raise InputError(f"exchange rate {pair} has no year {year}. Add {self.advice['exchange_rate']}.")
        return self.rate[pair, year]

    def check(self, target: PriceBase, currencies: Iterable[str], stated: Iterable[PriceBase] = ()) -> None:
        """Raise PriceBaseError, with every row that the tables lack, if amounts in these currencies cannot be brought
        into `target`; `stated`: the price bases of amounts whose own years are wanted by its kind of index, too."""
        year, used = target.year, sorted(set(currencies))
        series = [index_of(c, target.index) for c in used]
        pairs = [pair_of(c) for c in {*used, target.currency} - {"USD"}] if set(used) - {target.currency} else []
        gaps = self._gaps(target, stated)
        lacking = {
            "price_index": [*(f"{s} {year}" for s in series if (s, year) not in self.index), *gaps],
            "exchange_rate": [f"{p} {year}" for p in sorted(pairs) if (p, year) not in self.rate],
        }
        rows = [row for found in lacking.values() for row in found]
        if not rows:
            return
        years = [
            y
            for y in {y for _, y in self.index}
            if all((s, y) in self.index for s in series) and all((p, y) in self.rate for p in pairs)
        ]
        choices = [f"a year inside {min(years)} to {max(years)}"] if years and not gaps else []
        choices += ["another kind of index"] if target.index != "adopted" else []
        choose = f"Choose {' or '.join(choices)}, or add" if choices else "Add"
        advice = "; add ".join(self.advice[table] for table, found in lacking.items() if found)
        raise PriceBaseError(f"prices in {target}: there is no row for {', '.join(rows)}. {choose} {advice}.")

    def _gaps(self, target: PriceBase, stated: Iterable[PriceBase]) -> list[str]:
        """The years of amounts that are to be moved, and that the adopted index covers and the target's kind does not:
        a year that neither covers is the fault of the amount."""
        moved = {(b.currency, b.year) for b in stated if b.year != target.year}
        return [
            f"{index_of(c, target.index)} {y}"
            for c, y in sorted(moved)
            if (index_of(c), y) in self.index and (index_of(c, target.index), y) not in self.index
        ]

    @property
    def currencies(self) -> tuple[str, ...]:
        """The currencies that have a price index, of whatever kind, and a rate."""
        return tuple(c for c in MONEY if self._has(c) == (True, True))

    def halves(self) -> Iterator[str]:
        """What the currencies lack that have a price index and no rate, or the other way round: nothing converts them.
        With the remedy."""
        for currency in MONEY:
            indexed, rated = self._has(currency)
            if indexed != rated:
                has, lacks = ("a price index", "exchange rate") if indexed else ("an exchange rate", "price index")
                advice = self.advice[lacks.replace(" ", "_")]
                yield f"{currency} has {has} and no {lacks}, so nothing can be converted into it. Add {advice}."

    def _has(self, currency: str) -> tuple[bool, bool]:
        """Whether a currency has a price index, of whatever kind, and a rate."""
        indexed, rated = {s for s, _ in self.index}, {p for p, _ in self.rate}
        series = any(index_of(currency, kind) in indexed for kind in INDEX_KINDS)
        return series, currency == "USD" or pair_of(currency) in rated

    def reach(self, original: PriceBase, target: PriceBase) -> tuple[float, float]:
        """The index of the original's currency in the target's year, and the target's currency per the original's.

        Raises PriceBaseError where the tables lack that year.
        """
        index = rate = 1.0
        try:
            if original.year != target.year:
                index = self._index(original.currency, target.year, target.index)
            if original.currency != target.currency:
                rate = self._usd_per(original.currency, target.year) / self._usd_per(target.currency, target.year)
        except InputError as error:
            raise PriceBaseError(f"prices in {target}: {error}") from None
        return index, rate

    def convert(self, original: PriceBase, target: PriceBase) -> Conversion:
        """The factor that takes an amount in `original` to `target`, with its derivation in words.

        Raises PriceBaseError where the tables lack the year of `target`, InputError where they lack that of `original`,
        UnitError where the two were converted by different kinds of index.
        """
        _check_kinds(original, target)
        factor, steps = 1.0, []
        index, rate = self.reach(original, target)
        if original.year != target.year:
            growth = index / self._index(original.currency, original.year, target.index)
            factor *= growth
            steps.append(
                f"{index_of(original.currency, target.index)} {original.year} to {target.year}: x {growth:.4f}"
            )
        if original.currency != target.currency:
            factor *= rate
            steps.append(f"{target.currency} per {original.currency} in {target.year}: x {rate:.4f}")
        return Conversion(original, target, factor, "; ".join(steps))


def _check_kinds(original: PriceBase, target: PriceBase) -> None:
    """Raise UnitError for what one kind of index has converted and another is to convert further."""
    if original.index not in ("adopted", target.index):
        raise UnitError(
            f"{original} and {target} are converted by different kinds of price index, so one cannot become the other. "
            "Name one kind in both."
        )
