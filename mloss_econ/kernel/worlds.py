"""One world under several proposals: cases that differ in their levers alone, in one evaluation, and what one changes.

    contrast(licensed, today)          every output of the first less that of the second, on common random numbers
    contrasts([licensed, permitted])   the same of several cases, of one calculator
    side_by_side({"a": one, "b": two}) the outputs of both, as `a.net_world` and `b.net_world`

States of the world and definitions are common to all, so each of them is one variable. The levers of the first case
keep their paths; those of each other case stand under its name, `against.in_scope`: side by side where they differ, in
a contrast all of them, so that a lever that is varied is varied in the first world alone. What comes out is a case like
any other: it can be simulated, its inputs ranked, a break-even value looked for, a claim tested.

A proposal may remove laws that are in force. These are part of the status quo, each world is set against the same one,
and what repeals bring is added:

    contrast = (proposal - status quo) + sum over removed laws of (status quo - law), draw by draw
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any, NoReturn

import numpy as np

from mloss_econ.base.ties import ahead_by
from mloss_econ.errors import InputError, UnitError
from mloss_econ.evidence import STATUS_QUO
from mloss_econ.kernel.adoption import Entry
from mloss_econ.kernel.calculators import Calculator
from mloss_econ.kernel.case import Case, baseline
from mloss_econ.kernel.declarations import FieldSpec, field_specs, specs_of
from mloss_econ.kernel.joined import Joined, Shape
from mloss_econ.kernel.quantities import Category
from mloss_econ.kernel.trees import leaf_specs, leaves, with_leaves

AGAINST = "against"
REMOVED = "removed_"  # before the name of a law, in whose world a contrast has levers too
Lever = tuple[str, FieldSpec]
Pairs = tuple[tuple[int, int], ...]  # of numbers of worlds: the first less the second
ONE_PAIR: Pairs = ((0, 1),)


class Worlds(Calculator[Any, Any]):
    """A calculator evaluated once for each of several names, whose levers may differ; made by `side_by_side`.

    Attributes: `of`, the calculator; `names`, the first with the levers at their own paths; `levers`, by path, those
    that each of the others has for itself; `pairs`, of a contrast, the differences that it is the sum of.
    """

    def __init__(
        self, of: Calculator[Any, Any], names: tuple[str, ...], levers: tuple[Lever, ...], pairs: Pairs = ONE_PAIR
    ) -> None:
        self.of, self.names, self.levers, self.pairs = of, names, levers, pairs
        own = [_under(f"{n}.{path}", s) for n in names[1:] for path, s in levers]
        made: Any = Shape("WorldsInputs", (*field_specs(of.Inputs), *own), self)
        self._makes = Shape("WorldsOutputs", self._outputs(), self)
        gives: Any = self._makes
        super().__init__(self._evaluated, made, gives, self._title(), of.doc)
        self.scenario = of.scenario

    @property
    def parts(self) -> tuple[Calculator[Any, Any], ...]:
        """The calculators that the one is joined of."""
        return self.of.parts

    def _title(self) -> str:
        return f"{self.of.name} under {', '.join(self.names)}"

    def _outputs(self) -> tuple[FieldSpec, ...]:
        return tuple(
            FieldSpec(n, "record", None, None, None, -np.inf, np.inf, self.of.doc, self.of.Outputs) for n in self.names
        )

    def _evaluated(self, x: Any) -> Joined:
        return Joined(self._makes, dict(zip(self.names, self.each(x), strict=True)))

    def each(self, x: Any) -> list[Any]:
        """The outputs of every world at inputs x, in the order of the names."""
        return [self.of.function(mine) for mine in self.inputs_of_each(x)]

    def inputs_of_each(self, x: Any) -> list[Any]:
        """The inputs of every world, in the order of the names."""
        first = self.first(x)
        own = ({path: getattr(x, f"{name}.{path}") for path, _ in self.levers} for name in self.names[1:])
        return [first, *(with_leaves(first, theirs) for theirs in own)]

    def at(self, changes: Any = None, /, **values: Any) -> NoReturn:
        """Refused with InputError: the adopted levers are those of the status quo, not of the cases it was made of."""
        raise InputError(
            f"{self.name} has no point of its own, for its levers are those of the cases it was made of. Change a "
            'case: .but("a name", ...).outputs(), or one_way(...) for many numbers.'
        )

    def first(self, x: Any) -> Any:
        """The inputs of the first world."""
        fields = {spec.name: getattr(x, spec.name) for spec in field_specs(self.of.Inputs)}
        return self.of.Inputs.model_construct(**fields)

    def __reduce__(self) -> tuple[Any, ...]:
        return _made, (type(self), self.of, self.names, self.levers, self.pairs)


class Contrast(Worlds):
    """What one world has more than another, output by output, and 0 where they differ by rounding alone; categories are
    left out. Made by `contrast`."""

    def _title(self) -> str:
        return f"{self.of.name}, contrast"

    def _outputs(self) -> tuple[FieldSpec, ...]:
        specs = field_specs(self.of.Outputs)
        return tuple(replace(s, low=-np.inf, high=np.inf) for s in specs if s.kind in ("quantity", "named"))

    def _evaluated(self, x: Any) -> Joined:
        worlds = self.each(x)
        names = [spec.name for spec in self._makes.specs]
        return Joined(self._makes, {n: summed([getattr(one, n) for one in worlds], self.pairs) for n in names})


def world_of(calculator: Calculator[Any, Any], path: str) -> tuple[str, ...]:
    """The world that an input is of, as its name on each level of cases side by side, the outermost first: "" for the
    first world; () where the calculator has one world only."""
    found: tuple[str, ...] = ()
    while isinstance(calculator, Worlds):
        name = next((n for n in calculator.names[1:] if path.startswith(f"{n}.")), "")
        found, path = (*found, name), path.removeprefix(f"{name}.")
        calculator = calculator.of
    return found


def removed_law(calculator: Calculator[Any, Any], path: str) -> tuple[str, str] | None:
    """The law in whose world an input is, where a contrast has that world since the law is removed; and the path of
    the same input in the world without it. None for any other input."""
    before = ""
    for name in world_of(calculator, path):
        assert isinstance(calculator, Worlds)
        if isinstance(calculator, Contrast) and REMOVED in name:
            place = calculator.names.index(name)
            (base,) = (one if other == place else other for one, other in calculator.pairs if place in (one, other))
            rest = path.removeprefix(f"{before}{name}.")
            return name.partition(REMOVED)[2], f"{before}{_prefix(calculator.names[base])}{rest}"
        before += _prefix(name)
        calculator = calculator.of
    return None


def _prefix(name: str) -> str:
    return f"{name}." if name else ""


def _under(place: str, spec: FieldSpec) -> FieldSpec:
    """The declaration of one number, a lever of another world, at a place of its own."""
    return replace(spec, name=place, kind="quantity", linked=False)


def summed(values: Sequence[Any], pairs: Pairs) -> Any:
    """The sum of differences of one output between worlds."""
    if isinstance(values[0], Mapping):
        return {name: summed([value[name] for value in values], pairs) for name in values[0]}
    (first, second), *more = pairs
    whole = _less(values[first], values[second])
    for one, other in more:
        whole = whole + _less(values[one], values[other])
    return whole


def increment(own: Any, today: Any, laws: Iterable[Any] = (), level: bool = False) -> Any:
    """What a proposal changes, from an output of its world, of the status quo, and of the world under each law that it
    removes; a `level` is that of its own world with what the repeals bring."""
    values = [own, today, *laws]
    repeals: Pairs = tuple((1, k) for k in range(2, len(values)))
    if not level:
        return summed(values, ONE_PAIR + repeals)
    return own + summed(values, repeals) if repeals else own


def _less(one: Any, other: Any) -> Any:
    apart = one - other
    made = np.where(np.isfinite(apart), ahead_by(one, other), apart)
    return np.where(np.equal(one, other), 0.0, made)  # also where both are infinite


@lru_cache(maxsize=256)
def _made(
    kind: type[Worlds], of: Calculator[Any, Any], names: tuple[str, ...], levers: tuple[Lever, ...], pairs: Pairs
) -> Worlds:
    """One for each calculator and each list of names and levers, also where it comes from another process."""
    return kind(of, names, levers, pairs)


def side_by_side(cases: Mapping[str, Case[Any, Any]]) -> Case[Any, Any]:
    """One case of several cases of a calculator that differ in levers alone; see the module.

    Raises InputError for fewer than two cases, another calculator or structure, or a difference that is no lever;
    UnitError that names both for cases in different price bases.
    """
    if len(cases) < 2:
        raise InputError(f"{len(cases)} of the cases that are set side by side: give two or more.")
    first, *rest = made = _aligned(list(cases.values()))
    paths = {p for p, e in first.entries.items() if any(_differ(e, case.entries[p]) for case in rest)}
    return _as_one_case(Worlds, dict(zip(cases, made, strict=True)), " and ".join(cases), paths)


def contrast(case: Case[Any, Any], against: Case[Any, Any] | None = None) -> Case[Any, Any]:
    """What a case changes: a case whose outputs are its own less those of `against`, on common random numbers.

    Without `against` it is the same world with no lever set, the status quo. What the repeal of a law brings that
    either removes is part of it. Raises as `side_by_side` does.
    """
    other = against if against is not None else status_quo(case)
    check_case(other)
    label = f"{case.label} less {other.label}" if case.label != other.label else case.label
    return _less_another(case, other, label, case.removes)


def contrasts(cases: Sequence[Case[Any, Any]], against: Case[Any, Any] | None = None) -> list[Case[Any, Any]]:
    """What each of several cases changes, as cases of one calculator that can be compared: see `contrast`. Each has
    the label of its case. Raises as `side_by_side` does."""
    others = [against if against is not None else status_quo(case) for case in cases]
    laws = dict.fromkeys(law for case in cases for law in case.removes)
    return [_less_another(case, other, case.label, laws) for case, other in zip(cases, others, strict=True)]


def _less_another(case: Case[Any, Any], other: Case[Any, Any], label: str, laws: Collection[str]) -> Case[Any, Any]:
    """A contrast with a world for each of some laws: of one that the case does not remove, the status quo."""
    one, other = _aligned([case, other])
    levers = {path for path, e in one.entries.items() if e.spec.role == "lever"}
    name = AGAINST
    while any(path.startswith(f"{name}.") for path in one.entries):  # a contrast of contrasts
        name += "_" + AGAINST
    worlds, pairs = {"": one, name: other}, ONE_PAIR
    if laws or other.removes:
        today = status_quo(one)
        at = 1
        if any(_differ(other.entries[path], today.entries[path]) for path in levers):
            worlds[STATUS_QUO], at = today, 2
        mine, theirs = removed_worlds(one), removed_worlds(other)
        for law in laws:
            pairs += ((at, len(worlds)),)
            worlds[f"{REMOVED}{law}"] = mine.get(law, today)
        for law, world in theirs.items():
            pairs += ((len(worlds), at),)
            worlds[f"{name}_{REMOVED}{law}"] = world
    return _as_one_case(Contrast, worlds, label, levers, pairs)


def removed_worlds(case: Case[Any, Any]) -> dict[str, Case[Any, Any]]:
    """The world under each law that a case removes and that is in force, by the name of the law."""
    bare = replace(case, removes={})
    return {law: bare.with_entries({**case.entries, **levers}, law) for law, levers in case.removes.items()}


def status_quo(case: Case[Any, Any]) -> Case[Any, Any]:
    """The same world with every lever as it stands today."""
    check_case(case)
    labels = {path: value for path, value in leaves(case.point, all_kinds=True) if isinstance(value, str)}
    asked, known = (STATUS_QUO, case.calculator, case.prices, case.scenario, *labels.items()), case.store.remembered
    if asked not in known:
        today = baseline(case.calculator, prices=case.prices, scenario=case.scenario, labels=labels, store=case.store)
        known[asked] = {path: entry for path, entry in today.entries.items() if entry.spec.role == "lever"}
    levers = {path: entry for path, entry in known[asked].items() if path in case.entries}
    return replace(case.with_entries({**case.entries, **levers}, STATUS_QUO), removes={})


def check_case(case: object) -> None:
    """Raise InputError for what is no case, such as the name of a proposal."""
    if not isinstance(case, Case):
        raise InputError(
            f"{case!r} is no case. Give the world under a proposal: regimes.world_under('licensing'), or "
            "proposal('licensing').apply(baseline(...)) for a model of your own."
        )


def aligned(case: Case[Any, Any], against: Case[Any, Any] | None = None) -> tuple[Case[Any, Any], Case[Any, Any]]:
    """A case and the one it is set against (without one, the status quo of its world). Raises as `side_by_side`
    does."""
    one, other = _aligned([case, against if against is not None else status_quo(case)])
    return one, other


def _aligned(cases: Sequence[Case[Any, Any]]) -> list[Case[Any, Any]]:
    for case in cases:
        check_case(case)
    for other in cases[1:]:
        _check_alike(cases[0], other)
    return list(cases)


def _as_one_case(
    kind: type[Worlds], cases: dict[str, Case[Any, Any]], label: str, own: Collection[str], pairs: Pairs = ONE_PAIR
) -> Case[Any, Any]:
    """A case of several that are aligned, each with levers of its own at the paths `own`."""
    first, *rest = cases.values()
    others = list(zip(list(cases)[1:], rest, strict=True))
    paths = [path for path in first.entries if path in own]
    specs = dict(leaf_specs(first.point))
    levers = tuple((path, specs[path]) for path in paths)
    made = _made(kind, first.calculator, tuple(cases), levers, pairs)  # type: ignore[arg-type]  # a class can be hashed
    entries, values = dict(first.entries), {s.name: getattr(first.point, s.name) for s in specs_of(first.point)}
    for name, case in others:
        for path in paths:
            entry = case.entries[path]
            place = f"{name}.{path}"
            if place in entries:
                raise InputError(f"'{name}' is taken: {first.calculator.name} has an input {place}. Take another name.")
            entries[place] = replace(entry, path=place, spec=_under(place, entry.spec))
            values[place] = np.float64(entry.value)
    shape: Any = made.Inputs
    point: Any = Joined(shape, values)
    return Case(made, label, first.prices, entries, point, first.scenario, first.store, first.dependence)


def _differ(one: Entry, other: Entry) -> bool:
    return (one.value, one.dist) != (other.value, other.dist)


def _check_alike(one: Case[Any, Any], other: Case[Any, Any]) -> None:
    of, another = one.calculator, other.calculator
    if (of.name, of.parts) != (another.name, another.parts) or list(one.entries) != list(other.entries):
        same = " (another of this name)" if of.name == another.name and of.parts != another.parts else ""
        raise InputError(
            f"'{one.label}' is a case of {of.name} and '{other.label}' of {another.name}{same}, "
            "or of another scenario. Set cases of one calculator and one scenario side by side."
        )
    if one.prices != other.prices:
        raise UnitError(
            f"'{one.label}' is in {one.prices} but '{other.label}' is in {other.prices}. Build both with the "
            "same prices=."
        )
    for path, entry in one.entries.items():
        theirs = other.entries[path]
        if entry.spec.role != "lever" and (_differ(entry, theirs) or entry.key != theirs.key):
            raise InputError(
                f"'{one.label}' and '{other.label}' differ in {path}, which is no lever: they are two worlds, and "
                "their difference is not what a proposal does. Change it in both, or use compare."
            )
    if (one.dependence != other.dependence) or not _same_structure(one.point, other.point):
        raise InputError(
            f"'{one.label}' and '{other.label}' differ in their correlations, labels or tables. Change these in both."
        )


def _same_structure(one: Any, other: Any) -> bool:
    def structure(point: Any) -> dict[str, Any]:
        return {p: v for p, v in leaves(point, all_kinds=True) if not isinstance(v, (np.ndarray, np.generic, Category))}

    return structure(one) == structure(other)
