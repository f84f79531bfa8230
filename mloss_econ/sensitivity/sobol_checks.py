"""Can these outputs be those of a pick-and-freeze design? What a, b and the swapped ones tell of it by themselves.

The rows of all blocks come from one distribution, so means and variances agree; a and b are independent; and of inputs
that are independent, whatever the model,

    T_k + sum of the S_j of all others <= 1        S_k <= T_k

A block whose rows are in another order, or a and b exchanged, breaks the first of them as soon as two other inputs (or
the block's own) act alone. Blocks that have nothing to do with one another (a Latin hypercube cut into pieces, rows of
another package's order) keep it, with S = 0 and T = 1 for every input; so each swapped block must have something to do
with a or b. With only two inputs, a and b exchanged are the same design with the two names exchanged: that is not seen.

Reference: Efron and Stein (1981), whose decomposition the inequalities follow from.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from mloss_econ.base.text import number
from mloss_econ.errors import InputError

Array = npt.NDArray[np.float64]

SURE = 5.0  # standard errors
SLACK = 0.1  # of an index: what estimates from heavy tails may break an inequality by
ROUNDING = 1e-9  # of the size of the output
UNRELATED = 3.0  # standard errors of a correlation
ROWS = 256  # fewer do not show that blocks have nothing to do with one another
REMEDY = (
    "Give y(A), y(B) of two independent samples, and for each input k y(A with k from B), row i from row i of both; "
    "the calculator's own `sobol` makes such a design."
)


def check_blocks(a: Array, b: Array, steps: Mapping[str, tuple[Array, Array]]) -> None:
    """Refuse blocks, (rows,) each, of different means or variances, samples that are not independent, and swapped
    blocks that have nothing to do with a or b; `steps` names each changed block and says which it was changed from."""
    centre = float(np.mean([a.mean(), b.mean()]))
    size = float(np.abs(a).max() + np.abs(b).max())
    for name, block, of, values in (("b", b, "a", a), *((name, y, "its sample", z) for name, (y, z) in steps.items())):
        for what, change in (("mean", block - values), ("variance", (block - centre) ** 2 - (values - centre) ** 2)):
            rounding = ROUNDING * (size if what == "mean" else size**2)
            error = float(change.std(ddof=1)) / len(a) ** 0.5
            if abs(float(change.mean())) > SURE * error + rounding:
                raise InputError(
                    f"{name} has another {what} than {of} (by {number(float(change.mean()), 2)} ± {number(error, 1)}): "
                    f"rows of one model and one distribution have the same. {REMEDY}"
                )
    if abs(_related(a, b)) > SURE:
        raise InputError(f"a and b are correlated ({_correlation(a, b):.2f}), so not independent. {REMEDY}")
    if len(a) < ROWS:
        return
    for y, _ in steps.values():
        for z in (a, b):
            if max(abs(_related(y, z)), abs(_related(np.abs(y - centre), np.abs(z - centre)))) > UNRELATED:
                return
    raise InputError(
        "no swapped block has anything to do with a or b: with one input changed, or with all but one, an output "
        f"should stay alike. The rows belong to different points. {REMEDY}"
    )


def check_indices(one: Array, total: Array, names: Sequence[str], rows: int) -> None:
    """Refuse first-order and total indices, (1 + resamples, inputs) from so many rows, that no model of independent
    inputs has. The error of a ratio of sums is itself uncertain, so few rows must be further off: with `SURE` errors,
    1 good design in 4,000 of 64 or of 128 rows was refused."""
    sure = SURE + 1 + 128 / rows
    for k, name in enumerate(names):
        others = one.sum(axis=1) - one[:, k]
        for excess, words in (
            (total[:, k] + others - 1, f"the total index of {name} and the first-order ones of all others sum to"),
            (one[:, k] - total[:, k], f"the first-order index of {name} is above its total one by"),
        ):
            error = float(np.std(excess[1:], ddof=1))
            if excess[0] > max(sure * error, SLACK):
                found = f"{1 + excess[0]:.2f}, above 1" if "sum" in words else f"{excess[0]:.2f}"
                raise InputError(
                    f"{words} {found}: no model of independent inputs does that. A block is out of order, or a and b "
                    f"are exchanged. {REMEDY}"
                )


def _correlation(y: Array, z: Array) -> float:
    spread = float(y.std() * z.std())
    return float(np.mean((y - y.mean()) * (z - z.mean()))) / spread if spread > 0 else 0.0


def _related(y: Array, z: Array) -> float:
    return float(_correlation(y, z) * len(y) ** 0.5)
