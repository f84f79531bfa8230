"""The door for numbers: what comes in as a float64 array, what is refused, and that the remedies work."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
import scipy.sparse
from containers import SAME, WRONG, matrix
from hypothesis import example, given, strategies as st
from numpy.testing import assert_array_equal

from mloss_econ.base.arrays import Symbol, check_shapes, check_within, column, columns_of, numbers, one_number, together
from mloss_econ.errors import InputError

PAIR = (0.25, 0.75)
DTYPES = ["i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8", ">i4", ">f4", ">f8", "g"]


@pytest.mark.parametrize("name", SAME)
def test_a_container_gives_its_numbers_by_position(name: str) -> None:
    found = numbers(SAME[name](PAIR), "x")
    assert type(found) is np.ndarray
    assert found.dtype == np.float64
    assert found.dtype.isnative
    assert_array_equal(found, PAIR)


@pytest.mark.parametrize("name", WRONG)
def test_what_would_be_misread_is_refused(name: str) -> None:
    make, words = WRONG[name]
    with pytest.raises(InputError, match=f"(?s)^x.*{words}"):
        numbers(make(PAIR), "x")


@pytest.mark.parametrize("dtype", DTYPES)
def test_every_type_of_number_is_read_exactly(dtype: str) -> None:
    found = numbers(np.array([[0, 1, 100], [2, 3, 5]], dtype=dtype).T)
    assert found.tolist() == [[0, 2], [1, 3], [100, 5]]
    assert found.dtype == np.float64
    assert dtype == "f8" or found.flags.c_contiguous


@given(st.lists(st.one_of(st.integers(-(10**30), 10**30), st.floats(), st.fractions(), st.decimals(allow_nan=False))))
def test_lists_are_read_number_by_number(values: list[Any]) -> None:
    try:
        expected = [float(v) for v in values]
    except OverflowError:
        expected = None  # type: ignore[assignment]
    if expected is None or any(np.isinf(e) and e != v for e, v in zip(expected, values, strict=True)):
        with pytest.raises(InputError, match="too large"):
            numbers(values)
    else:
        assert_array_equal(numbers(values), expected)


@pytest.mark.parametrize(
    "value", [3, 3.0, np.int8(3), np.float16(3), np.array(3), np.array(3, dtype=object), Decimal(3)]
)
def test_one_number_has_no_dimension(value: Any) -> None:
    assert numbers(value).shape == ()
    assert one_number(value) == 3.0
    assert one_number(Fraction(6, 2)) == 3.0


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (10**400, "too large to compute with"),
        (Fraction(10**400), "too large"),
        (np.longdouble("1e400"), "too large"),
        (Decimal("sNaN"), "not a number"),
        (Decimal("NaN"), "nan is not finite"),
        (float("inf"), "inf is not finite"),
        (True, "yes or no"),
        ("5", "text"),
        (b"5", "text"),
        (None, "missing, not|missing"),
        (pd.NA, "missing"),
        (pd.NaT, "missing"),
        (np.ma.masked, "missing"),
        (1j, "complex"),
        ([1, 2], r"not one number.*\(2,\)"),
        ({"a": 1}, "not a number"),
        ({1}, "not a number"),
        (iter([1]), "not a number"),
        (pl.col("a"), "not a number"),
    ],
)
def test_what_is_not_one_number_is_refused(value: Any, words: str) -> None:
    with pytest.raises(InputError, match=f"^x.*{words}"):
        one_number(value, "x")


def test_lists_that_are_no_array_are_refused() -> None:
    endless: list[Any] = [1.0]
    endless.append(endless)
    for value, words in (([1, [2, 3]], "differ in length"), (endless, "inside each other"), ([[1], [1, 2]], "differ")):
        with pytest.raises(InputError, match=words):
            numbers(value)
    assert numbers([[1, 2], [3, 4]]).shape == numbers([pd.Series([1, 2]), (3, 4)]).shape == (2, 2)


def test_the_place_of_a_fault_inside_lists_is_named() -> None:
    with pytest.raises(InputError, match=r"^x\[1\]\[0\] = 'a' is not a number"):
        numbers([[1, 2], ["a", 4]], "x")
    with pytest.raises(InputError, match=r"^x\[0\]\[1\] = nan is not finite"):
        numbers([[1, np.nan]], "x", finite=True)


def test_remedies_work() -> None:
    assert numbers(np.ma.masked_array(PAIR, [True, False]).compressed()).tolist() == [0.75]
    assert numbers(np.asarray(matrix(PAIR)).ravel()).tolist() == [*PAIR]
    assert numbers(scipy.sparse.csr_array([PAIR]).toarray()).tolist() == [[*PAIR]]
    for frame in (pd.DataFrame({"x": PAIR}), pl.DataFrame({"x": PAIR})):
        assert numbers(frame["x"]).tolist() == [*PAIR]
    dates = pd.to_datetime(["2020-01-01", "2021-07-01"])
    assert numbers([d.year + (d.month - 1) / 12 for d in dates]).tolist() == [2020.0, 2021.5]
    assert numbers(dates.year + (dates.month - 1) / 12).tolist() == [2020.0, 2021.5]


def test_a_float64_array_is_not_copied_and_a_symbol_passes() -> None:
    array, symbol = np.array(PAIR), Symbol()
    assert numbers(array) is array
    assert numbers(symbol) is symbol  # type: ignore[comparison-overlap]


def test_a_column_has_one_dimension() -> None:
    assert column([1, 2]).tolist() == [1, 2]
    with pytest.raises(InputError, match=r"levels has 0 dimensions.*\[0.5\]"):
        column(0.5, "levels")
    with pytest.raises(InputError, match="2 dimensions"):
        column([[1, 2]])


@given(st.lists(st.sampled_from([(), (1,), (2,), (3,), (2, 1), (1, 3), (2, 3), (0,)]), min_size=1, max_size=4))
@example([(2,), (3,)])
@example([(3,), (1,), (2, 1)])
@example([(2, 3), (3,)])
@example([(3, 2), (3,)])
def test_shapes_fit_where_numpy_broadcasts_them(shapes: list[tuple[int, ...]]) -> None:
    arrays = {f"x{k}": np.zeros(shape) for k, shape in enumerate(shapes)}
    try:
        np.broadcast_shapes(*shapes)
    except ValueError:
        with pytest.raises(InputError, match=r"x\d has .*, x\d has"):
            check_shapes(arrays)
    else:
        assert [a.shape for a in together(**arrays)] == shapes


def test_numbers_out_of_bounds_are_named_with_their_place_and_what_is_wanted() -> None:
    rows = np.array([[0.1, 0.2], [0.3, 1.0]])
    check_within(rows, "x", above=0, most=1)
    check_within(rows, "x", least=0.1, below=2)
    for wrong, bounds, words in (
        (rows, {"above": 0, "below": 1}, r"^x\[1\]\[1\] = 1 has to be above 0 and below 1\. Mind it\.$"),
        (rows, {"above": 0.1}, r"^x\[0\]\[0\] = 0.1 has to be above 0.1\."),
        (rows, {"least": 0.2, "most": 1}, r"^x\[0\]\[0\] = 0.1 has to be 0.2 or more and 1 or less\."),
        (rows, {"most": 0.5}, r"^x\[1\]\[1\] = 1 has to be 0.5 or less\."),
        (np.array(np.nan), {}, r"^x = nan has to be finite\."),
        (np.array([1, np.inf]), {"least": 0}, r"^x\[1\] = inf has to be 0 or more\."),
    ):
        with pytest.raises(InputError, match=words):
            check_within(wrong, "x", **bounds, advice="Mind it.")


def test_the_columns_of_frames_and_mappings() -> None:
    for table in ({"a": PAIR}, pd.DataFrame({"a": PAIR}), pl.DataFrame({"a": PAIR})):
        assert numbers(columns_of(table, "t")["a"]).tolist() == [*PAIR]
    twice = pd.DataFrame([PAIR], columns=["a", "a"])
    for wrong, words in ((5, "no columns"), ([1, 2], "no columns"), (twice, "one name"), ({1: PAIR}, "called 1")):
        with pytest.raises(InputError, match=words):
            columns_of(wrong, "t")
