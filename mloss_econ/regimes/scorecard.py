"""All proposals side by side: whose net benefit is highest, how sure is that, and how large must the harm be?

Ranked by mean net benefit, never by a ratio, with common random numbers. Each proposal also has its probability of
being best (ties shared equally), its expected opportunity loss, its rank for other viewpoints and appraisal profiles,
the proposals that dominate it, its break-even value of the yearly harm against the status quo, and its net benefit if
the harm were what has been measured, what is forecast, or what is feared.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from mloss_econ.base.arrays import Array
from mloss_econ.base.frames import Column, Frame, Shown, Tabular, text
from mloss_econ.base.text import number
from mloss_econ.base.ties import ahead_by, best_shares, equal_where_tied, upper
from mloss_econ.base.units import PriceBase
from mloss_econ.engine import DRAWS, SEED, Estimate, Plan, Sample, estimate_of, together
from mloss_econ.errors import InputError, RunError, SeedError, nearest
from mloss_econ.evidence import Store, default_store
from mloss_econ.kernel import DEFAULT_PRICES, Case, aligned, baseline, contrast, proposal, with_leaves
from mloss_econ.regimes.scores import Score, Step
from mloss_econ.regimes.showing import scorecard_text
from mloss_econ.regimes.world import STATUS_QUO, world
from mloss_econ.regimes.yearly import profile_factors
from mloss_econ.sensitivity import lowest, valleys

VIEWPOINTS: Mapping[str, str] = {"world": "net_world", "one jurisdiction": "net_home", "open projects": "net_projects"}
OUTPUTS = (*VIEWPOINTS.values(), "by_profile.", "harm_avoided", "harm_remaining", "exits", "lines.")  # looked at
LEVELS = ("harm_remaining", "exits")  # of the world under the proposal; all else is less the status quo
HARMS = ("harm.measured", "harm.forecast", "harm.speculative")
SCENARIO_DRAWS = 2**10
LEAST, MOST = 1e3, 1e15  # yearly harm that a break-even is looked for in, in the case's currency
GRID, ROUNDS = 97, 2
FALL = 8.0  # times what a bracket has fallen between its cuts; it would have to fall by more to change the sign
TRIED = f"{GRID} yearly harms from {number(LEAST)} to {number(MOST)}"

Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class Scorecard(Tabular):
    """Scores by rank for a viewpoint, the sample behind them, and the level of harm under each scenario of harm."""

    viewpoint: str
    prices: PriceBase
    scores: tuple[Score, ...]
    sample: Sample
    harms: Mapping[str, float]

    def score(self, name: str) -> Score:
        """One proposal's score. Raises InputError with the nearest right name."""
        found = {s.name: s for s in self.scores}
        if name not in found:
            raise InputError(f"'{name}' is not on the scorecard. {nearest(name, found)}")
        return found[name]

    @property
    def evpi(self) -> Estimate:
        """EVPI: the expected opportunity loss of the best choice, which resolving all uncertainty would save."""
        return self.scores[0].expected_opportunity_loss

    def frame(self) -> Frame:
        """One row a proposal, in order of mean net benefit; ranks by viewpoint and profile."""
        unit = f"{self.prices}/year"
        names = (
            "mean",
            "s.e.",
            "median",
            "p5",
            "p95",
            "as adopted",
            "expected opportunity loss",
        )
        ranks = tuple(self.scores[0].ranks)
        columns = (text("proposal"), text("title"), *(Column(name, unit) for name in names))
        columns += Column("probability of being best", kind="share"), *(Column(f"rank: {name}") for name in ranks)
        columns += text("break-even value of yearly harm"), *(Column(f"mean if {name}", unit) for name in self.harms)
        rows = tuple(
            (
                s.name,
                s.title,
                Shown.of(s.mean.value, s.mean.error),
                Shown(s.mean.error, 1),
                *(s.median, s.p5, s.p95, s.adopted, s.expected_opportunity_loss.value, s.probability_best.value),
                *(s.ranks[name] for name in ranks),
                " and ".join(f"{v:.6g}" for v in s.break_even),
                *s.by_harm.values(),
            )
            for s in self.scores
        )
        note = f"{self.sample.n:,} draws, seed {self.sample.seed}, the same for every proposal. Break-even in {unit}."
        return Frame(f"Net benefit to {self.viewpoint}, proposal less status quo", columns, rows, (note,))

    def __str__(self) -> str:
        return scorecard_text(self.scores, self.viewpoint, self.prices, self.harms, self.sample, TRIED)


def scorecard(
    names: Sequence[str] | None = None,
    *,
    viewpoint: str = "world",
    n: int = DRAWS,
    seed: int = SEED,
    prices: str | PriceBase = DEFAULT_PRICES,
    store: Store | None = None,
    progress: Progress = lambda stage, done: None,
) -> Scorecard:
    """The scorecard of some proposals (default: all there are), with the status quo, on the same n draws.

    Raises InputError for an unknown proposal or viewpoint.
    """
    store = store or default_store()
    if viewpoint not in VIEWPOINTS:
        raise InputError(f"viewpoint '{viewpoint}' is not known. {nearest(viewpoint, VIEWPOINTS)}")
    wanted = dict.fromkeys([STATUS_QUO, *(names if names is not None else store.proposals)])
    today = baseline(world, prices=prices, store=store)
    cases = [proposal(name, store=store).apply(today) for name in wanted]
    if len(cases) < 2:
        raise InputError("a scorecard needs a proposal besides the status quo. Give one, or none for all.")
    profiles = [
        f"by_profile.{p}" for p in profile_factors(store.table("appraisal_profiles"), store.table("discount_rates"))
    ]
    outputs = [*VIEWPOINTS.values(), *profiles, "harm_avoided", "harm_remaining", "exits", *COSTS]
    against = _status_quos(cases)
    sample = less_status_quo(
        cases, outputs=outputs, n=n, seed=seed, progress=lambda done, of: progress("draws", 0.7 * done / of)
    )
    harms = {name: harm_level(store, name, cases[0].prices) for name in HARMS}
    progress("levels of harm", 0.7)
    levels, few = list(harms.values()), min(n, SCENARIO_DRAWS)
    known = _if_harm_is(cases, against, VIEWPOINTS[viewpoint], levels, few, seed)
    worth = sample.of(VIEWPOINTS[viewpoint])
    shared, even = best_shares(worth), equal_where_tied(worth)
    most, dominated_by = even.max(axis=0), _dominators(worth)
    ranks = {name: _ranks(sample.of(path).mean(axis=1)) for name, path in VIEWPOINTS.items()}
    ranks |= {path.removeprefix("by_profile."): _ranks(sample.of(path).mean(axis=1)) for path in profiles}
    averages = {path: sample.of(path).mean(axis=1) for path in ("harm_avoided", "harm_remaining", "exits")}
    scores = []
    for k, case in enumerate(cases):
        progress(case.label, 0.9 + 0.1 * k / len(cases))
        y = worth[k]
        median, p5, p95 = (float(v) for v in np.quantile(y, [0.5, 0.05, 0.95]))
        scores.append(
            Score(
                case.label,
                store.proposal(case.label).title,
                float(getattr(contrast(case, against[k]).outputs(), VIEWPOINTS[viewpoint])),
                estimate_of(y),
                median,
                p5,
                p95,
                estimate_of(shared[k]),
                estimate_of(most - even[k]),
                {name: int(rank[k]) for name, rank in ranks.items()},
                tuple(cases[j].label for j in dominated_by[k]),
                break_even_harm(case, against[k]),
                {name: float(known[k][at]) for at, name in enumerate(harms)},
                *(float(averages[path][k]) for path in ("harm_avoided", "harm_remaining", "exits")),
            )
        )
    order = sorted(scores, key=lambda s: (s.ranks[viewpoint], s.name))
    progress("done", 1.0)
    return Scorecard(viewpoint, cases[0].prices, tuple(order), sample, harms)


def _status_quos(cases: Sequence[Case[Any, Any]]) -> list[Case[Any, Any]]:
    """Comparator of each case: the status quo, the first of them, of the share of the world that the case
    binds; one for all that bind the same share."""
    today, found = cases[0], {}
    for case in cases:
        bound = tuple(entry.value for entry in case.entries.values() if entry.spec.common)
        if bound not in found:
            same = bound == tuple(entry.value for entry in today.entries.values() if entry.spec.common)
            found[bound] = (
                today if same else replace(aligned(case, today)[1], label=f"{today.label} compared with {case.label}")
            )
    return [found[tuple(e.value for e in case.entries.values() if e.spec.common)] for case in cases]


def less_status_quo(
    cases: Sequence[Case[Any, Any]],
    *,
    outputs: Sequence[str],
    n: int,
    seed: int,
    progress: Callable[[int, int], None] | None = None,
) -> Sample:
    """The draws of every case of the world less those of the status quo, the first of them; levels as they are."""
    against, values = _status_quos(cases), {}
    every = list({case.label: case for case in (*cases, *against)}.values())
    drawn = together(every, outputs=outputs, n=n, seed=seed, progress=progress)
    for case, other in zip(cases, against, strict=True):
        mine, theirs = drawn.values[case.label], drawn.values[other.label]
        values[case.label] = {path: v if path in LEVELS else ahead_by(v, theirs[path]) for path, v in mine.items()}
    return replace(drawn, cases=tuple(cases), values=values)


COSTS = tuple(
    f"lines.{name}"
    for name in ("familiarisation", "projects_comply", "large_comply", "deployers_comply", "clouds_comply")
)


def increments(card: Scorecard) -> tuple[Step, ...]:
    """From each proposal to the next in order of what complying with it costs, with common random numbers."""
    cost = np.sum([card.sample.of(path) for path in COSTS], axis=0)
    avoided, net = card.sample.of("harm_avoided"), card.sample.of(VIEWPOINTS[card.viewpoint])
    order = np.argsort(cost.mean(axis=1), kind="stable")
    labels = card.sample.labels
    return tuple(
        Step(labels[a], labels[b], *(estimate_of(values[b] - values[a]) for values in (cost, avoided, net)))
        for a, b in pairwise(order)
    )


def break_even_harm(case: Case[Any, Any], against: Case[Any, Any] | None = None) -> tuple[float, ...]:
    """The yearly harms between 1,000 and 1e15 at which the net benefit to the world, against the status quo or another
    case, changes sign, others as adopted: between two of 97 harms, or next to a turning point of the net
    benefit. None: it keeps its sign at all of these."""

    made = contrast(case, against)

    def net(harm: Array) -> Array:
        y = made.calculator(with_leaves(made.point, {"yearly_harm": harm}))
        return np.broadcast_to(np.asarray(y.net_world), harm.shape)

    found = []
    for low, high, start in _sign_changes(net, np.geomspace(LEAST, MOST, GRID)):
        for _ in range(ROUNDS):
            inner = np.geomspace(low, high, GRID)
            at = int(np.argmax(np.sign(net(inner)) != start))
            low, high = inner[max(at - 1, 0)], inner[at]
        found.append(float(np.sqrt(low * high)))
    return tuple(sorted(found))


def _sign_changes(net: Callable[[Array], Array], grid: Array) -> list[tuple[float, float, float]]:
    """Brackets in which the sign changes, each with the sign at its low end."""
    values = net(grid)
    sign = np.sign(values)
    signed = np.flatnonzero(sign)  # where the net is zero it has no sign
    found = [(grid[a], grid[b], sign[a]) for a, b in pairwise(signed) if sign[a] != sign[b]]
    for side in (1.0, -1.0):

        def inwards(rows: npt.NDArray[np.int64], harm: Array, side: float = side) -> Array:
            return side * net(harm)

        valley = valleys(side * values)
        before, after = (ends[side * sign[valley[0]] > 0] for ends in valley[1:])
        at, least, _ = lowest(inwards, grid[before], grid[after], enough=0.0, within=FALL)
        for a, b, x in zip(before[least < 0], after[least < 0], at[least < 0], strict=True):
            ends = (grid[a], x, side), (x, grid[b], -side)
            found += [end for end in ends if end[0] < end[1]]
    return found


def _if_harm_is(
    cases: Sequence[Case[Any, Any]],
    against: Sequence[Case[Any, Any]],
    output: str,
    harms: Sequence[float],
    n: int,
    seed: int,
) -> list[Array]:
    """Of each case less what it is set against, the mean of an output if the yearly harm is each of `harms`, over n
    draws of all else."""
    levels, found = np.array(harms)[:, None], {}
    for case in {case.label: case for case in (*cases, *against)}.values():
        drawn = Plan.of(case, seed, "sobol", n).inputs(0, n)
        x = with_leaves(case.point, {**drawn, "yearly_harm": levels})
        y = np.broadcast_to(np.asarray(getattr(case.calculator(x), output)), (len(harms), n))
        if not np.isfinite(y).all():
            raise RunError(f"{case.label}: '{output}' is not finite at one of the harms {harms}.")
        found[case.label] = y
    return [ahead_by(found[c.label], found[o.label]).mean(axis=1) for c, o in zip(cases, against, strict=True)]


def _dominators(worth: Array) -> list[list[int]]:
    """Of each option, the options that are worth no less in any draw and more in some, by more than rounding."""
    top, every = upper(worth), range(len(worth))
    return [[j for j in every if (worth[k] <= top[j]).all() and (worth[j] > top[k]).any()] for k in every]


def _ranks(means: Array) -> Array:
    """1 for the highest; equals, but for rounding, share the better rank."""
    return np.asarray([1 + int(np.sum(means > m)) for m in upper(means[:, None])])


def harm_level(store: Store, name: str, prices: PriceBase) -> float:
    """A level of yearly harm, in the price base of the scorecard. Raises SeedError for one below 0."""
    belief = store.belief(name)
    assert belief.prices is not None
    if belief.value < 0:
        raise SeedError(store.where(name), f"beliefs.{name}", f"{belief.value:g} is below 0.", "A harm is 0 or more.")
    return belief.value * store.prices.convert(belief.prices, prices).factor
