"""A run: draws in, draws out, with seed, design and diagnostics; and its summary.

Standard errors come from the 16 replicates (row i is in replicate i mod 16): the standard deviation of a statistic
over them, divided by 4.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any, Generic, Literal

import numpy as np
import numpy.typing as npt

from mloss_econ.calculator import I, O, output_categories, output_quantities
from mloss_econ.case import Case
from mloss_econ.engine.plan import Array, Rows
from mloss_econ.engine.summary import Diagnostics, Estimate, Judgement, ShareRow, Summary, SummaryRow
from mloss_econ.errors import InputError, RunError, nearest
from mloss_econ.quantities import show_unit
from mloss_econ.records import leaf_specs
from mloss_econ.uncertainty import REPLICATES


@dataclass(frozen=True)
class Run(Generic[I, O]):
    """The draws of one case. `draws.inputs` and `draws.outputs` map dotted paths to arrays of shape (n,).

    `left` holds the numbers of the rows that are left where some were dropped, else None.
    """

    case: Case[I, O]
    n: int
    seed: int
    design: str
    draws: Rows
    left: npt.NDArray[np.int64] | None = None

    def __repr__(self) -> str:
        return f"<run of {self.n:,} draws of {self.case!r}, seed {self.seed}, {self.design}>"

    def output(self, path: str) -> Array:
        """The draws of one output, shape (n,). Raises InputError with the nearest right path."""
        if path not in self.draws.outputs:
            raise InputError(f"{self.case.calculator.name} has no output '{path}'. {nearest(path, self.draws.outputs)}")
        return self.draws.outputs[path]

    def finite(self, path: str) -> Array:
        """The draws of one output, refused with RunError if a row of it is not finite."""
        values = self.output(path)
        if not np.isfinite(values).all():
            raise RunError(self._not_finite())
        return values

    def _not_finite(self) -> str:
        what = ", ".join(f"{count} of {self.n} rows of '{p}'" for p, count in self.diagnostics.nonfinite.items())
        where = ", ".join(f"{p} = {v:g}" for p, v in self.diagnostics.first_bad.items())
        return f"{what} are not finite, the first at {where}. Mend the calculator or the belief"

    @cached_property
    def replicates(self) -> list[Any]:
        """Which rows belong to each of the independent replicates: row i of the run to replicate i mod 16."""
        if self.left is None:
            return [slice(r, None, REPLICATES) for r in range(REPLICATES)]
        return [np.flatnonzero(self.left % REPLICATES == r) for r in range(REPLICATES)]

    @property
    def interval_meaning(self) -> str:
        """What the 5-95 % interval is, and is not."""
        return (
            f"5-95 %: of {self.n:,} draws from the stated beliefs; not a confidence interval. "
            "Inputs are taken as independent."
        )

    @cached_property
    def diagnostics(self) -> Diagnostics:
        """Counts and places what is not finite, and says what the design costs."""
        bad = {p: int((~np.isfinite(v)).sum()) for p, v in self.draws.outputs.items()}
        bad = {p: count for p, count in bad.items() if count}
        first: dict[str, float] = {}
        if bad:
            row = min(int(np.argmax(~np.isfinite(self.draws.outputs[p]))) for p in bad)
            first = {"row": float(row)} | {p: float(v[row]) for p, v in self.draws.inputs.items()}
        notes = []
        per_replicate = self.n / REPLICATES
        if self.design == "sobol" and not (self.n % REPLICATES == 0 and int(per_replicate).bit_count() == 1):
            notes.append(
                f"n = {self.n} is not 16 times a power of two: the points are not balanced and errors shrink slower."
            )
        return Diagnostics(bad, first, tuple(notes))

    def estimate(self, path: str, statistic: Callable[[Array], float] = np.mean) -> Estimate:
        """A statistic of one output with its standard error over the replicates."""
        return self.estimate_of(self.finite(path), statistic)

    def estimate_of(self, values: Array, statistic: Callable[[Array], Any] = np.mean) -> Estimate:
        """A statistic of any array of one number a draw, with its standard error over the replicates."""
        parts = [statistic(values[rows]) for rows in self.replicates]
        return Estimate(float(statistic(values)), float(np.std(parts, ddof=1)) / REPLICATES**0.5)

    @cached_property
    def judged(self) -> frozenset[str]:
        """The paths of uncertain inputs that are judgement."""
        return frozenset(p for p in self.draws.inputs if self.case.entries[p].judged)

    @cached_property
    def _input_ranks(self) -> Array:
        return np.array([_standard(ranks(v)) for v in self.draws.inputs.values()])

    def _rank_products(self, path: str) -> Array | None:
        """Standardised ranks of each uncertain input times those of an output, (inputs, n); None if nothing varies."""
        values = self.finite(path)
        if not self.draws.inputs or np.ptp(values) == 0:
            return None
        return np.asarray(self._input_ranks * _standard(ranks(values)))

    def rank_shares(self, path: str) -> dict[str, Estimate]:
        """Squared rank correlation of each uncertain input with an output; for independent inputs and monotone effects
        they add up to about 1, and what is missing is interaction or a turn."""
        products = self._rank_products(path)
        if products is None:
            return {p: Estimate(0.0, 0.0) for p in self.draws.inputs}
        whole = products.mean(axis=1) ** 2
        parts = np.array([products[:, rows].mean(axis=1) ** 2 for rows in self.replicates])
        errors = parts.std(axis=0, ddof=1) / REPLICATES**0.5
        return {p: Estimate(float(w), float(e)) for p, w, e in zip(self.draws.inputs, whole, errors, strict=True)}

    def judgement(self, path: str) -> Judgement:
        """How much of an output is judgement."""
        places = [p in self.judged for p in self.draws.inputs]
        products = self._rank_products(path)
        if products is None:
            return Judgement(sum(places), len(places), None)

        def share(rows: Any) -> float:
            squares = products[:, rows].mean(axis=1) ** 2
            total = squares.sum()
            return float(squares[places].sum() / total) if total > 0 else 0.0

        parts = [share(rows) for rows in self.replicates]
        error = float(np.std(parts, ddof=1)) / REPLICATES**0.5
        return Judgement(sum(places), len(places), Estimate(share(slice(None)), error))

    def row(self, path: str) -> SummaryRow:
        """The summary of one output. Raises RunError if a row of it is not finite."""
        values = self.finite(path)
        adopted = output_quantities(self.case.outputs())
        unit = dict(leaf_specs(self.case.outputs()))[path].unit or ""
        median, p5, p95 = (self.estimate_of(values, partial(np.quantile, q=q)) for q in (0.5, 0.05, 0.95))
        return SummaryRow(
            path,
            float(adopted[path]),
            self.estimate_of(values),
            median,
            p5,
            p95,
            show_unit(unit, self.case.prices),
            self.judgement(path),
        )

    def share_row(self, path: str) -> ShareRow:
        """The shares of one category."""
        codes, names = self.draws.codes[path], self.draws.labels[path]
        adopted = names[int(output_categories(self.case.outputs())[path].codes)]
        shares = {
            name: self.estimate_of((codes == code).astype(np.float64), np.mean) for code, name in enumerate(names)
        }
        return ShareRow(path, adopted, shares)

    def summary(self, *, nonfinite: Literal["refuse", "drop"] = "refuse") -> Summary:
        """Value at the adopted point, mean, median, 5-95 %, standard error and unit of every output.

        Raises RunError if a row is not finite, unless `nonfinite="drop"` says to leave such rows out (and the summary
        then says how many).
        """
        bad = self.diagnostics.nonfinite
        run, notes = self, [self.interval_meaning, *self.diagnostics.notes]
        if bad:
            if nonfinite == "refuse":
                raise RunError(f"{self._not_finite()}, or call summary(nonfinite='drop').")
            run = self._finite()
            what = ", ".join(f"{count} of {self.n} rows of '{p}'" for p, count in bad.items())
            notes.append(f"Left out because they are not finite: {what}.")
        judged = len(run.judged)
        notes.append(
            f"{judged} of {len(run.draws.inputs)} uncertain inputs are judgement; judged: the part of an output's "
            "variation, by rank, that they carry."
        )
        title = (
            f"{self.case.calculator.name}, {self.case.label}: {self.n:,} draws, {self.design}, seed {self.seed}, "
            f"prices {self.case.prices}"
        )
        rows = tuple(run.row(p) for p in self.draws.outputs)
        return Summary(title, rows, tuple(run.share_row(p) for p in self.draws.codes), tuple(notes))

    def _finite(self) -> Run[I, O]:
        keep = np.all([np.isfinite(v) for v in self.draws.outputs.values()], axis=0)

        def kept(part: Mapping[str, npt.NDArray[Any]]) -> dict[str, npt.NDArray[Any]]:
            return {p: v[keep] for p, v in part.items()}

        left = np.flatnonzero(keep)
        if min((left % REPLICATES == r).sum() for r in range(REPLICATES)) < 2:
            raise RunError(f"{self._not_finite()}: too few rows are left for an error bar.")
        d = self.draws
        rows = Rows(kept(d.inputs), kept(d.outputs), kept(d.codes), d.labels)
        return Run(self.case, len(left), self.seed, self.design, rows, left)


def ranks(values: Array) -> Array:
    """Ranks 1 to n, ties sharing their mean rank."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return np.asarray((last - (counts - 1) / 2)[inverse], dtype=np.float64)


def _standard(values: Array) -> Array:
    spread = values.std()
    return (values - values.mean()) / spread if spread > 0 else np.zeros_like(values)
