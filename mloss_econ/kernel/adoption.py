"""Give every input of a calculator its adopted belief, money converted into one price base.

What comes out is the point (the Inputs at the adopted values) and an entry for each number in it: value, distribution,
random stream, provenance.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from mloss_econ.base.units import PriceBase
from mloss_econ.errors import InputError, SeedError, UnitError, nearest
from mloss_econ.evidence import Belief, Conversion, PriceBaseError, Store
from mloss_econ.kernel.declarations import FieldSpec, field_specs
from mloss_econ.kernel.trees import leaves
from mloss_econ.uncertainty import Distribution, point

DEFAULT_PRICES = "USD 2025"  # the latest complete year with both kinds of index; what is published keeps its own


@dataclass(frozen=True)
class Entry:
    """One input of a case. `key` names its random stream; `value` and `dist` are in the case's price base.

    `origin` says who set it: "" for the adopted belief, a clause for a lever set by a proposal, a label for `.but`.
    """

    path: str
    key: str
    spec: FieldSpec
    value: float
    dist: Distribution
    belief: Belief | None = None
    conversion: Conversion | None = None
    origin: str = ""

    @property
    def uncertain(self) -> bool:
        """Whether the input varies over draws."""
        low, high = self.dist.support
        return low < high

    @property
    def is_judgement(self) -> bool:
        """Whether the input is expert judgement: so graded, or set by hand without a source."""
        return self.belief.grade == "judgement" if self.belief else self.spec.role == "given"


class Adopting(Protocol):
    """What has inputs that take beliefs: a calculator, or a model of several."""

    @property
    def name(self) -> str: ...
    @property
    def Inputs(self) -> Any: ...  # noqa: N802  # as a calculator calls it
    @property
    def parts(self) -> Sequence[Any]: ...
    @property
    def scenario(self) -> str | None: ...


def adopt(
    calculator: Adopting,
    *,
    prices: PriceBase,
    scenario: str | None,
    labels: Mapping[str, str] | None,
    store: Store,
    linked: Mapping[str, Any] | None = None,
) -> tuple[Any, dict[str, Entry]]:
    """The point and the entries, by dotted path in declaration order, for the inputs of a calculator.

    `linked` has the values of inputs that other calculators make; they get no entry. Raises InputError if a belief, a
    label, the scenario or such a value is missing, SeedError if a seed does not fit its input.
    """
    name, parts = calculator.name, {part.name for part in calculator.parts}
    scenario = scenario_of(calculator, scenario, store)
    tree = store.scenario(scenario).tree if scenario is not None else {}
    entries: dict[str, Entry] = {}
    wanted = dict(labels or {})
    _check_linked(calculator, linked or {})
    shared = scenario is not None and bool(set(store.scenario(scenario).calculators) - parts)
    adopter = _Adopter(name, parts, prices, scenario, store, entries, wanted, linked or {}, shared)
    point_of = adopter.record(calculator.Inputs, tree, "")
    if wanted:
        known = [path for path, value in leaves(point_of, all_kinds=True) if isinstance(value, str)]
        raise InputError(f"{name} has no label '{next(iter(wanted))}'. {nearest(next(iter(wanted)), known)}")
    return point_of, entries


def scenario_of(calculator: Adopting, scenario: str | None, store: Store) -> str | None:
    """The scenario that is asked for, or else the calculator's own, where it gives one of its parts its numbers.

    Raises InputError for one that is asked for and gives none.
    """
    parts, own = {part.name for part in calculator.parts}, calculator.scenario
    if scenario is None:
        return own if own is not None and parts & set(store.scenario(own).calculators) else None
    found = store.scenario(scenario)
    if not parts & set(found.calculators):
        raise InputError(f"scenario '{scenario}' is for {', '.join(found.calculators)}, not for {calculator.name}.")
    return scenario


def _check_linked(calculator: Adopting, given: Mapping[str, Any]) -> None:
    """Raise InputError for inputs that other calculators make and nobody gives."""
    missing = [s.name for s in field_specs(calculator.Inputs) if s.role == "linked" and s.name not in given]
    if missing:
        short = calculator.name.rsplit(".", 1)[-1]
        them = "them" if len(missing) > 1 else "it"
        raise InputError(
            f"{calculator.name} takes {', '.join(missing)} from other calculators, and has no belief for {them}. Give "
            f"numbers of your own, {short}.at({missing[0]}=..., ...), or join {short} with what makes {them}: "
            f"model(..., {short}), or regimes.world.upto({short}) for a section of the world."
        )


def check_support(path: str, spec: FieldSpec, dist: Distribution) -> None:
    """Raise InputError for what lies outside the bounds of its input, and for an uncertain lever or definition."""
    low, high = dist.support
    span = f"{spec.low:g} to {spec.high:g} ({spec.unit})"
    if low < high and spec.role != "given":
        what = "a lever: a choice" if spec.role == "lever" else "fixed: a definition"
        raise InputError(f"{path} is {what}, not a state of the world. Give it a number.")
    if spec.positive and high <= 0:
        raise InputError(f"{path}: has to be above 0 ({spec.unit}). {spec.advice}".rstrip())
    if spec.low <= low and high <= spec.high:
        if spec.positive and low <= 0 and dist.mass(-np.inf, 0.0) > 0:
            said = f"has to be above 0 ({spec.unit}); its distribution gives 0 a probability"
            raise InputError(f"{path}: {said}. Take 0 out of it. {spec.advice}".rstrip())
        return
    if low == high:
        raise InputError(f"{path}: {low:g} is outside the bounds {span}. {spec.advice}".rstrip())
    ends = [
        f"{name} = {end:g}"
        for name, end in (("truncate_low", spec.low), ("truncate_high", spec.high))
        if abs(end) < np.inf
    ]
    raise InputError(
        f"{path}: its distribution reaches from {low:g} to {high:g}, its bounds are {span}. "
        f"Truncate it: {', '.join(ends)}. {spec.advice}".rstrip()
    )


def entry_from(
    path: str, spec: FieldSpec, belief: Belief, key: str, prices: PriceBase, store: Store, file: str = ""
) -> Entry:
    """The entry of an input that takes a belief, converted into one price base.

    Raises SeedError if the belief does not fit and was read from `file`, else UnitError or InputError; PriceBaseError
    if nothing can be converted into `prices`.
    """
    value, dist, conversion = belief.value, belief.dist, None
    try:
        if belief.generic_unit != spec.unit:
            raise UnitError(f"its unit is {belief.unit}, but {path} is in {spec.unit}. Correct the belief.")
        if belief.prices is not None and not belief.prices.is_of(prices):
            conversion = store.prices.convert(belief.prices, prices)
            value, dist = value * conversion.factor, dist.scaled(conversion.factor)
        check_support(path, spec, dist)
    except PriceBaseError:
        raise
    except InputError as error:
        if not file:
            raise
        raise SeedError(store.where(key) or file, store.within(key), str(error)) from None
    return Entry(path, key, spec, value, dist, belief, conversion)


@dataclass
class _Adopter:
    """Builds the point and collects the entries, in declaration order."""

    calculator: str
    parts: Collection[str]
    prices: PriceBase
    scenario: str | None
    store: Store
    entries: dict[str, Entry]
    labels: dict[str, str]
    linked: Mapping[str, Any]
    shared: bool  # the scenario is for other calculators too, whose inputs stand beside those of this one

    def record(self, record: type[Any], tree: Mapping[str, Any], at: str) -> Any:
        specs = field_specs(record)
        for key in tree if at or not self.shared else ():
            if key not in [s.name for s in specs]:
                raise InputError(
                    f"scenario '{self.scenario}': {at}{key} is not an input of {self.calculator}. "
                    f"{nearest(key, [s.name for s in specs])}"
                )
        return record(**{spec.name: self.field(spec, tree.get(spec.name), f"{at}{spec.name}") for spec in specs})

    def field(self, spec: FieldSpec, given: Any, path: str) -> Any:
        if spec.role == "linked":
            return self.linked[path]
        if spec.kind == "table":
            return self.store.table(str(spec.source))
        if spec.kind == "label":
            given = self.labels.pop(path, given)
            if given is None and spec.source is None:
                raise self._missing(path)
            return given if given is not None else spec.source
        if spec.kind == "quantity":
            return self.number(spec, given, path)
        if given is not None and not isinstance(given, Mapping):
            raise InputError(f"scenario '{self.scenario}': {path} must be a table of names, not {given!r}.")
        if given is None and self.scenario is None:
            raise self._missing(path)
        if spec.kind == "named":
            return {name: self.number(spec, value, f"{path}.{name}") for name, value in (given or {}).items()}
        for name, value in (given or {}).items():
            if not isinstance(value, Mapping):
                raise InputError(
                    f"scenario '{self.scenario}': {path}.{name} must be a table of its inputs, not {value!r}."
                )
        assert spec.record is not None  # the field is a mapping to records
        return {name: self.record(spec.record, value, f"{path}.{name}.") for name, value in (given or {}).items()}

    def number(self, spec: FieldSpec, given: Any, path: str) -> float:
        if isinstance(given, Belief):
            entry = self.believed(path, spec, given, f"{self.scenario}.{path}")
        elif given is not None:
            raise InputError(f"scenario '{self.scenario}': {path} must be a number with a unit, not {given!r}.")
        elif isinstance(spec.source, str):
            entry = self.believed(path, spec, self.adopted(path, spec.source), spec.source)
        elif spec.source is not None:
            value = float(spec.source)
            entry = Entry(path, f"{self.calculator}.{path}", spec, value, point(value=value))
        else:
            raise self._missing(path)
        self.entries[path] = entry
        return entry.value

    def adopted(self, path: str, name: str) -> Belief:
        if name not in self.store.beliefs:
            raise InputError(
                f"{self.calculator}: there is no belief '{name}' for {path}. {nearest(name, self.store.beliefs)} "
                "For one of your own give its store: baseline(..., store=Store.load(default_store().root, 'my_seeds'))."
            )
        return self.store.belief(name)

    def believed(self, path: str, spec: FieldSpec, belief: Belief, key: str) -> Entry:
        return entry_from(path, spec, belief, key, self.prices, self.store, self.store.file_of.get(key, ""))

    def _missing(self, path: str) -> InputError:
        known = [n for n, s in self.store.scenarios.items() if set(s.calculators) & set(self.parts)]
        if self.scenario is None:
            return InputError(f"{self.calculator} needs a scenario for '{path}': {', '.join(known) or 'none exists'}.")
        return InputError(f"scenario '{self.scenario}' does not give '{path}'. Add it to its file.")
