"""A reader's own assumptions: what a file and the command line may change, and what is refused."""

from __future__ import annotations

import datetime
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from commands import BUDGET

from mloss_econ.errors import InputError
from mloss_econ.evidence import Store, default_store
from mloss_econ.report.assumptions import Assumptions, from_content, parse_set, read_assumptions, viewpoints_of
from mloss_econ.report.debate import case_of


def test_the_option_of_a_message_is_one_that_there_is() -> None:
    with pytest.raises(InputError, match=r"^-n: n = 3 is too few"):
        read_assumptions(options={"n": 3})
    with pytest.raises(InputError, match=r"^--beliefs: there is no belief set 'nosuch'"):
        read_assumptions(options={"beliefs_of": "nosuch"})


# ---------------------------------------------------------------- a file and --set about one belief


def with_file(folder: Path, text: str, keys: dict[str, object]) -> Assumptions:
    (folder / "mine.toml").write_text(f'[beliefs."{BUDGET}"]\n{text}\n')
    return read_assumptions(folder / "mine.toml", options={"beliefs": {BUDGET: keys} if keys else {}})


def test_a_number_of_the_command_line_is_all_that_counts(tmp_path: Path) -> None:
    """Not one in the unit of the file, and not one within its distribution."""
    alone = read_assumptions(options={"beliefs": {BUDGET: {"value": 7e3}}}).store.belief(BUDGET)
    euros = 'value = 2e4\nunit = "EUR/year"\nprice_year = 2021'
    for text in (euros, 'value = 2e4\ndist = { kind = "between", low = 1e4, high = 4e4 }'):
        assert with_file(tmp_path, text, {"value": 7e3}).store.belief(BUDGET) == alone


def test_a_reason_of_the_command_line_goes_with_the_number_of_the_file(tmp_path: Path) -> None:
    made = with_file(tmp_path, "value = 20_000", {"why": "our survey"})
    belief = made.store.belief(BUDGET)
    assert (belief.value, belief.why, belief.dist.support) == (2e4, "our survey", (2e4, 2e4))
    assert made.patch[BUDGET] == {"value": 20_000, "why": "our survey"}  # what a record holds
    with pytest.raises(InputError, match=r"given without a number: the adopted 20,000 is in USD 2022"):
        with_file(tmp_path, "value = 20_000", {"unit": "EUR/year", "price_year": 2021})


@pytest.mark.parametrize("value", [-5.0, 0.0])
def test_a_fault_of_the_command_line_is_not_put_on_the_file(value: float, tmp_path: Path) -> None:
    made = with_file(tmp_path, "value = 20_000", {"value": value})
    with pytest.raises(InputError, match="has to be above 0") as error:
        case_of("pricing_out", None, made)
    assert str(error.value).startswith(f"the command line: beliefs.{BUDGET}: ")
    made = with_file(tmp_path, f"value = {value}", {"why": "ours"})  # the number is the file's
    with pytest.raises(InputError, match="has to be above 0"):
        case_of("pricing_out", None, made)


def test_a_record_makes_the_beliefs_of_a_file_that_gives_no_reason(tmp_path: Path) -> None:
    """The reason is printed next to the number: without it a run was not the same to the bit."""
    made = with_file(tmp_path, "value = 20_000", {})
    assert from_content(json.loads(json.dumps(made.content))).store.beliefs == made.store.beliefs
    assert made.store.belief(BUDGET).why.startswith("set in ")


def test_a_belief_in_prices_that_no_table_has_is_named(tmp_path: Path) -> None:
    yen = {"value": 5e6, "unit": "JPY/year", "price_year": 2021}
    with pytest.raises(InputError, match=rf"mine\.toml:1  beliefs\.{BUDGET}: .*JPY prices has no year"):
        with_file(tmp_path, 'value = 5e6\nunit = "JPY/year"\nprice_year = 2021', {})
    with pytest.raises(InputError, match=rf"^the command line: {BUDGET}: .*JPY prices has no year"):
        read_assumptions(options={"beliefs": {BUDGET: yen}})


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (".5", "0.5 or 5.0"),
        ("-5.", "0.5 or 5.0"),
        ("20,000", "without commas"),
        ("5 %", "as a decimal: 0.05"),
        ("{value = .5}", "0.5 or 5.0"),
        ("true", "True is not a number. Give one"),
        ("[1, 2]", "is not a number. Give one"),
    ],
)
def test_a_number_that_is_written_otherwise_is_told_how(value: str, said: str) -> None:
    with pytest.raises(InputError, match=re.escape(said)):
        parse_set([f"{BUDGET}={value}"])


# ---------------------------------------------------------------- work and output have a bound


def test_long_names_and_values_are_cut_in_messages() -> None:
    long = "x" * 400_000
    for content in (
        {long: 1},
        {"proposal": long},
        {"prices": long},
        {"title": [long]},
        {"n": [long] * 50},
        {"beliefs": {long: {"value": 1}}},
        {"beliefs": {"projects.sigma": {"unit": long}}},
        {"beliefs": {"projects.sigma": {"dist": {"kind": long}}}},
        {"beliefs": {"projects.sigma": {"value": [[[[[[long]]]]]]}}},
        {"beliefs": {"projects.sigma": {"value": 10**4000}}},
    ):
        with pytest.raises(InputError) as error:
            from_content(content)
        assert len(str(error.value)) < 3000


@pytest.mark.parametrize(
    "pair",
    [
        "projects.sigma=1\x1b",
        "projects.sigma=1\nn=5",
        "projects.sigma=1\n# 2",
        "projects.sigma={value = 1}\n# 2",
        "a\u202e=1",
        "projects.sigma=" + "[" * 5000,
        "x=" + "9" * 9000,
    ],
)
def test_a_hostile_set_is_refused(pair: str) -> None:
    with pytest.raises(InputError, match="--set") as error:
        parse_set([pair])
    assert len(str(error.value)) < 1500


def test_a_belief_is_set_once() -> None:
    with pytest.raises(InputError, match=r"--set projects\.sigma is given twice"):
        parse_set(["projects.sigma=1", "projects.sigma = 2"])


# ---------------------------------------------------------------- the command line


def test_set_holds_a_belief_at_a_number() -> None:
    mine = read_assumptions(options={"beliefs": parse_set([f"{BUDGET}=20_000"])})
    belief, before = mine.store.belief(BUDGET), default_store().belief(BUDGET)
    assert (belief.value, belief.dist.support, belief.unit) == (20_000.0, (20_000.0, 20_000.0), before.unit)
    assert belief.grade == "judgement"
    assert mine.changed == (BUDGET,)


def test_set_takes_a_table() -> None:
    given = parse_set([f"{BUDGET}={{value = 2e4, dist = {{kind = 'between', low = 5e3, high = 8e4}}, why = 'ours'}}"])
    belief = read_assumptions(options={"beliefs": given}).store.belief(BUDGET)
    assert (belief.value, belief.why) == (2e4, "ours")
    assert float(belief.dist.quantile(0.05)) == pytest.approx(5e3)


@pytest.mark.parametrize("bad", ["nothing", "=3", f"{BUDGET}=", f"{BUDGET}=many", f"{BUDGET}='3'", f"{BUDGET}=true"])
def test_set_refuses_what_is_no_number(bad: str) -> None:
    with pytest.raises(InputError, match=r"--set"):
        parse_set([bad])


def test_options_overrule_the_file(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(f'n = 4096\nseed = 3\nprofile = "eu-br"\n[beliefs."{BUDGET}"]\nvalue = 30_000\n')
    mine = read_assumptions(path, options={"n": 1024, "profile": "a4-2023", "beliefs": parse_set([f"{BUDGET}=9_000"])})
    assert (mine.n, mine.seed, mine.profile, mine.store.belief(BUDGET).value) == (1024, 3, "a4-2023", 9_000.0)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"proposal": "licencing"}, "--proposal: there is no proposal 'licencing'. Did you mean 'licensing'?"),
        ({"profile": "a4"}, "--profile: there is no appraisal profile 'a4'"),
        ({"beliefs_of": "nobody"}, "--beliefs: there is no belief set 'nobody'"),
        ({"beliefs": {"projects.median_budgt": {"value": 3}}}, "Did you mean 'projects.median_budget'"),
    ],
)
def test_an_option_that_does_not_fit_is_named(options: dict[str, Any], words: str) -> None:
    with pytest.raises(InputError) as error:
        read_assumptions(options=options)
    assert words in str(error.value)


def test_a_belief_set_and_changes_on_top_of_it() -> None:
    critics = "development_rules_critics"
    mine = read_assumptions(
        options={"beliefs_of": critics, "beliefs": parse_set(["ai_duties.channels.fraud.displaced=0.1"])}
    )
    under: Store = default_store().under(critics)
    assert mine.store.belief("ai_duties.channels.fraud.displaced").value == 0.1
    assert mine.store.belief("ai_duties.channels.fraud.level") == under.belief("ai_duties.channels.fraud.level")


def test_the_content_makes_the_same_assumptions_again() -> None:
    mine = read_assumptions(options={"proposal": "licensing", "seed": 9, "beliefs": parse_set([f"{BUDGET}=20_000"])})
    again = from_content(mine.content)
    assert again.content == mine.content
    assert again.store.belief(BUDGET).value == 20_000


def test_a_viewpoint_in_any_letters_and_a_baseline_date(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('viewpoint = " EU "\nbaseline_date = 2025-01-01\n')
    made = read_assumptions(file)
    assert (made.viewpoint, made.day) == ("eu", datetime.date(2025, 1, 1))
    assert from_content(made.content) == replace(made, file="", title=made.title)
    assert made.content["baseline_date"] == "2025-01-01"
    assert read_assumptions().day == default_store().proposal("status_quo").date
    assert viewpoints_of(default_store()) == ("world", "open projects", "us", "eu", "uk")
    overruled = read_assumptions(file, options={"viewpoint": "Open Projects", "baseline_date": "2026-08-02"})
    assert (overruled.viewpoint, overruled.day) == ("open projects", datetime.date(2026, 8, 2))


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"viewpoint": "usa"}, "--viewpoint: there is no viewpoint 'usa'. Did you mean 'us'"),
        ({"viewpoint": "one jurisdiction"}, "--viewpoint: there is no viewpoint 'one jurisdiction'"),
        ({"baseline_date": "2 August"}, "--baseline-date: '2 August' is not a date. Write year-month-day"),
    ],
)
def test_a_viewpoint_or_a_date_that_is_none_is_refused(options: dict[str, str], words: str) -> None:
    with pytest.raises(InputError, match=re.escape(words)):
        read_assumptions(options=options)


# ---------------------------------------------------------------- what only an appraisal summary has

GREEN = {"profile": "greenbook-2026"}


def test_an_uplift_and_a_present_value_year_by_file_and_option(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('profile = "greenbook-2026"\noptimism_bias = 0.2\npresent_value_year = 2030\n')
    made = read_assumptions(file)
    assert (made.optimism_bias, made.present_value_year) == (0.2, 2030)
    content = json.loads(json.dumps(made.content))
    assert (content["optimism_bias"], content["present_value_year"]) == (0.2, 2030)
    again = from_content(content)
    assert (again.optimism_bias, again.present_value_year, again.content) == (0.2, 2030, made.content)
    overruled = read_assumptions(file, options={"optimism_bias": 0.0, "present_value_year": 2027})
    assert (overruled.optimism_bias, overruled.present_value_year) == (0.0, 2027)
    assert overruled.content["optimism_bias"] == 0  # none, as a choice
    assert from_content(overruled.content).optimism_bias == 0.0
    whole = read_assumptions(options={**GREEN, "optimism_bias": 1})
    assert from_content(json.loads(json.dumps(whole.content))).content == whole.content


def test_what_nobody_chose_is_none_and_in_no_record() -> None:
    for options in ({}, GREEN):
        made = read_assumptions(options=options)
        assert (made.optimism_bias, made.present_value_year) == (None, None)
        assert not {"optimism_bias", "present_value_year"} & made.content.keys()


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("optimism_bias = -0.1", "-0.1 is no uplift of costs. Write a share from 0 to 2: an uplift of 20 % is 0.2."),
        ("optimism_bias = 250", "250 is no uplift of costs. Write a share from 0 to 2"),
        ("optimism_bias = 2.5", "2.5 is no uplift of costs. Write a share from 0 to 2"),
        ("optimism_bias = nan", "nan is no uplift of costs."),
        ('optimism_bias = "0.2"', "'0.2' is not a number. Write a share"),
        ("optimism_bias = true", "True is not a number."),
        (
            "present_value_year = 20270",
            "20270 is not a year that amounts are discounted to. Write a whole year from 1900",
        ),
        ("present_value_year = -2027", "-2027 is not a year"),
        ("present_value_year = 2027.0", "2027.0 is not a whole number. Write a whole year from 1900 to 2100, such as"),
        ('present_value_year = "2027"', "'2027' is not a whole number."),
        ("present_value_year = 2027-01-01", "is not a whole number."),
        ("present_value_year = true", "True is not a whole number."),
    ],
)
def test_a_bad_uplift_or_year_is_named_with_file_and_line(line: str, problem: str, tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(f'title = "x"\nprofile = "greenbook-2026"\n{line}\n')
    with pytest.raises(InputError) as error:
        read_assumptions(file)
    assert f"mine.toml:3  {line.split()[0]}: " in str(error.value)
    assert problem in str(error.value)


@pytest.mark.parametrize("line", ["optimism_bias = 0.2", "optimism_bias = 0", "present_value_year = 2027"])
def test_with_another_profile_it_is_refused_and_not_left_out(line: str, tmp_path: Path) -> None:
    file, key = tmp_path / "mine.toml", line.split()[0]
    only = f"mine.toml:2  {key}: only the appraisal summary of the Green Book has it, and"
    do = 'Leave it out, or write profile = "greenbook-2026" (--profile).'
    for profile, options, words in (
        ('profile = "eu-br"', {}, "profile is eu-br."),
        ('title = "x"', {}, "profile, not given, is a4-2003."),
        ('profile = "greenbook-2026"', {"profile": "a4-2023"}, "--profile is a4-2023."),
    ):
        file.write_text(f"{profile}\n{line}\n")
        with pytest.raises(InputError) as error:
            read_assumptions(file, options=options)
        assert f"{only} {words} {do}" in str(error.value)
    assert read_assumptions(file).profile == "greenbook-2026"
    file.write_text(f'profile = "grenbook"\n{line}\n')
    with pytest.raises(InputError) as error:
        read_assumptions(file)
    assert "only the appraisal summary" not in str(error.value)  # one fault, said once


def test_an_option_of_an_appraisal_summary_is_named_as_it_is_written(tmp_path: Path) -> None:
    with pytest.raises(
        InputError, match=r"^--optimism-bias: only the appraisal summary .+ profile, not given, is a4-2003"
    ):
        read_assumptions(options={"optimism_bias": 0.2})
    with pytest.raises(InputError, match=r"^--present-value-year: only .+ --profile is eu-br\. Leave it out"):
        read_assumptions(options={"present_value_year": 2027, "profile": "eu-br"})
    with pytest.raises(InputError, match=r"^--optimism-bias: 250 is no uplift of costs\. Write a share"):
        read_assumptions(options={**GREEN, "optimism_bias": 250})
    with pytest.raises(InputError, match=r"^--present-value-year: 20270 is not a year"):
        read_assumptions(options={**GREEN, "present_value_year": 20270})


# ---------------------------------------------------------------- what only an accounting statement has


def test_an_industry_by_file_and_option(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('naics = "541511"\n')
    made = read_assumptions(file)
    assert made.naics == made.content["naics"] == from_content(made.content).naics == "541511"
    assert read_assumptions(file, options={"naics": "541715"}).naics == "541715"
    assert read_assumptions().naics is None
    assert "naics" not in read_assumptions().content


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("naics = 541511", "mine.toml:1  naics: 541511 is not text. Put it in quotes."),
        ('naics = "999999"', "mine.toml:1  naics: no size standard for NAICS code '999999': the table has 513210"),
        ('naics = ""', "mine.toml:1  naics: no size standard for NAICS code ''"),
        (
            'naics = "541511"\nprofile = "eu-br"',
            "mine.toml:1  naics: only the accounting statement of Circular A-4 has it, and profile is eu-br. Leave it "
            'out, or write profile = "a4-2003" or "a4-2023" (--profile).',
        ),
    ],
)
def test_an_industry_that_is_none_or_has_no_use_is_refused(text: str, words: str, tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(f"{text}\n")
    with pytest.raises(InputError) as error:
        read_assumptions(file)
    assert words in str(error.value)
    with pytest.raises(InputError, match=r"^--naics: only the accounting statement"):
        read_assumptions(options={"naics": "541511", "profile": "greenbook-2026"})
