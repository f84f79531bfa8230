"""Estimates carry their method: only what measures different things in the same way is added."""

from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

from mloss_econ.base.units import PriceBase
from mloss_econ.errors import InputError, UnitError
from mloss_econ.kernel import baseline, field_specs
from mloss_econ.value import (
    CALCULATORS,
    METHOD_OF,
    SIDES,
    ValueEstimate,
    attributed_value,
    rebuild_cost,
    value_estimate,
    why_not,
)


def estimate(
    amount: Any = 1.0,
    method: str = "supply value",
    scope: Any = ("go",),
    prices: Any = "USD 2020",
    kind: Any = "in all",
) -> ValueEstimate:
    return ValueEstimate(amount, method, frozenset(scope), PriceBase.parse(prices), kind)


@given(st.lists(st.floats(0, 1e12), min_size=2, max_size=5))
def test_one_method_and_different_scopes_add_up(amounts: list[float]) -> None:
    pieces = [estimate(a, scope=[f"language {i}"]) for i, a in enumerate(amounts)]
    total = pieces[0]
    for piece in pieces[1:]:
        total = total + piece
    assert_allclose(total.amount, np.sum(amounts), rtol=1e-12)
    assert total.scope == frozenset(f"language {i}" for i in range(len(amounts)))
    assert total.method == "supply value"


@pytest.mark.parametrize(("one", "other"), list(combinations(SIDES, 2)))
def test_two_methods_are_never_added_and_it_says_why(one: str, other: str) -> None:
    with pytest.raises(InputError) as error:
        estimate(method=one, scope=["a"]) + estimate(method=other, scope=["b"])
    text = str(error.value)
    assert all(words in text for words in (one, other, SIDES[one], SIDES[other], "not added"))
    assert text == why_not(one, other)


def test_why_not() -> None:
    assert "same value seen from two sides" in why_not("attributed value", "demand value")
    assert "difference or the ratio" in why_not("attributed value", "contribution cost")
    assert "has not happened" in why_not("saving made", "saving not made")
    with pytest.raises(InputError, match="one method"):
        why_not("stock", "stock")
    with pytest.raises(InputError, match="Did you mean 'stock'"):
        why_not("stok", "stock")


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        ({"scope": ["go", "c"]}, InputError, "both estimates cover go"),
        ({"scope": ["c"], "prices": "USD 2022"}, UnitError, "USD 2020 and USD 2022 are not added"),
        ({"scope": ["c"], "prices": "EUR 2020"}, UnitError, "EUR 2020"),
        ({"scope": ["c"], "kind": "a year"}, UnitError, "a flow is no stock"),
    ],
)
def test_what_does_not_go_together_is_refused(change: Any, error: Any, words: str) -> None:
    with pytest.raises(error, match=words):
        estimate() + estimate(**change)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"method": "value"}, "method 'value' is not known"),
        ({"kind": "monthly"}, "'a year' or 'in all'"),
        ({"scope": []}, "at least one"),
        ({"amount": np.array([1.0, np.nan])}, "not finite"),
    ],
)
def test_an_estimate_of_nothing_known_is_refused(change: Any, words: str) -> None:
    with pytest.raises(InputError, match=words):
        estimate(**change)


def test_a_number_is_no_estimate() -> None:
    with pytest.raises(TypeError):
        estimate() + 1.0  # type: ignore[operator]


def test_calculators_that_measure_value_name_their_method() -> None:
    known = {c.name: c for c in CALCULATORS}
    for name, measured in METHOD_OF.items():
        units = {spec.name: spec.unit for spec in field_specs(known[name].Outputs)}
        for output, method in measured.items():
            assert method in SIDES
            assert units[output] in ("money", "money/year")


def test_the_estimate_of_a_case() -> None:
    supply = value_estimate(
        baseline(rebuild_cost, scenario="code_bases", prices="USD 2022"), "cost", scope=["redis", "wicket"]
    )
    assert (supply.method, supply.kind, str(supply.prices)) == ("supply value", "in all", "USD 2022")
    worth = baseline(attributed_value, prices="USD 2022")
    value, cost = (value_estimate(worth, name, scope=["MLOSS"]) for name in ("value", "cost"))
    assert (float(value.amount), value.kind) == (30e9, "a year")
    with pytest.raises(InputError, match="difference or the ratio"):
        value + cost
    with pytest.raises(InputError, match="two sides"):
        value + supply
    draws = value_estimate(worth, "value", scope=["MLOSS"], amount=np.array([1.0, 2.0]))
    assert np.shape(draws.amount) == (2,)
    with pytest.raises(InputError, match=r"'benefit_cost_ratio' of value.attributed_value is no estimate of value"):
        value_estimate(worth, "benefit_cost_ratio", scope=["MLOSS"])
