"""Correlation matrices: against published repairs, an independent optimisation, and NumPy's factor."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from matrices import possible, spoken, symmetric
from numpy.testing import assert_allclose, assert_array_equal
from scipy import optimize

from mloss_econ.uncertainty import correlations, nearest_correlation
from mloss_econ.uncertainty.correlations import check_matrix, cholesky, is_definite

TRIDIAGONAL = [[2, -1, 0, 0], [-1, 2, -1, 0], [0, -1, 2, -1], [0, 0, -1, 2]]
ONES = [[1, 1, 0], [1, 1, 1], [0, 1, 1]]


# ---------------------------------------------------------------- the nearest correlation matrix


def test_the_published_examples() -> None:
    a, b, c, d = 0.8084, 0.1916, 0.1068, 0.6562
    expected = [[1, -a, b, c], [-a, 1, -d, b], [b, -d, 1, -a], [c, b, -a, 1]]
    assert_allclose(nearest_correlation(TRIDIAGONAL), expected, atol=5e-5)
    a, b = 0.7607, 0.1573
    assert_allclose(nearest_correlation(ONES), [[1, a, b], [a, 1, a], [b, a, 1]], atol=5e-5)


@settings(max_examples=10)
@given(st.one_of(symmetric.filter(lambda m: len(m) < 5), st.just(np.array(TRIDIAGONAL)), st.just(np.array(ONES))))
def test_an_independent_optimisation_finds_the_same(matrix: Any) -> None:
    size = len(matrix)
    ours = nearest_correlation(matrix)

    def distances(flat: Any) -> Any:
        rows = flat.reshape(size, size)
        rows = rows / np.sqrt((rows * rows).sum(axis=1, keepdims=True))  # any correlation matrix is rows rows'
        return (rows @ rows.T - matrix)[np.triu_indices(size, 1)]

    start = np.random.default_rng(0).normal(size=size * size)
    theirs = min((optimize.least_squares(distances, k * start[::k]) for k in (1, -1)), key=lambda r: r.cost)
    assert_allclose(((ours - matrix)[np.triu_indices(size, 1)] ** 2).sum() / 2, theirs.cost, atol=1e-6)
    rows = theirs.x.reshape(size, size)
    rows = rows / np.sqrt((rows * rows).sum(axis=1, keepdims=True))
    assert_allclose(ours, rows @ rows.T, atol=2e-3)


@given(symmetric, st.integers(0, 10**6))
def test_a_repaired_matrix_is_valid_and_no_valid_one_is_nearer(matrix: Any, seed: int) -> None:
    found = nearest_correlation(matrix)
    assert_array_equal(found, found.T)
    assert_array_equal(np.diag(found), 1)
    assert np.linalg.eigvalsh(found)[0] > 0.9e-8 or is_definite(matrix)
    for factors in range(1, len(matrix) + 1):
        other = spoken((seed, len(matrix), factors))
        # a convex set: from its nearest point, no direction into it leads nearer
        assert ((matrix - found) * (other - found)).sum() <= 1e-6
        assert np.linalg.norm(matrix - found) <= np.linalg.norm(matrix - other) + 1e-6


def test_a_repair_that_is_cut_short_is_valid_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(correlations, "STEPS", 3)
    found = nearest_correlation(ONES)
    assert_array_equal(np.diag(found), 1)
    assert is_definite(found)
    assert abs(found).max() == 1


@given(possible)
def test_the_factor_is_that_of_numpy_and_gives_the_matrix_back(matrix: Any) -> None:
    lower = np.zeros_like(matrix)
    for i, row in enumerate(cholesky(tuple(map(tuple, matrix.tolist())))):
        lower[i, : i + 1] = row
    assert_allclose(lower, np.linalg.cholesky(matrix), rtol=1e-9, atol=1e-12)
    assert_allclose(lower @ lower.T, matrix, atol=1e-14)


# ---------------------------------------------------------------- refusals


def test_a_matrix_that_is_almost_symmetric_is_evened_out() -> None:
    made = check_matrix(np.array([[1 + 1e-12, 0.5], [0.5 + 1e-12, 1]]))
    assert_array_equal(made, made.T)
    assert_array_equal(np.diag(made), 1)
