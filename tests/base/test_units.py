"""Units as words, and price bases."""

from typing import Any

import pytest
from hypothesis import given, strategies as st

from mloss_econ.base.units import INDEX_KINDS, MONEY, WORDS, PriceBase, currency_of, generic_unit, show_unit, split_unit
from mloss_econ.errors import UnitError

units = st.lists(st.sampled_from([*WORDS, *MONEY]), min_size=1, max_size=3).map("/".join)


@given(units)
def test_units_of_known_words_are_taken_apart_and_put_together(unit: str) -> None:
    assert "/".join(split_unit(unit)) == unit


@pytest.mark.parametrize(
    ("unit", "words"),
    [
        ("USD/yaer", ["'yaer'", "Did you mean 'year'"]),
        ("dollars", ["'dollars'", "not known"]),
        ("USD per year", ["not known"]),
        ("USD/years", ["'years'", "Did you mean 'year'"]),
        ("", ["''", "not known"]),
        ("USD//year", ["not known"]),
        ("USD/year ", ["not known"]),
        ("$", ["'$'", "not known"]),
        ("percent", ["'percent'", "not known"]),
    ],
)
def test_other_words_are_refused_with_the_nearest(unit: str, words: list[str]) -> None:
    with pytest.raises(UnitError) as error:
        split_unit(unit)
    assert all(word in str(error.value) for word in words), str(error.value)


@pytest.mark.parametrize(
    ("unit", "currency", "generic"),
    [
        ("EUR/year", "EUR", "money/year"),
        ("USD", "USD", "money"),
        ("GBP/count", "GBP", "money/count"),
        ("share", None, "share"),
        ("ratio/year", None, "ratio/year"),
        ("money/year", None, "money/year"),
    ],
)
def test_the_currency_in_a_unit(unit: str, currency: str | None, generic: str) -> None:
    assert currency_of(unit) == currency
    assert generic_unit(unit) == generic


@pytest.mark.parametrize(
    ("unit", "prices", "shown"),
    [
        ("money/year", PriceBase("USD", 2022), "USD 2022/year"),
        ("money", PriceBase("EUR", 2021), "EUR 2021"),
        ("money", None, "money"),
        ("share", PriceBase("USD", 2022), "share"),
        ("ratio", PriceBase("USD", 2022), ""),
        ("count", None, ""),
        ("ratio/year", PriceBase("USD", 2022), "ratio/year"),
        ("count/year", None, "count/year"),
    ],
)
def test_units_for_a_reader(unit: str, prices: PriceBase | None, shown: str) -> None:
    assert show_unit(unit, prices) == shown


# ---------------------------------------------------------------- price bases


@given(st.sampled_from(MONEY), st.integers(1000, 9999))
def test_a_price_base_survives_text(currency: str, year: int) -> None:
    base = PriceBase.parse(f"{currency} {year}")
    assert (base.currency, base.year) == (currency, year)
    assert PriceBase.parse(str(base)) == base
    assert PriceBase.parse(base) is base


@pytest.mark.parametrize(
    "text", ["", "USD", "2022", "usd 2022", "USD2022", "USD 22", "2022 USD", "DEM 2022", "USD 2022 ", "USD-2022", 2022]
)
def test_other_price_bases_are_refused_with_an_example(text: Any) -> None:
    with pytest.raises(UnitError, match="USD 2022"):
        PriceBase.parse(text)


@given(st.builds(PriceBase, st.sampled_from(MONEY), st.integers(1900, 2100), st.sampled_from(list(INDEX_KINDS))))
def test_a_price_base_is_read_as_it_is_written(base: PriceBase) -> None:
    assert PriceBase.parse(str(base)) == base
    assert base.is_of(PriceBase(base.currency, base.year))
    assert not base.is_of(PriceBase(base.currency, 1))
    assert base.meaning.startswith(f"prices of {base.year}")


@pytest.mark.parametrize("text", ["USD 2022 (cpi)", "USD 2022 (PPI)", "USD 2022 ()", "USD 2022 CPI", "USD 2022 (CPI) "])
def test_another_kind_of_index_is_refused(text: str) -> None:
    with pytest.raises(
        UnitError, match=r"no kind of price index\. Write CPI or deflator|and a year\. Write for example"
    ):
        PriceBase.parse(text)
