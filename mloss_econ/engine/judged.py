"""How much of an output is judgement: by rank correlation with its inputs, over the first 65,536 rows of a run.

share of an input = squared rank correlation with the output
judged            = sum over judged inputs / sum over all uncertain inputs that the output depends on

An output depends on an input if it changes in any of 32 rows when that input, and it alone, takes the value it has in
another row.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from mloss_econ.engine.plan import Array
from mloss_econ.engine.summary import Estimate, Judgement
from mloss_econ.engine.totals import good_rows
from mloss_econ.uncertainty import BLOCK, REPLICATES

if TYPE_CHECKING:
    from mloss_econ.engine.run import Run

FEW = 32  # rows on which it is tried whether an output depends on an input
ENOUGH = 8 * BLOCK  # rows: more would not move a share by a percent


@dataclass(frozen=True)
class Sample:
    """The first rows of a run: standardised ranks of its uncertain inputs (inputs, rows), its outputs, and which rows
    belong to each replicate."""

    input_ranks: Array
    outputs: dict[str, Array]
    replicates: list[Any]


def sample(run: Run[Any, Any]) -> Sample:
    """The first 65,536 rows of a run, drawn again; without what was dropped."""
    stop = min(ENOUGH, run.plan.n)
    if run.keep == "summary":  # nothing was kept: compute them again
        rows = run.plan.rows(0, stop)
        inputs, outputs = dict(rows.inputs), dict(rows.outputs)
    else:
        inputs = run.plan.inputs(0, stop)
        outputs = {p: v[:stop] for p, v in run.draws.outputs.items()} if run.left is None else {}
    left = np.arange(stop)
    if run.dropped:
        if run.left is not None:
            left = run.left[run.left < stop]
            outputs = {p: v[: len(left)] for p, v in run.draws.outputs.items()}
        else:
            left = np.flatnonzero(
                np.all([good_rows(v, p in run.totals.bad.endless) for p, v in outputs.items()], axis=0)
            )
            outputs = {p: v[left] for p, v in outputs.items()}
        inputs = {p: v[left] for p, v in inputs.items()}
    replicates = [np.flatnonzero(left % REPLICATES == r) for r in range(REPLICATES)]
    return Sample(np.array([_standard(ranks(v)) for v in inputs.values()]), outputs, replicates)


def rank_shares(run: Run[Any, Any], path: str) -> dict[str, Estimate]:
    """Squared rank correlation of each uncertain input with an output; for independent inputs and monotone effects
    they add up to about 1, and what is missing is interaction or a turn."""
    products = _products(run, path)
    if products is None:
        return {p: Estimate(0.0, 0.0) for p in run.draws.inputs}
    whole = products.mean(axis=1) ** 2
    parts = np.array([products[:, rows].mean(axis=1) ** 2 for rows in run.sample.replicates])
    errors = parts.std(axis=0, ddof=1) / REPLICATES**0.5
    return {p: Estimate(float(w), float(e)) for p, w, e in zip(run.draws.inputs, whole, errors, strict=True)}


def dependents(run: Run[Any, Any]) -> dict[str, frozenset[str]]:
    """The uncertain inputs that each output depends on."""
    drawn = run.plan.inputs(0, min(FEW, run.plan.n))
    size, names = min(FEW, run.plan.n), list(drawn)
    blocks = {path: np.tile(values, len(names) + 1) for path, values in drawn.items()}
    for k, path in enumerate(names):
        blocks[path][k * size : (k + 1) * size] = np.roll(drawn[path], 1)
    outputs = run.plan.evaluated(blocks, 0, size * (len(names) + 1)).outputs
    found = {}
    for output, values in outputs.items():
        rows = values.reshape(-1, size)
        same = (rows[:-1] == rows[-1]) | (np.isnan(rows[:-1]) & np.isnan(rows[-1]))
        found[output] = frozenset(path for path, kept in zip(names, same.all(axis=1), strict=True) if not kept)
    return found


def judgement(run: Run[Any, Any], path: str) -> Judgement:
    """How much of an output is judgement."""
    products = _products(run, path)
    names = [p for p in run.draws.inputs if p in run.dependents[path]]
    places = [p in run.judged for p in names]
    if products is None:
        return Judgement(sum(places), len(places), None)
    products = products[[p in run.dependents[path] for p in run.draws.inputs]]

    def share(rows: Any) -> float:
        squares = products[:, rows].mean(axis=1) ** 2
        total = squares.sum()
        return float(squares[places].sum() / total) if total > 0 else 0.0

    parts = [share(rows) for rows in run.sample.replicates]
    error = float(np.std(parts, ddof=1)) / REPLICATES**0.5
    return Judgement(sum(places), len(places), Estimate(share(slice(None)), error))


def _products(run: Run[Any, Any], path: str) -> Array | None:
    """Standardised ranks of each uncertain input times those of an output, (inputs, rows); None if nothing varies."""
    run.mean(path)  # refuses an unknown output, and one that is not finite
    if not run.draws.inputs:
        return None
    values = run.sample.outputs[path]
    if np.ptp(values) == 0:
        return None
    return np.asarray(run.sample.input_ranks * _standard(ranks(values)))


def ranks(values: Array) -> Array:
    """Ranks 1 to n, ties sharing their mean rank."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return np.asarray((last - (counts - 1) / 2)[inverse], dtype=np.float64)


def _standard(values: Array) -> Array:
    spread = values.std()
    return (values - values.mean()) / spread if spread > 0 else np.zeros_like(values)
