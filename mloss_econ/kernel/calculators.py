"""A calculator: typed Inputs, typed Outputs, and one pure function over arrays.

The same function serves a point, a batch of draws, a sensitivity index, a break-even search and a property test,
because a point is a batch of shape `()`. Draws are the leading axes; an axis of a calculator's own is trailing.
"""

from __future__ import annotations

import importlib
import inspect
import sys
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Generic, TypeVar, dataclass_transform, get_type_hints

import numpy as np

from mloss_econ.base.arrays import columns_of
from mloss_econ.base.docstrings import docstring
from mloss_econ.base.units import PriceBase
from mloss_econ.errors import InputError, nearest
from mloss_econ.evidence import default_store
from mloss_econ.kernel.adoption import DEFAULT_PRICES, adopt
from mloss_econ.kernel.bounds import check_outputs
from mloss_econ.kernel.declarations import field_specs
from mloss_econ.kernel.quantities import Category
from mloss_econ.kernel.records import RecordBase, kind_of
from mloss_econ.kernel.trees import check_lengths, leaves, replace_leaves
from mloss_econ.uncertainty import Distribution

if TYPE_CHECKING:

    @dataclass_transform(kw_only_default=True)
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
O = TypeVar("O", bound=Outputs)  # noqa: E741  # and for outputs


class Calculator(Generic[I, O]):
    """A named pure function from Inputs to Outputs; made by `@calculator`, or joined of several by `model`.

    Attributes: `name` (subject.function), `Inputs`, `Outputs`, `function` (the bare function), `doc`, `scenario` (that
    of its cases where none is named).
    """

    def __init__(self, function: Callable[[I], O], inputs: type[I], outputs: type[O], name: str, doc: str) -> None:
        self.function = function
        self.Inputs: type[I] = inputs
        self.Outputs: type[O] = outputs
        self.name = name
        self.doc = doc
        self.scenario: str | None = None
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
                found = ", ".join([*map(kind_of, given), *(f"{name}=" for name in named)])
                raise InputError(
                    f"{self.name} takes {self.Inputs.__name__}, not {found or 'nothing'}. "
                    f"Use {self.__name__}.at(...) to change a few inputs of the baseline."
                )
            with np.errstate(all="ignore"):  # rows that are not finite are counted and reported by the engine
                y = self.function(given[0])
            if isinstance(y, self.Outputs):
                check_outputs(self.name, given[0], y)
            return y

    @property
    def parts(self) -> tuple[Calculator[Any, Any], ...]:
        """The calculators that it is joined of; of one alone, itself."""
        return (self,)

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
        value out of bounds, columns that differ in length, or a linked input that is not given.
        """
        wanted = {**columns_of({} if changes is None else changes, f"{self.__name__}.at"), **values}
        linked = [s.name for s in field_specs(self.Inputs) if s.role == "linked" and s.name in wanted]
        base: Any
        if linked:
            given = {name: wanted.pop(name) for name in linked}
            store = default_store()
            base, _ = adopt(
                self, prices=PriceBase.parse(prices), scenario=scenario, labels=None, store=store, linked=given
            )
        else:
            base = _adopted(self, PriceBase.parse(prices), scenario)
        known = dict(leaves(base))
        for path, value in wanted.items():
            if path not in known:
                raise InputError(f"{self.name} has no input '{path}'. {nearest(path, known)}")
            if isinstance(value, Distribution):
                change = f'.but("a name", {{"{path}": ...}})'
                raise InputError(
                    f"{path}: at() takes numbers, not a distribution. Simulate a case that has it: "
                    f"simulate(baseline({self.__name__}){change})."
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
    """The adopted inputs, remembered; never handed out, for somebody might change the names in it."""
    point, _ = adopt(calculator, prices=prices, scenario=scenario, labels=None, store=default_store())
    return point


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


def listed(names: Mapping[str, object]) -> tuple[Calculator[Any, Any], ...]:
    """The calculators among the names of a package, by name; models and parts of models are none of its own."""
    return tuple(sorted((c for c in names.values() if type(c) is Calculator), key=lambda c: c.name))


def _module_doc(function: Callable[..., Any]) -> str:
    """The docstring of the module that defines a function, also where it was run without being imported."""
    module = sys.modules.get(function.__module__)
    if module is not None and vars(module) is function.__globals__:
        return docstring(module)
    return inspect.cleandoc(function.__globals__.get("__doc__") or "")


def output_quantities(outputs: Any) -> dict[str, Any]:
    """The numbers of an Outputs by dotted path (categories left out)."""
    return {path: value for path, value in leaves(outputs) if not isinstance(value, Category)}


def output_categories(outputs: Any) -> dict[str, Category]:
    """The categories of an Outputs by dotted path."""
    return {path: value for path, value in leaves(outputs) if isinstance(value, Category)}
