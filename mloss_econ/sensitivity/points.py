"""Evaluate a case at chosen points instead of drawn ones: every input at its adopted value but for a few arrays."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from mloss_econ.errors import InputError, RunError, nearest
from mloss_econ.kernel import Case, Entry, output_quantities, replace_leaves

Array = npt.NDArray[np.float64]


def at_points(case: Case[Any, Any], values: Mapping[str, Array]) -> tuple[Any, Any]:
    """The Inputs and Outputs of a case with the inputs in `values` (arrays of one shape) replaced."""
    leaves: dict[str, Any] = {path: np.float64(entry.value) for path, entry in case.entries.items()}
    for path, array in values.items():
        leaves |= moved_with(case, path, array)
    x = replace_leaves(case.point, leaves, validate=False)
    return x, case.calculator(x)


def moved_with(case: Case[Any, Any], path: str, array: Array) -> dict[str, Array]:
    """An input at `array`, and with it all inputs that rest on the same belief."""
    return {**{twin.path: _moved(case.entries[path], twin, array) for twin in _twins(case, path)}, path: array}


def _twins(case: Case[Any, Any], path: str) -> list[Entry]:
    """The other uncertain inputs that take the same belief, and so are the same variable."""
    key = case.entries[path].key
    return [e for e in case.entries.values() if e.key == key and e.path != path and e.uncertain]


def _moved(entry: Entry, twin: Entry, array: Array) -> Array:
    """Where a twin stands when `entry` is at `array`: at its adopted value if `entry` is at its own, else at the same
    value, or at the same quantile where their distributions differ."""
    moved = array if twin.dist == entry.dist else twin.dist.quantile(entry.dist.cdf(array))
    return np.where(np.equal(array, entry.value), twin.value, moved)


def output_at(
    case: Case[Any, Any], output: str, values: Mapping[str, Array], shape: tuple[int, ...], *, refuse: bool = True
) -> Array:
    """One output at chosen points. Raises InputError for an unknown output, and unless told not to RunError if a point
    is not finite."""
    numbers = output_quantities(at_points(case, values)[1])
    if output not in numbers:
        raise InputError(f"{case.calculator.name} has no output '{output}'. {nearest(output, numbers)}")
    result = np.broadcast_to(np.asarray(numbers[output], dtype=np.float64), shape)
    if refuse and not np.isfinite(result).all():
        bad = np.unravel_index(int(np.argmin(np.isfinite(result))), shape)
        where = ", ".join(f"{p} = {np.broadcast_to(v, shape)[bad]:g}" for p, v in values.items())
        raise RunError(f"'{output}' is not finite at {where or 'the adopted point'}; a ranking of it would mislead.")
    return result


def uncertain(case: Case[Any, Any]) -> dict[str, Entry]:
    """The inputs that vary, each belief once (inputs that share one move together)."""
    first: dict[str, str] = {}
    for path, entry in case.entries.items():
        if entry.uncertain:
            first.setdefault(entry.key, path)
    return {path: case.entries[path] for path in first.values()}


def adopted_quantile(entry: Entry) -> float:
    """Where the adopted value lies in its distribution, as a probability (the middle of an atom)."""
    below = float(entry.dist.mass(-np.inf, entry.value))
    at = below - float(entry.dist.mass(-np.inf, np.nextafter(entry.value, -np.inf)))
    return below - at / 2
