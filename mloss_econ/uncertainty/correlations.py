"""Correlation matrices: is it one, which one is nearest, and its Cholesky factor.

A correlation matrix R is symmetric with unit diagonal and without negative eigenvalues; only then can variables with
these correlations exist. The nearest one to a symmetric A in the Frobenius norm is found by projecting in turn onto

    the matrices with eigenvalues >= LEAST (raise the lower ones)     and     those with unit diagonal (set it)

with Dykstra's correction, which takes the last change out again before the first projection and so makes the limit the
nearest point of both sets instead of just any (Higham 2002, "Computing the nearest correlation matrix", IMA Journal of
Numerical Analysis 22, algorithm 3.3; there with LEAST = 0).
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt

from mloss_econ.base.arrays import unwrapped
from mloss_econ.errors import InputError
from mloss_econ.uncertainty.distribution import Array, check_numbers

LEAST = 1e-8  # eigenvalue of a repaired matrix
DEFINITE = 1e-12  # an eigenvalue below it is taken for 0: rounding alone makes some 1e-15
SYMMETRIC = 1e-9  # of what two halves of a matrix, or its diagonal and 1, may differ by
CLOSE = 1e-12  # what the last step of the projections may change an entry by
STEPS = 20_000


def check_matrix(matrix: npt.ArrayLike) -> Array:
    """A correlation matrix given by a user, as an array (d, d): finite, symmetric, ones on the diagonal, entries from
    -1 to 1 (tiny differences are evened out). Raises InputError that names the entry and what was expected of it;
    whether the correlations can hold together is not asked here (`is_definite`)."""
    array = _symmetric(matrix)
    for i in np.flatnonzero(np.abs(np.diag(array) - 1) > SYMMETRIC):
        raise InputError(
            f"correlations: entry [{i}][{i}] = {array[i, i]:g} is on the diagonal and must be 1. "
            "Divide a covariance matrix by the standard deviations first."
        )
    np.fill_diagonal(array, 1.0)
    for i, j in np.argwhere(np.abs(array) > 1):
        raise InputError(f"correlations: entry [{i}][{j}] = {array[i, j]:g} must lie between -1 and 1.")
    return array


def _symmetric(matrix: npt.ArrayLike) -> Array:
    """A symmetric array of finite numbers, a copy."""
    rows: Any = unwrapped(matrix, "correlations").tolist() if hasattr(matrix, "__array__") else matrix
    if not isinstance(rows, (list, tuple)) or not all(isinstance(row, (list, tuple)) for row in rows) or not rows:
        raise InputError("correlations: give a matrix: a list of rows, each a list of numbers.")
    for i, row in enumerate(rows):
        if len(row) != len(rows):
            raise InputError(
                f"correlations: row [{i}] has {len(row)} entries, but there are {len(rows)} rows. The matrix must be "
                "square: as many columns as rows."
            )
        for j, entry in enumerate(row):
            check_numbers("correlations", **{f"entry [{i}][{j}]": entry})
    array = np.array(rows, dtype=np.float64)
    for i, j in np.argwhere(np.abs(array - array.T) > SYMMETRIC):
        raise InputError(
            f"correlations: entry [{i}][{j}] = {array[i, j]:g} but entry [{j}][{i}] = {array[j, i]:g}. "
            "The matrix must be symmetric: correct one of them."
        )
    return 0.5 * array + 0.5 * array.T


def is_definite(matrix: Array) -> bool:
    """Whether all eigenvalues are above 0 by more than rounding: the correlations can hold together."""
    return bool(np.linalg.eigvalsh(matrix)[0] > DEFINITE)


def nearest_correlation(matrix: npt.ArrayLike) -> Array:
    """The correlation matrix nearest to a symmetric matrix (d, d), with no eigenvalue below 1e-8, so that it can be
    factorised; entries to about 1e-10. A positive definite correlation matrix is returned as it is.

    >>> nearest_correlation([[1, 1, 0], [1, 1, 1], [0, 1, 1]]).round(4).tolist()
    [[1.0, 0.7607, 0.1573], [0.7607, 1.0, 0.7607], [0.1573, 0.7607, 1.0]]
    """
    given = _symmetric(matrix)
    if (np.diag(given) == 1).all() and is_definite(given):
        return given
    x, y, correction = given, given, np.zeros_like(given)
    for _ in range(STEPS):
        start = y - correction
        x = _with_eigenvalues_raised(start)
        correction = x - start
        y = x.copy()
        np.fill_diagonal(y, 1.0)
        if np.abs(y - x).max() <= CLOSE:
            break
    size = np.sqrt(np.diag(x))
    nearest = np.asarray(x / np.outer(size, size))  # a correlation matrix, however close the last step came
    np.fill_diagonal(nearest, 1.0)
    return nearest


def _with_eigenvalues_raised(matrix: Array) -> Array:
    values, vectors = np.linalg.eigh(matrix)
    raised = (vectors * np.maximum(values, LEAST)) @ vectors.T
    return np.asarray(0.5 * (raised + raised.T))


def cholesky(matrix: tuple[tuple[float, ...], ...]) -> tuple[tuple[float, ...], ...]:
    """The lower triangle L (row i has i + 1 entries) with L L' = the matrix, the same to the last digit on every
    machine (Cholesky and Banachiewicz, row by row). For a positive definite matrix."""
    rows: list[tuple[float, ...]] = []
    for i in range(len(matrix)):
        row: list[float] = []
        for j in range(i):
            dot = math.fsum(a * b for a, b in zip(row, rows[j], strict=False))
            row.append((matrix[i][j] - dot) / rows[j][j])
        row.append(math.sqrt(matrix[i][i] - math.fsum(a * a for a in row)))
        rows.append(tuple(row))
    return tuple(rows)
