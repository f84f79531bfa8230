"""Random correlation matrices for Hypothesis."""

from typing import Any

import numpy as np
from hypothesis import strategies as st


def spoken(spec: Any) -> np.ndarray[Any, Any]:
    """A correlation matrix from (seed, size, how many factors): that of random sums of common factors."""
    seed, size, factors = spec
    loads = np.random.default_rng(seed).normal(size=(size, factors))
    cov = loads @ loads.T + 0.05 * np.eye(size)
    root = np.sqrt(np.diag(cov))
    matrix = cov / np.outer(root, root)
    np.fill_diagonal(matrix, 1.0)
    return np.asarray((matrix + matrix.T) / 2)


possible = st.tuples(st.integers(0, 10**6), st.integers(2, 6), st.integers(1, 6)).map(spoken)
anything = st.tuples(st.integers(0, 10**6), st.integers(3, 6)).map(
    lambda s: np.triu(np.random.default_rng(s[0]).uniform(-1, 1, (s[1], s[1])), 1)
)
symmetric = anything.map(lambda upper: upper + upper.T + np.eye(len(upper)))
