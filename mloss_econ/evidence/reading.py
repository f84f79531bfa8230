"""Reading seed files: TOML and CSV in, checked kinds out, and errors that name the file, the path and the remedy."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin

from pydantic import ValidationError

from mloss_econ.base.renamed import name_now
from mloss_econ.base.textfiles import LARGEST_TOML, check_data, read_text, toml_of
from mloss_econ.base.tomllines import line_at
from mloss_econ.base.units import PriceBase
from mloss_econ.errors import InputError, SeedError, nearest, quoted
from mloss_econ.evidence.folders import Files
from mloss_econ.evidence.kinds import (
    Belief,
    BeliefSet,
    Counterexample,
    Fact,
    MisplacedError,
    Scenario,
    Seed,
    Source,
    check_same_base,
)
from mloss_econ.evidence.prices import check_read
from mloss_econ.evidence.proposals import (
    BURDENS,
    CHANNELS,
    COSTS,
    DUTIES_SCENARIO,
    DUTY_KINDS,
    JURISDICTIONS,
    PAYERS,
    PRICED,
    PRICED_UNITS,
    PRICED_WORDS,
    UNITS,
    ProposalSeed,
    example_of,
    own_duty,
)
from mloss_econ.evidence.streams import read_streams
from mloss_econ.evidence.table import Table
from mloss_econ.evidence.tables import TableRows, check_profiles, check_table, extended, how_to_add, rows_of, table_of
from mloss_econ.uncertainty import Place

S = TypeVar("S", bound=Seed)
MISSING = "is missing."


class Reader:
    """Collects the seeds of one or more folders, each id once."""

    def __init__(self) -> None:
        self.sources: dict[str, Source] = {}
        self.facts: dict[str, Fact] = {}
        self.beliefs: dict[str, Belief] = {}
        self.proposals: dict[str, ProposalSeed] = {}
        self.scenarios: dict[str, Scenario] = {}
        self.belief_sets: dict[str, BeliefSet] = {}
        self.counterexamples: dict[str, Counterexample] = {}
        self.tables: dict[str, Table] = {}
        self.streams: dict[str, Place] = {}
        self.file_of: dict[str, str] = {}
        self.paths: dict[str, Path] = {}
        self.rows: dict[str, list[TableRows]] = {}

    def folder(self, root: Path, shown: str = "seeds") -> None:
        """Read a folder of seeds. `shown`: how messages name it."""
        files = Files(root, shown)
        files.check()
        for folder, read in (
            ("facts", self._facts),
            ("beliefs", self._beliefs),
            ("scenarios", self._scenario),
            ("proposals", self._proposal),
            ("belief_sets", self._belief_set),
            ("counterexamples", partial(self._whole, self.counterexamples, Counterexample)),
        ):
            for path, file in files.of(folder, ".toml"):
                text = read_text(path, file, LARGEST_TOML)
                data = toml_of(text, file)
                self.paths[file] = path
                with lines_of(text, file):
                    read(path.stem, data, file)
        for path, file in files.of("", ".csv"):
            read_streams(read_text(path, file), file, self.streams)
        tables = {path.stem: rows_of(read_text(path, file), file) for path, file in files.of("tables", ".csv")}
        for name, rows in tables.items():
            self._table(name, rows)
        check_profiles(self.tables, tables)

    def branched(self) -> Reader:
        """Another one that holds the same so far: what it reads is not in this one."""
        made = Reader()
        for name, found in vars(self).items():
            setattr(made, name, dict(found))
        made.rows = {name: list(rows) for name, rows in self.rows.items()}
        return made

    def _facts(self, name: str, data: dict[str, Any], file: str) -> None:
        _only(data, ["source", "facts"], file)
        self._add(self.sources, name, parse(Source, data.get("source", {}), file, "source"), file)
        facts = data.get("facts", {})
        if not isinstance(facts, Mapping):
            raise SeedError(file, "facts", f"{quoted(facts)} is not a table.", "Write [facts.some_name] and its keys.")
        for key, value in facts.items():
            self._add(self.facts, f"{name}.{key}", parse(Fact, value, file, f"facts.{key}"), file)

    def _beliefs(self, name: str, data: dict[str, Any], file: str) -> None:
        for key, value in data.items():
            self._add(self.beliefs, f"{name}.{key}", parse(Belief, value, file, key), file)

    def _whole(self, kind: dict[str, Any], seed: type[Seed], name: str, data: dict[str, Any], file: str) -> None:
        self._add(kind, name, parse(seed, data, file, ""), file)

    def _proposal(self, name: str, data: dict[str, Any], file: str) -> None:
        """A proposal. The duties that it prices itself join those of the scenario of duties, under its name."""
        prices = data.get("prices", {})
        if "own" in data:
            raise SeedError(file, "own", "unknown key.", "A duty that the proposal prices itself is [prices.NAME].")
        made = parse(ProposalSeed, {key: value for key, value in data.items() if key != "prices"}, file, "")
        if name in self.proposals:
            self._add(self.proposals, name, made, file)  # refused as what it is, before its prices are looked at
        own = priced(prices, file) if "prices" in data else {}
        if own:
            scenario = self.scenarios.get(DUTIES_SCENARIO)
            if scenario is None:
                raise SeedError(file, "prices", f"there is no scenario '{DUTIES_SCENARIO}' that they join.", "Add it.")
            duties = dict(scenario.tree["duties"])
            for duty, branch in own.items():
                full = own_duty(name, duty)
                for lever, calculator in ((x, c) for c, levers in made.levers.items() for x in levers):
                    if lever.startswith(f"duties.{full}."):
                        problem = f"is said by [duties.{duty}] too. Leave one of them out."
                        raise SeedError(file, f"levers.{calculator}.{lever}", problem)
                if full in made.duties or full in duties:
                    where = "of this proposal" if full in made.duties else f"in '{DUTIES_SCENARIO}'"
                    problem = (
                        f"a price of a proposal's own is kept as '{full}', and there is a duty {where} of that name."
                    )
                    raise SeedError(file, f"prices.{duty}", problem, f"Give the duty '{duty}' another name.")
                if duty in duties:
                    fix = "Leave its price out, or give the duty another name."
                    raise SeedError(file, f"prices.{duty}", f"is priced already in '{DUTIES_SCENARIO}'.", fix)
                if duty not in made.duties:
                    raise SeedError(
                        file, f"prices.{duty}", "no duty of the proposal has this name.", f"Add [duties.{duty}]."
                    )
                unit = made.duties[duty].unit
                if branch["unit"] != unit:
                    problem = f"is priced for each {branch['unit']}, but the duty falls on each {unit}."
                    raise SeedError(file, f"prices.{duty}.unit", problem, "Write one unit in both.")
                duties[full] = branch
                for number, belief in _numbers(branch, f"{DUTIES_SCENARIO}.duties.{full}."):
                    self._add(self.beliefs, number, belief, file)
            self.scenarios[DUTIES_SCENARIO] = replace(scenario, tree={**scenario.tree, "duties": duties})
            made = made.model_copy(update={"own": tuple(own)})
        self._add(self.proposals, name, made, file)

    def _belief_set(self, name: str, data: dict[str, Any], file: str) -> None:
        made = parse(BeliefSet, data, file, "")
        for belief, keys in made.beliefs.items():
            if not str(keys.get("why", "")).strip():
                raise SeedError(file, f"beliefs.{belief}", "no reason.", "Every belief of a set says why.")
        self._add(self.belief_sets, name, made, file)

    def _scenario(self, name: str, data: dict[str, Any], file: str) -> None:
        """A scenario; or, in a further folder, records that are added to one: a file of its name without a header."""
        if name in self.scenarios and "calculator" not in data:
            self._records(name, data, file)
            return
        scenario = _scenario(name, data, file)
        self._add(self.scenarios, name, scenario, file)
        for number, belief in _numbers(scenario.tree, f"{name}."):
            self._add(self.beliefs, number, belief, file)

    def _records(self, name: str, data: dict[str, Any], file: str) -> None:
        """Further records of a scenario: channels of harm, regions, duties of the reader's own."""
        known, tree = self.scenarios[name], {}
        defaults = {"grade": "judgement"} | {key: data[key] for key in ("why", "grade") if key in data}
        for kind, found in data.items():
            if kind in ("why", "grade"):
                continue
            old = known.tree.get(kind)
            if not isinstance(old, Mapping) or not isinstance(found, Mapping):
                kinds = [k for k, v in known.tree.items() if isinstance(v, Mapping)]
                raise SeedError(file, kind, f"scenario '{name}' has no such records.", nearest(kind, kinds))
            for record in found:
                taken = SET_BY_PROPOSALS.get(kind, ())
                if isinstance(found[record], Mapping) and (set_ := [key for key in taken if key in found[record]]):
                    problem = "is what a proposal sets. Leave it out here."
                    raise SeedError(file, f"{kind}.{record}.{set_[0]}", problem)
                if record in old:
                    fix = "Give yours another name; its numbers are changed in a file of assumptions."
                    raise SeedError(file, f"{kind}.{record}", f"scenario '{name}' has one already.", fix)
            tree[kind] = _branch(found, f"{kind}.", known.prices, defaults, file)
            for record, branch in tree[kind].items() if kind == DUTIES else ():
                if isinstance(branch, Mapping):
                    _check_price(branch, f"{kind}.{record}", file)
        for number, belief in _numbers(tree, f"{name}."):
            self._add(self.beliefs, number, belief, file)
        merged = {kind: {**known.tree[kind], **found} for kind, found in tree.items()}
        self.scenarios[name] = replace(known, tree={**known.tree, **merged})

    def _table(self, name: str, rows: TableRows) -> None:
        if name in self.tables:
            check_read(name, rows, self.rows[name][0])
            self.tables[name] = extended(self.tables[name], rows, self.rows[name])
        else:
            check_table(name, rows.file)
            self._add(self.tables, name, table_of(name, rows), rows.file)
        self.rows.setdefault(name, []).append(rows)

    def _add(self, kind: dict[str, Any], name: str, seed: Any, file: str) -> None:
        if name in kind:
            raise SeedError(file, name, "there is one of this name already.", "Give yours another name.")
        if now := name_now(name, kind):
            fix = "Give yours another name; what is adopted is changed in a file of assumptions, or by Store.changed."
            raise SeedError(file, name, f"is now called '{now}'.", fix)
        kind[name] = seed
        self.file_of[name] = file


def called(kind: type[Seed]) -> str:
    """A kind of seed as a message names it.

    >>> called(BeliefSet), called(ProposalSeed)
    ('belief set', 'proposal')
    """
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", kind.__name__.removesuffix("Seed")).lower()


def keys_of(kind: type[Seed]) -> list[str]:
    """The keys a seed of this kind may have."""
    return [info.alias or name for name, info in kind.model_fields.items()]


def _kind_at(kind: type[Seed], path: list[str]) -> type[Seed]:
    """The kind of seed that stands at a path inside another: fields by name, mappings by any key."""
    found: Any = kind
    for key in path:
        inner: Any = get_args(found)[1] if get_origin(found) is dict else found.model_fields[key].annotation
        options = get_args(inner) if get_origin(inner) is UnionType else (inner,)
        inner = next((one for one in options if isinstance(one, type) and issubclass(one, Seed)), inner)
        found = inner if get_origin(inner) is dict or isinstance(inner, type) else found
    return found if isinstance(found, type) and issubclass(found, Seed) else kind


@contextmanager
def lines_of(text: str, file: str) -> Iterator[None]:
    """Give a SeedError of a TOML file the line of its text."""
    try:
        yield
    except SeedError as error:
        line = line_at(text, error.path) if error.file == file else 0
        if not line and error.file == file and (error.problem == MISSING or not error.path):
            line = 1  # a key at the top stands before all tables; of the whole file, its beginning
        if not line:
            raise
        raise SeedError(f"{file}:{line}", error.path, error.problem, error.fix) from None


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
            fix = kind.needed.get(path, f"A {called(kind)} needs it.")
            first, *others = [p["loc"] for p in problems if p["type"] == "missing"]
            beside = [str(loc[-1]) for loc in others if loc[:-1] == first[:-1]]
            fix += f" Missing too: {', '.join(beside)}." if beside else ""
            raise SeedError(file, path, MISSING, fix) from None
        fault = problem.get("ctx", {}).get("error", problem["msg"])
        if isinstance(fault, MisplacedError):
            raise SeedError(file, f"{path}.{fault.path}".strip("."), fault.problem) from None
        given = str(problem["input"]) if isinstance(problem["input"], datetime.date) else quoted(problem["input"])
        if problem["type"] == "string_type":
            raise SeedError(file, path, f"{given} is not text.", "Write it in quotes.") from None
        if problem["type"] in ("model_type", "dict_type"):
            keys = keys_of(_kind_at(kind, [*map(str, problem["loc"])]))
            fix = f"Write [{path}] and its keys: {', '.join(keys)}." if problem["type"] == "model_type" else ""
            fix = fix or f"Write [{path}.NAME] and its keys."
            raise SeedError(file, path, f"{given} is not a table.", fix) from None
        raise SeedError(file, path, str(fault)) from None


def check_citations(beliefs: Mapping[str, Belief], facts: Mapping[str, Fact], files: Mapping[str, str]) -> None:
    """Raise SeedError if a belief rests on a fact that does not exist."""
    for name, belief in beliefs.items():
        for fact in belief.rests_on:
            if fact not in facts:
                raise SeedError(files[name], f"{name}.from", f"there is no fact '{fact}'.", nearest(fact, facts))


def check_proposals(
    proposals: Mapping[str, ProposalSeed],
    scenarios: Mapping[str, Scenario],
    tables: Mapping[str, Table],
    files: Mapping[str, str],
) -> None:
    """Raise SeedError for a jurisdiction that is in no row of the table of them, for a channel of harm that no scenario
    has, and for a law that a proposal cannot remove."""
    places = [str(name) for name in tables[JURISDICTIONS]["jurisdiction"]] if JURISDICTIONS in tables else None
    channels = set(_channels(scenarios[DUTIES_SCENARIO])) if DUTIES_SCENARIO in scenarios else set()
    for name, one in proposals.items():
        if places is not None and one.jurisdiction not in places:
            problem = f"'{one.jurisdiction}' is not in the table {JURISDICTIONS}."
            fix = f"{nearest(one.jurisdiction, places)} A further one: {how_to_add(tables[JURISDICTIONS])}."
            raise SeedError(files[name], "jurisdiction", problem, fix)
        for channel in one.harm_reach if channels else ():
            if channel not in channels:
                problem = f"scenario '{DUTIES_SCENARIO}' has no such channel of harm."
                own = f"One of your own is [{CHANNELS}.{channel}] in scenarios/{DUTIES_SCENARIO}.toml."
                fix = f"{nearest(channel, channels)} {own}"
                raise SeedError(files[name], f"harm_reach.{channel}", problem, fix)
    for name, one in proposals.items():
        for law in one.removes:
            if fault := _not_removed(name, law, proposals, tables.get(JURISDICTIONS)):
                raise SeedError(files[name], "removes", *fault)


def _not_removed(
    name: str, law: str, proposals: Mapping[str, ProposalSeed], table: Table | None
) -> tuple[str, str] | None:
    """Why a proposal cannot remove a law, and what to do; None where it can."""
    if law not in proposals:
        return f"there is no proposal '{law}'.", nearest(law, [other for other in proposals if other != name])
    one, other = proposals[name], proposals[law]
    if law == name:
        return "it removes itself.", "Leave its own name out."
    if other.removes:
        return f"'{law}' removes laws itself, and chains are not worked out.", "Name the laws that both leave standing."
    if other.in_force is None:
        fix = f"Leave it out, or give {law} its day, [in_force], if it is law."
        return f"'{law}' is not law: it has no day from which it is in force.", fix
    if table is not None and not _within(other.jurisdiction, one.jurisdiction, table):
        fix = "It can remove laws of its own jurisdiction, and of the parts of one that is the whole of its region."
        return f"'{law}' is of {other.jurisdiction}, which is not within {one.jurisdiction}.", fix
    return None


def _within(part: str, whole: str, table: Table) -> bool:
    """Whether a jurisdiction is another one, or a part of it: all are parts of the world, and those of a region are
    parts of the one that is all of the region."""
    rows = {str(key): k for k, key in enumerate(table["jurisdiction"])}
    regions, shares = table["region"], table["share"]
    mine, its = rows[part], rows[whole]
    all_of_it = float(shares[its]) == 1 and str(regions[its]) in ("world", str(regions[mine]))
    return part == whole or all_of_it


def _channels(scenario: Scenario) -> Mapping[str, Any]:
    found = scenario.tree.get(CHANNELS)
    return found if isinstance(found, Mapping) else {}


DUTIES = "duties"
SET_BY_PROPOSALS = {DUTIES: PAYERS, CHANNELS: ("reach",), "regions": ("bound",)}  # levers of records of the scenario
HEADER = ["title", "why", "calculator", "prices", "grade"]
AS_STATED = "as stated"  # in place of a price base: each amount of the file carries its own price year


def priced(data: Any, file: str) -> dict[str, Any]:
    """The duties that a proposal prices, as branches of the scenario of duties. Raises SeedError for what is no price,
    for hours without a tariff, and for a number without a reason."""
    if not isinstance(data, Mapping):
        raise SeedError(file, "prices", f"{quoted(data)} is not a table.", "Write [prices.NAME] and its keys.")
    made: dict[str, Any] = {}
    for name, one in data.items():
        at = f"prices.{name}"
        if not isinstance(one, Mapping):
            raise SeedError(file, at, f"{quoted(one)} is not a table.", f"Write [{at}] and its keys.")
        _only(one, list(PRICED), file, f"{at}.")
        for key, known in (("unit", UNITS), ("kind", DUTY_KINDS)):
            if one.get(key) not in known:
                raise SeedError(
                    file, f"{at}.{key}", f"{quoted(one.get(key))} is not known.", f"Use {', '.join(known)}."
                )
        if "burden" in one and (one["kind"] == "fee" or one["burden"] not in BURDENS):
            fix = "A fee has none: leave it out." if one["kind"] == "fee" else f"Use {', '.join(BURDENS)}."
            raise SeedError(file, f"{at}.burden", f"{quoted(one['burden'])} is no burden of this duty.", fix)
        why = {"why": one["why"]} if "why" in one else {}
        body = {key: value for key, value in one.items() if key != "why"}
        for key, value in body.items():
            if key not in PRICED_WORDS and not (isinstance(value, Mapping) and "value" in value):
                fix = f"Write {key} = {{ value = …, unit = … }}."
                raise SeedError(file, f"{at}.{key}", f"{quoted(value)} is not a number with a unit.", fix)
        branch = _branch(body, f"{at}.", None, {"grade": "judgement", **why}, file)
        _check_price(branch, at, file)
        made[str(name)] = branch
    return made


def _check_price(branch: Mapping[str, Any], at: str, file: str) -> None:
    """Refuse a price that says no cost, a number in another unit, hours of a fee or without a tariff, and a tariff
    without hours."""
    branch = {key: value for key, value in branch.items() if isinstance(value, Belief) or key == "kind"}
    for key, unit in PRICED_UNITS.items():
        if key in branch and branch[key].generic_unit != unit:
            fix = f"Write unit = {example_of(unit)}."
            raise SeedError(file, f"{at}.{key}.unit", f"{branch[key].unit}: {key} is in {unit}.", fix)
    if not any(key in branch for key in COSTS):
        fix = f"Give {' or '.join(COSTS)}; a duty that costs nothing says so: one_off = {{ value = 0, … }}."
        raise SeedError(file, at, "it says no cost.", fix)
    hours = [key for key in ("hours", "hours_yearly") if key in branch and any(branch[key].dist.support)]
    if hours and branch.get("kind") == "fee":
        fix = 'Give its amount as one_off or yearly, or write kind = "work".'
        raise SeedError(file, f"{at}.{hours[0]}", "a fee is money that goes to the state, not hours.", fix)
    if hours and "tariff" not in branch:
        fix = 'Add tariff = { value = …, unit = "USD/hour", price_year = …, why = "…" }.'
        raise SeedError(file, f"{at}.{hours[0]}", "hours without a tariff have no price.", fix)
    for key in ("tariff", "overhead") if not hours else ():
        if key in branch:
            problem = "it is the price of an hour, and the duty takes no hours."
            fix = f'Leave {key} out, or add hours = {{ value = …, unit = "hour", why = "…" }}.'
            raise SeedError(file, f"{at}.{key}", problem, fix)


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
