"""Which part of an output's variance is due to each input, alone and with others?

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
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from mloss_econ.calculator import Calculator, output_quantities
from mloss_econ.case import Case
from mloss_econ.errors import InputError, RunError
from mloss_econ.sensitivity.factors import Factor, factors
from mloss_econ.sensitivity.pick_freeze import ROWS, Design, block_sums, design_of, mixed
from mloss_econ.sensitivity.ranking import NORMAL, Index, PairRow, Ranking, RankRow
from mloss_econ.sensitivity.resampling import RESAMPLES, spread, weights
from mloss_econ.sensitivity.scale import check_scale, said, wants_log
from mloss_econ.text import number

Array = npt.NDArray[np.float64]
First = Literal["saltelli", "jansen"]

WIDE = 0.1  # half an interval; wider ones have not converged
BASE = 6  # columns of sums before those of the factors
MEASURE = "share of the variance; index: in total, with all others; first: alone"


@dataclass(frozen=True)
class View:
    """An output as it is taken apart: itself, its logarithm, or whether it lies in a range; less `shift`."""

    output: int
    log: bool
    within: tuple[float, float] | None
    shift: float

    def __call__(self, y: Array) -> Array:
        """The values, (outputs, rows) -> (rows,)."""
        values = y[self.output]
        if self.within is not None:
            values = 1.0 * ((values >= self.within[0]) & (values <= self.within[1]))
        elif self.log:
            with np.errstate(divide="ignore", invalid="ignore"):
                values = np.log(values)
        return np.asarray(values - self.shift)


def sobol(
    calculator: Calculator[Any, Any],
    case: Case[Any, Any],
    output: str,
    *,
    n: int = 2**12,
    seed: int = 0,
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
        calculator,
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
    calculator: Calculator[Any, Any],
    case: Case[Any, Any],
    outputs: Sequence[str] | None = None,
    *,
    n: int = 2**12,
    seed: int = 0,
    scale: str = "auto",
    first: First = "saltelli",
    second: bool = False,
    groups: Mapping[str, Sequence[str]] | None = None,
    within: tuple[float, float] | None = None,
    resamples: int = RESAMPLES,
    design: str = "sobol",
) -> dict[str, Ranking]:
    """The same for several outputs from one set of evaluations; without `outputs`, for every output that varies."""
    check_scale(scale)
    if first not in ("saltelli", "jansen"):
        raise InputError(f"first = {first!r} is not known. Write 'saltelli' or 'jansen'.")
    if resamples < 20:
        raise InputError(f"resamples = {resamples} is too few for an interval. Give 100 or more.")
    parts = factors(case, groups)
    adopted = output_quantities(case.outputs())
    wanted = list(adopted) if outputs is None else list(outputs)
    made = design_of(calculator, case, wanted, parts, n=n, seed=seed, design=design)
    views = _views(made, scale, within)
    sums = block_sums(made, _sums, views, second)
    drawn = weights(seed, sums.shape[1], resamples)
    rankings: dict[str, Ranking] = {}
    for view, own in zip(views, sums, strict=True):
        if view.log and not np.isfinite(own).all():  # a later row was not positive
            wants_log(np.zeros(1), scale)
            continue
        name = wanted[view.output]
        if _constant(own, view.shift):
            if outputs is None:
                continue
            raise RunError(f"'{name}' does not vary in '{case.label}': there is no variance to take apart.")
        rankings[name] = _ranking(made, view, drawn @ own, scale, first, second, float(adopted[name]))
    return rankings


def _views(design: Design, scale: str, within: tuple[float, float] | None) -> list[View]:
    """The views of each output: itself, and its logarithm if that is what may be wanted (then the second one)."""
    rows = min(design.n, ROWS)
    y = design.evaluate(design.samples(0, rows)[0], 0, rows)
    views = []
    for k, values in enumerate(y):
        log = within is None and wants_log(values, scale)
        if within is not None or scale != "log":
            shift = 0.0 if within is not None else float(values.mean())
            views.append(View(k, False, within, shift))
        if log:
            views.append(View(k, True, None, float(np.log(values).mean())))
    return views


def _sums(design: Design, start: int, stop: int, views: list[View], second: bool) -> Array:
    """Sums over blocks, (views, blocks, columns): count, a, b, aa, bb, ab; d, bd, ad, dd of each factor; with `second`
    the same of e, with a and b changed over, and then d_k e_l."""
    xa, xb = design.samples(start, stop)
    rows, block, parts = stop - start, design.block, design.factors
    padded = -(-rows // block) * block

    def viewed(inputs: Any) -> Array:
        y = design.evaluate(inputs, start, stop)
        found = np.zeros((len(views), padded))
        for j, view in enumerate(views):
            found[j, :rows] = view(y)
        return found.reshape(len(views), -1, block)

    a, b = viewed(xa), viewed(xb)
    one = np.zeros(padded)
    one[:rows] = 1
    count = np.broadcast_to(one.reshape(-1, block).sum(axis=-1), a.shape[:2])
    base = [count, a.sum(-1), b.sum(-1), *(np.einsum("vbr,vbr->vb", p, q) for p, q in ((a, a), (b, b), (a, b)))]
    columns = [np.stack(base, axis=-1)]
    steps = []
    for own, other, y, far in ((xa, xb, a, b), (xb, xa, b, a))[: 1 + second]:
        d = np.empty((len(parts), *a.shape))
        for k, factor in enumerate(parts):
            np.subtract(viewed(mixed(own, other, factor)), y, out=d[k])
        steps.append(d)
        moments = [d.sum(-1), *(np.einsum("kvbr,vbr->kvb", d, z) for z in (far, y)), np.einsum("kvbr,kvbr->kvb", d, d)]
        columns.append(np.stack(moments, axis=-1).transpose(1, 2, 0, 3).reshape(*a.shape[:2], -1))
    if second:
        d, e = (s.transpose(1, 2, 0, 3) for s in steps)
        columns.append((d @ e.swapaxes(-1, -2)).reshape(*a.shape[:2], -1))
    return np.concatenate(columns, axis=-1)


def _constant(sums: Array, shift: float) -> bool:
    count, a, b, aa, bb, _ = sums.sum(axis=0)[:BASE]
    variance = (aa + bb) / (2 * count) - ((a + b) / (2 * count)) ** 2
    return bool(variance <= (1e-12 * abs(shift)) ** 2)


def indices(sums: Array, parts: int, first: First, second: bool) -> tuple[Array, Array, Array]:
    """First-order and total indices, (..., factors), and second-order ones, (..., factors, factors), from sums of all
    rows, (..., columns)."""
    n, a, b, aa, bb, ab = np.moveaxis(sums[..., :BASE, None], -2, 0)
    mean = (a + b) / (2 * n)
    variance = (aa + bb) / (2 * n) - mean**2
    ones, totals = [], []
    for side in range(1 + second):
        moments = sums[..., BASE + 4 * parts * side :][..., : 4 * parts].reshape(*sums.shape[:-1], parts, 4)
        d, far, near, dd = np.moveaxis(moments, -1, 0)
        totals.append(dd / (2 * n * variance))
        if first == "saltelli":
            ones.append((far - mean * d) / (n * variance))
        else:
            apart = (aa + bb - 2 * ab) - 2 * (far - near) + dd
            ones.append(1 - apart / (2 * n * variance))
    together = np.zeros((*sums.shape[:-1], parts, parts))
    if second:
        crossed = sums[..., BASE + 8 * parts :].reshape(*sums.shape[:-1], parts, parts)
        together = (crossed + crossed.swapaxes(-1, -2)) / (2 * n * variance)[..., None]
    return np.mean(ones, axis=0), np.mean(totals, axis=0), together


def _ranking(
    design: Design, view: View, resampled: Array, scale: str, first: First, second: bool, adopted: float
) -> Ranking:
    parts: tuple[Factor, ...] = design.factors
    found = indices(resampled, len(parts), first, second)
    (one, one_error), (total, total_error), (pair, pair_error) = (spread(values) for values in found)
    rows = []
    for k, factor in enumerate(parts):
        whole = Index.of(total[k], total_error[k])
        others = {"first": Index.of(one[k], one_error[k])}
        rows.append(RankRow(factor.name, whole.value, (whole.low, whole.high), factor.judged, others))
    pairs = []
    for k in range(len(parts) if second else 0):
        for j in range(k):
            index = Index.of(pair[j, k], pair_error[j, k])
            pairs.append(PairRow((parts[j].name, parts[k].name), index.value, (index.low, index.high)))
    notes = _notes(design, view, scale, float(NORMAL * max(one_error.max(), total_error.max())))
    return Ranking(
        "Sobol' indices",
        MEASURE,
        design.case.label,
        design.outputs[view.output],
        "",
        adopted,
        tuple(sorted(rows, key=lambda row: -row.index)),
        tuple(notes),
        tuple(sorted(pairs, key=lambda row: -abs(row.index))),
        design.n * (len(parts) * (1 + second) + 2),
    )


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
