"""Records that are put together from the fields of several others, without a class made for it.

A `Shape` stands where a class of Inputs or Outputs would: it has fields, makes records of them, and knows its own. What
it makes is a `Joined`: values by name, read as attributes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from mloss_econ.base.arrays import frozen
from mloss_econ.errors import InputError, nearest
from mloss_econ.evidence import Table
from mloss_econ.kernel.declarations import FieldSpec, JoinedBase, check_bounds
from mloss_econ.kernel.trees import check_lengths, same_leaves


@dataclass(frozen=True)
class Shape:
    """The fields of a joined record. `home` is the calculator whose `Inputs` or `Outputs` it is: by it, it pickles."""

    name: str
    specs: tuple[FieldSpec, ...]
    home: Any = field(default=None, compare=False, repr=False)

    @property
    def __name__(self) -> str:
        return self.name

    def __instancecheck__(self, record: object) -> bool:
        return isinstance(record, Joined) and (record._shape is self or record._shape == self)

    def __call__(self, **values: Any) -> Joined:
        """A record of these fields, each checked as its own declaration has it. Raises InputError."""
        names = [spec.name for spec in self.specs]
        for name in values:
            if name not in names:
                raise InputError(f"{self.name}: {name} is not a field. {nearest(name, names)}")
        for name in names:
            if name not in values:
                raise InputError(f"{self.name}: {name} is missing. Start from baseline(model).point, which has it.")
        made = Joined(self, {spec.name: _checked(spec, values[spec.name], self.name) for spec in self.specs})
        check_lengths(made)
        return made

    def model_construct(self, **values: Any) -> Joined:
        """A record of values that were checked before."""
        return Joined(self, values)

    def __reduce__(self) -> tuple[Any, ...]:
        if self.home is None:
            return Shape, (self.name, self.specs)
        return getattr, (self.home, "Inputs" if self.home.Inputs is self else "Outputs")


def _checked(spec: FieldSpec, value: Any, where: str) -> Any:
    if spec.kind == "quantity":
        return _number(spec, spec.name, value, where)
    if spec.kind == "named":
        return {key: _number(spec, f"{spec.name}.{key}", number, where) for key, number in value.items()}
    known: Any = {"label": str, "table": Table, "records": Mapping}[spec.kind]
    if not isinstance(value, known):
        raise InputError(f"{where}: {spec.name} is {type(value).__name__}, not a {spec.kind}.")
    if spec.record is not None and not all(isinstance(inner, spec.record) for inner in value.values()):
        raise InputError(f"{where}: {spec.name} is a mapping from names to {spec.record.__name__}.")
    return value


def _number(spec: FieldSpec, path: str, value: Any, where: str) -> Any:
    try:
        number = frozen(value, path)
        check_bounds(spec, path, number)
    except InputError as error:
        raise InputError(f"{where}: {error}") from None
    return number


class Joined(JoinedBase):
    """Values by name; read-only. A name that is no identifier is read with `record[name]`."""

    __slots__ = ("_shape", "_values")

    def __init__(self, shape: Shape, values: Mapping[str, Any]) -> None:
        object.__setattr__(self, "_shape", shape)
        object.__setattr__(self, "_values", dict(values))

    _shape: Shape
    _values: dict[str, Any]

    @property
    def _specs(self) -> tuple[FieldSpec, ...]:  # type: ignore[override]  # read from the shape, never set
        """The fields."""
        return self._shape.specs

    @property
    def _said(self) -> str:  # type: ignore[override]  # the same
        """What it is called, and whose it is."""
        home = self._shape.home
        return self._shape.name if home is None else f"the {self._shape.name} of {home.name}"

    def _remade(self, values: Mapping[str, Any]) -> Joined:
        """A record of the same fields with other values."""
        return Joined(self._shape, values)

    def __getattr__(self, name: str) -> Any:
        try:
            return self._values[name]
        except KeyError:
            near = "" if name.startswith("__") else f" {nearest(name, self._values)}"
            raise AttributeError(f"{self._shape.name} has no field '{name}'.{near}") from None

    def __getitem__(self, name: str) -> Any:
        return getattr(self, name)

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(
            f"{self._shape.name} is read-only: '{name}' cannot be set. Make a new case with .but(...)."
        )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Joined) and self._shape == other._shape and same_leaves(self, other)

    __hash__ = None  # type: ignore[assignment]  # holds arrays

    def __repr__(self) -> str:
        return f"<{self._shape.name}, {len(self._values)} fields>"

    def __reduce__(self) -> tuple[Any, ...]:
        return Joined, (self._shape, self._values)
