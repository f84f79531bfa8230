"""Which inputs can be ignored? Elementary effects from few evaluations (Morris), in a radial design.

    e_k = (y(a, but b_k for a_k) - y(a)) / (v_k - u_k)        u, v: the probabilities of a_k and b_k in their belief
    index = mean |e_k|      mean = mean e_k (its sign is the direction)      spread = sd of e_k (curved, or with others)

So an effect is what the output would change by if its slope held over the whole range of the input. `levels` takes the
classic grid instead: u on 0, 1/(p-1), ..., 1 and steps of p / 2(p-1); it needs beliefs with both ends finite. A value
that has a probability stands at the middle of its probabilities, and where a_k = b_k the effect is 0: otherwise a step
across the edge of such a value, however small, would count as a slope without bound. For k equally likely values on a
line the index is then what their range changes, as for a continuous input.

References: Morris (1991); Campolongo, Cariboni and Saltelli (2007) for the absolute values; Campolongo, Saltelli and
Cariboni (2011) for the radial design. n (d + 1) evaluations.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from mloss_econ.base.units import show_unit
from mloss_econ.engine import SEED
from mloss_econ.errors import InputError
from mloss_econ.kernel import Case, leaf_specs, output_quantities
from mloss_econ.sensitivity.factors import Factor, alone
from mloss_econ.sensitivity.pick_freeze import Design, block_sums, by_block, design_of, mixed, unseen
from mloss_econ.sensitivity.ranking import Index, Ranking, RankRow
from mloss_econ.sensitivity.resampling import spread, weights
from mloss_econ.uncertainty import atoms

Array = npt.NDArray[np.float64]

ROUNDING = 1e-12  # of the mean square; less is no spread


def morris(
    case: Case[Any, Any],
    output: str,
    *,
    n: int = 2**8,
    seed: int = SEED,
    levels: int | None = None,
    design: str = "sobol",
) -> Ranking:
    """Mean absolute elementary effects of one output, in its unit over the whole range of an input, largest first.

    Raises InputError for correlated inputs, or `levels` that are odd, or asked for where a belief has no end;
    RunError if a row is not finite.
    """
    if levels is not None and (levels < 2 or levels % 2):
        raise InputError(f"levels = {levels} is not an even number of 2 or more. The usual one is 4.")
    parts = alone(case, "morris", "Take sobol (it ranks them as one), or borgonovo on a run.")
    if levels is not None:
        for path, entry in case.entries.items():
            if entry.uncertain and not np.isfinite(entry.dist.support).all():
                raise InputError(f"levels = {levels}: the belief in {path} has no end on one side. Leave levels out.")
            if entry.uncertain and atoms(entry.dist):
                raise InputError(
                    f"levels = {levels}: a value of {path} has a probability of its own, and steps between levels "
                    "would count its jumps as slopes. Leave levels out."
                )
    made = design_of(case, [output], parts, n=n, seed=seed, design=design)
    sums = block_sums(made, _sums, levels)
    resampled = weights(seed, sums.shape[0]) @ sums
    count, moments = resampled[:, :1], resampled[:, 1:].reshape(len(resampled), len(parts), 3)
    size, mean, square = (moments[..., j] / count for j in range(3))
    variance = np.where(square - mean**2 > ROUNDING * square, square - mean**2, 0.0)
    sd = np.sqrt(variance * count / (count - 1))
    (size, size_error), (mean, mean_error), (sd, sd_error) = (spread(v) for v in (size, mean, sd))
    rows = []
    for k, factor in enumerate(parts):
        whole = Index.of(size[k], size_error[k])
        others = {"mean": Index.of(mean[k], mean_error[k]), "spread": Index.of(sd[k], sd_error[k])}
        rows.append(RankRow(factor.name, whole.value, (whole.low, whole.high), factor.is_judgement, others))
    unit = show_unit(dict(leaf_specs(case.outputs()))[output].unit or "", case.prices)
    return Ranking(
        "Elementary effects",
        "mean absolute effect over the whole range of an input",
        case.label,
        output,
        unit,
        float(output_quantities(case.outputs())[output]),
        tuple(sorted(rows, key=lambda row: -row.index)),
        evaluations=made.n * (len(parts) + 1),
        unseen=unseen(made, [part for part in parts if any(r.path == part.name and r.whole.nothing for r in rows)]),
    )


def _sums(design: Design, start: int, stop: int, levels: int | None) -> Array:
    """Sums over blocks, (blocks, columns): count; |e|, e, e^2 of each factor."""
    u, v = design.plan.points(start, stop), design.other.points(start, stop)
    columns = design.plan.columns
    renamed = {c.key: v[o.key] for c, o in zip(columns, design.other.columns, strict=True)}
    if levels is None:
        a, b = design.samples(start, stop)
    else:
        u = {key: np.floor(points * levels) / (levels - 1) for key, points in u.items()}
        step = levels / (2 * (levels - 1))
        renamed = {key: points + np.where(points < 0.5, step, -step) for key, points in u.items()}
        a = {c.path: c.dist.quantile(u[c.key]) for c in columns}
        b = {c.path: c.dist.quantile(renamed[c.key]) for c in columns}
    y = design.evaluate(a, start, stop)[0]
    sums = [by_block(np.ones(stop - start), design.block)]
    for factor in design.factors:
        effect = _effect(design, factor, a, b, y, start) / _apart(design, factor, a, b, u, renamed)
        sums += [by_block(values, design.block) for values in (np.abs(effect), effect, effect**2)]
    return np.stack(sums, axis=-1)


def _apart(design: Design, factor: Factor, a: Any, b: Any, u: Any, v: Any) -> Array:
    """How far apart in probability the two values of a factor are; 1 where they are the same."""
    key, path = factor.keys[0], factor.paths[0]
    places = [u[key], v[key]]
    lumps = np.array(atoms(design.case.entries[path].dist))
    if len(lumps):
        values, middle = lumps[:, 0], lumps[:, 1:].mean(axis=1)
        for side, x in enumerate((a[path], b[path])):
            near = np.minimum(np.searchsorted(values, x), len(values) - 1)
            places[side] = np.where(values[near] == x, middle[near], places[side])
    step = places[1] - places[0]
    return np.where(step == 0, 1.0, step)


def _effect(design: Design, factor: Factor, a: Any, b: Any, y: Array, start: int) -> Array:
    return np.asarray(design.evaluate(mixed(a, b, factor), start, start + len(y))[0] - y)
