"""The process of the claims: the same findings, and its troubles said here."""

from __future__ import annotations

import os
import pickle
import re
import subprocess
import sys
import warnings
from pathlib import Path
from types import SimpleNamespace

import pytest

import mloss_econ
from mloss_econ.errors import RunError
from mloss_econ.report.assumptions import Assumptions, read_assumptions
from mloss_econ.report.findings import apart as module
from mloss_econ.report.findings.apart import READY, SIZE, Apart, all_claims, command, is_python, plain_filters


@pytest.fixture
def few() -> Assumptions:
    """Few draws."""
    return read_assumptions(options={"n": 128, "seed": 3})


@pytest.mark.slow
def test_it_finds_what_is_found_here(few: Assumptions) -> None:
    assert Apart(few).wait() == all_claims(few)


def test_one_core_needs_no_other_process(few: Assumptions, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    monkeypatch.setattr(module, "CLAIMS", module.CLAIMS[:2])
    made = Apart(few)
    assert made.process is None
    assert made.wait() == all_claims(few)
    made.stop()


@pytest.mark.slow
def test_an_error_of_ours_comes_back_as_it_is() -> None:
    broken = read_assumptions(options={"n": 128})
    object.__setattr__(broken, "n", 50)  # fewer than a report takes
    with pytest.raises(ValueError, match="n = 50") as error:
        Apart(broken).wait()
    assert type(error.value).__module__ == "mloss_econ.errors"


def test_what_the_child_is_given_is_fixed_before_the_other_threads_begin(few: Assumptions) -> None:
    made = Apart(few)
    assert pickle.loads(made.given)[0].content == few.content
    object.__setattr__(few, "n", 50)
    assert pickle.loads(made.given)[0].n == 128
    made.stop()


def started(monkeypatch: pytest.MonkeyPatch, code: str, few: Assumptions) -> Apart:
    """The work given to another program."""
    monkeypatch.setattr(module, "command", lambda: [sys.executable, "-c", code])
    return Apart(few)


def test_an_early_end_is_said(few: Assumptions, monkeypatch: pytest.MonkeyPatch) -> None:
    at_work = f"import os, sys; os.write(1, {READY!r}); "
    with pytest.raises(RunError, match="ended early: exit code -9"):
        started(monkeypatch, f"{at_work} os.kill(os.getpid(), 9)", few).wait()
    with pytest.raises(RunError, match="ended early: no more of this"):
        started(monkeypatch, f"{at_work} sys.exit('no more of this')", few).wait()


@pytest.mark.parametrize("code", ["import sys; sys.exit(1)", "print('a program of another kind')"])
def test_what_never_comes_to_work_is_replaced_here(
    few: Assumptions, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    monkeypatch.setattr(module, "CLAIMS", module.CLAIMS[:1])
    made = started(monkeypatch, code, few)
    assert made.process is not None
    assert made.wait() == all_claims(few)


@pytest.mark.parametrize(
    ("program", "found"),
    [("/usr/bin/python3.11", True), ("C:/Python/pythonw.exe", True), ("/opt/pypy3", True), ("/usr/bin/uwsgi", False),
     ("/usr/lib/R/bin/R", False), ("", False)],
)  # fmt: skip
def test_only_a_python_is_started(program: str, found: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    assert is_python(program) == found
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert not is_python(program)


def test_stopping_leaves_no_process(few: Assumptions) -> None:
    made = Apart(few)
    made.stop()
    assert made.process is not None
    assert made.process.poll() is not None


def test_the_modules_of_the_current_folder_are_not_those_of_the_child(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in "numbers random statistics secrets json typing numpy mloss_econ".split():
        (tmp_path / f"{name}.py").write_text("raise SystemExit('a file of the folder was run')")
    monkeypatch.chdir(tmp_path)
    places = [*sys.path, "", str(tmp_path), f"{tmp_path}/../{tmp_path.name}", "/of/my/own"]
    monkeypatch.setattr(sys, "path", places)  # `python -m`, a notebook, PYTHONPATH=.
    code = command()[-1].split("; from ")[0]
    code += "; import json, numbers, random, secrets, statistics, typing, numpy, mloss_econ.base.memory"
    code += "; print(mloss_econ.__file__, sys.path[-1], sys.flags.safe_path)"
    done = subprocess.run([*command()[:-1], code], capture_output=True, text=True, check=True)
    assert done.stdout == f"{mloss_econ.__file__} /of/my/own True\n"


def test_the_child_is_started_as_its_parent_was(few: Assumptions, monkeypatch: pytest.MonkeyPatch) -> None:
    flags = SimpleNamespace(ignore_environment=1, no_user_site=1, no_site=0, optimize=2)
    options = {"dev": True, "utf8": "1"}
    parent = SimpleNamespace(executable="python", flags=flags, warnoptions=["error"], frozen=True, path=[])
    parent.dont_write_bytecode, parent._xoptions = True, options
    monkeypatch.setattr(module, "sys", parent)
    assert command()[:-2] == ["python", "-P", "-E", "-s", "-O", "-OO", "-B", "-Werror", "-X", "dev", "-X", "utf8=1"]
    assert Apart(few).process is None, "a frozen program has no Python to start"


def test_the_filters_of_warnings_go_along() -> None:
    class Mine(UserWarning):
        """A kind that the child cannot import."""

    with warnings.catch_warnings():
        warnings.simplefilter("error", Mine)
        warnings.filterwarnings("ignore", "to be ignored", UserWarning)
        found = pickle.loads(pickle.dumps(plain_filters()))
        assert found == [f for f in warnings.filters if f[2].__module__ == "builtins"]
        assert all(f[2] is not Mine for f in found)
        assert found[0][:3] == ("ignore", re.compile("to be ignored", re.IGNORECASE), UserWarning)


@pytest.mark.slow
def test_a_warning_is_an_error_in_the_child_where_it_is_one_here(
    few: Assumptions, monkeypatch: pytest.MonkeyPatch
) -> None:
    warn = (
        "import warnings, mloss_econ.report.findings.apart as b; b.all_claims = lambda a: warnings.warn('heed this'); "
    )
    line = command()
    monkeypatch.setattr(module, "command", lambda: [*line[:-1], line[-1].replace("work()", f"{warn}work()")])
    with pytest.raises(RunError, match="ended early: UserWarning: heed this"):
        Apart(few).wait()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made = Apart(few)
    assert made.wait() is None


@pytest.mark.slow
def test_a_child_without_a_parent_ends() -> None:
    given = pickle.dumps((read_assumptions(options={"n": 2**20}), plain_filters()))
    child = subprocess.Popen(command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert child.stdin is not None
    assert child.stdout is not None
    child.stdin.write(len(given).to_bytes(SIZE, "big") + given)
    child.stdin.close()  # what the system does when the parent is killed
    assert child.wait(timeout=60) == 1
    assert child.stdout.read() == READY
    child.stdout.close()


def test_without_a_further_process_the_claims_are_computed_here(
    few: Assumptions, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: object, **more: object) -> None:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(module, "CLAIMS", module.CLAIMS[:1])
    monkeypatch.setattr(subprocess, "Popen", refuse)
    made = Apart(few)
    assert made.process is None
    assert made.wait() == all_claims(few)
    made.stop()
