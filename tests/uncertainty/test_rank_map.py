"""Rank correlations of inputs whose values have probabilities: closed forms, and sums over a grid."""

import math

import numpy as np
import pytest
from few import few
from hypothesis import given, settings, strategies as st
from lumpy import AT_ZERO, MIXED, PART, THREE, WHOLE, two
from scipy import special

from mloss_econ.uncertainty import Distribution, discrete, mixture, point
from mloss_econ.uncertainty.rank_map import CONTINUOUS, Lumps, reach, to_normal, to_rank


@pytest.mark.parametrize("r", [-0.99999, -0.5, 0.1, 0.9])
def test_the_closed_forms(r: float) -> None:
    half, other = Lumps.of(two(0.5)), Lumps.of(WHOLE)
    assert other == CONTINUOUS
    exact = math.sqrt(12) / math.pi * math.asin(r / math.sqrt(2))
    assert to_rank(r, half, other) == pytest.approx(exact, abs=1e-12)
    assert to_rank(r, other, half) == pytest.approx(exact, abs=1e-12)
    assert to_rank(r, half, half) == pytest.approx(2 / math.pi * math.asin(r), abs=2e-4 if abs(r) > 0.99 else 1e-12)
    assert to_normal(exact, half, other) == pytest.approx(r, abs=1e-9)


@pytest.mark.parametrize("p", [0.01, 0.1, 0.5, 0.8])
def test_the_largest_of_a_flag_and_a_continuous_input(p: float) -> None:
    most = math.sqrt(3 * p * (1 - p))
    assert reach(1, Lumps.of(two(p)), CONTINUOUS) == pytest.approx(most, abs=1e-6)
    assert reach(-1, CONTINUOUS, Lumps.of(two(p))) == pytest.approx(-most, abs=1e-6)


def on_a_grid(r: float, one: Distribution, other: Distribution) -> float:
    """Spearman's correlation of two inputs, by the probability of each square of a grid of scores."""
    u = (np.arange(200) + 0.5) / 200
    z, w = np.polynomial.hermite_e.hermegauss(60)
    x = special.ndtri(u)
    y = r * x[:, None] + math.sqrt(1 - r * r) * z  # the other's score, given that of the first
    of = [np.asarray(one.quantile(u)), np.asarray(other.quantile(special.ndtr(y)))]
    weights = np.repeat((w / w.sum())[None], len(u), axis=0).reshape(-1)
    places = []
    for values, shares in ((of[0], np.full(200, 1 / 200)), (of[1].reshape(-1), weights / 200)):
        unique, inverse = np.unique(values, return_inverse=True)
        share = np.bincount(inverse.reshape(-1), shares, len(unique))
        places.append((np.cumsum(share) - share / 2)[inverse.reshape(-1)])
    g, h = np.repeat(places[0], 60), places[1]
    total = np.tile(w / w.sum(), 200) / 200
    g, h = g - total @ g, h - total @ h
    return float(total @ (g * h) / math.sqrt((total @ g**2) * (total @ h**2)))


@pytest.mark.parametrize("one", few([two(0.1), THREE, PART, MIXED], 2))
@pytest.mark.parametrize("other", few([AT_ZERO, two(0.5), THREE, WHOLE], 1))
def test_sums_over_a_grid_give_the_same(one: Distribution, other: Distribution) -> None:
    for r in (-0.7, 0.4, 0.9):
        found = to_rank(r, Lumps.of(one), Lumps.of(other))
        assert found == pytest.approx(on_a_grid(r, one, other), abs=0.015)
        assert found == pytest.approx(to_rank(r, Lumps.of(other), Lumps.of(one)), abs=1e-6)


@settings(max_examples=8)
@given(p=st.floats(0.02, 0.98), q=st.floats(0.02, 0.98), share=st.floats(-0.99, 0.99))
def test_there_and_back(p: float, q: float, share: float) -> None:
    one, other = Lumps.of(two(p)), Lumps.of(mixture(of=[point(value=2), WHOLE], weights=[q, 1 - q]))
    rank = share * abs(reach(share, one, other))
    assert to_rank(to_normal(rank, one, other), one, other) == pytest.approx(rank, abs=1e-9)


def test_rare_values_change_next_to_nothing() -> None:
    many = Lumps.of(discrete(values=list(range(300)), weights=[1 / 300] * 300))
    assert many.ends == ()
    fewer = Lumps.of(discrete(values=list(range(50)), weights=[1 / 50] * 50))
    assert to_normal(0.5, fewer, fewer) == pytest.approx(2 * math.sin(math.pi / 12), abs=1e-3)
