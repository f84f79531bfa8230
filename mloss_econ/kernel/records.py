"""A record: typed fields, frozen, each checked against its declaration, with errors in our words."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, PydanticUserError, ValidationError, model_validator

from mloss_econ.errors import InputError, nearest
from mloss_econ.kernel.declarations import Declared, JoinedBase, check_bounds, field_specs
from mloss_econ.kernel.trees import check_lengths, same_leaves


class RecordBase(Declared, BaseModel):
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


def _explain(error: ValidationError, record: type[Any]) -> str:
    lines = []
    for problem in error.errors(include_url=False):
        path = ".".join(str(part) for part in problem["loc"])
        kind = problem["type"]
        if kind == "extra_forbidden":
            text = f"{path} is not a field. {nearest(path, record.model_fields)}"
        elif kind == "missing":
            text = f"{path} is missing. Start from baseline(calculator).point or calculator.at(...), which have it."
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


def kind_of(record: Any) -> str:
    """What an object is called that should have been a record: the name of its class, or of whose it is."""
    return record._said if isinstance(record, JoinedBase) else type(record).__name__
