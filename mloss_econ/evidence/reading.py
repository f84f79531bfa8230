"""Reading seed files: TOML and CSV in, checked kinds out, and errors that name the file, the path and the remedy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar, get_args, get_origin

import numpy as np
from pydantic import ValidationError

from mloss_econ.errors import InputError, SeedError, nearest, quoted
from mloss_econ.evidence.kinds import Belief, BeliefSet, Counterexample, Fact, Scenario, Seed, Source, check_same_base
from mloss_econ.evidence.proposals import Proposal
from mloss_econ.evidence.streams import read_streams
from mloss_econ.quantities import Table
from mloss_econ.textfiles import LARGEST_TOML, check_data, check_name, csv_of, read_text, reason, toml_of
from mloss_econ.uncertainty.designs import Place
from mloss_econ.units import PriceBase

S = TypeVar("S", bound=Seed)
FOLDERS = ("facts", "beliefs", "proposals", "scenarios", "belief_sets", "counterexamples", "tables")


class Reader:
    """Collects the seeds of one or more folders, each id once."""

    def __init__(self) -> None:
        self.sources: dict[str, Source] = {}
        self.facts: dict[str, Fact] = {}
        self.beliefs: dict[str, Belief] = {}
        self.proposals: dict[str, Proposal] = {}
        self.scenarios: dict[str, Scenario] = {}
        self.belief_sets: dict[str, BeliefSet] = {}
        self.counterexamples: dict[str, Counterexample] = {}
        self.tables: dict[str, Table] = {}
        self.streams: dict[str, Place] = {}
        self.file_of: dict[str, str] = {}

    def folder(self, root: Path, shown: str = "seeds") -> None:
        """Read a folder of seeds. `shown`: how messages name it."""
        files = Files(root, shown)
        files.check_folders()
        for path, file, data in files.toml("facts"):
            _only(data, ["source", "facts"], file)
            self._add(self.sources, path.stem, parse(Source, data.get("source", {}), file, "source"), file)
            facts = data.get("facts", {})
            if not isinstance(facts, Mapping):
                raise SeedError(
                    file, "facts", f"{quoted(facts)} is not a table.", "Write [facts.some_name] and its keys."
                )
            for key, value in facts.items():
                self._add(self.facts, f"{path.stem}.{key}", parse(Fact, value, file, f"facts.{key}"), file)
        for path, file, data in files.toml("beliefs"):
            for key, value in data.items():
                self._add(self.beliefs, f"{path.stem}.{key}", parse(Belief, value, file, key), file)
        for path, file, data in files.toml("proposals"):
            self._add(self.proposals, path.stem, parse(Proposal, data, file, ""), file)
        for path, file, data in files.toml("scenarios"):
            scenario = _scenario(path.stem, data, file)
            self._add(self.scenarios, path.stem, scenario, file)
            for name, belief in _numbers(scenario.tree, f"{path.stem}."):
                self._add(self.beliefs, name, belief, file)
        for path, file, data in files.toml("belief_sets"):
            self._add(self.belief_sets, path.stem, parse(BeliefSet, data, file, ""), file)
        for path, file, data in files.toml("counterexamples"):
            self._add(self.counterexamples, path.stem, parse(Counterexample, data, file, ""), file)
        for path, file in files.of("", ".csv"):
            if path.stem == "streams":
                read_streams(read_text(path, file), file, self.streams)
        for path, file in files.of("tables", ".csv"):
            self._add(self.tables, path.stem, _read_table(path, file), file)

    def _add(self, kind: dict[str, Any], name: str, seed: Any, file: str) -> None:
        if name in kind:
            raise SeedError(file, name, "there is one of this name already.", "Give yours another name.")
        kind[name] = seed
        self.file_of[name] = file


def keys_of(kind: type[Seed]) -> list[str]:
    """The keys a seed of this kind may have."""
    return [info.alias or name for name, info in kind.model_fields.items()]


def _kind_at(kind: type[Seed], path: list[str]) -> type[Seed]:
    """The kind of seed that stands at a path inside another: fields by name, mappings by any key."""
    found: Any = kind
    for key in path:
        inner: Any = get_args(found)[1] if get_origin(found) is dict else found.model_fields[key].annotation
        found = inner if get_origin(inner) is dict or isinstance(inner, type) else found
    return found if isinstance(found, type) and issubclass(found, Seed) else kind


@dataclass(frozen=True)
class Files:
    """The files of a folder of seeds, and how messages name them."""

    root: Path
    shown: str

    def check_folders(self) -> None:
        """Raise SeedError for a folder whose name is nearly one of FOLDERS: nothing in it would be read."""
        try:
            names = [p.name for p in self.root.iterdir() if p.name not in FOLDERS and p.is_dir()]
        except OSError as error:
            raise SeedError(self.shown, "", f"cannot be read: {reason(error)}.") from None
        for name in names:
            if (advice := nearest(name.lower(), FOLDERS)).startswith("Did you mean"):
                raise SeedError(f"{self.shown}/{name}", "", "is not a folder that is read.", advice)

    def toml(self, folder: str) -> Iterator[tuple[Path, str, dict[str, Any]]]:
        """The TOML files of one of its folders: path, name in messages, content."""
        for path, file in self.of(folder, ".toml"):
            yield path, file, read_toml(path, file)

    def of(self, folder: str, ending: str) -> Iterator[tuple[Path, str]]:
        """The files of one of its folders, in the order of their names."""
        place = self.root / folder
        try:
            found = sorted(p for p in place.iterdir() if p.suffix.lower() == ending) if place.is_dir() else []
        except OSError as error:
            raise SeedError(f"{self.shown}/{folder}", "", f"cannot be read: {reason(error)}.") from None
        for path in found:
            check_name(path.name)
            yield path, str(Path(self.shown) / folder / path.name)


def read_toml(path: Path, shown: str | None = None) -> dict[str, Any]:
    """Parse a TOML file. Raises SeedError with the file and the line."""
    file = shown or str(path)
    return toml_of(read_text(path, file, LARGEST_TOML), file)


def _only(data: Mapping[str, Any], known: list[str], file: str, at: str = "") -> None:
    for key in data:
        if key not in known:
            raise SeedError(file, f"{at}{key}", "unknown key.", nearest(key, known))


def parse(kind: type[S], data: Any, file: str, at: str) -> S:
    """A seed from a table of a file. Raises SeedError for the first fault, a misspelt key before all others."""
    if not isinstance(data, Mapping):
        raise SeedError(
            file, at, f"{quoted(data)} is not a table.", f"Write [{at}] and its keys: {', '.join(keys_of(kind))}."
        )
    check_data(data, f"{file}: {at}")
    for key in data:
        if key not in kind.model_fields and key not in keys_of(kind):
            raise SeedError(file, f"{at}.{key}".strip("."), "unknown key.", nearest(str(key), keys_of(kind)))
    try:
        return kind.model_validate(dict(data))
    except ValidationError as error:
        problems = error.errors(include_url=False)
        problem = next((p for p in problems if p["type"] == "extra_forbidden"), problems[0])  # a misspelt key first
        path = ".".join([at, *(str(p) for p in problem["loc"])]).strip(".")
        if problem["type"] == "extra_forbidden":
            *above, key = map(str, problem["loc"])
            raise SeedError(file, path, "unknown key.", nearest(key, keys_of(_kind_at(kind, above)))) from None
        if problem["type"] == "missing":
            raise SeedError(file, path, "is missing.", f"A {kind.__name__.lower()} needs it.") from None
        text = str(problem.get("ctx", {}).get("error", problem["msg"]))
        raise SeedError(file, path, text) from None


def check_citations(beliefs: Mapping[str, Belief], facts: Mapping[str, Fact], files: Mapping[str, str]) -> None:
    """Raise SeedError if a belief rests on a fact that does not exist."""
    for name, belief in beliefs.items():
        for fact in belief.rests_on:
            if fact not in facts:
                raise SeedError(files[name], f"{name}.from", f"there is no fact '{fact}'.", nearest(fact, facts))


HEADER = ["title", "why", "calculator", "prices", "grade"]
AS_STATED = "as stated"  # in place of a price base: each amount of the file carries its own price year


def _scenario(name: str, data: dict[str, Any], file: str) -> Scenario:
    named = data.get("calculator")
    calculators: tuple[Any, ...] = tuple(named) if isinstance(named, list) and named else (named,)
    for key in HEADER[:4]:
        if not all(isinstance(v, str) for v in (calculators if key == "calculator" else [data.get(key)])):
            raise SeedError(file, key, "is missing or not text.", f"A scenario needs {', '.join(HEADER[:4])}.")
    try:
        prices = None if data["prices"] == AS_STATED else PriceBase.parse(data["prices"])
    except InputError as error:
        raise SeedError(file, "prices", str(error)) from None
    defaults = {"why": data["why"]} | ({"grade": data["grade"]} if "grade" in data else {})
    body = {k: v for k, v in data.items() if k not in HEADER}
    tree = _branch(body, "", prices, defaults, file)
    return Scenario(name, data["title"], data["why"], calculators, prices, tree)


def _branch(data: Mapping[str, Any], at: str, prices: PriceBase | None, defaults: Mapping[str, Any], file: str) -> Any:
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
            same = prices is not None and prices.currency in str(value.get("unit", "")).split("/")
            base = {"price_year": prices.year} if prices is not None and same else {}
            belief = parse(Belief, {**defaults, **base, **value}, file, path)
            try:
                check_same_base(path, belief.prices, prices)
            except InputError as error:
                raise SeedError(file, path, str(error).split(": ", 1)[1]) from None
            result[key] = belief
        elif isinstance(value, Mapping):
            result[key] = _branch(value, f"{path}.", prices, defaults, file)
        else:
            raise SeedError(
                file, path, f"{quoted(value)} is not a number with a unit.", "Write { value = …, unit = … }."
            )
    return result


def _numbers(tree: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, Belief]]:
    for key, value in tree.items():
        if isinstance(value, Belief):
            yield f"{prefix}{key}", value
        elif isinstance(value, Mapping):
            yield from _numbers(value, f"{prefix}{key}.")


def _read_table(path: Path, file: str) -> Table:
    found = csv_of(read_text(path, file), file)
    if len(found) < 2:
        raise SeedError(file, "", "needs a header and rows of the same length.")
    (_, header), *numbered = found
    for line, row in numbered:
        if len(row) != len(header):
            problem = f"{len(row)} cells where the header has {len(header)}."
            raise SeedError(f"{file}:{line}", "", problem, "A table needs a header and rows of the same length.")
    name, most = Counter(header).most_common(1)[0]
    if most > 1:
        raise SeedError(file, name, "two columns have this name.", "Give each its own.")
    columns: dict[str, Any] = {}
    for name, texts in zip(header, zip(*(row for _, row in numbered), strict=True), strict=True):
        try:
            column: Any = np.array([float(t) for t in texts])
        except ValueError:
            column = np.array(texts)
        column.flags.writeable = False
        columns[name] = column
    return Table(path.stem, columns)
