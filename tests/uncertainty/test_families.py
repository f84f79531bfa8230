"""Every family against SciPy, against quadrature, and against what a distribution must obey."""

import dataclasses
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose
from oracles import (
    CONTINUOUS,
    Z95,
    continuous,
    discretes,
    everything,
    positive_continuous,
    positives,
    probabilities,
    quadrature_mean,
    reals,
    scipy_lognormal,
    triples,
)
from scipy import integrate, stats

from mloss_econ.errors import InputError
from mloss_econ.uncertainty import (
    CONSTRUCTORS,
    Distribution,
    beta,
    between,
    discrete,
    lognormal,
    normal,
    pert,
    point,
    triangular,
    uniform,
)
from mloss_econ.uncertainty.bounded import Beta, Pert, Triangular, Uniform
from mloss_econ.uncertainty.families import Lognormal, Normal
from mloss_econ.uncertainty.points import Point

PROBABILITIES = np.array([1e-12, 1e-6, 0.001, 0.05, 0.25, 0.5, 0.6, 0.75, 0.95, 0.999, 1 - 1e-6])


@pytest.mark.parametrize("name", CONTINUOUS)
def test_quantiles_are_those_of_scipy(name: str) -> None:
    ours, theirs = CONTINUOUS[name]
    assert_allclose(ours.quantile(PROBABILITIES), theirs.ppf(PROBABILITIES), rtol=1e-9, atol=1e-13)


@pytest.mark.parametrize("name", CONTINUOUS)
def test_cumulative_probabilities_are_those_of_scipy(name: str) -> None:
    ours, theirs = CONTINUOUS[name]
    x = theirs.ppf(PROBABILITIES)
    assert_allclose(ours.cdf(x), theirs.cdf(x), rtol=1e-9)
    assert_allclose(ours.mass(x, np.inf), theirs.sf(x), rtol=2e-8)


@pytest.mark.parametrize("name", CONTINUOUS)
def test_means_are_those_of_scipy_and_of_quadrature(name: str) -> None:
    ours, theirs = CONTINUOUS[name]
    assert_allclose(ours.mean(), theirs.mean(), rtol=1e-12)
    assert_allclose(ours.mean(), quadrature_mean(ours), rtol=1e-8)


@pytest.mark.parametrize("name", CONTINUOUS)
def test_supports_are_those_of_scipy(name: str) -> None:
    ours, theirs = CONTINUOUS[name]
    assert_allclose(ours.support, theirs.support(), rtol=1e-12, atol=1e-12)
    assert_allclose(ours.quantile(np.array([0.0, 1.0])), theirs.support(), rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("name", CONTINUOUS)
def test_upper_quantiles_keep_their_digits_far_out(name: str) -> None:
    ours, theirs = CONTINUOUS[name]
    q = np.array([0.5, 0.05, 1e-3, 1e-6])
    assert_allclose(ours.upper_quantile(q), theirs.isf(q), rtol=1e-9)
    if name.startswith(("normal", "lognormal", "between", "beta", "pert")):
        assert_allclose(ours.upper_quantile(1e-25), theirs.isf(1e-25), rtol=1e-9)


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


# ---------------------------------------------------------------- laws


@given(continuous, probabilities)
def test_the_quantile_inverts_the_cumulative_probability(dist: Distribution, u: float) -> None:
    assert_allclose(dist.cdf(dist.quantile(u)), u, rtol=1e-8)
    assert_allclose(dist.mass(dist.upper_quantile(u), np.inf), u, rtol=1e-8)


@given(everything, probabilities, probabilities)
def test_quantiles_rise_inside_the_support(dist: Distribution, u: float, v: float) -> None:
    low, high = dist.support
    first, second = dist.quantile(np.array(sorted((u, v))))
    assert low <= first <= second <= high


@given(everything)
def test_the_mean_lies_in_the_support(dist: Distribution) -> None:
    low, high = dist.support
    slack = 1e-12 * max(abs(dist.mean()), 1)
    assert low - slack <= dist.mean() <= high + slack


@given(continuous, probabilities)
def test_partial_moments_add_up_to_the_mean(dist: Distribution, u: float) -> None:
    cut = float(dist.quantile(u))
    whole = dist.moment(-np.inf, cut) + dist.moment(cut, np.inf)
    assert_allclose(whole, dist.mean(), rtol=1e-8, atol=1e-8)


@given(triples, st.sampled_from([1e3, 1e6, 1e9]))
def test_the_mean_of_a_triangle_is_that_of_its_corners_wherever_it_lies(t: list[float], offset: float) -> None:
    low, mode, high = (offset + v for v in t)
    assert_allclose(triangular(low=low, mode=mode, high=high).mean(), (low + mode + high) / 3, rtol=1e-12)


@given(triples, st.sampled_from([0.0, 1e3, 1e6, 1e9]))
def test_the_mean_of_a_pert_weighs_its_mode_four_times(t: list[float], offset: float) -> None:
    low, mode, high = (offset + v for v in t)
    assert_allclose(pert(low=low, mode=mode, high=high).mean(), (low + 4 * mode + high) / 6, rtol=1e-12, atol=1e-11)


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


@given(st.one_of(positive_continuous, discretes()), st.floats(0.001, 1000), probabilities)
def test_scaling_the_unit_scales_every_value(dist: Distribution, factor: float, u: float) -> None:
    scaled = dist.scaled(factor)
    assert_allclose(scaled.quantile(u), factor * dist.quantile(u), rtol=1e-10)
    assert_allclose(scaled.mean(), factor * dist.mean(), rtol=1e-9, atol=1e-9)
    assert_allclose(scaled.support, tuple(factor * s for s in dist.support), rtol=1e-12)


@given(reals, positives, st.floats(0.001, 1000), probabilities)
def test_scaling_a_normal_scales_mean_and_spread(mean: float, sd: float, factor: float, u: float) -> None:
    scaled = normal(mean=mean, sd=sd).scaled(factor)
    assert_allclose(scaled.quantile(u), stats.norm(factor * mean, factor * sd).ppf(u), rtol=1e-9, atol=1e-9)


def test_a_beta_is_a_share_and_has_no_price_base() -> None:
    with pytest.raises(InputError, match=r"beta.*pert"):
        beta(a=1, b=2).scaled(1.1)


# ---------------------------------------------------------------- parametrisations


def test_pert_is_the_textbook_one_not_the_moment_matched_one() -> None:
    dist = pert(low=5, mode=20, high=50)
    square = integrate.quad(lambda u: float(dist.quantile(u)) ** 2, 0, 1, epsrel=1e-10)[0]
    sd = math.sqrt(square - dist.mean() ** 2)
    assert_allclose(sd, math.sqrt((22.5 - 5) * (50 - 22.5) / 7), rtol=1e-8)
    assert round(sd, 2) == 8.29  # the variant that sets sd = width / 6 gives 7.50


def test_a_pert_has_its_mode_where_it_says() -> None:
    dist = pert(low=5, mode=20, high=50)
    x = np.linspace(5, 50, 4501)
    density = np.diff(dist.cdf(x))
    assert abs(x[np.argmax(density)] - 20) < 0.02


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


@pytest.mark.parametrize("bad", [math.nan, math.inf, "5", True])
@pytest.mark.parametrize("parameter", ["values", "weights"])
def test_no_entry_of_a_discrete_may_be_so_either(parameter: str, bad: Any) -> None:
    with pytest.raises(InputError, match="discrete"):
        discrete(**({"values": [1, 2], "weights": [0.5, 0.5]} | {parameter: [0.5, bad]}))


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


# ---------------------------------------------------------------- values


@given(everything)
def test_distributions_are_values(dist: Distribution) -> None:
    assert dist == dataclasses.replace(dist)
    assert hash(dist) == hash(dataclasses.replace(dist))
    with pytest.raises(dataclasses.FrozenInstanceError):
        dist.kind = "other"  # type: ignore[misc]


def test_families_with_the_same_numbers_are_not_equal() -> None:
    assert pert(low=1, mode=2, high=3) != triangular(low=1, mode=2, high=3)
    assert between(1, 4) == lognormal(p5=1, p95=4)


@given(everything, st.sampled_from([(), (3,), (2, 3)]))
def test_quantiles_have_the_shape_of_what_is_asked(dist: Distribution, shape: tuple[int, ...]) -> None:
    u = np.full(shape, 0.3)
    assert np.shape(dist.quantile(u)) == shape
    assert np.shape(dist.cdf(dist.quantile(u))) == shape
    assert (u == 0.3).all()


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf, True, "1", None, 10**400])
@pytest.mark.parametrize(
    ("family", "parameters"),
    [
        (Uniform, {"low": 1.0, "high": 2.0}),
        (Triangular, {"low": 1.0, "mode": 1.5, "high": 2.0}),
        (Pert, {"low": 1.0, "mode": 1.5, "high": 2.0}),
        (Beta, {"a": 1.0, "b": 2.0}),
        (Normal, {"mean_": 1.0, "sd": 2.0}),
        (Lognormal, {"median": 1.0, "sigma": 2.0}),
        (Point, {"value": 1.0}),
    ],
)
def test_no_parameter_is_anything_but_a_finite_number(family: Any, parameters: dict[str, Any], bad: Any) -> None:
    family(**parameters)
    for name in parameters:
        with pytest.raises(InputError, match=rf"{name.rstrip('_')} .*not (a number|finite)"):
            family(**{**parameters, name: bad})
