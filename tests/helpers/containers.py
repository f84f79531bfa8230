"""The same numbers in whatever may hold them, and what may not be taken for numbers."""

import datetime
import warnings
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import scipy.sparse

Pair = tuple[float, float]


class Tensor:
    """What only says how NumPy can read it, as tensors do."""

    def __init__(self, values: Any) -> None:
        self.values = values

    def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
        return np.array(self.values, dtype=dtype)


class Attached(Tensor):
    """A tensor that cannot be read."""

    def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
        raise RuntimeError("call detach() first")


class WithUnit(np.ndarray[Any, Any]):
    """As astropy's quantities are."""

    def to_value(self) -> Any:
        return self


def read_only(pair: Any) -> Any:
    array = np.array(pair)
    array.flags.writeable = False
    return array


def matrix(pair: Any) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return np.matrix(pair)


SAME: dict[str, Callable[[Pair], Any]] = {
    "tuple": tuple,
    "float64": np.array,
    "read-only": read_only,
    "other byte order": lambda p: np.array(p, dtype=">f8"),
    "every second": lambda p: np.repeat(np.array(p), 2)[::2],
    "long double": lambda p: np.array(p, dtype=np.longdouble),
    "objects": lambda p: np.array(p, dtype=object),
    "decimals": lambda p: [Decimal(repr(x)) for x in p],
    "fractions": lambda p: [Fraction(x) for x in p],
    "list of scalars": lambda p: [np.float64(p[0]), np.array(p[1])],
    "nothing masked": lambda p: np.ma.masked_array(p, [False, False]),
    "tensor": Tensor,
    "pandas series": lambda p: pd.Series(p, index=[7, 3]),
    "pandas series in another order": lambda p: pd.Series(p[::-1], index=[1, 0]).iloc[::-1],
    "pandas index": pd.Index,
    "pandas nullable": lambda p: pd.Series(p, dtype="Float64"),
    "pandas category": lambda p: pd.Series(p, dtype="category"),
    "pandas decimals": lambda p: pd.Series([Decimal(repr(x)) for x in p]),
    "polars series": pl.Series,
}
"""Containers of a pair of numbers that have to give what a list gives."""

WRONG: dict[str, tuple[Callable[[Pair], Any], str]] = {
    "masked": (lambda p: np.ma.masked_array(p, [False, True]), r"\[1\].*masked"),
    "list with a masked": (lambda p: [p[0], np.ma.masked], r"\[1\].*missing"),
    "None": (lambda p: [p[0], None], r"\[1\].*None.*missing"),
    "pandas NaN": (lambda p: pd.Series([p[0], np.nan]), r"\[1\].*not finite.*missing"),
    "pandas NA": (lambda p: pd.Series([p[0], None], dtype="Float64"), r"\[1\].*missing"),
    "pandas NA of whole numbers": (lambda p: pd.Series([1, None], dtype="Int64"), r"\[1\].*missing"),
    "polars null": (lambda p: pl.Series([p[0], None]), r"\[1\].*missing"),
    "text": (lambda p: [p[0], "n/a"], r"\[1\].*'n/a'.*text"),
    "all text": (lambda p: ["6", "n/a"], r"\[1\].*'n/a'.*text"),
    "numerals": (lambda p: np.array(["6", "7"]), r"\[0\].*'6'.*text"),
    "pandas text": (lambda p: pd.Series(["6", "n/a"]), r"\[1\].*'n/a'.*text"),
    "polars text": (lambda p: pl.Series(["6", "n/a"]), r"\[1\].*'n/a'.*text"),
    "yes or no": (lambda p: np.array([True, False]), r"\[0\].*True.*yes or no"),
    "one yes": (lambda p: [p[0], True], r"\[1\].*True.*yes or no"),
    "polars yes or no": (lambda p: pl.Series([True, False]), "yes or no"),
    "complex": (lambda p: np.array(p) + 0j, r"\[0\].*complex"),
    "dates": (lambda p: [datetime.date(2020, 1, 1), datetime.date(2021, 1, 1)], r"\[0\].*date"),
    "NumPy dates": (lambda p: np.array(["2020", "2021"], dtype="M8[Y]"), r"\[0\].*date"),
    "pandas dates": (lambda p: pd.to_datetime(["2020-01-01", "2021-01-01"]), r"\[0\].*date"),
    "pandas dates of a zone": (lambda p: pd.to_datetime(["2020-01-01"]).tz_localize("UTC"), r"\[0\].*date"),
    "polars dates": (lambda p: pl.Series([datetime.date(2020, 1, 1)]), r"\[0\].*date"),
    "lengths of time": (lambda p: np.array([1, 2], dtype="m8[D]"), r"\[0\].*length of time"),
    "pandas frame": (lambda p: pd.DataFrame({"x": p}), r'DataFrame.*df\["x"\]'),
    "polars frame": (lambda p: pl.DataFrame({"x": p}), r'DataFrame.*df\["x"\]'),
    "polars lazy frame": (lambda p: pl.LazyFrame({"x": p}), r'LazyFrame.*df\["x"\]'),
    "matrix": (matrix, r"matrix.*ravel"),
    "sparse": (lambda p: scipy.sparse.csr_array([p]), r"sparse.*toarray"),
    "records": (lambda p: np.array([(1,)], dtype=[("a", int)]), r"\[0\].*record"),
    "beyond all floats": (lambda p: [p[0], 10**400], r"\[1\].*too large"),
    "decimal beyond all floats": (lambda p: [p[0], Decimal("1e400")], r"\[1\].*too large"),
    "unreadable": (Attached, "detach"),
    "pairs of an index": (lambda p: pd.MultiIndex.from_tuples([p]), "not a number"),
    "with a unit": (lambda p: np.array(p).view(WithUnit), "unit of its own"),
}
"""What has to be refused, and what the message says."""
