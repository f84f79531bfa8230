"""A record is a tree; a dotted path (`precautions.bank_detection.cost`) names each number in it. Walk it, and make it
anew with other numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from mloss_econ.base.arrays import check_shapes, frozen
from mloss_econ.evidence import Table
from mloss_econ.kernel.declarations import FieldSpec, JoinedBase, check_bounds, field_specs, specs_of
from mloss_econ.kernel.quantities import Category


def leaves(record: Any, prefix: str = "", *, all_kinds: bool = False) -> Iterator[tuple[str, Any]]:
    """Every number (and category) of a record with its dotted path, in declaration order.

    With `all_kinds` labels and tables come too.
    """
    for spec in specs_of(record):
        path, value = prefix + spec.name, getattr(record, spec.name)
        if spec.kind == "records":
            for name, inner in value.items():
                yield from leaves(inner, f"{path}.{name}.", all_kinds=all_kinds)
        elif spec.kind == "record":
            yield from leaves(value, f"{path}.", all_kinds=all_kinds)
        elif spec.kind in ("named", "categories"):
            for name, inner in value.items():
                yield f"{path}.{name}", inner
        elif all_kinds or spec.kind not in ("label", "table"):
            yield path, value


def sources(record: type[Any]) -> Iterator[str]:
    """The beliefs that the numbers of an Inputs class take by default."""
    for spec in field_specs(record):
        if spec.record is not None:
            yield from sources(spec.record)
        elif spec.belief:
            yield spec.belief


def leaf_specs(record: Any, prefix: str = "") -> Iterator[tuple[str, FieldSpec]]:
    """The declaration behind every number of a record, by dotted path."""
    for spec in specs_of(record):
        path, value = prefix + spec.name, getattr(record, spec.name)
        if spec.kind == "records":
            for name, inner in value.items():
                yield from leaf_specs(inner, f"{path}.{name}.")
        elif spec.kind == "record":
            yield from leaf_specs(value, f"{path}.")
        elif spec.kind in ("named", "categories"):
            for name in value:
                yield f"{path}.{name}", spec
        elif spec.kind not in ("label", "table"):
            yield path, spec


def replace_leaves(record: Any, values: Mapping[str, Any], prefix: str = "", *, validate: bool = True) -> Any:
    """The same tree with every number replaced by `values[path]`; labels and tables stay.

    Without validation the values may be any array-like objects (draws already checked, recorders).
    """
    new: dict[str, Any] = {}
    for spec in specs_of(record):
        path, value = prefix + spec.name, getattr(record, spec.name)
        if spec.kind == "records":
            new[spec.name] = {
                name: replace_leaves(inner, values, f"{path}.{name}.", validate=validate)
                for name, inner in value.items()
            }
        elif spec.kind == "record":
            new[spec.name] = replace_leaves(value, values, f"{path}.", validate=validate)
        elif spec.kind in ("named", "categories"):
            new[spec.name] = {name: _leaf(spec, f"{path}.{name}", values, validate, old) for name, old in value.items()}
        elif spec.kind in ("label", "table"):
            new[spec.name] = value
        else:
            new[spec.name] = _leaf(spec, path, values, validate, value)
    return remade(record, new)


def _leaf(spec: FieldSpec, path: str, values: Mapping[str, Any], validate: bool, old: Any) -> Any:
    if not validate or spec.kind in ("category", "categories") or values[path] is old:
        return values[path]
    value = frozen(values[path], path)
    check_bounds(spec, path, value)
    return value


def with_leaves(record: Any, values: Mapping[str, Any]) -> Any:
    """The same tree with some numbers replaced, by path, unchecked; what none of them is in stays the same object."""
    fields = {spec.name: getattr(record, spec.name) for spec in specs_of(record)}
    whole = {path: value for path, value in values.items() if path in fields}
    parts = _by_first({path: value for path, value in values.items() if path not in fields})
    for name, inner in parts.items():
        old = fields[name]
        if isinstance(old, Mapping):
            changed = {k: v[""] if "" in v else with_leaves(old[k], v) for k, v in _by_first(inner).items()}
            whole[name] = {**old, **changed}
        else:
            whole[name] = with_leaves(old, inner)
    return remade(record, fields | whole)


def _by_first(values: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Values by the first name of their path, then by the rest of it."""
    found: dict[str, dict[str, Any]] = {}
    for path, value in values.items():
        first, _, rest = path.partition(".")
        found.setdefault(first, {})[rest] = value
    return found


def remade(record: Any, fields: Mapping[str, Any]) -> Any:
    """A record like this one of other fields, which were checked before."""
    if isinstance(record, JoinedBase):
        return record._remade(fields)
    return type(record).model_construct(**fields)


def same_leaves(one: Any, other: Any) -> bool:
    """Whether two records have the same numbers, labels and tables in the same places."""
    mine, theirs = dict(leaves(one, all_kinds=True)), dict(leaves(other, all_kinds=True))
    return list(mine) == list(theirs) and all(_equal(mine[p], theirs[p]) for p in mine)


def _equal(a: Any, b: Any) -> bool:
    if isinstance(a, Category) and isinstance(b, Category):
        return a.labels == b.labels and np.array_equal(a.codes, b.codes)
    if isinstance(a, (str, Table)) or isinstance(b, (str, Table)):
        return bool(a == b)
    return np.array_equal(np.asarray(a), np.asarray(b), equal_nan=True)


def check_lengths(record: Any) -> None:
    """Raise InputError that names two of the inputs unless all arrays of a record broadcast together."""
    arrays = {path: getattr(value, "codes", value) for path, value in leaves(record)}
    if any(getattr(array, "ndim", 0) for array in arrays.values()):
        check_shapes({path: array for path, array in arrays.items() if isinstance(array, np.ndarray)})
