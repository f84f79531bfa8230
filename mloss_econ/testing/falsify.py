"""Try to break a claim: Hypothesis searches the documented region and shrinks what it finds; every input alone to its
ends, corners, draws, and counter-examples that are kept with the claim are tried as well.

The documented region is every input between the 0.1 and 99.9 % quantiles of its belief. A counter-example is as near
the adopted point as the search gets: fewest inputs moved, by fewest steps, rounded to two digits.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

import numpy as np
from hypothesis import HealthCheck, Phase, find, settings
from hypothesis.errors import NoSuchExample

from mloss_econ import __version__
from mloss_econ.base.text import number, percent, wrap
from mloss_econ.base.units import PriceBase
from mloss_econ.engine import SEED, Estimate, estimate_of, simulate
from mloss_econ.errors import InputError
from mloss_econ.evidence import Store
from mloss_econ.kernel import DEFAULT_PRICES, Case, Claim, replace_leaves
from mloss_econ.sensitivity import at_points, held_in
from mloss_econ.testing.strategies import REGION, STEPS, offsets, values_at
from mloss_econ.uncertainty import uniforms

CORNERS = 4096


@dataclass(frozen=True)
class Falsification:
    """What the search for a counter-example came to.

    `counterexample` holds the inputs moved from the adopted point (empty: the claim fails at the adopted point itself;
    None: it survived); `distance` the largest move, in quantiles.
    """

    claim: Claim
    held: Estimate
    n: int
    trials: int
    counterexample: Mapping[str, float] | None
    distance: float
    prices: PriceBase

    @property
    def broken(self) -> bool:
        """Whether a counter-example was found."""
        return self.counterexample is not None

    def code(self) -> str:
        """One line of Python that reproduces the counter-example: it prints False."""
        changes = ", ".join(f"{path!r}: {value!r}" for path, value in (self.counterexample or {}).items())
        base = "" if str(self.prices) == DEFAULT_PRICES else f"prices={str(self.prices)!r}"
        inside = ", ".join(part for part in (f"{{{changes}}}" if changes else "", base) if part)
        return f"{self.claim.line}; print(claim.check({inside}))"

    def toml(self) -> str:
        """The counter-example as a seed (`counterexamples/<claim>.toml`), to be kept with the claim."""
        lines = [f"{path} = {value!r}" for path, value in (self.counterexample or {}).items()]
        changes = [f'"{line.split(" = ")[0]}" = {line.split(" = ")[1]}' for line in lines]
        head = [f'claim = "{self.claim.name}"', f'prices = "{self.prices}"']
        found = f'found = "{self.trials:,} trials, mloss_econ {__version__}"'
        return "\n".join([*head, found, "", "[changes]", *changes, ""])

    def __str__(self) -> str:
        lines = wrap(f"{self.claim.name} {self.claim.sentence}")
        held = f"Held in {percent(self.held.value)} of {self.n:,} draws (s.e. {percent(self.held.error, 1)})."
        if self.counterexample is None:
            found = f"Survived {self.trials:,} trials."
        elif not self.counterexample:
            found = "Broken at the adopted point itself."
        else:
            moved = ", ".join(f"{p} = {number(v)}" for p, v in self.counterexample.items())
            found = f"Broken at {moved}, others as adopted (largest move: {percent(self.distance)} of a belief)."
        return "\n".join([*lines, *wrap(f"{held} {found}", indent=4), *wrap(self.code(), indent=4)])


def falsify(
    claim: Claim,
    *,
    trials: int = 500,
    n: int = 2**12,
    seed: int = SEED,
    prices: str | PriceBase = DEFAULT_PRICES,
    case: Case[Any, Any] | None = None,
    store: Store | None = None,
) -> Falsification:
    """Search for inputs within the beliefs at which a claim fails. The same arguments give the same answer."""
    case = case or claim.case(prices=prices, store=store)
    stated = claim.stated(case)
    run = simulate(case, n=n, seed=seed)
    answers = held_in(claim, run)
    held = estimate_of(answers.astype(np.float64), run=run)

    def breaks(steps: Mapping[str, int]) -> bool:
        point = replace_leaves(case.point, values_at(case, steps, region=REGION))
        return not bool(claim.holds(point, case.calculator(point), stated))

    candidates = [_search(case, breaks, trials, seed), *_alone(claim, case, stated)]
    if not any(candidates):
        candidates.append(_from_corners(claim, case, stated, seed))
    if not any(candidates) and not answers.all():
        candidates.append(_from_draws(case, run.draws.inputs, np.flatnonzero(~answers), breaks))
    found = [_smaller(steps, breaks) for steps in candidates if steps is not None]
    if not found:
        kept = _kept(claim, case, stated)
        if kept is not None:
            return Falsification(claim, held, n, trials, kept, _farthest(case, kept), case.prices)
        return Falsification(claim, held, n, trials, None, 0.0, case.prices)
    steps = min(found, key=_size)
    values = values_at(case, steps, region=REGION)
    moved = {path: values[path] for path, count in steps.items() if count}
    return Falsification(claim, held, n, trials, moved, _farthest(case, moved), case.prices)


def _farthest(case: Case[Any, Any], moved: Mapping[str, float]) -> float:
    """The largest move, in quantiles of the belief."""
    entries = case.entries
    moves = [
        abs(float(entries[p].dist.cdf(v)) - float(entries[p].dist.cdf(entries[p].value))) for p, v in moved.items()
    ]
    return max(moves, default=0.0)


def _kept(claim: Claim, case: Case[Any, Any], stated: float) -> dict[str, float] | None:
    """A counter-example that is kept with the claim, brought into the prices of the case, if it still breaks it. One in
    prices that the tables do not reach, or by another kind of index, is passed over."""
    for kept in case.store.counterexamples.values():
        if kept.claim != claim.name:
            continue
        try:
            case.store.prices.convert(PriceBase.parse(kept.prices), case.prices)
        except InputError:
            continue
        moved = case.but("kept", kept.changes, prices=kept.prices)
        if not bool(claim.holds(moved.point, moved.outputs(), stated)):
            return {path: moved.entry(path).value for path in kept.changes}
    return None


def assert_claim(
    claim: Claim,
    *,
    trials: int = 200,
    seed: int = SEED,
    case: Case[Any, Any] | None = None,
    found: Falsification | None = None,
) -> None:
    """For a test: raise AssertionError, with the counter-example as one line of Python, if a claim can be broken.

    `found` is a search that was done already; without it one is made.
    """
    found = found or falsify(claim, trials=trials, seed=seed, case=case)
    if found.broken:
        raise AssertionError(f"\n{found}")


def _search(case: Case[Any, Any], breaks: Any, trials: int, seed: int) -> dict[str, int] | None:
    rules = settings(
        max_examples=trials,
        derandomize=True,
        database=None,
        deadline=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=(HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example),
    )
    try:
        return find(offsets(case), breaks, settings=rules, random=Random(seed))
    except NoSuchExample:
        return None


def _alone(claim: Claim, case: Case[Any, Any], stated: float) -> list[dict[str, int]]:
    """Counter-examples that move one input, each to its nearest breaking step (none where the point itself breaks)."""
    if not bool(claim.holds(case.point, case.outputs(), stated)):
        return []
    still = {path: 0 for path, entry in case.entries.items() if entry.uncertain}
    steps = sorted((s for s in range(-STEPS, STEPS + 1) if s), key=abs)
    found = []
    for path in still:
        values = np.array([values_at(case, {path: s}, region=REGION)[path] for s in steps])
        held = np.broadcast_to(claim.holds(*at_points(case, {path: values}), stated), values.shape)
        if not held.all():
            found.append(still | {path: steps[int(np.argmin(held))]})
    return found


def _size(steps: Mapping[str, int]) -> tuple[int, int]:
    """How large a change is: inputs moved, then the largest move."""
    return sum(1 for count in steps.values() if count), max((abs(c) for c in steps.values()), default=0)


def _from_corners(claim: Claim, case: Case[Any, Any], stated: float, seed: int) -> dict[str, int] | None:
    """A breaking corner of the region, of 4,096 random ones; None if there is none."""
    signs, values = {}, {}
    for path, entry in case.entries.items():
        if entry.uncertain:
            signs[path] = np.where(uniforms(seed, f"falsify.{path}", CORNERS, design="random") < 0.5, -STEPS, STEPS)
            ends = [values_at(case, {path: side}, region=REGION)[path] for side in (-STEPS, STEPS)]
            values[path] = np.where(signs[path] > 0, ends[1], ends[0])
    held = np.broadcast_to(claim.holds(*at_points(case, values), stated), (CORNERS,))
    if held.all():
        return None
    return {path: int(side[np.argmin(held)]) for path, side in signs.items()}


def _from_draws(case: Case[Any, Any], inputs: Any, rows: Any, breaks: Any) -> dict[str, int] | None:
    """The breaking draw nearest the adopted point, as steps; None if it holds again once rounded to steps."""
    places = []
    for path, values in inputs.items():
        entry = case.entries[path]
        here = float(np.clip(entry.dist.cdf(entry.value), *REGION))
        move = entry.dist.cdf(values[rows]) - here
        room = np.where(move > 0, REGION[1] - here, here - REGION[0])
        places.append(np.clip(np.round(STEPS * move / np.maximum(room, 1e-12)), -STEPS, STEPS).astype(int))
    table = np.array(places)
    for k in np.argsort(np.abs(table).max(axis=0), kind="stable")[:100]:
        steps = {path: int(table[i, k]) for i, path in enumerate(inputs)}
        if breaks(steps):
            return steps
    return None


def _smaller(steps: Mapping[str, int], breaks: Any) -> dict[str, int]:
    """Put back what need not move, and halve the moves that are left, until neither helps."""
    best = dict(steps)
    for path in sorted(best, key=lambda p: abs(best[p])):
        if best[path] and breaks(best | {path: 0}):
            best[path] = 0
    for path in [p for p in best if best[p]]:
        keeps, fails = abs(best[path]), 0
        side = 1 if best[path] > 0 else -1
        while keeps - fails > 1:
            middle = (keeps + fails) // 2
            if breaks(best | {path: side * middle}):
                keeps = middle
            else:
                fails = middle
        best[path] = side * keeps
    return best
