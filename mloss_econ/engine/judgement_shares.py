"""Share of an output's variance that is expert judgement: by rank correlation with its inputs, over the first 65,536
rows of a run.

share of an input  = squared rank correlation with the output
share of judgement = sum over judgement-based inputs / sum over all uncertain inputs that the output depends on

An output depends on an input if it changes in any of 32 rows when that input, and it alone, takes the value it has in
another row.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from mloss_econ.engine.plan import Array, Codes, Plan
from mloss_econ.engine.summary import Estimate, Judgement
from mloss_econ.engine.totals import good_rows
from mloss_econ.uncertainty import BLOCK, REPLICATES, replicate_error

FEW = 32  # rows tried to see whether an output depends on an input
ENOUGH = 8 * BLOCK  # rows: more would not move a share by a percent


@dataclass(frozen=True)
class Ranked:
    """The first rows of a run, those of each replicate together: its uncertain inputs and their standardised ranks
    (inputs, rows), its outputs, `order`, the place of each row in them, and `spans`, the rows of each replicate."""

    inputs: tuple[str, ...]
    input_ranks: Array
    outputs: dict[str, Array]
    order: Codes
    spans: list[slice]


def ranked(
    plan: Plan, kept: Mapping[str, Array] | None, left: Codes | None, *, dropped: bool, endless: Collection[str]
) -> Ranked:
    """The first 65,536 rows of a plan, drawn again; without what was dropped.

    `kept` are the draws of the outputs, None if they were not kept, and `left` the numbers of their rows, None if they
    are all; `endless` names the outputs that may be infinite.
    """
    stop = min(ENOUGH, plan.n)
    at = np.arange(stop)
    if kept is None:  # compute them again
        rows = plan.rows(0, stop)
        inputs = rows.inputs
        if dropped:
            at = np.flatnonzero(np.all([good_rows(v, p in endless) for p, v in rows.outputs.items()], axis=0))
        outputs = {p: v[at] for p, v in rows.outputs.items()}
        input_ranks = _ranks(inputs, at)
    elif left is None:
        outputs = {p: v[:stop] for p, v in kept.items()}
        input_ranks = _all_ranks(plan, stop)
    else:
        at = left[left < stop]
        outputs = {p: v[: len(at)] for p, v in kept.items()}
        input_ranks = _ranks(plan.inputs(0, stop), at)
    names = tuple(c.path for c in plan.columns)
    order = np.argsort(at % REPLICATES, kind="stable")
    ends = np.cumsum([0, *np.bincount(at % REPLICATES, minlength=REPLICATES)])
    input_ranks = input_ranks[:, order] if names else input_ranks
    return Ranked(names, input_ranks, outputs, order, [slice(a, b) for a, b in pairwise(ends)])


def _ranks(inputs: Mapping[str, Array], rows: Codes) -> Array:
    return np.array([_standard(ranks(v[rows])) for v in inputs.values()])


def _all_ranks(plan: Plan, stop: int) -> Array:
    """The ranks of all inputs at the first rows. They are the same for every run that draws the same, as those of the
    world under a proposal and of what it changes do, so the last two are remembered."""
    drawn = (plan.columns, plan.dependence, plan.seed, plan.design, plan.n, stop)
    for known, ranked in _LAST:
        if known == drawn:
            return ranked
    ranked = _ranks(plan.inputs(0, stop), np.arange(stop))
    ranked.flags.writeable = False
    _LAST.append((drawn, ranked))
    return ranked


_LAST: deque[tuple[tuple[Any, ...], Array]] = deque(maxlen=2)


def rank_shares(sample: Ranked, path: str) -> dict[str, Estimate]:
    """Squared rank correlation of each uncertain input with an output; for independent inputs and monotone effects
    they add up to about 1, and what is missing is interaction or a relation that is not monotone."""
    found = _correlations(sample, path)
    if found is None:
        return {p: Estimate(0.0, 0.0) for p in sample.inputs}
    whole, each = found
    errors = replicate_error(list(each**2), axis=0)
    return {p: Estimate(float(w), float(e)) for p, w, e in zip(sample.inputs, whole**2, errors, strict=True)}


def dependents(plan: Plan) -> dict[str, frozenset[str]]:
    """The uncertain inputs that each output depends on."""
    size = min(FEW, plan.n)
    drawn = plan.inputs(0, size)
    names = list(drawn)
    blocks = {path: np.tile(values, len(names) + 1) for path, values in drawn.items()}
    for k, path in enumerate(names):
        blocks[path][k * size : (k + 1) * size] = np.roll(drawn[path], 1)
    outputs = plan.evaluated(blocks, 0, size * (len(names) + 1)).outputs
    found = {}
    for output, values in outputs.items():
        rows = values.reshape(-1, size)
        same = (rows[:-1] == rows[-1]) | (np.isnan(rows[:-1]) & np.isnan(rows[-1]))
        found[output] = frozenset(path for path, kept in zip(names, same.all(axis=1), strict=True) if not kept)
    return found


def judgement(sample: Ranked, path: str, dependents: Collection[str], judgement_based: Collection[str]) -> Judgement:
    """Share of an output's variance that is judgement: of the inputs it depends on, those that are
    `judgement_based`."""
    found = _correlations(sample, path)
    matters = [p in dependents for p in sample.inputs]
    places = [p in judgement_based for p in sample.inputs if p in dependents]
    if found is None:
        return Judgement(sum(places), len(places), None)

    def share(correlations: Array) -> float:
        squares = correlations[matters] ** 2
        total = squares.sum()
        return float(squares[places].sum() / total) if total > 0 else 0.0

    whole, each = found
    error = float(replicate_error([share(one) for one in each]))
    return Judgement(sum(places), len(places), Estimate(share(whole), error))


def _correlations(sample: Ranked, path: str) -> tuple[Array, Array] | None:
    """Mean product of the standardised ranks of each uncertain input and of an output, over all rows (inputs,) and in
    each replicate (replicates, inputs); None if nothing varies."""
    values = sample.outputs[path]
    if not sample.inputs or np.ptp(values) == 0:
        return None
    mine = _standard(ranks(values))[sample.order]
    sums = np.array([sample.input_ranks[:, rows] @ mine[rows] for rows in sample.spans])
    counts = np.array([rows.stop - rows.start for rows in sample.spans])
    with np.errstate(invalid="ignore"):  # a replicate without a row has no mean
        return sums.sum(axis=0) / len(mine), sums / counts[:, None]


def ranks(values: Array) -> Array:
    """Ranks 1 to n, ties sharing their mean rank."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return np.asarray((last - (counts - 1) / 2)[inverse], dtype=np.float64)


def _standard(values: Array) -> Array:
    spread = values.std()
    return (values - values.mean()) / spread if spread > 0 else np.zeros_like(values)
