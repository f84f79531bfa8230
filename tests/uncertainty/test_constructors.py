"""The functions that distributions are written with, and their table form: what each means, and what is refused."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose
from oracles import Z95, positives, reals, scipy_lognormal

from mloss_econ.errors import InputError
from mloss_econ.uncertainty import (
    CONSTRUCTORS,
    Distribution,
    beta,
    between,
    discrete,
    distribution_from,
    lognormal,
    normal,
    pert,
    point,
    triangular,
    uniform,
)

# ---------------------------------------------------------------- parametrisations


@given(st.floats(0.01, 1e6), st.floats(1.01, 1e4))
def test_between_names_the_5_and_95_percent_points(low: float, ratio: float) -> None:
    high = low * ratio
    for dist in (between(low, high), lognormal(p5=low, p95=high)):
        assert_allclose(dist.quantile(np.array([0.05, 0.95])), [low, high], rtol=1e-12)
        assert_allclose(dist.quantile(0.5), math.sqrt(low * high), rtol=1e-12)


@given(reals, positives)
def test_normal_takes_its_5_and_95_percent_points(middle: float, half: float) -> None:
    dist = normal(p5=middle - half, p95=middle + half)
    assert_allclose(dist.quantile(np.array([0.05, 0.95])), [middle - half, middle + half], rtol=1e-9, atol=1e-10)


@given(positives, positives)
def test_lognormal_takes_the_mean_and_sd_of_the_quantity_itself(mean: float, sd: float) -> None:
    dist = lognormal(mean=mean, sd=sd)
    median, p95 = dist.quantile(np.array([0.5, 0.95]))
    theirs = scipy_lognormal(float(median), math.log(p95 / median) / Z95)
    assert_allclose((theirs.mean(), theirs.std()), (mean, sd), rtol=1e-6)
    assert_allclose(dist.mean(), mean, rtol=1e-12)


def test_the_95_percent_point_is_the_normal_one() -> None:
    from mloss_econ.uncertainty.constructors import Z95 as OURS

    assert_allclose(OURS, Z95, rtol=1e-14)


# ---------------------------------------------------------------- named parameters only


POSITIONAL = {
    "lognormal": (1, 2),
    "normal": (1, 2),
    "uniform": (1, 2),
    "triangular": (1, 2, 3),
    "pert": (1, 2, 3),
    "beta": (1, 2),
    "discrete": ([1], [1]),
    "empirical": ([1], [1]),
    "mixture": ([1], [1]),
    "point": (1,),
}


def test_every_constructor_but_between_takes_names_only() -> None:
    assert set(POSITIONAL) | {"between"} == set(CONSTRUCTORS)


@pytest.mark.parametrize("name", POSITIONAL)
def test_bare_numbers_are_refused(name: str) -> None:
    with pytest.raises(TypeError):
        CONSTRUCTORS[name](*POSITIONAL[name])


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: lognormal(median=1, p5=2), ["lognormal", "median=", "sigma=", "p5=", "p95=", "mean=", "sd="]),
        (lambda: lognormal(median=1), ["lognormal", "(median=, sigma=)"]),
        (lambda: lognormal(), ["lognormal", "(median=, sigma=)"]),
        (lambda: lognormal(mean=1, sd=2, sigma=3), ["lognormal", "not (", "sigma="]),
        (lambda: normal(mean=1, p95=2), ["normal", "(mean=, sd=)", "(p5=, p95=)"]),
        (lambda: normal(mean=1, sd=2, p5=0, p95=3), ["normal", "(mean=, sd=)"]),
    ],
)
def test_mixed_forms_are_refused_with_the_allowed_ones(make: Any, words: list[str]) -> None:
    with pytest.raises(InputError) as error:
        make()
    assert all(word in str(error.value) for word in words), str(error.value)


# ---------------------------------------------------------------- refusals


GOOD: dict[str, dict[str, Any]] = {
    "between": {"low": 1, "high": 2},
    "lognormal": {"median": 1, "sigma": 2},
    "normal": {"mean": 1, "sd": 2},
    "uniform": {"low": 1, "high": 2},
    "triangular": {"low": 1, "mode": 2, "high": 3},
    "pert": {"low": 1, "mode": 2, "high": 3},
    "beta": {"a": 1, "b": 2},
    "point": {"value": 1},
}


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf, "5", True, np.True_, [1.0], np.array([1.0, 2.0])])
@pytest.mark.parametrize(("name", "parameter"), [(n, p) for n, ps in GOOD.items() for p in ps])
def test_no_parameter_may_be_text_a_yes_or_no_a_list_or_without_end(name: str, parameter: str, bad: Any) -> None:
    with pytest.raises(InputError) as error:
        CONSTRUCTORS[name](**(GOOD[name] | {parameter: bad}))
    assert name in str(error.value)
    assert parameter in str(error.value)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: between(5, 1), "low < high"),
        (lambda: between(3, 3), "low < high"),
        (lambda: between(0, 1), "0 < low"),
        (lambda: between(-2, 1), "0 < low"),
        (lambda: lognormal(p5=9, p95=3), "low < high"),
        (lambda: lognormal(median=-1, sigma=1), "above 0"),
        (lambda: lognormal(median=1, sigma=0), "above 0"),
        (lambda: lognormal(mean=-1, sd=1), "above 0"),
        (lambda: lognormal(mean=1, sd=0), "above 0"),
        (lambda: normal(mean=1, sd=0), "above 0"),
        (lambda: normal(mean=1, sd=-1), "above 0"),
        (lambda: uniform(low=2, high=1), "below"),
        (lambda: uniform(low=2, high=2), "below"),
        (lambda: triangular(low=2, mode=1, high=3), "low <= mode <= high"),
        (lambda: triangular(low=2, mode=2, high=2), "low < high"),
        (lambda: pert(low=2, mode=4, high=3), "pert"),
        (lambda: beta(a=0, b=1), "above 0"),
        (lambda: discrete(values=[1, 2], weights=[0.5, 0.6]), "sum to 1"),
        (lambda: discrete(values=[1, 2], weights=[1.5, -0.5]), "above 0"),
        (lambda: discrete(values=[2, 1], weights=[0.5, 0.5]), "rise"),
        (lambda: discrete(values=[1, 1], weights=[0.5, 0.5]), "rise"),
        (lambda: discrete(values=[1], weights=[0.5, 0.5]), "one of each"),
        (lambda: discrete(values=[], weights=[]), "one of each"),
        (lambda: discrete(values="12", weights=[0.5, 0.5]), "not a list"),
    ],
)
def test_impossible_parameters_are_refused_in_words(make: Any, words: str) -> None:
    with pytest.raises(InputError, match=words):
        make()


def test_a_normal_with_its_points_the_wrong_way_round_is_told_so() -> None:
    with pytest.raises(InputError, match=r"p5.*p95"):
        normal(p5=3, p95=1)


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ({"kind": "between", "low": 1, "high": 5}, between(1, 5)),
        ({"kind": "between", "low": 1, "high": 5, "truncate_high": 4}, between(1, 5).truncated(high=4)),
        ({"kind": "lognormal", "p5": 1, "p95": 5}, between(1, 5)),
        ({"kind": "lognormal", "mean": 1, "sd": 5}, lognormal(mean=1, sd=5)),
        ({"kind": "normal", "p5": 1, "p95": 5}, normal(p5=1, p95=5)),
        ({"kind": "triangular", "low": 1, "mode": 2, "high": 5}, triangular(low=1, mode=2, high=5)),
        ({"kind": "uniform", "low": 1, "high": 5, "truncate_low": 2}, uniform(low=1, high=5).truncated(low=2)),
        ({"kind": "point", "value": 3}, point(value=3)),
    ],
)
def test_the_table_form_means_what_the_function_means(table: dict[str, Any], expected: Distribution) -> None:
    before = dict(table)
    assert distribution_from(table) == expected
    assert table == before  # the caller's table is not touched


def test_a_distribution_passes_through() -> None:
    dist = uniform(low=0, high=1)
    assert distribution_from(dist) is dist


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("between", ["'between'", "not a table", "kind ="]),
        (3.0, ["3.0", "not a table"]),
        ([1, 2], ["between(1, 2)", '{ kind = "between", low = 1, high = 2 }']),
        ((1e4, 1e5), ["between(10000.0, 100000.0)"]),
        ({}, ["kind", "between"]),
        ({"kind": "gaussian", "mean": 1}, ["gaussian", "not known"]),
        ({"kind": "lognormall", "median": 1}, ["lognormall", "Did you mean 'lognormal'"]),
        ({"kind": "Uniform", "low": 1, "high": 2}, ["Uniform", "Did you mean 'uniform'"]),
        ({"kind": 3}, ["3", "not known"]),
        ({"kind": ["between"], "low": 1, "high": 2}, ["between", "not known"]),
        ({"kind": "uniform", "low": 1, "hihg": 2}, ["hihg", "Did you mean 'high'"]),
        ({"kind": "uniform", "low": 1, "high": 2, "trunc_low": 1}, ["trunc_low", "Did you mean 'truncate_low'"]),
        ({"kind": "pert", "low": 1, "high": 2}, ["pert", "needs mode"]),
        ({"kind": "triangular", "mode": 1}, ["needs low and high"]),
        ({"kind": "lognormal", "median": 1, "sd": 2}, ["lognormal", "median=", "sigma="]),
        ({"kind": "uniform", "low": "a", "high": 2}, ["low", "'a'", "not a number"]),
        ({"kind": "uniform", "low": True, "high": 2}, ["low", "True", "not a number"]),
        ({"kind": "uniform", "low": float("nan"), "high": 2}, ["low", "nan", "not finite"]),
        ({"kind": "uniform", "low": 0, "high": float("inf")}, ["high", "inf", "not finite"]),
        ({"kind": "uniform", "low": 0, "high": 2, "truncate_low": "x"}, ["low", "'x'", "not a number"]),
        ({"kind": "uniform", "low": 0, "high": 2, "truncate_low": 3}, ["no probability"]),
        ({"kind": "discrete", "values": 1, "weights": [1]}, ["values", "not a list"]),
    ],
)
def test_wrong_text_is_refused_with_the_remedy(data: Any, words: list[str]) -> None:
    with pytest.raises(InputError) as error:
        distribution_from(data)
    assert all(word in str(error.value) for word in words), str(error.value)
