"""What `mloss-econ check` says of a file of assumptions."""

from __future__ import annotations

from pathlib import Path

import pytest
from commands import BUDGET
from typer.testing import CliRunner

from mloss_econ.cli import app
from mloss_econ.report.assumptions import read_assumptions
from mloss_econ.report.brief import make_brief


def test_check_builds_the_cases_too(tmp_path: Path) -> None:
    path = tmp_path / "out_of_bounds.toml"
    path.write_text(f'[beliefs."{BUDGET}"]\nvalue = -5\n')
    done = CliRunner().invoke(app, ["check", str(path)])
    assert done.exit_code == 2
    assert BUDGET in done.stderr


def test_check_says_so_when_nothing_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "good.toml"
    path.write_text(f'[beliefs."{BUDGET}"]\nvalue = 20_000\n')
    done = CliRunner().invoke(app, ["check", str(path)])
    said = (
        f"{path}: nothing wrong. 1 belief changed.\n"
        f"  {BUDGET}: now 20,000 USD 2022/year, without a range; as adopted\n"
        "  50,000 USD 2022/year (90 % interval: 10,000 to 250,000).\n"
    )
    assert (done.exit_code, done.stdout) == (0, said)


def test_check_remarks_on_a_value_far_out_in_its_own_distribution(tmp_path: Path) -> None:
    path = tmp_path / "far.toml"
    path.write_text(
        f'[beliefs."{BUDGET}"]\nvalue = 5_000_000\ndist = {{ kind = "between", low = 1e4, high = 2.5e5 }}\n'
    )
    done = CliRunner().invoke(app, ["check", str(path)])
    assert "lies above 100 % of its own distribution: draws hardly ever come near it" in " ".join(done.stdout.split())
    assert done.exit_code == 0


RULE: str = """title = "A rule"
status = "law"
reference = "Act 1"
open_source = "None."
date = 2026-01-31
jurisdiction = "european_union"
[deployers]
value = 100
clause = "4"
[intermediaries]
value = 7
clause = "4"
[fine]
value = 1e6
unit = "EUR"
price_year = 2021
clause = "8"
[harm_reach.fraud]
value = 0.3
clause = "5"
[triggers.compute]
measure = "training compute"
above = 1e20
unit = "FLOP"
clause = "1"
[triggers.staff]
measure = "staff"
above = 50
unit = "person"
clause = "1"
[triggers.users]
measure = "users"
above = 50
unit = "person"
clause = "1"
[duties.documents]
developer = 1
unit = "system"
trigger = "compute"
clause = "2"
[duties.energy]
deployer = 1
unit = "model"
trigger = "staff"
clause = "6"
[prices.energy]
unit = "model"
kind = "work"
why = "Expert judgement."
hours = { value = 80, unit = "hour" }
tariff = { value = 30, unit = "EUR/hour", price_year = 2021 }
effect = { value = 0.02, unit = "share" }
"""
CHANNEL = """why = "ours"
[channels.gossip]
figure = "counted"
level = { value = 1e9, unit = "USD/year", price_year = 2022 }
open_share = { value = 0.3, unit = "share" }
downstream = { value = 0.3, unit = "share" }
displaced = { value = 0.3, unit = "share" }
displaced_open = { value = 0.3, unit = "share" }
stolen = { value = 0.3, unit = "share" }
"""
MISPRICED = '[duties.mine]\nunit = "entity"\nkind = "work"\n'
LEVERS = '[levers."compliance.consequences"]\n'


def checked_folder(folder: Path, rule: str, scenario: str = "") -> tuple[int, str]:
    """What `check` says of a folder with a proposal and, where it is given, records for the scenario of duties."""
    for name, text in (("proposals/mine.toml", rule), ("scenarios/ai_duties.toml", scenario)):
        (folder / name).parent.mkdir(exist_ok=True)
        if text:
            (folder / name).write_text(text)
    done = CliRunner().invoke(app, ["check", str(folder)])
    return done.exit_code, " ".join((done.stdout + done.stderr).split())


def test_check_names_what_a_proposal_states_and_no_result_depends_on(tmp_path: Path) -> None:
    code, said = checked_folder(tmp_path, RULE, CHANNEL)
    assert code == 0
    assert "It adds 1 proposal and 1 record to ai_duties." in said
    for line, remark in (
        (
            "[triggers.staff]",
            "triggers.staff: moves nothing: who meets it is not computed, but said in [deployers].",
        ),
        ("[triggers.users]", "triggers.users: moves nothing: no duty refers to it."),
        ("[intermediaries]", "intermediaries: moves nothing: no duty falls on them."),
    ):
        assert f"mine.toml:{RULE.splitlines().index(line) + 1}: {remark}" in said
    assert "triggers.compute" not in said
    assert "fine" not in said
    alone = RULE[: RULE.index("[deployers]")] + RULE[RULE.index("[fine]") : RULE.index("[harm_reach")]
    _, said = checked_folder(tmp_path, f'{alone}{LEVERS}enforcement = {{ value = 1, clause = "1" }}\n')
    assert "fine: moves nothing: without a duty nobody infringes one." in said
    assert "harm_reach: moves nothing: no channel of harm is reached" in said


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("hours = { value = 80", "hours = { value = -80", "hours =", "prices.energy.hours: "),
        ("value = 80,", "value = 80, dist = { kind = \"uniform\", low = -1, high = 99 },", "hours =",
         "truncate_low = 0"),
        ("value = 30,", "value = 0,", "tariff =", "has to be above 0"),
        ("value = 0.02", "value = 1.5", "effect =", "prices.energy.effect: "),
        ("[duties.documents]", "[duties.documentz]", "[duties.documentz]", "Did you mean 'documents'"),
        ('unit = "system"', 'unit = "model"', 'unit = "model"', "priced for each system"),
        ("price_year = 2021\nclause", "price_year = 1700\nclause", "[fine]", "has no year 1700"),
        ('unit = "EUR"\nprice_year = 2021\nclause', 'unit = "CHF"\nprice_year = 2021\nclause', "[fine]", "CHF prices"),
        ("value = 0.3", 'value = 0.3\nunit = "hour"', "[harm_reach.fraud]", 'Write unit = "share".'),
        ("value = 7", 'value = 7\nunit = "hour"', "[intermediaries]", 'Write unit = "count".'),
        ("[triggers.staff]", f'{LEVERS}enforcement = {{ value = -1, clause = "1" }}\n[triggers.staff]', "enforcement =",
         "-1 is outside the bounds"),
        ("[triggers.staff]", f'{LEVERS}complies = {{ value = 0.5, clause = "1" }}\n[triggers.staff]', "complies =",
         "is a given, not a lever. Leave it out"),
        ("[triggers.staff]",
         '[levers."compliance.cournot"]\nmarket_size = { value = 1, clause = "1" }\n[triggers.staff]',
         "[levers.\"compliance.cournot\"]", "no such calculator in the world"),
    ],
)  # fmt: skip
def test_check_applies_a_proposal_and_names_the_line_of_what_does_not_fit(
    tmp_path: Path, old: str, new: str, line: str, words: str
) -> None:
    text = RULE.replace(old, new, 1)
    code, said = checked_folder(tmp_path, text)
    assert code == 2, said
    number = next(k for k, row in enumerate(text.splitlines(), 1) if line in row)
    assert f"mine.toml:{number}: " in said
    assert words in said


def test_check_names_results_that_would_not_be_finite(tmp_path: Path) -> None:
    code, said = checked_folder(tmp_path, RULE.replace("value = 80,", "value = 1e308,"))
    assert code == 2
    assert "mine.toml: fixed_cost" in said
    assert "would not be finite. Correct the largest of its numbers." in said


@pytest.mark.parametrize(
    ("scenario", "line", "words"),
    [
        (CHANNEL.replace("level = {", "lefel = {"), 2, "channels.gossip."),
        ("\n".join(row for row in CHANNEL.splitlines() if not row.startswith("level")), 2,
         "'channels.gossip.level'. Add it"),
        (CHANNEL.replace('{ value = 1e9, unit = "USD/year", price_year = 2022 }', '"big"'), 2,
         "must be a number with a unit"),
        (CHANNEL.replace("1e9", "-1e9"), 4, "outside the bounds"),
        (CHANNEL.replace("counted", "yes"), 2, "'yes' is not known"),
        (CHANNEL + 'reach = { value = 1, unit = "share" }\n', 10, "is what a proposal sets"),
        (f'why = "ours"\n{MISPRICED}', 2, "duties.mine: it says no cost"),
        (f'why = "ours"\n{MISPRICED}hours = {{ value = 5, unit = "hour" }}\n', 5, "hours without a tariff"),
        (f'why = "ours"\n{MISPRICED}one_off = {{ value = 5, unit = "hour" }}\n', 5, "one_off is in money"),
        (f'why = "ours"\n{MISPRICED}one_off = {{ value = 5, unit = "EUR", price_year = 2021 }}\n'
         'developer = { value = 1, unit = "share" }\n', 6, "is what a proposal sets"),
        ('why = "ours"\n[regions.mars]\n' + "".join(
            f'{kind} = {{ value = 0.9, unit = "share" }}\n' for kind in ("activity", "users", "victims")
        ), 2, "regions.mars.activity is more than the world"),
    ],
)  # fmt: skip
def test_check_names_the_line_of_a_record_that_does_not_fit(
    tmp_path: Path, scenario: str, line: int, words: str
) -> None:
    code, said = checked_folder(tmp_path, "", scenario)
    assert code == 2, said
    assert f"scenarios/ai_duties.toml:{line}: " in said
    assert words in said


@pytest.mark.slow
def test_the_page_and_the_terminal_warn_of_a_change_that_moves_nothing(tmp_path: Path) -> None:
    unread, path = "ai_act_lines.activities.data.tariff", tmp_path / "mine.toml"
    path.write_text(f'[beliefs."{unread}"]\nvalue = 80\n[beliefs."{BUDGET}"]\nvalue = 20_000\n')
    made = make_brief(read_assumptions(path, options={"n": 256}))
    warning = f"Changed, but no number in this report depends on it: {unread} (an input of compliance.standard_cost)."
    assert made.document.warning == warning
    assert f'<p class="warning">{warning}</p>' in str(made.files["brief.html"]).replace("\u00a0", " ")
    assert f"NOTE: {warning}" in " ".join(made.text.split())
