"""What is printed from docstrings is the same where Python leaves docstrings out (`python -OO`)."""

import inspect
import subprocess
import sys
from types import ModuleType
from typing import Any

import pytest

import mloss_econ.base.docstrings
from mloss_econ.base.docstrings import docstring
from mloss_econ.registry import CLAIMS
from mloss_econ.sensitivity import METHODS

READ = """
from mloss_econ import claim, compliance, liability, regimes, value
from mloss_econ.kernel import Calculator
from mloss_econ.registry import CLAIMS
from mloss_econ.sensitivity import METHODS
said = [(c.sentence, c.tested_as, c.calculator.doc) for c in CLAIMS] + [m.doc for m in METHODS.values()]
for module in (compliance, liability, regimes, value):
    said += [thing.doc for thing in vars(module).values() if isinstance(thing, Calculator)]
print(said)
"""


def read_without(monkeypatch: pytest.MonkeyPatch, thing: Any) -> tuple[str, str]:
    """The docstring as compiled, and as read where it was left out."""
    compiled = inspect.cleandoc(thing.__doc__)
    with monkeypatch.context() as left_out:
        left_out.setattr(mloss_econ.base.docstrings, "__doc__", None)
        left_out.setattr(thing, "__doc__", None)
        return compiled, docstring(thing)


def without_text() -> None:
    pass


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.name)
def test_the_sentence_of_a_claim_is_read_from_its_source(claim: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    compiled, found = read_without(monkeypatch, claim.predicate)
    assert found == compiled


@pytest.mark.parametrize("name", METHODS)
def test_the_text_of_a_method_is_read_from_the_source_of_its_module(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    compiled, found = read_without(monkeypatch, sys.modules[METHODS[name].home.__module__])
    assert found == compiled


def test_what_has_no_docstring_or_no_source_has_an_empty_one(monkeypatch: pytest.MonkeyPatch) -> None:
    assert docstring(lambda: 0) == docstring(ModuleType("made")) == ""
    monkeypatch.setattr(mloss_econ.base.docstrings, "__doc__", None)
    nothing = [lambda: 0, ModuleType("made"), eval("lambda: 0"), without_text]
    assert [docstring(thing) for thing in nothing] == [""] * len(nothing)


@pytest.mark.slow
def test_help_is_the_same_under_oo() -> None:
    """Of the program, and of a command."""
    script = "import sys; from mloss_econ.__main__ import main; sys.argv[1:] = {}; main()"
    for asked in (["--help"], ["show", "--help"]):
        command = ["-c", script.format(asked)]
        texts = [
            subprocess.run([sys.executable, *flags, *command], capture_output=True, text=True, check=True).stdout
            for flags in ([], ["-OO"])
        ]
        assert texts[0] == texts[1]


@pytest.mark.slow
def test_all_texts_are_the_same_under_oo() -> None:
    texts = [
        subprocess.run([sys.executable, *flags, "-c", READ], capture_output=True, text=True, check=True).stdout
        for flags in ([], ["-OO"])
    ]
    assert texts[0] == texts[1]
    assert CLAIMS[0].sentence in texts[0]
