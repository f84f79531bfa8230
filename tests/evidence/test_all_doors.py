"""Every door to a belief crossed with every kind of change: one answer by all of them, or one refusal.

The doors: a file, `--set`, a set of beliefs in a folder of seeds, the file that `new` writes, a record that is
reproduced, `Store.changed`; and, for what is not refused, `.but` and `.at` on the case itself.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from few import few
from numpy.testing import assert_allclose
from typer.testing import CliRunner

from mloss_econ.cli import app
from mloss_econ.compliance import pricing_out
from mloss_econ.engine import simulate
from mloss_econ.errors import InputError
from mloss_econ.evidence import Store, default_store
from mloss_econ.kernel import Case, baseline
from mloss_econ.regimes import world
from mloss_econ.report.assumptions import from_content, parse_set, read_assumptions
from mloss_econ.report.pages import page
from mloss_econ.report.scenario_file import block
from mloss_econ.report.show import show
from mloss_econ.uncertainty import Distribution, between, point

BUDGET = "projects.median_budget"  # an amount of money with a range
SHARE = "projects.payable_share"
RICH = {"kind": "between", "low": 1e6, "high": 1e7}
EURO = {"unit": "EUR/year", "price_year": 2021}

Keys = Mapping[str, Any]
Door = Callable[[Keys, Path], Store]


def toml(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key} = {toml(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, float):
        return {"inf": "inf", "nan": "nan"}.get(repr(value), repr(value))
    return json.dumps(value)


def lines(keys: Keys) -> str:
    return "".join(f"{key} = {toml(value)}\n" for key, value in keys.items())


def by_file(keys: Keys, folder: Path) -> Store:
    (folder / "mine.toml").write_text(f'[beliefs."{BUDGET}"]\n{lines(keys)}')
    return read_assumptions(folder / "mine.toml").store


def by_set(keys: Keys, folder: Path) -> Store:
    return read_assumptions(options={"beliefs": parse_set([f"{BUDGET}={toml(keys)}"])}).store


def by_belief_set(keys: Keys, folder: Path) -> Store:
    (folder / "belief_sets").mkdir()
    head = 'title = "Mine"\nauthor = "I"\ndate = "2026-11-30"\nabout = "A test."\n'
    reason = {} if "why" in keys or not keys else {"why": "ours"}
    text = f'{head}[beliefs."{BUDGET}"]\n{lines({**reason, **keys})}'
    (folder / "belief_sets" / "mine.toml").write_text(text)
    store = Store.load(default_store().root, folder)
    return read_assumptions(store=store, options={"beliefs_of": "mine"}).store


def by_template(keys: Keys, folder: Path) -> Store:
    """What a reader does with the file of `new`: takes the # from the head and from the lines to change."""
    head, *rest = (line.removeprefix("# ") for line in block(BUDGET, default_store().belief(BUDGET)))
    known = {line.split(" = ")[0] for line in rest}
    written = [line for line in lines(keys).splitlines() if line.split(" = ")[0] in known]
    (folder / "mine.toml").write_text("\n".join([head, *written]))
    return read_assumptions(folder / "mine.toml").store


def by_record(keys: Keys, folder: Path) -> Store:
    return from_content(by_json({"beliefs": {BUDGET: keys}})).store


def by_json(content: Any) -> Any:
    return json.loads(json.dumps(content))


def by_python(keys: Keys, folder: Path) -> Store:
    return default_store().changed({BUDGET: keys})


DOORS: tuple[Door, ...] = (by_file, by_set, by_belief_set, by_template, by_record, by_python)

# kind of change: what is given; the value and the distribution that follow, in USD 2022
TAKEN: Mapping[str, tuple[Keys, float | str, Distribution]] = {
    "a number": ({"value": 5e6}, 5e6, point(value=5e6)),
    "a number and its unit": ({"value": 5e6, "unit": "USD/year", "price_year": 2022}, 5e6, point(value=5e6)),
    "a range": ({"dist": RICH}, 10**6.5, between(1e6, 1e7)),
    "a number and a range": ({"value": 2e6, "dist": RICH}, 2e6, between(1e6, 1e7)),
    "the number that it is": ({"value": 50_000.0}, 5e4, point(value=5e4)),
    "a reason alone": ({"why": "we looked"}, 5e4, between(1e4, 2.5e5)),
}
REFUSED: Mapping[str, tuple[Keys, str]] = {
    "a unit alone": (EURO, "given without a number"),
    "a price year alone": ({"price_year": 2020}, "given without a number"),
    "a unit without a price year": ({"value": 5e4, "unit": "EUR/year"}, "money without a price year"),
    "another unit": ({"value": 0.5, "unit": "share"}, "wrong unit"),
    "nothing": ({}, "nothing is said of it|no reason"),
    "a value outside its range": ({"value": 50.0, "dist": {"kind": "uniform", "low": 1.0, "high": 2.0}}, "outside"),
    "text": ({"value": "many"}, "not a number"),
    "yes or no": ({"value": True}, "not a number"),
    "a grade that is none": ({"grade": "sure"}, "grade"),
    "a distribution that is none": ({"dist": {"kind": "betwen", "low": 1.0, "high": 2.0}}, "betwen"),
}


def crossed(kinds: Mapping[str, Any]) -> list[Any]:
    """Every door with every kind of change. The door that loads a whole store: one kind here, the others when slow."""
    cases = [(door, kind) for kind in kinds for door in DOORS]
    slow = [case for case in cases if case[0] is by_belief_set][1:]
    return [
        pytest.param(*case, id=f"{case[0].__name__}-{case[1]}", marks=[pytest.mark.slow] * (case in slow))
        for case in cases
    ]


@pytest.mark.parametrize(("door", "kind"), crossed(TAKEN))
def test_one_number_has_one_answer_by_every_door(door: Door, kind: str, tmp_path: Path) -> None:
    keys, value, dist = TAKEN[kind]
    case = baseline(pricing_out, prices="USD 2022", store=door(keys, tmp_path))
    entry = case.entry("median_budget")
    assert_allclose(entry.value, value, rtol=1e-12)
    assert entry.dist == dist
    assert_allclose(float(case.outputs().exit_share_funded), float(_by_at(entry.value)), rtol=1e-12)
    if kind in ("a number", "a range"):
        new: Any = 5e6 if kind == "a number" else between(1e6, 1e7)
        by_but = baseline(pricing_out, prices="USD 2022").but("mine", median_budget=new)
        assert_allclose(_drawn(case), _drawn(by_but), rtol=0, atol=0)
        assert np.mean(_drawn(case)) < np.mean(_drawn(baseline(pricing_out, prices="USD 2022"))) - 0.1


def _by_at(value: float) -> Any:
    return pricing_out.at(median_budget=value, prices="USD 2022").exit_share_funded


def _drawn(case: Case[Any, Any]) -> Any:
    return simulate(case, n=256, seed=7).draws.outputs["exit_share_funded"]


@pytest.mark.parametrize(("door", "kind"), crossed(REFUSED))
def test_what_changes_nothing_or_cannot_be_is_refused_by_every_door(door: Door, kind: str, tmp_path: Path) -> None:
    keys, words = REFUSED[kind]
    with pytest.raises(InputError, match=words) as refused:
        door(keys, tmp_path)
    assert BUDGET in str(refused.value)


@pytest.mark.parametrize("bad", few([float("nan"), -5.0, float("inf")], 1))
def test_a_number_that_cannot_be_is_refused_by_every_door(bad: float, tmp_path: Path) -> None:
    for k, door in enumerate(DOORS):
        (folder := tmp_path / str(k)).mkdir()
        with pytest.raises(InputError, match=r"finite|bounds|above 0"):
            baseline(pricing_out, store=door({"value": bad}, folder))
    with pytest.raises(InputError, match=r"finite|bounds|above 0"):
        baseline(pricing_out).but("mine", median_budget=bad)
    with pytest.raises(InputError, match=r"finite|bounds|above 0"):
        pricing_out.at(median_budget=bad)


# ---------------------------------------------------------------- a number on which nothing printed depends

FRAUD = "ai_duties.channels.fraud.displaced"
MEASURED = "harm_levels.fraud_measured"
UNREAD = "ai_act_lines.activities.data.tariff"


def said(*words: str, status: int = 0) -> str:
    """What a command says on the standard error, as one line."""
    done = CliRunner().invoke(app, list(words))
    assert done.exit_code == status, done.output
    return " ".join(done.stderr.split())


@pytest.mark.parametrize(
    "asked",
    few(
        [
            (("sensitivity", "pricing_out", "exit_share_funded", "--method", "tornado"), FRAUD, False),
            (("claims", "C04", "-n", "256"), BUDGET, True),
            (("scorecard", "licensing", "-n", "256"), MEASURED, True),
            (("report", "licensing", "-n", "256", "--as", "json"), UNREAD, False),
            (("report", "licensing", "-n", "256"), UNREAD, False),
            (("report", "licensing", "-n", "256"), MEASURED, False),
            (("report", "licensing", "-n", "256"), "regimes.leakage", False),
            (("report", "licensing", "-n", "256"), BUDGET, True),
            (("scorecard", "licensing", "-n", "256"), UNREAD, False),
            (("scorecard", "licensing", "-n", "256"), BUDGET, True),
            (("sensitivity", "pricing_out", "exit_share_funded", "--method", "tornado"), SHARE, True),
            (("claims", "C02", "-n", "256"), FRAUD, False),
            (("trace", "licensing"), "regimes.leakage", True),
            (("trace", "licensing"), UNREAD, False),
            (("show", "pricing_out", "-n", "256"), BUDGET, True),
        ],
        2,
    ),
)
def test_a_command_says_which_changed_number_moves_nothing_of_what_it_prints(
    asked: tuple[tuple[str, ...], str, bool],
) -> None:
    command, changed, moves = asked
    belief = default_store().belief(changed)
    text = said(*command, "--set", f"{changed}={belief.value * 0.7!r}")
    assert (f"no number printed here depends on it: {changed}" in text) is not moves, text


@pytest.mark.slow
def test_an_output_that_is_not_printed_does_not_count() -> None:
    """The share of funded projects that exit does not depend on how many unfunded ones there are; others do."""
    command = ("sensitivity", "world", "fixed_cost", "--proposal", "licensing", "--method", "tornado")
    assert f"depends on it: {BUDGET}" in said(*command, "--set", f"{BUDGET}=20_000")


@pytest.mark.slow
def test_check_says_it_before_the_report_is_made(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(f'[beliefs."{UNREAD}"]\nvalue = 80\n[beliefs."{BUDGET}"]\nvalue = 20_000\n')
    done = CliRunner().invoke(app, ["check", str(path)])
    text = " ".join(done.stdout.split())
    assert "2 beliefs changed" in text
    assert f"Changed, but no number in the report depends on it: {UNREAD} (an input of compliance.standard_cost" in text
    assert f"depends on it: {BUDGET}" not in text


# ---------------------------------------------------------------- numbers that other calculators make


@pytest.mark.parametrize("name", few(["consequences", "flows", "harm_control", "pricing_out", "use_value"], 1))
def test_a_card_says_which_inputs_other_calculators_make(name: str) -> None:
    assumptions = read_assumptions(options={"n": 128})
    makers = {link.maker for link in world.links if link.taker.endswith(f".{name}")}
    alone = name in ("pricing_out", "use_value")  # they have beliefs of their own for what the world makes
    for text in (show(name, assumptions), page(name, assumptions).replace("`", "")):
        flat = " ".join(text.split())
        assert ("those of the world under the status quo" in flat) is not alone
        assert all((f"From {maker}: " in flat) is not alone for maker in makers)


def test_the_card_of_a_calculator_in_the_world_shows_its_own_outputs_under_the_status_quo() -> None:
    text = show("consequences", read_assumptions(options={"n": 128}))
    outputs, inputs = text.split("OUTPUTS\n")[1].split("INPUTS\n")
    assert "From compliance.bill: fixed_cost, sunk_cost, fees, passed_back," in inputs
    assert "complies = " in inputs
    assert "yearly_harm" not in inputs
    assert "net_world" not in outputs
    adopted = outputs.split("complying, share\n")[1].split()[0]
    assert float(adopted) == pytest.approx(float(baseline(world).outputs().complying), rel=1e-3)


def test_the_card_of_the_world_shows_its_parts_and_what_each_passes_on() -> None:
    text = show("world", read_assumptions(options={"n": 128})).split("PARTS\n")[1].split("\n\n")[0]
    blocks = re.split(r"^(?=\w)", text, flags=re.MULTILINE)[1:]
    assert [block.split("\n")[0] for block in blocks] == [part.name for part in world.parts]
    for part in blocks:
        maker, *lines = part.split("\n")
        mine = [link for link in world.links if link.maker == maker]
        assert sum(line.strip().startswith("to ") for line in lines) == len({link.taker for link in mine})
        for link in mine:
            assert re.search(rf"to {link.taker}: [a-z_, ]*\b{link.name}\b", " ".join(part.split())), link


@pytest.mark.slow
def test_a_file_and_the_command_line_print_the_same(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(f'[beliefs."{BUDGET}"]\nvalue = 5_000_000\n')
    command = ["report", "licensing", "-n", "256", "--as", "csv"]
    by_with, by_option, adopted = (
        CliRunner().invoke(app, [*command, *more]).stdout
        for more in (["--with", str(path)], ["--set", f"{BUDGET}=5_000_000"], [])
    )
    assert by_with == by_option
    assert by_with != adopted
