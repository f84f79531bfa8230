"""Names of another kind, options that would be ignored, and remarks on beliefs that move nothing: by the commands."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from mloss_econ.cli import app
from mloss_econ.errors import InputError
from mloss_econ.kernel import Case, trace
from mloss_econ.report.assumptions import Assumptions, from_content, parse_set, read_assumptions
from mloss_econ.report.debate import case_of
from mloss_econ.report.findings.claims import refuse_early
from mloss_econ.report.findings.reach import of_rules, of_sets, unmoved
from mloss_econ.report.naming import not_known

BUDGET = "projects.median_budget"
SIDES = ("--between", "adopted", "--between", "development_rules_critics")


def refused(*words: str) -> str:
    done = CliRunner().invoke(app, list(words))
    assert done.exit_code == 2, done.output
    return " ".join(done.stderr.split())


@pytest.mark.parametrize(
    ("command", "name", "advice"),
    [
        ("rank", "sobol", "is a method: mloss-econ show sobol"),
        ("trace", "tornado", "is a method: mloss-econ show tornado"),
        ("rank", "licensing", "is a proposal: mloss-econ run licensing"),
        ("show", "C02", "is a claim: mloss-econ claims C02"),
        ("show", "C10", "is a claim that is not yet computed"),
        ("show", BUDGET, f"is a belief: it is changed with --set {BUDGET}=NUMBER"),
        ("run", "ai_duties", "is a scenario: mloss-econ show compliance.bill --scenario ai_duties"),
        ("run", "pricing_out", "is a calculator: mloss-econ show pricing_out"),
        ("trace", "deepfake_bank_fraud", "or mloss-econ trace cheapest_avoider --scenario deepfake_bank_fraud"),
        ("show", "development_rules_critics", "is a belief set: mloss-econ compare --beliefs"),
    ],
)
def test_a_name_of_another_kind_is_told_its_command(command: str, name: str, advice: str) -> None:
    text = refused(command, name)
    assert f"'{name}' is" in text
    assert advice in text
    assert "Did you mean" not in text


def test_the_advice_on_a_name_can_be_followed() -> None:
    for command in ("trace cheapest_avoider --scenario deepfake_bank_fraud", "trace C02", "show sobol"):
        assert CliRunner().invoke(app, command.split()).exit_code == 0
    assert "Did you mean 'tornado'?" in str(not_known("tornad", "method", ["tornado", "sobol"]))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("trace", "licensing", "--scenario", "ai_duties"), "--scenario is for a calculator; licensing has a case"),
        (("trace", "C02", "--scenario", "nosuch"), "--scenario is for a calculator"),
        (("show", "sobol", "--scenario", "nosuch"), "--scenario is for a calculator"),
        (("show", "--scenario", "ai_duties"), "--scenario is for a calculator"),
        (("show", "--markdown"), "--markdown is for one page"),
        (("rank", "--method", "sobol"), "--method asks nothing without a calculator"),
        (("rank", "--proposal", "licensing"), "--proposal asks nothing without a calculator"),
        (("rank", "--as", "csv"), "--as csv is for an answer"),
        (("rank", "pricing_out", "--target", "0"), "--target asks nothing without an output"),
        (("rank", "pricing_out", "--lowest"), "--lowest asks nothing without an output"),
        (("rank", "--set", "nosuch=1"), "no calculator takes such a belief"),
        (("compare", *SIDES, "--viewpoint", "world"), "Leave --viewpoint out"),
        (("compare", *SIDES, "--beliefs", "development_rules_critics"), "would be under both"),
    ],
)
def test_an_option_that_would_be_ignored_is_refused(words: tuple[str, ...], said: str) -> None:
    assert said in refused(*words)


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


def test_a_reason_of_the_command_line_stands_beside_the_number_of_the_file(tmp_path: Path) -> None:
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
    """The reason is printed beside the number: without it a run was not the same to the bit."""
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
    ("name", "value"),
    [
        ("ai_act_lines.activities.data.tariff", -5.0),  # of a calculator that is in no report
        ("deepfake_bank_fraud.precautions.bank_detection.cost", -1.0),
        ("training.adaptation_compute", 0.0),
        ("harm.measured", -1.0),  # no calculator takes it, the scorecard does
        ("regimes.leakage", 3.0),
    ],
)
def test_check_tries_every_case_that_takes_a_changed_belief(name: str, value: float, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(f'[beliefs."{name}"]\nvalue = {value}\n')
    with pytest.raises(InputError, match=rf"mine\.toml:1: beliefs\.{name}: "):
        refuse_early(read_assumptions(tmp_path / "mine.toml"))


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


# ---------------------------------------------------------------- what moves nothing of what is printed


def changed(**values: float) -> Assumptions:
    return read_assumptions(
        options={"n": 64, "beliefs": {name.replace("__", "."): {"value": v} for name, v in values.items()}}
    )


def attributed(a: Assumptions) -> list[Case[Any, Any]]:
    return [case_of("attributed_value", None, a)]


def test_beliefs_that_hide_each_other_move_something_together() -> None:
    """The value is a product: with two shares at 0 neither matters any more, and both made it 0."""
    both = changed(value__algorithm_share=0.0, value__software_share=0.0, harm__displaced=0.1)
    assert unmoved(both, attributed) == ("harm.displaced",)
    assert unmoved(changed(value__growth=0.02, value__horizon=1.0), attributed, outputs=["value"]) == (
        "value.growth",
        "value.horizon",
    )


def test_trace_of_some_inputs_prints_no_other() -> None:
    a = changed(projects__median_budget=7e3)
    for only, there in (("payable", False), ("median", True), ("", True)):
        found = unmoved(a, lambda some: [case_of("pricing_out", None, some)], inputs=only)
        assert found == (() if there else (BUDGET,))


def test_two_belief_sets_side_by_side_print_no_level_of_harm() -> None:
    a = changed(harm__measured=5e9)
    sides = of_sets(["adopted", "development_rules_critics"], ["licensing"])
    assert unmoved(a, sides, outputs=["net_world"]) == ("harm.measured",)
    assert "depends on it: harm.measured" in CliRunner().invoke(
        app, ["compare", *SIDES, "--set", "harm.measured=5e9"]
    ).stderr.replace("\n", " ")


@pytest.mark.slow
def test_a_belief_is_looked_for_where_it_is_printed() -> None:
    """Of a proposal levels are printed, and differences: the harm of AI is a level under the status quo, which changes
    nothing; under a licence it is in both."""
    harm = "harm.yearly_harm"
    a = changed(harm__yearly_harm=5e9)
    for rule, output, there in (
        ("status_quo", "net_world", False),
        ("status_quo", "lines.", False),
        ("status_quo", "harm_remaining", True),
        ("licensing", "net_world", True),
        ("licensing", "fixed_cost", False),
    ):
        assert unmoved(a, of_rules(rule), outputs=[output]) == (() if there else (harm,)), (rule, output)
    assert unmoved(a, of_rules("licensing"), outputs=["fixed_cost", "net_world"]) == ()
    assert unmoved(a, of_rules("status_quo")) == ()


def test_a_page_of_a_calculator_that_needs_a_scenario_takes_a_change() -> None:
    done = CliRunner().invoke(app, ["show", "cheapest_avoider", "--markdown", "--set", "projects.payable_share=0.2"])
    assert done.exit_code == 0
    assert "depends on it: projects.payable_share" in " ".join(done.stderr.split())


def test_a_judgement_that_waits_for_a_check_is_a_judgement_in_every_table() -> None:
    text = str(trace(case_of("coverage", None, read_assumptions())))
    (line,) = (line for line in text.splitlines() if " utilisation = " in line)
    assert line.startswith("○")
