"""Refuse what cannot be: outputs beyond their declared bounds, inputs that are possible singly and not together.

A bound is passed where a value lies beyond it by more than rounding: 1e-9 of a share or a pure number, 1e-12 of the
largest amount of the same unit on either side of the formula (a difference of large amounts may be a hair below 0).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from mloss_econ.errors import ImpossibleError
from mloss_econ.kernel.declarations import FieldSpec
from mloss_econ.kernel.trees import leaf_specs, leaves

PURE = 1e-9  # rounding of a share or another pure number
AMOUNT = 1e-12  # rounding of an amount, over the largest of its unit

NUMBERS = (np.ndarray, np.generic, float)

Numbers = Mapping[str, Any]


def at_most(parts: Numbers, whole: Numbers, advice: str) -> None:
    """Raise ImpossibleError where the sum of `parts` exceeds the sum of `whole`, saying which inputs and by how much.

    Both map the name of an input to its value; `advice` says why that cannot be and what to do. What is no array of
    numbers (a formula being recorded) is let through.

    >>> at_most({"part": np.float64(0.2)}, {"whole": np.float64(0.2)}, "A part is no more than the whole.")
    """
    excess, limit = sum(parts.values()), sum(whole.values())
    if not isinstance(excess - limit, NUMBERS):
        return
    with np.errstate(invalid="ignore", over="ignore"):
        bad = np.asarray(excess - limit > PURE * (np.abs(limit) + 1.0))
    if bad.any():
        raise ImpossibleError(f"{' + '.join(parts)} is more than {' + '.join(whole)}", bad, {**parts, **whole}, advice)


def check_outputs(name: str, x: Any, y: Any) -> None:
    """Raise ImpossibleError if an output of the calculator `name` is beyond its declared bounds. NaN and infinities are
    left to whoever asked: the engine counts them."""
    try:
        found = dict(leaves(y))
    except AttributeError:
        return  # an output without a value: the engine says so
    for path, spec in leaf_specs(y):
        value = found[path]
        if spec.low == -np.inf and spec.high == np.inf:
            continue
        if not isinstance(value, NUMBERS) or np.size(value) == 0:
            continue
        array = np.asarray(value)
        least, most = (array.item(),) * 2 if array.ndim == 0 else (array.min(), array.max())
        if array.dtype.kind in "fiub" and not (least >= spec.low and most <= spec.high):
            _look_closer(name, path, spec, array, x, y)


def _look_closer(name: str, path: str, spec: FieldSpec, value: npt.NDArray[Any], x: Any, y: Any) -> None:
    """Refuse what is finite and beyond the bounds by more than rounding."""
    finite = np.isfinite(value)
    with np.errstate(invalid="ignore"):
        low = finite & (value < spec.low)
        high = finite & (value > spec.high)
        if (low | high).any():
            slack = _rounding(spec, value, x, y)
            low &= value < spec.low - slack
            high &= value > spec.high + slack
    bad = low | high
    if not bad.any():
        return
    side, bound = ("below", spec.low) if low.any() else ("above", spec.high)
    raise ImpossibleError(
        f"{name}: its output '{path}' ({spec.unit}) is {side} its bound of {bound:g}",
        low if low.any() else high,
        {path: value, **dict(leaves(x))},
        "Inputs may be possible one by one and not together: correct them. If they are right, correct the formula, "
        "or declare the output with a type that has no such bound.",
    )


def _rounding(spec: FieldSpec, value: npt.NDArray[Any], x: Any, y: Any) -> Any:
    """How far beyond a bound rounding may lead, at each row."""
    if spec.unit in ("share", "ratio"):
        return PURE
    kind, scale = _kind(spec.unit), np.zeros(value.shape)
    for record in (x, y):
        amounts = dict(leaves(record))
        for path, other in leaf_specs(record):
            if _kind(other.unit) == kind and np.shape(amounts[path]) in ((), value.shape):
                size = np.abs(amounts[path])
                scale = np.maximum(scale, np.where(np.isfinite(size), size, 0.0))
    return AMOUNT * scale


def _kind(unit: str | None) -> str:
    """What an amount is of: all money is one kind, by the year or not."""
    return (unit or "").split("/")[0]
