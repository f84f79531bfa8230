"""Where does it happen? Scenario discovery: the box of inputs in which an output lies in a region (PRIM).

Peeling: from the box of all draws, again and again take off the 5 % of its draws at one end of one input that leaves
the highest share of cases of interest; until 5 % of all draws are left. Pasting: put back at an end while that raises
the share. Ends are draws, so rising maps of inputs change nothing. What counts of a box:

    coverage = cases of interest inside / all cases of interest
    density  = cases of interest inside / draws inside

There is a trade-off between them, and every box on the way is kept. The box is found in one half of the replicates and
these figures are of the other half, so that they promise nothing that the search only fitted. For each restricted
input, p is the probability of so many cases in the box if its restriction did nothing (one-sided binomial, with the
density of the box without it); a large p says that the input may be left out.

References: Friedman and Fisher (1999); Bryant and Lempert (2010) for the figures and the quasi-p-values.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from mloss_econ.base.frames import Column, Frame, Tabular, text
from mloss_econ.base.text import columns, mark, number, percent, wrap
from mloss_econ.base.units import show_unit
from mloss_econ.engine import Run
from mloss_econ.errors import InputError
from mloss_econ.sensitivity.given import FEWEST, GivenData, Region, given
from mloss_econ.sensitivity.peeling import Bounds, inside, trajectory
from mloss_econ.sensitivity.ranking import Index
from mloss_econ.sensitivity.resampling import STUDENT, leave_out

Array = npt.NDArray[np.float64]
Marks = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Limit:
    """What a box says of one input: from `low` to `high` (None: no limit), the probability of its belief in between,
    and `p`, the probability of so many cases of interest if this restriction did nothing."""

    path: str
    low: float | None
    high: float | None
    share: float
    p: float
    unit: str
    is_judgement: bool

    def __str__(self) -> str:
        if self.low is None:
            words = f"up to {number(self.high or 0.0)}"
        else:
            words = f"{number(self.low)} or more" if self.high is None else f"{number(self.low)} to {number(self.high)}"
        return f"{words} {self.unit}".rstrip()


@dataclass(frozen=True)
class Box:
    """Limits on some inputs; coverage and density in the draws that the box was not found in, `mass` the share of draws
    inside."""

    limits: tuple[Limit, ...]
    coverage: Index
    density: Index
    mass: float

    def __str__(self) -> str:
        titles, table = [], [["    ", "from", "to", "holds", "p"]]
        for limit in self.limits:
            low, high = ("" if end is None else number(end) for end in (limit.low, limit.high))
            titles.append(f"{mark(limit.is_judgement)} {limit.path}" + (f", {limit.unit}" if limit.unit else ""))
            table.append(["    ", low, high, percent(limit.share), _p(limit.p)])
        head, *figures = columns(table)
        return "\n".join([head, *(line for pair in zip(titles, figures, strict=True) for line in pair)])


def _p(p: float) -> str:
    return "<0.001" if p < 0.001 else f"{p:.3f}"


@dataclass(frozen=True)
class Discovery(Tabular):
    """The boxes found, in order, and of the first one the trade-off curve: (coverage, density, limits) of every box on
    the way, in the draws it was not found in. `base` is the density among all draws."""

    case: str
    region: str
    base: float
    boxes: tuple[Box, ...]
    curve: tuple[tuple[float, float, int], ...]

    def frame(self) -> Frame:
        """One row a limit of a box."""
        columns = (Column("box"), text("input"), text("unit"), Column("from"), Column("to"))
        rows = tuple(
            (k + 1, limit.path, limit.unit, limit.low, limit.high, limit.share, limit.p, limit.is_judgement)
            for k, box in enumerate(self.boxes)
            for limit in box.limits
        )
        notes = tuple(
            f"Box {k + 1}: {percent(b.coverage.value)} of the draws of interest, {percent(b.density.value)} of its own."
            for k, b in enumerate(self.boxes)
        )
        heads = (*columns, Column("holds", kind="share"), Column("p"), text("judgement"))
        return Frame(f"{self.case}: where {self.region} ({percent(self.base)} of all draws)", heads, rows, notes)

    def __str__(self) -> str:
        lines = []
        for k, box in enumerate(self.boxes):
            what = "Of the draws" if not k else "Of those not yet in a box"
            lines += wrap(
                f"{self.case}: {what} with {self.region} ({percent(self.base)} of all), {percent(box.coverage.value)} "
                f"lie in a box of {percent(box.mass)} of draws, {percent(box.density.value)} of which are such "
                f"(± {percent((box.density.high - box.density.low) / 2, 1)}):"
            )
            lines.append(str(box))
        if not self.boxes:
            lines += wrap(
                f"{self.case}: no box has more draws with {self.region} than the {percent(self.base)} of all."
            )
        return "\n".join(
            [*lines, *wrap("holds: share of the input's belief in between; p: large if the limit may be left out.")]
        )


def prim(
    run: Run[Any, Any],
    region: Region,
    *,
    boxes: int = 1,
    inputs: Sequence[str] | None = None,
    density: float | None = None,
) -> Discovery:
    """The boxes of inputs in which the draws of a run fall in a region.

    `boxes` are found one after the other, each among the draws outside the ones before. `inputs` restricts the search.
    Of the boxes on the way the one with the highest harmonic mean of coverage and density is taken or, with `density`,
    the one of the highest coverage among those at least so dense. Raises InputError for an unknown input, fewer than
    256 draws of interest (or not of interest), RunError if a row is not finite.
    """
    if boxes < 1:
        raise InputError(f"boxes = {boxes}: give 1 or more.")
    if density is not None and not 0 < density <= 1:
        raise InputError(f"density = {density} is not a share above 0.")
    sample = given(run, region.output)
    hits = np.zeros(len(sample.y), dtype=np.bool_)
    hits[region.rows(run)] = True
    if len(hits) - hits.sum() < FEWEST:
        raise InputError(f"all but {len(hits) - hits.sum()} rows have {region}: there is nothing to tell apart.")
    known = [factor.paths[0] for factor in sample.factors]
    paths = _paths(known, inputs)
    x = {path: run.draws.inputs[path] for path in paths}
    train = sample.replicate % 2 == 0
    left = np.ones(len(hits), dtype=np.bool_)
    found: list[Box] = []
    curve: tuple[tuple[float, float, int], ...] = ()
    for k in range(boxes):
        if (hits & left & train).sum() < FEWEST // 4:
            break
        steps = trajectory([values[left & train] for values in x.values()], hits[left & train])
        scored = [_score(step, x, hits, left & train) for step in steps]
        chosen = _choose(scored, density)
        if not any(np.isfinite(end) for limits in steps[chosen] for end in limits):
            break
        found.append(_box(sample, paths, steps[chosen], x, hits, left & ~train))
        if k == 0:
            curve = tuple(_score(step, x, hits, ~train) for step in steps)
        left &= ~inside(steps[chosen], list(x.values()))
    return Discovery(run.case.label, str(region), float(hits.mean()), tuple(found), curve)


def _paths(known: list[str], inputs: Sequence[str] | None) -> list[str]:
    from mloss_econ.errors import nearest

    for path in inputs or ():
        if path not in known:
            raise InputError(f"'{path}' is not an uncertain input. {nearest(path, known)}")
    return known if inputs is None else list(inputs)


def _score(bounds: Bounds, x: dict[str, Array], hits: Marks, rows: Marks) -> tuple[float, float, int]:
    box = inside(bounds, list(x.values())) & rows
    good = float((hits & box).sum())
    restricted = sum(bool(np.isfinite(limits).any()) for limits in bounds)
    return good / max(float((hits & rows).sum()), 1.0), good / max(float(box.sum()), 1.0), restricted


def _choose(scored: list[tuple[float, float, int]], density: float | None) -> int:
    if density is None:
        return int(np.argmax([2 * c * d / (c + d) if c + d else 0.0 for c, d, _ in scored]))
    dense = [c if d >= density else -1.0 for c, d, _ in scored]
    return int(np.argmax(dense)) if max(dense) >= 0 else int(np.argmax([d for _, d, _ in scored]))


def _box(sample: GivenData, paths: list[str], bounds: Bounds, x: dict[str, Array], hits: Marks, rows: Marks) -> Box:
    """A box with its figures in some rows, and its limits one by one."""
    from scipy.special import bdtrc

    case = sample.run.case
    values = list(x.values())
    box = inside(bounds, values) & rows
    n, good = int(box.sum()), int((hits & box).sum())
    limits = []
    for k, (path, (low, high)) in enumerate(zip(paths, bounds, strict=True)):
        if not np.isfinite([low, high]).any():
            continue
        freed = [(-np.inf, np.inf) if j == k else ends for j, ends in enumerate(bounds)]
        wider = inside(freed, values) & rows
        p = float(bdtrc(good - 1, n, float(hits[wider].mean()))) if good else 1.0
        entry = case.entries[path]
        ends = (float(low) if np.isfinite(low) else None, float(high) if np.isfinite(high) else None)
        share = float(np.mean((x[path] >= low) & (x[path] <= high)))
        limits.append(Limit(path, *ends, share, p, show_unit(str(entry.spec.unit), case.prices), entry.is_judgement))
    replicate = sample.replicate

    def figures(keep: Marks) -> tuple[float, float]:
        coverage, dense, _ = _score(bounds, x, hits, keep)
        return coverage, dense

    whole = figures(rows)
    own = np.unique(replicate[rows])
    errors = leave_out([figures(rows & (replicate != r)) for r in own])
    coverage, dense = (Index.of(v, float(e), STUDENT) for v, e in zip(whole, errors, strict=True))
    return Box(tuple(sorted(limits, key=lambda limit: limit.p)), coverage, dense, n / max(int(rows.sum()), 1))
