"""The best option given several inputs: least squares on cubic splines of their ranks, each replicate fitted by the
others.

Every input has its splines, and every pair of inputs the products of coarser ones while there are not too many.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import numpy.typing as npt

from mloss_econ.uncertainty import REPLICATES

Array = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]

DEGREE = 3
PIECES, COARSE = 7, 2  # of the range of ranks, for one input and for pairs
MOST = 600  # columns: with more, pairs are left out
RIDGE = 1e-8  # of the mean square: splines of one input sum to one, and are told apart by it
ROWS = 2**14  # at a time


def fitted(gain: Array, inputs: Sequence[Array], replicate: Whole) -> Whole:
    """The option with the highest fitted gain in each draw, (rows,); gain is (options, rows)."""
    ranked = [_ranks(x) for x in inputs]
    pairs = list(combinations(range(len(inputs)), 2))
    width = len(inputs) * (PIECES + DEGREE) + len(pairs) * (COARSE + DEGREE) ** 2
    pairs = pairs if width <= MOST else []

    def columns(rows: Whole) -> Array:
        fine = [_splines(u[rows], PIECES) for u in ranked]
        coarse = [_splines(u[rows], COARSE) for u in ranked] if pairs else []
        crossed = [(coarse[i][:, :, None] * coarse[j][:, None, :]).reshape(len(rows), -1) for i, j in pairs]
        return np.concatenate([*fine, *crossed], axis=1)

    own = [np.flatnonzero(replicate == r) for r in range(REPLICATES)]
    pieces = [(r, rows[k : k + ROWS]) for r, rows in enumerate(own) for k in range(0, len(rows), ROWS)]
    count = columns(own[0][:1]).shape[1]
    squares, products = np.zeros((REPLICATES, count, count)), np.zeros((REPLICATES, count, len(gain)))
    for r, rows in pieces:
        x = columns(rows)
        squares[r] += x.T @ x
        products[r] += x.T @ gain[:, rows].T
    whole, target = squares.sum(axis=0), products.sum(axis=0)
    ridge = RIDGE * np.trace(whole) / count * np.eye(count)
    slopes = np.array([np.linalg.solve(whole - squares[r] + ridge, target - products[r]) for r in range(REPLICATES)])
    rule = np.empty(gain.shape[1], dtype=np.int64)
    for r, rows in pieces:
        rule[rows] = np.argmax(columns(rows) @ slopes[r], axis=1)
    return rule


def _ranks(x: Array) -> Array:
    """Ranks as probabilities strictly between 0 and 1, equal values alike."""
    in_order = np.sort(x)
    middle = np.searchsorted(in_order, x, side="left") + np.searchsorted(in_order, x, side="right")
    return np.asarray((middle + 1) / (2 * len(x) + 2), dtype=np.float64)


def _splines(u: Array, pieces: int) -> Array:
    """The cubic B-splines on `pieces` equal parts of [0, 1], (rows, pieces + 3)."""
    from scipy.interpolate import BSpline

    inner = np.linspace(0, 1, pieces + 1)
    knots = np.concatenate([np.zeros(DEGREE), inner, np.ones(DEGREE)])
    return np.asarray(BSpline.design_matrix(u, knots, DEGREE).toarray(), dtype=np.float64)
