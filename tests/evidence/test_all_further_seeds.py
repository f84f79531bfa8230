"""A folder of tables of one's own, by every door: a currency, a discount schedule, a size standard; and the folder that
a file of assumptions names itself."""

from __future__ import annotations

import json
import shutil
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from commands import BUDGET, refused, run
from few import few, few_rows

from mloss_econ.base.units import PriceBase
from mloss_econ.compliance import profile, small_entities
from mloss_econ.compliance.small_entities import size_standard
from mloss_econ.errors import InputError, SeedError
from mloss_econ.evidence import Store, default_store
from mloss_econ.kernel import baseline
from mloss_econ.report.assumptions import from_content, read_assumptions
from mloss_econ.report.scenario_file import schema

YEARS = {2020: (100, 1.065), 2021: (100.6, 1.094), 2022: (103.4, 1.047), 2025: (107, 1.2)}
SWISS = {
    "price_index": "series,year,value,base,source,grade\n"
    + "".join(f"CHF prices,{y},{index},2020=100,ours,C\n" for y, (index, _) in YEARS.items()),
    "exchange_rate": "pair,year,value,source,grade\n"
    + "".join(f"USD per CHF,{y},{rate},ours,C\n" for y, (_, rate) in YEARS.items()),
    "appraisal_profiles": "profile,title,status,timing,reach,note\nswiss,Swiss rules,draft,end,200,ours\n",
    "discount_rates": "profile,schedule,from_year,rate,source,grade\nswiss,main,0,0.02,ours,C\n",
    "size_standards": "naics,title,limit,unit,since,grade\n541519,Other services,34000000,USD/year,2023-03-17,B\n",
}
MINE = f"""\
title = "Swiss"
seeds = "swiss"
prices = "CHF 2022"
profile = "swiss"
n = 128

[beliefs."{BUDGET}"]
value = 20_000
unit = "CHF/year"
price_year = 2021
why = "ours"
"""
THERE = ["--seeds", "swiss", "--prices", "CHF 2022"]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with the folder of seeds in it, and a file of assumptions that names it."""
    (tmp_path / "swiss" / "tables").mkdir(parents=True)
    for name, text in SWISS.items():
        (tmp_path / "swiss" / "tables" / f"{name}.csv").write_text(text)
    (tmp_path / "mine.toml").write_text(MINE)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def done(*line: str) -> str:
    """What a command prints that has to succeed."""
    result = run(*line)
    assert result.exit_code == 0, result.stderr
    return str(result.stdout)


COMMANDS = [
    ["trace", "eu_ai_act_highrisk", "--only", "cost"],
    ["report", "eu_ai_act_highrisk", "-n", "128"],
    ["scorecard", "licensing", "--as", "csv", "-n", "128"],
    ["show", "pricing_out", "-n", "128"],
]


@pytest.mark.parametrize("line", few(COMMANDS, 1))
def test_a_currency_of_ones_own_by_every_command(line: list[str], here: Path) -> None:
    assert "CHF 2022" in done(*line, *THERE)
    refused(run(*line, *THERE[2:]), "--prices: prices in CHF 2022: there is no row for USD per CHF 2022. Add")


def test_a_file_names_its_own_folder(here: Path) -> None:
    made = read_assumptions("mine.toml")
    assert (made.seeds, made.profile, made.prices) == (("swiss",), "swiss", PriceBase("CHF", 2022))
    assert made.adopted.folders == (Path("swiss"),)
    belief, index = made.store.belief(BUDGET), made.store.prices.index
    assert made.store.prices.convert(PriceBase("CHF", 2021), made.prices).factor == pytest.approx(103.4 / 100.6)
    assert index["CHF prices", 2022] == 103.4
    assert belief.prices == PriceBase("CHF", 2021)
    assert "CHF 2022" in done("show", "pricing_out", "--seeds", "swiss", "--prices", "CHF 2022", "-n", "128")
    assert "mine.toml: nothing wrong. 1 belief changed." in done("check", "mine.toml")
    assert "CHF 2022" in done("report", "eu_ai_act_highrisk", "--with", "mine.toml")


def test_the_folder_is_found_from_wherever_the_file_is_read(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (here / "elsewhere").mkdir()
    monkeypatch.chdir(here / "elsewhere")
    assert read_assumptions(here / "mine.toml").seeds == ((here / "swiss").as_posix(),)
    assert read_assumptions("../mine.toml").seeds == ("../swiss",)


def test_a_folder_that_is_given_twice_is_read_once(here: Path) -> None:
    store = Store.load(default_store().root, here / "swiss")
    made = read_assumptions("mine.toml", store=store)
    assert made.adopted.folders == (here / "swiss",)
    assert made.adopted is store
    assert default_store().and_folders() is default_store()


def test_several_folders_add_up(here: Path) -> None:
    tables = here / "more" / "tables"
    tables.mkdir(parents=True)
    (tables / "price_index.csv").write_text(
        "series,year,value,base,source,grade\nCHF prices,2026,108,2020=100,ours,C\n"
    )
    (here / "both.toml").write_text('seeds = ["swiss", "more"]\n')
    made = read_assumptions("both.toml")
    assert made.seeds == ("swiss", "more")
    assert made.store.prices.index["CHF prices", 2026] == 108
    with_option = read_assumptions("mine.toml", store=Store.load(default_store().root, "more"))
    assert with_option.seeds == ("more", "swiss")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('seeds = "swis"', ["mine.toml:2  seeds: there is no folder swis. Write its name as seen from ./."]),
        ('seeds = "mine.toml"', ["mine.toml:2  seeds: there is no folder mine.toml."]),
        ('seeds = ""', ["mine.toml:2  seeds: names no folder."]),
        ("seeds = 7", ["mine.toml:2  seeds: 7 is not text."]),
        ('seeds = ["swiss", 7]', ["mine.toml:2  seeds: 7 is not text."]),
        ('seeds = "a\\u0000b"', ["mine.toml:2: seeds: the text holds U+0000 (NUL)."]),
        ('seeds = "empty"', ["mine.toml:2  seeds: empty: has no seeds in it."]),
        ('sedes = "swiss"', ["mine.toml:2  sedes: unknown key. Did you mean 'seeds'"]),
    ],
)
@pytest.mark.parametrize("door", [["check"], ["brief"], ["report", "licensing", "--with"]])
def test_a_folder_that_cannot_be_read_is_said_with_file_and_line(
    line: str, words: list[str], door: list[str], here: Path
) -> None:
    (here / "empty").mkdir()
    (here / "mine.toml").write_text(f'title = "x"\n{line}\n')
    refused(run(*door, "mine.toml"), *words)


def test_nothing_in_the_folder_is_run(here: Path) -> None:
    for name in ("conftest.py", "__init__.py", "setup.py"):
        (here / "swiss" / name).write_text("raise SystemExit('was run')\n")
    assert read_assumptions("mine.toml").seeds == ("swiss",)


def test_new_names_the_folder_it_was_made_with(here: Path) -> None:
    (here / "sub").mkdir()
    done("new", "sub/plain.toml")
    assert '\n# seeds = "my_seeds"  # a folder of further seeds' in (here / "sub" / "plain.toml").read_text()
    done("new", "sub/own.toml", "--seeds", "swiss")
    written = tomllib.loads((here / "sub" / "own.toml").read_text())
    assert written["seeds"] == "../swiss"
    assert "nothing wrong" in done("check", "sub/own.toml")
    assert schema(default_store())["properties"]["seeds"]["type"] == ["string", "array"]


def test_a_record_names_the_folders(here: Path) -> None:
    made = read_assumptions("mine.toml")
    content = json.loads(json.dumps(made.content))
    assert content["seeds"] == ["swiss"]
    assert from_content(content).content == made.content
    shutil.move("swiss", "moved")
    with pytest.raises(InputError, match=r"^seeds: there is no folder swiss\. .+ give the folder with --seeds\.$"):
        from_content(content)
    moved = from_content(content, store=Store.load(default_store().root, "moved"))
    assert moved.content == made.content
    assert "seeds" not in read_assumptions().content


@pytest.mark.slow
def test_a_brief_and_its_record(here: Path) -> None:
    done("brief", "mine.toml", "--out", "out")
    assert "The same to the bit" in done("reproduce", "out/run.json")
    page = (here / "out" / "brief.html").read_text()
    assert "Swiss rules" in page
    assert "mine.toml, with the seeds of swiss" in page
    shutil.move("swiss", "moved")
    refused(run("reproduce", "out/run.json"), "out/run.json", "there is no folder swiss")
    assert "The same to the bit" in done("reproduce", "out/run.json", "--seeds", "moved")


def test_a_profile_and_a_size_standard_of_ones_own(here: Path) -> None:
    store = Store.load(default_store().root, "swiss")
    assert profile("swiss", store=store).schedules["main"].rates == (0.02,)
    assert read_assumptions(store=store, options={"profile": "swiss"}).profile == "swiss"
    with pytest.raises(InputError, match=r"^--profile: there is no appraisal profile 'swiss'"):
        read_assumptions(options={"profile": "swiss"})
    limit = size_standard("541519", store).limit
    case = baseline(small_entities, prices="USD 2022", store=store)
    assert case.but("services", {"size_standard": limit}, prices="USD 2022").entry("size_standard").value == limit


# ---------------------------------------------------------------- check FOLDER


def test_check_says_what_a_folder_adds(here: Path) -> None:
    said = " ".join(done("check", "swiss").split())
    assert said == (
        "swiss: nothing wrong. It adds 1 row to appraisal_profiles, 1 row to discount_rates, 4 rows to exchange_rate, "
        "4 rows to price_index and 1 row to size_standards."
    )
    (here / "swiss" / "tables" / "exchange_rate.csv").unlink()
    said = " ".join(done("check", "swiss").split())
    assert "CHF has a price index and no exchange rate, so nothing can be converted into it. Add a row" in said


def spoiled(name: str, old: str, new: str) -> Callable[[Path], Any]:
    """Another text in one of the tables."""

    def spoil(folder: Path) -> None:
        file = folder / "tables" / f"{name}.csv"
        file.write_text(file.read_text().replace(old, new))

    return spoil


WRONG_ROWS = [
    (
        spoiled("price_index", "CHF prices,2021", "XYZ prices,2021"),
        "price_index.csv:3: series: no currency has the",
    ),
    (spoiled("price_index", "2021,100.6", "2020,100.6"), "price_index.csv:3: the table price_index has a row for"),
    (spoiled("price_index", "CHF prices,2021,100.6", "us_cpi_u,2021,100.6"), "price_index.csv:3: the table"),
    (spoiled("price_index", "100.6", "-1"), "price_index.csv:3: value: -1 is not above 0."),
    (spoiled("price_index", "2021,", "-2021,"), "price_index.csv:3: year: -2021 is below 0."),
    (spoiled("exchange_rate", "USD per CHF,2021", "CHF per USD,2021"), "exchange_rate.csv:3: pair: no currency"),
    (
        spoiled("discount_rates", "0.02", "2"),
        "discount_rates.csv:2: rate: 2 is no rate a year. Write it as a share",
    ),
    (
        spoiled("discount_rates", "main,0,", "main,5,"),
        "discount_rates.csv:2: from_year: the schedule 'main' of swiss",
    ),
    (
        spoiled("discount_rates", "swiss,", "suisse,"),
        "discount_rates.csv:2: suisse: the table appraisal_profiles has",
    ),
    (spoiled("appraisal_profiles", ",end,", ",End,"), "appraisal_profiles.csv:2: timing: 'End' is not known."),
    (spoiled("appraisal_profiles", ",200,", ",0,"), "appraisal_profiles.csv:2: reach: 0 is not above 0."),
    (spoiled("size_standards", "USD/year", "dollars"), "size_standards.csv:2: unit: 'dollars' is not known."),
    (spoiled("size_standards", "541519", "54A"), "size_standards.csv:2: naics: '54A' is not a number."),
]


@pytest.mark.parametrize(("spoil", "words"), WRONG_ROWS)
def test_a_wrong_row_is_named_with_file_and_line(spoil: Callable[[Path], Any], words: str, here: Path) -> None:
    spoil(here / "swiss")
    refused(run("check", "swiss"), f"swiss/tables/{words}")


@pytest.mark.parametrize(("spoil", "words"), few_rows(WRONG_ROWS, 1))
def test_a_wrong_row_is_named_at_every_other_door(spoil: Callable[[Path], Any], words: str, here: Path) -> None:
    spoil(here / "swiss")
    place = f"swiss/tables/{words}"
    refused(run("check", "mine.toml"), f"mine.toml:2  seeds: {place}")
    refused(run("report", "licensing", "--seeds", "swiss"), place)
    with pytest.raises(SeedError):
        Store.load(default_store().root, "swiss")


def test_check_finds_what_is_wrong_with_a_proposal_of_the_folder(here: Path) -> None:
    (here / "swiss" / "proposals").mkdir()
    head = 'title = "T"\nstatus = "idea"\nreference = "none"\nopen_source = "none"\n'
    head += 'date = 2026-11-30\njurisdiction = "world"\n'
    text = head + '[levers."nosuch"]\nx = { value = 1, clause = "c" }\n'
    (here / "swiss" / "proposals" / "mine.toml").write_text(text)
    refused(run("check", "swiss"), "swiss/proposals/mine.toml", "there is no such calculator")


def test_every_steps_first_year_may_stand_in_another_folder(here: Path) -> None:
    """A later step is added to a schedule that is there."""
    tables = here / "more" / "tables"
    tables.mkdir(parents=True)
    (tables / "discount_rates.csv").write_text(
        "profile,schedule,from_year,rate,source,grade\nswiss,main,31,0.015,ours,C\n"
    )
    store = Store.load(default_store().root, "swiss", "more")
    assert profile("swiss", store=store).schedules["main"].from_years == (0.0, 31.0)
