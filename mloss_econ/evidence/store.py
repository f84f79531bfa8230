"""The evidence store: reads `seeds/`, checks it, and answers by id. Nothing in the library writes to it.

A store is a value: `Store.load(folder)` reads one, `store.changed(beliefs)` is another with some beliefs replaced.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from pydantic import ValidationError

from mloss_econ.errors import InputError, SeedError, nearest
from mloss_econ.evidence.kinds import Belief, Fact, Proposal, Seed, Source, check_same_base
from mloss_econ.evidence.prices import Prices
from mloss_econ.quantities import PriceBase, Table
from mloss_econ.uncertainty import point

S = TypeVar("S", bound=Seed)
V = TypeVar("V")


@dataclass(frozen=True)
class Scenario:
    """A structured situation: names, labels, and a belief for every number in it.

    `tree` has the shape of the calculator's Inputs, with a Belief at each number and text at each label.
    """

    name: str
    title: str
    why: str
    calculator: str
    prices: PriceBase
    tree: Mapping[str, Any]


@dataclass(frozen=True)
class Store:
    """All seeds of one folder. `file_of` names the file each id was read from."""

    root: Path
    sources: Mapping[str, Source]
    facts: Mapping[str, Fact]
    beliefs: Mapping[str, Belief]
    proposals: Mapping[str, Proposal]
    scenarios: Mapping[str, Scenario]
    tables: Mapping[str, Table]
    file_of: Mapping[str, str] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"<store of {len(self.facts)} facts and {len(self.beliefs)} beliefs in {self.root}>"

    @property
    def prices(self) -> Prices:
        """The price indices and exchange rates."""
        return Prices.from_tables(self.table("price_index"), self.table("exchange_rate"))

    def fact(self, name: str) -> Fact:
        """The fact of this id (`source.key`)."""
        return _find("fact", name, self.facts)

    def belief(self, name: str) -> Belief:
        """The belief of this id (`topic.key`, or `scenario.path` for a number of a scenario)."""
        return _find("belief", name, self.beliefs)

    def proposal(self, name: str) -> Proposal:
        """The proposal of this name."""
        return _find("proposal", name, self.proposals)

    def scenario(self, name: str) -> Scenario:
        """The scenario of this name."""
        return _find("scenario", name, self.scenarios)

    def table(self, name: str) -> Table:
        """The table of this name."""
        return _find("table", name, self.tables)

    def cite(self, fact: str) -> str:
        """A fact's source in one line: authors (year), title, place."""
        source, place = self.sources[fact.split(".")[0]], self.fact(fact).locator
        return f"{source.authors or source.title} ({source.year})" + (f", {place}" if place else "")

    def changed(self, beliefs: Mapping[str, Mapping[str, Any]], file: str = "") -> Store:
        """A store in which the given keys of some beliefs are replaced; what is not given stays.

        Raises SeedError if a belief does not exist or the result is not a valid belief.
        """
        new = dict(self.beliefs)
        files = dict(self.file_of)
        for name, keys in beliefs.items():
            path = f"beliefs.{name}"
            if name not in self.beliefs:
                within = any(known.startswith(f"{name}.") for known in self.beliefs)
                advice = f'Write the whole id in quotes: [beliefs."{name}.…"].' if within else ""
                problem = "no calculator takes such a belief."
                raise SeedError(file, path, problem, advice or nearest(name, self.beliefs))
            old = self.beliefs[name]
            plain = {k: getattr(old, "rests_on" if k == "from" else k) for k in _keys(Belief)}
            if "value" in keys and old.dist == point(value=old.value):
                del plain["dist"]  # a known number moves as a whole
            if "unit" in keys:
                plain["price_year"] = None  # a new unit brings its own price year
            marks = {"grade": "judgement", "why": f"set in {file}" if file else "set by the user", "from": ()}
            new[name] = _parse(Belief, {**plain, **marks, **keys}, file, path)
            if new[name].generic_unit != old.generic_unit:
                raise SeedError(
                    file, path, f"wrong unit: '{new[name].unit}' where '{old.unit}' is needed.", "Convert the number."
                )
            files[name] = file
        _check_citations({k: new[k] for k in beliefs}, self.facts, dict.fromkeys(beliefs, file))
        scenarios = {name: replace(s, tree=_rebind(s.tree, f"{name}.", new)) for name, s in self.scenarios.items()}
        for name in beliefs:
            scenario = self.scenarios.get(name.split(".")[0])
            if scenario is not None:
                try:
                    check_same_base(name, new[name].prices, scenario.prices)
                except InputError as error:
                    raise SeedError(file, f"beliefs.{name}", str(error)) from None
        return replace(self, beliefs=new, scenarios=scenarios, file_of=files)

    @classmethod
    def load(cls, root: Path | str, *more: Path | str) -> Store:
        """Read and check a folder of seeds, and further folders of the same layout that add to it.

        Raises SeedError that names file, path, problem and fix; an id that two folders give is refused.
        """
        if not (Path(root) / "beliefs").is_dir():
            raise SeedError(str(root), "", "is not a folder of seeds.", "It needs the folders facts, beliefs, tables.")
        reader = _Reader()
        for folder in (root, *more):
            if not Path(folder).is_dir():
                raise SeedError(str(folder), "", "is not a folder.", "Give a folder with facts, beliefs, ... in it.")
            reader.folder(Path(folder))
        _check_citations(reader.beliefs, reader.facts, reader.file_of)
        for name, fact in reader.facts.items():
            if fact.superseded_by and fact.superseded_by not in reader.facts:
                advice = nearest(fact.superseded_by, reader.facts)
                raise SeedError(reader.file_of[name], f"{name}.superseded_by", "there is no such fact.", advice)
        return cls(Path(root), **vars(reader))


@lru_cache(maxsize=1)
def default_store() -> Store:
    """The seeds that come with the library: beside the package in a checkout, inside it when installed."""
    package = Path(__file__).resolve().parent.parent
    for folder in (package.parent / "seeds", package / "_seeds"):
        if (folder / "beliefs").is_dir():
            return Store.load(folder)
    raise SeedError(str(package / "_seeds"), "", "the seeds are missing.", "Reinstall the package.")


# ---------------------------------------------------------------- reading and checking


class _Reader:
    """Collects the seeds of one or more folders, each id once."""

    def __init__(self) -> None:
        self.sources: dict[str, Source] = {}
        self.facts: dict[str, Fact] = {}
        self.beliefs: dict[str, Belief] = {}
        self.proposals: dict[str, Proposal] = {}
        self.scenarios: dict[str, Scenario] = {}
        self.tables: dict[str, Table] = {}
        self.file_of: dict[str, str] = {}

    def folder(self, root: Path) -> None:
        for path, data in _toml_files(root, "facts"):
            file = _shown(path, root)
            _only(data, ["source", "facts"], file)
            self._add(self.sources, path.stem, _parse(Source, data.get("source", {}), file, "source"), file)
            facts = data.get("facts", {})
            if not isinstance(facts, Mapping):
                raise SeedError(file, "facts", f"{facts!r} is not a table.", "Write [facts.some_name] and its keys.")
            for key, value in facts.items():
                self._add(self.facts, f"{path.stem}.{key}", _parse(Fact, value, file, f"facts.{key}"), file)
        for path, data in _toml_files(root, "beliefs"):
            file = _shown(path, root)
            for key, value in data.items():
                self._add(self.beliefs, f"{path.stem}.{key}", _parse(Belief, value, file, key), file)
        for path, data in _toml_files(root, "proposals"):
            file = _shown(path, root)
            self._add(self.proposals, path.stem, _parse(Proposal, data, file, ""), file)
        for path, data in _toml_files(root, "scenarios"):
            file = _shown(path, root)
            scenario = _scenario(path.stem, data, file)
            self._add(self.scenarios, path.stem, scenario, file)
            for name, belief in _numbers(scenario.tree, f"{path.stem}."):
                self._add(self.beliefs, name, belief, file)
        for path in sorted((root / "tables").glob("*.csv")):
            file = _shown(path, root)
            self._add(self.tables, path.stem, _read_table(path, file), file)

    def _add(self, kind: dict[str, Any], name: str, seed: Any, file: str) -> None:
        if name in kind:
            raise SeedError(file, name, "there is one of this name already.", "Give yours another name.")
        kind[name] = seed
        self.file_of[name] = file


def _find(kind: str, name: str, known: Mapping[str, V]) -> V:
    if name not in known:
        raise InputError(f"there is no {kind} '{name}'. {nearest(name, known)}")
    return known[name]


def _keys(kind: type[Seed]) -> list[str]:
    return [info.alias or name for name, info in kind.model_fields.items()]


def _shown(path: Path, root: Path) -> str:
    return str(Path("seeds") / path.relative_to(root))


def _toml_files(root: Path, folder: str) -> Iterator[tuple[Path, dict[str, Any]]]:
    for path in sorted((root / folder).glob("*.toml")):
        yield path, read_toml(path, _shown(path, root))


def read_toml(path: Path, shown: str | None = None) -> dict[str, Any]:
    """Parse a TOML file. Raises SeedError with the file and the line."""
    try:
        return tomllib.loads(_text(path, shown or str(path)))
    except tomllib.TOMLDecodeError as error:
        raise SeedError(shown or str(path), "", f"is not valid TOML: {error}.") from None


def _text(path: Path, shown: str) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise SeedError(shown, "", f"cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise SeedError(shown, "", "is not UTF-8 text.", "Save it as UTF-8.") from None


def _only(data: Mapping[str, Any], known: list[str], file: str, at: str = "") -> None:
    for key in data:
        if key not in known:
            raise SeedError(file, f"{at}{key}", "unknown key.", nearest(key, known))


def _parse(kind: type[S], data: Any, file: str, at: str) -> S:
    if not isinstance(data, Mapping):
        raise SeedError(file, at, f"{data!r} is not a table.", f"Write [{at}] and its keys: {', '.join(_keys(kind))}.")
    try:
        return kind.model_validate(dict(data))
    except ValidationError as error:
        problems = error.errors(include_url=False)
        problem = next((p for p in problems if p["type"] == "extra_forbidden"), problems[0])  # a misspelt key first
        path = ".".join([at, *(str(p) for p in problem["loc"])]).strip(".")
        if problem["type"] == "extra_forbidden":
            key = str(problem["loc"][-1])
            raise SeedError(file, path, "unknown key.", nearest(key, _keys(kind))) from None
        if problem["type"] == "missing":
            raise SeedError(file, path, "is missing.", f"A {kind.__name__.lower()} needs it.") from None
        text = str(problem.get("ctx", {}).get("error", problem["msg"]))
        raise SeedError(file, path, text) from None


def _check_citations(beliefs: Mapping[str, Belief], facts: Mapping[str, Fact], files: Mapping[str, str]) -> None:
    for name, belief in beliefs.items():
        for fact in belief.rests_on:
            if fact not in facts:
                raise SeedError(files[name], f"{name}.from", f"there is no fact '{fact}'.", nearest(fact, facts))


HEADER = ["title", "why", "calculator", "prices", "grade"]


def _scenario(name: str, data: dict[str, Any], file: str) -> Scenario:
    for key in HEADER[:4]:
        if not isinstance(data.get(key), str):
            raise SeedError(file, key, "is missing or not text.", f"A scenario needs {', '.join(HEADER[:4])}.")
    try:
        prices = PriceBase.parse(data["prices"])
    except InputError as error:
        raise SeedError(file, "prices", str(error)) from None
    defaults = {"why": data["why"]} | ({"grade": data["grade"]} if "grade" in data else {})
    body = {k: v for k, v in data.items() if k not in HEADER}
    tree = _branch(body, "", prices, defaults, file)
    return Scenario(name, data["title"], data["why"], data["calculator"], prices, tree)


def _branch(data: Mapping[str, Any], at: str, prices: PriceBase, defaults: Mapping[str, Any], file: str) -> Any:
    result: dict[str, Any] = {}
    for key, value in data.items():
        path = f"{at}{key}"
        if "." in key:
            raise SeedError(file, path, "a name must not hold a dot.", "Use an underscore.")
        if isinstance(value, str):
            result[key] = value
        elif isinstance(value, Mapping) and "value" in value:
            money = "unit" in value and isinstance(value["unit"], str) and any(c in value["unit"] for c in "$€£")
            if money:
                raise SeedError(file, f"{path}.unit", f"'{value['unit']}' is not a unit.", "Write USD, EUR or GBP.")
            base = {"price_year": prices.year} if prices.currency in str(value.get("unit", "")).split("/") else {}
            belief = _parse(Belief, {**defaults, **base, **value}, file, path)
            try:
                check_same_base(path, belief.prices, prices)
            except InputError as error:
                raise SeedError(file, path, str(error).split(": ", 1)[1]) from None
            result[key] = belief
        elif isinstance(value, Mapping):
            result[key] = _branch(value, f"{path}.", prices, defaults, file)
        else:
            raise SeedError(file, path, f"{value!r} is not a number with a unit.", "Write { value = …, unit = … }.")
    return result


def _numbers(tree: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, Belief]]:
    for key, value in tree.items():
        if isinstance(value, Belief):
            yield f"{prefix}{key}", value
        elif isinstance(value, Mapping):
            yield from _numbers(value, f"{prefix}{key}.")


def _rebind(tree: Mapping[str, Any], prefix: str, beliefs: Mapping[str, Belief]) -> dict[str, Any]:
    return {
        key: beliefs[f"{prefix}{key}"]
        if isinstance(value, Belief)
        else (_rebind(value, f"{prefix}{key}.", beliefs) if isinstance(value, Mapping) else value)
        for key, value in tree.items()
    }


def _read_table(path: Path, file: str) -> Table:
    rows = list(csv.reader(_text(path, file).splitlines()))
    if len(rows) < 2 or any(len(row) != len(rows[0]) for row in rows):
        raise SeedError(file, "", "needs a header and rows of the same length.")
    for name in rows[0]:
        if rows[0].count(name) > 1:
            raise SeedError(file, name, "two columns have this name.", "Give each its own.")
    columns: dict[str, Any] = {}
    for place, name in enumerate(rows[0]):
        texts = [row[place] for row in rows[1:]]
        try:
            column: Any = np.array([float(t) for t in texts])
        except ValueError:
            column = np.array(texts)
        column.flags.writeable = False
        columns[name] = column
    return Table(path.stem, columns)
