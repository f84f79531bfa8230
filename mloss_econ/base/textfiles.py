"""Reading a text file that somebody else wrote: as UTF-8, and as TOML or JSON.

Whatever can be wrong with it is a SeedError that names the file and, where there is one, the line. Nothing is read that
is no plain file, or that is too large or too deep to be one of ours.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
import stat
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mloss_econ.base.signs import first_refused, named
from mloss_econ.base.tomllines import line_of
from mloss_econ.errors import SeedError, quoted

LARGEST = 8 * 2**20  # bytes of a table or a record
LARGEST_TOML = 2**19  # parsing takes a second for a megabyte
DEEPEST = 64  # lists and tables inside each other
LONGEST_NUMBER = 2**12  # bits
KINDS = (
    (stat.S_ISDIR, "is a directory"),
    (stat.S_ISFIFO, "is a pipe"),
    (stat.S_ISCHR, "is a device"),
    (stat.S_ISBLK, "is a device"),
    (stat.S_ISSOCK, "is a socket"),
)
WIDE = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
DOTTED = re.compile(  # a key of more parts than anything here has levels
    rf"""(?<![\w-])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){{{DEEPEST}}}"""
)
PLACE = re.compile(r"\(at line (\d+), column \d+\)")
BARE_POINT = re.compile(r"=\s*[+-]?(?:\.\d|\d[\d_]*\.(?!\d))")
PER_CENT = re.compile(r"=\s*[\d._]+\s*%")
THOUSANDS = re.compile(r"=\s*\d{1,3}(?:,\d{3})+\b")


def read_text(path: Path, shown: str | None = None, largest: int = LARGEST) -> str:
    """The text of a UTF-8 file, with or without a byte-order mark. `shown`: how messages name the file.

    Raises SeedError for what is no regular file, cannot be read, is larger than `largest` bytes, is not UTF-8, or holds
    a control character.
    """
    file = shown or str(path)
    data = _bytes(path, file, largest)
    if data.startswith(WIDE) or 0 in data[:2]:  # a sign of our own languages has a zero byte there
        raise SeedError(file, "", "is UTF-16 or UTF-32 text.", "Save it as UTF-8.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        problem = f"is not UTF-8 text: byte 0x{data[error.start]:02X}."
        raise SeedError(f"{file}:{line}", "", problem, "Save it as UTF-8.") from None
    text = text.replace("\r\n", "\n")
    if (found := first_refused(text)) is not None:
        raise SeedError(f"{file}:{found[0]}", "", f"holds {named(found[1])}.", "Take the character out.")
    return text


def check_name(name: str, what: str = "the name") -> None:
    """Raise SeedError for a name of a file that holds a control character, or bytes that are not UTF-8."""
    if (found := first_refused(name, "")) is not None:
        raise SeedError(name, "", f"{what} holds {named(found[1])}.", "Give it another name.")


def is_folder(path: Path, shown: str | None = None) -> bool:
    """Whether a folder is there. Raises SeedError for a name that no folder can have."""
    check_name(shown or str(path))
    try:
        return path.is_dir()
    except OSError as error:  # too long a name, or links in a circle
        raise SeedError(shown or str(path), "", f"cannot be read: {reason(error)}.") from None


def check_plain(path: Path, shown: str | None = None) -> None:
    """Raise SeedError for a folder, a pipe or a device, which may never end; OSError for what is not there."""
    mode = path.stat().st_mode
    if not stat.S_ISREG(mode):
        kind = next((said for matches, said in KINDS if matches(mode)), "is something else")
        raise SeedError(shown or str(path), "", f"cannot be read: it {kind}, not a file.", "Give a plain file.")


def _bytes(path: Path, file: str, largest: int) -> bytes:
    check_name(file)
    try:
        check_plain(path, file)
        with path.open("rb") as stream:
            data = stream.read(largest + 1)
    except FileNotFoundError:
        raise SeedError(file, "", "there is no such file.") from None
    except (OSError, MemoryError) as error:
        raise SeedError(file, "", f"cannot be read: {reason(error)}.") from None
    if len(data) > largest:
        problem = f"is larger than {largest // 2**10:,} KiB, the most that such a file may have."
        raise SeedError(file, "", problem, "Give a smaller file.")
    return data


def reason(error: BaseException) -> str:
    """Why the system refused, in its own words."""
    return (getattr(error, "strerror", None) or str(error) or type(error).__name__).rstrip(".")


def toml_of(text: str, file: str) -> dict[str, Any]:
    """A parsed TOML text. Raises SeedError, with the line, for what is not TOML, and for what `check_data` refuses."""
    if (found := DOTTED.search(text)) is not None:
        where = f"{file}:{text.count(chr(10), 0, found.start()) + 1}"
        raise SeedError(where, "", f"has a key of more than {DEEPEST} parts.", "Take some of them away.")
    data: dict[str, Any] = _parsed(tomllib.loads, text, file, "TOML")
    check_data(data, file, text)
    return data


def json_of(text: str, file: str) -> Any:
    """A parsed JSON text. Raises SeedError for what is not JSON (a name given twice and NaN are not), and for what
    `check_data` refuses."""
    data = _parsed(lambda t: json.loads(t, object_pairs_hook=_once, parse_constant=_no_number), text, file, "JSON")
    check_data(data, file, "")
    return data


def _parsed(parse: Callable[[str], Any], text: str, file: str, what: str) -> Any:
    try:
        return parse(text)
    except RecursionError:
        raise SeedError(file, "", f"is nested too deeply: more than {DEEPEST} levels.") from None
    except ValueError as error:  # also a number of thousands of digits
        said = str(error)
        if said.startswith("Exceeds the limit"):
            said = "a number has thousands of digits"
        place = PLACE.search(said)
        line = int(place[1]) if place else error.lineno if isinstance(error, json.JSONDecodeError) else 0
        source = text.split("\n")[line - 1] if line else ""
        fix = number_hint(source)
        raise SeedError(f"{file}:{line}" if line else file, "", f"is not valid {what}: {said}.", fix) from None


def number_hint(source: str) -> str:
    """What is wrong with a number as it stands after an equals sign in a line of TOML; "" for nothing that is known."""
    if THOUSANDS.search(source):
        return "Write numbers without commas: 20_000 or 2e4."
    if BARE_POINT.search(source):
        return "Write a digit before and after the point: 0.5 or 5.0."
    return "Write a share as a decimal: 0.05." if PER_CENT.search(source) else ""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for key, value in pairs:
        if key in made:
            raise ValueError(f"{quoted(key)} is given twice")
        made[key] = value
    return made


def _no_number(name: str) -> Any:
    raise ValueError(f"{name} is not a number")


def check_data(data: object, file: str, text: str = "") -> None:
    """Raise SeedError for parsed data that is nested too deeply, or holds a control character or a number of thousands
    of digits. `text`: where it was parsed from, to name the line."""
    if (found := _fault(data)) is not None:
        path, problem, fix = found
        where = f"{file}:{line}" if text and (line := line_of(text, path)) else file
        raise SeedError(where, ".".join(path), problem, fix)


def _fault(data: object) -> tuple[tuple[str, ...], str, str] | None:
    waiting: list[tuple[object, tuple[str, ...]]] = [(data, ())]
    while waiting:
        value, path = waiting.pop()
        if isinstance(value, (dict, list, tuple)) and len(path) >= DEEPEST:
            return path[:4], f"is nested too deeply: more than {DEEPEST} levels.", ""
        if isinstance(value, dict):
            for key in value:
                if isinstance(key, str) and (sign := first_refused(key, "")) is not None:
                    return (*path, key), f"the name holds {named(sign[1])}.", "Take the character out."
            waiting += [(inner, (*path, str(key))) for key, inner in reversed(value.items())]
        elif isinstance(value, (list, tuple)):
            waiting += [(inner, (*path, str(k))) for k, inner in enumerate(value) if not isinstance(inner, float)]
        elif isinstance(value, str):
            if (sign := first_refused(value)) is not None:
                return path, f"the text holds {named(sign[1])}.", "Take the character out."
        elif isinstance(value, int) and value.bit_length() > LONGEST_NUMBER:
            return path, "the number is not finite: too large to compute with.", "Check its exponent."
    return None


def csv_of(text: str, file: str) -> list[tuple[int, list[str]]]:
    """The rows of a CSV text with their lines; an empty line is no row. Raises SeedError for what is no CSV."""
    reader = csv.reader(io.StringIO(text, newline=""))
    try:
        return [(reader.line_num, row) for row in reader if row]
    except csv.Error as error:
        raise SeedError(f"{file}:{reader.line_num}", "", f"is not CSV: {error}.") from None
