"""The file to change assumptions in, and the schema of such files."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import jsonschema
import pytest
from commands import BUDGET
from typer.testing import CliRunner

from mloss_econ.cli import app
from mloss_econ.errors import InputError
from mloss_econ.evidence import Store, default_store
from mloss_econ.report.assumptions import KEYS, from_content, read_assumptions
from mloss_econ.report.scenario_file import block, new_file, schema, template


def uncommented(text: str) -> str:
    """The template with every `# ` that hides a setting taken away."""
    target_survival = re.compile(r"^# (\[beliefs|[a-z_]+ = )")
    return "\n".join(line[2:] if target_survival.match(line) else line for line in text.splitlines())


def test_the_template_as_it_is_changes_nothing(tmp_path: Path) -> None:
    path = new_file(tmp_path / "mine.toml", default_store())
    mine = read_assumptions(path)
    assert mine.changed == ()
    assert mine.store.beliefs == default_store().beliefs


def test_the_template_holds_every_belief_as_it_is(tmp_path: Path) -> None:
    """With every # taken away each belief is there, and is the one that was adopted."""
    path = tmp_path / "all.toml"
    path.write_text(uncommented(template("all.toml", default_store())), encoding="utf-8")
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    assert set(data["beliefs"]) == set(default_store().beliefs)
    assert set(data) == set(KEYS)
    assert (data["optimism_bias"], data["present_value_year"]) == (0.2, 2026)
    assert data["naics"] == "513210"
    del data["beliefs_of"], data["seeds"], data["optimism_bias"], data["present_value_year"]  # not with the profile
    mine = from_content(data)
    for name, belief in default_store().beliefs.items():
        made = mine.store.belief(name)
        assert (made.value, made.dist, made.unit, made.price_year) == (
            belief.value, belief.dist, belief.unit, belief.price_year,
        ), name  # fmt: skip
        assert (made.grade, made.rests_on, made.weak) == (belief.grade, belief.rests_on, belief.weak), name
        assert made.why == " ".join(belief.why.split()), name


def test_a_file_that_is_there_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text("mine")
    with pytest.raises(InputError, match="is there already"):
        new_file(path, default_store())
    assert path.read_text() == "mine"
    done = CliRunner().invoke(app, ["new", str(path)])
    assert done.exit_code == 2


def test_what_is_named_but_the_same_is_no_change(tmp_path: Path) -> None:
    path = tmp_path / "same.toml"
    path.write_text(uncommented("\n".join(block(BUDGET, default_store().belief(BUDGET)))))
    done = CliRunner().invoke(app, ["check", str(path)])
    assert done.stdout == f"{path}: nothing wrong. 0 beliefs changed.\n  As adopted: {BUDGET}.\n"


# ---------------------------------------------------------------- the schema


@pytest.mark.slow
def test_the_schema_takes_what_is_right_and_refuses_what_is_not() -> None:
    made = schema(default_store())
    jsonschema.Draft202012Validator.check_schema(made)
    assert set(made["properties"]) == set(KEYS)
    check = jsonschema.Draft202012Validator(made)
    written = tomllib.loads(uncommented(template("x", default_store())))
    assert not check.is_valid(json.loads(json.dumps(written, default=str)))  # an uplift, and not the Green Book
    written["profile"] = "greenbook-2026"
    del written["naics"]
    right = json.loads(json.dumps(written, default=str))  # editors take a date of TOML for a text
    assert [e.message for e in check.iter_errors(right)] == []
    for wrong in (
        {"priecs": "USD 2022"},
        {"prices": "JPY 2022"},
        {"n": 10},
        {"naics": "541511", "profile": "eu-br"},
        {"naics": "999999"},
        {"naics": 541511},
        {"optimism_bias": 0.2},
        {"present_value_year": 2027, "profile": "eu-br"},
        {"optimism_bias": 3, "profile": "greenbook-2026"},
        {"present_value_year": 20270, "profile": "greenbook-2026"},
        {"proposal": "licencing"},
        {"beliefs": {"projects.median_budgt": {"value": 3}}},
        {"beliefs": {BUDGET: {"value": "3"}}},
        {"beliefs": {BUDGET: {"vale": 3}}},
        {"beliefs": {BUDGET: {"unit": "USD"}}},
        {"beliefs": {BUDGET: {"dist": {"kind": "betwen", "low": 1, "high": 2}}}},
        {"beliefs": {BUDGET: {"dist": {"kind": "between", "low": 1}}}},
        {"beliefs": {BUDGET: {}}},
        {"beliefs": {BUDGET: {"unit": "EUR/year", "price_year": 2021}}},
        {"beliefs": {BUDGET: {"price_year": 2021}}},
        {"beliefs": {BUDGET: {"value": 5e4, "unit": "EUR/year"}}},
        {"beliefs": {BUDGET: {"value": 5e6, "unit": "JPY/year", "price_year": 2021}}},
    ):
        assert not check.is_valid(wrong), wrong
        with pytest.raises(InputError):
            from_content(wrong)
    for taken in (
        {"naics": "541511"},
        {"naics": "541511", "profile": "a4-2023"},
        {"optimism_bias": 0, "present_value_year": 1900, "profile": "greenbook-2026"},
        {"beliefs": {BUDGET: {"value": 5e4, "unit": "EUR/year", "price_year": 2021}}},
        {"beliefs": {BUDGET: {"unit": "USD/year", "price_year": 2022}}},
        {"beliefs": {BUDGET: {"why": "we looked"}}},
        {"beliefs": {"projects.payable_share": {"unit": "share", "why": "we looked"}}},
    ):
        assert check.is_valid(taken), taken
        from_content(taken)


def test_every_belief_of_the_template_says_its_unit_and_price_year(store: Store) -> None:
    for key, belief in store.beliefs.items():
        lines = block(key, belief)
        assert f'# unit = "{belief.unit}"' in lines
        assert (f"# price_year = {belief.price_year}" in lines) == (belief.price_year is not None)
