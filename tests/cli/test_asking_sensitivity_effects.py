"""What a proposal does, asked of every sensitivity method: the command line says what Python says."""

from __future__ import annotations

import json
from typing import Any

import pytest
from few import few
from typer.testing import CliRunner

from mloss_econ.base.text import wrap
from mloss_econ.cli import app
from mloss_econ.kernel import DEFAULT_PRICES, Case, contrast, contrasts, status_quo
from mloss_econ.regimes import world_under
from mloss_econ.sensitivity import METHODS, Region

SEED = 3
VARY = ("channels.fraud.level", "channels.fraud.displaced")
OPTIONS: dict[str, dict[str, Any]] = {  # of those that need one
    "one_way": {"vary": VARY[:1]},
    "two_way": {"vary": VARY},
    "regime_map": {"vary": VARY},
    "break_even": {"vary": VARY[:1], "target": 0.0},
    "switching": {"target": 0.0},
    "acceptability": {"effect": "harm_avoided", "at": (0.5, 1.0)},
    "prim": {"where": Region("net_world", low=0.0)},
}
ROWS = {"regression": 16384, "rank_regression": 16384, "prim": 4096}  # others take 256
COMPARED = ("regime_map", "acceptability", "bridge")


def asked(name: str, *proposals: str, options: dict[str, Any], against: str | None = None) -> str:
    """What the command line answers."""
    words = [
        "sensitivity",
        "effects",
        "net_world",
        "--method",
        name,
        "-n",
        str(ROWS.get(name, 256)),
        "--seed",
        str(SEED),
    ]
    words += [word for p in proposals for word in ("--proposal", p)]
    words += ["--against", against] if against else []
    words += [word for path in options.get("vary", ()) for word in ("--vary", path)]
    words += ["--target", str(options["target"])] if "target" in options else []
    words += ["--from", "0"] if "where" in options else []
    words += ["--effect", options["effect"], "--at", "0.5", "--at", "1"] if "effect" in options else []
    done = CliRunner().invoke(app, words, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def answer(name: str, cases: list[Case[Any, Any]], options: dict[str, Any]) -> str:
    """What Python answers."""
    return str(METHODS[name].ask(cases, "net_world", n=ROWS.get(name, 256), seed=SEED, **options))


@pytest.mark.parametrize("name", few(["tornado", *(name for name in METHODS if name != "tornado")], 1))
def test_every_method_says_what_python_says(name: str) -> None:
    licensing, options = world_under("licensing"), OPTIONS.get(name, {})
    cases = [contrast(licensing)]
    if name in COMPARED:
        today = status_quo(licensing)
        cases = contrasts([today, licensing], today)
    text = asked(name, "licensing", options=options)
    of = "Each proposal" if name in COMPARED else "licensing"
    said = f"{of} less status_quo: the same world under both, with common random numbers."
    assert text == "\n".join([*wrap(said), f"{answer(name, cases, options)}\nSeed {SEED}, prices {DEFAULT_PRICES}.\n"])


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name, method in METHODS.items() if method.takes("cases")])
@pytest.mark.parametrize("against", [None, "permits"])
def test_several_proposals_are_set_against_the_same(name: str, against: str | None) -> None:
    cases = [world_under(one) for one in ("licensing", "deployment_liability")]
    other = status_quo(cases[0]) if against is None else world_under(against)
    options = OPTIONS.get(name, {})
    text = asked(name, "licensing", "deployment_liability", options=options, against=against)
    said = f"Each proposal less {against or 'status_quo'}: the same world under both, with common random numbers."
    made = answer(name, contrasts(cases, other), options)
    assert text == "\n".join([*wrap(said), f"{made}\nSeed {SEED}, prices {DEFAULT_PRICES}.\n"])


@pytest.mark.slow
def test_a_proposal_that_removes_laws_beside_one_that_does_not() -> None:
    cases = contrasts([world_under("eo14365_preemption"), world_under("licensing")])
    text = asked("evpi", "eo14365_preemption", "licensing", options={})
    said = (
        "Each proposal less status_quo: the same world under both, with common random numbers. The repeal of sb53 is "
        "counted for a proposal that removes it. Effects of laws are added, as each is set against the same status quo."
    )
    made = answer("evpi", cases, {})
    assert text == "\n".join([*wrap(said), f"{made}\nSeed {SEED}, prices {DEFAULT_PRICES}.\n"])


def test_the_title_of_a_table_says_what_is_compared() -> None:
    words = [
        "sensitivity",
        "effects",
        "net_world",
        "--proposal",
        "licensing",
        "--against",
        "permits",
        "--method",
        "one_way",
    ]
    done = CliRunner().invoke(app, [*words, "--vary", "channels.fraud.level", "--as", "json"])
    assert done.exit_code == 0, done.output
    assert "licensing less permits: the same world under both" in json.loads(done.stdout)["title"]


def test_levels_are_those_of_one_world() -> None:
    words = [
        "sensitivity",
        "world",
        "harm_remaining",
        "--proposal",
        "licensing",
        "--method",
        "one_way",
        "--vary",
        "channels.fraud.displaced",
    ]
    done = CliRunner().invoke(app, words, catch_exceptions=False)
    case = world_under("licensing")
    made = METHODS["one_way"].ask(case, "harm_remaining", vary=("channels.fraud.displaced",))
    assert done.stdout == f"{made}\nSeed 20221231, prices {DEFAULT_PRICES}.\n"


def test_a_viewpoint_names_the_output() -> None:
    words = [
        "sensitivity",
        "effects",
        "--proposal",
        "licensing",
        "--method",
        "one_way",
        "--vary",
        "channels.fraud.level",
    ]
    region = CliRunner().invoke(app, [*words, "--viewpoint", "UK"])
    assert region.exit_code == 0, region.output
    named = CliRunner().invoke(app, ["sensitivity", "effects", "net_of.uk", *words[2:]])
    assert region.stdout == named.stdout
    other = CliRunner().invoke(app, ["sensitivity", "effects", "net_world", *words[2:]])
    assert other.stdout != named.stdout
