"""Mixtures against SciPy's root finder, against counting, and against what a generalised inverse must obey."""

import dataclasses
import math
import pickle
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings, strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from oracles import continuous, discretes, everything, mixtures, pairs, points, probabilities, triples
from scipy import optimize, stats

from mloss_econ.errors import InputError
from mloss_econ.uncertainty import (
    Distribution,
    beta,
    between,
    discrete,
    distribution_from,
    lognormal,
    mixture,
    normal,
    point,
    triangular,
    uniform,
)
from mloss_econ.uncertainty.mixture import Mixture

ZERO_OR_COST = mixture(of=[point(value=0), between(1, 5)], weights=[0.3, 0.7])
FEW = settings(max_examples=15)  # each bisects some hundred times
JUST_ABOVE = np.nextafter(0.5, 1)

# name -> (ours, SciPy's components, weights)
SMOOTH: dict[str, tuple[Distribution, list[Any], list[float]]] = {
    "two normals": (
        mixture(of=[normal(mean=-3, sd=1), normal(mean=4, sd=2)], weights=[0.4, 0.6]),
        [stats.norm(-3, 1), stats.norm(4, 2)],
        [0.4, 0.6],
    ),
    "heavy and light": (
        mixture(of=[lognormal(median=100, sigma=2), normal(mean=0, sd=1)], weights=[0.01, 0.99]),
        [stats.lognorm(s=2, scale=100), stats.norm(0, 1)],
        [0.01, 0.99],
    ),
    "bounded": (
        mixture(
            of=[uniform(low=0, high=2), triangular(low=1, mode=2, high=7), beta(a=2, b=5)], weights=[0.25, 0.5, 0.25]
        ),
        [stats.uniform(0, 2), stats.triang(1 / 6, 1, 6), stats.beta(2, 5)],
        [0.25, 0.5, 0.25],
    ),
}


# ---------------------------------------------------------------- known answers


def test_a_cost_that_may_not_arise() -> None:
    u = np.array([0.0, 0.1, 0.3, 0.4, 0.65, 0.9, 0.995, 0.9999, 1.0])
    cost = between(1, 5)
    expected = np.where(u <= 0.3, 0.0, cost.quantile(np.maximum(u - 0.3, 0) / 0.7))
    assert_allclose(ZERO_OR_COST.quantile(u), expected, rtol=1e-11)
    assert_allclose(ZERO_OR_COST.mean(), 0.7 * cost.mean(), rtol=1e-15)
    assert ZERO_OR_COST.support == (0, math.inf)
    assert ZERO_OR_COST.cdf(np.array([-1e-300, 0.0])).tolist() == [0, 0.3]


def test_between_two_separate_ranges_the_lower_end_comes_first() -> None:
    dist = mixture(of=[uniform(low=2, high=3), uniform(low=0, high=1)], weights=[0.5, 0.5])
    assert dist.quantile(np.array([0.0, 0.25, 0.5, 0.75, 1.0])).tolist() == [0, 0.5, 1, 2.5, 3]
    assert_allclose(dist.upper_quantile(np.array([1.0, 0.75, 0.5, 0.25, 0.0])), [0, 0.5, 1, 2.5, 3], rtol=1e-15)
    assert_allclose(dist.quantile(JUST_ABOVE), 2, rtol=1e-15)
    assert float(dist.quantile(JUST_ABOVE)) > 2


@pytest.mark.parametrize("share", [0.1, 0.3, 0.6, 0.8, 0.9, 0.95, 0.99])
def test_the_share_of_the_lower_component_ends_at_its_upper_end(share: float) -> None:
    dist = mixture(of=[uniform(low=0, high=1), point(value=10)], weights=[share, 1 - share])
    assert_allclose([dist.quantile(share), dist.upper_quantile(1 - share)], 1, rtol=1e-14)
    assert_array_equal([dist.quantile(share + 1e-12), dist.upper_quantile(1 - share - 1e-12)], 10)


@pytest.mark.parametrize("name", SMOOTH)
def test_quantiles_are_the_roots_of_the_cumulative_probability(name: str) -> None:
    ours, theirs, weights = SMOOTH[name]
    for u in (1e-6, 0.01, 0.3, 0.5, 0.77, 0.99, 0.995, 1 - 1e-6):
        low, high = (f(d.ppf(v) for d in theirs) for f, v in ((min, u / 2), (max, (1 + u) / 2)))

        def missing(x: float, u: float = u) -> float:
            below = math.fsum(w * float(d.cdf(x)) for w, d in zip(weights, theirs, strict=True)) - u
            above = (1 - u) - math.fsum(w * float(d.sf(x)) for w, d in zip(weights, theirs, strict=True))
            return below if u < 0.5 else above

        expected = optimize.brentq(missing, low, high, xtol=1e-300, rtol=1e-15, maxiter=500)
        assert_allclose(ours.quantile(u), expected, rtol=1e-10, err_msg=str(u))
        assert_allclose(ours.upper_quantile(1 - u), expected, rtol=1e-10, err_msg=str(u))


def test_the_far_upper_tail_is_that_of_the_widest_component() -> None:
    dist = mixture(of=[normal(mean=0, sd=1), normal(mean=0, sd=3)], weights=[0.75, 0.25])
    for q in (1e-20, 1e-100, 1e-300):
        assert_allclose(dist.upper_quantile(q), 3 * stats.norm.isf(4 * q), rtol=1e-13)
        assert_allclose(dist.quantile(q), -3 * stats.norm.isf(4 * q), rtol=1e-13)
        assert_allclose(dist.mass(dist.upper_quantile(q), np.inf), q, rtol=1e-11)
    assert_allclose(dist.quantile(1 - 2.0**-53), 3 * stats.norm.isf(4 * 2.0**-53), rtol=1e-14)


def test_digits_are_kept_where_those_of_a_component_are_lost() -> None:
    below_zero = uniform(low=-1, high=0)
    assert below_zero.upper_quantile(1e-20) == 0  # -1 + (1 - 1e-20)
    dist = mixture(of=[below_zero, below_zero], weights=[0.5, 0.5])
    assert_allclose(dist.upper_quantile(1e-20), -1e-20, rtol=1e-14)


# ---------------------------------------------------------------- the generalised inverse


@FEW
@given(mixtures(), probabilities)
def test_the_quantile_is_the_smallest_number_that_reaches_the_probability(dist: Distribution, u: float) -> None:
    if u <= 0.99:
        x = dist.quantile(u)
        assert dist.cdf(x) >= u
        assert dist.cdf(np.nextafter(x, -np.inf)) < u
    x = dist.upper_quantile(1 - u)
    if 1 - u <= 0.99:
        assert dist.mass(x, np.inf) <= 1 - u
        assert dist.mass(np.nextafter(x, -np.inf), np.inf) > 1 - u


@FEW
@given(mixtures(), probabilities)
def test_quantile_and_upper_quantile_are_one_function(dist: Distribution, u: float) -> None:
    lower, upper = dist.quantile(np.array([u - 1e-9, u + 1e-9]))
    assert lower <= dist.upper_quantile(1 - u) <= upper


@pytest.mark.slow
@FEW
@given(mixtures(), st.lists(st.floats(0, 1), min_size=2, max_size=3))
def test_a_row_does_not_depend_on_the_others(dist: Distribution, us: list[float]) -> None:
    u = np.array(us)
    for quantile in (dist.quantile, dist.upper_quantile):
        assert_array_equal(quantile(u), [float(quantile(v)) for v in us])
        assert_array_equal(quantile(u[::-1]), quantile(u)[::-1])


@FEW
@given(st.lists(st.tuples(discretes(), st.integers(1, 8)), min_size=1, max_size=3), st.lists(probabilities))
def test_a_mixture_of_discretes_is_a_discrete(parts: list[Any], us: list[float]) -> None:
    counts = [k for _, k in parts[:-1]]
    assume(sum(counts) < 32)
    weights = [k / 32 for k in [*counts, 32 - sum(counts)]]
    pooled: dict[float, float] = {}
    for (part, _), weight in zip(parts, weights, strict=True):
        for value, own in zip(part.values, part.weights, strict=True):
            pooled[value] = pooled.get(value, 0.0) + weight * own
    values = sorted(pooled)
    expected = discrete(values=values, weights=[pooled[v] for v in values])
    dist = mixture(of=[d for d, _ in parts], weights=weights)
    u = np.array([*us, *np.cumsum([pooled[v] for v in values])])
    assert_array_equal(dist.quantile(u), expected.quantile(u))
    assert_array_equal(dist.cdf(np.array(values)), expected.cdf(np.array(values)))
    assert_allclose(dist.mean(), expected.mean(), rtol=1e-14, atol=1e-14)


@given(st.one_of(continuous, discretes(), points), probabilities)
def test_a_mixture_of_twice_the_same_is_the_same(dist: Distribution, u: float) -> None:
    twice = mixture(of=[dist, dist], weights=[0.25, 0.75])
    spread = abs(float(dist.quantile(0.75) - dist.quantile(0.25)))
    assert_allclose(twice.quantile(u), dist.quantile(u), rtol=1e-9, atol=1e-9 * spread)
    assert_allclose(twice.mean(), dist.mean(), rtol=1e-14)
    assert twice.support == dist.support


@pytest.mark.slow
@FEW
@given(mixtures(), mixtures(), st.integers(1, 7), probabilities)
def test_a_mixture_of_mixtures_is_the_flat_one(first: Any, second: Any, share: int, u: float) -> None:
    nested = mixture(of=[first, second], weights=[share / 8, 1 - share / 8])
    flat = mixture(
        of=[*first.of, *second.of],
        weights=[share / 8 * w for w in first.weights] + [(1 - share / 8) * w for w in second.weights],
    )
    lower, upper = flat.quantile(np.array([u - 1e-9, u + 1e-9]))
    assert lower <= nested.quantile(u) <= upper
    assert_allclose(nested.mean(), flat.mean(), rtol=1e-12, atol=1e-12)


# ---------------------------------------------------------------- mass, moments, mean

bounded = st.one_of(
    pairs.map(lambda p: uniform(low=p[0], high=p[1])),
    triples.map(lambda t: triangular(low=t[0], mode=t[1], high=t[2])),
    discretes(),
    points,
)
STEPS = (np.arange(300) + 0.5) / 300


@FEW
@given(mixtures(bounded), probabilities, probabilities)
def test_moments_are_integrals_of_the_quantile_function(dist: Distribution, u: float, v: float) -> None:
    low, high = dist.support
    assert_allclose(dist.mean(), dist.quantile(STEPS).mean(), atol=1e-12 + (high - low) / len(STEPS))
    a, b = (float(dist.quantile(p)) for p in sorted((u, v)))
    below, inside = float(dist.cdf(a)), float(dist.mass(a, b))
    between_them = inside * dist.quantile(below + inside * STEPS).mean() if inside else 0.0
    assert_allclose(dist.moment(a, b), between_them, atol=1e-9 + inside * (b - a) / len(STEPS) + 1e-12 * (high - low))


@pytest.mark.parametrize("name", SMOOTH)
def test_means_are_those_of_scipy(name: str) -> None:
    ours, theirs, weights = SMOOTH[name]
    expected = sum(w * d.mean() for w, d in zip(weights, theirs, strict=True))
    assert_allclose(ours.mean(), expected, rtol=1e-12)


@FEW
@given(mixtures(), probabilities, probabilities)
def test_probability_and_moment_add_up(dist: Distribution, u: float, v: float) -> None:
    a, b = (float(dist.quantile(p)) for p in sorted((u, v)))
    ends = [(-np.inf, a), (a, b), (b, np.inf)]
    assert_allclose(math.fsum(float(dist.mass(*e)) for e in ends), 1, rtol=1e-12)
    assert_allclose(math.fsum(dist.moment(*e) for e in ends), dist.mean(), rtol=1e-8, atol=1e-8)
    assert_allclose(dist.mass(-np.inf, np.inf), 1, rtol=1e-15)


@given(mixtures())
def test_an_atom_is_what_the_cumulative_probability_jumps_by(dist: Any) -> None:
    for x in {d.support[0] for d in dist.of if np.isfinite(d.support[0])}:
        jump = float(dist.cdf(x) - dist.cdf(np.nextafter(x, -np.inf)))
        assert_allclose(dist.atom(x), jump, atol=1e-6)  # a beta may rise steeply from its end


def test_weights_that_miss_a_little_of_one_are_spread_over_all() -> None:
    thirds = mixture(of=[point(value=v) for v in (1, 2, 6)], weights=[0.3333333333] * 3)
    assert thirds.cdf(6) == 1
    assert_allclose(thirds.mean(), 3, rtol=1e-15)


@FEW
@given(mixtures(st.one_of(bounded, continuous)), st.floats(0.001, 1000), probabilities)
def test_scaling_the_unit_scales_every_value(dist: Any, factor: float, u: float) -> None:
    if any(d.kind == "beta" for d in dist.of):
        with pytest.raises(InputError, match="beta"):
            dist.scaled(factor)
        return
    scaled = dist.scaled(factor)
    lower, upper = factor * dist.quantile(np.array([u - 1e-9, u + 1e-9]))
    slack = 1e-9 * abs(upper)
    assert lower - slack <= scaled.quantile(u) <= upper + slack
    assert_allclose(scaled.mean(), factor * dist.mean(), rtol=1e-9, atol=1e-9 * factor)
    assert_allclose(scaled.support, tuple(factor * s for s in dist.support), rtol=1e-12)


# ---------------------------------------------------------------- truncation


def test_what_lies_on_the_lower_bound_is_kept() -> None:
    cut = ZERO_OR_COST.truncated(low=0, high=4)
    inside = 0.3 + 0.7 * float(between(1, 5).cdf(4))
    assert_allclose(cut.cdf(0.0), 0.3 / inside, rtol=1e-14)
    assert_allclose(cut.quantile(0.3 / inside - 1e-9), 0)
    assert cut.support == (0, 4)
    assert_allclose(cut.mean(), 0.7 * between(1, 5).moment(0, 4) / inside, rtol=1e-14)


@FEW
@given(mixtures(st.one_of(continuous, discretes(), points)), probabilities, probabilities, probabilities)
def test_a_truncated_mixture_is_the_mixture_given_the_bounds(dist: Distribution, u: float, v: float, p: float) -> None:
    low, high = (float(dist.quantile(p)) for p in sorted((u, v)))
    assume(low < high)
    before = float(dist.cdf(low)) - dist.atom(low)
    inside = float(dist.cdf(high)) - before
    assume(inside > 1e-6)
    cut = dist.truncated(low=low, high=high)
    x = float(dist.quantile(before + inside * p))
    assert_allclose(cut.cdf(x), (dist.cdf(x) - before) / inside, rtol=1e-7, atol=1e-7)
    assert low <= cut.support[0] <= cut.support[1] <= high


@pytest.mark.parametrize("bounds", [{"low": 3.5}, {"low": 1.2, "high": 1.8}, {"high": -1}, {"low": 0.5, "high": 0.5}])
def test_bounds_that_leave_nothing_are_refused(bounds: dict[str, float]) -> None:
    dist = mixture(of=[uniform(low=0, high=1), uniform(low=2, high=3)], weights=[0.5, 0.5])
    with pytest.raises(InputError, match=r"mixture.*no component"):
        dist.truncated(**bounds)


@pytest.mark.parametrize("bounds", [{"low": 2, "high": 1}, {"low": math.nan}, {"high": math.nan}])
def test_bounds_the_wrong_way_round_are_refused(bounds: dict[str, float]) -> None:
    dist = mixture(of=[uniform(low=0, high=1), point(value=2)], weights=[0.1, 0.9])
    with pytest.raises(InputError, match=r"mixture.*must not be above"):
        dist.truncated(**bounds)


def test_a_single_value_can_be_cut_out() -> None:
    assert ZERO_OR_COST.truncated(low=0, high=0) == mixture(of=[point(value=0)], weights=[1])


def test_a_component_outside_the_bounds_is_dropped() -> None:
    dist = mixture(of=[uniform(low=0, high=1), point(value=1), point(value=5)], weights=[0.5, 0.25, 0.25])
    assert dist.truncated(low=1) == mixture(of=[point(value=1), point(value=5)], weights=[0.5, 0.5])


# ---------------------------------------------------------------- values, shapes, forms


def test_the_ends_and_what_lies_beyond() -> None:
    dist = mixture(of=[normal(mean=0, sd=1), point(value=3)], weights=[0.5, 0.5])
    assert dist.quantile(np.array([0.0, 1.0])).tolist() == [-math.inf, math.inf]
    assert dist.upper_quantile(np.array([1.0, 0.0])).tolist() == [-math.inf, math.inf]
    for other in (dist, mixture(of=[uniform(low=0, high=1), point(value=3)], weights=[0.5, 0.5])):
        assert np.isnan(other.quantile(np.array([math.nan, -0.1, 1.1]))).all()
        assert np.isnan(other.upper_quantile(np.array([math.nan, -0.1, 1.1]))).all()
    assert dist.quantile(np.empty((0, 3))).shape == (0, 3)


def test_a_zero_has_no_sign() -> None:
    dist = mixture(of=[point(value=-1), point(value=0)], weights=[0.5, 0.5])
    assert math.copysign(1, float(dist.quantile(0.7))) == 1


def test_numbers_of_very_different_size_can_be_mixed() -> None:
    dist = mixture(of=[normal(mean=0, sd=1e-200), lognormal(median=1e200, sigma=2)], weights=[0.5, 0.5])
    assert_allclose(dist.quantile(0.25), 0, atol=1e-214)
    assert_allclose(dist.quantile(0.75), 1e200, rtol=1e-14)


@FEW
@given(everything)
def test_distributions_survive_pickling(dist: Distribution) -> None:
    dist.quantile(0.3)
    again = pickle.loads(pickle.dumps(dist))
    assert again == dist == dataclasses.replace(dist)
    assert hash(again) == hash(dist)
    assert_array_equal(again.quantile(STEPS[::50]), dist.quantile(STEPS[::50]))


def test_components_may_be_tables_or_distributions() -> None:
    tables = [{"kind": "uniform", "low": 0, "high": 4, "truncate_high": 1}, {"kind": "point", "value": 2}]
    made = mixture(of=[uniform(low=0, high=4).truncated(high=1), point(value=2)], weights=[0.5, 0.5])
    assert mixture(of=tables, weights=[0.5, 0.5]) == made
    assert mixture(of=tables, weights=np.array([0.5, 0.5])) == made
    assert distribution_from({"kind": "mixture", "of": tables, "weights": [0.5, 0.5]}) == made
    assert made.to_toml() == (
        '{ kind = "mixture", of = [{ kind = "uniform", low = 0.0, high = 4.0, truncate_high = 1.0 }, '
        '{ kind = "point", value = 2.0 }], weights = [0.5, 0.5] }'
    )


TWO: list[Distribution] = [point(value=1), uniform(low=0, high=2)]


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: mixture(of=[], weights=[]), ["mixture", "of is empty", "at least one"]),
        (lambda: mixture(of=TWO, weights=[1.0]), ["2 distributions and 1 weights"]),
        (lambda: mixture(of=TWO, weights=[0.5, 0.4]), ["0.5, 0.4", "sum to 0.9"]),
        (lambda: mixture(of=TWO, weights=[1.0, 0.0]), ["above 0", "1, 0"]),
        (lambda: mixture(of=TWO, weights=[1.5, -0.5]), ["above 0"]),
        (lambda: mixture(of=TWO, weights=[0.5, math.nan]), ["weights[1]", "nan", "not finite"]),
        (lambda: mixture(of=TWO, weights=[True, 0.5]), ["weights[0]", "True", "not a number"]),
        (lambda: mixture(of=TWO, weights=["0.5", 0.5]), ["weights[0]", "'0.5'", "not a number"]),
        (lambda: mixture(of=TWO, weights="ab"), ["weights", "'ab'", "not a list"]),
        (lambda: mixture(of=TWO, weights=np.full((1, 2), 0.5)), ["weights", "2 dimensions"]),
        (lambda: mixture(of="ab", weights=[0.5, 0.5]), ["of = 'ab'", "not a list of distributions"]),
        (lambda: mixture(of=point(value=1), weights=[1]), ["of = Point", "not a list of distributions"]),
        (lambda: mixture(of=[TWO[0], 3], weights=[0.5, 0.5]), ["component 2 of 2", "3", "not a table"]),
        (lambda: mixture(of=[{"kind": "pont"}, TWO[0]], weights=[0.5, 0.5]), ["component 1 of 2", "'point'"]),
        (
            lambda: mixture(of=[{"kind": "mixture", "of": [{}], "weights": [1]}], weights=[1]),
            ["component 1 of 1: mixture: component 1 of 1", "kind = None"],
        ),
    ],
)
def test_impossible_mixtures_are_refused_in_words(make: Any, words: list[str]) -> None:
    with pytest.raises(InputError) as error:
        make()
    assert all(word in str(error.value) for word in words), str(error.value)


# ---------------------------------------------------------------- mixtures of mixtures


def nested(levels: int, inner: dict[str, Any]) -> dict[str, Any]:
    """A mixture in a mixture in a mixture, each with a second component, in the dictionary form."""
    for level in range(levels):
        inner = {"kind": "mixture", "of": [inner, {"kind": "point", "value": float(level)}], "weights": [0.75, 0.25]}
    return inner


def test_a_mixture_of_mixtures_is_one_mixture_of_all_components() -> None:
    made = distribution_from(nested(20, {"kind": "uniform", "low": 1.0, "high": 2.0}))
    assert isinstance(made, Mixture)
    assert len(made.of) == 21
    assert not any(isinstance(d, Mixture) for d in made.of)
    assert math.isclose(math.fsum(made.weights), 1.0, rel_tol=1e-12)
    assert math.isclose(made.weights[0], 0.75**20, rel_tol=1e-12)
    assert distribution_from(made.to_dict()) == made
    by_hand = 1.5 * 0.75**20 + sum(level * 0.25 * 0.75 ** (19 - level) for level in range(20))
    assert math.isclose(made.mean(), by_hand, rel_tol=1e-12)
    one = mixture(of=[mixture(of=[mixture(of=[lognormal(median=1, sigma=1)], weights=[1])], weights=[1])], weights=[1])
    assert one == mixture(of=[lognormal(median=1, sigma=1)], weights=[1])


def test_a_truncated_or_scaled_mixture_inside_another_is_taken_apart_too() -> None:
    inner = mixture(of=[uniform(low=0, high=1), uniform(low=2, high=4)], weights=[0.5, 0.5])
    made = mixture(of=[inner.truncated(low=0.5).scaled(2.0), point(value=9)], weights=[0.9, 0.1])
    assert isinstance(made, Mixture)
    assert len(made.of) == 3
    u = np.linspace(0, 1, 101)
    by_hand = Mixture((uniform(low=1, high=2), uniform(low=4, high=8), point(value=9)), (0.3, 0.6, 0.1))
    np.testing.assert_allclose(made.quantile(u), by_hand.quantile(u), rtol=1e-9)


def test_a_component_rarer_than_any_number_is_left_out() -> None:
    rare = mixture(of=[point(value=0), point(value=1)], weights=[1e-300, 1 - 1e-300])
    assert mixture(of=[rare, point(value=2)], weights=[1e-300, 1 - 1e-300]).support == (1.0, 2.0)


def test_depth_and_width_have_an_end() -> None:
    endless: dict[str, Any] = {"kind": "mixture", "weights": [1]}
    endless["of"] = [endless]
    doubling: dict[str, Any] = {"kind": "point", "value": 1}
    for _ in range(30):
        doubling = {"kind": "mixture", "of": [doubling, doubling], "weights": [0.5, 0.5]}
    deep_list: list[Any] = []
    for _ in range(100_000):
        deep_list = [deep_list]
    for data, words in (
        (endless, "more than 32 levels"),
        (nested(5000, {"kind": "point", "value": 1}), "more than 32 levels"),
        (doubling, "a mixture of more than 256 distributions"),
        (
            {"kind": "mixture", "of": [{"kind": "point", "value": 1}] * 10**5, "weights": [1e-5] * 10**5},
            "more than 256",
        ),
        (deep_list, "is not a table"),
        ({"kind": "point", "value": deep_list}, "is not a number"),
        ({"kind": deep_list}, "is not known"),
        ({"kind": "discrete", "values": [deep_list], "weights": [1]}, "is not a number"),
        ({"kind": "point", "value": 10**5000}, "not finite"),
        ({"kind": "mixture", "of": [deep_list], "weights": [1]}, "component 1 of 1"),
    ):
        with pytest.raises(InputError, match=words) as error:
            distribution_from(data)
        assert len(str(error.value)) < 1000
    with pytest.raises(InputError, match="300 distributions, of at most 256"):
        mixture(of=[point(value=k) for k in range(300)], weights=[1 / 300] * 300)
