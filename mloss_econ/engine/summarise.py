"""Functions that read a run: the summary of its outputs, their share of judgement, and diagnostics.

The records that they return are in `engine.summary`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import numpy as np

from mloss_econ.base.units import show_unit
from mloss_econ.engine import judgement_shares
from mloss_econ.engine.diagnostics import Diagnostics, diagnose, not_finite
from mloss_econ.engine.draws import Draws, InputDraws
from mloss_econ.engine.run import Run
from mloss_econ.engine.statistics import check_run, estimate, quantiles, replicates
from mloss_econ.engine.summary import Estimate, Judgement, ShareRow, Summary, SummaryRow
from mloss_econ.engine.totals import good_rows
from mloss_econ.errors import InputError, RunError
from mloss_econ.kernel import leaf_specs, output_categories, output_quantities
from mloss_econ.uncertainty import replicate_error


def summary(run: Run[Any, Any], *, nonfinite: Literal["refuse", "drop"] = "refuse") -> Summary:
    """Value at the adopted point, mean, median, 5th and 95th percentile, standard error and unit of every output.

    Raises RunError if a row is not finite, unless `nonfinite="drop"` says to leave such rows out (and the summary
    then says how many).
    """
    check_run(run, "summary")
    if nonfinite not in ("refuse", "drop"):
        raise InputError(f"nonfinite = {nonfinite!r} is not known. Write 'refuse' or 'drop'.")
    bad = run.totals.bad
    whole, notes = run, []
    if bad.rows:
        if nonfinite == "refuse":
            raise RunError(f"{not_finite(bad, run.plan.n)}, or call summary(run, nonfinite='drop').")
        run = _without_bad_rows(run)
        what = ", ".join(f"{count} of {whole.n} rows of '{p}'" for p, count in bad.counts.items())
        notes.append(f"Left out because they are not finite: {what}.")
    matter = frozenset[str]().union(*dependents(run).values())
    notes = [interval_meaning(whole), *diagnostics(run).notes, *notes]
    notes.append(
        f"{len(matter & judgement_inputs(run))} of {len(matter)} uncertain inputs that matter are expert judgement. "
        "Judgement: the share of an output's variance, by rank, that these inputs account for."
    )
    title = (
        f"{run.case.calculator.name}, {run.case.label}: {whole.n:,} draws, {run.design}, seed {run.seed}, "
        f"prices {run.case.prices}"
    )
    notes += [f"Not finite: '{p}' is infinite in {k:,} of {run.plan.n:,} rows." for p, k in bad.endless.items()]
    rows = tuple(row_of(run, p) for p in run.totals.moments if p not in bad.endless)
    return Summary(title, rows, tuple(shares_of(run, p) for p in run.totals.shares), tuple(notes))


def row_of(run: Run[Any, Any], path: str) -> SummaryRow:
    """The summary of one output. Raises RunError if a row of it is not finite."""
    mean, (median, p5, p95) = estimate(run, path), quantiles(run, path, (0.5, 0.05, 0.95))
    value, unit = _adopted_quantities(run)[path]
    return SummaryRow(path, float(value), mean, median, p5, p95, show_unit(unit, run.case.prices), judgement(run, path))


def shares_of(run: Run[Any, Any], path: str) -> ShareRow:
    """The shares of one category."""
    counts, names = run.totals.shares[path], run.draws.labels[path]
    if run.totals.bad.rows and not run.dropped and run.keep == "outputs":  # rows only another output is bad at
        codes = run.draws.codes[path]
        counts = np.array([[np.sum(codes[rows] == code) for rows in replicates(run)] for code in range(len(names))])
    adopted = names[int(output_categories(_adopted(run))[path].codes)]
    parts = counts / counts.sum(axis=0)
    whole, errors = counts.sum(axis=1) / counts.sum(), replicate_error(parts)
    shares = {name: Estimate(float(whole[k]), float(errors[k])) for k, name in enumerate(names)}
    return ShareRow(path, adopted, shares)


def judgement(run: Run[Any, Any], path: str) -> Judgement:
    """Expert judgement in an output: how many of its inputs, and which share of its variance by rank; see
    `judgement_shares`."""
    estimate(run, path)  # refuses an unknown output, and one that is not finite
    return judgement_shares.judgement(_ranked(run), path, dependents(run)[path], judgement_inputs(run))


def rank_shares(run: Run[Any, Any], path: str) -> dict[str, Estimate]:
    """Squared rank correlation of each uncertain input with an output; see `judgement_shares`."""
    estimate(run, path)
    return judgement_shares.rank_shares(_ranked(run), path)


def judgement_inputs(run: Run[Any, Any]) -> frozenset[str]:
    """The paths of the judgement-based uncertain inputs."""
    if "judgement inputs" not in run.memo:
        made = frozenset(path for path in run.draws.inputs if run.case.entries[path].is_judgement)
        run.memo["judgement inputs"] = made
    found: frozenset[str] = run.memo["judgement inputs"]
    return found


def diagnostics(run: Run[Any, Any]) -> Diagnostics:
    """Rows that are not finite and where they lie, the precision of each mean, and notes on the design."""
    if "diagnostics" not in run.memo:
        made = diagnose(run.plan, run.totals, run.kept, n=run.n, dropped=run.dropped, remarks=run.remarks)
        run.memo["diagnostics"] = made
    found: Diagnostics = run.memo["diagnostics"]
    return found


def interval_meaning(run: Run[Any, Any]) -> str:
    """What the 90 % interval is, and is not."""
    tied = run.plan.dependence
    drawn = {column.key for column in run.plan.columns}
    names = [name for name in tied.names if name in drawn] if tied else []
    how = "Correlated as stated: " + ", ".join(names) if names else "Inputs are taken as independent"
    return (
        f"90 % interval: the 5th to the 95th percentile of {run.n:,} draws from the stated beliefs; not a confidence "
        f"interval. {how}."
    )


def _ranked(run: Run[Any, Any]) -> judgement_shares.Ranked:
    if "ranked" not in run.memo:
        endless = run.totals.bad.endless
        run.memo["ranked"] = judgement_shares.ranked(run.plan, run.kept, run.left, dropped=run.dropped, endless=endless)
    found: judgement_shares.Ranked = run.memo["ranked"]
    return found


def dependents(run: Run[Any, Any]) -> dict[str, frozenset[str]]:
    """The uncertain inputs that each output depends on; see `judgement_shares`."""
    if "dependents" not in run.memo:
        run.memo["dependents"] = judgement_shares.dependents(run.plan)
    found: dict[str, frozenset[str]] = run.memo["dependents"]
    return found


def _adopted(run: Run[Any, Any]) -> Any:
    if "adopted" not in run.memo:
        run.memo["adopted"] = run.case.outputs()
    return run.memo["adopted"]


def _adopted_quantities(run: Run[Any, Any]) -> Mapping[str, tuple[Any, str]]:
    """Every number at the adopted point, with its unit."""
    if "adopted quantities" not in run.memo:
        outputs, specs = _adopted(run), dict(leaf_specs(_adopted(run)))
        made = {path: (value, specs[path].unit or "") for path, value in output_quantities(outputs).items()}
        run.memo["adopted quantities"] = made
    found: Mapping[str, tuple[Any, str]] = run.memo["adopted quantities"]
    return found


def _without_bad_rows(run: Run[Any, Any]) -> Run[Any, Any]:
    """A run without the rows at which any output is not finite."""
    counts = np.max([moments.count for (moments,) in run.totals.moments.values()], axis=0)
    if counts.min() < 2:
        raise RunError(f"{not_finite(run.totals.bad, run.plan.n)}: too few rows are left for an error bar.")
    if run.keep == "summary":
        return Run(run.case, run.plan, int(counts.sum()), run.keep, run.totals, run.draws, dropped=True)
    endless = run.totals.bad.endless
    good = np.all([good_rows(v, p in endless) for p, v in run.draws.outputs.items()], axis=0)
    left = np.flatnonzero(good)
    outputs = {path: values[good] for path, values in run.draws.outputs.items()}
    codes = {path: values[good] for path, values in run.draws.codes.items()}
    draws = Draws(InputDraws(run.plan, left), outputs, codes, run.draws.labels)
    return Run(run.case, run.plan, len(left), run.keep, run.totals, draws, left, dropped=True)
