"""A reader's own assumptions: one TOML file that replaces some beliefs, and may set how the report is made.

    title = "Smaller budgets"
    proposal = "licensing"       # the one under review; `comparator` is the one it is compared with
    viewpoint = "world"          # whose net benefit counts: world, open projects, us, eu or uk
    baseline_date = 2026-11-30   # what is in force by then is part of the status quo
    prices = "USD 2025"
    index = "cpi"                # or "deflator": one kind of price index for all currencies
    profile = "greenbook-2026"   # whose appraisal rules the last form follows
    optimism_bias = 0.2          # of a Green Book profile alone: the uplift of costs, a share from 0 to 2
    present_value_year = 2027    # of a Green Book profile alone: the year that present values are discounted to
    naics = "541511"             # of a Circular A-4 profile alone: the industry whose size standard says who is small
    n = 16384
    seed = 7
    beliefs_of = "development_rules_critics"   # one side's set of beliefs, under your own
    seeds = "my_seeds"           # a folder of further seeds, next to this file; or a list of folders

    [beliefs."projects.median_budget"]
    value = 20_000
    dist = { kind = "between", low = 5_000, high = 80_000 }
    unit = "USD/year"
    price_year = 2022
    why = "our survey of 2026"

A `value` alone holds the belief at it, without a range; a `dist` alone moves the value to its median. Unit and price
year stay unless given with a number; the grade becomes judgement unless the file says otherwise. On the command line
`--set projects.median_budget=20_000` is `value = 20_000` alone.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from mloss_econ.base.text import check_signs
from mloss_econ.base.textfiles import LARGEST_TOML, check_data, is_folder, number_hint, read_text, toml_of
from mloss_econ.base.tomllines import line_of
from mloss_econ.base.units import INDEX_KINDS, IndexKind, PriceBase
from mloss_econ.compliance import MOST_BIAS, profile, size_standard
from mloss_econ.engine import check_n, check_seed
from mloss_econ.errors import InputError, SeedError, nearest, quoted
from mloss_econ.evidence import PriceBaseError, Store, default_store
from mloss_econ.kernel import DEFAULT_PRICES
from mloss_econ.regimes import PROJECTS, SCENARIO, STATUS_QUO, WORLD, form_kind
from mloss_econ.report.faults import MOST, Fault, FaultsError, faults_of_belief

DEFAULT_N = 2**14
DEFAULT_SEED = 20221231
DEFAULT_PROFILE = "a4-2003"
DEFAULT_PROPOSAL = "eu_ai_act_highrisk"
DEFAULT_COMPARATOR = "eu_ai_act_requirements"
NOBODY = ""
COMMAND = "the command line"
YEARS = (1900, 2100)  # judgement: a present-value year outside is a slip of the pen


@dataclass(frozen=True)
class Assumptions:
    """What a report is computed from: the store with the reader's beliefs in it, and how the report is made.

    `changed` names the beliefs that are now others; `patch` holds what was said of each that was named; `beliefs_of` is
    the belief set under them ("": the adopted ones); `file` is empty where no file was read; `adopted` is the store
    without any of this; `seeds` names the further folders of seeds in it. `optimism_bias` and `present_value_year` are
    of a Green Book profile, `naics` of a Circular A-4 one; None where nobody chose one.
    """

    title: str
    store: Store
    prices: PriceBase
    n: int
    seed: int
    changed: tuple[str, ...]
    file: str
    proposal: str = DEFAULT_PROPOSAL
    comparator: str = DEFAULT_COMPARATOR
    profile: str = DEFAULT_PROFILE
    beliefs_of: str = NOBODY
    viewpoint: str = WORLD
    baseline_date: datetime.date | None = None
    patch: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    adopted: Store = field(default_factory=default_store)
    seeds: tuple[str, ...] = ()
    optimism_bias: float | None = None
    present_value_year: int | None = None
    naics: str | None = None

    def __post_init__(self) -> None:
        check_signs(self.title, "the title")

    @property
    def day(self) -> datetime.date:
        """The baseline date: that of the status quo, where none is given."""
        return self.baseline_date or self.store.proposal(STATUS_QUO).date

    @property
    def content(self) -> dict[str, Any]:
        """Everything that `from_content` needs to make the same assumptions again, as plain data."""
        seeds = {"seeds": list(self.seeds)} if self.seeds else {}
        chosen = {key: getattr(self, key) for key in OF_FORM if getattr(self, key) is not None}
        return {
            **seeds,
            **chosen,
            "title": self.title,
            "proposal": self.proposal,
            "comparator": self.comparator,
            "prices": str(self.prices),
            "profile": self.profile,
            "n": self.n,
            "seed": self.seed,
            "beliefs_of": self.beliefs_of,
            "viewpoint": self.viewpoint,
            "baseline_date": self.day.isoformat(),
            "beliefs": {name: dict(keys) for name, keys in self.patch.items()},
        }


CHECKS: Mapping[str, Callable[[Any, Store], Any]] = {
    "title": lambda v, store: _text(v),
    "proposal": lambda v, store: _known("proposal", v, store.proposals),
    "comparator": lambda v, store: _known("proposal", v, store.proposals),
    "prices": lambda v, store: PriceBase.parse(v),
    "index": lambda v, store: _index(v),
    "profile": lambda v, store: profile(_text(v), store=store).name,
    "n": lambda v, store: check_n(v, 100),
    "seed": lambda v, store: check_seed(v),
    "beliefs_of": lambda v, store: v if v == NOBODY else _known("belief set", v, store.belief_sets),
    "viewpoint": lambda v, store: _viewpoint(v, store),
    "baseline_date": lambda v, store: _day(v),
    "optimism_bias": lambda v, store: _bias(v),
    "present_value_year": lambda v, store: _year(v),
    "naics": lambda v, store: size_standard(_text(v), store).naics,
}
KEYS = (*CHECKS, "seeds", "beliefs")
OF_FORM = {"optimism_bias": "summary", "present_value_year": "summary", "naics": "statement"}  # keys of one form alone
FORMS = {"summary": "the appraisal summary of the Green Book", "statement": "the accounting statement of Circular A-4"}
FLAGS = {  # options that are not named after their key
    "n": "-n",
    "beliefs_of": "--beliefs",
    "baseline_date": "--baseline-date",
    "optimism_bias": "--optimism-bias",
    "present_value_year": "--present-value-year",
}


def read_assumptions(
    path: str | Path | None = None, *, store: Store | None = None, options: Mapping[str, Any] | None = None
) -> Assumptions:
    """Read and check an assumptions file; None gives the adopted beliefs. `options` overrule its keys; of `beliefs`
    a number replaces all that the file says of one, and a reason or a grade alone goes with the file's number.

    Raises FaultsError that holds every fault, each with the file, the line, the path, the problem and the fix.
    """
    file = "" if path is None else str(path)
    text = "" if path is None else read_text(Path(path), largest=LARGEST_TOML)
    data = toml_of(text, file)
    try:
        whole = _with_seeds(_seeds_named(data), store or default_store(), Path(file).parent)
    except InputError as error:
        raise FaultsError([Fault(file, line_of(text, ("seeds",)), "seeds", str(error))]) from None
    made = _made(data, options or {}, whole, file, text)
    return replace(made, seeds=tuple(folder.as_posix() for folder in whole.folders))


def from_content(content: Mapping[str, Any], *, store: Store | None = None, file: str = "") -> Assumptions:
    """The assumptions of a record (see `Assumptions.content`). The folders of seeds that it names are read from where
    the command is run, unless `store` has further folders already: these then stand for them."""
    check_data(content, file or "the record")
    store = store or default_store()
    try:
        names = _seeds_named(content)
        whole = store if store.folders else _with_seeds(names, store, Path())
    except InputError as error:
        raise InputError(f"seeds: {error} If they stand elsewhere now, give the folder with --seeds.") from None
    return replace(_made(content, {}, whole, file, ""), seeds=names)


def parse_set(pairs: Sequence[str]) -> dict[str, dict[str, Any]]:
    """The beliefs of `--set path=value`: a number holds the belief at it, a table (TOML) replaces what it names.

    Raises InputError for what is neither.
    """
    made: dict[str, dict[str, Any]] = {}
    for pair in pairs:
        path, equals, value = pair.partition("=")
        path = path.strip()
        check_signs(pair, f"--set {pair}")
        if path in made:
            raise InputError(f"--set {path} is given twice. Leave one out.")
        try:
            read = toml_of(f"value = {value}", "--set")
            found = read["value"]
            ended = "\n" not in value.strip() or (isinstance(found, dict) and value.rstrip().endswith("}"))
            if not equals or not path or len(read) > 1 or not ended:  # a second line: another key, or a remark
                raise ValueError
        except ValueError:
            fix = number_hint(f"= {value}") or (
                "write a belief and a number, such as --set projects.median_budget=20_000, or a table, such as --set "
                "'projects.median_budget={value = 2e4, dist = {kind = \"between\", low = 5e3, high = 8e4}}'."
            )
            raise InputError(f"--set {pair}: {fix}") from None
        if isinstance(found, dict):
            made[path] = found
        elif isinstance(found, (int, float)) and not isinstance(found, bool):
            made[path] = {"value": found, "why": f"--set {pair}"}
        else:
            fix = "Write it without quotes." if isinstance(found, str) else "Give one, or a table."
            raise InputError(f"--set {pair}: {quoted(found)} is not a number. {fix}")
    return made


def _seeds_named(data: Mapping[str, Any]) -> tuple[str, ...]:
    """The folders of further seeds that a file or a record names. Raises InputError for what is no name."""
    given = data.get("seeds", [])
    names = tuple(map(_text, given if isinstance(given, list) else [given]))
    if not all(names):
        raise InputError("names no folder. Leave it out, or write the name of a folder of seeds.")
    return names


def _with_seeds(names: Sequence[str], store: Store, place: Path) -> Store:
    """The store with further folders, by their names as seen from `place`: they are read, and nothing in them is run.
    Raises InputError for what is no folder of seeds."""
    folders = [place / name for name in names]
    for folder in folders:
        if not is_folder(folder):
            raise InputError(f"there is no folder {folder}. Write its name as seen from {place.as_posix()}/.")
    return store.and_folders(*folders)


def _made(data: Mapping[str, Any], options: Mapping[str, Any], store: Store, file: str, text: str) -> Assumptions:
    faults: list[Fault] = []

    def fault(path: tuple[str, ...], problem: str, fix: str = "") -> None:
        faults.append(Fault(file, line_of(text, path), ".".join(path), problem, fix))

    unknown = [key for key in data if key not in KEYS]
    for key in unknown[: MOST + 1]:
        fault((key,), "unknown key.", nearest(key, KEYS))
    found: dict[str, Any] = {}
    for key, check in CHECKS.items():
        given = options.get(key, data.get(key))
        if given is not None:
            try:
                found[key] = check(given, store)
            except InputError as error:
                if key in options:
                    raise InputError(f"{FLAGS.get(key, f'--{key}')}: {error}") from None
                fault((key,), str(error))
    for key, problem, fix in _of_another_form(found, options, data, store):
        if key in options:
            raise InputError(f"{FLAGS.get(key, f'--{key}')}: {problem} {fix}")
        fault((key,), problem, fix)
    prices = PriceBase.parse(DEFAULT_PRICES)
    try:
        prices = _base(found, options)
        if not faults and found.keys() & {"prices", "index"}:
            _check_reach(prices, store)
    except InputError as error:
        named = [key for key in ("index", "prices") if key in found]
        given = [key for key in named if key in options]
        if given:
            raise InputError(f"{FLAGS.get(given[-1], f'--{given[-1]}')}: {error}") from None
        fault((named[-1],), str(error))
    own = data.get("beliefs", {})
    if not isinstance(own, Mapping) or not all(isinstance(b, Mapping) for b in own.values()):
        fault(("beliefs",), "is not a table of beliefs.", 'Write [beliefs."projects.median_budget"].')
        own = {}
    under = store.under(found["beliefs_of"]) if found.get("beliefs_of") else store
    for name, keys in () if _fit(under, own) else own.items():
        if len(faults) > MOST:
            break
        for path, problem, fix in faults_of_belief(under, name, keys):
            fault(("beliefs", name, *path), problem, fix)
    if faults:
        raise FaultsError(sorted(faults, key=lambda f: (f.line, f.path)))
    option: Mapping[str, Mapping[str, Any]] = options.get("beliefs", {})
    overruled = {name for name, keys in option.items() if "value" in keys or "dist" in keys}
    kept = {name: keys for name, keys in own.items() if name not in overruled}
    patch = {**own, **{name: {**kept.get(name, {}), **keys} for name, keys in option.items()}}
    try:
        changed = under.changed(kept, file or COMMAND).changed(option, COMMAND)
    except SeedError as error:
        raise InputError(f"{error.path.removeprefix('beliefs.')}: {error.problem} {error.fix}".rstrip()) from None
    if file:  # a record is read without its file, and has to make the same beliefs
        patch = {name: {"why": changed.belief(name).why, **keys} for name, keys in patch.items()}
    for name, problem in _out_of_reach(changed, patch, prices):
        if name in option and ("unit" in option[name] or "price_year" in option[name]):
            raise InputError(f"{COMMAND}: {name}: {problem}")
        fault(("beliefs", name), problem)
    if faults:
        raise FaultsError(sorted(faults, key=lambda f: (f.line, f.path)))
    proposal = found.get("proposal", DEFAULT_PROPOSAL)
    return Assumptions(
        found.get("title", _title(file, found.get("beliefs_of", NOBODY), bool(patch), store)),
        changed,
        prices,
        found.get("n", DEFAULT_N),
        found.get("seed", DEFAULT_SEED),
        tuple(name for name in patch if changed.belief(name) != under.belief(name)),
        file,
        proposal,
        found.get("comparator", DEFAULT_COMPARATOR if proposal != DEFAULT_COMPARATOR else DEFAULT_PROPOSAL),
        found.get("profile", DEFAULT_PROFILE),
        found.get("beliefs_of", NOBODY),
        found.get("viewpoint", WORLD),
        found.get("baseline_date"),
        patch,
        store,
        optimism_bias=found.get("optimism_bias"),
        present_value_year=found.get("present_value_year"),
        naics=found.get("naics"),
    )


def _of_another_form(
    found: Mapping[str, Any], options: Mapping[str, Any], data: Mapping[str, Any], store: Store
) -> Iterator[tuple[str, str, str]]:
    """The keys of one kind of form that are given with the profile of another, and what to do."""
    wrong = "profile" not in found and options.get("profile", data.get("profile")) is not None  # has its own message
    chosen = found.get("profile", DEFAULT_PROFILE)
    if wrong:
        return
    where = "--profile" if "profile" in options else "profile" if "profile" in found else "profile, not given,"
    for key, kind in OF_FORM.items():
        if key in found and form_kind(chosen) != kind:
            fitting = " or ".join(f'"{name}"' for name in profiles_of(store) if form_kind(name) == kind)
            problem = f"only {FORMS[kind]} has it, and {where} is {chosen}."
            yield key, problem, f"Leave it out, or write profile = {fitting} (--profile)."


def profiles_of(store: Store) -> tuple[str, ...]:
    """The appraisal profiles of the tables, by name."""
    return tuple(str(name) for name in store.table("appraisal_profiles")["profile"])


def _fit(store: Store, beliefs: Mapping[str, Mapping[str, Any]]) -> bool:
    """Whether no belief has a fault: one look at all of them, where finding the faults takes one at each."""
    try:
        store.changed(beliefs)
    except InputError:
        return False
    return True


def _out_of_reach(store: Store, names: Iterable[str], prices: PriceBase) -> Iterator[tuple[str, str]]:
    """The beliefs in a currency that the tables cannot bring into a price base, and what they lack. A price year of a
    belief that they do not reach is found with the case, as a number outside its bounds is."""
    for name in names:
        belief = store.belief(name)
        try:
            if belief.prices is not None:
                store.prices.reach(belief.prices, prices)
        except PriceBaseError as error:
            yield name, str(error)


def _title(file: str, beliefs_of: str, changed: bool, store: Store) -> str:
    if file:
        return Path(file).stem
    if beliefs_of:
        title = store.belief_set(beliefs_of).title
        return f"{title[:1].lower()}{title[1:]}"
    return "adopted beliefs, some changed" if changed else "adopted beliefs"


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise InputError(f"{quoted(value)} is not text. Put it in quotes.")
    return check_signs(value, "the text")


def _base(found: Mapping[str, Any], options: Mapping[str, Any]) -> PriceBase:
    """The price base with the kind of index: the two keys of one place have to agree; an option overrules a file."""
    prices: PriceBase = found.get("prices", PriceBase.parse(DEFAULT_PRICES))
    kind: IndexKind = found.get("index", prices.index)
    if prices.index in ("adopted", kind) or ("index" in options and "prices" not in options):
        return replace(prices, index=kind)
    if "prices" in options and "index" not in options:
        return prices
    raise InputError(f"prices are {prices}, and index is '{kind}'. Leave one kind of index out.")


def _check_reach(prices: PriceBase, store: Store) -> None:
    """Raise InputError for a price base that the tables do not reach, or not by its kind of index."""
    bases = {belief.prices for belief in store.beliefs.values() if belief.prices}
    kept = bases if prices.index != "adopted" else set()
    store.prices.check(prices, {base.currency for base in bases}, kept)


def _index(value: Any) -> IndexKind:
    for kind in INDEX_KINDS:
        if value == kind:
            return kind
    raise InputError(f"{quoted(value)} is no kind of price index. Write {', '.join(INDEX_KINDS)}.")


def viewpoints_of(store: Store) -> tuple[str, ...]:
    """The viewpoints that a net benefit can be taken from: the world, open projects, each region of the scenario."""
    return (WORLD, PROJECTS, *store.scenario(SCENARIO).tree["regions"])


def _viewpoint(value: Any, store: Store) -> str:
    name, known = _text(value).strip().lower(), viewpoints_of(store)
    if name not in known:
        raise InputError(f"there is no viewpoint '{value}'. {nearest(name, known)}")
    return name


def _day(value: Any) -> datetime.date:
    """A date, as TOML has it or as text."""
    try:
        plain = isinstance(value, datetime.date) and not isinstance(value, datetime.datetime)
        found: datetime.date = value if plain else datetime.date.fromisoformat(_text(value))
    except ValueError:
        raise InputError(f"'{value}' is not a date. Write year-month-day, for example 2026-08-02.") from None
    if not YEARS[0] <= found.year <= YEARS[1]:
        raise InputError(f"{found} is not from {YEARS[0]} to {YEARS[1]}. Write year-month-day, for example 2026-08-02.")
    return found


def _bias(value: Any) -> float:
    """An uplift of costs, a share."""
    fix = f"Write a share from 0 to {MOST_BIAS:g}: an uplift of 20 % is 0.2."
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise InputError(f"{quoted(value)} is not a number. {fix}")
    if not (math.isfinite(value) and 0 <= value <= MOST_BIAS):
        raise InputError(f"{quoted(value)} is no uplift of costs. {fix}")
    return float(value)


def _year(value: Any) -> int:
    """A year that present values are discounted to."""
    low, high = YEARS
    fix = f"Write a whole year from {low} to {high}, such as 2027."
    if isinstance(value, bool) or not isinstance(value, int):
        raise InputError(f"{quoted(value)} is not a whole number. {fix}")
    if not low <= value <= high:
        raise InputError(f"{quoted(value)} is not a year that amounts are discounted to. {fix}")
    return value


def _known(kind: str, value: Any, known: Mapping[str, Any]) -> str:
    if not isinstance(value, str) or value not in known:
        raise InputError(f"there is no {kind} '{value}'. {nearest(str(value), known)}")
    return value
