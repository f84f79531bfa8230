"""What a record takes, refuses and keeps."""

import copy
import math
from typing import Any

import numpy as np
import pytest
import toys
from numpy.testing import assert_array_equal

from mloss_econ.errors import InputError
from mloss_econ.evidence import Table
from mloss_econ.kernel import Inputs, Share, given as given_field

Product = toys.product.Inputs


class BoundedInputs(Inputs):
    """A share with bounds of its own."""

    part: Share = given_field(low=0.2, high=0.8)
    """Between a fifth and four fifths."""


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        (math.nan, ["left", "nan", "not finite"]),
        (math.inf, ["left", "inf", "not finite"]),
        (np.array([1.0, math.nan]), ["left", "nan", "not finite"]),
        (np.array([1.0, -math.inf]), ["left", "-inf", "not finite"]),
        ("5", ["left", "'5'", "not a number"]),
        (b"5", ["left", "not a number"]),
        (True, ["left", "True", "not a number"]),
        (np.True_, ["left", "not a number"]),
        (None, ["left"]),
        ({"a": 1}, ["left", "not a number"]),
        ([1.0, [2.0, 3.0]], ["left", "not a number"]),
        (object(), ["left", "not a number"]),
        (1j, ["left", "not a number"]),
        (-0.5, ["left", "-0.5", "bounds 0 to inf", "ratio"]),
        (np.array([1.0, 2.0, -3.0]), ["left", "-3", "bounds"]),
    ],
)
def test_what_is_no_usable_number_is_refused_with_its_field(bad: Any, words: list[str]) -> None:
    with pytest.raises(InputError) as error:
        Product(left=bad, right=1.0)
    assert all(word in str(error.value) for word in ["ProductInputs", *words]), str(error.value)


@pytest.mark.parametrize(
    "bad",
    [["1", "2"], np.array(["1", "2"]), np.array([True, False]), [True, False], np.array([1 + 2j]), np.array([1j])],
    ids=["texts", "text array", "yes or no array", "yes or no list", "complex", "imaginary"],
)
def test_arrays_of_what_is_no_number_are_refused_too(bad: Any) -> None:
    with pytest.raises(InputError, match=r"left.*not"):
        Product(left=bad, right=1.0)


def test_several_faults_are_reported_together() -> None:
    with pytest.raises(InputError) as error:
        Product(left="x", rihgt=2.0)
    text = str(error.value)
    assert "left" in text
    assert "right is missing" in text
    assert "rihgt is not a field" in text
    assert "Did you mean 'right'" in text


def test_a_missing_field_is_named_with_the_remedy() -> None:
    with pytest.raises(InputError, match=r"ProductInputs: right is missing.*\.at\("):
        Product(left=1.0)


def test_positional_values_are_refused() -> None:
    with pytest.raises(TypeError):
        Product(1.0, 2.0)


@pytest.mark.parametrize(("value", "fine"), [(0.2, True), (0.8, True), (0.5, True), (0.19999, False), (0.80001, False)])
def test_bounds_of_the_field_narrow_those_of_its_type(value: float, fine: bool) -> None:
    if fine:
        assert BoundedInputs(part=value).part == value
    else:
        with pytest.raises(InputError, match=r"part.*0\.2 to 0\.8"):
            BoundedInputs(part=value)


def test_outputs_may_be_anything_a_formula_gives() -> None:
    record = toys.YOutputs(y=np.array([np.nan, np.inf, -1.0]))
    assert np.isnan(record.y[0])


def test_a_fault_deep_in_a_tree_is_named_by_its_whole_path() -> None:
    with pytest.raises(InputError, match=r"leaves\.elm\.cost.*-7"):
        toys.tree_inputs(
            leaves={"oak": {"owner": "a", "cost": 1, "effect": {}}, "elm": {"owner": "b", "cost": -7, "effect": {}}}
        )


def test_a_fault_in_a_named_quantity_is_named_by_its_whole_path() -> None:
    with pytest.raises(InputError, match=r"effect\.wind.*1\.5"):
        toys.Leaf(owner="a", cost=1.0, effect={"wind": 1.5})


# ---------------------------------------------------------------- what is kept


def test_records_are_frozen() -> None:
    record = Product(left=1.0, right=2.0)
    with pytest.raises(Exception, match="frozen"):
        record.left = 3.0
    assert record.left == 1.0


def test_values_are_read_only_and_the_callers_array_is_not_touched() -> None:
    mine = np.array([1.0, 2.0])
    record = Product(left=mine, right=2.0)
    with pytest.raises(ValueError, match="read-only"):
        record.left[0] = 9.0
    assert mine.flags.writeable
    mine[0] = 5.0  # the caller may go on with it
    assert mine.tolist() == [5.0, 2.0]


@pytest.mark.parametrize(
    ("value", "shape"),
    [
        (1, ()),
        (1.5, ()),
        (np.float32(1.5), ()),
        (np.int64(2), ()),
        ([1, 2, 3], (3,)),
        ((1.0,), (1,)),
        (np.ones((4, 2), dtype=np.float32), (4, 2)),
        (np.ones((0,)), (0,)),
    ],
)
def test_numbers_and_arrays_become_float64_of_the_same_shape(value: Any, shape: tuple[int, ...]) -> None:
    record = Product(left=value, right=1.0)
    assert record.left.shape == shape
    assert record.left.dtype == np.float64
    assert_array_equal(record.left, np.asarray(value, dtype=float))


def test_records_are_equal_by_their_numbers() -> None:
    assert Product(left=[1.0, 2.0], right=3) == Product(left=np.array([1.0, 2.0]), right=3.0)
    assert Product(left=[1.0, 2.0], right=3) != Product(left=[1.0, 2.5], right=3)
    assert Product(left=[1.0, 1.0], right=3) != Product(left=1.0, right=3)
    assert Product(left=1.0, right=3) != BoundedInputs(part=0.5)
    assert Product(left=1.0, right=3) != "left"


def test_trees_are_equal_by_numbers_names_labels_and_tables() -> None:
    assert toys.tree_inputs() == toys.tree_inputs()
    assert toys.tree_inputs() != toys.tree_inputs(title="other")
    assert toys.tree_inputs() != toys.tree_inputs(rate=3.0)
    assert toys.tree_inputs() != toys.tree_inputs(sample=Table("small", {"n": np.array([1.0, 3.0])}))
    renamed = {"ash": toys.tree_inputs().leaves["oak"], "elm": toys.tree_inputs().leaves["elm"]}
    assert toys.tree_inputs() != toys.tree_inputs(leaves=renamed)


def test_outputs_are_equal_with_their_categories_and_their_gaps() -> None:
    out = toys.tree(toys.tree_inputs())
    assert out == toys.tree(toys.tree_inputs())
    assert out != toys.tree(toys.tree_inputs(rate=0.1))
    assert toys.YOutputs(y=np.nan) == toys.YOutputs(y=np.nan)
    assert toys.YOutputs(y=np.nan) != toys.YOutputs(y=0.0)


def test_records_cannot_be_keys() -> None:
    with pytest.raises(TypeError, match="unhashable"):
        hash(Product(left=1.0, right=2.0))


def test_records_can_be_copied() -> None:
    record = toys.tree_inputs()
    assert copy.copy(record) == record
    assert copy.deepcopy(record) == record


def test_what_the_caller_does_later_to_an_array_changes_nothing() -> None:
    mine = np.array([1.0, 2.0])
    record = Product(left=mine, right=1.0)
    mine[0] = -5.0
    assert record.left.tolist() == [1.0, 2.0]
