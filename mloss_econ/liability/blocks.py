"""Computing some rows at a time, and stopping when every row has converged."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from mloss_econ.kernel import Category, I, O, leaves, replace_leaves

CELLS = 1 << 18  # numbers of a table that are worked on together: two megabytes, large enough for two threads


def finished(active: Any) -> bool:
    """Whether every row has converged. Converged rows do not change, so leaving early changes no number."""
    return isinstance(active, (np.ndarray, np.generic)) and not np.any(active)


def in_blocks(function: Callable[[I], O], x: I, cells: int) -> O:
    """`function(x)`, so many draws at a time that a table of `cells` numbers a draw stays in the cache.

    Rows do not depend on one another, so the result does not depend on where they are cut.
    """
    values = dict(leaves(x))
    if not all(isinstance(v, (np.ndarray, np.generic, float, int)) for v in values.values()):
        return function(x)
    shape = np.broadcast_shapes(*(np.shape(v) for v in values.values()))
    count, rows = int(np.prod(shape, dtype=int)), max(CELLS // max(cells, 1), 1)
    if count <= rows:
        return function(x)
    flat = {p: v if np.ndim(v) == 0 else np.broadcast_to(v, shape).reshape(-1) for p, v in values.items()}
    parts = []
    for start in range(0, count, rows):
        cut = {p: v if np.ndim(v) == 0 else v[start : start + rows] for p, v in flat.items()}
        parts.append(function(replace_leaves(x, cut, validate=False)))
    found = [dict(leaves(part)) for part in parts]
    sizes = [min(rows, count - start) for start in range(0, count, rows)]
    whole = {path: _joined([f[path] for f in found], sizes, shape) for path in found[0]}
    made: O = replace_leaves(parts[0], whole, validate=False)
    return made


def _joined(parts: list[Any], sizes: list[int], shape: tuple[int, ...]) -> Any:
    if isinstance(parts[0], Category):
        return Category(_joined([p.codes for p in parts], sizes, shape), parts[0].labels)
    return np.concatenate([np.broadcast_to(p, (s,)) for p, s in zip(parts, sizes, strict=True)]).reshape(shape)
