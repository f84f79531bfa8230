"""Records of a result: an estimate with its error, one row an output, shares of categories, a printable summary.

The functions that make them from a run are in `engine.summarise`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from mloss_econ.base.frames import Column, Frame, Shown, Tabular, text
from mloss_econ.base.text import POWERS, RAISED, columns, number, percent, supported, whole_percent, wrap

FAR = 1e-30  # of the scale: no word serves both


@dataclass(frozen=True)
class Estimate:
    """A statistic of a run with its Monte Carlo standard error."""

    value: float
    error: float


@dataclass(frozen=True)
class Judgement:
    """Expert judgement in an output: `inputs` of `of` uncertain inputs are so graded, and account for `share` of its
    variance by rank (their share of the summed squared rank correlations; None if nothing varies)."""

    inputs: int
    of: int
    share: Estimate | None


@dataclass(frozen=True)
class SummaryRow:
    """One output of a run: adopted point, mean, median, 5th and 95th percentile, unit, and its share of judgement."""

    path: str
    value: float
    mean: Estimate
    median: Estimate
    p5: Estimate
    p95: Estimate
    unit: str
    judgement: Judgement


@dataclass(frozen=True)
class ShareRow:
    """One category of a run: the share of draws that fall to each label."""

    path: str
    value: str
    shares: Mapping[str, Estimate]

    def text(self, most: int = 4) -> str:
        """The commonest labels with their shares, and what is left."""
        ordered = sorted(((e.value, e.error, name) for name, e in self.shares.items() if e.value), reverse=True)
        parts = [f"{name} {percent(v)} (± {percent(e, 1)})" for v, e, name in ordered[:most]]
        rest = sum(v for v, _, _ in ordered[most:])
        return ", ".join([*parts, f"{len(ordered) - most} others {percent(rest)}"] if rest else parts)


@dataclass(frozen=True)
class Summary(Tabular):
    """The summary of a run; prints as a table."""

    title: str
    rows: tuple[SummaryRow, ...]
    shares: tuple[ShareRow, ...]
    notes: tuple[str, ...]

    def frame(self) -> Frame:
        """One row an output, each with its unit; categories are in `shares`."""
        names = ("adopted", "mean", "s.e.", "median", "p5", "p95")
        columns = (text("output"), text("unit"), *map(Column, names), Column("judgement", kind="share"))
        rows = tuple(
            (
                r.path,
                r.unit,
                Shown(r.value),
                Shown.of(r.mean.value, r.mean.error),
                Shown(r.mean.error, 1),
                *(Shown.of(e.value, e.error) for e in (r.median, r.p5, r.p95)),
                r.judgement.share.value if r.judgement.share else None,
            )
            for r in self.rows
        )
        notes = [f"{s.path}: {s.text()} of draws; at the adopted point: {s.value}." for s in self.shares]
        return Frame(self.title, columns, rows, (*notes, *self.notes))

    def __str__(self) -> str:
        head = ["", "adopted", "mean", "± s.e.", "median", "p5", "p95", "judgement"]
        table = [head]
        for r in self.rows:
            figures = [r.value, r.mean.value, r.median.value, r.p5.value, r.p95.value]
            scale, name = common_scale(figures)
            estimates = [number(e.value / scale, supported(e.value, e.error)) for e in (r.mean, r.median, r.p5, r.p95)]
            judgement = whole_percent(r.judgement.share.value) if r.judgement.share else "–"
            error = number(r.mean.error / scale, 1)
            table.append(["", number(r.value / scale), estimates[0], error, *estimates[1:], judgement])
            scales = f"{name}{r.unit}"
            table[-1][0] = f"{r.path}, {scales}" if scales else r.path
        lines = [*wrap(self.title)]
        figures_only = columns([["    ", *row[1:]] for row in table]) if self.rows else []
        for row, figures_line in zip(table, figures_only, strict=False):
            lines += [row[0], figures_line] if row[0] else [figures_line]
        for s in self.shares:
            lines += wrap(f"{s.path}: {s.text()} of draws; at the adopted point: {s.value}.")
        for note in self.notes:
            lines += wrap(note)
        return "\n".join(lines)


def common_scale(values: list[float]) -> tuple[float, str]:
    """One scale word for a row of figures, so that they compare: `(1e9, "billion ")`; from 10^18 on a power of ten.
    None where they are so far apart that no scale serves them all."""
    sizes = [abs(v) for v in values if np.isfinite(v) and v]
    scale, name = _scale(max(sizes, default=0.0))
    return (1.0, "") if sizes and min(sizes) / scale < FAR else (scale, name)


def _scale(largest: float) -> tuple[float, str]:
    if largest >= POWERS:
        power = 3 * int(np.log10(largest) // 3)
        return 10.0**power, f"10{str(power).translate(RAISED)} "
    for scale, name in ((1e12, "trillion "), (1e9, "billion "), (1e6, "million ")):
        if largest >= scale:
            return scale, name
    return 1.0, ""
