"""Quantile tables against the exact quantile functions: every family, every corner, every octave and cell."""

import math
import pickle
from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np
import pytest
from few import few
from hypothesis import given, strategies as st
from lumpy import AT_ZERO, MIXED, PART, THREE, two
from numpy.testing import assert_allclose, assert_array_equal
from oracles import continuous, discretes, truncated
from scipy import special, stats

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
    tables,
    triangular,
    uniform,
    uniforms,
)
from mloss_econ.uncertainty.tables import QuantileTable, sampler, sampler_of_scores, scores, table

empirical, mixture = CONSTRUCTORS["empirical"], CONSTRUCTORS["mixture"]
EPS = float(np.finfo(float).eps)
LEAST = 2.0**-53

TWO_NORMALS = mixture(of=[normal(mean=0, sd=1), normal(mean=10, sd=0.1)], weights=[0.3, 0.7])
FAMILIES: dict[str, Distribution] = {
    "between": between(10_000, 250_000),
    "between, 14 orders of magnitude": between(1e-5, 1e9),
    "lognormal": lognormal(median=50_000, sigma=2),
    "lognormal, hardly spread": lognormal(median=1, sigma=1e-6),
    "lognormal, widely spread": lognormal(median=1e-100, sigma=10),
    "normal": normal(mean=-3, sd=2),
    "normal, far from 0": normal(mean=1e12, sd=1e-3),
    "uniform": uniform(low=-2, high=5),
    "triangular": triangular(low=1, mode=2, high=7),
    "triangular, mode at an end": triangular(low=0, mode=0, high=1),
    "pert": pert(low=5, mode=20, high=50),
    "pert, mode at the low end": pert(low=0, mode=0, high=0.3),
    "pert, mode at the high end": pert(low=-1e6, mode=1e6, high=1e6),
    "pert, far from 0": pert(low=1e9, mode=1e9 + 1, high=1e9 + 2),
    "pert, across 0": pert(low=-1, mode=0, high=1),
    "beta": beta(a=2, b=5),
    "beta, flat": beta(a=1, b=1),
    "beta, a peak at each end": beta(a=0.5, b=0.5),
    "beta, all but the two ends": beta(a=0.01, b=0.01),
    "beta, piled on 0": beta(a=1e-3, b=5),
    "beta, low end and far": beta(a=0.1, b=9),
    "beta, high end": beta(a=500, b=0.5),
    "beta, narrow": beta(a=1e6, b=3e6),
    "discrete": discrete(values=[-1, 2, 10], weights=[0.25, 0.5, 0.25]),
    "empirical": empirical(values=list(range(100))),
    "mixture": TWO_NORMALS,
    "mixture with an atom": mixture(of=[point(value=0), lognormal(median=3, sigma=1)], weights=[0.9, 0.1]),
    "mixture with a gap far out": mixture(
        of=[uniform(low=0, high=1), uniform(low=100, high=101)], weights=[1 - 1e-6, 1e-6]
    ),
    "mixture with a gap at an octave": mixture(
        of=[uniform(low=0, high=1), uniform(low=2, high=3)], weights=[0.25, 0.75]
    ),
    "mixture with a gap at the median": mixture(
        of=[uniform(low=0, high=1), uniform(low=2, high=3)], weights=[0.5, 0.5]
    ),
    "point": point(value=3),
    "truncated normal": normal(mean=0, sd=1).truncated(low=-1, high=2),
    "truncated normal, one side": normal(mean=0, sd=1).truncated(high=0),
    "truncated normal, far tail": normal(mean=0, sd=1).truncated(low=30),
    "truncated normal, a slice": normal(mean=0, sd=1).truncated(low=1, high=1 + 1e-9),
    "truncated normal, twice": normal(mean=0, sd=1).truncated(low=-1).truncated(high=1),
    "truncated lognormal, above": lognormal(median=1, sigma=3).truncated(low=1e6),
    "truncated lognormal, below": lognormal(median=1, sigma=3).truncated(high=1e-3),
    "truncated uniform": uniform(low=0, high=1).truncated(low=0.3),
    "truncated triangular": triangular(low=0, mode=1, high=3).truncated(low=0.5, high=2.5),
    "truncated pert": pert(low=0, mode=1, high=9).truncated(low=1, high=8),
    "truncated beta": beta(a=0.5, b=0.5).truncated(low=0.1, high=0.999),
    "truncated mixture": TWO_NORMALS.truncated(low=-1, high=10),
}
every_family = pytest.mark.parametrize("name", FAMILIES)


def lower_half() -> np.ndarray:
    """Probabilities from 2^-53 to 1/2: every octave with its neighbours, ends of cells, and many in between."""
    rng = np.random.default_rng(0)
    octaves = np.ldexp(1.0, np.arange(-53, 0))
    cells = np.ldexp(1 + rng.integers(0, 64, 80) / 64, rng.integers(-53, -1, 80))
    edges = np.concatenate([octaves, cells])
    parts = [edges, np.nextafter(edges, 0), np.nextafter(edges, 1), rng.random(150) / 2]
    parts.append(np.ldexp(1 + rng.random(250), rng.integers(-53, -1, 250)))
    v = np.unique(np.concatenate(parts))
    return v[(v >= LEAST) & (v <= 0.5)]


LOWER = lower_half()


UPPER = 1 - LOWER  # of numbers above 1/2 the complement is exact
UPPER = np.unique(UPPER[UPPER > 0.5])


@cache
def exact(dist: Distribution) -> tuple[np.ndarray, np.ndarray]:
    """The quantiles at LOWER and UPPER, each counted from its nearer end."""
    return np.asarray(dist.quantile(LOWER)), np.asarray(dist.upper_quantile(1 - UPPER))


def spread(dist: Distribution) -> float:
    """The middle half."""
    return float(dist.quantile(0.75) - dist.quantile(0.25))


def assert_close(dist: Distribution, found: np.ndarray, truth: np.ndarray) -> None:
    """Within 1e-9 of the value or of the spread, whichever is larger."""
    assert np.isfinite(found).all()
    assert (np.abs(found - truth) <= 1e-9 * np.maximum(np.abs(truth), spread(dist)) + 5e-324).all()


def test_every_constructor_is_tested() -> None:
    assert {name.split(",")[0].split()[0] for name in FAMILIES} - {"truncated"} == set(CONSTRUCTORS)


@every_family
def test_a_sampler_agrees_with_the_exact_quantile_to_a_billionth(name: str) -> None:
    dist = FAMILIES[name]
    for u, truth in zip((LOWER, UPPER), exact(dist), strict=True):
        assert_close(dist, sampler(dist)(u), truth)


@every_family
def test_the_table_itself_agrees_whatever_the_sampler_prefers(name: str) -> None:
    dist = FAMILIES[name]
    for u, truth in zip((LOWER, UPPER), exact(dist), strict=True):
        assert_close(dist, table(dist)(u), truth)


@every_family
def test_the_distance_from_a_finite_end_is_kept_too(name: str) -> None:
    dist = FAMILIES[name]
    for u, truth in zip((LOWER, UPPER), exact(dist), strict=True):
        error = np.abs(sampler(dist)(u) - truth)
        for end in dist.support:
            if np.isfinite(end):
                rounding = 16 * EPS * np.maximum(np.abs(truth), abs(end)) + 5e-324
                assert (error <= 2e-9 * np.abs(truth - end) + rounding).all()


@every_family
def test_no_draw_leaves_the_support(name: str) -> None:
    low, high = FAMILIES[name].support
    for u in (LOWER, UPPER):
        x = sampler(FAMILIES[name])(u)
        assert low <= x.min()
        assert x.max() <= high


@every_family
def test_draws_rise_with_the_probability(name: str) -> None:
    dist = FAMILIES[name]
    x = sampler(dist)(np.concatenate([LOWER, UPPER]))
    falls = np.maximum(-np.diff(x), 0.0)
    assert (falls <= 2e-10 * np.maximum(np.abs(x[1:]), spread(dist)) + 5e-324).all()


@every_family
def test_at_one_half_it_is_the_median(name: str) -> None:
    dist = FAMILIES[name]
    half = np.array([np.nextafter(0.5, 0), 0.5, np.nextafter(0.5, 1)])
    assert_allclose(sampler(dist)(half), dist.quantile(half), rtol=1e-9, atol=1e-9 * spread(dist))
    assert_allclose(table(dist)(half)[1], dist.quantile(0.5), rtol=4 * EPS, atol=0)


@every_family
def test_a_value_depends_on_its_own_probability_alone(name: str) -> None:
    draw = sampler(FAMILIES[name])
    u = np.random.default_rng(1).permutation(np.concatenate([LOWER, UPPER]))[:1003]
    whole = draw(u)
    for start, stop, step in (
        (0, 1, 1),
        (1, 4, 1),
        (3, 11, 1),
        (5, 38, 1),
        (0, 1003, 7),
        (1002, None, -3),
        (7, 1003, 2),
    ):
        assert_array_equal(draw(u[start:stop:step]), whole[start:stop:step])
    assert_array_equal(draw(u[:1000].reshape(8, 125)), whole[:1000].reshape(8, 125))
    assert_array_equal(draw(np.asfortranarray(u[:1000].reshape(8, 125))), whole[:1000].reshape(8, 125))
    assert_array_equal(np.concatenate([draw(u[k : k + 1]) for k in range(64)]), whole[:64])
    assert_array_equal(draw(np.frombuffer(b"\0" + u.tobytes(), dtype=np.uint8)[1:].copy().view(np.float64)), whole)


@every_family
def test_what_is_given_is_not_changed(name: str) -> None:
    u = np.concatenate([LOWER, UPPER])
    before = u.copy()
    u.flags.writeable = False
    sampler(FAMILIES[name])(u)
    assert_array_equal(u, before)


@every_family
def test_two_calls_give_arrays_of_their_own(name: str) -> None:
    draw = sampler(FAMILIES[name])
    first = draw(UPPER)
    before = first.copy()
    draw(LOWER)[:] = -1
    assert_array_equal(first, before)


@given(st.one_of(continuous, truncated(), discretes()))
def test_any_distribution_is_sampled_to_a_billionth(dist: Distribution) -> None:
    few = slice(None, None, 11)
    for u, truth in zip((LOWER, UPPER), exact(dist), strict=True):
        assert_close(dist, sampler(dist)(u[few]), truth[few])


@given(st.floats(0.02, 50), st.floats(0.02, 50), st.floats(LEAST, 1 - LEAST))
def test_any_beta_is_sampled_to_a_billionth(a: float, b: float, u: float) -> None:
    dist = beta(a=a, b=b)
    at = np.array([u])
    assert_allclose(sampler(dist)(at), dist.quantile(at), rtol=1e-9, atol=1e-9 * spread(dist))


@given(st.floats(1, 1e12), st.floats(0.1, 1e6), st.floats(LEAST, 1 - LEAST))
def test_a_change_of_units_changes_nothing_else(factor: float, width: float, u: float) -> None:
    dist, at = pert(low=1, mode=1 + width / 3, high=1 + width), np.array([u])
    assert_allclose(sampler(dist.scaled(factor))(at), factor * sampler(dist)(at), rtol=1e-13)


# ---------------------------------------------------------------- jumps and kinks


@pytest.mark.parametrize("jump", [0.1, 0.25, 0.3, 0.5, 0.75, 1 - 2.0**-20, 33 / 128, 0.6])
def test_a_jump_is_met_to_the_last_digit(jump: float) -> None:
    dist = mixture(of=[uniform(low=0, high=1), uniform(low=2, high=3)], weights=[jump, 1 - jump])
    u = np.array([np.nextafter(jump, 0), np.nextafter(jump, 1), jump - 1e-12, jump + 1e-12, jump * (1 - 1e-4)])
    assert_allclose(sampler(dist)(u), dist.quantile(u), rtol=1e-9)
    assert (sampler(dist)(u) < 1.5).tolist() == [True, False, True, False, True]


@pytest.mark.parametrize(("at", "width"), [(0.4, 0.03), (0.4, 0.01), (0.3, 1e-3), (0.71, 1e-6)])
def test_a_flat_stretch_is_seen_however_short(at: float, width: float) -> None:
    # all the probability between two values piled on the upper of them
    parts = [uniform(low=0, high=at), point(value=at + width), uniform(low=at + width, high=1)]
    dist = mixture(of=parts, weights=[at, width, 1 - at - width])
    u = at + width * np.linspace(0.01, 0.99, 99)
    assert_allclose(dist.quantile(u), at + width, rtol=1e-12)
    assert_allclose(sampler(dist)(u), at + width, rtol=1e-9)


@pytest.mark.parametrize("mode", [0.0, 0.125, 0.3, 0.5, 0.9, 1.0])
def test_a_kink_is_no_worse_than_the_rest(mode: float) -> None:
    dist = triangular(low=0, mode=mode, high=1)
    u = np.clip(mode + np.concatenate([-np.logspace(-15, -1, 200), np.logspace(-15, -1, 200)]), LEAST, 1 - LEAST)
    assert_allclose(table(dist)(u), dist.quantile(u), rtol=1e-9)


# ---------------------------------------------------------------- against others


def test_scores_are_those_of_scipy_in_both_tails() -> None:
    assert_allclose(scores(LOWER), special.ndtri(LOWER), rtol=1e-10, atol=1e-10)
    assert_allclose(scores(UPPER), stats.norm.isf(1 - UPPER), rtol=1e-10, atol=1e-10)
    assert scores(np.array([0.5])) == 0


def test_the_two_tails_of_a_symmetric_belief_mirror_each_other() -> None:
    assert_allclose(scores(UPPER), -scores(1 - UPPER), rtol=1e-14)
    symmetric = sampler(beta(a=3, b=3))
    assert_allclose(1 - symmetric(UPPER), symmetric(1 - UPPER), rtol=1e-9, atol=1e-15)


@pytest.mark.parametrize(
    "name", ["beta", "pert", "truncated normal", "mixture", "lognormal", "beta, a peak at each end"]
)
def test_many_draws_have_the_distribution_they_should(name: str) -> None:
    dist = FAMILIES[name]
    x = sampler(dist)(np.random.default_rng(7).random(20_000))
    assert stats.kstest(x, dist.cdf).pvalue > 1e-3


def test_the_mean_over_a_grid_is_the_closed_form() -> None:
    u = (np.arange(2**18) + 0.5) / 2**18
    for name in ("beta", "pert", "truncated beta", "truncated normal", "truncated triangular"):
        dist = FAMILIES[name]
        assert_allclose(sampler(dist)(u).mean(), dist.mean(), rtol=1e-6)


# ---------------------------------------------------------------- from scores


@every_family
def test_from_scores_it_is_the_quantile_of_their_probability(name: str) -> None:
    dist = FAMILIES[name]
    z = np.concatenate([np.linspace(-8, 8, 801), [0.0, -0.0, 1e-300]])
    truth = np.where(z <= 0, dist.quantile(special.ndtr(z)), dist.upper_quantile(special.ndtr(-z)))
    far = np.abs(z) <= 4  # beyond, a probability near 1 is known to no more digits
    found = sampler_of_scores(dist)(z)
    steps = name.startswith(("discrete", "empirical", "mixture with a gap", "mixture with an atom"))
    if not steps:
        assert_allclose(found[far], truth[far], rtol=2e-9, atol=2e-9 * spread(dist))
    assert (found >= dist.support[0] - 1e-9 * spread(dist)).all()
    assert (np.diff(found[:801]) >= -1e-9 * np.maximum(np.abs(found[1:801]), spread(dist))).all()


@every_family
def test_scores_beyond_all_probabilities_give_the_farthest_draws(name: str) -> None:
    dist = FAMILIES[name]
    if dist.kind in ("normal", "lognormal"):
        truth = np.array([float(dist.quantile(special.ndtr(-9.0))), float(dist.upper_quantile(special.ndtr(-9.0)))])
    else:
        truth = np.array([float(dist.quantile(LEAST)), float(dist.upper_quantile(LEAST))])
    found = sampler_of_scores(dist)(np.array([-9.0, 9.0]))
    assert_close(dist, found, truth)


@every_family
def test_scores_and_points_are_two_ways_to_one_draw(name: str) -> None:
    dist = FAMILIES[name]
    u = uniforms(1, name, 512)
    if dist.kind not in ("discrete", "mixture"):
        assert_allclose(sampler_of_scores(dist)(scores(u)), sampler(dist)(u), rtol=1e-8, atol=1e-8 * spread(dist))


# ---------------------------------------------------------------- one table for many


def test_tables_are_shared_by_shape() -> None:
    assert table(normal(mean=0, sd=1)) is table(normal(mean=0, sd=1))
    assert table(pert(low=0, mode=1, high=4).beta()) is table(pert(low=10, mode=12, high=18).beta())


def test_a_distribution_travels_and_is_drawn_the_same() -> None:
    for name in ("beta", "mixture", "truncated pert"):
        there = pickle.loads(pickle.dumps(FAMILIES[name]))
        table.cache_clear()
        assert_array_equal(sampler(there)(LOWER), sampler(FAMILIES[name])(LOWER))


def test_a_table_is_small() -> None:
    made = table(TWO_NORMALS)
    assert isinstance(made, QuantileTable)
    assert sum(c.nbytes for c in made.coefficients) <= 213_100


def test_extremes_without_overflow_of_what_is_drawn(recwarn: Any) -> None:
    dist = lognormal(median=1, sigma=100).truncated(high=1e300)
    assert_allclose(sampler(dist)(np.array([0.25, 0.5, 0.999])), dist.quantile(np.array([0.25, 0.5, 0.999])), rtol=1e-9)
    assert math.isfinite(float(sampler(dist)(np.array([1 - LEAST]))[0]))
    assert not recwarn.list


# ---------------------------------------------------------------- a digit more or less


BOUNDED = [name for name, dist in FAMILIES.items() if np.isfinite(dist.support).any()]


@pytest.fixture(params=few(range(4), 1))
def a_digit_off(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Both matrices with every entry as it is, one float above or one below, by chance: what another processor, or
    another library of linear algebra, might have made of them."""
    rng = np.random.default_rng(request.param)
    for name in ("octave_to_cubics", "values_to_cubic"):
        matrix = getattr(tables, name)()
        moved = np.nextafter(matrix, matrix + rng.integers(-1, 2, matrix.shape))
        monkeypatch.setattr(tables, name, lambda moved=moved: moved)
    tables.table.cache_clear()
    yield
    tables.table.cache_clear()


@pytest.mark.usefixtures("a_digit_off")
@pytest.mark.parametrize("name", BOUNDED)
def test_no_draw_leaves_the_support_whatever_the_last_digits_are(name: str) -> None:
    dist = FAMILIES[name]
    low, high = dist.support
    z = np.concatenate([np.linspace(-8.5, 8.5, 801), [0.0, -40.0, 40.0]])
    drawn = [tables.sampler(dist)(LOWER), tables.sampler(dist)(UPPER), tables.sampler_of_scores(dist)(z)]
    drawn += [tables.table(dist)(LOWER), tables.table(dist)(UPPER)]
    for x in drawn:
        assert low <= x.min()
        assert x.max() <= high
    for u, truth in zip((LOWER, UPPER), exact(dist), strict=True):
        assert_close(dist, tables.sampler(dist)(u), truth)


# ---------------------------------------------------------------- values with a probability of their own


@pytest.mark.parametrize("dist", few([PART, AT_ZERO, MIXED, mixture(of=[THREE, two(0.5)], weights=[0.3, 0.7])], 1))
def test_draws_of_one_value_are_equal_to_the_last_digit(dist: Distribution) -> None:
    from mloss_econ.uncertainty.tables import sampler

    u = (np.arange(20_000) + 0.5) / 20_000
    lumps = [x for x in (0.0, 1 / 3, 1.0, 3.0, 5.0, 8.0, 9.0) if dist.atom(x)]
    for x in lumps:
        assert_array_equal(sampler(dist)(u) == x, dist.quantile(u) == x)
    assert lumps
