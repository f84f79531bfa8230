"""As many draws as it takes: double them until the standard error is small enough."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from mloss_econ.engine.advance import Session
from mloss_econ.engine.checks import check_n
from mloss_econ.engine.plan import Plan
from mloss_econ.engine.run import Run, run_of
from mloss_econ.engine.statistics import STATISTICS, estimate
from mloss_econ.engine.totals import LEAF, Totals
from mloss_econ.errors import InputError, nearest
from mloss_econ.kernel import Case

FIRST = 2**14  # draws to start with


@dataclass(frozen=True)
class Until:
    """What is to be reached; see `until`."""

    se: float
    of: str
    statistic: str
    most: int


def until(*, se: float, of: str, statistic: str = "mean", most: int = 2**24) -> Until:
    """As `n` of `simulate`: double the draws until the standard error of an output's statistic is at most `se`.

    `se` is in the output's unit, `of` its path, `statistic` one of mean, median, p5, p95. It stops at `most` draws
    in any case, and the diagnostics then say that it has not converged; they also say where the output never moved.
    Raises InputError for what cannot be used.
    """
    if isinstance(se, bool) or not isinstance(se, (int, float, np.integer, np.floating)) or not 0 < se < np.inf:
        raise InputError(f"until: se = {se!r} is not a number above 0, in the unit of the output.")
    if not isinstance(of, str):
        raise InputError(f"until: of = {of!r} is not the path of an output.")
    if not isinstance(statistic, str) or statistic not in STATISTICS:
        raise InputError(f"until: statistic = {statistic!r} is not known. {nearest(str(statistic), STATISTICS)}")
    try:
        most = check_n(most)
    except InputError as error:
        raise InputError(f"until: most: {error}") from None
    if most < FIRST:
        raise InputError(f"until: most = {most} is below the {FIRST:,} draws it starts with.")
    return Until(float(se), of, statistic, most)


def converge(case: Case[Any, Any], plan: Plan, wanted: Until, session: Session) -> Run[Any, Any]:
    """Double the draws of a plan until the error is small enough, going on from the draws there are."""
    totals = Totals(0, 0, plan.n)
    while True:
        totals = session.advance(plan, totals)
        run: Run[Any, Any] = run_of(case, plan, session.keep, session.names, totals)
        error = estimate(run, wanted.of, wanted.statistic).error
        if error <= wanted.se:
            said = () if _moves(run, wanted.of) else (_one_value(wanted.of, plan.n),)
            return replace(run, remarks=(*run.remarks, *said))
        if plan.n >= wanted.most:
            missed = (
                f"not converged: the standard error of the {wanted.statistic} of '{wanted.of}' is {error:.3g} after "
                f"{plan.n:,} draws; {wanted.se:.3g} was wanted."
            )
            return replace(run, remarks=(*run.remarks, missed))
        plan = replace(plan, n=min(2 * plan.n, wanted.most))
        if plan.design == "latin_hypercube" or totals.stop % LEAF:
            totals = Totals(0, 0, plan.n)  # its rows change with n, or its last leaf is not whole
        else:
            totals = totals.grown(plan.n)


def _moves(run: Run[Any, Any], path: str) -> bool:
    """Whether an output has more than one value in a run, or must have only one."""
    (moments,) = run.totals.moments[path]
    return bool(moments.least < moments.most) or not run.plan.columns


def _one_value(path: str, n: int) -> str:
    return (
        f"'{path}' has one value in all {n:,} draws, so its error cannot be estimated: an event rarer than about 3 in "
        f"{n:,} draws may have been missed. If such events matter, give n as a larger number."
    )
