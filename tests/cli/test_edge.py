"""The edge of the program: hostile arguments, closed and full outputs, places that cannot be, interrupts."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from places import ROOT
from typer.testing import CliRunner

from mloss_econ.base.files import check_folder
from mloss_econ.base.signs import plain
from mloss_econ.cli import app
from mloss_econ.cli.common import printable as _printable
from mloss_econ.cli.edge import Program, answer_interrupts, check_arguments, complain, messages, say
from mloss_econ.errors import InputError
from mloss_econ.report.progress import Progress

PROGRAM = [sys.executable, "-m", "mloss_econ"]


def refused(*arguments: str) -> str:
    """The one message of a command that ends with 2 and prints nothing else."""
    done = CliRunner().invoke(app, list(arguments), catch_exceptions=False)
    assert done.exit_code == 2, done.output
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert line.isprintable()
    return str(line)


@pytest.mark.parametrize(
    "arguments",
    [
        ["show", "bil\x1b[31m"],
        ["nosuch\x1b]0;owned\x07"],
        ["--no\u202ething"],
        ["check", "mine\x00.toml"],
        ["report", "a\rb"],
        ["check", os.fsdecode(b"caf\xe9.toml")],
        ["report", "x", "--set", "projects.sigma=\x9b1"],
        ["trace", "C02", "--only", "\u200b"],
        ["brief", "--out", "o\u2028ut"],
        ["new", "\x85.toml"],
        ["show", "--seeds", "\ufeff"],
        ["falsify", "C02", "--keep", "\x07"],
        ["scorecard", "--viewpoint", "nothing wrong\nmloss-econ: done"],
    ],
)
def test_an_argument_that_acts_on_a_terminal_is_refused_by_number(arguments: list[str]) -> None:
    said = refused(*arguments)
    number = next(k for k, a in enumerate(arguments, 1) if not a.isprintable())
    assert said.startswith(f"mloss-econ: argument {number}, ")
    assert "holds U+" in said


def test_a_reason_on_the_command_line_may_have_lines() -> None:
    check_arguments(["report", "x", "--set", 'a={value=1, why="""one\n\ttwo"""}', "--set=b=\n1"])
    with pytest.raises(SystemExit):
        check_arguments(["report", "--set", "a=1", "b\n"])


@pytest.mark.parametrize(
    ("option", "arguments"),
    [
        ("-n", ["report", "x", "-n", "128", "-n", "256"]),
        ("--prices", ["brief", "--prices", "USD 2022", "--out", "a", "--prices=EUR 2022"]),
        ("--seeds", ["show", "--seeds", "a", "x", "--seeds", "a"]),
        ("--method", ["sensitivity", "x", "y", "--method", "sobol", "--seed", "1", "--method", "morris"]),
    ],
)
def test_an_option_that_would_win_over_itself_is_refused(option: str, arguments: list[str]) -> None:
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 2
    assert f"{option} is given twice. Leave one out." in done.output


def test_an_option_that_may_be_given_again_may_be() -> None:
    assert "cannot write" in refused("brief", "--set", "a=1", "--out", "/dev/null/x", "--set", "b=1")


def test_no_module_of_the_current_folder_is_imported(tmp_path: Path) -> None:
    for name in "numbers statistics secrets json typing random numpy typer threading pathlib memory".split():
        (tmp_path / f"{name}.py").write_text("raise SystemExit('a file of the folder was run')")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    line = [*PROGRAM, "--version"]
    done = subprocess.run(line, cwd=tmp_path, capture_output=True, text=True, env=environment, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("mloss-econ ")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["check", "{}/pipe"], "it is a pipe"),
        (["brief", "{}/pipe"], "it is a pipe"),
        (["report", "x", "--with", "{}"], "it is a directory"),
        (["reproduce", "/dev/zero"], "/dev/zero: cannot be read: it is a device"),
        (["reproduce", "{}/nan.json"], "is not valid JSON: NaN is not a number"),
        (["show", "--seeds", "{}/pipe"], "is not a folder"),
        (["show", "--seeds", "y" * 300], "File name too long"),
        (["brief", "--out", "{}/pipe"], "is not a folder"),
        (["brief", "--out", "{}/loop"], "is not a folder"),
        (["brief", "--out", "{}/" + "y" * 300], "File name too long"),
        (["brief", "--out", "{}/a/" + "y" * 300], "File name too long"),
        (["falsify", "C02", "--keep", "{}/pipe"], "Choose another folder: --keep."),
        (["new", "{}/missing/mine.toml"], "there is no folder"),
        (["new", "{}"], "is there already and was left as it is"),
        (["new", "{}/loop"], "is there already and was left as it is"),
        (["new", "{}/" + "y" * 300], "File name too long"),
        (["new", "{}/nan.json/x"], "there is no folder"),
    ],
)
def test_what_can_be_neither_read_nor_written_is_said_in_one_line(
    tmp_path: Path, arguments: list[str], words: str
) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    (tmp_path / "nan.json").write_text('{"a": NaN}')
    before = sorted(p.name for p in tmp_path.iterdir())
    assert words in refused(*(a.format(tmp_path) for a in arguments))
    assert sorted(p.name for p in tmp_path.iterdir()) == before


def test_a_folder_that_was_deleted_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert "cannot write to out: No such file or directory" in refused("brief", "--out", "out")
    assert refused("check", "mine.toml") == "mloss-econ: mine.toml: there is no such file."
    refused("new", "mine.toml")
    monkeypatch.undo()


def test_a_read_only_folder_is_found_out_before_the_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def read_only(*a: Any, **k: Any) -> Any:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr("tempfile.TemporaryFile", read_only)
    with pytest.raises(InputError, match="Read-only file system"):
        check_folder(tmp_path / "out")
    assert "Read-only file system" in refused("new", str(tmp_path / "mine.toml"))


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (RecursionError(), "nested too deeply"),
        (MemoryError(), "not memory enough"),
        (OSError(28, "No space left on device", "a\x1bfile"), r"a\x1bfile: No space left on device."),
        (InputError("a\x1b[31m" + "x" * 10**6), r"a\x1b[31mxxx"),
    ],
)
def test_no_error_of_the_system_is_a_traceback(error: BaseException, words: str, capsys: Any) -> None:
    with pytest.raises(Exception, match="2"), messages():
        raise error
    said = capsys.readouterr().err
    assert said.startswith("mloss-econ: ")
    assert words in said
    assert len(said) < 1100


class Full(io.StringIO):
    """A stream on a disk without room."""

    def write(self, text: str) -> int:
        raise OSError(28, "No space left on device")


def test_outputs_that_are_closed_or_full(monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    for stream, words in ((Full(), "No space left on device"), (io.StringIO(), "closed file")):
        if not isinstance(stream, Full):
            stream.close()
        with monkeypatch.context() as patch:
            patch.setattr("sys.stdout", stream)
            patch.setattr("os.dup2", lambda *a: None)
            with pytest.raises(SystemExit) as end:
                say("text")
        assert end.value.code == 2
        assert words in capsys.readouterr().err
    monkeypatch.setattr("sys.stderr", Full())
    complain("nobody reads this")
    Progress(Full(), clock=iter([0.0, 9.0]).__next__)("stage", 0.5)
    monkeypatch.setattr("sys.stdout", None)
    with pytest.raises(SystemExit) as end:
        Program(name="x").main([])
    assert end.value.code == 2


def test_an_output_that_is_poor_in_signs_gets_plain_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(raw, encoding="ascii"))
    say("−5 ± 0.1 ≤ 6.3·10²⁴ \x1b[31m")
    assert raw.getvalue() == b"-5 +/- 0.1 <= 6.3*10^24 \\x1b[31m\n"
    monkeypatch.undo()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("--version >&-", "the standard output is closed"),
        ("--version >/dev/full", "No space left on device"),
        ("--help >/dev/full", "No space left on device"),
        ("show >/dev/full", "No space left on device"),
        ("--help | true", "Broken pipe"),
        ("--version | true", "Broken pipe"),
        ("show bil 2>/dev/full", ""),
        ("show bil 2>&-", ""),
        ("show >&- 2>&-", ""),
        (r"show $'caf\xe9'", "holds U+DCE9"),
    ],
)
def test_through_a_shell(command: str, words: str) -> None:
    line = f"set -o pipefail; {sys.executable} -m mloss_econ {command}"
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, timeout=120)
    assert done.returncode == 2
    assert words in done.stderr
    assert len(done.stderr.splitlines()) == bool(words)


@pytest.mark.slow
@pytest.mark.parametrize(
    "command", [["sensitivity", "pricing_out", "value_lost", "-n", "128"], ["show", "sobol"], ["bil"]]
)
def test_every_output_says_the_same_in_plain_signs(command: list[str]) -> None:
    said = {}
    for encoding in ("utf-8", "ascii", "latin-1"):
        environment = {**os.environ, "PYTHONIOENCODING": encoding}
        done = subprocess.run([*PROGRAM, *command], capture_output=True, env=environment, timeout=120)
        said[encoding] = (done.stdout + done.stderr).decode(encoding)
    for encoding in ("ascii", "latin-1"):
        assert said[encoding] == plain(said["utf-8"], encoding)


WAITING = """
import sys, time
from concurrent.futures import ThreadPoolExecutor
from mloss_econ.cli.edge import answer_interrupts, messages
answer_interrupts()
with messages(), ThreadPoolExecutor(1) as pool:  # whose end waits for its work
    pool.submit(time.sleep, 300)
    print("at work", flush=True)
    time.sleep(300)
"""


@pytest.mark.slow
def test_an_interrupt_does_not_wait_for_threads() -> None:
    program = subprocess.Popen([sys.executable, "-c", WAITING], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert program.stdout is not None
    assert program.stdout.readline() == b"at work\n"
    program.send_signal(signal.SIGINT)
    _, said = program.communicate(timeout=100)
    assert program.returncode == 130
    assert said == b"mloss-econ: interrupted; nothing was written.\n"


def test_a_program_that_ignores_interrupts_goes_on_ignoring_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("signal.getsignal", lambda number: signal.SIG_IGN)
    monkeypatch.setattr("signal.signal", None)
    answer_interrupts()


@pytest.mark.slow
@pytest.mark.parametrize(
    "command",
    [
        ["brief", "--out", "out"],
        ["scorecard", "-n", "131072"],
        ["claims", "-n", "131072"],
        ["report", "eu_ai_act_highrisk", "-n", "1048576"],
    ],
    ids=lambda command: command[0],
)
def test_an_interrupt_is_answered_although_threads_are_at_work(tmp_path: Path, command: list[str]) -> None:
    program = subprocess.Popen([*PROGRAM, *command], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert program.stderr is not None
    said = program.stderr.readline() if command[0] == "brief" else time.sleep(8) or b""  # the work is under way
    program.send_signal(signal.SIGINT)
    _, rest = program.communicate(timeout=30)
    assert program.returncode == 130
    assert (said + rest).endswith(b"mloss-econ: interrupted; nothing was written.\n")
    assert b"Traceback" not in rest
    assert list(tmp_path.iterdir()) == []


def test_signs_that_an_output_cannot_show_get_plain_ones() -> None:
    assert _printable("−5 ○ ● …", "ascii") == "-5 o * ..."
    assert _printable("−5 ○", "utf-8") == "−5 ○"
    assert _printable("ключ −5", "ascii") == "???? -5"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("run sb1047 -n 256", "'run' is now called 'report'. Write: mloss-econ report sb1047 -n 256"),
        ("rank world net --rule a", "Write: mloss-econ sensitivity world net --proposal a"),
        ("compare", "'compare' is now called 'scorecard'"),
        ("brief --rule licensing", "--rule is now called --proposal."),
        ("brief --beside=licensing", "--beside is now called --comparator."),
        ("sensitivity effects net_world --beside licensing", "--beside is now called --against."),
        ("report --rule licensing", "--rule is gone. Usage: mloss-econ report [OPTIONS] [proposal]"),
    ],
)
def test_an_old_command_or_option_is_answered_with_what_to_write(asked: str, said: str) -> None:
    done = CliRunner().invoke(app, asked.split(), prog_name="mloss-econ")
    assert done.exit_code == 2
    assert said.lower() in " ".join(done.stderr.split()).lower()  # older typers write [PROPOSAL]
