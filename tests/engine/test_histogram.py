"""Counts in narrow bins against sorted numbers: off by no more than 1/1024, the same however they were divided."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from mloss_econ.engine.histogram import Histogram, bins_of, interpolate
from mloss_econ.uncertainty import REPLICATES

LEVELS = [0.0, 0.001, 0.05, 0.1, 0.25, 1 / 3, 0.5, 0.75, 0.9, 0.95, 0.999, 1.0]
WIDTH = 1 / 1024  # as promised
TINY = float(np.finfo(float).tiny)  # below it numbers have fewer digits, and all are as good as 0


def counted(values: np.ndarray, kind: Any = np.int64) -> Histogram:
    """A histogram of some numbers, row i in replicate i mod 16."""
    histogram = Histogram(kind)
    histogram.add(values, np.arange(len(values)) % REPLICATES)
    return histogram


def quantiles(values: np.ndarray, levels: list[float] = LEVELS) -> tuple[np.ndarray, np.ndarray]:
    """What the histogram says of them."""
    return counted(values).in_order().quantiles(levels, float(values.min()), float(values.max()))


def allowed(values: np.ndarray, levels: list[float]) -> np.ndarray:
    """1/1024 of each of the two order statistics a quantile lies between, by how much each counts."""
    ordered, slack = np.sort(values), []
    for level in levels:
        at = (len(values) - 1) * level
        below = int(at)
        above = min(below + 1, len(values) - 1)
        share = at - below
        slack.append((1 - share) * abs(ordered[below]) + share * abs(ordered[above]))
    return WIDTH * np.array(slack) * (1 + 1e-12) + TINY


def assert_good(values: np.ndarray, levels: list[float] = LEVELS) -> None:
    """All quantiles, of the whole and of each replicate, within 1/1024."""
    whole, parts = quantiles(values, levels)
    assert (np.abs(whole - np.quantile(values, levels)) <= allowed(values, levels)).all()
    assert parts.shape == (len(levels), REPLICATES)
    for r in range(REPLICATES):
        mine = values[r::REPLICATES]
        assert (np.abs(parts[:, r] - np.quantile(mine, levels)) <= allowed(mine, levels)).all()


def samples() -> dict[str, np.ndarray]:
    """Numbers of every kind."""
    rng = np.random.default_rng(5)
    n = 3000
    z = rng.standard_normal(n)
    return {
        "positive": np.exp(z),
        "negative": -np.exp(3 * z),
        "mixed signs": z,
        "mixed signs over 60 orders of magnitude": np.sign(z) * np.exp(138 * rng.random(n)),
        "very small": 1e-300 * np.exp(z),
        "very large": 1e300 * np.exp(z),
        "very large, negative": -1e300 * np.exp(z),
        "below the smallest normal number": z * 1e-310,
        "the smallest number there is": np.where(z > 0, 5e-324, 1e-320),
        "zeros among others": np.where(z > 0.3, np.exp(z), 0.0),
        "zeros of both signs among others": np.where(z > 1, z, np.where(z > 0, 0.0, np.where(z > -1, -0.0, z))),
        "all 0": np.zeros(n),
        "all minus 0": np.full(n, -0.0),
        "one value": np.full(n, 1.2345),
        "one negative value": np.full(n, -1.2345),
        "a few values": rng.choice([-7.5, -1.0, 2.0, 2.001, 1e9], n),
        "powers of two": np.ldexp(1.0, rng.integers(-40, 40, n)),
        "minus powers of two": -np.ldexp(1.0, rng.integers(-40, 40, n)),
        "just below powers of two": np.nextafter(np.ldexp(1.0, rng.integers(-40, 40, n)), 0),
        "near one number": 1 + 1e-15 * np.floor(5 * rng.random(n)),
        "thirty-two": np.exp(z[:32]),
        "an uneven number": z[:2011],
    }


SAMPLES = samples()


@pytest.mark.parametrize("name", SAMPLES)
def test_quantiles_are_good_to_1_in_1024(name: str) -> None:
    assert_good(SAMPLES[name])


@given(
    st.lists(st.floats(-1e300, 1e300, allow_nan=False), min_size=16, max_size=80),
    st.lists(st.floats(0, 1), min_size=1, max_size=6),
)
def test_quantiles_of_any_numbers_are_good_to_1_in_1024(numbers: list[float], levels: list[float]) -> None:
    assert_good(np.array(numbers), levels)


@pytest.mark.parametrize("name", SAMPLES)
def test_quantiles_rise_and_stay_between_the_ends(name: str) -> None:
    values = SAMPLES[name]
    whole, parts = quantiles(values)
    slack = 4e-16 * np.abs(whole[1:])
    assert (np.diff(whole) >= -slack).all()
    for q in (whole, *parts.T):
        assert values.min() <= q.min()
        assert q.max() <= values.max()


def test_numbers_spread_evenly_over_their_bins_are_met_exactly() -> None:
    values = 1 + (np.arange(16 * 1024) + 0.5) / (16 * 1024)
    for sign in (1, -1):
        whole, _ = quantiles(sign * values)
        assert_allclose(whole, np.quantile(sign * values, LEVELS), rtol=1e-14)


def test_quantiles_of_many_zeros_are_zero() -> None:
    values = np.concatenate([np.zeros(1600), np.full(480, 10.0), np.full(480, -10.0)])
    whole, parts = quantiles(values, [0.25, 0.5, 0.75])
    assert (whole == 0).all()
    assert (parts == 0).all()


def test_quantiles_of_the_largest_numbers_there_are_stay_finite() -> None:
    top = float(np.finfo(float).max)
    for sign in (1.0, -1.0):
        values = sign * np.array([top, 0.99999 * top] * 32)
        whole, parts = quantiles(values, [0.0, 0.5, 1.0])
        assert np.isfinite(whole).all()
        assert np.isfinite(parts).all()
        assert_allclose(whole, values[0], rtol=WIDTH)


def test_nothing_counted_is_no_quantile() -> None:
    histogram = counted(np.empty(0))
    assert [len(a) for a in histogram.packed()] == [0, 0]
    whole, parts = histogram.in_order().quantiles([0.5], -np.inf, np.inf)
    assert np.isnan(whole).all()
    assert np.isnan(parts).all()


def test_a_replicate_without_rows_has_no_quantile_and_the_others_do() -> None:
    histogram = Histogram()
    histogram.add(np.array([1.0, 2.0, 3.0]), np.array([0, 0, 5]))
    whole, parts = histogram.in_order().quantiles([0.5], 1.0, 3.0)
    assert abs(whole[0] - 2) <= 2 * WIDTH
    assert np.isfinite(parts[0]).tolist() == [r in (0, 5) for r in range(REPLICATES)]


# ---------------------------------------------------------------- bins


@given(st.floats(-1e300, 1e300, allow_nan=False))
def test_every_number_lies_in_its_bin_which_is_narrow(x: float) -> None:
    bins = counted(np.array([x])).in_order()
    assert bins.counts.sum() == 1
    (low,), (high,) = bins.low, bins.high
    assert low - TINY <= x <= high + TINY
    assert high - low <= WIDTH * abs(x) + TINY


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=60))
def test_bins_lie_in_order_without_overlap_and_count_every_number(numbers: list[float]) -> None:
    values = np.array(numbers)
    bins = counted(values).in_order()
    assert (bins.low <= bins.high).all()
    assert (bins.high[:-1] <= bins.low[1:]).all()
    assert bins.counts.sum() == len(values)
    ordered = np.sort(values)
    ends = np.cumsum(bins.counts.sum(axis=1))
    for low, high, last, count in zip(bins.low, bins.high, ends, bins.counts.sum(axis=1), strict=True):
        mine = ordered[last - count : last]
        assert low - TINY <= mine.min()
        assert mine.max() <= high + TINY


def test_each_number_counts_once_for_its_own_replicate() -> None:
    values = np.random.default_rng(2).choice([-3.0, -0.0, 0.0, 1.5, 1e200], 500)
    replicate = np.random.default_rng(3).integers(0, REPLICATES, 500)
    histogram = Histogram()
    histogram.add(values, replicate)
    places, counts = histogram.packed()
    expected: dict[int, int] = {}
    for b, r in zip(bins_of(values).tolist(), replicate.tolist(), strict=True):
        expected[b * REPLICATES + r] = expected.get(b * REPLICATES + r, 0) + 1
    assert dict(zip(places.tolist(), counts.tolist(), strict=True)) == expected
    assert (np.diff(places) > 0).all()


def test_numbers_that_lie_apart_in_memory_are_counted_too() -> None:
    values = np.random.default_rng(4).standard_normal(900)
    for view in (values[::3], values[::-1], values.reshape(30, 30)[:, 4]):
        strided, dense = counted(view).packed(), counted(view.copy()).packed()
        for a, b in zip(strided, dense, strict=True):
            assert_array_equal(a, b)


# ---------------------------------------------------------------- merging


def pieces(values: np.ndarray, cuts: list[int], kind: Any) -> list[Histogram]:
    """The numbers divided at some rows; each keeps its replicate."""
    made = []
    for a, b in zip([0, *cuts], [*cuts, len(values)], strict=True):
        histogram = Histogram(kind)
        histogram.add(values[a:b], np.arange(a, b) % REPLICATES)
        made.append(histogram)
    return made


@given(
    st.lists(st.integers(0, 400), max_size=5).map(sorted),
    st.randoms(use_true_random=False),
    st.sampled_from([np.int32, np.int64]),
    st.sampled_from(["packed", "absorbed", "added"]),
)
def test_any_division_in_any_order_gives_the_same_counts(cuts: list[int], random: Any, kind: Any, how: str) -> None:
    values = np.concatenate([np.round(20 * SAMPLES["mixed signs"][:350]), np.zeros(50)])
    made = pieces(values, cuts, kind)
    random.shuffle(made)
    total = Histogram()
    if how == "added":
        for a, b in zip([0, *cuts], [*cuts, len(values)], strict=True):
            total.add(values[a:b], np.arange(a, b) % REPLICATES)
    for piece in made if how != "added" else []:
        if how == "packed":
            total.merge(piece.packed())
        else:
            total.absorb(piece)
    for mine, whole in zip(total.packed(), counted(values).packed(), strict=True):
        assert_array_equal(mine, whole)
    assert_array_equal(total.in_order().counts, counted(values).in_order().counts)
    assert_array_equal(total.in_order().low, counted(values).in_order().low)


def test_counts_of_either_width_are_the_same() -> None:
    values = SAMPLES["mixed signs"]
    for a, b in zip(counted(values, np.int32).packed(), counted(values).packed(), strict=True):
        assert a.dtype == b.dtype == np.int64
        assert_array_equal(a, b)


def test_counts_beyond_32_bits_are_kept() -> None:
    places, counts = counted(np.repeat([1.0, 2.0], 16)).packed()
    total = Histogram()
    for _ in range(3):
        total.merge((places, counts * 2**31))
    again = Histogram()
    again.merge(total.packed())
    assert (again.packed()[1] == 3 * 2**31).all()
    assert again.in_order().counts.sum() == 32 * 3 * 2**31
    whole, _ = again.in_order().quantiles([0.25, 0.75], 1.0, 2.0)
    assert_allclose(whole, [1.0, 2.0], rtol=WIDTH)


def test_no_number_is_lost_when_room_runs_out() -> None:
    histogram, rng, seen = Histogram(np.int32), np.random.default_rng(8), []
    for exponent in rng.permutation(np.arange(-60, 60)):  # one page after another
        values = np.ldexp(1 + rng.random(5), exponent) * rng.choice([-1.0, 1.0], 5)
        histogram.add(values, np.zeros(5, dtype=np.int64))
        seen.append(values)
    bins, counts = np.unique(bins_of(np.concatenate(seen)), return_counts=True)
    places, found = histogram.packed()
    assert_array_equal(places, bins * REPLICATES)
    assert_array_equal(found, counts)


# ---------------------------------------------------------------- interpolation


def test_interpolation_is_that_of_numpy_to_the_bit() -> None:
    rng = np.random.default_rng(9)
    low = np.concatenate([rng.standard_normal(200), np.zeros(10)])
    high = low + np.concatenate([np.exp(20 * rng.standard_normal(200)), np.zeros(10)])
    share = np.concatenate([rng.random(200), np.linspace(0, 1, 10)])
    truth = [float(np.quantile([a, b], s)) for a, b, s in zip(low, high, share, strict=True)]
    assert interpolate(low, high, share).tolist() == truth
