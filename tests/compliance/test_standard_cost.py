"""The Standard Cost Model against adding up every time somebody does something, and what must hold for any duties."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

from mloss_econ.compliance import Activity, standard_cost
from mloss_econ.compliance.standard_cost import StandardCostInputs
from mloss_econ.errors import InputError

fractions = st.floats(0, 1).map(lambda x: round(x, 6))
small = st.integers(0, 6).map(float)
NAMES = ("payer", "tariff", "time", "overhead", "out_of_pocket", "entities", "frequency", "already_done")
activities = st.dictionaries(
    st.sampled_from("abc"),
    st.fixed_dictionaries(
        {
            "payer": st.sampled_from(["provider", "deployer"]),
            "tariff": st.floats(0, 300),
            "time": st.floats(0, 500),
            "overhead": st.floats(0, 1),
            "out_of_pocket": st.floats(0, 1e5),
            "entities": small,
            "frequency": small,
            "already_done": fractions,
            "recurring": fractions,
            "life": st.integers(1, 8).map(float),
        }
    ),
    min_size=1,
)
rates = st.floats(0, 0.2)
EXAMPLE: dict[str, Any] = {
    "payer": "provider",
    "tariff": 32.0,
    "time": 10.0,
    "overhead": 0.25,
    "out_of_pocket": 50.0,
    "entities": 4.0,
    "frequency": 2.0,
    "already_done": 0.3,
    "recurring": 0.5,
    "life": 3.0,
}


def of(found: Any, rate: float = 0.03) -> Any:
    return standard_cost(
        StandardCostInputs(activities={n: Activity(**a) for n, a in found.items()}, discount_rate=rate)
    )


@given(activities)
def test_as_counted_one_act_at_a_time(found: Any) -> None:
    out = of(found)
    paid: dict[str, float] = {}
    own: dict[str, float] = {}
    hours = 0.0
    for name, a in found.items():
        total = 0.0
        for _firm in range(int(a["entities"])):
            for _time in range(int(a["frequency"])):
                pay = a["tariff"] * a["time"]
                total += pay + a["overhead"] * pay + a["out_of_pocket"]
                hours += a["time"]
        assert_allclose(out.cost[name], total, rtol=1e-12, atol=1e-9)
        assert_allclose(out.burden[name], total - total * a["already_done"], rtol=1e-12, atol=1e-9)
        paid[a["payer"]] = paid.get(a["payer"], 0.0) + total
        own[a["payer"]] = own.get(a["payer"], 0.0) + total * (1 - a["already_done"])
    assert set(out.cost_of) == set(paid)
    for payer, total in paid.items():
        assert_allclose(out.cost_of[payer], total, rtol=1e-12, atol=1e-9)
        assert_allclose(out.burden_of[payer], own[payer], rtol=1e-12, atol=1e-9)
    assert_allclose(out.first_year_cost, sum(paid.values()), rtol=1e-12, atol=1e-9)
    assert_allclose(out.hours, hours, rtol=1e-12, atol=1e-9)


@given(activities, rates)
def test_annualised_is_what_keeps_the_present_value_of_a_life(found: Any, rate: float) -> None:
    """Each activity over its own life, year by year: once at the start, what returns at year ends."""
    out, cost, burden = of(found, rate), 0.0, 0.0
    for name, a in found.items():
        years = range(1, int(a["life"]) + 1)
        once = (1 - a["recurring"]) * float(out.cost[name])
        value = once + sum(a["recurring"] * float(out.cost[name]) / (1 + rate) ** t for t in years)
        yearly = value / sum((1 + rate) ** -t for t in years)
        cost, burden = cost + yearly, burden + yearly * (1 - a["already_done"])
    assert_allclose(out.annualised_cost, cost, rtol=1e-10, atol=1e-9)
    assert_allclose(out.annualised_burden, burden, rtol=1e-10, atol=1e-9)


@given(activities, rates, st.floats(0.01, 100))
def test_laws(found: Any, rate: float, factor: float) -> None:
    out = of(found, rate)
    for cost, burden in (
        (out.first_year_cost, out.first_year_burden),
        (out.later_cost, out.later_burden),
        (out.annualised_cost, out.annualised_burden),
    ):
        assert 0 <= burden <= cost * (1 + 1e-12)
    assert out.later_cost <= out.first_year_cost * (1 + 1e-12)
    more = of({n: a | {"entities": a["entities"] * factor} for n, a in found.items()}, rate)
    assert_allclose(more.annualised_cost, factor * out.annualised_cost, rtol=1e-10, atol=1e-9)
    assert {n: p.item() for n, p in more.price.items()} == {n: p.item() for n, p in out.price.items()}
    split = {n: a | {"entities": a["entities"] / 2} for n, a in found.items()}
    halves = of(split | {f"{n}2": a for n, a in split.items()}, rate)
    assert_allclose(halves.first_year_burden, out.first_year_burden, rtol=1e-10, atol=1e-9)


def test_a_life_of_one_year_and_no_interest_make_no_difference_between_once_and_yearly() -> None:
    for recurring in (0.0, 0.4, 1.0):
        out = of({"a": EXAMPLE | {"life": 1.0, "recurring": recurring}}, 0.0)
        assert_allclose(out.annualised_cost, out.first_year_cost, rtol=1e-12)


def test_nothing_to_do_costs_nothing() -> None:
    assert of({}).annualised_cost == of({"a": EXAMPLE | {"entities": 0.0}}).annualised_cost == 0


def test_it_broadcasts() -> None:
    out = of({"a": EXAMPLE | {"tariff": np.array([10.0, 20.0, 40.0])}})
    assert out.annualised_cost.shape == (3,)
    assert_allclose(np.diff(out.price["a"]), 12.5 * np.array([10.0, 20.0]))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"tariff": -1.0}, "tariff: -1 is outside the bounds 0 to inf"),
        ({"out_of_pocket": -5.0}, "out_of_pocket: -5 is outside"),
        ({"already_done": 1.2}, "already_done: 1.2 is outside the bounds 0 to 1"),
        ({"recurring": 2.0}, "recurring: 2 is outside the bounds 0 to 1"),
        ({"life": 0.0}, "life: 0 is outside the bounds 0.25 to inf"),
        ({"payer": " "}, "activities.a has no payer. Say who does it"),
    ],
)
def test_bad_input(change: Any, words: str) -> None:
    with pytest.raises(InputError, match=words):
        of({"a": EXAMPLE | change})


def test_an_activity_without_a_payer_or_a_scenario() -> None:
    with pytest.raises(InputError, match="payer is missing"):
        Activity(**{k: v for k, v in EXAMPLE.items() if k != "payer"})
    with pytest.raises(InputError, match="needs a scenario for 'activities'"):
        standard_cost.at()
