"""Does a claim hold? By draws, at corners, and by its switching values.

held              share of draws from the beliefs in which it holds
corners           every input at its 5th or 95th percentile: all 2^k corners up to 12 inputs, else 4,096 random ones
switching values  for each input alone, the nearest of 999 quantiles of its belief (0.001 to 0.999) at which the answer
                  at the adopted point changes; inputs that leave every output as it is at 25 of them, and that the
                  claim itself does not read, are not tried at the others
structure         each structural choice that the claim hangs on at either end (see `structural`)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from mloss_econ.base.frames import Column, Frame, Tabular, text
from mloss_econ.base.text import its_percentile, number, percent, wrap
from mloss_econ.base.units import PriceBase, show_unit
from mloss_econ.engine import DRAWS, SEED, Estimate, Run, estimate_of, simulate
from mloss_econ.evidence import Store
from mloss_econ.kernel import (
    DEFAULT_PRICES,
    Case,
    Category,
    Claim,
    Entry,
    JoinedBase,
    RecordBase,
    leaves,
    replace_leaves,
)
from mloss_econ.sensitivity.points import adopted_quantile, at_points, moved_with, uncertain
from mloss_econ.sensitivity.structural import Under, structure_in_words, under_structure
from mloss_econ.uncertainty import uniforms

MOST_CORNERS = 12
VERDICT_STEPS = np.linspace(0.001, 0.999, 999)
VERDICT_PROBES = VERDICT_STEPS[np.linspace(0, 998, 25).astype(int)]


@dataclass(frozen=True)
class SwitchingValue:
    """The smallest change of one input that changes the answer: `side` ("below" or "above") of `value`, which is at
    `quantile` of its belief and `distance` from the adopted point in quantiles."""

    path: str
    side: str
    value: float
    quantile: float
    distance: float
    unit: str


@dataclass(frozen=True)
class Verdict(Tabular):
    """What draws and corners say about a claim.

    `idle` counts the inputs that were tried at 25 points alone; `structure` has the claim at the ends of the structural
    choices that it hangs on.
    """

    claim: Claim
    case: str
    held: Estimate
    n: int
    seed: int
    at_adopted: bool
    corners: int
    corners_held: int
    switching_values: tuple[SwitchingValue, ...]
    idle: int
    structure: tuple[Under, ...] = ()

    def frame(self) -> Frame:
        """One row a switching value, nearest first; the verdict itself is in the notes."""
        columns = (
            text("input"),
            text("side"),
            Column("switching value"),
            text("unit"),
            Column("probability of a lower value", kind="share"),
        )
        rows = tuple((t.path, t.side, t.value, t.unit, t.quantile) for t in self.switching_values)
        notes = (
            f"Tested as: {self.claim.tested_as}",
            f"Held in {percent(self.held.value)} of {self.n:,} draws (s.e. {percent(self.held.error, 1)}) and at "
            f"{self.corners_held:,} of {self.corners:,} corners; {'holds' if self.at_adopted else 'fails'} at the "
            f"adopted point. {self.claim.kind.capitalize()}.",
            *(() if self.switching_values else (self.in_words(),)),
            *self.structure_in_words(),
        )
        return Frame(f"{self.claim.name}: {self.claim.sentence}", columns, rows, notes)

    def __str__(self) -> str:
        lines = wrap(f"{self.claim.name} {self.claim.sentence}")
        lines += wrap(f"Tested as: {self.claim.tested_as}", indent=4)
        lines += wrap(
            f"Held in {percent(self.held.value)} of {self.n:,} draws (s.e. {percent(self.held.error, 1)}) and at "
            f"{self.corners_held:,} of {self.corners:,} corners of the beliefs; "
            f"{'holds' if self.at_adopted else 'fails'} at the adopted point. {self.claim.kind.capitalize()}.",
            indent=4,
        )
        for said in (self.in_words(), *self.structure_in_words()):
            lines += wrap(said, indent=4)
        return "\n".join(lines)

    def in_words(self) -> str:
        """The switching values in words, one input at a time."""
        if not self.switching_values:
            said = f"No single input changes the answer at any of {len(VERDICT_STEPS)} values of its belief"
            rest = (
                f"; inputs that move no output at {len(VERDICT_PROBES)} of them ({self.idle}) were tried at those alone"
            )
            return f"{said}{rest if self.idle else ''}."
        parts = [
            f"{t.path} is {t.side} {number(t.value)} {t.unit}".rstrip() + f" ({its_percentile(t.quantile)})"
            for t in self.switching_values[:3]
        ]
        more = f"; {len(self.switching_values) - 3} more can change it" if len(self.switching_values) > 3 else ""
        return f"{'Fails' if self.at_adopted else 'Would hold'} if {', or if '.join(parts)}{more}."

    def structure_in_words(self) -> tuple[str, ...]:
        """What the structural choices do to the answer, a sentence each; none where the claim hangs on none."""
        return structure_in_words(self.structure, at_adopted=self.at_adopted, kind=self.claim.kind)


def verdict(
    claim: Claim,
    *,
    n: int = DRAWS,
    seed: int = SEED,
    prices: str | PriceBase = DEFAULT_PRICES,
    case: Case[Any, Any] | None = None,
    store: Store | None = None,
) -> Verdict:
    """The verdict on a claim, about its own case or another case of the same calculator.

    Raises InputError for a case of another calculator, and counts a draw whose output is not finite as not
    held, as any comparison with it is false.
    """
    case = case or claim.case(prices=prices, store=store)
    claim.check_case(case)
    stated = claim.stated(case)
    run = simulate(case, n=n, seed=seed)
    held = held_in(claim, run).astype(np.float64)
    at_adopted = bool(claim.holds(case.point, case.outputs(), stated))
    tested, kept = _corners(claim, case, stated, seed)
    found, idle = _switching_values(claim, case, stated, at_adopted)
    return Verdict(
        claim,
        case.label,
        estimate_of(held, run=run),
        n,
        seed,
        at_adopted,
        tested,
        kept,
        found,
        idle,
        under_structure(claim, case, run),
    )


def held_in(claim: Claim, run: Run[Any, Any]) -> npt.NDArray[np.bool_]:
    """In which draws of a run a claim holds, shape (n,); needs kept draws."""
    drawn: dict[str, Any] = dict(run.draws.outputs)
    drawn |= {path: Category(codes, run.draws.labels[path]) for path, codes in run.draws.codes.items()}
    y = replace_leaves(run.case.outputs(), drawn, validate=False)
    held = claim.holds(_Inputs(run.case, run.draws.inputs), y, claim.stated(run.case))
    return np.array(np.broadcast_to(held, (run.n,)))


class _Inputs:
    """The inputs of a case with some replaced; what a claim does not read is never made. `read` names what it read."""

    def __init__(self, case: Case[Any, Any], values: Mapping[str, Any]) -> None:
        self._case, self._values = case, values
        self.read: set[str] = set()

    def __getattr__(self, name: str) -> Any:
        self.read.add(name)
        known: dict[str, Any] = {path: np.float64(entry.value) for path, entry in self._case.entries.items()}
        for path in self._values:
            if path.split(".")[0] == name:
                known |= moved_with(self._case, path, self._values[path])
        return getattr(replace_leaves(self._case.point, known, validate=False), name)


class _Reading:
    """The outputs of a case, noting which of them a claim reads."""

    def __init__(self, record: Any, read: set[str], at: str = "") -> None:
        self._record, self._read, self._at = record, read, at

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._record, name)
        if isinstance(value, (RecordBase, JoinedBase)):
            return _Reading(value, self._read, f"{self._at}{name}.")
        self._read.add(f"{self._at}{name}")
        return value

    __getitem__ = __getattr__


def _read(claim: Claim, case: Case[Any, Any], stated: float) -> set[str]:
    """The outputs that a claim reads, by path."""
    read: set[str] = set()
    claim.holds(_Inputs(case, {}), _Reading(case.outputs(), read), stated)
    return read


def _corners(claim: Claim, case: Case[Any, Any], stated: float, seed: int) -> tuple[int, int]:
    entries = uncertain(case)
    count = 2 ** min(len(entries), MOST_CORNERS)
    values = {}
    for k, (path, entry) in enumerate(entries.items()):
        if len(entries) <= MOST_CORNERS:
            high = (np.arange(count) >> k & 1).astype(bool)
        else:
            high = uniforms(seed, f"corner.{entry.key}", count, design="random") > 0.5
        ends = entry.dist.quantile(np.array([0.05, 0.95]))
        values[path] = np.where(high, ends[1], ends[0])
    held = claim.holds(*at_points(case, values), stated)
    return count, int(np.broadcast_to(held, (count,)).sum())


def _switching_values(
    claim: Claim, case: Case[Any, Any], stated: float, at_adopted: bool
) -> tuple[tuple[SwitchingValue, ...], int]:
    """The nearest switching value of each input, and how many inputs were tried at the probes alone."""
    found, moving = [], _that_matter(claim, case, stated)
    for path, entry in moving.items():
        values = entry.dist.quantile(VERDICT_STEPS)
        held: npt.NDArray[np.bool_] = np.broadcast_to(
            claim.holds(*at_points(case, {path: values}), stated), VERDICT_STEPS.shape
        )
        flipped = np.flatnonzero(held != at_adopted)
        if len(flipped):
            here = adopted_quantile(entry)
            nearest = flipped[np.argmin(np.abs(VERDICT_STEPS[flipped] - here))]
            distance = float(abs(VERDICT_STEPS[nearest] - here))
            unit = show_unit(str(entry.spec.unit), case.prices)
            side = "below" if VERDICT_STEPS[nearest] < here else "above"
            found.append(
                SwitchingValue(path, side, float(values[nearest]), float(VERDICT_STEPS[nearest]), distance, unit)
            )
    return tuple(sorted(found, key=lambda t: t.distance)), len(uncertain(case)) - len(moving)


def _that_matter(claim: Claim, case: Case[Any, Any], stated: float) -> dict[str, Entry]:
    """The uncertain inputs that change an output at one of the probes, or that the claim reads, in one evaluation."""
    entries = uncertain(case)
    shape = len(entries), len(VERDICT_PROBES)
    values = {path: np.full(shape, entry.value) for path, entry in entries.items()}
    for k, (path, entry) in enumerate(entries.items()):
        values[path][k] = entry.dist.quantile(VERDICT_PROBES)
    y = at_points(case, {path: rows.ravel() for path, rows in values.items()})[1]
    matters = np.zeros(len(entries), dtype=bool)
    read = _read(claim, case, stated)
    for (path, now), (_, adopted) in zip(leaves(y), leaves(case.outputs()), strict=True):
        if not any(path == name or path.startswith(f"{name}.") for name in read):
            continue
        now, adopted = (v.codes if isinstance(v, Category) else v for v in (now, adopted))
        rows = np.broadcast_to(np.asarray(now), (shape[0] * shape[1],)).reshape(shape)
        matters |= (rows != np.asarray(adopted)).any(axis=1)
    x = _Inputs(case, {})
    claim.holds(x, case.outputs(), stated)
    return {
        path: entry
        for (path, entry), moved in zip(entries.items(), matters, strict=True)
        if moved or path.split(".")[0] in x.read
    }
