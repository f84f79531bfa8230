"""Names of another kind are told their command; options that would be ignored are refused."""

from __future__ import annotations

import pytest
from commands import BUDGET, SIDES
from typer.testing import CliRunner

from mloss_econ.cli import app
from mloss_econ.report.naming import not_known


def refused(*words: str) -> str:
    done = CliRunner().invoke(app, list(words))
    assert done.exit_code == 2, done.output
    return " ".join(done.stderr.split())


@pytest.mark.parametrize(
    ("command", "name", "advice"),
    [
        ("sensitivity", "sobol", "is a method: mloss-econ show sobol"),
        ("trace", "tornado", "is a method: mloss-econ show tornado"),
        ("sensitivity", "licensing", "is a proposal: mloss-econ report licensing"),
        ("show", "C02", "is a claim: mloss-econ claims C02"),
        ("show", "C10", "is a claim that is not yet computed"),
        ("show", BUDGET, f"is a belief: it is changed with --set {BUDGET}=NUMBER"),
        ("report", "ai_duties", "is a scenario: mloss-econ show compliance.bill --scenario ai_duties"),
        ("report", "pricing_out", "is a calculator: mloss-econ show pricing_out"),
        ("trace", "deepfake_bank_fraud", "or mloss-econ trace cheapest_avoider --scenario deepfake_bank_fraud"),
        ("show", "development_rules_critics", "is a belief set: mloss-econ scorecard --beliefs"),
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
        (("sensitivity", "--method", "sobol"), "--method asks nothing without a calculator"),
        (("sensitivity", "--proposal", "licensing"), "--proposal asks nothing without a calculator"),
        (("sensitivity", "--as", "csv"), "--as csv is for an answer"),
        (("sensitivity", "pricing_out", "--target", "0"), "--target asks nothing without an output"),
        (("sensitivity", "pricing_out", "--lowest"), "--lowest asks nothing without an output"),
        (("sensitivity", "--set", "nosuch=1"), "no calculator takes such a belief"),
        (("sensitivity", "--viewpoint", "us"), "--viewpoint asks nothing without a calculator"),
        (("sensitivity", "pricing_out", "--viewpoint", "us"), "pricing_out has none. Leave it out"),
        (("sensitivity", "world", "net_world", "--viewpoint", "us"), "Leave one of the two out"),
        (("sensitivity", "pricing_out", "--baseline-date", "2026-01-01"), "give --proposal, or leave it out"),
        (("report", "deepfake_bank_fraud", "--viewpoint", "us"), "deepfake_bank_fraud is a scenario. Leave it out"),
        (("report", "deepfake_bank_fraud", "--baseline-date", "2026-01-01"), "--baseline-date is for proposals"),
        (
            ("sensitivity", "world", "net_world", "--proposal", "eo14365_preemption"),
            "removes laws that are in force, of which its own world says nothing",
        ),
        (("scorecard", "licensing", "--baseline-date", "1850-01-01"), "1850-01-01 is not from 1900 to 2100"),
        (("scorecard", *SIDES, "--beliefs", "development_rules_critics"), "would be under both"),
    ],
)
def test_an_option_that_would_be_ignored_is_refused(words: tuple[str, ...], said: str) -> None:
    assert said in refused(*words)
