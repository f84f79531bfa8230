"""How the records of a calculator are declared, checked, walked and rebuilt.

A record is a tree; a dotted path (`precautions.bank_detection.cost`) names each number in it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args, get_origin

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, PydanticUserError, ValidationError, model_validator

from mloss_econ.arrays import Symbol, check_shapes
from mloss_econ.errors import InputError, nearest
from mloss_econ.quantities import Category, Named, Quantity, Table, frozen

Role = Literal["given", "lever", "fixed", "linked"]
Kind = Literal["quantity", "named", "records", "record", "label", "table", "category", "categories"]


def given(
    belief: str | None = None,
    *,
    low: float | None = None,
    high: float | None = None,
    positive: bool = False,
    advice: str = "",
) -> Any:
    """An uncertain state of the world. `belief` is the id of the belief it takes its value from (inside a scenario:
    none, the scenario's own path is the id); `low` and `high` are inclusive bounds beyond those of its type; with
    `positive` 0 is refused too (a distribution may come as near as it likes); `advice` is what to do about a value
    outside them."""
    return _field("given", belief, low, high, advice, positive)


def lever(
    belief_or_value: str | float | None = None,
    *,
    low: float | None = None,
    high: float | None = None,
    common: bool = False,
) -> Any:
    """What a rule-maker sets. Takes the id of a belief, or the number that stands for the status quo. A `common` one
    says which part of the world is looked at: cases that are set against each other have the same."""
    return _field("lever", belief_or_value, low, high, common=common)


def linked(
    alone: str | float | None = None,
    *,
    low: float | None = None,
    high: float | None = None,
    positive: bool = False,
) -> Any:
    """What another calculator makes: its output of this name, in the same unit. It has no belief.

    `alone` is for the few that mean something by themselves: the id of the belief that is taken (as in `given`), or the
    number that stands for the status quo (as in `lever`), where no calculator of a model makes it.
    """
    role: Role = "linked" if alone is None else "given" if isinstance(alone, str) else "lever"
    return _field(role, alone, low, high, positive=positive, linked=True)


def fixed(
    belief: str | None = None,
    *,
    low: float | None = None,
    high: float | None = None,
    positive: bool = False,
    advice: str = "",
) -> Any:
    """A definition: a horizon, the length of a year. `belief` is the id of the seed that holds it; bounds as in
    `given`."""
    return _field("fixed", belief, low, high, advice, positive)


def discount(*, low: float = 0.0) -> Any:
    """The real yearly discount rate, the same wherever it is used; more than 1 is taken for per cent and refused."""
    return fixed("appraisal.discount_rate", low=low, high=1, advice="A rate is a part of 1: write 0.035 for 3.5 %.")


def label(value: str | None = None) -> Any:
    """A name that is part of the structure; `value` where no scenario gives one."""
    return _field("fixed", value, None, None)


def table(name: str) -> Any:
    """A table seed (`seeds/tables/<name>.csv`), the same for every draw."""
    return _field("fixed", name, None, None)


def _field(
    role: Role,
    source: str | float | None,
    low: float | None,
    high: float | None,
    advice: str = "",
    positive: bool = False,
    linked: bool = False,
    common: bool = False,
) -> Any:
    extra: dict[str, Any] = {
        "role": role,
        "source": source,
        "low": low,
        "high": high,
        "advice": advice,
        "positive": positive,
        "linked": linked,
        "common": common,
    }
    return Field(json_schema_extra=extra)


@dataclass(frozen=True)
class FieldSpec:
    """What a record says about one of its fields."""

    name: str
    kind: Kind
    role: Role | None
    unit: str | None
    source: str | float | None
    low: float
    high: float
    doc: str
    record: type[Any] | None = None
    advice: str = ""
    positive: bool = False
    endless: bool = False
    linked: bool = False
    common: bool = False

    @property
    def belief(self) -> str | None:
        """The id of the belief the field takes its value from, if it names one."""
        return self.source if isinstance(self.source, str) and self.kind in ("quantity", "named") else None


_SPECS: dict[type[Any], tuple[FieldSpec, ...]] = {}


def field_specs(record: Any) -> tuple[FieldSpec, ...]:
    """The declared fields of a class of records (or of the shape of a joined one), in order."""
    if not isinstance(record, type):
        joined: tuple[FieldSpec, ...] = record.specs
        return joined
    if record not in _SPECS:
        declared: Any = record
        _SPECS[record] = tuple(_field_spec(name, info) for name, info in declared.model_fields.items())
    return _SPECS[record]


def _field_spec(name: str, info: Any) -> FieldSpec:
    extra = info.json_schema_extra or {}
    annotation, origin = info.annotation, get_origin(info.annotation)
    quantity: type[Quantity] | None = None
    inner: type[Any] | None = None
    kind: Kind
    if isinstance(annotation, type) and issubclass(annotation, Quantity):
        kind, quantity = "quantity", annotation
    elif origin is Named:
        kind, quantity = "named", get_args(annotation)[0]
    elif annotation is str:
        kind = "label"
    elif annotation is Table:
        kind = "table"
    elif annotation is Category:
        kind = "category"
    elif origin is not None and issubclass(origin, Mapping) and get_args(annotation)[1] is Category:
        kind = "categories"
    elif origin is not None and issubclass(origin, Mapping) and issubclass(get_args(annotation)[1], RecordBase):
        kind, inner = "records", get_args(annotation)[1]
    else:
        raise InputError(
            f"field '{name}': {annotation!r} is not a quantity, Named[quantity], a mapping to a record, str, Table or "
            "Category."
        )
    low = extra.get("low")
    high = extra.get("high")
    return FieldSpec(
        name=name,
        kind=kind,
        role=extra.get("role"),
        unit=quantity.unit if quantity else None,
        source=extra.get("source"),
        low=low if low is not None else (quantity.low if quantity else -np.inf),
        high=high if high is not None else (quantity.high if quantity else np.inf),
        doc=" ".join((info.description or "").split()),
        record=inner,
        advice=extra.get("advice", ""),
        positive=extra.get("positive", False),
        endless=quantity.endless if quantity else False,
        linked=extra.get("linked", False),
        common=extra.get("common", False),
    )


class JoinedBase:
    """Base of records that are put together from the fields of others (see `joined`). What is its own begins with _,
    which no field does."""

    __slots__ = ()
    _specs: tuple[FieldSpec, ...]
    _said: str

    def _remade(self, values: Mapping[str, Any]) -> JoinedBase:
        """A record of the same fields with other values."""
        raise NotImplementedError


class RecordBase(BaseModel):
    """Base of Inputs and Outputs at run time: frozen, no unknown field, errors in our words."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True, arbitrary_types_allowed=False)

    def __init__(self, **values: Any) -> None:
        try:
            super().__init__(**values)
        except ValidationError as error:
            raise InputError(_explain(error, type(self))) from None
        except PydanticUserError as error:
            raise InputError(
                f"{type(self).__name__}: {str(error).splitlines()[0]} Define the types of its fields before it, in the "
                "same module or function."
            ) from None

    @model_validator(mode="after")
    def _bounds(self) -> RecordBase:
        for spec in field_specs(type(self)):
            if spec.role is None or spec.kind not in ("quantity", "named"):
                continue  # outputs may be anything; the engine reports what is not finite
            value = getattr(self, spec.name)
            numbers = value.items() if spec.kind == "named" else [("", value)]
            for key, number in numbers:
                check_bounds(spec, f"{spec.name}.{key}" if key else spec.name, number)
        if any(spec.role for spec in field_specs(type(self))):
            check_lengths(self)
        return self

    def __eq__(self, other: object) -> bool:
        if type(self) is not type(other):
            return False
        return same_leaves(self, other)

    __hash__ = None  # type: ignore[assignment]  # holds arrays; key caches on a digest


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


def check_bounds(spec: FieldSpec, path: str, value: Any) -> None:
    """Raise InputError if a number is not finite or outside the bounds of its field."""
    if isinstance(value, Symbol):
        return  # it has no numbers yet
    if value.ndim == 0:
        number = value.item()
        if spec.low <= number <= spec.high and math.isfinite(number) and (number > 0 or not spec.positive):
            return  # the usual case, quickly
    if not np.isfinite(value).all():
        raise InputError(f"{path}: {_some(value[~np.isfinite(value)])} is not finite. Give a plain number.")
    if (value < spec.low).any() or (value > spec.high).any():
        bad = _some(value[(value < spec.low) | (value > spec.high)])
        raise InputError(f"{path}: {bad} is outside {_span(spec)} ({spec.unit}). {spec.advice}".rstrip())
    if spec.positive and not (value > 0).all():
        raise InputError(f"{path}: has to be above 0 ({spec.unit}). {spec.advice}".rstrip())


def check_lengths(record: Any) -> None:
    """Raise InputError, naming two of the inputs, unless all arrays of a record broadcast together."""
    arrays = {path: getattr(value, "codes", value) for path, value in leaves(record)}
    if any(getattr(array, "ndim", 0) for array in arrays.values()):
        check_shapes({path: array for path, array in arrays.items() if isinstance(array, np.ndarray)})


def _some(values: np.ndarray[Any, Any]) -> str:
    return f"{np.ravel(values)[0]:g}"


def _span(spec: FieldSpec) -> str:
    return f"the bounds {spec.low:g} to {spec.high:g}"


def _explain(error: ValidationError, record: type[Any]) -> str:
    lines = []
    for problem in error.errors(include_url=False):
        path = ".".join(str(part) for part in problem["loc"])
        kind = problem["type"]
        if kind == "extra_forbidden":
            text = f"{path} is not a field. {nearest(path, record.model_fields)}"
        elif kind == "missing":
            text = f"{path} is missing. The baseline has it: start from calculator.inputs() or calculator.at(...)."
        else:
            inner = problem.get("ctx", {}).get("error")
            between = "" if problem["msg"].startswith("[") else ": "  # [2] is a place in an array
            text = _within(path, str(inner)) if isinstance(inner, InputError) else f"{path}{between}{problem['msg']}"
        lines.append(f"{record.__name__}: {text}")
    return "\n".join(lines)


def _within(path: str, text: str) -> str:
    """The faults of a record inside another, with the whole path: `Leaf: cost: ...` becomes `leaves.elm.cost: ...`."""
    if not path:
        return text
    return "\n".join(f"{path}.{line.split(': ', 1)[-1]}" for line in text.splitlines())


# ---------------------------------------------------------------- walking


def kind_of(record: Any) -> str:
    """What an object is called that should have been a record: the name of its class, or of whose it is."""
    return record._said if isinstance(record, JoinedBase) else type(record).__name__


def specs_of(record: Any) -> tuple[FieldSpec, ...]:
    """The declared fields of a record, in order."""
    return record._specs if isinstance(record, JoinedBase) else field_specs(type(record))


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
    """Values by the first part of their path, then by the rest of it."""
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


def _leaf(spec: FieldSpec, path: str, values: Mapping[str, Any], validate: bool, old: Any) -> Any:
    if not validate or spec.kind in ("category", "categories") or values[path] is old:
        return values[path]
    value = frozen(values[path], path)
    check_bounds(spec, path, value)
    return value
