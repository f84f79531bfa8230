"""Sobol' indices from outputs you have computed yourself, elsewhere.

    a = y(A), b = y(B), swapped[k] = y(A with input k from B); with `back[k]` = y(B with input k from A) also pairs

A and B are independent samples of all inputs, the inputs of one sample independent of one another. What outputs alone
can show of another design is refused (`sobol_checks`). See `sobol` for the estimators and their references.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from mloss_econ.base.arrays import numbers
from mloss_econ.engine import SEED
from mloss_econ.errors import InputError
from mloss_econ.sensitivity.factors import Factor
from mloss_econ.sensitivity.pick_freeze import BLOCKS
from mloss_econ.sensitivity.ranking import Ranking
from mloss_econ.sensitivity.resampling import RESAMPLES, weights
from mloss_econ.sensitivity.sobol import MEASURE, check_options, rows_of
from mloss_econ.sensitivity.sobol_checks import check_blocks, check_indices
from mloss_econ.sensitivity.sobol_sums import First, in_blocks, indices, is_constant, is_rare, sums_over

Array = npt.NDArray[np.float64]

FEWEST = 64  # rows


def sobol_from(
    a: Array,
    b: Array,
    swapped: Mapping[str, Array],
    *,
    back: Mapping[str, Array] | None = None,
    first: First = "saltelli",
    seed: int = SEED,
    resamples: int = RESAMPLES,
) -> Ranking:
    """The indices of each input in `swapped`, all arrays (rows,), largest total first.

    Raises InputError for a design of another shape, fewer than 64 rows, numbers that are not finite, an output that
    does not vary, or blocks that cannot be of such a design.
    """
    check_options(first, resamples)
    given = {"a": a, "b": b, **{f"swapped['{name}']": values for name, values in swapped.items()}}
    if back is not None:
        if list(back) != list(swapped):
            raise InputError(f"back has {', '.join(back)}; swapped has {', '.join(swapped)}. Give the same, in order.")
        given |= {f"back['{name}']": values for name, values in back.items()}
    made = {name: numbers(values, name) for name, values in given.items()}
    rows = made["a"].size
    for name, values in made.items():
        if values.shape != (rows,):
            raise InputError(f"{name} has shape {values.shape}, a has {made['a'].shape}; expected one number a row.")
        if not np.isfinite(values).all():
            bad = np.flatnonzero(~np.isfinite(values))
            raise InputError(f"{name} is not finite in {len(bad)} of {rows:,} rows, the first of them {bad[0]}.")
    if rows < FEWEST or not swapped:
        raise InputError(f"{rows} rows and {len(swapped)} inputs: give {FEWEST} rows or more, and an input.")
    shift, block = float(made["a"].mean()), -(-rows // BLOCKS)
    one, other = (in_blocks(made[name][None] - shift, block) for name in ("a", "b"))
    steps = [np.array([in_blocks((made[f"swapped['{name}']"] - made["a"])[None], block) for name in swapped])]
    if back is not None:
        steps.append(np.array([in_blocks((made[f"back['{name}']"] - made["b"])[None], block) for name in back]))
    sums = sums_over(one, other, steps, rows)[0]
    if is_constant(sums, shift):
        raise InputError("the output does not vary: there is no variance to take apart.")
    sides = [("swapped", swapped, made["a"]), *([("back", back, made["b"])] if back is not None else [])]
    blocks = {f"{side}['{name}']": own for side, block_names, own in sides for name in block_names}
    check_blocks(made["a"], made["b"], {name: (made[name], own) for name, own in blocks.items()})
    drawn = weights(seed, len(sums), resamples) @ sums
    if is_rare(drawn):
        raise InputError("the output has another value in so few rows that no error bar can be had. Give more rows.")
    check_indices(*indices(drawn, len(swapped), first, back is not None)[:2], list(swapped), rows)
    parts = [Factor(name, (name,), (name,), is_judgement=False) for name in swapped]
    ranked, pairs, _ = rows_of(parts, drawn, first, back is not None)
    return Ranking("Sobol' indices", MEASURE, "outputs given", "y", "", shift, ranked, pairs=pairs)
