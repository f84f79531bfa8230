"""No text that a person can meet has a retired word, and no public name is an old one."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import typer
from few import few
from places import ROOT
from typer.testing import CliRunner
from vocabulary import Found, docstrings, documents, errors, modules, refuse, retired_in, seeds

from mloss_econ.base.renamed import OPTIONS, VERBS, WORDS
from mloss_econ.cli import app
from mloss_econ.evidence import default_store
from mloss_econ.kernel import field_specs
from mloss_econ.registry import CALCULATORS
from mloss_econ.sensitivity import METHODS

COMMANDS: dict[str, Any] = typer.main.get_command(app).commands  # type: ignore[attr-defined]
FILES: dict[str, Callable[[], Iterator[Found]]] = {
    "documents": documents, "docstrings": docstrings, "errors": errors, "seeds": seeds,
}  # fmt: skip
FEW = "-n 256 --seed 7"
PRINTED = (
    "sensitivity", "show", "show pricing_out", "show world", "show cheapest_avoider --scenario deepfake_bank_fraud",
    "trace licensing", "trace C02", f"claims C02 {FEW}", f"sensitivity pricing_out value_lost {FEW}",
    f"report licensing {FEW}", f"report deepfake_bank_fraud {FEW}", f"report {FEW}",
    f"scorecard licensing risk_tiers {FEW}", f"scorecard {FEW}", f"claims {FEW}", "falsify C02 --trials 20 --seed 7",
    f"scorecard licensing --between development_rules_critics --between development_rules_proponents {FEW}",
    f"sensitivity pricing_out exit_share_funded --method switching --target 0.5 {FEW}",
    f"sensitivity pricing_out exit_share_funded --method break_even --vary fixed_cost --target 0.5 {FEW}",
    f"sensitivity effects net_world --proposal licensing --proposal risk_tiers --method evppi {FEW}",
    f"sensitivity effects net_world --proposal licensing --proposal risk_tiers --method evpi {FEW}",
    *(f"sensitivity pricing_out value_lost --method {m} {FEW}" for m in ("tornado", "morris", "borgonovo")),
)  # fmt: skip


@pytest.mark.parametrize("kind", few(FILES, 1))
def test_no_retired_word_in_files(kind: str) -> None:
    refuse(list(FILES[kind]()))


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_no_retired_word_in_help(name: str) -> None:
    asked = [*name.split(), "--help"]
    refuse(retired_in(printed(asked), f"mloss-econ {' '.join(asked)}", numbered=False))


@pytest.mark.parametrize("line", few(PRINTED, 1))
def test_no_retired_word_in_what_a_command_prints(line: str) -> None:
    refuse(retired_in(printed(line.split()), f"mloss-econ {line}", numbered=False))


def printed(asked: list[str]) -> str:
    """What a command prints."""
    done = CliRunner().invoke(app, asked)
    assert done.exit_code == 0, (asked, done.output)
    return done.output


def public() -> set[str]:
    """Inputs, outputs, beliefs, methods, functions and classes, by every word of them."""
    records = [record for c in CALCULATORS for record in (c.Inputs, c.Outputs)]
    named = {spec.name for record in records for spec in field_specs(record)}
    named |= {name for _, tree in modules() for name in defined(tree)}
    return {word for name in named | set(default_store().beliefs) | set(METHODS) for word in name.split(".")}


def defined(tree: ast.AST) -> Iterator[str]:
    """The public functions and classes of a module, and the public fields and methods of its classes."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_"):
            yield node.name
            yield from defined(node) if isinstance(node, ast.ClassDef) else ()
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id


def written() -> set[str]:
    """Every word of the package's code that can be a name, and of the seeds."""
    paths = [p for folder, end in (("mloss_econ", "py"), ("seeds", "toml")) for p in (ROOT / folder).rglob(f"*.{end}")]
    return {w for p in paths if p.name != "renamed.py" for w in re.findall(r"[a-z]\w+", p.read_text(encoding="utf-8"))}


@pytest.mark.slow
def test_no_public_name_is_an_old_one() -> None:
    old = sorted(public().intersection(WORDS) - {"bound", "keep"})  # a lower bound; what a run keeps
    assert not old, "\n".join(f"'{word}' is now '{WORDS[word]}' (mloss_econ/base/renamed.py)" for word in old)


def test_no_command_or_option_is_an_old_one() -> None:
    options = {o for command in COMMANDS.values() for p in command.params for o in (*p.opts, *p.secondary_opts)}
    assert not set(COMMANDS).intersection(VERBS)
    assert not options.intersection(OPTIONS)
    assert set(VERBS.values()) <= set(COMMANDS)
    assert set(OPTIONS.values()) <= options


def test_every_new_name_exists() -> None:
    missing = sorted(set(WORDS.values()) - written())
    assert not missing, missing


def test_a_retired_phrase_is_found_with_its_line_and_an_allowed_one_passes() -> None:
    (one,) = retired_in("As it is.\nThe unpaid\nprojects.", "page")
    assert str(one) == "page:2: 'unpaid' -> funded project"
    (two,) = retired_in("Whoever is left answers\neach other.", "page")
    assert two.phrase == "answers each other"
    assert retired_in("It is named after her. Unpaid volunteers do it. He is judged careless.", "page") == []
