"""One further row in a folder of seeds, table by table, through the command line: with it a command works or prints
another number, without it not."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from commands import refused, run
from numpy.testing import assert_allclose

HEADS = {
    "price_index": "series,year,value,base,source,grade",
    "exchange_rate": "pair,year,value,source,grade",
    "discount_rates": "profile,schedule,from_year,rate,source,grade",
    "jurisdictions": "jurisdiction,title,region,share,source,grade",
    "size_standards": "naics,title,limit,unit,since,grade",
}
YEAR = {  # what prices of 2026 take
    "price_index": ["us_gdp_deflator,2026,131.5,2017=100,ours,B", "euro_area_hicp,2026,133,2015=100,ours,B"],
    "exchange_rate": ["USD per EUR,2026,1.15,ours,B"],
}
LAW = """title = "A label"
status = "idea"
reference = "none"
open_source = "none"
date = 2026-11-30
jurisdiction = "bavaria"
[harm_reach.fraud]
value = 0.5
clause = "1"
[triggers.any]
measure = "use"
words = "any"
clause = "1"
[duties.information]
developer = 1
unit = "system"
trigger = "any"
clause = "2"
"""


def seeds(folder: Path, rows: dict[str, list[str]], law: str = "") -> str:
    """A folder of seeds with these rows, and the name of it."""
    (folder / "tables").mkdir(parents=True, exist_ok=True)
    for name in HEADS:
        path = folder / "tables" / f"{name}.csv"
        path.unlink(missing_ok=True)
        if rows.get(name):
            path.write_text("\n".join([HEADS[name], *rows[name], ""]))
    if law:
        (folder / "proposals").mkdir(exist_ok=True)
        (folder / "proposals" / "label.toml").write_text(law)
    return str(folder)


def listed(*line: str) -> dict[str, float]:
    """Means of a report, by output."""
    done = run("report", *line, "-n", "128", "--as", "csv")
    assert done.exit_code == 0, done.stderr
    head, *body = csv.reader(io.StringIO(done.stdout))
    return {row[0]: float(row[head.index("mean")]) for row in body}


@pytest.mark.parametrize(
    ("table", "left", "words"),
    [
        ("price_index", 0, "us_gdp_deflator 2026"),
        ("price_index", 1, "euro_area_hicp 2026"),
        ("exchange_rate", 0, "USD per EUR 2026"),
    ],
)
def test_a_year_of_an_index_and_of_a_rate(table: str, left: int, words: str, tmp_path: Path) -> None:
    line = ["show", "pricing_out", "-n", "128", "--prices", "USD 2026", "--seeds"]
    done = run(*line, seeds(tmp_path, YEAR))
    assert done.exit_code == 0, done.stderr
    assert "USD 2026" in done.stdout
    rest = [row for k, row in enumerate(YEAR[table]) if k != left]
    refused(run(*line, seeds(tmp_path, {**YEAR, table: rest})), "--prices", words)


@pytest.mark.slow
def test_an_amount_moves_with_the_row_of_the_index(tmp_path: Path) -> None:
    """Half as high again in the row: half as high again in the answer."""
    dearer = {**YEAR, "price_index": [YEAR["price_index"][0].replace("131.5", "197.25"), YEAR["price_index"][1]]}
    asked = ["licensing", "--prices", "USD 2026", "--seeds"]
    one, other = (listed(*asked, seeds(tmp_path, rows))["fixed_cost"] for rows in (YEAR, dearer))
    assert_allclose(other, 1.5 * one, rtol=1e-9)


@pytest.mark.slow
def test_a_further_step_of_a_discount_schedule(tmp_path: Path) -> None:
    """A rate of 50 % from the fifth year on."""
    row = {"discount_rates": ["a4-2003,3 %,5,0.5,ours,C"]}
    name = "by_profile.a4-2003_3"
    plain, stepped = listed("licensing"), listed("licensing", "--seeds", seeds(tmp_path, row))
    assert abs(stepped[name]) < 0.9 * abs(plain[name])
    assert stepped["by_profile.a4-2003_7"] == plain["by_profile.a4-2003_7"]


@pytest.mark.slow
def test_a_further_jurisdiction(tmp_path: Path) -> None:
    """A part of a region binds its share of what the region has of the world."""
    row = {"jurisdictions": ["bavaria,Bavaria,eu,0.15,ours,C"]}
    found = listed("label", "--seeds", seeds(tmp_path, row, LAW))
    half = {"jurisdictions": ["bavaria,Bavaria,eu,0.075,ours,C"]}
    halved = listed("label", "--seeds", seeds(tmp_path, half, LAW))
    assert_allclose(found["share_bound"], 2 * halved["share_bound"], rtol=1e-9)
    refused(run("report", "label", "-n", "128", "--seeds", seeds(tmp_path, {}, LAW)), "'bavaria'")


@pytest.mark.slow
def test_a_further_size_standard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By its code, in the line on small business of an accounting statement."""
    monkeypatch.chdir(tmp_path)
    row = {"size_standards": ["541519,Other services,150000,USD/year,2023-03-17,B"]}
    folder = seeds(tmp_path / "mine", row)
    line = ["brief", "--proposal", "licensing", "--naics", "541519", "-n", "128"]
    done = run(*line, "--seeds", folder)
    assert done.exit_code == 0, done.stderr
    page = " ".join(Path("out/brief.html").read_text().split())
    assert "by the size standard of NAICS 541519 (Other services, 150,000 USD 2023 a year)" in page
    assert "The same to the bit" in run("reproduce", "out/run.json", "--seeds", folder).stdout


def test_a_size_standard_without_its_row_is_refused(tmp_path: Path) -> None:
    line = ["brief", "--naics", "541519", "--out", str(tmp_path / "out")]
    refused(run(*line), "--naics: no size standard for NAICS code '541519'", "Add a row")
    (tmp_path / "mine.toml").write_text('naics = "541519"\n')
    refused(run("check", str(tmp_path / "mine.toml")), "mine.toml:1  naics: no size standard")
    folder = seeds(tmp_path / "mine", {"size_standards": ["541519,Other services,150000,USD/year,2023-03-17,B"]})
    assert "nothing wrong" in run("check", str(tmp_path / "mine.toml"), "--seeds", folder).stdout
