"""Reproducing a run: the record is compared whole, and whatever is altered, damaged or different is named."""

from __future__ import annotations

import copy
import json
import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from finished import Finished
from typer.testing import CliRunner

from mloss_econ.base.files import to_json
from mloss_econ.cli import app
from mloss_econ.errors import InputError
from mloss_econ.report import reproducing
from mloss_econ.report.findings import Findings
from mloss_econ.report.record import rounded, sealed
from mloss_econ.report.reproducing import reproduce

MUTANTS = 150
Again = Callable[..., tuple[bool, str]]


@pytest.fixture
def again(finished: Finished, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Again:
    """Reproduce a record, or a text in its place; what is computed is what the brief computed, or what is given."""

    def reproduced(record: dict[str, Any] | str, found: Findings = finished.findings) -> tuple[bool, str]:
        monkeypatch.setattr(reproducing, "compute", lambda a, progress: found)
        text = record if isinstance(record, str) else json.dumps(record)
        (tmp_path / "run.json").write_text(text, encoding="utf-8")
        return reproduce(tmp_path / "run.json", finished.assumptions.store, lambda stage, done: None)

    return reproduced


def resealed(record: dict[str, Any]) -> dict[str, Any]:
    """The record as if it had been written so."""
    hashes = record["rounded"] | {"figures": rounded(record["figures"])}
    return sealed(record | {"rounded": hashes}, {}) | {"files": {}}


# ---------------------------------------------------------------- the same


def test_the_same_to_the_bit(finished: Finished, again: Again, record: dict[str, Any]) -> None:
    same, said = again(record)
    assert same, said
    assert said.startswith(f"The same to the bit: all results in full, {len(record['figures']):,} figures among them")
    assert (
        f"Made on {record['processor']}, {record['platform']}, Python {record['python']}, numpy {np.__version__}"
        in said
    )
    assert "the same here" in said
    assert again(json.dumps(record, indent=3, sort_keys=True))[0]
    assert again("\ufeff" + json.dumps(record))[0]


def test_the_same_to_the_last_bits_but_one(finished: Finished, again: Again, record: dict[str, Any]) -> None:
    """Another kind of processor: last bits of every figure and of the hash of every case."""
    f, rng = finished.findings, random.Random(0)
    record["figures"] = {k: v * (1 + rng.choice((-4e-16, 4e-16, 3e-11))) for k, v in record["figures"].items()}
    record["cases"] = dict.fromkeys(record["cases"], "0" * 16)
    record["stamp"]["inputs"] = reproducing.inputs_of(record["cases"].values(), f.profile)
    record |= {"results": "0" * 64, "processor": "arm64 ASIMDHP"}
    same, said = again(resealed(record))
    assert same, said
    assert said.startswith(
        f"The same to 1e-09: {len(record['figures']):,} figures and all inputs agree within that share of their size"
    )
    assert "Made on arm64 ASIMDHP" in said
    assert "here it is" in said


def test_a_zero_that_is_rounding_elsewhere_is_the_same(again: Again, record: dict[str, Any]) -> None:
    name, value = next((k, v) for k, v in record["figures"].items() if v == 0 and "value, gross" not in k)
    size = max(abs(v) for k, v in record["figures"].items() if k.rpartition(": ")[0] == name.rpartition(": ")[0])
    record["figures"][name] = value + 1e-15 * size
    assert again(resealed(record))[0]
    record["figures"][name] = value + 1e-12 * size + 1e-300
    assert not again(resealed(record))[0] or not size


# ---------------------------------------------------------------- what differs


def test_a_figure_that_differs_is_named_with_both_values(again: Again, record: dict[str, Any]) -> None:
    name = list(record["figures"])[7]
    truth = record["figures"][name]
    record["figures"][name] = truth * (1 + 1e-8)
    same, said = again(resealed(record))
    assert not same
    assert f"1 of {len(record['figures']):,} figures differ:" in said
    assert f"  {name}: {truth * (1 + 1e-8):.12g} then, {truth:.12g} now" in said
    assert "altered" not in said
    record["figures"] = {k: 2 * v + 1 for k, v in record["figures"].items()}
    said = again(resealed(record))[1]
    assert said.count(" then, ") == 8
    assert f"and {len(record['figures']) - 8} more" in said


def test_figures_that_came_or_went_are_named(again: Again, record: dict[str, Any]) -> None:
    first = next(iter(record["figures"]))
    record["figures"]["another: x: mean"] = record["figures"].pop(first)
    same, said = again(resealed(record))
    assert not same
    assert "1 figures are no longer there: another: x: mean." in said
    assert f"1 figures are new: {first}." in said


def test_altered_figures_are_found_out(again: Again, record: dict[str, Any]) -> None:
    name = list(record["figures"])[3]
    record["figures"][name] *= 1 + 1e-6
    same, said = again(record)
    assert not same
    assert "its figures are not those it was written with" in said
    assert name in said


@pytest.mark.parametrize("key", ["time", "command", "python", "platform", "processor", "assumptions_file", "results"])
def test_anything_else_altered_is_found_out(again: Again, record: dict[str, Any], key: str) -> None:
    record[key] = "0" * 64
    same, said = again(record)
    assert not same
    assert "something else is not" in said


def test_the_stamp_is_compared_item_by_item(again: Again, record: dict[str, Any], finished: Finished) -> None:
    s = finished.findings.stamp
    other = replace(s, version="0.0.9", seed=8, design="random", n=2048, prices="EUR 2021")
    same, said = again(record, replace(finished.findings, stamp=other))
    assert not same
    for name in ("version", "seed", "design", "n", "prices"):
        assert f"The stamp differs in {name}: {getattr(s, name)} then, {getattr(other, name)} now." in said
    record["stamp"]["inputs"] = "0" * 16
    assert "hash of the inputs, 0000000000000000, is not that of the cases" in again(resealed(record))[1]


@pytest.mark.parametrize(
    ("key", "value"), [("seed", 8), ("n", 512), ("design", "random"), ("prices", "EUR 2021"), ("version", "9.9")]
)
def test_a_record_at_odds_with_itself_is_not_computed(
    again: Again, record: dict[str, Any], key: str, value: Any, finished: Finished
) -> None:
    record["stamp"][key] = value
    same, said = again(resealed(record), None)
    assert not same
    assert f"its stamp says {key} {value}, its run " in said
    record["package" if key == "version" else key] = value
    if key != "version":
        said = again(resealed(record), None)[1]
        assert f"its stamp says {key} {value}, its run has" in said


def test_inputs_that_differ_are_named(again: Again, record: dict[str, Any]) -> None:
    first, second = list(record["cases"])[:2]
    record["cases"][first] = record["rounded"]["cases"][first] = "0" * 16
    record["cases"][second] = "0" * 16  # its last bits alone
    last = list(record["cases"])[-1]
    del record["cases"][last]
    with pytest.raises(InputError, match="'rounded' has not the same cases"):
        again(resealed(record))
    del record["rounded"]["cases"][last]
    same, said = again(resealed(record))
    assert not same
    assert f"The inputs differ in 2 of {len(record['cases']) + 1} cases: {first}, " in said
    assert second not in said.split("cases: ")[1].split(".")[0].split(", ")


def test_files_next_to_the_record_that_are_not_of_the_run_are_a_remark(
    finished: Finished, tmp_path: Path, again: Again
) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(finished.folder, folder)
    record = json.loads((folder / "run.json").read_text())
    assert set(record["files"]) == {"brief.html", "results.json", "results.csv"}
    assert reproducing.unlike(folder, record["files"]) == []
    (tmp_path / "brief.html").write_text("another")
    (tmp_path / "brief.xlsx").write_text("old")
    same, said = again(record)
    assert same
    assert said.splitlines()[-1] == (
        "Next to the record, missing: results.json, results.csv; altered since: brief.html; not of this run: "
        "brief.xlsx."
    )


def test_the_copy_of_the_record_in_other_files_reproduces_too(finished: Finished, again: Again) -> None:
    inside = json.loads(finished.read("results.json"))["run"]
    assert inside["files"] == {}
    same, said = again(inside)
    assert same
    assert "Next to" not in said


def test_a_record_of_an_older_version_is_answered_with_the_new_names(
    again: Again, record: dict[str, Any], tmp_path: Path
) -> None:
    content = record["assumptions"]
    older = {"rule": content.pop("proposal"), "beside": content.pop("comparator")}
    record["assumptions"] = content | older | {"beliefs": {"projects.unpaid_use": {"value": 0.5}}}
    said = (
        f"{tmp_path / 'run.json'}: its assumptions cannot be used: beliefs.projects.unpaid_use: no calculator "
        "takes such a belief. It is now called 'projects.unfunded_use'. beside: unknown key. It is now "
        "called 'comparator'. rule: unknown key. It is now called 'proposal'."
    )
    with pytest.raises(InputError, match=f"^{re.escape(said)}$"):
        again(resealed(record))
    done = CliRunner().invoke(app, ["reproduce", str(tmp_path / "run.json")])
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == f"mloss-econ: {said}\n"


# ---------------------------------------------------------------- what is no record


@pytest.mark.parametrize("value", ["NaN", "1e999", "-Infinity", "null", '"1"', "true", "1" + "0" * 400])
def test_a_figure_that_is_no_finite_number_is_refused(again: Again, record: dict[str, Any], value: str) -> None:
    name = list(record["figures"])[5]
    record["figures"][name] = "HERE"
    with pytest.raises(InputError, match=r"run\.json(: is not valid JSON: | is a damaged record: 'figures\.)"):
        again(json.dumps(record).replace('"HERE"', value))


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The paths to everything in the record."""
    if path:
        yield path
    for key, inner in value.items() if isinstance(value, dict) else ():
        yield from leaves(inner, (*path, key))


def mutated(record: dict[str, Any], path: tuple[Any, ...], rng: random.Random) -> dict[str, Any]:
    """The record with something done to one place: taken out, put twice, another value, another type."""
    made = copy.deepcopy(record)
    *above, key = path
    place: Any = made
    for step in above:
        place = place[step]
    old = place[key]
    others = [None, True, [], {}, "", "x", -1, 0, 1.5, 10**30, [old], {"a": old}, f"{old}x", {"value": "x"}, "\u0000"]
    act = rng.choice(["gone", "more", "other", "other", "other"])
    if act == "gone":
        del place[key]
    elif act == "more":
        place[f"{key}x"] = old
    else:
        place[key] = rng.choice([v for v in others if v != old])
    return made


@pytest.mark.slow
def test_no_mutant_of_a_record_is_called_the_same(again: Again, record: dict[str, Any]) -> None:
    record["assumptions"]["beliefs"] = {
        "projects.median_budget": {"value": 5e4, "dist": {"kind": "between", "low": 1e4, "high": 2.5e5}, "why": "x"}
    }
    record = resealed(record)
    rng, places, outcomes = random.Random(5), list(leaves(record)), []
    few = [p for p in places if p[0] not in ("figures", "cases")] + [p for p in places if p[0] in ("figures", "cases")][
        ::40
    ]
    for _ in range(MUTANTS):
        path = rng.choice(few)
        if path[0] == "files":
            continue
        try:
            same, said = again(mutated(record, path, rng))
        except InputError as error:
            outcomes.append(2)
            said = str(error)
        else:
            outcomes.append(1)
            assert not same, path
        assert said
        assert outcomes[-1] == 1 or len(said.splitlines()) == 1, said
    assert outcomes.count(1) > MUTANTS // 10
    assert outcomes.count(2) > MUTANTS // 10


# ---------------------------------------------------------------- in earnest


@pytest.mark.slow
def test_another_kind_of_processor_gives_the_same_to_1e_9(tmp_path: Path) -> None:
    """NumPy without its widest instructions gives other last bits, as another processor does."""
    run = [sys.executable, "-m", "mloss_econ"]
    subprocess.run([*run, "brief", "-n", "256", "--out", str(tmp_path)], check=True, capture_output=True)
    wide = np.show_config(mode="dicts")["SIMD Extensions"].get("found", [])  # type: ignore[call-overload, index]  # the stub knows no mode
    narrow = os.environ | {"NPY_DISABLE_CPU_FEATURES": " ".join(wide)}
    for environment, words in ((os.environ, "The same to the bit"), (narrow, "The same to ")):
        done = subprocess.run(
            [*run, "reproduce", str(tmp_path / "run.json")], env=environment, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout + done.stderr
        assert done.stdout.startswith(words)


def test_the_command_line_ends_with_1_where_something_differs(
    finished: Finished, record: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reproducing, "compute", lambda a, progress: finished.findings)
    (tmp_path / "run.json").write_text(to_json(record))
    assert CliRunner().invoke(app, ["reproduce", str(tmp_path / "run.json")]).exit_code == 0
    (tmp_path / "run.json").write_text(to_json(record | {"time": "never"}))
    done = CliRunner().invoke(app, ["reproduce", str(tmp_path / "run.json")])
    assert done.exit_code == 1
    assert "The record was altered" in done.stdout
