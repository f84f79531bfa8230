"""Distributions as text: TOML and JSON there and back, and what is said about text that is wrong."""

import json
import tomllib
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from oracles import CONTINUOUS, everything

from mloss_econ.errors import InputError
from mloss_econ.uncertainty import (
    CONSTRUCTORS,
    Distribution,
    beta,
    between,
    discrete,
    distribution_from,
    lognormal,
    mixture,
    normal,
    pert,
    point,
    triangular,
    uniform,
)

EXAMPLES: list[Distribution] = [
    *(ours for ours, _ in CONTINUOUS.values()),
    discrete(values=[1, 2, 3], weights=[0.2, 0.3, 0.5]),
    point(value=1e16),
    point(value=-1e-7),
    lognormal(median=1, sigma=2).truncated(high=3),
    normal(mean=0, sd=1).truncated(low=6),
    pert(low=5, mode=20, high=50).truncated(low=10, high=30),
    discrete(values=[1, 2, 3], weights=[0.25, 0.25, 0.5]).truncated(low=2),
    mixture(of=[point(value=0), between(1, 5)], weights=[0.3, 0.7]),
    mixture(
        of=[
            normal(mean=0, sd=1).truncated(low=0),
            mixture(of=[discrete(values=[1, 2], weights=[0.5, 0.5]), beta(a=1, b=2)], weights=[0.9, 0.1]),
        ],
        weights=[0.25, 0.75],
    ).truncated(high=1.5),
]


def through_toml(dist: Distribution) -> Distribution:
    return distribution_from(tomllib.loads("d = " + dist.to_toml())["d"])


def through_json(dist: Distribution) -> Distribution:
    return distribution_from(json.loads(json.dumps(dist.to_dict(), allow_nan=False)))


@pytest.mark.parametrize("dist", EXAMPLES, ids=lambda d: d.to_toml())
def test_every_kind_survives_text(dist: Distribution) -> None:
    assert through_toml(dist) == dist
    assert through_json(dist) == dist


def test_every_kind_has_an_example() -> None:
    assert {d.to_dict()["kind"] for d in EXAMPLES} == set(CONSTRUCTORS) - {
        "between",
        "empirical",
    }  # ways to write another kind


@given(everything)
def test_any_distribution_survives_text(dist: Distribution) -> None:
    assert through_toml(dist) == dist
    assert through_json(dist) == dist
    u = np.linspace(0.01, 0.99, 7)
    assert (through_toml(dist).quantile(u) == dist.quantile(u)).all()


@pytest.mark.parametrize(
    "make",
    [
        lambda f: normal(p5=f(1), p95=f(2)),
        lambda f: lognormal(mean=f(1), sd=f(2)),
        lambda f: between(f(1), f(2)),
        lambda f: uniform(low=f(1), high=f(2)),
        lambda f: point(value=f(1)),
        lambda f: beta(a=f(1), b=f(2)),
    ],
)
@pytest.mark.parametrize("kind", [np.float32, np.float64, np.int64, int])
def test_numbers_of_numpy_survive_text(make: Any, kind: Any) -> None:
    dist = make(kind)
    assert through_json(dist) == dist == through_toml(dist)


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
