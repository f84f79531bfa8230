"""Record a calculator as an expression graph, and replay it.

A `Recorded` stands where an array would: it answers to NumPy's ufuncs and to a short list of array functions, and
remembers them. A calculator that runs on it uses nothing else, so its formula can be recomputed, differentiated or
written out in another language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin

from mloss_econ.base.arrays import Symbol
from mloss_econ.kernel import Calculator, Category, leaves, replace_leaves

ARRAY_FUNCTIONS = (np.where, np.stack, np.concatenate, np.take_along_axis, np.argmin)


@dataclass(frozen=True, eq=False)
class Recorded(Symbol, NDArrayOperatorsMixin):
    """A node: an input's `path`, or an operation `function` on `arguments`."""

    function: Any
    arguments: tuple[Any, ...] = ()
    options: tuple[tuple[str, Any], ...] = ()
    path: str = ""

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **options: Any) -> Recorded:
        if options.pop("out", None) is not None or method not in ("__call__", "reduce"):
            raise TypeError(f"np.{ufunc.__name__}.{method} with these options cannot be recorded.")
        return Recorded(getattr(ufunc, method), inputs, tuple(options.items()))

    def __array_function__(self, function: Any, types: Any, arguments: Any, options: Any) -> Recorded:
        if function not in ARRAY_FUNCTIONS:
            allowed = ", ".join(f.__name__ for f in ARRAY_FUNCTIONS)
            raise TypeError(f"np.{function.__name__} is not on the short list of array functions ({allowed}).")
        return Recorded(function, tuple(arguments), tuple(options.items()))

    def __getitem__(self, index: Any) -> Recorded:
        return Recorded(lambda array: np.asarray(array)[index], (self,))

    def __bool__(self) -> bool:
        raise TypeError("a calculator must not branch on a value: use np.where, np.minimum, np.maximum.")

    def __float__(self) -> float:
        raise TypeError("a calculator must not turn an input into a plain number.")

    def __array__(self, *_: Any, **__: Any) -> Any:
        raise TypeError("a calculator must not convert its inputs: use ufuncs.")


def record(calculator: Calculator[Any, Any], point: Any) -> Any:
    """The Outputs of the bare function on recorded inputs, with the structure of `point`."""
    names = [path for path, _ in leaves(point)]
    return calculator.function(replace_leaves(point, {p: Recorded(None, path=p) for p in names}, validate=False))


def replay(node: Any, values: Mapping[str, Any], done: dict[int, Any] | None = None) -> Any:
    """Compute a recorded node with numbers for the inputs; every shared node once."""
    done = {} if done is None else done
    if isinstance(node, (list, tuple)):
        return type(node)(replay(item, values, done) for item in node)
    if isinstance(node, Category):
        return replay(node.codes, values, done)
    if not isinstance(node, Recorded):
        return node
    if node.path:
        return values[node.path]
    if id(node) not in done:
        with np.errstate(all="ignore"):
            done[id(node)] = node.function(
                *(replay(a, values, done) for a in node.arguments),
                **{k: replay(v, values, done) for k, v in node.options},
            )
    return done[id(node)]
