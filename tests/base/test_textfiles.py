"""Files that somebody else wrote: read where they can be, refused in plain words where they cannot."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from mloss_econ.base.textfiles import DEEPEST, LARGEST_TOML, json_of, read_text, toml_of
from mloss_econ.errors import SeedError
from mloss_econ.report.assumptions import read_assumptions

BUDGET = '[beliefs."projects.median_budget"]\n'


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with one of everything that is no plain file."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    with (tmp_path / "large").open("wb") as stream:
        stream.truncate(2**34)  # takes no room on the disk
    return tmp_path


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("pipe", "cannot be read: it is a pipe, not a file"),
        ("folder", "cannot be read: it is a directory, not a file"),
        ("loop", "cannot be read: Too many levels of symbolic links."),
        ("large", "is larger than 512 KiB"),
        ("missing.toml", "missing.toml: there is no such file."),
        ("pipe/x", "cannot be read: Not a directory"),
        ("y" * 300, "cannot be read: File name too long"),
        ("a\x1b[31m", r"a\x1b[31m: the name holds U+001B (ESC). Give it another name."),
        ("a\0b", "the name holds U+0000 (NUL)"),
        ("a\nb", "the name holds U+000A"),
        (os.fsdecode(b"caf\xe9"), r"caf\xe9: the name holds U+DCE9 (a byte that is not UTF-8)"),
        ("/dev/zero", "/dev/zero: cannot be read: it is a device, not a file"),
    ],
)
def test_what_is_no_plain_file_is_refused_by_name(place: Path, name: str, words: str) -> None:
    with pytest.raises(SeedError) as error:
        read_assumptions(place / name)
    assert words in str(error.value)
    assert str(error.value).count(": cannot be read") <= 1
    assert "TOML" not in str(error.value)
    assert ".." not in str(error.value)


def test_a_byte_order_mark_and_lines_of_windows_are_read(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_bytes(
        b'\xef\xbb\xbftitle = "x y"\r\n[beliefs."projects.sigma"]\r\nvalue = 2\r\nwhy = """a\r\n\tb"""\r\n'
    )
    mine = read_assumptions(file)
    assert mine.title == "x y"
    assert mine.store.belief("projects.sigma").why == "a\n\tb"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ('title = "x"\n'.encode("utf-16"), "is UTF-16 or UTF-32 text. Save it as UTF-8."),
        ('title = "x"\n'.encode("utf-32"), "is UTF-16 or UTF-32 text. Save it as UTF-8."),
        ('title = "x"\n'.encode("utf-16-le"), "is UTF-16 or UTF-32 text. Save it as UTF-8."),
        ('title = "x"\n'.encode("utf-16-be"), "is UTF-16 or UTF-32 text. Save it as UTF-8."),
        (b'title = "x\0"\n', "mine.toml:1: holds U+0000 (NUL)"),
        (b'title = "x"\rn = 4096\r', "mine.toml:1: holds U+000D (CR)"),
        (b'n = 4096\ntitle = "caf\xe9"\n', "mine.toml:2: is not UTF-8 text: byte 0xE9. Save it as UTF-8."),
        (b'n = 4096\ntitle = "a\x1b[31m"\n', "mine.toml:2: holds U+001B (ESC). Take the character out."),
        ("# a \u202e comment\n".encode(), "mine.toml:1: holds U+202E (right-to-left override)"),
        (b'n = 4096\ntitle = "a\\u001b[31m"\n', "mine.toml:2: title: the text holds U+001B (ESC)"),
        (f'{BUDGET}why = "a\\u2028b"\n'.encode(), "mine.toml:2: beliefs.projects.median_budget.why: the text holds"),
        (b'"a\\u0007b" = 1\n', r"mine.toml:1: a\x07b: the name holds U+0007 (BEL)"),
        (b"n = 1\nrule = " + b"[" * 5000, "is nested too deeply"),
        (b"n = 1\nrule = " + b"[" * 90 + b"]" * 90, "mine.toml:2: rule.0.0.0: is nested too deeply"),
        (b"n = 1\n" + b".".join([b"a"] * 9000) + b" = 1", f"mine.toml:2: has a key of more than {DEEPEST} parts"),
        (b"[" + b".".join([b"'a b'"] * 9000) + b"]", f"mine.toml:1: has a key of more than {DEEPEST} parts"),
        (b"seed = " + b"9" * 9000, "a number has thousands of digits"),
        (b"n = 4096\nseed = 0x" + b"f" * 9000, "mine.toml:2: seed: the number is not finite"),
        (b"n = 4096\nseed = 20,000\n", "mine.toml:2: is not valid TOML: "),
        (b"n = 4096\nseed = 20,000\n", "Write numbers without commas: 20_000 or 2e4."),
    ],
)  # fmt: skip
def test_what_a_text_may_not_hold_is_refused_with_its_line(tmp_path: Path, data: bytes, words: str) -> None:
    file = tmp_path / "mine.toml"
    file.write_bytes(data)
    with pytest.raises(SeedError) as error:
        read_assumptions(file)
    assert words in str(error.value)
    assert len(str(error.value)) < 400 + len(str(file))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"a": NaN}', "is not valid JSON: NaN is not a number."),
        ('{"a": 1, "a": 2}', "'a' is given twice"),
        ("[" * 100_000, "is nested too deeply"),
        ('{"a": [{"b": "x\\u001b"}]}', "run.json: a.0.b: the text holds U+001B (ESC)"),
        ('{"a": 1\n"b": 2}', "run.json:2: is not valid JSON"),
        ("9" * 9000, "a number has thousands of digits"),
    ],
)
def test_json_is_read_as_strictly(text: str, words: str) -> None:
    with pytest.raises(SeedError) as error:
        json_of(text, "run.json")
    assert words in str(error.value)


def test_a_file_may_be_as_large_as_is_said_and_no_larger(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_bytes(b"#" * LARGEST_TOML)
    assert toml_of(read_text(file, largest=LARGEST_TOML), "a") == {}
    file.write_bytes(b"#" * (LARGEST_TOML + 1))
    with pytest.raises(SeedError, match="is larger than 512 KiB"):
        read_text(file, largest=LARGEST_TOML)
