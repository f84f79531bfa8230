"""Every door that takes numbers gives the same for every container of them, and checks them all alike."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
import toys
from containers import SAME, WRONG, Tensor
from numpy.testing import assert_array_equal

from mloss_econ import uncertainty
from mloss_econ.base.units import PriceBase
from mloss_econ.compliance import pricing_out, profile
from mloss_econ.compliance.appraisal import annualise, annuity, fall_of_benefit
from mloss_econ.compliance.budgets import LognormalBudgets, ParetoBudgets
from mloss_econ.compliance.fits import lognormal_sigma
from mloss_econ.engine import quantiles, simulate
from mloss_econ.errors import InputError
from mloss_econ.evidence import Table
from mloss_econ.kernel import Ledger, Line, baseline
from mloss_econ.liability.accident import Accident
from mloss_econ.liability.exposure import exposure
from mloss_econ.liability.hand_rule import due_care, hand_rule
from mloss_econ.liability.recovery import several_only
from mloss_econ.sensitivity import Region, break_even, decision_from, one_way, sobol_from, switching, tornado
from mloss_econ.uncertainty import discrete, empirical, mixture, normal, point
from mloss_econ.value import attributed_value, concentration
from mloss_econ.value.growth_fits import fit_bass, fit_exponential, fit_logistic
from mloss_econ.value.identity import identity
from mloss_econ.value.mechanism_split import mechanism_split
from mloss_econ.value.stock_and_flow import half_life, perpetual_inventory

PAIR = (0.25, 0.75)
MANY = 4096


def _accident(probability: Any) -> Any:
    return Accident.grid({"driver": [0, 1]}, probability, 10.0, bearer="driver").social


DOORS: Mapping[str, Callable[[Any], Any]] = {
    "Inputs": lambda v: toys.product.Inputs(left=v, right=1.0).left,
    "Inputs, named": lambda v: toys.Leaf(owner="a", cost=1.0, effect={"wind": v}).effect["wind"],
    "at": lambda v: pricing_out.at(zero_share=v).exit_share_funded,
    "at, by path": lambda v: pricing_out.at({"zero_share": v}).value_lost,
    "empirical": lambda v: np.array(empirical(values=v).to_dict()["values"]),
    "empirical, weights": lambda v: np.array(empirical(values=[1, 2], weights=v).to_dict()["weights"]),
    "discrete": lambda v: np.array(discrete(values=v, weights=[0.5, 0.5]).to_dict()["values"]),
    "mixture": lambda v: mixture(of=[point(value=1), point(value=2)], weights=v).quantile(0.5),
    "quantile": lambda v: normal(mean=0, sd=1).quantile(v),
    "cdf": lambda v: normal(mean=0, sd=1).cdf(v),
    "Table": lambda v: Table("t", {"x": v})["x"],
    "budgets": lambda v: LognormalBudgets(np.array(0.5), np.array(2.0)).share_below(v, 1.0),
    "budgets, parameter": lambda v: ParetoBudgets(v, np.array(2.0)).mean(),
    "budgets, part": lambda v: ParetoBudgets(np.array(1.0), np.array(2.0)).size_at(v, 0.0),
    "accident": _accident,
    "present_value": lambda v: profile("a4-2003").schedules["3 %"].present_value(v),
    "factor": lambda v: profile("a4-2003").schedules["3 %"].factor(v),
    "annuity": lambda v: annuity(v, 10.0),
    "annualise": lambda v: annualise(v, 0.03, 5),
    "fall_of_benefit": lambda v: fall_of_benefit(1.0, v),
    "lognormal_sigma": lambda v: lognormal_sigma(1.0, v),
    "half_life": half_life,
    "perpetual_inventory": lambda v: perpetual_inventory(v, 0.3),
    "identity": lambda v: identity(value=v, multiplier=2.0).investment,
    "mechanism_split": lambda v: mechanism_split(v, {"a": 1.0})["a"],
    "exposure": lambda v: exposure(v, assets=0.5),
    "hand_rule": lambda v: hand_rule(burden=0.3, probability=v, loss=1.0) + 0.0,
    "due_care": lambda v: due_care(v, [0.3, 0.1]) + 0.0,
    "several_only": lambda v: several_only(v, 1.0, [0.5, 0.5]),
    "ledger": lambda v: Ledger(PriceBase("USD", 2022), "a year", (Line("B", "users", v),)).net(),
    "one_way": lambda v: one_way(baseline(pricing_out), "zero_share", at=v).values,
}
REFUSING: Mapping[str, Callable[[Any], Any]] = {
    **{name: door for name, door in DOORS.items() if name != "Table"},  # which says the row in words of its own
    "fit_exponential": lambda v: fit_exponential([0, 1, 2], v),
    "fit_exponential, years": lambda v: fit_exponential(v, [1, 2, 3]),
    "fit_logistic": lambda v: fit_logistic([0, 1, 2], v),
    "fit_bass": lambda v: fit_bass([0, 1, 2], v, begun=0),
}


@pytest.mark.parametrize("door", DOORS)
def test_every_container_gives_what_a_list_gives(door: str) -> None:
    expected = DOORS[door](list(PAIR))
    assert np.size(expected) > 0
    for name, make in SAME.items():
        found = DOORS[door](make(PAIR))
        assert type(found) in (np.ndarray, np.float64), name
        assert found.dtype == np.float64, name
        assert_array_equal(found, expected, err_msg=name)


@pytest.mark.parametrize("door", REFUSING)
def test_every_door_refuses_what_would_be_misread(door: str) -> None:
    for make, words in WRONG.values():
        with pytest.raises(InputError, match=f"(?s){words}"):
            REFUSING[door](make(PAIR))


@pytest.mark.parametrize(
    "name", [name for name in WRONG if name not in ("all text", "numerals", "pandas text", "polars text")]
)
def test_a_table_refuses_it_too(name: str) -> None:
    with pytest.raises(InputError, match="table 't', column 'x'"):
        Table("t", {"x": WRONG[name][0](PAIR)})


@pytest.mark.parametrize("make", [pd.Series, pl.Series, np.array, Tensor], ids=lambda m: m.__name__)
def test_fits_take_columns_of_any_kind(make: Any) -> None:
    years, counts = [2020, 2021, 2022, 2023], [8.0, 9.0, 10.0, 11.0]
    expected = fit_exponential(years, counts)
    found = fit_exponential(make(years), make(counts))
    assert (found.values, found.intervals) == (expected.values, expected.intervals)


@pytest.mark.parametrize("make", [pd.Series, pl.Series, np.array, list, tuple], ids=lambda m: m.__name__)
def test_bounds_hold_in_every_container(make: Any) -> None:
    for values, words in (([0.3, 1.7], "algorithm_share: 1.7 is outside"), ([0.3, -1], "-1 is outside")):
        with pytest.raises(InputError, match=words):
            attributed_value.at(algorithm_share=make(values))
    with pytest.raises(InputError, match=r"fixed_cost.*not finite"):
        pricing_out.at(fixed_cost=make([30_000.0, np.nan]))
    with pytest.raises(InputError, match=r"zero_share.*3 is outside"):
        pricing_out.Inputs(**{**vars(baseline(pricing_out).point), "zero_share": make([0.5, 3.0])})


def test_columns_are_taken_by_position_and_give_arrays() -> None:
    cost, budget = [1e4, 2e4, 3e4], [5e4, 6e4, 7e4]
    expected = pricing_out.at(fixed_cost=cost, median_budget=budget).exit_share_funded
    for index in ([0, 1, 2], [2, 1, 0], ["a", "b", "c"]):
        found = pricing_out.at(fixed_cost=pd.Series(cost), median_budget=pd.Series(budget, index=index))
        assert type(found.exit_share_funded) is np.ndarray
        assert_array_equal(found.exit_share_funded, expected)
    for frame in (pd.DataFrame, pl.DataFrame):
        found = pricing_out.at(frame({"fixed_cost": cost, "median_budget": budget}))
        assert_array_equal(found.exit_share_funded, expected)


def test_what_a_caller_changes_later_does_not_reach_the_inputs() -> None:
    mine = np.array([1.0, 2.0])
    record = toys.product.Inputs(left=mine, right=np.asfortranarray(np.ones((2, 2))))
    mine[0] = 5.0
    assert record.left.tolist() == [1.0, 2.0]
    assert record.right.flags.c_contiguous


def test_inputs_of_different_lengths_are_named() -> None:
    with pytest.raises(InputError, match=r"fixed_cost has 2 numbers, sigma has 3 numbers"):
        pricing_out.at(fixed_cost=[1e4, 2e4], sigma=[1, 2, 3])
    with pytest.raises(InputError, match=r"left has shape \(2, 2\), right has 3 numbers"):
        toys.product.Inputs(left=np.ones((2, 2)), right=[1, 2, 3])
    with pytest.raises(InputError, match=r"value has 2 numbers, investment has 3"):
        identity(value=[1, 2], investment=[1, 2, 3])
    assert pricing_out.at(fixed_cost=[[1e4], [2e4]], sigma=[1, 2, 3]).exit_share.shape == (2, 3)


def test_nothing_in_gives_nothing_out() -> None:
    assert pricing_out.at(fixed_cost=[]).exit_share_funded.shape == (0,)
    assert pricing_out.at(fixed_cost=pd.Series([], dtype=object)).exit_share_funded.shape == (0,)
    with pytest.raises(InputError, match="has 0 numbers"):
        pricing_out.at(fixed_cost=[], sigma=[1, 2])
    with pytest.raises(InputError, match="at least one"):
        empirical(values=pd.Series([], dtype=float))


# ---------------------------------------------------------------- doors that want many numbers


def test_a_decision_from_columns_of_any_kind() -> None:
    draws = np.random.default_rng(1).random((2, MANY))
    worth, inputs = {"act": draws[0], "wait": draws[1]}, {"x": draws[0]}
    expected = decision_from(worth, inputs)
    for frame in (pd.DataFrame, pl.DataFrame):
        found = decision_from(frame(worth), frame(inputs))
        assert_array_equal(found.worth, expected.worth)
        assert_array_equal(found.inputs["x"].columns[0], draws[0])
    hidden = np.ma.masked_array(draws[0], np.arange(MANY) == 7)
    for wrong in (worth | {"act": hidden}, worth | {"act": draws[0].astype(str)}, worth | {"act": draws[0] > 0}):
        with pytest.raises(InputError, match="option 'act'"):
            decision_from(wrong, inputs)
    for wrong_input in (hidden, pd.Series(hidden.filled(np.nan)), draws[0] + 0j):
        with pytest.raises(InputError, match="input 'x'"):
            decision_from(worth, {"x": wrong_input})


def test_indices_from_columns_of_any_kind() -> None:
    one, two, other_one, other_two = np.random.default_rng(1).random((4, 512))
    a, b, c = one + two, other_one + other_two, other_one + two
    assert str(sobol_from(pd.Series(a), pl.Series(b), {"x": pd.Series(c)})) == str(sobol_from(a, b, {"x": c}))
    with pytest.raises(InputError, match=r"swapped\['x'\]\[3\]: masked"):
        sobol_from(a, b, {"x": np.ma.masked_array(c, np.arange(512) == 3)})


def test_levels_of_quantiles_are_a_list() -> None:
    run = simulate(toys.toy_case(toys.linear), n=256, seed=1)
    assert quantiles(run, "y", pd.Series([0.1, 0.9])) == quantiles(run, "y", [0.1, 0.9])
    with pytest.raises(InputError, match=r"levels has 0 dimensions.*Give a list: \[0\.5\]"):
        quantiles(run, "y", 0.5)  # type: ignore[arg-type]
    with pytest.raises(InputError, match="lies between 0 and 1"):
        quantiles(run, "y", [1.5])


def test_a_present_value_needs_years() -> None:
    schedule = profile("a4-2003").schedules["3 %"]
    for wrong in (100.0, [], np.zeros((2, 0))):
        with pytest.raises(InputError, match=r"one for each year.*\[amount\]"):
            schedule.present_value(wrong)  # type: ignore[arg-type]
        with pytest.raises(InputError, match="one for each year"):
            schedule.annualised(wrong, "end")  # type: ignore[arg-type]
    assert schedule.present_value([100.0]) == 100.0  # type: ignore[arg-type]


def test_a_sample_of_ones_own_becomes_a_table() -> None:
    case, sizes = baseline(concentration), {"commits": [1, 2, 5], "users": [10, 5, 1]}
    expected = case.restructured("mine", tables={"size_table": Table("size_table", sizes)}).outputs()  # type: ignore[arg-type]
    for frame in (pd.DataFrame(sizes), pl.DataFrame(sizes)):
        with pytest.raises(InputError, match=r'size_table is a table, not .*Give Table\("size_table", \.\.\.\)'):
            case.restructured("mine", tables={"size_table": frame})  # type: ignore[dict-item]
        table = Table("size_table", frame)  # type: ignore[arg-type]
        assert case.restructured("mine", tables={"size_table": table}).outputs() == expected


@pytest.mark.parametrize("make", [Decimal, Fraction, np.array, float])
def test_one_number_of_any_kind_at_every_door(make: Any) -> None:
    """Parameters of beliefs, correlations, targets, limits and probabilities."""
    half, one, two = make(0.5), make(1.0), make(2.0)
    made = [
        uncertainty.uniform(low=half, high=two),
        uncertainty.triangular(low=half, mode=one, high=two),
        uncertainty.pert(low=half, mode=one, high=two),
        uncertainty.beta(a=half, b=two),
        uncertainty.between(half, two),
        uncertainty.normal(mean=half, sd=two),
        uncertainty.normal(p5=half, p95=two),
        uncertainty.lognormal(median=half, sigma=two),
        uncertainty.lognormal(mean=half, sd=two),
        uncertainty.point(value=half),
    ]
    for dist in made:
        assert all(type(v) is float for v in vars(dist).values()), dist
    pair = ("fixed_cost", "median_budget")
    tied = baseline(pricing_out).correlated("tied", {pair: half}).dependence
    assert tied == baseline(pricing_out).correlated("tied", {pair: 0.5}).dependence
    assert type(Region("y", low=half).low) is float
    case, output = baseline(pricing_out), "exit_share_funded"
    assert tornado(case, output, high=half).rows == tornado(case, output, high=0.5).rows
    met = break_even(case, vary="fixed_cost", output=output, target=half)
    assert met == break_even(case, vary="fixed_cost", output=output, target=0.5)


@pytest.mark.parametrize("wrong", [True, "0.5", None, 1j, np.array([0.5]), np.ma.masked, 10**400, float("nan")])
def test_what_is_not_one_number_is_refused_at_every_door(wrong: Any) -> None:
    case, output = baseline(pricing_out), "exit_share_funded"
    doors = [
        lambda: uncertainty.uniform(low=0, high=wrong),
        lambda: case.correlated("tied", {("fixed_cost", "median_budget"): wrong}),
        lambda: Region("y", low=wrong),
        lambda: tornado(case, output, high=wrong),
        lambda: break_even(case, vary="fixed_cost", output=output, target=wrong),
        lambda: switching(case, output, target=wrong),
    ]
    for door in doors:
        with pytest.raises(InputError):
            door()
