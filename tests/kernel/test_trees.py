"""How the numbers of a record are walked and replaced."""

import numpy as np
import pytest
import toys
from hypothesis import given, strategies as st

from mloss_econ.compliance import CALCULATORS as COMPLIANCE
from mloss_econ.errors import InputError
from mloss_econ.evidence import Table
from mloss_econ.kernel import Category, baseline, field_specs, leaf_specs, leaves, replace_leaves, with_leaves
from mloss_econ.liability import CALCULATORS as LIABILITY, cheapest_avoider

Product = toys.product.Inputs


def test_a_fault_in_replaced_leaves_is_named_by_its_whole_path() -> None:
    record = toys.tree_inputs()
    with pytest.raises(InputError, match=r"leaves\.elm\.cost.*-7"):
        replace_leaves(record, dict(leaves(record)) | {"leaves.elm.cost": -7.0})


def test_leaves_come_in_declaration_order_by_dotted_path() -> None:
    record = toys.tree_inputs()
    assert [path for path, _ in leaves(record)] == [
        "rate",
        "leaves.oak.cost",
        "leaves.oak.effect.wind",
        "leaves.elm.cost",
        "leaves.elm.effect.wind",
        "leaves.elm.effect.rain",
    ]
    more = dict(leaves(record, all_kinds=True))
    assert more["title"] == "test"
    assert more["leaves.elm.owner"] == "bob"
    assert isinstance(more["sample"], Table)
    assert [path for path, _ in leaf_specs(record)] == [path for path, _ in leaves(record)]


def test_the_leaves_of_outputs_hold_categories() -> None:
    found = dict(leaves(toys.tree(toys.tree_inputs())))
    assert list(found) == ["total", "by_leaf.oak", "by_leaf.elm", "dearest", "kind.oak", "kind.elm"]
    assert isinstance(found["dearest"], Category)
    assert isinstance(found["kind.elm"], Category)


@given(st.lists(st.floats(0, 0.4), min_size=6, max_size=6))
def test_replacing_leaves_replaces_each_and_keeps_the_rest(numbers: list[float]) -> None:
    record = toys.tree_inputs()
    values = dict(zip((path for path, _ in leaves(record)), numbers, strict=True))
    new = replace_leaves(record, values)
    assert {path: float(v) for path, v in leaves(new)} == values
    assert (new.title, new.sample) == (record.title, record.sample)
    assert replace_leaves(new, dict(leaves(record))) == record
    assert record == toys.tree_inputs()  # the original is as it was


def test_replacing_the_leaves_of_outputs_by_themselves_changes_nothing() -> None:
    out = toys.tree(toys.tree_inputs())
    assert replace_leaves(out, dict(leaves(out))) == out
    real = cheapest_avoider.at(scenario="deepfake_bank_fraud")
    assert replace_leaves(real, dict(leaves(real))) == real


def test_unchecked_replacement_takes_anything() -> None:
    record = Product(left=1.0, right=2.0)
    odd = replace_leaves(record, {"left": "anything", "right": -1.0}, validate=False)
    assert odd.left == "anything"
    with pytest.raises(InputError):
        replace_leaves(record, {"left": "anything", "right": -1.0})


@pytest.mark.parametrize("name", ["compliance.bill", "liability.cheapest_avoider"])
def test_some_leaves_put_in_are_what_all_leaves_replaced_give(name: str) -> None:
    """Record by record, named numbers and plain ones; what is not touched stays the same object."""
    scenario = {"compliance.bill": "ai_duties", "liability.cheapest_avoider": "deepfake_family_fraud"}[name]
    point = baseline(next(c for c in (*COMPLIANCE, *LIABILITY) if c.name == name), scenario=scenario).point
    paths = [path for path, _ in leaves(point)]
    for path in paths[::7]:
        some = with_leaves(point, {path: np.float64(7.0)})
        whole = replace_leaves(point, dict(leaves(point)) | {path: np.float64(7.0)}, validate=False)
        assert dict(leaves(some)) == dict(leaves(whole))
        first = path.split(".")[0]
        for spec in field_specs(type(point)):
            assert (getattr(some, spec.name) is getattr(point, spec.name)) == (spec.name != first)
    both = with_leaves(point, dict.fromkeys(paths, np.float64(2.0)))
    assert set(map(float, dict(leaves(both)).values())) == {2.0}
