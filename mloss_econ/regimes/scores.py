"""One proposal on a scorecard, all of them, and the step from one to the next."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from mloss_econ.base.units import PriceBase
from mloss_econ.engine import Estimate, Sample
from mloss_econ.regimes.structure import UNKNOWN, Structure
from mloss_econ.regimes.world import STATUS_QUO

SURE = 0.9  # probability of being best from which a proposal may be called so


@dataclass(frozen=True)
class Removed:
    """A law that a proposal removes: the day from which it is in force (year-month-day), and the mean net benefit that
    its repeal brings (None where it is not in force by the baseline date, so that there is nothing to repeal yet)."""

    name: str
    title: str
    since: str
    repeal: Estimate | None


@dataclass(frozen=True)
class Score:
    """One proposal, against the status quo; money a year in the scorecard's price base.

    `since` is the day from which it is in force where that is before the baseline: it then has no increment, its
    figures are 0, and `if_repealed` is what its repeal would bring. `rank_low` and `rank_high` are the 5th and 95th
    percentile of its rank over draws, 1 the best; `ranks` those of the means, by viewpoint and by appraisal profile;
    `dominated_by` are proposals at least as good in every draw and strictly better in some. `break_even` is by channel
    of harm that it reaches, `uncounted` the channels among these that have no figure; `break_even_harm` moves all that
    have one together (none: at all harms tried the net has the sign of `adopted`). `removes`: the laws that it takes
    away; what the repeal of those in force brings is part of all its figures, and where they drive out more projects
    than it does, `exits` is below 0. `by_harm` is the mean if harm is as
    measured, as forecast, as feared (None where nothing that it reaches has a level then).
    """

    name: str
    title: str
    jurisdiction: str
    since: datetime.date | None
    adopted: float
    mean: Estimate
    median: float
    p5: float
    p95: float
    pays: Estimate
    rank_low: int
    rank_high: int
    probability_best: Estimate
    expected_opportunity_loss: Estimate
    ranks: Mapping[str, int]
    dominated_by: tuple[str, ...]
    break_even_harm: tuple[float, ...]
    break_even: Mapping[str, tuple[float, ...]]
    uncounted: tuple[str, ...]
    structure: Structure
    by_harm: Mapping[str, float | None]
    harm_avoided: float
    avoided_of: Mapping[str, float]
    remaining: float
    exits: float
    if_repealed: Estimate | None = None
    removes: tuple[Removed, ...] = ()

    @property
    def standing(self) -> str:
        """Whether the net keeps its sign under every structure; or that none of the harm it is about has a figure, so
        that only its costs are counted."""
        if self.since is None and self.uncounted and set(self.uncounted) == set(self.break_even):
            return UNKNOWN
        return self.structure.sign


@dataclass(frozen=True)
class Scores:
    """Scores by rank for a viewpoint, the sample behind them, the baseline date, and the harm of each of the worlds:
    measured, forecast, feared, in all channels together; `best_under_every` is the proposal that is best under every
    structure, where there is one."""

    viewpoint: str
    prices: PriceBase
    scores: tuple[Score, ...]
    sample: Sample
    day: datetime.date
    harms: Mapping[str, float]
    net: str
    best_under_every: str

    @property
    def best(self) -> Score | None:
        """The proposal whose net benefit is highest in nine of ten draws and under every structure, if any."""
        first = self.scores[0]
        sure = first.probability_best.value >= SURE and first.name == self.best_under_every
        return first if sure and first.name != STATUS_QUO else None


@dataclass(frozen=True)
class Step:
    """From one proposal to the next more stringent: what is added, mean over common draws."""

    start: str
    to: str
    cost: Estimate
    harm_avoided: Estimate
    net: Estimate
