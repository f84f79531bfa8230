"""Single values: a known number, values with their shares, and columns of data, against counting and NumPy."""

import math
import pickle
from fractions import Fraction
from itertools import accumulate
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from oracles import discretes, probabilities

from mloss_econ.errors import InputError
from mloss_econ.uncertainty import discrete, distribution_from, empirical, point, points, uniforms
from mloss_econ.uncertainty.points import running_sums


def test_discrete_against_counting() -> None:
    dist = discrete(values=[-1, 2, 10], weights=[0.25, 0.5, 0.25])
    assert dist.mean() == -0.25 + 1 + 2.5
    assert dist.support == (-1, 10)
    u = (np.arange(16) + 0.5) / 16
    assert sorted(dist.quantile(u).tolist()) == [-1.0] * 4 + [2.0] * 8 + [10.0] * 4
    assert dist.quantile(np.array([0.0, 0.25, np.nextafter(0.25, 1), 0.75, 1.0])).tolist() == [-1, -1, 2, 2, 10]
    assert dist.cdf(np.array([-2.0, -1.0, 1.9, 2.0, 11.0])).tolist() == [0, 0.25, 0.25, 0.75, 1]


def test_point_is_one_value_of_any_shape() -> None:
    dist = point(value=7)
    assert dist.quantile(0.3).shape == ()
    assert dist.quantile(np.full((2, 3), 0.3)).tolist() == [[7.0] * 3] * 2
    assert (dist.mean(), dist.support) == (7.0, (7.0, 7.0))
    assert dist.cdf(np.array([6.9, 7.0])).tolist() == [0, 1]


@given(discretes(), probabilities)
def test_discrete_quantile_is_the_smallest_value_that_reaches_the_probability(dist: Any, u: float) -> None:
    total, expected = 0.0, dist.values[-1]
    for value, weight in zip(dist.values, dist.weights, strict=True):
        total += weight
        if total >= u:
            expected = value
            break
    assert dist.quantile(u) == expected
    assert_allclose(dist.mean(), sum(v * w for v, w in zip(dist.values, dist.weights, strict=True)), rtol=1e-12)


@pytest.mark.parametrize("bad", [math.nan, math.inf, "5", True])
@pytest.mark.parametrize("parameter", ["values", "weights"])
def test_no_entry_of_a_discrete_may_be_so_either(parameter: str, bad: Any) -> None:
    with pytest.raises(InputError, match="discrete"):
        discrete(**({"values": [1, 2], "weights": [0.5, 0.5]} | {parameter: [0.5, bad]}))


# ---------------------------------------------------------------- columns of data


MANY = np.random.default_rng(5).lognormal(size=100_000)
LARGE: Any = empirical(values=MANY)
data = st.lists(st.integers(-5, 5).map(float), min_size=1, max_size=30)


def test_each_value_is_as_likely_as_it_is_frequent() -> None:
    dist = empirical(values=[3, 1, 3, 2])
    assert dist == discrete(values=[1, 2, 3], weights=[0.25, 0.25, 0.5])
    assert dist.to_dict() == {"kind": "discrete", "values": (1, 2, 3), "weights": (0.25, 0.25, 0.5)}
    assert distribution_from({"kind": "empirical", "values": [3, 1, 3, 2]}) == dist
    assert empirical([3, 1, 3, 2]) == empirical(pd.Series([3, 1, 3, 2], index=[4, 4, 0, 1])) == dist
    assert empirical(pl.Series([3, 1]), weights=pd.Series([3, 1], index=[1, 0])) == empirical([3, 3, 3, 1])


def test_weights_count_in_any_unit_and_what_counts_nothing_is_left_out() -> None:
    expected = discrete(values=[1, 3], weights=[0.25, 0.75])
    for unit in (1e-300, 1, 4, 8e307):
        assert empirical(values=[3, 1, 3, 2], weights=[unit, unit, 2 * unit, 0]) == expected


@pytest.mark.parametrize("kind", [np.int64, np.uint8, np.float32, np.float64])
def test_arrays_of_any_number_are_columns(kind: Any) -> None:
    column = np.array([3, 1, 3, 2], dtype=kind)
    assert empirical(values=column) == empirical(values=(3.0, 1.0, 3.0, 2.0))
    assert empirical(values=[3, 1], weights=np.array([1, 3], dtype=kind)) == discrete(
        values=[1, 3], weights=[0.75, 0.25]
    )
    assert column.tolist() == [3, 1, 3, 2]


@given(data)
def test_against_counting_in_fractions(values: list[float]) -> None:
    dist: Any = empirical(values=values)
    assert dist.values == tuple(sorted(set(values)))
    for value, weight in zip(dist.values, dist.weights, strict=True):
        assert_allclose(weight, float(Fraction(values.count(value), len(values))), rtol=3e-16)
        assert_allclose(dist.atom(value), weight, rtol=0)
        assert_allclose(dist.cdf(value), sum(v <= value for v in values) / len(values), rtol=3e-16)
        assert_allclose(dist.mass(value, np.inf), sum(v > value for v in values) / len(values), rtol=3e-16)
    assert_allclose(dist.mean(), float(sum(map(Fraction, values)) / len(values)), rtol=1e-14, atol=1e-15)


@given(data, st.floats(0.001, 0.999))
def test_against_the_inverted_cumulative_frequency_of_numpy(values: list[float], u: float) -> None:
    u = (math.floor(u * len(values)) + 0.5) / len(values)  # between two steps
    dist = empirical(values=values)
    assert dist.quantile(u) == np.quantile(values, u, method="inverted_cdf")
    assert dist.upper_quantile(1 - u) == dist.quantile(u)


def test_a_zero_has_no_sign() -> None:
    for values in ([-0.0, 1.0], [0.0, -0.0], [-0.0, 0.0]):
        assert math.copysign(1, float(empirical(values=values).quantile(0.1))) == 1


def test_draws_resample_the_data() -> None:
    values = np.array([2.0, 7.0, 7.0, 9.0])
    drawn = empirical(values=values).quantile(uniforms(1, "x", 2**12))
    assert {v: int((drawn == v).sum()) for v in set(drawn.tolist())} == {2.0: 1024, 7.0: 2048, 9.0: 1024}


@given(data, st.integers(-6, 6), st.integers(-6, 6))
def test_truncation_leaves_out_data(values: list[float], low: int, high: int) -> None:
    inside = [v for v in values if low <= v <= high]
    if not inside:
        with pytest.raises(InputError, match="no value lies between"):
            empirical(values=values).truncated(low=low, high=high)
        return
    cut, expected = empirical(values=values).truncated(low=low, high=high), empirical(values=inside)
    assert cut.support == expected.support
    assert_allclose(cut.mean(), expected.mean(), rtol=1e-13, atol=1e-14)


def test_values_that_become_one_when_scaled_are_gathered() -> None:
    value = 1.9
    while 1.1 * value != 1.1 * np.nextafter(value, 2):
        value = float(np.nextafter(value, 2))
    dist = empirical(values=[value, np.nextafter(value, 2), 1.0])
    assert_allclose(dist.scaled(1.1).to_dict()["weights"], (1 / 3, 2 / 3), rtol=1e-15)
    assert dist.scaled(2.0).to_dict()["weights"] == dist.to_dict()["weights"]


def test_a_hundred_thousand_values_end_where_the_data_end() -> None:
    assert LARGE.support == (MANY.min(), MANY.max())
    assert abs(LARGE.mass(-np.inf, np.inf) - 1) < 1e-15
    ends = np.array([0.0, 5e-324, 1 - 2.0**-53, 1.0, np.nextafter(1, 2)])
    assert LARGE.quantile(ends).tolist() == [MANY.min()] * 2 + [MANY.max()] * 3
    assert LARGE.upper_quantile(ends[::-1]).tolist() == [MANY.min()] * 3 + [MANY.max()] * 2
    assert_allclose(LARGE.mean(), math.fsum(MANY) / len(MANY), rtol=1e-14)
    ordered = np.sort(MANY)
    middle = (np.arange(len(MANY)) + 0.5) / len(MANY)
    assert_array_equal(LARGE.quantile(middle), ordered)
    assert_array_equal(LARGE.upper_quantile(1 - middle), ordered)
    assert_allclose(LARGE.cdf(ordered[999]), 0.01, rtol=1e-15)
    assert_allclose(LARGE.mass(ordered[-11], np.inf), 1e-4, rtol=1e-15)


@pytest.mark.parametrize("n", [3, 7, 1000, 99_999])
def test_equal_shares_sum_to_one_whatever_their_number(n: int) -> None:
    dist = empirical(values=np.arange(n))
    assert abs(dist.mass(-np.inf, np.inf) - 1) <= 2.3e-16
    assert dist.quantile(1 - 2.0**-53) == n - 1


def test_steps_are_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    dist = empirical(values=MANY[:1000])
    u = uniforms(1, "x", 64)
    first = dist.quantile(u), dist.upper_quantile(u), dist.mass(u, np.inf)

    def again(*_: Any) -> None:
        raise AssertionError("made again")

    monkeypatch.setattr(points, "running_sums", again)
    for before, after in zip(first, (dist.quantile(u), dist.upper_quantile(u), dist.mass(u, np.inf)), strict=True):
        assert_array_equal(before, after)


def test_what_was_computed_is_neither_compared_nor_pickled() -> None:
    fresh, used = empirical(values=MANY[:500]), empirical(values=MANY[:500])
    used.quantile(0.5), used.mass(0, 1), used.upper_quantile(0.5), used.mean()
    assert fresh == used
    assert hash(fresh) == hash(used)
    assert len(pickle.dumps(used)) < 1.2 * len(pickle.dumps((used.to_dict()["values"], used.to_dict()["weights"])))
    again = pickle.loads(pickle.dumps(used))
    assert again == used
    assert again.quantile(0.5) == used.quantile(0.5)


def test_running_sums_lose_nothing() -> None:
    numbers = np.random.default_rng(0).random(100_000) ** 8
    sums = running_sums(numbers)
    exact = list(accumulate(map(Fraction, numbers[:2000].tolist())))
    assert_array_equal(sums[:2000], [float(x) for x in exact])
    assert sums[-1] == math.fsum(numbers)
    assert np.cumsum(numbers)[-1] != math.fsum(numbers)  # what plain sums lose


def test_tiny_upper_weights_keep_their_digits() -> None:
    dist = discrete(values=[0, 5, 7], weights=[1.0, 1e-20, 1e-30])
    assert dist.mass(0, np.inf) == dist.mass(0, 5) + 1e-30 == 1e-20 + 1e-30
    assert dist.mass(5, np.inf) == 1e-30
    assert dist.upper_quantile(np.array([0.5, 1e-20 + 1e-30, 9e-21, 1e-30, 9e-31, 0.0])).tolist() == [0, 0, 5, 5, 7, 7]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"values": []}, ["empirical", "0 values", "at least one"]),
        ({"values": np.array([])}, ["0 values"]),
        ({"values": [1.0, 2.0, math.nan]}, ["values[2] = nan", "not finite"]),
        ({"values": np.array([1.0, math.inf])}, ["values[1] = inf", "not finite"]),
        ({"values": [1.0, "2"]}, ["values[1] = '2'", "not a number"]),
        ({"values": [1.0, None]}, ["values[1] = None", "not a number"]),
        ({"values": [True, False]}, ["values[0] = True", "not a number"]),
        ({"values": np.array([True])}, ["values[0] = True", "not a number"]),
        ({"values": np.array(["1"])}, ["values[0] = '1'", "not a number"]),
        ({"values": "12"}, ["values = '12'", "not a list"]),
        ({"values": 3.0}, ["values = 3.0", "not a list"]),
        ({"values": [10**400]}, ["values[0]", "not finite", "exponent"]),
        ({"values": np.zeros((2, 2))}, ["values", "2 dimensions", "one column"]),
        ({"values": np.array(3.0)}, ["values", "0 dimensions"]),
        ({"values": [1, 2], "weights": [1]}, ["2 values and 1 weights"]),
        ({"values": [1, 2], "weights": [1, -1]}, ["weights", "0 or more", "-1"]),
        ({"values": [1, 2], "weights": [0, 0]}, ["weights", "one above 0"]),
        ({"values": [1, 2], "weights": [1, math.nan]}, ["weights[1] = nan"]),
    ],
)
def test_columns_that_are_no_data_are_refused_in_words(arguments: Any, words: list[str]) -> None:
    with pytest.raises(InputError) as error:
        empirical(**arguments)
    assert all(word in str(error.value) for word in words), str(error.value)


# ---------------------------------------------------------------- truncated


@given(discretes())
def test_a_discrete_keeps_the_values_inside(dist: Any) -> None:
    low, high = dist.values[0], dist.values[len(dist.values) // 2]
    cut = dist.truncated(low=low, high=high)
    inside = [(v, w) for v, w in zip(dist.values, dist.weights, strict=True) if low <= v <= high]
    assert cut.support == (inside[0][0], inside[-1][0])
    assert_allclose(cut.mean(), sum(v * w for v, w in inside) / sum(w for _, w in inside), rtol=1e-12, atol=1e-13)


def test_a_point_is_kept_or_refused() -> None:
    assert point(value=3).truncated(low=1, high=3) == point(value=3)
    with pytest.raises(InputError, match="3"):
        point(value=3).truncated(high=2)
