"""The one entry for numbers from outside: whatever holds real numbers becomes a float64 array, or is refused.

Taken: numbers (also Decimal and Fraction), lists, arrays of any real type, columns of pandas and polars (by position:
the index is dropped), tensors. Refused, since they would be misread in silence: masked and missing values, text, dates,
yes and no, complex numbers, whole data frames, matrices, quantities with units, numbers too large.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date, time, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any, NoReturn

import numpy as np
import numpy.typing as npt

from mloss_econ.errors import InputError, quoted

Array = npt.NDArray[np.float64]
Place = tuple[int, ...]
FLOAT = np.dtype(np.float64)
PLAIN = frozenset({float, int, np.float64})
REAL = (float, int, np.floating, np.integer, Decimal, Fraction)
TEXT = (str, bytes, bytearray)
DEEPEST = 16  # lists inside each other
KINDS = {"b": "yes or no", "c": "a complex number", "M": "a date", "m": "a length of time", "U": "text", "S": "text"}
DROP = "Drop the row, or fill it in."
REMEDIES = {
    "yes or no": "Give 1 or 0.",
    "a complex number": "Give its real part.",
    "a date": "Give a number, such as d.year + (d.month - 1) / 12.",
    "a length of time": "Give a number, such as days.",
    "text": "Turn text into numbers first: float(...).",
    "missing": DROP,
}


class Symbol:
    """Base of what stands for an array while a formula is recorded. Nothing else passes unchanged."""


def numbers(value: Any, name: str = "", *, finite: bool = False) -> Array:
    """The numbers in `value` as a float64 array of the same shape; a float64 array comes back as it is, not copied.

    `name` is what a message calls it. With `finite` NaN and infinities are refused too. Raises InputError.

    >>> numbers((1, 2.5)).tolist(), numbers(3).shape
    ([1.0, 2.5], ())
    """
    kind = type(value)
    if kind is np.ndarray and value.dtype == FLOAT:
        array: Array = value
    elif kind is float or kind is np.float64:
        array = np.array(value)
    elif isinstance(value, Symbol):
        return value  # type: ignore[return-value]  # it answers to NumPy's functions as an array does
    else:
        array = _read(value, name, ())
    if finite:
        check_finite(array, name)
    return array


def one_number(value: Any, name: str = "") -> float:
    """One finite number. Raises InputError for anything else, also for several numbers."""
    array = numbers(value, name, finite=True)
    if array.ndim:
        raise InputError(f"{_head(name)}{quoted(value)} is not one number; it has the shape {array.shape}.")
    return float(array)


def column(value: Any, name: str = "", *, finite: bool = True) -> Array:
    """Numbers in one dimension. Raises InputError."""
    array = numbers(value, name, finite=finite)
    if array.ndim != 1:
        remedy = "Give one column of numbers." if array.ndim else f"Give a list: [{quoted(value)}]."
        raise InputError(f"{name or 'it'} has {array.ndim} dimensions, not 1. {remedy}")
    return array


def check_finite(array: Array, name: str = "") -> None:
    """Raise InputError, with the place, where a number is not finite."""
    if not np.isfinite(array).all():
        place = tuple(int(k) for k in np.argwhere(~np.isfinite(array))[0])
        remedy = "Drop the row, or correct it." if place else "Give a plain number."
        raise InputError(f"{_at(name, place)}{array[place]} is not finite. {remedy}")


def check_within(
    array: Array,
    name: str,
    *,
    above: float = -np.inf,
    least: float = -np.inf,
    below: float = np.inf,
    most: float = np.inf,
    advice: str = "",
) -> None:
    """Raise InputError, with the place, unless all numbers are finite and within these bounds."""
    if isinstance(array, Symbol):
        return
    good = np.isfinite(array) & (array > above) & (array >= least) & (array < below) & (array <= most)
    if not good.all():
        place = tuple(int(k) for k in np.argwhere(~good)[0])
        bounds = {f"above {above:g}": above, f"{least:g} or more": least, f"below {below:g}": below}
        bounds[f"{most:g} or less"] = most
        wanted = [words for words, bound in bounds.items() if np.isfinite(bound)] or ["finite"]
        raise InputError(f"{_at(name, place)}{array[place]:g} has to be {' and '.join(wanted)}. {advice}".rstrip())


def check_shapes(arrays: Mapping[str, Array]) -> None:
    """Raise InputError that names two of the arrays unless they broadcast together."""
    shapes = {name: np.shape(array) for name, array in arrays.items()}
    if len(set(shapes.values()) - {()}) < 2:
        return
    for k, (one, a) in enumerate(shapes.items()):
        for other, b in list(shapes.items())[:k]:
            if any(m != n and 1 not in (m, n) for m, n in zip(a[::-1], b[::-1], strict=False)):
                sizes = (f"{s[0]} numbers" if len(s) == 1 else f"shape {s}" for s in (b, a))
                raise InputError(f"{other} has {next(sizes)}, {one} has {next(sizes)}. Give as many of each.")


def together(**given: Any) -> tuple[Array, ...]:
    """The numbers of several arguments, by their names, in order. Raises InputError unless they broadcast together."""
    found = {name: numbers(value, name) for name, value in given.items()}
    several = {name: array for name, array in found.items() if isinstance(array, np.ndarray) and array.ndim}
    if len(several) > 1:
        check_shapes(several)
    return tuple(found.values())


def columns_of(table: Any, name: str) -> dict[str, Any]:
    """The columns, by name, of a data frame or of a mapping from names to columns. Raises InputError."""
    if isinstance(table, Mapping):
        found = dict(table)
    elif _is_frame(table) and hasattr(table, "__array__"):
        if len(set(table.columns)) < len(table.columns):
            raise InputError(f"{_head(name)}two columns have one name. Rename one of them.")
        found = {key: table[key] for key in table.columns}
    else:
        raise InputError(f'{_head(name)}{quoted(table)} has no columns. Give {{"name": [1, 2]}} or a data frame.')
    for key in found:
        if not isinstance(key, str):
            raise InputError(f"{_head(name)}a column is called {quoted(key)}, which is no text. Rename it.")
    return found


# ---------------------------------------------------------------- reading


def _read(value: Any, name: str, place: Place) -> Array:
    if isinstance(value, REAL) or kind_of(value):
        return np.array(_real(value, name, place), dtype=FLOAT)
    if not hasattr(value, "__array__") and isinstance(value, Sequence):
        return _read_list(value, name, place)
    raw = unwrapped(value, name, place)
    if raw.dtype.kind in "iuf":
        with np.errstate(over="ignore"):
            array = np.array(raw, dtype=FLOAT, order="C")
        if raw.dtype.itemsize <= FLOAT.itemsize:
            return array
    elif raw.dtype.kind == "O" and not raw.ndim:
        if isinstance(value, np.ndarray):
            return _read(raw.item(), name, place)
        raise InputError(f"{_at(name, place)}{quoted(value)} is not a number. Give a number, a list or an array.")
    items = [(k, raw[k]) for k in np.ndindex(raw.shape)]
    _check_items(items, name, place, "" if raw.dtype.kind in "fO" else KINDS.get(raw.dtype.kind, "a record"))
    return np.array([_real(x, name, (*place, *k)) for k, x in items], dtype=FLOAT).reshape(raw.shape)


def _read_list(items: Sequence[Any], name: str, place: Place) -> Array:
    if PLAIN.issuperset(map(type, items)):
        try:
            return np.array(items, dtype=FLOAT)
        except OverflowError:  # a whole number beyond all floats: found below
            pass
    if len(place) >= DEEPEST:
        raise InputError(f"{name or 'it'} is not a number: it is lists inside each other, more than {DEEPEST} deep.")
    _check_items([((k,), x) for k, x in enumerate(items)], name, place)
    parts = [_read(x, name, (*place, k)) for k, x in enumerate(items)]
    if len({part.shape for part in parts}) > 1:
        raise InputError(f"{_at(name, place)}{quoted(items)} is not a number nor an array: its rows differ in length.")
    return np.stack(parts)


def unwrapped(value: Any, name: str = "", place: Place = ()) -> npt.NDArray[Any]:
    """What NumPy makes of a container, of any type; raises InputError where that loses something."""
    where, kind = _head(name, place), type(value)
    if isinstance(value, np.ma.MaskedArray):
        hidden = np.argwhere(np.ma.getmaskarray(value))
        if len(hidden):
            at = (*place, *(int(k) for k in hidden[0]))
            raise InputError(f"{_head(name, at)}masked. Take the masked values out: x.compressed().")
        value = np.ma.getdata(value)
    if isinstance(value, np.matrix):
        raise InputError(f"{where}a matrix has two dimensions whatever it holds. Give an array: np.asarray(x).ravel().")
    if _is_frame(value):
        raise InputError(f'{where}a {kind.__name__} is a whole table. Give one column: df["x"].')
    if hasattr(kind, "toarray"):
        raise InputError(f"{where}{kind.__name__} is sparse. Give a plain array: x.toarray().")
    if hasattr(kind, "to_base_units") or hasattr(kind, "to_value"):  # pint, astropy
        raise InputError(f"{where}{quoted(value)} has a unit of its own. Give the number alone, in the unit wanted.")
    missing: npt.NDArray[Any] = np.array([])
    try:
        for gaps in ("isna", "is_null"):  # pandas, polars: NumPy would make NaN of what is missing
            if hasattr(kind, gaps) and hasattr(kind, "__array__"):
                missing = np.flatnonzero(getattr(value, gaps)())
        raw = np.asarray(value)
    except Exception as error:  # whatever the container raises
        raise InputError(f"{where}{quoted(value)} is not a number nor an array of numbers ({error}).") from None
    if len(missing):
        raise InputError(f"{_head(name, (*place, int(missing[0])))}not finite: a value is missing. {DROP}")
    return raw


def _is_frame(value: Any) -> bool:
    return hasattr(type(value), "columns")


def kind_of(item: Any) -> str:
    """What an item is that is no real number; empty where it is one, or may hold some."""
    if isinstance(item, (bool, np.bool_)):
        return "yes or no"
    if isinstance(item, REAL):
        return ""
    if isinstance(item, TEXT):
        return "text"
    if type(item).__name__ in ("NoneType", "NAType", "NaTType", "MaskedConstant"):
        return "missing"
    if isinstance(item, (complex, np.complexfloating)):
        return "a complex number"
    if isinstance(item, (date, time, np.datetime64)):
        return "a date"
    return "a length of time" if isinstance(item, (timedelta, np.timedelta64)) else ""


def _check_items(items: Sequence[tuple[Place, Any]], name: str, place: Place, kind: str = "") -> None:
    """Refuse the first item that is no number; of texts, rather one that does not even read like one."""
    bad = [(k, x, what) for k, x in items if (what := kind or kind_of(x))]
    if bad:
        k, item, what = next((b for b in bad if b[2] != "text" or not reads_as_number(b[1])), bad[0])
        _refuse(item, what, name, (*place, *k))


def reads_as_number(text: Any) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _real(item: Any, name: str, place: Place) -> float:
    if what := kind_of(item):
        _refuse(item, what, name, place)
    try:
        found = float(item) if isinstance(item, REAL) else None
    except OverflowError:
        found = math.inf
    except ValueError:  # a Decimal that signals
        found = None
    if found is None:
        raise InputError(f"{_at(name, place)}{quoted(item)} is not a number.")
    if math.isinf(found) and item != found and item != -found:
        raise InputError(f"{_head(name, place)}not finite: too large to compute with. Check its exponent.")
    return found


def _refuse(item: Any, what: str, name: str, place: Place) -> NoReturn:
    remedy = REMEDIES.get(what, "") if place or what != "missing" else "Give a number."
    raise InputError(f"{_at(name, place)}{_shown(item)} is not a number: it is {what}. {remedy}".rstrip())


def _shown(item: Any) -> str:
    return quoted(item.item() if isinstance(item, (np.str_, np.bytes_, np.bool_)) else item)


def _at(name: str, place: Place = ()) -> str:
    where = name + "".join(f"[{k}]" for k in place)
    return f"{where} = " if where else ""


def _head(name: str, place: Place = ()) -> str:
    where = name + "".join(f"[{k}]" for k in place)
    return f"{where}: " if where else ""


def frozen(value: object, name: str = "") -> Any:
    """The numbers in `value`, read-only, contiguous, and apart from an array that its owner may still change."""
    array = numbers(value, name)
    if isinstance(array, Symbol):
        return array
    if array is value and (array.flags.writeable or not array.flags.c_contiguous):
        array = array.copy(order="C")
    view = array.view()
    view.flags.writeable = False
    return view


def is_zero(value: Any) -> bool:
    """Whether a value is the one number 0: no array of draws, and nothing that stands for one."""
    return not getattr(value, "ndim", 0) and not isinstance(value, Symbol) and bool(value == 0)
