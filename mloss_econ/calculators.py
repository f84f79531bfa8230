"""A calculator: typed Inputs, typed Outputs, and one pure function over arrays.

The same function serves a point, a batch of draws, a sensitivity index, a break-even search and a property test,
because a point is a batch of shape `()`. Draws are the leading axes; an axis of a calculator's own is trailing.
"""

from __future__ import annotations

import importlib
import inspect
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Generic, TypeVar, dataclass_transform, get_type_hints

import numpy as np

from mloss_econ.adoption import DEFAULT_PRICES, adopt
from mloss_econ.arrays import columns_of
from mloss_econ.bounds import check_outputs
from mloss_econ.docstrings import docstring
from mloss_econ.errors import ChainError, InputError, nearest
from mloss_econ.evidence import default_store
from mloss_econ.quantities import Category
from mloss_econ.records import FieldSpec, RecordBase, check_lengths, field_specs, leaves, replace_leaves
from mloss_econ.uncertainty import Distribution
from mloss_econ.units import PriceBase

if TYPE_CHECKING:

    @dataclass_transform(frozen_default=True, kw_only_default=True)
    class Record:
        """Typed fields, frozen."""

else:

    class Record(RecordBase):
        """Typed fields, frozen."""


class Inputs(Record):
    """The inputs of a calculator, or a smaller record inside them.

    Each field is a quantity, `Named[quantity]`, a mapping from a name to a smaller Inputs, a label (`str`) or a
    `Table`; it has a role (`given`, `lever`, `fixed`) and a docstring under it. Values are read-only float64
    arrays that broadcast together. Raises InputError for a missing or unknown field, NaN, infinity, or a value out
    of bounds.
    """


class Outputs(Record):
    """The outputs of a calculator: quantities, `Named[quantity]`, or a `Category`, each with a docstring."""


I = TypeVar("I", bound=Inputs)  # noqa: E741  # the field's letter for inputs
O = TypeVar("O", bound=Outputs)  # noqa: E741


class Calculator(Generic[I, O]):
    """A named pure function from Inputs to Outputs; made by `@calculator` or `chain`.

    Attributes: `name` (subject.function), `Inputs`, `Outputs`, `function` (the bare function), `doc`.
    """

    def __init__(self, function: Callable[[I], O], inputs: type[I], outputs: type[O], name: str, doc: str) -> None:
        self.function = function
        self.Inputs: type[I] = inputs
        self.Outputs: type[O] = outputs
        self.name = name
        self.doc = doc
        self.fingerprint = ""  # of what it carries beside its formula
        self.__doc__ = doc
        self.__name__ = name.rsplit(".", 1)[-1]
        self.__module__ = function.__module__

    if TYPE_CHECKING:

        def __call__(self, x: I) -> O:
            """Compute the outputs. `x` must be an instance of this calculator's Inputs."""
            ...

    else:

        def __call__(self, *given, **named):
            """Compute the outputs. `x` must be an instance of this calculator's Inputs.

            Raises InputError for inputs that are not possible together, and for an output beyond its declared bounds.
            """
            if named or len(given) != 1 or not isinstance(given[0], self.Inputs):
                found = ", ".join([*(type(x).__name__ for x in given), *(f"{name}=" for name in named)])
                raise InputError(
                    f"{self.name} takes {self.Inputs.__name__}, not {found or 'nothing'}. "
                    f"Use {self.__name__}.at(...) to change a few inputs of the baseline."
                )
            with np.errstate(all="ignore"):  # rows that are not finite are counted and reported by the engine
                y = self.function(given[0])
            if isinstance(y, self.Outputs):
                check_outputs(self.name, given[0], y)
            return y

    def inputs(self, *, prices: str | PriceBase = DEFAULT_PRICES, scenario: str | None = None) -> I:
        """The baseline: every input at its belief's adopted value, money in `prices`."""
        base = PriceBase.parse(prices)
        point: I
        point, _ = adopt(self.Inputs, self.name, prices=base, scenario=scenario, labels=None, store=default_store())
        return point

    def at(
        self,
        changes: Mapping[str, Any] | None = None,
        /,
        *,
        prices: str | PriceBase = DEFAULT_PRICES,
        scenario: str | None = None,
        **values: Any,
    ) -> O:
        """The outputs at the adopted values, with some inputs replaced by numbers, arrays or columns of a data frame.

        `changes` takes dotted paths (`{"precautions.bank_detection.cost": 4e5}`), keywords take plain names. Columns
        are taken by position, and outputs are arrays. Money is in `prices`. Raises InputError for an unknown name, a
        value out of bounds, or columns that differ in length.
        """
        base = _adopted(self, PriceBase.parse(prices), scenario)
        wanted = {**columns_of({} if changes is None else changes, f"{self.__name__}.at"), **values}
        known = dict(leaves(base))
        for path, value in wanted.items():
            if path not in known:
                raise InputError(f"{self.name} has no input '{path}'. {nearest(path, known)}")
            if isinstance(value, Distribution):
                change = f'.but("a name", {{"{path}": ...}})'
                raise InputError(
                    f"{path}: at() takes numbers, not a distribution. Simulate a case that has it: "
                    f"simulate({self.__name__}, baseline({self.__name__}){change}, n=..., seed=...)."
                )
        point = replace_leaves(base, {**known, **wanted})
        check_lengths(point)
        return self(point)

    def __reduce__(self) -> tuple[Any, ...]:
        module, name = self.function.__module__, self.function.__qualname__
        if getattr(sys.modules.get(module), name, None) is None:
            raise InputError(
                f"{self.name} cannot be sent to another process, which could not find it there. Define it at the top "
                "level of a module that can be imported."
            )
        return _lookup, (module, name)

    def __repr__(self) -> str:
        return f"<calculator {self.name}>"


@lru_cache(maxsize=256)
def _adopted(calculator: Calculator[Any, Any], prices: PriceBase, scenario: str | None) -> Any:
    """The baseline, remembered; never handed out, for somebody might change the names in it."""
    return calculator.inputs(prices=prices, scenario=scenario)


def _lookup(module: str, name: str) -> Any:
    return getattr(importlib.import_module(module), name)


def calculator(function: Callable[[I], O]) -> Calculator[I, O]:
    """Make a calculator of a function whose argument and result are annotated with its Inputs and Outputs."""
    scope = sys._getframe(1).f_locals  # of the function that defines it, if one does
    try:
        hints = get_type_hints(function, localns=scope)
    except NameError as error:
        raise InputError(
            f"{function.__name__}: '{error.name}' in its annotations is not known here. Define its Inputs and Outputs "
            "before it, in the same module or function."
        ) from None
    result = hints.pop("return", None)
    if len(hints) != 1 or result is None:
        raise InputError(f"{function.__name__}: annotate one argument and the result, (x: MyInputs) -> MyOutputs.")
    (argument,) = hints.values()
    for record in (argument, result):
        if isinstance(record, type) and issubclass(record, RecordBase):
            record.model_rebuild(
                _types_namespace={**function.__globals__, **scope}
            )  # where its module was not imported
    module = function.__module__ or "unnamed"
    subject = module.split(".")[-2] if "." in module else module
    doc = (_module_doc(function) or docstring(function)).strip()
    return Calculator(function, argument, result, f"{subject}.{function.__name__}", doc)


def _module_doc(function: Callable[..., Any]) -> str:
    """The docstring of the module that defines a function, also where it was run without being imported."""
    module = sys.modules.get(function.__module__)
    if module is not None and vars(module) is function.__globals__:
        return docstring(module)
    return inspect.cleandoc(function.__globals__.get("__doc__") or "")


# ---------------------------------------------------------------- joining


class _Joined:
    """The function of a chain, as an object so that it pickles."""

    def __init__(self, first: Calculator[Any, Any], second: Calculator[Any, Any], links: tuple[str, ...]) -> None:
        self.first, self.second, self.links = first, second, links
        self.__module__, self.__qualname__ = first.function.__module__, f"{first.name} -> {second.name}"

    def __call__(self, x: Any) -> Any:
        def part(record: type[Any], extra: Mapping[str, Any]) -> Any:
            own = {spec.name: getattr(x, spec.name) for spec in field_specs(record) if spec.name not in extra}
            return record.model_construct(**own, **extra)

        y = self.first.function(part(self.first.Inputs, {}))
        z = self.second.function(part(self.second.Inputs, {name: getattr(y, name) for name in self.links}))
        ours = {s.name: getattr(y, s.name) for s in field_specs(self.first.Outputs)}
        theirs = {s.name: getattr(z, s.name) for s in field_specs(self.second.Outputs)}
        return self.outputs.model_construct(**ours, **theirs)  # both were checked when they were made

    outputs: Any = None


class Chain(Calculator[Any, Any]):
    """Two calculators joined where an output of the first has the name and the unit of an input of the second."""

    def __init__(self, first: Calculator[Any, Any], second: Calculator[Any, Any]) -> None:
        links = _links(first, second)
        fields: dict[str, Any] = dict(_declared(first.Inputs))
        for name, declared in _declared(second.Inputs):
            if name in links:
                continue
            if name in fields and not _same(first, second, name):
                raise ChainError(
                    f"'{name}' is an input of both {first.name} and {second.name}, with another meaning "
                    "(kind, role, unit, belief, bounds). Rename one of them."
                )
            fields.setdefault(name, declared)
        outputs = dict(_declared(first.Outputs))
        for name, declared in _declared(second.Outputs):
            if name in outputs:
                raise ChainError(f"{first.name} and {second.name} both have an output '{name}'. Rename one of them.")
            outputs[name] = declared
        joined = _Joined(first, second, links)
        joined.outputs = _make("ChainOutputs", Outputs, outputs, (first, second, "Outputs"))
        super().__init__(
            joined,
            _make("ChainInputs", Inputs, fields, (first, second, "Inputs")),
            joined.outputs,
            f"{first.name} -> {second.name}",
            f"{first.doc}\n\n{second.doc}",
        )
        self.first, self.second, self.links = first, second, links

    def __reduce__(self) -> tuple[Any, ...]:
        return chain, (self.first, self.second)


def chain(first: Calculator[Any, Any], second: Calculator[Any, Any]) -> Chain:
    """Join two calculators: outputs of `first` feed the inputs of `second` that have their name and unit.

    An input that both share (same name, unit and belief) is one variable. Raises ChainError, saying why, if nothing
    joins or a name stands for two things.
    """
    if (first, second) not in _CHAINS:
        _CHAINS[first, second] = Chain(first, second)
    return _CHAINS[first, second]


_CHAINS: dict[tuple[Calculator[Any, Any], Calculator[Any, Any]], Chain] = {}  # one class of inputs for each pair


def _declared(record: type[Any]) -> Iterator[tuple[str, tuple[Any, Any]]]:
    for name, info in record.model_fields.items():
        yield name, (info.annotation, info)


def _make(name: str, base: type[Any], fields: Mapping[str, tuple[Any, Any]], home: tuple[Any, ...]) -> Any:
    from pydantic import create_model

    plain = {"use_attribute_docstrings": False}  # each field has its text; there is no source to look for it in
    made: Any = create_model(name, __base__=base, __cls_kwargs__=plain, **dict(fields))  # type: ignore[call-overload]  # fields known at run time only

    def reduce(self: Any) -> tuple[Any, ...]:
        return _rebuild, (*home, {spec.name: getattr(self, spec.name) for spec in field_specs(made)})

    made.__reduce__ = reduce
    return made


def _rebuild(first: Calculator[Any, Any], second: Calculator[Any, Any], part: str, fields: dict[str, Any]) -> Any:
    """Unpickle the inputs or outputs of a chain, whose classes have no name of their own."""
    return getattr(chain(first, second), part).model_construct(**fields)


def _same(first: Calculator[Any, Any], second: Calculator[Any, Any], name: str) -> bool:
    """Whether an input means the same in both: kind, role, unit, belief and bounds; only the wording may differ."""
    a, b = _spec(first.Inputs, name), _spec(second.Inputs, name)
    return a is not None and b is not None and replace(a, doc="") == replace(b, doc="")


def _spec(record: type[Any], name: str) -> FieldSpec | None:
    return next((s for s in field_specs(record) if s.name == name), None)


def _links(first: Calculator[Any, Any], second: Calculator[Any, Any]) -> tuple[str, ...]:
    links = []
    for output in field_specs(first.Outputs):
        other = _spec(second.Inputs, output.name)
        if other is None:
            continue
        if (other.kind, other.unit) != (output.kind, output.unit):
            raise ChainError(
                f"'{output.name}' is in {output.unit or output.kind} in {first.name} "
                f"but in {other.unit or other.kind} in {second.name}."
            )
        links.append(output.name)
    if not links:
        outs = ", ".join(s.name for s in field_specs(first.Outputs))
        ins = ", ".join(s.name for s in field_specs(second.Inputs))
        raise ChainError(
            f"nothing of {first.name} feeds {second.name}: no output ({outs}) has the name of an input ({ins})."
        )
    return tuple(links)


def output_quantities(outputs: Any) -> dict[str, Any]:
    """The numbers of an Outputs by dotted path (categories left out)."""
    return {path: value for path, value in leaves(outputs) if not isinstance(value, Category)}


def output_categories(outputs: Any) -> dict[str, Category]:
    """The categories of an Outputs by dotted path."""
    return {path: value for path, value in leaves(outputs) if isinstance(value, Category)}
