"""Files of assumptions: written, checked, described; and what the command line may change."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from typer.testing import CliRunner

from mloss_econ.cli import app
from mloss_econ.errors import InputError
from mloss_econ.evidence import Store, default_store
from mloss_econ.report.assumptions import KEYS, from_content, parse_set, read_assumptions
from mloss_econ.report.brief import make_brief
from mloss_econ.report.faults import FaultsError, line_of
from mloss_econ.report.scenario_file import block, new_file, schema, template

BUDGET = "projects.median_budget"


def uncommented(text: str) -> str:
    """The template with every `# ` that hides a setting taken away."""
    keep = re.compile(r"^# (\[beliefs|[a-z_]+ = )")
    return "\n".join(line[2:] if keep.match(line) else line for line in text.splitlines())


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
    del data["beliefs_of"]
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


def test_every_fault_is_answered_at_once_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "bad.toml"
    path.write_text(
        'title = "x"\npriecs = "USD 2022"\nn = 12.5\nrule = "licencing"\n\n'
        '[beliefs."projects.median_budgt"]\nvalue = 3\n\n'
        '[beliefs."projects.sigma"]\nvalue = "3"\ndist = { kind = "betwen", low = 1, high = 2 }\nunit = "USD"\n'
    )
    done = CliRunner().invoke(app, ["check", str(path)])
    assert done.exit_code == 2
    lines = done.stderr.splitlines()
    for line, words in (
        (2, "priecs: unknown key. Did you mean 'prices'?"),
        (3, "n: n = 12.5 is not a whole number"),
        (4, "rule: there is no proposal 'licencing'. Did you mean 'licensing'?"),
        (6, "Did you mean 'projects.median_budget'?"),
        (10, "'3' is not a number"),
        (11, "kind = 'betwen' is not known. Did you mean 'between'?"),
    ):
        assert any(said.startswith(f"{path}:{line}  ") and words in said for said in lines), (line, words, lines)
    assert re.fullmatch(r"\d+ problems. Nothing was computed.", lines[-1])
    assert "Traceback" not in done.stderr


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
        "  50,000 USD 2022/year (5 to 95 %: 10,000 to 250,000).\n"
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


def test_what_is_named_but_the_same_is_no_change(tmp_path: Path) -> None:
    path = tmp_path / "same.toml"
    path.write_text(uncommented("\n".join(block(BUDGET, default_store().belief(BUDGET)))))
    done = CliRunner().invoke(app, ["check", str(path)])
    assert done.stdout == f"{path}: nothing wrong. 0 beliefs changed.\n  As adopted: {BUDGET}.\n"


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("title",), 1),
        (("beliefs", "a.b", "value"), 4),
        (("beliefs", "a.b", "dist", "low"), 5),
        (("beliefs", "a.b", "nothing"), 3),
        (("beliefs", "c.d", "value"), 6),
        (("elsewhere",), 1),
    ],
)
def test_lines_are_found(path: tuple[str, ...], line: int) -> None:
    text = 'title = "x"  # a title\n\n[beliefs."a.b"]\nvalue = 3\ndist = { low = 1 }\nbeliefs_c = 1\n'
    text = text.replace("beliefs_c = 1", "[beliefs]\n") if path[:2] == ("beliefs", "c.d") else text
    assert line_of(text, path) == line


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
        ({"rule": "licencing"}, "--rule: there is no proposal 'licencing'. Did you mean 'licensing'?"),
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
    mine = read_assumptions(options={"beliefs_of": critics, "beliefs": parse_set(["harm.displaced=0.1"])})
    under: Store = default_store().under(critics)
    assert mine.store.belief("harm.displaced").value == 0.1
    assert mine.store.belief("harm.yearly_harm") == under.belief("harm.yearly_harm")


def test_the_content_makes_the_same_assumptions_again() -> None:
    mine = read_assumptions(options={"rule": "licensing", "seed": 9, "beliefs": parse_set([f"{BUDGET}=20_000"])})
    again = from_content(mine.content)
    assert again.content == mine.content
    assert again.store.belief(BUDGET).value == 20_000


# ---------------------------------------------------------------- the schema


@pytest.mark.slow
def test_the_schema_takes_what_is_right_and_refuses_what_is_not() -> None:
    made = schema(default_store())
    jsonschema.Draft202012Validator.check_schema(made)
    assert set(made["properties"]) == set(KEYS)
    check = jsonschema.Draft202012Validator(made)
    right = tomllib.loads(uncommented(template("x", default_store())))
    assert [e.message for e in check.iter_errors(right)] == []
    for wrong in (
        {"priecs": "USD 2022"},
        {"prices": "JPY 2022"},
        {"n": 10},
        {"rule": "licencing"},
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
        {"beliefs": {BUDGET: {"value": 5e4, "unit": "EUR/year", "price_year": 2021}}},
        {"beliefs": {BUDGET: {"unit": "USD/year", "price_year": 2022}}},
        {"beliefs": {BUDGET: {"why": "we looked"}}},
        {"beliefs": {"projects.payable_share": {"unit": "share", "why": "we looked"}}},
    ):
        assert check.is_valid(taken), taken
        from_content(taken)


def test_faults_are_counted() -> None:
    with pytest.raises(FaultsError, match=r"1 problem\. Nothing was computed\."):
        from_content({"seed": -1})


def test_every_belief_of_the_template_says_its_unit_and_price_year(store: Store) -> None:
    for key, belief in store.beliefs.items():
        lines = block(key, belief)
        assert f'# unit = "{belief.unit}"' in lines
        assert (f"# price_year = {belief.price_year}" in lines) == (belief.price_year is not None)


@pytest.mark.slow
def test_the_page_and_the_terminal_warn_of_a_change_that_moves_nothing(tmp_path: Path) -> None:
    unread, path = "ai_act_lines.activities.data.tariff", tmp_path / "mine.toml"
    path.write_text(f'[beliefs."{unread}"]\nvalue = 80\n[beliefs."{BUDGET}"]\nvalue = 20_000\n')
    made = make_brief(read_assumptions(path, options={"n": 256}))
    warning = f"Changed, but no number in this report depends on it: {unread} (an input of compliance.standard_cost)."
    assert made.document.warning == warning
    assert f'<p class="warning">{warning}</p>' in str(made.files["brief.html"]).replace("\u00a0", " ")
    assert f"NOTE: {warning}" in " ".join(made.text.split())
