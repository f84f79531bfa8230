"""How the fields of a record are declared: role, belief, bounds, unit, meaning."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args, get_origin

import numpy as np
from pydantic import Field

from mloss_econ.base.arrays import Symbol
from mloss_econ.errors import InputError
from mloss_econ.evidence import Table
from mloss_econ.kernel.quantities import Category, Named, Quantity

Role = Literal["given", "lever", "fixed", "linked"]
Kind = Literal["quantity", "named", "records", "record", "label", "table", "category", "categories"]


def given(
    belief: str | float | None = None,
    *,
    low: float | None = None,
    high: float | None = None,
    positive: bool = False,
    advice: str = "",
) -> Any:
    """An uncertain state of the world. `belief` is the id of the belief it takes its value from (inside a scenario:
    none, the scenario's own path is the id; or the number that stands where the scenario gives none); `low` and `high`
    are inclusive bounds beyond those of its type; with `positive` 0 is refused too (a distribution may come as near as
    it likes); `advice` is what to do about a value outside them."""
    return _field("given", belief, low, high, advice, positive)


def lever(
    belief_or_value: str | float | None = None,
    *,
    low: float | None = None,
    high: float | None = None,
) -> Any:
    """What a proposal sets. Takes the id of a belief, or the number that stands for the status quo."""
    return _field("lever", belief_or_value, low, high)


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
    return fixed("appraisal.discount_rate", low=low, high=1, advice="A rate is a share of 1: write 0.035 for 3.5 %.")


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
) -> Any:
    extra: dict[str, Any] = {
        "role": role,
        "source": source,
        "low": low,
        "high": high,
        "advice": advice,
        "positive": positive,
        "linked": linked,
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

    @property
    def belief(self) -> str | None:
        """The id of the belief the field takes its value from, if it names one."""
        return self.source if isinstance(self.source, str) and self.kind in ("quantity", "named") else None


class Declared:
    """Base of every record with declared fields."""

    __slots__ = ()


class JoinedBase(Declared):
    """Base of records that are put together from the fields of others (see `joined`). What is its own begins with _,
    which no field does."""

    __slots__ = ()
    _specs: tuple[FieldSpec, ...]
    _said: str

    def _remade(self, values: Mapping[str, Any]) -> JoinedBase:
        """A record of the same fields with other values."""
        raise NotImplementedError  # `joined.Joined` does


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


def specs_of(record: Any) -> tuple[FieldSpec, ...]:
    """The declared fields of a record, in order."""
    return record._specs if isinstance(record, JoinedBase) else field_specs(type(record))


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
    elif origin is not None and issubclass(origin, Mapping) and issubclass(get_args(annotation)[1], Declared):
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
    )


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


def _some(values: np.ndarray[Any, Any]) -> str:
    return f"{np.ravel(values)[0]:g}"


def _span(spec: FieldSpec) -> str:
    return f"the bounds {spec.low:g} to {spec.high:g}"
