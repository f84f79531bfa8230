"""Commands that answer one question: show, run, rank, compare, trace."""

import re
from pathlib import Path

import pytest
from commands import FEW, refused, run

from mloss_econ.compliance import pricing_out
from mloss_econ.kernel import DEFAULT_PRICES, baseline

# ---------------------------------------------------------------- show


def test_show_lists_everything() -> None:
    result = run("show")
    assert result.exit_code == 0
    for name in ("value.attributed_value", "ai_duties", "eu_ai_act_highrisk", "C12", "needs --scenario"):
        assert name in result.stdout
    assert max(map(len, result.stdout.splitlines())) <= 80


@pytest.mark.parametrize("name", ["pricing_out", "compliance.pricing_out"])
def test_show_one(name: str) -> None:
    result = run("show", name, "--prices", "USD 2022", *FEW)
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("compliance.pricing_out\n")
    assert "○ median_budget = 50,000 USD 2022 a year (10,000 to 250,000)" in result.stdout
    assert max(map(len, result.stdout.splitlines())) <= 80


def test_show_in_other_prices() -> None:
    assert "EUR 2020 a year" in run("show", "attributed_value", "--prices", "EUR 2020", *FEW).stdout


def test_show_with_a_scenario() -> None:
    result = run("show", "bill", "--scenario", "ai_duties", "--prices", "USD 2022", *FEW)
    assert result.exit_code == 0
    assert re.search(r"duties\.qms\.one_off = [\d,]+ USD 2022", result.stdout)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["bill"], ["needs a scenario", "ai_duties"]),
        (["bill", "--scenario", "ai_dutys"], ["Did you mean 'ai_duties'"]),
        (["pricing_out", "--scenario", "ai_duties"], ["is for compliance.bill"]),
        (["cheapest_avoidr"], ["no calculator or method 'cheapest_avoidr'", "liability.cheapest_avoider"]),
    ],
)
def test_show_refuses(options: list[str], words: list[str]) -> None:
    refused(run("show", *options), *words)


# ---------------------------------------------------------------- rank


LOST = ["pricing_out", "value_lost"]


def test_rank_lists_methods_and_outputs() -> None:
    result = run("sensitivity")
    assert result.exit_code == 0
    for word in ("sobol", "break_even", "Needs --vary, --target.", "mloss-econ show METHOD"):
        assert word in " ".join(result.stdout.split())
    result = run("sensitivity", "pricing_out")
    assert result.stdout.startswith("Outputs of compliance.pricing_out:\n    cutoff, exit_share")


def test_rank_takes_the_method_that_suits_and_says_why() -> None:
    result = run("sensitivity", "pricing_out", "value_lost", "-n", "512", "--seed", "3")
    assert result.exit_code == 0, result.output
    uncertain = sum(e.uncertain for e in baseline(pricing_out).entries.values())
    assert uncertain == 14
    assert result.stdout.startswith(f"Take sobol ({4096 * (uncertain + 2):,} evaluations): it shows")
    assert "○ median_budget" in result.stdout
    assert result.stdout.endswith(f"Seed 3, prices {DEFAULT_PRICES}.\n")
    assert max(map(len, result.stdout.splitlines())) <= 80


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (
            ["exit_share_funded", "--method", "switching", "--target", "0.5", "--prices", "USD 2022"],
            ["median_budget, USD 2022/year", "224,000"],
        ),
        (
            ["exit_share_funded", "--method", "break_even", "--vary", "fixed_cost", "--target", "0.5"],
            ["no break-even value in"],
        ),
        (["exit_share_funded", "--method", "prim", "--to", "0.5"], ["lie in a box of"]),
        (
            ["exit_share_funded", "--method", "evppi", "--target", "0.5", "--lowest"],
            ["'do not act' is best on average"],
        ),
        (["value_lost", "--method", "two_way", "--vary", "fixed_cost", "--vary", "sigma"], ["down: fixed_cost"]),
        (["value_lost", "--method", "correlation_ratio", "--from", "0.3"], ["rows with value_lost from 0.3"]),
        (["cutoff", "--method", "tornado", "--prices", "EUR 2021"], ["(EUR 2021/year)"]),
    ],
    ids=lambda v: v[2] if len(v) > 2 else "",
)
def test_rank_by_a_method(options: list[str], words: list[str]) -> None:
    result = run("sensitivity", "pricing_out", *options, "-n", "4096")
    assert result.exit_code == 0, result.output
    for word in words:
        assert word in " ".join(result.stdout.split()), result.stdout
    assert max(map(len, result.stdout.splitlines())) <= 80


@pytest.mark.slow
def test_rank_rules_side_by_side() -> None:
    result = run("sensitivity", "world", "fixed_cost", "--method", "bridge", "--proposal", "sb1047", "-n", "256")
    assert result.exit_code == 0, result.output
    assert "fixed_cost, from 'baseline' to 'sb1047'" in result.stdout
    two = ["--proposal", "sb1047", "--proposal", "eu_ai_act_gpai"]
    result = run("sensitivity", "world", "fixed_cost", *two, "-n", "256")
    assert result.stdout.startswith("Take bridge"), result.output
    assert "from 'sb1047' to 'eu_ai_act_gpai'" in result.stdout


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["pricing_ot"], ["no calculator 'pricing_ot'", "pricing_out"]),
        (["pricing_out", "value_lst"], ["no output 'value_lst'", "Did you mean 'value_lost'"]),
        (["pricing_out", "value_lost", "--method", "sobl"], ["no method 'sobl'", "Did you mean 'sobol'"]),
        (["pricing_out", "value_lost", "--method", "break_even"], ["needs --vary"]),
        (["pricing_out", "value_lost", "--method", "switching"], ["needs --target"]),
        (["pricing_out", "value_lost", "--method", "prim"], ["needs --from or --to"]),
        (["pricing_out", "value_lost", "--method", "bridge"], ["another case"]),
        (["pricing_out", "value_lost", "--method", "one_way", "--vary", "sgma"], ["no input 'sgma'"]),
        (["world", "fixed_cost", "--proposal", "sb1048"], ["sb1047"]),
        (["effects", "net_world"], ["none is named", "--proposal licensing"]),
        (["effects", "net_wrld", "--proposal", "sb1047"], ["'effects' has no output", "net_world"]),
        (["effects", "net_world", "--proposal", "sb1047", "--against", "sb1048"], ["sb1047"]),
        (["world", "net_world", "--against", "sb1047"], ["--against is for effects"]),
        (["rule_effects", "fixed_cost"], ["is now 'world'", "sensitivity effects net_world --proposal licensing"]),
        (["billed_pricing_out", "fixed_cost"], ["is now 'world'"]),
        (["regimes.effects", "net_world"], ["is now 'world'", "and 'effects'"]),
        (["bill", "total"], ["needs a scenario"]),
        ([*LOST, "--vary", "nosuch", "--target", "3", "--lowest", "--at", "5"], ["sobol takes no --vary", "two_way"]),
        ([*LOST, "--method", "tornado", "--target", "3"], ["tornado takes no --target", "switching, evpi, evppi"]),
        ([*LOST, "--method", "sobol", "--lowest"], ["sobol takes no --lowest", "--method regime_map, evpi, evppi"]),
        ([*LOST, "--method", "evpi", "--at", "5"], ["evpi takes no --at", "--method acceptability"]),
        ([*LOST, "--method", "evpi", "--effect", "cutoff"], ["evpi takes no --effect", "--method acceptability"]),
        ([*LOST, "--method", "sobol", "--from", "0.1"], ["sobol takes no --from or --to", "borgonovo"]),
        (
            ["world", "fixed_cost", "--method", "sobol", "--proposal", "sb1047", "--proposal", "eu_ai_act_gpai"],
            ["sobol takes no second --proposal", "bridge"],
        ),
        (["effects", "net_world", *2 * ["--proposal", "sb1047"]], ["--proposal sb1047 is given twice", "once"]),
        ([*LOST, "--method", "prim", "--from", "0.9", "--to", "0.1"], ["nothing lies from 0.9 up to 0.1", "Swap"]),
        ([*LOST, "--method", "prim", "--from", "nan"], ["--from nan is no number", "leave --from out"]),
        ([*LOST, "--method", "evppi", "--target", "nan"], ["--target nan is no number"]),
        ([*LOST, "--method", "prim", "--to", "inf"], ["--to inf is no number"]),
        ([*LOST, "--method", "one_way", "--vary", "fixed_cots"], ["Did you mean 'fixed_cost'"]),
    ],
    ids=lambda v: " ".join(v[-2:]),
)
def test_rank_refuses(options: list[str], words: list[str]) -> None:
    refused(run("sensitivity", *options), *words)


@pytest.mark.parametrize(
    ("option", "method"),
    [
        (["--vary", "sigma"], "one_way"),
        (["--target", "0.5"], "switching"),
        (["--lowest"], "evpi"),
        (["--from", "0.3"], "chatterjee"),
    ],
)
def test_a_method_that_a_refusal_names_takes_the_option(option: list[str], method: str) -> None:
    refused(run("sensitivity", *LOST, *option, "--method", "shapley"), "shapley takes no", method)
    assert run("sensitivity", *LOST, *option, "--method", method, "-n", "4096").exit_code == 0


def test_show_a_method() -> None:
    result = run("show", "evppi")
    assert result.exit_code == 0
    assert "EVPPI(X) = E[ max over options" in result.stdout
    assert "References: Raiffa and Schlaifer (1961)" in result.stdout
    assert max(map(len, result.stdout.splitlines())) <= 80


# ---------------------------------------------------------------- run


def test_report_on_one_proposal() -> None:
    result = run("report", "eu_ai_act_highrisk", *FEW)
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("EU AI ACT")
    for words in (
        "Compliance cost:",
        "Who exits:",
        "rests on judgement-based costs",
        "funded projects",
        DEFAULT_PRICES,
        "256 draws",
    ):
        assert words in " ".join(result.stdout.split()), words
    assert max(map(len, result.stdout.splitlines())) <= 80


@pytest.mark.slow
def test_report_on_one_scenario() -> None:
    result = run("report", "enterprise_agent", *FEW)
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("ENTERPRISE AGENT")
    for words in ("Cheapest avoider:", "Cost of a wrong choice", "WHAT DOES EACH LIABILITY RULE LEAD TO?", "256 draws"):
        assert words in " ".join(result.stdout.split()), words


@pytest.mark.slow
def test_run_in_other_prices_with_ones_own_assumptions(tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text('[beliefs."projects.median_budget"]\nvalue = 1e9\nunit = "USD/year"\nprice_year = 2022\n')
    rich = run("report", "eu_ai_act_highrisk", "--with", str(mine), "--prices", "EUR 2021", *FEW)
    assert rich.exit_code == 0, rich.output
    assert "EUR 2021" in rich.stdout
    assert rich.stdout != run("report", "eu_ai_act_highrisk", "--prices", "EUR 2021", *FEW).stdout


def test_run_refuses() -> None:
    refused(run("report", "eu_ai_act_highrsk", *FEW), "no proposal or scenario", "Did you mean 'eu_ai_act_highrisk'")
    refused(run("report", "eu_ai_act_highrisk", "-n", "10"), "n")


# ---------------------------------------------------------------- compare, trace


@pytest.mark.slow
def test_compare_prints_the_scorecard_and_the_steps_between_few() -> None:
    result = run("scorecard", "licensing", "risk_tiers", *FEW)
    assert result.exit_code == 0
    for words in ("status_quo", "licensing", "risk_tiers", "Step by step", "Break-even", "256 draws"):
        assert words in result.stdout
    assert max(map(len, result.stdout.splitlines())) <= 80
    early = run("scorecard", "take_it_down", "licensing", "--baseline-date", "2026-01-01", *FEW)
    assert "In force by" not in early.stdout
    assert "In force by 2026-11-30" in run("scorecard", "take_it_down", "licensing", *FEW).stdout
    union = run("scorecard", "licensing", "--viewpoint", " EU", *FEW)
    assert "net benefit to the European Union" in " ".join(union.stdout.split())


@pytest.mark.slow
def test_one_belief_in_a_file_changes_every_number(tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text(
        '[beliefs."ai_duties.channels.fraud.level"]\nvalue = 1e12\ndist = { kind = "point", value = 1e12 }\n'
        'unit = "USD/year"\nprice_year = 2022\nwhy = "feared"\n'
    )
    before, after = run("scorecard", "licensing", *FEW), run("scorecard", "licensing", "--with", str(mine), *FEW)
    assert after.exit_code == 0
    assert before.stdout != after.stdout
    assert "feared" in run("trace", "licensing", "--with", str(mine), "--only", "fraud.level").stdout
    assert run("claims", "C16", *FEW).stdout != run("claims", "C16", "--with", str(mine), *FEW).stdout


@pytest.mark.slow
def test_belief_sets_change_the_answer_and_can_be_set_against_each_other() -> None:
    sides = ("development_rules_critics", "development_rules_proponents")
    assert (
        run("scorecard", "licensing", "--beliefs", sides[0], *FEW).stdout != run("scorecard", "licensing", *FEW).stdout
    )
    divided = run("scorecard", "licensing", "--between", sides[0], "--between", sides[1])
    assert divided.exit_code == 0
    assert "channels.fraud.level" in divided.stdout
    union = run("scorecard", "licensing", "--between", sides[0], "--between", sides[1], "--viewpoint", "eu")
    assert union.stdout.startswith("net_of.eu under")
    refused(run("scorecard", "licensing", "--between", sides[0]), "takes two belief sets")
    refused(run("scorecard", "--beliefs", "critics"), "there is no belief set 'critics'")


def test_trace_says_where_a_number_comes_from() -> None:
    result = run("trace", "eu_ai_act_highrisk", "--only", "duties.qms.developer")
    assert "Article 17" in result.stdout
    assert "ai_value" in run("trace", "use_value").stdout
    refused(run("trace", "eu_ai_act_highrisk", "--only", "nothing"), "has 'nothing' in its path")
    refused(run("trace", "eu_ai_act_highrsk"), "no proposal, claim or calculator", "Did you mean 'eu_ai_act_highrisk'?")
