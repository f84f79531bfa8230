"""Looks for retired words in the texts that a person can meet, and collects those that are in files."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from html import unescape
from typing import Any

from places import ROOT

from mloss_econ.report.glossary import GLOSSARY

PACKAGE = ROOT / "mloss_econ"
SAID = ("about", "open_source", "note", "reference", "status", "title", "why", "words")


@dataclass(frozen=True)
class Found:
    """A retired phrase, where it stands, and the word that it should be."""

    place: str
    phrase: str
    word: str

    def __str__(self) -> str:
        return f"{self.place}: '{self.phrase}' -> {self.word}"


def pattern(expressions: tuple[str, ...]) -> re.Pattern[str]:
    """Any of them as whole words."""
    either = "|".join(f"(?:{e})" for e in expressions).replace(" ", r"\s+")
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE)


@cache
def patterns() -> tuple[tuple[str, re.Pattern[str], re.Pattern[str] | None], ...]:
    """Each word with what it replaced and where that is allowed."""
    return tuple((t.word, pattern(t.retired), pattern(t.allowed) if t.allowed else None) for t in GLOSSARY if t.retired)


def retired_in(text: str, place: str, line: int = 1, *, numbered: bool = True) -> list[Found]:
    """The retired phrases of a text that begins in this line of a place."""
    found = []
    for word, retired, allowed in patterns():
        spans = [m.span() for m in allowed.finditer(text)] if allowed else []
        for m in retired.finditer(text):
            if any(begin <= m.start() and m.end() <= end for begin, end in spans):
                continue
            at = f"{place}:{line + text.count(chr(10), 0, m.start())}" if numbered else place
            found.append(Found(at, " ".join(m.group().split()), word))
    return found


def refuse(found: list[Found]) -> None:
    """Fail with every phrase, and with how many there are in each file."""
    counts: dict[str, int] = {}
    for one in found:
        counts[one.place.split(":")[0]] = counts.get(one.place.split(":")[0], 0) + 1
    listed = "\n".join(map(str, found))
    files = "\n".join(f"{n:>5} {name}" for name, n in sorted(counts.items(), key=lambda item: -item[1]))
    assert not found, f"{len(found)} retired phrases (mloss_econ/report/glossary.py):\n{listed}\n\n{files}"


def documents() -> Iterator[Found]:
    """Retired phrases of the documentation, and of what stands beside seeds, examples and benchmarks."""
    paths = [
        ROOT / "README.md",
        *(p for d in ("docs", "seeds", "examples", "benchmarks") for p in (ROOT / d).rglob("*.md")),
    ]
    for path in sorted(paths):
        yield from retired_in(path.read_text(encoding="utf-8"), str(path.relative_to(ROOT)))


def seeds() -> Iterator[Found]:
    """Retired phrases of what seeds say: reasons, notes, titles."""
    for folder in ("seeds", "examples"):
        for path in sorted((ROOT / folder).rglob("*.toml")):
            for key, text in said(tomllib.loads(path.read_text(encoding="utf-8"))):
                yield from retired_in(text, f"{path.relative_to(ROOT)}: {key}", numbered=False)


def said(table: Mapping[str, Any], under: str = "") -> Iterator[tuple[str, str]]:
    """What a file says in words, by dotted key."""
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from said(value, f"{under}{key}.")
        elif isinstance(value, str) and key in SAID:
            yield f"{under}{key}", value


def docstrings() -> Iterator[Found]:
    """Retired phrases of docstrings: of modules, of public functions and classes, of their fields and methods."""
    for place, tree in modules():
        for text in _docstrings(tree):
            yield from retired_in(text.value, place, text.lineno)


def _docstrings(node: Any) -> Iterator[Any]:
    body = node.body
    for index, one in enumerate(body):
        before = body[index - 1] if index else None
        if isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant) and isinstance(one.value.value, str):
            if before is None or (isinstance(before, (ast.Assign, ast.AnnAssign)) and _public(before)):
                yield one.value
        elif isinstance(one, (ast.FunctionDef, ast.ClassDef)) and not one.name.startswith("_"):
            if isinstance(one, ast.ClassDef):
                yield from _docstrings(one)
            elif ast.get_docstring(one):
                yield one.body[0].value  # type: ignore[attr-defined]


def _public(assigned: ast.Assign | ast.AnnAssign) -> bool:
    target = assigned.target if isinstance(assigned, ast.AnnAssign) else assigned.targets[0]
    return isinstance(target, ast.Name) and not target.id.startswith("_")


def errors() -> Iterator[Found]:
    """Retired phrases of what is raised."""
    for place, tree in modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.Raise) and node.exc is not None:
                for text in _texts(node.exc):
                    yield from retired_in(text, f"{place}:{node.lineno}", numbered=False)


def _texts(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.JoinedStr):
        yield "".join(str(v.value) if isinstance(v, ast.Constant) else "{}" for v in node.values)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    else:
        for child in ast.iter_child_nodes(node):
            yield from _texts(child)


def modules() -> Iterator[tuple[str, ast.Module]]:
    """The modules of the package by their places."""
    for path in sorted(PACKAGE.rglob("*.py")):
        if path.name not in ("renamed.py", "glossary.py"):  # which hold the old words on purpose
            yield str(path.relative_to(ROOT)), ast.parse(path.read_text(encoding="utf-8"))


def words_of(page: str) -> str:
    """What a page says, without its markup."""
    return unescape(re.sub(r"<(style|script|svg)\b.*?</\1>|<[^>]+>", " ", page, flags=re.DOTALL))
