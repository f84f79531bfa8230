"""A case: a belief for every input of a calculator, in one price base; `.but(...)` makes a relabelled variant.

Building a case converts each money belief explicitly (see `evidence.prices`); `trace` shows how.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any, Generic, Literal

import numpy as np

from mloss_econ.base.arrays import columns_of, numbers
from mloss_econ.base.frames import Column, Frame, Tabular, text
from mloss_econ.base.text import check_signs, round_to
from mloss_econ.base.units import PriceBase, show_unit
from mloss_econ.errors import InputError, nearest, quoted
from mloss_econ.evidence import Belief, Store, Table, default_store
from mloss_econ.kernel.adoption import DEFAULT_PRICES, Entry, adopt, check_support, entry_from, scenario_of
from mloss_econ.kernel.calculators import Calculator, I, O
from mloss_econ.kernel.declarations import specs_of
from mloss_econ.kernel.models import Model
from mloss_econ.kernel.trees import leaves, remade, replace_leaves
from mloss_econ.uncertainty import Dependence, Distribution, Lumps, dependence, distribution_from, is_frozen, point


@dataclass(frozen=True)
class Case(Tabular, Generic[I, O]):
    """A calculator with a belief for every input.

    Attributes: `label`; `prices`, the one price base; `entries`, by dotted path in declaration order; `point`, the
    Inputs at the adopted values; `scenario`; `store`, where the seeds came from; `dependence`, how inputs are
    correlated (None: independent).
    """

    calculator: Calculator[I, O]
    label: str
    prices: PriceBase
    entries: Mapping[str, Entry]
    point: I
    scenario: str | None
    store: Store
    dependence: Dependence | None = None

    def __post_init__(self) -> None:
        check_signs(self.label, "the label of a case", "")

    def __repr__(self) -> str:
        return f"<case '{self.label}' of {self.calculator.name}, {self.prices}>"

    def frame(self) -> Frame:
        """One row an input; `trace` adds where each comes from."""
        columns = (text("input"), text("unit"), *map(Column, ("value", "p5", "p95")), text("role"), text("grade"))
        rows = []
        for path, e in self.entries.items():
            low, high = (float(q) for q in e.dist.quantile(np.array([0.05, 0.95])))
            grade = e.belief.grade if e.belief else "judgement" if e.is_judgement else ""
            rows.append((path, show_unit(str(e.spec.unit), self.prices), e.value, low, high, str(e.spec.role), grade))
        return Frame(f"{self.calculator.name}, {self.label}, prices {self.prices}", columns, tuple(rows))

    def outputs(self) -> O:
        """The outputs at the adopted values."""
        return self.calculator(self.point)

    def entry(self, path: str) -> Entry:
        """The input at a dotted path. Raises InputError with the nearest right path."""
        if path not in self.entries:
            raise InputError(f"{self.calculator.name} has no input '{path}'. {nearest(path, self.entries)}")
        return self.entries[path]

    def check_of(self, calculator: Calculator[Any, Any]) -> None:
        """Raise InputError unless this is a case of `calculator`."""
        if self.calculator.name != calculator.name:
            raise InputError(
                f"the case '{self.label}' is of {self.calculator.name}, not of {calculator.name}. "
                "Give cases of one calculator."
            )
        if self.calculator.parts != calculator.parts:
            raise InputError(
                f"the case '{self.label}' is of another calculator that is called {calculator.name} too (redefined "
                "since, or with other parts). Make the case again."
            )

    def but(
        self,
        label: str,
        changes: Mapping[str, object] | None = None,
        /,
        *,
        prices: str | PriceBase | None = None,
        **named: object,
    ) -> Case[I, O]:
        """A variant under another label, with some inputs replaced; draws of the others stay the same.

        Values are numbers, distributions (also scipy's; the adopted point is then their median) or Beliefs. Money is
        in this case's price base unless `prices` says otherwise, and is then converted. A changed input keeps its
        random stream; `compare` with cases that do not share the change takes it for this option's own quantity.
        Raises InputError for an unknown path, an unchanged label, or values out of bounds.
        """
        if not label or label == self.label:
            raise InputError(f"a changed case needs a label of its own; this one is called '{self.label}' already.")
        source = PriceBase.parse(prices) if prices is not None else self.prices
        entries = dict(self.entries)
        for path, value in {**columns_of({} if changes is None else changes, "but"), **named}.items():
            entries[path] = changed(self.entry(path), value, label, source, self)
        return self.with_entries(entries, label)

    def correlated(
        self,
        label: str,
        pairs: Mapping[tuple[str, str], float],
        /,
        *,
        kind: Literal["rank", "normal"] = "rank",
        repair: bool = False,
    ) -> Case[I, O]:
        """A variant in which some uncertain inputs are correlated: `{("left", "right"): 0.6}`, by dotted path.

        The inputs are joined by a Gaussian copula; each keeps its own distribution. `kind` says what the numbers are:
        "rank" (Spearman's, of the inputs; equal values share their mean rank) or "normal" (Pearson's, of their normal
        scores). Pairs not named are independent; what was correlated before is replaced. The first input of a group, in
        declaration order, keeps its draws. Correlations that two distributions cannot have, or that cannot hold
        together, are refused, or with `repair` replaced by the nearest that can, and every run then says what was
        changed. Raises InputError for an unknown or certain input.
        """
        if not label or label == self.label:
            raise InputError(f"a changed case needs a label of its own; this one is called '{self.label}' already.")
        keyed: dict[tuple[str, str], float] = {}
        for asked, value in pairs.items():
            if not isinstance(asked, tuple) or len(asked) != 2:
                raise InputError(f'{asked!r} is not a pair of inputs. Write {{("one", "other"): 0.5}}.')
            a, b = asked
            for path in asked:
                if not self.entry(path).uncertain:
                    raise InputError(f"{path} is certain in '{self.label}': there is nothing to correlate.")
            pair = (self.entry(a).key, self.entry(b).key)
            if pair in keyed and keyed[pair] != value:
                raise InputError(
                    f"{a} and {b} rest on beliefs that are correlated twice, as {keyed[pair]} and {value}."
                )
            keyed[pair] = value
        order = list(dict.fromkeys(entry.key for entry in self.entries.values()))
        dists = _distributions(self.entries, {key for pair in keyed for key in pair} if kind == "rank" else set())
        tied = dependence(keyed, order=order, kind=kind, repair=repair, dists=dists)
        return replace(self, label=label, dependence=tied)

    def restructured(
        self, label: str, /, *, labels: Mapping[str, str] | None = None, tables: Mapping[str, Table] | None = None
    ) -> Case[I, O]:
        """A variant under another label with other names or tables in its structure: `tables={"sample": mine}`.

        Raises InputError for a name that is no label or table of the calculator, and for an unchanged label.
        """
        if not label or label == self.label:
            raise InputError(f"a changed case needs a label of its own; this one is called '{self.label}' already.")
        fields = {spec.name: getattr(self.point, spec.name) for spec in specs_of(self.point)}
        for kind, given in ((str, labels or {}), (Table, tables or {})):
            known = [name for name, value in fields.items() if isinstance(value, kind)]
            for name, value in given.items():
                what = "label" if kind is str else "table"
                if name not in known:
                    raise InputError(f"{self.calculator.name} has no {what} '{name}'. {nearest(name, known)}")
                if not isinstance(value, kind):
                    remedy = "Give a text." if kind is str else f'Give Table("{name}", ...) of it.'
                    raise InputError(f"{name} is a {what}, not {quoted(value)}. {remedy}")
                if isinstance(value, str):
                    check_signs(value, f"the label {name}", "")
                fields[name] = value
        return replace(self, label=label, point=remade(self.point, fields))

    def with_entries(self, entries: Mapping[str, Entry], label: str) -> Case[I, O]:
        """The case with these entries under another label. Rank correlations hold for their distributions too, or
        InputError says why they cannot."""
        tied = self.dependence
        if tied is not None and tied.asked:
            tied = tied.of(_distributions(entries, set(tied.names)))
        kept = {path for path, entry in entries.items() if entry is self.entries.get(path)}
        known = {path: value for path, value in leaves(self.point) if path in kept}  # was checked before
        new = replace_leaves(self.point, {path: known.get(path, entry.value) for path, entry in entries.items()})
        return replace(self, label=label, entries=dict(entries), point=new, dependence=tied)

    def upto(self, wanted: Calculator[Any, Any] | str) -> Case[Any, Any]:
        """The same case of that section of its model which makes one calculator's outputs, or one output, by name.

        It has the same draws and costs less where little of the model is asked. Raises InputError for a case of a
        calculator that is no model, and for a part or an output that the model has not.
        """
        if not isinstance(self.calculator, Model):
            raise InputError(
                f"{self.calculator.name} is no model, so it has no section. Take the case as it is; of a contrast, "
                "take the section first: contrast(case.upto(...))."
            )
        part = self.calculator.upto(wanted)
        if part is self.calculator:
            return self
        values = {spec.name: getattr(self.point, spec.name) for spec in part.Inputs.specs}
        entries = {path: entry for path, entry in self.entries.items() if path.split(".")[0] in values}
        keys = {entry.key for entry in entries.values()}
        tied = self.dependence if self.dependence is not None and keys & set(self.dependence.names) else None
        known = self.store.scenario(self.scenario).calculators if self.scenario is not None else ()
        scenario = self.scenario if any(one.name in known for one in part.parts) else None
        return Case(part, self.label, self.prices, entries, part.Inputs(**values), scenario, self.store, tied)

    def digest(self, *, digits: int | None = None) -> str:
        """A hash of everything that decides the numbers: calculator, price base, structure, values, distributions.

        With `digits` every number is first rounded to that many significant digits, so that two kinds of processor,
        which may differ in the last bits of a number, give the same hash.
        """
        structure = {
            path: value if isinstance(value, str) else _table_digest(value)
            for path, value in leaves(self.point, all_kinds=True)
            if path not in self.entries
        }
        content = {
            "calculator": self.calculator.name,
            "prices": str(self.prices),
            "structure": structure,
            "inputs": {p: [e.key, e.value, e.dist.to_dict()] for p, e in self.entries.items()},
        }
        if self.dependence is not None:
            content["dependence"] = self.dependence.to_dict()
        if digits is not None:
            content = _rounded(content, digits)
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:16]


def _distributions(entries: Mapping[str, Entry], keys: Collection[str]) -> dict[str, Distribution]:
    """The distribution of each belief by key, of those that are uncertain. Raises InputError where inputs that rest on
    one belief have probabilities at different places, for then one rank correlation cannot hold for both."""
    found: dict[str, tuple[str, Distribution]] = {}
    for path, entry in entries.items():
        if entry.key not in keys or not entry.uncertain:
            continue
        first, dist = found.setdefault(entry.key, (path, entry.dist))
        if dist != entry.dist and Lumps.of(dist) != Lumps.of(entry.dist):
            raise InputError(
                f"{first} and {path} rest on one belief and now have different distributions: a rank correlation "
                "cannot hold for both. Change both alike, or correlate with kind='normal'."
            )
    return {key: dist for key, (_, dist) in found.items()}


def _rounded(content: Any, digits: int) -> Any:
    if isinstance(content, dict):
        return {key: _rounded(value, digits) for key, value in content.items()}
    if isinstance(content, (list, tuple)):
        return [_rounded(value, digits) for value in content]
    return round_to(content, digits) if isinstance(content, float) else content


def _table_digest(table: Any) -> str:
    digest = hashlib.sha256(table.name.encode())
    for name, column in table.columns.items():
        digest.update(name.encode() + b"\0" + "\0".join(map(str, column.tolist())).encode())
    return digest.hexdigest()


def changed(entry: Entry, value: Any, label: str, source: PriceBase, case: Case[Any, Any]) -> Entry:
    """An entry with another value, in `source` prices if it is money, and set by `label`."""
    if isinstance(value, Belief):
        made = entry_from(entry.path, entry.spec, value, entry.key, case.prices, case.store)
        return replace(made, origin=label)
    factor, conversion = 1.0, None
    if entry.spec.unit and "money" in entry.spec.unit.split("/") and not source.is_of(case.prices):
        conversion = case.store.prices.convert(source, case.prices)
        factor = conversion.factor
    if isinstance(value, (Distribution, Mapping)) or is_frozen(value) or _is_pair(value):
        if entry.spec.role != "given":
            raise InputError(
                f"{entry.path} is a {entry.spec.role}: a choice or a definition, not a state of the world. "
                "Give it a number."
            )
        try:
            dist = distribution_from(value)
        except InputError as error:
            raise InputError(f"{entry.path}: {error}") from None
        dist = dist.scaled(factor) if factor != 1.0 else dist
        number = float(dist.quantile(0.5))
    else:
        array = numbers(value, entry.path, finite=True)
        if array.ndim:
            raise InputError(
                f"{entry.path} is not a number but an array of shape {array.shape}; a case takes one number or a "
                f"distribution. For each number use {case.calculator.__name__}.at(...); as data, empirical(values=...)."
            )
        number = float(array) * factor
        dist = point(value=number)
    check_support(entry.path, entry.spec, dist)
    return replace(entry, value=number, dist=dist, belief=None, conversion=conversion, origin=label)


def _is_pair(value: Any) -> bool:
    return isinstance(value, (tuple, list)) and len(value) == 2


# ---------------------------------------------------------------- the baseline


def baseline(
    calculator: Calculator[I, O],
    *,
    prices: str | PriceBase = DEFAULT_PRICES,
    scenario: str | None = None,
    labels: Mapping[str, str] | None = None,
    store: Store | None = None,
) -> Case[I, O]:
    """The case in which every input takes its adopted belief, money in `prices`.

    A calculator over a scenario (parties, duties) also needs the name of a `scenario`. `labels` replaces names that
    are part of the structure (`{"unit": "contributors"}`). Raises InputError if a belief, a label or the scenario is
    missing, UnitError if a unit differs.
    """
    store = store or default_store()
    base = PriceBase.parse(prices)
    scenario = scenario_of(calculator, scenario, store)
    try:
        point_of, entries = adopt(calculator, prices=base, scenario=scenario, labels=labels, store=store)
    except InputError as error:
        where = store.record_in(scenario, str(error)) if scenario and type(error) is InputError else ""
        if not where:
            raise
        raise InputError(f"{where}{error}") from None
    return Case(calculator, "baseline", base, entries, point_of, scenario, store)
