"""Several calculators as one: what one makes is what another takes, where a linked input has its name.

    world = model(bill, pricing_out, consequences)

A model is a calculator: what takes one takes the other. Its inputs are those that no part makes, each once, under the
name that its parts give it; its outputs are all outputs of its parts. What is not declared `linked()` joins nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from graphlib import CycleError, TopologicalSorter
from typing import Any

from mloss_econ.errors import InputError, ModelError, nearest
from mloss_econ.kernel.calculators import Calculator
from mloss_econ.kernel.declarations import FieldSpec, field_specs
from mloss_econ.kernel.joined import Joined, Shape

Part = Calculator[Any, Any]


@dataclass(frozen=True)
class Link:
    """An output of one calculator of a model that is an input of another."""

    maker: str
    name: str
    taker: str


class Model(Calculator[Any, Any]):
    """Calculators joined by the names of what they make and take; made by `model`.

    Attributes: `parts`, sorted so that each comes after those it takes from; `links`, what each takes from which;
    `scenario`, that of its cases where none is named.
    """

    def __init__(self, parts: Sequence[Part], scenario: str | None, name: str | None) -> None:
        makers = _makers(parts)
        self._parts = _sorted(parts, makers)
        self.links = tuple(
            Link(makers[s.name].name, s.name, part.name) for part in self._parts for s in _taken(part, makers)
        )
        _check_joined(self._parts, self.links)
        outputs = tuple(_outputs(self._parts))
        self._makes = Shape("ModelOutputs", outputs, self)
        made: Any = Shape("ModelInputs", _inputs(self._parts, makers), self)
        gives: Any = self._makes
        title = name or f"model({', '.join(part.__name__ for part in self._parts)})"
        doc = f"{_title(self._parts)}\n\n" + "\n\n".join(part.doc for part in self._parts)
        super().__init__(self._evaluated, made, gives, title, doc)
        self.scenario, self._named = scenario, name
        self._takes = [(part, [spec.name for spec in field_specs(part.Inputs)]) for part in self._parts]
        self._gives = [[spec.name for spec in field_specs(part.Outputs)] for part in self._parts]

    def _evaluated(self, x: Any) -> Joined:
        known = {spec.name: getattr(x, spec.name) for spec in self.Inputs.specs}
        made: dict[str, Any] = {}
        for (part, takes), gives in zip(self._takes, self._gives, strict=True):
            y = part.function(part.Inputs.model_construct(**{name: known[name] for name in takes}))
            for name in gives:
                known[name] = made[name] = getattr(y, name)
        return Joined(self._makes, made)

    @property
    def parts(self) -> tuple[Part, ...]:
        """The calculators, each after those it takes from."""
        return self._parts

    def upto(self, wanted: Part | str) -> Model:
        """The section of the model that makes one of its calculators' outputs: it, and all that it takes from.

        `wanted` is a calculator of the model, its name, or the name of an output. Raises InputError for any other.
        """
        last = self._part(wanted)
        needed = {last}
        for link in reversed(self.links):  # takers come after makers
            if link.taker in needed:
                needed.add(link.maker)
        parts = [part for part in self._parts if part.name in needed]
        return self if len(parts) == len(self._parts) else model(*parts, scenario=self.scenario)

    def inputs_of(self, wanted: Part, x: Any) -> Any:
        """The inputs of one part at inputs `x` of the model: what the parts before it make, and its own."""
        before = self.upto(wanted)
        y = before.function(x)
        made = {spec.name for spec in before.Outputs.specs}
        fields = {s.name: getattr(y if s.name in made else x, s.name) for s in field_specs(wanted.Inputs)}
        return wanted.Inputs.model_construct(**fields)

    def _part(self, wanted: Part | str) -> str:
        name = wanted if isinstance(wanted, str) else wanted.name
        for part in self._parts:
            if name in (part.name, part.__name__):
                return part.name
        for part in self._parts:
            if name in [spec.name for spec in field_specs(part.Outputs)]:
                return part.name
        known = [*(part.name for part in self._parts), *(spec.name for spec in self.Outputs.specs)]
        raise InputError(f"{self.name} has no part and no output '{name}'. {nearest(name, known)}")

    def __reduce__(self) -> tuple[Any, ...]:
        return _model, (self._parts, self.scenario, self._named)


def model(*parts: Part, scenario: str | None = None, name: str | None = None) -> Model:
    """Join calculators: each takes its linked inputs from those that make them.

    `scenario` is that of a case of the model where none is named (without it, the one that models among the parts
    have); `name` is what it is called. A model among the parts
    stands for its own parts. Raises ModelError, saying what to do, where an output is made twice, nobody makes a linked
    input, a name has two meanings, a part has no link with the others, or parts take from each other in a circle.
    """
    own = {given.scenario for given in parts if given.scenario is not None}
    scenario = own.pop() if scenario is None and len(own) == 1 else scenario
    return _model(tuple(part for given in parts for part in given.parts), scenario, name)


@lru_cache(maxsize=256)
def _model(parts: tuple[Part, ...], scenario: str | None, name: str | None) -> Model:
    """One for each list of parts, in whatever order they are given and also where it comes from another process."""
    made = Model(parts, scenario, name)
    return made if made.parts == parts else _model(made.parts, scenario, name)


# ---------------------------------------------------------------- what joins, and what cannot


def _makers(parts: Sequence[Part]) -> dict[str, Part]:
    """Who makes each output. Raises ModelError where two do, or where two have one name."""
    if not parts:
        raise ModelError("a model needs a calculator or more: model(bill, pricing_out).")
    made: dict[str, Part] = {}
    named: dict[str, Part] = {}
    for part in parts:
        if named.setdefault(part.name, part) is not part:
            raise ModelError(f"two different calculators are called {part.name}. Rename one of them.")
        for spec in field_specs(part.Outputs):
            if spec.name in made:
                both = f"{made[spec.name].name} and {part.name} both make '{spec.name}'"
                raise ModelError(f"{both}. Leave one of them out, or rename the output.")
            made[spec.name] = part
    return made


def _taken(part: Part, makers: dict[str, Part]) -> Iterator[FieldSpec]:
    """The inputs of a part that another makes. Raises ModelError where one is not linked, or of another unit."""
    for spec in field_specs(part.Inputs):
        maker = makers.get(spec.name)
        if maker is None:
            if spec.role == "linked":
                raise ModelError(
                    f"{part.name} takes '{spec.name}' from another calculator, and none of these makes it: "
                    f"{', '.join(dict.fromkeys(m.name for m in makers.values()))}. Add the one that does."
                )
            continue
        if not spec.linked or maker is part:
            raise ModelError(
                f"'{spec.name}' is an output of {maker.name} and an input of {part.name} that is not linked. Declare "
                "it linked() if it is the same quantity, or rename one of them."
            )
        made = next(s for s in field_specs(maker.Outputs) if s.name == spec.name)
        if (made.kind, made.unit) != (spec.kind, spec.unit):
            raise ModelError(
                f"'{spec.name}' is in {made.unit or made.kind} in {maker.name} but in {spec.unit or spec.kind} in "
                f"{part.name}. Convert it in one of them, or rename it."
            )
        yield spec


def _sorted(parts: Sequence[Part], makers: dict[str, Part]) -> tuple[Part, ...]:
    """The parts, each after those it takes from, else in the order given. Raises ModelError for a circle."""
    needs = {part: [makers[spec.name] for spec in _taken(part, makers)] for part in parts}
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as error:
        said = ", which feeds ".join(part.name for part in error.args[1])
        raise ModelError(f"these take from each other in a circle: {said}. Leave one of them out.") from None
    order: list[Part] = []
    while len(order) < len(parts):
        order.append(next(p for p in parts if p not in order and all(need in order for need in needs[p])))
    return tuple(order)


def _check_joined(parts: Sequence[Part], links: Sequence[Link]) -> None:
    """Raise ModelError for a part, or several joined with each other, that no link joins with the others."""
    groups = {part.name: {part.name} for part in parts}
    for link in links:
        both = groups[link.maker] | groups[link.taker]
        groups |= dict.fromkeys(both, both)
    largest = max(reversed(groups.values()), key=len)
    for part in parts:
        if part.name not in largest:
            takes = ", ".join(s.name for s in field_specs(part.Inputs) if s.linked) or "nothing"
            makes = ", ".join(s.name for s in field_specs(part.Outputs))
            raise ModelError(
                f"nothing joins {', '.join(n for n in groups if n in groups[part.name])} to the others: {part.name} "
                f"takes {takes} from other calculators and makes {makes}. Leave it out, or give an output the "
                "name of the linked() input that is to take it."
            )


def _inputs(parts: Sequence[Part], makers: dict[str, Part]) -> tuple[FieldSpec, ...]:
    """Every input that no part makes, once, within the bounds of all parts that take it. Raises ModelError where one
    name has two meanings."""
    found: dict[str, tuple[FieldSpec, Part]] = {}
    for part in parts:
        for spec in field_specs(part.Inputs):
            if spec.name in makers:
                continue
            known, first = found.setdefault(spec.name, (spec, part))
            if _meaning(known) != _meaning(spec):
                raise ModelError(
                    f"'{spec.name}' is an input of both {first.name} and {part.name}, with another meaning (kind, "
                    "role, unit or belief). Rename one of them."
                )
            low, high = max(known.low, spec.low), min(known.high, spec.high)
            both = replace(known, low=low, high=high, positive=known.positive or spec.positive)
            found[spec.name] = both, first
    return tuple(spec for spec, _ in found.values())


def _outputs(parts: Sequence[Part]) -> Iterator[FieldSpec]:
    """Every output, within the bounds of all parts that take it."""
    for part in parts:
        for spec in field_specs(part.Outputs):
            takers = [s for other in parts for s in field_specs(other.Inputs) if s.name == spec.name]
            low, high = max([spec.low, *(s.low for s in takers)]), min([spec.high, *(s.high for s in takers)])
            yield replace(spec, low=low, high=high)


def _meaning(spec: FieldSpec) -> FieldSpec:
    """A declaration without its wording and its bounds."""
    return replace(spec, doc="", advice="", low=0.0, high=0.0, positive=False, linked=False)


def _title(parts: Sequence[Part]) -> str:
    return "Joined: " + ", ".join(part.name for part in parts) + "."
