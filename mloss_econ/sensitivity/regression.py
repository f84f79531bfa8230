"""By how many standard deviations does an output move with one of an input, the others held? From a given run.

    y = b_0 + sum_k b_k x_k + rest       index_k = b_k sd(x_k) / sd(y)       R^2 = the share that this line explains

`ranks=True` puts ranks for values, which catches any rising or falling relation. Believe the indices only as far as
R^2 reaches; the rest is bends and interactions that a line does not see.

References: Saltelli et al. (2008), chapter 1; Iman and Conover (1979) for ranks.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from mloss_econ.base.text import percent
from mloss_econ.engine import Run, ranks as ranks_of
from mloss_econ.errors import InputError
from mloss_econ.sensitivity.given import Region, given, varies
from mloss_econ.sensitivity.ranking import Index, Ranking, RankRow
from mloss_econ.sensitivity.resampling import STUDENT, leave_out
from mloss_econ.uncertainty import REPLICATES

Array = npt.NDArray[np.float64]

ROUNDING = 1e-9  # of R^2
SINGULAR = 1e-8  # smallest over largest eigenvalue of the correlations of inputs


def regression(run: Run[Any, Any], output: str, *, ranks: bool = False, where: Region | None = None) -> Ranking:
    """Standardised regression coefficients of one output, largest in size first; R^2 is in the notes.

    Raises InputError for too few rows or inputs that follow from one another, RunError if a row is not finite or
    nothing varies.
    """
    sample = given(run, output, where)
    columns = [*(sample.x(factor) for factor in sample.factors), sample.y]
    z = np.array([_standard(ranks_of(values) if ranks else values) for values in columns])
    if len(sample.y) < 2 * REPLICATES * len(columns):
        raise InputError(f"{len(sample.y)} rows are too few for {len(columns) - 1} inputs. Run with a larger n.")
    for factor in sample.factors:
        if not varies(sample.x(factor), sample.replicate):
            raise InputError(
                f"{factor.name} does not vary in these rows, or in too few of them: a coefficient of it means nothing. "
                "Take a larger n, or rank_correlation, which leaves it out."
            )
    products = np.array([z[:, rows] @ z[:, rows].T for rows in _replicates(sample.replicate)])
    sums = np.array([z[:, rows].sum(axis=1) for rows in _replicates(sample.replicate)])
    counts = np.bincount(sample.replicate, minlength=REPLICATES)

    def fit(keep: Any) -> Array:
        n = counts[keep].sum()
        mean = sums[keep].sum(axis=0) / n
        covariance = products[keep].sum(axis=0) / n - np.outer(mean, mean)
        scale = np.sqrt(np.diag(covariance))
        correlation = covariance / np.outer(scale, scale)
        coefficients = np.linalg.solve(correlation[:-1, :-1], correlation[:-1, -1])
        return np.append(coefficients, coefficients @ correlation[:-1, -1])

    eigenvalues = np.linalg.eigvalsh(z[:-1] @ z[:-1].T / z.shape[1])
    if eigenvalues[0] < SINGULAR * eigenvalues[-1]:
        raise InputError("some inputs follow from others in these rows: their coefficients cannot be told apart.")
    *coefficients, explained = fit(np.ones(REPLICATES, dtype=bool))
    errors = leave_out([fit(np.arange(REPLICATES) != r) for r in range(REPLICATES)])
    rows = []
    for factor, value, error in zip(sample.factors, coefficients, errors, strict=False):
        index = Index.of(float(value), float(error), STUDENT)
        rows.append(RankRow(factor.name, index.value, (index.low, index.high), factor.is_judgement))
    name = "Standardised rank regression" if ranks else "Standardised regression"
    share = float(explained) if explained < 1 - ROUNDING else 1.0
    notes = [f"The line explains {percent(share)} of the variance{' of ranks' * ranks} (R²)."]
    return sample.ranking(name, "standard deviations of the output for one of the input", rows, notes)


def _replicates(replicate: npt.NDArray[np.int64]) -> list[npt.NDArray[np.int64]]:
    return [np.flatnonzero(replicate == r) for r in range(REPLICATES)]


def _standard(values: Array) -> Array:
    spread = values.std()
    return np.asarray((values - values.mean()) / spread if spread > 0 else np.zeros_like(values))
