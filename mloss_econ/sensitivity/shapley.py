"""How is the variance shared out among inputs so that the shares sum to it, what they do together split evenly?

    Sh_k = mean over orders of the inputs of  (total index of those up to k) - (total index of those before k)

From samples A and B and an order for each row: go from a to b one input at a time, y_0 = y(a), ..., y_d = y(b). The
input that makes step j gets

    (y_0 - (y_j + y_(j-1)) / 2) (y_(j-1) - y_j)

whose mean is its share of V. In every row the parts sum to (y_0 - y_d)^2 / 2, whose mean is V, so the shares sum to 1.
Correlated inputs move as one. n (d + 1) evaluations, whatever the number of inputs.

References: Owen (2014); Goda (2021), "A simple algorithm for global sensitivity analysis with Shapley effects".
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from mloss_econ.engine import SEED
from mloss_econ.errors import RunError
from mloss_econ.kernel import Case, output_quantities
from mloss_econ.sensitivity.factors import factors
from mloss_econ.sensitivity.pick_freeze import ROWS, Design, block_sums, by_block, design_of, unseen
from mloss_econ.sensitivity.ranking import Index, Ranking, RankRow
from mloss_econ.sensitivity.resampling import spread, weights
from mloss_econ.sensitivity.scale import check_scale, logarithm, said, wants_log
from mloss_econ.sensitivity.sobol_sums import RARE
from mloss_econ.uncertainty import uniforms

Array = npt.NDArray[np.float64]


def shapley(
    case: Case[Any, Any],
    output: str,
    *,
    n: int = 2**12,
    seed: int = SEED,
    scale: str = "auto",
    design: str = "sobol",
) -> Ranking:
    """Shapley effects on the variance of one output (they sum to 1), largest first; `scale` as in `sobol`.

    Raises InputError for what cannot be asked, RunError if a row is not finite or nothing varies.
    """
    check_scale(scale)
    parts = factors(case)
    made = design_of(case, [output], parts, n=n, seed=seed, design=design)
    rows = min(made.n, ROWS)
    log = wants_log(made.evaluate(made.samples(0, rows)[0], 0, rows)[0], scale)
    sums = block_sums(made, _sums, log, seed)
    if log and not np.isfinite(sums).all():  # a later row was not positive
        wants_log(np.zeros(1), scale)
        log = False
        sums = block_sums(made, _sums, log, seed)
    if not sums.any():
        raise RunError(f"'{output}' does not vary in '{case.label}': there is no variance to share out.")
    resampled = weights(seed, len(sums)) @ sums
    whole = resampled.sum(axis=-1)
    if (whole < RARE * whole[0]).any():
        raise RunError(
            f"'{output}' has another value in so few rows of '{case.label}' that no error bar can be had. Take a "
            "larger n."
        )
    shares, errors = spread(resampled / resampled.sum(axis=-1, keepdims=True))
    ranked = []
    for k, factor in enumerate(parts):
        index = Index.of(shares[k], errors[k])
        ranked.append(RankRow(factor.name, index.value, (index.low, index.high), factor.is_judgement))
    return Ranking(
        "Shapley effects",
        "share of the variance; the shares sum to 1",
        case.label,
        output,
        "",
        float(output_quantities(case.outputs())[output]),
        tuple(sorted(ranked, key=lambda row: -row.index)),
        (said(log, scale),),
        evaluations=made.n * (len(parts) + 1),
        unseen=unseen(made, [part for part in parts if any(r.path == part.name and r.whole.nothing for r in ranked)]),
    )


def _sums(design: Design, start: int, stop: int, log: bool, seed: int) -> Array:
    """Sums over blocks of each factor's share of the variance, (blocks, factors)."""
    a, b = design.samples(start, stop)
    count, rows = len(design.factors), stop - start
    draws = [
        uniforms(seed, f"order {k}", rows, design="random", start=start) for k in range(count)
    ]  # the factor of the smallest moves first
    order = np.argsort(np.array(draws), axis=0)

    def view(inputs: Any) -> Array:
        y = design.evaluate(inputs, start, stop)[0]
        return logarithm(y) if log else y

    at = {path: values.copy() for path, values in a.items()}
    first = before = view(at)
    parts = np.zeros((count, rows))
    for step in order:
        for k, factor in enumerate(design.factors):
            moves = np.flatnonzero(step == k)
            for path in factor.paths:
                at[path][moves] = b[path][moves]
        after = view(at)
        parts[step, np.arange(rows)] = (first - (after + before) / 2) * (before - after)
        before = after
    return by_block(parts, design.block).T
