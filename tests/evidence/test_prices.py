"""From one price base to another: deflate in the amount's own currency, then convert."""

import csv
import itertools
from pathlib import Path

import pytest
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

from mloss_econ.base.units import PriceBase
from mloss_econ.errors import InputError
from mloss_econ.evidence import Store, Table, default_store
from mloss_econ.evidence.prices import INDEX, Prices

PRICES = default_store().prices
years = st.integers(2004, 2024)
currencies = st.sampled_from(["USD", "EUR", "GBP"])
bases = st.builds(PriceBase, currencies, years)


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
    for currency, series in INDEX.items():
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
    for a, b in itertools.product(INDEX, INDEX):
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
