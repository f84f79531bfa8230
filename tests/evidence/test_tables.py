"""Tables of a folder of one's own: their rows are added, and the advice of every message can be followed."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from mloss_econ.base.units import PriceBase
from mloss_econ.compliance import profile
from mloss_econ.compliance.profiles import Schedule
from mloss_econ.compliance.small_entities import size_standard
from mloss_econ.errors import InputError, SeedError
from mloss_econ.evidence import Store
from mloss_econ.evidence.prices import PriceBaseError
from mloss_econ.evidence.tables import KEYS
from mloss_econ.report.assumptions import read_assumptions
from mloss_econ.report.scenario_file import schema

INDEX = "series,year,value,base,source,grade\n"
US_2026 = "us_gdp_deflator,2026,131.5,2017=100,ours,B\n"


@pytest.fixture(scope="module")
def root(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables that come with the library, and nothing else: quick to read."""
    made = tmp_path_factory.mktemp("root")
    (made / "beliefs").mkdir()
    shutil.copytree(store.root / "tables", made / "tables")
    return made


def write(folder: Path, name: str, text: str) -> Path:
    """A table in a folder of one's own."""
    (folder / "tables").mkdir(parents=True, exist_ok=True)
    path = folder / "tables" / f"{name}.csv"
    path.write_text(text)
    return path


def follow(folder: Path, error: Exception, rows: dict[str, str]) -> None:
    """Do what a message advises: write each table that it names, with the header it gives."""
    advised = dict(re.findall(r"a file tables/(\w+)\.csv with the header (\S+),", str(error)))
    assert set(advised) == set(rows)
    for name, header in advised.items():
        write(folder, name, f"{header}\n{rows[name]}")


def test_every_table_has_a_key(store: Store) -> None:
    assert set(KEYS) == set(store.tables)
    for name, key in KEYS.items():
        rows = list(zip(*(store.table(name)[column].tolist() for column in key), strict=True))
        assert len(set(rows)) == len(rows), name


def test_a_year_is_added_as_the_message_says(root: Path, tmp_path: Path) -> None:
    old, new = PriceBase("USD", 2022), PriceBase("USD", 2026)
    with pytest.raises(InputError, match="us_gdp_deflator has no year 2026; it covers 2004 to 2025") as error:
        Store.load(root).prices.convert(old, new)
    follow(tmp_path, error.value, {"price_index": US_2026})
    both = Store.load(root, tmp_path)
    (of_2022,) = [
        value
        for series, year, value in zip(
            *(both.table("price_index")[c] for c in ("series", "year", "value")), strict=True
        )
        if (series, year) == ("us_gdp_deflator", 2022)
    ]
    assert both.prices.convert(old, new).factor == pytest.approx(131.5 / of_2022, rel=1e-14)
    assert len(both.table("price_index")["year"]) == len(Store.load(root).table("price_index")["year"]) + 1


def test_a_rate_is_added_as_the_message_says(root: Path, tmp_path: Path) -> None:
    bases = PriceBase("EUR", 2026), PriceBase("USD", 2026)
    with pytest.raises(InputError, match="USD per EUR has no year 2026") as error:
        Store.load(root).prices.convert(*bases)
    follow(tmp_path, error.value, {"exchange_rate": "USD per EUR,2026,1.15,ours,B\n"})
    assert Store.load(root, tmp_path).prices.convert(*bases).factor == 1.15


def test_a_currency_is_added_as_the_messages_say(root: Path, tmp_path: Path) -> None:
    yen, dollars = PriceBase.parse("JPY 2021"), PriceBase("USD", 2022)
    with pytest.raises(InputError, match="price index JPY prices has no year 2022; it has no year at all") as index:
        Store.load(root).prices.convert(yen, dollars)
    rows = "".join(f"JPY prices,{year},{value},2020=100,ours,B\n" for year, value in ((2021, 100), (2022, 102.5)))
    follow(tmp_path, index.value, {"price_index": rows})
    with pytest.raises(InputError, match="exchange rate USD per JPY has no year 2022") as rate:
        Store.load(root, tmp_path).prices.convert(yen, dollars)
    follow(tmp_path, rate.value, {"exchange_rate": "USD per JPY,2022,0.0076,ours,B\n"})
    both = Store.load(root, tmp_path)
    assert both.prices.convert(yen, dollars).factor == pytest.approx(1.025 * 0.0076, rel=1e-14)
    both.prices.check(PriceBase("JPY", 2022), {"USD", "EUR", "JPY"})


def test_an_industry_is_added_as_the_message_says(root: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no size standard for NAICS code '541519'") as error:
        size_standard("541519", Store.load(root))
    follow(tmp_path, error.value, {"size_standards": "541519,Other services,34000000,USD/year,2023-03-17,B\n"})
    assert size_standard("541519", Store.load(root, tmp_path)).limit == 34e6


def test_a_longer_schedule_is_added_as_the_message_says(root: Path, tmp_path: Path) -> None:
    short = profile("a4-2023", store=Store.load(root)).schedules["2 %"]
    with pytest.raises(InputError, match=r"appraisal_profiles\.csv and its steps in tables/discount_rates\.csv"):
        short.factor(60.0)
    write(tmp_path, "appraisal_profiles", "profile,title,status,timing,reach,note\nmine,Ours,draft,end,100,longer\n")
    steps = "mine,ours,81,0.015,ours,B\nmine,ours,0,0.02,ours,B\n"  # in any order
    write(tmp_path, "discount_rates", f"profile,schedule,from_year,rate,source,grade\n{steps}")
    made = profile("mine", store=Store.load(root, tmp_path)).schedules["ours"]
    assert made == Schedule("ours", (0.0, 81.0), (0.02, 0.015), 100.0)
    assert float(made.factor(90.0)) == pytest.approx(1.02**-80 * 1.015**-10, rel=1e-14)


@pytest.mark.parametrize("table", ["appraisal_profiles", "discount_rates"])
def test_a_profile_has_rates_and_rates_have_a_profile(root: Path, tmp_path: Path, table: str) -> None:
    rows = {
        "appraisal_profiles": "mine,Ours,draft,end,100,longer\n",
        "discount_rates": "mine,ours,0,0.02,ours,B\n",
    }
    headers = {name: ",".join(Store.load(root).table(name).columns) for name in rows}
    write(tmp_path, table, f"{headers[table]}\n{rows[table]}")
    (other,) = set(rows) - {table}
    with pytest.raises(SeedError, match=rf"{table}\.csv:2: mine: the table {other} has no") as error:
        Store.load(root, tmp_path)
    follow(tmp_path, error.value, {other: rows[other]})
    assert profile("mine", store=Store.load(root, tmp_path)).schedules


def test_a_price_base_names_all_that_it_lacks_and_is_to_blame_itself(store: Store, root: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"^--prices: prices in USD 2026: there is no row for") as error:
        read_assumptions(options={"prices": "USD 2026"})
    assert "euro_area_hicp 2026, us_gdp_deflator 2026, USD per EUR 2026. Choose a year inside 2004" in str(error.value)
    assert "seeds/beliefs" not in str(error.value)
    follow(
        tmp_path,
        error.value,
        {
            "price_index": f"{US_2026}euro_area_hicp,2026,133,2015=100,ours,B\n",
            "exchange_rate": "USD per EUR,2026,1.15,ours,B\n",
        },
    )
    mine = replace(store, tables=Store.load(root, tmp_path).tables)
    assert read_assumptions(options={"prices": "USD 2026"}, store=mine).prices == PriceBase("USD", 2026)
    file = tmp_path / "mine.toml"
    file.write_text('title = "x"\nprices = "USD 2003"\n')
    with pytest.raises(InputError, match=r"mine\.toml:2  prices: prices in USD 2003"):
        read_assumptions(file)


def test_who_is_to_blame_in_python(store: Store, tmp_path: Path) -> None:
    from mloss_econ.compliance import pricing_out
    from mloss_econ.kernel import baseline

    with pytest.raises(PriceBaseError, match=r"^prices in USD 2026: price index"):
        baseline(pricing_out, prices="USD 2026")
    file = tmp_path / "mine.toml"
    file.write_text(
        'title = "x"\n\n[beliefs."projects.median_budget"]\nvalue = 2e4\nunit = "USD/year"\nprice_year = 2026\n'
    )
    with pytest.raises(SeedError, match=r"mine\.toml:3: beliefs\.projects\.median_budget: price index us_gdp_deflator"):
        baseline(pricing_out, store=read_assumptions(file).store)
    assert re.fullmatch(r"seeds/beliefs/compliance\.toml:\d+", store.where("compliance.fixed_cost"))


def test_a_row_that_is_there_is_left_out_and_another_value_for_it_refused(root: Path, tmp_path: Path) -> None:
    whole = (root / "tables" / "price_index.csv").read_text()
    known = next(line for line in whole.splitlines() if line.startswith("us_gdp_deflator,2022"))
    columns = INDEX.strip().split(",")
    there = known.replace(",2022,", ", 2022.0 ,") + "\n"
    write(tmp_path, "price_index", INDEX + there + US_2026 + US_2026)
    years = Store.load(root, tmp_path).table("price_index")["year"].tolist()
    assert years == [*Store.load(root).table("price_index")["year"].tolist(), 2026]
    write(tmp_path, "price_index", INDEX + US_2026 + known.replace("118", "119") + "\n")
    with pytest.raises(SeedError, match="has a row for series = us_gdp_deflator, year = 2022 already") as error:
        Store.load(root, tmp_path)
    assert str(error.value).startswith(f"{tmp_path}/tables/price_index.csv:3: ")
    line = whole.splitlines().index(known) + 1
    assert f"in seeds/tables/price_index.csv:{line}, with other values. Leave the row out" in str(error.value)
    assert columns == list(Store.load(root).table("price_index").columns)


def test_a_third_folder_is_held_against_the_second(root: Path, tmp_path: Path) -> None:
    write(tmp_path / "a", "price_index", INDEX + US_2026)
    write(tmp_path / "b", "price_index", INDEX + US_2026.replace("131.5", "140"))
    with pytest.raises(SeedError, match=r"b/tables/price_index\.csv:2: .* already, in .*a/tables/price_index\.csv:2"):
        Store.load(root, tmp_path / "a", tmp_path / "b")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("series,year,value\nus_gdp_deflator,2026,1\n", ":1: other columns than the table price_index has: unknown "
         "none; missing base, source, grade. Write the header series,year,value,base,source,grade."),
        (INDEX.replace("year", "jear") + US_2026, ":1: other columns than the table price_index has: unknown jear;"),
        (INDEX + US_2026.replace("131.5", "n/a"), ":2: value: 'n/a' is not a number."),
        (INDEX + US_2026.replace("131.5", ""), ":2: value: '' is not a number."),
        (INDEX + US_2026.replace("131.5", "nan"), ":2: value: 'nan' is not a finite number."),
        (INDEX + US_2026.replace("131.5", '"131,5"'), ":2: value: '131,5' is not a number. Write it"),
        (INDEX + US_2026.replace("131.5", "0"), ":2: value: 0 is not above 0."),
        (INDEX + "\n" + US_2026 + US_2026.replace("2026", "2026.5"), ":4: year: 2026.5 is not a whole number."),
        (INDEX.replace(",", ";") + US_2026.replace(",", ";"), ":1: its columns are separated by semicolons."),
        (INDEX.replace(",", "\t") + US_2026.replace(",", "\t"), ":1: its columns are separated by tabs."),
        ("sep=;\n" + INDEX.replace(",", ";"), ":1: its columns are separated by semicolons."),
        (INDEX, ":1: has no rows."),
        ("", ":1: has no rows."),
    ],
)  # fmt: skip
def test_what_is_no_row_is_refused_with_its_line(root: Path, tmp_path: Path, text: str, words: str) -> None:
    path = write(tmp_path, "price_index", text)
    with pytest.raises(SeedError) as error:
        Store.load(root, tmp_path)
    assert str(error.value).startswith(f"{path}{words}")


def test_the_order_of_the_columns_and_the_ends_of_lines_are_free(root: Path, tmp_path: Path) -> None:
    text = "\ufeffyear, value,series,grade,base,source\r\n2026, 131.5 ,us_gdp_deflator,B,2017=100,ours\r\n\r\n"
    write(tmp_path, "price_index", text)
    again = write(tmp_path / "again", "price_index", INDEX + US_2026)
    assert Store.load(root, tmp_path).table("price_index") == Store.load(root, again.parents[1]).table("price_index")


@pytest.mark.parametrize("name", ["price-index", "Price_Index", "price_indexs", "exchange_rates", "discount rates"])
def test_a_table_that_nobody_would_read_is_refused(root: Path, tmp_path: Path, name: str) -> None:
    write(tmp_path, name, INDEX + US_2026)
    with pytest.raises(SeedError, match=rf"{name}\.csv: is nearly the name of another table\. Did you mean"):
        Store.load(root, tmp_path)


def test_a_table_without_a_key_takes_no_rows(root: Path, tmp_path: Path) -> None:
    for folder in ("a", "b"):
        write(tmp_path / folder, "mine", "a,b\n1,2\n1,2\n")
    assert Store.load(root, tmp_path / "a").table("mine")["a"].tolist() == [1, 1]
    with pytest.raises(
        SeedError, match=r"b/tables/mine\.csv: mine: there is a table of this name already, in .*a/tables"
    ):
        Store.load(root, tmp_path / "a", tmp_path / "b")


@pytest.mark.slow
def test_from_the_command_line(tmp_path: Path) -> None:
    """A number in prices of 2026, a report in them, and the record of it: with the folder they work, without it they
    say what is missing. The record names the folder, and says so where it is gone."""
    write(tmp_path / "mine", "price_index", f"{INDEX}{US_2026}euro_area_hicp,2026,133,2015=100,ours,B\n")
    write(tmp_path / "mine", "exchange_rate", "pair,year,value,source,grade\nUSD per EUR,2026,1.15,ours,B\n")
    file = tmp_path / "mine.toml"
    file.write_text(
        'prices = "USD 2026"\n[beliefs."projects.median_budget"]\nvalue = 20_000\nwhy = "ours"\nunit = "USD/year"\n'
        'price_year = 2026\ndist = { kind = "between", low = 5_000, high = 80_000 }\n'
    )

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        line = [sys.executable, "-m", "mloss_econ", *arguments]
        return subprocess.run(line, cwd=tmp_path, capture_output=True, text=True, timeout=300)

    seeds = ["--seeds", "mine"]
    assert run("check", "mine.toml").returncode == 2
    assert run("check", "mine.toml", *seeds).returncode == 0
    assert run("brief", "mine.toml", *seeds, "-n", "128").returncode == 0
    assert run("reproduce", "out/run.json", *seeds).returncode == 0
    assert run("reproduce", "out/run.json").returncode == 0
    assert "there is no row for euro_area_hicp 2026" in run("check", "mine.toml").stderr
    (tmp_path / "mine").rename(tmp_path / "moved")
    without = run("reproduce", "out/run.json")
    assert without.returncode == 2
    assert "there is no folder mine" in without.stderr


def test_a_row_that_nobody_would_read_is_refused(root: Path, tmp_path: Path) -> None:
    path = write(tmp_path, "price_index", INDEX + "usd_deflator,2026,131.5,2017=100,ours,B\n")
    with pytest.raises(
        SeedError, match=r":2: series: no currency has the series 'usd_deflator'\. Did you mean 'us_gdp"
    ):
        Store.load(root, tmp_path)
    path.unlink()
    write(tmp_path, "exchange_rate", "pair,year,value,source,grade\nJPY per USD,2022,130,ours,B\n")
    with pytest.raises(SeedError, match=r":2: pair: no currency has the pair 'JPY per USD'\. Write USD per"):
        Store.load(root, tmp_path)


def test_a_year_is_offered_only_where_there_is_one(root: Path) -> None:
    """No year will do for a currency without rows."""
    for prices, offered in (("USD 2026", True), ("JPY 2022", False)):
        with pytest.raises(PriceBaseError) as error:
            Store.load(root).prices.check(PriceBase.parse(prices), {"USD", "EUR"})
        assert ("Choose a year inside 2004 to 2025" in str(error.value)) is offered
    with pytest.raises(InputError, match=r"it has no year at all\. Add a row to the table price_index"):
        Store.load(root).prices.convert(PriceBase("JPY", 2021), PriceBase("USD", 2022))


def test_the_schema_has_the_currencies_of_the_tables(store: Store, root: Path, tmp_path: Path) -> None:
    write(tmp_path, "price_index", INDEX + "JPY prices,2022,100,2022=100,ours,B\n")
    write(tmp_path, "exchange_rate", "pair,year,value,source,grade\nUSD per JPY,2022,0.0076,ours,B\n")
    further = Store.load(root, tmp_path)
    assert store.prices.currencies == ("USD", "EUR", "GBP")
    assert further.prices.currencies == ("USD", "EUR", "GBP", "JPY")
    made = schema(replace(store, tables=further.tables))
    assert made["properties"]["prices"]["pattern"] == "^(USD|EUR|GBP|JPY) [0-9]{4}( [(](CPI|deflator)[)])?$"
    assert made["$defs"]["in USD 2022/year"]["properties"]["unit"]["enum"][-1] == "JPY/year"
