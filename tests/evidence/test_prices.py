"""From one price base to another: deflate in the amount's own currency, then convert."""

import csv
import itertools
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

from mloss_econ.base.units import INDEX_KINDS, PriceBase
from mloss_econ.errors import InputError, UnitError
from mloss_econ.evidence import Store, Table, default_store
from mloss_econ.evidence.prices import SERIES, PriceBaseError, Prices, index_of

PRICES = default_store().prices
years = st.integers(2004, 2024)
currencies = st.sampled_from(["USD", "EUR", "GBP"])
bases = st.builds(PriceBase, currencies, years)
kinds = st.sampled_from(["adopted", "cpi"])  # the kinds that cover all three currencies


def factor(original: str, target: str) -> float:
    return PRICES.convert(PriceBase.parse(original), PriceBase.parse(target)).factor


@pytest.fixture(scope="module")
def by_hand(store: Store) -> dict[tuple[str, int], float]:
    """Every index and rate, read from the files without the library."""
    found = {}
    for name, key in (("price_index", "series"), ("exchange_rate", "pair")):
        with Path(store.root, "tables", f"{name}.csv").open(newline="") as stream:
            for row in csv.DictReader(stream):
                found[row[key], int(row["year"])] = float(row["value"])
    return found


def test_the_ceps_study_in_dollars_of_2022(by_hand: dict[tuple[str, int], float]) -> None:
    growth = by_hand["euro_area_hicp", 2022] / by_hand["euro_area_hicp", 2021]
    expected = 29_277 * growth * by_hand["USD per EUR", 2022]
    assert_allclose(29_277 * factor("EUR 2021", "USD 2022"), expected, rtol=1e-14)
    assert round(29_277 * factor("EUR 2021", "USD 2022")) == 33_414


def test_the_other_order_would_give_another_answer(by_hand: dict[tuple[str, int], float]) -> None:
    convert_first = factor("EUR 2021", "USD 2021") * factor("USD 2021", "USD 2022")
    growth = by_hand["us_gdp_deflator", 2022] / by_hand["us_gdp_deflator", 2021]
    assert_allclose(convert_first, by_hand["USD per EUR", 2021] * growth, rtol=1e-14)
    assert round(29_277 * convert_first) == 37_089


@pytest.mark.parametrize("base", ["USD 2022", "EUR 2010", "GBP 2004"])
def test_nothing_happens_within_one_base(base: str) -> None:
    conversion = PRICES.convert(PriceBase.parse(base), PriceBase.parse(base))
    assert (conversion.factor, conversion.how) == (1.0, "")


@given(currencies, years, years)
def test_there_and_back_over_the_years(currency: str, first: int, second: int) -> None:
    a, b = f"{currency} {first}", f"{currency} {second}"
    assert_allclose(factor(a, b) * factor(b, a), 1, rtol=1e-14)


@given(currencies, currencies, years)
def test_there_and_back_over_the_currencies(one: str, other: str, year: int) -> None:
    a, b = f"{one} {year}", f"{other} {year}"
    assert_allclose(factor(a, b) * factor(b, a), 1, rtol=1e-14)


@given(currencies, years, years, years)
def test_a_detour_through_a_third_year_changes_nothing(currency: str, a: int, b: int, c: int) -> None:
    direct = factor(f"{currency} {a}", f"{currency} {c}")
    assert_allclose(factor(f"{currency} {a}", f"{currency} {b}") * factor(f"{currency} {b}", f"{currency} {c}"), direct)


@given(st.permutations(["USD", "EUR", "GBP"]), years)
def test_a_detour_through_a_third_currency_changes_nothing(order: list[str], year: int) -> None:
    a, b, c = (f"{currency} {year}" for currency in order)
    assert_allclose(factor(a, b) * factor(b, c), factor(a, c), rtol=1e-14)


@given(bases, bases)
def test_the_path_is_first_through_the_years_then_through_the_currencies(a: PriceBase, b: PriceBase) -> None:
    middle = f"{a.currency} {b.year}"
    assert_allclose(factor(str(a), str(b)), factor(str(a), middle) * factor(middle, str(b)), rtol=1e-14)


def test_a_later_year_of_a_rising_index_is_dearer(by_hand: dict[tuple[str, int], float]) -> None:
    for currency, series in ((c, index_of(c)) for c in SERIES):
        for year in range(2004, 2024):
            rose = by_hand[series, year + 1] > by_hand[series, year]
            assert (factor(f"{currency} {year}", f"{currency} {year + 1}") > 1) == rose
    assert factor("USD 2004", "USD 2022") > 1.3


def test_a_dearer_currency_counts_more() -> None:
    assert factor("GBP 2022", "USD 2022") > factor("EUR 2022", "USD 2022") > 1
    assert factor("USD 2022", "EUR 2022") < 1


def test_each_currency_is_deflated_by_its_own_index(by_hand: dict[tuple[str, int], float]) -> None:
    for currency, series in (("USD", "us_gdp_deflator"), ("EUR", "euro_area_hicp"), ("GBP", "uk_gdp_deflator")):
        assert_allclose(factor(f"{currency} 2010", f"{currency} 2020"), by_hand[series, 2020] / by_hand[series, 2010])


def test_the_derivation_is_told_in_words() -> None:
    conversion = PRICES.convert(PriceBase("EUR", 2021), PriceBase("USD", 2022))
    assert conversion.original == PriceBase("EUR", 2021)
    assert conversion.target == PriceBase("USD", 2022)
    steps = conversion.how.split("; ")
    assert len(steps) == 2
    assert steps[0].startswith("euro_area_hicp 2021 to 2022: x ")
    assert steps[1].startswith("USD per EUR in 2022: x ")
    numbers = [float(step.rsplit(" ", 1)[1]) for step in steps]
    assert_allclose(numbers[0] * numbers[1], conversion.factor, rtol=1e-4)


@pytest.mark.parametrize(
    ("original", "target", "words"),
    [
        ("USD 2022", "USD 2003", ["us_gdp_deflator", "2003", "2004 to 2025"]),
        ("USD 1999", "USD 2022", ["us_gdp_deflator", "1999", "2004 to 2025"]),
        ("GBP 2020", "GBP 2025", ["uk_gdp_deflator", "2025", "2004 to 2024"]),
        ("EUR 2020", "EUR 2030", ["euro_area_hicp", "2030", "table price_index"]),
        ("EUR 2003", "USD 2003", ["USD per EUR", "2003", "table exchange_rate"]),
    ],
)
def test_years_outside_the_tables_are_refused_in_words(original: str, target: str, words: list[str]) -> None:
    with pytest.raises(InputError) as error:
        factor(original, target)
    assert all(word in str(error.value) for word in words), str(error.value)


def test_all_three_currencies_are_covered_for_the_years_of_the_tables() -> None:
    for a, b in itertools.product(SERIES, SERIES):
        for year in (2004, 2012, 2024):
            assert factor(f"{a} {year}", f"{b} 2022") > 0


def test_prices_come_from_any_tables() -> None:
    import numpy as np

    index = Table(
        "price_index",
        {
            "series": np.array(["us_gdp_deflator"] * 2 + ["euro_area_hicp"] * 2),
            "year": np.array([2000.0, 2001.0] * 2),
            "value": np.array([100.0, 110.0, 50.0, 60.0]),
        },
    )
    rate = Table(
        "exchange_rate",
        {"pair": np.array(["USD per EUR"]), "year": np.array([2001.0]), "value": np.array([2.0])},
    )
    toy = Prices.from_tables(index, rate)
    assert_allclose(toy.convert(PriceBase("EUR", 2000), PriceBase("USD", 2001)).factor, 60 / 50 * 2, rtol=1e-15)
    assert_allclose(toy.convert(PriceBase("USD", 2000), PriceBase("EUR", 2001)).factor, 1.1 / 2, rtol=1e-15)


def test_us_prices_from_2005_to_2020() -> None:
    assert_allclose(factor("USD 2005", "USD 2020"), 1.29208, atol=5e-6)


# ---------------------------------------------------------------- one kind of index throughout


def test_a_kind_of_index_is_one_for_all_currencies(by_hand: dict[tuple[str, int], float]) -> None:
    by_kind = {
        "cpi": {"USD": "us_cpi_u", "EUR": "euro_area_hicp", "GBP": "uk_cpi"},
        "deflator": {"USD": "us_gdp_deflator", "GBP": "uk_gdp_deflator"},
        "adopted": {"USD": "us_gdp_deflator", "EUR": "euro_area_hicp", "GBP": "uk_gdp_deflator"},
    }
    for kind, of in by_kind.items():
        for currency, series in of.items():
            target = replace(PriceBase(currency, 2020), index=kind)
            conversion = PRICES.convert(PriceBase(currency, 2010), target)
            assert_allclose(conversion.factor, by_hand[series, 2020] / by_hand[series, 2010], rtol=1e-14)
            assert conversion.how.startswith(f"{series} 2010 to 2020: x ")


def test_known_conversions_by_consumer_prices() -> None:
    """By hand from the published annual averages."""
    assert_allclose(factor("USD 2010", "USD 2022 (CPI)"), 292.655 / 218.056, rtol=1e-6)
    assert_allclose(factor("GBP 2010", "GBP 2022 (CPI)"), 121.7 / 89.4, rtol=1e-14)
    assert factor("EUR 2010", "EUR 2022 (CPI)") == factor("EUR 2010", "EUR 2022")


@given(currencies, currencies, years, years, kinds)
def test_there_and_back_by_one_kind_of_index(one: str, other: str, a: int, b: int, kind: Any) -> None:
    """Over the years within a currency, and over the currencies within a year."""
    for first, second in (
        (PriceBase(one, a, kind), PriceBase(one, b, kind)),
        (PriceBase(one, a, kind), PriceBase(other, a, kind)),
    ):
        there, back = PRICES.convert(first, second), PRICES.convert(second, first)
        assert_allclose(there.factor * back.factor, 1, rtol=1e-14)


@given(currencies, currencies, years, kinds)
def test_the_kind_of_index_changes_nothing_within_a_year(one: str, other: str, year: int, kind: Any) -> None:
    plain = PRICES.convert(PriceBase(one, year), PriceBase(other, year))
    chosen = PRICES.convert(PriceBase(one, year), PriceBase(other, year, kind))
    assert (chosen.factor, chosen.how) == (plain.factor, plain.how)


@pytest.mark.parametrize(
    ("original", "target"), [("USD 2020 (CPI)", "USD 2022"), ("USD 2020 (CPI)", "USD 2022 (deflator)")]
)
def test_two_kinds_of_index_are_not_mixed(original: str, target: str) -> None:
    with pytest.raises(UnitError, match=r"converted by different kinds of price index, .* Name one kind in both"):
        factor(original, target)


def test_pounds_reach_the_latest_year_by_consumer_prices_alone() -> None:
    assert_allclose(factor("GBP 2022", "GBP 2025 (CPI)"), 138.4 / 121.7, rtol=1e-14)
    with pytest.raises(PriceBaseError, match=r"^prices in GBP 2025: price index uk_gdp_deflator has no year 2025"):
        factor("GBP 2022", "GBP 2025")


def test_the_rows_that_a_kind_of_index_lacks_are_named_at_once() -> None:
    stated = [PriceBase("EUR", 2021), PriceBase("EUR", 2018), PriceBase("USD", 2010), PriceBase("EUR", 1999)]
    PRICES.check(PriceBase("USD", 2022, "cpi"), {"USD", "EUR"}, stated)
    with pytest.raises(PriceBaseError) as error:
        PRICES.check(PriceBase("USD", 2022, "deflator"), {"USD", "EUR"}, stated)
    lacking = "euro_area_gdp_deflator 2022, euro_area_gdp_deflator 2018, euro_area_gdp_deflator 2021. "
    assert f"there is no row for {lacking}Choose another kind of index, or add a row" in str(error.value)
    with pytest.raises(PriceBaseError, match="Choose a year inside 2004 to 2025 or another kind of index, or add"):
        PRICES.check(PriceBase("USD", 2030, "cpi"), {"USD"})


@given(st.lists(st.tuples(currencies, st.integers(2026, 2040), st.floats(50, 500)), max_size=5), bases, bases, kinds)
def test_rows_that_are_added_change_no_conversion_between_years_that_were_there(
    rows: list[tuple[str, int, float]], a: PriceBase, b: PriceBase, kind: Any
) -> None:
    index = {**PRICES.index, **{(index_of(c, kind), year): value for c, year, value in rows}}
    rate = {**PRICES.rate, **{(f"USD per {c}", year): value for c, year, value in rows if c != "USD"}}
    more, target = Prices(index, rate, PRICES.advice), replace(b, index=kind)
    assert more.convert(a, target) == PRICES.convert(a, target)


def test_every_kind_has_a_series_for_every_currency() -> None:
    found = {(currency, kind): index_of(currency, kind) for currency in (*SERIES, "CHF") for kind in INDEX_KINDS}
    assert (found["CHF", "adopted"], found["CHF", "cpi"]) == ("CHF prices", "CHF cpi")
    assert found["EUR", "deflator"] == "euro_area_gdp_deflator"
    for currency in SERIES:
        assert found[currency, "adopted"] in {found[currency, "cpi"], found[currency, "deflator"]}
