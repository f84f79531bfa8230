"""A run: draws in, draws out, with seed, design and diagnostics; and its summary.

Standard errors come from the 16 replicates (row i is in replicate i mod 16): the standard deviation of a statistic
over them, divided by 4.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, Literal

import numpy as np
import numpy.typing as npt

from mloss_econ.base.arrays import column
from mloss_econ.base.frames import Frame, Tabular
from mloss_econ.base.units import show_unit
from mloss_econ.engine.diagnostics import Diagnostics, diagnose, not_finite
from mloss_econ.engine.draws import Draws, InputDraws
from mloss_econ.engine.judged import Sample, dependents, judgement, rank_shares, sample
from mloss_econ.engine.origin import of_machines
from mloss_econ.engine.plan import Array, Plan
from mloss_econ.engine.quantiles import quantiles
from mloss_econ.engine.rowwise import Names
from mloss_econ.engine.summary import Estimate, Judgement, ShareRow, Summary, SummaryRow
from mloss_econ.engine.totals import LARGEST, Moments, Totals, good_rows
from mloss_econ.errors import InputError, RunError, no_output
from mloss_econ.kernel import Case, I, O, leaf_specs, output_categories, output_quantities
from mloss_econ.uncertainty import REPLICATES, replicate_error

STATISTICS = {"mean": None, "median": 0.5, "p5": 0.05, "p95": 0.95}


@dataclass(frozen=True)
class Run(Tabular, Generic[I, O]):
    """The draws of one case. `draws.inputs` and `draws.outputs` map dotted paths to arrays of shape (n,).

    `keep` says whether the outputs were kept; `left` holds the numbers of the rows that are left where some were
    dropped, else None; `remarks` is what the run itself has to say.
    """

    case: Case[I, O]
    plan: Plan
    n: int
    keep: str
    totals: Totals
    draws: Draws
    left: npt.NDArray[np.int64] | None = None
    dropped: bool = False
    remarks: tuple[str, ...] = ()

    @property
    def seed(self) -> int:
        """The seed."""
        return self.plan.seed

    @property
    def design(self) -> str:
        """The design."""
        return self.plan.design

    def __repr__(self) -> str:
        return f"<run of {self.n:,} draws of {self.case!r}, seed {self.seed}, {self.design}>"

    def frame(self) -> Frame:
        """Its summary, one row an output. Raises RunError if a row is not finite."""
        return self.summary().frame()

    # ------------------------------------------------------------ draws

    def output(self, path: str) -> Array:
        """The draws of one output, shape (n,). Raises InputError with the nearest right path, RunError if not kept."""
        self._check(path)
        if path not in self.draws.outputs:
            raise RunError("this run kept a summary, not its draws. Run again with keep='outputs'.")
        return self.draws.outputs[path]

    def finite(self, path: str) -> Array:
        """The draws of one output, refused with RunError if a row of it is not finite."""
        values = self.output(path)
        self._ends(path)
        if not np.isfinite(values).all():
            raise RunError(f"{not_finite(self.totals.bad, self.plan.n)}.")
        return values

    @property
    def _kept(self) -> Mapping[str, Array] | None:
        return self.draws.outputs if self.keep == "outputs" else None

    def _check(self, path: str) -> None:
        if path not in self.totals.moments:
            raise no_output(self.case.calculator.name, path, self.totals.moments, self.draws.labels)

    def _ends(self, path: str) -> None:
        """Refuse an output that is infinite in some rows: it has no mean, and its quantiles may not be numbers."""
        count = self.totals.bad.endless.get(path)
        if count:
            raise RunError(
                f"'{path}' is not finite: it is infinite in {count:,} of {self.plan.n:,} rows, so it has no mean. "
                f"output('{path}') has its draws."
            )

    @cached_property
    def replicates(self) -> list[Any]:
        """Which rows belong to each of the independent replicates: row i of the run to replicate i mod 16."""
        if self.left is None:
            return [slice(r, None, REPLICATES) for r in range(REPLICATES)]
        return [np.flatnonzero(self.left % REPLICATES == r) for r in range(REPLICATES)]

    # ------------------------------------------------------------ statistics

    def mean(self, path: str) -> Estimate:
        """The mean of one output. Raises RunError if a row of it is not finite."""
        moments = self._moments(path)
        if moments is None:
            return self.estimate_of(self.finite(path))
        return Estimate(moments.whole()[1], float(replicate_error(moments.mean)))

    def sd(self, path: str) -> Estimate:
        """The standard deviation of one output over the draws. Raises RunError if a row of it is not finite."""
        moments = self._moments(path)
        if moments is None:
            return self.estimate_of(self.finite(path), lambda v: float(np.std(v, ddof=1)))
        count, _, squares = moments.whole()
        parts = np.sqrt(moments.squares / (moments.count - 1))
        return Estimate(float(np.sqrt(squares / (count - 1))), float(replicate_error(parts)))

    def quantiles(self, path: str, levels: Sequence[float]) -> tuple[Estimate, ...]:
        """Quantiles of one output at `levels` in [0, 1]; exact where draws were kept, else good to 1/1024 of the value.

        Raises RunError if a row of the output is not finite.
        """
        levels = column(levels, "levels").tolist()
        if any(not 0 <= level <= 1 for level in levels):
            raise InputError(f"levels = {levels}: a quantile's level lies between 0 and 1.")
        self._check(path)
        if self.keep == "summary":
            self._moments(path)  # refuses what is not finite
            moments = self.totals.moments[path][0]
            whole, parts = self.totals.histograms[path].in_order().quantiles(levels, moments.least, moments.most)
        elif self.left is None:
            whole, parts = quantiles(self.finite(path), levels)
        else:
            values = self.finite(path)
            whole = np.quantile(values, levels)
            parts = np.transpose([np.quantile(values[rows], levels) for rows in self.replicates])
        errors = replicate_error(parts) if len(levels) else []
        return tuple(Estimate(float(v), float(e)) for v, e in zip(whole, errors, strict=True))

    def statistic(self, path: str, name: str) -> Estimate:
        """One of mean, median, p5, p95 of an output."""
        level = STATISTICS[name]
        return self.mean(path) if level is None else self.quantiles(path, [level])[0]

    def _moments(self, path: str) -> Moments | None:
        """The moments of an output; None if they leave out rows at which only another output is not finite."""
        self._check(path)
        self._ends(path)
        if self.dropped or not self.totals.bad.rows:
            return self.totals.moments[path][0]
        if self.keep == "summary":
            raise RunError(f"{not_finite(self.totals.bad, self.plan.n)}, or call summary(nonfinite='drop').")
        return None

    def estimate(self, path: str, statistic: Callable[[Array], float] = np.mean) -> Estimate:
        """Any statistic of one output with its standard error over the replicates; needs kept draws."""
        return self.estimate_of(self.finite(path), statistic)

    def estimate_of(self, values: Array, statistic: Callable[[Array], Any] = np.mean) -> Estimate:
        """A statistic of any array of one number a draw, with its standard error over the replicates."""
        parts = [statistic(values[rows]) for rows in self.replicates]
        return Estimate(float(statistic(values)), float(replicate_error(parts)))

    def rank_shares(self, path: str) -> dict[str, Estimate]:
        """Squared rank correlation of each uncertain input with an output; see `engine.judged`."""
        self.mean(path)  # refuses an unknown output, and one that is not finite
        return rank_shares(self.sample, path)

    @cached_property
    def sample(self) -> Sample:
        """Ranks of the inputs at the first rows; see `engine.judged`."""
        endless = self.totals.bad.endless
        return sample(self.plan, self._kept, self.left, dropped=self.dropped, endless=endless)

    @cached_property
    def dependents(self) -> dict[str, frozenset[str]]:
        """The uncertain inputs that each output depends on; see `engine.judged`."""
        return dependents(self.plan)

    @cached_property
    def judged(self) -> frozenset[str]:
        """The paths of uncertain inputs that are judgement."""
        return frozenset(p for p in self.draws.inputs if self.case.entries[p].judged)

    def judgement(self, path: str) -> Judgement:
        """How much of an output is judgement; see `engine.judged`."""
        self.mean(path)
        return judgement(self.sample, path, self.dependents[path], self.judged)

    # ------------------------------------------------------------ what it says

    @property
    def interval_meaning(self) -> str:
        """What the 5-95 % interval is, and is not."""
        tied = self.plan.dependence
        drawn = {column.key for column in self.plan.columns}
        names = [name for name in tied.names if name in drawn] if tied else []
        how = "Correlated as stated: " + ", ".join(names) if names else "Inputs are taken as independent"
        return f"5-95 %: of {self.n:,} draws from the stated beliefs; not a confidence interval. {how}."

    @cached_property
    def diagnostics(self) -> Diagnostics:
        """What is not finite and where it lies, what the design costs, how far each mean can be trusted."""
        return diagnose(self.plan, self.totals, self._kept, n=self.n, dropped=self.dropped, remarks=self.remarks)

    def row(self, path: str) -> SummaryRow:
        """The summary of one output. Raises RunError if a row of it is not finite."""
        mean, (median, p5, p95) = self.mean(path), self.quantiles(path, (0.5, 0.05, 0.95))
        adopted = float(output_quantities(self._adopted)[path])
        unit = dict(leaf_specs(self._adopted))[path].unit or ""
        said = show_unit(unit, self.case.prices)
        return SummaryRow(path, adopted, mean, median, p5, p95, said, self.judgement(path))

    @cached_property
    def _adopted(self) -> O:
        return self.case.outputs()

    def share_row(self, path: str) -> ShareRow:
        """The shares of one category."""
        counts, names = self.totals.shares[path], self.draws.labels[path]
        if self.totals.bad.rows and not self.dropped and self.keep == "outputs":  # rows only another output is bad at
            codes = self.draws.codes[path]
            counts = np.array([[np.sum(codes[rows] == code) for rows in self.replicates] for code in range(len(names))])
        adopted = names[int(output_categories(self._adopted)[path].codes)]
        parts = counts / counts.sum(axis=0)
        whole, errors = counts.sum(axis=1) / counts.sum(), replicate_error(parts)
        shares = {name: Estimate(float(whole[k]), float(errors[k])) for k, name in enumerate(names)}
        return ShareRow(path, adopted, shares)

    def summary(self, *, nonfinite: Literal["refuse", "drop"] = "refuse") -> Summary:
        """Value at the adopted point, mean, median, 5-95 %, standard error and unit of every output.

        Raises RunError if a row is not finite, unless `nonfinite="drop"` says to leave such rows out (and the summary
        then says how many).
        """
        if nonfinite not in ("refuse", "drop"):
            raise InputError(f"nonfinite = {nonfinite!r} is not known. Write 'refuse' or 'drop'.")
        bad = self.totals.bad
        run, notes = self, []
        if bad.rows:
            if nonfinite == "refuse":
                raise RunError(f"{not_finite(bad, self.plan.n)}, or call summary(nonfinite='drop').")
            run = self._finite()
            what = ", ".join(f"{count} of {self.n} rows of '{p}'" for p, count in bad.counts.items())
            notes.append(f"Left out because they are not finite: {what}.")
        used = frozenset[str]().union(*run.dependents.values())
        notes = [self.interval_meaning, *run.diagnostics.notes, *notes]
        notes.append(
            f"{len(used & run.judged)} of {len(used)} uncertain inputs that matter are judgement; judged: the part of "
            "an output's variation, by rank, that they carry."
        )
        title = (
            f"{self.case.calculator.name}, {self.case.label}: {self.n:,} draws, {self.design}, seed {self.seed}, "
            f"prices {self.case.prices}"
        )
        notes += [f"Not finite: '{p}' is infinite in {k:,} of {self.plan.n:,} rows." for p, k in bad.endless.items()]
        rows = tuple(run.row(p) for p in self.totals.moments if p not in bad.endless)
        return Summary(title, rows, tuple(run.share_row(p) for p in self.totals.shares), tuple(notes))

    def _finite(self) -> Run[I, O]:
        """This run without the rows at which any output is not finite."""
        counts = np.max([moments.count for (moments,) in self.totals.moments.values()], axis=0)
        if counts.min() < 2:
            raise RunError(f"{not_finite(self.totals.bad, self.plan.n)}: too few rows are left for an error bar.")
        if self.keep == "summary":
            return Run(self.case, self.plan, int(counts.sum()), self.keep, self.totals, self.draws, dropped=True)
        endless = self.totals.bad.endless
        good = np.all([good_rows(v, p in endless) for p, v in self.draws.outputs.items()], axis=0)
        left = np.flatnonzero(good)
        outputs = {path: values[good] for path, values in self.draws.outputs.items()}
        codes = {path: values[good] for path, values in self.draws.codes.items()}
        draws = Draws(InputDraws(self.plan, left), outputs, codes, self.draws.labels)
        return Run(self.case, self.plan, len(left), self.keep, self.totals, draws, left, dropped=True)


def run_of(case: Case[I, O], plan: Plan, keep: str, names: Names, totals: Totals) -> Run[I, O]:
    """The run of a plan, from its totals. Raises RunError for an output too large to have a standard error."""
    for path, (moments,) in totals.moments.items():
        if max(-moments.least, moments.most) > LARGEST:
            far = moments.most if moments.most > LARGEST else moments.least
            raise RunError(
                f"{case.calculator.name}: '{path}' reaches {far:.3g}, too large for a mean and its error. Check the "
                "exponents of the beliefs, or take another unit."
            )
    columns = {path: values[: plan.n] for path, values in totals.columns.items()}
    for values in columns.values():
        values.flags.writeable = False
    outputs = {path: columns[path] for path in totals.moments if path in columns}
    codes = {path: columns[path] for path in totals.shares if path in columns}
    draws = Draws(InputDraws(plan), outputs, codes, dict(names[1]))
    return Run(case, plan, plan.n, keep, totals, draws, remarks=of_machines(totals.machines))
