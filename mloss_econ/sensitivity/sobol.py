"""Which share of an output's variance is due to each input, alone and with others?

    first    S_k  = Var(E[Y | X_k]) / V               the share of V that knowing X_k would remove
    total    T_k  = E[Var(Y | all but X_k)] / V       the share that would remain if all others were known
    second   S_kl = what X_k and X_l do together, beyond what each does alone

From samples A, B and A_B^k (A with factor k from B), writing a, b, c for the outputs and d = c - a:

    T_k = mean(d^2) / 2V                              Jansen (1999)
    S_k = mean((b - mean) d) / V                      Saltelli et al. (2010), centred; first="saltelli"
    S_k = 1 - mean((b - c)^2) / 2V                    Jansen (1999); first="jansen"
    S_kl = mean(d_k e_l) / V, e = (B with l from A) - b      the same as Saltelli (2002), as d and e are exact zeros
                                                      for an input that plays no part

A group of inputs is a factor: its first-order index is closed (all that its members do among themselves). Correlated
inputs are always one factor, as Sobol' indices need independent ones. n (d + 2) evaluations, n (2 d + 2) with second.

References: Sobol' (1993); Jansen (1999); Saltelli (2002); Saltelli et al. (2010).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from mloss_econ.base.text import number
from mloss_econ.engine import SEED
from mloss_econ.errors import InputError, RunError
from mloss_econ.kernel import Case, output_quantities
from mloss_econ.sensitivity.factors import Factor, factors
from mloss_econ.sensitivity.pick_freeze import Design, block_sums, design_of, unseen
from mloss_econ.sensitivity.ranking import NORMAL, Index, PairRow, Ranking, RankRow
from mloss_econ.sensitivity.resampling import RESAMPLES, spread, weights
from mloss_econ.sensitivity.scale import check_scale, said, wants_log
from mloss_econ.sensitivity.sobol_sums import First, View, indices, is_constant, is_rare, sums_of, views_of

Array = npt.NDArray[np.float64]

WIDE = 0.1  # half an interval; wider ones have not converged
MEASURE = "share of the variance; index: in total, with all others; first: alone"


def sobol(
    case: Case[Any, Any],
    output: str,
    *,
    n: int = 2**12,
    seed: int = SEED,
    scale: str = "auto",
    first: First = "saltelli",
    second: bool = False,
    groups: Mapping[str, Sequence[str]] | None = None,
    within: tuple[float, float] | None = None,
    resamples: int = RESAMPLES,
    design: str = "sobol",
) -> Ranking:
    """Sobol' indices of one output by input, largest total first; see the module.

    `scale` is "raw", "log" or "auto" (the logarithm where the output is positive and heavy-tailed). `groups` maps
    names to lists of paths, and only they are ranked. `within=(low, high)` takes apart not the output but whether it
    lies in that range. Raises InputError for what cannot be asked, RunError if a row is not finite or nothing varies.
    """
    return sobol_all(
        case,
        [output],
        n=n,
        seed=seed,
        scale=scale,
        first=first,
        second=second,
        groups=groups,
        within=within,
        resamples=resamples,
        design=design,
    )[output]


def sobol_all(
    case: Case[Any, Any],
    outputs: Sequence[str] | None = None,
    *,
    n: int = 2**12,
    seed: int = SEED,
    scale: str = "auto",
    first: First = "saltelli",
    second: bool = False,
    groups: Mapping[str, Sequence[str]] | None = None,
    within: tuple[float, float] | None = None,
    resamples: int = RESAMPLES,
    design: str = "sobol",
) -> dict[str, Ranking]:
    """The same for several outputs from one set of evaluations; without `outputs`, for every output that varies in
    enough of them."""
    check_scale(scale)
    check_options(first, resamples)
    parts = factors(case, groups)
    adopted = output_quantities(case.outputs())
    wanted = list(adopted) if outputs is None else list(outputs)
    made = design_of(case, wanted, parts, n=n, seed=seed, design=design)
    views = views_of(made, scale, within)
    sums = block_sums(made, sums_of, views, second)
    drawn = weights(seed, sums.shape[1], resamples)
    rankings: dict[str, Ranking] = {}
    for view, own in zip(views, sums, strict=True):
        if view.log and not np.isfinite(own).all():  # a later row was not positive
            wants_log(np.zeros(1), scale)
            continue
        name = wanted[view.output]
        if is_constant(own, view.shift):
            if outputs is None:
                continue
            raise RunError(f"'{name}' does not vary in '{case.label}': there is no variance to take apart.")
        resampled = drawn @ own
        if is_rare(resampled):
            if outputs is None:
                continue
            raise RunError(
                f"'{name}' has another value in so few rows of '{case.label}' that no error bar can be had. Take a "
                "larger n."
            )
        rankings[name] = _ranking(made, view, resampled, scale, first, second, float(adopted[name]))
    return rankings


def check_options(first: First, resamples: int) -> None:
    """Raise InputError for an estimator that does not exist, or too few resamples."""
    if first not in ("saltelli", "jansen"):
        raise InputError(f"first = {first!r} is not known. Write 'saltelli' or 'jansen'.")
    if resamples < 20:
        raise InputError(f"resamples = {resamples} is too few for an interval. Give 100 or more.")


def _ranking(
    design: Design, view: View, resampled: Array, scale: str, first: First, second: bool, adopted: float
) -> Ranking:
    parts: tuple[Factor, ...] = design.factors
    rows, pairs, widest = rows_of(parts, resampled, first, second)
    return Ranking(
        "Sobol' indices",
        MEASURE,
        design.case.label,
        design.outputs[view.output],
        "",
        adopted,
        rows,
        tuple(_notes(design, view, scale, widest)),
        pairs,
        design.n * (len(parts) * (1 + second) + 2),
        unseen(design, [part for part in parts if any(r.path == part.name and r.whole.nothing for r in rows)]),
    )


def rows_of(
    parts: Sequence[Factor], resampled: Array, first: First, second: bool
) -> tuple[tuple[RankRow, ...], tuple[PairRow, ...], float]:
    """Rows and pairs, largest first, and half the widest interval, from sums (1 + resamples, columns)."""
    found = indices(resampled, len(parts), first, second)
    (one, one_error), (total, total_error), (pair, pair_error) = (spread(values) for values in found)
    rows = []
    for k, factor in enumerate(parts):
        whole = Index.of(total[k], total_error[k])
        others = {"first": Index.of(one[k], one_error[k])}
        rows.append(RankRow(factor.name, whole.value, (whole.low, whole.high), factor.is_judgement, others))
    pairs = []
    for k in range(len(parts) if second else 0):
        for j in range(k):
            index = Index.of(pair[j, k], pair_error[j, k])
            pairs.append(PairRow((parts[j].name, parts[k].name), index.value, (index.low, index.high)))
    rows.sort(key=lambda row: -row.index)
    pairs.sort(key=lambda row: -abs(row.index))
    return tuple(rows), tuple(pairs), float(NORMAL * max(one_error.max(), total_error.max()))


def _notes(design: Design, view: View, scale: str, widest: float) -> list[str]:
    if view.within is not None:
        low, high = (number(end) if np.isfinite(end) else str(end) for end in view.within)
        notes = [f"Taken apart: whether the output lies from {low} to {high}."]
    else:
        notes = [said(view.log, scale)]
    if any(len(factor.keys) > 1 for factor in design.factors):
        notes.append("Inputs joined by & are correlated, or a group, and are ranked as one.")
    if widest > WIDE:
        more = 2 ** int(np.ceil(np.log2(design.n * (widest / WIDE) ** 2)))
        help_ = "" if view.log or view.within else "; scale='log' may need far fewer"
        notes.append(
            f"not converged: intervals of ± {number(widest, 1)}; about {more:,} rows would give ± {WIDE}{help_}."
        )
    return notes
