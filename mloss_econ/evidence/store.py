"""The evidence store: reads `seeds/`, checks it, and answers by id. Nothing in the library writes to it.

A store is a value: `Store.load(folder)` reads one, `store.changed(beliefs)` is another with some beliefs replaced.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, TypeVar

from mloss_econ.base.textfiles import is_folder, read_text
from mloss_econ.base.tomllines import line_at
from mloss_econ.errors import InputError, SeedError, nearest
from mloss_econ.evidence.kinds import Belief, BeliefSet, Counterexample, Fact, Scenario, Source, check_same_base
from mloss_econ.evidence.prices import Prices
from mloss_econ.evidence.proposals import DUTIES_SCENARIO, ProposalSeed, own_duty
from mloss_econ.evidence.reading import Reader, check_citations, check_proposals
from mloss_econ.evidence.replacing import replaced
from mloss_econ.evidence.streams import places_of
from mloss_econ.evidence.table import Table
from mloss_econ.uncertainty import Place

V = TypeVar("V")


@dataclass(frozen=True)
class Store:
    """All seeds of one folder, and of further `folders`. `file_of` names the file each id was read from, `paths` says
    where that file stands."""

    root: Path
    sources: Mapping[str, Source]
    facts: Mapping[str, Fact]
    beliefs: Mapping[str, Belief]
    proposals: Mapping[str, ProposalSeed]
    scenarios: Mapping[str, Scenario]
    tables: Mapping[str, Table]
    file_of: Mapping[str, str] = field(default_factory=dict)
    belief_sets: Mapping[str, BeliefSet] = field(default_factory=dict)
    counterexamples: Mapping[str, Counterexample] = field(default_factory=dict)
    streams: Mapping[str, Place] = field(default_factory=dict)
    paths: Mapping[str, Path] = field(default_factory=dict)
    folders: tuple[Path, ...] = ()

    def __getstate__(self) -> dict[str, Any]:
        """What is pickled: the fields, not what was computed from them."""
        return {f.name: getattr(self, f.name) for f in fields(self)}

    def __repr__(self) -> str:
        return f"<store of {len(self.facts)} facts and {len(self.beliefs)} beliefs in {self.root}>"

    @cached_property
    def remembered(self) -> dict[Any, Any]:
        """What was computed from the seeds and is wanted again; it does not travel with the store."""
        return {}

    @cached_property
    def prices(self) -> Prices:
        """The price indices and exchange rates."""
        return Prices.from_tables(self.table("price_index"), self.table("exchange_rate"))

    def fact(self, name: str) -> Fact:
        """The fact of this id (`source.key`)."""
        return _find("fact", name, self.facts)

    def belief(self, name: str) -> Belief:
        """The belief of this id (`topic.key`, or `scenario.path` for a number of a scenario)."""
        return _find("belief", name, self.beliefs)

    def proposal(self, name: str) -> ProposalSeed:
        """The proposal of this name."""
        return _find("proposal", name, self.proposals)

    def scenario(self, name: str) -> Scenario:
        """The scenario of this name."""
        return _find("scenario", name, self.scenarios)

    def belief_set(self, name: str) -> BeliefSet:
        """The belief set of this name."""
        return _find("belief set", name, self.belief_sets)

    def under(self, name: str) -> Store:
        """The store as one side sees it: with the beliefs of a belief set. Raises SeedError if one does not fit."""
        try:
            return self.changed(self.belief_set(name).beliefs, self.file_of[name])
        except SeedError as error:
            raise SeedError(self._place_of(error), error.path, error.problem, error.fix) from None

    def table(self, name: str) -> Table:
        """The table of this name."""
        return _find("table", name, self.tables)

    @cached_property
    def _places(self) -> Mapping[str, Place]:
        return places_of(self.beliefs, self.streams)

    def place(self, belief: str) -> Place:
        """Where a belief stands under the sobol design: as registered in `streams.csv`, else among the beliefs of its
        topic; a number that is no belief stands alone."""
        return self._places.get(belief) or Place(f"alone: {belief}")

    def record_in(self, scenario: str, text: str) -> str:
        """The file and line, with a colon, of the first record that a further folder adds to a scenario and a message
        names; "" for none."""
        for path in re.findall(r"\w+\.\w+", text):
            own = next((name for name in self.beliefs if name.startswith(f"{scenario}.{path}.")), "")
            if own and self.file_of[own] != self.file_of.get(scenario):
                return f"{self.place_in(own, path)}: "
        return ""

    def within(self, name: str) -> str:
        """Where in its file a belief stands, by dotted path: one that a proposal prices itself among its prices."""
        file, start = self.file_of.get(name, ""), f"{DUTIES_SCENARIO}.duties."
        for proposal, seed in self.proposals.items() if name.startswith(start) else ():
            for duty in seed.own if self.file_of.get(proposal) == file else ():
                if name.startswith(own := f"{start}{own_duty(proposal, duty)}."):
                    return f"prices.{duty}.{name.removeprefix(own)}"
        return f"beliefs.{name}"

    def place_in(self, name: str, path: str) -> str:
        """The file of a seed and, if the file is still there, the line of a path in it: for a message."""
        return self._place_of(SeedError(self.file_of.get(name, name), path, ""))

    def where(self, name: str) -> str:
        """The file of a belief or a fact and, if the file is still there, its line: for a message."""
        file = self.file_of.get(name, "")
        if (path := self.within(name)).startswith("prices."):
            return self.place_in(name, path)
        try:
            text = read_text(self.paths.get(file, Path(file)))
        except SeedError:
            return file
        line = (
            line_at(text, f"beliefs.{name}") or line_at(text, f"facts.{name.partition('.')[2]}") or line_at(text, name)
        )
        return f"{file}:{line}" if line else file

    def _place_of(self, error: SeedError) -> str:
        """The file of a fault with the line, if the file is still there."""
        try:
            line = line_at(read_text(self.paths.get(error.file, Path(error.file))), error.path)
        except SeedError:
            line = 0
        return f"{error.file}:{line}" if line else error.file

    def cite(self, fact: str) -> str:
        """A fact's source in one line: authors (year), title, place."""
        source, place = self.sources[fact.split(".")[0]], self.fact(fact).locator
        return f"{source.authors or source.title} ({source.year})" + (f", {place}" if place else "")

    def changed(self, beliefs: Mapping[str, Mapping[str, Any]], file: str = "") -> Store:
        """A store in which the given keys of some beliefs are replaced (see `replacing`): a value alone holds a belief
        at it, a distribution alone moves its value to the median.

        Raises SeedError if a belief does not exist, nothing is said of it, a unit or a price year comes without a
        number, or the result is not a valid belief.
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
            new[name] = replaced(name, self.beliefs[name], keys, file)
            files[name] = file
        check_citations({k: new[k] for k in beliefs}, self.facts, dict.fromkeys(beliefs, file))
        for name in beliefs:
            first, *rest = name.split(".")
            scenario = self.scenarios.get(first)
            if scenario is not None and _holds(scenario.tree, rest):  # a topic of beliefs may have the same name
                try:
                    check_same_base(name, new[name].prices, scenario.prices)
                except InputError as error:
                    raise SeedError(file, f"beliefs.{name}", str(error)) from None
        return self.holding({name: new[name] for name in beliefs}, files)

    def holding(self, beliefs: Mapping[str, Belief], file_of: Mapping[str, str] | None = None) -> Store:
        """A store that holds these beliefs in place of its own of the same ids."""
        new = {**self.beliefs, **beliefs}
        touched = {name.split(".")[0] for name in beliefs}
        scenarios = {
            name: replace(s, tree=_rebind(s.tree, f"{name}.", new)) if name in touched else s
            for name, s in self.scenarios.items()
        }
        return replace(self, beliefs=new, scenarios=scenarios, file_of=file_of or self.file_of)

    def and_folders(self, *more: Path) -> Store:
        """The store read anew with further folders of seeds; without those that it has read already.

        Raises SeedError as `load` does.
        """
        have = {folder.resolve() for folder in self.folders}
        new = [folder for folder in more if folder.resolve() not in have]
        return Store.load(self.root, *self.folders, *new) if new else self

    @classmethod
    def load(cls, root: Path | str, *more: Path | str) -> Store:
        """Read and check a folder of seeds, and further folders of the same layout that add to it.

        Raises SeedError that names file, path, problem and fix; an id that two folders give is refused.
        """
        if not is_folder(Path(root) / "beliefs", "seeds"):
            raise SeedError(str(root), "", "is not a folder of seeds.", "It needs the folders facts, beliefs, tables.")
        if more and Path(root) == default_folder():
            return cls._read(_library().branched(), root, more)
        reader = Reader()
        reader.folder(Path(root), "seeds")
        return cls._read(reader, root, more)

    @classmethod
    def _read(cls, reader: Reader, root: Path | str, more: Sequence[Path | str]) -> Store:
        """The store of what was read of a folder, and of further folders, checked as a whole."""
        for folder in more:
            if not is_folder(Path(folder)):
                raise SeedError(str(folder), "", "is not a folder.", "Give a folder with facts, beliefs, ... in it.")
            reader.folder(Path(folder), str(folder))
        known = {k: v for k, v in vars(reader).items() if k != "rows"}
        made = cls(Path(root), **known, folders=tuple(map(Path, more)))
        try:
            check_citations(made.beliefs, made.facts, made.file_of)
        except SeedError as error:
            where = made.where(error.path.removesuffix(".from"))
            raise SeedError(where, error.path, error.problem, error.fix) from None
        try:
            check_proposals(made.proposals, made.scenarios, made.tables, made.file_of)
        except SeedError as error:
            raise SeedError(made._place_of(error), error.path, error.problem, error.fix) from None
        for name in made.belief_sets:
            made.under(name)
        for name, fact in made.facts.items():
            if fact.superseded_by and fact.superseded_by not in made.facts:
                advice = nearest(fact.superseded_by, made.facts)
                raise SeedError(made.where(name), f"{name}.superseded_by", "there is no such fact.", advice)
        return made


@lru_cache(maxsize=1)
def _library() -> Reader:
    """What the folder of the library holds, read once: every store with further folders begins with it."""
    reader = Reader()
    reader.folder(default_folder(), "seeds")
    return reader


@lru_cache(maxsize=1)
def default_store() -> Store:
    """The seeds that come with the library."""
    return Store._read(_library().branched(), default_folder(), ())


def default_folder() -> Path:
    """The folder of those seeds: next to the package in a checkout, inside it when installed."""
    package = Path(__file__).resolve().parent.parent
    for folder in (package.parent / "seeds", package / "_seeds"):
        if (folder / "beliefs").is_dir():
            return folder
    raise SeedError(str(package / "_seeds"), "", "the seeds are missing.", "Reinstall the package.")


def _find(kind: str, name: str, known: Mapping[str, V]) -> V:
    if name not in known:
        raise InputError(f"there is no {kind} '{name}'. {nearest(name, known)}")
    return known[name]


def _holds(tree: Mapping[str, Any], path: Sequence[str]) -> bool:
    """Whether a scenario has a number at a path."""
    found: Any = tree
    for part in path:
        found = found.get(part) if isinstance(found, Mapping) else None
    return isinstance(found, Belief)


def _rebind(tree: Mapping[str, Any], prefix: str, beliefs: Mapping[str, Belief]) -> dict[str, Any]:
    return {
        key: beliefs[f"{prefix}{key}"]
        if isinstance(value, Belief)
        else (_rebind(value, f"{prefix}{key}.", beliefs) if isinstance(value, Mapping) else value)
        for key, value in tree.items()
    }
