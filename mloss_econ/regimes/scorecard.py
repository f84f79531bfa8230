"""All proposals side by side: does each pay, how sure is that, and on which choices does it hinge?

Each proposal against the status quo, on common random numbers: expected net benefit and median, chance that it is above
zero, rank over draws, break-even level of each channel of harm that it reaches, its net if harm is as measured, as
forecast, as feared, and the switching value of every structural belief (see `structure`). No proposal is called best
unless it is in nine of ten draws and under every structure. One in force before the baseline date has no increment: it
shows what its repeal would bring, and one that removes such laws has what their repeals bring in its increment. Effects
of laws are added, as each is set against the same status quo.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from mloss_econ.base.arrays import Array
from mloss_econ.base.frames import Column, Frame, Shown, Tabular, text
from mloss_econ.base.ties import best_shares, equal_where_tied, upper
from mloss_econ.base.units import PriceBase
from mloss_econ.engine import DRAWS, SEED, Estimate, Plan, Sample, estimate_of, together
from mloss_econ.errors import InputError, RunError, nearest
from mloss_econ.evidence import Store, default_store
from mloss_econ.kernel import DEFAULT_PRICES, Case, baseline, increment, removed_worlds, with_leaves
from mloss_econ.regimes.crossings import Net, crossings, value_at
from mloss_econ.regimes.harm_levels import (
    ALL,
    HARMS,
    channels_of,
    harm_levels,
    harm_questions,
    level_path,
    reached,
    uncounted,
)
from mloss_econ.regimes.lines import COMPLIANCE
from mloss_econ.regimes.places import WORLD
from mloss_econ.regimes.scores import Removed, Score, Scores, Step
from mloss_econ.regimes.showing import scorecard_text
from mloss_econ.regimes.structure import Structure, structure_questions, under_every
from mloss_econ.regimes.world import STATUS_QUO, under, world
from mloss_econ.regimes.yearly import profile_factors

PROJECTS = "open projects"
NET, NET_OF, NET_PROJECTS = "net_world", "net_of.", "net_projects"
OUTPUTS = (NET, NET_OF, NET_PROJECTS, "by_profile.", "harm_avoided", "harm_remaining", "exits", "lines.")  # looked at
LEVELS = ("harm_remaining", "exits")  # of the world under the proposal, not less the status quo as all else
COSTS = tuple(f"lines.{name}" for name in COMPLIANCE)
AVOIDED = "avoided_of."
SCENARIO_DRAWS = 2**10

Progress = Callable[[str, float], None]


def viewpoints(case: Case[Any, Any]) -> dict[str, str]:
    """The viewpoints of a case, each with the output that is its balance: the world, open projects, each region."""
    return {WORLD: NET, PROJECTS: NET_PROJECTS} | {name: f"{NET_OF}{name}" for name in case.point.regions}


def net_output(case: Case[Any, Any], viewpoint: str) -> str:
    """The output that is the balance for a viewpoint, in whatever letters. Raises InputError with the nearest one."""
    known = viewpoints(case)
    name = viewpoint.strip().lower()
    if name not in known:
        raise InputError(f"viewpoint '{viewpoint}' is not known. {nearest(name, known)}")
    return known[name]


@dataclass(frozen=True)
class Scorecard(Scores, Tabular):
    """The scores as a table, and as text."""

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
        names = ("mean", "s.e.", "median", "p5", "p95", "as adopted", "expected opportunity loss")
        ranks, structure = tuple(self.scores[0].ranks), tuple(self.scores[0].structure.switching)
        columns = (
            *map(text, ("proposal", "title", "jurisdiction", "in force since", "under structures")),
            *(Column(name, unit) for name in names),
            *(Column("chance above zero", kind="share"), Column("rank p5"), Column("rank p95")),
            *(Column("probability of being best", kind="share"), *(Column(f"rank: {name}") for name in ranks)),
            *map(text, ("break-even value of yearly harm", "break-even by channel", "no figure for")),
            *(text(f"switching value: {name}") for name in structure),
            *(Column(f"mean if harm is as {name}", unit) for name in self.harms),
            Column("if repealed", unit),
            text("removes"),
        )
        rows = tuple(
            (
                *(s.name, s.title, s.jurisdiction, s.since.isoformat() if s.since else "", s.standing),
                Shown.of(s.mean.value, s.mean.error),
                Shown(s.mean.error, 1),
                *(s.median, s.p5, s.p95, s.adopted, s.expected_opportunity_loss.value, s.pays.value),
                *(s.rank_low, s.rank_high, s.probability_best.value),
                *(s.ranks[name] for name in ranks),
                _values(s.break_even_harm),
                "; ".join(f"{name} {_values(at)}" for name, at in s.break_even.items() if at),
                ", ".join(s.uncounted),
                *(_values(s.structure.switching[name]) for name in structure),
                *s.by_harm.values(),
                s.if_repealed.value if s.if_repealed else None,
                "; ".join(f"{law.name} {'since' if law.repeal else 'from'} {law.since}" for law in s.removes),
            )
            for s in self.scores
        )
        note = f"{self.sample.n:,} draws, seed {self.sample.seed}, the same for every proposal. Break-even in {unit}."
        return Frame(f"Net benefit to {self.viewpoint}, proposal less status quo", columns, rows, (note,))

    def __str__(self) -> str:
        return scorecard_text(self)


def _values(found: Sequence[float]) -> str:
    return " and ".join(f"{v:.6g}" for v in found)


def scorecard(
    names: Sequence[str] | None = None,
    *,
    viewpoint: str = WORLD,
    day: datetime.date | None = None,
    n: int = DRAWS,
    seed: int = SEED,
    prices: str | PriceBase = DEFAULT_PRICES,
    store: Store | None = None,
    progress: Progress = lambda stage, done: None,
) -> Scorecard:
    """The scorecard of some proposals (default: all there are), with the status quo, on the same n draws.

    `viewpoint`: world, open projects, or a region (us, eu, uk); `day`, the baseline date: what is in force by then is
    part of the status quo (without one, the date of the status quo). Raises InputError for an unknown proposal or
    viewpoint.
    """
    store = store or default_store()
    today = baseline(world, prices=prices, store=store)
    net = net_output(today, viewpoint)
    day = day or store.proposal(STATUS_QUO).date
    every = [name for name, seed_ in store.proposals.items() if not seed_.baseline]
    wanted = dict.fromkeys([STATUS_QUO, *(names if names is not None else every)])
    cases = [under(name, today, day) for name in wanted]
    if len(cases) < 2:
        raise InputError("a scorecard needs a proposal besides the status quo. Give one, or none for all.")
    table = profile_factors(store.table("appraisal_profiles"), store.table("discount_rates"))
    profiles = [f"by_profile.{p}" for p in table]
    paths = viewpoints(today)
    channels = channels_of(today)
    avoided = [f"{AVOIDED}{name}" for name in channels]
    outputs = [*paths.values(), *profiles, "harm_avoided", *avoided, "harm_remaining", "exits", *COSTS]
    drawn = less_status_quo(
        _with_removed(cases),
        outputs=outputs,
        n=n,
        seed=seed,
        progress=lambda done, of: progress("draws", 0.7 * done / of),
    )
    whole = replace(drawn, cases=tuple(cases))
    old = [k for k, case in enumerate(cases) if store.proposal(case.label).in_baseline(day)]
    sample = _without_increment(whole, old)
    levels = {kind: harm_levels(store, channels, kind, today.prices) for kind in HARMS}
    progress("levels of harm", 0.7)
    known = _if_harm_is(cases, net, list(levels.values()), min(n, SCENARIO_DRAWS), seed)
    worth = sample.of(net)
    shared, even = best_shares(worth), equal_where_tied(worth)
    most, dominated_by = even.max(axis=0), _dominators(worth)
    low, high = _rank_intervals(worth)
    ranks = {name: _ranks(sample.of(path).mean(axis=1)) for name, path in paths.items()}
    ranks |= {path.removeprefix("by_profile."): _ranks(sample.of(path).mean(axis=1)) for path in profiles}
    means = {path: sample.of(path).mean(axis=1) for path in ("harm_avoided", "harm_remaining", "exits", *avoided)}
    scores, corners = [], []
    known_today: dict[bytes, Array] = {}  # the same status quo for all
    for k, case in enumerate(cases):
        progress(case.label, 0.9 + 0.1 * k / len(cases))
        y, made = worth[k], store.proposal(case.label)
        changed = replace(Net.of(case, today, net), against=known_today)
        nets = under_every(changed, case) * (k not in old)
        corners.append(nets)
        harms, choices = harm_questions(case), structure_questions(case)
        at = crossings(
            changed, {**{("harm", q): v for q, v in harms.items()}, **{("", q): v for q, v in choices.items()}}
        )
        scores.append(
            Score(
                name=case.label,
                title=made.title,
                jurisdiction=made.jurisdiction,
                since=made.in_force.value if k in old and made.in_force else None,
                adopted=0.0 if k in old else float(changed.at({})),
                mean=estimate_of(y),
                **dict(zip(("median", "p5", "p95"), map(float, np.quantile(y, [0.5, 0.05, 0.95])), strict=True)),
                pays=estimate_of((y > 0).astype(np.float64)),
                rank_low=int(low[k]),
                rank_high=int(high[k]),
                probability_best=estimate_of(shared[k]),
                expected_opportunity_loss=estimate_of(most - even[k]),
                ranks={name: int(rank[k]) for name, rank in ranks.items()},
                dominated_by=tuple(cases[j].label for j in dominated_by[k]),
                break_even_harm=at.get(("harm", ALL), ()),
                break_even={name: at["harm", name] for name in reached(case)},
                uncounted=uncounted(case, reached(case)),
                structure=Structure({q: at["", q] for q in choices}, float(nets.min()), float(nets.max())),
                by_harm=_by_harm(case, levels, known[k], k in old),
                harm_avoided=float(means["harm_avoided"][k]),
                avoided_of={name: float(means[f"{AVOIDED}{name}"][k]) for name in channels},
                remaining=float(means["harm_remaining"][k]),
                exits=float(means["exits"][k]),
                if_repealed=estimate_of(-whole.of(net)[k]) if k in old else None,
                removes=removed_by(case, store, lambda law: estimate_of(-drawn.values[law][net])),
            )
        )
    order = sorted(scores, key=lambda s: (s.ranks[viewpoint.strip().lower()], s.name))
    best = np.unique(np.argmax(np.array(corners), axis=0))
    sums = {kind: float(sum(found.values())) for kind, found in levels.items()}
    progress("done", 1.0)
    sure = scores[int(best[0])].name if len(best) == 1 else ""
    return Scorecard(viewpoint.strip().lower(), today.prices, tuple(order), sample, day, sums, net, sure)


def less_status_quo(
    cases: Sequence[Case[Any, Any]],
    *,
    outputs: Sequence[str],
    n: int,
    seed: int,
    progress: Callable[[int, int], None] | None = None,
) -> Sample:
    """The draws of every case of the world less those of the status quo, the first of them; levels as they are. What
    the repeal of each law that it removes brings is part of either."""
    drawn = together(_with_removed(cases), outputs=outputs, n=n, seed=seed, progress=progress)
    theirs = drawn.values[cases[0].label]
    values = {
        case.label: {
            path: increment(mine, theirs[path], [drawn.values[law][path] for law in case.removes], path in LEVELS)
            for path, mine in drawn.values[case.label].items()
        }
        for case in cases
    }
    return replace(drawn, cases=tuple(cases), values=values)


def removed_by(case: Case[Any, Any], store: Store, repeal: Callable[[str], Estimate]) -> tuple[Removed, ...]:
    """The laws that a proposal removes, with what the repeal of each that is in force brings."""
    found = []
    for law in store.proposal(case.label).removes:
        made = store.proposal(law)
        assert made.in_force is not None  # the store refuses a law without a day
        found.append(
            Removed(law, made.title, made.in_force.value.isoformat(), repeal(law) if law in case.removes else None)
        )
    return tuple(found)


def _with_removed(cases: Sequence[Case[Any, Any]]) -> list[Case[Any, Any]]:
    """The cases, and the world under each law that one of them removes, where it is not among them."""
    found = {case.label: case for case in cases}
    for case in cases:
        for law, made in removed_worlds(case).items():
            found.setdefault(law, made)
    return list(found.values())


def _by_harm(
    case: Case[Any, Any], levels: Mapping[str, Mapping[str, float]], means: Array, none: bool
) -> dict[str, float | None]:
    """The mean at each level of harm: 0 for a part of the status quo, None where all that it reaches has no level."""
    found: dict[str, float | None] = {}
    for at, (kind, known) in enumerate(levels.items()):
        mine = reached(case)
        blind = bool(mine) and not any(known[level_path(name)] for name in mine)
        found[kind] = 0.0 if none else None if blind else float(means[at])
    return found


def increments(card: Scorecard) -> tuple[Step, ...]:
    """From each proposal to the next in order of what complying with it costs, with common random numbers."""
    cost = np.sum([card.sample.of(path) for path in COSTS], axis=0)
    avoided, net = card.sample.of("harm_avoided"), card.sample.of(card.net)
    order = np.argsort(cost.mean(axis=1), kind="stable")
    labels = card.sample.labels
    return tuple(
        Step(labels[a], labels[b], *(estimate_of(values[b] - values[a]) for values in (cost, avoided, net)))
        for a, b in pairwise(order)
    )


def _without_increment(sample: Sample, rows: Sequence[int]) -> Sample:
    """The sample with no change by some cases, which are part of the status quo."""
    labels = sample.labels
    old, today = {labels[k] for k in rows}, sample.values[STATUS_QUO]
    return replace(sample, values={label: today if label in old else made for label, made in sample.values.items()})


def _if_harm_is(
    cases: Sequence[Case[Any, Any]], output: str, harms: Sequence[Mapping[str, float]], n: int, seed: int
) -> list[Array]:
    """Of each case less the first of them, the mean of an output if harm has each of some levels, over n draws of all
    else."""
    paths = list(harms[0])
    levels = {path: np.array([[harm[path]] for harm in harms]) for path in paths}
    drawn: dict[Any, dict[str, Array]] = {}
    found: dict[str, Array] = {}
    for case in _with_removed(cases):
        plan = Plan.of(case, seed, "sobol", n)
        key = (plan.columns, plan.dependence)
        if key not in drawn:
            drawn[key] = plan.inputs(0, n)
        y = value_at(case.calculator(with_leaves(case.point, {**drawn[key], **levels})), output)
        y = np.broadcast_to(y, (len(harms), n))
        if not np.isfinite(y).all():
            raise RunError(f"{case.label}: '{output}' is not finite at one of the levels of harm.")
        found[case.label] = y
    theirs = found[cases[0].label]
    return [increment(found[c.label], theirs, [found[law] for law in c.removes]).mean(axis=1) for c in cases]


def _dominators(worth: Array) -> list[list[int]]:
    """Of each option, the options that are worth no less in any draw and more in some, by more than rounding."""
    top, every = upper(worth), range(len(worth))
    return [[j for j in every if (worth[k] <= top[j]).all() and (worth[j] > top[k]).any()] for k in every]


def _ranks(means: Array) -> Array:
    """1 for the highest; equals, but for rounding, share the better rank."""
    return np.asarray([1 + int(np.sum(means > m)) for m in upper(means[:, None])])


def _rank_intervals(worth: Array) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The 5th and 95th percentile of each option's rank over draws: 1 the best, equals share the better rank."""
    top = upper(worth)
    counts = np.array([1 + np.sum(worth > row, axis=0) for row in top])
    low, high = np.quantile(counts, [0.05, 0.95], axis=1, method="inverted_cdf")
    return low.astype(np.int64), high.astype(np.int64)
