"""Writing files so that nothing half-written is ever seen, and JSON that any reader accepts."""

from __future__ import annotations

import errno
import hashlib
import json
import math
import os
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from mloss_econ.base.signs import json_safe
from mloss_econ.base.textfiles import check_name, reason
from mloss_econ.errors import InputError, RunError

NUMBERS = re.compile(r"\[\s+([-+.\de]+(?:,\s+[-+.\de]+)*)\s+\]")  # a list of numbers goes on one line


def write_all(folder: Path, contents: Mapping[str, str | bytes]) -> tuple[Path, ...]:
    """Write all files into a folder: each into a temporary file next to its place first, then all moved into place.

    Raises InputError if the folder cannot be made or written to; what was there before is then left as it was.
    """
    temporary: dict[Path, Path] = {}
    with written_to(folder):
        try:
            check_places(folder, contents)
            for name, content in contents.items():
                target = folder / name
                target.parent.mkdir(parents=True, exist_ok=True)
                handle, path = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
                temporary[target] = Path(path)
                os.close(handle)
                put(temporary[target], content)
                temporary[target].chmod(0o666 & ~_umask())
            for target, staged in temporary.items():
                staged.replace(target)
        finally:
            for staged in temporary.values():
                staged.unlink(missing_ok=True)
    return tuple(temporary)


@contextmanager
def written_to(folder: Path) -> Iterator[None]:
    """Turn what the system says of a folder that cannot be written to into an InputError that names the folder."""
    try:
        yield
    except OSError as error:
        raise InputError(
            f"cannot write to {folder}: {error.strerror or error}. Choose another folder: --out."
        ) from None


def check_places(folder: Path, names: Iterable[str]) -> None:
    """Make the folder. Raises OSError where a folder stands in the place of one of the files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        if (folder / name).is_dir():
            raise IsADirectoryError(errno.EISDIR, f"{name} is a folder there, and a file of that name is to be written")


def put(path: Path, content: str | bytes) -> None:
    """Write one file, down to the disk: once this returns, a crash of the machine does not lose it."""
    with path.open("wb") as stream:
        stream.write(content.encode() if isinstance(content, str) else content)
        stream.flush()
        os.fsync(stream.fileno())


def sha256_of(content: str | bytes) -> str:
    """The SHA-256 of a file's content, as 64 hexadecimal digits."""
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()


def check_folder(folder: Path, advice: str = "Choose another folder: --out.") -> None:
    """Raise InputError, before the work is done, if a folder clearly cannot be made or written to."""
    check_name(str(folder), "the name of the folder")
    try:
        whole = folder.absolute()
        place = next(p for p in (whole, *whole.parents) if os.path.lexists(p))
        if not place.is_dir():
            raise InputError(f"cannot write to {folder}: {place} is not a folder. {advice}")
        if not os.access(place, os.W_OK | os.X_OK):
            raise InputError(f"cannot write to {folder}: no permission in {place}. {advice}")
        for part in whole.relative_to(place).parts:
            (place / part).exists()  # a name that is too long is an error of the system
        with tempfile.TemporaryFile(dir=place):
            pass
    except OSError as error:
        raise InputError(f"cannot write to {folder}: {reason(error)}. {advice}") from None


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current


def to_json(value: Any) -> str:
    """Plain JSON of dataclasses, mappings, tuples and numbers. Raises RunError for a number that is not finite."""
    text = json.dumps(plain(value), indent=1, ensure_ascii=False, allow_nan=False)
    return json_safe(NUMBERS.sub(lambda found: f"[{' '.join(found[1].split())}]", text)) + "\n"


def to_line(value: Any) -> str:
    """The same on one line, in plain signs, for the inside of another file."""
    return json.dumps(plain(value), ensure_ascii=True, allow_nan=False, separators=(",", ":"))


def plain(value: Any, at: str = "") -> Any:
    """Dictionaries, lists, text and numbers."""
    if is_dataclass(value) and not isinstance(value, type):
        kept = [f for f in fields(value) if f.metadata.get("record", True)]
        return {f.name: plain(getattr(value, f.name), f"{at}.{f.name}") for f in kept}
    if isinstance(value, BaseModel):
        return plain(value.model_dump(), at)
    if isinstance(value, Mapping):
        return {str(k): plain(v, f"{at}.{k}") for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(v, f"{at}[{k}]") for k, v in enumerate(value)]
    if isinstance(value, float) and not math.isfinite(value):
        raise RunError(f"{at.strip('.')} is not finite; nothing was written.")
    if value is None or isinstance(value, (str, bool, int, float)):
        return value
    raise TypeError(f"{at.strip('.')}: {type(value).__name__} has no place in a result.")
