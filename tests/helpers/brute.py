"""Indices by brute force: the calculator on a full grid of Gauss points, and sums over it; nothing sampled."""

from __future__ import annotations

from itertools import combinations
from math import factorial
from typing import Any

import numpy as np

from mloss_econ.kernel import Case
from mloss_econ.sensitivity.points import output_at


def on_grid(case: Case[Any, Any], output: str, paths: list[str], points: int) -> tuple[np.ndarray, np.ndarray]:
    """The output on the grid, (points,) * d, and the weights of one axis."""
    nodes, weights = np.polynomial.legendre.leggauss(points)
    u, w = (nodes + 1) / 2, weights / 2
    axes = np.meshgrid(*(case.entries[p].dist.quantile(u) for p in paths), indexing="ij")
    values = {p: axis.reshape(-1) for p, axis in zip(paths, axes, strict=True)}
    y = output_at(case, output, values, (points ** len(paths),))
    return y.reshape((points,) * len(paths)), w


def explained(y: np.ndarray, w: np.ndarray, known: tuple[int, ...]) -> float:
    """Var(E[y | the axes in `known`])."""
    mean = y
    for axis in reversed(range(y.ndim)):
        if axis not in known:
            mean = np.tensordot(mean, w, axes=(axis, 0))
    weights: Any = 1.0
    for _ in known:
        weights = np.multiply.outer(weights, w)
    centre = float(np.sum(mean * weights))
    return float(np.sum((mean - centre) ** 2 * weights))


def indices(y: np.ndarray, w: np.ndarray) -> dict[str, np.ndarray]:
    """First, total and Shapley indices of every axis."""
    d = y.ndim
    every = tuple(range(d))
    closed = {s: explained(y, w, s) for size in range(d + 1) for s in combinations(every, size)}
    variance = closed[every]
    first = np.array([closed[(k,)] for k in every]) / variance
    total = 1 - np.array([closed[tuple(j for j in every if j != k)] for k in every]) / variance
    shapley = np.zeros(d)
    for k in every:
        for s in (s for s in closed if k not in s):
            share = factorial(len(s)) * factorial(d - len(s) - 1) / factorial(d)
            shapley[k] += share * (closed[tuple(sorted((*s, k)))] - closed[s]) / variance
    return {"first": first, "total": total, "shapley": shapley}
