"""Does a claim hold? By draws, at corners, and by what it takes to turn it.

held     share of draws from the beliefs in which it holds
corners  every input at its 5 or 95 % point: all 2^k corners up to 12 inputs, else 4,096 random ones
turns    for each input alone, the nearest point of its belief (in quantiles, from one in a thousand to 999 in a
         thousand) at which the answer at the adopted point changes
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from mloss_econ.adoption import DEFAULT_PRICES
from mloss_econ.case import Case
from mloss_econ.claims import Claim
from mloss_econ.engine import Estimate, Run, simulate
from mloss_econ.evidence import Store
from mloss_econ.sensitivity.points import adopted_quantile, at_points, uncertain
from mloss_econ.text import number, percent, wrap
from mloss_econ.uncertainty import BLOCK, uniforms
from mloss_econ.units import PriceBase, show_unit

MOST_CORNERS = 12
STEPS = np.linspace(0.001, 0.999, 999)


@dataclass(frozen=True)
class Turn:
    """The smallest change of one input that changes the answer: `side` ("below" or "above") of `value`, which is at
    `quantile` of its belief and `distance` from the adopted point in quantiles."""

    path: str
    side: str
    value: float
    quantile: float
    distance: float
    unit: str


@dataclass(frozen=True)
class Verdict:
    """What draws and corners say about a claim."""

    claim: Claim
    case: str
    held: Estimate
    n: int
    seed: int
    at_adopted: bool
    corners: int
    corners_held: int
    turns: tuple[Turn, ...]

    def __str__(self) -> str:
        lines = wrap(f"{self.claim.name} {self.claim.sentence}")
        lines += wrap(f"Put as: {self.claim.put_as}", indent=4)
        lines += wrap(
            f"Held in {percent(self.held.value)} of {self.n:,} draws (s.e. {percent(self.held.error, 1)}) and at "
            f"{self.corners_held:,} of {self.corners:,} corners of the beliefs; "
            f"{'holds' if self.at_adopted else 'fails'} at the adopted point. {self.claim.kind.capitalize()}.",
            indent=4,
        )
        return "\n".join([*lines, *wrap(self.turning(), indent=4)])

    def turning(self) -> str:
        """What it takes to turn the answer, one input at a time."""
        if not self.turns:
            return "No single input turns the answer within its belief."
        parts = [
            f"{t.path} {t.side} {number(t.value)} {t.unit}".rstrip() + f" (its {percent(t.quantile)} point)"
            for t in self.turns[:3]
        ]
        more = f"; {len(self.turns) - 3} more inputs can" if len(self.turns) > 3 else ""
        return f"{'Breaks' if self.at_adopted else 'Would hold'} with {', or '.join(parts)}{more}."


def verdict(
    claim: Claim,
    *,
    n: int = 2**14,
    seed: int = 0,
    prices: str | PriceBase = DEFAULT_PRICES,
    case: Case[Any, Any] | None = None,
    store: Store | None = None,
) -> Verdict:
    """The verdict on a claim, about its own case or another case of the same calculator.

    Raises InputError for a case of another calculator, and counts a draw whose output is not finite as not
    held, as any comparison with it is false.
    """
    case = case or claim.case(prices=prices, store=store)
    case.check_of(claim.calculator)
    stated = claim.stated(case)
    run = simulate(case.calculator, case, n=n, seed=seed)
    held = held_in(claim, run).astype(np.float64)
    at_adopted = bool(claim.holds(case.point, case.outputs(), stated))
    tested, kept = _corners(claim, case, stated, seed)
    return Verdict(
        claim,
        case.label,
        run.estimate_of(held, np.mean),
        n,
        seed,
        at_adopted,
        tested,
        kept,
        _turns(claim, case, stated, at_adopted),
    )


def held_in(claim: Claim, run: Run[Any, Any]) -> npt.NDArray[np.bool_]:
    """In which draws of a run a claim holds, shape (n,), block by block."""
    stated = claim.stated(run.case)
    held = np.empty(run.n, dtype=bool)
    for start in range(0, run.n, BLOCK):
        rows = slice(start, start + BLOCK)
        x, y = at_points(run.case, {path: values[rows] for path, values in run.draws.inputs.items()})
        held[rows] = claim.holds(x, y, stated)
    return held


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


def _turns(claim: Claim, case: Case[Any, Any], stated: float, at_adopted: bool) -> tuple[Turn, ...]:
    turns = []
    for path, entry in uncertain(case).items():
        values = entry.dist.quantile(STEPS)
        held: npt.NDArray[np.bool_] = np.broadcast_to(
            claim.holds(*at_points(case, {path: values}), stated), STEPS.shape
        )
        flipped = np.flatnonzero(held != at_adopted)
        if len(flipped):
            here = adopted_quantile(entry)
            nearest = flipped[np.argmin(np.abs(STEPS[flipped] - here))]
            distance = float(abs(STEPS[nearest] - here))
            unit = show_unit(str(entry.spec.unit), case.prices)
            side = "below" if STEPS[nearest] < here else "above"
            turns.append(Turn(path, side, float(values[nearest]), float(STEPS[nearest]), distance, unit))
    return tuple(sorted(turns, key=lambda t: t.distance))
