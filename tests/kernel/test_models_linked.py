"""Linked inputs: what they mean where nothing is joined."""

import numpy as np
import pytest
import toys
from joins import AloneInputs, billed, end, three_ways
from numpy.testing import assert_allclose, assert_array_equal

from mloss_econ.compliance import pricing_out
from mloss_econ.errors import InputError
from mloss_econ.kernel import baseline, field_specs, model
from mloss_econ.regimes import world


def test_a_linked_input_has_no_belief() -> None:
    remedy = r"toys\.downstream takes middle from other calculators, and has no belief for it.*downstream\.at\(middle="
    for refused in (
        lambda: toys.toy_case(toys.downstream),
        lambda: baseline(toys.downstream).point,
        lambda: toys.downstream.at(shared=2.0),
    ):
        with pytest.raises(InputError, match=remedy):
            refused()
    with pytest.raises(InputError, match=r"takes effect, aside from other.*no belief for them.*model\(\.\.\., end\)"):
        toys.toy_case(end)
    with pytest.raises(InputError, match="end takes aside from"):
        end.at(effect=1.0)
    spec = {s.name: s for s in field_specs(toys.DownInputs)}["middle"]
    assert (spec.role, spec.source, spec.linked) == ("linked", None, True)


def test_the_remedies_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mloss_econ.kernel.calculators.default_store", toys.toy_store)
    assert_allclose(toys.downstream.at(middle=10.0, shared=2.0, extra=1.0).effect, 6.0)
    assert_allclose(toys.downstream.at(middle=10.0).effect, 10 / 5 + 0.5)  # others as adopted
    assert_array_equal(toys.downstream.at(middle=np.array([5.0, 10.0])).effect, [1.5, 2.5])
    case = toys.toy_case(model(toys.upstream, toys.downstream))
    assert_allclose(case.outputs().effect, 2.5)


def test_a_linked_input_may_mean_something_alone() -> None:
    roles = [(s.role, s.linked) for s in field_specs(AloneInputs)]
    assert roles == [("linked", True), ("given", True), ("lever", True)]
    first = model(toys.lever_up, three_ways)  # makes the middle alone
    assert [s.name for s in field_specs(first.Inputs)] == ["cause", "fee", "aside", "effect"]
    case = toys.toy_case(first)
    assert_allclose(case.outputs().total, 2 * 0.9 + 10 * 5 + 100 * 0.25)
    assert case.entries["aside"].key == "toy.right"
    assert case.entries["effect"].spec.role == "lever"
    assert_allclose(case.but("more", effect=1.0).outputs().total, 2 * 0.9 + 10 * 5 + 100)
    whole = model(three_ways, toys.downstream, toys.upstream)
    assert [s.name for s in field_specs(whole.Inputs)] == ["cause", "shared", "extra"]
    assert_allclose(toys.toy_case(whole).outputs().total, 10 + 10 * 3 + 100 * 2.5)


def test_the_librarys_own_that_mean_something_alone() -> None:
    assert baseline(pricing_out).entries["fixed_cost"].key == "compliance.fixed_cost"
    assert "fixed_cost" not in baseline(billed).entries
    assert baseline(world.upto("resources_freed")).entries["investment"].key == "value.investment"
