"""Statistics of a run's outputs, each with its Monte Carlo standard error.

Standard errors come from the 16 replicates (row i is in replicate i mod 16): the standard deviation of a statistic
over them, divided by 4.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from mloss_econ.base.arrays import column
from mloss_econ.engine.diagnostics import not_finite
from mloss_econ.engine.exact_quantiles import quantiles as exact_quantiles
from mloss_econ.engine.plan import Array
from mloss_econ.engine.run import Run
from mloss_econ.engine.summary import Estimate
from mloss_econ.engine.totals import Moments
from mloss_econ.errors import InputError, RunError, nearest, quoted
from mloss_econ.uncertainty import REPLICATES, replicate_error

QUANTILES = {"median": 0.5, "p5": 0.05, "p95": 0.95}
EVERY = [slice(r, None, REPLICATES) for r in range(REPLICATES)]  # row i in replicate i mod 16
STATISTICS = ("mean", "sd", *QUANTILES)


def check_run(run: object, asked: str) -> None:
    """Raise InputError for what is no run, with the call that makes one."""
    if not isinstance(run, Run):
        raise InputError(f"{asked} takes a run, not {quoted(run)}. simulate(case) makes one.")


def estimate(run: Run[Any, Any], path: str, statistic: str | Callable[[Array], Any] = "mean") -> Estimate:
    """A statistic of one output: "mean", "sd", "median", "p5", "p95", or any function of its draws (which must then
    have been kept). Raises InputError for an unknown output or statistic, RunError if a row of it is not finite."""
    check_run(run, "estimate")
    if not isinstance(statistic, str):
        return estimate_of(finite(run, path), statistic, run)
    if statistic not in STATISTICS:
        raise InputError(f"statistic = {statistic!r} is not known. {nearest(statistic, STATISTICS)}")
    if statistic in QUANTILES:
        return quantiles(run, path, [QUANTILES[statistic]])[0]
    moments = _moments(run, path)
    if statistic == "mean":
        if moments is None:
            return estimate_of(finite(run, path), run=run)
        return Estimate(moments.whole()[1], float(replicate_error(moments.mean)))
    if moments is None:
        return estimate_of(finite(run, path), lambda v: float(np.std(v, ddof=1)), run)
    count, _, squares = moments.whole()
    parts = np.sqrt(moments.squares / (moments.count - 1))
    return Estimate(float(np.sqrt(squares / (count - 1))), float(replicate_error(parts)))


def quantiles(run: Run[Any, Any], path: str, levels: Sequence[float]) -> tuple[Estimate, ...]:
    """Quantiles of one output at `levels` in [0, 1]; exact where draws were kept, else good to 1/1024 of the value.

    Raises RunError if a row of the output is not finite.
    """
    check_run(run, "quantiles")
    levels = column(levels, "levels").tolist()
    if any(not 0 <= level <= 1 for level in levels):
        raise InputError(f"levels = {levels}: a quantile's level lies between 0 and 1.")
    run.check(path)
    if run.keep == "summary":
        _moments(run, path)  # refuses what is not finite
        moments = run.totals.moments[path][0]
        whole, parts = run.totals.histograms[path].in_order().quantiles(levels, moments.least, moments.most)
    elif run.left is None:
        whole, parts = exact_quantiles(finite(run, path), levels)
    else:
        values = finite(run, path)
        whole = np.quantile(values, levels)
        parts = np.transpose([np.quantile(values[rows], levels) for rows in replicates(run)])
    errors = replicate_error(parts) if len(levels) else []
    return tuple(Estimate(float(v), float(e)) for v, e in zip(whole, errors, strict=True))


def estimate_of(
    values: Array, statistic: Callable[[Array], Any] = np.mean, run: Run[Any, Any] | None = None
) -> Estimate:
    """A statistic of any array of one number a draw, (n,), with its standard error over the replicates; `run` is needed
    where the draws are those of a run that lost rows."""
    parts = [statistic(values[rows]) for rows in (EVERY if run is None else replicates(run))]
    return Estimate(float(statistic(values)), float(replicate_error(parts)))


def finite(run: Run[Any, Any], path: str) -> Array:
    """The draws of one output, refused with RunError if a row of it is not finite."""
    values = run.output(path)
    _refuse_endless(run, path)
    if not np.isfinite(values).all():
        raise RunError(f"{not_finite(run.totals.bad, run.plan.n)}.")
    return values


def replicates(run: Run[Any, Any]) -> list[Any]:
    """Which rows belong to each of the independent replicates: row i of the run to replicate i mod 16."""
    if run.left is None:
        return EVERY
    if "replicates" not in run.memo:
        run.memo["replicates"] = [np.flatnonzero(run.left % REPLICATES == r) for r in range(REPLICATES)]
    found: list[Any] = run.memo["replicates"]
    return found


def _refuse_endless(run: Run[Any, Any], path: str) -> None:
    """Refuse an output that is infinite in some rows: it has no mean, and its quantiles may not be numbers."""
    count = run.totals.bad.endless.get(path)
    if count:
        raise RunError(
            f"'{path}' is not finite: it is infinite in {count:,} of {run.plan.n:,} rows, so it has no mean. "
            f"output('{path}') has its draws."
        )


def _moments(run: Run[Any, Any], path: str) -> Moments | None:
    """The moments of an output; None if they leave out rows at which only another output is not finite."""
    run.check(path)
    _refuse_endless(run, path)
    if run.dropped or not run.totals.bad.rows:
        return run.totals.moments[path][0]
    if run.keep == "summary":
        raise RunError(f"{not_finite(run.totals.bad, run.plan.n)}, or call summary(run, nonfinite='drop').")
    return None
